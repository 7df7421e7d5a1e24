"""Two people, and what each of them does at the keyboard: the real commands on a real home, by a plan.

The keys of their private parts are wrapped with no work at all; the documents in there are locked as always.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path

from lock_samples import Quick
from storage_samples import page

from couplekit.commands.answering import hold_round
from couplekit.commands.boundaries import show, take_off
from couplekit.commands.context import Context
from couplekit.content.boundaries import areas
from couplekit.conversation.port import Prompt, Stopped
from couplekit.domain.agreement import Agreement
from couplekit.domain.boundaries import Level, Lists
from couplekit.domain.listed import listed, question_of
from couplekit.domain.people import SIDES, Side, other
from couplekit.domain.private import PRIVATE, Private
from couplekit.domain.ratchet import readings
from couplekit.storage.drawers import OpenDrawer
from couplekit.storage.files import System
from couplekit.storage.home import Home

NAMES: dict[Side, str] = {"a": "Sam", "b": "Alex"}
PASSPHRASES: dict[Side, str] = {"a": "apple river window", "b": "green lamp by the stairs"}
#: What is asked of these two: the other items of the first area are hidden, so that a round is short.
ITEMS = ("holding-hands", "hug-hello", "hand-on-shoulder", "kiss-on-the-lips", "sitting-close")
#: The rows of the page that come of it.
ROWS = (
    "holding-hands",
    "hug-hello",
    "hand-on-shoulder-from-a",
    "hand-on-shoulder-from-b",
    "kiss-on-the-lips",
    "sitting-close",
)
ORIGIN = "k3f9k3f9"
#: What is picked where there is a choice, the dearest first.
GOES_ON = ("together", "yes", "hand-in", "go")

Said = Mapping[str, str]


@dataclass
class Somebody:
    """Whoever sits there, and answers each screen by what the two of them would say.

    `answers` are those of each by their keys, `picks` the choices that are taken where they stand, by id or
    as they are called, and `knows` the passphrases that are known. `at` is called with every screen before
    it is answered. With `stops` that screen, counted from one, is answered with Ctrl-C.
    """

    answers: Mapping[Side, Said] = field(default_factory=dict)
    picks: Sequence[str] = GOES_ON
    knows: Mapping[Side, str] = field(default_factory=dict)
    at: Callable[[Prompt], None] = lambda _prompt: None
    stops: int = 0
    types: str = ""
    side: Side = "a"
    shown: list[Prompt] = field(default_factory=list)
    #: The keys of what each of the two was asked.
    asked: dict[Side, set[str]] = field(default_factory=lambda: {side: set() for side in SIDES})
    #: Who began to answer anew.
    begun: set[Side] = field(default_factory=set)
    _tried: bool = False

    def begin(self) -> None:
        """Nothing to do."""

    end = clear = leave = begin

    def tell(self, say: str) -> None:
        """It stands above the next screen."""

    wait = tell

    def rest(self, say: str, seconds: float) -> bool:
        """Nobody waits."""
        return True

    def ask(self, prompt: Prompt) -> str:
        """Look at the screen, and answer."""
        self.shown.append(prompt)
        self.at(prompt)
        if self.stops == len(self.shown):
            raise Stopped
        if prompt.kind == "go":
            self.side = next((side for side in SIDES if f"for {NAMES[side]}, alone" in prompt.say), self.side)
            self._tried = False
            if prompt.title == "Before you answer":
                self.begun.add(self.side)
            return ""
        if prompt.kind == "secret":
            tried, self._tried = self._tried, True
            return "" if tried else self.knows.get(self.side, "")
        ids = [option.id for option in prompt.options]
        if "wanted" in ids:
            self.asked[self.side].add(_keys().get((self.side, prompt.say), ""))
            return self.answers.get(self.side, {}).get(_keys().get((self.side, prompt.say), ""), "no")
        if prompt.kind in ("text", "lines"):
            return self.types
        named = {**{option.label: option.id for option in prompt.options}, **{id: id for id in ids}}
        return next((named[pick] for pick in self.picks if pick in named), ids[0])


@cache
def _keys() -> dict[tuple[Side, str], str]:
    """What each of the two is asked, and the key of the answer."""
    say, items = Context().say, listed(areas(), None)
    return {
        (side, question_of(asked, items, NAMES[other(side)], say)): asked.key
        for side in SIDES
        for item in items.values()
        for asked in item.asked
    }


class Unflushed(System):
    """Everything real but the wait for the disk: it makes a difference in a power cut and nowhere else."""

    full_flush = None
    flushes_folders = False

    @staticmethod
    def fsync(handle: int) -> None:  # type: ignore[override]
        """Wait for no disk."""


class Device(Context):
    """One computer of theirs: a home on a day, with somebody in front of it."""

    def __init__(self, path: Path, day: date, *, system: System | None = None) -> None:
        super().__init__(path, plain=True)
        self.path = path
        self.day = day
        self.system = system or Unflushed()
        self.somebody = Somebody()

    @property
    def home(self) -> Home:
        """The home folder, as a new window opens it."""
        home = Home(self.path, self.today, patience=0, system=self.system)
        home.wrapping = Quick
        return home

    def today(self) -> date:
        """The day that the clock of this computer shows."""
        return self.day

    @property
    def is_screen(self) -> bool:
        """Somebody sees a screen."""
        return True

    def person(self, command: str) -> Somebody:  # type: ignore[override]
        """Whoever sits there."""
        return self.somebody

    # What people do

    def run(self, act: Callable[[], object], somebody: Somebody) -> str:
        """Do something with somebody at the keyboard, and return all that was written."""
        self.somebody = somebody
        self._said = set()
        out = StringIO()
        with redirect_stdout(out), redirect_stderr(out):
            act()
        return out.getvalue()

    def round(self, a: Said, b: Said, *, knows: Mapping[Side, str] = PASSPHRASES, **more: object) -> str:
        """Both answer in one sitting and read it together."""
        return self.run(lambda: hold_round(self), Somebody({"a": a, "b": b}, knows=knows, **more))  # type: ignore[arg-type]

    def holds(self, somebody: Somebody) -> str:
        """Hold a round, or a part of one."""
        return self.run(lambda: hold_round(self), somebody)

    def turn(self, side: Side, said: Said, *picks: str, **more: object) -> str:
        """One of the two answers alone, in a private part, and hands in; or picks something else."""
        wanted = (*picks, side, *GOES_ON)
        return self.run(
            lambda: hold_round(self),
            Somebody({side: said}, picks=wanted, knows={side: PASSPHRASES[side]}, **more),  # type: ignore[arg-type]
        )

    def read(self, *, knows: Mapping[Side, str] = PASSPHRASES) -> str:
        """The two read what they answered."""
        return self.run(lambda: hold_round(self), Somebody(picks=("read", *GOES_ON), knows=knows))

    def off(self, row: str, *, limit: bool = False) -> str:
        """One of the two takes a row off, or drops what is slept on."""
        picks = (row, "yes" if limit else "no")
        return self.run(lambda: take_off(self, self.somebody), Somebody(picks=picks))  # type: ignore[arg-type]

    def looks(self, side: Side, knows: Mapping[Side, str] = PASSPHRASES) -> str:
        """One of the two opens their private part and looks at the page."""
        return self.run(lambda: show(self), Somebody(picks=(NAMES[side],), knows=knows))

    # What there is

    def begin(self) -> "Device":
        """Make the page of the two, with the short list."""
        hidden = [id for id in areas()[0].item if id not in ITEMS]
        self.home.create(page(lists=Lists(origin=ORIGIN, hidden=hidden), changed=self.day))
        return self

    def lock(self, *sides: Side) -> "Device":
        """Give these a private part, before anything was answered."""
        for side in sides or SIDES:
            self.home.drawer(side).lock(PASSPHRASES[side]).save(PRIVATE, Private())
        return self

    def drawer(self, side: Side) -> OpenDrawer:
        """The private part of one of the two, open."""
        return self.home.drawer(side).open(PASSPHRASES[side])

    def private(self, side: Side) -> Private:
        """What one of the two keeps of boundaries."""
        return self.drawer(side).load(PRIVATE, Private) or Private()

    @property
    def agreement(self) -> Agreement:
        """The page as it counts."""
        found = self.home.page()
        assert found is not None
        return found.agreement

    def levels(self, day: date | None = None) -> dict[str, Level]:
        """What each row says on a day, rows that are not there included."""
        said = readings(self.agreement, day or self.day)
        return {row: said[row].level if row in said else "none" for row in {*ROWS, *said}}
