"""Plain mode: every journey from its start to its end in lines alone, as somebody hears or pipes it.

Most journeys run in this process, with streams that say what they are. A few run in a true window and in a
true pipe.
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
import wcwidth
from saves import NoFlush
from shown import OUR_STYLES, Stream, streams

from bar_table import Reached
from couplekit import content
from couplekit.commands.app import COMMANDS, app
from couplekit.commands.context import Context
from couplekit.content.boundaries import areas
from couplekit.conversation import keys
from couplekit.conversation.plain import Plain
from couplekit.conversation.port import Prompt
from couplekit.storage.files import System

POSIX = pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal needs POSIX")
SAY = content.interface()
FIRST, LATER = "2026-11-21", "2026-11-28"
#: Marks that say what is chosen to an eye alone.
MARKS = set("❯►▶▸●◉◎✓✔✗✘☐☑☒■□▪★→»*")
#: What is true of many prompts, and so is said once.
HINTS = [SAY["plain.begin"], SAY["plain.lines"], SAY["conversation.empty-skips"]]

Step = tuple[str, str]


# One journey


class Typist(StringIO):
    """Answers line by line, each only where what was said last holds what the script expects."""

    def __init__(self, script: Sequence[Step], out: Stream, *, terminal: bool) -> None:
        super().__init__()
        self._script = list(script)
        self._out = out
        self._heard = 0
        self._terminal = terminal

    def isatty(self) -> bool:
        """Whether a person types it."""
        return self._terminal

    def readline(self, *_size: object) -> str:  # type: ignore[override]
        """The next answer, or the end of the input."""
        said = flat(self._out.getvalue()[self._heard :])
        self._heard = len(self._out.getvalue())
        if not self._script:
            return ""
        expected, answer = self._script.pop(0)
        assert expected in said, f"the script expected {expected!r}, and heard {said!r}"
        if self._terminal:
            self._out.write(f"{answer}\n")  # a terminal draws what is typed
        return f"{answer}\n"

    @property
    def left(self) -> list[Step]:
        """What was never asked for."""
        return self._script


def flat(text: str) -> str:
    """A text as one line."""
    return " ".join(text.split())


class Run(NamedTuple):
    """What came of one run: what was written, every prompt with what was said for it, and how it ended."""

    out: str
    err: str
    prompts: list[tuple[Prompt, str]]
    code: int


def run(
    arguments: Sequence[str],
    script: Sequence[Step] = (),
    *,
    width: int = 80,
    terminal: bool = False,
    **environment: str,
) -> Run:
    """One run of couplekit in this process. The whole script has to be asked for."""
    prompts: list[tuple[Prompt, str]] = []
    ask = Plain.ask
    code = 0
    with (
        streams(width=width, terminal=terminal, **environment) as (out, err),
        pytest.MonkeyPatch.context() as patch,
    ):
        typist = Typist(script, out, terminal=terminal)

        def noted(person: Plain, prompt: Prompt) -> str:
            before = len(out.getvalue())
            try:
                return ask(person, prompt)
            finally:
                prompts.append((prompt, out.getvalue()[before:]))

        patch.setattr(Plain, "ask", noted)
        patch.setattr(sys, "stdin", typist)
        patch.setenv("COUPLEKIT_DEBUG", "1")
        try:
            app(list(arguments), prog_name="couplekit")
        except SystemExit as end:
            code = int(end.code or 0)
    assert not typist.left, f"never asked for: {typist.left!r}"
    return Run(out.getvalue(), err.getvalue(), prompts, code)


@dataclass
class Heard:
    """What a listener would stumble over, counted over many runs."""

    journeys: int = 0
    prompts: int = 0
    escapes: int = 0
    returns: int = 0
    too_wide: int = 0
    without_range: int = 0
    twice: int = 0
    marks: int = 0
    told: list[str] = field(default_factory=list)

    def listen(self, name: str, journey: "Journey", done: Run, width: int) -> None:
        """Go through what one run wrote, line by line."""
        self.journeys += 1
        both = done.out + done.err
        self._count(name, "escapes", both.count("\x1b"))
        self._count(name, "returns", len(re.findall("\r(?!\n)", both)))
        lines = [line for line in done.out.split("\n") if not line.startswith("> ")]
        lines += done.err.split("\n") if width == 40 else []  # into a pipe a message is one line of a log
        for line in lines if journey.measured else []:
            if wcwidth.wcswidth(line) > width:
                self._count(f"{name}: {line}", "too_wide", 1)
            if MARKS & set(line):
                self._count(f"{name}: {line}", "marks", 1)
        for hint in HINTS:
            self._count(f"{name}: {hint}", "twice", max(0, flat(done.out).count(flat(hint)) - journey.talks))
        for prompt, said in done.prompts:
            self.prompts += 1
            if not all(part in flat(said) for part in in_words(prompt)):
                self._count(f"{name}: {said!r}", "without_range", 1)

    def _count(self, what: str, fault: str, number: int) -> None:
        setattr(self, fault, getattr(self, fault) + number)
        if number:
            self.told.append(f"{fault} ({number}), {what}")


def in_words(prompt: Prompt) -> Iterator[str]:
    """What has to be said for a prompt, beside its own words: what it takes, and which choices there are."""
    for number, option in enumerate(prompt.options, 1):
        if prompt.kind in ("pick", "picks"):
            yield flat(f"{number}. {option.label}")
    last = str(len(prompt.options))
    taken = {
        "pick": SAY("plain.pick", last=last),
        "picks": SAY("plain.picks", last=last),
        "go": "Press Enter: ",
        "consent": SAY["plain.consent"],
    }
    yield flat(taken.get(prompt.kind, prompt.hint))


# The journeys

NAMES: list[Step] = [("Sit together", ""), ("Your names", "Sam"), ("For the other one", "Alex")]
READ: list[Step] = [("How this works", ""), ("Stop and no", ""), ("If no is not safe", "")]
ALONE: list[Step] = [("I am alone with the screen", ""), *READ]
TONIGHT: list[Step] = [*ALONE, *ALONE, *NAMES]
SIMPLE: list[Step] = [("The pace", "1"), ("How we stop", "1"), ("After a stop", "1")]
KEPT: list[Step] = [
    ("Before you go. For Sam", "2"),
    ("Before you go. For Sam", "tea in bed"),
    ("Before you go. For Alex", "2"),
    ("Before you go. For Alex", "our walk"),
]


#: What a first round asks of each, up to where a name may stand.
FIRST_ROUND = [
    (text or "").partition("{other}")[0].strip()
    for item in areas()[0].item.values()
    for text in ((item.giving, item.receiving) if item.two_sided else (item.label,))
]


def answered(name: str, other: str, *, bring: bool) -> list[Step]:
    """One turn: a yes to all but the first, which is shown as a no; later on that is answered anew."""
    asked = FIRST_ROUND[1:] if bring else FIRST_ROUND
    again: list[Step] = [("Not for us, up to now", "2")] if bring else []
    brought: list[Step] = [("Holding hands", "4")] if bring else []
    return [
        (f"A few questions for {name}", ""), ("Before you answer", ""),
        *((text, "2" if text == "Holding hands" else "fine with me") for text in asked),
        *again, ("other things you would like", "1"), *brought,
        (f"what could {other} learn", "1"), ("Which one", "1"), (f"what could {other} learn", "2"),
    ]  # fmt: skip


READ_TOGETHER: list[Step] = [("Sit together", ""), ("What came of it", "")]


class Journey(NamedTuple):
    """A way through couplekit: which home it begins in, what is called, and what is answered."""

    home: str
    call: str
    script: list[Step] = []
    #: A typed yes, and the home menu, need a window; some things are said into a pipe alone.
    where: Literal["both", "window", "pipe"] = "both"
    code: int = 0
    #: What is printed is a file, and not something that is said.
    measured: bool = True
    #: How many conversations it holds: a hint is said once in each.
    talks: int = 1


JOURNEYS: dict[str, Journey] = {
    "a first evening, with every stumble": Journey(
        "none",
        "start --plain",
        [
            ("Who is here tonight?", "all"), ("That is not on the list", "1"),
            *TONIGHT[:9], ("Your names", ""), ("A name is needed here", "Sam"), ("other one", "Sam"),
            ("Both of you with the same name", "Alex"),
            ("The pace", "/"), ("Take your time", "7"), ("easier to feel safe", "/pause"), ("no hurry", "2"),
            ("Any key ends this", "9"), ("That is not on the list", "3"), ("Rest your hands", ""),
            ("no hurry", "1"), ("The pace", "/back"), ("What would you like", ""), ("The pace", "4"),
            ("not on the list", "slower of us, whoever that is"), ("not on the list", "2"),
            ("How we stop", "/"), ("Take your time", "8"), ("About and help", "3"), ("Pain means stop", ""),
            ("About and help", "1"), ("How we stop", "2"),
            ("A word for stop", "red"), ("A sign for stop", "12"), ("A number alone", "both hands up"),
            ("A word for pause", "reds"), ("too close", ""), ("A sign for pause", "a flat hand"),
            ("After a stop", "2"), ("After a stop", "I hear you"),
            *KEPT, ("for tonight", "2"), ("Which day?", "never"), ("could not be read", "28 November"),
        ],
    ),
    "a first evening, said aloud": Journey(
        "none", "start --plain",
        [("Who is here", "1"), *TONIGHT, *SIMPLE, ("For Sam", "1"), ("For Alex", "3"), ("tonight", "3")],
    ),
    "a first evening alone": Journey(
        "none", "start --alone --plain",
        [*READ, ("Your name", "Kim"), ("Your signals", "1"), ("letter", "2"), ("That is enough", "1")],
    ),
    "a first evening, not kept": Journey(
        "none", "--no-save start --alone --plain",
        [*READ, ("Your name", "Kim"), ("Your signals", "1"), ("letter", "1"), ("That is enough", "3")],
    ),
    "not today": Journey("none", "start --plain", [("Who is here", "3")]),
    "left at once": Journey("none", "start --alone --plain", [("How this works", "/leave")]),
    "stopped, by its word": Journey(
        "couple", "check-in --plain",
        [("In one word", "2"), ("In one word", "3"), ("In one word", "10"), ("In one word", "wait"),
         ("A pause", "1"), ("In one word", "fine"), ("Something good", "2"), ("Something good", "stop")],
    ),
    "stopped by the end of the input": Journey("couple", "check-in --plain", [("In one word", "1")]),
    "a check-in": Journey(
        "couple", "check-in --plain",
        [("In one word. For Alex", "2"), ("1. calm", "12"), ("2. calm", "5"), ("1. afraid", "1"),
         ("For Sam", "10"), ("For Sam", "fine"), ("Something good", "2"), ("Something good", "soup"),
         ("For Sam", "1"), ("A wish", "2"), ("A wish", "/skip"), ("For Sam", "3"), ("Still true", "3"),
         ("Thank you", ""), ("What stays. For Alex", "2"), ("What stays. For Sam", "1"), ("tonight", "1")],
    ),
    "a check-in, gone back in": Journey(
        "couple", "check-in --plain",
        [("In one word", "/back"), ("This is where it begins", "1"), ("For Sam", "1"), ("Something", "2"),
         ("Something", "soup"), ("For Sam", "/back"), ('Keep "soup"', "1"), ("For Sam", "/stop")],
    ),
    "a check-in alone": Journey(
        "one", "check-in --plain",
        [("In one word", "1"), ("Something good", "1"), ("A wish", "2"), ("A wish", "sleep"),
         ("Still true", "2"), ("Thank you", ""), ("What stays", "1"), ("That is enough", "2"),
         ("Which day?", "2026-11-01"), ("has passed", "")],
    ),
    "going on": Journey("open", "check-in --plain", [("did not finish", "1"), ("Something good", "/stop")]),
    "beginning anew": Journey("open", "check-in --plain", [("did not finish", "2"), ("one word", "/stop")]),
    "not going on": Journey("open", "check-in --plain", [("did not finish", "3")]),
    "a new word": Journey(
        "couple", "signals set --plain",
        [("Our signals", "1"), ("What would you", "1"), ("A word", "waits"), ("too close", "ouch"),
         ("often said in play", "amber")],
    ),
    "a new sign": Journey(
        "couple", "signals set --plain", [("Our signals", "3"), ("What would", "2"), ("A sign", "a squeeze")]
    ),
    "a new reply": Journey(
        "couple", "signals set --plain", [("Our signals", "1"), ("What would", "3"), ("answer", "I hear you")]
    ),
    "what happens after": Journey(
        "couple", "signals set --plain", [("Our signals", "2"), ("What would", "4"), ("After", "a blanket")]
    ),
    "nothing may go": Journey("couple", "signals set --plain", [("Our signals", "1"), ("What would", "5")]),
    "a word taken away": Journey(
        "two-words", "signals set --plain",
        [("Our signals", "1"), ("What would", "5"), ("Which one", "2"), ("Sam, is it", "yes"),
         ("Alex, is it", "yes")], where="window",
    ),
    "a word not taken away": Journey(
        "two-words", "signals set --plain",
        [("Our signals", "1"), ("What would", "5"), ("Which one", "2"), ("Sam, is it", "yes"), ("Alex", "")],
        where="window",
    ),
    "a word kept after all": Journey(
        "leaving", "signals set --plain",
        [("still counts", "1"), ("What would", "5"), ("after all", "1")], where="window",
    ),
    "rehearsing": Journey(
        "couple", "signals rehearse --plain",
        [("Say it aloud", ""), ("Sam says the stop word", ""), ("A breath", ""), ("Now Alex says", ""),
         ("Sam says the pause word", ""), ("Now Alex says", ""), ("Thank you", "")],
    ),
    "rehearsing alone": Journey("one", "signals rehearse --plain"),
    "leaving it as it is": Journey("couple", "start --plain", [("what is set up", "1")]),
    "signals from the setup": Journey(
        "couple", "start --plain",
        [("what is set up", "2"), ("Our signals", "1"), ("What would", "1"), ("A word", "amber")],
    ),
    "a new name": Journey(
        "couple", "start --plain", [("what is set up", "3"), ("call you", "Alex"), ("same name", "Sammy")]
    ),
    "a name left as it was": Journey("couple", "start --plain", [("what is set up", "4"), ("A name", "")]),
    "the pace, slower": Journey(
        "couple", "start --plain", [("what is set up", "5"), ("The pace", "1")], where="window"
    ),
    "the pace, with both": Journey(
        "couple", "start --plain",
        [("what is set up", "5"), ("The pace", "3"), ("Sam, is this", "yes"), ("Alex, is this", "Yes")],
        where="window",
    ),
    "joining": Journey("one", "start --plain", [("what is set up", "4"), *READ, ("Your name", "Alex")]),
    "joining, and a no": Journey("one", "start --plain", [("what is set up", "4"), *READ, ("Your name", "")]),
    "taking back": Journey(
        "couple", "withdraw --plain", [("Whose words", "2"), ("Of which evening", "2")]
    ),
    "taking back from the setup": Journey(
        "couple", "start --plain", [("what is set up", "6"), ("Whose words", "3"), ("Of which evening", "1")]
    ),
    "nothing to take back": Journey("none", "withdraw --plain"),
    "forgetting nobody": Journey("couple", "forget --plain", [("Whose own words", "1")], where="window"),
    "forgetting": Journey(
        "couple", "forget --plain", [("Whose own words", "2"), ("Type yes", "yes")], where="window"
    ),
    "forgetting, and a no": Journey("one", "forget --plain", [("Type yes", "no")], where="window"),
    "home, looked around in": Journey(
        "none", "--plain", [("helps two people", "3"), ("Nothing starts yet", ""), ("helps two people", "4")],
        where="window",
    ),
    "home, its pages": Journey(
        "couple", "--plain",
        [("Good to see", "8"), ("You did not cause", ""), ("Good to see", "9"), ("About and help", "5"),
         ("emergency number", ""), ("About and help", "1"), ("Good to see", "2")], where="window",
    ),
    "home, our page": Journey("couple", "--plain", [("Good to see", "3")], where="window"),
    "home, changing something": Journey(
        "couple", "--plain", [("Good to see", "7"), ("what is set up", "3"), ("call you", "/stop")],
        where="window",
    ),
    "home, something unfinished": Journey(
        "open", "--plain", [("did not finish", "1"), ("did not finish", "1"), ("good", "/stop")],
        where="window",
    ),
    "home, left": Journey("couple", "--plain", [("Good to see", "10")], where="window"),
    "home, something taken off": Journey(
        "read", "--plain", [("Good to see", "6"), ("take off", "1"), ("not for us as well", "2")],
        where="window",
    ),
    "home, what is open": Journey("read", "--plain", [("Good to see", "4")], where="window"),
    "home as text": Journey("couple", "--plain", where="pipe"),
    "home as text, without a page": Journey("none", "--plain", where="pipe"),
    "a round in one sitting": Journey(
        "couple", "boundaries answer --plain",
        [*answered("Sam", "Alex", bring=False), *answered("Alex", "Sam", bring=False), *READ_TOGETHER],
    ),
    "a round six weeks later, with a limit brought": Journey(
        "read", "--today 2027-01-02 boundaries answer --plain",
        [("It has been a while", "2"), *answered("Alex", "Sam", bring=True),
         *answered("Sam", "Alex", bring=True), *READ_TOGETHER],
    ),
    "a round with nothing to ask": Journey("read", "boundaries answer --plain"),
    "a round, stopped": Journey(
        "couple", "boundaries answer --plain",
        [("A few questions for Sam", ""), ("Before you answer", ""), ("Holding hands", "/stop")],
    ),
    "a round, left": Journey(
        "couple", "boundaries answer --plain", [("A few questions for Sam", "/leave")]
    ),
    "an own list": Journey(
        "one", "boundaries answer --plain",
        [("A list of your own", ""), ("look at", "1"), ("Holding hands", "5"),
         *[("", "/skip")] * (len(FIRST_ROUND) - 1), ("your own list", ""), ("hand over", "2")],
    ),
    "what is open": Journey("read", "boundaries --plain"),
    "what is open, before anything is": Journey("couple", "boundaries --plain"),
    "what is open, alone": Journey("one", "boundaries --plain"),
    "something taken off": Journey(
        "read", "boundaries off --plain", [("take off", "2"), ("not for us as well", "1")]
    ),
    "something not listed, not for us": Journey(
        "read", "boundaries off --plain",
        [("take off", "something that is not listed: show it as not for us"), ("which area", "2"),
         ("Which one", "2"), ("from Sam to Alex", "1")],
    ),
    "something of our own": Journey(
        "couple", "boundaries items --plain",
        [("change in the lists", "2"), ("called", "x" * 61), ("61 letters", "Tea"), ("two sides", "2"),
         ("good in itself", "2")],
    ),
    "another name for something": Journey(
        "read", "boundaries items --plain",
        [("change in the lists", "3"), ("which area", "1"), ("Which one", "2"), ("called", "Paw in paw")],
    ),
    "no other name for a limit": Journey(
        "read", "boundaries items --plain",
        [("change in the lists", "3"), ("which area", "1"), ("Which one", "1")],
    ),
    "something not asked any more": Journey(
        "couple", "boundaries items --plain",
        [("change in the lists", "4"), ("which area", "1"), ("Which one", "2")],
    ),
    "how long open stays so": Journey(
        "couple", "boundaries items --plain", [("in the lists", "5"), ("weeks", "40"), ("1 to 26", "8")]
    ),
    "the page closed": Journey("read", "leave --plain", [("Close the page", "2")]),
    "the page left as it is": Journey("read", "leave --plain", [("Close the page", "1")]),
    "the demo": Journey("none", "demo --fast --plain", talks=2),
    "the card": Journey("couple", "signals --plain"),
    "the card without a page": Journey("none", "signals --plain"),
    "the card of what is leaving": Journey("leaving", "signals --plain"),
    "the page": Journey("couple", "agreement --plain"),
    "the page as a file": Journey("couple", "agreement --toml --plain", measured=False),
    "a check of the page": Journey("couple", "agreement check {home}/agreement.toml"),
    "for the partner": Journey("none", "partner --plain"),
    "the letter": Journey("one", "letter --plain"),
    "about": Journey("none", "about --plain"),
    "about one thing": Journey("none", "about when-to-get-help --plain"),
    "the files": Journey("couple", "files"),
    "the files of nobody": Journey("none", "files"),
    "a backup": Journey("couple", "backup {home}/copy.toml"),
    "a backup that is there already": Journey("couple", "backup {home}/agreement.toml", code=1),
    "a backup brought back": Journey("none", "restore {saved}"),
    "a backup with nothing new": Journey("couple", "restore {saved}"),
    "a backup that is none": Journey("couple", "restore {home}/agreement.toml", code=1),
    "no page to check in with": Journey("none", "check-in --plain", code=1),
    "no page to show": Journey("none", "agreement --plain", code=1),
    "a damaged page": Journey("damaged", "agreement --plain", code=1),
    "a damaged page, and its signals": Journey("damaged", "signals --plain", code=1),
    "a page changed by hand": Journey("edited", "agreement --plain"),
    "a day that is none": Journey("none", "--today soon --plain", where="pipe", code=2),
    "a conversation with nobody": Journey("couple", "check-in", where="pipe", code=2),
    "a typed yes from nobody": Journey("couple", "forget --plain", where="pipe", code=2),
    "help": Journey("none", "--help", where="pipe"),
    # Help is folded by a library, which knows no window of fewer than 50 columns.
    **{f"help for {name}": Journey("none", f"{name} --help", where="pipe") for name in COMMANDS},
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    """No disk is waited for: what is said does not depend on it."""
    monkeypatch.setattr(System, "fsync", staticmethod(NoFlush.fsync))
    monkeypatch.setattr(System, "full_flush", None)


@pytest.fixture
def homes(tmp_path: Path) -> dict[str, Path]:
    """The homes that journeys begin in: each is the end of another journey."""
    made = {name: tmp_path / "homes" / name for name in ("none", "couple", "one")}
    saved = tmp_path / "homes" / "saved.toml"

    def visit(name: str, call: str, script: Sequence[Step] = (), day: str = FIRST) -> None:
        run(["--home", str(made[name]), "--today", day, *call.split()], script, terminal=True)

    def grown(name: str, out_of: str) -> str:
        made[name] = tmp_path / "homes" / name
        shutil.copytree(made[out_of], made[name])
        return name

    visit("couple", "start --plain", [("Who is", "1"), *TONIGHT, *SIMPLE, *KEPT, ("tonight", "1")])
    alone = [*READ, ("name", "Kim"), ("signals", "1"), ("letter", "1"), ("enough", "3")]
    visit("one", "start --alone --plain", alone)
    visit("couple", f"backup {saved}")
    open_talk = [("In one word", "1"), ("For Sam", "1"), ("Something good", "/stop")]
    visit(grown("open", "couple"), "check-in --plain", open_talk, LATER)
    both = [*answered("Sam", "Alex", bring=False), *answered("Alex", "Sam", bring=False), *READ_TOGETHER]
    visit(grown("read", "couple"), "boundaries answer --plain", both)
    a_word = [("Our signals", "1"), ("What would", "1"), ("A word", "amber")]
    visit(grown("two-words", "couple"), "signals set --plain", a_word)
    take = JOURNEYS["a word taken away"]
    visit(grown("leaving", "two-words"), take.call, take.script, LATER)
    page = (made["couple"] / "agreement.toml").read_text(encoding="utf-8")
    for name, text in (("damaged", page[:40]), ("edited", page.replace("Sam", "Bo"))):
        (made[grown(name, "couple")] / "agreement.toml").write_text(text, encoding="utf-8")
    return made


def test_every_journey_in_lines_alone(homes: dict[str, Path], tmp_path: Path, bar: Reached) -> None:
    """At 80 and 40 columns, typed and piped, each journey is said in words, in lines that fit, and once."""
    heard = Heard()
    for number, (name, journey) in enumerate(JOURNEYS.items()):
        for width, terminal in ((80, False), (40, True)):
            if journey.where not in ("both", "window" if terminal else "pipe"):
                continue
            place = tmp_path / f"{number}-{width}"
            if homes[journey.home].exists():
                shutil.copytree(homes[journey.home], place)
            call = journey.call.format(home=place, saved=tmp_path / "homes" / "saved.toml")
            done = run(
                ["--home", str(place), "--today", LATER, *call.split()],
                journey.script,
                width=width,
                terminal=terminal,
                TERM="dumb",  # with another one, leaving at once clears the window: see below
            )
            assert done.code == journey.code, f"{name}: {done.out[-500:]}{done.err}"
            heard.listen(name, journey, done, width)
    print(*heard.told, sep="\n")
    bar(
        "plain mode, every journey",
        {
            "journeys": heard.journeys,
            "prompts": heard.prompts,
            "escape bytes": heard.escapes,
            "bare carriage returns": heard.returns,
            "lines too wide": heard.too_wide,
            "prompts that do not say what they take": heard.without_range,
            "hints said twice": heard.twice,
            "marks in place of words": heard.marks,
        },
    )


# The same answers, the same files

#: With this on its path couplekit gives its files the same names in every run.
SAME_NAMES = "import random, secrets\nsecrets.choice = random.Random(7).choice\n"

#: For each conversation: what is called, what is pressed on a full screen, and what is typed in plain mode.
KEYS: list[tuple[str, str, list[tuple[str, Sequence[str]]], list[str]]] = [
    (
        FIRST,
        "start",
        [
            ("Who is here", []),
            *[(title, []) for title in ("I am alone", "How this", "Stop and no", "If no is")] * 2,
            *[("both of you again", []), ("Your names", ["Sam [sic]"]), ("other one", ["Zoë ⌚"])],
            *[("The pace", ["\x1b[B"]), ("How we stop", ["\x1b[B"]), ("A word for stop", ["red"])],
            *[("A sign for stop", []), ("A word for pause", ["hold on"]), ("A sign for pause", ["palm up"])],
            *[("After a stop", ["\x1b[B"]), ("What would you like to hear", ["I hear you"])],
            *[("Before you go", ["\x1b[B"]), ("leaves it out", ["tea, [b]hot[/b]"])],
            *[("Before you go", ["\x1b[B"]), ("leaves it out", ["our walk"]), ("for tonight", [])],
        ],
        [
            *["1", *[""] * 9, "Sam [sic]", "Zoë ⌚", "2", "2", "red", "", "hold on", "palm up", "2"],
            *["I hear you", "2", "tea, [b]hot[/b]", "2", "our walk", "1"],
        ],
    ),
    (
        LATER,
        "check-in",
        [
            *[("How are you", ["\x1b[B"]), ("calm", []), ("How are you", ["\x1b[A", "\x1b[A"])],
            *[("leaves it out", ["fine"]), ("Something good", ["\x1b[B"]), ("leaves it out", ["soup"])],
            *[("Something good", []), ("A wish", []), ("A wish", ["\x1b[B"]), ("leaves", ["a film"])],
            *[("Still true", ["\x1b[B"]), ("Thank you", []), ("What stays", ["\x1b[B"]), ("What stays", [])],
            ("for tonight", []),
        ],
        ["2", "1", "10", "fine", "2", "soup", "1", "1", "2", "a film", "2", "", "2", "1", "1"],
    ),
    (
        LATER,
        "signals set",
        [("Which one", []), ("What would you like to do", []), ("Which word", ["amber"])],
        ["1", "1", "amber"],
    ),
    (LATER, "withdraw", [("Whose words", ["\x1b[B"]), ("Of which evening", ["\x1b[B"])], ["2", "2"]),
    (
        "2026-12-05",
        "check-in",
        [("How are you", []), ("How are you", []), ("Something good", ["\x1b[B"]), ("leaves", ["/stop"])],
        ["1", "1", "2", "/stop"],
    ),
]


def files_in(home: Path) -> dict[str, bytes]:
    """What every file holds."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()
    }


