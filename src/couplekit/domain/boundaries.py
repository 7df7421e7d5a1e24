"""Boundaries: what a row of the page says today, and a ratchet that one person can only turn towards *no*.

What widens is a round (`rounds.py`) and nothing else. The rules and their proofs stand in docs/consent.md.
Sources in the guidance catalogue: stop-any-time,
consent-ongoing, boundaries-honour-comfort, both-contribute, no-pressure-threat-deadline.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import Field

from couplekit.domain.days import after_sleeping_on_it
from couplekit.domain.model import Id, Line, Model

#: What the page says of a row, from wide to narrow.
Level = Literal["open", "talk", "none", "limit"]
LEVELS: tuple[Level, ...] = get_args(Level)

#: How long what is open stays so, in weeks, unless the couple chooses another time; and the longest.
WEEKS, MOST_WEEKS = 12, 26
#: From the day both answered to the day it counts.
_ASLEEP = after_sleeping_on_it(date.min) - date.min


class Boundary(Model):
    """One row of the page. What it says today is `reading`, never `level` alone.

    `level` is what the last round both answered came to, and counts from the day `starts`; until then
    it is not wider than `before`. `until` is the last day on which `open` is open. `narrowed` holds what
    one person took off since, as `{id: level}`, and `seen` the ids of those that a later round took
    into account. `round` counts the rounds that this row went through.
    """

    level: Level = "none"
    before: Level = "none"
    starts: date | None = Field(default=None, alias="from")
    until: date | None = None
    round: Annotated[int, Field(ge=0)] = 0
    narrowed: dict[Id, Level] = {}
    seen: list[Id] = []

    @property
    def live(self) -> dict[str, Level]:
        """What was taken off and no round has seen since."""
        return {id: level for id, level in self.narrowed.items() if id not in self.seen}


#: Why a row reads as it does: as agreed; slept on; past its day (or the clock was set back); taken off.
State = Literal["agreed", "asleep", "lapsed", "off"]


class Reading(NamedTuple):
    """What a row says on one day, and why."""

    level: Level
    state: State


def narrower(*levels: Level) -> Level:
    """The narrowest of some levels."""
    return max(levels, key=LEVELS.index)


def is_wider(one: Level, two: Level) -> bool:
    """Whether `one` is wider than `two`."""
    return LEVELS.index(one) < LEVELS.index(two)


def reading(row: Boundary, today: date, last_day: date) -> Reading:
    """What a row says on the day `today`. `last_day` is the latest day that the page is known to be of.

    What is slept on is not wider than what was there before. What is open is so up to its last day, and
    not on a day before its round or before the page itself: then the clock was set back. Nothing else
    widens by time alone.
    """
    asleep = row.starts is None or today < row.starts
    base = narrower(row.before, row.level) if asleep else row.level
    lapsed = base == "open" and not _is_open_on(row, today, last_day)
    if lapsed:
        base = "talk"
    level = narrower(base, *row.live.values())
    if level != base:
        return Reading(level, "off")
    # What was dropped is neither slept on any more, nor was it ever open.
    coming = narrower(row.level, *row.live.values())
    if lapsed:
        return Reading(level, "lapsed" if coming == "open" else "off")
    if asleep and is_wider(row.level, base):
        return Reading(level, "asleep" if is_wider(coming, base) else "off")
    return Reading(level, "agreed")


def _is_open_on(row: Boundary, today: date, last_day: date) -> bool:
    last = _last_open_day(row)
    if row.starts is None or last is None:
        return False
    return row.starts - today <= _ASLEEP and last_day <= today <= last


def _last_open_day(row: Boundary) -> date | None:
    """The last day on which the row can be open, or None."""
    if row.starts is None or row.until is None:
        return None
    # No round of ours gives a later day; one that was typed or flipped in is not believed. Counted from one
    # day to the other, since a day that was typed can be the last one there is.
    longest = timedelta(weeks=MOST_WEEKS) - _ASLEEP
    return row.until if row.until - row.starts <= longest else row.starts + longest


def taken_off(row: Boundary, id: str, level: Level = "none") -> Boundary:
    """The row after one person took it off, down to `level`. It counts at once. `id` is random."""
    return row.model_copy(update={"narrowed": {**row.narrowed, id: level}})


def dropped(row: Boundary, id: str) -> Boundary:
    """The row without what is slept on: it stays as it was before."""
    return taken_off(row, id, narrower(row.before, row.level))


def together(one: Boundary, two: Boundary) -> Boundary:
    """Two copies of one row, of one history: the later round counts, and every narrowing it had not seen.

    The order and the number of copies change nothing.
    """
    later = _narrowest(one, two) if one.round == two.round else max(one, two, key=lambda row: row.round)
    seen = {*one.seen, *two.seen}
    narrowed = _each(one.narrowed, two.narrowed)
    return later.model_copy(
        update={
            "narrowed": {id: level for id, level in narrowed.items() if id not in seen},
            "seen": sorted(seen),
        }
    )


def narrowed_by(one: Boundary, two: Boundary) -> Boundary:
    """One row that is on no day wider than either: for a copy that nobody can know both agreed to."""
    ends = [last for row in (one, two) if (last := _last_open_day(row))]
    narrowed = _each(one.live, two.live)
    return _narrowest(one, two).model_copy(
        update={
            "until": min(ends) if len(ends) == 2 else None,
            "narrowed": narrowed,
            "seen": sorted({*one.seen, *two.seen} - narrowed.keys()),
        }
    )


def _narrowest(one: Boundary, two: Boundary) -> Boundary:
    """The narrower levels, the later start (none is never), the earlier end (none is past)."""
    starts = None if one.starts is None or two.starts is None else max(one.starts, two.starts)
    until = None if one.until is None or two.until is None else min(one.until, two.until)
    return one.model_copy(
        update={
            "level": narrower(one.level, two.level),
            "before": narrower(one.before, two.before),
            "starts": starts,
            "until": until,
            "round": max(one.round, two.round),
        }
    )


def _each(one: Mapping[str, Level], two: Mapping[str, Level]) -> dict[str, Level]:
    """The narrower of what two copies say, by id, in one order."""
    ids = sorted({*one, *two})
    return {id: narrower(*(held[id] for held in (one, two) if id in held)) for id in ids}


def could_be_wider(one: Boundary, two: Boundary) -> bool:
    """Whether there may be a day on which `one` is wider than `two`."""
    last, other = _last_open_day(one), _last_open_day(two)
    return (
        is_wider(one.level, two.level)
        or is_wider(one.before, two.before)
        or (one.starts is not None and (two.starts is None or one.starts < two.starts))
        or (last is not None and (other is None or last > other))
        or any(is_wider(one.live.get(id, "open"), level) for id, level in two.live.items())
    )


def lapsed(row: Boundary) -> Boundary:
    """A row of which nobody can know whether it is still so: what is open reads *not agreed now*."""
    return row.model_copy(update={"until": None})


def rows_together(one: Mapping[str, Boundary], two: Mapping[str, Boundary]) -> dict[str, Boundary]:
    """Every row of two copies of one history (`together`)."""
    empty = Boundary()
    return {id: together(one.get(id, empty), two.get(id, empty)) for id in sorted({*one, *two})}


def rows_narrowed_by(one: Mapping[str, Boundary], two: Mapping[str, Boundary]) -> dict[str, Boundary]:
    """Every row of two copies, on no day wider than in either (`narrowed_by`). What is missing is a no.

    `one` is the copy that is known: how many rounds there were, and what they had seen, is as it says. A
    number that was typed would outrank a later round of another device.
    """
    empty, rows = Boundary(), dict[str, Boundary]()
    for id in sorted({*one, *two}):
        known = one.get(id, empty)
        row = narrowed_by(known, two.get(id, empty))
        seen = [name for name in row.seen if name in known.seen]
        rows[id] = row.model_copy(update={"round": known.round, "seen": seen})
    return {id: row for id, row in rows.items() if id in one or row != empty}


class OwnItem(Model):
    """One thing that the couple added to the lists. Whoever is asked about it reads its label."""

    label: Line
    two_sided: bool = Field(default=False, alias="two-sided")
    leads_nowhere: bool = Field(default=False, alias="leads-nowhere")


class Lists(Model):
    """What the two asked one another about so far, beside the rows that came of it.

    `origin` is the random name of this history: rows of two pages are weighed against one another by
    their rounds only within one. `readings` is how often they read together. `areas` are those that both
    added. `renamed` are labels in their own words for items of ours, `own` are items of their own, and
    `hidden` are those that are not asked any more; what stands on the page of them stays.
    """

    origin: Id
    readings: Annotated[int, Field(ge=0)] = 0
    open_weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] = Field(default=WEEKS, alias="open-weeks")
    areas: list[Id] = []
    hidden: list[Id] = []
    renamed: dict[Id, Line] = {}
    own: dict[Id, OwnItem] = {}
