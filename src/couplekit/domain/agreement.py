"""The shared page as a value: what it holds, and what may change it.

Narrowing takes one person and is immediate; widening takes both and is slept on (docs/consent.md).
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from couplekit.domain.boundaries import (
    Boundary,
    Level,
    Lists,
    could_be_wider,
    is_wider,
    lapsed,
    narrower,
    rows_narrowed_by,
    taken_off,
)
from couplekit.domain.model import Id, Model
from couplekit.domain.people import Pace, Partners, Person, Side
from couplekit.domain.signals import (
    NAMES,
    STOP_ALWAYS,
    Medium,
    Name,
    Signal,
    free_key,
    keep_way,
    settled,
    without_ways,
)
from couplekit.domain.text import fold

MEDIA: tuple[Medium, ...] = ("words", "signs")


class PaceSetting(Model):
    """Whose comfort sets the pace. Either may slow things alone, whoever stands here."""

    set_by: Pace = Field(default="the-slower-of-us", alias="set-by")


class Meeting(Model):
    """The day they would like to meet again, or none. It is never due."""

    next: date | None = None


class Agreement(Model):
    """The page. Never consent: every yes is for now, and what is not listed is a no.

    `changed` is the day it was last saved. `gone` holds ids of what was taken away for good, without
    words, so that an older copy cannot bring it back.
    """

    format: Literal[1] = 1
    kind: Literal["agreement"] = "agreement"
    language: Literal["en"] = "en"
    changed: date
    partners: Partners
    pace: PaceSetting = PaceSetting()
    signals: dict[Name, Signal] = {}
    meeting: Meeting = Meeting()
    boundaries: dict[Id, Boundary] = {}
    lists: Lists | None = None
    gone: list[Id] = []

    @model_validator(mode="after")
    def _stop_and_no_stay_stop(self) -> Self:
        always = {fold(word) for word in STOP_ALWAYS[self.language]}
        for name, signal in self.signals.items():
            if name != "stop" and always & {
                fold(way) for way in (*signal.words.values(), *signal.signs.values())
            }:
                raise ValueError(f'"stop" and "no" always mean stop, so they cannot stand in signals.{name}')
        return self

    @property
    def readings(self) -> int:
        """How often they read together."""
        return self.lists.readings if self.lists else 0

    @property
    def shown_signals(self) -> list[tuple[Name, Signal]]:
        """The signals that hold anything, the ones that end things first."""
        return [
            (name, signal)
            for name in NAMES
            if (signal := self.signals.get(name)) is not None and (signal.words or signal.signs)
        ]


Change = Callable[[Agreement], Agreement]


def settle(page: Agreement, today: date) -> Agreement:
    """Take out what both agreed to take away, once it was slept on. Nothing else changes by time alone."""
    signals: dict[Name, Signal] = {}
    gone = list(page.gone)
    for name, signal in page.signals.items():
        signals[name], left = settled(signal, today)
        gone += [key for key in left if key not in gone]
    return page.model_copy(update={"signals": signals, "gone": gone})


def with_signal(name: Name, change: Callable[[Signal], Signal]) -> Change:
    """A change of one signal and nothing else."""

    def apply(page: Agreement) -> Agreement:
        signal = change(page.signals.get(name, Signal()))
        return page.model_copy(update={"signals": {**page.signals, name: signal}})

    return apply


def with_name(side: Side, name: str) -> Change:
    """A change of one name. Naming the second partner makes the page one for two, with no day set yet."""

    def apply(page: Agreement) -> Agreement:
        joins = side == "b" and not page.partners.both
        return page.model_copy(
            update={
                "partners": page.partners.model_copy(update={side: Person(name=name)}),
                "meeting": Meeting() if joins else page.meeting,
            }
        )

    return apply


def with_pace(set_by: Pace) -> Change:
    """A change of whose comfort sets the pace."""
    return lambda page: page.model_copy(update={"pace": page.pace.model_copy(update={"set_by": set_by})})


def pace_needs_both(page: Agreement, set_by: Pace) -> bool:
    """Whether this change of pace needs both: either may choose the slower of the two alone."""
    return page.partners.both and set_by not in (page.pace.set_by, "the-slower-of-us")


def with_meeting(day: date | None) -> Change:
    """A change of the day they would like to meet again."""
    return lambda page: page.model_copy(update={"meeting": Meeting(next=day)})


def added_ways(before: Agreement, after: Agreement) -> list[Name]:
    """The signals in which `after` has a word or a sign that `before` has not."""
    empty = Signal()
    return [
        name
        for name in NAMES
        if _ways(after.signals.get(name, empty)) - _ways(before.signals.get(name, empty))
    ]


class Outside(NamedTuple):
    """What a page that was changed outside couplekit comes to.

    `counts`: the signals in which something was added: it counts now. `waits`: those in which
    something was taken away or reworded: the old still counts until both agree here. `rows_count` and
    `rows_wait` are the same for boundaries: the rows that are narrower now, and those that stay as narrow
    as they were until both answer them.
    """

    page: Agreement
    counts: tuple[Name, ...]
    waits: tuple[Name, ...]
    pace_waits: bool
    rows_count: tuple[str, ...] = ()
    rows_wait: tuple[str, ...] = ()


def changed_outside(now: Agreement, before: Agreement, *, older: bool = False) -> Outside:
    """Read a page edited by other means against the last copy couplekit wrote.

    `older` says that `now` is a page of couplekit's own that was put back: what has left since then stays
    away, where a person who writes a way down anew wants it. What narrows counts; what widens waits for
    both. A way to stop or pause that is missing now, or reworded, still counts beside the new
    one; a removal that both did not agree to is not one.
    """
    signals: dict[Name, Signal] = {}
    counts: list[Name] = []
    waits: list[Name] = []
    for name in NAMES:
        if name not in now.signals and name not in before.signals:
            continue
        mine, theirs = now.signals.get(name, Signal()), before.signals.get(name, Signal())
        if older:
            mine = without_ways(mine, before.gone)
        signals[name] = _both_count(mine, theirs)
        old, new = _ways(theirs), _ways(mine)
        if new - old:
            counts.append(name)
        if old - new or set(mine.leaving) - set(theirs.leaving):
            waits.append(name)
    either_both = before.partners.both or now.partners.both
    pace_waits = either_both and now.pace.set_by not in (before.pace.set_by, "the-slower-of-us")
    known = {key for signal in signals.values() for key in (*signal.words, *signal.signs)}
    rows = rows_narrowed_by(before.boundaries, now.boundaries)
    page = now.model_copy(
        update={
            # couplekit's own stamp: a day that was typed there could hold time back.
            "changed": before.changed,
            "signals": signals,
            "pace": before.pace if pace_waits else now.pace,
            "partners": now.partners.model_copy(update={"b": now.partners.b or before.partners.b}),
            "boundaries": _with_names(rows, before.boundaries),
            "lists": _lists_outside(now, before),
            "gone": [key for key in dict.fromkeys([*before.gone, *now.gone]) if key not in known],
        }
    )
    empty = Boundary()
    # A row that stands only in the edited page may have a name that somebody typed: it is not repeated.
    rows_count = tuple(id for id, row in before.boundaries.items() if could_be_wider(row, rows[id]))
    rows_wait = tuple(
        id for id in before.boundaries if could_be_wider(now.boundaries.get(id, empty), rows[id])
    )
    return Outside(page, tuple(counts), tuple(waits), pace_waits, rows_count, rows_wait)


def _with_names(rows: Mapping[str, Boundary], before: Mapping[str, Boundary]) -> dict[str, Boundary]:
    """The rows of an edited page. What was narrowed by hand is one person's narrowing as any other: it has a
    name, so that neither a turn from before nor a later round of another device undoes it unseen.
    """
    named = dict(rows)
    for id, row in rows.items():
        old = before.get(id, Boundary())
        if is_wider(_widest(old), _widest(row)):
            # The same edit has the same name, however often it is read before it is saved.
            name = hashlib.sha256(f"{id} {old!r} {row!r}".encode()).hexdigest()[:12]
            named[id] = taken_off(row, f"hand-{name}", _widest(row))
    return named


def _widest(row: Boundary) -> Level:
    return narrower(row.level, *row.live.values())


def _lists_outside(now: Agreement, before: Agreement) -> Lists | None:
    """The lists of an edited page. What is asked less counts; what is asked more waits for both.

    What an item is called stays for every item that was on the page: under another name an old yes, or
    an old limit, would be one to something else.
    """
    mine, old = now.lists, before.lists
    if old is None or mine is None:
        return old
    said = set(before.boundaries)
    on_page = {
        id for id in {*old.renamed, *mine.renamed, *old.own} if any(_is_row_of(row, id) for row in said)
    }
    return mine.model_copy(
        update={
            "origin": old.origin,
            "readings": max(mine.readings, old.readings),
            "open_weeks": min(mine.open_weeks, old.open_weeks),
            "areas": [area for area in old.areas if area in mine.areas],
            "hidden": [*old.hidden, *(item for item in mine.hidden if item not in old.hidden)],
            "renamed": {id: name for id, name in mine.renamed.items() if id not in on_page}
            | {id: name for id, name in old.renamed.items() if id in on_page},
            "own": mine.own | {id: item for id, item in old.own.items() if id in mine.own or id in on_page},
        }
    )


def _is_row_of(row: str, item: str) -> bool:
    return row in (item, f"{item}-from-a", f"{item}-from-b")


def _ways(signal: Signal) -> set[tuple[Medium, str]]:
    """Every word and sign of a signal, whatever it is called in the file."""
    return {(medium, text) for medium in MEDIA for text in getattr(signal, medium).values()}


def _both_count(mine: Signal, theirs: Signal) -> Signal:
    """One signal with every way of both copies. `theirs` is the copy that couplekit wrote."""
    held: dict[Medium, dict[str, str]] = {}
    leaving: dict[str, date] = {}
    for medium in MEDIA:
        old: dict[str, str] = getattr(theirs, medium)
        new: dict[str, str] = getattr(mine, medium)
        both = dict(old)
        for key, text in new.items():
            if text not in old.values():  # otherwise it counts already, under this name or another
                taken = {**theirs.words, **theirs.signs, **held.get("words", {}), **both}
                both[free_key(key, taken)] = text
        held[medium] = both
        leaving |= _still_leaving(mine, theirs, new, old)
    return Signal(
        words=held["words"],
        signs=held["signs"],
        leaving=leaving,
        reply=mine.reply or theirs.reply,
        afterwards=mine.afterwards or theirs.afterwards,
    )


def _still_leaving(mine: Signal, theirs: Signal, new: dict[str, str], old: dict[str, str]) -> dict[str, date]:
    """What both agreed to take away and nobody kept since, with the later day of the two copies.

    Taking a name out of "leaving" by hand keeps that way, and so does writing it down once more under
    another name: keeping one is for either alone.
    """
    leaving: dict[str, date] = {}
    for key, day in theirs.leaving.items():
        if key not in old:
            continue
        again = [other for other, text in new.items() if other == key or text == old[key] != old.get(other)]
        last = max([day, *(mine.leaving.get(other, date.max) for other in again)])
        if last < date.max:
            leaving[key] = last
    return leaving


def without_trust(page: Agreement) -> Agreement:
    """Read a page when no copy can be trusted: nothing that was going to leave leaves, and nothing is open.

    Limits stay.
    """
    signals = dict(page.signals)
    for name, signal in page.signals.items():
        for key in signal.leaving:
            signals[name] = keep_way(signals[name], key)
    rows = {id: lapsed(row) for id, row in page.boundaries.items()}
    return page.model_copy(update={"signals": signals, "boundaries": rows})


def clashes(seen: Agreement, fresh: Agreement, wanted: Agreement) -> tuple[str, ...]:
    """What a change would touch that was changed underneath since it was `seen`, as dotted paths.

    `fresh` is the page as it is now, `wanted` is `fresh` with the change. Where both made the same
    change there is nothing to ask about, and a narrowing is never asked about.
    """
    old, now, new = _leaves(seen), _leaves(fresh), _leaves(wanted)
    touched = {path for path in now.keys() | new.keys() if now.get(path) != new.get(path)}
    moved = {path for path in old.keys() | now.keys() if old.get(path) != now.get(path)}
    return tuple(sorted(path for path in touched & moved if not _narrows(path, now.get(path), new.get(path))))


def _narrows(path: str, now: Any, new: Any) -> bool:
    """Whether a change of one leaf takes effect by one person: a way added or kept, the slower of the two."""
    if path == "pace.set_by":
        return bool(new == "the-slower-of-us")
    if path.endswith(".leaving"):
        return set((new or {}).items()) <= set((now or {}).items())
    parts = path.split(".")
    if parts[0] == "boundaries":
        return parts[2:3] == ["narrowed"] and now is None
    return parts[0] == "signals" and parts[2:3] in (["words"], ["signs"]) and now is None


def _leaves(page: Agreement) -> dict[str, Any]:
    leaves: dict[str, Any] = {}

    def walk(path: str, value: Any) -> None:
        # What leaves one signal is one thing: two windows may not let go of the last two words, one each.
        if isinstance(value, dict) and not path.endswith(".leaving"):
            for key, inner in value.items():
                walk(f"{path}.{key}", inner)
        else:
            leaves[path.removeprefix(".")] = value

    walk("", page.model_dump(mode="python", exclude={"changed", "gone"}, exclude_none=True))
    return leaves
