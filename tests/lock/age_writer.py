"""Age files wrapped with a passphrase, made here from the specification of the format and nothing of ours.

The library that we lock with picks its own work factor. This writes any, so that a test can have a key that
opens at once, or a file that is meant to do harm. C2SP: age-encryption.org/v1.
"""

import base64
import hashlib
import hmac
import os
import struct


def _quarter(x: list[int], a: int, b: int, c: int, d: int) -> None:
    for first, second, third, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        x[first] = (x[first] + x[second]) & 0xFFFFFFFF
        turned = x[third] ^ x[first]
        x[third] = (turned << turn | turned >> (32 - turn)) & 0xFFFFFFFF


def _chacha(key: bytes, counter: int, nonce: bytes) -> bytes:
    start = [*struct.unpack("<4I", b"expand 32-byte k"), *struct.unpack("<8I", key), counter]
    start += struct.unpack("<3I", nonce)
    x = list(start)
    for _ in range(10):
        for shift in (0, 1, 2, 3):
            _quarter(x, shift, 4 + shift, 8 + shift, 12 + shift)
        for shift in (0, 1, 2, 3):
            _quarter(x, shift, 4 + (shift + 1) % 4, 8 + (shift + 2) % 4, 12 + (shift + 3) % 4)
    return struct.pack("<16I", *((one + two) & 0xFFFFFFFF for one, two in zip(x, start, strict=True)))


def _sealed(key: bytes, nonce: bytes, text: bytes) -> bytes:
    """ChaCha20-Poly1305 with nothing beside the text (RFC 8439)."""
    out = b"".join(
        bytes(a ^ b for a, b in zip(text[at : at + 64], _chacha(key, 1 + at // 64, nonce), strict=False))
        for at in range(0, len(text), 64)
    )
    one_time = _chacha(key, 0, nonce)[:32]
    r = int.from_bytes(one_time[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    authenticated = out + b"\0" * (-len(out) % 16) + struct.pack("<QQ", 0, len(out))
    tag = 0
    for at in range(0, len(authenticated), 16):
        tag = (tag + int.from_bytes(authenticated[at : at + 16] + b"\1", "little")) * r % ((1 << 130) - 5)
    tag = (tag + int.from_bytes(one_time[16:], "little")) & ((1 << 128) - 1)
    return out + tag.to_bytes(16, "little")


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF with SHA-256, one block."""
    prk = hmac.digest(salt or b"\0" * 32, key, "sha256")
    return hmac.digest(prk, info + b"\1", "sha256")


def _signs(raw: bytes) -> bytes:
    return base64.b64encode(raw).rstrip(b"=")


def wrapped(text: bytes, passphrase: str, factor: int, *, claimed: str | None = None) -> bytes:
    """An age file of at most 64 KiB. With `claimed` that stands in its header in place of the factor."""
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    key = hashlib.scrypt(
        passphrase.encode("utf-8"),
        salt=b"age-encryption.org/v1/scrypt" + salt,
        n=1 << factor,
        r=8,
        p=1,
        maxmem=2**31 - 1,
        dklen=32,
    )
    said = (claimed or str(factor)).encode()
    header = b"age-encryption.org/v1\n-> scrypt " + _signs(salt) + b" " + said + b"\n"
    header += _signs(_sealed(key, b"\0" * 12, file_key)) + b"\n---"
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    payload = _sealed(_derived(file_key, nonce, b"payload"), b"\0" * 11 + b"\1", text)
    return header + b" " + _signs(mac) + b"\n" + nonce + payload


def armored(file: bytes) -> bytes:
    """An age file as text."""
    signs = base64.b64encode(file)
    lines = [signs[at : at + 64] for at in range(0, len(signs), 64)]
    return b"\n".join(
        [b"-----BEGIN AGE ENCRYPTED FILE-----", *lines, b"-----END AGE ENCRYPTED FILE-----", b""]
    )
