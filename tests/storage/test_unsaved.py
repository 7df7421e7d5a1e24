"""A home that keeps nothing: it behaves as a home, and the folder stays as it is."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from storage_samples import TODAY, add_word, draft, home_at, page, record

from couplekit.domain.agreement import with_meeting
from couplekit.errors import ChangedMeanwhile, FileProblem, NoPage
from couplekit.storage.home import Home
from couplekit.storage.unsaved import Unsaved


def everything(folder: Path) -> dict[str, tuple[bytes | None, int]]:
    """Every file and folder below one, with what it holds and when it was changed."""
    return {
        path.relative_to(folder).as_posix(): (
            path.read_bytes() if path.is_file() else None,
            path.stat().st_mtime_ns,
        )
        for path in [folder, *folder.rglob("*")]
    }


@pytest.fixture
def disk(tmp_path: Path) -> Home:
    """A home on the disk, with a page, an evening and two unfinished talks."""
    home = home_at(tmp_path / "home")
    home.create(page())
    home.save_record(record("2026-11-14-aa"))
    home.save_draft(draft("2026-11-20-bb"))
    home.save_draft(draft("2026-11-21-cc"))
    return home


def unsaved(home: Home) -> Unsaved:
    """The same folder, and nothing kept."""
    return Unsaved(home.path, lambda: TODAY)


ACTS: list[Callable[[Home], object]] = [
    lambda home: home.update(add_word("stop", "k2", "amber")),
    lambda home: home.save_record(record("2026-11-21-dd")),
    lambda home: home.save_record(record("2026-11-14-aa", kept={})),
    lambda home: home.save_draft(draft("2026-11-21-dd")),
    lambda home: home.save_draft(draft("2026-11-20-bb", at="wish.a"), again=True),
    lambda home: home.remove_draft(draft("2026-11-21-cc")),
    lambda home: home.remove_draft(draft("2026-11-21-none")),
    lambda home: home.withdraw("2026-11-14-aa", "a"),
    lambda home: home.restore(home.gathered()[0], trusted=True),
    lambda home: home.tidy(),
    lambda home: home.forget("a"),
]


@pytest.mark.parametrize("act", ACTS)
def test_what_is_done_there_is_seen_there_and_the_folder_stays(
    disk: Home, tmp_path: Path, act: Callable[[Home], object]
) -> None:
    """Every change reads as it does in a home on the disk, and no byte and no time of the folder changes."""
    import shutil

    shutil.copytree(disk.path, tmp_path / "copy")
    before = everything(disk.path)
    there = unsaved(disk)
    kept = home_at(tmp_path / "copy")
    act(there)
    act(kept)
    assert there.page() == kept.page()
    assert there.last_good() == kept.last_good()
    assert there.records() == kept.records()
    assert there.drafts() == kept.drafts()
    assert everything(disk.path) == before
    assert unsaved(disk).page() == disk.page()


def test_all_of_it_one_after_the_other(disk: Home, tmp_path: Path) -> None:
    """Several changes in one run stand on one another."""
    before = everything(disk.path)
    there = unsaved(disk)
    there.update(add_word("stop", "k2", "amber"))
    there.update(add_word("stop", "k3", "blue"))
    found = there.page()
    assert found is not None
    assert set(found.agreement.signals["stop"].words.values()) == {"red", "amber", "blue"}
    assert found.notices == ()
    with pytest.raises(ChangedMeanwhile):
        there.create(page())
    for act in ACTS:
        act(there)
    assert there.page() is None
    with pytest.raises(NoPage):
        there.update(with_meeting(TODAY))
    assert everything(disk.path) == before


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """A first evening that is not kept makes no folder."""
    there = Unsaved(tmp_path / "home", lambda: TODAY)
    there.save_draft(draft())
    there.create(page())
    there.save_record(record())
    there.remove_draft(draft())
    assert there.page() == (page(), (), None)
    assert there.drafts() == ([], [])
    assert [evening.evening for evening in there.records()[0]] == [record().evening]
    assert not (tmp_path / "home").exists()


def test_a_talk_let_go_there_stays_let_go(disk: Home) -> None:
    """A draft that was let go in this run is not written on."""
    there = unsaved(disk)
    there.remove_draft(draft("2026-11-21-cc"))
    with pytest.raises(FileProblem, match="was let go in another window"):
        there.save_draft(draft("2026-11-21-cc"), again=True)


@pytest.mark.skipif(os.name == "nt", reason="permissions are POSIX ones")
def test_a_disk_that_takes_nothing_is_no_hindrance(disk: Home) -> None:
    """Where nothing can be written there is nothing to write."""
    disk.path.chmod(0o500)
    try:
        unsaved(disk).update(with_meeting(TODAY))
    finally:
        disk.path.chmod(0o700)
