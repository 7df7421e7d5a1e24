"""`couplekit files`: every file in words."""

import typer

from couplekit.commands.context import of

files = typer.Typer(rich_markup_mode=None)


@files.command()
def _files(ctx: typer.Context) -> None:
    """Every file in couplekit's folder, and what it is, in words.

    A backup, and what was written with >, lie where they were put.
    """
    context = of(ctx)
    home = context.home
    found = home.files()
    if not found:
        context.tell(context.say("files.none", folder=str(home.path)))
        return
    context.tell(context.say("files.folder", folder=str(home.path)))
    for name, what in found:
        context.tell(f"{name}: {what}")
