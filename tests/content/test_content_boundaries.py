"""The lists that couplekit comes with hold together, and a broken one is told about by file, item and key."""

from pathlib import Path

import pytest

from couplekit import content
from couplekit.content.boundaries import areas
from couplekit.domain.lists import asked_of, rows_of
from couplekit.errors import ContentProblem

#: The areas in the order in which they are offered.
ORDER = (
    "everyday-affection",
    "talking-and-words",
    "restful-touch",
    "setting-and-comfort",
    "time-and-energy",
    "afterwards",
    "closeness-undressed",
    "positions-that-ease",
    "being-present",
    "off-the-table-for-now",
)

TOUCH = """
id = "touch"
version = 1
place = 1
title = "Touch"
say = "Touch for rest."
why = "To know what is welcome."
sources = ["small-gestures"]

[item.hug]
label = "A hug"
sources = ["small-gestures"]

[item.back-rub]
label = "A back rub"
giving = "Giving {other} a back rub"
receiving = "Getting a back rub from {other}"
sources = ["small-gestures"]
"""
WORDS = TOUCH.replace('"touch"', '"words"').replace("place = 1", "place = 2").replace("item.", "item.said-")


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the lists are read from."""
    monkeypatch.setattr(content, "folder", lambda: tmp_path)
    (tmp_path / "en" / "boundaries").mkdir(parents=True)
    return tmp_path / "en" / "boundaries"


def told(lists: Path, **files: str) -> list[str]:
    """What is said about the lists in these files, line by line."""
    for name, text in files.items():
        (lists / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentProblem) as found:
        areas()
    return str(found.value).splitlines()


# -- the lists that couplekit comes with -----------------------------------------------------------


def test_the_ten_areas_come_in_order() -> None:
    """Ten areas, one a file, from everyday affection on."""
    assert tuple(area.id for area in areas()) == ORDER


def test_there_are_enough_items_and_not_too_many() -> None:
    """70 to 90 items in all, and the first evening is offered 12 at most."""
    assert 70 <= sum(len(area.item) for area in areas()) <= 90
    assert len(areas()[0].item) <= 12


def test_ids_are_met_once() -> None:
    """No id of an item, of a line of the page or of an answer is met twice in all the lists."""
    items = [(id, item) for area in areas() for id, item in area.item.items()]
    for ids in (
        [id for id, _ in items],
        [row.id for id, item in items for row in rows_of(id, item)],
        [asked.key for id, item in items for asked in asked_of(id, item)],
    ):
        assert len(set(ids)) == len(ids)


def test_some_items_have_two_sides_and_some_lead_nowhere() -> None:
    """There is something to give and to receive, and the first list is mostly an end in itself."""
    items = [item for area in areas() for item in area.item.values()]
    assert 15 <= sum(item.two_sided for item in items) <= 30
    first = areas()[0].item.values()
    assert sum(item.leads_nowhere for item in first) > len(first) / 2


def test_penetration_is_named_once_as_left_out() -> None:
    """Penetration is on no list to say yes to: the one label that names it leaves it out."""
    labels = {id: item.label for area in areas() for id, item in area.item.items()}
    assert [id for id, label in labels.items() if "penetration" in label.casefold()] == [
        "closeness-without-penetration"
    ]


# -- broken lists ----------------------------------------------------------------------------------


def test_sound_lists_are_read_by_place(lists: Path) -> None:
    """The lists that these tests break are sound as they stand, and their places give their order."""
    (lists / "touch.toml").write_text(TOUCH.replace("place = 1", "place = 3"), encoding="utf-8")
    (lists / "words.toml").write_text(WORDS, encoding="utf-8")
    assert [area.id for area in areas()] == ["words", "touch"]


@pytest.mark.parametrize(
    ("change", "place", "says"),
    [
        (('receiving = "Getting a back rub from {other}"\n', ""), "line 16, item.back-rub.giving", "without"),
        (('giving = "Giving {other} a back rub"\n', ""), "line 16, item.back-rub.receiving", "without"),
        (("{other}", "{name}"), "line 14, item.back-rub", "{name} is not a place"),
        (('label = "A hug"', 'label = "A hug"\nlabl = "Hug"'), "line 12, item.hug.labl", 'slip for "label"'),
        (("[item.hug]", "[item.hug-giving]"), "line 10, item.hug-giving", "-giving, -receiving"),
        (("[item.hug]", "[item.hug-from-a]"), "line 10, item.hug-from-a", "couplekit itself adds -from-a"),
        (("[item.hug]", f"[item.{'h' * 49}]"), f"line 10, item.{'h' * 49}", "at most 48 characters"),
        (('label = "A hug"\n', ""), "line 10, item.hug.label", "is missing"),
        (('label = "A hug"', f'label = "{"A" * 61}"'), "line 11, item.hug.label", "at most 60 characters"),
        (("place = 1", "place = 0"), "line 4, place", "at least 1"),
        (('id = "touch"', 'id = "touching"'), "line 2, id", 'was expected: "touch"'),
    ],
)
def test_a_fault_is_told_by_file_item_and_key(
    lists: Path, change: tuple[str, str], place: str, says: str
) -> None:
    """What is wrong in a list is told with its file, line, item and key, and how to mend it."""
    first, *_, last = told(lists, touch=TOUCH.replace(*change))
    assert first.startswith(f"prompts/en/boundaries/touch.toml, {place}: ")
    assert says in first
    assert "Installing couplekit again" in last


def test_an_item_of_two_lists_is_told_with_both(lists: Path) -> None:
    """An id that two lists use is named with both files."""
    first, *_ = told(lists, touch=TOUCH, words=WORDS.replace("item.said-hug", "item.hug"))
    assert first.startswith("prompts/en/boundaries/words.toml, line 10, item.hug: ")
    assert "prompts/en/boundaries/touch.toml has an item of this id" in first


def test_a_place_of_two_lists_is_told_with_both(lists: Path) -> None:
    """Two lists that want the same place in the order are both named."""
    first, *_ = told(lists, touch=TOUCH, words=WORDS.replace("place = 2", "place = 1"))
    assert first.startswith("prompts/en/boundaries/words.toml, line 4, place: ")
    assert "prompts/en/boundaries/touch.toml has the same place" in first


def test_faults_of_all_lists_are_told_at_once(lists: Path) -> None:
    """One broken list does not hide what is wrong in the next, whether it is TOML or not."""
    said = told(lists, touch=TOUCH.replace('"A hug"', "3"), words="id = ")
    assert any(line.startswith("prompts/en/boundaries/touch.toml, line 11, item.hug.label") for line in said)
    assert any(line.startswith("prompts/en/boundaries/words.toml, line 1") for line in said)


def test_without_any_list_it_says_so(lists: Path) -> None:
    """Where there is no list at all, the folder is named and how to get them back."""
    (said,) = told(lists)
    assert said.startswith("prompts/en/boundaries holds no area.")
    assert "Installing couplekit again" in said
