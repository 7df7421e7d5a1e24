"""Whole evenings by the scripted person: what ends on the page, and what each chose to keep."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli

from couplekit.commands.check_in import hold_check_in
from couplekit.commands.context import Context
from couplekit.commands.start import first_evening
from couplekit.content.sample import sample
from couplekit.conversation.scripted import CTRL_C, Scripted
from couplekit.domain.checkin import Record
from couplekit.errors import NoPage

READING = [
    ("For one of you alone", ""),
    ("How this works", ""),
    ("Stop and no", ""),
    ("If no is not safe", ""),
]
NAMES = [("For both of you", ""), ("Your names", "Sam"), ("Your names", "Alex")]
EVENING = [
    *READING, *READING, *NAMES,
    ("The pace", "b"), ("How we stop", "ready"), ("After a stop", "did"),
    ("Before you go", "write"), ("Before you go", "your soup [the red one]"), ("Before you go", "said-aloud"),
    ("That is enough", "in-a-week"),
]  # fmt: skip
CHECK_IN = [
    ("Alex", "tired"), ("Alex", "weary"), ("Sam", "own-word"), ("Sam", "wobbly"),
    ("Something good", "write"), ("Something good", "the dog"), ("Something good", "said-aloud"),
    ("A wish", "write"), ("A wish", "a film"), ("A wish", "write"), ("A wish", "quiet mornings"),
    ("Still true", "change"), ("Thank you", ""), ("What stays", "wish"), ("What stays", "all"),
    ("That is enough", "no-date"),
]  # fmt: skip


def play(hold: Callable[[Scripted], None], script: list[tuple[str, str]]) -> Scripted:
    """Hold something with a scripted person, and hold them to their script."""
    person = Scripted(script)
    hold(person)
    person.finish()
    return person


def first(context: Context, script: list[tuple[str, str]] = EVENING, *, both: bool = True) -> Scripted:
    """One first evening."""
    return play(lambda person: first_evening(context, person, both_here=both), script)


def page_of(home: Path) -> dict[str, object]:
    """The page as it stands in its file."""
    return tomli.loads((home / "agreement.toml").read_text(encoding="utf-8"))


def records_of(context: Context) -> list[Record]:
    """Every evening that was kept."""
    records, problems = context.home.records()
    assert problems == []
    return records


def test_a_first_evening_ends_with_one_page(
    context: Context, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The scripted first evening makes one page of names, pace, signals and a day, and shows it."""
    first(context)
    page = page_of(home)
    assert page["partners"] == {"a": {"name": "Sam"}, "b": {"name": "Alex"}}
    assert page["pace"] == {"set-by": "b"}
    assert page["signals"]["stop"]["words"] == {"stop": "stop"}  # type: ignore[index]
    assert str(page["meeting"]["next"]) == "2026-11-28"  # type: ignore[index]
    shown = capsys.readouterr().out
    assert "Sam and Alex" in shown
    assert str(home / "agreement.toml") in "".join(shown.split())
    assert records_of(context)[0].kept == {"a": {"appreciation": "your soup [the red one]"}}
    assert context.home.drafts() == ([], [])


def test_each_of_the_two_sees_at_most_twelve_screens(context: Context) -> None:
    """A first evening is at most 12 screens for each of the two, hand-over included."""
    choices = [("The pace", "a"), ("How we stop", "ready"), ("After a stop", "did")]
    aloud = [("Sam", "said-aloud"), ("Alex", "said-aloud"), ("That is enough", "no-date")]
    script = [*READING, *READING, *NAMES, *choices, *aloud]
    shown = first(context, script).shown
    alone = sum(1 for prompt in shown if prompt.title in {title for title, _ in READING})
    # The "for both of you again" screen is the end of the hand-over, not one to read.
    together = len(shown) - alone - 1
    assert alone == 8
    assert alone // 2 + together <= 12


def test_only_names_need_typing(context: Context) -> None:
    """On the first evening everything but the names can be picked, or said aloud."""
    script = [*READING, *READING, *NAMES, ("The pace", "1"), ("How we stop", "1"), ("After a stop", "1"),
              ("Before", "1"), ("Before", "1"), ("That is enough", "1")]  # fmt: skip
    person = first(context, script)
    assert [prompt.title for prompt in person.shown if prompt.kind == "text"] == ["Your names", "Your names"]
    assert not [prompt for prompt in person.shown if prompt.kind in ("lines", "consent")]


