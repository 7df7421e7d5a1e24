"""`couplekit start`: the first evening; afterwards, what is set up and how to change it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

import typer

from couplekit.commands import talking
from couplekit.commands.context import Context, Plain, new_id, of
from couplekit.commands.show import page_blocks, signal_summary
from couplekit.commands.withdraw import has_words, take_back
from couplekit.content.guides import guide
from couplekit.content.signal_words import about_signals
from couplekit.conversation.loop import Outcome
from couplekit.conversation.port import Person
from couplekit.domain.agreement import Agreement, pace_needs_both, with_name, with_pace
from couplekit.domain.answers import Option, Refused
from couplekit.domain.checkin import record_of
from couplekit.domain.guide import Guide, Slot
from couplekit.domain.people import SIDES, Side, other, pace_named
from couplekit.domain.setup import check_first_evening, given, page_from, signals_from
from couplekit.errors import ChangedMeanwhile
from couplekit.showing.page import who_sets_the_pace

start = typer.Typer(rich_markup_mode=None)


@start.command()
def _start(
    ctx: typer.Context,
    alone: Annotated[bool, typer.Option("--alone", help="One person, with a page of their own.")] = False,
    plain: Plain = False,
) -> None:
    """Your first evening, about 15 minutes.

    Nothing has to happen. You each read three short cards, choose how either of you can stop, and
    end with one page. Esc (or / with --plain) opens the menu at any time: back, leave one out, pause,
    stop, leave.

    Running it again shows what is set up and lets you change it. It never wipes anything.
    """
    begin_or_change(of(ctx, plain), alone=alone)


def begin_or_change(context: Context, *, alone: bool) -> None:
    """The first evening where there is no page yet; what is set up, and changing it, where there is one."""
    page = context.page()
    if page is not None:
        left_over = talking.unfinished(context, "start", "start-alone")
        if left_over is not None:
            # Cut off between the page and this, or begun in a second window: the page is what counts.
            context.home.remove_draft(left_over)
        change_setup(context, page)
        return
    person = context.person("start")
    if alone or talking.unfinished(context, "start", "start-alone") is not None:
        first_evening(context, person, both_here=not alone)
        return
    say = context.say
    options = tuple(Option(id, say[f"welcome.{id}"]) for id in ("both", "alone", "not-today"))
    chosen = talking.pick(context, person, None, say["welcome.who"], options)
    if chosen in ("both", "alone"):
        first_evening(context, person, both_here=chosen == "both")


def first_evening(context: Context, person: Person, *, both_here: bool) -> bool:
    """Hold the first evening, or go on with an unfinished one, and make the page of it. True at its end."""
    fresh = talking.new_draft(context, guide("start" if both_here else "start-alone"))
    before = talking.unfinished(context, "start", "start-alone")
    draft = talking.resumed(context, person, None, before, fresh)
    if draft is None:
        return False
    wanted = guide(draft.guide)
    about = about_signals()

    def places(answers: Mapping[str, str]) -> dict[str, str]:
        signals = signals_from(answers, about.words, lambda: "typed")
        return {
            "signals": signal_summary(signals, about.words, context.say, context.today()),
            "reply": signals["stop"].reply or "",
            "page": str(context.home.path / "agreement.toml"),
        }

    talk = replace(
        talking.talk_about(context, wanted, None, both_here=draft.guide == "start"),
        places=places,
        # What they agree on counts from the next screen on, and nothing before they agreed on it.
        signals=lambda answers: (
            signals_from(answers, about.words, lambda: "typed") if given(answers, "how-we-stop") else {}
        ),
        check=lambda slot, value, answers: check_first_evening(slot, value, answers, about.words, about.play),
    )
    talk = replace(talk, save=talking.keeper(context.home, draft))
    outcome = talking.hold(context, talk, person, draft)
    if outcome.ending != "finished":
        return False
    _keep_first_evening(context, wanted, outcome)
    return True


def _keep_first_evening(context: Context, wanted: Guide, outcome: Outcome) -> None:
    """The record, which can be written again; then the page; the draft goes last.

    Cut off before the page, the draft brings all of it back; cut off after it, nothing is missing.
    """
    answers = outcome.answers
    say = context.say
    if context.home.page() is not None:
        raise ChangedMeanwhile(("agreement.toml",))
    context.home.save_record(record_of(outcome.draft, wanted, outcome.asked, {"a": "all", "b": "all"}))
    page = context.home.create(page_from(answers, about_signals().words, context.today(), new_id))
    context.home.remove_draft(outcome.draft)
    context.show(page_blocks(context, page))
    if context.keeps:
        context.tell(say("start.kept", page=str(context.home.path / "agreement.toml")))
    if answers.get("letter.a") == "show":
        from couplekit.commands.partner import letter_blocks

        context.show(letter_blocks(page))


def change_setup(context: Context, page: Agreement) -> None:
    """Show what is set up and change one thing at a time. Nothing is ever wiped."""
    say = context.say
    if not context.is_screen and not context.plain:
        context.show(page_blocks(context, page))
        context.tell(say["setup.how"])
        return
    person = context.person("start")
    partners = page.partners
    options = [Option("as-it-is", say["setup.as-it-is"]), Option("signals", say["setup.signals"])]
    options.append(Option("name-a", say("setup.name", name=partners.name("a"))))
    if partners.both:
        options.append(Option("name-b", say("setup.name", name=partners.name("b"))))
        options.append(Option("pace", say["setup.pace"]))
    else:
        options.append(Option("joins", say["setup.joins"]))
    if has_words(context):
        options.append(Option("take-back", say["setup.take-back"]))
    options += [Option("lists", say["setup.lists"]), Option("lock", say["setup.lock"])]
    if page.boundaries:
        options.append(Option("close", say["setup.close"]))
    shown = say("setup.say", **_summary(context, page))
    chosen = talking.pick(context, person, page, shown, tuple(options))
    if chosen == "as-it-is":
        _saved(context, page)
    elif chosen == "signals":
        from couplekit.commands.signals import change_signals

        change_signals(context)
    elif chosen in ("name-a", "name-b"):
        _change_name(context, person, page, "a" if chosen == "name-a" else "b")
    elif chosen == "joins":
        _join(context, person, page)
    elif chosen == "pace":
        _change_pace(context, person, page)
    elif chosen == "take-back":
        take_back(context, person, page)
    else:
        _change_more(context, chosen)


def _change_more(context: Context, chosen: str | None) -> None:
    """What has a command of its own."""
    if chosen == "lists":
        from couplekit.commands.items import change_items

        change_items(context)
    elif chosen == "lock":
        from couplekit.commands.lock import hold_lock

        hold_lock(context)
    elif chosen == "close":
        from couplekit.commands.leave import close

        close(context)


def _summary(context: Context, page: Agreement) -> dict[str, str]:
    """What is set up, in a few lines: the page itself has no room above a list of choices."""
    say = context.say
    partners = page.partners
    signals = signal_summary(page.signals, about_signals().words, say, context.today())
    if not partners.both:
        return {"names": partners.name("a"), "pace": say["page.pace-alone"], "signals": signals}
    return {
        "names": say("names.both", first=partners.name("a"), second=partners.name("b")),
        "pace": say("page.pace", who=who_sets_the_pace(page, say)),
        "signals": signals,
    }


def _change_name(context: Context, person: Person, page: Agreement, side: Side) -> None:
    outcome = _short_guide(context, person, page, "change-name", taken=page.partners.name(other(side)))
    name = given(outcome.answers, "name")
    if outcome.ending == "finished" and name:
        _saved(context, context.home.update(with_name(side, name), seen=page))


def _join(context: Context, person: Person, page: Agreement) -> None:
    """The second partner reads the same three cards, alone, and gives a name. Their no is an answer too."""
    outcome = _short_guide(context, person, page, "join", taken=page.partners.name("a"))
    name = given(outcome.answers, "name")
    if outcome.ending == "finished" and name:
        _saved(context, context.home.update(with_name("b", name), seen=page))
        left_over = talking.unfinished(context, "check-in-alone")
        if left_over is not None:
            # What one person said alone is not shown to two, and nobody could go on with it.
            context.home.remove_draft(left_over)
            context.tell(context.say["setup.let-go"])


def _change_pace(context: Context, person: Person, page: Agreement) -> None:
    """Either may choose the slower of the two alone; anything else needs a typed yes of both."""
    outcome = _short_guide(context, person, page, "change-pace")
    answers = outcome.answers
    chosen = given(answers, "pace")
    if outcome.ending != "finished" or chosen is None:
        return
    set_by = pace_named(chosen)
    agreed = all(answers.get(f"agree.{side}") == "yes" for side in SIDES)
    if pace_needs_both(page, set_by) and not agreed:
        context.tell(context.say["setup.unchanged"])
        return
    _saved(context, context.home.update(with_pace(set_by), seen=page))


def _short_guide(
    context: Context, person: Person, page: Agreement, guide_id: str, *, taken: str = ""
) -> Outcome:
    """A short guide that changes one thing and keeps no draft. One person is asked, unless it needs both.

    `taken` is the other one's name, where a name is asked for.
    """
    wanted = guide(guide_id)
    both = page.partners.both and any(question.who == "each" for question in wanted.question)

    def check(slot: Slot, value: str, _answers: Mapping[str, str]) -> Refused | None:
        return check_first_evening(slot, value, {"name.other": taken}, {}, ())

    talk = replace(talking.talk_about(context, wanted, page, both_here=both), check=check)
    return talking.hold(context, talk, person, talking.new_draft(context, wanted))


def _saved(context: Context, page: Agreement) -> None:
    context.show(page_blocks(context, page))
