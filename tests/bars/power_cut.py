"""What a disk can hold after a power cut: a model that takes the worst that a file system may do.

A save is made once, for real, and every call of it is noted. At any of these calls the power may go. Then

- data that was not flushed is there, or half of it, or zeros in its place, or nothing; a flush of a file
  makes its data durable, and not its name;
- each change of a name in a folder that was not flushed has happened or has not, one without the other,
  a rename counting as two: the new name is there, and the old one is gone.
"""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from saves import ACKNOWLEDGED, Case
from storage_samples import home_at

from couplekit.storage.files import System

#: Stands in the place of a file's number where a name is that of a folder.
FOLDER = 0

#: How many bytes one write takes.
MOUTHFUL = 250


class Named(NamedTuple):
    """From now on this name stands for this file, or for none."""

    path: Path
    file: int | None


class Held(NamedTuple):
    """From now on this file holds this, not flushed yet."""

    file: int
    data: bytes


class Flushed(NamedTuple):
    """What this file holds by now is durable."""

    file: int


class FolderFlushed(NamedTuple):
    """What the names in this folder stand for by now is durable."""

    folder: Path


Note = Named | Held | Flushed | FolderFlushed


class Recorder(System):
    """Does what the system does, and notes it."""

    flushes_folders = True
    full_flush = None

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._files: dict[Path, int] = {}
        self._open: dict[int, Path] = {}
        self._data: dict[int, bytes] = {}
        self._numbers = itertools.count(FOLDER + 1)

    def know(self, folder: Path) -> None:
        """Note what lies in a folder before the save, as durable."""
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                self.notes.append(Named(path, FOLDER))
            elif path.is_file():
                self._name(path)
                self._hold(path, path.read_bytes())
                self.notes.append(Flushed(self._files[path]))
        self.notes += [FolderFlushed(note.path.parent) for note in self.notes if isinstance(note, Named)]

    def _name(self, path: Path) -> None:
        self._files[path] = next(self._numbers)
        self.notes.append(Named(path, self._files[path]))

    def open(self, path: Path, flags: int, mode: int = 0o777) -> int:  # type: ignore[override]
        """Open a file or a folder. A new file gets its name, and one that is cut short holds nothing."""
        is_new = not path.exists()
        handle = os.open(path, flags, mode)
        self._open[handle] = path
        if is_new:
            self._name(path)
        if is_new or flags & os.O_TRUNC:
            self._hold(path, b"")
        return handle

    def write(self, handle: int, data: memoryview) -> int:  # type: ignore[override]
        """Take a part of it, as a system may."""
        path = self._open[handle]
        taken = os.write(handle, data[:MOUTHFUL])
        self._hold(path, self._data[self._files[path]] + bytes(data[:taken]))
        return taken

    def _hold(self, path: Path, data: bytes) -> None:
        self._data[self._files[path]] = data
        self.notes.append(Held(self._files[path], data))

    def fsync(self, handle: int) -> None:  # type: ignore[override]
        """Note what is durable from here on."""
        path = self._open[handle]
        if path.is_dir():
            self.flushed_folder(path)
        else:
            self.flushed_file(path)

    def flushed_file(self, path: Path) -> None:
        """Note that what a file holds is durable."""
        self.notes.append(Flushed(self._files[path]))

    def flushed_folder(self, path: Path) -> None:
        """Note that the names in a folder are durable."""
        self.notes.append(FolderFlushed(path))

    def mkdir(self, path: Path, mode: int = 0o777) -> None:  # type: ignore[override]
        """Make a folder."""
        path.mkdir(mode)
        self.notes.append(Named(path, FOLDER))

    def replace(self, source: Path, target: Path) -> None:  # type: ignore[override]
        """Rename: two changes of names."""
        source.replace(target)
        self._files[target] = self._files.pop(source)
        self.notes += [Named(target, self._files[target]), Named(source, None)]

    def unlink(self, path: Path) -> None:  # type: ignore[override]
        """Take a name away."""
        path.unlink()
        del self._files[path]
        self.notes.append(Named(path, None))


class State(NamedTuple):
    """One state that a disk may be in: its folders, and what its files hold."""

    folders: frozenset[Path]
    files: frozenset[tuple[Path, bytes]]

    def build(self, root: Path) -> None:
        """Make it real below a folder."""
        root.mkdir()
        for folder in sorted(self.folders):
            (root / folder).mkdir(mode=0o700)
        for path, data in self.files:
            (root / path).write_bytes(data)


def states(notes: list[Note], root: Path) -> Iterator[State]:
    """Every state that the disk may be in once all that is noted was done. Its paths are from `root`."""
    names: dict[Path, int | None] = {}
    pending: list[Named] = []
    held: dict[int, bytes] = {}
    durable: dict[int, bytes] = {}
    for note in notes:
        if isinstance(note, Named):
            pending.append(Named(note.path.relative_to(root), note.file))
        elif isinstance(note, Held):
            held[note.file] = note.data
        elif isinstance(note, Flushed):
            durable[note.file] = held[note.file]
        else:
            flushed = note.folder.relative_to(root)
            names |= {path: file for path, file in pending if path.parent == flushed}
            pending = [change for change in pending if change.path.parent != flushed]
    for happened in itertools.product((False, True), repeat=len(pending)):
        now = names | dict(itertools.compress(pending, happened))
        folders = frozenset(path for path, file in now.items() if file == FOLDER)
        there = {path: file for path, file in now.items() if set(path.parents) - {Path()} <= folders}
        files = {path: file for path, file in there.items() if file}
        numbers = sorted(set(files.values()))
        for data in itertools.product(
            *(_may_hold(held.get(file, b""), durable.get(file)) for file in numbers)
        ):
            holds = dict(zip(numbers, data, strict=True))
            yield State(
                frozenset(path for path in folders if path in there),
                frozenset((path, holds[file]) for path, file in files.items()),
            )


def _may_hold(data: bytes, durable: bytes | None) -> set[bytes]:
    """What a file may hold that was last given `data`, and `durable` when it was last flushed."""
    if data == durable:
        return {data}
    return {b"", data[: len(data) // 2], bytes(len(data)), data} | (
        {durable} if durable is not None else set()
    )


class Survey(NamedTuple):
    """How many states there are, those that hold neither the old nor the new, and those without what was
    acknowledged.
    """

    states: int
    lost: list[str]
    missing: list[str]


def survey(case: Case, recorder: Recorder, folder: Path) -> Survey:
    """Save once, and look into every state that a power cut at any call of that save may leave."""
    home = case.home("recorded", system=recorder)
    root = home.path.parent
    recorder.know(home.path)
    before = len(recorder.notes)
    case.kind.save(home)
    folder.mkdir()
    found: dict[tuple[State, bool], str] = {}
    for end in range(before, len(recorder.notes) + 1):
        acknowledged = end == len(recorder.notes)
        for state in states(recorder.notes[:end], root):
            if (state, acknowledged) not in found:
                place = folder / str(len(found))
                state.build(place)
                there = home_at(place / home.path.name)
                found[state, acknowledged] = case.wrong(there, ACKNOWLEDGED if acknowledged else "")
    lost = [wrong for (_, acknowledged), wrong in found.items() if wrong and not acknowledged]
    missing = [wrong for (_, acknowledged), wrong in found.items() if wrong and acknowledged]
    return Survey(len(found), lost, missing)
