"""What a raw answer means. Every way of asking (console, plain, scripted) comes through here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from couplekit.domain import signals as agreed
from couplekit.domain.signals import Name, Signal
from couplekit.domain.text import clean, clean_line, fold

Command = Literal["menu", "back", "skip", "pause", "stop", "leave"]

#: What is typed for each. They begin with a stroke, so that no ordinary word is swallowed.
COMMANDS: Mapping[str, Command] = {
    "/": "menu",
    "/menu": "menu",
    "/back": "back",
    "/skip": "skip",
    "/pause": "pause",
    "/stop": "stop",
    "/leave": "leave",
}

#: The longest text an answer may have, in characters.
LONGEST = {"text": 200, "lines": 4000}

#: Typed as a whole, and nothing else, it is a yes.
YES = frozenset({"yes"})


@dataclass(frozen=True)
class Option:
    """Something to pick: an id to keep, a label to read."""

    id: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class Accepted:
    """An answer to keep: text as typed and made harmless, or ids split by commas."""

    value: str


@dataclass(frozen=True)
class Refused:
    """Not an answer yet. `reason` is the key of a sentence in `prompts/`, `places` fill it.

    With `once` it is a remark: the same answer given again is accepted.
    """

    reason: str
    places: Mapping[str, str]
    once: bool = False


@dataclass(frozen=True)
class Empty:
    """Nothing was typed."""


Answer = Accepted | Refused | Empty


def command_in(raw: str) -> Command | None:
    """The command that `raw` is as a whole, if it is one."""
    return COMMANDS.get(raw.strip().casefold())


def signal_in(raw: str, signals: Mapping[Name, Signal], today: date, language: str = "en") -> Command | None:
    """The signal that `raw` is as a whole, if it is one: an agreed word, or bare "stop".

    Source: catalogue, stop-any-time and clear-pause-signals.
    """
    if agreed.counts_as_stop(raw, signals, today, language):
        return "stop"
    if agreed.counts_as_pause(raw, signals, today, language):
        return "pause"
    return None


def text(raw: str, *, kind: Literal["text", "lines"] = "text", longest: int | None = None) -> Answer:
    """A person's own words. One line, or several; with `longest` letters where that is given."""
    words = clean_line(raw) if kind == "text" else clean(raw)
    if not words:
        return Empty()
    longest = longest or LONGEST[kind]
    if len(words) > longest:
        return Refused("too-long", {"longest": str(longest), "typed": str(len(words))})
    return Accepted(words)


def pick(raw: str, options: Sequence[Option]) -> Answer:
    """One of the options, given by its number in the list (from 1), its id, or its label."""
    if not clean_line(raw):
        return Empty()
    chosen = _find(raw, options)
    if chosen is None:
        return Refused("pick-one", {"last": str(len(options))})
    return Accepted(chosen.id)


def picks(raw: str, options: Sequence[Option]) -> Answer:
    """Any of the options, split by commas or spaces; each by number, id or label. Kept in list order."""
    if not clean_line(raw):
        return Empty()
    whole = _find(raw, options)
    if whole is not None:
        return Accepted(whole.id)
    parts = [part for part in re.split(r"\s*,\s*", raw.strip()) if part]
    found = [_find(part, options) for part in parts]
    if None in found:
        found = [_find(part, options) for part in re.split(r"[,\s]+", raw.strip()) if part]
    if not found or None in found:
        return Refused("pick-some", {"last": str(len(options))})
    ids = {option.id for option in found if option is not None}
    return Accepted(",".join(option.id for option in options if option.id in ids))


def number(raw: str, lowest: int, highest: int) -> Answer:
    """A whole number on a numeric rating scale, both ends included."""
    typed = clean_line(raw)
    if not typed:
        return Empty()
    if re.fullmatch(r"[0-9]{1,2}", typed) and lowest <= int(typed) <= highest:
        return Accepted(str(int(typed)))
    return Refused("number", {"lowest": str(lowest), "highest": str(highest)})


def consent(raw: str) -> Accepted:
    """A typed yes. Anything else, nothing included, is a no: there is no default that says yes."""
    return Accepted("yes" if clean_line(raw).casefold().rstrip(".!") in YES else "no")


def _find(raw: str, options: Sequence[Option]) -> Option | None:
    typed = clean_line(raw)
    if re.fullmatch(r"[0-9]{1,3}", typed):
        place = int(typed)
        return options[place - 1] if 1 <= place <= len(options) else None
    for option in options:
        if typed.casefold() == option.id or fold(typed) == fold(option.label):
            return option
    return None
