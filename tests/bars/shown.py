"""Whatever couplekit shows, in every form it has, and what became of the words in it.

What may stand on a screen is said here once more and in another way than in couplekit itself, so that
a gap in its own list of characters shows.
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from io import StringIO
from pathlib import Path

import pytest
import wcwidth

from couplekit import content
from couplekit.commands.context import Context, note, rich_console
from couplekit.conversation.plain import Plain
from couplekit.conversation.port import Prompt
from couplekit.conversation.screen import drawn
from couplekit.showing.document import Block, Entry, Gap

TODAY = date(2026, 11, 21)

#: Every style that couplekit has: bold, dim, its two colours, and their end. Nothing else may begin with ESC.
OUR_STYLES = re.compile("\x1b\\[(?:0|1|2|36|1;36)m")
#: Marks that turn a line around, by what Unicode says of them, and those of which it says less.
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_ALSO = "\u061c\u200e\u200f\ufeff"


def is_raw(character: str) -> bool:
    """Whether a character acts on a screen, or turns a line around, and so may never be written."""
    if character == "\n":
        return False
    kind = unicodedata.category(character)
    turning = unicodedata.bidirectional(character) in _TURNING
    return kind in ("Cc", "Cs", "Zl", "Zp") or turning or character in _ALSO


_EVERY = [chr(number) for number in range(sys.maxunicode + 1)]
RAW = re.compile(f"[{''.join(re.escape(c) for c in _EVERY if is_raw(c))}]")
_UNREAD = re.compile(f"[{''.join(re.escape(c) for c in _EVERY if c.isspace() or is_raw(c))}]+")
_HALF = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=10_000)
def letters(text: str) -> str:
    """What is to be read of a text, wherever its lines end: no white space, and nothing that acts."""
    return _UNREAD.sub("", _HALF.sub("\ufffd", text))


@dataclass
class Seen:
    """What was shown, and everything that was wrong with it. `told` holds the first faults in words."""

    screens: set[str] = field(default_factory=set)
    drawings: int = 0
    raw: int = 0
    lost: int = 0
    too_wide: int = 0
    exceptions: int = 0
    told: list[str] = field(default_factory=list)
    _known: set[object] = field(default_factory=set)

    def is_new(self, shown: object) -> bool:
        """Whether this was not looked at yet: what is the same for every string is drawn once."""
        is_new = shown not in self._known
        self._known.add(shown)
        return is_new

    def saw(self, screen: str, typed: str) -> None:
        """Count a screen that showed what was typed, where that is too long to stand there by chance."""
        if len(typed) > 7:
            self.screens.add(screen)

    def numbers(self, strings: int) -> dict[str, int]:
        """As the table of the bars wants them."""
        print(*self.told, sep="\n")
        return {
            "strings": strings,
            "screens": len(self.screens),
            "drawings": self.drawings,
            "raw characters": self.raw,
            "exceptions": self.exceptions,
            "lost words": self.lost,
            "lines too wide": self.too_wide,
        }

    def fault(self, words: str) -> None:
        """Keep the first few, for whoever has to mend it."""
        if len(self.told) < 20:
            self.told.append(words)

    def output(self, screen: str, out: str, words: Iterable[str], *, width: int = 0, styled: bool) -> None:
        """Look at what was written for one screen: `words` have to be in it, and nothing that acts."""
        self.drawings += 1
        text = OUR_STYLES.sub("", out) if styled else out
        if raw := RAW.findall(text):
            self.raw += len(raw)
            self.fault(f"raw, {screen}: {ascii(text)[:300]}")
        all_letters = letters(text)
        for part in words:
            if letters(part) not in all_letters:
                self.lost += 1
                self.fault(f"lost, {screen}: {ascii(part)[:150]} is not in {ascii(text)[:300]}")
        wide = [line for line in text.split("\n") if width and wcwidth.wcswidth(line) > width]
        if wide:
            self.too_wide += len(wide)
            self.fault(f"wider than {width}, {screen}: {ascii(wide[0])[:300]}")

    @contextmanager
    def no_exception(self, what: str) -> Iterator[None]:
        """Nothing that is typed or stored may raise."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - none at all is what is required
            self.exceptions += 1
            self.fault(f"exception, {what}: {error!r}")


class Stream(StringIO):
    """What is written, by a stream that says whether it is a terminal."""

    encoding = "utf-8"

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        """Whether a person looks at it."""
        return self._terminal


