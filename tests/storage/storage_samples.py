"""Values and faults that several storage tests share."""

import errno
from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import date
from functools import partialmethod
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from bar_table import times
from couplekit.domain.agreement import Agreement, Meeting, PaceSetting
from couplekit.domain.backup import Backup
from couplekit.domain.checkin import Draft, Record
from couplekit.domain.people import Partners, Person
from couplekit.domain.signals import NAMES, Signal
from couplekit.domain.text import clean, clean_line, fold
from couplekit.storage.files import System
from couplekit.storage.home import Home

TODAY = date(2026, 11, 21)


def home_at(path: Path, today: date = TODAY, **options: Any) -> Home:
    """A home in a folder, on a day."""
    return Home(path, lambda: today, **options)


def play(histories: type[RuleBasedStateMachine], count: int, steps: int, note: Callable[[int], None]) -> None:
    """Play so many histories of these, and note how many went wrong: none, or the one that is raised."""
    wrong = 1
    try:
        run_state_machine_as_test(
            histories,
            settings=settings(
                max_examples=times(count),
                stateful_step_count=steps,
                suppress_health_check=list(HealthCheck),
                report_multiple_bugs=False,
            ),
        )
        wrong = 0
    finally:
        # What is noted can fall short of a bar; where a history went wrong, that says more.
        with suppress(AssertionError) if wrong else nullcontext():
            note(wrong)


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def page(**changes: Any) -> Agreement:
    """A small page of two, as it could stand after a first evening."""
    values = {
        "changed": TODAY,
        "partners": Partners(a=Person(name="Sam"), b=Person(name="Alex")),
        "signals": {
            "stop": Signal(words={"k1": "red"}, signs={"s1": "tap twice"}, reply="Thank you for telling me."),
            "pause": Signal(words={"k1": "wait"}, signs={"s1": "a flat hand"}),
        },
    }
    return Agreement(**{**values, **changes})


def record(evening: str = "2026-11-21-k3f9", **changes: Any) -> Record:
    """One evening of which both kept something."""
    values: dict[str, Any] = {
        "evening": evening,
        "guide": "check-in-short",
        "version": 1,
        "starts": "a",
        "asked": {"glad": "What were you glad of?", "wish": "What do you wish?"},
        "kept": {
            "a": {"glad": "Canary of a"},
            "b": {"wish": "Words of b"},
            "both": {"wish": "Words of both"},
        },
    }
    return Record(**{**values, **changes})


def draft(evening: str = "2026-11-21-k3f9", **changes: Any) -> Draft:
    """A conversation broken off after one answer."""
    values: dict[str, Any] = {
        "evening": evening,
        "guide": "start",
        "version": 1,
        "at": "glad.b",
        "asked": {"glad.a": "What were you glad of?"},
        "answers": {"glad.a": "Canary of a"},
    }
    return Draft(**{**values, **changes})


def add_word(name: str, key: str, text: str) -> Callable[[Agreement], Agreement]:
    """A change that adds one word to one signal."""

    def change(now: Agreement) -> Agreement:
        signal = now.signals.get(name, Signal())
        signal = signal.model_copy(update={"words": {**signal.words, key: text}})
        return now.model_copy(update={"signals": {**now.signals, name: signal}})

    return change


class Killed(BaseException):
    """The process ends here: nothing after it runs."""


