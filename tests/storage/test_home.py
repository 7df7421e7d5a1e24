"""The home folder: what is kept, what counts, and what is never lost."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from storage_samples import TODAY, Faulty, Killed, add_word, draft, home_at, names, page, record

from couplekit.domain.agreement import Agreement, with_meeting, with_name, with_pace
from couplekit.domain.signals import Signal, let_leave
from couplekit.errors import ChangedMeanwhile, FileProblem, NewerFormat, NoPage
from couplekit.storage.files import is_temporary
from couplekit.storage.home import Home, check_page
from couplekit.storage.pages import from_toml, to_toml


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a first page in it."""
    home = home_at(tmp_path / "home")
    home.create(page())
    return home


def edit(home: Home, change: Callable[[str], str], name: str = "agreement.toml") -> str:
    """Change a file as an editor would, and return what it holds then."""
    path = home.path / name
    text = change(path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    return text


def now(home: Home) -> Agreement:
    """The page as it counts."""
    found = home.page()
    assert found is not None
    return found.agreement


def notices(home: Home) -> str:
    """All that is said about the page's file."""
    found = home.page()
    assert found is not None
    return "\n".join(found.notices)


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, and what it holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


# The page


def test_a_home_that_is_not_there_is_new(tmp_path: Path) -> None:
    """Looking into a home that nobody has made yet finds nothing and makes nothing."""
    home = home_at(tmp_path / "home")
    assert home.page() is None
    assert home.last_good() is None
    assert home.records() == ([], [])
    assert home.drafts() == ([], [])
    assert home.files() == []
    assert not home.path.exists()


def test_what_is_created_is_read_back(tmp_path: Path) -> None:
    """The first page is dated today, private, and read back with nothing to say about it."""
    home = home_at(tmp_path / "deep" / "home")
    saved = home.create(page(changed=date(2020, 1, 1)))
    assert saved == page()
    assert home.page() == (page(), (), None)
    assert home.last_good() == page()


def test_a_page_is_never_created_twice(home: Home) -> None:
    """When another window was quicker, its page stays."""
    with pytest.raises(ChangedMeanwhile):
        home.create(page(signals={}))
    assert now(home) == page()


def test_a_change_is_applied_to_the_page_as_it_is_now(home: Home) -> None:
    """An update re-reads the page, changes it, dates it and returns what was saved."""
    later = home_at(home.path, TODAY + timedelta(days=7))
    saved = later.update(with_name("a", "Kim"))
    assert saved.partners.a.name == "Kim"
    assert saved.changed == TODAY + timedelta(days=7)
    assert home.page() == (saved, (), None)


def test_a_change_of_nothing_writes_nothing(home: Home) -> None:
    """An update that changes nothing leaves every byte and every time as they are."""
    before = (home.path / "agreement.toml").stat()
    assert home.update(lambda page: page) == page()
    assert (home.path / "agreement.toml").stat() == before


def test_there_is_nothing_to_update_without_a_page(tmp_path: Path) -> None:
    """A change needs a page."""
    with pytest.raises(NoPage):
        home_at(tmp_path).update(with_meeting(TODAY))


def test_the_date_of_a_page_never_goes_back(home: Home) -> None:
    """With the clock set back, a save keeps the later day."""
    early = home_at(home.path, TODAY - timedelta(days=400))
    assert early.update(with_meeting(None)).changed == TODAY
    assert early.update(with_name("a", "Kim")).changed == TODAY


def leaving(key: str) -> Callable[[Agreement], Agreement]:
    """Both agreed today to take one stop word away."""

    def change(page: Agreement) -> Agreement:
        signals = {**page.signals, "stop": let_leave(page.signals["stop"], key, TODAY)}
        return page.model_copy(update={"signals": signals})

    return change


@pytest.mark.parametrize(
    ("days", "words"), [(0, {"k1", "k2"}), (1, {"k1", "k2"}), (2, {"k2"}), (-1, {"k1", "k2"})]
)
def test_what_both_took_away_leaves_once_it_was_slept_on(home: Home, days: int, words: set[str]) -> None:
    """A stop word that both took away counts until the second day; a clock set back takes nothing away."""
    home.update(add_word("stop", "k2", "amber"))
    home.update(leaving("k1"))
    later = home_at(home.path, TODAY + timedelta(days=days))
    good = later.last_good()
    assert set(now(later).signals["stop"].words) == words
    assert good is not None
    assert set(good.signals["stop"].words) == words


def test_with_the_clock_behind_the_page_nothing_leaves(tmp_path: Path) -> None:
    """On a day before the page's last, nothing leaves by time, however long ago its day was."""
    stop = Signal(words={"k1": "red", "k2": "amber"}, leaving={"k1": TODAY})
    last = TODAY + timedelta(days=60)
    home_at(tmp_path, last).create(page(signals={"stop": stop}))
    assert now(home_at(tmp_path, last - timedelta(days=1))).signals["stop"] == stop
    assert now(home_at(tmp_path, last)).signals["stop"].words == {"k2": "amber"}


def test_a_clash_is_asked_about(home: Home) -> None:
    """When the same item moved since a person looked, nothing is saved and the item is named."""
    seen = now(home)
    home.update(with_meeting(date(2026, 12, 1)))
    before = everything(home.path)
    with pytest.raises(ChangedMeanwhile) as caught:
        home.update(with_meeting(date(2026, 12, 2)), seen=seen)
    assert caught.value.items == ("meeting.next",)
    assert everything(home.path) == before
    home.update(with_name("b", "Kim"), seen=seen)
    assert now(home).partners.name("b") == "Kim"


WRITER = """
import sys
from datetime import date
from pathlib import Path
from couplekit.domain.agreement import with_signal
from couplekit.domain.signals import add_way
from couplekit.storage.home import Home
home = Home(Path(sys.argv[1]), lambda: date(2026, 11, 21), patience=60)
sys.stdin.readline()
for number in range(20):
    key = f"{sys.argv[2]}{number}"
    home.update(with_signal("slow", lambda signal: add_way(signal, "words", key, f"word {key}")))
"""


def test_two_windows_lose_nothing(home: Home) -> None:
    """Two processes with twenty changes each to different items: all forty are kept."""
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(home.path), name], stdin=subprocess.PIPE)
        for name in ("a", "b")
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(b"go\n")
        writer.stdin.close()
    assert [writer.wait() for writer in writers] == [0, 0]
    assert len(now(home).signals["slow"].words) == 40
    assert home.page() is not None


