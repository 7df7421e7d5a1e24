"""A window as people have it: a shell and its job, a second screen, and a memory above the first."""

import contextlib
import copy
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import tty
from functools import partial
from pathlib import Path
from typing import Any, Self

import pexpect
import pyte
import shell

from terminal import PATIENCE, Terminal

_SHELL = str(Path(shell.__file__))
_SECOND = 1049
#: Switches of a terminal that a conversation may turn, and how they stand before it: the number of the
#: mode and the letter that a switch ends with.
_SWITCHES = {"second screen": ("1049", "l"), "pasting in brackets": ("2004", "l"), "cursor": ("25", "h")}


class TwoScreens(pyte.HistoryScreen):
    """A screen with a second one behind it, and with the memory of the terminals that remember most.

    pyte has no second screen, and forgets what "erase all" (2J) takes away. Windows Terminal, Apple's
    Terminal and VTE move that page up into their memory. "Erase what is remembered" (3J) reaches the
    memory from the first screen alone: from the second, not every terminal does it.
    """

    def __init__(self, columns: int, lines: int, history: int = 1000) -> None:
        self._first: tuple[Any, Any] | None = None
        super().__init__(columns, lines, history)

    @property
    def on_second(self) -> bool:
        """Whether the second screen is shown."""
        return self._first is not None

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        """Go to the second screen, which is empty each time."""
        if kwargs.get("private") and _SECOND in modes and self._first is None:
            self._first = (self.buffer, copy.copy(self.cursor))
            self.buffer = copy.copy(self.buffer)
            self.buffer.clear()
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        """Go back to the first screen, as it was."""
        if kwargs.get("private") and _SECOND in modes and self._first is not None:
            self.buffer, self.cursor = self._first
            self._first = None
        super().reset_mode(*modes, **kwargs)

    def index(self) -> None:
        """Move up by a line. Nothing that leaves the second screen is remembered."""
        if self.on_second:
            pyte.Screen.index(self)
        else:
            super().index()

    def erase_in_display(self, how: int = 0, *args: Any, **kwargs: Any) -> None:
        """Erase as it is done where most is remembered."""
        if how == 3:
            if not self.on_second:
                self._reset_history()
            return
        if how == 2 and not self.on_second:
            filled = [number for number, line in enumerate(self.display) if line.strip()]
            for number in range(filled[-1] + 1 if filled else 0):
                self.history.top.append(copy.copy(self.buffer[number]))
        super().erase_in_display(how, *args, **kwargs)


class _Job:
    """A shell on a pseudo-terminal and its job: what pexpect has, and what can be done to a job besides."""

    def __init__(self, command: list[str], env: dict[str, str], size: tuple[int, int]) -> None:
        self.terminal, self.settings_of = pty.openpty()
        self.size(*size)
        self.before = termios.tcgetattr(self.settings_of)
        told, told_to = os.pipe()
        awaited, self._wake = os.pipe()
        self._shell = subprocess.Popen(
            # Nothing but the standard library, and no setting of the environment, for an early start.
            [sys.executable, "-I", "-S", _SHELL, str(told_to), str(awaited), *command],
            stdin=self.settings_of,
            stdout=self.settings_of,
            stderr=self.settings_of,
            env=env,
            pass_fds=(told_to, awaited),
            start_new_session=True,
        )
        os.close(told_to)
        os.close(awaited)
        self._told = os.fdopen(told, encoding="utf-8")
        self.is_open = True
        # A number can be another process's by the time it is used; where the system has them, this is not.
        job = int(self.told("runs"))
        held = os.pidfd_open(job) if hasattr(os, "pidfd_open") else None
        self._send = partial(signal.pidfd_send_signal, held) if held is not None else partial(os.kill, job)
        self._held = [self.settings_of, self._wake, *([] if held is None else [held])]

    def signal(self, number: int) -> None:
        """Send the job a signal."""
        self._send(number)

    def told(self, what: str) -> str:
        """Wait until the shell says this, and return the rest of that line."""
        assert select.select([self._told], [], [], PATIENCE)[0], f"the job never: {what}"
        said = self._told.readline()
        assert said.startswith(what), f"the job was to be: {what}, and it is: {said}"
        return said.removeprefix(what).strip()

    def size(self, rows: int, columns: int) -> None:
        """Give the window another size."""
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def send(self, keys: str) -> None:
        """Type."""
        if self.is_open:
            os.write(self.terminal, keys.encode())

    def read_nonblocking(self, size: int, timeout: float) -> bytes:
        """What was written, once there is any."""
        if not select.select([self.terminal], [], [], timeout)[0]:
            raise pexpect.TIMEOUT("nothing was written")
        return os.read(self.terminal, size)

    def wake(self) -> None:
        """Have the shell wake the job."""
        os.write(self._wake, b"!")

    def hang_up(self) -> None:
        """Close the window."""
        self.is_open = False
        os.close(self.terminal)

    def close(self) -> None:
        """Leave nothing behind."""
        with contextlib.suppress(ProcessLookupError):
            self.signal(signal.SIGKILL)
        # With its window gone, and nobody to wake its job, the shell has nothing left to wait for.
        for descriptor in self._held:
            os.close(descriptor)
        if self.is_open:
            self.hang_up()
        self._shell.wait(PATIENCE)
        self._told.close()


