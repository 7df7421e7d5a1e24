"""A row of the page: what it says on each day, and that one person can only turn it towards no."""

from datetime import date, timedelta
from itertools import pairwise, permutations

import pytest
from boundary_oracle import narrowest
from boundary_samples import (
    LEVEL,
    LONG_AGO,
    STEPS,
    TYPED,
    TYPED_DAYS,
    TYPED_ROWS,
    Step,
    after,
    both,
    edges,
    is_not_wider,
    lived,
    never_wider,
    row,
    says,
)
from domain_samples import TODAY
from hypothesis import example, given, settings
from hypothesis import strategies as st

from couplekit.domain.boundaries import (
    LEVELS,
    Boundary,
    Level,
    could_be_wider,
    dropped,
    lapsed,
    narrowed_by,
    narrower,
    reading,
    rows_narrowed_by,
    rows_together,
    taken_off,
    together,
)

thousand = settings(max_examples=1000, deadline=None)

LAST_DAY = st.sampled_from([LONG_AGO, *(after(days) for days in (-1, 0, 1, 2, 90))])

# Both said yes today; it counts from the second day after, for twelve weeks.
ASLEEP = row(**{"level": "open", "before": "none", "from": after(2), "until": after(84), "round": 1})
# Both said yes a while ago.
OPEN = row(**{"level": "open", "before": "none", "from": after(-5), "until": after(77), "round": 1})


# -- what a row says -------------------------------------------------------------------------------


def test_the_levels_from_wide_to_narrow() -> None:
    """Open is wider than talk, talk than nothing, and a limit is the narrowest."""
    assert LEVELS == ("open", "talk", "none", "limit")
    for one in LEVELS:
        for two in LEVELS:
            assert narrower(one, two) == narrowest([one, two])


def test_what_is_not_there_is_a_no() -> None:
    """A row that nobody answered says no on every day."""
    assert {says(Boundary(), day) for day in edges([], date.min, date.max)} == {"none"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (0, ("none", "asleep")),
        (1, ("none", "asleep")),
        (2, ("open", "agreed")),
        (83, ("open", "agreed")),
        (84, ("open", "agreed")),
        (85, ("talk", "lapsed")),
        (9999, ("talk", "lapsed")),
    ],
)
def test_the_days_of_an_open_row(day: int, expected: tuple[str, str]) -> None:
    """Slept on for two days, open up to its last day, and not agreed from the day after."""
    assert reading(ASLEEP, after(day), TODAY) == expected


@pytest.mark.parametrize(("level", "past"), [("open", "talk"), ("talk", "talk"), ("none", "none")])
def test_only_what_is_open_ends(level: Level, past: Level) -> None:
    """Past its day what is open counts as worth a talk; the rest stays what it is."""
    assert says(OPEN.model_copy(update={"level": level}), after(400)) == past


def test_a_limit_never_ends() -> None:
    """No day and no clock ends a limit, whether a round gave it or one person."""
    for limit in (row(level="limit"), row(level="limit", before="open"), taken_off(OPEN, "k1", "limit")):
        for day in edges([limit], date.min, date.max):
            assert says(limit, day, after(1)) == "limit"


@pytest.mark.parametrize(("day", "level"), [(-8, "talk"), (-7, "open"), (0, "open")])
def test_a_clock_set_back_before_the_round(day: int, level: Level) -> None:
    """On a day before its own round, what was open before it reads not agreed."""
    assert says(OPEN.model_copy(update={"before": "open"}), after(day)) == level


@pytest.mark.parametrize(("day", "expected"), [(-1, ("talk", "lapsed")), (0, ("open", "agreed"))])
def test_a_clock_set_back_before_the_page(day: int, expected: tuple[str, str]) -> None:
    """On a day before the page's last one nothing is open, until the clock has caught up."""
    assert reading(OPEN, after(day), TODAY) == expected


@pytest.mark.parametrize(("day", "level"), [(180, "open"), (181, "talk")])
def test_a_last_day_far_away_is_not_believed(day: int, level: Level) -> None:
    """No couple can choose more than twenty-six weeks, so a day that was typed counts no longer."""
    far = row(**{"level": "open", "before": "open", "from": TODAY, "until": date.max, "round": 1})
    assert says(far, after(day)) == level


