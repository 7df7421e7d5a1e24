"""The first evening: what its answers make of a page, and which words it does not take."""

from itertools import count
from typing import Any

import pytest
from domain_samples import ABOUT, LINES, SIGNALS, TODAY, question
from hypothesis import given as any_of
from hypothesis import strategies as st

from couplekit.domain.agreement import Agreement
from couplekit.domain.answers import Refused
from couplekit.domain.guide import Question, Slot
from couplekit.domain.setup import (
    LONGEST_NAME,
    check_first_evening,
    check_signal,
    given,
    page_from,
    ready_made,
    signals_from,
)
from couplekit.domain.signals import NAMES, Signal
from couplekit.domain.text import fold

TWO = {"name.a": "Sam", "name.b": "Alex"}


def made(answers: dict[str, str]) -> Agreement:
    """The page of a first evening, its new names in order."""
    numbers = count(1)
    return page_from(answers, ABOUT, TODAY, lambda: f"n{next(numbers)}")


def test_an_evening_of_nothing_but_names_makes_a_page() -> None:
    """With two names and nothing else there are stop and pause, ready made, at the slower one's pace."""
    page = made(TWO)
    assert page == Agreement(
        changed=TODAY,
        partners={"a": {"name": "Sam"}, "b": {"name": "Alex"}},  # type: ignore[arg-type]
        signals={
            "stop": Signal(
                words={"stop": "stop"},
                signs={"tap-twice": "tap twice"},
                reply="Thank you for telling me.",
                afterwards="a quiet moment",
            ),
            "pause": Signal(words={"wait": "wait"}, signs={"flat-hand": "a flat hand"}),
        },
    )
    assert page.pace.set_by == "the-slower-of-us"
    assert page.meeting.next is None


def test_one_person_alone_has_a_whole_page() -> None:
    """With one name the page is for one, and nothing on it says that somebody is missing."""
    page = made({"name.a": "Sam", "meet.a": "2026-11-28", "how-we-stop.a": "own", "stop-word.a": "tulip"})
    assert not page.partners.both
    assert page.partners.name("b") == ""
    assert page.meeting.next == TODAY.replace(day=28)
    assert page.signals["stop"].words == {"n1": "tulip"}


@pytest.mark.parametrize("chosen", ["a", "b", "the-slower-of-us"])
def test_the_pace_is_as_they_chose(chosen: str) -> None:
    """Whose comfort sets the pace is what both chose together."""
    assert made({**TWO, "pace.both": chosen}).pace.set_by == chosen


def test_their_own_words_replace_the_ready_made() -> None:
    """Each part that they typed stands in the place of the suggestion; what they left out stays."""
    page = made({**TWO, "how-we-stop.both": "own", "stop-word.both": "tulip", "pause-sign.both": "a squeeze"})
    assert page.signals["stop"].words == {"n1": "tulip"}
    assert page.signals["stop"].signs == {"tap-twice": "tap twice"}
    assert page.signals["pause"].words == {"wait": "wait"}
    assert page.signals["pause"].signs == {"n2": "a squeeze"}


def test_a_suggestion_typed_again_keeps_its_name() -> None:
    """Typing what was suggested makes no other way of it: the words are theirs, the name stays."""
    page = made({**TWO, "how-we-stop.both": "own", "pause-word.both": "Wait!"})
    assert page.signals["pause"].words == {"wait": "Wait!"}


def test_words_that_are_no_longer_wanted_are_left_out() -> None:
    """Words typed before they went back to the ready-made ones do not reach the page."""
    answers = {**TWO, "how-we-stop.both": "ready", "stop-word.both": "tulip", "reply-words.both": "Thanks!"}
    page = made({**answers, "reply.both": "did"})
    assert page.signals == made(TWO).signals
    own_reply = made({**answers, "reply.both": "other-words"})
    assert own_reply.signals["stop"].reply == "Thanks!"


@pytest.mark.parametrize("name", NAMES)
def test_ready_made_is_what_is_suggested(name: Any) -> None:
    """A suggestion holds its words and signs, and no empty sentence; go and ready suggest nothing."""
    signal = ready_made(ABOUT, name)
    assert signal.words == ABOUT[name].words
    assert signal.signs == ABOUT[name].signs
    assert signal.reply != ""
    assert signal.afterwards != ""
    assert bool(signal.words) == (name not in ("go", "ready"))


@any_of(
    st.dictionaries(
        st.sampled_from(["stop-word", "stop-sign", "pause-word", "pause-sign", "reply-words"]).map(
            "{}.both".format
        ),
        # Stop and no are refused before they get here, for everything but stop.
        LINES.filter(lambda text: fold(text) not in ("stop", "no")),
    ),
    st.sampled_from(["own", "ready"]),
    st.sampled_from(["did", "other-words"]),
)
def test_whatever_was_typed_there_is_a_word_and_a_sign(typed: dict[str, str], how: str, reply: str) -> None:
    """Whatever they typed or left out, stop and pause have a word and a wordless sign each, that stay."""
    page = made({**TWO, **typed, "how-we-stop.both": how, "reply.both": reply})
    for name in ("stop", "pause"):
        signal = page.signals[name]
        assert len(signal.words) == len(signal.signs) == 1
        assert signal.leaving == {}
    assert set(page.signals) == {"stop", "pause"}
    assert Agreement.model_validate(page.model_dump(by_alias=True)) == page


