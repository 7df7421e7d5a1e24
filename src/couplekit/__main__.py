"""`couplekit` and `python -m couplekit`."""

import contextlib
import io
import sys


def main() -> None:
    """Run couplekit with the arguments of this process."""
    for stream in (sys.stdout, sys.stderr):
        # A letter that this screen cannot show becomes a question mark, never a traceback.
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(OSError, ValueError):
                stream.reconfigure(errors="replace")
    from couplekit.commands.app import app

    app(prog_name="couplekit")


if __name__ == "__main__":
    main()
