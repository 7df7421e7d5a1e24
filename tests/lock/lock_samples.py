"""Private parts that open at once, and what may be kept in one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pyrage
from age_writer import armored, wrapped
from storage_samples import home_at

from couplekit.domain.model import Model, Words
from couplekit.domain.passphrase import forms
from couplekit.storage.drawers import OpenDrawer
from couplekit.storage.home import Home
from couplekit.storage.wrapping import DamagedKey, PassphraseRefused, WrongPassphrase, factor_of

PASSPHRASE = "apple river window"
#: Work that is done in no time.
FACTOR = 2


class Note(Model):
    """Something private."""

    format: Literal[1] = 1
    kind: Literal["note"] = "note"
    language: Literal["en"] = "en"
    words: list[Words] = []


class Quick:
    """Wraps as age does, with so little work that a thousand keys take a moment. What it makes is real."""

    def __init__(self, working: Callable[[], None] = lambda: None) -> None:
        self._working = working

    def wrap(self, identity: str, passphrase: str) -> bytes:
        """Return the key wrapped."""
        return armored(wrapped(identity.encode("ascii"), _typed(passphrase)[0], FACTOR))

    def unwrap(self, file: bytes, passphrase: str) -> str:
        """Return the key."""
        factor_of(file)
        for form in _typed(passphrase):
            try:
                return bytes(pyrage.passphrase.decrypt(file, form)).decode("ascii")
            except pyrage.DecryptError as error:
                if str(error) != "Decryption failed":
                    raise DamagedKey("It is damaged.") from None
        raise WrongPassphrase


def _typed(passphrase: str) -> tuple[str, ...]:
    try:
        passphrase.encode("utf-8")
    except UnicodeEncodeError:
        raise PassphraseRefused("Half a character.") from None
    if not passphrase.strip():
        raise PassphraseRefused("Nothing.")
    return forms(passphrase)


class QuickHome(Home):
    """A home whose private parts open at once."""

    wrapping = Quick


def quick_home(path: Path, **options: Any) -> Home:
    """Such a home, in a folder, on a day."""
    there = home_at(path, **options)
    there.wrapping = Quick
    return there


def locked(home: Home, *words: str) -> OpenDrawer:
    """The private part of `a` with a note in it, opened."""
    drawer = home.drawer("a").lock(PASSPHRASE)
    drawer.save("note", Note(words=list(words)))
    return drawer
