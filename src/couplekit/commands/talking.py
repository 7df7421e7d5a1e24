"""Holding a conversation from a command: an unfinished one first, then the guide, then its last line."""

from typing import TYPE_CHECKING

from couplekit.commands.context import Context, new_id
from couplekit.content.guidance import titles
from couplekit.content.guides import cards, feelings
from couplekit.conversation.loop import Conversation, Outcome, Talk
from couplekit.conversation.port import Person, Prompt, Stopped
from couplekit.domain import answers as means
from couplekit.domain.agreement import Agreement
from couplekit.domain.answers import Accepted, Option
from couplekit.domain.checkin import Draft, new_evening
from couplekit.domain.guide import Guide
from couplekit.domain.people import Side, Whose

if TYPE_CHECKING:
    pass


def new_draft(context: Context, wanted: Guide, starts: Side = "a") -> Draft:
    """An evening that begins today."""
    return Draft(
        evening=new_evening(context.today(), new_id()), guide=wanted.id, version=wanted.version, starts=starts
    )


def names_of(page: Agreement | None) -> dict[Side, str]:
    """The names on the page; empty ones are not known yet."""
    if page is None:
        return {}
    return {"a": page.partners.name("a"), "b": page.partners.name("b")}


def pace_of(page: Agreement | None) -> Whose:
    """Whose comfort sets the pace, for the questions that ask them. The slower of the two means both."""
    if page is None or page.pace.set_by == "the-slower-of-us":
        return "both"
    return page.pace.set_by


def talk_about(context: Context, wanted: Guide, page: Agreement | None, *, both_here: bool) -> Talk:
    """What every conversation needs, from the content folder and the page."""
    return Talk(
        guide=wanted,
        say=context.say,
        cards=cards(),
        families=feelings() if any(q.kind == "feelings" for q in wanted.question) else (),
        today=context.today(),
        both_here=both_here,
        names=names_of(page),
        pace=pace_of(page),
        signals=lambda _answers: page.signals if page is not None else {},
        titles=titles,
    )


def hold(context: Context, talk: Talk, person: Person, draft: Draft) -> Outcome:
    """Hold one conversation and say its last line: one line for a stop, nothing for leaving.

    A guide with a typed consent is refused before its first question where there is no terminal.
    """
    if talk.guide.has_consent:
        context.expect_typed_yes()
    outcome = Conversation(talk, person, draft).run()
    if outcome.ending == "stopped":
        context.tell(context.say["conversation.stopped"])
    return outcome


def unfinished(context: Context, *guides: str) -> Draft | None:
    """The latest unfinished conversation of one of these guides. A damaged one is named and left alone."""
    drafts, problems = context.home.drafts()
    context.notices(str(problem) for problem in problems)
    return next((draft for draft in drafts if draft.guide in guides), None)


def resumed(context: Context, person: Person, draft: Draft | None, fresh: Draft) -> Draft | None:
    """What to do with an unfinished conversation: go on, begin anew (it is deleted), or not now (None)."""
    if draft is None:
        return fresh
    say = context.say
    options = (
        Option("go-on", say["unfinished.go-on"]),
        Option("afresh", say["unfinished.afresh"]),
        Option("not-now", say["unfinished.not-now"]),
    )
    chosen = pick(person, Prompt(kind="pick", say=say["unfinished.say"], options=options), context)
    if chosen == "go-on":
        return draft
    if chosen == "afresh":
        context.home.remove_draft(draft)
        return fresh
    return None


def pick(person: Person, prompt: Prompt, context: Context) -> str | None:
    """One choice outside a guide. None where somebody stopped, left, or chose nothing."""
    say = context.say
    person.begin()
    try:
        while True:
            raw = person.ask(prompt)
            command = means.command_in(raw) or means.signal_in(raw, {}, context.today())
            if command == "leave":
                person.clear()
            if command is not None:
                return None
            answer = means.pick(raw, prompt.options)
            if isinstance(answer, Accepted):
                return answer.value
            if isinstance(answer, means.Empty):
                return None
            person.tell(say(f"refused.{answer.reason}", **answer.places))
    except Stopped:
        return None
    finally:
        person.end()
