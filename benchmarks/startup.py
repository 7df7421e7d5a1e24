"""How long `couplekit signals` takes, against a bare typer program that prints one panel of rich's.

Both run with the interpreter that runs this file, in turns, so that a busy machine slows both. A gate is
a ratio of two medians and never a number of milliseconds. A gate that is missed is measured again, up to
three times in all, and the output says so. Exit code 1 where it is missed each time.

    python benchmarks/startup.py
"""

import contextlib
import os
import platform
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from couplekit.domain.checkin import Record
from couplekit.storage.home import Home
from couplekit.storage.pages import to_toml

HERE = Path(__file__).parent
BARE = (sys.executable, str(HERE / "bare.py"))
RUNS, ROUNDS = 25, 3
#: The most that `couplekit signals` may take, as a multiple of the bare program.
GATE, AIM = 1.25, 1.15
#: The most that it may take with 1,000 check-ins, as a multiple of what it takes with none.
GROWTH, MANY = 1.10, 1000
#: What a program of ours meets in real use: modules compiled once, and output in blocks.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
}


class Run(NamedTuple):
    """One run of a program: seconds on the clock, seconds of the processor, and its largest memory."""

    wall: float
    processor: float
    megabytes: float


def main() -> int:
    """Measure, report, and say by the exit code whether the gates were kept."""
    versions = [f"{name} {metadata.version(name)}" for name in ("typer", "pydantic", "rich")]
    print(", ".join([f"python {platform.python_version()}", *versions]))
    with tempfile.TemporaryDirectory(prefix="couplekit-startup-") as folder:
        few, many = Path(folder) / "few", Path(folder) / "many"
        sample_home(few, 0)
        sample_home(many, MANY)
        programs = {"bare": BARE, "none": signals(few), "many": signals(many)}
        check(programs["none"])
        for number in range(1, ROUNDS + 1):
            # In a pipe couplekit needs no rich and the bare program does: reported, and no gate.
            report("in a pipe, no gate", measured(programs, in_pipe, RUNS))
            if report("on a terminal", measured(programs, on_terminal, RUNS)):
                print(f"kept: at most {GATE:.2f} (the aim is {AIM:.2f}), {GROWTH:.2f} with {MANY} check-ins")
                return 0
            print(f"a gate was missed in round {number} of {ROUNDS}")
    print(f"MISSED each time: {GATE:.2f} against the bare program, or {GROWTH:.2f} with {MANY} check-ins")
    return 1


def sample_home(folder: Path, check_ins: int) -> None:
    """Make the sample home of `couplekit demo`, with so many check-ins in it."""
    subprocess.run(
        [sys.executable, "-m", "couplekit", "demo", "--fast", "--into", str(folder)],
        check=True,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    records, _ = Home(folder, date.today).records()
    kept = folder / "check-ins"
    for old in kept.iterdir():
        old.unlink()
    for number in range(check_ins):
        evening = f"{date(2010, 1, 1) + timedelta(days=number)}-k3f9"
        record = Record.model_validate({**records[-1].model_dump(), "evening": evening})
        (kept / f"{evening}.toml").write_text(to_toml(record), encoding="utf-8")


def signals(home: Path) -> tuple[str, ...]:
    """The command line of `couplekit signals`, as its console script runs it."""
    program = "from couplekit.__main__ import main; main()"
    return (sys.executable, "-c", program, "--home", str(home), "signals")


def check(command: tuple[str, ...]) -> None:
    """Look that what is measured works: a program that ends at once with a message would be very quick."""
    shown = subprocess.run(command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if "tap twice" not in shown.stdout:
        raise SystemExit("couplekit signals did not show the card of the sample home")


def measured(
    programs: Mapping[str, tuple[str, ...]], run: Callable[[tuple[str, ...]], Run], runs: int
) -> dict[str, list[Run]]:
    """Run the programs in turns. The first turn warms the disk and counts for nothing."""
    found: dict[str, list[Run]] = {name: [] for name in programs}
    for turn in range(runs + 1):
        for name, command in programs.items():
            one = run(command)
            if turn:
                found[name].append(one)
    return found


def report(where: str, found: Mapping[str, list[Run]]) -> bool:
    """Print the figures; True where both gates are kept."""
    print(f"\n{where}, {RUNS} runs each:")
    for name, label in (("bare", "bare program"), ("none", "no check-ins"), ("many", f"{MANY} check-ins")):
        walls = [run.wall * 1000 for run in found[name]]
        busy = statistics.median(run.processor * 1000 for run in found[name])
        print(
            f"  {label:14} median {statistics.median(walls):5.0f} ms   quickest {min(walls):5.0f} ms   "
            f"processor {busy:5.0f} ms   memory {max(run.megabytes for run in found[name]):4.0f} MB"
        )
    start, growth = ratio(found, "none", "bare"), ratio(found, "many", "none")
    print(f"  against the bare program {start};  with {MANY} check-ins against none {growth}")
    return start.median <= GATE and growth.median <= GROWTH


class Ratio(NamedTuple):
    """How much longer one takes than the other, by medians and by the quickest runs."""

    median: float
    quickest: float
    processor: float

    def __str__(self) -> str:
        return f"{self.median:.2f} (quickest {self.quickest:.2f}, processor {self.processor:.2f})"


def ratio(found: Mapping[str, list[Run]], one: str, other: str) -> Ratio:
    """Compare two programs that were run in turns."""

    def by(figure: Callable[[list[float]], float], of: Callable[[Run], float]) -> float:
        return figure([of(run) for run in found[one]]) / figure([of(run) for run in found[other]])

    return Ratio(
        by(statistics.median, lambda run: run.wall),
        by(min, lambda run: run.wall),
        by(statistics.median, lambda run: run.processor),
    )


def in_pipe(command: tuple[str, ...]) -> Run:
    """Run a program with its output in a pipe."""
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=ENVIRONMENT
    ) as process:
        assert process.stdout is not None
        process.stdout.read()
        return ended(process, began)


def on_terminal(command: tuple[str, ...]) -> Run:
    """Run a program on a terminal of its own, 80 columns wide, and read until it hangs up."""
    ours, theirs = pty.openpty()
    environment = {**ENVIRONMENT, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    began = time.perf_counter()
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        with contextlib.suppress(OSError):  # Linux: a terminal that nobody holds any more is an error
            while os.read(ours, 65536):
                pass
        os.close(ours)
        return ended(process, began)


def ended(process: "subprocess.Popen[bytes]", began: float) -> Run:
    """Wait for a program, and ask the system what it took."""
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{process.args!r} ended with exit code {process.returncode}")
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Run(wall, used.ru_utime + used.ru_stime, kilobytes / 1024)


if __name__ == "__main__":
    raise SystemExit(main())