def test_own_words_replace_the_ready_made_ones(context: Context, home: Path) -> None:
    """A word or sign of their own replaces the suggested one; what is left out stays; the reply is theirs."""
    first(context, [
        *READING, *READING, *NAMES, ("The pace", "a"), ("How we stop", "own"),
        ("A word for stop", "pineapple"), ("A sign for stop", ""), ("A word for pause", "pineaple"),
        ("A word for pause", "more"), ("A word for pause", "more"), ("A sign for pause", ""),
        ("After a stop", "other-words"), ("After a stop", "I am here"),
        ("Before", "/skip"), ("Before", "/skip"), ("That is enough", "no-date"),
    ])  # fmt: skip
    signals = page_of(home)["signals"]
    assert list(signals["stop"]["words"].values()) == ["pineapple"]  # type: ignore[index]
    assert signals["stop"]["signs"] == {"tap-twice": "tap twice"}  # type: ignore[index]
    assert list(signals["pause"]["words"].values()) == ["more"]  # type: ignore[index]
    assert signals["stop"]["reply"] == "I am here"  # type: ignore[index]


def test_two_people_need_two_names(context: Context) -> None:
    """The same name twice, or a name longer than 40 letters, is asked again with a reason."""
    person = first(
        context,
        [
            *READING,
            *READING,
            NAMES[0],
            ("Your names", "x" * 41),
            *NAMES[1:2],
            ("Your names", "SAM"),
            *EVENING[10:],
        ],
    )
    assert len(person.told) == 2


