"""A round: two answers to one line of the page. Nothing else widens, and nobody's answer shows before it."""

from datetime import date, timedelta
from itertools import combinations, permutations, product

import pytest
from boundary_oracle import ANSWERS, TABLE, narrowest, said_by_both
from boundary_samples import (
    LEVEL,
    LONG_AGO,
    ROW_IDS,
    TYPED,
    TYPED_ROWS,
    after,
    edges,
    is_not_wider,
    never_wider,
    page_of,
    row,
    says,
)
from domain_samples import TODAY
from hypothesis import example, given, settings
from hypothesis import strategies as st

from couplekit.domain.boundaries import LEVELS, Boundary, Level, reading, taken_off
from couplekit.domain.rounds import (
    Answer,
    Turn,
    after_reading,
    after_round,
    bounded,
    may_be_read,
    merged,
    turn_mark,
    widest,
    with_limits,
)
from couplekit.storage.pages import to_toml

thousand = settings(max_examples=1000, deadline=None)

SAID: st.SearchStrategy[Answer] = st.sampled_from(["wanted", "fine", "talk", "no", "limit"])
WEEKS = st.sampled_from([1, 12, 26])
LAST_DAY = st.sampled_from([LONG_AGO, *(after(days) for days in (-1, 0, 1, 90))])
#: Three rows and the answers behind them; y is one direction of something with two sides, so it is crosswise.
BEHIND = {"x": ("x", "x"), "y": ("y-giving", "y-receiving"), "z": ("z", "z")}
KEYS = ["x", "y-giving", "y-receiving", "z"]
TURN = st.builds(
    lambda when, asked, said, rest: Turn.model_validate(
        {
            **when,
            **rest,
            "asked": asked,
            "answers": {key: one for key, one in zip(KEYS, said, strict=True) if one},
        }
    ),
    st.sampled_from(
        [
            {"round": round, "day": after(day), "done": done}
            for round, day, done in product((0, 1, 2), (-20, -15, -14, -1, 0, 1), (True, False))
        ]
    ),
    st.sampled_from([list(keys) for many in range(5) for keys in combinations(KEYS, many)]),
    st.sampled_from(list(product((None, *ANSWERS), repeat=4))),
    st.sampled_from(
        [
            {"known": known, "areas": areas}
            for known in ({}, {"x": ["k1"]}, {"x": ["k1", "k2", "k3"]}, {"y": ["k2"], "z": ["k1"]})
            for areas in ([], ["touch"], ["touch", "time"])
        ]
    ),
)


def after_a_round(there: Boundary, one: Answer, two: Answer, **values: object) -> Boundary:
    """The row after a round today."""
    return after_round(there, one, two, **{"today": TODAY, "last_day": LONG_AGO, **values})  # type: ignore[arg-type]


# -- two answers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("one", ANSWERS)
@pytest.mark.parametrize("two", ANSWERS)
def test_the_table_of_answers(one: Answer, two: Answer) -> None:
    """Each of the twenty-five pairs comes to what the table says, the same with the two swapped."""
    level = said_by_both(one, two)
    assert merged(one, two) == merged(two, one) == level
    assert widest(one) == TABLE[one][0]
    assert is_not_wider(level, widest(one))
    assert is_not_wider(level, widest(two))


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ("limit", "wanted", "limit"),
        ("limit", "limit", "limit"),
        ("wanted", "wanted", "open"),
        ("wanted", "fine", "open"),
        ("fine", "fine", "open"),
        ("talk", "wanted", "talk"),
        ("talk", "talk", "talk"),
        ("no", "wanted", "none"),
        ("no", "talk", "none"),
        ("no", "no", "none"),
    ],
)
def test_a_row_of_each_kind(one: Answer, two: Answer, level: Level) -> None:
    """A row comes to the level of its two answers on the day it wakes, whoever gave which."""
    for first, second in ((one, two), (two, one)):
        assert says(after_a_round(Boundary(), first, second), after(2)) == level


