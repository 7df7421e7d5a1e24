"""Rows, pages and histories that several tests of the boundaries share."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations, permutations, product
from typing import Any, NamedTuple

from boundary_oracle import Log, narrowest
from domain_samples import TODAY, page
from hypothesis import strategies as st

from couplekit.domain.agreement import Agreement
from couplekit.domain.boundaries import LEVELS, Boundary, Level, Lists, dropped, reading, taken_off, together
from couplekit.domain.rounds import Answer, after_round

LONG_AGO = date.min


def after(days: int) -> date:
    """So many days after today; before it where that is less than nothing."""
    return TODAY + timedelta(days=days)


def row(**values: Any) -> Boundary:
    """A row as it stands in a file."""
    return Boundary.model_validate(values)


# -- rows that anybody could have typed ------------------------------------------------------------

#: Few ids, so that two rows have much in common.
IDS = ["k1", "k2", "k3"]
LEVEL = st.sampled_from(LEVELS)
#: The days that matter to a row of today, and those that only a hand would write.
TYPED_DAYS = [
    *(after(days) for days in (-200, -183, -3, -2, -1, 0, 1, 2, 3, 84, 181, 182, 183, 9999)),
    *(date.min, date.min + timedelta(days=1), date.max - timedelta(days=1), date.max),
]
_MARKS = [
    {key: level for key, level in zip(IDS, levels, strict=True) if level}
    for levels in product([None, *LEVELS], repeat=len(IDS))
]
_SEEN = [list(ids) for many in range(4) for ids in combinations(IDS, many)] + [["k3", "k1"], ["k2", "k2"]]
#: A row, drawn in few choices, since a great many are.
TYPED: st.SearchStrategy[Boundary] = st.builds(
    lambda levels, days, marks: row(
        **dict(zip(("level", "before", "round"), levels, strict=True)),
        **dict(zip(("from", "until"), days, strict=True)),
        **dict(zip(("narrowed", "seen"), marks, strict=True)),
    ),
    st.sampled_from(list(product(LEVELS, LEVELS, range(4)))),
    st.sampled_from(list(product([None, *TYPED_DAYS], repeat=2))),
    st.sampled_from(list(product(_MARKS, _SEEN))),
)
ROW_IDS = ["x", "y", "z"]
TYPED_ROWS: st.SearchStrategy[dict[str, Boundary]] = st.builds(
    lambda ids, *rows: dict(zip(ids, rows, strict=False)),
    st.sampled_from([ids for many in range(3) for ids in permutations(ROW_IDS, many)]),
    TYPED,
    TYPED,
)


def edges(rows: Iterable[Boundary], *more: date) -> list[date]:
    """Every day on which a row may begin to read in another way, and the one before."""
    turns = {day.toordinal() for day in (TODAY, *more)}
    for one in rows:
        if one.starts:  # the day both answered, the day it counts, the day after the longest time
            turns |= {one.starts.toordinal() + days for days in (-2, 0, 26 * 7 - 1)}
        if one.until:
            turns.add(one.until.toordinal() + 1)
    days = {turn - before for turn in turns for before in (0, 1)}
    return [date.fromordinal(day) for day in sorted(days) if 0 < day <= date.max.toordinal()]


def says(one: Boundary, day: date, last_day: date = LONG_AGO) -> Level:
    """What a row says on a day."""
    return reading(one, day, last_day).level


def is_not_wider(one: Level, two: Level) -> bool:
    """Whether the first is the second, or narrower."""
    return narrowest([one, two]) == one


def never_wider(one: Boundary, than: Boundary, last_day: date = LONG_AGO) -> bool:
    """Whether there is no day on which the first row says more than the second."""
    days = edges([one, than], *([last_day] if last_day > LONG_AGO else []))
    return all(is_not_wider(says(one, day, last_day), says(than, day, last_day)) for day in days)


# -- histories of three devices --------------------------------------------------------------------


class Step(NamedTuple):
    """One thing that happens on one device, `days` after the last one."""

    days: int
    device: int
    what: str
    one: Answer
    two: Answer


class Device(NamedTuple):
    """What one device holds of one row, and all that it knows, for the oracle."""

    row: Boundary
    log: Log


#: Yes is said more often than no: a history in which nothing is open shows little.
_SAID: tuple[Answer, ...] = ("wanted", "wanted", "fine", "talk", "no", "limit")
_HAPPENS = ("none", "limit", "drop", "copy of 0", "copy of 1", "copy of 2")
_STEPS = [("round", *two) for two in product(_SAID, _SAID)] * 2 + [
    (what, "no", "no") for what in _HAPPENS
] * 10
STEP = st.tuples(
    st.sampled_from([(days, device) for days in (0, 0, 1, 1, 2, 40, 83, 84, 85) for device in range(3)]),
    st.sampled_from(_STEPS),
).map(lambda parts: Step._make((*parts[0], *parts[1])))
STEPS = st.lists(STEP, max_size=9)


def lived(steps: Iterable[Step]) -> tuple[list[Device], date]:
    """Three devices after some steps, and the day it is then."""
    devices = [Device(Boundary(), Log()) for _ in range(3)]
    today = TODAY
    for number, step in enumerate(steps):
        today += timedelta(days=step.days)
        here, id = devices[step.device], f"k{number + 1}"
        if step.what == "round":
            here = with_round(here, id, today, step.one, step.two)
        elif step.what == "none":
            here = Device(taken_off(here.row, id), here.log.with_narrowing(id, today, "none"))
        elif step.what == "limit":
            here = Device(taken_off(here.row, id, "limit"), here.log.with_narrowing(id, today, "limit"))
        elif step.what == "drop":
            if here.log.sleeps_on(today):
                here = Device(dropped(here.row, id), here.log.with_drop(id, today))
        else:
            here = both(here, devices[int(step.what[-1])])
        devices[step.device] = here
    return devices, today


def with_round(device: Device, id: str, today: date, one: Answer, two: Answer) -> Device:
    """A device after a round."""
    last_day = device.log.last_day
    return Device(
        after_round(device.row, one, two, today=today, last_day=last_day),
        device.log.with_round(id, today, one, two),
    )


def both(one: Device, two: Device) -> Device:
    """A device to which the log and the row of another one were copied."""
    return Device(together(one.row, two.row), one.log.with_log(two.log))


# -- pages -----------------------------------------------------------------------------------------


def page_of(rows: dict[str, Boundary], origin: str | None = "ours", **changes: Any) -> Agreement:
    """A page of two with these rows, of one history."""
    lists = Lists(origin=origin) if origin else None
    return page(boundaries=rows, lists=lists, **changes)
