"""Turning a passphrase into a key, in a process of its own. Never imported: `wrapping.py` starts it.

It takes up to a gigabyte for a second or two. Where that is not there, the system ends the process at
once, and no Python can catch it: then this process is gone, and the one that somebody answers in is not.

Everything comes by stdin (what to do, the passphrase and the data, a line each, the last two in base64)
and goes by stdout (a line that says how it went, then the data). Nothing is written anywhere else.
"""

import base64
import sys
import time
from contextlib import suppress

#: Seconds of rest before a key is wrapped. Without it most factors picked on a busy machine were too weak;
#: with it, one in thirty.
_REST = 0.05


def main() -> None:
    """Do one piece of work."""
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limits
        import resource

        # A process that is aborted may leave its memory in a file, or hand it to a program that collects
        # such files. A limit of one byte rules out both.
        resource.setrlimit(resource.RLIMIT_CORE, (1, 1))
    import pyrage

    what, passphrase, data = (base64.b64decode(line) for line in sys.stdin.buffer.read().split(b"\n"))
    said, done = b"done", b""
    try:
        if what == b"wrap":
            # pyrage times a piece of work of two milliseconds to pick a work factor. Who has rested is let
            # work for so long, also on a busy machine; who has not is interrupted, and picks a weak one.
            time.sleep(_REST)
            done = pyrage.passphrase.encrypt(data, passphrase.decode("utf-8"), armored=True)
        else:
            done = pyrage.passphrase.decrypt(data, passphrase.decode("utf-8"))
    except (pyrage.DecryptError, pyrage.EncryptError) as error:
        # The one message of pyrage's that a wrong passphrase gives. Any other is about the file.
        said = b"wrong" if str(error) == "Decryption failed" else b"damaged"
    sys.stdout.buffer.write(said + b"\n" + done)


if __name__ == "__main__":
    main()
