"""What can be shown, before it is known where: a list of blocks, rendered once for each place.

The plain rendering reads on paper, in a pipe and aloud: no column and no colour carries a meaning.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from couplekit.domain.text import clean, reflow
from couplekit.lines import wrapped

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

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


def as_json(value: object) -> str:
    """One line of JSON. It holds ASCII alone, so that nothing in it can act on a screen."""
    import json

    return f"{json.dumps(value)}\n"


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
            lines += _wrapped(f"{block.label}:", room, "", "")
            for line in block.lines:
                lines += _wrapped(line, room, "  ", "  ")
    return "\n".join(lines) + "\n"


def _wrapped(text: str, width: int, first: str, later: str) -> list[str]:
    result: list[str] = []
    for line in clean(text).split("\n"):
        result += wrapped(line, width, first=first, later=later)
    return result


def as_rich(blocks: Iterable[Block], *, marks: bool = True) -> "RenderableType":
    """For a terminal: a little weight and two quiet colours, nothing that has to be seen."""
    from rich.console import Group

    parts: list[RenderableType] = []
    for block in blocks:
        if isinstance(block, Gap):
            parts.append(_Beside(0, ""))
        elif isinstance(block, Words) and block.look == "item":
            # An item hangs, so that its beginning can be found on a narrow screen.
            parts.append(_Beside(2, block.text, is_item=True))
        elif isinstance(block, Words):
            parts.append(_Beside(2, block.text, _STYLES[block.look]))
        else:
            mark = f"{block.mark} " if marks and block.mark else ""
            parts.append(_Beside(2, f"{mark}{block.label}", "bold cyan"))
            parts += [_Beside(6, line) for line in block.lines]
    return Group(*parts)


class _Beside:
    """A text beside a margin of so many columns; an item has its stroke there.

    It is wrapped in our own way: rich takes some letters for narrower than a window does, and puts spaces
    behind every line, so that either could run over the edge.
    """

    def __init__(self, margin: int, text: str, style: str = "", *, is_item: bool = False) -> None:
        self._margin = margin
        self._lines = clean(text).split("\n")
        self._style = style
        self._is_item = is_item

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        from rich.text import Text

        margin = " " * self._margin + ("- " if self._is_item else "")
        for line in self._lines:
            for part in wrapped(line, max(1, options.max_width - len(margin) - 2)):
                row = Text(margin, no_wrap=True, overflow="ignore")
                row.append(part, style=self._style)
                yield row
                margin = " " * len(margin)


_STYLES: dict[Look, str] = {"title": "bold", "plain": "", "strong": "bold", "quiet": "dim", "item": ""}
