"""Passphrases: which one is meant, which are taken, and how one is drawn by chance."""

import secrets
from collections.abc import Callable, Sequence
from typing import Literal

from couplekit.domain.text import composed, is_clean

#: A passphrase with fewer characters is remarked on once, and taken.
SHORT = 12
#: In characters. A line that is typed without a library holds some four thousand bytes and no more.
LONGEST = 1000
#: Words in a passphrase that is drawn: out of 7,776 words, 64 bits.
WORDS = 5

Fault = Literal["empty", "unusual", "long"]


def forms(typed: str) -> tuple[str, ...]:
    """What a typed passphrase may stand for: the form that we lock with, then exactly what was typed.

    Keyboards differ in how they make an é. We lock with one form of it (NFC); a key that was made with
    another program may have been locked with the other.
    """
    normal = composed(typed)
    return (normal,) if normal == typed else (normal, typed)


def fault(typed: str) -> Fault | None:
    """Why a new passphrase is not taken: nothing is in it, it may not be typed again, or it is too long."""
    if not typed.strip():
        return "empty"
    if not is_clean(typed):
        return "unusual"
    return "long" if len(typed) > LONGEST else None


def is_short(typed: str) -> bool:
    """Whether a passphrase is one that others may guess."""
    return len(typed) < SHORT


def drawn(words: Sequence[str], choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """A passphrase of words chosen by chance, with spaces between. The same word may come twice."""
    return " ".join(choose(words) for _ in range(WORDS))
