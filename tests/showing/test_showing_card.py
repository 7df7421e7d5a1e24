"""The signals card: what always counts first, then stop and pause, in words that need no colour."""

from datetime import date
from typing import Any

import pytest
from showing_samples import EXPECTED, HOSTILE, SAY, SIGNALS, TODAY, WORDS, as_lines, page

from couplekit.domain.agreement import Agreement
from couplekit.domain.people import Partners, Person
from couplekit.domain.signals import NAMES, Signal
from couplekit.domain.text import is_clean
from couplekit.showing.document import Entry, Words
from couplekit.showing.page import our_page
from couplekit.showing.signals import MARKS, signals_card, ways

ALONE = Partners(a=Person(name="Sam"))
MEETING = "Saturday 28 November"


def card(shown: Agreement | None, today: date = TODAY) -> list[Any]:
    """The card as blocks."""
    return list(signals_card(shown, WORDS, SAY, today))


def whole(shown: Agreement, spoken: str = "", today: date = TODAY) -> list[Any]:
    """Our page as blocks."""
    return list(our_page(shown, WORDS, SAY, today, spoken))


SHOWN = {
    "card": card(page()),
    "card-without-a-page": card(None),
    "page": whole(page(), MEETING),
    "page-of-one": whole(page(partners=ALONE), MEETING),
}


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("way", ["text", "rich"])
@pytest.mark.parametrize("name", SHOWN)
def test_it_looks_like_this(name: str, way: str, width: int) -> None:
    """At 80 and at 40 columns, plain and on a screen, it is exactly what stands in `expected/`."""
    expected = (EXPECTED / f"{name}-{way}-{width}.txt").read_text(encoding="utf-8")
    assert "\n".join(as_lines(SHOWN[name], width, rich=way == "rich")) == expected


@pytest.mark.parametrize("rich", [False, True])
@pytest.mark.parametrize("width", [80, 40, 30])
@pytest.mark.parametrize("name", SHOWN)
def test_no_line_is_wider_than_the_screen(name: str, width: int, rich: bool) -> None:
    """No line is longer than the screen is wide."""
    assert max(map(len, as_lines(SHOWN[name], width, rich=rich))) <= width


# -- what has to be there --------------------------------------------------------------------------


@pytest.mark.parametrize("shown", [None, page(), page(signals={}), page(signals={"stop": Signal()})])
def test_what_always_counts_stands_first(shown: Agreement | None) -> None:
    """With a page, without one, and with an empty one the first lines are the rules that always count."""
    blocks = card(shown)
    assert blocks[:2] == [Words(SAY["card.always"], "strong"), Words(SAY["card.quiet"])]
    assert blocks[-1] == Words(SAY["page.closing"], "quiet")
    lines = as_lines(blocks, 80)
    assert lines[0] == "STOP and NO always count. Pain means stop."


@pytest.mark.parametrize("shown", [None, page(signals={})])
def test_without_signals_it_says_so_and_how_to_begin(shown: Agreement | None) -> None:
    """Where nothing was agreed yet, that is said, and what counts all the same."""
    blocks = card(shown)
    assert Words(SAY["card.none-yet"]) in blocks
    assert Words(SAY["card.begin"]) in blocks
    assert not any(isinstance(block, Entry) for block in blocks)


def test_what_ends_things_stands_first() -> None:
    """Stop, pause, slow, go, ready: in this order, whatever the order on the page."""
    labels = [block.label for block in card(page()) if isinstance(block, Entry)]
    assert labels == ["STOP", "PAUSE", "SLOW", "GO", "READY"] == [WORDS[name].label.upper() for name in NAMES]


def test_what_is_leaving_is_marked_and_still_shown() -> None:
    """A word that both let go is shown until its day, and says that it still counts."""
    lines = "\n".join(as_lines(card(page()), 80))
    assert '"tulip" (still counts, until it has been slept on)' in lines
    assert "tulip" not in "\n".join(as_lines(card(page(), date(2026, 11, 23)), 80))
    assert '"red"' in "\n".join(as_lines(card(page(), date(2026, 11, 23)), 80))


def test_a_signal_that_has_left_altogether_is_not_shown() -> None:
    """Where every word and sign of a signal has left, the signal is not shown, and nothing fails."""
    left = Signal(words={"k1": "softer"}, leaving={"k1": TODAY})
    assert ways(left, SAY, TODAY) == ""
    labels = [
        block.label for block in card(page(signals={**SIGNALS, "slow": left})) if isinstance(block, Entry)
    ]
    assert labels == ["STOP", "PAUSE", "GO", "READY"]
    assert Words(SAY["card.none-yet"]) in card(page(signals={"slow": left}))


def test_what_each_line_says() -> None:
    """Word and sign, what the other does straight away, the reply, what happens after, the note."""
    entries = {block.label: block.lines for block in card(page()) if isinstance(block, Entry)}
    assert entries["STOP"] == (
        'say "red" or "tulip" (still counts, until it has been slept on) or tap twice',
        'The other one stops at once and says: "Thank you for telling me."',
        "Then: a quiet moment, a glass of water.",
    )
    assert entries["SLOW"][-1] == "Slow is only for the one who says it."
    assert entries["SLOW"][1] == 'The other one eases off at once and says: "Of course."'
    assert entries["GO"][0] == "a nod"
    for name in ("GO", "READY"):
        assert "this moment only" in entries[name][-1]