def test_a_lock_that_is_held_is_not_waited_for_for_ever(home: Home) -> None:
    """A window that does not finish its save is spoken of, reading goes on, and nothing is lost."""
    busy = home_at(home.path, patience=0)
    with FileLock(home.path / ".lock"):
        with pytest.raises(FileProblem, match="Another couplekit window is saving"):
            busy.update(with_meeting(TODAY))
        assert now(busy) == page()
    busy.update(with_meeting(TODAY))


def test_a_disk_without_locks_is_said(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a share that knows no locks, saving says so."""

    def refuse(lock: FileLock) -> None:
        raise NotImplementedError

    monkeypatch.setattr(FileLock, "acquire", refuse)
    with pytest.raises(FileProblem, match="cannot keep two windows apart"):
        home.update(with_meeting(TODAY))


@pytest.mark.parametrize(
    "act",
    [
        Home.page,
        Home.records,
        Home.drafts,
        Home.files,
        lambda home: home.create(page()),
        lambda home: home.save_draft(draft()),
        lambda home: home.forget("a"),
    ],
)
def test_a_home_that_is_a_file_is_one_clear_sentence(tmp_path: Path, act: Callable[[Home], Any]) -> None:
    """A file where the folder was expected is said, and stays as it is."""
    (tmp_path / "home").write_text("mine")
    with pytest.raises(FileProblem, match="a file stands where a folder was expected"):
        act(home_at(tmp_path / "home"))
    assert (tmp_path / "home").read_text() == "mine"


@pytest.fixture
def folder_of_nobody() -> Iterator[Path]:
    """A folder whose permissions count: root, who may do everything, steps down for the test."""
    import filelock  # noqa: F401 - loaded while everything can still be read

    folder = Path(tempfile.mkdtemp())
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        shutil.rmtree(folder)


@pytest.mark.skipif(os.name == "nt", reason="permissions are POSIX ones")
@pytest.mark.parametrize("mode", [0o000, 0o400, 0o500])
def test_a_home_that_is_closed_is_one_clear_sentence(folder_of_nobody: Path, mode: int) -> None:
    """A folder without permission is neither a new home nor a traceback."""
    home = home_at(folder_of_nobody / "home")
    home.create(page())
    home.path.chmod(mode)
    try:
        with pytest.raises(FileProblem, match="gives no permission"):
            home.update(with_meeting(TODAY))
        if mode != 0o500:
            with pytest.raises(FileProblem, match="gives no permission"):
                home.files()
    finally:
        home.path.chmod(0o700)
    assert now(home) == page()


@pytest.mark.skipif(os.name == "nt", reason="links need POSIX")
def test_a_linked_home_is_fine_and_a_linked_page_is_not(home: Home, tmp_path: Path) -> None:
    """The home may be a link. A page that is a link is neither read nor replaced."""
    (tmp_path / "link").symlink_to(home.path)
    linked = home_at(tmp_path / "link")
    linked.update(with_meeting(TODAY))
    (home.path / "agreement.toml").rename(tmp_path / "elsewhere.toml")
    (home.path / "agreement.toml").symlink_to(tmp_path / "elsewhere.toml")
    for act in (Home.page, lambda home: home.update(with_meeting(None))):
        with pytest.raises(FileProblem, match="it is a link to another place"):
            act(linked)
    assert (home.path / "agreement.toml").is_symlink()


# Crashes


@pytest.mark.parametrize("killed", [False, True])
@pytest.mark.parametrize("outside", [False, True])
def test_a_save_that_is_cut_off_leaves_the_old_page_or_the_new_one(
    tmp_path: Path, killed: bool, outside: bool
) -> None:
    """Each call of an update fails, or is the last one, in turn: old or new, and the next save clears up."""
    for fail_at in range(1, 100):
        home = home_at(tmp_path / str(fail_at))
        home.create(page())
        if outside:
            edit(home, lambda text: text.replace("red", "amber"))
        old = now(home)
        system = Faulty(fail_at, None if killed else 28)
        try:
            new = home_at(home.path, system=system).update(add_word("stop", "k2", "green"))
            assert now(home) == new
        except (FileProblem, Killed):
            assert set(old.signals["stop"].words.values()) <= set(now(home).signals["stop"].words.values())
            assert set(now(home).signals["stop"].words.values()) <= {"red", "amber", "green"}
        home.update(add_word("stop", "k3", "blue"))
        words = sorted(now(home).signals["stop"].words.values())
        assert [word for word in words if word != "green"] == (
            ["amber", "blue", "red"] if outside else ["blue", "red"]
        )
        assert not [path for path, _ in home.files() if is_temporary(Path(path).name)]
        if not system.reached:
            return
    pytest.fail("an update makes fewer calls than this")


# Damage

DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda raw: b"",
    "half": lambda raw: raw[: len(raw) // 2 - 3],
    "zeros": lambda raw: b"\0" * len(raw),
    "slip": lambda raw: raw.replace(b"signals.stop", b"signals.stob"),
    "binary": lambda raw: raw.replace(b"Sam", b"\xff"),
    "larger": lambda raw: raw + b"#" * 300_000,
    "newer": lambda raw: raw.replace(b"format = 1", b"format = 2"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_page_is_never_written_over(home: Home, kind: str) -> None:
    """Whatever happened to the page, nothing writes over it, and the last good signals are still there."""
    path = home.path / "agreement.toml"
    path.write_bytes(DAMAGE[kind](path.read_bytes()))
    before = everything(home.path)
    for act in (Home.page, lambda home: home.update(with_meeting(TODAY)), lambda home: home.create(page())):
        with pytest.raises(NewerFormat if kind == "newer" else FileProblem) as caught:
            act(home)
        assert str(caught.value).startswith("agreement.toml")
        assert "Sam" not in str(caught.value)
    assert everything(home.path) == before
    assert home.last_good() == page()


def test_a_page_that_is_gone_is_not_a_new_home(home: Home) -> None:
    """With its copy still there, a missing page is said to be gone, with the way to bring it back."""
    (home.path / "agreement.toml").unlink()
    for act in (Home.page, lambda home: home.create(page())):
        with pytest.raises(
            FileProblem, match=r"agreement\.toml is gone .* copy previous/agreement\.toml to agreement"
        ):
            act(home)
    (home.path / "agreement.toml").write_bytes((home.path / "previous" / "agreement.toml").read_bytes())
    assert home.page() == (page(), (), None)


@pytest.mark.parametrize("kind", [kind for kind in DAMAGE if kind != "newer"])
def test_a_damaged_copy_is_no_copy(home: Home, kind: str) -> None:
    """A copy that cannot be trusted is not used, hinders no sound page, and is renewed by a save."""
    path = home.path / "previous" / "agreement.toml"
    path.write_bytes(DAMAGE[kind](path.read_bytes()))
    assert home.last_good() is None
    assert home.page() == (page(), (), None)
    home.update(with_meeting(TODAY))
    assert home.last_good() == now(home)


def test_a_copy_of_a_newer_couplekit_is_never_written_over(home: Home) -> None:
    """The page is shown; nothing is saved over a copy that a newer couplekit wrote."""
    path = home.path / "previous" / "agreement.toml"
    path.write_bytes(DAMAGE["newer"](path.read_bytes()))
    before = everything(home.path)
    assert home.page() == (page(), (), None)
    with pytest.raises(NewerFormat):
        home.update(with_meeting(TODAY))
    home.tidy()
    assert everything(home.path) == before


# An older page put back, and a save cut off between the page and its copy


def test_an_older_page_that_is_put_back_widens_nothing(home: Home) -> None:
    """A sealed page of ours from before is no typing error and no save: what was added since still counts."""
    older = (home.path / "agreement.toml").read_bytes()
    home.update(add_word("stop", "k2", "amber"))
    home.update(with_pace("a"))
    home.update(with_pace("the-slower-of-us"))
    (home.path / "agreement.toml").write_bytes(older)
    assert now(home).signals["stop"].words == {"k1": "red", "k2": "amber"}
    assert "was put here from outside couplekit" in notices(home)
    home.tidy()
    assert (home.path / "agreement.toml").read_bytes() == older
    home.update(lambda page: page)
    assert notices(home) == ""
    assert now(home).signals["stop"].words == {"k1": "red", "k2": "amber"}


def test_a_page_put_back_is_known_also_when_its_values_were_there_twice(home: Home) -> None:
    """The values alone do not make a seal: a page from between two like ones is an older one too."""
    home.update(with_pace("a"))
    older = (home.path / "agreement.toml").read_bytes()
    home.update(with_pace("the-slower-of-us"))
    (home.path / "agreement.toml").write_bytes(older)
    assert now(home).pace.set_by == "the-slower-of-us"
    assert "whose comfort sets the pace waits for both" in notices(home)


def test_an_older_page_brings_nothing_back_that_has_left(home: Home) -> None:
    """A word that both let go, and that left, does not come back with an older page."""
    home.update(add_word("stop", "k2", "amber"))
    home.update(leaving("k1"))
    older = (home.path / "agreement.toml").read_bytes()
    later = home_at(home.path, TODAY + timedelta(days=9))
    later.update(with_meeting(None))
    (home.path / "agreement.toml").write_bytes(older)
    assert now(later).signals["stop"].words == {"k2": "amber"}


def test_a_page_without_its_copy_is_told_from_an_older_one(home: Home) -> None:
    """Cut off between the two writes, the page counts as it is; the next start writes the copy."""
    copy = (home.path / "previous" / "agreement.toml").read_bytes()
    saved = home.update(with_pace("a"))
    (home.path / "previous" / "agreement.toml").write_bytes(copy)
    assert home.page() == (saved, (), None)
    home.tidy()
    assert (home.path / "previous" / "agreement.toml").read_bytes() == (
        home.path / "agreement.toml"
    ).read_bytes()
    (home.path / "previous" / "agreement.toml").unlink()
    home.tidy()
    assert home.last_good() == saved


def test_when_only_the_copy_is_not_saved_the_message_says_so(home: Home) -> None:
    """The page counts once it is there, so nobody is told that nothing was saved."""
    (home.path / "previous" / "agreement.toml").unlink()
    (home.path / "previous" / "agreement.toml").mkdir()
    with pytest.raises(FileProblem, match=r"agreement\.toml was saved and counts"):
        home.update(with_meeting(TODAY))
    assert now(home).meeting.next == TODAY


# Clearing up


def test_the_next_start_clears_up_and_otherwise_writes_nothing(home: Home) -> None:
    """Temporary files of a save that was cut off go; with nothing to do, no byte and no time changes."""
    before = everything(home.path), (home.path / "agreement.toml").stat()
    home.tidy()
    assert (everything(home.path), (home.path / "agreement.toml").stat()) == before
    home.save_draft(draft())
    for folder in ("", "previous", "drafts/2026-11-21-k3f9"):
        (home.path / folder / ".agreement.toml.0123456789ab.tmp").write_text("half")
    home.tidy()
    assert not [path for path, _ in home.files() if is_temporary(Path(path).name)]


def test_clearing_up_never_waits_and_never_complains(home: Home, tmp_path: Path) -> None:
    """While another window saves, and where there is nothing or no permission, a start goes on."""
    (home.path / ".agreement.toml.0123456789ab.tmp").write_text("half")
    with FileLock(home.path / ".lock"):
        home.tidy()
    assert (home.path / ".agreement.toml.0123456789ab.tmp").exists()
    home_at(tmp_path / "nowhere").tidy()
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "file").write_text("")
    home_at(tmp_path / "file").tidy()


def test_a_word_that_has_left_is_in_no_file_after_the_next_start(home: Home) -> None:
    """What both let go and slept on leaves the page's file and its copy, and no day is moved by it."""
    home.update(add_word("stop", "k2", "Canary"))
    home.update(leaving("k2"))
    later = home_at(home.path, TODAY + timedelta(days=2))
    later.tidy()
    assert not any(b"Canary" in raw for raw in everything(home.path).values())
    assert now(later).changed == TODAY
    assert now(later).gone == ["k2"]


# Changed outside


def test_a_way_added_by_hand_counts_now(home: Home) -> None:
    """A stop word added in an editor counts at once, and is said by the signal's name."""
    edit(home, lambda text: text.replace('k1 = "red"', 'k1 = "red"\nk2 = "amber"'))
    assert now(home).signals["stop"].words == {"k1": "red", "k2": "amber"}
    assert "What was added counts now, in: stop." in notices(home)
    assert "taken away" not in notices(home)
    assert "amber" not in notices(home)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('k1 = "red"', ""),
        lambda text: text.replace('k1 = "red"', 'k1 = "go on"'),
        lambda text: text.replace("[seal]", "[signals.stop.leaving]\nk1 = 2020-01-01\n[seal]"),
        lambda text: text[: text.index("[signals.stop]")] + text[text.index("[signals.pause") :],
    ],
)
def test_a_way_taken_away_by_hand_waits_for_both(home: Home, change: Callable[[str], str]) -> None:
    """A stop word removed, reworded or dated away in an editor still counts; this is said."""
    edit(home, change)
    found = home.page()
    assert found is not None
    assert found.outside is not None
    assert found.outside.waits == ("stop",)
    assert found.agreement.signals["stop"].words["k1"] == "red"
    assert found.agreement.signals["stop"].leaving == {}
    assert "still counts until you both agree to it here, in: stop." in notices(home)


