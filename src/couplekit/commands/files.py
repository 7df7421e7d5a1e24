"""`couplekit files`: every file in words."""

import typer

from couplekit.commands.context import of, write

files = typer.Typer(rich_markup_mode=None)


@files.command()
def _files(ctx: typer.Context) -> None:
    """Every file couplekit keeps, and what it is, in words. There are no others."""
    context = of(ctx)
    home = context.home
    found = home.files()
    if not found:
        write(context.say("files.none", folder=str(home.path)) + "\n")
        return
    write(context.say("files.folder", folder=str(home.path)) + "\n\n")
    width = max(len(name) for name, _ in found)
    for name, what in found:
        write(f"  {name.ljust(width)}  {what}\n")
