"""Stands in for the library where a test says which work factors it picks, one after the other."""

import base64
import os
from pathlib import Path


class DecryptError(Exception):
    """As in the library."""


class EncryptError(Exception):
    """As in the library."""


class passphrase:  # noqa: N801 - a module of the library
    """What wraps with a passphrase."""

    @staticmethod
    def encrypt(text: bytes, secret: str, armored: bool = False) -> bytes:
        """Write a file that claims the next factor of the list. Its first one leaves the list."""
        path = Path(os.environ["FACTORS"])
        factor, _, rest = path.read_text("utf-8").partition(" ")
        path.write_text(rest, "utf-8")
        if factor == "killed":
            os.abort()
        if factor == "garbage":
            return os.write(1, b"garbage") and b""
        salt, key, mac = b"A" * 22, b"B" * 43, b"C" * 43
        header = b"age-encryption.org/v1\n-> scrypt " + salt + b" " + factor.encode() + b"\n" + key
        body = base64.b64encode(header + b"\n--- " + mac + b"\n" + b"\0" * 48)
        lines = [body[at : at + 64] for at in range(0, len(body), 64)]
        begin, end = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----"
        return b"\n".join([begin, *lines, end, b""])
