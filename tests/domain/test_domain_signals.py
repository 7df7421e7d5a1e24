"""The rules of the agreed signals: adding is quick and by one, taking away is slow and by both."""

from datetime import date, timedelta
from typing import Any

import pytest
from domain_samples import DAYS, KEYS, LINES, RAW, SIGNALS, TODAY, WAYS, signals
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from couplekit.domain.signals import (
    ALWAYS_SET,
    NAMES,
    STOP_ALWAYS,
    Signal,
    add_way,
    are_alike,
    counts_as_pause,
    counts_as_stop,
    is_said_in_play,
    keep_way,
    let_leave,
    may_leave,
    settled,
    taken_by,
)
from couplekit.domain.text import fold

MEDIA = st.sampled_from(["words", "signs"])
ANY_DAY = st.integers(-9, 9).map(lambda days: TODAY + timedelta(days=days))


def ways(signal: Signal, today: date) -> set[tuple[str, str]]:
    """Every word and sign that counts, folded as people compare them."""
    return {(m, fold(text)) for m in ("words", "signs") for text in signal.ways(m, today).values()}  # type: ignore[arg-type]


@st.composite
def with_a_way(draw: st.DrawFn) -> tuple[Signal, str]:
    """A signal that holds something, and the name of one of its ways."""
    signal = draw(signals())
    if not signal.words and not signal.signs:
        signal = Signal(words={"k1": "red"})
    return signal, draw(st.sampled_from([*signal.words, *signal.signs]))


# -- what a signal may be --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"words": {"k1": "red"}, "signs": {"k1": "tap"}}, "for a word and for a sign"),
        ({"words": {"k1": "red"}, "leaving": {"k2": TODAY}}, '"leaving" names something'),
        ({"words": {"K1": "red"}}, "pattern"),
        ({"words": {"k1": ""}}, "at least 1"),
        ({"words": {"k1": "x" * 201}}, "at most 200"),
        ({"words": {"k1": "a\x1b[2Jb"}}, "hidden control character"),
        ({"reply": "\u202eback"}, "hidden control character"),
        ({"colour": "red"}, "Extra"),
        ({"leaving": {"k1": "2026-11-23"}}, "date"),
    ],
)
def test_a_signal_that_makes_no_sense_is_refused(values: dict[str, Any], said: str) -> None:
    """Names are used once, nothing leaves that was not there, and texts are harmless."""
    with pytest.raises(ValidationError) as found:
        Signal(**values)
    assert said in str(found.value)
    assert "2Jb" not in str(found.value)


def test_stop_and_no_stand_first() -> None:
    """The signals that end things stand first, and stop and no always count."""
    assert NAMES == ("stop", "pause", "slow", "go", "ready")
    assert ALWAYS_SET == ("stop", "pause")
    assert {"stop", "no"} <= set(STOP_ALWAYS["en"])


# -- what counts -----------------------------------------------------------------------------------


@given(signals(), ANY_DAY)
def test_what_leaves_counts_until_its_day(signal: Signal, today: date) -> None:
    """A way counts unless its day has come, and nothing else is among the ways."""
    for medium, held in (("words", signal.words), ("signs", signal.signs)):
        counting = signal.ways(medium, today)  # type: ignore[arg-type]
        for key, text in held.items():
            assert (counting.get(key) == text) == (key not in signal.leaving or today < signal.leaving[key])
        assert set(counting) <= set(held)


@given(SIGNALS, ANY_DAY, st.sampled_from(["stop", "Stop!", " STOP "]))
def test_nothing_agreed_takes_stop_away(agreed: dict, today: date, said: str) -> None:
    """On every page and on every day, "stop" counts as stop."""
    assert counts_as_stop(said, agreed, today)


@given(SIGNALS, ANY_DAY)
def test_a_bare_no_is_an_answer(agreed: dict, today: date) -> None:
    """A typed "no" never ends or pauses a conversation: it answers the question."""
    assert not counts_as_stop("No.", agreed, today)
    assert not counts_as_pause("No.", agreed, today)


