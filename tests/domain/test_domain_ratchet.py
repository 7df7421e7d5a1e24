"""The changes of a page's boundaries: what one person can do, and what a reading of both does."""

from typing import Any

import pytest
from boundary_samples import LEVEL, ROW_IDS, TYPED_ROWS, after, edges, never_wider, row, says
from domain_samples import TODAY, page
from hypothesis import given
from hypothesis import strategies as st

from couplekit.domain.agreement import Agreement, Change
from couplekit.domain.boundaries import Boundary, Lists, OwnItem
from couplekit.domain.ratchet import (
    readings,
    with_closed,
    with_dropped,
    with_hidden,
    with_label,
    with_open_weeks,
    with_own_item,
    with_reading,
    with_taken_off,
    with_turn_ended,
)
from couplekit.domain.rounds import ANSWERS, Answer, Turn

ROW = st.sampled_from(ROW_IDS)
#: No narrowing of a row that is there already has this name.
NEW = "new"
SAID: st.SearchStrategy[Answer] = st.sampled_from(ANSWERS)
TURN = st.dictionaries(ROW, SAID).map(
    lambda answers: Turn(round=1, day=TODAY, done=True, asked=sorted(answers), answers=answers)
)
#: Everything that one person can do to a page, by these commands.
ALONE: st.SearchStrategy[Change] = st.one_of(
    st.builds(with_taken_off, ROW, st.just(NEW), LEVEL),
    st.builds(with_dropped, ROW, st.just(NEW)),
    st.just(with_closed(NEW)),
    st.builds(lambda turn: with_turn_ended({id: [id] for id in ROW_IDS}, turn, NEW), TURN),
    st.builds(lambda id: with_label("item", [id], "Tea", NEW, "k3f9"), ROW),
    st.builds(lambda id: with_hidden(id, "k3f9"), ROW),
    st.builds(lambda id: with_hidden(id, "k3f9", hide=False), ROW),
    st.builds(lambda weeks: with_open_weeks(weeks, "k3f9"), st.integers(1, 26)),
    st.just(with_own_item("own-a", OwnItem(label="Tea"), "k3f9")),
)


def with_rows(rows: dict[str, Boundary], **lists: Any) -> Agreement:
    """A page with these rows."""
    there = Lists.model_validate({"origin": "k3f9", "readings": 1, **lists})
    return page(boundaries=rows, lists=there)


@given(TYPED_ROWS, st.lists(ALONE, max_size=3))
def test_nothing_that_one_person_does_widens(rows: dict[str, Boundary], changes: list[Change]) -> None:
    """Whatever stands on the page, in any order and on any day, each row says the same or less."""
    before = with_rows(rows)
    now = before
    for change in changes:
        now = change(now)
    for id in {*rows, *now.boundaries}:
        there = now.boundaries.get(id, Boundary())
        assert never_wider(there, rows.get(id, Boundary()), before.changed)
    assert (now.signals, now.partners, now.changed) == (before.signals, before.partners, before.changed)


@given(TYPED_ROWS, ROW)
def test_what_is_taken_off_is_off_at_once_and_on_every_later_day(rows: dict[str, Boundary], id: str) -> None:
    """It counts on the same day, and no day that comes brings it back; other rows are as they were."""
    now = with_taken_off(id, NEW)(with_rows(rows))
    for day in edges([now.boundaries[id]]):
        assert says(now.boundaries[id], day) in ("none", "limit")
    others = {name: there for name, there in rows.items() if name != id}
    assert {name: there for name, there in now.boundaries.items() if name != id} == others


@given(TYPED_ROWS, ROW)
def test_dropping_leaves_what_was_there_before(rows: dict[str, Boundary], id: str) -> None:
    """What is slept on is dropped: on every day the row says what it said before the round, or less."""
    before = rows.get(id, Boundary())
    now = with_dropped(id, NEW)(with_rows(rows)).boundaries[id]
    until = before.model_copy(update={"level": before.before})
    for day in edges([before]):
        assert never_wider(now, before)
        if before.starts is not None and day < before.starts:
            assert says(now, day) == says(before, day)
        assert says(now, day) in (says(until, day), says(before, day)) or says(now, day) != "open"


@given(TYPED_ROWS)
def test_a_closed_page_has_nothing_open_on_any_day(rows: dict[str, Boundary]) -> None:
    """All that is open, worth a talk or slept on ends for good; what was a limit is as it was."""
    now = with_closed(NEW)(with_rows(rows)).boundaries
    assert now.keys() == rows.keys()
    for id, there in now.items():
        assert {says(there, day) for day in edges([rows[id]])} <= {"none", "limit"}
        for day in edges([rows[id]]):
            if says(rows[id], day) == "limit":
                assert says(there, day) == "limit"
    assert with_closed("another")(with_rows(now)).boundaries == now


@given(TYPED_ROWS, TURN)
def test_of_a_turn_that_ends_its_limits_count_and_nothing_else(rows: dict[str, Boundary], turn: Turn) -> None:
    """Each row behind a limit is one from then on; every other row is the same, to the letter."""
    now = with_turn_ended({id: [id] for id in ROW_IDS}, turn, NEW)(with_rows(rows)).boundaries
    limits = {key for key, answer in turn.answers.items() if answer == "limit"}
    for id in limits:
        assert {says(now[id], day) for day in edges([now[id]])} == {"limit"}
    assert {id: there for id, there in now.items() if id not in limits} == {
        id: there for id, there in rows.items() if id not in limits
    }


