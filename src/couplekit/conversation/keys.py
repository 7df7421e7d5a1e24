"""The keyboard and the screen below any library: what was typed ahead, one key, clearing, being ended.

POSIX terminals and Windows consoles differ here and nowhere else.
"""

import contextlib
import errno
import io
import os
import select
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator
from typing import IO, Any, NoReturn

#: Home, erase below, erase the scroll-back. Never "erase all" (2J): several terminals answer it by
#: pushing the page into the scroll-back (microsoft/terminal#18835).
CLEAR = "\x1b[H\x1b[0J\x1b[3J"

#: The numbers of SIGHUP and SIGQUIT, which Windows has no names for.
HANGUP, QUIT = 1, 3

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


def unechoed(stream: IO[str]) -> Callable[[], None]:
    """Do not draw what is typed between two prompts. Gives what puts the terminal back as it was."""
    descriptor = _descriptor(stream)
    if descriptor is None or sys.platform == "win32":
        return lambda: None
    import termios

    before = termios.tcgetattr(descriptor)
    _echo(descriptor, on=False)

    def put_back() -> None:
        with contextlib.suppress(termios.error):  # the terminal may be gone
            termios.tcsetattr(descriptor, termios.TCSANOW, before)

    return put_back


@contextlib.contextmanager
def echoed(stream: IO[str]) -> Iterator[None]:
    """While inside, what is typed is drawn, for a line that is read without a library."""
    descriptor = _descriptor(stream)
    if descriptor is None or sys.platform == "win32":
        yield
        return
    _echo(descriptor, on=True)
    try:
        yield
    finally:
        _echo(descriptor, on=False)


def _echo(descriptor: int, *, on: bool) -> None:
    import termios

    with contextlib.suppress(termios.error):  # the terminal may be gone
        settings = termios.tcgetattr(descriptor)
        local = settings[3] | termios.ECHO if on else settings[3] & ~termios.ECHO
        termios.tcsetattr(descriptor, termios.TCSANOW, [*settings[:3], local, *settings[4:]])


def end_by(number: int) -> NoReturn:
    """End this process for a signal: everything is put back on the way out. The exit code says which.

    A line that was begun goes too: what comes after would take it for its own.
    """
    drop_typed_ahead(sys.stdin)
    raise SystemExit(128 + number)


def is_gone(stream: IO[str], error: OSError) -> bool:
    """Whether an error of writing says that the terminal went away: its window was closed."""
    try:
        return error.errno == errno.EIO and stat.S_ISCHR(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def let_go() -> None:
    """The terminal is gone: what is still written goes nowhere, so that nothing fails on the way out."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (2, 1):
        if os.path.sameopenfile(stream, 1):
            os.dup2(nowhere, stream)
    os.close(nowhere)


def on_ending(act: Callable[[int], None], *, stay: bool = False) -> Callable[[], None]:
    """Let a request to end (SIGTERM, SIGHUP, SIGQUIT) call `act` in place of a sudden death.

    Gives what undoes it. SIGQUIT is what Ctrl-\\ sends: left alone, it would put all that was said into a
    core file. With `stay`, Ctrl-Z does nothing: a program that sleeps leaves its screen for anyone to read.
    """
    before: dict[int, Any] = {}
    names = ("SIGTERM", "SIGHUP", "SIGQUIT", *(["SIGTSTP"] if stay else []))
    for name in names:
        number = getattr(signal, name, None)  # Windows has one of them
        if number is None:
            continue
        then = signal.SIG_IGN if name == "SIGTSTP" else lambda number, _frame: act(number)
        with contextlib.suppress(ValueError):  # outside the main thread there are no signals
            before[number] = signal.signal(number, then)

    def undo() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    return undo


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
            with contextlib.suppress(termios.error):  # the terminal may be gone
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
