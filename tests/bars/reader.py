"""A process that reads files which may be made to harm it, and says what came of each.

    python -S reader.py SEARCH_PATH < tasks

Each line of the input is a task: a list of the name of a function below and what it takes. Each line of
the output is what came of it. The last line is the most memory that was used. A process of its own is
looked at, and not a thread: what it took is its own, and the system itself ends one that hangs.
"""

import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypedDict

if __name__ == "__main__":
    sys.path[:] = sys.argv[1].split(os.pathsep)

from our_files import BY_NAME, CANARY, KINDS, Kind, home_at

from couplekit import reading
from couplekit.domain.text import is_clean
from couplekit.errors import FileProblem
from couplekit.storage.pages import from_toml

#: Seconds of work after which the system ends this process. Far more than any file may take.
HANGS_AFTER = 10
#: Bytes of memory that there are for it: one file alone must not need the whole computer.
MEMORY = 2**30


class Came(TypedDict):
    """What came of one task. `refused` counts what was refused in words, `other` names other errors."""

    reads: int
    refused: int
    other: list[str]
    said: list[str]
    slowest: float


def _limits(kind: Kind) -> reading.Limits:
    return reading.LARGE if kind.name == "backup" else reading.SMALL


class Reads:
    """Several readings, each with its time and its end."""

    def __init__(self) -> None:
        self.came: Came = {"reads": 0, "refused": 0, "other": [], "said": [], "slowest": 0.0}

    def __call__(self, read: Callable[[], Any]) -> None:
        """Do it, and note what came of it. Whatever it says has to be words that can be shown."""
        used, limit = time.process_time(), resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + HANGS_AFTER, limit))
        said: list[str] = []
        try:
            said = read() or []
        except FileProblem as problem:
            self.came["refused"] += 1
            said = [str(problem)]
        except BaseException as error:  # noqa: BLE001 - whatever else comes out is what is looked for
            self.came["other"].append(type(error).__name__)
        self.came["slowest"] = max(self.came["slowest"], time.process_time() - used)
        self.came["reads"] += 1
        self.came["said"] += said
        for message in said:
            if CANARY in message.casefold():
                self.came["other"].append("a private word in a message")
            if not all(is_clean(line) for line in message.split("\n")):
                self.came["other"].append("a control character in a message")


def parse(path: str) -> Came:
    """Take the text of any TOML file apart, without a model."""
    reads = Reads()
    raw = Path(path).read_bytes()

    def read() -> None:
        reading.parse(raw, "file.toml")

    reads(read)
    return reads.came


def models(path: str) -> Came:
    """Read a file as each kind of ours that keeps to the small limits."""
    reads = Reads()
    for kind in KINDS:
        if kind.name != "backup":
            reads(lambda kind=kind: _open(kind, Path(path)))
    return reads.came


def growing(path: str) -> Came:
    """Read a file as each kind, to which much is added once its size was looked at."""
    look = os.fstat
    more = b"#" * reading.LARGE.size * 2

    def fstat(handle: int) -> os.stat_result:
        found = look(handle)
        with Path(path).open("ab") as file:
            file.write(more)
        return found

    os.fstat = fstat
    try:
        reads = Reads()
        for kind in KINDS:
            os.truncate(path, 100)
            reads(lambda kind=kind: _open(kind, Path(path)))
        return reads.came
    finally:
        os.fstat = look


def home(path: str) -> Came:
    """Do all that a command does to read a home folder."""
    place = home_at(Path(path))
    reads = Reads()
    reads(lambda: list(page.notices) if (page := place.page()) else [])
    reads(lambda: place.last_good() and [])
    reads(lambda: [str(problem) for problem in place.records()[1]])
    reads(lambda: [str(problem) for problem in place.drafts()[1]])
    reads(lambda: place.agenda() and [])
    reads(lambda: [str(problem) for problem in place.about_agenda()])
    reads(lambda: [str(problem) for problem in place.state()[1]])
    reads(lambda: place.files() and [])
    return reads.came


