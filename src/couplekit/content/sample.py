"""The made-up couple of `couplekit demo`."""

from typing import Annotated

from pydantic import Field

from couplekit.content import _MEND, LANGUAGE, _read
from couplekit.domain.model import Model, Words
from couplekit.errors import ContentProblem
from couplekit.reading import as_model


class Step(Model):
    """One answer of the sample, and a part of the screen it answers."""

    screen: Words
    answer: str


class Sample(Model):
    """What the two answer, in order."""

    first_evening: Annotated[list[Step], Field(alias="first-evening")]
    check_in: Annotated[list[Step], Field(alias="check-in")]


def sample() -> Sample:
    """Read `demo.toml`. Raises ContentProblem with every fault of the file at once."""
    text, values, name = _read(LANGUAGE, "demo.toml")
    return as_model(Sample, values, text=text, name=name, problem=ContentProblem, mend=_MEND)
