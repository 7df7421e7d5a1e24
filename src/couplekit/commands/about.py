"""`couplekit about`: the reading cards and when to get help, the same for everyone, never logged."""

from typing import Annotated

import typer

from couplekit.commands.context import Plain, of
from couplekit.commands.partner import card_blocks
from couplekit.conversation.loop import ABOUT
from couplekit.showing.document import Block, Gap, Words

about = typer.Typer(rich_markup_mode=None)


@about.command()
def _about(
    ctx: typer.Context,
    page: Annotated[
        str | None, typer.Argument(metavar="[PAGE]", help="One page; without it, all of them.")
    ] = None,
    plain: Plain = False,
) -> None:
    """About and help, the same for everyone.

    How this works, stop and no, if no is not safe, when to get help, what this is.

    Nothing about these pages is kept, asked or counted.

    Pages: how-this-works, stop-and-no, if-no-is-not-safe, when-to-get-help, what-this-is
    """
    context = of(ctx, plain)
    if page is not None and page not in ABOUT:
        raise typer.BadParameter(f"there is no such page. The pages are: {', '.join(ABOUT)}")
    if page is not None:
        context.show(card_blocks(page))
        return
    blocks: list[Block] = [Words(context.say["about.all"], "quiet")]
    for id in ABOUT:
        blocks = [*blocks, Gap(), *card_blocks(id)]
    context.show(blocks)
