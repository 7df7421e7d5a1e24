"""What a save costs: a change of the page and a kept evening, without and with the disk's own flush.

    python benchmarks/saving.py

Reported, not gated: a disk may take a hundred times as long to flush as another. The aim is a plain save
of under 5 milliseconds; on top of that comes what the disk takes to confirm it.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from couplekit.domain.agreement import Agreement, with_meeting
from couplekit.domain.checkin import Record
from couplekit.domain.people import Partners, Person
from couplekit.domain.signals import Signal
from couplekit.storage.files import REAL, System
from couplekit.storage.home import Home

TODAY = date(2026, 11, 21)
TIMES = 101
AIM = 5.0


class Unflushed(System):
    """Everything but the wait for the disk."""

    full_flush = None

    @staticmethod
    def fsync(handle: int) -> None:  # type: ignore[override]
        """Wait for nothing."""


def milliseconds(act: Callable[[int], object]) -> float:
    """The median time of one call, after one that is not counted: it loads what a save needs."""
    act(0)
    times = []
    for number in range(1, TIMES):
        began = time.perf_counter()
        act(number)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def page() -> Agreement:
    """A page of two."""
    stop = Signal(words={"k1": "red"}, signs={"s1": "tap twice"}, reply="Thank you for telling me.")
    pause = Signal(words={"k1": "wait"}, signs={"s1": "a hand flat on the chest"})
    partners = Partners(a=Person(name="Sam"), b=Person(name="Alex"))
    return Agreement(changed=TODAY, partners=partners, signals={"stop": stop, "pause": pause})


def evening(number: int) -> Record:
    """One evening of two people."""
    return Record(
        evening=f"2026-11-21-k{number}",
        guide="check-in-short",
        version=1,
        starts="a",
        asked={"glad": "Something good?", "wish": "What do you wish?"},
        kept={"a": {"wish": "A walk by the sea."}, "b": {"glad": "You made tea.", "wish": "Music."}},
    )


def main() -> None:
    """Measure both kinds of save, with and without the flush, and the flush itself."""
    print("What a save costs, median of 100, in milliseconds:")
    for name, system in (("plain, without the flush", Unflushed()), ("with the flush of this disk", REAL)):
        with tempfile.TemporaryDirectory() as folder:
            home = Home(Path(folder) / "home", lambda: TODAY, system=system)
            home.create(page())
            change = milliseconds(
                lambda number, home=home: home.update(with_meeting(date(2027, 1, 1 + number % 28)))  # type: ignore[misc]
            )
            keep = milliseconds(lambda number, home=home: home.save_record(evening(number)))  # type: ignore[misc]
        told = (
            f" (aim: under {AIM:g}, {'met' if max(change, keep) < AIM else 'NOT met'})"
            if system is not REAL
            else ""
        )
        print(f"  {name}: {change:.2f} for a change of the page, {keep:.2f} for an evening{told}")


if __name__ == "__main__":
    main()