def test_a_way_added_in_the_last_save_cannot_be_taken_away_by_hand_either(home: Home) -> None:
    """The copy knows what was saved last, not what was saved before that."""
    home.update(add_word("stop", "k2", "amber"))
    edit(home, lambda text: text.replace('k2 = "amber"\n', ""))
    assert now(home).signals["stop"].words == {"k1": "red", "k2": "amber"}


def test_two_edits_in_a_row_lose_no_way(home: Home) -> None:
    """Edit, save, edit, save: each removal waits, for the copy is never a page that was edited."""
    for _ in range(3):
        edit(home, lambda text: text.replace('k1 = "red"\n', ""))
        edit(home, lambda text: text.replace('s1 = "tap twice"\n', ""))
        assert now(home).signals["stop"].words == {"k1": "red"}
        home.update(with_meeting(TODAY))
        assert home.page() == (now(home), (), None)
        home.update(with_meeting(None))
        assert now(home).signals["stop"] == page().signals["stop"]


def test_a_change_of_pace_by_hand_waits_for_both(home: Home) -> None:
    """Whose comfort sets the pace is not changed in an editor, except to the slower of the two."""
    edit(home, lambda text: text.replace("the-slower-of-us", "a"))
    assert now(home).pace.set_by == "the-slower-of-us"
    assert "whose comfort sets the pace waits for both" in notices(home)
    home.update(lambda page: page)
    assert notices(home) == ""
    home.update(with_pace("a"))
    edit(home, lambda text: text.replace('set-by = "a"', 'set-by = "the-slower-of-us"'))
    assert now(home).pace.set_by == "the-slower-of-us"


