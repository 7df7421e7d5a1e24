"""Words that a hint is about: underlined on a screen, quoted where nothing can be underlined."""

import io
import re

import pytest
from rich.console import Console as RichConsole

from couplekit import content
from couplekit.conversation.plain import Plain
from couplekit.conversation.port import Marked, Prompt
from couplekit.conversation.screen import drawn
from couplekit.domain.answers import Option
from couplekit.lines import columns

TOLD = 'It is about: "{}"'


def prompt(text: str, words: str) -> Prompt:
    """A hint about some words of a text."""
    start = text.index(words)
    marked = Marked(text, start, start + len(words), TOLD.format(words))
    return Prompt(kind="pick", say="One moment.", marked=marked, options=(Option("keep", "Keep my words"),))


def screen(prompt: Prompt, width: int = 80, *, colour: bool = True) -> str:
    """What a terminal is sent for it."""
    console = RichConsole(
        file=io.StringIO(),
        force_terminal=True,
        width=width,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    return "\n".join(drawn(prompt, console))


def underlined(shown: str) -> str:
    """The words that are underlined."""
    return " ".join(re.findall(r"\x1b\[4m([^\x1b]*)\x1b\[0m", shown))


@pytest.mark.parametrize("width", [80, 40, 24])
def test_they_are_underlined_however_they_are_wrapped(width: int) -> None:
    """Words that begin on one line and end on the next are underlined on both, and no others are."""
    text = "When you turned the light off and I lay there you never once asked me how I was"
    assert (
        underlined(screen(prompt(text, "you never once asked me how"), width))
        == "you never once asked me how"
    )


@pytest.mark.parametrize(
    "text", ["never never never", "静かに never 静かに", "👩‍👩‍👧 never", "x" * 200 + " never"]
)
def test_the_right_ones_are_underlined(text: str) -> None:
    """The first of several alike, words among wide letters, and words behind a very long one."""
    shown = screen(prompt(text, "never"), 40)
    assert underlined(shown) == "never"
    assert all(columns(re.sub(r"\x1b\[[0-9;]*m", "", line)) <= 40 for line in shown.split("\n"))


def test_without_styles_they_are_quoted() -> None:
    """With NO_COLOR nothing is underlined, so a line says which words it is about."""
    shown = screen(prompt("you never ask", "never"), colour=False)
    assert "\x1b" not in shown
    assert 'It is about: "never"' in shown
    assert 'It is about: "never"' not in screen(prompt("you never ask", "never"))


def test_line_by_line_they_are_quoted() -> None:
    """In plain mode the text is read, and then which words it is about, for each hint anew."""
    out = io.StringIO()
    person = Plain(content.interface(), source=io.StringIO("1\n1\n"), sink=out, width=80)
    for words in ("never", "ask"):
        person.ask(prompt("you never ask", words))
    assert out.getvalue().count("you never ask") == 2
    assert 'It is about: "never"' in out.getvalue()
    assert 'It is about: "ask"' in out.getvalue()


def test_what_acts_on_a_screen_stays_text() -> None:
    """Markup in somebody's words is drawn as it is, and control characters are not drawn."""
    shown = screen(prompt("[bold]you\x1b[2J\u202e never", "never"))
    assert "[bold]you" in shown
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown
