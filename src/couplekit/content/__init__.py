"""Reads and checks `prompts/` into domain values. Every sentence a couple reads comes through here."""

from functools import cache
from pathlib import Path
from typing import Any

from couplekit.domain.interface import Interface
from couplekit.errors import ContentProblem
from couplekit.reading import parse, read_bytes

LANGUAGE = "en"
_MEND = "This file came with couplekit. Installing couplekit again brings it back as it was."


@cache
def folder() -> Path:
    """The folder of words: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "prompts"
    if installed.is_dir():
        return installed
    checkout = package.parent.parent / "prompts"
    if checkout.is_dir():
        return checkout
    raise ContentProblem(f"The words of couplekit are missing: there is no folder {installed}. {_MEND}")


def _read(*parts: str) -> tuple[str, dict[str, Any], str]:
    path = folder().joinpath(*parts)
    name = "/".join(("prompts", *parts))
    text, values = parse(read_bytes(path), name, mend=_MEND)
    return text, values, name


@cache
def interface() -> Interface:
    """What is said between questions. Raises ContentProblem where a value is not a sentence."""
    _, values, name = _read(LANGUAGE, "interface.toml")
    try:
        return Interface(values)
    except TypeError as error:
        raise ContentProblem(f"{name}: {error}. {_MEND}") from None
