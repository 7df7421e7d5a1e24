"""A true terminal for tests: a pseudo-terminal with a screen that can be read (pexpect and pyte)."""

import os
import shlex
import signal
import sys
from pathlib import Path
from typing import Any, Self

import pexpect
import pyte

#: What is run: couplekit of this Python, or the one that the environment names, such as an installed wheel's.
COMMAND = shlex.split(os.environ.get("COUPLEKIT_COMMAND", "")) or [sys.executable, "-m", "couplekit"]
ENTER, ESC, CTRL_C, CTRL_D, DOWN, UP = "\r", "\x1b", "\x03", "\x04", "\x1b[B", "\x1b[A"
#: Seconds without which nothing is given up: a bound for a machine under load, never a measure.
PATIENCE = 90
#: What every new screen of the full-screen way begins with.
_TOP = b"\x1b[H\x1b[0J"


class Terminal:
    """One run of couplekit in a window of `columns` by `rows`."""

    def __init__(self, home: Path, *args: str, columns: int = 80, rows: int = 24, **environment: str) -> None:
        # The size is the window's own, whatever the terminal of whoever runs the tests is said to have.
        beside = ("NO_COLOR", "ACCESSIBLE", "COLUMNS", "LINES")
        env = {key: value for key, value in os.environ.items() if key not in beside}
        env |= {"TERM": "xterm-256color", "COUPLEKIT_HOME": str(home), "PYTHONUTF8": "1"} | environment
        self.screen = self._empty(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self._pressed = 0
        self._drawn = (-1, "")
        self._child = self._begun([*COMMAND, *args], env, (rows, columns))
        # A real terminal answers when it is asked where the cursor is; without that every prompt waits.
        self.screen.write_process_input = self._child.send

    def _empty(self, columns: int, rows: int) -> pyte.HistoryScreen:
        """The screen before anything stands on it."""
        return pyte.HistoryScreen(columns, rows, history=1000)

    def _begun(self, command: list[str], env: dict[str, str], size: tuple[int, int]) -> Any:
        """The process, begun: something to send keys to and to read from, as pexpect has it."""
        child = pexpect.spawn(
            command[0],
            command[1:],
            dimensions=size,
            env=env,  # type: ignore[arg-type]
            timeout=PATIENCE,
            # Where the tests run in the background, Ctrl-C is ignored there and in all that they start.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        # The defaults, of 50 ms before each send and 100 ms at the end, would be sleeps.
        child.delaybeforesend = None
        child.ptyproc.delayafterclose = child.ptyproc.delayafterterminate = 0
        return child

    @property
    def text(self) -> str:
        """What is on the screen now, lines without trailing spaces."""
        # It is looked at often, and read anew where something was written.
        if self._drawn[0] != len(self.raw):
            self._drawn = (len(self.raw), "\n".join(map(str.rstrip, self.screen.display)).strip("\n"))
        return self._drawn[1]

    @property
    def flat(self) -> str:
        """What is on the screen now as running text."""
        return " ".join(self.text.split())

    @property
    def history(self) -> str:
        """What has scrolled off the top of the screen."""
        return "\n".join("".join(cell.data for cell in line.values()) for line in self.screen.history.top)

    def see(self, *wanted: str) -> Self:
        """Wait until all of `wanted` stand on the screen, as running text."""
        while not all(part in self.flat for part in wanted):
            self._read(wanted)
        return self

    def at(self, *wanted: str) -> Self:
        """Wait for a new prompt of the full-screen way that says all of this and is ready for keys."""
        while not self._is_new_prompt(wanted):
            self._read(wanted)
        return self

    def at_either(self, *wanted: str) -> Self:
        """Wait for a new prompt that says one of these. A screen comes in pieces: half of it is none yet."""
        while not any(self._is_new_prompt((part,)) for part in wanted):
            self._read(wanted)
        return self

    def asks(self, *wanted: str) -> Self:
        """Wait for a new prompt of the plain way that says all of this and is ready for a line."""
        while not self._new.endswith("\n> ") or not all(
            part in " ".join(self._new.split()) for part in wanted
        ):
            self._read(wanted)
        return self

    @property
    def _new(self) -> str:
        """What was written since the last key, as it came."""
        return self.raw[self._pressed :].decode("utf-8", "replace").replace("\r\n", "\n")

    @property
    def _new_flat(self) -> str:
        return " ".join(self._new.split())

    def press(self, *keys: str) -> Self:
        """Send keys as they are."""
        self._pressed = len(self.raw)
        self._child.send("".join(keys))
        return self

    def type(self, line: str) -> Self:
        """Type a line, and Enter once its echo is there."""
        self._child.send(line)
        if line:
            self.see(" ".join(line.split())[-20:])
        return self.press(ENTER)

    def paste(self, text: str) -> Self:
        """Paste as a terminal with bracketed paste does."""
        self._child.send(f"\x1b[200~{text}\x1b[201~")
        return self

    def ended(self) -> int:
        """Wait for the end and return the exit code (128 and the signal's number where one ended it)."""
        while True:
            try:
                self._take(self._child.read_nonblocking(65536, timeout=PATIENCE))
            except pexpect.EOF:
                break
        self._child.wait()
        self._child.close()
        if self._child.signalstatus:
            return 128 + int(self._child.signalstatus)
        return int(self._child.exitstatus or 0)

    def kill(self) -> None:
        """End it the hard way."""
        self._child.close(force=True)

    def _is_new_prompt(self, wanted: tuple[str, ...]) -> bool:
        drawn = self.raw.rfind(_TOP, self._pressed)
        return drawn >= 0 and "❯" in self.text and all(part in self.flat for part in wanted)

    def _read(self, wanted: tuple[str, ...]) -> None:
        try:
            self._take(self._child.read_nonblocking(65536, timeout=PATIENCE))
        except (pexpect.TIMEOUT, pexpect.EOF):
            raise AssertionError(f"{wanted!r} never appeared on:\n{self.text}") from None

    def _take(self, data: bytes) -> None:
        self.raw += data
        self._stream.feed(data)
