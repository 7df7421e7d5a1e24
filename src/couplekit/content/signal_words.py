"""What couplekit says about each signal, and what it suggests. `couplekit signals` loads this alone."""

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import Field

from couplekit.content import _MEND, LANGUAGE, _read
from couplekit.domain.card import SignalWords
from couplekit.domain.model import Model, Words
from couplekit.domain.signals import Name
from couplekit.errors import ContentProblem
from couplekit.reading import as_model


class _File(Model):
    said_in_play: list[Words] = Field(alias="said-in-play")
    stop: SignalWords
    pause: SignalWords
    slow: SignalWords
    go: SignalWords
    ready: SignalWords


class AboutSignals(NamedTuple):
    """The words around each signal, and words that are often said in play."""

    words: Mapping[Name, SignalWords]
    play: tuple[str, ...]


def about_signals() -> AboutSignals:
    """Read `words/signals.toml`. Raises ContentProblem with every fault of the file at once."""
    text, values, name = _read(LANGUAGE, "words", "signals.toml")
    file = as_model(_File, values, text=text, name=name, problem=ContentProblem, mend=_MEND)
    words: dict[Name, SignalWords] = {
        "stop": file.stop,
        "pause": file.pause,
        "slow": file.slow,
        "go": file.go,
        "ready": file.ready,
    }
    return AboutSignals(words, tuple(file.said_in_play))
