"""Two windows at once: nothing is lost, nothing is overwritten unasked, and nobody waits for a person."""

import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from saves import NoFlush, temporaries
from storage_samples import TODAY, add_word, home_at, page, record

from bar_table import Reached
from couplekit.commands.check_in import hold_check_in
from couplekit.commands.context import Context
from couplekit.commands.signals import change_signals
from couplekit.commands.start import begin_or_change
from couplekit.conversation.port import Prompt
from couplekit.conversation.scripted import Scripted
from couplekit.domain.agreement import (
    Agreement,
    Change,
    PaceSetting,
    with_meeting,
    with_name,
    with_pace,
    with_signal,
)
from couplekit.domain.boundaries import Boundary, Lists, OwnItem, reading
from couplekit.domain.ratchet import (
    with_closed,
    with_dropped,
    with_label,
    with_open_weeks,
    with_reading,
    with_taken_off,
)
from couplekit.domain.rounds import Turn
from couplekit.domain.signals import Signal, add_way, keep_way, let_leave, may_leave
from couplekit.errors import ChangedMeanwhile, FileProblem
from couplekit.storage.home import Home

EACH = 200

#: Where modules are found, and a home to open, in a process of its own.
BEGINNING = """
import os, sys
sys.path[:] = sys.argv[1].split(os.pathsep)
from datetime import date
from pathlib import Path
from couplekit.domain.agreement import with_name, with_signal
from couplekit.domain.signals import add_way
from couplekit.storage.files import System
from couplekit.storage.home import Home

def home(**options):
    return Home(Path(sys.argv[2]), lambda: date(2026, 11, 21), **options)
"""

WRITER = """
window = home(patience=120)
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[4])):
    key = f"{sys.argv[3]}{number}"
    window.update(with_signal("slow", lambda signal: add_way(signal, "words", key, f"word {key}")))
"""

NARROWER = """
from couplekit.domain.ratchet import with_taken_off
from couplekit.storage.files import System

class NoFlush(System):
    full_flush = None
    fsync = staticmethod(lambda handle: None)

window = home(patience=120, system=NoFlush())
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[4])):
    window.update(with_taken_off(f"row-{sys.argv[3]}{number % 20}", f"{sys.argv[3]}{number}"))
"""

HOLDER = """
left = int(sys.argv[3])

def waiting(call):
    def made(*args):
        global left
        left -= 1
        if left == 0:
            print("holds the lock", flush=True)
            sys.stdin.readline()
        return call(*args)
    return made

system = System()
for name in ("open", "write", "fsync", "close", "replace"):
    setattr(system, name, waiting(getattr(os, name)))
home(system=system).update(with_name("a", "Kim"))
print("saved", flush=True)
"""


@contextmanager
def child(program: str, home: Path, *args: str) -> "Iterator[subprocess.Popen[str]]":
    """Another process at work in that home. It does not outlive the test."""
    command = [sys.executable, "-S", "-c", BEGINNING + program, os.pathsep.join(sys.path), str(home), *args]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: "subprocess.Popen[str]") -> str:
    """The next line that it says; nothing where it has ended."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A home with a page of two."""
    home_at(tmp_path / "home").create(page())
    return tmp_path / "home"


def now(home: Home) -> Agreement:
    """The page as it counts."""
    found = home.page()
    assert found is not None
    return found.agreement


def at_once(program: str, path: Path) -> int:
    """Let two processes make their changes at the same time, and return how many ended badly."""
    with child(program, path, "a", str(EACH)) as one, child(program, path, "b", str(EACH)) as two:
        writers = (one, two)
        assert [said(writer) for writer in writers] == ["ready", "ready"]
        for writer in writers:
            assert writer.stdin is not None
            writer.stdin.write("go\n")
            writer.stdin.flush()
        for writer in writers:
            print(writer.communicate()[1])
        return sum(writer.returncode != 0 for writer in writers)


def test_two_windows_with_different_items_keep_all_changes(path: Path, bar: Reached) -> None:
    """Two processes with 200 changes each, at once and never of the same item: all of them are kept.

    Once they add words, and once they take off rows.
    """
    ended_badly = at_once(WRITER, path) + at_once(NARROWER, path)
    page_now = now(home_at(path))
    words = len(page_now.signals["slow"].words)
    narrowings = sum(len(row.live) for row in page_now.boundaries.values())
    bar(
        "two windows, different items",
        {
            "changes kept": words + narrowings,
            "changes lost": 4 * EACH - words - narrowings,
            "windows that ended badly": ended_badly,
        },
    )