def test_an_edit_that_moves_no_rule_is_said_and_counts(home: Home) -> None:
    """A name corrected by hand counts; the page is said to be changed, and the next save seals it."""
    edit(home, lambda text: text.replace("Sam", "Samir"))
    assert now(home).partners.a.name == "Samir"
    assert notices(home) == "agreement.toml was changed outside couplekit."
    home.update(lambda page: page)
    assert notices(home) == ""
    assert now(home).partners.a.name == "Samir"


def test_without_a_copy_to_compare_with_nothing_leaves(home: Home) -> None:
    """Where no copy can be trusted, every way on the page counts and none is about to leave."""
    home.update(add_word("stop", "k2", "amber"))
    home.update(leaving("k1"))
    edit(home, lambda text: text.replace("Sam", "Samir"))
    edit(home, lambda text: text.replace("Sam", "Samir"), "previous/agreement.toml")
    later = home_at(home.path, TODAY + timedelta(days=9))
    found = later.page()
    assert found is not None
    assert found.outside == (found.agreement, (), (), False, (), ())
    assert found.agreement.signals["stop"] == page().signals["stop"].model_copy(
        update={"words": {"k1": "red", "k2": "amber"}}
    )
    assert "There is no earlier copy to compare it with" in notices(later)


def test_with_both_copies_changed_every_way_of_either_counts(home: Home) -> None:
    """A way that was taken off the page counts while a copy has it, though that was changed as well."""
    home.update(add_word("stop", "k2", "amber"))
    edit(home, lambda text: text.replace('k1 = "red"\n', "").replace("[seal]", 'gone = ["k1"]\n[seal]', 0))
    edit(home, lambda text: text.replace("changed = ", 'gone = ["k1"]\nchanged = '))
    edit(home, lambda text: text.replace("Sam", "Samir"), "previous/agreement.toml")
    assert set(now(home).signals["stop"].words.values()) == {"red", "amber"}
    assert "There is no earlier copy to compare it with" in notices(home)


