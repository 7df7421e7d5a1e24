"""A child process that is looked at from inside: what it does with the network, and which files it writes."""

import os
import re
from pathlib import Path

_WATCH = Path(__file__).parent / "watch"
#: The exit code of a child that used the network.
USED = 97


def environment() -> dict[str, str]:
    """What brings watch/sitecustomize.py into a child process."""
    path = [str(_WATCH), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(path), "PYTHONDONTWRITEBYTECODE": "1"}


def network(said: str) -> list[str]:
    """What a child said about the network."""
    return re.findall(r"NETWORK .*", said)


def written(said: str) -> list[str]:
    """What a child said about files. What a measuring of coverage keeps is none of couplekit's."""
    return [line for line in re.findall(r"WROTE .*", said) if "coverage" not in line]