@pytest.mark.parametrize("missing", ["from", "until"])
def test_without_a_day_nothing_is_open(missing: str) -> None:
    """A row with no first or no last day is open on none."""
    values = {"level": "open", "before": "open", "from": TODAY, "until": after(84), missing: None}
    assert "open" not in {says(row(**values), day) for day in edges([row(**values)])}


@thousand
@given(TYPED, st.sampled_from(TYPED_DAYS), LAST_DAY)
@example(row(**{"level": "open", "before": "open", "from": date.max, "until": date.max}), TODAY, LONG_AGO)
@example(row(**{"level": "open", "before": "open", "from": date.min, "until": date.max}), TODAY, LONG_AGO)
def test_nothing_is_open_outside_its_days(any_row: Boundary, day: date, last_day: date) -> None:
    """Whatever was typed: past its last day, past the longest, or the clock set back, nothing is open."""
    level, state = reading(any_row, day, last_day)
    starts, until = any_row.starts, any_row.until
    if level == "open":
        assert starts is not None
        assert until is not None
        assert last_day <= day <= until
        assert timedelta(-2) <= day - starts <= timedelta(26 * 7 - 2)
        assert day >= starts or any_row.before == "open"
    # Whatever the reason that is given, what was taken off counts, and so does the answer of both.
    assert is_not_wider(level, narrowest([any_row.level, *any_row.live.values()]))
    assert (state == "lapsed") <= (level == "talk")


@thousand
@given(TYPED, LAST_DAY)
def test_time_alone_widens_once(any_row: Boundary, last_day: date) -> None:
    """From the day it wakes no later day says more than an earlier one, on a clock that only goes forward."""
    first = max([last_day, *([any_row.starts] if any_row.starts else [])])
    said = [says(any_row, day, last_day) for day in edges([any_row], first) if day >= first]
    assert all(is_not_wider(later, sooner) for sooner, later in pairwise(said))


# -- one person ------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["none", "limit"])
def test_taking_off_counts_at_once(level: Level) -> None:
    """One person takes it off, and it is off on that day and on every other."""
    off = taken_off(OPEN, "k1", level)
    assert reading(off, TODAY, TODAY) == (level, "off")
    assert {says(off, day) for day in edges([off])} == {level}


def test_taking_off_comes_to_no_unless_more_is_said() -> None:
    """Without another word it is off the page, which is a no, and not a limit."""
    assert says(taken_off(OPEN, "k1"), TODAY) == "none"
    assert says(taken_off(row(level="limit"), "k1"), TODAY) == "limit"


@pytest.mark.parametrize(("before", "level"), [("none", "none"), ("talk", "talk")])
def test_dropping_leaves_what_was_before(before: Level, level: Level) -> None:
    """What is slept on and dropped never wakes; what was there before stays."""
    gone = dropped(ASLEEP.model_copy(update={"before": before}), "k1")
    assert {says(gone, after(day)) for day in (0, 1, 2, 3, 84, 85)} == {level}


@thousand
@given(TYPED, st.sampled_from(["k8", "k9"]), LEVEL, LAST_DAY)
def test_one_person_only_narrows(any_row: Boundary, id: str, level: Level, last_day: date) -> None:
    """Taking off, dropping, and a row nobody can vouch for say on no day more than the row did."""
    off = taken_off(any_row, id, level)
    for narrow in (off, dropped(any_row, id), lapsed(any_row)):
        assert never_wider(narrow, any_row, last_day)
    days = edges([any_row], last_day) if last_day > LONG_AGO else edges([any_row])
    assert all(is_not_wider(says(off, day, last_day), level) for day in days)
    assert all(is_not_wider(says(dropped(any_row, id), day), any_row.before) for day in days)
    assert all(says(lapsed(any_row), day) != "open" for day in days)


# -- three devices, against the oracle -------------------------------------------------------------


