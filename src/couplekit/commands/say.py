"""`couplekit say`: words for one thing, part by part, for one person alone. And what becomes of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from couplekit.commands import talking
from couplekit.commands.context import Context, Plain, new_id, of

if TYPE_CHECKING:
    from couplekit.commands.alone import Alone
    from couplekit.conversation.hints import Coach
    from couplekit.conversation.loop import Outcome
    from couplekit.conversation.port import Person
    from couplekit.domain.agreement import Agreement
    from couplekit.domain.card import Pool
    from couplekit.domain.coach import Hint
    from couplekit.domain.guide import Question
    from couplekit.domain.people import Side
    from couplekit.domain.statement import Format
    from couplekit.storage.drawers import OpenDrawer

say = typer.Typer(rich_markup_mode=None)

#: What a choice about one's own words rests on.
_SOURCES = ("share-at-own-pace", "body-autonomy")


@say.command()
def _say(
    ctx: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    plain: Plain = False,
    *,
    mine: Annotated[
        bool, typer.Option("--mine", help="Read what you keep in your private part, or let it go.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Read text from standard input, and give hints about its words.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="With --check: the hints as one JSON object.")] = False,
    jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl", help='With --check: an object with "id" and "text" a line in, one a line out.'
        ),
    ] = False,
) -> None:
    """Find words for one thing, in a sentence or two.

    Part by part: what happened, what you feel, why it matters, a small request or none. Every part can be
    left out. At the end you say it aloud, put it on your list, keep it in your private part, or let it go.
    Nothing of it is kept unless you choose so. A limit needs none of this: a plain no is whole.

    With --check it reads standard input, and nothing else: words about your life do not belong in the history
    of a shell. It ends with 0 whether or not there are hints.
    """
    if words:
        raise typer.BadParameter("say takes no words behind it: a shell would keep them. Nothing was read.")
    if (json or jsonl) and not check:
        option = "--json" if json else "--jsonl"
        raise typer.BadParameter(f"{option} goes with --check: couplekit say --check {option}")
    if json and jsonl:
        raise typer.BadParameter("--json and --jsonl are two ways to answer. One of them, please.")
    if check and mine:
        raise typer.BadParameter("--mine reads what you keep, and --check reads standard input. One of them.")
    context = of(ctx, plain)
    if check:
        from couplekit.commands.checking import check as check_input

        form: Literal["text", "json", "jsonl"] = "jsonl" if jsonl else "json" if json else "text"
        check_input(context, form)
    elif mine:
        hold_mine(context, context.person("say --mine"))
    else:
        hold_say(context, context.person("say"))


def hold_say(context: Context, person: "Person", coach: "Coach | None" = None) -> None:
    """Build one statement with one person, and do with it what they choose. `coach` is ours unless given.

    A stop, or leaving, keeps nothing: it is not even asked where a private part is. It would take a
    passphrase, and whoever stops is asked nothing more.
    """
    from couplekit.domain.answers import Option

    say = context.say
    page = context.page()
    options = (Option("go-on", say["say.go-on"]), Option("leave-it", say["say.leave-it"]))
    if talking.pick(context, person, page, say["say.limit"], options) != "go-on":
        return
    side = _whose(context, person, page, say["say.who"])
    if side is None:
        return
    writer = _seat(context, person, page, side, "say.why")
    says = _built(writer, coach)
    if says:
        _what_now(writer, says)
    elif says is not None:
        writer.over(say["say.nothing-written"])
    if writer.is_left and context.ending == "stopped":
        context.tell(say["say.not-kept"])


def _seat(context: Context, person: "Person", page: "Agreement | None", side: "Side", why: str) -> "Alone":
    from couplekit.commands.alone import Alone

    title = context.say["say.title"]
    return Alone(
        context, person, page, side, why=why, hand_over="say.hand-over", title=title, sources=_SOURCES
    )


def _whose(context: Context, person: "Person", page: "Agreement | None", shown: str) -> "Side | None":
    """Whose screen it is. Asked where there are two, or where there is a private part for each of two."""
    from couplekit.domain.answers import Option
    from couplekit.domain.people import SIDES, side_named

    say = context.say
    sides = page.partners.sides if page else tuple(s for s in SIDES if context.home.drawer(s).exists)
    if len(sides) < 2:
        return sides[0] if sides else "a"
    names = talking.names_of(page)
    labels = {"a": names.get("a") or say["lock.side-a"], "b": names.get("b") or say["lock.side-b"]}
    options = (*(Option(side, labels[side]) for side in sides), Option("nobody", say["say.nobody"]))
    return side_named(talking.pick(context, person, page, shown, options))


# -- part by part --------------------------------------------------------------------------------------------


def _asked(
    writer: "Alone", questions: "Sequence[Question]", given: Mapping[str, str] | None = None, **more: Any
) -> "tuple[Outcome, dict[str, str]]":
    """Ask some questions from the first one on, whatever was answered before. Answers are by question."""
    return writer.run(replace(writer.talk(questions, given or {}), **more), begins=questions[0].id)


def _built(writer: "Alone", coach: "Coach | None") -> str | None:
    """The statement, as one text. Empty where every part was left out, None where they stopped or left."""
    from couplekit.content.formats import formats
    from couplekit.content.words import joining
    from couplekit.conversation.hints import Coached
    from couplekit.domain.statement import questions_of, said_by, statement

    known = {format.id: format for format in formats()}
    coached = None
    answers: dict[str, str] = {}
    while True:
        chosen = _format(writer, known)
        if chosen is None:
            return None
        if coached is None:
            coached = Coached(coach or _our_coach(), {})
        leads = {part.id: part.lead for part in chosen.part}
        coached.leads, coached.is_kept = leads, _kept_in(chosen)
        questions = questions_of(chosen)
        outcome, said = _asked(
            writer,
            questions,
            {id: value for id, value in answers.items() if id in {question.id for question in questions}},
            labels={"no-request": writer.context.say["say.no-request"], "ask": writer.context.say["say.ask"]},
            pools=_pools(writer.context, chosen),
            coached=coached,
            goes_back=True,
        )
        answers |= said
        if outcome.ending == "finished":
            return statement(chosen, said_by(chosen, said), joining())
        if writer.is_left:
            return None


def _format(writer: "Alone", known: "Mapping[str, Format]") -> "Format | None":
    """Which format; the first one stands first. None where they stopped or left."""
    from couplekit.domain.guide import Choice, Question

    say = writer.context.say
    question = Question(
        id="format",
        kind="choice",
        who="each",
        alone=True,
        aloud=False,
        title=say["say.title"],
        say=say["say.format"],
        why=say["say.format-why"],
        sources=["i-statements-no-blame", "talk-without-blame"],
        choices=[Choice(id=format.id, label=format.title, help=format.about) for format in known.values()],
    )
    _, answers = _asked(writer, [question])
    if writer.is_left:
        return None
    return known[answers.get("format") or next(iter(known))]


def _kept_in(format: "Format") -> "Callable[[Hint], bool]":
    """Which hints a format has no need of: a word that it counts as a feeling is one."""
    return lambda hint: (
        hint.kind == "faux-feeling" and not hint.safety and format.counts_as_feeling(hint.text)
    )


def _our_coach() -> "Coach":
    from couplekit.content.coach import coach

    return coach()


def _pools(context: Context, format: "Format") -> "dict[str, Pool]":
    """What each picker of a format offers."""
    from couplekit.content.guides import feelings
    from couplekit.content.words import body, needs
    from couplekit.domain.card import Pool

    pools = {
        "feelings": lambda: Pool(feelings(), body(), context.say["say.in-my-body"]),
        "needs": lambda: Pool(needs()),
    }
    return {part.id: pools[part.kind]() for part in format.part if part.kind in pools}


# -- what becomes of it --------------------------------------------------------------------------------------


def _what_now(writer: "Alone", says: str) -> None:
    """Say it, put it on the list, keep it, change it or let it go, until one of these is done."""
    context, say = writer.context, writer.context.say
    labels = {"aloud": say["say.aloud"], "change": say["say.change"], "let-go": say["say.let-go"]}
    ways = ["aloud", *_ways_to_keep(writer), "change", "let-go"]
    labels |= {"agenda": say["say.agenda"], "private": say["say.private"]}
    while True:
        shown = say("say.what-now", says=says)
        chosen = writer.pick(shown, {way: labels[way] for way in ways})
        if writer.is_left:
            return
        if chosen == "change":
            says = _changed(writer, says)
        elif chosen == "let-go":
            writer.over(say["say.gone"])
            return
        elif chosen == "aloud":
            _aloud(writer, says, say["say.said"])
            return
        elif chosen == "agenda" and _on_agenda(writer, says):
            writer.over(say["say.on-agenda"])
            return
        elif chosen == "private" and _in_private(writer, says):
            writer.over(say["say.kept"])
            return
        # Whoever stopped at their passphrase is asked nothing more; whoever left it shut is.
        writer.is_left = writer.is_left or context.ending in ("stopped", "left")
        if writer.is_left:
            return


def _ways_to_keep(writer: "Alone") -> list[str]:
    """Where it could go: a list that two read, and a private part that is locked."""
    context = writer.context
    if not context.keeps:
        return []
    ways = ["agenda"] if writer.is_of_two else []
    return [*ways, "private"] if context.home.drawer(writer.side).exists else ways


def _changed(writer: "Alone", says: str) -> str:
    """The whole, typed anew or changed. An empty line keeps it."""
    from couplekit.domain.statement import LONGEST

    question = writer.question("whole", "text").model_copy(update={"longest": LONGEST})
    shown = writer.context.say("say.change-say", says=says)
    _, answers = _asked(writer, [question], says={"whole": shown}, typed={"whole": says})
    return answers.get("whole") or says


def _aloud(writer: "Alone", says: str, over: str) -> None:
    """Two go on with the listener's half. One has it on a quiet screen for as long as they like."""
    if writer.is_of_two:
        from couplekit.commands.talk import hold_talk

        writer.person.clear()
        hold_talk(writer.context, writer.person, says)
        return
    card = writer.question("quiet", "card")
    writer.hold([card], {"quiet": writer.context.say("say.quiet", says=says)})
    writer.over(over)


