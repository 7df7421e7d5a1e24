"""`couplekit withdraw`: one's own words of one evening, taken back."""

from collections.abc import Sequence

import typer

from couplekit.commands import talking
from couplekit.commands.context import Context, Plain, of
from couplekit.conversation.port import Person
from couplekit.domain.agreement import Agreement
from couplekit.domain.answers import Option
from couplekit.domain.checkin import Record
from couplekit.domain.days import spoken
from couplekit.domain.people import Whose

withdraw = typer.Typer(rich_markup_mode=None)

#: So many evenings are offered at a time: a list that fits on a small screen.
_AT_A_TIME = 8
_NOTHING = "nothing"


@withdraw.command()
def _withdraw(ctx: typer.Context, plain: Plain = False) -> None:
    """Take your own words of one evening back.

    One of you is enough, and nobody is asked why. They leave every file of couplekit, and no older copy
    brings them back here. The other one's words stay.
    """
    context = of(ctx, plain)
    page = context.page()
    take_back(context, context.person("withdraw"), page)


def has_words(context: Context) -> bool:
    """Whether anything that was kept can be taken back."""
    records, _ = context.home.records()
    return any(record.kept for record in records)


def take_back(context: Context, person: Person, page: Agreement | None) -> None:
    """Ask whose words and of which evening, take them back, and say what is out of reach."""
    context.expect_saving("withdraw")
    say = context.say
    records, problems = context.home.records()
    context.notices(str(problem) for problem in problems)
    kept = [record for record in reversed(records) if record.kept]
    if not kept:
        context.tell(say["withdraw.none"])
        return
    whose = _whose(context, person, page, kept)
    if whose is None:
        return
    evening = _evening(context, person, page, [record for record in kept if whose in record.kept])
    if evening is None:
        return
    if evening == _NOTHING:
        context.tell(say["withdraw.unchanged"])
        return
    left = context.home.withdraw(evening, whose)
    context.tell(say["withdraw.done-but" if left else "withdraw.done"])
    for name in left:
        context.tell(say("forget.left", file=name))
    context.tell(say["withdraw.out-of-reach"])


def _whose(context: Context, person: Person, page: Agreement | None, kept: Sequence[Record]) -> Whose | None:
    """Whose words: asked where more than one has any."""
    say = context.say
    names = talking.names_of(page)
    labels: dict[Whose, str] = {
        "a": say("withdraw.of", name=names["a"]) if names.get("a") else say["forget.first"],
        "b": say("withdraw.of", name=names["b"]) if names.get("b") else say["forget.second"],
        "both": say["withdraw.of-both"],
    }
    has = [whose for whose in labels if any(whose in record.kept for record in kept)]
    if len(has) == 1:
        return has[0]
    options = (Option(_NOTHING, say["withdraw.nothing"]), *(Option(whose, labels[whose]) for whose in has))
    chosen = talking.pick(context, person, page, say["withdraw.whose"], options)
    return next((whose for whose in has if whose == chosen), None)


def _evening(context: Context, person: Person, page: Agreement | None, kept: Sequence[Record]) -> str | None:
    """Of which evening: the latest first, a few at a time. None where somebody left."""
    say = context.say
    while kept:
        shown, kept = kept[:_AT_A_TIME], kept[_AT_A_TIME:]
        options = [Option(_NOTHING, say["withdraw.nothing"])]
        options += [Option(record.evening, _named(context, record)) for record in shown]
        if kept:
            options.append(Option("earlier", say["withdraw.earlier"]))
        chosen = talking.pick(context, person, page, say["withdraw.which"], tuple(options))
        if chosen != "earlier":
            return chosen
    return None


def _named(context: Context, record: Record) -> str:
    day = spoken(record.day, context.say)
    return day if record.day.year == context.today().year else f"{day} {record.day.year}"