def test_notes_never_cost_the_copy_its_trust(home: Home) -> None:
    """Notes that would make the copy one that cannot be read are left out of it."""
    for letter in "ab":
        note = f"# {letter}{'.' * 15_000}\n"
        edit(home, lambda text, note=note: text + note)  # type: ignore[misc]
        home.update(add_word("slow", letter, f"softly {letter}"))
    assert home.last_good() == now(home)
    edit(home, lambda text: text.replace('k1 = "red"\n', ""))
    assert now(home).signals["stop"].words == {"k1": "red"}


def test_any_page_can_be_checked(home: Home, tmp_path: Path) -> None:
    """A page anywhere is sound and sealed, sound and edited, or told with every fault; it stays as it is."""
    path = tmp_path / "sent.toml"
    path.write_text(to_toml(page()))
    assert check_page(path)
    path.write_text(to_toml(page()).replace("red", "amber"))
    assert not check_page(path)
    path.write_text(to_toml(page()).replace("reply", "repli").replace("set-by", "setby"))
    with pytest.raises(FileProblem, match=r"(?s)sent\.toml, line 16.*setby.*sent\.toml, line 19.*repli"):
        check_page(path)


def test_names_that_meet_by_chance_break_nothing(home: Home) -> None:
    """A reworded way gets a free name; one that a sign of the same edit has is not free."""
    edit(
        home,
        lambda text: text.replace('k1 = "red"', 'k1 = "amber"').replace(
            's1 = "tap twice"', 'k1-2 = "two taps"'
        ),
    )
    signal = now(home).signals["stop"]
    assert set(signal.words.values()) == {"red", "amber"}
    assert set(signal.signs.values()) == {"tap twice", "two taps"}
    assert not set(signal.words) & set(signal.signs)