def backup(path: str) -> Came:
    """Read a backup."""
    reads = Reads()
    reads(lambda: _open(BY_NAME["backup"], Path(path)))
    return reads.came


def mutated(folder: str, seeds: list[int]) -> Came:
    """Read our own files with something done to them, one for each seed."""
    raws = {kind.name: (Path(folder) / kind.where).read_bytes() for kind in KINDS}
    reads = Reads()
    for seed in seeds:
        kind, raw = mutant(raws, seed)
        before = len(reads.came["other"])
        reads(lambda kind=kind, raw=raw: _values(kind, raw))
        reads.came["said"] = []
        reads.came["other"][before:] = [f"{what} (seed {seed})" for what in reads.came["other"][before:]]
    return reads.came


_BITS = [
    *"[]{}=.,\"'#\\\n\r\t -+_:0159aeTZ",
    '"""',
    "'''",
    "[[",
    "]]",
    "\r\n",
    " = ",
    "\x00",
    "\x1b[31m",
    "\x7f",
]
_WIDE = [
    "é",
    "🌷",
    "ש",
    "\u202e",
    "\ufeff",
    "\u00a0",
    "“",
    "”",
    "\u2028",
    "\x85",
    "inf",
    "nan",
    "1e999",
    "0x" + "f" * 40,
]
_PIECES = [piece.encode() for piece in _BITS + _WIDE] + [
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\\ud800",
    b"\\U0011ffff",
]


def mutant(raws: dict[str, bytes], seed: int) -> tuple[Kind, bytes]:
    """One of our files with one to six things done to it: always the same for the same seed."""
    rng = random.Random(f"mutant {seed}")
    kind = KINDS[seed % len(KINDS)]
    raw = bytearray(raws[kind.name])
    for _ in range(rng.randint(1, 6)):
        at, other = sorted(rng.randrange(len(raw) + 1) for _ in range(2))
        what = rng.choice(["flip", "cut", "swap", "double", "piece", "piece", "line", "splice"])
        if what == "flip" and at < len(raw):
            raw[at] ^= 1 << rng.randrange(8)
        elif what == "cut":
            del raw[at : min(other, at + rng.randint(1, 200))]
        elif what == "swap":
            raw[at:other] = (
                raw[at:other][::-1] if rng.random() < 0.2 else b"\n".join(raw[at:other].split(b"\n")[::-1])
            )
        elif what == "double":
            raw[at:at] = raw[at : min(other, at + rng.randint(1, 400))] * rng.choice([1, 1, 2, 50])
        elif what == "piece":
            raw[at:at] = rng.choice(_PIECES) * rng.choice([1, 1, 1, 2, 40])
        elif what == "line":
            lines = raw.split(b"\n")
            lines.insert(rng.randrange(len(lines)), rng.choice(lines))
            raw = bytearray(b"\n".join(lines))
        else:
            another = raws[rng.choice(sorted(raws))]
            raw[at:] = another[rng.randrange(len(another)) :]
    return kind, bytes(raw)


def _values(kind: Kind, raw: bytes) -> list[str]:
    sheet = from_toml(kind.model, raw, kind.where, limits=_limits(kind))
    return [] if sheet.sealed else ["The seal does not hold."]


def _open(kind: Kind, path: Path) -> list[str]:
    return _values(kind, reading.read_bytes(path, _limits(kind)))


def _peak() -> float:
    """The most memory this process used, in MB (a million bytes).

    `ru_maxrss` of a process that was begun by a large one holds that one's memory as well; where the
    system keeps a number that begins anew with a program, that is taken.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _tasks() -> Iterator[Came]:
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        yield TASKS[name](*arguments)


TASKS: dict[str, Callable[..., Came]] = {
    task.__name__: task for task in (parse, models, growing, home, backup, mutated)
}


def main() -> None:
    """Do one task after another."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for came in _tasks():
        print(json.dumps(came), flush=True)
    print(_peak())


if __name__ == "__main__":
    main()