def full_page() -> Agreement:
    """A page of which every kind of item is there, and one stop word is about to leave."""
    day = TODAY + timedelta(days=2)
    return page(
        pace=PaceSetting(**{"set-by": "a"}),
        signals={
            "stop": Signal(
                words={"red": "red", "blue": "blue", "lime": "lime", "gold": "gold"},
                signs={"tap": "tap twice", "wave": "a wave"},
                leaving={"blue": day, "wave": day},
                reply="Thank you for telling me.",
                afterwards="a glass of water",
            ),
            "pause": Signal(words={"wait": "wait"}, signs={"hand": "a flat hand"}),
        },
        boundaries={
            "open": Boundary.model_validate(OPEN),
            "asleep": Boundary.model_validate({**OPEN, "from": TODAY + timedelta(days=2)}),
            "limit": Boundary(level="limit", before="limit", round=1),
        },
        lists=Lists(origin="k3f9k3f9", readings=1, own={"own": OwnItem(label="Tea")}),
    )


#: A row that is open today.
OPEN = {"level": "open", "from": TODAY - timedelta(days=9), "until": TODAY + timedelta(days=60), "round": 1}


def says_today(row: str, now: Agreement) -> str:
    """What a row says today."""
    return reading(now.boundaries.get(row, Boundary()), TODAY, now.changed).level


def read_together(*rows: str) -> Change:
    """Both said yes to these, with what they knew of the page when they sat down, and read it together."""
    known = {id: sorted(row.live) for id, row in full_page().boundaries.items()}
    turn = Turn(
        round=1, day=TODAY, done=True, asked=list(rows), answers=dict.fromkeys(rows, "wanted"), known=known
    )
    behind = {row: (row, row) for row in rows}
    return with_reading(behind, (turn, turn), first="everyday-affection", origin="k3f9k3f9", today=TODAY)


def leaves(key: str) -> Change:
    """Both let one way to stop leave, where it may."""
    return with_signal("stop", lambda now: let_leave(now, key, TODAY) if may_leave("stop", now, key) else now)


def keeps(key: str) -> Change:
    """Either keeps one way to stop that was about to leave."""
    return with_signal("stop", lambda now: keep_way(now, key))


def adds(medium: str, key: str, text: str, name: str = "stop") -> Change:
    """Either adds a word or a sign."""
    return with_signal(name, lambda now: add_way(now, medium, key, text))  # type: ignore[arg-type]


def says(**what: str) -> Change:
    """Another reply to a stop, or another thing to do afterwards."""
    return with_signal("stop", lambda now: now.model_copy(update=what))


#: The same item, changed in two windows: each pair is the first one's change and the second one's.
SAME: dict[str, tuple[Change, Change]] = {
    "a name": (with_name("a", "Kim"), with_name("a", "Robin")),
    "the other name": (with_name("b", "Kim"), with_name("b", "Robin")),
    "the meeting": (with_meeting(date(2026, 12, 1)), with_meeting(date(2026, 12, 2))),
    "no meeting": (with_meeting(date(2026, 12, 1)), with_meeting(None)),
    "the pace": (with_pace("the-slower-of-us"), with_pace("b")),
    "the reply": (says(reply="I am here."), says(reply="I hear you.")),
    "what comes afterwards": (says(afterwards="tea"), says(afterwards="a walk")),
    "two ways that leave": (leaves("red"), leaves("lime")),
    "one kept, and one that leaves": (keeps("blue"), leaves("red")),
    "the name of an item": (
        with_label("own", ["open"], "Coffee", "l1", "k3f9k3f9"),
        with_label("own", ["open"], "Cocoa", "l2", "k3f9k3f9"),
    ),
    "how long open stays so": (with_open_weeks(4, "k3f9k3f9"), with_open_weeks(26, "k3f9k3f9")),
    "one reading and another": (read_together("open", "new"), read_together("open", "limit")),
    "two words of one name": (adds("words", "new", "amber"), adds("words", "new", "green")),
}

#: What one person may always do, whatever page they were looking at; and what of it has to count then.
NARROWINGS: dict[str, tuple[Change, Callable[[Agreement], bool]]] = {
    "a word": (adds("words", "one", "amber"), lambda now: "amber" in now.signals["stop"].words.values()),
    "a sign": (adds("signs", "two", "a cough"), lambda now: "a cough" in now.signals["stop"].signs.values()),
    "a way to pause": (
        adds("words", "three", "rest", "pause"),
        lambda now: "rest" in now.signals["pause"].words.values(),
    ),
    "a word that is leaving": (adds("words", "four", "blue"), lambda now: counts("blue", now)),
    "a word kept": (keeps("blue"), lambda now: counts("blue", now)),
    "a sign kept": (keeps("wave"), lambda now: counts("a wave", now)),
    "something taken off": (with_taken_off("open", "n1"), lambda now: says_today("open", now) == "none"),
    "something shown as not for us": (
        with_taken_off("other", "n2", "limit"),
        lambda now: says_today("other", now) == "limit",
    ),
    "what is slept on, dropped": (
        with_dropped("asleep", "n3"),
        lambda now: says_today("asleep", now) == "none" and now.boundaries["asleep"].live != {},
    ),
    "the page closed": (
        with_closed("n4"),
        lambda now: not {says_today(row, now) for row in now.boundaries} & {"open", "talk"},
    ),
    "the slower of us": (with_pace("the-slower-of-us"), lambda now: now.pace.set_by == "the-slower-of-us"),
}

