"""The one base that every value read from a file is made of."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from couplekit.domain.text import clean_line, is_clean


class Model(BaseModel):
    """A strict, frozen value: an unknown key is an error, 1 is not true, and no error repeats the value."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


def _harmless(text: str) -> str:
    if not is_clean(text):
        raise ValueError("it holds a hidden control character; please type it again")
    return text


def _one_line(text: str) -> str:
    if clean_line(text) != text:
        raise ValueError("one line without spaces around it was expected")
    return text


#: A stable name for a thing in a file: lower-case letters, digits and hyphens, 1 to 60 of them.
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")]
#: What a person typed on one line, 1 to 200 characters.
Line = Annotated[
    str, StringConstraints(min_length=1, max_length=200), AfterValidator(_harmless), AfterValidator(_one_line)
]
#: What a person typed, 1 to 4,000 characters, line breaks allowed.
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000), AfterValidator(_harmless)]


class Placed(Model):
    """One of several files of a kind. `id` is the name of its file, and `place` where it stands among them.

    `version` goes up when something in it changes its meaning.
    """

    id: Id
    version: Annotated[int, Field(ge=1)]
    place: Annotated[int, Field(ge=1)]
