"""`couplekit boundaries`: what is open and what is not; answering apart; taking something off; the lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from couplekit.commands import talking
from couplekit.commands.context import Context, Plain, new_id, of
from couplekit.content.boundaries import areas as all_areas
from couplekit.domain.agenda import without_topic
from couplekit.domain.agreement import Agreement
from couplekit.domain.answers import Option
from couplekit.domain.boundaries import narrower
from couplekit.domain.listed import OWN_AREA, Listed, behind, label_of, listed, question_of
from couplekit.domain.lists import Area
from couplekit.domain.people import SIDES, Side, other, side_named
from couplekit.domain.private import PRIVATE, Private, as_seen_by, having_seen
from couplekit.domain.ratchet import readings, with_dropped, with_taken_off
from couplekit.domain.rounds import Answer
from couplekit.errors import FileProblem
from couplekit.showing.boundaries import Line, rows_as_blocks, section_of
from couplekit.showing.document import Block, Gap, Words

if TYPE_CHECKING:
    from couplekit.conversation.port import Person
    from couplekit.storage.drawers import OpenDrawer

boundaries = typer.Typer(invoke_without_command=True, rich_markup_mode=None)

#: On the screen the answer that gives least stands first: Enter pressed once too often is a no.
_ANSWERS: tuple[Answer, ...] = ("no", "limit", "talk", "fine", "wanted")
#: Longer lists are asked for in two steps, by area: so that one key picks at each.
_ONE_SCREEN = 15


@boundaries.callback()
def show_boundaries(ctx: typer.Context, plain: Plain = False) -> None:
    """What is open between you, what is not for us, and what is worth a talk.

    What is not listed is a no. Nothing is ever open without both of you. To take something off takes one:
    couplekit boundaries off
    """
    if ctx.invoked_subcommand is None:
        show(of(ctx, plain))


@boundaries.command("answer")
def answer(ctx: typer.Context, plain: Plain = False) -> None:
    """Answer apart, then read together what you both said. About 15 minutes.

    Each of you answers alone. Before you hand in, you see what could be learned from it. With a private
    part each (couplekit lock) you can answer on different days; without one nothing is kept but what you
    read together.
    """
    from couplekit.commands.answering import hold_round

    hold_round(of(ctx, plain))


@boundaries.command("off")
def off(ctx: typer.Context, plain: Plain = False) -> None:
    """Take something off the page. It takes one of you and counts at once. Nobody is asked."""
    context = of(ctx, plain)
    take_off(context, context.person("boundaries off"))


@boundaries.command("items")
def items(ctx: typer.Context, plain: Plain = False) -> None:
    """Add something of your own to the lists, call something by another name, or leave something out."""
    from couplekit.commands.items import change_items

    change_items(of(ctx, plain))


@dataclass
class Here:
    """The page and its lists, as one command sees them."""

    context: Context
    page: Agreement

    def __post_init__(self) -> None:
        self.areas: tuple[Area, ...] = all_areas()
        self.items: dict[str, Listed] = listed(self.areas, self.page.lists)
        self.names = talking.names_of(self.page)

    def label(self, row: str) -> str:
        """What a row is called."""
        return label_of(row, self.items, self.names, self.context.say)

    def area_of(self, row: str) -> str:
        """The id of the area that a row belongs to; the couple's own for one that no list knows any more."""
        return next(
            (item.area for item in self.items.values() if row in {known.id for known in item.rows}), OWN_AREA
        )

    def area_title(self, area: str) -> str:
        """What an area is called."""
        titles = {known.id: known.title for known in self.areas}
        return titles.get(area) or self.context.say["items.area-own"]

    @property
    def answers(self) -> dict[str, str]:
        """What each answer is called."""
        return {answer: self.context.say[f"answers.{answer}"] for answer in _ANSWERS}

    def other_name(self, side: Side) -> str:
        """What one of the two calls the other one."""
        return self.names[other(side)] or self.context.say["names.b"]

    def questions(self, side: Side) -> dict[str, str]:
        """Everything that one person can be asked, by the key of its answer, in the order of the lists."""
        name, say = self.other_name(side), self.context.say
        return {
            asked.key: question_of(asked, self.items, name, say)
            for item in self.items.values()
            for asked in item.asked
        }

    def lines(self) -> dict[str, Line]:
        """Every row of the page as it reads today, by its id, in the order of the lists."""
        nowhere = {row.id: item.item.leads_nowhere for item in self.items.values() for row in item.rows}
        order = {row: number for number, row in enumerate(nowhere)}
        today = readings(self.page, self.context.today())
        rows = sorted(today, key=lambda row: (order.get(row, len(order)), row))
        told = {}
        for row in rows:
            there = self.page.boundaries[row]
            coming = narrower(there.level, *there.live.values())
            told[row] = Line(self.label(row), today[row], nowhere.get(row, False), coming)
        return told

    def answers_behind(self, side: Side) -> dict[str, str]:
        """The key of one person's own answer behind each row."""
        index = SIDES.index(side)
        return {row: keys[index] for row, keys in behind(self.items.values()).items()}

    @property
    def origin(self) -> str:
        """The name of this history; a new one where nobody answered yet."""
        return self.page.lists.origin if self.page.lists else new_id(12)


