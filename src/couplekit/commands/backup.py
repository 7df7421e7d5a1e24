"""`couplekit backup` and `couplekit restore`: one file out, and one file in, by the rules."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from couplekit.commands.context import Context, of
from couplekit.errors import NoPage

if TYPE_CHECKING:
    from couplekit.storage.home import Restored

backup = typer.Typer(rich_markup_mode=None)
restore = typer.Typer(rich_markup_mode=None)


@backup.command()
def _backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A name that is not taken yet.")],
) -> None:
    """Put the page, every evening and the things to talk about into one file, and read it back to make sure.

    On this computer you alone can open it; so can whoever you give it to. A talk that is not finished
    stays out of it. Words you take back later are still in it: make a new one then, and delete this one.
    """
    from couplekit.storage.backup import write_backup

    context = of(ctx)
    context.expect_saving("backup")
    whole, problems = context.home.gathered()
    context.notices(str(problem) for problem in problems)
    if whole.page is None and not whole.evenings:
        raise NoPage
    write_backup(file, whole)
    context.tell(context.say("backup.done", file=file.name))
    if problems:
        context.tell(context.say["backup.left-out"])
    context.tell(context.say["backup.open"])


@restore.command()
def _restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup made with couplekit backup.")],
) -> None:
    """Bring a backup in, beside what is here.

    Nothing that is here goes. A way to stop or pause that is in the backup counts again; nothing is widened,
    and no words come back that one of you took back.

    In an empty folder the page comes back too. What needed both of you is asked again there.
    """
    from couplekit.storage.backup import read_backup

    context = of(ctx)
    context.expect_saving("restore")
    sheet = read_backup(file)
    told = context.home.restore(sheet.value, trusted=sheet.sealed)
    for sentence in _told(context, told, file.name, trusted=sheet.sealed):
        context.tell(sentence)


def _told(context: Context, restored: "Restored", file: str, *, trusted: bool) -> Iterator[str]:
    """What bringing a backup in has come to, in sentences."""
    from couplekit.commands.agreement import rows_told
    from couplekit.content.signal_words import about_signals
    from couplekit.domain.agreement import added_ways

    say = context.say
    before, after = restored.before, restored.after
    if restored.is_nothing:
        yield say("restore.nothing-new", file=file)
    elif before is None and after is not None:
        yield say["restore.page"]
        if after.partners.both:
            yield say["restore.asked-again"]
    elif before is not None and after is not None and before != after:
        words = about_signals().words
        added = [words[name].label for name in added_ways(before, after)]
        if added:
            yield say("restore.ways", signals=", ".join(added))
        if before.pace != after.pace:
            yield say["restore.pace"]
        if (before.partners, before.meeting) != (after.partners, after.meeting):
            yield say["restore.newer"]
        yield from rows_told(context, before, after, say["changes.now"])
    if restored.agenda != restored.agenda_before:
        yield say["agenda.came"]
    if restored.evenings:
        yield say["restore.evenings"]
    if not trusted:
        yield say("restore.changed", file=file)
