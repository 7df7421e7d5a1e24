"""True terminal sessions: a pseudo-terminal, real keys, and what stands on the screen."""

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

import tomli

from couplekit.commands.context import Context
from terminal import COMMAND, CTRL_C, CTRL_D, DOWN, ENTER, ESC, Terminal

pytestmark = pytest.mark.terminal

STOPPED = "Stopped. Thank you for saying so. You can come back any time, or not."


def read_cards(term: Terminal) -> None:
    """One person's reading turn: hand-over and three cards."""
    term.at("For one of you alone", "I am alone with the screen").press(ENTER)
    for title in ("How this works", "Stop and no", "If no is not safe"):
        term.at(title, "Next").press(ENTER)


def name_both(term: Terminal) -> None:
    """Both names."""
    term.at("For both of you again").press(ENTER)
    term.at("Your names", "the one who reads first").type("Sam")
    term.at("Your names", "the other one").type("Alex")


def first_evening(home: Path) -> None:
    """A page of two, by the shortest way."""
    term = Terminal(home, "--today", "2026-11-21", "start")
    term.at("Who is here tonight?").press(ENTER)
    read_cards(term)
    read_cards(term)
    name_both(term)
    for title in ("The pace", "How we stop", "After a stop", "Sam What is one", "Alex What is one"):
        term.at(title).press(ENTER)
    term.at("That is enough for tonight", "28 November").press(ENTER)
    assert term.ended() == 0


def page(home: Path) -> dict[str, dict[str, object]]:
    """The page as it stands in its file."""
    return tomli.loads((home / "agreement.toml").read_text(encoding="utf-8"))


def test_a_first_evening_by_two_with_every_wrong_key(home: Path) -> None:
    """Esc, an empty line, a pasted paragraph, a pause, a stop, back and skip: one page in the end."""
    term = Terminal(home)
    term.at("Nothing has to happen tonight", "Both here", "Not today").press(ENTER)
    read_cards(term)
    # Esc opens the menu, and Esc again goes on.
    term.at("For one of you alone").press(ESC)
    term.at("Take your time", "Leave now").press(ESC)
    read_cards(term)
    term.at("For both of you again").press(ENTER)
    term.at("Your names").press(ENTER)
    term.at("A name is needed here")
    term.paste("My\nname is\r\nSam").see("My name is Sam").press(ENTER)
    term.at("the other one").type("Alex")
    # A pasted paragraph was one answer and none of the next.
    term.at("The pace", "My name is Sam").press(ESC)
    term.at("Pause together").press(DOWN, DOWN, DOWN, ENTER)
    term.at("There is no hurry").press(DOWN, ENTER)
    term.see("Breathe in your own time", "Any key ends this").press("x")
    term.at("There is no hurry").press(ENTER)
    term.at("The pace").press(CTRL_C)
    term.see(STOPPED)
    assert term.ended() == 0
    assert not (home / "agreement.toml").exists()

    term = Terminal(home, "start", rows=40)
    term.at("did not finish", "Go on where you stopped").press(ENTER)
    term.at("How we stop").press(ESC)
    term.at("Back one question").press(DOWN, ENTER)
    term.at("The pace", "The slower of us").press(ENTER)
    term.at("How we stop").press(DOWN, ENTER)
    term.at("A word for stop").type("pineapple")
    term.at("A sign for stop").press(ENTER)
    term.at("A word for pause").type("pineapples")
    term.at("too close to what you use for Stop").type("/skip")
    term.at("A sign for pause").press(ENTER)
    term.at("After a stop", "Thank you for telling me").press(ENTER)
    term.at("Before you go", "We said it aloud").press(DOWN, ENTER)
    term.at("Enter on an empty line").type("I am OK with [kissing]")
    term.at("Alex", "Before you go").press(ENTER)
    term.at("That is enough for tonight").press(DOWN, ENTER)
    term.at("Which day?").type("someday")
    term.at("could not be read as a day").press(ENTER)
    term.see("Our page", "My name is Sam and Alex", '"pineapple" or tap twice', "couplekit signals")
    assert term.ended() == 0
    assert page(home)["signals"]["pause"] == {
        "afterwards": "stop, do something else, or go on",
        "words": {"wait": "wait"},
        "signs": {"flat-hand": "a hand flat on the chest"},
    }
    kept = next((home / "check-ins").iterdir()).read_text(encoding="utf-8")
    assert "I am OK with [kissing]" in kept
    # Nothing of the conversation is left on the screen or in its memory.
    assert "[kissing]" not in term.text + term.history