@thousand
@given(TYPED, SAID, SAID, WEEKS, LAST_DAY)
def test_swapping_two_answers_changes_nothing(
    there: Boundary, one: Answer, two: Answer, weeks: int, last_day: date
) -> None:
    """The row is the same, and so are the text of the page and what is read on any day."""
    ours = after_round(there, one, two, today=TODAY, last_day=last_day, weeks=weeks)
    swapped = after_round(there, two, one, today=TODAY, last_day=last_day, weeks=weeks)
    assert ours == swapped
    assert to_toml(page_of({"x": ours})) == to_toml(page_of({"x": swapped}))
    days = edges([ours])
    assert [reading(ours, day, last_day) for day in days] == [reading(swapped, day, last_day) for day in days]
    # Nor is it wider than either answer, on any day.
    for day in days:
        assert is_not_wider(says(ours, day), narrowest([TABLE[one][0], TABLE[two][0]]))


@thousand
@given(TYPED_ROWS, TURN, TURN)
def test_swapping_two_turns_changes_nothing(rows: dict[str, Boundary], one: Turn, two: Turn) -> None:
    """A whole reading is the same where the two had answered the other way round."""
    behind = {id: (b, a) for id, (a, b) in BEHIND.items()}
    ours = after_reading(rows, BEHIND, (one, two), today=TODAY, last_day=LONG_AGO)
    swapped = after_reading(rows, behind, (two, one), today=TODAY, last_day=LONG_AGO)
    assert list(ours.items()) == list(swapped.items())


# -- what a round does to a row --------------------------------------------------------------------


@pytest.mark.parametrize("before", LEVELS)
@pytest.mark.parametrize("level", LEVELS)
def test_narrower_counts_at_once_and_wider_is_slept_on(before: Level, level: Level) -> None:
    """Of each two levels: the narrower one today and tomorrow, the new one from the day after."""
    there = row(**{"level": before, "before": before, "from": after(-9), "until": after(50), "round": 1})
    answers: dict[Level, tuple[Answer, Answer]] = {
        "open": ("fine", "wanted"),
        "talk": ("talk", "wanted"),
        "none": ("no", "wanted"),
        "limit": ("limit", "wanted"),
    }
    new = after_a_round(there, *answers[level])
    narrow = narrowest([before, level])
    assert [says(new, after(day)) for day in (0, 1, 2)] == [narrow, narrow, level]
    asleep = level != narrow
    assert [reading(new, after(day), TODAY).state == "asleep" for day in (0, 1, 2)] == [asleep, asleep, False]
    assert new.round == 2


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (-1, ["talk", "talk", "open"]),
        (0, ["talk", "talk", "open"]),
        (1, ["open", "open", "open"]),
        (2, ["open", "open", "open"]),
    ],
)
def test_an_old_yes_that_ends_while_it_is_slept_on(until: int, said: list[str]) -> None:
    """What would end before the new yes counts is not open in between; what lasts until then stays so."""
    there = row(**{"level": "open", "before": "none", "from": after(-9), "until": after(until), "round": 1})
    new = after_a_round(there, "wanted", "wanted")
    assert [says(new, after(day)) for day in (0, 1, 2)] == said


def test_a_yes_that_was_typed_to_last_is_not_stretched() -> None:
    """A last day that nobody believes does not carry an old yes over the days it is slept on."""
    there = row(**{"level": "open", "before": "none", "from": after(-180), "until": date.max, "round": 1})
    assert [says(there, after(day)) for day in (0, 1)] == ["open", "talk"]
    assert [says(after_a_round(there, "fine", "fine"), after(day)) for day in (0, 1, 2)] == [
        "talk",
        "talk",
        "open",
    ]


def test_a_round_after_the_clock_was_ahead() -> None:
    """What read as not agreed until the clock catches up is not open again before it was slept on."""
    there = row(**{"level": "open", "before": "open", "from": after(-9), "until": after(50), "round": 1})
    assert says(there, TODAY, after(20)) == "talk"
    new = after_a_round(there, "fine", "fine", last_day=after(20))
    assert [says(new, after(day), TODAY) for day in (0, 1, 2)] == ["talk", "talk", "open"]


