"""A backup as one file: written once, private, read back before anyone relies on it."""

from pathlib import Path

from couplekit.domain.backup import Backup
from couplekit.errors import FileProblem
from couplekit.reading import LARGE, read_bytes
from couplekit.storage.files import REAL, System, clear_strays, write_private
from couplekit.storage.pages import Sheet, from_toml, to_toml

_MEND = "Another backup, or another copy of this one, may be sound."


def write_backup(path: Path, backup: Backup, *, system: System = REAL) -> None:
    """Write a backup to a file that is not there yet, readable by its owner alone, and read it back.

    Raises FileProblem where there is a file of that name, where it cannot be written, and where what was
    written does not read back as it was.
    """
    if path.is_symlink() or path.exists():
        raise FileProblem(
            f"{path.name} is there already, so nothing was written and nothing was changed. "
            "Please choose another name, or move that file away first."
        )
    if not path.absolute().parent.is_dir():
        raise FileProblem(
            f"The folder for {path.name} is not there, so nothing was written. Please make it first, or "
            "choose another place."
        )
    clear_strays(path, system)
    write_private(path, to_toml(backup), system)
    again = read_backup(path)
    if again.value != backup or not again.sealed:
        raise FileProblem(
            f"{path.name} was written and does not read back as it was, so please do not rely on it. What "
            "couplekit keeps is unchanged. Another disk may do better."
        )


def read_backup(path: Path) -> Sheet[Backup]:
    """Return what a backup holds, and whether its seal holds. Raises FileProblem with every fault at once."""
    return from_toml(Backup, read_bytes(path, limits=LARGE), path.name, mend=_MEND, limits=LARGE)
