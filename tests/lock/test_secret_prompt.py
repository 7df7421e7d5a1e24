"""A line that nobody sees: on the full screen, in plain mode, from a pipe and in the demo."""

import io
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("not run: a pseudo-terminal needs POSIX", allow_module_level=True)

import termios

from lock_samples import PASSPHRASE, locked, quick_home
from rich.console import Console as RichConsole
from storage_samples import page

from couplekit import content
from couplekit.conversation.plain import Plain
from couplekit.conversation.played import Played
from couplekit.conversation.port import Prompt, Stopped
from couplekit.domain.guide import Question
from couplekit.domain.people import Partners, Person
from terminal import CTRL_C, CTRL_D, DOWN, ENTER, ESC, Terminal

ASKED = Prompt(kind="secret", say="Say it.", title="A secret", hint="It is not shown.")
OLD = "opens it now"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of one person, whose private part opens at once."""
    there = quick_home(tmp_path / "home")
    there.create(page(partners=Partners(a=Person(name="Kim"))))
    locked(there)
    return there.path


def asked(home: Path, *, plain: bool = False) -> Terminal:
    """A run of `couplekit lock` at the question for the passphrase."""
    if plain:
        term = Terminal(home, "--plain", "lock")
        term.asks("is locked").press("2", ENTER)
        return term.asks(OLD)
    term = Terminal(home, "lock")
    term.at("is locked").press(DOWN, ENTER)
    return term.at(OLD)


# On the full screen


@pytest.mark.terminal
def test_nothing_of_it_is_drawn_on_the_full_screen(home: Path) -> None:
    """Typed, pasted, taken back or looked for with Ctrl-R: no letter is drawn, and not how many there are."""
    term = asked(home)
    before = term.text
    term.press("CANARY one", "\x12CANARY two", "\x13CANARY three", "\x1b[A", "\x15")
    term.paste("CANARY four").press("\x15", "wrong", ENTER)
    term.at("did not open it")
    assert [line for line in before.splitlines() if line in term.text] == before.splitlines()
    term.press(PASSPHRASE, ENTER)
    term.at("from now on").press(ESC)
    term.at("Take your time").press(CTRL_C)
    assert term.ended() == 0
    assert "CANARY" not in term.raw.decode()
    assert PASSPHRASE not in term.raw.decode()
    assert "*" not in term.text


@pytest.mark.terminal
def test_what_was_pasted_opens_it(home: Path) -> None:
    """A passphrase out of a store of passphrases can be pasted, with the line end that comes with it."""
    term = asked(home)
    term.paste(PASSPHRASE).press(ENTER)
    term.at("from now on").press(CTRL_C)
    assert term.ended() == 0


@pytest.mark.terminal
def test_the_ways_out_work_where_nothing_is_seen(home: Path) -> None:
    """Esc opens the menu, Ctrl-C and Ctrl-D stop, and a command as a whole line is one."""
    term = asked(home)
    term.press("CANARY", ESC)
    term.at("Take your time").press(ENTER)
    term.at(OLD).press("/pause", ENTER)
    term.at("A pause").press(ENTER)
    term.at(OLD).press(CTRL_D)
    assert term.ended() == 0
    assert "Stopped." in term.text
    term = asked(home)
    term.press("/leave", ENTER)
    assert term.ended() == 0
    assert term.text.strip() == ""


# In plain mode


@pytest.mark.terminal
def test_nothing_of_it_is_echoed_in_plain_mode(home: Path) -> None:
    """The terminal echoes nothing while it is typed or worked on, and echoes again afterwards."""
    term = asked(home, plain=True)
    term.press("wrong CANARY", ENTER)
    term.asks("did not open it").press(PASSPHRASE, ENTER)
    term.asks("from now on").press("3", ENTER)
    assert term.ended() == 0
    assert "CANARY" not in term.raw.decode()
    assert PASSPHRASE not in term.raw.decode()
    assert b"> 3\r\n" in term.raw


@pytest.mark.terminal
@pytest.mark.parametrize("key", [CTRL_C, CTRL_D, "CANARY" + CTRL_C])
def test_the_terminal_echoes_again_however_it_ends(home: Path, key: str) -> None:
    """Stopped in the middle, the terminal is as it was before."""
    term = asked(home, plain=True)
    assert not echoes(term)
    term.press(key)
    term.see("Stopped.")
    assert echoes(term)
    assert term.ended() == 0
    assert "CANARY" not in term.raw.decode()


def echoes(term: Terminal) -> bool:
    """Whether the terminal shows what is typed."""
    return bool(termios.tcgetattr(term._child.fileno())[3] & termios.ECHO)


def test_from_a_pipe_it_is_read_and_not_repeated() -> None:
    """A line in a pipe is taken as it is, spaces and all, and stands nowhere in what is written."""
    written = io.StringIO()
    person = Plain(content.interface(), source=io.StringIO("  CANARY  \r\nseen\n"), sink=written)
    assert person.ask(ASKED) == "  CANARY  "
    assert person.ask(Prompt(kind="text", say="And now?")) == "seen"
    person.end()
    assert "CANARY" not in written.getvalue()
    assert written.getvalue().endswith("And now?\n> seen\n")
    with pytest.raises(Stopped):
        person.ask(ASKED)


# In the demo, and in a guide


@pytest.mark.parametrize("colour", [None, "standard"])
def test_a_demo_draws_no_secret(colour: str | None) -> None:
    """What a made-up person types there is not drawn either."""
    written = io.StringIO()
    screen = RichConsole(file=written, color_system=colour, width=80)  # type: ignore[arg-type]
    person = Played([("Say it.", "CANARY")], screen, fast=True)
    assert person.ask(ASKED) == "CANARY"
    assert "CANARY" not in written.getvalue()
    assert "Say it." in written.getvalue()


@pytest.mark.parametrize(
    "wrong", [{"aloud": True}, {"aloud": False, "keeps": "own"}, {"aloud": False, "keeps": "page"}]
)
def test_a_guide_can_keep_no_secret(wrong: dict[str, object]) -> None:
    """A question for a secret that would be kept, or said aloud, is a fault in its file."""
    values = {"id": "one", "kind": "secret", "say": "Say it.", "why": "For a test."}
    with pytest.raises(ValueError, match="is kept nowhere"):
        Question(**{**values, **wrong})
    assert Question(**values, aloud=False).keeps == "no"
