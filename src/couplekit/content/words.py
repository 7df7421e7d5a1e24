"""Words to pick from, and how words of a language join."""

from couplekit.content import _MEND, LANGUAGE, _read
from couplekit.domain.card import Families, Family
from couplekit.domain.statement import Joining
from couplekit.errors import ContentProblem
from couplekit.reading import as_model


def needs() -> tuple[Family, ...]:
    """The families of the needs picker. Raises ContentProblem with every fault of the file at once."""
    return _families("needs.toml")


def body() -> tuple[Family, ...]:
    """The families of words for the body. Raises ContentProblem with every fault of the file at once."""
    return _families("body.toml")


def joining() -> Joining:
    """How words join. Raises ContentProblem with every fault of the file at once."""
    text, values, name = _read(LANGUAGE, "words", "joining.toml")
    return as_model(Joining, values, text=text, name=name, problem=ContentProblem, mend=_MEND)


def _families(file: str) -> tuple[Family, ...]:
    text, values, name = _read(LANGUAGE, "words", file)
    return tuple(as_model(Families, values, text=text, name=name, problem=ContentProblem, mend=_MEND).family)
