"""The key of a private part, wrapped with a passphrase: an age file that any age program opens.

Making a key of a passphrase is slow on purpose. How slow stands in the file as a number, the work factor:
one more is twice the time and twice the memory.
"""

import base64
import binascii
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from couplekit.domain.passphrase import forms
from couplekit.errors import FileProblem

#: The work factors that we write. pyrage picks one by timing the machine, and on a busy one it may pick a
#: factor that makes guessing a hundred times cheaper, so what it wrote is read back.
WRITTEN = range(18, 21)
#: The highest that is opened: 23 takes half a minute and eight gigabytes.
HIGHEST = 22
#: How often a key is written again where its factor is not one of those.
AGAIN = 3
#: Seconds after which it is said what takes so long.
QUICK = 0.5

_CHILD = Path(__file__).with_name("deriving.py")
_BEGIN, _END = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----"
#: The whole header of a file that is wrapped with a passphrase, and with nothing else.
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]{0,8})\n[A-Za-z0-9+/]{43}\n"
    rb"--- [A-Za-z0-9+/]{43}\n"
)
#: The header of any age file.
_STANZAS = re.compile(
    rb"age-encryption\.org/v1\n(?:->(?: [!-~]+)+\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)+"
    rb"--- [A-Za-z0-9+/]{43}\n"
)


class DrawerProblem(FileProblem):
    """A private part could not be opened, read or saved. What is in it is as it was, and stays locked."""


class WrongPassphrase(DrawerProblem):
    """Another passphrase opens it. No hint is given, and no attempt is counted."""

    def __init__(self) -> None:
        super().__init__("This passphrase did not open it. Nothing was lost, and you can try again.")


class PassphraseRefused(DrawerProblem):
    """Nothing was typed, or something that is no whole text."""


class NotWorkedOut(DrawerProblem):
    """The work did not come to its end: no memory, no process, or no strong enough lock."""


class DamagedKey(DrawerProblem):
    """What is there is no key that can be opened, whatever the passphrase is."""


class Wrapping(Protocol):
    """How the key of a private part is put away under a passphrase."""

    def wrap(self, identity: str, passphrase: str) -> bytes:
        """Return the key wrapped. Raises DrawerProblem, and then nothing was made."""
        ...

    def unwrap(self, wrapped: bytes, passphrase: str) -> str:
        """Return the key. Raises WrongPassphrase, or another DrawerProblem."""
        ...


class AgeWrapping:
    """Wraps with age's own way of taking a passphrase (scrypt), armored.

    `working` is called once for each piece of work that takes longer than half a second.
    """

    def __init__(self, working: Callable[[], None] = lambda: None) -> None:
        self._working = working

    def wrap(self, identity: str, passphrase: str) -> bytes:
        """Return the key wrapped, with a work factor that was read back from what was written."""
        secret = _as_bytes(forms(passphrase)[0])
        for _ in range(1 + AGAIN):
            wrapped = self._worked_out(b"wrap", secret, identity.encode("ascii"))
            if factor_of(wrapped) in WRITTEN:
                return wrapped
        raise NotWorkedOut(
            "This computer did not come to a lock of the right strength, so none was made: it may be too "
            "busy at the moment. Nothing was changed or lost. You could close other programs, or wait a "
            "little, and do this once more."
        )

    def unwrap(self, wrapped: bytes, passphrase: str) -> str:
        """Return the key. Nothing is worked out for a file that is damaged or meant to do harm."""
        try:
            return self.opened(wrapped, passphrase).decode("ascii")
        except UnicodeDecodeError:
            raise _no_key() from None

    def opened(self, wrapped: bytes, passphrase: str) -> bytes:
        """Return what a file holds that was wrapped with a passphrase."""
        secrets = [_as_bytes(form) for form in forms(passphrase)]
        if factor_of(wrapped) > HIGHEST:
            raise DamagedKey(
                "It asks for far more work than any key of couplekit, so it was not opened: it may be meant "
                "to do harm."
            )
        for secret in secrets:
            try:
                return self._worked_out(b"unwrap", secret, wrapped)
            except WrongPassphrase:
                continue
        raise WrongPassphrase

    def _worked_out(self, what: bytes, secret: bytes, data: bytes) -> bytes:
        import subprocess

        asked = b"\n".join(base64.b64encode(part) for part in (what, secret, data))
        try:
            # No folder that happens to be the current one is looked into for modules (-P).
            child = subprocess.Popen(
                [sys.executable, "-P", str(_CHILD)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            raise _not_worked_out() from None
        with child:
            assert child.stdin is not None  # they are pipes
            assert child.stdout is not None
            try:
                with suppress(OSError), child.stdin as told:  # it may have ended by now
                    told.write(asked)
                try:
                    child.wait(QUICK)
                except subprocess.TimeoutExpired:
                    self._working()
                said = child.stdout.read()
                child.wait()
            except BaseException:  # somebody stops: the work stops too
                child.kill()
                raise
        how, _, done = said.partition(b"\n")
        if child.returncode == 0 and how == b"done":
            return done
        if child.returncode == 0 and how == b"wrong":
            raise WrongPassphrase
        if child.returncode == 0 and how == b"damaged":
            raise _no_key()
        raise _not_worked_out()


def has_header(file: bytes) -> bool:
    """Whether a file begins as every age file does: stanzas that end as they have to, and a checksum.

    The library takes files without the last line of a stanza too, since an early version of it wrote such.
    """
    try:
        return _STANZAS.match(_bare(file)) is not None
    except DamagedKey:
        return False


def factor_of(wrapped: bytes) -> int:
    """The work factor that stands in a file wrapped with a passphrase. Nothing is worked out.

    Raises DamagedKey for whatever is no such file.
    """
    header = _HEADER.match(_bare(wrapped))
    if header is None:
        raise _no_key()
    return int(header[1])


def _bare(wrapped: bytes) -> bytes:
    """A file without its armor; one that has none, as it is."""
    text = wrapped.replace(b"\r\n", b"\n").strip(b" \t\r\n")
    if not text.startswith(_BEGIN):
        return wrapped
    first, *lines, last = text.split(b"\n") + [b""] * (b"\n" not in text)
    if first != _BEGIN or last != _END:
        raise _no_key()
    try:
        return binascii.a2b_base64(b"".join(lines), strict_mode=True)
    except binascii.Error:
        raise _no_key() from None


def _as_bytes(passphrase: str) -> bytes:
    if not passphrase.strip():
        raise PassphraseRefused("An empty passphrase locks nothing. Nothing was changed or lost.")
    try:
        return passphrase.encode("utf-8")
    except UnicodeEncodeError:
        raise PassphraseRefused(
            "What was typed holds half a character, which no passphrase can. Nothing was changed or lost. "
            "Please type it again."
        ) from None


def _no_key() -> DamagedKey:
    return DamagedKey("It is damaged, or is no key that was made with a passphrase.")


def _not_worked_out() -> NotWorkedOut:
    return NotWorkedOut(
        "The lock could not be worked out: there may be too little memory free (about a gigabyte is needed "
        "for a moment), or something ended the work. Nothing was changed or lost. You could close other "
        "programs and do this once more."
    )