def test_notes_by_hand_are_announced_and_kept_in_the_copy(home: Home) -> None:
    """Comments are announced, the next save keeps them in previous/, and later saves do not lose them."""
    edit(home, lambda text: text + "# ask about the music\n[meeting] # soon\n")
    assert "has notes added by hand (lines with #)" in notices(home)
    home.update(with_meeting(TODAY))
    edit(home, lambda text: text + "# and the light\n")
    home.update(with_meeting(None))
    home.update(with_name("a", "Kim"))
    kept = (home.path / "previous" / "agreement.toml").read_text()
    assert kept.endswith("from an earlier page:\n# ask about the music\n# soon\n# and the light\n")
    assert "#" not in (home.path / "agreement.toml").read_text().split("format")[1]
    assert home.last_good() == now(home)
    assert notices(home) == ""


@pytest.mark.parametrize(
    "name",
    [
        "agreement (Sam's conflicted copy 2026-11-21).toml",
        "agreement-laptop.toml",
        "agreement (1).toml",
        "agreement 2.toml",
        "agreement.sync-conflict-20261121-101010-ABCDEF.toml",
    ],
)
def test_another_copy_of_the_page_is_announced_and_not_merged(home: Home, name: str) -> None:
    """A copy that a program left beside the page is said to be there, without its name."""
    (home.path / name).write_text(to_toml(page(signals={})))
    assert now(home) == page()
    assert "Another copy of agreement.toml lies in the same folder" in notices(home)
    assert "Sam" not in notices(home)
    assert (name, "not one of ours") in home.files()


# Evenings


def test_evenings_are_kept_in_order(home: Home) -> None:
    """Every evening has a file of its own and comes back, the oldest first."""
    evenings = ["2026-11-21-zz", "2026-11-21-k3", "2025-01-01-a1"]
    for evening in evenings:
        home.save_record(record(evening))
    home.save_record(record("2026-11-21-k3", kept={}))
    (home.path / "check-ins" / ".DS_Store").write_text("")
    records, problems = home.records()
    assert [found.evening for found in records] == sorted(evenings)
    assert records[1].kept == {}
    assert problems == []


def test_one_damaged_evening_hides_no_other(home: Home) -> None:
    """A file that cannot be read, a copy under another name and a changed one are each told about once."""
    for evening in ("2026-11-01-aa", "2026-11-02-bb", "2026-11-03-cc"):
        home.save_record(record(evening))
    folder = home.path / "check-ins"
    (folder / "2026-11-02-bb (1).toml").write_bytes((folder / "2026-11-02-bb.toml").read_bytes())
    edit(home, lambda text: "[" + text, "check-ins/2026-11-01-aa.toml")
    edit(home, lambda text: text.replace("Words of b", "Other words"), "check-ins/2026-11-03-cc.toml")
    records, problems = home.records()
    assert [found.evening for found in records] == ["2026-11-02-bb", "2026-11-03-cc"]
    told = "\n".join(str(problem) for problem in problems)
    assert len(problems) == 3
    assert "check-ins/2026-11-01-aa.toml, line 1: the name of a table" in told
    assert "check-ins/2026-11-02-bb (1).toml holds an evening of another name" in told
    assert "check-ins/2026-11-03-cc.toml was changed outside couplekit" in told
    with pytest.raises(FileProblem):
        home.save_record(record("2026-11-01-aa"))
    assert (folder / "2026-11-01-aa.toml").read_text().startswith("[")


def test_a_draft_is_kept_until_it_is_let_go(home: Home) -> None:
    """The newest unfinished conversation stands first; letting one go takes its folder too."""
    for evening in ("2026-11-01-aa", "2026-11-21-bb"):
        home.save_draft(draft(evening))
    home.save_draft(draft("2026-11-21-bb", at=None))
    assert home.drafts() == ([draft("2026-11-21-bb", at=None), draft("2026-11-01-aa")], [])
    home.remove_draft(draft("2026-11-21-bb"))
    home.remove_draft(draft("2026-11-21-bb"))
    assert home.drafts() == ([draft("2026-11-01-aa")], [])
    assert names(home.path / "drafts") == ["2026-11-01-aa"]


