"""The test vectors of the age format, against what private parts are opened with."""

import hashlib
import os
import zlib
from pathlib import Path
from typing import NamedTuple

import pyrage
import pytest

from bar_table import Reached
from couplekit.storage.drawers import decrypted
from couplekit.storage.wrapping import AgeWrapping, DrawerProblem

#: What we do otherwise than the vectors expect. This list may get shorter, never longer.
DIFFERENCES = {
    # Keys of a kind that came later, and that we never make.
    "armor_hybrid",
    "hybrid",
    "hybrid_and_x25519",
    "hybrid_grease",
    "hybrid_multiple_recipients",
    # Text in armor with empty lines around it.
    "armor_whitespace_outside",
}


class Vector(NamedTuple):
    """One file of the collection, and what it says about itself."""

    expects: str
    payload: str
    identities: list[str]
    passphrases: list[str]
    file: bytes


def _collection() -> Path | None:
    """The folder of the vectors: named by the environment, or in a `data` folder beside the checkout."""
    named = os.environ.get("COUPLEKIT_CONFORMANCE")
    root = Path(__file__).parents[2]
    found = [Path(named) / "age-vectors"] if named else sorted(root.parent.glob("*/data/age-vectors"))
    return next((folder / "age" / "testdata" for folder in found if (folder / "age").is_dir()), None)


def read(path: Path) -> Vector:
    """Take a vector apart: lines about it, an empty line, the file."""
    about, _, file = path.read_bytes().partition(b"\n\n")
    lines = [line.partition(": ")[::2] for line in about.decode().splitlines()]
    said = dict(lines)
    return Vector(
        said["expect"],
        said.get("payload", ""),
        [value for key, value in lines if key == "identity"],
        [value for key, value in lines if key == "passphrase"],
        zlib.decompress(file) if said.get("compressed") == "zlib" else file,
    )


def opened(vector: Vector) -> bytes | None:
    """What a file holds, opened as a key of a private part is, or as a document; None where it is refused."""
    try:
        if vector.passphrases:
            return AgeWrapping().opened(vector.file, vector.passphrases[0])
        identities = [pyrage.x25519.Identity.from_str(text) for text in vector.identities]
        return decrypted(vector.file, identities)
    except (DrawerProblem, pyrage.IdentityError):
        return None


def test_every_vector_of_the_age_format(bar: Reached) -> None:
    """A sound file opens to what is in it, any other is refused; what differs is a list of names."""
    folder = _collection()
    if folder is None:
        pytest.skip("not run: no age vectors here")
    vectors = {path.name: read(path) for path in sorted(folder.iterdir())}
    differ = set()
    for name, vector in vectors.items():
        found = opened(vector)
        if vector.expects == "success":
            sound = found is not None and hashlib.sha256(found).hexdigest() == vector.payload
        else:
            sound = found is None
        differ |= set() if sound else {name}
    print(sorted(differ ^ DIFFERENCES))
    bar(
        "locks, age vectors",
        {
            "vectors": len(vectors),
            "differences": len(differ),
            "differences that are not named": len(differ - DIFFERENCES),
        },
    )
    assert differ == DIFFERENCES, "the list is exact: what agrees by now leaves it"