@given(LINES)
def test_without_a_pause_word_nothing_pauses(said: str) -> None:
    """Where no pause was agreed no word is one."""
    assert not counts_as_pause(said, {}, TODAY)


# -- alike -----------------------------------------------------------------------------------------


@given(RAW, RAW)
@example("acbcbab", "aacabca")
@example("cbcaacb", "ccacabc")
def test_being_alike_has_no_order(one: str, two: str) -> None:
    """Whether two words are alike does not depend on which was chosen first."""
    assert are_alike(one, two) == are_alike(two, one)


@given(st.text("abc", min_size=4, max_size=8), st.text("abc", min_size=4, max_size=8))
def test_being_alike_has_no_order_for_near_words(one: str, two: str) -> None:
    """The same holds for words that are near one another."""
    assert are_alike(one, two) == are_alike(two, one)


@given(RAW)
def test_a_word_is_like_itself(word: str) -> None:
    """A word is like itself, and with punctuation around it."""
    assert are_alike(word, word)
    if any(c.isalnum() for c in fold(word)):
        assert are_alike(word, f" {word}! ")


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        ("stop", "stomp", True),
        ("red", "Red.", True),
        ("red", "bread", True),
        ("red", "red light", True),
        ("tap twice", "tap three times", False),
        ("wait", "weight", False),
        ("no", "now", True),
        ("no", "not yet", False),
        ("red", "amber", False),
        ("❤️", "☀️", False),
        ("❤️", "❤", True),
        ("", "red", False),
    ],
)
def test_which_words_are_alike(one: str, two: str, alike: bool) -> None:
    """Near in letters, or one a whole word of the other: alike. Nothing else is."""
    assert are_alike(one, two) is alike


@given(
    st.sampled_from(["stop", "No!", "STOP", "stopp", "please stop"]),
    SIGNALS,
    st.sampled_from(["pause", "slow", "go", "ready"]),
)
def test_stop_and_no_belong_to_stop_for_ever(word: str, agreed: dict, name: Any) -> None:
    """Whatever was agreed, no other signal can be given "stop", "no" or anything like them."""
    assert taken_by(word, name, agreed) == "stop"


@given(SIGNALS, WAYS | LINES, st.sampled_from(NAMES))
def test_a_taken_word_is_like_a_word_of_another_signal(agreed: dict, text: str, name: Any) -> None:
    """A word is refused exactly where it is like a way of another signal, one that is leaving included."""
    others = [
        way
        for other, signal in agreed.items()
        if other != name
        for way in (*signal.words.values(), *signal.signs.values())
    ]
    always = () if name == "stop" else STOP_ALWAYS["en"]
    taken = taken_by(text, name, agreed)
    assert (taken is not None) == any(are_alike(text, way) for way in (*others, *always))
    assert taken != name


@given(WAYS | LINES, WAYS | LINES, st.permutations(NAMES))
def test_of_two_words_either_may_come_first(one: str, two: str, names: list) -> None:
    """If a word is taken by another signal's word, that one would have been taken by it."""
    first, second = names[:2]
    assume(not any(are_alike(word, always) for word in (one, two) for always in STOP_ALWAYS["en"]))
    forth = taken_by(one, first, {second: Signal(words={"k1": two})})
    back = taken_by(two, second, {first: Signal(words={"k1": one})})
    assert (forth is None) == (back is None)


@pytest.mark.parametrize(("word", "in_play"), [("Please!", True), ("please stop", False), ("tulip", False)])
def test_a_word_said_in_play_is_known(word: str, in_play: bool) -> None:
    """A word is compared with those often said in play as a whole, in any case."""
    assert is_said_in_play(word, ("please", "ow")) is in_play


# -- adding and taking away ------------------------------------------------------------------------


