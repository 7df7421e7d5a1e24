"""How long `couplekit boundaries` takes after 20 years of rounds on 300 items, against one round on 30.

Both run with the interpreter that runs this file, in turns, so that a busy machine slows both. The gate is
a ratio and never a number of milliseconds: that of the medians, or that of the quickest runs where a busy
machine makes it larger. One that is missed is measured again, up to three times in all. Reading and drawing
by themselves are reported, and no gate. Exit code 1 where it is missed.

    python benchmarks/boundaries.py
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from couplekit.content.boundaries import areas
from couplekit.domain.agreement import Agreement
from couplekit.domain.boundaries import Boundary, Lists, OwnItem, taken_off
from couplekit.domain.listed import behind, listed
from couplekit.domain.people import Partners, Person
from couplekit.domain.ratchet import readings
from couplekit.domain.rounds import Answer, after_round
from couplekit.storage.home import Home
from couplekit.storage.pages import from_toml

RUNS, ROUNDS, TIMES = 15, 3, 20
#: The most that the many may take, as a multiple of what the few take.
GATE = 1.2
FEW, MANY = 30, 300
#: A round every four weeks.
YEARS, BETWEEN = 20, timedelta(weeks=4)
TODAY = date.today()
ANSWERS: tuple[tuple[Answer, Answer], ...] = (
    ("wanted", "fine"),
    ("talk", "wanted"),
    ("no", "wanted"),
    ("limit", "fine"),
)
#: What a program of ours meets in real use: modules compiled once, and output in blocks.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
}


def main() -> int:
    """Measure, report, and say by the exit code whether the gate was kept."""
    print(
        f"python {platform.python_version()}: couplekit boundaries, {MANY} items and {YEARS} years of rounds"
    )
    with tempfile.TemporaryDirectory(prefix="couplekit-boundaries-") as folder:
        few, many = Path(folder) / "few", Path(folder) / "many"
        sample_home(few, FEW, rounds=1)
        sample_home(many, MANY, rounds=YEARS * 13)
        check(few, FEW)
        check(many, MANY)
        report_inside(few, many)
        for number in range(1, ROUNDS + 1):
            ratio = report(few, many)
            if ratio <= GATE:
                print(f"kept: at most {GATE:.2f}")
                return 0
            print(f"the gate was missed in round {number} of {ROUNDS}")
    print(f"MISSED each time: {GATE:.2f}")
    return 1


def sample_home(folder: Path, items: int, *, rounds: int) -> None:
    """Make a home with so many items, of which each went through so many rounds."""
    ours = [id for area in areas() for id, item in area.item.items() if not item.two_sided]
    own = {f"own-{number}": OwnItem(label=f"A thing of ours, number {number}") for number in range(items)}
    ids = [*ours, *own][:items]
    lists = Lists(
        origin="k3f9k3f9",
        readings=rounds,
        areas=[area.id for area in areas()],
        own={id: item for id, item in own.items() if id in ids},
    )
    page = Agreement(
        changed=TODAY,
        partners=Partners(a=Person(name="Sam"), b=Person(name="Alex")),
        boundaries={id: row(number, rounds) for number, id in enumerate(ids)},
        lists=lists,
    )
    Home(folder, lambda: TODAY).create(page)


def row(number: int, rounds: int) -> Boundary:
    """A row after its rounds. Some of them had something taken off in between, which the next one saw."""
    now = Boundary()
    for count in range(rounds):
        day = TODAY - timedelta(days=3) - BETWEEN * (rounds - 1 - count)
        if count % 100 == number % 100:
            now = taken_off(now, f"n{number}-{count}")
        one, two = ANSWERS[number % len(ANSWERS)]
        now = after_round(now, one, two, today=day, last_day=day)
    return now


def command(home: Path) -> tuple[str, ...]:
    """The command line of `couplekit boundaries`, as its console script runs it."""
    program = "from couplekit.__main__ import main; main()"
    return (sys.executable, "-c", program, "--home", str(home), "boundaries")


def check(home: Path, items: int) -> None:
    """Look that what is measured works: every item that is open, a limit or worth a talk is shown."""
    shown = subprocess.run(
        command(home), check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=ENVIRONMENT
    )
    if shown.stdout.count("\n- ") != items - len(range(2, items, 4)):
        raise SystemExit(f"couplekit boundaries did not show the page of the sample home:\n{shown.stdout}")


def report(few: Path, many: Path) -> float:
    """Run both in turns, print the figures, and return the ratio that the gate is for."""
    walls: dict[Path, list[float]] = {few: [], many: []}
    for turn in range(RUNS + 1):
        for home, taken in walls.items():
            began = time.perf_counter()
            subprocess.run(
                command(home),
                check=True,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                env=ENVIRONMENT,
            )
            if turn:  # the first one warms the disk
                taken.append(time.perf_counter() - began)
    medians = {home: statistics.median(taken) for home, taken in walls.items()}
    ratio = medians[many] / medians[few]
    quickest = min(walls[many]) / min(walls[few])
    print(
        f"  as a process, {RUNS} runs each: {medians[few] * 1000:.0f} ms and {medians[many] * 1000:.0f} ms, "
        f"ratio {ratio:.2f} (quickest {quickest:.2f})"
    )
    return min(ratio, quickest)


def report_inside(few: Path, many: Path) -> None:
    """What reading the file, and what the rows and their names, take in one process."""
    pages = {}
    for home in (few, many):
        found = Home(home, lambda: TODAY).page()
        assert found is not None
        pages[home] = found.agreement
    steps: dict[str, Callable[[Path], object]] = {
        "reading the page": lambda home: from_toml(
            Agreement, (home / "agreement.toml").read_bytes(), "agreement.toml"
        ),
        "what the rows say": lambda home: readings(pages[home], TODAY),
        "the lists": lambda home: behind(listed(areas(), pages[home].lists).values()),
    }
    for name, step in steps.items():
        taken = {home: milliseconds(lambda step=step, home=home: step(home)) for home in (few, many)}  # type: ignore[misc]
        print(f"  {name}: {taken[few]:.1f} ms and {taken[many]:.1f} ms, ratio {taken[many] / taken[few]:.1f}")
    size = {home: (home / "agreement.toml").stat().st_size / 1024 for home in (few, many)}
    print(f"  the file of the page: {size[few]:.0f} KiB and {size[many]:.0f} KiB")


def milliseconds(act: Callable[[], object]) -> float:
    """The median time of one call."""
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    raise SystemExit(main())
