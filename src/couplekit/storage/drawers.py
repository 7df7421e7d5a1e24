"""A private part: a key that its owner's passphrase unwraps, and documents that this key opens.

`drawers/a/key.age` holds the key, and each `drawers/a/NAME.toml.age` is a document encrypted to it. Any age
program opens both: `age -d key.age > id`, then `age -d -i id NAME.toml.age`. The public half of the key is
kept nowhere: whoever had it could write a document that opens like ours.
"""

from typing import TYPE_CHECKING, TypeVar

from couplekit.domain.model import Model
from couplekit.domain.people import Side
from couplekit.errors import FileProblem, NewerFormat
from couplekit.reading import SMALL
from couplekit.storage.folder import DOCUMENT, DRAWERS, KEY, Folder
from couplekit.storage.pages import from_toml, to_toml
from couplekit.storage.wrapping import DamagedKey, DrawerProblem, Wrapping, has_header

if TYPE_CHECKING:
    import pyrage

M = TypeVar("M", bound=Model)

#: Documents are filled up to the next full 64 KiB, so that their size tells nothing about what is in them.
BLOCK = 64 * 1024
#: What a document may take on the disk: its text, and what age puts around it.
_SEALED = SMALL._replace(size=SMALL.size + BLOCK)

_LEFT = "Nothing was changed or lost, and everything else is there."
_MEND = "You can move it away, or bring an older copy back."


class Drawer:
    """The private part of one of the two, locked. Holds nothing open. `Home.drawer` gives it."""

    def __init__(self, folder: Folder, side: Side, wrapping: Wrapping) -> None:
        self.side = side
        self._folder = folder
        self._wrapping = wrapping
        self._where = f"{DRAWERS}/{side}"
        self._key = f"{self._where}/{KEY}"

    @property
    def exists(self) -> bool:
        """Whether it is locked: there is a key."""
        return KEY in self._folder._names(self._where)

    @property
    def is_there(self) -> bool:
        """Whether anything is locked here, also where its key is gone: nobody plays the part of its owner."""
        return bool(self._folder._drawer_files(self.side))

    def lock(self, passphrase: str) -> "OpenDrawer":
        """Make its key, wrap it with a passphrase, and return the drawer opened.

        Raises DrawerProblem where there is a key already, or documents without one.
        """
        import pyrage

        self._refuse_what_is_locked()
        identity = pyrage.x25519.Identity.generate()
        wrapped = self._wrapping.wrap(f"{identity}\n", passphrase)
        with self._folder._alone():
            self._refuse_what_is_locked()
            self._folder._write(self._key, wrapped)
        return OpenDrawer(self._folder, self.side, identity, wrapped, self._wrapping)

    def open(self, passphrase: str) -> "OpenDrawer":
        """Open it. Raises WrongPassphrase, and DrawerProblem for a key that is gone or damaged."""
        wrapped = self._folder._raw(self._key)
        if wrapped is None:
            raise DrawerProblem(f"{self._key} is not there, so there is nothing to open. {_LEFT}")
        try:
            identity = _identity(self._wrapping.unwrap(wrapped, passphrase))
        except DamagedKey as problem:
            raise DamagedKey(f"{self._key} could not be opened. {problem} {_LEFT} {_MEND}") from None
        return OpenDrawer(self._folder, self.side, identity, wrapped, self._wrapping)

    def _refuse_what_is_locked(self) -> None:
        if self.exists:
            raise DrawerProblem(f"{self._where} is locked already, so no other key was made. {_LEFT}")
        if any(name.endswith(DOCUMENT) for name in self._folder._names(self._where)):
            raise DrawerProblem(
                f"{self._key} is gone from its folder, and what is locked there needs it, so no other key "
                f"was made. {_LEFT} If you have a copy of that file, put it back; without one, nobody can "
                "open what is there, and you can move it away."
            )


