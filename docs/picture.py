"""Makes the pictures of the README: what couplekit prints on a terminal of 80 columns, in a throw-away home.

    python docs/picture.py

The same words and the same couplekit always give the same bytes; a test holds the pictures against that.
"""

import contextlib
import io
import os
import tempfile
from pathlib import Path

import typer
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from couplekit.commands.app import app

HERE = Path(__file__).parent
COLUMNS = 80
#: A day that never moves, so that the pictures do not either.
TODAY = "2026-11-21"
#: One screen of the sample evening: its title, and the last line to show.
FIRST, LAST = "How we stop", "Choose our own words and signs"

THEME = TerminalTheme(
    (32, 36, 40),
    (236, 233, 227),
    [
        (60, 66, 72),
        (214, 160, 150),
        (160, 196, 160),
        (214, 196, 150),
        (150, 180, 214),
        (190, 170, 205),
        (143, 199, 199),
        (224, 221, 214),
    ],
)
#: rich's own layout without its web font: a picture of couplekit asks no other computer for anything.
SVG = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<!-- Made by docs/picture.py from a real run. Change that, not this. -->
<style>
.{unique_id}-matrix {{
    font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
    font-size: {char_height}px;
    line-height: {line_height}px;
}}
.{unique_id}-title {{
    font-family: ui-sans-serif, system-ui, "DejaVu Sans", sans-serif;
    font-size: 18px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
"""


class Terminal(io.StringIO):
    """Takes what is printed and says that it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Yes."""
        return True


def printed(*arguments: str) -> str:
    """What `couplekit` with these arguments prints on a terminal, colours included."""
    quiet = {"NO_COLOR", "ACCESSIBLE", "COUPLEKIT_PLAIN", "COUPLEKIT_HOME", "FORCE_COLOR", "TTY_COMPATIBLE"}
    before = dict(os.environ)
    for name in quiet & before.keys():
        del os.environ[name]
    os.environ |= {"TERM": "xterm", "COLORTERM": "", "COLUMNS": str(COLUMNS), "LINES": "24"}
    try:
        with contextlib.redirect_stdout(Terminal()) as terminal:
            # Not standalone: it returns in place of ending this program.
            code = app(["--today", TODAY, *arguments], prog_name="couplekit", standalone_mode=False)
    finally:
        os.environ.clear()
        os.environ.update(before)
    if code:
        raise typer.Exit(code)
    return terminal.getvalue()


def drawn(text: str, title: str, name: str) -> str:
    """The picture of what was printed."""
    nowhere = io.StringIO()
    console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True, color_system="standard")
    for line in text.split("\n"):
        console.print(Text.from_ansi(line.rstrip()))
    return console.export_svg(title=title, theme=THEME, code_format=SVG, unique_id=name)


def pictures() -> dict[str, str]:
    """Every picture by the name of its file."""
    with tempfile.TemporaryDirectory(prefix="couplekit-picture-") as folder:
        home = str(Path(folder) / "home")
        evening = printed("demo", "--fast", "--into", home)
        card = printed("--home", home, "signals")
    return {
        "signals.svg": drawn(card.removesuffix("\n"), "couplekit signals", "signals"),
        "start.svg": drawn(_one_screen(evening), "couplekit start", "start"),
    }


def _one_screen(text: str) -> str:
    """The screen of the evening from its title to its last choice, with the empty lines around it."""
    lines = text.split("\n")
    first = next(number for number, line in enumerate(lines) if FIRST in line)
    last = next(number for number, line in enumerate(lines) if number > first and LAST in line)
    return "\n".join(lines[first - 1 : last + 2])


def main() -> None:
    """Write the pictures beside this file."""
    for name, picture in pictures().items():
        (HERE / name).write_text(picture, encoding="utf-8", newline="\n")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
