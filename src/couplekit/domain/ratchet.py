"""The changes of a page's boundaries. One person can narrow, alone and at once; a reading is of both."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from couplekit.domain.agreement import Agreement, Change
from couplekit.domain.boundaries import (
    Boundary,
    Level,
    Lists,
    OwnItem,
    Reading,
    dropped,
    is_wider,
    narrower,
    reading,
    taken_off,
)
from couplekit.domain.rounds import Turn, after_reading, with_limits


def readings(page: Agreement, today: date) -> dict[str, Reading]:
    """What every row of the page says on the day `today`. A row that is not there is a no."""
    return {id: reading(row, today, page.changed) for id, row in page.boundaries.items()}


def with_taken_off(row: str, id: str, level: Level = "none") -> Change:
    """Take one row off, down to `level`. `id` is a random name for this narrowing."""
    return _with_row(row, lambda there: taken_off(there, id, level))


def with_dropped(row: str, id: str) -> Change:
    """Drop what is being slept on in one row: it stays as it was."""
    return _with_row(row, lambda there: dropped(there, id))


def with_closed(id: str) -> Change:
    """Close the page: all that is open, worth a talk or slept on ends. Limits and signals stay."""

    def apply(page: Agreement) -> Agreement:
        rows = {
            name: taken_off(row, id) if is_wider(narrower(row.level, *row.live.values()), "none") else row
            for name, row in page.boundaries.items()
        }
        return page.model_copy(update={"boundaries": rows})

    return apply


def with_turn_ended(rows_behind: Mapping[str, Sequence[str]], turn: Turn, id: str) -> Change:
    """What a finished turn changes on the page before any reading: its limits count at once."""
    return lambda page: page.model_copy(
        update={"boundaries": with_limits(page.boundaries, rows_behind, turn, id)}
    )


def with_reading(
    behind: Mapping[str, tuple[str, str]], turns: tuple[Turn, Turn], *, first: str, origin: str, today: date
) -> Change:
    """What two turns that were read together come to. `first` is the area that everyone begins with.

    An area enters where both added it. The page is of today from then on, also where the clock was ahead
    before: what the two say now is what counts.
    """

    def apply(page: Agreement) -> Agreement:
        lists = page.lists or Lists(origin=origin)
        rows = after_reading(
            page.boundaries, behind, turns, today=today, last_day=page.changed, weeks=lists.open_weeks
        )
        added = [area for area in turns[0].areas if area in turns[1].areas]
        areas = list(dict.fromkeys([*(lists.areas or [first]), *added]))
        lists = lists.model_copy(update={"readings": lists.readings + 1, "areas": areas})
        return page.model_copy(update={"changed": today, "boundaries": rows, "lists": lists})

    return apply


def with_own_item(id: str, item: OwnItem, origin: str) -> Change:
    """Add an item of the couple's own to the lists. Nothing is said about it by that."""
    return _with_lists(origin, lambda lists: {"own": {**lists.own, id: item}})


def with_hidden(item: str, origin: str, *, hide: bool = True) -> Change:
    """Do not ask about an item any more, or ask again. What stands on the page of it stays."""

    def change(lists: Lists) -> dict[str, object]:
        others = [id for id in lists.hidden if id != item]
        return {"hidden": [*others, item] if hide else others}

    return _with_lists(origin, change)


def with_label(item: str, rows: Iterable[str], label: str, id: str, origin: str) -> Change:
    """Call an item something else. What was open under the old name ends: nobody said yes to the new one.

    A limit on it is the caller's to refuse: under another name it would be one on something else.
    """
    rows = tuple(rows)

    def change(lists: Lists) -> dict[str, object]:
        if item in lists.own:
            return {"own": {**lists.own, item: lists.own[item].model_copy(update={"label": label})}}
        return {"renamed": {**lists.renamed, item: label}}

    def apply(page: Agreement) -> Agreement:
        page = _with_lists(origin, change)(page)
        off = {name: taken_off(page.boundaries[name], id) for name in rows if name in page.boundaries}
        return page.model_copy(update={"boundaries": {**page.boundaries, **off}})

    return apply


def with_open_weeks(weeks: int, origin: str) -> Change:
    """How long what is open stays so after the next reading, in weeks (1 to 26)."""
    return _with_lists(origin, lambda _lists: {"open_weeks": weeks})


def _with_row(name: str, change: Callable[[Boundary], Boundary]) -> Change:
    def apply(page: Agreement) -> Agreement:
        row = change(page.boundaries.get(name, Boundary()))
        return page.model_copy(update={"boundaries": {**page.boundaries, name: row}})

    return apply


def _with_lists(origin: str, change: Callable[[Lists], dict[str, object]]) -> Change:
    def apply(page: Agreement) -> Agreement:
        lists = page.lists or Lists(origin=origin)
        return page.model_copy(update={"lists": lists.model_copy(update=change(lists))})

    return apply
