"""Words are made harmless once, keep what people need, and are compared kindly."""

import unicodedata

import pytest
from domain_samples import RAW
from hypothesis import example, given
from hypothesis import strategies as st

from couplekit.domain.text import clean, clean_line, drawable, fold, is_clean, reflow


@given(RAW)
@example("\ud83d\ude00 \r\n\x1b[31m\u202ered\x85\ufeff ")
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    """What was made harmless once is never changed again."""
    assert clean(clean(raw)) == clean(raw)
    assert clean_line(clean_line(raw)) == clean_line(raw)


@given(RAW)
def test_cleaned_text_cannot_act(raw: str) -> None:
    """Nothing that acts on a screen, turns a line around or breaks a save is left."""
    text = clean(raw)
    assert is_clean(text)
    assert text.encode("utf-8").decode("utf-8") == text
    left = {unicodedata.category(c) for c in text if c != "\n"}
    assert not left & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(text) & set(
        "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    )


@given(RAW)
@example("a\r\n\x1b[31m\u202eb\t\x85")
def test_what_is_being_typed_can_be_drawn_letter_for_letter(raw: str) -> None:
    """While a text is typed every place in it stays where it is, and nothing in it acts."""
    drawn = drawable(raw)
    assert len(drawn) == len(raw)
    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in drawn if c not in "\n\t")
    assert all(one in (other, "\ufffd") for one, other in zip(drawn, raw, strict=True))


@given(RAW)
def test_a_line_is_one_line(raw: str) -> None:
    """A line has no break, no double space and no space at its ends."""
    line = clean_line(raw)
    assert "\n" not in line
    assert line == line.strip()
    assert "  " not in line


@given(RAW)
def test_whatever_is_not_clean_is_noticed(raw: str) -> None:
    """A text that cleaning would change inside is never called clean."""
    if clean(raw).strip() != raw.strip():
        assert not is_clean(raw)


@pytest.mark.parametrize(
    "kept",
    [
        "I am OK with [kissing]",
        "می‌خواهم",
        "👩🏽‍❤️‍👩🏻",
        "שלום",
        "café",
        "{other} is here",
        "a\n\nb",
        "\\x1b",
    ],
)
def test_words_stay_as_typed(kept: str) -> None:
    """Brackets, joiners, emoji, accents and other scripts survive."""
    assert clean(kept) == kept
    assert is_clean(kept)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\tb", "a b"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("half \ud83d here", "half \ufffd here"),
        ("\u202eevil\u202c", "evil"),
        ("  ends  \n", "ends"),
        ("\x00\x1b\u200e", ""),
    ],
)
def test_what_becomes_of_what_acts(raw: str, expected: str) -> None:
    """Breaks become newlines, tabs spaces, half characters U+FFFD; the rest of what acts goes."""
    assert clean(raw) == expected


@pytest.mark.parametrize("acting", ["a\tb", "a\rb", "a\x85b", "a\u2028b", "a\x1bb", "a\u202eb", "a\ud800b"])
def test_each_kind_is_not_clean(acting: str) -> None:
    """A tab, a break of another kind, a control, a turned line and half a character are each noticed."""
    assert not is_clean(acting)


@pytest.mark.parametrize(
    "said", ["Stop!", "STOP", "stop.", "  stop  ", "“Stop”", "ｓｔｏｐ", "ſtop", "*stop*"]
)
def test_one_word_however_it_is_written(said: str) -> None:
    """Case, punctuation, width and spaces make no other word of it."""
    assert fold(said) == "stop"


@pytest.mark.parametrize(
    ("one", "two"),
    [("❤️", "☀️"), ("🌷", "🌵"), ("❤️", "🌷"), ("!", "?"), ("red", "read"), ("nö", "no"), ("don't", "do")],
)
def test_different_words_stay_different(one: str, two: str) -> None:
    """Signs made of emoji or punctuation alone are words of their own, each a different one."""
    assert fold(one) != fold(two)


def test_a_sign_is_the_same_in_colour_or_not() -> None:
    """The mark that only says how an emoji is drawn does not make another sign of it."""
    assert fold("❤️") == fold("❤") == "❤"
    assert fold("❤️ stop") == "stop"


@given(RAW)
def test_folding_never_loses_a_word(raw: str) -> None:
    """A text with a letter or digit in it never folds to nothing, and folding gives one harmless line."""
    folded = fold(raw)
    assert "\n" not in folded
    assert folded == folded.strip()
    if any(c.isalnum() for c in clean_line(raw)):
        assert folded


@given(st.lists(st.text("abc .,", min_size=1).filter(str.strip), min_size=1), st.sampled_from([1, 2, 3]))
def test_reflow_keeps_every_word(paragraphs: list[str], breaks: int) -> None:
    """Joining wrapped lines loses no word and adds none, and doing it again changes nothing."""
    flowed = reflow(("\n" * breaks).join(paragraphs))
    assert flowed.split() == " ".join(paragraphs).split()
    assert reflow(flowed) == flowed


@pytest.mark.parametrize(
    ("written", "flowed"),
    [
        ("one\ntwo", "one two"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("one\n\n\n\ntwo", "one\n\ntwo"),
        ("one\n \ntwo", "one\n\ntwo"),
        ("\none\n  two\n", "one two"),
        ("here:\n- one\n  more\n- two\n\nend", "here:\n- one more\n- two\n\nend"),
        ("", ""),
    ],
)
def test_reflow_joins_what_was_wrapped(written: str, flowed: str) -> None:
    """An empty line splits paragraphs, "- " begins an item, and any other break was only wrapping."""
    assert reflow(written) == flowed
