"""What a typed answer means, the same for every way of asking."""

import pytest
from domain_samples import LINES, RAW, SIGNALS, TODAY
from hypothesis import assume, example, given
from hypothesis import strategies as st

from couplekit.domain.answers import (
    COMMANDS,
    LONGEST,
    Accepted,
    Empty,
    Option,
    Refused,
    command_in,
    consent,
    number,
    pick,
    picks,
    signal_in,
    text,
)
from couplekit.domain.signals import STOP_ALWAYS, Signal
from couplekit.domain.text import clean, clean_line, fold, is_clean

OPTIONS = (
    Option("slower", "The slower of us, whoever that is"),
    Option("sam", "Sam"),
    Option("red-word", "red, or amber"),
    Option("keep-it", 'Keep "4"'),
)

# -- text ------------------------------------------------------------------------------------------


@given(RAW)
def test_text_is_kept_as_typed_and_harmless(raw: str) -> None:
    """One line or several: what is kept is the cleaned text, and nothing typed is nothing kept."""
    for kind, cleaned in (("text", clean_line(raw)), ("lines", clean(raw))):
        answer = text(raw, kind=kind)  # type: ignore[arg-type]
        assert answer == (Accepted(cleaned) if cleaned else Empty())
        assert not isinstance(answer, Accepted) or is_clean(answer.value)


@pytest.mark.parametrize("kind", ["text", "lines"])
def test_text_has_a_longest_length(kind: str) -> None:
    """A text that is too long is not cut: it is refused, and both lengths are said."""
    longest = LONGEST[kind]
    assert text("x" * longest, kind=kind) == Accepted("x" * longest)  # type: ignore[arg-type]
    refused = text("x" * (longest + 1), kind=kind)  # type: ignore[arg-type]
    assert refused == Refused("too-long", {"longest": str(longest), "typed": str(longest + 1)})


def test_several_lines_stay_several() -> None:
    """In an answer of several lines the breaks stay; in one of one line they become spaces."""
    assert text("one\r\ntwo", kind="lines") == Accepted("one\ntwo")
    assert text("one\r\ntwo") == Accepted("one two")


# -- choices ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "id"),
    [
        ("1", "slower"),
        ("2", "sam"),
        (" 02 ", "sam"),
        ("4", "keep-it"),
        ("sam", "sam"),
        ("SAM", "sam"),
        ("Sam.", "sam"),
        ("the slower of us whoever that is", "slower"),
        ("red-word", "red-word"),
        ("Red, or amber!", "red-word"),
    ],
)
def test_one_is_picked_by_number_id_or_words(raw: str, id: str) -> None:
    """A number in the list, an id or the words of a label pick the same thing."""
    assert pick(raw, OPTIONS) == Accepted(id)


@pytest.mark.parametrize("raw", ["0", "5", "-1", "+1", "1,2", "1 2", "9999", "sammy", "²", "١", "yes"])
def test_what_is_not_on_the_list_is_refused(raw: str) -> None:
    """Nothing near to an option is taken for it, and the last number is said."""
    assert pick(raw, OPTIONS) == Refused("pick-one", {"last": "4"})


@given(RAW)
def test_a_pick_is_on_the_list(raw: str) -> None:
    """Whatever is typed, what is picked was offered; an empty line picks nothing."""
    answer = pick(raw, OPTIONS)
    if isinstance(answer, Accepted):
        assert answer.value in {option.id for option in OPTIONS}
    else:
        assert isinstance(answer, Empty) == (not clean_line(raw))


@pytest.mark.parametrize(
    ("raw", "ids"),
    [
        ("2", "sam"),
        ("2,1", "slower,sam"),
        ("2 1", "slower,sam"),
        (" 2 , 1 ,", "slower,sam"),
        ("1,1,1", "slower"),
        ("sam, red-word", "sam,red-word"),
        ("red, or amber", "red-word"),
        ("Sam, the slower of us whoever that is", "slower,sam"),
        ("sam 4", "sam,keep-it"),
    ],
)
def test_several_are_picked_and_kept_in_the_order_of_the_list(raw: str, ids: str) -> None:
    """Commas or spaces split; each by number, id or words; each once, in the order of the list."""
    assert picks(raw, OPTIONS) == Accepted(ids)


@pytest.mark.parametrize("raw", ["1,5", "sam, alex", "0", "red, amber"])
def test_one_wrong_pick_refuses_all(raw: str) -> None:
    """Where one of several is not on the list nothing is taken, so that nothing is taken by guess."""
    assert picks(raw, OPTIONS) == Refused("pick-some", {"last": "4"})


@pytest.mark.parametrize("raw", [",", " , ,, ", ",\t,"])
def test_commas_alone_pick_nothing(raw: str) -> None:
    """An answer with no pick in it is no answer: it never counts as "none of these"."""
    assert picks(raw, OPTIONS) == Refused("pick-some", {"last": "4"})


@given(RAW | st.lists(st.sampled_from(["1", "2", "sam", ",", " ", "x"])).map("".join))
def test_several_picks_are_on_the_list(raw: str) -> None:
    """Whatever is typed, at least one thing that was offered is kept, or nothing is."""
    answer = picks(raw, OPTIONS)
    if isinstance(answer, Accepted):
        kept = answer.value.split(",")
        assert kept == [option.id for option in OPTIONS if option.id in kept]
        assert kept
    else:
        assert isinstance(answer, Empty) == (not clean_line(raw))


@pytest.mark.parametrize(("raw", "value"), [("0", "0"), ("10", "10"), (" 7 ", "7"), ("07", "7")])
def test_a_number_on_the_scale(raw: str, value: str) -> None:
    """A whole number on the scale is taken, both ends included."""
    assert number(raw, 0, 10) == Accepted(value)


