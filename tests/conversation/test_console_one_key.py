"""One key picks, on a true terminal; and by numbers and words in plain mode."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from storage_samples import TODAY, home_at, page

from couplekit.content.boundaries import areas
from couplekit.domain.boundaries import Boundary, Lists
from couplekit.domain.ratchet import readings
from terminal import CTRL_C, DOWN, ENTER, ESC, Terminal

pytestmark = pytest.mark.terminal

#: So many rows that some of them have letters for keys, and all of them stand on one screen.
ROWS = [id for area in areas() for id, item in area.item.items() if not item.two_sided][:14]
#: The key of each, in the order of the list.
KEYS = "123456789abcde"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of two, in which all of these are open."""
    there = {
        "level": "open",
        "from": TODAY - timedelta(days=9),
        "until": TODAY + timedelta(days=50),
        "round": 1,
    }
    rows = dict.fromkeys(ROWS, Boundary.model_validate(there))
    lists = Lists.model_validate({"origin": "k3f9", "readings": 1, "areas": ["everyday-affection"]})
    home_at(tmp_path / "home").create(page(boundaries=rows, lists=lists))
    return tmp_path / "home"


def off(home: Path, *options: str) -> Terminal:
    """`couplekit boundaries off`, in a window in which the whole list fits."""
    return Terminal(home, *options, "--today", str(TODAY), "boundaries", "off", rows=40)


def taken(home: Path) -> list[str]:
    """What was taken off."""
    there = home_at(home).page()
    assert there is not None
    return [id for id, said in readings(there.agreement, TODAY).items() if said.state == "off"]


@pytest.mark.parametrize("number", [0, 8, 9, 13])
def test_a_key_picks_at_once(home: Path, number: int) -> None:
    """A digit for the first nine and a letter after them, as it stands beside each: without Enter."""
    term = off(home).at("It counts at once", "9 Talking", "a Saying", "e Reading")
    term.press(KEYS[number]).at("not for us as well").press(ENTER)
    assert term.ended() == 0
    assert taken(home) == [ROWS[number]]


def test_arrows_and_enter_pick_as_well(home: Path) -> None:
    """Whoever goes down the list by arrows picks with Enter what the pointer is at."""
    off(home).at("It counts at once").press(DOWN, DOWN, ENTER).at("not for us as well").press(CTRL_C)
    assert taken(home) == [ROWS[2]]


def test_a_key_that_stands_beside_nothing_does_nothing(home: Path) -> None:
    """A nought, a letter past the end, a capital, and j and k, which are arrows elsewhere, pick nothing."""
    term = off(home).at("It counts at once")
    term.press("0", "z", "A", "j", "k", " ", "!").press(ESC).at("Take your time").press(CTRL_C)
    assert term.ended() == 0
    assert taken(home) == []


def test_a_key_typed_before_the_question_picks_nothing(home: Path) -> None:
    """What was pressed twice is thrown away: the next question waits for a key of its own."""
    term = off(home).at("It counts at once").press("1", "2")
    term.at("not for us as well").press(ENTER)
    assert term.ended() == 0
    there = home_at(home).page()
    assert there is not None
    assert readings(there.agreement, TODAY)[ROWS[0]].level == "none"


def test_enter_on_the_first_answer_gives_least(tmp_path: Path) -> None:
    """In a round, Enter and the first key are the quiet no; what follows is the next question."""
    home = tmp_path / "home"
    home_at(home).create(page())
    term = Terminal(home, "--today", str(TODAY), "boundaries", "answer", rows=40)
    term.at("A few questions for Sam").press(ENTER).at("Before you answer").press(ENTER)
    first, second, third = (areas()[0].item[id].label for id in list(areas()[0].item)[:3])
    term.at(first, "1 No, quietly", "5 I would like this").press(ENTER)
    term.at(second).press("5")
    term.at(third).press(ESC).at("Back one question").press(DOWN, ENTER)
    # Gone back to, an old yes is not what the first key keeps.
    term.at(second, "❯ 1 No, quietly").press(CTRL_C)
    assert term.ended() == 0


@pytest.mark.parametrize("typed", ["2", ROWS[1], "holding hands where OTHERS can see"])
def test_plain_mode_takes_a_number_an_id_or_the_words(home: Path, typed: str) -> None:
    """By lines there are no keys: a number, or what it is called, picks with Enter."""
    term = off(home, "--plain").asks("It counts at once", "2. Holding hands where others can see")
    term.press(f"{typed}\r").asks("not for us as well").press("1\r")
    assert term.ended() == 0
    assert taken(home) == [ROWS[1]]


def test_plain_mode_takes_no_letters_for_numbers(home: Path) -> None:
    """Past nine a number goes on as a number; a letter is none, and is asked for again."""
    term = off(home, "--plain").asks("10. ").press("a\r").asks("not on the list").press("10\r")
    term.asks("not for us as well").press("\r")
    assert term.ended() == 0
    assert taken(home) == [ROWS[9]]


def test_a_long_choice_is_folded_in_a_narrow_window(tmp_path: Path) -> None:
    """At 40 columns every word of a choice is there, and what stands above the list as well."""
    there = {"level": "open", "before": "none", "from": TODAY + timedelta(days=1), "until": TODAY, "round": 1}
    rows = {"hand-on-shoulder-from-a": Boundary.model_validate(there)}
    home_at(tmp_path / "home").create(page(boundaries=rows))
    term = Terminal(tmp_path / "home", "--today", str(TODAY), "boundaries", "off", columns=40, rows=24).at(
        "It counts at once", "from Sam to Alex (being slept on)", "show it as not for us"
    )
    assert all(len(line) <= 40 for line in term.text.split("\n"))
    term.press("1").at("not for us as well").press(ENTER)
    assert term.ended() == 0