def test_a_draft_that_was_changed_is_not_gone_on_with(home: Home) -> None:
    """Nobody can know who gave the answers of a changed draft; a damaged one hides no other."""
    for evening in ("2026-11-01-aa", "2026-11-02-bb", "2026-11-03-cc"):
        home.save_draft(draft(evening))
    (home.path / "drafts" / "empty").mkdir()
    edit(home, lambda text: text.replace("Canary of a", "Yes"), "drafts/2026-11-01-aa/draft.toml")
    edit(home, lambda text: "", "drafts/2026-11-03-cc/draft.toml")
    drafts, problems = home.drafts()
    assert [found.evening for found in drafts] == ["2026-11-02-bb"]
    assert [str(problem).split(" ")[0] for problem in problems] == [
        "drafts/2026-11-03-cc/draft.toml",
        "drafts/2026-11-01-aa/draft.toml",
    ]


def test_a_draft_that_cannot_be_taken_away_is_said(home: Home) -> None:
    """A folder in the place of a draft is not ours to remove."""
    (home.path / "drafts" / draft().evening / "draft.toml").mkdir(parents=True)
    with pytest.raises(FileProblem, match="An unfinished conversation is still there"):
        home.remove_draft(draft())


def test_a_folder_of_a_draft_with_something_else_in_it_stays(home: Home) -> None:
    """What somebody put beside a draft is not ours to remove."""
    home.save_draft(draft())
    (home.path / "drafts" / draft().evening / "mine.txt").write_text("mine")
    home.remove_draft(draft())
    assert home.drafts() == ([], [])
    assert (f"drafts/{draft().evening}/mine.txt", "not one of ours") in home.files()


# The folder as a whole


def test_every_file_is_listed_and_none_besides(home: Home) -> None:
    """The list holds each file of the home, what it is in words, and no size and no day of its own."""
    home.update(with_meeting(TODAY))
    home.save_record(record())
    home.save_draft(draft())
    (home.path / "notes").mkdir()
    (home.path / "notes" / "mine.txt").write_text("")
    (home.path / ".agreement.toml.0123456789ab.tmp").write_text("")
    assert home.files() == [
        (".agreement.toml.0123456789ab.tmp", "left by a save that was cut off; the next start clears it"),
        (".lock", "the lock: empty"),
        ("agreement.toml", "our page"),
        ("check-ins/2026-11-21-k3f9.toml", "one evening"),
        ("drafts/2026-11-21-k3f9/draft.toml", "an unfinished conversation"),
        ("notes/mine.txt", "not one of ours"),
        ("previous/agreement.toml", "our page as couplekit saved it last, to compare with and to go back to"),
    ]
    assert [path for path, _ in home.files()] == sorted(everything(home.path))
    assert (home.path / ".lock").read_bytes() == b""