@pytest.mark.parametrize(
    ("answers", "found"),
    [({"meet.both": "x"}, "x"), ({"meet.a": "y"}, "y"), ({"meet.b": "z"}, None), ({}, None)],
)
def test_an_answer_given_once(answers: dict[str, str], found: str | None) -> None:
    """A question asked once was answered by both together, or by the one person who is here."""
    assert given(answers, "meet") == found


# -- what is not taken -----------------------------------------------------------------------------


def slot(id: str, whose: Any = "both", **changes: Any) -> Slot:
    """One screen of the first evening."""
    return Slot(Question.model_validate(question(id, **changes)), whose)


def checked(
    id: str, value: str, answers: dict[str, str] | None = None, whose: Any = "both"
) -> Refused | None:
    """What is said to an answer of the first evening."""
    takes = "words" if id in ("name", "appreciation") else "signal"
    who = "each" if id == "name" else "together"
    return check_first_evening(
        slot(id, whose, takes=takes, who=who), value, answers or {}, ABOUT, ("please",)
    )


def test_two_partners_have_two_names() -> None:
    """The same name twice, in any case, would mix up the page; one's own name may be given again."""
    assert checked("name", "sam.", {"name.a": "Sam"}, "b") == Refused("same-name", {})
    assert checked("name", "Samira", {"name.a": "Sam"}, "b") is None
    assert checked("name", "Sam", {"name.a": "Sam"}, "a") is None
    assert checked("name", "Sam", {"name.a": "Sam", "name.b": "Alex"}, "a") is None
    assert checked("name", "Alex", {"name.a": "Sam", "name.b": "Alex"}, "a") == Refused("same-name", {})
    assert checked("name", "Sam", {}, "a") is None


def test_a_name_fits_a_narrow_screen() -> None:
    """A name has a longest length, and both lengths are said."""
    assert checked("name", "x" * LONGEST_NAME, {}, "a") is None
    assert checked("name", "x" * 41, {}, "a") == Refused("too-long", {"longest": "40", "typed": "41"})


def test_other_words_are_not_checked_as_signals() -> None:
    """What is no name and no signal is taken as it is."""
    assert checked("appreciation", "stop") is None


@pytest.mark.parametrize(
    ("id", "value", "refused"),
    [
        ("stop-word", "tulip", None),
        ("stop-word", "stop", None),
        ("stop-word", "no", None),
        ("stop-word", "Wait", Refused("too-alike", {"signal": "Pause"})),
        ("stop-sign", "a flat hand", Refused("too-alike", {"signal": "Pause"})),
        ("pause-word", "stop", Refused("too-alike", {"signal": "Stop"})),
        ("pause-word", "No!", Refused("too-alike", {"signal": "Stop"})),
        ("pause-word", "wait", None),
        ("pause-sign", "tap twice", Refused("too-alike", {"signal": "Stop"})),
        ("pause-word", "5", Refused("number-word", {})),
        ("stop-word", "1 2 3", Refused("number-word", {})),
        ("stop-word", "Please!", Refused("in-play", {}, once=True)),
        ("stop-word", "tap twice", None),
    ],
)
def test_which_signals_are_taken(id: str, value: str, refused: Refused | None) -> None:
    """Not like another signal's and not a number; a word said in play is pointed out once."""
    assert checked(id, value) == refused


def test_a_signal_is_checked_against_what_was_typed_before() -> None:
    """The words they typed this evening count, not the suggestions they replaced."""
    own = {"how-we-stop.both": "own", "stop-word.both": "tulip", "stop-sign.both": "a squeeze"}
    assert checked("pause-word", "Tulips", own) == Refused("too-alike", {"signal": "Stop"})
    assert checked("pause-sign", "tap twice", own) is None
    assert checked("pause-sign", "squeeze", own) == Refused("too-alike", {"signal": "Stop"})


@any_of(LINES, SIGNALS, st.sampled_from(["pause", "slow", "go", "ready"]))
def test_a_word_that_is_taken_is_not_like_stop(text: str, agreed: dict, name: Any) -> None:
    """No word that passes for another signal is one that always counts as stop, or a number."""
    if check_signal(text, name, agreed, ABOUT, ()) is None:
        assert not text.isdigit()
        for always in ("stop", "no"):
            assert check_signal(always, name, agreed, ABOUT, ()) == Refused("too-alike", {"signal": "Stop"})
            assert text.casefold() != always


def test_what_is_pointed_out_can_be_kept() -> None:
    """A remark is no refusal: it says that the same answer given again is taken. A true refusal does not."""
    assert check_signal("please", "slow", {}, ABOUT, ("please",)) == Refused("in-play", {}, once=True)
    assert not Refused("too-alike", {}).once
    assert signals_from({}, ABOUT, lambda: "x")["stop"].words == {"stop": "stop"}
