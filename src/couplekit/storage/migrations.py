"""From one file format to the next: a numbered list of small pure functions, the oldest first.

The first function takes the values of a file of format 1 and returns those of format 2, the second goes
from 2 to 3, and so on. Each one comes with a home of the format before it, kept in `tests/data/`, that
has to open for ever. There is one format so far, so the list is empty.
"""

from collections.abc import Callable, Sequence
from typing import Any

Values = dict[str, Any]
Migration = Callable[[Values], Values]

MIGRATIONS: tuple[Migration, ...] = ()


def newest(migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """The format that this couplekit writes, and the newest it reads."""
    return len(migrations) + 1


def migrated(values: Values, found: int, migrations: Sequence[Migration] = MIGRATIONS) -> Values:
    """The values of a file of the format `found` (1 or later) as the newest format has them."""
    for number, migration in enumerate(migrations[found - 1 :], found + 1):
        values = {**migration(values), "format": number}
    return values
