"""`couplekit agreement`: our page; the file as it is; a check of any file."""

from pathlib import Path
from typing import Annotated

import typer

from couplekit.commands.context import Plain, of, write

agreement = typer.Typer(invoke_without_command=True, rich_markup_mode=None)


@agreement.callback()
def show_agreement(
    ctx: typer.Context,
    toml: Annotated[bool, typer.Option("--toml", help="Print it as TOML, the way it is kept.")] = False,
    plain: Plain = False,
) -> None:
    """Our page: who sets the pace, the signals, the next day.

    The page is never consent. Every yes is for now. Stop and no always count.
    """
    from couplekit.commands.show import page_blocks

    if ctx.invoked_subcommand is not None:
        return
    context = of(ctx, plain)
    page = context.needed_page()
    if toml:
        from couplekit.storage.pages import to_toml

        write(to_toml(page))
        return
    context.show(page_blocks(context, page))


@agreement.command("check")
def check(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Any page written by couplekit.")],
) -> None:
    """Say whether a page is sound, or name everything that is wrong with it, all at once.

    Nothing is changed. A page edited by hand is sound when every key and value can be read.
    """
    from couplekit.storage.home import check_page

    context = of(ctx)
    sealed = check_page(file)
    key = "agreement.sound" if sealed else "agreement.sound-unsealed"
    context.tell(context.say(key, file=file.name))
