"""`couplekit` and `python -m couplekit`."""

import contextlib
import gc
import io
import os
import signal
import sys


def main() -> None:
    """Run couplekit with the arguments of this process."""
    # Looking for garbage while everything is loaded costs a tenth of the start and finds none. A
    # conversation, which goes on for longer, turns it on again (commands/context.py).
    gc.disable()
    # pydantic would look through all that is installed for plugins, which could see what is read.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A stream that was closed before the start is None; the null device reads as at its end and takes all.
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - open for as long as we run
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        # A letter that this screen cannot show becomes a question mark, never a traceback.
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(OSError, ValueError):
                stream.reconfigure(errors="replace")
    try:
        from couplekit.commands.app import app

        app(prog_name="couplekit")
    except KeyboardInterrupt:
        # Between two lines of ours, or while all is still being loaded.
        sys.exit(130)
    finally:
        # It ends by itself from here on, and Python would answer Ctrl-C with a traceback.
        with contextlib.suppress(ValueError):  # outside the main thread there are no signals
            signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    main()
