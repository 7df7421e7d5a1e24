"""Looking for words in files, in every way in which a program may have written them down."""

import base64
import os
import re
from pathlib import Path


def forms(canary: str) -> dict[str, bytes]:
    """What a file may hold of a word: as UTF-8, as UTF-16 in both orders, and within something in base64.

    In base64 three letters become four signs, so a word looks in one of three ways, by where it begins. What
    stands before and after it changes the signs at its ends, and those are left out.
    """
    raw = canary.encode("utf-8")
    found = {
        "UTF-8": raw,
        "UTF-16, little end first": canary.encode("utf-16-le"),
        "UTF-16, big end first": canary.encode("utf-16-be"),
    }
    for offset in range(3):
        signs = base64.b64encode(b"\0" * offset + raw)
        whole = (len(raw) + offset) // 3 * 4
        found[f"base64, from letter {offset}"] = signs[4 * (offset > 0) : whole]
    return found


def found(canary: str, *folders: Path) -> list[str]:
    """Where a word stands in any file below the folders, or in the name of one, and how it is written.

    Links are not followed; what they lead to is a file of its own. A name that is gone meanwhile is none.
    """
    looked_for = forms(canary)
    places: list[str] = []
    for top in folders:
        for folder, inner, names in os.walk(top):
            for name in (*inner, *names):
                path = Path(folder) / name
                if canary in name:
                    places.append(f"{path}: in its name")
                if path.is_symlink() or not path.is_file():
                    continue
                raw = path.read_bytes()
                # Base64 is written in lines of some length.
                for held in (raw, re.sub(rb"\s+", b"", raw)):
                    hits = [how for how, form in looked_for.items() if form in held]
                    places += [f"{path}: {how}" for how in hits if f"{path}: {how}" not in places]
    return places
