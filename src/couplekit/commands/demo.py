"""`couplekit demo`: a sample first evening and a check-in a week later, asking nothing."""

import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from couplekit.commands.check_in import hold_check_in
from couplekit.commands.context import Context, Plain, of, rich_console
from couplekit.commands.show import page_blocks
from couplekit.commands.start import first_evening
from couplekit.content.sample import Sample, sample
from couplekit.conversation.played import Played
from couplekit.errors import CouplekitError

demo = typer.Typer(rich_markup_mode=None)


@demo.command()
def _demo(
    ctx: typer.Context,
    fast: Annotated[bool, typer.Option("--fast", help="Without pauses.")] = False,
    into: Annotated[
        Path | None, typer.Option("--into", metavar="DIR", help="Keep the sample in this new folder.")
    ] = None,
    plain: Plain = False,
) -> None:
    """Watch a sample evening. It asks you nothing.

    A first evening, and a check-in a week later. The couple is made up. The sample lives in a folder
    that is thrown away, unless you say --into DIR; then you can look around in it:
    couplekit --home DIR signals
    """
    context = of(ctx, plain)
    script = sample()
    with _folder(into) as folder:
        if not _play(context, script, folder, fast=fast):
            return
        if into is not None:
            context.tell(context.say("demo.kept", folder=shlex.quote(str(into))))
    context.tell(context.say["demo.end"])


@contextmanager
def _folder(into: Path | None) -> Iterator[Path]:
    if into is None:
        with tempfile.TemporaryDirectory(prefix="couplekit-demo-") as folder:
            yield Path(folder) / "home"
        return
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise CouplekitError(
            f"There is something in {into} already, so the sample was not put there. Nothing was changed. "
            "Please name a new folder."
        )
    yield into


def _play(context: Context, script: Sample, folder: Path, *, fast: bool) -> bool:
    """Play both evenings. False where somebody ended it on the way."""
    screen = rich_console()
    if context.plain:
        from rich.console import Console as RichConsole

        screen = RichConsole(
            highlight=False, emoji=False, markup=False, color_system=None, width=min(screen.width, 79)
        )
    context.tell(context.say["demo.begin"])
    first = Context(folder, plain=context.plain, day=context.today())
    person = Played(((step.screen, step.answer) for step in script.first_evening), screen, fast=fast)
    if not first_evening(first, person, both_here=True):
        return False
    person.finish()
    context.tell("\n" + context.say["demo.a-week-later"])
    later = Context(folder, plain=context.plain, day=context.today() + timedelta(days=7))
    person = Played(((step.screen, step.answer) for step in script.check_in), screen, fast=fast)
    if not hold_check_in(later, person):
        return False
    person.finish()
    page = later.home.page()
    if page is not None:
        later.show(page_blocks(later, page.agreement))
    return True
