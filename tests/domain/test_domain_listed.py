"""The lists as one couple has them: what things are called, whose answers are behind a row, what is asked."""

from datetime import timedelta
from typing import Any

import pytest
from boundary_samples import TYPED, after, row
from domain_samples import TODAY, page
from hypothesis import given
from hypothesis import strategies as st

from couplekit.content import interface
from couplekit.content.boundaries import areas
from couplekit.domain.agreement import Agreement
from couplekit.domain.boundaries import Boundary, Lists, OwnItem, taken_off
from couplekit.domain.listed import (
    OWN_AREA,
    Asking,
    asking,
    behind,
    entered_areas,
    label_of,
    last_reading,
    listed,
    question_of,
    rows_behind,
)
from couplekit.domain.people import Side
from couplekit.domain.rounds import turn_mark

SAY = interface()
AREAS = areas()
FIRST, SECOND = AREAS[0], AREAS[1]
NAMES: dict[Side, str] = {"a": "Sam", "b": "Alex"}
#: An item with one side, and one with two, of the first area.
ONE = next(id for id, item in FIRST.item.items() if not item.two_sided)
TWO = next(id for id, item in FIRST.item.items() if item.two_sided)


def lists(**values: Any) -> Lists:
    """What a couple has changed, after a first reading."""
    return Lists.model_validate({"origin": "k3f9", "readings": 1, "areas": [FIRST.id], **values})


def read(*left_out: str, days_ago: int = 7) -> dict[str, Boundary]:
    """The rows of the first area after a reading, each a no; but for some that were not asked."""
    starts = TODAY - timedelta(days=days_ago) + timedelta(days=2)
    rows = behind(item for item in listed(AREAS, None).values() if item.area == FIRST.id)
    return {id: row(level="none", round=1, **{"from": starts}) for id in rows if id not in left_out}


def asked(boundaries: dict[str, Boundary], *, today: int = 0, **values: Any) -> Asking:
    """What a round asks about, with these rows."""
    there = lists(**values)
    return asking(page(boundaries=boundaries, lists=there), AREAS, listed(AREAS, there), after(today))


# -- what things are called ----------------------------------------------------------------------------------


def test_an_item_with_one_side_is_called_by_its_label() -> None:
    """So it is on the page, and so it is asked of both."""
    items = listed(AREAS, None)
    assert label_of(ONE, items, NAMES, SAY) == FIRST.item[ONE].label
    assert [question_of(one, items, "Alex", SAY) for one in items[ONE].asked] == [FIRST.item[ONE].label]


def test_a_row_of_two_sides_says_who_gives_and_who_receives() -> None:
    """Each direction is named with both names, as the item is called."""
    items = listed(AREAS, None)
    label = FIRST.item[TWO].label
    assert label_of(f"{TWO}-from-a", items, NAMES, SAY) == f"{label}, from Sam to Alex"
    assert label_of(f"{TWO}-from-b", items, NAMES, SAY) == f"{label}, from Alex to Sam"
    giving, receiving = (question_of(one, items, "Alex", SAY) for one in items[TWO].asked)
    assert giving == (FIRST.item[TWO].giving or "").replace("{other}", "Alex")
    assert receiving == (FIRST.item[TWO].receiving or "").replace("{other}", "Alex")


def test_words_of_the_couple_are_asked_and_read_as_they_are() -> None:
    """Their own items and other names for ours: nothing is filled in, on the page or where it is asked."""
    words = "Tea for {other} [cold] {giver}"
    own = {"own-a": OwnItem(label=words), "own-b": OwnItem(label=words, **{"two-sided": True})}
    there = lists(own=own, renamed={ONE: words, TWO: words})
    items = listed(AREAS, there)
    for one_sided in ("own-a", ONE):
        assert label_of(one_sided, items, NAMES, SAY) == words
        assert [question_of(one, items, "Alex", SAY) for one in items[one_sided].asked] == [words]
    for two_sided in ("own-b", TWO):
        assert label_of(f"{two_sided}-from-b", items, NAMES, SAY) == f"{words}, from Alex to Sam"
        questions = [question_of(one, items, "Alex", SAY) for one in items[two_sided].asked]
        assert questions == [f"{words}, from you to Alex", f"{words}, from Alex to you"]
    assert items["own-a"].area == items["own-b"].area == OWN_AREA
    assert list(items)[-2:] == ["own-a", "own-b"]


