"""`couplekit leave`: close the shared page, alone and at once."""

import typer

from couplekit.commands import talking
from couplekit.commands.context import Context, Plain, new_id, of
from couplekit.domain.answers import Option
from couplekit.domain.ratchet import with_closed

leave = typer.Typer(rich_markup_mode=None)


@leave.command()
def _leave(ctx: typer.Context, plain: Plain = False) -> None:
    """Close your shared page: all that is open ends at once.

    It takes one of you. What is not for us stays, and so do your signals. Each of you keeps your private
    part. To erase your own words as well: couplekit forget
    """
    close(of(ctx, plain))


def close(context: Context) -> None:
    """Ask once whether it is meant, since it cannot be undone by one; then everything open ends."""
    page = context.needed_page()
    say = context.say
    options = (Option("no", say["leave.no"]), Option("yes", say["leave.yes"]))
    if talking.pick(context, context.person("leave"), page, say["leave.say"], options) == "yes":
        context.home.update(with_closed(new_id(8)))
        context.tell(say["leave.done"])