def _on_agenda(writer: "Alone", says: str) -> bool:
    """Put it on the list that both read. What is too long for a line of it is asked for once more, shorter.

    False where nothing was put there.
    """
    from couplekit.domain.agenda import Topic, with_topic
    from couplekit.domain.answers import LONGEST

    longest = LONGEST["text"]
    line = says
    if len(says) > longest:
        shown = writer.context.say("say.too-long", says=says, longest=str(longest), typed=str(len(says)))
        question = writer.question("line", "text")
        _, answers = _asked(writer, [question], says={"line": shown}, typed={"line": says})
        line = answers.get("line", "")
    if writer.is_left or not line:
        return False
    writer.context.home.update_agenda(with_topic(new_id(), Topic(says=line)))
    return True


def _in_private(writer: "Alone", says: str) -> bool:
    """Keep it in their private part. False where it was not opened."""
    from couplekit.domain.statement import STATEMENTS, Statements, has_room, with_statement

    say = writer.context.say
    drawer = _opened(writer)
    if drawer is None:
        return False
    kept = drawer.load(STATEMENTS, Statements) or Statements()
    if not has_room(kept, says):
        writer.person.tell(say["say.no-room"])
        return False
    drawer.save(STATEMENTS, with_statement(new_id(8), says)(kept))
    return True