def test_one_person_alone_has_a_page_of_their_own(
    context: Context, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Alone: one name, own page, a signals card, and a letter to hand over or not."""
    cards = [("How this works", ""), ("Stop and no", ""), ("If no is not safe", "")]
    first(
        context,
        [*cards, ("name", "Sam"), ("signals", "ready"), ("letter", "show"), ("enough", "no-date")],
        both=False,
    )
    assert page_of(home)["partners"] == {"a": {"name": "Sam"}}
    shown = capsys.readouterr().out
    assert "A letter for you" in shown
    assert shown.strip().endswith("Sam")


def test_a_stopped_evening_goes_on_where_it_stopped(
    context: Context, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stop prints one line and keeps what was said; the next time goes on after that question."""
    first(context, [*READING, *READING, *NAMES, ("The pace", CTRL_C)])
    assert (
        capsys.readouterr().out == "Stopped. Thank you for saying so. You can come back any time, or not.\n"
    )
    assert not (home / "agreement.toml").exists()
    first(context, [("did not finish", "not-now")])
    first(context, [("did not finish", "go-on"), *EVENING[12:]])
    assert page_of(home)["pace"] == {"set-by": "the-slower-of-us"}


def test_an_unfinished_evening_can_be_begun_anew(context: Context) -> None:
    """Beginning anew deletes what was said before."""
    first(context, [*READING, *READING, *NAMES, ("The pace", CTRL_C)])
    first(context, [("did not finish", "afresh"), *EVENING])
    assert context.home.drafts() == ([], [])


def test_a_stop_in_the_reading_turn_leaves_no_file(context: Context, home: Path) -> None:
    """Nothing about the reading turn is stored: not that it began, not where it ended."""
    for script in (
        [*READING[:2], ("Stop and no", CTRL_C)],
        [*READING, *READING[:3], ("If no is not safe", "/leave")],
    ):
        first(context, script)
        assert not home.exists()


def test_leaving_prints_nothing(context: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Leave now says nothing at all."""
    first(context, [*READING, *READING, *NAMES, ("The pace", "/leave")])
    assert capsys.readouterr().out == ""


def test_a_check_in_keeps_what_each_chose(
    context: Context, later: Callable[[int], Context], capsys: pytest.CaptureFixture[str]
) -> None:
    """A week later: who starts has changed, each keeps what they chose, and the next day is none."""
    first(context)
    capsys.readouterr()
    play(lambda person: hold_check_in(later(7), person), CHECK_IN)
    record = records_of(context)[-1]
    assert (record.starts, record.evening[:10]) == ("b", "2026-11-28")
    assert record.kept == {"b": {"heard": "a film"}, "a": {"mood": "wobbly", "heard": "quiet mornings"}}
    page = context.home.page()
    assert page is not None
    assert page.agreement.meeting.next is None
    shown = capsys.readouterr().out
    assert "couplekit signals set" in shown
    play(lambda person: hold_check_in(later(14), person), [("Sam", CTRL_C)])


def test_no_choice_keeps_nothing(context: Context, later: Callable[[int], Context]) -> None:
    """Whoever skips the last question keeps nothing of their own words; the evening still takes its turn."""
    first(context)
    script = [step if "What stays" not in step else ("What stays", "/skip") for step in CHECK_IN]
    play(lambda person: hold_check_in(later(7), person), script)
    assert records_of(context)[-1].kept == {}
    assert records_of(context)[-1].starts == "b"


def test_a_check_in_alone_speaks_to_one(context: Context, later: Callable[[int], Context]) -> None:
    """One person alone checks in with themselves, hands nothing over and is asked nothing twice."""
    cards = [("How this works", ""), ("Stop and no", ""), ("If no is not safe", "")]
    evening = [*cards, ("name", "Sam"), ("signals", "ready"), ("letter", "later"), ("enough", "no-date")]
    first(context, evening, both=False)
    answers = ["calm", "safe", "said-aloud", "write", "a walk", "1", "", "all", "1"]
    script = [("", answer) for answer in answers]
    person = play(lambda person: hold_check_in(later(7), person), script)
    assert "clear" not in person.events
    assert records_of(context)[-1].kept == {"a": {"mood": "safe", "heard": "a walk"}}


def test_a_check_in_needs_a_page(context: Context) -> None:
    """Without a page there is nothing to check in about, and the message says how to begin."""
    with pytest.raises(NoPage, match="couplekit start"):
        hold_check_in(context, Scripted([]))


def test_the_sample_of_the_demo_fits_its_guides(context: Context, later: Callable[[int], Context]) -> None:
    """The demo's answers are asked for in this order, all of them."""
    script = sample()
    first(context, [(step.screen, step.answer) for step in script.first_evening])
    play(
        lambda person: hold_check_in(later(7), person),
        [(step.screen, step.answer) for step in script.check_in],
    )
    assert len(records_of(context)) == 2


def test_an_evening_is_named_by_its_day_and_a_random_ending(context: Context) -> None:
    """Two evenings may fall on one day or on two devices, so the name ends at random."""
    first(context)
    assert re.fullmatch(r"2026-11-21-[a-z2-9]{4}", records_of(context)[0].evening)


def test_what_was_agreed_counts_from_the_next_screen_on(context: Context) -> None:
    """A word that is not agreed on yet is a name like any other; once it is, it acts in the same evening."""
    own = [("How we stop", "own"), ("A word for stop", "pineapple"), ("A sign for stop", ""),
           ("A word for pause", ""), ("A sign for pause", "")]  # fmt: skip
    person = first(
        context,
        [*READING, *READING, NAMES[0], ("Your names", "wait"), ("Your names", "Alex"), ("pace", "a"), *own,
         ("After a stop", "did"), ("Before", "write"), ("Before", "Wait!"), ("no hurry", "go-on"),
         ("Before", "pineapple")],
    )  # fmt: skip
    assert person.events[-1] == "end"
    assert context.home.page() is None


def test_leaving_the_day_out_keeps_the_day_that_stands(
    context: Context, later: Callable[[int], Context]
) -> None:
    """Skipping "when again?" changes nothing; choosing no date is what takes a day away."""
    first(context)
    for answer, expected in (("/skip", later(7).today()), ("no-date", None)):
        script = [*CHECK_IN[:-1], ("That is enough", answer)]
        if answer == "no-date":
            swap = {"Alex": "Sam", "Sam": "Alex"}
            script = [(swap.get(screen, screen), given) for screen, given in script]
        play(lambda person: hold_check_in(later(3), person), script)
        page = context.home.page()
        assert page is not None
        assert page.agreement.meeting.next == expected


def test_an_evening_that_ends_early_says_so(context: Context) -> None:
    """Whoever holds an evening learns whether it came to its end, so that nothing follows a stop."""
    assert not first_evening(context, Scripted([("For one of you", CTRL_C)]), both_here=True)
    assert first_evening(context, Scripted(EVENING), both_here=True)
    assert not hold_check_in(context, Scripted([("Alex", CTRL_C)]))
