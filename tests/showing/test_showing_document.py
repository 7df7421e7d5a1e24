"""Blocks to look at: the same words in plain text and on a screen, and nothing wider than there is room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from showing_samples import as_lines

from couplekit.domain.text import clean
from couplekit.showing.document import WIDEST, Block, Entry, Gap, Words, as_text, from_text

#: Words of one column each, so that what is counted is what is seen.
TEXT = st.text(st.characters(max_codepoint=0x24F, exclude_categories=["Cs"]), max_size=200)
LOOKS = st.sampled_from(["title", "plain", "strong", "quiet", "item"])
BLOCKS: st.SearchStrategy[list[Block]] = st.lists(
    st.builds(Words, TEXT, LOOKS)
    | st.builds(Entry, TEXT.map(lambda text: " ".join(clean(text).split())[:20]), st.lists(TEXT).map(tuple))
    | st.builds(Gap),
    max_size=5,
)


def words_of(blocks: list[Block]) -> str:
    """Every letter of the blocks that is to be read, in order, without white space."""
    texts = [
        text
        for block in blocks
        if not isinstance(block, Gap)
        for text in ([block.text] if isinstance(block, Words) else [block.label, *block.lines])
    ]
    return "".join("".join(clean(text).split()) for text in texts)


@given(BLOCKS, st.integers(20, 100))
def test_plain_text_stays_within_its_width(blocks: list[Block], width: int) -> None:
    """No line of plain text is longer than the room there is, or than is good to read."""
    text = as_text(blocks, width)
    assert text.endswith("\n")
    labels = [f"{block.label}:" for block in blocks if isinstance(block, Entry)]
    for line in text.splitlines():
        assert len(line) <= min(width, WIDEST) or line in labels


@given(BLOCKS, st.sampled_from([20, 40, 80]))
def test_nothing_to_read_is_lost(blocks: list[Block], width: int) -> None:
    """Every letter of every block is there, in order, in plain text and on a screen."""
    plain = [block for block in blocks if not (isinstance(block, Words) and block.look == "item")]
    letters = "".join("".join(as_lines(plain, width)).split())
    assert letters.replace(":", "") == words_of(plain).replace(":", "")
    on_screen = "".join("".join(as_lines(plain, width, rich=True)).split())
    assert on_screen == words_of(plain)


@pytest.mark.parametrize("width", [-5, 0, 1, 19])
def test_a_tiny_screen_still_gets_lines(width: int) -> None:
    """However narrow the screen says it is, lines have room for a word or two."""
    assert as_text([Words("one two three four five six")], width) == "one two three four\nfive six\n"


def test_a_wide_screen_gets_no_wider_lines() -> None:
    """Lines end where they are still easy to read, however wide the screen is."""
    assert max(map(len, as_text([Words("word " * 60)], 500).splitlines())) <= WIDEST


def test_how_each_block_is_written() -> None:
    """A label stands above its lines, items begin with a stroke, a gap is an empty line."""
    blocks: list[Block] = [
        Words("A title", "title"),
        Gap(),
        Words("An item that goes on and on, a little too long for one line", "item"),
        Entry("Label", ("one", "two\nthree"), "■"),
        Words("a well-known word-with-hyphens stays whole-in-one-piece"),
    ]
    assert as_text(blocks, 40) == (
        "A title\n"
        "\n"
        "- An item that goes on and on, a little\n"
        "  too long for one line\n"
        "Label:\n"
        "  one\n"
        "  two\n"
        "  three\n"
        "a well-known word-with-hyphens stays\n"
        "whole-in-one-piece\n"
    )
    assert as_lines(blocks, 40, rich=True) == [
        "  A title",
        "",
        "  - An item that goes on and on, a",
        "    little too long for one line",
        "  ■ Label",
        "      one",
        "      two",
        "      three",
        "  a well-known word-with-hyphens stays",
        "  whole-in-one-piece",
        "",
    ]


def test_nothing_is_one_empty_line() -> None:
    """Nothing to show, and an empty paragraph, are an empty line and no failure."""
    assert as_text([]) == "\n"
    assert as_text([Words("")]) == "\n"
    assert "".join(as_lines([Words(""), Gap()], 80, rich=True)) == ""


def test_a_text_becomes_blocks() -> None:
    """An empty line splits paragraphs, a stroke begins an item, other breaks were only wrapping."""
    text = "\nA first\nparagraph.\n\nA list:\n- one\n  and more\n- two\n\nThe end.\n"
    assert list(from_text(text)) == [
        Words("A first paragraph."),
        Gap(),
        Words("A list:"),
        Words("one and more", "item"),
        Words("two", "item"),
        Gap(),
        Words("The end."),
    ]