@thousand
@given(STEPS)
@example([Step(0, 0, "round", "wanted", "wanted"), Step(85, 0, "round", "wanted", "wanted")])
@example([Step(0, 0, "round", "wanted", "wanted"), Step(83, 0, "round", "wanted", "wanted")])
def test_every_device_says_what_a_replay_of_its_log_says(steps: list[Step]) -> None:
    """On every day each device says what the oracle says, and tells what is slept on as such.

    With the rule for a tie in the oracle there is no exception. Without it, each of two rounds of one
    number read by itself, a row may say less than the oracle, and only where a log holds such a tie: there
    it can be up to the day on which the later of them wakes, and after a drop of what was slept on.
    """
    devices, today = lived(steps)
    for device in devices:
        last_day = device.log.last_day
        turns = [
            today,
            *(day for event in device.log.latest for day in (event.day, event.awake, event.until)),
        ]
        near = [day + timedelta(days=days) for day in turns for days in (-1, 0, 1, 2)]
        for day in {*edges([device.row]), *near}:
            level, state = reading(device.row, day, last_day)
            assert level == device.log.says(day)
            apart = device.log.says(day, by_the_tie_rule=False)
            assert is_not_wider(level, apart)
            assert level == apart or device.log.had_a_tie
            if state == "asleep" and day >= today:
                assert device.log.sleeps_on(day)


@thousand
@given(STEPS)
def test_no_narrowing_is_lost_that_a_later_round_had_not_seen(steps: list[Step]) -> None:
    """However devices are brought together, what was taken off counts until a round that knew of it."""
    devices, _ = lived(steps)
    for order in permutations(devices):
        whole = both(both(order[0], order[1]), order[2])
        for narrowing in whole.log.live:
            assert whole.row.live[narrowing.id] == narrowing.level
            for day in edges([whole.row]):
                assert is_not_wider(says(whole.row, day), narrowing.level)


@thousand
@given(STEPS, st.permutations([0, 1, 2]), st.lists(st.integers(0, 2), max_size=3))
def test_the_order_of_copies_changes_nothing(steps: list[Step], order: list[int], again: list[int]) -> None:
    """Three devices come to one row, in whatever order and however often they are brought together."""
    devices, _ = lived(steps)
    whole = both(both(devices[0], devices[1]), devices[2])
    other = Boundary()
    for number in [*order, *again]:
        other = together(other, devices[number].row)
    assert other == whole.row
    assert together(devices[0].row, together(devices[1].row, devices[2].row)) == whole.row
    for device in devices:
        assert together(whole.row, device.row) == whole.row
        assert together(device.row, device.row) == together(device.row, Boundary())


@thousand
@given(STEPS, STEPS)
def test_a_copy_of_ones_own_that_is_older_changes_nothing(before: list[Step], since: list[Step]) -> None:
    """What one device held earlier changes nothing in what it holds now."""
    older, _ = lived(before)
    newer, _ = lived([*before, *since])
    for old, new in zip(older, newer, strict=True):
        whole = together(new.row, old.row)
        assert whole == together(new.row, Boundary())
        assert all(reading(whole, day, LONG_AGO) == reading(new.row, day, LONG_AGO) for day in edges([whole]))


# -- two copies, rows that a person typed ----------------------------------------------------------


@thousand
@given(TYPED, TYPED, TYPED)
def test_bringing_together_is_one_thing_in_any_order(a: Boundary, b: Boundary, c: Boundary) -> None:
    """Commutative, associative and idempotent, also for rows with no days and for typed ones."""
    assert together(a, b) == together(b, a)
    assert together(together(a, b), c) == together(a, together(b, c))
    assert together(together(a, b), b) == together(a, b)
    assert never_wider(together(a, a), a)
    assert never_wider(a, together(a, a))


@thousand
@given(TYPED_ROWS, TYPED_ROWS, TYPED_ROWS)
def test_rows_together_are_one_thing_in_any_order(
    a: dict[str, Boundary], b: dict[str, Boundary], c: dict[str, Boundary]
) -> None:
    """The same for whole pages, with rows that only one of them has, down to their order."""
    assert list(rows_together(a, b).items()) == list(rows_together(b, a).items())
    assert rows_together(rows_together(a, b), c) == rows_together(a, rows_together(b, c))
    assert rows_together(rows_together(a, b), b) == rows_together(a, b)
    assert rows_together(a, b).keys() == a.keys() | b.keys()