@pytest.mark.skipif(os.name == "nt", reason="links need POSIX")
def test_a_linked_folder_is_listed_and_not_followed(home: Home, tmp_path: Path) -> None:
    """What lies behind a link is not part of the home."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine.txt").write_text("")
    (home.path / "link").symlink_to(tmp_path / "elsewhere")
    assert ("link", "not one of ours") in home.files()
    assert len(home.files()) == 4


def filled(path: Path) -> Home:
    """A home in which the words of `a` are in every place that can hold them."""
    home = home_at(path)
    home.create(page())
    home.update(with_name("a", "Canary of a"))
    home.update(add_word("stop", "k2", "Canary of a"))
    home.save_record(record("2026-11-01-aa"))
    home.save_record(record("2026-11-02-bb", kept={"a": {"glad": "Canary of a"}}))
    home.save_record(record("2026-11-03-cc", kept={"b": {"glad": "Words of b"}}))
    home.save_draft(draft())
    return home


def test_forgetting_leaves_ones_own_words_in_no_file(tmp_path: Path) -> None:
    """One's own words, the page, its copy and drafts go; the other's words and shared ones stay."""
    home = filled(tmp_path)
    assert home.forget("a") == []
    left = everything(home.path)
    assert not any(b"Canary" in raw for raw in left.values())
    assert sorted(left) == [".lock", "check-ins/2026-11-01-aa.toml", "check-ins/2026-11-03-cc.toml"]
    records, problems = home.records()
    assert problems == []
    assert records[0].kept == {"b": {"wish": "Words of b"}, "both": {"wish": "Words of both"}}
    assert records[0].asked == {"wish": "What do you wish?"}
    assert home.page() is None
    assert home.forget("a") == []
    assert everything(home.path) == left


def test_forgetting_keeps_the_marks_that_were_there(tmp_path: Path) -> None:
    """An evening from which somebody took words back stays as a mark, so that no copy brings them back."""
    home = filled(tmp_path)
    home.withdraw("2026-11-03-cc", "b")
    home.withdraw("2026-11-02-bb", "a")
    home.forget("a")
    records, _ = home.records()
    assert [(record.evening, record.gone) for record in records] == [
        ("2026-11-01-aa", ["glad.a"]),
        ("2026-11-02-bb", ["glad.a"]),
        ("2026-11-03-cc", ["glad.b"]),
    ]


def test_forgetting_names_what_it_cannot_reach(tmp_path: Path) -> None:
    """What cannot be read, removed or is not ours stays as it is and is named; all else goes."""
    home = filled(tmp_path)
    edit(home, lambda text: text + "zzz = 1", "check-ins/2026-11-01-aa.toml")
    (home.path / "agreement (1).toml").write_text("")
    left = home.forget("a")
    assert [line.split(":")[0] for line in left] == [
        "check-ins/2026-11-01-aa.toml",
        "agreement (1).toml",
    ]
    assert left[0].endswith("it could not be read or written, and is as it was")
    assert left[1].endswith("not one of ours")
    assert not (home.path / "agreement.toml").exists()
    assert not (home.path / "drafts" / draft().evening).exists()


def test_forgetting_works_without_a_sound_page(tmp_path: Path) -> None:
    """A page that is damaged, or gone, is no hindrance to erasing it."""
    home = filled(tmp_path)
    edit(home, lambda text: "")
    assert home.forget("b") == []
    assert home.page() is None
    assert home.last_good() is None


def test_forgetting_that_is_cut_off_can_be_repeated(tmp_path: Path) -> None:
    """Killed at any call, the page has not come to say less about stopping, and a second run finishes."""
    for fail_at in range(1, 200):
        home = filled(tmp_path / str(fail_at))
        edit(home, lambda text: text.replace('k1 = "red"\n', ""))
        system = Faulty(fail_at, None)
        try:
            home_at(home.path, system=system).forget("a")
        except Killed:
            if (home.path / "agreement.toml").exists():
                assert now(home).signals["stop"].words["k1"] == "red"
            elif (home.path / "previous" / "agreement.toml").exists():
                with pytest.raises(FileProblem, match="is gone from its folder"):
                    home.page()
        assert home.forget("a") == []
        assert not any(b"Canary" in raw for raw in everything(home.path).values())
        if not system.reached:
            return
    pytest.fail("forgetting makes fewer calls than this")


def test_reading_loads_nothing_that_writing_needs(home: Home) -> None:
    """The signals come from a read alone, so a read loads no lock, no writer and no prompt."""
    code = (
        "import sys; from datetime import date; from pathlib import Path;"
        "from couplekit.storage.home import Home;"
        f"assert Home(Path({str(home.path)!r}), date.today).page();"
        "names = ('filelock', 'tomli_w', 'fcntl', 'rich', 'questionary');"
        "print([name for name in names if name in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


# Format 1, for ever

FROZEN = Path(__file__).parent.parent / "data" / "format-1" / "home"


def test_a_home_of_format_1_opens() -> None:
    """A home written by the first couplekit is read whole, with nothing to say about it."""
    home = home_at(FROZEN, date(2026, 11, 22))
    found = home.page()
    assert found is not None
    assert found.notices == ()
    assert found.outside is None
    assert found.agreement.signals["pause"] == Signal(
        words={"k1": "wait", "k2": "رجاءً انتظر"},
        signs={"s1": "a flat hand on the chest"},
        leaving={"k2": date(2026, 11, 23)},
        reply="I am here. Hands rest.",
    )
    assert found.agreement.partners.name("a") == "Sam [they] 🌷"
    assert found.agreement.partners.name("b") == "נועה"
    assert home.last_good() == found.agreement
    records, problems = home.records()
    assert [evening.evening for evening in records] == ["2026-11-14-k3f9", "2026-11-21-m2"]
    assert problems == []
    drafts, problems = home.drafts()
    assert [unfinished.at for unfinished in drafts] == ["glad.b"]
    assert problems == []
    assert set(now(home_at(FROZEN, date(2026, 11, 23))).signals["pause"].words) == {"k1"}


@pytest.mark.parametrize(
    "path", sorted(FROZEN.rglob("*.toml")), ids=lambda path: path.relative_to(FROZEN).as_posix()
)
def test_a_file_of_format_1_is_written_as_it_was(path: Path) -> None:
    """Every file of the frozen home comes out byte for byte when it is written again."""
    from couplekit.domain.checkin import Draft, Record

    models = {"agreement.toml": Agreement, "draft.toml": Draft}
    raw = path.read_bytes()
    assert to_toml(from_toml(models.get(path.name, Record), raw, path.name).value).encode() == raw
