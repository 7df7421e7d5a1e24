"""The rows of the page, to read: what is open, what is not for us, what is worth a talk."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from couplekit.domain.boundaries import Level, Reading
from couplekit.domain.interface import Interface
from couplekit.showing.document import Block, Gap, Words


class Line(NamedTuple):
    """One row as it is read. `coming` is what it comes to once it was slept on."""

    label: str
    reading: Reading
    leads_nowhere: bool = False
    coming: Level = "open"


#: In this order. A limit is never far from the top, and what is slept on is not open.
_SECTIONS = ("leads-nowhere", "open", "asleep", "limit", "talk", "asleep-talk", "lapsed", "off")
#: What is shown where both have a private part, and nobody has opened theirs yet.
ALWAYS = ("limit", "off")


def section_of(line: Line) -> str:
    """Under which heading a row stands; an empty text where it is not listed, which is a no."""
    level, state = line.reading
    if level == "limit":
        return "limit"
    if state == "asleep":
        return "asleep-talk" if line.coming == "talk" else "asleep"
    if state == "lapsed":
        return "lapsed"
    if level == "open":
        return "leads-nowhere" if line.leads_nowhere else "open"
    if level == "talk":
        return "talk"
    return "off" if state == "off" else ""


def rows_as_blocks(lines: Iterable[Line], say: Interface, *, opened: bool = True) -> Iterator[Block]:
    """The rows under their headings. Where not `opened`: the limits, what is off, and one sentence."""
    held: dict[str, list[str]] = {}
    # What leads nowhere comes first, also where it is slept on.
    for line in sorted(lines, key=lambda line: not line.leads_nowhere):
        held.setdefault(section_of(line), []).append(line.label)
    shown = [name for name in _SECTIONS if held.get(name) and (opened or name in ALWAYS)]
    for number, name in enumerate(shown):
        if number:
            yield Gap()
        yield Words(f"{say[f'rows.{name}']}:", "strong")
        for label in held[name]:
            yield Words(label, "item")
    if not opened:
        if shown:
            yield Gap()
        yield Words(say["boundaries.locked"])
    elif not shown:
        yield Words(say["boundaries.empty"])