@given(signals(), MEDIA, WAYS | LINES, ANY_DAY)
def test_adding_counts_at_once_and_takes_nothing(signal: Signal, medium: Any, text: str, today: date) -> None:
    """What one person adds counts on that day and on every other, and all that counted still does."""
    more = add_way(signal, medium, "fresh", text)
    assert (medium, fold(text)) in ways(more, today)
    assert ways(signal, today) <= ways(more, today)
    for key in (*signal.words, *signal.signs):
        assert key in more.words or key in more.signs
    assert Signal.model_validate(more.model_dump()) == more


@given(with_a_way())
def test_adding_what_is_there_adds_nothing(held: tuple[Signal, str]) -> None:
    """Asking for a word that is there keeps it, and does not write it down twice."""
    signal, key = held
    medium: Any = "words" if key in signal.words else "signs"
    ways_now = getattr(signal, medium)
    more = add_way(signal, medium, "fresh", ways_now[key].upper())
    assert getattr(more, medium) == ways_now
    assert set(more.leaving) <= set(signal.leaving)


@given(with_a_way(), DAYS)
def test_taking_away_is_slept_on(held: tuple[Signal, str], today: date) -> None:
    """What both let go counts today and tomorrow, and leaves two days later at the earliest."""
    signal, key = keep_way(*held), held[1]
    less = let_leave(signal, key, today)
    assert ways(less, today) == ways(signal, today)
    assert ways(less, today + timedelta(days=1)) == ways(signal, today + timedelta(days=1))
    assert less.leaving[key] == today + timedelta(days=2)
    assert key in settled(less, today + timedelta(days=2))[1]


@given(with_a_way(), DAYS, DAYS)
def test_agreeing_twice_changes_no_day(held: tuple[Signal, str], day: date, later: date) -> None:
    """A day that was set for leaving is neither put off nor brought forward by agreeing again."""
    signal, key = held
    once = let_leave(signal, key, day)
    assert let_leave(once, key, later) == once


@given(with_a_way(), DAYS)
def test_keeping_undoes_letting_go(held: tuple[Signal, str], today: date) -> None:
    """Either of the two alone can keep what was going to leave, as if nothing had been agreed."""
    signal, key = held
    assert keep_way(let_leave(signal, key, today), key) == keep_way(signal, key)
    assert key not in keep_way(signal, key).leaving


@given(signals(), ANY_DAY)
def test_only_what_left_is_taken_out(signal: Signal, today: date) -> None:
    """Taking out what has left changes nothing that counts, and names exactly what went."""
    rest, gone = settled(signal, today)
    assert ways(rest, today) == ways(signal, today)
    assert set(gone) == {key for key, day in signal.leaving.items() if day <= today}
    assert {**signal.words, **signal.signs}.keys() - {**rest.words, **rest.signs}.keys() == set(gone)
    assert (rest.reply, rest.afterwards) == (signal.reply, signal.afterwards)
    assert settled(rest, today) == (rest, ())
    assert Signal.model_validate(rest.model_dump()) == rest


@given(st.sampled_from(NAMES), signals(), st.lists(KEYS, max_size=8), DAYS)
def test_stop_and_pause_keep_a_word_and_a_sign(
    name: Any, signal: Signal, keys: list[str], today: date
) -> None:
    """However often something is let go, stop and pause keep a word and a sign that stay."""
    staying = {
        medium: signal.model_dump()[medium].keys() - signal.leaving.keys() for medium in ("words", "signs")
    }
    now = signal
    for key in keys:
        if key in {**now.words, **now.signs} and key not in now.leaving and may_leave(name, now, key):
            now = let_leave(now, key, today)
    if name in ALWAYS_SET:
        for medium, before in staying.items():
            assert not before or getattr(now, medium).keys() - now.leaving.keys()


@given(signals(), KEYS)
def test_other_signals_may_go_altogether(signal: Signal, key: str) -> None:
    """Slow, go and ready are the couple's own: every word and sign of theirs may go."""
    assert all(may_leave(name, signal, key) for name in NAMES if name not in ALWAYS_SET)