@pytest.mark.parametrize(("weeks", "last"), [(1, 7), (12, 84), (26, 182)])
def test_how_long_a_yes_is_open(weeks: int, last: int) -> None:
    """It is open up to its last day, counted from the day both answered."""
    new = after_a_round(Boundary(), "fine", "fine", weeks=weeks)
    assert [says(new, after(day)) for day in (1, 2, last, last + 1)] == ["none", "open", "open", "talk"]


@thousand
@given(TYPED, SAID, SAID, WEEKS, LAST_DAY)
@example(
    row(**{"level": "open", "before": "open", "from": after(-180), "until": date.max}),
    "fine",
    "fine",
    12,
    LONG_AGO,
)
def test_a_round_narrows_at_once_and_widens_on_the_second_day(
    there: Boundary, one: Answer, two: Answer, weeks: int, last_day: date
) -> None:
    """Until the second day after, it says no more than before nor than both answered; then what they did."""
    new = after_round(there, one, two, today=TODAY, last_day=last_day, weeks=weeks)
    level = said_by_both(one, two)
    for day in (TODAY, after(1)):
        # The page is of today from now on, also where a clock was ahead before.
        assert is_not_wider(says(new, day, TODAY), narrowest([says(there, day, last_day), level]))
    later = max(after(2), last_day)
    assert says(new, after(2)) == level
    for day in edges([new, there], later):
        if day >= later:
            ended = level == "open" and day > TODAY + timedelta(weeks=weeks)
            assert says(new, day, last_day) == ("talk" if ended else level)
        if day < TODAY or day < last_day:  # the clock was set back
            assert says(new, day, last_day) != "open"
    assert new.round == there.round + 1
    assert new.narrowed == {}
    assert there.live.keys() <= set(new.seen)


@thousand
@given(TYPED, SAID, SAID)
def test_a_limit_ends_by_a_round_in_which_neither_gave_it(there: Boundary, one: Answer, two: Answer) -> None:
    """A limit of either is there on every day; where neither gave it, the row wakes without one."""
    new = after_a_round(there, one, two)
    said = {says(new, day) for day in edges([new]) if day >= after(2)}
    assert ("limit" in said) == ("limit" in (one, two))
    if "limit" in (one, two):
        assert {says(new, day) for day in edges([new], date.min, date.max)} == {"limit"}


# -- two turns -------------------------------------------------------------------------------------


def turn(**changes: object) -> Turn:
    """A turn that was handed in today."""
    return Turn.model_validate({"round": 3, "day": TODAY, "done": True, "asked": KEYS, **changes})


@pytest.mark.parametrize(
    ("one", "two", "may"),
    [
        ({}, {}, True),
        ({"done": False}, {}, False),
        ({"round": 2}, {}, False),
        ({"round": 4}, {"round": 4}, False),
        ({"round": 2}, {"round": 2}, False),
        ({"day": after(-14)}, {}, True),
        ({"day": after(-15)}, {}, False),
        ({"day": after(1)}, {}, False),
        ({"day": after(-40)}, {"day": after(-26)}, True),
        ({"day": after(-40)}, {"day": after(-25)}, False),
    ],
)
def test_which_turns_are_read(one: dict[str, object], two: dict[str, object], may: bool) -> None:
    """Both handed in, of this round, at most fourteen days apart, and neither from a day to come."""
    assert may_be_read(turn(**one), turn(**two), 3, TODAY) is may
    assert may_be_read(turn(**two), turn(**one), 3, TODAY) is may


def test_one_turn_alone_is_not_read() -> None:
    """Where one has not answered, or nobody has, nothing is read."""
    assert not may_be_read(turn(), None, 3, TODAY)
    assert not may_be_read(None, turn(), 3, TODAY)
    assert not may_be_read(None, None, 0, TODAY)


@thousand
@given(TURN, TURN, st.integers(0, 2))
def test_turns_are_read_only_together(one: Turn, two: Turn, readings: int) -> None:
    """Whichever comes first: both done, of the round that is on, from days near one another, none to come."""
    may = may_be_read(one, two, readings, TODAY)
    assert may == may_be_read(two, one, readings, TODAY)
    near = [after(days) for days in range(-60, 1)]
    assert may == (
        [one.done, two.done, one.round, two.round] == [True, True, readings, readings]
        and one.day in near
        and two.day in near
        and abs(near.index(one.day) - near.index(two.day)) <= 14
    )