#: What another window may have done meanwhile.
MEANWHILE: dict[str, Change] = {
    **{name: first for name, (first, _) in SAME.items()},
    **{f"{name} after all": second for name, (_, second) in SAME.items()},
    **{name: change for name, (change, _) in NARROWINGS.items()},
    "another sign kept": keeps("wave"),
    "another sign": adds("signs", "nine", "two taps"),
}


def counts(text: str, now: Agreement) -> bool:
    """Whether a way to stop counts and nobody waits for it to leave."""
    stop = now.signals["stop"]
    held = {**stop.words, **stop.signs}
    return text in [held[key] for key in held if key not in stop.leaving]


def test_of_the_same_item_the_second_is_asked_and_a_narrowing_never(tmp_path: Path, bar: Reached) -> None:
    """The second change of an item is asked about and overwrites nothing; one that narrows goes through."""
    overwritten: list[str] = []
    for number, (name, (first, second)) in enumerate(SAME.items()):
        one, two = (home_at(tmp_path / f"same-{number}", system=NoFlush()) for _ in range(2))
        seen = one.create(full_page())
        saved = one.update(first, seen=seen)
        assert saved != seen
        before = (one.path / "agreement.toml").read_bytes()
        try:
            two.update(second, seen=seen)
        except ChangedMeanwhile:
            assert (one.path / "agreement.toml").read_bytes() == before
        else:
            overwritten.append(name)
        two.update(second, seen=saved)  # having looked again
    refused: list[str] = []
    for number, (meanwhile, change) in enumerate(MEANWHILE.items()):
        for name, (narrowing, holds) in NARROWINGS.items():
            one, two = (home_at(tmp_path / f"{number} {name}", system=NoFlush()) for _ in range(2))
            seen = one.create(full_page())
            one.update(change)
            try:
                after = two.update(narrowing, seen=seen)
            except ChangedMeanwhile:
                refused.append(f"{name}, after: {meanwhile}")
            else:
                assert holds(after), f"{name}, after: {meanwhile}"
    print("\n".join(overwritten + refused))
    bar(
        "two windows, the same item",
        {
            "pairs of changes": len(SAME),
            "overwritten unasked": len(overwritten),
            "narrowings": len(MEANWHILE) * len(NARROWINGS),
            "narrowings refused": len(refused),
        },
    )


def test_what_came_off_while_two_were_reading_stays_off(tmp_path: Path) -> None:
    """They answered, another window takes something off, and they read: it stays off, and the rest counts."""
    one, two = (home_at(tmp_path / "home", system=NoFlush()) for _ in range(2))
    one.create(full_page())
    change = read_together("open", "asleep", "limit", "new")
    two.update(with_taken_off("open", "n1"))
    two.update(with_dropped("asleep", "n2"))
    two.update(with_taken_off("new", "n3", "limit"))
    after = one.update(change)
    for days in (0, 2, 30):
        said = {
            id: reading(row, TODAY + timedelta(days=days), TODAY).level
            for id, row in after.boundaries.items()
        }
        assert {said["open"], said["asleep"]} == {"none"}
        assert said["new"] == "limit"
        assert said["limit"] == ("limit" if days < 2 else "open")


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX ones")
def test_a_window_that_is_killed_leaves_no_lock_behind(tmp_path: Path, bar: Reached) -> None:
    """Killed in the middle of a save, a window holds nobody up, and the page is the old one or the new."""
    killed = held = lost = 0
    new = with_name("a", "Kim")(page())
    for at in itertools.count(1, 2):
        window = home_at(tmp_path / str(at), patience=0)
        window.create(page())
        with child(HOLDER, window.path, str(at)) as holder:
            if said(holder) == "saved":  # a save makes fewer calls than this
                break
            with pytest.raises(FileProblem, match="Another couplekit window is saving"):
                window.update(with_meeting(TODAY))
            os.kill(holder.pid, signal.SIGKILL)
            assert holder.wait() == -signal.SIGKILL
        killed += 1
        lost += now(window) not in (page(), new)
        try:
            window.update(with_meeting(TODAY))
        except FileProblem as problem:
            print(f"killed at call {at}: {problem}")
            held += 1
        else:
            lost += now(window) not in (with_meeting(TODAY)(page()), with_meeting(TODAY)(new))
            assert temporaries(window.path) == []
    bar(
        "two windows, a killed one",
        {"windows killed": killed, "locks left behind": held, "pages lost or mixed": lost},
    )


