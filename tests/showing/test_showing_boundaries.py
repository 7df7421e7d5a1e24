"""The rows of the page, to read: their headings, their order, and what is shown where nobody opened them."""

from itertools import permutations, product

import pytest
from showing_samples import HOSTILE, SAY, as_lines

from couplekit.domain.boundaries import LEVELS, Level, Reading, State
from couplekit.showing.boundaries import Line, rows_as_blocks, section_of
from couplekit.showing.document import Gap, Words

STATES: tuple[State, ...] = ("agreed", "asleep", "lapsed", "off")
#: The headings, in the order in which a page has them.
ORDER = ["leads-nowhere", "open", "asleep", "limit", "talk", "asleep-talk", "lapsed", "off"]


def line(
    label: str, level: Level, state: State = "agreed", *, nowhere: bool = False, coming: Level = "open"
) -> Line:
    """One row as it is read."""
    return Line(label, Reading(level, state), nowhere, coming)


#: One row for each heading.
ONE_OF_EACH = {
    "leads-nowhere": line("Sitting close", "open", nowhere=True),
    "open": line("A walk", "open"),
    "asleep": line("A dance", "none", "asleep"),
    "limit": line("A hug hello", "limit"),
    "talk": line("A kind note", "talk"),
    "asleep-talk": line("A picnic", "none", "asleep", coming="talk"),
    "lapsed": line("A short kiss", "talk", "lapsed"),
    "off": line("A hand on the shoulder", "none", "off"),
}


def headings(blocks: list[object]) -> list[str]:
    """The headings, by their names."""
    names = {f"{SAY[f'rows.{name}']}:": name for name in ORDER}
    return [names[block.text] for block in blocks if isinstance(block, Words) and block.look == "strong"]


def test_every_reading_has_a_heading_or_is_a_no() -> None:
    """Whatever a row reads, it stands under one heading, and what is not open is never under "open"."""
    for level, state, nowhere, coming in product(LEVELS, STATES, (False, True), LEVELS):
        section = section_of(line("x", level, state, nowhere=nowhere, coming=coming))
        assert section in (*ORDER, "")
        assert (section in ("open", "leads-nowhere")) == (level == "open" and state in ("agreed", "off"))
        assert (section == "limit") == (level == "limit")
    assert section_of(line("x", "none")) == ""
    for name, row in ONE_OF_EACH.items():
        assert section_of(row) == name


def test_the_headings_come_in_one_order() -> None:
    """Open and what leads nowhere first, then not for us, then the rest: however the rows came."""
    rows = list(ONE_OF_EACH.values())
    for start in range(len(rows)):
        turned = [*rows[start:], *rows[:start]]
        assert headings(list(rows_as_blocks(turned, SAY))) == ORDER


def test_under_a_heading_what_leads_nowhere_comes_first_and_the_rest_as_it_came() -> None:
    """The order of the lists stays, but for what is an end in itself."""
    asleep = [line(f"row {n}", "none", "asleep", nowhere=n in (2, 4)) for n in range(5)]
    shown = [block.text for block in rows_as_blocks(asleep, SAY) if isinstance(block, Words)]
    assert shown[1:] == ["row 2", "row 4", "row 0", "row 1", "row 3"]


def test_a_no_is_not_listed() -> None:
    """What is a no is named nowhere; a page of noes says that nothing is open."""
    blocks = list(rows_as_blocks([line("A walk", "none"), line("A dance", "none", nowhere=True)], SAY))
    assert blocks == [Words(SAY["boundaries.empty"])]
    assert list(rows_as_blocks([], SAY)) == blocks


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("rich", [False, True])
def test_the_whole_page_reads_at_any_width(width: int, rich: bool) -> None:
    """Every line fits, every heading and every row is there, and an item hangs under its stroke."""
    long = line("A very slow dance in the kitchen while the soup is on the stove, from Sam to Alex", "talk")
    lines = as_lines(rows_as_blocks([*ONE_OF_EACH.values(), long], SAY), width, rich=rich)
    assert max(map(len, lines)) <= width
    flat = " ".join(" ".join(lines).split())
    for name, row in ONE_OF_EACH.items():
        assert f"{SAY[f'rows.{name}']}: - {row.label}" in flat
    assert f"- {long.label}" in flat


def test_not_opened_it_shows_limits_and_what_is_off_and_one_sentence() -> None:
    """The same blocks whatever else is on the page, and in whatever order it came."""
    closed = [ONE_OF_EACH["limit"], ONE_OF_EACH["off"]]
    expected = list(rows_as_blocks(closed, SAY, opened=False))
    assert headings(expected) == ["limit", "off"]
    assert expected[-2:] == [Gap(), Words(SAY["boundaries.locked"])]
    rest = [row for name, row in ONE_OF_EACH.items() if name not in ("limit", "off")]
    for number in range(len(rest) + 1):
        for some in list(permutations(rest, number))[:20]:
            rows = [*some[: number // 2], *closed, *some[number // 2 :]]
            assert list(rows_as_blocks(rows, SAY, opened=False)) == expected


def test_not_opened_and_empty_it_is_the_one_sentence() -> None:
    """Without limits it is not said that nothing is open: nobody knows that from outside."""
    for rows in ([], [ONE_OF_EACH["open"]], [line("x", "none")]):
        assert list(rows_as_blocks(rows, SAY, opened=False)) == [Words(SAY["boundaries.locked"])]


@pytest.mark.parametrize("rich", [False, True])
def test_a_name_cannot_act_on_the_terminal(rich: bool) -> None:
    """A label is text: its marks are letters, and no control character of it is written."""
    text = "\n".join(as_lines(rows_as_blocks([line(HOSTILE, "open")], SAY), 80, rich=rich))
    assert "[red]evil[/red]" in text
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u2066"} & set(text)