@POSIX
def test_the_same_answers_leave_the_same_files(tmp_path: Path, bar: Reached) -> None:
    """Keys on a full screen and lines in a pipe leave the same files, byte for byte, their names included."""
    from terminal import ENTER, Terminal

    (tmp_path / "same").mkdir()
    (tmp_path / "same" / "sitecustomize.py").write_text(SAME_NAMES, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "same"), *filter(None, [os.environ.get("PYTHONPATH")])])
    full, plain = tmp_path / "full", tmp_path / "plain"
    compared = 0
    different: list[str] = []
    for day, call, pressed, typed in KEYS:
        term = Terminal(full, "--today", day, *call.split(), rows=40, PYTHONPATH=path)
        for wanted, answer in pressed:
            term.at(wanted)
            for part in answer:
                term.press(part) if part.startswith("\x1b") else term.type(part)
            if not answer or answer[-1].startswith("\x1b"):
                term.press(ENTER)
        assert term.ended() == 0
        done = subprocess.run(
            [sys.executable, "-m", "couplekit", "--plain", "--today", day, *call.split()],
            input="".join(f"{line}\n" for line in typed),
            env=os.environ | {"COUPLEKIT_HOME": str(plain), "PYTHONPATH": path, "PYTHONUTF8": "1"},
            text=True,
            encoding="utf-8",
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "\x1b" not in done.stdout
        assert "\r" not in done.stdout
        one, other = files_in(full), files_in(plain)
        compared += len(one)
        different += [
            f"{call}: {name}" for name in one.keys() | other.keys() if one.get(name) != other.get(name)
        ]
    print(*different, sep="\n")
    numbers = {"conversations": len(KEYS), "files": compared, "files that differ": len(different)}
    bar("plain mode, same files", numbers)


# Colour, and how plain mode is chosen


def is_drawn(environment: Mapping[str, str], *, terminal: bool, plain: bool) -> bool:
    """Whether styles are wanted: NO_COLOR and --plain take them away, and a pipe needs FORCE_COLOR."""
    if plain or environment.get("NO_COLOR"):
        return False
    return terminal or bool(environment.get("FORCE_COLOR"))


def test_colour_is_drawn_where_it_is_wanted(homes: dict[str, Path], bar: Reached) -> None:
    """NO_COLOR leaves no style, FORCE_COLOR brings it into a pipe, NO_COLOR wins, and empty is not set."""
    values = (None, "", "1")
    wrong: list[str] = []
    runs = in_spite = 0
    calls = ("signals", "agreement", "letter", "about stop-and-no", "partner", "")
    for call, no, force, terminal, plain in product(calls, values, values, (True, False), (True, False)):
        if not call and terminal:
            continue  # the home menu, and no text
        environment = {
            name: value for name, value in (("NO_COLOR", no), ("FORCE_COLOR", force)) if value is not None
        }
        arguments = ["--home", str(homes["couple"]), *(["--plain"] if plain else []), *call.split()]
        out = run(arguments, terminal=terminal, **environment).out
        runs += 1
        styles = len(OUR_STYLES.findall(out))
        if no or plain:
            in_spite += out.count("\x1b")
        # Home as text is sentences, and has no styles to lose.
        expected = is_drawn(environment, terminal=terminal, plain=plain) and bool(call)
        if bool(styles) != expected or "\x1b" in OUR_STYLES.sub("", out):
            wrong.append(f"{call} {environment} terminal={terminal} plain={plain}: {out[:200]!r}")
    print(*wrong, sep="\n")
    numbers = {"runs": runs, "styles in spite of a setting": in_spite, "settings taken wrongly": len(wrong)}
    bar("colour", numbers)


@POSIX
def test_a_full_screen_without_colour(homes: dict[str, Path]) -> None:
    """With NO_COLOR the full screen has no colour and no weight: questions, lists, what is typed."""
    from terminal import CTRL_C, DOWN, ENTER, ESC, Terminal

    for value, is_plain in (("1", True), ("", False)):
        term = Terminal(homes["couple"], "--today", LATER, "check-in", NO_COLOR=value)
        term.at("In one word").press(DOWN, ENTER)
        term.at("calm").press(ENTER)
        term.at("In one word").press(ESC)
        term.at("Take your time").press(ENTER)
        term.at("In one word").press(ENTER)
        term.at("Something good").press(DOWN, ENTER)
        term.at("leaves it out").type("soup")
        term.at("Something good").press(CTRL_C)
        assert term.ended() == 0
        styles = set(re.findall(rb"\x1b\[([0-9;]*)m", term.raw)) - {b"", b"0"}
        assert (not styles) == is_plain, styles
        shutil.rmtree(homes["couple"] / "drafts")


@pytest.mark.parametrize(
    ("environment", "is_plain"),
    [
        ({}, False),
        ({"ACCESSIBLE": "1"}, True),
        ({"ACCESSIBLE": ""}, False),
        ({"COUPLEKIT_PLAIN": "yes"}, True),
        ({"COUPLEKIT_PLAIN": ""}, False),
        ({"TERM": "dumb"}, True),
        pytest.param({"TERM": ""}, True, marks=POSIX),
    ],
)
def test_how_plain_mode_is_chosen(
    homes: dict[str, Path], environment: dict[str, str], is_plain: bool
) -> None:
    """ACCESSIBLE, COUPLEKIT_PLAIN, and a terminal that cannot draw, choose lines; an empty one does not."""
    with streams(width=80, terminal=True, **environment):
        context = Context(homes["couple"])
    assert context.plain is is_plain
    out = run(["--home", str(homes["couple"]), "signals"], terminal=True, **environment).out
    assert ("\x1b" not in out) is is_plain


# In a true window


@POSIX
@pytest.mark.parametrize("name", ["a check-in", "a word taken away", "forgetting", "home, its pages"])
def test_a_true_window_gets_lines_alone(homes: dict[str, Path], name: str) -> None:
    """In a window of 40 columns: no escape byte, no bare carriage return, no line that is wider."""
    from terminal import Terminal

    journey = JOURNEYS[name]
    term = Terminal(homes[journey.home], "--today", LATER, *journey.call.split(), columns=40, rows=24)
    for expected, answer in journey.script:
        term.asks(expected).press(f"{answer}\r")
    assert term.ended() == journey.code
    assert b"\x1b" not in term.raw
    assert not re.search(rb"\r(?!\r*\n)", term.raw)
    written = term.raw.decode("utf-8").replace("\r", "").split("\n")
    assert all(wcwidth.wcswidth(line) <= 40 for line in written if not line.startswith("> "))


def said_before_leaving(home: Path, **environment: str) -> bytes:
    """What a window is sent by a talk that somebody leaves at once, after a word that nobody is to see."""
    from terminal import Terminal

    term = Terminal(home, "--today", LATER, "check-in", "--plain", rows=24, **environment)
    term.asks("In one word").press("10\r")
    term.asks("In one word").press("CANARY\r")
    term.asks("In one word. For Sam").press("/leave\r")
    assert term.ended() == 0
    assert "CANARY" not in term.text
    if not environment:
        assert "CANARY" not in term.history
        assert term.text == ""
    return term.raw


@POSIX
def test_leaving_at_once_clears_the_window_and_its_memory(homes: dict[str, Path]) -> None:
    """Leaving at once is the one place that sends a sequence: home, erase below, erase the scroll-back."""
    raw = said_before_leaving(homes["couple"])
    assert raw.endswith(keys.CLEAR.encode())
    assert raw.count(b"\x1b") == keys.CLEAR.count("\x1b") == 3


@POSIX
def test_leaving_at_once_where_nothing_can_be_cleared(homes: dict[str, Path]) -> None:
    """A window that knows no sequences is moved up by empty lines, and a pipe gets nothing at all."""
    raw = said_before_leaving(homes["couple"], TERM="dumb")
    assert b"\x1b" not in raw
    assert raw.endswith(b"\r\n" * 24)
    journey = JOURNEYS["left at once"]
    done = run(["--home", str(homes["none"]), *journey.call.split()], journey.script)
    assert done.out.endswith("> /leave\n")
    assert "\x1b" not in done.out + done.err
    with contextlib.suppress(FileNotFoundError):
        assert not list(homes["none"].iterdir())


# What is heard


def heard_by(script: Sequence[str], *prompts: Prompt) -> list[str]:
    """What is said for prompts in a row, one text for each."""
    sink = StringIO()
    person = Plain(SAY, width=80, source=StringIO("".join(f"{line}\n" for line in script)), sink=sink)
    said = []
    for prompt in prompts:
        before = len(sink.getvalue())
        person.ask(prompt)
        said.append(sink.getvalue()[before:])
    return said


def test_what_was_said_a_moment_ago_is_not_said_again() -> None:
    """A question that is asked again, or now to be typed, is named and not read out a second time."""
    choice = Prompt(kind="pick", title="A wish", aside="Sam", say="Is there one?", help="It can be small.")
    typed = Prompt(kind="text", title="A wish", aside="Sam", say="Is there one?", help="It can be small.")
    other = Prompt(kind="text", title="A wish", aside="Alex", say="Is there one?", help="It can be small.")
    one, again, now_typed, others, back = heard_by("12345", choice, choice, typed, other, typed)
    assert one == "\nA wish. For Sam.\nIs there one?\nIt can be small.\nA number from 1 to 0.\n> 1\n"
    assert again == "\nA wish. For Sam.\nA number from 1 to 0.\n> 2\n"
    assert now_typed == "\nA wish. For Sam.\n> 3\n"
    assert others == "\nA wish. For Alex.\nIs there one?\nIt can be small.\n> 4\n"
    assert back == "\nA wish. For Sam.\nIs there one?\nIt can be small.\n> 5\n"


def test_a_typed_yes_is_asked_for_in_full_each_time() -> None:
    """Whoever is asked for a yes hears all of what it is for, however often it is asked."""
    consent = Prompt(kind="consent", title="Both of you", say="Is this all right?")
    one, other = heard_by(["no", "yes"], consent, consent)
    assert one.replace("> no", "> yes") == other


def test_a_title_ends_as_a_sentence_does() -> None:
    """A title that asks keeps its question mark, and gets no full stop behind it."""
    titles = [Prompt(kind="text", say="", title=title) for title in ("Still true?", "A wish")]
    assert [said.split("\n")[1] for said in heard_by("12", *titles)] == ["Still true?", "A wish."]


def test_the_quiet_breath_says_how_it_ends() -> None:
    """That any key ends it, and what to do when it feels worse, is said when it begins, and each time."""
    sink = StringIO()
    person = Plain(SAY, width=80, source=StringIO("\n\n"), sink=sink)
    for times in (1, 2):
        for line in ("begin", "in", "out", "in"):
            person.rest(SAY[f"breathe.{line}"], 4)
            assert flat(sink.getvalue()).count(SAY["breathe.any-key"]) == times
        person.ask(Prompt(kind="text", say="And now?"))