def both_locked(context: Context, page: Agreement) -> bool:
    """Whether both have a private part: then what is open is shown to whoever opened theirs."""
    return page.partners.both and all(context.home.drawer(side).is_there for side in SIDES)


def page_of(here: Here, *, opened: bool) -> Iterator[Block]:
    """The rows, what may be talked about one day, and what the page is not."""
    say = here.context.say
    yield Words(say["boundaries.title"], "title")
    yield Gap()
    yield from rows_as_blocks(here.lines().values(), say, opened=opened)
    yield Gap()
    topics = topics_of(here) if opened else {}
    if topics:
        yield Words(f"{say['boundaries.agenda']}:", "strong")
        for label in topics.values():
            yield Words(label, "item")
        yield Gap()
    yield Words(say["boundaries.closing"], "quiet")


def topics_of(here: Here) -> dict[str, str]:
    """What they would like to talk about one day, by id. What came off the page since is left out.

    Where the file cannot be read, that is said, and the page is shown without it.
    """
    here.context.notices(str(problem) for problem in here.context.home.about_agenda())
    try:
        agenda = here.context.home.agenda()
    except FileProblem:
        return {}
    lines = here.lines() if agenda.topics else {}
    told: dict[str, str] = {}
    for id, topic in agenda.topics.items():
        line = lines.get(topic.about or "")
        is_there = line is not None and section_of(line) not in ("", "limit", "off")
        if topic.says or is_there:
            told[id] = topic.says or here.label(topic.about or "")
    return told


def show(context: Context) -> None:
    """Show the rows. Where both have a private part, what is open is shown to whoever opens theirs."""
    here = Here(context, context.needed_page())
    if not here.page.partners.both:
        _show_own(here)
        return
    opened = not both_locked(context, here.page)
    if not opened and (context.is_screen or context.plain):
        seen = _opened_by_someone(here, context.person("boundaries"))
        if seen is None:
            return
        here, opened = seen
    how = Words(context.say["boundaries.how"])
    context.show([*page_of(here, opened=opened), Gap(), how])


def _show_own(here: Here) -> None:
    """One person's own list, where they keep one; and what stands on the page."""
    context, say = here.context, here.context.say
    if here.page.boundaries:
        context.show(page_of(here, opened=True))
    drawer = context.home.drawer("a").exists and (context.is_screen or context.plain)
    found = open_drawer(here, context.person("boundaries"), "a") if drawer else None
    if found is None:
        if not drawer:
            context.tell(say["boundaries.alone"])
        return
    _read_notes(*found, context.person("boundaries"))
    questions, answers = here.questions("a"), here.answers
    context.show(
        [
            Words(say["boundaries.title-alone"], "title"),
            *(
                Words(f"{questions[key]}: {answers[answer]}", "item")
                for key, answer in found[2].answers.items()
                if key in questions
            ),
        ]
    )


def _opened_by_someone(here: Here, person: "Person") -> tuple[Here, bool] | None:
    """The page as one of the two sees it once they opened their private part; None where nobody went on."""
    say = here.context.say
    options = [Option(side, here.names[side]) for side in SIDES]
    options.append(Option("limits", say["boundaries.only-limits"]))
    chosen = talking.pick(here.context, person, here.page, say["boundaries.who-looks"], options)
    if chosen == "limits":
        return here, False
    side = side_named(chosen)
    found = open_drawer(here, person, side) if side else None
    if found is None:
        return None
    _read_notes(*found, person)
    return found[0], True


def _read_notes(here: Here, drawer: "OpenDrawer", private: Private, person: "Person") -> None:
    """Show somebody their own notes, alone, and let them go where they like. Nothing where there are none."""
    from couplekit.commands.answering import Seat

    if not private.notes:
        return
    say = here.context.say
    questions = here.questions(drawer.side)
    lines = [f"- {questions.get(key, key)}: {note}" for key, note in private.notes.items()]
    labels = {"keep": say["notes.keep"], "let-go": say["notes.let-go"]}
    seat = Seat(here, person, drawer.side, private, drawer)
    if seat.pick(say("notes.say", notes="\n".join(lines)), labels) == "let-go":
        seat.keep(private.model_copy(update={"notes": {}}))