class Window(Terminal):
    """One run of couplekit as the job of a shell. To be used in a `with`, which leaves no process behind."""

    screen: TwoScreens
    _child: _Job

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close()

    def _empty(self, columns: int, rows: int) -> TwoScreens:
        return TwoScreens(columns, rows)

    def _begun(self, command: list[str], env: dict[str, str], size: tuple[int, int]) -> _Job:
        return _Job(command, env, size)

    def signal(self, number: int) -> Self:
        """Send the job a signal."""
        self._child.signal(number)
        return self

    def resize(self, columns: int, rows: int) -> Self:
        """Give the window another size: what comes from now on is drawn for it."""
        self._pressed = len(self.raw)
        self._drawn = (-1, "")
        self.screen.resize(rows, columns)
        self._child.size(rows, columns)
        return self

    def sleeps(self) -> Self:
        """Wait until the job sleeps, and the shell has its terminal."""
        self._child.told("sleeps")
        return self

    def wake(self) -> Self:
        """Let the job go on."""
        self._pressed = len(self.raw)
        self._child.wake()
        return self

    def close_window(self) -> int:
        """Close the window, wait for the end and return the exit code."""
        self._child.hang_up()
        return self._code()

    def ended(self) -> int:
        """Wait until the shell has its terminal back and return the exit code, 128 more for a signal."""
        while not self.raw.endswith(shell.READY.encode()):
            self._read((shell.READY,))
        return self._code()

    def _code(self) -> int:
        code, *core = self._child.told("ended").split()
        assert not core, "a core file holds what was typed"
        return int(code)

    def left_typed(self) -> bytes:
        """What was typed and nobody read: the shell gets it next. Half a line counts as well."""
        descriptor = self._child.settings_of
        settings = termios.tcgetattr(descriptor)
        tty.setcbreak(descriptor, termios.TCSANOW)
        waits = select.select([descriptor], [], [], 0)[0]
        typed = os.read(descriptor, 4096) if waits else b""
        termios.tcsetattr(descriptor, termios.TCSANOW, settings)
        return typed

    def not_restored(self) -> list[str]:
        """What of the terminal is not as it was before the job."""
        left = []
        if termios.tcgetattr(self._child.settings_of) != self._child.before:
            left.append("settings")
        raw = self.raw.decode("utf-8", "replace")
        for name, (mode, as_before) in _SWITCHES.items():
            turned = re.findall(rf"\x1b\[\?{mode}([hl])", raw)
            if turned and turned[-1] != as_before:
                left.append(name)
        if self.screen.on_second or self.screen.cursor.hidden:
            left.append("screen")
        if self.screen.cursor.attrs != self.screen.default_char:
            left.append("colour")
        return left