class Busy(Scripted):
    """Somebody who thinks at each screen, while another window saves something and waits for nobody."""

    def __init__(self, script: list[tuple[str, str]], meanwhile: Callable[[int], object]) -> None:
        super().__init__(script)
        self._meanwhile = meanwhile

    def ask(self, prompt: Prompt) -> str:
        """Save in the other window first."""
        self._meanwhile(len(self.shown))
        return super().ask(prompt)


class Seated(Context):
    """A context with a scripted person at the screen."""

    def __init__(self, path: Path, person: Scripted) -> None:
        super().__init__(path, plain=True, day=TODAY)
        self._person = person

    def person(self, command: str) -> Scripted:
        """Whoever sits there."""
        return self._person

    @property
    def is_screen(self) -> bool:
        """They see a screen."""
        return True


CARDS = [("How this works", ""), ("Stop and no", ""), ("If no is not safe", "")]
ALONE = [("For one of you alone", ""), *CARDS]
FIRST_EVENING = [
    ("Who is here", "both"), *ALONE, *ALONE,
    ("For both of you", ""), ("Your names", "Sam"), ("Your names", "Alex"),
    ("The pace", "b"), ("How we stop", "ready"), ("After a stop", "did"),
    ("Before you go", "write"), ("Before you go", "your soup"), ("Before you go", "said-aloud"),
    ("That is enough", "in-a-week"),
]  # fmt: skip
CHECK_IN = [
    ("Sam", "tired"), ("Sam", "weary"), ("Alex", "own-word"), ("Alex", "wobbly"),
    ("Something good", "write"), ("Something good", "the dog"), ("Something good", "said-aloud"),
    ("A wish", "write"), ("A wish", "a film"), ("A wish", "write"), ("A wish", "quiet mornings"),
    ("Still true", "change"), ("Thank you", ""), ("What stays", "wish"), ("What stays", "all"),
    ("That is enough", "no-date"),
]  # fmt: skip
ADD_A_WORD = [("Which one", "stop"), ("What would", "word"), ("A word", "amber")]
CHANGE_A_NAME = [("what is set up", "name-a"), ("A name", "Samira")]


#: Each conversation, and the answers of a person who has it.
CONVERSATIONS: dict[str, tuple[list[tuple[str, str]], Callable[[Context], object]]] = {
    "start": (FIRST_EVENING, lambda context: begin_or_change(context, alone=False)),
    "start again": (CHANGE_A_NAME, lambda context: begin_or_change(context, alone=False)),
    "check-in": (CHECK_IN, lambda context: hold_check_in(context, context.person("check-in"))),
    "signals set": (ADD_A_WORD, change_signals),
}


def test_nobody_waits_while_a_person_thinks(
    tmp_path: Path, bar: Reached, capsys: pytest.CaptureFixture[str]
) -> None:
    """At every question of a conversation another window saves without waiting, and both are kept."""
    saves = 0
    waited: list[str] = []
    for what, (script, hold) in CONVERSATIONS.items():
        other = home_at(tmp_path / what, patience=0)
        if what != "start":
            other.create(page())

        def meanwhile(number: int, what: str = what, other: Home = other) -> None:
            try:
                if what == "start":  # there is no page yet
                    other.save_record(record(f"2026-11-21-x{number:03}"))
                else:
                    other.update(add_word("slow", f"w{number}", f"word {number}"))
            except FileProblem as problem:
                waited.append(f"{what}: {problem}")

        person = Busy(script, meanwhile)
        hold(Seated(other.path, person))
        person.finish()
        # The first evening itself is an evening too.
        kept = len(other.records()[0]) - 1 if what == "start" else len(now(other).signals["slow"].words)
        assert kept == len(person.shown) - len(waited)
        saves += kept
    assert now(home_at(tmp_path / "start again")).partners.a.name == "Samira"
    assert "amber" in now(home_at(tmp_path / "signals set")).signals["stop"].words.values()
    assert len(home_at(tmp_path / "check-in").records()[0]) == 1
    capsys.readouterr()
    print("\n".join(waited))
    bar(
        "two windows, one at a question",
        {"conversations": len(CONVERSATIONS), "saves": saves, "saves that had to wait": len(waited)},
    )
