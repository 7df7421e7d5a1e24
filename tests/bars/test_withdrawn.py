"""Words that were taken back are in no file, and nothing brings them back."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from storage_samples import TODAY, Faulty, Killed, add_word, draft, home_at, page, record

from bar_table import Reached
from couplekit.domain.agenda import Topic, with_topic, without_topic
from couplekit.domain.backup import Backup
from couplekit.domain.checkin import Draft, Record
from couplekit.domain.signals import Signal, let_leave
from couplekit.errors import FileProblem
from couplekit.storage.backup import read_backup, write_backup
from couplekit.storage.home import Home

EVENING = "2026-11-21-k3f9"
CANARY = "Canary"


def where(folder: Path) -> list[str]:
    """Every file below a folder that holds the canary, in a form that somebody could read it from."""
    forms = [CANARY.encode(form) for form in ("utf-8", "utf-16-le", "utf-16-be")]
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    )


def filled(path: Path) -> Home:
    """A home whose evening, draft, page, copy and agenda hold words of a, and words of b."""
    home = home_at(path)
    home.create(page())
    home.update(add_word("slow", "k2", f"{CANARY} softly"))
    home.save_record(record(EVENING))
    home.save_record(record("2026-11-14-m2", kept={"b": {"glad": "Words of b"}}))
    home.save_draft(draft(EVENING))
    home.update_agenda(with_topic("t1", Topic(says=f"{CANARY} by the sea")))
    return home


def let_go(home: Home) -> Home:
    """Both let the word in the page go, one the topic, and it is the day after the second night."""

    def change(now):  # type: ignore[no-untyped-def]
        slow = let_leave(now.signals["slow"], "k2", TODAY)
        return now.model_copy(update={"signals": {**now.signals, "slow": slow}})

    home.update(change)
    home.update_agenda(without_topic("t1"))
    later = home_at(home.path, TODAY.replace(day=TODAY.day + 2))
    later.tidy()
    return later


def withdrawn(home: Home) -> Home:
    """The canary, taken back wherever it is."""
    home.withdraw(EVENING, "a")
    return let_go(home)


def older_backup(home: Home, file: Path) -> None:
    """A backup of before is brought back."""
    home.restore(read_backup(file).value, trusted=True)


def older_evening_saved(home: Home, file: Path) -> None:
    """A window that still knows the words saves the evening again."""
    home.save_record(record(EVENING))


def older_draft_saved(home: Home, file: Path) -> None:
    """A window that still knows the words goes on with the talk."""
    home.save_draft(draft(EVENING))


def older_page_put_back(home: Home, file: Path) -> None:
    """The page of before is copied over the page, and the next save follows."""
    (home.path / "agreement.toml").write_bytes((file.parent / "page-before.toml").read_bytes())
    home.update(lambda now: now)


def changed_backup(home: Home, file: Path) -> None:
    """A backup of before, edited by hand, is brought back."""
    home.restore(read_backup(file).value, trusted=False)


def backup_of_a_backup(home: Home, file: Path) -> None:
    """A home made of the backup takes in this one, and comes back into it."""
    other = home_at(file.parent / "other", TODAY)
    other.restore(read_backup(file).value, trusted=True)
    other.restore(home.gathered()[0], trusted=True)
    (evening,) = (found for found in other.records()[0] if found.evening == EVENING)
    assert "a" not in evening.kept
    home.restore(other.gathered()[0], trusted=True)


def two_backups(home: Home, file: Path) -> None:
    """A backup of before and one of after are brought back in turn."""
    after, _ = home.gathered()
    for _ in range(2):
        home.restore(read_backup(file).value, trusted=True)
        home.restore(after, trusted=True)


def another_device(home: Home, file: Path) -> None:
    """Another device that still knows the words is brought in, once as it is and once as edited by hand."""
    copy, problems = home_at(file.parent / "device").gathered(for_another=True)
    assert problems == []
    home.restore(copy, trusted=True)
    home.restore(copy, trusted=False)


WAYS: list[Callable[[Home, Path], None]] = [
    older_backup,
    older_evening_saved,
    older_draft_saved,
    older_page_put_back,
    changed_backup,
    backup_of_a_backup,
    two_backups,
    another_device,
]


def test_what_was_taken_back_is_in_no_file_and_nothing_brings_it_back(tmp_path: Path, bar: Reached) -> None:
    """A canary in evening, draft, page, copy, agenda: taken back, it is nowhere, whatever copy comes."""
    found: list[str] = []
    for way in WAYS:
        folder = tmp_path / way.__name__
        home = filled(folder / "home")
        before = folder / "before.toml"
        write_backup(before, home.gathered()[0])
        (folder / "page-before.toml").write_bytes((home.path / "agreement.toml").read_bytes())
        shutil.copytree(home.path, folder / "device")
        assert len(where(home.path)) == 5, "the canary has to be everywhere first"
        home = withdrawn(home)
        found += where(home.path)
        way(home, before)
        home.tidy()
        found += where(home.path)
        kept = {record.evening: record.kept for record in home.records()[0]}
        assert kept[EVENING] == {"b": {"wish": "Words of b"}, "both": {"wish": "Words of both"}}
        assert kept["2026-11-14-m2"] == {"b": {"glad": "Words of b"}}
    bar("withdrawn words", {"ways to bring it back": len(WAYS), "files with the word": len(found)})


def test_taking_back_that_is_cut_off_can_be_done_again(tmp_path: Path) -> None:
    """Killed at any call, the other one's words are whole, and a second try finishes."""
    for cut_at in range(1, 100):
        home = filled(tmp_path / str(cut_at))
        system = Faulty(cut_at, None)
        try:
            home_at(home.path, system=system).withdraw(EVENING, "a")
        except Killed:
            (evening,) = (found for found in home.records()[0] if found.evening == EVENING)
            assert evening.kept["b"] == {"wish": "Words of b"}
        home.withdraw(EVENING, "a")
        let_go(home)
        assert where(home.path) == []
        if not system.reached:
            return
    pytest.fail("taking back makes fewer calls than this")


