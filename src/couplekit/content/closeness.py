"""The words by which it is known that a line is about touch, closeness or exercises."""

from couplekit.content import _MEND, LANGUAGE, _read
from couplekit.domain.listening import Closeness
from couplekit.errors import ContentProblem
from couplekit.reading import as_model


def closeness() -> Closeness:
    """Read `words/closeness.toml`. Raises ContentProblem with every fault of the file at once."""
    text, values, name = _read(LANGUAGE, "words", "closeness.toml")
    return as_model(Closeness, values, text=text, name=name, problem=ContentProblem, mend=_MEND)
