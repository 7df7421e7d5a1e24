"""`couplekit agreement`: our page; the file as it is; a check of any file; what changed; another device's."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from couplekit.commands.context import Context, Plain, of, write
from couplekit.errors import FileProblem

if TYPE_CHECKING:
    from couplekit.domain.agenda import Topic
    from couplekit.domain.agreement import Agreement
    from couplekit.domain.backup import Backup
    from couplekit.domain.people import Side
    from couplekit.domain.state import Kind
    from couplekit.storage.home import Restored

agreement = typer.Typer(invoke_without_command=True, rich_markup_mode=None)


@agreement.callback()
def show_agreement(
    ctx: typer.Context,
    toml: Annotated[bool, typer.Option("--toml", help="Print it as TOML, the way it is kept.")] = False,
    plain: Plain = False,
) -> None:
    """Our page: who sets the pace, the signals, the next day.

    The page is never consent. Every yes is for now. Stop and no always count.
    """
    from couplekit.commands.show import page_blocks

    if ctx.invoked_subcommand is not None:
        return
    context = of(ctx, plain)
    page = context.needed_page()
    if toml:
        from couplekit.storage.pages import to_toml

        write(to_toml(page))
        return
    context.show(page_blocks(context, page))


@agreement.command("check")
def check(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Any page written by couplekit.")],
) -> None:
    """Say whether a page is sound, or name everything that is wrong with it, all at once.

    Nothing is changed. A page edited by hand is sound when every key and value can be read.
    """
    from couplekit.storage.home import check_page

    context = of(ctx)
    sealed = check_page(file)
    key = "agreement.sound" if sealed else "agreement.sound-unsealed"
    context.tell(context.say(key, file=file.name))


@agreement.command("changes")
def changes(ctx: typer.Context, plain: Plain = False) -> None:
    """What reads otherwise on the page since you last looked. No days, and nothing about who.

    What each of you saw last is kept on this device and goes nowhere.
    """
    show_changes(of(ctx, plain))


@agreement.command("merge")
def merge(
    ctx: typer.Context,
    other: Annotated[
        Path, typer.Argument(metavar="OTHER", help="couplekit's folder of another device, or a backup.")
    ],
    plain: Plain = False,
) -> None:
    """Bring in the page, the evenings and the things to talk about of another device.

    It says what would come, and asks once. Nothing gets wider that you did not both read together there,
    and what one of you took off stays off. The other folder is read and not changed.
    """
    bring_in(of(ctx, plain), other)


#: How each kind of change is said.
_SAID: "dict[Kind, str]" = {
    "open": "changes.open",
    "talk": "changes.talk",
    "lapsed": "changes.lapsed",
    "asleep": "changes.asleep",
    "limit": "changes.limit",
    "off": "changes.off",
    "not-listed": "changes.not-listed",
}


def show_changes(context: Context) -> None:
    """Say what one of the two has not seen yet, and remember it once it was shown."""
    from couplekit.commands.boundaries import both_locked
    from couplekit.domain.ratchet import readings
    from couplekit.domain.state import looked, since
    from couplekit.showing.boundaries import ALWAYS
    from couplekit.showing.document import Block, Gap, Words

    page = context.needed_page()
    side = _who_looks(context, page)
    if side is None:
        return
    say = context.say
    state, problems = context.home.state()
    context.notices(str(problem) for problem in problems)
    before = state.last_looked.get(side)
    now = readings(page, context.today())
    found = since(before or {}, now)
    locked = both_locked(context, page)
    shown = [(row, kind) for row, kind in found if not locked or kind in ALWAYS]
    blocks: list[Block] = [Words(say["changes.title"], "title")]
    if before is None:
        blocks.append(Words(say["changes.first"]))
    elif not shown:
        blocks.append(Words(say["changes.nothing-off" if locked else "changes.nothing"]))
    blocks += [Words(sentence, "item") for sentence in _sentences(context, page, shown)]
    if locked:
        blocks.append(Words(say["changes.locked"]))
    if shown:
        blocks += [Gap(), Words(say["page.closing"], "quiet")]
    context.show(blocks)
    levels = {row: reading.level for row, reading in now.items()}
    for row in {row for row, _ in found} - {row for row, _ in shown}:  # not seen, so it is told another time
        levels[row] = (before or {}).get(row, "none")
    context.home.update_state(looked(side, levels))


def _who_looks(context: Context, page: "Agreement") -> "Side | None":
    """Who is looking: asked where there are two. None where nobody went on."""
    from couplekit.commands import talking
    from couplekit.domain.answers import Option
    from couplekit.domain.people import SIDES, side_named

    if not page.partners.both:
        return "a"
    options = [Option(side, page.partners.name(side)) for side in SIDES]
    person = context.person("agreement changes")
    return side_named(talking.pick(context, person, page, context.say["changes.who"], options))


def _sentences(context: Context, page: "Agreement", rows: "Iterable[tuple[str, Kind]]") -> list[str]:
    """A sentence for each of these rows, in the order of the lists."""
    from couplekit.commands.boundaries import Here

    here = Here(context, page)
    order = {row: number for number, row in enumerate(here.lines())}
    return [
        context.say(_SAID[kind], row=here.label(row))
        for row, kind in sorted(rows, key=lambda found: order.get(found[0], len(order)))
    ]


def rows_told(context: Context, before: "Agreement", after: "Agreement", heading: str) -> Iterator[str]:
    """The rows that read otherwise on one page than on the one before it, under a heading."""
    from couplekit.commands.boundaries import both_locked
    from couplekit.domain.ratchet import readings
    from couplekit.domain.state import differing
    from couplekit.showing.boundaries import ALWAYS

    today = context.today()
    found = differing(readings(before, today), readings(after, today))
    locked = both_locked(context, after)
    shown = [(row, kind) for row, kind in found if not locked or kind in ALWAYS]
    if told := _sentences(context, after, shown):
        yield "\n".join([heading, *(f"- {sentence}" for sentence in told)])
    if locked:
        yield context.say["changes.locked"]


def bring_in(context: Context, other: Path) -> None:
    """Say what another device's copy would change here, ask once, and bring it in by the rules."""
    from couplekit.commands import talking
    from couplekit.domain.answers import Option

    context.expect_saving("agreement merge")
    say = context.say
    file = other.name or str(other)
    page = context.page()
    copy, trusted = _copy_in(context, other, file)
    coming = context.home.compared(copy, trusted=trusted)
    told = list(_would_come(context, coming, copy, trusted=trusted))
    if coming.is_nothing:
        context.tell(say("restore.nothing-new", file=file))
        if not trusted:
            context.tell(say("merge.changed", file=file))
        return
    if not trusted:
        told.append(say("merge.changed", file=file))
    shown = [say("merge.say", file=file), *(told or [say["merge.quiet"]]), say["merge.ask"]]
    options = (Option("leave", say["merge.leave"]), Option("bring", say["merge.bring"]))
    chosen = talking.pick(context, context.person("agreement merge"), page, "\n\n".join(shown), options)
    if chosen == "leave":
        context.tell(say["merge.left"])
    elif chosen == "bring":
        context.home.restore(copy, trusted=trusted)
        context.tell(say("merge.done", file=file))


