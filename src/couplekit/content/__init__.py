"""Reads and checks `prompts/` into domain values. Every sentence a couple reads comes through here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from couplekit.domain.interface import Interface
from couplekit.domain.model import Placed
from couplekit.errors import ContentProblem
from couplekit.reading import SMALL, Limits, Where, as_model, parse, read_bytes, told_at

P = TypeVar("P", bound=Placed)

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


def in_order(
    model: type[P],
    *parts: str,
    thing: str,
    also: Callable[[P, str], Sequence[tuple[Where, str]]] = lambda _read, _name: (),
) -> tuple[P, ...]:
    """Every file of a folder, by its place. `thing` is what one of them is called in a message.

    `also` gives further faults of one file, by what it holds and its name. Raises ContentProblem with what is
    wrong in all of the files.
    """
    found: list[P] = []
    # Whose a place is: the file that was read first.
    places: dict[int, str] = {}
    problems: list[str] = []
    for path in sorted(folder().joinpath(LANGUAGE, *parts).glob("*.toml")):
        try:
            text, values, name = _read(LANGUAGE, *parts, path.name)
            read = as_model(model, values, text=text, name=name, problem=ContentProblem, mend=_MEND)
        except ContentProblem as problem:
            problems.append(str(problem))
            continue
        faults: list[tuple[Where, str]] = []
        if read.id != path.stem:
            faults.append((("id",), f'the name of the file was expected: "{path.stem}"'))
        if (first := places.setdefault(read.place, name)) != name:
            faults.append((("place",), f"{first} has the same place; each {thing} needs its own"))
        faults += also(read, name)
        if faults:
            problems.append(told_at(faults, text=text, name=name, mend=_MEND))
        found.append(read)
    if problems:
        raise ContentProblem("\n".join(problems))
    if not found:
        where = "/".join(("prompts", LANGUAGE, *parts))
        raise ContentProblem(f"{where} holds no {thing}. Nothing was lost. {_MEND}")
    return tuple(sorted(found, key=lambda read: read.place))