class OpenDrawer:
    """The private part of one of the two, opened: as long as this is held, and nowhere else."""

    def __init__(
        self,
        folder: Folder,
        side: Side,
        identity: "pyrage.x25519.Identity",
        wrapped: bytes,
        wrapping: Wrapping,
    ) -> None:
        self.side = side
        self._folder = folder
        self._identity = identity
        self._wrapped = wrapped
        self._wrapping = wrapping

    def load(self, name: str, model: type[M]) -> M | None:
        """What is kept under a name; None where nothing is. Raises DrawerProblem for what is not sound."""
        where = self._path(name)
        raw = self._folder._raw(where, _SEALED)
        return None if raw is None else self._read(raw, where, model)

    def save(self, name: str, value: Model) -> None:
        """Keep a value under a name. What is there and cannot be read is never written over.

        Raises DrawerProblem, and then what was kept before is unchanged.
        """
        where = self._path(name)
        text = to_toml(value).encode("utf-8")
        sealed = self._sealed(text + b"\n" * (-len(text) % BLOCK), where)
        with self._folder._alone():
            self._expect_its_key()
            self.load(name, type(value))
            self._folder._write(where, sealed)

    def change(self, new: str) -> None:
        """Wrap the key with another passphrase, in one step: the old one opens it, or the new one does."""
        wrapped = self._wrapping.wrap(f"{self._identity}\n", new)
        with self._folder._alone():
            self._expect_its_key()
            self._folder._write(self._path_of_key, wrapped)
        self._wrapped = wrapped

    @property
    def _path_of_key(self) -> str:
        return f"{DRAWERS}/{self.side}/{KEY}"

    def _path(self, name: str) -> str:
        return f"{DRAWERS}/{self.side}/{name}{DOCUMENT}"

    def _expect_its_key(self) -> None:
        """Nothing is written beside a key that was taken away, or changed, since this was opened."""
        if self._folder._raw(self._path_of_key) != self._wrapped:
            raise DrawerProblem(
                f"{self._path_of_key} was changed in another window meanwhile, so nothing was saved. What "
                "was saved before is unchanged. Open your private part once more, and go on from there."
            )

    def _sealed(self, text: bytes, where: str) -> bytes:
        """A document as it is written. It was opened again before it is returned."""
        import pyrage

        sealed = bytes(pyrage.encrypt(text, [self._identity.to_public()]))
        if self._opened(sealed, where) != text:
            raise DrawerProblem(
                f"{where} could not be written so that it opens again, so nothing was saved. What was saved "
                "before is unchanged. This is a fault in couplekit; please tell its makers."
            )
        return sealed

    def _opened(self, sealed: bytes, where: str) -> bytes:
        try:
            return decrypted(sealed, [self._identity])
        except DrawerProblem as problem:
            raise DrawerProblem(f"{where} {problem}, so it was not opened. {_LEFT} {_MEND}") from None

    def _read(self, sealed: bytes, where: str, model: type[M]) -> M:
        # What fills it up is no part of the text.
        text = self._opened(sealed, where).rstrip(b"\n") + b"\n"
        try:
            sheet = from_toml(model, text, where, mend=_MEND)
        except NewerFormat:
            raise
        except FileProblem as problem:
            raise DrawerProblem(str(problem)) from None
        if not sheet.sealed:
            raise DrawerProblem(
                f"{where} was changed outside couplekit, so nobody can know whose words are in it, and it "
                f"was not read. {_LEFT} {_MEND}"
            )
        return sheet.value


def decrypted(sealed: bytes, identities: "list[pyrage.x25519.Identity]") -> bytes:
    """What an age file holds. Raises DrawerProblem, with half a sentence, for one that does not open."""
    import pyrage

    try:
        if has_header(sealed):
            return bytes(pyrage.decrypt(sealed, identities))
    except pyrage.DecryptError as error:
        # The one message of pyrage's that a sound file of another key gives, and a damaged header too.
        if str(error) == "No matching keys found":
            raise DrawerProblem("was locked with another key, or is damaged") from None
    raise DrawerProblem("is damaged, or was cut off")


def _identity(text: str) -> "pyrage.x25519.Identity":
    """The one key in what an age program calls an identity file."""
    import pyrage

    lines = [line.strip() for line in text.splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    try:
        (key,) = keys
        return pyrage.x25519.Identity.from_str(key)
    except (ValueError, pyrage.IdentityError):
        raise DamagedKey("The passphrase fits, and what it opens is no key of ours.") from None
