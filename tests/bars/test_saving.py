"""Saving, with anything going wrong in between: the old or the new, and what was acknowledged is there."""

import errno
import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from power_cut import Recorder, survey
from saves import ACKNOWLEDGED, KINDS, Case, NoFlush
from storage_samples import Faulty, Killed, home_at, page

import bar_table
from bar_table import Reached
from couplekit.errors import FileProblem
from couplekit.storage.files import System
from couplekit.storage.pages import to_toml

CODES = [errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EMFILE, errno.EINTR]


@pytest.fixture
def no_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    """No disk is waited for: that makes no difference but in a power cut."""
    monkeypatch.setattr(System, "fsync", staticmethod(NoFlush.fsync))
    monkeypatch.setattr(System, "full_flush", None)


# Refused or cut off, on any system


def ways_to_fail(fail_at: int) -> Iterator[tuple[int | None, bool]]:
    """The end of the process, and each error once and for good; in a share of it, two errors in turn."""
    yield None, True
    for code in CODES if bar_table.one_in == 1 else (CODES[fail_at % 6], CODES[(fail_at + 2) % 6]):
        yield code, False
        yield code, True


@pytest.mark.usefixtures("no_flush")
def test_whatever_call_fails_the_old_or_the_new_is_there(tmp_path: Path, bar: Reached) -> None:
    """Each call of each kind of save fails, or is the last one made, in turn: acknowledged means new."""
    runs = 0
    lost: list[str] = []
    strays: list[str] = []
    for name in KINDS:
        case = Case(name, tmp_path)
        for fail_at in itertools.count(1):
            systems = [Faulty(fail_at, code, for_good=for_good) for code, for_good in ways_to_fail(fail_at)]
            for number, system in enumerate(systems):
                home = case.home(f"{fail_at}-{number}", system=system)
                try:
                    case.kind.save(home)
                    said = ACKNOWLEDGED
                except (FileProblem, Killed) as problem:
                    said = str(problem)
                how = errno.errorcode.get(system.code or 0, "killed")
                told = f"{how}, {'for good' if system.for_good else 'once'}, at call {fail_at} of a save: "
                wrong = case.wrong(home, said)
                lost += [told + wrong] if wrong else []
                strays += [told + stray for stray in case.afterwards(home)]
                runs += system.reached
            if not any(system.reached for system in systems):
                assert said == ACKNOWLEDGED
                break
    print("\n".join(lost + strays))
    bar(
        "saving, refused or cut off anywhere",
        {"runs": runs, "pages lost or mixed": len(lost), "strays after the next start": len(strays)},
    )


# After a power cut

flushes_folders = pytest.mark.skipif(os.name == "nt", reason="Windows has no way to flush a folder")


@flushes_folders
def test_after_a_power_cut_the_old_or_the_new_is_there(tmp_path: Path, bar: Reached) -> None:
    """In every state that a disk can be in: old or new while a save goes on, and new once it has returned."""
    found = [survey(Case(name, tmp_path), Recorder(), tmp_path / f"{name} cut") for name in KINDS]
    lost = [wrong for one in found for wrong in one.lost]
    missing = [wrong for one in found for wrong in one.missing]
    print("\n".join(lost + missing))
    bar(
        "saving, after a power cut",
        {
            "states": sum(one.states for one in found),
            "pages lost or mixed": len(lost),
            "acknowledged saves missing": len(missing),
        },
    )


class WithoutFlush(Recorder):
    """A flush of a file that does nothing."""

    def flushed_file(self, path: Path) -> None:
        """Make nothing durable."""


class WithoutFolderFlush(Recorder):
    """A flush of a folder that does nothing."""

    def flushed_folder(self, path: Path) -> None:
        """Make nothing durable."""


@flushes_folders
def test_the_model_refutes_a_save_that_flushes_no_file(tmp_path: Path) -> None:
    """Renamed before its data is on the disk, a page can be empty, half or zeros: the model finds that."""
    found = survey(Case("page", tmp_path), WithoutFlush(), tmp_path / "cut")
    assert found.lost
    assert found.missing


@flushes_folders
def test_the_model_refutes_a_save_that_flushes_no_folder(tmp_path: Path) -> None:
    """Without a flush of the folder nothing is mixed up, and what was acknowledged may be gone."""
    found = survey(Case("record again", tmp_path), WithoutFolderFlush(), tmp_path / "cut")
    assert not found.lost
    assert found.missing
    assert survey(Case("page", tmp_path), WithoutFolderFlush(), tmp_path / "cut of a page").missing


def write_in_place(path: Path, text: str, system: System) -> None:
    """Save as it is done without a second thought."""
    path.parent.mkdir(exist_ok=True)
    handle = system.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    rest = memoryview(text.encode("utf-8"))
    while rest:
        rest = rest[system.write(handle, rest) :]
    system.fsync(handle)
    system.close(handle)


@flushes_folders
@pytest.mark.parametrize("name", ["page", "record again", "draft again"])
def test_the_model_refutes_a_save_that_writes_in_place(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is opened and written holds half of it for a while, flushed at the end or not."""
    case = Case(name, tmp_path)
    monkeypatch.setattr("couplekit.storage.files.write_private", write_in_place)
    assert survey(case, Recorder(), tmp_path / "cut").lost


@pytest.mark.parametrize("left", ["nothing", "half", "zeros"])
def test_what_a_power_cut_leaves_of_a_page_is_never_taken_for_none(tmp_path: Path, left: str) -> None:
    """A file that holds nothing, half a page or zeros is a problem, not a home without a page."""
    raw = to_toml(page()).encode("utf-8")
    path = tmp_path / "agreement.toml"
    path.write_bytes({"nothing": b"", "half": raw[: len(raw) // 2], "zeros": bytes(len(raw))}[left])
    before = path.read_bytes()
    for act in (lambda home: home.page(), lambda home: home.create(page())):
        with pytest.raises(FileProblem):
            act(home_at(tmp_path))
    assert path.read_bytes() == before


# A disk that is full

#: How to give a process a disk of 64 KiB: as someone who may mount, or in a world of one's own.
WAYS_TO_MOUNT = (["unshare", "-m"], ["unshare", "-Urm"])
MOUNT = 'mount -t tmpfs -o size=64k,mode=700 tmpfs "$0" && exec "$@"'


def way_to_mount(disk: Path) -> list[str] | None:
    """How a small disk can be mounted here, or None."""
    if shutil.which("unshare") is None:
        return None
    for way in WAYS_TO_MOUNT:
        command = [*way, "sh", "-c", MOUNT, str(disk), "true"]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return way
    return None


@pytest.mark.full_disk
def test_a_full_disk_takes_nothing_away(tmp_path: Path, bar: Reached) -> None:
    """Saves that grow until the disk is full: the one that is refused says so, and all before it is there."""
    disk = tmp_path / "disk"
    disk.mkdir()
    way = way_to_mount(disk)
    if way is None:
        pytest.skip("left out: no disk of a known size can be mounted here")
    child = [sys.executable, "-S", str(Path(__file__).with_name("full_disk.py")), str(disk)]
    refused, lost = 0, []
    for kind in ("page", "record", "draft"):
        command = [*way, "sh", "-c", MOUNT, str(disk), *child, kind, os.pathsep.join(sys.path)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        told = json.loads(run.stdout)
        assert told["saved"] > 1
        assert "disk is full" in told["said"]
        refused += 1
        lost += told["wrong"]
    assert list(disk.iterdir()) == []
    print("\n".join(lost))
    bar("saving, on a full disk", {"saves refused": refused, "pages lost or mixed": len(lost)})