def test_one_person_alone(home: Path) -> None:
    """Alone: no hand-over, one name, a page, and the letter when it is wanted."""
    term = Terminal(home, rows=70)
    term.at("On my own, for now").press(DOWN, ENTER)
    for title in ("How this works", "Stop and no", "If no is not safe"):
        term.at(title, "Next").press(ENTER)
    term.at("What would you like").type("Kim")
    term.at("This will do").press(ENTER)
    term.at("letter").press(DOWN, ENTER)
    term.at("No date").press(ENTER)
    term.see("My page", "A letter for you")
    assert term.ended() == 0
    assert page(home)["partners"] == {"a": {"name": "Kim"}}


def test_a_check_in_a_week_later_and_leaving_it(home: Path) -> None:
    """A pause word pauses, leaving clears the screen and says nothing, and the evening can go on."""
    first_evening(home)
    later = ("--today", "2026-11-28", "check-in")
    term = Terminal(home, *later)
    term.at("Alex", "In one word").press(DOWN, ENTER)
    term.at("calm", "relaxed").press(ENTER)
    term.at("Sam", "In one word").press(ENTER)
    term.at("Something good", "Alex").press(DOWN, ENTER)
    term.at("Enter on an empty line").type("wait")
    term.at("A pause. There is no hurry.").press(ENTER)
    term.at("Something good").type("CANARY was kind")
    term.at("Something good", "Sam").press(ESC)
    term.at("Leave now").press(*[DOWN] * 5, ENTER)
    assert term.ended() == 0
    assert term.text == ""
    assert "CANARY" not in term.history
    assert b"\x1b[3J" in term.raw

    term = Terminal(home, *later)
    term.at("Go on where you stopped").press(ENTER)
    term.at("Something good", "Sam").press(ENTER)
    for title in ("A wish", "A wish", "Still true?", "Thank you"):
        term.at(title).press(ENTER)
    term.at("What stays", "Alex").press(DOWN, ENTER)
    term.at("What stays", "Sam").press(ENTER)
    term.at("That is enough", "Saturday 5 December").press(ENTER)
    term.see("Thank you both", "Saturday 5 December")
    assert term.ended() == 0
    records, _ = Context(home).home.records()
    assert records[-1].kept == {"b": {"mood": "calm", "appreciation": "CANARY was kind"}}


def test_what_was_typed_ahead_is_never_a_yes(home: Path) -> None:
    """A yes typed before the question is thrown away; only one typed after it counts."""
    first_evening(home)
    term = Terminal(home, "signals", "set")
    term.at("Which one would you like").press(ENTER)
    term.at("What would you like to do?").press(ENTER)
    term.at("Which word").type("red")
    term.see('"red"')
    assert term.ended() == 0

    def take_away(*typed_ahead: str) -> Terminal:
        term = Terminal(home, "signals", "set")
        term.at("Which one would you like").press(ENTER)
        term.at("What would you like to do?").press(DOWN, DOWN, DOWN, DOWN, ENTER)
        return term.at("Which one?", "red").press(DOWN, ENTER, *typed_ahead)

    term = take_away("yes\r", "yes\r")
    term.see("Sam, is it all right", "Type yes").press("no\r")
    term.see("Alex, is it all right", "Type yes").press("yes\r")
    term.see("Nothing was changed")
    assert term.ended() == 0
    assert "leaving" not in page(home)["signals"]["stop"]  # type: ignore[operator]
    term = take_away()
    term.see("Sam, is it all right", "Type yes").press("yes\r")
    term.see("Alex, is it all right", "Type yes").press("Yes.\r")
    term.see("It still counts for now")
    assert term.ended() == 0
    assert "leaving" in page(home)["signals"]["stop"]  # type: ignore[operator]


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_a_key_that_ends_programs_is_a_stop_at_every_kind_of_prompt(home: Path, key: str) -> None:
    """Ctrl-C and Ctrl-D stop a conversation at a list, at a line and at a typed yes: exit 0, one line."""
    term = Terminal(home, "start", "--alone")
    term.at("How this works").press(key)
    term.see(STOPPED)
    assert term.ended() == 0
    first_evening(home)
    term = Terminal(home, "start")
    term.at("what is set up").press(DOWN, DOWN, ENTER)
    term.at("What shall couplekit call you").press(key)
    term.see(STOPPED)
    assert term.ended() == 0
    term = Terminal(home, "forget")
    term.at("Nobody's, for now").press(DOWN, ENTER)
    term.see("keeps no copy of them", "Type yes").press(key)
    term.see(STOPPED)
    assert term.ended() == 0
    assert (home / "agreement.toml").exists()


