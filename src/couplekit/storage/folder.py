"""What every part of the home folder stands on: the lock, the names in it, reading and writing one file."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from couplekit.domain.model import Model
from couplekit.domain.people import Side
from couplekit.errors import FileProblem, NotRead
from couplekit.reading import MEND, SMALL, Limits, plain_reason, read_bytes
from couplekit.storage import files
from couplekit.storage.files import REAL, System
from couplekit.storage.pages import Sheet, from_toml

M = TypeVar("M", bound=Model)

#: How the file of an evening is called. A copy that some program made has another name.
_EVENING = re.compile(r"\d{4}-\d{2}-\d{2}-[a-z0-9]{2,8}\.toml")

_DRAWER_FILE = re.compile(r"drawers/[ab]/(?:key\.age|[^/]+\.toml\.age)")

PAGE = "agreement.toml"
AGENDA = "agenda.toml"
STATE = "state.toml"
LOCK = ".lock"
PREVIOUS = "previous"
CHECK_INS = "check-ins"
DRAFTS = "drafts"
DRAFT = "draft.toml"
DRAWERS = "drawers"
KEY = "key.age"
#: How the name of a locked document ends.
DOCUMENT = ".toml.age"


#: The two files that were read last. What is in a private part never comes here.
_READ: dict[tuple[type[Model], bytes], Sheet[Any]] = {}


class Folder:
    """A home folder. `today` is asked for the day; no other clock and no other folder is used.

    `patience` is how long, in seconds, a save waits for another window to finish its own. Reading a
    folder that cannot be opened, and writing to one that takes nothing, raises FileProblem.
    """

    def __init__(
        self, path: Path, today: Callable[[], date], *, patience: float = 10.0, system: System = REAL
    ) -> None:
        self.path = path
        self._today = today
        self._patience = patience
        self._system = system

    def files(self) -> list[tuple[str, str]]:
        """Every file below the home, as its path in it and what it is in words. No sizes, no days.

        What is not one of ours is named too. Links are named and not followed. A private part is named as
        a whole: what is kept in it is not for everyone who can list files.
        """
        found: list[tuple[str, str]] = []
        try:
            for folder, inner, names in os.walk(self.path, onerror=_raise):
                links = [name for name in inner if (Path(folder) / name).is_symlink()]
                for name in (*names, *links):
                    path = (Path(folder) / name).relative_to(self.path).as_posix()
                    what = _what_is(path)
                    found.append((path.rpartition("/")[0] if what == LOCKED else path, what))
        except FileNotFoundError:  # nobody has saved anything yet
            return []
        except OSError as error:
            raise self._closed(error) from None
        return sorted(set(found))

    @contextmanager
    def _alone(self, patience: float | None = None) -> Iterator[None]:
        """Hold the lock: one writer at a time. What a save left that was cut off goes first.

        The lock is the system's own, so a window that was killed lets go of it at once.
        """
        from filelock import FileLock, Timeout

        try:
            files.make_folder(self.path, self._system)
            wait = self._patience if patience is None else patience
            lock = FileLock(self.path / LOCK, timeout=wait, mode=0o600)
            lock.acquire()
        except Timeout:
            raise FileProblem(
                "Another couplekit window is saving and has not finished. Nothing was changed or lost. "
                "Please close it, or wait a moment, and do this once more."
            ) from None
        except OSError as error:
            raise self._closed(error) from None
        except NotImplementedError:  # how filelock says that a share knows no locks
            raise FileProblem(
                "The disk that holds couplekit's folder cannot keep two windows apart, so nothing was saved. "
                "`couplekit --home DIR` takes a folder on another disk."
            ) from None
        try:
            for folder in self._folders():
                files.sweep(self.path / folder, self._system)
            yield
        finally:
            # What was saved is saved; a lock that the system will not take back ends with this program.
            with suppress(OSError):
                lock.release()

    def _folders(self) -> tuple[str, ...]:
        """Every folder that a save writes into."""
        drawers = (f"{DRAWERS}/a", f"{DRAWERS}/b")
        return ("", PREVIOUS, CHECK_INS, *drawers, *(f"{DRAFTS}/{name}" for name in self._names(DRAFTS)))

    def _sheet(self, model: type[M], where: str, *, mend: str = MEND) -> Sheet[M] | None:
        raw = self._raw(where)
        if raw is None:
            return None
        # A page and its copy are alike most of the time, and a command looks at both more than once.
        if (model, raw) not in _READ:
            _READ[model, raw] = from_toml(model, raw, where, mend=mend)
            for old in list(_READ)[:-2]:
                del _READ[old]
        return _READ[model, raw]

    def _raw(self, where: str, limits: Limits = SMALL) -> bytes | None:
        """What a file holds; None where there is none. A folder that is closed to us is no missing file."""
        path = self.path / where
        try:
            path.lstat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._closed(error) from None
        return read_bytes(path, limits, name=where)

    def _names(self, folder: str) -> list[str]:
        try:
            return sorted(path.name for path in (self.path / folder).iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._closed(error) from None

    def _write(self, where: str, text: str | bytes) -> None:
        files.write_private(self.path / where, text, self._system)

    def _remove(self, where: str) -> None:
        files.remove(self.path / where, self._system)

    def _remove_folder(self, where: str) -> None:
        """Take an empty folder away; one in which something lies that is not ours stays."""
        with suppress(OSError):
            (self.path / where).rmdir()
            files.flush_folder((self.path / where).parent, self._system)

    def _drawer_files(self, side: Side) -> list[str]:
        """Every file of ours in one drawer, its key first."""
        where = f"{DRAWERS}/{side}"
        names = [name for name in self._names(where) if name == KEY or name.endswith(DOCUMENT)]
        return [f"{where}/{name}" for name in sorted(names, key=lambda name: (name != KEY, name))]

    def _remove_drawer_folder(self, side: Side) -> None:
        """Take the folder of a drawer away once nothing is in it."""
        self._remove_folder(f"{DRAWERS}/{side}")
        self._remove_folder(DRAWERS)

    def _closed(self, error: OSError) -> FileProblem:
        return NotRead(
            f"The folder {self.path} cannot be used: {plain_reason(error)}. Nothing was changed or lost. "
            "Please look at its permissions, or take another folder with `couplekit --home DIR`."
        )


FOREIGN = "not one of ours"
LOCKED = "a private part, locked"
_KNOWN = {
    PAGE: "our page",
    f"{PREVIOUS}/{PAGE}": "our page as couplekit saved it last, to compare with and to go back to",
    AGENDA: "what you would like to talk about",
    STATE: "what each of you saw when you last looked, on this device",
    LOCK: "the lock: empty",
}


def _what_is(path: str) -> str:
    """What a file is, from its path below the home."""
    if path in _KNOWN:
        return _KNOWN[path]
    folder, _, name = path.rpartition("/")
    if files.is_temporary(name):
        return "left by a save that was cut off; the next start clears it"
    if folder == CHECK_INS and _EVENING.fullmatch(name):
        return "one evening"
    if _DRAWER_FILE.fullmatch(path):
        return LOCKED
    if folder.startswith(f"{DRAFTS}/") and name == DRAFT:
        return "an unfinished conversation"
    return FOREIGN


def _raise(error: OSError) -> None:
    raise error