@pytest.mark.parametrize("whose", ["a", "b", "both"])
def test_each_takes_back_their_own_and_nothing_else(tmp_path: Path, whose: str) -> None:
    """The words of the others stay, in the evening and in an unfinished talk."""
    home = filled(tmp_path / "home")
    before = record(EVENING)
    home.withdraw(EVENING, whose)  # type: ignore[arg-type]
    (evening,) = (found for found in home.records()[0] if found.evening == EVENING)
    assert evening.kept == {side: words for side, words in before.kept.items() if side != whose}
    (unfinished,) = home.drafts()[0]
    assert unfinished.answers == ({} if whose == "a" else {"glad.a": "Canary of a"})


def test_what_cannot_be_reached_is_named(tmp_path: Path) -> None:
    """An unfinished talk that is damaged, and files that are not ours, are named; the rest is taken back."""
    home = filled(tmp_path / "home")
    unfinished = home.path / "drafts" / EVENING / "draft.toml"
    unfinished.write_text(unfinished.read_text() + "zzz = 1")
    (home.path / "check-ins" / "2026-11-21-k3f9 (1).toml").write_text("")
    left = home.withdraw(EVENING, "a")
    assert [line.split(":")[0] for line in left] == [
        f"drafts/{EVENING}/draft.toml",
        "check-ins/2026-11-21-k3f9 (1).toml",
    ]
    assert where(home.path / "check-ins") == []


def test_an_evening_that_is_not_there_is_said(tmp_path: Path) -> None:
    """There is nothing to take back from an evening that nobody kept, or that cannot be read."""
    home = filled(tmp_path / "home")
    with pytest.raises(FileProblem, match="there was nothing to take back"):
        home.withdraw("2026-11-21-zz", "a")
    path = home.path / "check-ins" / f"{EVENING}.toml"
    path.write_text(path.read_text() + "zzz = 1")
    before = path.read_bytes()
    with pytest.raises(FileProblem, match="not known here"):
        home.withdraw(EVENING, "a")
    assert path.read_bytes() == before


# What it stands on: the files say what was taken back, and no more


def test_a_mark_is_all_that_is_left(tmp_path: Path) -> None:
    """An evening in which all was taken back names questions and sides, and holds no word of anybody."""
    home = home_at(tmp_path)
    home.save_record(record(EVENING, kept={"a": {"glad": "Canary of a"}}))
    home.withdraw(EVENING, "a")
    (evening,) = home.records()[0]
    assert isinstance(evening, Record)
    assert (evening.kept, evening.gone) == ({}, ["glad.a"])


def test_a_backup_of_one_alone_and_of_no_page(tmp_path: Path) -> None:
    """A home without a page, and a page without evenings, go into a backup and come back from it."""
    home = home_at(tmp_path / "home")
    home.save_record(record(EVENING))
    write_backup(tmp_path / "one.toml", home.gathered()[0])
    other = home_at(tmp_path / "other")
    assert other.restore(read_backup(tmp_path / "one.toml").value, trusted=True).after is None
    assert other.records() == home.records()
    assert other.page() is None
    alone = Backup(made=TODAY, page=page(signals={"stop": Signal(words={"k1": "red"})}))
    assert other.restore(alone, trusted=True).after == alone.page
    assert isinstance(draft(), Draft)
