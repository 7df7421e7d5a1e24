"""Reads and checks `prompts/` into domain values. Every sentence a couple reads comes through here."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from couplekit.domain.interface import Interface
from couplekit.errors import ContentProblem
from couplekit.reading import SMALL, Limits, parse, read_bytes, told_at

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


def _read(*parts: str, limits: Limits = SMALL) -> tuple[str, dict[str, Any], str]:
    path = folder().joinpath(*parts)
    name = "/".join(("prompts", *parts))
    text, values = parse(read_bytes(path, limits), name, limits, problem=ContentProblem, mend=_MEND)
    return text, values, name


@cache
def interface() -> Interface:
    """What is said between questions. Raises ContentProblem where a value is not a sentence."""
    text, values, name = _read(LANGUAGE, "interface.toml")
    faults = [(where, "a sentence in quotes was expected") for where in _no_sentences(values)]
    if faults:
        raise ContentProblem(told_at(faults, text=text, name=name, mend=_MEND))
    return Interface(values)


def _no_sentences(values: Mapping[str, Any], *above: str) -> Iterator[tuple[str, ...]]:
    """The places of everything that is neither a sentence nor a table of sentences."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _no_sentences(value, *above, key)
        elif not isinstance(value, str):
            yield (*above, key)
