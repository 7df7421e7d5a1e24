"""Lists: what an item and an area may hold, and which answers stand behind which line of the page."""

from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from couplekit.domain.lists import (
    ENDINGS,
    LONGEST_ID,
    Area,
    Asked,
    Item,
    Row,
    asked_of,
    keys_behind,
    rows_of,
)
from couplekit.domain.model import Id
from couplekit.domain.people import other

SIDES = {"giving": "Giving {other} a back rub", "receiving": "Getting a back rub from {other}"}


def item(**more: Any) -> Item:
    """An item, with whatever a test is about."""
    return Item.model_validate({"label": "A back rub", "sources": ["small-gestures"], **more})


def area(**more: Any) -> Area:
    """An area of one item, with whatever a test is about."""
    values = {"id": "touch", "version": 1, "place": 1, "title": "Touch", "say": "Touch.", "why": "To know."}
    return Area.model_validate({**values, "sources": ["small-gestures"], "item": {"hug": item()}, **more})


#: Every id an item may have.
ITEM_IDS = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?", fullmatch=True).filter(
    lambda id: not id.endswith(ENDINGS)
)
#: Ids that come near an ending of ours, so that a clash would be met.
NEAR_IDS = st.builds(
    "-".join,
    st.lists(st.sampled_from(["hug", "from", "a", "b", "giving", "receiving"]), min_size=1, max_size=4),
).filter(lambda id: not id.endswith(ENDINGS))
ITEMS = st.sampled_from([item(), item(**SIDES)])
LISTS = st.dictionaries(ITEM_IDS | NEAR_IDS, ITEMS, min_size=1, max_size=12)


# -- an item ---------------------------------------------------------------------------------------


def test_an_item_has_one_side_or_two() -> None:
    """An item with giving and receiving has two sides, and one without them has one."""
    assert item(**SIDES).two_sided
    assert not item().two_sided
    assert not item().leads_nowhere
    assert item(**{"leads-nowhere": True}).leads_nowhere


@pytest.mark.parametrize(("there", "gone"), [("giving", "receiving"), ("receiving", "giving")])
def test_a_side_needs_its_twin(there: str, gone: str) -> None:
    """Giving without receiving, or the other way round, is refused, and both are named."""
    with pytest.raises(ValidationError, match=f'"{there}" stands without "{gone}"'):
        item(**{there: SIDES[there]})


@pytest.mark.parametrize(
    "more",
    [
        {"label": "A back rub from {other}"},
        {"help": "Ask {name} first."},
        {**SIDES, "giving": "Giving {} a back rub"},
        {**SIDES, "receiving": "Getting a back rub from {first}"},
    ],
)
def test_only_the_other_is_filled_in(more: dict[str, str]) -> None:
    """{other} is the one place that is filled in, and nothing is in a label, which is read on its own."""
    with pytest.raises(ValidationError, match="filled in"):
        item(**more)
    assert item(help="{other} is asked first.", **SIDES)


@pytest.mark.parametrize("more", [{"sources": []}, {"label": "A" * 61}, {"label": " A hug"}, {"hint": "?"}])
def test_an_item_is_short_and_rests_on_something(more: dict[str, Any]) -> None:
    """A label is one line of 60 characters at most; an item names a source, and no key is unknown."""
    with pytest.raises(ValidationError):
        item(**more)


# -- an area ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 13])
def test_an_area_holds_one_to_twelve_items(number: int) -> None:
    """An area is answered in one sitting: 1 to 12 items."""
    with pytest.raises(ValidationError, match="1 to 12 items"):
        area(item={f"hug-{n}": item() for n in range(number)})
    assert area(item={f"hug-{n}": item() for n in range(12)})


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_item_ends_as_a_side_does(ending: str) -> None:
    """An id that ends as couplekit itself ends one is refused, and every such id is named."""
    taken = [f"hug{ending}", f"kiss{ending}"]
    with pytest.raises(ValidationError) as found:
        area(item={"hug": item(), **dict.fromkeys(taken, item())})
    assert all(f"item.{id}" in str(found.value) for id in taken)


def test_an_id_leaves_room_for_an_ending() -> None:
    """An id of an item is 48 characters at most, so that it is still an id with an ending."""
    assert area(item={"h" * LONGEST_ID: item()})
    with pytest.raises(ValidationError, match="at most 48 characters"):
        area(item={"h" * (LONGEST_ID + 1): item()})


@pytest.mark.parametrize("key", ["title", "say", "why"])
def test_nothing_is_filled_in_above_the_items(key: str) -> None:
    """What an area says of itself is read before anybody's turn, so it names nobody."""
    with pytest.raises(ValidationError, match=f'under "{key}"'):
        area(**{key: "What {other} likes."})


# -- lines of the page and answers -----------------------------------------------------------------


def test_one_side_is_one_line_and_one_answer() -> None:
    """An item with one side has one line on the page, one answer each, all under its own id."""
    assert rows_of("hug", item()) == (Row("hug", "hug", None),)
    assert asked_of("hug", item()) == (Asked("hug", "hug", ""),)
    assert keys_behind(Row("hug", "hug", None)) == ("hug", "hug")


def test_two_sides_are_two_lines_and_two_answers() -> None:
    """An item with two sides has a line from each of the two, and each answers giving and receiving."""
    from_a, from_b = rows_of("rub", item(**SIDES))
    assert from_a == Row("rub-from-a", "rub", "a")
    assert from_b == Row("rub-from-b", "rub", "b")
    assert asked_of("rub", item(**SIDES)) == (
        Asked("rub-giving", "rub", "giving"),
        Asked("rub-receiving", "rub", "receiving"),
    )
    assert keys_behind(from_a) == ("rub-giving", "rub-receiving")
    assert keys_behind(from_b) == ("rub-receiving", "rub-giving")


@given(LISTS)
def test_answers_meet_crosswise(lists: dict[str, Item]) -> None:
    """Swapping the two people swaps the lines: what goes from a to b is what then goes from b to a."""
    for id, held in lists.items():
        rows = {row.giver: row for row in rows_of(id, held)}
        for giver, row in rows.items():
            of_a, of_b = keys_behind(row)
            swapped = rows[other(giver) if giver else None]
            assert keys_behind(swapped) == (of_b, of_a)


@given(LISTS)
def test_every_answer_stands_behind_one_line(lists: dict[str, Item]) -> None:
    """Each answer of each person stands behind one line, and each line has one answer of each behind it."""
    for id, held in lists.items():
        behind = [keys_behind(row) for row in rows_of(id, held)]
        asked = sorted(one.key for one in asked_of(id, held))
        assert sorted(of_a for of_a, _ in behind) == sorted(of_b for _, of_b in behind) == asked


@given(LISTS)
def test_no_line_and_no_answer_is_taken_for_another(lists: dict[str, Item]) -> None:
    """Whatever ids the items have, no id of a line or an answer is met twice, and each is a sound id."""
    rows = [row.id for id, held in lists.items() for row in rows_of(id, held)]
    keys = [asked.key for id, held in lists.items() for asked in asked_of(id, held)]
    for ids in (rows, keys):
        assert len(set(ids)) == len(ids)
    two_sided = {id for id, held in lists.items() if held.two_sided}
    assert not (set(rows) | set(keys)) & two_sided
    for id in chain(rows, keys):
        assert TypeAdapter(Id).validate_python(id) == id
