"""Saving one file: old or new, private, and no litter."""

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from storage_samples import Faulty, Killed, names

from couplekit.errors import FileProblem
from couplekit.storage.files import (
    REAL,
    System,
    flush_folder,
    is_temporary,
    make_folder,
    remove,
    sweep,
    write_private,
)

CODES = [errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EMFILE, errno.EINTR]


def mode(path: Path) -> int:
    """The permissions of a file or a folder."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_what_is_written_is_private(tmp_path: Path, umask: int) -> None:
    """New folders are 0700 and files 0600, whatever the umask, and a file made readable is private again."""
    path = tmp_path / "one" / "two" / "page.toml"
    before = os.umask(umask)
    try:
        write_private(path, "é 🌷\n")
        path.chmod(0o644)
        write_private(path, "é 🌷🌷\n")
    finally:
        os.umask(before)
    assert path.read_bytes() == "é 🌷🌷\n".encode()
    assert mode(path) == 0o600
    assert mode(path.parent) == mode(path.parent.parent) == 0o700
    assert names(path.parent) == ["page.toml"]


@pytest.mark.parametrize("code", [*CODES, None])
@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("existed", [False, True])
def test_whatever_fails_the_old_file_or_the_new_one_is_there(
    tmp_path: Path, code: int | None, for_good: bool, existed: bool
) -> None:
    """Each call fails, or is the last one made, in turn: acknowledged means new, otherwise old or new."""
    for fail_at in range(1, 100):
        path = tmp_path / f"{fail_at}" / "page.toml"
        if existed:
            write_private(path, "old")
        system = Faulty(fail_at, code, for_good=for_good)
        said = ""
        try:
            write_private(path, "new", system)
            acknowledged = True
        except (FileProblem, Killed) as problem:
            acknowledged = False
            said = str(problem)
        assert acknowledged or not said or (said.startswith("page.toml ") and "secret-path" not in said)
        found = path.read_text() if path.exists() else None
        assert found in (("new",) if acknowledged else ("new", "old" if existed else None))
        strays = [name for name in names(path.parent) if name != "page.toml"] if path.parent.exists() else []
        assert all(is_temporary(name) and mode(path.parent / name) == 0o600 for name in strays)
        assert not strays or system.for_good
        sweep(path.parent)
        assert not path.parent.exists() or names(path.parent) in ([], ["page.toml"])
        if not system.reached:
            assert acknowledged
            return
    pytest.fail("a save makes fewer calls than this")


def test_a_save_flushes_the_file_before_it_replaces_and_the_folder_after(tmp_path: Path) -> None:
    """The order that survives a power cut: data to the disk, then the name, then the folder."""
    system = Faulty()
    write_private(tmp_path / "page.toml", "new", system)
    assert system.calls == ["open", "write", "fsync", "close", "replace", "open", "fsync", "close"]


def test_a_write_may_take_its_time(tmp_path: Path) -> None:
    """A system that takes seven bytes at a time gets them all."""
    write_private(tmp_path / "page.toml", "0123456789" * 10, Faulty(mouthful=7))
    assert (tmp_path / "page.toml").read_text() == "0123456789" * 10


def test_a_write_that_takes_nothing_ends(tmp_path: Path) -> None:
    """A disk that takes nothing more is full, and the save does not go round for ever."""
    with pytest.raises(
        FileProblem, match=r"page\.toml could not be saved: the disk is full\. What was saved"
    ):
        write_private(tmp_path / "page.toml", "new", Faulty(mouthful=0))
    assert names(tmp_path) == []


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP, errno.EACCES])
def test_a_folder_that_cannot_be_flushed_is_no_problem(tmp_path: Path, code: int) -> None:
    """Some shares know no flush of a folder: the save has done what there is to do."""
    flush_folder(tmp_path, Faulty(2, code))


def test_a_disk_that_does_not_confirm_is_spoken_of(tmp_path: Path) -> None:
    """When the last flush fails, the message does not claim that the old text is there."""
    with pytest.raises(FileProblem, match=r"was written, and the disk did not confirm it: the disk reported"):
        write_private(tmp_path / "page.toml", "new", Faulty(7, errno.EIO))


@pytest.mark.skipif(os.name == "nt", reason="links and pipes need POSIX")
@pytest.mark.parametrize("kind", ["symlink", "dangling", "folder", "fifo"])
def test_a_save_replaces_no_link_and_nothing_else_that_is_no_file(tmp_path: Path, kind: str) -> None:
    """A link stays a link, and what it points to stays as it is; so do folders and pipes."""
    path, target = tmp_path / "page.toml", tmp_path / "target"
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to(target)
        if kind == "symlink":
            target.write_text("old")
    before = names(tmp_path), path.lstat()
    with pytest.raises(FileProblem, match=r"page\.toml is a link, a folder or a device"):
        write_private(path, "new")
    assert (names(tmp_path), path.lstat()) == before


def test_a_file_where_a_folder_was_expected_is_said(tmp_path: Path) -> None:
    """A folder that cannot be made gets a sentence."""
    (tmp_path / "home").write_text("")
    with pytest.raises(FileProblem, match="a file stands where a folder was expected"):
        write_private(tmp_path / "home" / "page.toml", "new")


def test_a_folder_that_another_window_made_meanwhile_is_fine(tmp_path: Path) -> None:
    """Two windows may make the same folder at once."""

    class Quicker(System):
        @staticmethod
        def mkdir(path: Any, mode: int) -> None:  # type: ignore[override]
            """Somebody makes it first."""
            Path(path).mkdir(mode)
            Path(path).mkdir(mode)

    make_folder(tmp_path / "home", Quicker())
    assert (tmp_path / "home").is_dir()


def test_sweeping_takes_what_is_ours_and_nothing_else(tmp_path: Path) -> None:
    """Only files named as a save names them go; a folder that is not there is fine."""
    for name in (
        ".page.toml.0123456789ab.tmp",
        ".page.toml.tmp",
        "page.toml",
        "0123456789ab.tmp",
        ".x.0123456789AB.tmp",
    ):
        (tmp_path / name).write_text("")
    sweep(tmp_path)
    assert names(tmp_path) == [
        ".page.toml.tmp",
        ".x.0123456789AB.tmp",
        "0123456789ab.tmp",
        "page.toml",
    ]
    sweep(tmp_path / "nowhere")


def test_removing_twice_is_fine(tmp_path: Path) -> None:
    """What is gone already is gone; the folder is flushed after a removal."""
    (tmp_path / "page.toml").write_text("")
    system = Faulty()
    remove(tmp_path / "page.toml", system)
    assert system.calls == ["unlink", "open", "fsync", "close"]
    remove(tmp_path / "page.toml")
    assert names(tmp_path) == []


# Other systems, with calls of their own


class Mac(Faulty):
    """macOS: a full flush, which some disks refuse."""

    full_flush = 51

    def __init__(self, *, refuses: bool) -> None:
        super().__init__()
        self.refuses = refuses

    def control(self, handle: int, request: int) -> int:  # type: ignore[override]
        """Note the request, and refuse it if so asked."""
        self.calls.append(f"control {request}")
        if self.refuses:
            raise OSError(errno.ENOTSUP, "")
        return 0


@pytest.mark.parametrize("refuses", [False, True])
def test_on_macos_the_drive_itself_is_flushed(tmp_path: Path, refuses: bool) -> None:
    """On macOS the full flush is asked for, and a plain one where it is refused."""
    system = Mac(refuses=refuses)
    write_private(tmp_path / "page.toml", "new", system)
    flush = ["control 51", "fsync"] if refuses else ["control 51"]
    assert system.calls == ["open", "write", *flush, "close", "replace", "open", *flush, "close"]


@pytest.mark.skipif(os.name == "nt", reason="fcntl is POSIX")
def test_the_real_request_reaches_the_device(tmp_path: Path) -> None:
    """The real call takes a handle and a request, as macOS needs it."""
    import fcntl

    with (tmp_path / "page.toml").open("w") as file:
        assert REAL.control(file.fileno(), fcntl.F_GETFD) == fcntl.FD_CLOEXEC


class Windows(Faulty):
    """Windows: no flush of folders, and another program that holds the file for a while."""

    flushes_folders = False

    def __init__(self, *, held: int, winerror: int = 32) -> None:
        super().__init__()
        self.held = held
        self.winerror = winerror
        self.slept: list[float] = []

    def replace(self, *args: Any) -> None:  # type: ignore[override]
        """Refuse while the file is held."""
        if self.held:
            self.held -= 1
            error = PermissionError(errno.EACCES, "held")
            error.winerror = self.winerror  # type: ignore[attr-defined]
            raise error
        self._do("replace", *args)

    def sleep(self, seconds: float) -> None:  # type: ignore[override]
        """Note the wait, and wait for nothing."""
        self.slept.append(seconds)


@pytest.mark.parametrize("winerror", [5, 32, 33])
@pytest.mark.parametrize("held", [1, 7])
def test_on_windows_a_file_that_is_held_is_waited_for(tmp_path: Path, winerror: int, held: int) -> None:
    """A virus scanner holds a file for a moment: the save tries again, and flushes no folder."""
    system = Windows(held=held, winerror=winerror)
    write_private(tmp_path / "page.toml", "new", system)
    assert (tmp_path / "page.toml").read_text() == "new"
    assert len(system.slept) == held
    assert system.calls == ["open", "write", "fsync", "close", "replace"]


def test_on_windows_the_wait_has_an_end(tmp_path: Path) -> None:
    """After about two and a half seconds it is a problem, and the old file is there."""
    system = Windows(held=99)
    with pytest.raises(FileProblem, match="gives no permission"):
        write_private(tmp_path / "page.toml", "new", system)
    assert 2 < sum(system.slept) < 3
    assert names(tmp_path) == []


def test_any_other_refusal_is_not_waited_for(tmp_path: Path) -> None:
    """Other errors of Windows pass at once, as all do elsewhere."""
    system = Windows(held=1, winerror=112)
    with pytest.raises(FileProblem):
        write_private(tmp_path / "page.toml", "new", system)
    assert system.slept == []
