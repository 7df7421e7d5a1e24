"""`couplekit check-in`: the short weekly one."""

from dataclasses import replace
from datetime import date
from typing import cast

import typer

from couplekit.commands import talking
from couplekit.commands.context import Context, Plain, of
from couplekit.commands.show import signal_summary
from couplekit.commands.talk import TALK, both_reopen, shown, tell_time_out
from couplekit.content.guides import guide
from couplekit.content.signal_words import about_signals
from couplekit.conversation.loop import Outcome
from couplekit.conversation.port import Person
from couplekit.domain.agreement import Agreement, with_meeting
from couplekit.domain.checkin import NO_DATE, Keep, record_of, starts_next
from couplekit.domain.days import spoken
from couplekit.domain.guide import Guide, slots
from couplekit.domain.listening import Listening, step_of, waits_for_both
from couplekit.domain.people import SIDES
from couplekit.domain.setup import given
from couplekit.errors import NoPage

check_in = typer.Typer(rich_markup_mode=None)


@check_in.command()
def _check_in(ctx: typer.Context, plain: Plain = False) -> None:
    """A short check-in, about 10 minutes.

    One word each for how you are, one appreciation each, one thing each would like heard, a look at
    your signals, and a next day or none. "We said it aloud" stands first at every question. What one
    of you would like heard, the other one can say back, if you like.
    At the end each of you chooses what is kept of your own words.
    """
    context = of(ctx, plain)
    hold_check_in(context, context.person("check-in"))


def hold_check_in(context: Context, person: Person) -> bool:
    """Hold a check-in, or go on with an unfinished one, and keep what each chose. True at its end."""
    home = context.home
    agreement = context.needed_page()
    both = agreement.partners.both
    wanted = guide("check-in-short" if both else "check-in-alone")
    records, problems = home.records()
    context.notices(str(problem) for problem in problems)
    fresh = talking.new_draft(context, wanted, starts_next(records) if both else "a")
    draft = talking.resumed(context, person, agreement, talking.unfinished(context, wanted.id), fresh)
    if draft is None:
        return False
    if waits_for_both(draft) and not both_reopen(context, person, agreement, draft.starts):
        return False
    about = about_signals()
    summary = signal_summary(agreement.signals, about.words, context.say, context.today())
    talk = replace(
        talking.talk_about(context, wanted, agreement, both_here=both),
        places=lambda _answers: {"signals": summary},
        save=talking.keeper(home, draft),
    )
    if both:
        listening = Listening(draft.starts, in_check_in=True)
        screens = slots(wanted, both_here=True, starts=draft.starts, pace=talk.pace)
        talk = replace(
            talk,
            slots=listening.slots_within(screens, guide(TALK)),
            is_asked=listening.is_asked,
            shown=shown(listening, talk.names, context.say),
            has_time_out=lambda slot: step_of(slot.question.id) is not None,
        )
    outcome = talking.hold(context, talk, person, draft)
    if outcome.ending == "time-out":
        tell_time_out(context, "couplekit check-in")
    if outcome.ending != "finished":
        return False
    _keep_check_in(context, wanted, outcome, agreement)
    return True


def _keep_check_in(context: Context, wanted: Guide, outcome: Outcome, before: Agreement) -> None:
    """The page first; the record is named by the draft, so writing it again is harmless; the draft last."""
    say = context.say
    answers = outcome.answers
    if context.home.page() is None:
        raise NoPage  # erased in another window meanwhile: nothing of tonight is kept either
    meet = given(answers, "meet")
    day = before.meeting.next
    if meet is not None:
        day = None if meet == NO_DATE else date.fromisoformat(meet)
        if day != before.meeting.next:
            context.home.update(with_meeting(day))
    # `keep` offers the ids of Keep and nothing else; whoever did not choose keeps nothing.
    keep = {side: cast("Keep", answers.get(f"keep.{side}", "nothing")) for side in SIDES}
    context.home.save_record(record_of(outcome.draft, wanted, outcome.asked, keep))
    context.home.remove_draft(outcome.draft)
    context.tell(say["check-in.thanks"])
    if day is not None and day >= context.today():
        context.tell(say("check-in.next", day=spoken(day, say)))
    if given(answers, "still-true") == "change":
        context.tell(say["check-in.change-signals"])
