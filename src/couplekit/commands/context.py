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
from couplekit.domain.text import clean
from couplekit.errors import NeedsTerminal, NoPage, NothingToKeep
from couplekit.showing.document import Block, Words, as_rich, as_text, from_text
from couplekit.storage.home import Home

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

    from couplekit.conversation.loop import Ending
    from couplekit.conversation.port import Person
    from couplekit.domain.agreement import Agreement

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

    def __init__(
        self, home: Path | None = None, *, plain: bool = False, day: date | None = None, keeps: bool = True
    ) -> None:
        self._home = home
        self._unsaved: Home | None = None
        self.keeps = keeps
        self._day = day
        self._said: set[str] = set()
        self._person: Person | None = None
        #: How the last conversation of this run ended.
        self.ending: Ending = "finished"
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
        if self.keeps:
            return Home(path, self.today)
        if self._unsaved is None:
            from couplekit.storage.unsaved import Unsaved

            self._unsaved = Unsaved(path, self.today)
        return self._unsaved

    def page(self) -> "Agreement | None":
        """The page as it counts today, after clearing up what a save left that was cut off.

        Says what there is to say about its file. None where there is no page yet.
        """
        self.tidy()
        page = self.home.page()
        if page is None:
            return None
        self.notices(page.notices)
        return page.agreement

    def tidy(self) -> None:
        """Clear up what a save left that was cut off, and what has left the page by now."""
        if self._day is None:  # a day that was given for trying things out ends nothing for good
            self.home.tidy()

    def needed_page(self) -> "Agreement":
        """The page as it counts today. Raises NoPage where there is none yet."""
        page = self.page()
        if page is None:
            raise NoPage
        return page

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
        if not self.keeps:
            self.notices([self.say["conversation.not-kept"]])
        if self._person is None:
            # One for the whole run: what they were told once, they know.
            self._person = self._someone()
            # What was loaded stays; from here on there may be garbage. It is looked for seldom: a look takes
            # longer than a screen, and a whole check-in without any leaves some ten megabytes.
            gc.freeze()
            gc.set_threshold(50_000, 20, 20)
            gc.enable()
        return self._person

    def _someone(self) -> "Person":
        if self.plain:
            from couplekit.conversation.plain import Plain as PlainPerson

            return PlainPerson(self.say, width=_width())
        from couplekit.conversation.console import Console

        return Console(self.say, rich_console())

    def expect_saving(self, command: str) -> None:
        """Raise CouplekitError where nothing is to be saved: this command does nothing else."""
        if not self.keeps:
            raise NothingToKeep(
                f"With --no-save nothing in the files changes, so `couplekit {command}` has nothing to do. "
                "Nothing was changed. Leave --no-save out to do it."
            )

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
        if self.plain or not _wants_colour():
            write(as_text(blocks, _width() - 1 if sys.stdout.isatty() else 80))
            return
        console = rich_console()
        console.print()
        marks = "utf" in console.encoding.lower()
        # The lines fit as a window counts them; where rich counts otherwise it is not to cut them.
        console.print(as_rich(blocks, marks=marks), width=min(console.width, 80), crop=False)
        console.print()

    def tell(self, text: str) -> None:
        """Write a sentence or two to stdout, wrapped, and nothing else."""
        write(as_text(from_text(text), _width() - 1 if sys.stdout.isatty() else 80))

    def notices(self, notices: Iterable[str]) -> None:
        """Write what a person needs to know to stderr, each thing once."""
        for notice in notices:
            if notice not in self._said:
                self._said.add(notice)
                note(notice)


def rich_console() -> "RichConsole":
    """A screen of rich's that adds nothing of its own: no highlighting, no emoji names, no markup.

    With NO_COLOR set to anything it has no styles at all.
    """
    from rich.console import Console as RichConsole

    return RichConsole(
        highlight=False,
        emoji=False,
        markup=False,
        force_terminal=_wants_colour(),  # given, since rich takes an empty FORCE_COLOR for a no
        color_system=None if os.environ.get("NO_COLOR") else "auto",
    )


def write(text: str) -> None:
    """Write text to stdout as it is."""
    sys.stdout.write(text)
    sys.stdout.flush()


def note(text: str) -> None:
    """Write one message to stderr: wrapped for a person, as it is for a log."""
    text = clean(text)
    if sys.stderr.isatty():
        text = as_text([Words(line) for line in text.split("\n")], _width() - 1).rstrip("\n")
    sys.stderr.write(f"{text}\n")


def _wants_plain() -> bool:
    """ACCESSIBLE or COUPLEKIT_PLAIN set to anything, or a terminal that cannot draw."""
    if os.environ.get("ACCESSIBLE") or os.environ.get("COUPLEKIT_PLAIN"):
        return True
    if not sys.stdout.isatty():
        return False
    return os.environ.get("TERM") == "dumb" or (sys.platform != "win32" and not os.environ.get("TERM"))


def _wants_colour() -> bool:
    """Whether what is shown may be drawn: on a terminal, or where FORCE_COLOR asks for it.

    NO_COLOR and FORCE_COLOR count when they hold anything; NO_COLOR wins.
    """
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR") and not os.environ.get("NO_COLOR"))


def _width() -> int:
    import shutil

    return shutil.get_terminal_size().columns


def of(ctx: typer.Context, plain: bool = False) -> Context:
    """The context of a typer command, with its own `--plain` taken in."""
    context: Context = ctx.obj
    context.plain = context.plain or plain
    return context
