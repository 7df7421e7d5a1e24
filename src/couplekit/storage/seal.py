"""A seal over a file's values: it tells a change made by other means from one of our own.

Half of all single changed bits in a page leave sound TOML with another meaning. The seal notices them.
It protects against accidents and ordinary edits, not against someone who reads this file.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, time
from typing import Any


def seal_of(values: Mapping[str, Any], follows: str = "") -> str:
    """Return `sha256:` and 64 hexadecimal digits over `values` as they stand in a file.

    `follows` is the seal of the file that this one takes the place of, and part of what is sealed: so no
    two pages of one history have the same seal, and an older one that is put back is known.

    The key `seal` is left out. The order of keys does not count; kinds do: true is not 1, and a day
    is not a text that looks like one. Takes what TOML can hold, and raises TypeError for anything else.
    """
    sealed = {key: value for key, value in values.items() if key != "seal"}
    written = json.dumps(sealed, sort_keys=True, default=_tagged) + follows
    return "sha256:" + hashlib.sha256(written.encode("utf-8")).hexdigest()


def _tagged(value: Any) -> dict[str, str]:
    if isinstance(value, date | time):  # a date with a time of day is a date as well
        return {type(value).__name__: value.isoformat()}
    raise TypeError(f"a file holds no {type(value).__name__}")