def test_what_was_asked_and_left_out_is_a_no() -> None:
    """An answer that is missing is a no where it was asked, and nothing at all where it was not."""
    some = turn(asked=["x"], answers={"z": "wanted"})
    assert (some.answer("x"), some.answer("z"), some.answer("other")) == ("no", None, None)


@thousand
@given(TYPED_ROWS, TURN, TURN, WEEKS)
def test_a_reading_changes_only_what_both_were_asked(
    rows: dict[str, Boundary], one: Turn, two: Turn, weeks: int
) -> None:
    """A row that was not asked of both stays, and so does one that was narrowed since either turn."""
    result = after_reading(rows, BEHIND, (one, two), today=TODAY, last_day=TODAY, weeks=weeks)
    for id in {*rows, *BEHIND, *result}:
        key_a, key_b = BEHIND.get(id, ("", ""))
        there = rows.get(id, Boundary())
        taken_since = [
            name
            for name in there.narrowed
            if name not in there.seen
            and not (name in one.known.get(id, []) and name in two.known.get(id, []))
        ]
        if key_a in one.asked and key_b in two.asked and not taken_since:
            said = one.answers.get(key_a, "no"), two.answers.get(key_b, "no")
            assert result[id] == after_round(there, *said, today=TODAY, last_day=TODAY, weeks=weeks)
        else:
            assert result.get(id) == rows.get(id)


def test_a_taking_off_between_the_turns_and_the_reading_stays() -> None:
    """What somebody took off after either turn is not opened by answers from before."""
    there = row(**{"level": "open", "before": "open", "from": after(-9), "until": after(50), "round": 1})
    rows = {"x": taken_off(there, "k1")}
    yes = turn(answers={"x": "wanted"})
    knew = turn(answers={"x": "wanted"}, known={"x": ["k1"]})
    behind = {"x": ("x", "x")}
    for turns in ((yes, yes), (knew, yes), (yes, knew)):
        assert after_reading(rows, behind, turns, today=TODAY, last_day=TODAY) == rows
    both = after_reading(rows, behind, (knew, knew), today=TODAY, last_day=TODAY)["x"]
    assert [says(both, after(day)) for day in (0, 1, 2)] == ["none", "none", "open"]


def test_the_two_sides_are_read_crosswise() -> None:
    """One gives and the other receives: each direction is a row of its own."""
    behind = {"y-from-a": ("y-giving", "y-receiving"), "y-from-b": ("y-receiving", "y-giving")}
    one = turn(answers={"y-giving": "wanted", "y-receiving": "limit"})
    two = turn(answers={"y-giving": "talk", "y-receiving": "fine"})
    rows = after_reading({}, behind, (one, two), today=TODAY, last_day=TODAY)
    assert {id: says(there, after(2)) for id, there in rows.items()} == {
        "y-from-a": "open",
        "y-from-b": "limit",
    }


# -- one turn, before any reading ------------------------------------------------------------------

ROWS_OF = {"x": ["x"], "y-giving": ["y"], "y-receiving": ["y-from-b"], "z": ["z"]}


def test_a_limit_counts_when_its_turn_ends() -> None:
    """A limit is on the page at once, on every row behind it; all other answers wait."""
    some = turn(answers={"x": "limit", "z": "wanted"})
    rows = with_limits({}, {"x": ["x", "x-2"], "z": ["z"]}, some, "k1")
    assert rows == {"x": taken_off(Boundary(), "k1", "limit"), "x-2": taken_off(Boundary(), "k1", "limit")}


def test_a_limit_said_again_is_marked_again() -> None:
    """A limit of an earlier round gets a mark that no round has seen; one with such a mark stays as it is."""
    said = turn(answers={"x": "limit"})
    again = with_limits({"x": row(level="limit")}, ROWS_OF, said, "k1")["x"]
    assert again.live == {"k1": "limit"}
    marked = {"x": taken_off(Boundary(), "k9", "limit")}
    assert with_limits(marked, ROWS_OF, said, "k1") == marked