def test_a_row_that_no_list_knows_has_a_name() -> None:
    """It is called by its id, so that it can be read and taken off."""
    assert label_of("cold-feet-from-a", listed(AREAS, None), NAMES, SAY) == "cold feet from a"


def test_a_name_for_what_is_not_in_the_lists_changes_nothing() -> None:
    """Another name, or being hidden, of an item that went from the lists is kept and hinders nobody."""
    items = listed(AREAS, lists(renamed={"long-gone": "x"}, hidden=["long-gone", ONE]))
    assert items.keys() == listed(AREAS, None).keys()
    assert [id for id, item in items.items() if item.hidden] == [ONE]


# -- whose answers stand behind a row ------------------------------------------------------------------------


def test_what_goes_from_one_to_the_other_is_one_giving_and_the_other_receiving() -> None:
    """Every row of every list: of one side the same key twice; of two sides crosswise."""
    items = listed(AREAS, lists(own={"own-b": OwnItem(label="Tea", **{"two-sided": True})}))
    for id, keys in behind(items.values()).items():
        if id.endswith("-from-a"):
            item = id.removesuffix("-from-a")
            assert keys == (f"{item}-giving", f"{item}-receiving")
        elif id.endswith("-from-b"):
            item = id.removesuffix("-from-b")
            assert keys == (f"{item}-receiving", f"{item}-giving")
        else:
            assert keys == (id, id)


def test_every_answer_stands_behind_one_row_and_every_row_has_two() -> None:
    """No answer is without a row, and none stands behind a row that belongs to another."""
    items = listed(AREAS, None).values()
    keys = [one.key for item in items for one in item.asked]
    sides: tuple[Side, ...] = ("a", "b")
    for number, side in enumerate(sides):
        rows = rows_behind(items, side)
        assert sorted(rows) == sorted(keys)
        assert all(len(found) == 1 for found in rows.values())
        assert {found[0]: key for key, found in rows.items()} == {
            id: both[number] for id, both in behind(items).items()
        }


# -- what is asked -------------------------------------------------------------------------------------------


def test_a_first_round_asks_the_first_area_and_what_they_added() -> None:
    """Before any reading: at most twelve everyday items, and the couple's own."""
    first = asking(page(), AREAS, listed(AREAS, None), TODAY)
    assert first == Asking(tuple(FIRST.item), True, ())
    assert len(first.items) <= 12
    own = Lists.model_validate({"origin": "k3f9", "own": {"own-a": {"label": "Tea"}}})
    there = asking(page(lists=own), AREAS, listed(AREAS, own), TODAY)
    assert there.items == (*FIRST.item, "own-a")


def test_nothing_is_due_after_a_reading() -> None:
    """What both answered is asked again after four weeks at the earliest, and then is not due either."""
    assert asked(read()) == Asking((), False, ())
    assert asked(read(), today=20) == Asking((), False, ())
    assert asked(read(), today=21) == Asking(tuple(FIRST.item), False, ())


def test_what_they_never_both_answered_is_due() -> None:
    """An item that came to a list, with one of its two directions too, is asked in the next round."""
    assert asked(read(ONE)) == Asking((ONE,), True, ())
    assert asked(read(f"{TWO}-from-b")) == Asking((TWO,), True, ())
    assert asked(read(), own={"own-a": OwnItem(label="Tea")}) == Asking(("own-a",), True, ())


def test_what_is_past_its_day_is_due() -> None:
    """What was open is asked again from the day after its last, and nothing else is."""
    opened = row(level="open", round=1, **{"from": after(-5), "until": after(3)})
    assert asked(read() | {ONE: opened}, today=3) == Asking((), False, ())
    assert asked(read() | {ONE: opened}, today=4) == Asking((ONE,), True, ())


