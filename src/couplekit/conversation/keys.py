"""The keyboard and the screen below any library: what was typed ahead, one key, clearing.

POSIX terminals and Windows consoles differ here and nowhere else.
"""

import contextlib
import io
import os
import select
import sys
import time
from collections.abc import Callable, Iterator
from typing import IO

#: Home, erase below, erase the scroll-back. Never "erase all" (2J): several terminals answer it by
#: pushing the page into the scroll-back (microsoft/terminal#18835).
CLEAR = "\x1b[H\x1b[0J\x1b[3J"

#: Seconds without a new byte after which a paste is over.
_QUIET = 0.03


def is_terminal(stream: IO[str]) -> bool:
    """Whether a person sits at `stream`. A closed or missing one is no terminal."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def _descriptor(stream: IO[str]) -> int | None:
    try:
        return stream.fileno() if is_terminal(stream) else None
    except (OSError, io.UnsupportedOperation):
        return None


def drop_typed_ahead(stream: IO[str]) -> None:
    """Throw away everything typed and not yet read, so that nothing typed before a question answers it.

    A pipe is left alone: what it holds was put there as answers.
    """
    descriptor = _descriptor(stream)
    if descriptor is None:
        return
    if sys.platform == "win32":
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
        return
    import termios

    termios.tcflush(descriptor, termios.TCIFLUSH)
    while select.select([descriptor], [], [], 0)[0]:
        termios.tcflush(descriptor, termios.TCIFLUSH)
        time.sleep(_QUIET)


def pasted_lines(stream: IO[str]) -> list[str]:
    """The further lines of a paste whose first line was already read. Empty on a pipe."""
    descriptor = _descriptor(stream)
    if descriptor is None or sys.platform == "win32":
        return []
    lines: list[str] = []
    while select.select([descriptor], [], [], _QUIET)[0]:
        line = stream.readline()
        if not line:
            break
        if line.strip():
            lines.append(line.strip())
    return lines


@contextlib.contextmanager
def one_key(stream: IO[str]) -> Iterator[Callable[[float], bool]]:
    """While inside, any key counts at once, unseen and without Enter; Ctrl-C keeps working.

    Gives a function that waits for so many seconds and is true as soon as a key is pressed. What is
    shown is shown inside, so that no key falls between the words and the waiting. Where nobody can
    press a key, waiting is over at once.
    """
    descriptor = _descriptor(stream)
    if descriptor is None:
        yield lambda _seconds: True
    elif sys.platform == "win32":
        yield _key_on_windows
    else:
        import termios
        import tty

        before = termios.tcgetattr(descriptor)
        try:
            tty.setcbreak(descriptor)
            yield lambda seconds: _key_within(descriptor, seconds)
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _key_within(descriptor: int, seconds: float) -> bool:
    pressed = bool(select.select([descriptor], [], [], seconds)[0])
    if pressed:
        os.read(descriptor, 1024)
    return pressed


def _key_on_windows(seconds: float) -> bool:
    import msvcrt

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if msvcrt.kbhit():  # type: ignore[attr-defined, unused-ignore]
            msvcrt.getwch()  # type: ignore[attr-defined, unused-ignore]
            return True
        time.sleep(_QUIET)
    return False
