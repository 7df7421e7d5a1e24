"""Holding a conversation from a command: an unfinished one first, then the guide, then its last line."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from couplekit.commands.context import Context, new_id
from couplekit.content.guidance import origins
from couplekit.content.guides import cards, feelings
from couplekit.conversation.loop import Check, Conversation, Outcome, Talk
from couplekit.conversation.port import Person
from couplekit.domain.agreement import Agreement
from couplekit.domain.answers import Option
from couplekit.domain.checkin import Draft, new_evening
from couplekit.domain.guide import Choice, Guide, Question
from couplekit.domain.people import Side, Whose
from couplekit.domain.setup import given
from couplekit.storage.home import Home


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
        origins=origins,
    )


def hold(context: Context, talk: Talk, person: Person, draft: Draft) -> Outcome:
    """Hold one conversation and say its last line: one line for a stop, nothing for leaving.

    A guide with a typed consent is refused before its first question where there is no terminal.
    """
    if talk.guide.has_consent:
        context.expect_typed_yes()
    outcome = Conversation(talk, person, draft).run()
    context.ending = outcome.ending
    if outcome.ending == "stopped":
        context.tell(context.say["conversation.stopped"])
    return outcome


def unfinished(context: Context, *guides: str) -> Draft | None:
    """The latest unfinished conversation of one of these guides. A damaged one is named and left alone."""
    drafts, problems = context.home.drafts()
    context.notices(str(problem) for problem in problems)
    return next((draft for draft in drafts if draft.guide in guides), None)


def resumed(
    context: Context, person: Person, page: Agreement | None, draft: Draft | None, fresh: Draft
) -> Draft | None:
    """What to do with an unfinished conversation: go on, begin anew (it is deleted), or not now (None)."""
    if draft is None:
        return fresh
    say = context.say
    options = (
        Option("go-on", say["unfinished.go-on"]),
        Option("afresh", say["unfinished.afresh"]),
        Option("not-now", say["unfinished.not-now"]),
    )
    chosen = pick(context, person, page, say["unfinished.say"], options)
    if chosen == "go-on":
        return draft
    if chosen == "afresh":
        context.home.remove_draft(draft)
        return fresh
    return None


def keeper(home: Home, draft: Draft) -> Callable[[Draft], None]:
    """How the draft of this conversation is kept: once it is, a draft that is gone stays gone."""
    again = draft.at is not None

    def keep(now: Draft) -> None:
        nonlocal again
        home.save_draft(now, again=again)
        again = True

    return keep


def pick(
    context: Context,
    person: Person,
    page: Agreement | None,
    shown: str,
    options: Sequence[Option],
    *,
    one_key: bool = False,
) -> str | None:
    """One choice outside a guide, with the menu of every question. None where nothing was chosen."""
    question = Question(
        id="choice",
        kind="choice",
        aloud=False,
        say="{page}",
        why=context.say["conversation.choice-why"],
        choices=[Choice(id=option.id, label=option.id) for option in options],
    ).model_copy(update={"one_key": one_key})
    talk = replace(
        _talk_of_one(context, page, question),
        places=lambda _answers: {"page": shown},
        labels={option.id: option.label for option in options},
    )
    outcome = hold(context, talk, person, new_draft(context, talk.guide))
    return given(outcome.answers, "choice") if outcome.ending == "finished" else None


def written(
    context: Context, person: Person, page: Agreement | None, shown: str, check: Check = lambda *_: None
) -> str | None:
    """One line of words outside a guide. None where nothing was written."""
    question = Question(
        id="line", kind="text", aloud=False, say="-", why=context.say["conversation.choice-why"]
    )
    talk = replace(_talk_of_one(context, page, question), says={"line": shown}, check=check)
    outcome = hold(context, talk, person, new_draft(context, talk.guide))
    return given(outcome.answers, "line") if outcome.ending == "finished" else None


def read(context: Context, person: Person, page: Agreement | None, card: str) -> bool:
    """Show one card. True where it was read to its end, or left for what came before."""
    talk = _talk_of_one(context, page, Question(id="card", kind="card", card=card))
    return hold(context, talk, person, new_draft(context, talk.guide)).ending == "finished"


def _talk_of_one(context: Context, page: Agreement | None, question: Question) -> Talk:
    wanted = Guide(id="one-screen", version=1, title="One screen", minutes=1, question=[question])
    return talk_about(context, wanted, page, both_here=page is None or page.partners.both)
