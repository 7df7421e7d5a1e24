"""`couplekit talk`: one speaks, the other says what they heard. A time-out, and what both like to try."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import typer

from couplekit.commands import talking
from couplekit.commands.context import Context, Plain, new_id, of
from couplekit.content.closeness import closeness
from couplekit.content.guides import guide
from couplekit.conversation.loop import Outcome
from couplekit.conversation.port import Person
from couplekit.domain.agenda import Agenda, with_try, without_try
from couplekit.domain.agreement import Agreement
from couplekit.domain.answers import Option, Refused
from couplekit.domain.checkin import DONE, Draft, starts_next
from couplekit.domain.guide import Choice, Guide, Question, Slot
from couplekit.domain.interface import Interface
from couplekit.domain.listening import Listening, reopens, speaks_of_closeness, step_of
from couplekit.domain.people import SIDES, Side, other, side_named
from couplekit.domain.text import clean, reflow
from couplekit.errors import FileProblem

talk = typer.Typer(rich_markup_mode=None)

#: The guide of a talk, and what its drafts are known by.
TALK = "talk"
_TURNS = (1, 2)


@talk.command()
def _talk(ctx: typer.Context, plain: Plain = False) -> None:
    """One speaks, the other says what they heard, then you can swap. About 15 minutes, for two.

    Either of you can call a time-out at any moment; the talk opens again where it was, if you both like.
    What is said and typed is not kept once the talk is done. What you would both like to try can be.
    """
    context = of(ctx, plain)
    if not context.needed_page().partners.both:
        context.tell(context.say["talk.alone"])
        return
    hold_talk(context, context.person("talk"))


def hold_talk(context: Context, person: Person, says: str | None = None) -> None:
    """Hold a talk, or go on with one that waits. `says` is a sentence that somebody has ready: it begins one.

    For one person alone it says what they can do, and no more. Raises NoPage where there is no page yet.
    """
    page = context.needed_page()
    if not page.partners.both:
        context.tell(context.say["talk.alone"])
        return
    draft = None if says else talking.unfinished(context, TALK)
    if draft is not None:
        chosen = _waiting(context, person, page, draft)
        if chosen != "else":
            if chosen == "open" and both_reopen(context, person, page, draft.starts):
                _hold(context, person, page, draft, keep=talking.keeper(context.home, draft))
            return
    begun = _begun(context, person, page, says)
    if begun is not None:
        # Nothing of it is on the disk yet, a sentence that was brought along included.
        _hold(context, person, page, begun, keep=talking.keeper(context.home, _unkept(begun)))


def _unkept(draft: Draft) -> Draft:
    return draft.model_copy(update={"at": None})


# -- before it begins ----------------------------------------------------------------------------------------


def _begun(context: Context, person: Person, page: Agreement, says: str | None) -> Draft | None:
    """A new talk of whoever speaks first. None where nobody does."""
    first = _who_speaks(context, person, page, has_words=bool(says))
    if first is None:
        return None
    wanted = guide(TALK)
    draft = talking.new_draft(context, wanted, first)
    if not says:
        return draft
    slots = Listening(first).slots(wanted)
    return draft.model_copy(
        update={
            "at": slots[1].key,
            "answers": {slots[0].key: clean(says)},
            "asked": {slots[0].key: reflow(slots[0].question.say)},
        }
    )


def _who_speaks(context: Context, person: Person, page: Agreement, *, has_words: bool) -> Side | None:
    """Who speaks first: the one who did not begin last time stands first. None where they leave it."""
    say = context.say
    records, problems = context.home.records()
    context.notices(str(problem) for problem in problems)
    next_one = starts_next(records)
    while True:
        tries = {} if has_words else _agenda(context).tries
        shown = [say["talk.who-says" if has_words else "talk.who-plain" if context.plain else "talk.who"]]
        options = [Option(side, page.partners.name(side)) for side in (next_one, other(next_one))]
        if tries:
            shown.insert(0, say("talk.tries", lines="\n".join(f"- {line}" for line in tries.values())))
            options.append(Option("let-go", say["talk.let-one-go"]))
        question = _choice(context, "who", options, together=True)
        outcome = _asked(
            context,
            person,
            page,
            question,
            "\n\n".join(shown),
            options=options,
            # A sentence that was brought along would be lost with it.
            has_time_out=not has_words,
        )
        chosen = outcome.answers.get("who.both") if outcome.ending == "finished" else None
        if chosen != "let-go":
            return side_named(chosen)
        if not _let_go(context, person, page, tries):
            return None


def _let_go(context: Context, person: Person, page: Agreement, tries: Mapping[str, str]) -> bool:
    """Let go of one thing to try. Either of the two may; it takes one key, and nobody is asked why.

    False where they stopped or left: nothing more is asked then.
    """
    say = context.say
    options = [Option("nothing", say["talk.let-go-nothing"])]
    options += [Option(f"try-{id}", line) for id, line in tries.items()]
    question = _choice(context, "which", options, together=True)
    outcome = _asked(context, person, page, question, say["talk.let-go"], options=options)
    chosen = outcome.answers.get("which.both", "nothing")
    if outcome.ending == "finished" and chosen != "nothing":
        context.home.update_agenda(without_try(chosen.removeprefix("try-")))
    return outcome.ending == "finished"


def _agenda(context: Context) -> Agenda:
    """What they would like to talk about and to try. Where it cannot be read, that is said."""
    context.notices(str(problem) for problem in context.home.about_agenda())
    try:
        return context.home.agenda()
    except FileProblem:
        return Agenda()


# -- a time-out, and after it --------------------------------------------------------------------------------


def tell_time_out(context: Context, command: str) -> None:
    """Say that it is a time-out, that nothing is lost, and how it goes on: the last line of this run."""
    if context.keeps:
        context.tell(context.say("talk.time-out", command=command))
    else:
        context.tell(context.say["talk.time-out-not-kept"])


def _waiting(context: Context, person: Person, page: Agreement, draft: Draft) -> str | None:
    """What to do with a talk that waits. Letting it go takes one of them, and one key."""
    say = context.say
    options = [Option(id, say[f"talk-waits.{id}"]) for id in ("not-now", "open", "else", "let-go")]
    chosen = talking.pick(context, person, page, say["talk.waits"], options, one_key=True)
    if chosen == "let-go":
        context.home.remove_draft(draft)
        context.tell(say["talk.gone"])
    return chosen


def both_reopen(context: Context, person: Person, page: Agreement, first: Side) -> bool:
    """Whether both choose to go on, each alone. Both are asked, so that nobody sees whose no it was."""
    say = context.say
    options = [Option("not-now", say["talk.open-not-now"]), Option("go-on", say["talk.open-go-on"])]
    question = _choice(context, "open", options)
    outcome = _asked(context, person, page, question, say["talk.open"], options=options, first=first)
    if outcome.ending != "finished":
        return False
    if reopens({side: outcome.answers.get(f"open.{side}", "") for side in SIDES}):
        return True
    context.tell(say["talk.stays-closed"])
    return False


def _choice(context: Context, id: str, options: list[Option], *, together: bool = False) -> Question:
    """One choice by one key: for both together, or for each alone."""
    return Question(
        id=id,
        kind="choice",
        who="together" if together else "each",
        alone=not together,
        aloud=False,
        say="-",
        why=context.say["talk.why"],
        choices=[Choice(id=option.id, label="-") for option in options],
    ).model_copy(update={"one_key": True})


def _asked(
    context: Context,
    person: Person,
    page: Agreement,
    question: Question,
    say: str,
    *,
    options: list[Option],
    first: Side = "a",
    has_time_out: bool = True,
) -> Outcome:
    """Ask one thing before a talk. A time-out ends it here as well."""
    wanted = Guide(id="before-a-talk", version=1, title="Before a talk", minutes=1, question=[question])
    asked = replace(
        talking.talk_about(context, wanted, page, both_here=True),
        says={question.id: say},
        labels={option.id: option.label for option in options},
        hand_over="talk.hand-over",
        has_time_out=lambda _slot: has_time_out,
    )
    outcome = talking.hold(context, asked, person, talking.new_draft(context, wanted, first))
    if outcome.ending == "time-out":
        tell_time_out(context, "couplekit talk")
    return outcome


# -- the talk ------------------------------------------------------------------------------------------------


def _hold(
    context: Context, person: Person, page: Agreement, draft: Draft, *, keep: Callable[[Draft], None]
) -> None:
    """Hold a talk to its end, or to where it waits. What both said yes to trying is kept however it ends."""
    wanted = guide(TALK)
    listening = Listening(draft.starts)
    slots = listening.slots(wanted)
    known = closeness()
    agenda = _agenda(context)
    topics = [topic.says for topic in agenda.topics.values() if topic.says]

    def check(slot: Slot, typed: str, _answers: Mapping[str, str]) -> Refused | None:
        step = step_of(slot.question.id)
        is_to_try = step is not None and step.name == "request"
        return Refused("closeness", {}) if is_to_try and speaks_of_closeness(typed, known) else None

    held = replace(
        talking.talk_about(context, wanted, page, both_here=True),
        slots=slots,
        is_asked=listening.is_asked,
        shown=shown(listening, talking.names_of(page), context.say),
        lines={f"says-{turn}": topics for turn in _TURNS},
        check=check,
        hand_over="talk.hand-over",
        has_time_out=lambda _slot: True,
        given=_both_said_yes(listening, slots, draft, agenda),
        save=keep,
    )
    outcome = talking.hold(context, held, person, draft)
    for turn in _TURNS:
        line = listening.to_try(turn, outcome.answers)
        if line is not None and not speaks_of_closeness(line, known):
            context.home.update_agenda(with_try(new_id(), line))
    if outcome.ending == "time-out":
        tell_time_out(context, "couplekit talk")
    elif not _is_left(listening, slots, outcome):
        context.home.remove_draft(outcome.draft)
    if outcome.ending == "finished":
        context.tell(context.say["talk.thanks"])


def _both_said_yes(
    listening: Listening, slots: Sequence[Slot], draft: Draft, agenda: Agenda
) -> dict[str, str]:
    """What both answered alone to something to try that is on the list by now, for the screens after it.

    No draft holds it, and where that question is still to come, it is asked again.
    """
    keys = [slot.key for slot in slots]
    there = keys.index(draft.at) if draft.at in keys else 0
    return {
        key: "yes"
        for turn in _TURNS
        if listening.request(turn, draft.answers) in agenda.tries.values()
        for key in (f"try-{turn}.{side}" for side in SIDES)
        if keys.index(key) < there
    }


def _is_left(listening: Listening, slots: Sequence[Slot], outcome: Outcome) -> bool:
    """Whether a talk that ended early has a screen left to go on with."""
    at = outcome.draft.at
    if outcome.ending == "finished" or at in (None, DONE):
        return False
    keys = [slot.key for slot in slots]
    # Of another version of the guide: it goes on after its last answer.
    there = keys.index(at) if at in keys else 0
    return any(listening.is_asked(slot, outcome.answers) for slot in slots[there:])


def shown(
    listening: Listening, names: Mapping[Side, str], say: Interface
) -> Callable[[Slot, Mapping[str, str]], Mapping[str, str]]:
    """What was said and heard by each screen of a turn, for the places in its sentences."""

    def places(slot: Slot, answers: Mapping[str, str]) -> Mapping[str, str]:
        step = step_of(slot.question.id)
        if step is None:
            return {}
        speaker = listening.speaker(step.turn)
        listener = other(speaker)
        words = listening.words(step, answers)
        heard = listening.heard(step, answers)
        aloud = say("talk.says-aloud" if step.name == "over" else "talk.said-aloud", name=names[speaker])
        said = [say("talk.said", name=names[speaker], words=line) for line in words[:1]]
        said += [say("talk.added", words=line) for line in words[1:]]
        tried = listening.to_try(step.turn, answers) is not None
        request = listening.request(step.turn, answers) or ""
        return {
            "says": "\n\n".join(said) or aloud,
            "heard": say("talk.heard", name=names[listener], words=heard)
            if heard
            else say("talk.heard-aloud", name=names[listener]),
            "thanks": say[
                "talk.thanked-later" if listening.went_all_round(step.turn, answers) else "talk.thanked"
            ],
            "request": request,
            "came": say("talk.came", line=request) if tried else say["talk.came-not"],
        }

    return places
