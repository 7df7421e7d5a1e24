"""What every command shares: where the home is, what day it is, how to reach the person, where words go."""

import gc
import os
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from couplekit import content
from couplekit.domain.days import day_of
from couplekit.domain.interface import Interface
from couplekit.errors import NeedsTerminal
from couplekit.showing.document import Block, as_rich, as_text, from_text
from couplekit.storage.home import Home

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

    from couplekit.conversation.port import Person

#: The folder's name says what program it belongs to and nothing about what is in it.
_FOLDER = "couplekit"
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"

Plain = Annotated[
    bool, typer.Option("--plain", help="Numbered questions and lines: for screen readers and pipes.")
]


def new_id(length: int = 4) -> str:
    """A short random name, of letters that cannot be mistaken for one another."""
    import secrets

    return "".join(secrets.choice(_LETTERS) for _ in range(length))


class Context:
    """One run of one command."""

    def __init__(self, home: Path | None = None, *, plain: bool = False, day: date | None = None) -> None:
        self._home = home
        self._day = day
        self.plain = plain or _wants_plain()

    def today(self) -> date:
        """The day this evening belongs to."""
        return self._day or day_of(datetime.now())

    @property
    def home(self) -> Home:
        """The home folder; it is made when something is first saved."""
        path = self._home
        if path is None:
            import platformdirs

            path = Path(platformdirs.user_data_dir(_FOLDER, appauthor=False))
        return Home(path, self.today)

    @property
    def say(self) -> Interface:
        """What is said between questions."""
        return content.interface()

    @property
    def is_screen(self) -> bool:
        """Whether a person looks at what is written and can answer it."""
        return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()

    def person(self, command: str) -> "Person":
        """Whoever sits there. Raises NeedsTerminal where nobody does, unless `--plain` says to read lines."""
        if not self.is_screen and not self.plain:
            raise NeedsTerminal(
                f"couplekit {command} is a conversation, and there is no terminal here to have it in. "
                "Nothing was started and nothing was changed. "
                f"In a pipe, or to answer line by line: couplekit {command} --plain"
            )
        person = self._someone()
        # What was loaded stays; from here on there may be garbage. It is looked for seldom: a look takes
        # longer than a screen, and a whole check-in without any leaves some ten megabytes.
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        gc.enable()
        return person

    def _someone(self) -> "Person":
        if self.plain:
            from couplekit.conversation.plain import Plain as PlainPerson

            return PlainPerson(self.say, width=_width())
        from couplekit.conversation.console import Console

        return Console(self.say, rich_console())

    def expect_typed_yes(self) -> None:
        """Raise NeedsTerminal where nobody could type a yes: a line waiting in a pipe is none."""
        if not self.is_screen:
            raise NeedsTerminal(
                "This waits for a typed yes, and there is no terminal here to type it in. "
                "Nothing was started and nothing was changed."
            )

    def show(self, blocks: Iterable[Block]) -> None:
        """Write to stdout: with a little weight on a terminal, as plain lines anywhere else."""
        blocks = list(blocks)
        if self.plain or not sys.stdout.isatty():
            write(as_text(blocks, _width() - 1 if sys.stdout.isatty() else 80))
            return
        console = rich_console()
        console.print()
        console.print(as_rich(blocks, marks="utf" in console.encoding.lower()), width=min(console.width, 80))
        console.print()

    def tell(self, text: str) -> None:
        """Write a sentence or two to stdout, wrapped, and nothing else."""
        write(as_text(from_text(text), _width() - 1 if sys.stdout.isatty() else 80))

    def notices(self, notices: Iterable[str]) -> None:
        """Write what a person needs to know to stderr."""
        for notice in notices:
            note(notice)


def rich_console() -> "RichConsole":
    """A screen of rich's that adds nothing of its own: no highlighting, no emoji names, no markup."""
    from rich.console import Console as RichConsole

    return RichConsole(highlight=False, emoji=False, markup=False)


def write(text: str) -> None:
    """Write text to stdout as it is."""
    sys.stdout.write(text)
    sys.stdout.flush()


def note(text: str) -> None:
    """Write one message to stderr."""
    from couplekit.domain.text import clean

    sys.stderr.write(f"{clean(text)}\n")


def _wants_plain() -> bool:
    """ACCESSIBLE or COUPLEKIT_PLAIN set to anything, or a terminal that cannot draw."""
    if os.environ.get("ACCESSIBLE") or os.environ.get("COUPLEKIT_PLAIN"):
        return True
    if not sys.stdout.isatty():
        return False
    return os.environ.get("TERM") == "dumb" or (sys.platform != "win32" and not os.environ.get("TERM"))


def _width() -> int:
    import shutil

    return shutil.get_terminal_size().columns


def of(ctx: typer.Context, plain: bool = False) -> Context:
    """The context of a typer command, with its own `--plain` taken in."""
    context: Context = ctx.obj
    context.plain = context.plain or plain
    return context