@pytest.mark.parametrize("raw", ["11", "-1", "+1", "5.5", "five", "1e1", "007", "٥", "²", "5/10"])
def test_what_is_no_number_on_the_scale(raw: str) -> None:
    """Anything but a whole number on the scale is refused, and both ends are said."""
    assert number(raw, 0, 10) == Refused("number", {"lowest": "0", "highest": "10"})


@given(RAW, st.integers(0, 9), st.integers(1, 10))
def test_a_number_never_leaves_the_scale(raw: str, lowest: int, highest: int) -> None:
    """Whatever is typed, a number that is kept lies on the scale; an empty line keeps nothing."""
    answer = number(raw, lowest, highest)
    if isinstance(answer, Accepted):
        assert lowest <= int(answer.value) <= highest
    assert isinstance(answer, Empty) == (not clean_line(raw))


# -- a typed yes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", ["yes", "Yes", " YES. ", "yes!"])
def test_a_typed_yes_is_a_yes(raw: str) -> None:
    """The whole word yes, and nothing else, is a yes."""
    assert consent(raw) == Accepted("yes")


@given(
    RAW
    | LINES.map(lambda line: f"yes {line}")
    | st.sampled_from(["y", "ye", "yess", "1", "ok", "ja", "/yes no"])
)
@example("")
@example("y")
@example("yes and no")
@example("no, not yes")
def test_anything_but_a_typed_yes_is_a_no(raw: str) -> None:
    """There is no default that says yes: nothing, "y", a number and a yes with more to it are each a no."""
    assume(fold(raw) != "yes")
    assert consent(raw) == Accepted("no")


# -- commands and signals --------------------------------------------------------------------------


@pytest.mark.parametrize(("raw", "command"), COMMANDS.items())
def test_commands_are_known_in_any_case(raw: str, command: str) -> None:
    """A command counts as a whole answer, however it is spaced or written."""
    assert command_in(raw) == command_in(f"  {raw.upper()} ") == command


@given(RAW)
def test_no_ordinary_word_is_a_command(raw: str) -> None:
    """Nothing is a command unless it begins with a stroke and is one as a whole."""
    assert (command_in(raw) is None) == (raw.strip().casefold() not in COMMANDS)
    if "/" not in raw:
        assert command_in(raw) is None


@given(st.sampled_from(["stop", "Stop!", "STOP", "  stop... ", "(stop)", "ｓｔｏｐ"]), SIGNALS)
def test_a_bare_stop_always_stops(raw: str, signals: dict) -> None:
    """Bare "stop" stops in any case and with any punctuation, whatever was agreed."""
    assert signal_in(raw, signals, TODAY) == "stop"
    assert signal_in(raw, {}, TODAY) == "stop"


@pytest.mark.parametrize("raw", ["stop it", "don't stop", "nonstop", "stopp", "we stop for today", ""])
def test_stop_inside_a_sentence_is_a_sentence(raw: str) -> None:
    """A stop is the whole answer; a sentence with the word in it stays an answer."""
    assert signal_in(raw, {}, TODAY) is None


@pytest.mark.parametrize("no", ["no", "No.", "NO!", " no "])
@pytest.mark.parametrize("where", ["stop", "pause"])
def test_no_stays_an_answer(no: str, where: str) -> None:
    """A bare "no" answers the question, even where it was agreed as a word for stop or pause."""
    agreed = {where: Signal(words={"k1": "no", "k2": "red"})}
    assert signal_in(no, agreed, TODAY) is None
    assert signal_in("red", agreed, TODAY) == where


@given(LINES, st.sampled_from([str.upper, str.lower, "  {}  ".format, "{}!".format]))
def test_an_agreed_stop_word_always_acts(word: str, written: object) -> None:
    """Any word that was agreed for stop acts when it is the whole answer; only "no" stays an answer."""
    agreed = {"stop": Signal(words={"k1": word})}
    assert signal_in(word, agreed, TODAY) == (None if fold(word) == "no" else "stop")
    said = written(word)  # type: ignore[operator]
    if fold(said) == fold(word) != "no":
        assert signal_in(said, agreed, TODAY) == "stop"


@given(LINES, SIGNALS)
def test_an_agreed_pause_word_pauses_unless_it_stops(word: str, signals: dict) -> None:
    """A pause word pauses; where it is a stop word too, the stop counts."""
    pause = signals.get("pause", Signal())
    agreed = {**signals, "pause": pause.model_copy(update={"words": {**pause.words, "new": word}})}
    found = signal_in(word, agreed, TODAY)
    if fold(word) in STOP_ALWAYS["en"]:
        assert found == ("stop" if fold(word) == "stop" else None)
    else:
        assert found in ("stop", "pause")
        assert found == "pause" or signal_in(word, {"stop": agreed["stop"]}, TODAY) == "stop"


def test_a_sign_is_not_a_word() -> None:
    """A wordless sign is nothing to type, and other signals' words are answers."""
    agreed = {"stop": Signal(signs={"s1": "tap twice"}), "slow": Signal(words={"k1": "softer"})}
    assert signal_in("tap twice", agreed, TODAY) is None
    assert signal_in("softer", agreed, TODAY) is None


def test_a_word_that_is_leaving_acts_until_its_day() -> None:
    """What both let go still acts while that is slept on, and not from its day."""
    agreed = {"stop": Signal(words={"k1": "red"}, leaving={"k1": TODAY})}
    assert signal_in("red", agreed, TODAY.replace(day=20)) == "stop"
    assert signal_in("red", agreed, TODAY) is None
