"""The catalogue of published guidance: where a question comes from."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from couplekit.content import _MEND, _read
from couplekit.domain.model import Id, Model, Words
from couplekit.errors import ContentProblem
from couplekit.reading import as_model


class Point(Model):
    """One point of guidance, in the project's own words."""

    id: Id
    says: Words
    theme: Words
    source: Annotated[list[Id], Field(min_length=1)]
    kind: Words
    tool: Words


class Source(Model):
    """One of the documents that the points come from. `called` is what it is, in the project's own words."""

    key: Id
    called: Words
    author: Words
    publisher: Words
    description: Words


class Guidance(Model):
    """The whole catalogue."""

    point: list[Point]
    source: list[Source]


def guidance() -> Guidance:
    """Read `guidance.toml`. Raises ContentProblem with every fault of the file at once."""
    text, values, name = _read("guidance.toml")
    return as_model(Guidance, values, text=text, name=name, problem=ContentProblem, mend=_MEND)


def origins(points: Iterable[str]) -> tuple[str, ...]:
    """What the documents are called that these points come from, each once, in the order of the catalogue."""
    catalogue = guidance()
    wanted = set(points)
    keys = {key for point in catalogue.point if point.id in wanted for key in point.source}
    return tuple(source.called for source in catalogue.source if source.key in keys)
