"""`couplekit signals`: the card at once; `set` to change them, `rehearse` to say them aloud."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import typer

from couplekit.commands.context import Context, Plain, new_id, note, of
from couplekit.content.signal_words import about_signals
from couplekit.errors import FileProblem
from couplekit.showing.signals import signals_card

if TYPE_CHECKING:
    from couplekit.conversation.loop import Outcome
    from couplekit.conversation.port import Person
    from couplekit.domain.agreement import Agreement
    from couplekit.domain.answers import Refused
    from couplekit.domain.guide import Choice, Guide, Slot
    from couplekit.domain.signals import Medium, Name, Signal

signals = typer.Typer(invoke_without_command=True, rich_markup_mode=None)


@signals.callback()
def show_signals(ctx: typer.Context, plain: Plain = False) -> None:
    """Your agreed signals, at once: stop and pause first.

    It asks nothing. Works in a pipe and on paper: couplekit signals > card.txt

    Stop and no always count, whatever the page says.
    """
    context = of(ctx, plain)
    if ctx.invoked_subcommand is not None:
        return
    about = about_signals()
    try:
        page = context.home.page()
    except FileProblem as problem:
        # What always counts, and the last good signals, are shown even when the page is damaged.
        good = context.home.last_good()
        context.show(signals_card(good, about.words, context.say, context.today()))
        note(str(problem))
        if good is not None:
            note(context.say["card.last-good"])
        raise typer.Exit(problem.exit_code) from None
    if page is not None:
        context.notices(page.notices)
    agreement = page.agreement if page is not None else None
    context.show(signals_card(agreement, about.words, context.say, context.today()))
    context.tidy()  # last: the card is looked up in a hard moment


@signals.command("set")
def set_signals(ctx: typer.Context, plain: Plain = False) -> None:
    """Add a word or a sign, or agree to take one away.

    Adding takes one of you and counts at once. Taking away needs both of you, each with a typed yes,
    and is slept on: until the second day after, old and new both count.
    """
    change_signals(of(ctx, plain))


@signals.command("rehearse")
def rehearse_signals(ctx: typer.Context, plain: Plain = False) -> None:
    """Say them aloud once: one says stop, the other says thank you. Then swap. About five minutes."""
    rehearse(of(ctx, plain))


def rehearse(context: Context) -> None:
    """Walk both through saying it and answering it, aloud. Keeps nothing."""
    from couplekit.commands import talking
    from couplekit.commands.show import signal_summary
    from couplekit.content.guides import guide

    page = context.needed_page()
    if not page.partners.both:
        context.tell(context.say["rehearse.takes-two"])
        return
    wanted = guide("rehearse")
    reply = page.signals["stop"].reply if "stop" in page.signals else None
    words = about_signals().words
    talk = replace(
        talking.talk_about(context, wanted, page, both_here=True),
        places=lambda _answers: {
            "reply": reply or words["stop"].reply,
            "signals": signal_summary(page.signals, words, context.say, context.today()),
        },
    )
    talking.hold(context, talk, context.person("signals rehearse"), talking.new_draft(context, wanted))


def change_signals(context: Context) -> None:
    """Ask what to change about one signal, and change it by the rules of consent."""
    from couplekit.content.guides import guide
    from couplekit.domain.setup import given

    page = context.needed_page()
    person = context.person("signals set")
    outcome = _ask(context, person, page, guide("signals-set"), {})
    answers = outcome.answers
    what = given(answers, "what")
    name = _name(given(answers, "signal"))
    if outcome.ending != "finished" or name is None or what is None:
        return
    if what == "take-away":
        _take_away(context, person, page, name)
        return
    new = given(answers, what)
    if new:
        _save(context, page, name, _change_of(what, new))


def _name(text: str | None) -> "Name | None":
    from couplekit.domain.signals import Name

    return next((name for name in get_args(Name) if name == text), None)


def _ask(
    context: Context, person: "Person", page: "Agreement", wanted: "Guide", labels: Mapping[str, str]
) -> "Outcome":
    from couplekit.commands import talking
    from couplekit.commands.show import signal_summary
    from couplekit.domain.setup import check_signal, given

    about = about_signals()

    def check(slot: "Slot", value: str, answers: Mapping[str, str]) -> "Refused | None":
        name = _name(given(answers, "signal"))
        if slot.question.takes != "signal" or name is None:
            return None
        return check_signal(value, name, page.signals, about.words, about.play)

    talk = replace(
        talking.talk_about(context, wanted, page, both_here=page.partners.both),
        check=check,
        labels=labels,
        places=lambda _answers: {
            "signals": signal_summary(page.signals, about.words, context.say, context.today())
        },
    )
    return talking.hold(context, talk, person, talking.new_draft(context, wanted))


def _change_of(what: str, new: str) -> "Callable[[Signal], Signal]":
    from couplekit.domain.signals import add_way

    def change(signal: "Signal") -> "Signal":
        if what in ("word", "sign"):
            medium: Medium = "words" if what == "word" else "signs"
            return add_way(signal, medium, new_id(), new)
        return signal.model_copy(update={what: new})

    return change


def _take_away(context: Context, person: "Person", page: "Agreement", name: "Name") -> None:
    """Both agree to let a word or a sign go, or either keeps one that was going to leave."""
    from couplekit.content.guides import guide
    from couplekit.domain.guide import Choice
    from couplekit.domain.setup import given
    from couplekit.domain.signals import Signal, keep_way, let_leave, may_leave

    say = context.say
    signal = page.signals.get(name, Signal())
    held = {**signal.words, **signal.signs}
    may_go = {
        key: text for key, text in held.items() if key not in signal.leaving and may_leave(name, signal, key)
    }
    labels = {f"keep-{key}": say("signals-set.keep", way=held[key]) for key in signal.leaving}
    labels |= {f"drop-{key}": text for key, text in may_go.items()}
    if not labels:
        context.tell(say("signals-set.none-may-go", signal=about_signals().words[name].label))
        return
    wanted = _with_choices(guide("signals-take-away"), [Choice(id=id, label=id) for id in labels])
    outcome = _ask(context, person, page, wanted, labels)
    answers = outcome.answers
    way = given(answers, "way")
    if outcome.ending != "finished" or way is None:
        return
    key = way.removeprefix("keep-").removeprefix("drop-")
    if way.startswith("keep-"):
        _save(context, page, name, lambda now: keep_way(now, key))
        return
    if all(answers.get(f"agree.{side}") == "yes" for side in page.partners.sides):
        today = context.today()
        # Looked at again on the page as it is then: it may have lost another way meanwhile.
        _save(
            context,
            page,
            name,
            lambda now: let_leave(now, key, today) if may_leave(name, now, key) else now,
        )
        context.tell(say["signals-set.slept-on"])
    else:
        context.tell(say["signals-set.unchanged"])


def _with_choices(guide: "Guide", choices: "list[Choice]") -> "Guide":
    """The guide with what can be taken away today; keeping something back needs no second yes."""
    from couplekit.domain.guide import Condition

    leaving = [choice.id for choice in choices if choice.id.startswith("drop-")]
    questions = []
    for question in guide.question:
        if question.id == "way":
            questions.append(question.model_copy(update={"choices": choices}))
        elif leaving:
            only_if = Condition.model_validate({"question": "way", "is": leaving})
            questions.append(question.model_copy(update={"only_if": only_if}))
    return guide.model_copy(update={"question": questions})


def _save(context: Context, page: "Agreement", name: "Name", change: "Callable[[Signal], Signal]") -> None:
    from couplekit.domain.agreement import with_signal

    saved = context.home.update(with_signal(name, change), seen=page)
    context.show(signals_card(saved, about_signals().words, context.say, context.today()))