@thousand
@given(TYPED_ROWS, TURN)
def test_a_turn_that_ended_only_narrows(rows: dict[str, Boundary], some: Turn) -> None:
    """Every limit of it reads as one, nothing is wider on any day, and no other row moves."""
    result = with_limits(rows, ROWS_OF, some, "k9")
    limits = {id for key, ids in ROWS_OF.items() if some.answers.get(key) == "limit" for id in ids}
    assert result.keys() == rows.keys() | limits
    for id, there in result.items():
        old = rows.get(id, Boundary())
        assert never_wider(there, old)
        assert (there == old) or id in limits
        assert id not in limits or {says(there, day) for day in edges([there])} == {"limit"}


LIMITS = st.sampled_from([keys for many in range(5) for keys in combinations(KEYS, many)])
IN_AN_ORDER = st.tuples(TURN, st.sampled_from(list(permutations(KEYS))))


@thousand
@given(TYPED_ROWS, LIMITS, IN_AN_ORDER, IN_AN_ORDER)
def test_nothing_but_the_limits_of_a_turn_shows(
    rows: dict[str, Boundary],
    limits: tuple[str, ...],
    one: tuple[Turn, tuple[str, ...]],
    two: tuple[Turn, tuple[str, ...]],
) -> None:
    """Two turns that differ in anything but their limits give the same page, byte for byte.

    Nor does it show in which order somebody answered.
    """
    texts = []
    for some, order in (one, two):
        other = {key: said if said != "limit" else "no" for key, said in some.answers.items()}
        said = {**other, **dict.fromkeys(limits, "limit")}
        ended = turn(**{**some.model_dump(), "answers": {key: said[key] for key in order if key in said}})
        texts.append(to_toml(page_of(with_limits(rows, ROWS_OF, ended, "k9"))))
    assert texts[0] == texts[1]


# -- no wider than its owner's last answer ---------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("allowed", [*LEVELS, None])
def test_a_row_is_bounded_by_the_last_answer(level: Level, allowed: Level | None) -> None:
    """Of each two levels it is the narrower one at once; without an answer nothing is open."""
    there = row(**{"level": level, "before": level, "from": after(-9), "until": after(50), "round": 1})
    [now] = bounded({"x": there}, {"x": allowed} if allowed else {}, "k9").values()
    assert says(now, TODAY) == narrowest([level, allowed or "none"])
    assert (now == there) == is_not_wider(level, allowed or "none")


@thousand
@given(TYPED_ROWS, st.dictionaries(st.sampled_from(ROW_IDS), LEVEL), LAST_DAY)
def test_no_row_is_wider_than_its_owners_last_answer(
    rows: dict[str, Boundary], own: dict[str, Level], last_day: date
) -> None:
    """On no day, whatever stands in the page; what is narrow enough is not touched."""
    result = bounded(rows, own, "k9")
    assert list(result) == list(rows)
    for id, there in result.items():
        assert never_wider(there, rows[id], last_day)
        for day in edges([there, rows[id]]):
            assert is_not_wider(says(there, day, last_day), own.get(id, "none"))
    assert bounded(result, own, "k8") == result


def test_a_mark_that_neither_turn_made_keeps_its_row_out_of_the_reading() -> None:
    """Two yeses do not read over a limit of this round that is in neither of them, such as one merged in."""
    marked = {"x": taken_off(Boundary(), turn_mark(0, "k1"), "limit")}
    both = turn(asked=["x"], answers={"x": "wanted"}), turn(asked=["x"], answers={"x": "fine"})
    assert after_reading(marked, BEHIND, both, today=TODAY, last_day=LONG_AGO) == marked
    known = tuple(one.model_copy(update={"known": {"x": [turn_mark(0, "k1")]}}) for one in both)
    read = after_reading(marked, BEHIND, (known[0], known[1]), today=TODAY, last_day=LONG_AGO)
    assert read["x"].level == "open"