class Faulty(System):
    """Calls that go wrong: the `fail_at`-th (from 1), and all after it where `for_good`.

    With `code` None the process is killed instead. `mouthful` is how many bytes one write takes.
    """

    def __init__(
        self,
        fail_at: int = 0,
        code: int | None = errno.EIO,
        *,
        for_good: bool = False,
        mouthful: int | None = None,
    ) -> None:
        self.calls: list[str] = []
        self.fail_at = fail_at
        self.code = code
        self.for_good = for_good or code is None
        self.mouthful = mouthful

    @property
    def reached(self) -> bool:
        """Whether the call that goes wrong was made."""
        return len(self.calls) >= self.fail_at

    def _do(self, name: str, *args: Any) -> Any:
        self.calls.append(name)
        number = len(self.calls)
        wrong = self.fail_at and (number == self.fail_at or (self.for_good and number > self.fail_at))
        if name == "close" or not wrong:  # what cannot be closed is closed nevertheless
            result = getattr(System, name)(*args)
        if wrong:
            raise Killed if self.code is None else OSError(self.code, "secret-path")
        return result

    def _write(self, handle: int, data: memoryview) -> int:
        taken: int = self._do("write", handle, data[: self.mouthful])
        return taken

    open = partialmethod(_do, "open")
    write = _write
    fsync = partialmethod(_do, "fsync")
    close = partialmethod(_do, "close")
    mkdir = partialmethod(_do, "mkdir")
    replace = partialmethod(_do, "replace")
    unlink = partialmethod(_do, "unlink")


# Strategies: any value that the models take. Cleaned text is what reaches them.

_RAW = st.text(
    st.characters() | st.sampled_from("[]{}\"'\\#=\n\r\t\u200d\u202e\u2066\ufeff\x1b\x85🌷שס\ud800"),
    max_size=40,
)
LINES = _RAW.map(clean_line).filter(bool)
WORDS = _RAW.map(clean).filter(bool)
IDS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?", fullmatch=True)
DATES = st.dates()
KEYS = st.builds(lambda id_, whose: f"{id_}.{whose}", IDS, st.sampled_from(["a", "b", "both"]))
EVENINGS = st.builds(
    lambda day, end: f"{day.isoformat()}-{end}", DATES, st.from_regex(r"[a-z0-9]{2,8}", fullmatch=True)
)


#: Stop and no belong to stop alone, so they are left out here.
WAYS = LINES.filter(lambda text: fold(text) not in ("stop", "no"))


@st.composite
def signals(draw: st.DrawFn) -> Signal:
    """Any signal, an empty one too."""
    words = draw(st.dictionaries(IDS, WAYS, max_size=3))
    signs = {
        key: text for key, text in draw(st.dictionaries(IDS, WAYS, max_size=3)).items() if key not in words
    }
    held = [*words, *signs]
    leaving = draw(st.dictionaries(st.sampled_from(held), DATES, max_size=2)) if held else {}
    one_line = st.none() | LINES
    return Signal(words=words, signs=signs, leaving=leaving, reply=draw(one_line), afterwards=draw(one_line))


PEOPLE = st.builds(Person, name=LINES)
PAGES = st.builds(
    Agreement,
    changed=DATES,
    partners=st.builds(Partners, a=PEOPLE, b=st.none() | PEOPLE),
    pace=st.sampled_from(["a", "b", "the-slower-of-us"]).map(lambda who: PaceSetting(**{"set-by": who})),
    signals=st.dictionaries(st.sampled_from(NAMES), signals(), max_size=5),
    meeting=st.builds(Meeting, next=st.none() | DATES),
    gone=st.lists(IDS, max_size=3),
)
RECORDS = st.builds(
    Record,
    evening=EVENINGS,
    guide=IDS,
    version=st.integers(1, 2**63 - 1),
    starts=st.sampled_from(["a", "b"]),
    asked=st.dictionaries(IDS, WORDS, max_size=3),
    kept=st.dictionaries(
        st.sampled_from(["a", "b", "both"]), st.dictionaries(IDS, WORDS, max_size=3), max_size=3
    ),
    gone=st.lists(KEYS, max_size=2),
)
BACKUPS = st.builds(
    Backup,
    made=DATES,
    page=st.none() | PAGES,
    evenings=st.lists(RECORDS, max_size=3).map(lambda all: {record.evening: record for record in all}),
)
UNFINISHED = st.builds(
    Draft,
    evening=EVENINGS,
    guide=IDS,
    version=st.integers(1, 99),
    starts=st.sampled_from(["a", "b"]),
    at=st.none() | KEYS,
    asked=st.dictionaries(KEYS, WORDS, max_size=3),
    answers=st.dictionaries(KEYS, WORDS, max_size=3),
)
