"""Saving, with the system itself refusing a call or ending the process at it (strace -e inject)."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple, Self

import pytest
from saver import BEGIN, END
from saves import ACKNOWLEDGED, KINDS, Case, readable_by_others

import bar_table
from bar_table import Reached

ERRORS = ["EIO", "ENOSPC", "EACCES", "EROFS", "EMFILE", "EINTR"]
KILLED = "killed"
#: Two at a time: a run waits for processes to start more than for anything else.
AT_A_TIME = 2


class NotAllowed(Exception):
    """The system lets nobody look at another process."""


class Saver:
    """A process that makes a new one for each save (saver.py), and lets strace look at it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        # Nothing of what a measuring of coverage sets comes along: it would make calls of its own.
        self._process = subprocess.Popen(
            [sys.executable, "-S", Path(__file__).with_name("saver.py"), folder, os.pathsep.join(sys.path)],
            env={"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def save(self, kind: str, home: Path, out: Path, options: list[str]) -> int:
        """Make one save under strace, and return how its process ended."""
        child = self._ask(f"{kind}\t{home}\t{out}")
        with subprocess.Popen(
            ["strace", "-p", str(child), *options], stderr=subprocess.PIPE, text=True
        ) as strace:
            assert strace.stderr is not None
            said = strace.stderr.readline()
            ended = self._ask("go")
        if "attached" not in said:
            raise NotAllowed(said)
        return ended

    def _ask(self, line: str) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


class Call(NamedTuple):
    """One call of a save: its name, the how-manieth of that name it is, and what is called for."""

    name: str
    number: int
    about: str


class Run(NamedTuple):
    """One save with one fault in it."""

    case: Case
    call: Call
    fault: str

    def __str__(self) -> str:
        return f"{self.case.name}: {self.fault} at {self.call.about}"


class Ended(NamedTuple):
    """What was wrong after one run, in words; empty where nothing was."""

    reached: bool
    lost: str
    open_to_others: list[str]
    trace: str
    afterwards: list[str]


def calls_of(case: Case, saver: Saver, folder: Path) -> list[Call]:
    """Which calls one save makes for its home: what names the home between the marks, or asks for chance."""
    home, out, log = case.home("recorded"), folder / "recorded.out", folder / "recorded.log"
    assert saver.save(case.name, home.path, out, ["-y", "-o", str(log)]) == 0
    assert out.read_text() == ACKNOWLEDGED
    calls: list[Call] = []
    counts: dict[str, int] = {}
    between = False
    for line in log.read_text(errors="replace").splitlines():
        name = line.partition("(")[0]
        if not re.fullmatch(r"\w+", name):
            continue  # how the process ended
        counts[name] = counts.get(name, 0) + 1
        if BEGIN in line or END in line:
            between = BEGIN in line
        elif between and (str(home.path) in line or name == "getrandom"):
            about = re.sub(r"[0-9a-f]{12}\.tmp", "tmp", line.replace(str(home.path), "HOME"))
            calls.append(Call(name, counts[name], about))
    return calls


def one(run: Run, number: int, saver: Saver, folder: Path) -> Ended:
    """Refuse one call of one save, or end the process at it, and look at what is left."""
    name = f"{run.case.name.replace(' ', '-')}-{number}"
    home, out, log = run.case.home(str(number)), folder / f"{name}.out", folder / f"{name}.log"
    what = "signal=KILL" if run.fault == KILLED else f"error={run.fault}"
    options = [f"--trace={run.call.name}", f"--inject={run.call.name}:{what}:when={run.call.number}"]
    ended = saver.save(run.case.name, home.path, out, [*options, "-o", str(log)])
    said = out.read_text(encoding="utf-8")
    if run.fault == KILLED:
        reached = os.WIFSIGNALED(ended) and said == ""
    else:
        reached = "(INJECTED)" in log.read_text(errors="replace")
    return Ended(
        reached,
        run.case.wrong(home, said),
        readable_by_others(home.path),
        said if "Traceback" in said else "",
        run.case.afterwards(home),
    )


def runs_of(case: Case, calls: list[Call]) -> Iterator[Run]:
    """Every fault at every call; in a share of it, the end of the process at each and two errors in turn."""
    for number, call in enumerate(calls):
        errors = ERRORS if bar_table.one_in == 1 else (ERRORS[number % 6], ERRORS[(number + 2) % 6])
        for fault in (KILLED, *errors):
            yield Run(case, call, fault)


@contextmanager
def savers(folder: Path) -> Iterator["SimpleQueue[Saver]"]:
    """So many savers as are at work at a time."""
    with Saver(folder / "saver-1") as first, Saver(folder / "saver-2") as second:
        free: SimpleQueue[Saver] = SimpleQueue()
        free.put(first)
        free.put(second)
        yield free


@pytest.mark.strace
@pytest.mark.skipif(shutil.which("strace") is None, reason="left out: strace is not here")
def test_the_system_may_refuse_any_call_of_a_save_or_end_it_there(tmp_path: Path, bar: Reached) -> None:
    """Whatever call the system refuses, or ends the process at: the old or the new, and no fault of ours."""
    kinds = ["page", "page edited by hand"] if bar_table.one_in > 1 else list(KINDS)
    runs: list[Run] = []
    with savers(tmp_path) as free:

        def act(number: int) -> Ended:
            saver = free.get()
            try:
                return one(runs[number], number, saver, tmp_path)
            finally:
                free.put(saver)

        for kind in kinds:
            case = Case(kind, tmp_path)
            saver = free.get()
            try:
                runs += runs_of(case, calls_of(case, saver, tmp_path))
            except NotAllowed:
                pytest.skip("left out: strace may not look at a process here")
            finally:
                free.put(saver)
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            ends = list(pool.map(act, range(len(runs))))
    elsewhere = [str(run) for run, end in zip(runs, ends, strict=True) if not end.reached]
    assert elsewhere == [], "these runs did not meet the call that they were made for"
    for run, end in zip(runs, ends, strict=True):
        for wrong in filter(None, end[1:]):
            print(f"{run}\n    {wrong}")
    bar(
        "saving, refused or cut off by the system",
        {
            "runs": len(runs),
            "pages lost or mixed": sum(bool(end.lost) for end in ends),
            "files others can read": sum(len(end.open_to_others) for end in ends),
            "tracebacks": sum(bool(end.trace) for end in ends),
            "strays after the next start": sum(len(end.afterwards) for end in ends),
        },
    )
