"""Writing so that nothing is lost: the old file or the new one, whatever happens in between."""

import os
import re
import stat
import sys
import time
from contextlib import suppress
from errno import EACCES, EINVAL, ENOSPC, ENOTSUP
from pathlib import Path

from couplekit.errors import FileProblem
from couplekit.reading import plain_reason


class System:
    """The calls that saving makes, in one place, so that a test can let any of them go wrong."""

    #: macOS: fsync leaves the data in the drive's own memory. This request (F_FULLFSYNC) empties that too.
    full_flush: int | None = 51 if sys.platform == "darwin" else None
    #: Windows has no way to flush a folder.
    flushes_folders = os.name != "nt"

    open = staticmethod(os.open)
    write = staticmethod(os.write)
    fsync = staticmethod(os.fsync)
    close = staticmethod(os.close)
    mkdir = staticmethod(os.mkdir)
    replace = staticmethod(os.replace)
    unlink = staticmethod(os.unlink)
    sleep = staticmethod(time.sleep)

    @staticmethod
    def control(handle: int, request: int) -> int:
        """Ask the device behind a file for something."""
        import fcntl

        return fcntl.fcntl(handle, request)


REAL = System()

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
for _name in ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"):  # not every system has them all
    _NEW |= getattr(os, _name, 0)

_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{12}\.tmp")

#: Windows refuses to replace a file while a virus scanner, an indexer or a sync program looks at it:
#: access denied, sharing violation, lock violation. That passes; these waits (seconds) come to 2.57.
_HELD = (5, 32, 33)
_WAITS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.0)


def write_private(path: Path, text: str | bytes, system: System = REAL) -> None:
    """Put `text` into the file at `path`, readable by its owner alone (0600; new folders 0700).

    When this returns, the new text is on the disk. Raises FileProblem otherwise; then the file holds
    the old text or the new one, never a mixture. What is not a regular file is never replaced.
    """
    try:
        make_folder(path.parent, system)
        _refuse_what_is_no_file(path)
        temporary = path.with_name(f".{path.name}.{os.urandom(6).hex()}.tmp")
        try:
            _write_new(temporary, text if isinstance(text, bytes) else text.encode("utf-8"), system)
            _replace(temporary, path, system)
        except BaseException:
            with suppress(OSError):
                system.unlink(temporary)
            raise
    except OSError as error:
        raise FileProblem(
            f"{path.name} could not be saved: {plain_reason(error)}. "
            "What was saved before is still there, unchanged. Once that is mended you can go on from there."
        ) from None
    try:
        flush_folder(path.parent, system)
    except OSError as error:
        raise FileProblem(
            f"{path.name} was written, and the disk did not confirm it: {plain_reason(error)}. "
            "Nothing was mixed up. Please look at it once more before you go on."
        ) from None


def remove(path: Path, system: System = REAL) -> None:
    """Take the file at `path` away for good; one that is not there is fine. Raises OSError."""
    with suppress(FileNotFoundError):
        system.unlink(path)
        flush_folder(path.parent, system)


def make_folder(folder: Path, system: System = REAL) -> None:
    """Make a folder that is private (0700), and those above it that are missing. Raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent, system)
    with suppress(FileExistsError):  # another window was quicker
        system.mkdir(folder, 0o700)
    flush_folder(folder.parent, system)


def flush_folder(folder: Path, system: System = REAL) -> None:
    """Wait until the names in `folder` are on the disk, where the system can do that. Raises OSError."""
    if not system.flushes_folders:
        return
    try:
        handle = system.open(folder, os.O_RDONLY)
        try:
            _flush(handle, system)
        finally:
            system.close(handle)
    except OSError as error:
        # Some shares cannot flush a folder, and one may be open for writing and closed for reading.
        # Then there is no more to be done.
        if error.errno not in (EINVAL, ENOTSUP, EACCES):
            raise


def is_temporary(name: str) -> bool:
    """Whether a file of this name is one that a save leaves behind when it is cut off."""
    return _TEMPORARY.fullmatch(name) is not None


def sweep(folder: Path, system: System = REAL) -> None:
    """Remove what a save that was cut off left in `folder`. The caller holds the lock, so none is in use."""
    # A folder that is not there yet has none; one that is closed is spoken of when it is written to.
    with suppress(OSError):
        for path in folder.iterdir():
            if is_temporary(path.name):
                system.unlink(path)


def clear_strays(path: Path, system: System = REAL) -> None:
    """Remove what an earlier save of this one file left, where the folder around it is not ours."""
    with suppress(OSError):
        for other in path.parent.iterdir():
            if is_temporary(other.name) and other.name.startswith(f".{path.name}."):
                system.unlink(other)


def _refuse_what_is_no_file(path: Path) -> None:
    with suppress(FileNotFoundError):
        if not stat.S_ISREG(path.lstat().st_mode):
            raise FileProblem(
                f"{path.name} is a link, a folder or a device, and a save would replace it. Nothing was "
                "changed. Please put a plain file in its place, or take it away."
            )


def _write_new(path: Path, data: bytes, system: System) -> None:
    handle = system.open(path, _NEW, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            written = system.write(handle, rest)  # may take a part of it
            if written == 0:
                raise OSError(ENOSPC, "nothing more was taken")
            rest = rest[written:]
        _flush(handle, system)
    finally:
        system.close(handle)


def _flush(handle: int, system: System) -> None:
    if system.full_flush is not None:
        with suppress(OSError):  # refused by network shares and some sticks, which take a plain flush
            system.control(handle, system.full_flush)
            return
    system.fsync(handle)


def _replace(source: Path, target: Path, system: System) -> None:
    for wait in _WAITS:
        try:
            system.replace(source, target)
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            system.sleep(wait)
        else:
            return
    system.replace(source, target)
