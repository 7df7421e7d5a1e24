"""`couplekit partner` and `couplekit letter`: words for the one who did not choose this tool."""

from collections.abc import Iterator

import typer

from couplekit.commands.context import Plain, of
from couplekit.content.guides import card
from couplekit.domain.agreement import Agreement
from couplekit.domain.text import fill
from couplekit.showing.document import Block, Gap, Words, from_text

partner = typer.Typer(rich_markup_mode=None)
letter = typer.Typer(rich_markup_mode=None)


@partner.command()
def _partner(ctx: typer.Context, plain: Plain = False) -> None:
    """For the partner: what to say, what to do.

    Three things to say, three to do, and your no counts too. Nothing about reading it is kept.
    """
    of(ctx, plain).show(card_blocks("for-the-partner"))


@letter.command()
def _letter(ctx: typer.Context, plain: Plain = False) -> None:
    """A short letter to a partner. You can hand it over, change it first, or keep it.

    To have it as a file you can change or print: couplekit letter > letter.txt
    """
    context = of(ctx, plain)
    context.show(letter_blocks(context.needed_page()))


def letter_blocks(page: Agreement) -> Iterator[Block]:
    """The letter in the name of the person who began this page."""
    return card_blocks("letter", name=page.partners.name("a"))


def card_blocks(id: str, **places: str) -> Iterator[Block]:
    """A card as blocks, with its title."""
    shown = card(id)
    yield Words(shown.title, "title")
    yield Gap()
    yield from from_text(fill(shown.say, places))