def _copy_in(context: Context, other: Path, file: str) -> "tuple[Backup, bool]":
    """What another device's folder or a backup holds, and whether it is as couplekit wrote it."""
    from couplekit.storage.backup import read_backup
    from couplekit.storage.home import Home

    if not other.is_dir():
        sheet = read_backup(other)
        return sheet.value, sheet.sealed
    there = Home(other, context.today)
    try:
        page = there.page()
        copy, problems = there.gathered(for_another=True)
    except FileProblem as problem:
        raise FileProblem(f"In {file}: {problem}") from None
    if copy.page is None and not copy.evenings:
        raise FileProblem(
            f"{file} holds no page and no evening of couplekit, so nothing was brought in and nothing was "
            "changed. The folder that couplekit uses there is named by couplekit files."
        )
    context.notices(f"In {file}: {problem}" for problem in problems)
    return copy, page is None or page.outside is None


def _would_come(context: Context, coming: "Restored", copy: "Backup", *, trusted: bool) -> Iterator[str]:
    """What bringing a copy in would come to, in sentences."""
    from couplekit.domain.backup import is_of_another_history

    say = context.say
    before, after = coming.before, coming.after
    if before is None and after is not None:
        yield say["merge.page"]
        if after.partners.both:
            yield say["restore.asked-again"]
    elif before is not None and after is not None:
        yield from _would_change(context, before, after)
        if trusted and copy.page and is_of_another_history(before, copy.page):
            yield say["merge.apart"]
    was = coming.agenda_before.topics if coming.agenda_before else {}
    topics = coming.agenda.topics if coming.agenda else {}
    if new := [topic for id, topic in topics.items() if id not in was]:
        page = after or before
        yield "\n".join([say["merge.topics"], *(f"- {text}" for text in _topics(context, page, new))])
    if was.keys() - topics.keys():
        yield say["merge.topics-go"]
    tried = coming.agenda_before.tries if coming.agenda_before else {}
    tries = coming.agenda.tries if coming.agenda else {}
    if lines := [f"- {line}" for id, line in tries.items() if id not in tried]:
        yield "\n".join([say["merge.tries"], *lines])
    if tried.keys() - tries.keys():
        yield say["merge.tries-go"]
    if coming.evenings:
        yield say["merge.evenings"]


def _would_change(context: Context, before: "Agreement", after: "Agreement") -> Iterator[str]:
    """What would be otherwise on the page, in sentences."""
    from couplekit.content.signal_words import about_signals
    from couplekit.domain.agreement import added_ways

    say = context.say
    words = about_signals().words
    if added := [words[name].label for name in added_ways(before, after)]:
        yield say("merge.ways", signals=", ".join(added))
    if before.pace != after.pace:
        yield say["merge.pace"]
    if (before.partners, before.meeting) != (after.partners, after.meeting):
        yield say["merge.newer"]
    if before.lists and after.lists and _of_their_own(before) != _of_their_own(after):
        yield say["merge.lists"]
    rows = list(rows_told(context, before, after, say["merge.rows"]))
    yield from rows
    if rows:
        yield say["page.closing"]


def _of_their_own(page: "Agreement") -> tuple[object, ...]:
    """What a couple made of the lists."""
    lists = page.lists
    return (lists.own, lists.renamed, sorted(lists.hidden)) if lists else ()


def _topics(context: Context, page: "Agreement | None", topics: "Sequence[Topic]") -> list[str]:
    """What each of these is about, in words."""
    from couplekit.commands.boundaries import Here

    here = Here(context, page) if page else None
    return [
        topic.says or (here.label(topic.about or "") if here else (topic.about or "").replace("-", " "))
        for topic in topics
    ]