@pytest.mark.parametrize("number", [0, 1])
def test_what_one_person_took_off_is_not_due(number: int) -> None:
    """A narrowing is no reason to ask, whether a round had come to the row before or not."""
    opened = row(narrowed={"k1": "none"})
    if number:
        opened = row(level="open", round=1, narrowed={"k1": "none"}, **{"from": after(-5), "until": after(3)})
    assert asked(read() | {ONE: opened}, today=4) == Asking((), False, ())


@pytest.mark.parametrize(
    "limit",
    [row(level="limit", round=1), row(narrowed={"k1": "limit"}), row(level="open", narrowed={"k1": "limit"})],
)
def test_a_limit_is_never_due(limit: Boundary) -> None:
    """Whatever it came from: it is not asked, in four weeks either, and can be brought."""
    early = asked(read() | {ONE: limit})
    assert early == Asking((), False, (ONE,))
    late = asked(read() | {ONE: limit}, today=50)
    assert late.limits == (ONE,)
    assert ONE not in late.items
    assert not late.is_due


def test_a_limit_on_one_direction_keeps_the_item_out() -> None:
    """Neither direction is asked, so that nobody is led up to the one that is a limit."""
    assert asked(read(f"{TWO}-from-a") | {f"{TWO}-from-b": row(level="limit", round=1)}).items == ()


def test_only_areas_that_both_added_are_asked() -> None:
    """A list that nobody added is never asked, and one that both added is asked in its place."""
    both = asked(read(), areas=[SECOND.id, FIRST.id])
    assert both == Asking(tuple(SECOND.item), True, ())
    assert entered_areas(page(), AREAS) == (FIRST.id, OWN_AREA)
    assert entered_areas(page(lists=lists(areas=["long-gone"])), AREAS) == ("long-gone", OWN_AREA)


def test_what_is_hidden_is_not_asked() -> None:
    """Neither where it is due, nor after four weeks, nor among the limits that can be brought."""
    hidden = [ONE, TWO]
    assert asked(read(ONE), hidden=hidden) == Asking((), False, ())
    assert asked(read() | {TWO: row(level="limit")}, hidden=hidden, today=50) == Asking(
        tuple(id for id in FIRST.item if id not in hidden), False, ()
    )


def test_a_reading_is_of_the_day_before_it_was_slept_on() -> None:
    """The day is known from the rows: the latest of them, and none where nothing was read."""
    assert last_reading(page()) is None
    rows = read(days_ago=30) | {ONE: row(round=2, **{"from": after(-1)})}
    assert last_reading(page(boundaries=rows)) == after(-3)


ROWS = st.dictionaries(st.sampled_from([ONE, f"{TWO}-from-a", f"{TWO}-from-b", "long-gone"]), TYPED)


@given(ROWS, st.integers(-400, 400), st.sampled_from([[], [ONE], [TWO]]))
def test_any_page_has_something_to_ask_or_nothing(
    rows: dict[str, Boundary], day: int, hidden: list[str]
) -> None:
    """Whatever rows somebody typed: nothing is asked that is a limit or hidden, and each item once."""
    found = asked(read() | rows, today=day, hidden=hidden)
    assert len(set(found.items)) == len(found.items)
    assert not {*found.items, *found.limits} & {*hidden, "long-gone"}
    assert not set(found.items) & set(found.limits)
    assert not (found.is_due and not found.items)


@given(ROWS, st.integers(-5, 100), st.sampled_from([ONE, f"{TWO}-from-a"]))
def test_a_turn_that_waits_changes_nothing_of_what_is_asked(
    rows: dict[str, Boundary], day: int, where: str
) -> None:
    """The limits of a turn of this round are no part of it: the other one is asked the same."""
    there: Agreement = page(boundaries=rows, lists=lists())
    marked = rows | {where: taken_off(rows.get(where, Boundary()), turn_mark(1, "k3f9"), "limit")}
    items = listed(AREAS, None)
    with_it = asking(there.model_copy(update={"boundaries": marked}), AREAS, items, after(day))
    assert with_it == asking(there, AREAS, items, after(day))
