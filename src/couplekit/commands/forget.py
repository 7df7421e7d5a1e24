"""`couplekit forget`: one's own words and the shared page, gone."""

from dataclasses import replace

import typer

from couplekit.commands import talking
from couplekit.commands.context import Context, Plain, of
from couplekit.content.guides import guide
from couplekit.domain.agreement import Agreement
from couplekit.domain.people import Side
from couplekit.domain.setup import given
from couplekit.errors import FileProblem

forget = typer.Typer(rich_markup_mode=None)


@forget.command()
def _forget(ctx: typer.Context, plain: Plain = False) -> None:
    """Erase your own words, your private part and the shared page.

    After a typed yes, so it needs a terminal. The other one's words in past evenings, and their private
    part, stay theirs.
    What backups, synced folders and the terminal's own history hold is out of couplekit's reach;
    it says so at the end.
    """
    erase(of(ctx, plain))


def erase(context: Context) -> None:
    """Ask whose words, wait for a typed yes, erase, and say what is out of reach."""
    context.expect_saving("forget")
    say = context.say
    home = context.home
    if not home.files():
        context.tell(say("files.none", folder=str(home.path)))
        return
    try:
        page = home.page()
        agreement = page.agreement if page is not None else None
    except FileProblem:
        # A page that cannot be read can still be erased; its last good copy knows the names.
        agreement = home.last_good()
    wanted = guide("forget")
    both = _are_two(context, agreement)
    if not both:
        wanted = wanted.model_copy(update={"question": [q for q in wanted.question if q.id != "who"]})
        wanted = wanted.model_copy(
            update={"question": [q.model_copy(update={"only_if": None}) for q in wanted.question]}
        )
    person = context.person("forget")
    talk = talking.talk_about(context, wanted, agreement, both_here=both)
    if agreement is None:
        talk = replace(talk, labels={"a": say["forget.first"], "b": say["forget.second"]})
    outcome = talking.hold(context, talk, person, talking.new_draft(context, wanted))
    answers = outcome.answers
    if outcome.ending != "finished":
        return
    if given(answers, "sure") != "yes":
        context.tell(say["forget.unchanged"])
        return
    side: Side = "b" if given(answers, "who") == "b" else "a"
    left = home.forget(side)
    context.tell(say["forget.done-but" if left else "forget.done"])
    for name in left:
        context.tell(say("forget.left", file=name))
    context.tell(say["forget.out-of-reach"])


def _are_two(context: Context, page: Agreement | None) -> bool:
    """Whether two people's words are here: the page may be gone already, and the rest still knows."""
    if (page is not None and page.partners.both) or context.home.drawer("b").exists:
        return True
    records, _ = context.home.records()
    return any("b" in record.kept or record.starts == "b" for record in records)