def _opened(writer: "Alone") -> "OpenDrawer | None":
    """Their private part. Where there is a page it is a witness, and what is wider there is narrowed."""
    context, page = writer.context, writer.page
    if page is not None:
        from couplekit.commands.boundaries import Here, open_drawer

        found = open_drawer(Here(context, page), writer.person, writer.side)
        return found[1] if found else None
    from couplekit.commands.lock import opened

    return opened(context, writer.person, page, writer.side)


# -- what is kept --------------------------------------------------------------------------------------------


def hold_mine(context: Context, person: "Person") -> None:
    """Read what one person keeps, put one on the list of two, or let one go."""
    from couplekit.domain.people import SIDES
    from couplekit.domain.statement import STATEMENTS, Statements

    say = context.say
    page = context.page()
    if not any(context.home.drawer(side).exists for side in SIDES):
        context.tell(say["say-mine.none-locked"])
        return
    side = _whose(context, person, page, say["say-mine.who"])
    if side is None:
        return
    if not context.home.drawer(side).exists:
        context.tell(say["say-mine.none-locked"])
        return
    writer = _seat(context, person, page, side, "say-mine.why")
    drawer = _opened(writer)
    if drawer is None:
        return
    writer.has_screen = True
    while not writer.is_left:
        kept = drawer.load(STATEMENTS, Statements) or Statements()
        if not kept.statements:
            writer.over(say["say-mine.nothing"])
            return
        labels = {
            "leave": say["say-mine.leave"],
            **{id: _short(says) for id, says in kept.statements.items()},
        }
        chosen = writer.pick(say["say-mine.which"], labels)
        if chosen in kept.statements:
            if not _one_of_mine(writer, drawer, kept.statements[chosen], chosen):
                return
        elif not writer.is_left:
            writer.over(say["say-mine.closed"])
            return


def _one_of_mine(writer: "Alone", drawer: "OpenDrawer", says: str, id: str) -> bool:
    """One of theirs, and what they would like to do with it. True where they go on with the others."""
    from couplekit.domain.statement import STATEMENTS, Statements, without_statement

    say = writer.context.say
    labels = {"back": say["say-mine.back"], "aloud": say["say.aloud"]}
    if writer.context.keeps:
        labels |= {"agenda": say["say.agenda"]} if writer.is_of_two else {}
        labels |= {"let-go": say["say-mine.let-go"]}
    chosen = writer.pick(say("say-mine.one", says=says), labels)
    if chosen == "let-go":
        kept = drawer.load(STATEMENTS, Statements) or Statements()
        drawer.save(STATEMENTS, without_statement(id)(kept))
        writer.person.tell(say["say-mine.gone"])
    elif chosen == "agenda" and _on_agenda(writer, says):
        writer.person.tell(say["say-mine.on-agenda"])
    elif chosen == "aloud":
        _aloud(writer, says, say["say-mine.closed"])
        return False
    return not writer.is_left


def _short(says: str, width: int = 60) -> str:
    return says if len(says) <= width else f"{says[: width - 3].rstrip()}..."