def open_drawer(here: Here, person: "Person", side: Side) -> "tuple[Here, OpenDrawer, Private] | None":
    """Open one private part, and narrow the page to what its owner can trust. None where they leave it.

    The page is narrowed in its file as well: what was widened without its owner is off for both.
    """
    from couplekit.commands.lock import opened

    context = here.context
    drawer = opened(context, person, here.page, side)
    if drawer is None:
        return None
    # A private part is made together with this; where it is gone, nothing can be taken for agreed.
    private = drawer.load(PRIVATE, Private) or Private()
    change = as_seen_by(private, here.answers_behind(side), new_id())
    if change(here.page) != here.page:
        page = context.home.update(change)
        context.tell(context.say["boundaries.narrowed"])
    else:
        page = here.page
    seen = having_seen(private, page)
    if seen != private:
        drawer.save(PRIVATE, seen)
    return Here(context, page), drawer, seen


# -- taking something off ------------------------------------------------------------------------------------


def take_off(context: Context, person: "Person") -> None:
    """One person takes one thing off: it counts at once, without a question why and without a second one."""
    say = context.say
    here = Here(context, context.needed_page())
    today = readings(here.page, context.today())
    there = {
        row: here.label(row) if reading.state != "asleep" else say("off.drop", label=here.label(row))
        for row, reading in today.items()
        if reading.level in ("open", "talk") or reading.state in ("asleep", "lapsed")
    }
    topics = {f"topic-{id}": say("off.topic", label=label) for id, label in topics_of(here).items()}
    chosen = _picked_row(here, person, there, topics)
    if chosen is None:
        return
    if chosen in topics:
        context.home.update_agenda(without_topic(chosen.removeprefix("topic-")))
        context.tell(say["off.topic-done"])
        return
    if chosen == "else":
        _show_limit(here, person)
        return
    id = new_id(8)
    change = with_dropped if today[chosen].state == "asleep" else with_taken_off
    context.home.update(change(chosen, id))
    done = say["off.done" if here.page.partners.both else "off.done-alone"]
    labels = {"no": say["off.and-show-no"], "yes": say["off.and-show-yes"]}
    if _picked(here, person, f"{done}\n\n{say['off.and-show']}", labels) == "yes":
        context.home.update(with_taken_off(chosen, new_id(8), "limit"))


def _picked_row(here: Here, person: "Person", rows: dict[str, str], topics: dict[str, str]) -> str | None:
    """One row of those, or a topic, or "else"; by area first where they are many. None for nothing."""
    say = here.context.say
    extra = {**topics, "else": say["off.else"], "nothing": say["off.nothing"]}
    if len(rows) > _ONE_SCREEN:
        areas = list(dict.fromkeys(here.area_of(row) for row in rows))
        asked = {area: here.area_title(area) for area in areas} | extra
        area = _picked(here, person, say["off.say"], asked)
        if area in (None, *extra):
            return None if area == "nothing" else area
        rows = {row: label for row, label in rows.items() if here.area_of(row) == area}
    chosen = _picked(here, person, say["off.say"], rows | extra)
    return None if chosen == "nothing" else chosen


def _picked(here: Here, person: "Person", shown: str, labels: dict[str, str]) -> str | None:
    options = [Option(id, label) for id, label in labels.items()]
    return talking.pick(here.context, person, here.page, shown, options, one_key=True)


def _show_limit(here: Here, person: "Person") -> None:
    """Show something as not for us that is not on the page: one person, at once."""
    context, say = here.context, here.context.say
    found = pick_item(here, person, [item for item in here.items.values() if not item.hidden])
    if found is None:
        return
    labels = {row.id: here.label(row.id) for row in found.rows}
    row = next(iter(labels))
    if len(labels) > 1:
        chosen = _picked(here, person, say["round.which"], labels | {"nothing": say["off.nothing"]})
        if chosen in (None, "nothing"):
            return
        row = chosen or row
    context.home.update(with_taken_off(row, new_id(8), "limit"))
    context.tell(say["off.done" if here.page.partners.both else "off.done-alone"])


def pick_item(here: Here, person: "Person", among: Sequence[Listed]) -> Listed | None:
    """One item of some, by area. None where nothing was chosen."""
    say = here.context.say
    nothing = {"nothing": say["off.nothing"]}
    areas = {item.area: here.area_title(item.area) for item in among}
    area = _picked(here, person, say["off.area"], areas | nothing)
    if area in (None, "nothing"):
        return None
    labels = {item.id: item.item.label for item in among if item.area == area}
    chosen = _picked(here, person, say["round.which"], labels | nothing)
    return here.items.get(chosen or "")
