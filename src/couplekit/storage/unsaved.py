"""A home that keeps nothing: what is saved lives in memory, over a folder that is read and never written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePosixPath

from couplekit.reading import SMALL, Limits
from couplekit.storage.home import Home


class Unsaved(Home):
    """Behaves as a home does for as long as the program runs. The folder stays as it is, byte for byte."""

    def __init__(self, path: Path, today: Callable[[], date]) -> None:
        super().__init__(path, today)
        #: What a file would hold by now; None where it would be gone.
        self._held: dict[str, bytes | None] = {}

    def tidy(self) -> None:
        """Clear up nothing: that would be a save."""

    @contextmanager
    def _alone(self, patience: float | None = None) -> Iterator[None]:  # noqa: ARG002 - nobody to wait for
        yield

    def _raw(self, where: str, limits: Limits = SMALL) -> bytes | None:
        return self._held[where] if where in self._held else super()._raw(where, limits)

    def _names(self, folder: str) -> list[str]:
        names = set(super()._names(folder))
        for where, raw in self._held.items():
            path = PurePosixPath(where)
            for inner, outer in zip((path, *path.parents), path.parents, strict=False):
                if outer == PurePosixPath(folder):
                    (names.add if raw is not None or inner != path else names.discard)(inner.name)
        return sorted(names)

    def _write(self, where: str, text: str | bytes) -> None:
        self._held[where] = text if isinstance(text, bytes) else text.encode("utf-8")

    def _remove(self, where: str) -> None:
        self._held[where] = None

    def _remove_folder(self, where: str) -> None:
        """Nothing: the folder on the disk stays, and one that is held has no folder."""
