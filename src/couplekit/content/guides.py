"""Guides and cards, read one file at a time."""

from couplekit.content import _MEND, LANGUAGE, _read, folder
from couplekit.domain.card import Card, Families, Family
from couplekit.domain.guide import Guide
from couplekit.errors import ContentProblem
from couplekit.reading import as_model


def guide(id: str) -> Guide:
    """The guide called `id`. Raises ContentProblem with every fault of the file at once."""
    text, values, name = _read(LANGUAGE, "guides", f"{id}.toml")
    return as_model(Guide, values, text=text, name=name, problem=ContentProblem, mend=_MEND)


def card(id: str) -> Card:
    """The card called `id`. Raises ContentProblem with every fault of the file at once."""
    text, values, name = _read(LANGUAGE, "cards", f"{id}.toml")
    return as_model(Card, values, text=text, name=name, problem=ContentProblem, mend=_MEND)


def cards() -> dict[str, Card]:
    """Every card, by id."""
    return {
        path.stem: card(path.stem) for path in sorted(folder().joinpath(LANGUAGE, "cards").glob("*.toml"))
    }


def feelings() -> tuple[Family, ...]:
    """The families of the feelings picker, in the order of the file."""
    text, values, name = _read(LANGUAGE, "words", "feelings.toml")
    return tuple(as_model(Families, values, text=text, name=name, problem=ContentProblem, mend=_MEND).family)
