"""Every sentence between questions is said somewhere, and every place in it is filled where it is said."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from couplekit import content
from couplekit.domain.text import PLACE

SOURCE = Path(content.__file__).parents[1]

#: Where the first part of a key is written down and the rest is put behind it.
PREFIXES = frozenset(
    {
        "answers.",
        "conversation.",
        "handing-in.",
        "home-alone.",
        "home-command.",
        "home.",
        "items.",
        "learned.",
        "menu.",
        "names.",
        "pause.",
        "plain.",
        "refused.",
        "rows.",
        "talk-waits.",
        "turn.",
        "welcome.",
    }
)
SAYS = ("say", "_say")


@dataclass
class Said:
    """One place in the program where a sentence is said: its keys or prefix, and what is filled in."""

    where: str
    keys: list[str]
    prefix: str
    places: set[str] = field(default_factory=set)
    more: bool = False


def _called(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _named(node: ast.expr) -> tuple[list[str], str]:
    """The keys that an expression stands for, or the prefix that it begins with."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value], ""
    if isinstance(node, ast.IfExp):
        return _named(node.body)[0] + _named(node.orelse)[0], ""
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        return [], str(node.values[0].value)
    return [], ""


@cache
def trees() -> dict[Path, ast.Module]:
    """Every module of the program."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}


def _kept_as(tree: ast.Module, name: str) -> list[str]:
    """The keys that are kept under a name somewhere in a module."""
    kept = [
        _named(node.value)[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and any(_called(target) == name for target in node.targets)
    ]
    return [key for keys in kept for key in keys if "." in key]


def said_in(tree: ast.Module, where: str) -> Iterator[Said]:
    """Every place in a module where a sentence is said by a key that can be seen."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _called(node.func) in SAYS:
            keys, prefix = _named(node.args[0])
            if isinstance(node.args[0], ast.Name):
                keys = _kept_as(tree, node.args[0].id)
            places = {keyword.arg for keyword in node.keywords if keyword.arg}
            more = any(keyword.arg is None for keyword in node.keywords)
            yield Said(f"{where}:{node.lineno}", keys, prefix, places, more)
        elif isinstance(node, ast.Call) and node.args and _called(node.func) in ("_hint", "get"):
            keys, prefix = _named(node.args[0])
            known = _called(node.func) == "_hint" or _called(getattr(node.func, "value", node)) in SAYS  # type: ignore[arg-type]
            if known:
                yield Said(f"{where}:{node.lineno}", keys, prefix)
        elif isinstance(node, ast.Subscript) and _called(node.value) in SAYS:
            keys, prefix = _named(node.slice)
            yield Said(f"{where}:{node.lineno}", keys, prefix)


@cache
def said() -> list[Said]:
    """Every place in the program where a sentence is said."""
    return [found for path, tree in trees().items() for found in said_in(tree, path.name)]


def texts_in(tree: ast.Module) -> set[str]:
    """Every text that stands in a module."""
    found = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in found if isinstance(value, str)}


@cache
def refusals() -> list[tuple[str, set[str]]]:
    """Every reason for which an answer is refused, with what it fills in."""
    found = []
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node.func) == "Refused":
                reason, filled = node.args[0], node.args[1]
                assert isinstance(reason, ast.Constant)
                assert isinstance(filled, ast.Dict)
                given = (key.value for key in filled.keys if isinstance(key, ast.Constant))
                found.append((str(reason.value), {str(key) for key in given}))
    return found


def places_of(key: str) -> set[str]:
    """What a sentence has places for."""
    return set(PLACE.findall(content.interface()[key]))


def test_the_program_is_looked_through() -> None:
    """The search finds what it is there to find: calls, look-ups, hints and reasons."""
    assert len(said()) > 80
    assert len(refusals()) > 8
    assert {found.prefix for found in said() if found.prefix} == PREFIXES


@pytest.mark.parametrize("key", sorted(content.interface()))
def test_every_sentence_is_said(key: str) -> None:
    """Each key stands in the program, whole or behind a prefix in the module that puts the two together."""
    prefix, _, name = key.partition(".")
    whole = any(key in texts_in(tree) for tree in trees().values())
    behind = any(
        f"{prefix}." in PREFIXES and {f"{prefix}.", name} <= texts_in(tree) for tree in trees().values()
    )
    refused = prefix == "refused" and name in {reason for reason, _ in refusals()}
    assert whole or behind or refused


def test_every_key_that_is_said_has_a_sentence() -> None:
    """No key in the program is without its sentence."""
    keys = content.interface()
    missing = [f"{found.where}: {key}" for found in said() for key in found.keys if key not in keys]
    missing += [f"refused.{reason}" for reason, _ in refusals() if f"refused.{reason}" not in keys]
    assert missing == []


@pytest.mark.parametrize("prefix", sorted(PREFIXES))
def test_behind_every_prefix_are_sentences(prefix: str) -> None:
    """A prefix that the program puts something behind has sentences."""
    assert any(key.startswith(prefix) for key in content.interface())


def test_every_place_is_filled_where_it_is_said() -> None:
    """Where a sentence is said by its key, what it has places for is given, and nothing else is."""
    wrong = [
        f"{found.where}: {key} has places for {sorted(places_of(key))}, given are {sorted(found.places)}"
        for found in said()
        for key in found.keys
        if not found.more and places_of(key) != found.places
    ]
    assert wrong == []


def test_every_place_is_filled_behind_a_prefix() -> None:
    """Where a key is put together, every sentence that it may become has its places filled."""
    by_key = {key for found in said() for key in found.keys}
    wrong = [
        f"{found.where}: {key} has places for {sorted(places_of(key))}, given are {sorted(found.places)}"
        for found in said()
        if found.prefix and not found.more
        for key in content.interface()
        if key.startswith(found.prefix) and key not in by_key and not places_of(key) <= found.places
    ]
    assert wrong == []


def test_every_reason_is_filled() -> None:
    """A refusal gives its sentence everything that it has places for."""
    wrong = [
        (reason, sorted(places_of(f"refused.{reason}")), sorted(filled))
        for reason, filled in refusals()
        if places_of(f"refused.{reason}") != filled
    ]
    assert wrong == []


def test_the_names_of_months_and_days_are_all_there() -> None:
    """Twelve months and seven days, each a name of its own, and no month begins like another."""
    say = content.interface()
    months, days = say["date.months"].split(), say["date.weekdays"].split()
    assert len(set(months)) == 12
    assert len(set(days)) == 7
    assert len({month[:3].casefold() for month in months}) == 12


def test_what_has_to_be_said_is_said() -> None:
    """The card, the page and the line after a stop say what the rules of consent ask for."""
    say = content.interface()
    assert re.search(r"stop and no always count", say["card.always"], re.IGNORECASE)
    assert "Pain means stop." in say["card.always"]
    for word in ("Silence", "freezing", "tensing", "quiet"):
        assert word in say["card.quiet"]
    for part in ("not consent", "Every yes is for now", "Stop and no always count", "not listed is a no"):
        assert part in say["page.closing"]
    assert say["conversation.stopped"] == (
        "Stopped. Thank you for saying so. You can come back any time, or not."
    )