@pytest.mark.parametrize("how", ["--plain", "ACCESSIBLE", "TERM"])
def test_plain_mode_on_a_terminal_sends_no_escape(home: Path, how: str) -> None:
    """Plain mode, however it was chosen, is lines: no escape byte from the first question to the page."""
    environment = {"ACCESSIBLE": "1"} if how == "ACCESSIBLE" else {"TERM": "dumb"} if how == "TERM" else {}
    args = ["--plain"] if how == "--plain" else []
    term = Terminal(home, *args, "start", columns=40, rows=200, **environment)
    term.asks("Who is here tonight?", "A number from 1 to 3.").press("1\r")
    for _ in range(2):
        term.asks("Press Enter: I am alone").press(ENTER)
        for title in ("How this works", "Stop and no", "If no is not safe"):
            term.asks(f"{title}. For").press(ENTER)
    term.asks("For both of you again").press(ENTER)
    term.asks("Your names").press("Sam\r")
    term.asks("the other one").press("Alex\r")
    for title in ("The pace.", "How we stop.", "After a stop.", "For Sam.", "For Alex.", "for tonight."):
        term.asks(title).press("1\r")
    term.see("Our page")
    assert term.ended() == 0
    assert b"\x1b" not in term.raw
    assert page(home)["partners"]["b"] == {"name": "Alex"}


def test_pasted_lines_never_answer_the_next_question(home: Path) -> None:
    """In plain mode a pasted paragraph is one answer; typed-ahead lines at a list are thrown away."""
    term = Terminal(home, "--plain", "start", "--alone", rows=120)
    for title in ("How this works.", "Stop and no.", "If no is not safe."):
        term.asks(title).press(ENTER)
    term.asks("What would you like").press("Kim\rof the\rhills\r")
    term.asks("This will do for now").press("/stop\r")
    term.see(STOPPED)
    assert term.ended() == 0
    draft = next((home / "drafts").rglob("draft.toml")).read_text(encoding="utf-8")
    assert '"name.a" = "Kim of the hills"' in draft


def test_a_long_card_comes_page_by_page_on_a_small_window(home: Path) -> None:
    """On a small window nothing scrolls away unseen: More shows the rest, and Esc is still the menu."""
    term = Terminal(home, "start", "--alone", columns=40, rows=16)
    term.at("Tonight takes about 15", "More").press(ESC)
    term.at("Take your time").press(ESC)
    shown = []
    while "Next" not in term.at_either("❯ More", "❯ Next").text:
        shown.append(term.text)
        term.press(ENTER)
    assert len(shown) == 2
    words = " ".join("\n".join([*shown, term.text]).replace("❯ More", "").split())
    assert "nothing has to happen. - You choose a name" in words
    assert "or not. What you write stays on this computer." in words
    assert "You can erase it. ❯ Next" in words
    term.press(CTRL_C)
    assert term.ended() == 0


def test_the_card_without_colour(home: Path) -> None:
    """With NO_COLOR the card has its words and no colour; in a narrow window every line fits."""
    first_evening(home)
    term = Terminal(home, "signals", columns=40, rows=40, NO_COLOR="1")
    term.see("STOP and NO always count", "tap twice", "What is not listed is a no.")
    assert term.ended() == 0
    assert b"\x1b[36m" not in term.raw
    assert b"\x1b[1;36m" not in term.raw


def test_the_console_writes_what_the_plain_way_writes(tmp_path: Path) -> None:
    """The same answers by keys on a full screen and by lines in a pipe give the same page, byte for byte."""
    import os
    import subprocess

    first_evening(tmp_path / "console")
    answers = ["1", *[""] * 9, "Sam", "Alex", *["1"] * 6]
    subprocess.run(
        [*COMMAND, "--plain", "--today", "2026-11-21", "start"],
        input="\n".join(answers) + "\n",
        env=os.environ | {"COUPLEKIT_HOME": str(tmp_path / "plain")},
        text=True,
        check=True,
        capture_output=True,
    )
    pages = {(tmp_path / way / "agreement.toml").read_bytes() for way in ("console", "plain")}
    assert len(pages) == 1


def test_ctrl_c_in_the_demo_ends_it(home: Path) -> None:
    """Ctrl-C ends the demo as its first line says: one line, exit 0, and nothing is left behind."""
    term = Terminal(home, "demo")
    term.see("For one of you alone").press(CTRL_C)
    term.see(STOPPED)
    assert term.ended() == 0
    assert "went wrong" not in term.text
