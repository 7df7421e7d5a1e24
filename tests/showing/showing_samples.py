"""A page, the sentences around it, and the two ways of rendering, shared by the tests of what is shown."""

from collections.abc import Iterable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console

from couplekit import content
from couplekit.content.signal_words import about_signals
from couplekit.domain.agreement import Agreement
from couplekit.domain.people import Partners, Person
from couplekit.domain.signals import Signal
from couplekit.showing.document import Block, as_rich, as_text

TODAY = date(2026, 11, 21)
SAY = content.interface()
WORDS = about_signals().words
EXPECTED = Path(__file__).parent / "expected"

SIGNALS = {
    # Not in the order in which they are shown.
    "ready": Signal(words={"k1": "moonlight"}),
    "go": Signal(signs={"s1": "a nod"}),
    "slow": Signal(words={"k1": "softer"}, reply="Of course."),
    "pause": Signal(
        words={"k1": "wait"},
        signs={"s1": "a hand flat on the chest"},
        afterwards="stop, do something else, or go on",
    ),
    "stop": Signal(
        words={"k1": "red", "k2": "tulip"},
        signs={"s1": "tap twice"},
        leaving={"k2": date(2026, 11, 23)},
        reply="Thank you for telling me.",
        afterwards="a quiet moment, a glass of water.",
    ),
}
#: Values that went past every check, as nothing in couplekit makes them.
HOSTILE = "Sam\x1b[2J\x1b]0;owned\x07\u202e[red]evil[/red]\u2066\x9b31m\u2028\ud800"


def page(**changes: Any) -> Agreement:
    """A page of two with every signal, and one word that is leaving."""
    values = {
        "changed": TODAY,
        "partners": Partners(a=Person(name="Sam"), b=Person(name="Alex")),
        "signals": SIGNALS,
    }
    return Agreement(**{**values, **changes})


def as_lines(blocks: Iterable[Block], width: int, *, rich: bool = False, marks: bool = True) -> list[str]:
    """What is shown, line by line, without the room that fills a line up."""
    if not rich:
        return as_text(blocks, width).split("\n")
    sink = StringIO()
    console = Console(width=width, file=sink, no_color=True, highlight=False, emoji=False, markup=False)
    console.print(as_rich(blocks, marks=marks))
    return [line.rstrip() for line in sink.getvalue().split("\n")]