@contextmanager
def streams(*, width: int, terminal: bool, **environment: str) -> Iterator[tuple[Stream, Stream]]:
    """Take what is written, as a terminal of that width or as a pipe takes it."""
    out, err = Stream(terminal=terminal), Stream(terminal=terminal)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        patch.setenv("TERM", "xterm-256color")
        for name in ("NO_COLOR", "FORCE_COLOR", "ACCESSIBLE", "COUPLEKIT_PLAIN"):
            patch.delenv(name, raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        yield out, err


class Watched(Context):
    """A run of a command in which all that is shown is shown in every form, and looked at."""

    def __init__(self, home: Path, seen: Seen, *, day: date = TODAY) -> None:
        super().__init__(home, day=day)
        self.seen = seen
        self.journey = ""
        self.someone = Someone(self)
        self.typed = ""
        #: Every output of the last command, for what has to be found in it.
        self.outputs: list[str] = []

    @property
    def is_screen(self) -> bool:
        """Somebody looks."""
        return True

    def person(self, command: str) -> "Someone":
        """Whoever the journey sat down there."""
        return self.someone

    def show(self, blocks: Iterable[Block]) -> None:
        """Draw on a screen, and write as text: 80 and 40 columns, and a pipe."""
        blocks = list(blocks)
        words = [
            text
            for block in blocks
            if not isinstance(block, Gap)
            for text in ((block.label, *block.lines) if isinstance(block, Entry) else (block.text,))
        ]
        for plain in (False, True):
            for width, terminal in ((80, True), (40, True), *([(40, False)] if plain else [])):
                with streams(width=width, terminal=terminal) as (out, _):
                    self.plain = plain
                    super().show(blocks)
                self._look("shown", out, words, width if terminal else 80, styled=not plain)

    def tell(self, text: str) -> None:
        """Write a sentence to a window of 80 and of 40 columns, and into a pipe."""
        if not self.seen.is_new(text):
            return
        for width, terminal in ((80, True), (40, True), (40, False)):
            with streams(width=width, terminal=terminal) as (out, _):
                super().tell(text)
            self._look("told", out, [text], width if terminal else 80, styled=False)

    def notices(self, notices: Iterable[str]) -> None:
        """Write messages to stderr, wrapped for a person and as they are for a log."""
        for notice in notices:
            for width, terminal in ((80, True), (40, True), (40, False)):
                with streams(width=width, terminal=terminal) as (_, err):
                    note(notice)
                self._look("noticed", err, [notice], width if terminal else 0, styled=False)

    def _look(self, how: str, out: Stream, words: Sequence[str], width: int, *, styled: bool) -> None:
        self.outputs.append(letters(OUR_STYLES.sub("", out.getvalue())))
        self.seen.output(f"{self.journey}, {how}", out.getvalue(), words, width=width, styled=styled)
        if any(letters(self.typed) in letters(part) for part in words):
            self.seen.saw(f"{self.journey}, {how}: {len(words)}", self.typed)


class Someone:
    """A person who sees each screen in every form, and answers what it asks.

    `picks` are the choices they would take, the dearest first; `types` is what they type, but for a
    second try, which is something harmless. `says` is for one certain moment: the so many-th screen of a
    title.
    """

    HARMLESS = ("Kim", "Bo", "tulip", "both hands up", "umbrella", "knock on wood", "cocoa", "a long walk")

    def __init__(
        self,
        context: Watched,
        *,
        picks: Sequence[str] = (),
        types: Callable[[Prompt], str] = lambda _prompt: "",
        says: dict[tuple[str, int], str] | None = None,
    ) -> None:
        self._context = context
        self._picks = picks
        self._types = types
        self._says = says or {}
        self._told = ""
        self._before: Prompt | None = None
        self._again = 0
        self._times: dict[str, int] = {}
        #: What was typed and taken, by the title of its screen.
        self.taken: dict[str, str] = {}

    def begin(self) -> None:
        """Nothing to do."""

    def end(self) -> None:
        """Nothing to do."""

    def clear(self) -> None:
        """Nothing to do."""

    def leave(self) -> None:
        """Nothing to do."""

    def tell(self, say: str) -> None:
        """It stands above the next screen, or is a line of its own."""
        self._told = say

    wait = tell

    def rest(self, say: str, seconds: float) -> bool:
        """Nobody waits."""
        return True

    def ask(self, prompt: Prompt) -> str:
        """Look at the screen, and answer."""
        told, self._told = self._told, ""
        if self._context.seen.is_new((prompt, told)):
            look_at(self._context.seen, self._context.journey, prompt, told, self._context.typed)
        times = self._times[prompt.title] = self._times.get(prompt.title, 0) + 1
        if (prompt.title, times) in self._says:
            return self._says[prompt.title, times]
        if prompt.kind in ("go", "consent"):
            return "yes"
        if prompt.kind in ("pick", "picks"):
            ids = [option.id for option in prompt.options]
            return str(1 + next((ids.index(id) for id in self._picks if id in ids), 0))
        return self._line(prompt)

    def _line(self, prompt: Prompt) -> str:
        if prompt == self._before:
            self._again += 1
            self.taken.pop(f"{prompt.title} {prompt.aside}", None)
            return self.HARMLESS[self._again % len(self.HARMLESS)]
        self._before = prompt
        line = self._types(prompt)
        self.taken[f"{prompt.title} {prompt.aside}"] = line
        return line


def look_at(seen: Seen, journey: str, prompt: Prompt, told: str, typed: str) -> None:
    """Draw one screen of a conversation as the full-screen way and as the plain way do."""
    words = [prompt.title, prompt.aside, prompt.say, prompt.help, prompt.hint, prompt.habit, told]
    choices = [part for option in prompt.options for part in (option.label, option.help)]
    screen = f"{journey}, {'' if typed in letters(prompt.title) else prompt.title}"
    if any(typed in letters(word) for word in (*words, *choices)):
        seen.saw(f"{screen} ({prompt.kind})", typed)
    for width in (80, 40):
        with streams(width=width, terminal=True):
            lines = drawn(prompt, rich_console(), told)
        seen.output(f"{screen}, full", "\n".join(lines), words, width=width, styled=True)
    if prompt.kind == "go":
        choices = choices[:1]
    for width in (80, 40):
        sink = StringIO()
        plain = Plain(content.interface(), width=width, source=StringIO("x\n\n"), sink=sink)
        if told:
            plain.tell(told)
        plain.ask(prompt)
        seen.output(f"{screen}, plain", sink.getvalue(), [*words, *choices], width=width, styled=False)
