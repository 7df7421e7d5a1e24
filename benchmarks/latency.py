"""From Enter to the next question in `couplekit check-in`, on a true terminal, and its largest memory.

Figures to read, and no gate. The aim: 95 of 100 under 50 ms, and under 80 MB.

    python benchmarks/latency.py
"""

import contextlib
import fcntl
import os
import pty
import re
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from startup import ENVIRONMENT, sample_home

#: One evening: a part of the screen, what is pressed before Enter there, and what is typed in plain mode.
DOWN = "\x1b[B"
EVENING = (
    ("In one word", "", "1"),
    ("In one word", "", "1"),
    ("Something good", DOWN, "2"),
    ("Something good", "Soup", "Soup"),
    ("Something good", "", "1"),
    ("A wish", DOWN, "2"),
    ("A wish", "A film", "A film"),
    ("A wish", "", "1"),
    ("Still true", "", "1"),
    ("Thank you", "", ""),
    ("What stays", "", "1"),
    ("What stays", "", "1"),
    ("That is enough", "", "1"),
)
EVENINGS = 9
#: Seconds after which a screen that did not come is a fault.
PATIENCE = 20.0
AIM, MEMORY = 50, 80
#: A terminal is asked where its cursor is, and answers.
WHERE, HERE = b"\x1b[6n", b"\x1b[1;1R"
#: What a question ends with, when it is ready for an answer.
READY = {"full screen": " ❯", "plain": "\n> "}


class Figures(NamedTuple):
    """What one evening took: seconds to the first question, from each Enter to the next, and memory."""

    first: float
    next: list[float]
    megabytes: float


def main() -> int:
    """Hold the evenings and print the figures."""
    with tempfile.TemporaryDirectory(prefix="couplekit-latency-") as folder:
        home = Path(folder) / "home"
        sample_home(home, 0)
        for way, ready in READY.items():
            report(way, [hold(home, way, ready) for _ in range(EVENINGS)])
    return 0


def report(way: str, evenings: Sequence[Figures]) -> None:
    """Print the figures of one way to be asked."""
    waits = sorted(wait * 1000 for evening in evenings for wait in evening.next)
    slowest = waits[min(len(waits) - 1, round(0.95 * len(waits)))]
    print(
        f"check-in, {way}: Enter to the next question, {len(waits)} times: "
        f"median {statistics.median(waits):.0f} ms, 95 of 100 under {slowest:.0f} ms (aim {AIM}), "
        f"longest {waits[-1]:.0f} ms; first question after "
        f"{statistics.median(evening.first for evening in evenings) * 1000:.0f} ms; "
        f"memory {max(evening.megabytes for evening in evenings):.0f} MB (aim under {MEMORY})"
    )


def hold(home: Path, way: str, ready: str) -> Figures:
    """Hold one check-in to its end."""
    options = ["--plain"] if way == "plain" else []
    program = "from couplekit.__main__ import main; main()"
    command = [sys.executable, "-c", program, "--home", str(home), *options, "check-in"]
    environment = {name: value for name, value in ENVIRONMENT.items() if name != "ACCESSIBLE"}
    began = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.execve(command[0], command, {**environment, "TERM": "xterm-256color", "PYTHONUTF8": "1"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    waits: list[float] = []
    for screen, pressed, typed in EVENING:
        waits.append(wait_for(terminal, screen, ready, began))
        answer = typed if way == "plain" else pressed
        if answer:
            os.write(terminal, answer.encode())
            settle(terminal)
        began = time.perf_counter()
        os.write(terminal, b"\r")
    with contextlib.suppress(OSError):  # Linux: a terminal that nobody holds any more is an error
        while os.read(terminal, 65536):
            pass
    _, status, used = os.wait4(process, 0)
    os.close(terminal)
    if status:
        raise SystemExit(f"couplekit check-in ended with exit code {os.waitstatus_to_exitcode(status)}")
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Figures(waits[0], waits[1:], kilobytes / 1024)


def settle(terminal: int) -> None:
    """Read until what was typed stands there: nothing more comes for a tenth of a second."""
    while select.select([terminal], [], [], 0.1)[0]:
        os.read(terminal, 65536)


def wait_for(terminal: int, screen: str, ready: str, began: float) -> float:
    """Read until the screen stands there and can be answered. Returns the seconds since `began`."""
    wanted = re.compile(re.escape(screen) + ".*" + re.escape(ready), re.DOTALL)
    seen = b""
    while not wanted.search(seen.decode("utf-8", "replace").replace("\r", "")):
        if not select.select([terminal], [], [], PATIENCE)[0]:
            raise SystemExit(f'the screen "{screen}" did not come; the last bytes were {seen[-400:]!r}')
        more = os.read(terminal, 65536)
        if WHERE in more:
            os.write(terminal, HERE)
        seen += more
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())
