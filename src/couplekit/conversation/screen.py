"""How one screen of a conversation is drawn: a title, who it is for, the words, the help.

Everything a person may have typed reaches rich inside `Text`, never as markup.
"""

from typing import TYPE_CHECKING

from couplekit.conversation.port import Prompt
from couplekit.domain.text import clean

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

#: Wider lines are hard to read aloud.
WIDEST = 78
_MARGIN = 2


def drawn(prompt: Prompt, console: "Console", told: str = "") -> list[str]:
    """The screen as lines ready to be written, with styles, without the options.

    `told` stands above them: why the answer before was not taken, or why something is asked.
    """
    from rich.padding import Padding
    from rich.text import Text

    width = min(console.width, WIDEST)
    parts: list[RenderableType] = []
    if prompt.title or prompt.aside:
        parts += [_head(prompt, width - 2 * _MARGIN), Text("")]
    parts += [_line(line) for line in clean(prompt.say).split("\n")]
    if prompt.help:
        parts += [Text(""), Text(clean(prompt.help), style="dim")]
    if told:
        parts += [Text(""), Text(clean(told), style="cyan")]
    if prompt.hint:
        parts += [Text(""), Text(clean(prompt.hint), style="dim")]
    with console.capture() as capture:
        console.print()
        for part in parts:
            console.print(Padding(part, (0, _MARGIN)), width=width, highlight=False, emoji=False)
    # rich fills a padded line with spaces; a picture needs them, a terminal and a pipe do not.
    return [line.rstrip() for line in capture.get().split("\n")[:-1]]


def _line(line: str) -> "RenderableType":
    """One line of text. An item of a list hangs, so that its beginning can be found on a narrow screen."""
    from rich.table import Table
    from rich.text import Text

    if not line.startswith("- "):
        return Text(clean(line))
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row(Text("-"), Text(clean(line[2:])))
    return grid


def _head(prompt: Prompt, width: int) -> "Text":
    from rich.cells import cell_len
    from rich.text import Text

    title, aside = clean(prompt.title), clean(prompt.aside)
    gap = width - cell_len(title) - cell_len(aside)
    head = Text(title, style="bold")
    if aside:
        head.append(" " * gap if gap >= 2 else "\n" if title else "")
        head.append(aside, style="dim not bold")
    return head
