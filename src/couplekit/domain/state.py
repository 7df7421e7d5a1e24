"""What each of the two last looked at, on this device, and what reads otherwise since. No day, no who."""

from collections.abc import Callable, Mapping
from typing import Literal

from pydantic import Field

from couplekit.domain.boundaries import Level, Reading, is_wider
from couplekit.domain.model import Id, Model
from couplekit.domain.people import Side


class State(Model):
    """What this device keeps for itself. It is in no backup, and never merged.

    `last_looked` holds, for each, the rows that were on the page when they looked, and what these read. A
    row that is not there was not listed.
    """

    format: Literal[1] = 1
    kind: Literal["state"] = "state"
    language: Literal["en"] = "en"
    last_looked: dict[Side, dict[Id, Level]] = Field(default={}, alias="last-looked")


Change = Callable[[State], State]

#: What a row reads now. `off` is a row that was wider and is not listed any more, `not-listed` one that was a
#: limit.
Kind = Literal["open", "talk", "lapsed", "asleep", "limit", "off", "not-listed"]

_NOT_LISTED = Reading("none", "agreed")


def since(before: Mapping[str, Level], now: Mapping[str, Reading]) -> list[tuple[str, Kind]]:
    """The rows that read another level than they did, and what they read now.

    By the ids of the rows, so that the order tells nothing either.
    """
    return [
        (row, _kind(before.get(row, "none"), here))
        for row, here in _all(before, now)
        if here.level != before.get(row, "none")
    ]


def differing(before: Mapping[str, Reading], after: Mapping[str, Reading]) -> list[tuple[str, Kind]]:
    """The rows that the page puts in other words after a change than before it, and what they read then."""
    changed = [(row, before.get(row, _NOT_LISTED), then) for row, then in _all(before, after)]
    return [(row, _kind(was.level, then)) for row, was, then in changed if _words(was) != _words(then)]


def looked(side: Side, shown: Mapping[str, Level]) -> Change:
    """Remember what one of the two was shown."""
    listed = {row: level for row, level in sorted(shown.items()) if level != "none"}
    return lambda state: state.model_copy(update={"last_looked": {**state.last_looked, side: listed}})


def _all(before: Mapping[str, object], now: Mapping[str, Reading]) -> list[tuple[str, Reading]]:
    return [(row, now.get(row, _NOT_LISTED)) for row in sorted({*before, *now})]


def _words(reading: Reading) -> str:
    """What the page says of a row: what is slept on, or past its day, has words of its own."""
    return reading.state if reading.state in ("asleep", "lapsed") else reading.level


def _kind(was: Level, now: Reading) -> Kind:
    if now.state == "asleep":
        return "asleep"
    if now.state == "lapsed":
        return "lapsed"
    if now.level == "none":
        return "off" if is_wider(was, "none") else "not-listed"
    return now.level
