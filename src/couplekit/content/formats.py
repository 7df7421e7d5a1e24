"""The formats of a statement, one file for each."""

from couplekit.content import in_order
from couplekit.domain.statement import Format


def formats() -> tuple[Format, ...]:
    """Every format, by its place: the first one is the default.

    Raises ContentProblem with what is wrong in all of the files.
    """
    return in_order(Format, "formats", thing="format")
