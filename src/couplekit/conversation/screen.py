"""How one screen of a conversation is drawn: a title, who it is for, the words, the help.

Everything a person may have typed reaches rich inside `Text`, never as markup.
"""

from typing import TYPE_CHECKING

from couplekit.conversation.port import Marked, Prompt
from couplekit.domain.text import clean, clean_line
from couplekit.lines import columns, wrapped

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

#: Wider lines are hard to read aloud.
WIDEST = 78
_MARGIN = 2


def drawn(prompt: Prompt, console: "Console", told: str = "") -> list[str]:
    """The screen as lines ready to be written, with styles, without the options.

    `told` stands above them: why the answer before was not taken, or why something is asked.
    """
    from rich.console import Group
    from rich.text import Text

    rows: list[Text] = []
    room = min(console.width, WIDEST) - 2 * _MARGIN

    def put(text: str, style: str = "") -> None:
        for line in clean(text).split("\n"):
            # An item of a list hangs, so that its beginning can be found on a narrow screen.
            mark = "- " if line.startswith("- ") else ""
            margin = " " * _MARGIN + mark
            for part in wrapped(line.removeprefix(mark), max(1, room - len(mark))):
                row = Text(margin)
                row.append(part, style=style)
                rows.append(row)
                margin = " " * len(margin)

    if prompt.title or prompt.aside:
        title, aside = clean_line(prompt.title), clean_line(prompt.aside)
        gap = room - columns(title) - columns(aside)
        if aside and gap >= 2:
            head = Text(" " * _MARGIN)
            head.append(title + " " * gap, style="bold")
            head.append(aside, style="dim")
            rows.append(head)
        else:
            for part, style in ((title, "bold"), (aside, "dim")):
                if part:
                    put(part, style)
        rows.append(Text(""))
    if prompt.marked is not None:
        rows += [Text(" " * _MARGIN).append_text(line) for line in _marked(prompt.marked, room)]
        rows.append(Text(""))
        if console.color_system is None:  # nothing is underlined where there are no styles
            put(prompt.marked.told)
            rows.append(Text(""))
    put(prompt.say)
    for part, style in ((prompt.help, "dim"), (told, "cyan"), (prompt.hint, "dim"), (prompt.habit, "dim")):
        if part:
            rows.append(Text(""))
            put(part, style)
    with console.capture() as capture:
        console.print()
        # Wrapped already, as a window counts: rich takes some letters for wider or narrower.
        console.print(Group(*rows), no_wrap=True, overflow="ignore", crop=False, highlight=False, emoji=False)
    return [line.rstrip() for line in capture.get().split("\n")[:-1]]


def _marked(marked: Marked, room: int) -> "list[Text]":
    """Somebody's words, as lines, with some of them underlined."""
    from rich.text import Text

    lines = []
    at = 0
    words = clean_line(marked.text)  # as it is, for what came as an answer: the places in it stay
    for part in wrapped(words, max(1, room)):
        at = max(words.find(part, at), at)
        line = Text(part)
        line.stylize("underline", max(0, marked.start - at), max(0, marked.end - at))
        lines.append(line)
        at += len(part)
    return lines
