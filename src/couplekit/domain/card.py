"""A card: something to read that asks nothing."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from pydantic import Field

from couplekit.domain.model import Id, Model, Words


class Card(Model):
    """One screen to read. Paragraphs are split by an empty line; a line beginning with "- " is an item."""

    id: Id
    version: Annotated[int, Field(ge=1)]
    title: Words
    say: Words
    sources: list[Id] = []


class Family(Model):
    """A family of words for the feelings picker."""

    id: Id
    label: Words
    words: Annotated[list[Words], Field(min_length=1)]


class Pool(NamedTuple):
    """What to pick words from: families, and further ones behind one more choice, which says `called`."""

    families: Sequence[Family]
    further: Sequence[Family] = ()
    called: str = ""


class Families(Model):
    """A file of word families."""

    family: Annotated[list[Family], Field(min_length=1)]


class SignalWords(Model):
    """What couplekit says about one signal, and what it suggests for it. `go` and `ready` suggest nothing."""

    label: Words
    means: str
    partner: str
    reply: str
    afterwards: str
    note: str
    words: dict[Id, Words]
    signs: dict[Id, Words]
