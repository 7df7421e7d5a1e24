"""What can be shown, before it is known where: a list of blocks, rendered once for each place.

The plain rendering reads on paper, in a pipe and aloud: no column and no colour carries a meaning.
"""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from couplekit.domain.text import clean, reflow

if TYPE_CHECKING:
    from rich.console import RenderableType

Look = Literal["title", "plain", "strong", "quiet", "item"]
#: Wider lines are hard to read.
WIDEST = 78


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str
    look: Look = "plain"


@dataclass(frozen=True)
class Entry:
    """A label with lines under it. The mark is decoration, for screens that can show it."""

    label: str
    lines: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True)
class Gap:
    """Room to breathe."""


Block = Words | Entry | Gap


def from_text(text: str) -> Iterator[Block]:
    """Blocks of a text as cards hold it: an empty line splits paragraphs, "- " begins an item."""
    for number, paragraph in enumerate(reflow(text).split("\n\n")):
        if number:
            yield Gap()
        for line in paragraph.split("\n"):
            yield Words(line.removeprefix("- "), "item") if line.startswith("- ") else Words(line)


def as_text(blocks: Iterable[Block], width: int = 80) -> str:
    """Plain text, lines no longer than `width` where the words allow it, ending in a newline."""
    room = max(20, min(width, WIDEST))
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Gap):
            lines.append("")
        elif isinstance(block, Words):
            first, later = ("- ", "  ") if block.look == "item" else ("", "")
            lines += _wrapped(block.text, room, first, later)
        else:
            lines.append(f"{clean(block.label)}:")
            for line in block.lines:
                lines += _wrapped(line, room, "  ", "  ")
    return "\n".join(lines) + "\n"


def _wrapped(text: str, width: int, first: str, later: str) -> list[str]:
    result: list[str] = []
    for line in clean(text).split("\n"):
        result += textwrap.wrap(
            line, width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False
        ) or [""]
    return result


def as_rich(blocks: Iterable[Block], *, marks: bool = True) -> "RenderableType":
    """For a terminal: a little weight and two quiet colours, nothing that has to be seen."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    parts: list[RenderableType] = []
    for block in blocks:
        if isinstance(block, Gap):
            parts.append(Text(""))
        elif isinstance(block, Words) and block.look == "item":
            from rich.table import Table

            # An item hangs, so that its beginning can be found on a narrow screen.
            item = Table.grid(padding=(0, 1, 0, 0))
            item.add_row(Text("-"), Text(clean(block.text)))
            parts.append(Padding(item, (0, 2)))
        elif isinstance(block, Words):
            parts.append(Padding(Text(clean(block.text), style=_STYLES[block.look]), (0, 2)))
        else:
            mark = f"{block.mark} " if marks and block.mark else ""
            parts.append(Padding(Text(f"{mark}{clean(block.label)}", style="bold cyan"), (0, 2)))
            parts += [Padding(Text(clean(line)), (0, 2, 0, 6)) for line in block.lines]
    return Group(*parts)


_STYLES: dict[Look, str] = {"title": "bold", "plain": "", "strong": "bold", "quiet": "dim", "item": ""}