@given(TURN)
def test_a_page_does_not_tell_in_which_order_limits_were_given(turn: Turn) -> None:
    """The rows stand in the order of the lists, however they were answered."""
    turned = turn.model_copy(update={"answers": dict(reversed(turn.answers.items()))})
    keys = {id: [id] for id in ROW_IDS}
    one, two = (with_turn_ended(keys, each, NEW)(with_rows({})).boundaries for each in (turn, turned))
    assert list(one.items()) == list(two.items())


@given(TYPED_ROWS, st.sets(ROW))
def test_under_another_name_nothing_is_open(rows: dict[str, Boundary], ids: set[str]) -> None:
    """Every row of the item ends, on every day; the others stay, and no row is made."""
    now = with_label("item", ids, "Tea", NEW, "k3f9")(with_rows(rows))
    assert now.boundaries.keys() == rows.keys()
    for id, there in now.boundaries.items():
        if id in ids:
            assert {says(there, day) for day in edges([rows[id]])} <= {"none", "limit"}
        else:
            assert there == rows[id]


def test_another_name_goes_to_the_item_it_is_for() -> None:
    """One of theirs keeps its sides; one of ours is noted beside the lists, where an update leaves it."""
    own = OwnItem(label="Tea", **{"two-sided": True})
    now = with_label("own-a", [], "Cocoa", NEW, "k3f9")(with_rows({}, own={"own-a": own}))
    assert now.lists is not None
    assert now.lists.own == {"own-a": own.model_copy(update={"label": "Cocoa"})}
    assert now.lists.renamed == {}
    now = with_label("holding-hands", [], "Paw in paw", NEW, "k3f9")(now)
    assert now.lists is not None
    assert now.lists.renamed == {"holding-hands": "Paw in paw"}


def test_the_first_change_of_the_lists_names_the_history() -> None:
    """A page without any gets the origin that is given; one that has it keeps its own."""
    change = with_hidden("x", "new-origin")
    first, second = change(page()).lists, change(with_rows({})).lists
    assert first is not None
    assert second is not None
    assert (first.origin, second.origin) == ("new-origin", "k3f9")
    assert (first.hidden, first.readings, first.areas) == (["x"], 0, [])


def test_what_is_hidden_is_hidden_once_and_comes_back() -> None:
    """Hidden twice it stands there once; asked again it is gone from there, also where it never was."""
    twice = with_hidden("x", "k3f9")(with_hidden("x", "k3f9")(with_rows({}, hidden=["y"])))
    assert twice.lists is not None
    assert twice.lists.hidden == ["y", "x"]
    for id in ("x", "x"):
        twice = with_hidden(id, "k3f9", hide=False)(twice)
    assert twice.lists is not None
    assert twice.lists.hidden == ["y"]


# -- a reading -----------------------------------------------------------------------------------------------

BEHIND = {"x": ("x", "x"), "y-from-a": ("y-giving", "y-receiving"), "y-from-b": ("y-receiving", "y-giving")}


def turn(answers: dict[str, Answer], *areas: str, asked: tuple[str, ...] = ("x",)) -> Turn:
    """A turn that was handed in."""
    return Turn(round=1, day=TODAY, done=True, asked=list(asked), answers=answers, areas=list(areas))


def read(one: Turn, two: Turn, **lists: Any) -> Agreement:
    """The page after these two were read together."""
    change = with_reading(BEHIND, (one, two), first="everyday", origin="new-origin", today=TODAY)
    return change(with_rows({}, **lists))


@pytest.mark.parametrize("weeks", [1, 12, 26])
def test_a_reading_stamps_the_page(weeks: int) -> None:
    """It is one reading more, of today; what is open is so for the couple's own time."""
    there = read(turn({"x": "fine"}), turn({"x": "wanted"}), **{"open-weeks": weeks})
    assert there.lists is not None
    assert there.lists.readings == 2
    assert there.lists.origin == "k3f9"
    assert there.changed == TODAY
    opened = row(level="open", round=1, **{"from": after(2), "until": after(7 * weeks)})
    assert there.boundaries == {"x": opened}


def test_a_clock_that_was_ahead_is_put_right_by_a_reading() -> None:
    """What the two say now is of today: the page is too, also where its last day had not come yet."""
    ahead = with_rows({}).model_copy(update={"changed": after(300)})
    change = with_reading(
        BEHIND, (turn({"x": "fine"}), turn({"x": "fine"})), first="f", origin="o", today=TODAY
    )
    there = change(ahead)
    assert there.changed == TODAY
    assert readings(there, after(2))["x"].level == "open"


def test_an_area_enters_where_both_added_it_and_stays() -> None:
    """The first one is always there; what one of them added is nowhere; what is there is there once."""
    there = read(turn({}, "touch", "time"), turn({}, "time", "words"))
    assert there.lists is not None
    assert there.lists.areas == ["everyday", "time"]
    again = read(turn({}, "time", "words"), turn({}, "words", "time"), areas=["everyday", "time"])
    assert again.lists is not None
    assert again.lists.areas == ["everyday", "time", "words"]


def test_the_two_directions_are_read_crosswise() -> None:
    """One gives and the other receives: one yes each to the same direction opens it, and not the other."""
    keys = ("y-giving", "y-receiving")
    there = read(turn({"y-giving": "fine"}, asked=keys), turn({"y-receiving": "wanted"}, asked=keys))
    assert {id: there.level for id, there in there.boundaries.items()} == {
        "y-from-a": "open",
        "y-from-b": "none",
    }