def test_a_signal_about_which_little_is_said() -> None:
    """Where nothing is said about the other there is no empty line for it."""
    bare = {name: about.model_copy(update={"partner": "", "note": ""}) for name, about in WORDS.items()}
    blocks = list(signals_card(page(signals={"go": Signal(words={"k1": "this"})}), bare, SAY, TODAY))
    assert [block.lines for block in blocks if isinstance(block, Entry)] == [('say "this"',)]


def test_marks_are_decoration() -> None:
    """Without the marks every word of the card is still there."""
    blocks = card(page())
    with_marks = "\n".join(as_lines(blocks, 80, rich=True))
    without = "\n".join(as_lines(blocks, 80, rich=True, marks=False))
    for mark in MARKS.values():
        assert f"{mark} " in with_marks
        assert mark not in without
        with_marks = with_marks.replace(f"{mark} ", "")
    assert with_marks == without


# -- our page --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pace", "said"), [("a", "Sam"), ("b", "Alex"), ("the-slower-of-us", "the slower of us, whoever that is")]
)
def test_the_page_says_who_sets_the_pace_and_that_either_may_slow(pace: str, said: str) -> None:
    """Whoever sets the pace, the page says that either may slow things, alone."""
    text = " ".join(as_lines(whole(page(pace={"set-by": pace})), 80))  # type: ignore[arg-type]
    assert f"Whose comfort sets the pace: {said}. Either of you can slow things, alone, at any time." in text


def test_a_page_of_one_misses_nobody() -> None:
    """A page of one person has their name and no other, and speaks of no partner that is not there."""
    text = "\n".join(as_lines(whole(page(partners=ALONE)), 80))
    assert text.startswith("My page\nSam\n")
    assert "Your comfort sets the pace." in text
    assert "Alex" not in text
    assert "missing" not in text


@pytest.mark.parametrize("partners", [ALONE, Partners(a=Person(name="Sam"), b=Person(name="Alex"))])
def test_no_day_is_no_line(partners: Partners) -> None:
    """Where no day to meet was chosen, or it has passed, the page does not speak of one."""
    text = "\n".join(as_lines(whole(page(partners=partners)), 80))
    assert "would like" not in text
    assert "would like" in "\n".join(as_lines(whole(page(partners=partners), MEETING), 80))


@pytest.mark.parametrize("partners", [ALONE, Partners(a=Person(name="Sam"), b=Person(name="Alex"))])
def test_the_page_is_not_consent_and_holds_the_whole_card(partners: Partners) -> None:
    """Every page ends with what it is not, once, and holds the card with the rules that always count."""
    blocks = whole(page(partners=partners))
    assert blocks[-1] == Words(SAY["page.closing"], "quiet")
    assert blocks.count(Words(SAY["page.closing"], "quiet")) == 1
    inside = card(page())[:-2]
    assert any(blocks[start : start + len(inside)] == inside for start in range(len(blocks)))


def test_nothing_on_the_page_reads_as_a_receipt() -> None:
    """No day of saving, no clock time, no signature and no count stands on the page."""
    text = " ".join(as_lines(whole(page(), MEETING), 80)).casefold()
    for word in ("2026", "signed", "agreed by", "signature", "changed", ":0", "score", "%"):
        assert word not in text


# -- people's own words ----------------------------------------------------------------------------


@pytest.mark.parametrize("rich", [False, True])
def test_bracketed_words_survive(rich: bool) -> None:
    """Words in brackets, backslashes and names of colours are shown as they were typed."""
    typed = "I am OK with [kissing] [/red] \\[bold] :smile:"
    shown = page(
        partners=Partners(a=Person(name="[bold]Sam"), b=Person(name="{first}")),
        signals={"stop": Signal(words={"k1": typed}, reply="{partner} [i]says[/i] {reply}")},
    )
    text = "\n".join(as_lines(whole(shown), 120, rich=rich))
    assert f'"{typed}"' in text.replace("\n      ", " ").replace("\n  ", " ")
    assert "[bold]Sam and {first}" in text
    assert "{partner} [i]says[/i] {reply}" in text


@pytest.mark.parametrize("rich", [False, True])
def test_hostile_words_are_harmless(rich: bool) -> None:
    """Escapes, bidirectional marks and half characters do nothing, even past every check; letters stay."""
    signal = Signal.model_construct(
        words={"k1": HOSTILE}, signs={"s1": HOSTILE}, leaving={}, reply=HOSTILE, afterwards=HOSTILE
    )
    partners = Partners.model_construct(
        a=Person.model_construct(name=HOSTILE), b=Person.model_construct(name=HOSTILE)
    )
    shown = page().model_copy(update={"partners": partners, "signals": {"stop": signal}})
    text = "\n".join(as_lines(whole(shown, HOSTILE), 80, rich=rich))
    assert is_clean(text)
    assert text.encode("utf-8")
    assert "[red]evil[/red]" in text


@pytest.mark.parametrize("rich", [False, True])
@pytest.mark.parametrize("word", ["x" * 200, "👩🏽‍❤️‍👩🏻" * 20, "שלום " * 20, "long-word-" * 15])
def test_very_long_words_are_all_there(word: str, rich: bool) -> None:
    """A very long word, emoji or right-to-left text loses no letter at 40 columns."""
    shown = page(signals={"stop": Signal(words={"k1": word.strip()})})
    text = "".join("".join(as_lines(card(shown), 40, rich=rich)).split())
    assert "".join(word.split()) in text