@pytest.mark.parametrize(
    ("field", "wide", "narrow"),
    [
        ("level", "open", "talk"),
        ("before", "talk", "none"),
        ("from", after(2), after(3)),
        ("from", after(2), None),
        ("until", after(84), after(83)),
        ("until", after(84), None),
    ],
)
def test_a_tie_takes_the_narrower_of_each(field: str, wide: object, narrow: object) -> None:
    """Two rounds of one number: the narrower levels, the later first day and the earlier last one."""
    values = {"level": "open", "before": "talk", "from": after(2), "until": after(84), "round": 1}
    one, two = row(**{**values, field: wide}), row(**{**values, field: narrow})
    assert together(one, two) == together(two, one) == two
    later = one.model_copy(update={"round": 2})
    assert together(later, two) == together(two, later) == later


def test_a_later_round_takes_into_account_only_what_it_had_seen() -> None:
    """A round that knew of a taking off ends it on every copy; one that did not leaves it there."""
    off = taken_off(OPEN, "k1")
    knew = OPEN.model_copy(update={"round": 2, "seen": ["k1"]})
    did_not = OPEN.model_copy(update={"round": 2})
    assert says(together(off, knew), TODAY) == "open"
    assert says(together(off, did_not), TODAY) == "none"


# -- a copy that nobody can vouch for --------------------------------------------------------------


@thousand
@given(TYPED, TYPED, LAST_DAY)
def test_narrowed_by_says_on_no_day_more_than_either(a: Boundary, b: Boundary, last_day: date) -> None:
    """On every day, whatever the last day of the page, it is not wider than the one or the other."""
    narrow = narrowed_by(a, b)
    days = edges([a, b], *([last_day] if last_day > LONG_AGO else []))
    for day in days:
        said = says(narrow, day, last_day)
        assert is_not_wider(said, narrowest([says(a, day, last_day), says(b, day, last_day)]))


@thousand
@given(TYPED, TYPED, TYPED)
def test_narrowed_by_is_one_thing_in_any_order(a: Boundary, b: Boundary, c: Boundary) -> None:
    """Commutative, associative and idempotent."""
    assert narrowed_by(a, b) == narrowed_by(b, a)
    assert narrowed_by(narrowed_by(a, b), c) == narrowed_by(a, narrowed_by(b, c))
    assert narrowed_by(narrowed_by(a, b), b) == narrowed_by(a, b)


@thousand
@given(STEPS, TYPED)
def test_a_row_of_a_stranger_takes_no_part_in_a_later_meeting_of_devices(
    steps: list[Step], typed: Boundary
) -> None:
    """After a row nobody can vouch for, a copy of another device brings no more than it would without it.

    A number of rounds that was typed outranks no round, and a typed "seen" ends nothing that was taken off
    elsewhere.
    """
    (mine, theirs, _), _ = lived(steps)
    [narrow] = rows_narrowed_by({"x": mine.row}, {"x": typed}).values()
    assert never_wider(together(narrow, theirs.row), together(mine.row, theirs.row))


@thousand
@given(TYPED_ROWS, TYPED_ROWS, LAST_DAY)
def test_rows_narrowed_by_says_no_to_what_one_does_not_have(
    mine: dict[str, Boundary], theirs: dict[str, Boundary], last_day: date
) -> None:
    """A row that only one of the two has is a no at most; what is mine stays, and no empty row comes."""
    rows = rows_narrowed_by(mine, theirs)
    assert list(rows) == sorted(rows)
    assert mine.keys() <= rows.keys() <= mine.keys() | theirs.keys()
    for id, narrow in rows.items():
        assert never_wider(narrow, mine.get(id, Boundary()), last_day)
        assert never_wider(narrow, theirs.get(id, Boundary()), last_day)
        assert id in mine or narrow != Boundary()


@thousand
@given(TYPED, TYPED)
def test_what_could_be_wider_is_told(a: Boundary, b: Boundary) -> None:
    """Where a row is wider on any day, couplekit notices; two rows that are the same never are."""
    if not could_be_wider(a, b):
        assert never_wider(a, b)
    assert not could_be_wider(a, a)
