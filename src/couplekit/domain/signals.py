"""Agreed signals, and the rule that stop and no always count.

Sources in the guidance catalogue: stop-any-time, clear-pause-signals, shared-language-levels,
bracing-is-a-signal, stop-without-sulking, readiness-ritual.
"""

import difflib
from collections.abc import Collection, Container, Iterable, Mapping
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from couplekit.domain.days import after_sleeping_on_it
from couplekit.domain.model import Id, Line, Model
from couplekit.domain.text import fold

Name = Literal["stop", "pause", "slow", "go", "ready"]
#: In the order in which they are always shown: the ones that end things first.
NAMES: tuple[Name, ...] = get_args(Name)
#: These two always have at least one word and one wordless sign each.
ALWAYS_SET: tuple[Name, ...] = ("stop", "pause")

#: What always counts as stop, in every language couplekit speaks, whatever a page says. Nothing can
#: take these away, rename them or give them another meaning.
STOP_ALWAYS: Mapping[str, tuple[str, ...]] = {"en": ("stop", "no")}
#: What ends a conversation with this tool when it is a whole answer. "No" is left out on purpose:
#: it answers questions. "Pause" has no such list: pausing a talk is one key away.
STOP_TYPED: Mapping[str, tuple[str, ...]] = {"en": ("stop",)}

#: Two words this alike (difflib ratio, 0 to 1) are easily misheard or mistyped for one another.
_ALIKE = 0.7

Medium = Literal["words", "signs"]


class Signal(Model):
    """One signal: its words and wordless signs, and what the other does.

    `words` and `signs` are `{id: text}`. `leaving` is `{id: day}`: what both agreed to take away still
    counts until that day (old and new both count meanwhile).
    """

    words: dict[Id, Line] = {}
    signs: dict[Id, Line] = {}
    leaving: dict[Id, date] = {}
    reply: Line | None = None
    afterwards: Line | None = None

    @model_validator(mode="after")
    def _refers_to_itself(self) -> "Signal":
        if set(self.words) & set(self.signs):
            raise ValueError("the same name is used for a word and for a sign")
        if set(self.leaving) - set(self.words) - set(self.signs):
            raise ValueError('"leaving" names something that is neither in "words" nor in "signs"')
        return self

    def ways(self, medium: Medium, today: date) -> dict[str, str]:
        """What counts today, as `{id: text}`. Something that is leaving counts until its day."""
        held = self.words if medium == "words" else self.signs
        return {
            key: text for key, text in held.items() if key not in self.leaving or today < self.leaving[key]
        }


Signals = Annotated[dict[Name, Signal], Field(default_factory=dict)]


def counts_as_stop(text: str, signals: Mapping[Name, Signal], today: date, language: str = "en") -> bool:
    """Whether `text`, typed as a whole answer, is a stop: an agreed stop word, or bare "stop"."""
    said = fold(text)
    agreed = signals["stop"].ways("words", today).values() if "stop" in signals else ()
    # "No" may have been agreed as a stop word; as an answer to a question it stays an answer.
    never = {fold(word) for word in STOP_ALWAYS[language]} - {fold(word) for word in STOP_TYPED[language]}
    return said in {fold(word) for word in (*STOP_TYPED[language], *agreed)} - never


def counts_as_pause(text: str, signals: Mapping[Name, Signal], today: date, language: str = "en") -> bool:
    """Whether `text`, typed as a whole answer, is an agreed pause word. "Stop" and "no" never are."""
    if "pause" not in signals:
        return False
    never = {fold(word) for word in STOP_ALWAYS[language]}
    return fold(text) in {fold(word) for word in signals["pause"].ways("words", today).values()} - never


def are_alike(one: str, two: str) -> bool:
    """Whether two words or signs could be taken for one another when heard, seen or typed in a hurry."""
    first, second = fold(one), fold(two)
    if first == second:
        return True
    shorter, longer = sorted((first, second), key=lambda word: (len(word), word))
    if f" {shorter} " in f" {longer} ":
        return True
    # One way round only: the ratio depends on the order, and the rule must not.
    return difflib.SequenceMatcher(None, shorter, longer, autojunk=False).ratio() >= _ALIKE


def taken_by(text: str, name: Name, signals: Mapping[Name, Signal], language: str = "en") -> Name | None:
    """Return the signal whose word or sign `text` is too much like to be used for `name`, or None.

    "Stop" and "no" belong to stop for ever. What is leaving still belongs to its signal.
    """
    if name != "stop" and any(are_alike(text, word) for word in STOP_ALWAYS[language]):
        return "stop"
    for taken, signal in signals.items():
        if taken != name and any(
            are_alike(text, held) for held in (*signal.words.values(), *signal.signs.values())
        ):
            return taken
    return None


def is_said_in_play(text: str, play: Iterable[str]) -> bool:
    """Whether a word is one that people often say in play, so that it could be missed as a signal."""
    said = fold(text)
    return any(said == fold(word) for word in play)


def add_way(signal: Signal, medium: Medium, key: str, text: str) -> Signal:
    """Add a word or sign: immediate, by one person. Asking for one that is leaving keeps it."""
    held: dict[str, str] = getattr(signal, medium)
    for known, said in held.items():
        if fold(said) == fold(text):
            return keep_way(signal, known)
    return signal.model_copy(update={medium: {**held, key: text}})


def free_key(key: str, taken: Container[str]) -> str:
    """A name near `key` that is not taken yet."""
    number = 2
    free = key
    while free in taken:
        free = f"{key[:50]}-{number}"
        number += 1
    return free


def keep_way(signal: Signal, key: str) -> Signal:
    """Drop a pending removal: immediate, by one person."""
    return signal.model_copy(update={"leaving": {k: day for k, day in signal.leaving.items() if k != key}})


def may_leave(name: Name, signal: Signal, key: str) -> bool:
    """Whether `key` can go at all: stop and pause keep a word and a sign that is not leaving."""
    if name not in ALWAYS_SET:
        return True
    held = signal.words if key in signal.words else signal.signs
    return any(other != key and other not in signal.leaving for other in held)


def let_leave(signal: Signal, key: str, today: date) -> Signal:
    """Both agreed to take `key` away: it still counts while that is slept on. An earlier day stays."""
    day = signal.leaving.get(key, after_sleeping_on_it(today))
    return signal.model_copy(update={"leaving": {**signal.leaving, key: day}})


def settled(signal: Signal, today: date) -> tuple[Signal, tuple[str, ...]]:
    """Take out what has left by `today`. Returns the signal and the ids that went."""
    gone = tuple(key for key, day in signal.leaving.items() if day <= today)
    if not gone:
        return signal, ()
    return without_ways(signal, gone), gone


def without_ways(signal: Signal, gone: Collection[str]) -> Signal:
    """The signal without what went away for good."""
    return signal.model_copy(
        update={
            "words": {k: text for k, text in signal.words.items() if k not in gone},
            "signs": {k: text for k, text in signal.signs.items() if k not in gone},
            "leaving": {k: day for k, day in signal.leaving.items() if k not in gone},
        }
    )
