"""Answering apart and reading together: `couplekit boundaries answer`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from couplekit.commands import talking
from couplekit.commands.alone import Alone
from couplekit.commands.boundaries import Here, both_locked, open_drawer
from couplekit.commands.context import Context, new_id
from couplekit.domain.agenda import Topic, with_topic
from couplekit.domain.agreement import Agreement
from couplekit.domain.answers import Option
from couplekit.domain.guide import Choice, Guide, Question
from couplekit.domain.listed import Asking, asking, behind, entered_areas, rows_behind
from couplekit.domain.lists import Asked
from couplekit.domain.people import SIDES, Side, side_named
from couplekit.domain.private import (
    PRIVATE,
    Private,
    after_reading_together,
    as_seen_by,
    asked_as_now,
    having_seen,
)
from couplekit.domain.ratchet import with_reading, with_turn_ended
from couplekit.domain.rounds import Answer, Turn, learned, may_be_read, turn_mark, waits
from couplekit.domain.setup import given
from couplekit.showing.boundaries import rows_as_blocks, section_of
from couplekit.showing.document import Words, as_text

if TYPE_CHECKING:
    from couplekit.conversation.port import Person
    from couplekit.storage.drawers import OpenDrawer

_BEFORE, _BRING, _AREAS, _NONE = "turn-before", "turn-bring", "turn-areas", "turn-none"
#: The first choice where several can be picked: none of them.
_NO_MORE = {_BRING: "bring-none", _AREAS: "areas-none"}


class Seat(Alone):
    """One of the two in this round, with their private part open, if they have one."""

    def __init__(
        self,
        here: Here,
        person: "Person",
        side: Side,
        private: Private,
        drawer: "OpenDrawer | None" = None,
    ) -> None:
        super().__init__(
            here.context,
            person,
            here.page,
            side,
            why="round.why",
            hand_over="round.hand-over",
            sources=("consent-ongoing", "boundaries-honour-comfort"),
            has_screen=drawer is not None,
        )
        self.here = here
        self.private = private
        self.drawer = drawer

    def keep(self, private: Private) -> None:
        """Keep this in the private part; in memory alone where there is none: no lock, no keep."""
        if private != self.private:
            self.private = private
            if self.drawer is not None:
                self.drawer.save(PRIVATE, private)

    def about(self, asked: Asked, *, title: str = "") -> Question:
        """The question about one thing of the lists: one key answers it."""
        return self.question(asked.key, "choice", self.here.answers, title=title, one_key=True)


def hold_round(context: Context) -> None:
    """Hold a round: both in one sitting, or one of them today, or the reading of two turns."""
    here = Here(context, context.needed_page())
    person = context.person("boundaries answer")
    if not here.page.partners.both:
        _alone(here, person)
        return
    chosen = "together"
    if both_locked(context, here.page):
        say = context.say
        options = [Option("together", say["round.together"])]
        options += [Option(side, say("round.one", name=here.names[side])) for side in SIDES]
        options += [Option("read", say["round.read"]), Option("not-now", say["round.not-now"])]
        chosen = talking.pick(context, person, here.page, say["round.who"], options) or "not-now"
    if chosen == "together":
        _in_one_sitting(here, person)
    elif side := side_named(chosen):
        seat = _seated(here, person, side)
        if seat is not None and _may_go_on(seat.here, person):
            told = _turn(seat)
            if told:
                person.clear()
                context.tell(told)
    elif chosen == "read":
        seats = [seat for side in SIDES if (seat := _seated(here, person, side)) is not None]
        if len(seats) == len(SIDES):
            _read_together(seats[0], seats[1], last="b")


def _in_one_sitting(here: Here, person: "Person") -> None:
    if not _may_go_on(here, person):
        return
    order = SIDES if here.page.readings % 2 == 0 else SIDES[::-1]  # the two take turns in going first
    seats: dict[Side, Seat] = {}
    for side in order:
        seat = _seated(Here(here.context, here.context.needed_page()), person, side)
        if seat is None or not _turn(seat):
            return
        seats[side] = seat
    _read_together(seats["a"], seats["b"], last=order[-1])


def _may_go_on(here: Here, person: "Person") -> bool:
    """Whether there is anything to ask. Without anything due it is asked only where they both like to."""
    context, say = here.context, here.context.say
    ask = _asking(here)
    if not ask.items:
        context.tell(say["round.nothing-due"])
        return False
    if ask.is_due:
        return True
    options = (Option("not-now", say["round.not-now"]), Option("yes", say["round.ask-again-yes"]))
    return talking.pick(context, person, here.page, say["round.ask-again"], options) == "yes"


def _asking(here: Here) -> Asking:
    return asking(here.page, here.areas, here.items, here.context.today())


def _further_areas(here: Here) -> dict[str, str]:
    entered = entered_areas(here.page, here.areas)
    return {area.id: area.title for area in here.areas if area.id not in entered}


def _seated(here: Here, person: "Person", side: Side) -> Seat | None:
    """One of the two, with their private part opened where they have one. None where they leave it shut."""
    if not here.context.home.drawer(side).is_there:
        return Seat(here, person, side, having_seen(Private(), here.page))
    found = open_drawer(here, person, side)
    if found is None:
        return None
    here, drawer, private = found
    return Seat(here, person, side, private, drawer)


# -- one turn ------------------------------------------------------------------------------------------------


def _turn(seat: Seat) -> str:
    """One of the two answers, alone. Gives what there is to say at its end; nothing where they stopped."""
    say = seat.context.say
    readings = seat.here.page.readings
    turn = seat.private.turn
    if turn is not None and not waits(turn, readings, seat.context.today()):
        turn = None
    if turn is not None and turn.done:
        labels = {id: say[f"turn.{id}"] for id in ("keep", "change", "withdraw")}
        chosen = seat.pick(say["round.done-before"], labels, one_key=True)
        if chosen in (None, "keep"):
            return say["round.handed-in"] if chosen else ""
        seat.keep(seat.private.model_copy(update={"turn": None}))
        if chosen == "withdraw":
            return say["round.withdrawn"]
        turn = None
    begun = _still_listed(seat.here, turn) if turn else _begun(seat.here)
    asked = _asked(seat, begun, resumed=turn is not None)
    if asked is None:
        return ""
    ended = _looked_at(seat, asked)
    if ended is None:
        seat.keep(seat.private.model_copy(update={"turn": None}))
        return say["round.kept-back"]
    if not ended.done:
        return ""
    items = seat.here.items.values()
    mark = turn_mark(ended.round, new_id(8))
    # The page first: cut off in between, their limits count, and the turn can be handed in once more.
    seat.context.home.update(with_turn_ended(rows_behind(items, seat.side), ended, mark))
    seat.keep(seat.private.model_copy(update={"turn": ended}))
    return say["round.handed-in"]


def _begun(here: Here) -> Turn:
    ask = _asking(here)
    keys = [asked.key for id in ask.items for asked in here.items[id].asked]
    known = {id: sorted(row.live) for id, row in here.page.boundaries.items() if row.live}
    return Turn(round=here.page.readings, day=here.context.today(), asked=keys, known=known)


def _still_listed(here: Here, turn: Turn) -> Turn:
    """A turn that goes on, without what went from the lists since it was begun."""
    known = {asked.key for item in here.items.values() for asked in item.asked}
    answers = {key: answer for key, answer in turn.answers.items() if key in known}
    return turn.model_copy(update={"asked": [key for key in turn.asked if key in known], "answers": answers})


def _asked(seat: Seat, turn: Turn, *, resumed: bool) -> Turn | None:
    """Ask all of it. None where they stopped: what is in a private part by then stays there."""
    here, say = seat.here, seat.context.say
    questions = []
    if not resumed:
        questions.append(Question(id=_BEFORE, kind="card", card="before-answering", who="each", alone=True))
    questions += [
        seat.about(asked, title=here.area_title(item.area))
        for item in here.items.values()
        for asked in item.asked
        if asked.key in turn.asked
    ]
    further, limits = _further_areas(here), {id: here.items[id].item.label for id in _asking(here).limits}
    for id, choices in ((_BRING, limits), (_AREAS, further)):
        if choices:
            questions.append(seat.question(id, "choices", [_NO_MORE[id], *choices]))

    def keep(answers: Mapping[str, str]) -> None:
        seat.keep(seat.private.model_copy(update={"turn": _with_answers(turn, answers)}))

    answers = seat.hold(
        questions,
        {**here.questions(seat.side), _BRING: say["round.bring"], _AREAS: say["round.areas"]},
        {
            **here.answers,
            **limits,
            **further,
            "bring-none": say["round.bring-none"],
            "areas-none": say["round.areas-none"],
        },
        given=turn.answers,
        keep=keep,
    )
    if answers is None:
        return None
    now = _with_answers(turn, answers)
    chosen = {id: answers.get(id, "").split(",") for id in (_BRING, _AREAS)}
    now = now.model_copy(update={"areas": [area for area in chosen[_AREAS] if area in further]})
    brought = [id for id in chosen[_BRING] if id in limits]
    return _brought(seat, now, brought) if brought else now


def _brought(seat: Seat, turn: Turn, items: Sequence[str]) -> Turn | None:
    """Ask about limits that they would like to answer anew."""
    here = seat.here
    every = [asked for id in items for asked in here.items[id].asked]
    answers = seat.hold([seat.about(asked) for asked in every], here.questions(seat.side), here.answers)
    if answers is None:
        return None
    turn = turn.model_copy(update={"asked": [*turn.asked, *(asked.key for asked in every)]})
    return _with_answers(turn, answers)


def _with_answers(turn: Turn, answers: Mapping[str, str]) -> Turn:
    """The turn with what was answered. What was left out stays out, and is a no."""
    known = {key: cast("Answer", answers[key]) for key in turn.asked if key in answers}
    return turn.model_copy(update={"answers": {**turn.answers, **known}})


def _looked_at(seat: Seat, turn: Turn) -> Turn | None:
    """What could be learned from it, until they hand it in. None where they keep it back.

    Where they stop or leave it comes back as it is, and is not done.
    """
    say = seat.context.say
    questions, answers = seat.here.questions(seat.side), seat.here.answers
    choices = ["change", "hand-in", "keep-back"]
    if seat.drawer is not None:
        choices.insert(1, "note")
    while not seat.is_left:
        told = _learned(seat, turn, questions)
        chosen = seat.pick(told, {id: say[f"handing-in.{id}"] for id in choices})
        if chosen == "hand-in":
            return turn.model_copy(update={"done": True, "day": seat.context.today()})
        if chosen in (None, "keep-back"):
            return turn if seat.is_left else None
        said = {key: turn.answers.get(key, "no") for key in turn.asked}
        of = {key: f"{questions[key]}: {answers[answer]}" for key, answer in said.items()}
        key = seat.pick(say["round.which"], {_NONE: say["round.which-none"], **of})
        if key in (None, _NONE):
            continue
        if chosen == "note":
            _note(seat, str(key))
            continue
        answer = seat.pick(questions[str(key)], answers, one_key=True)
        if answer is not None:
            turn = _with_answers(turn, {str(key): answer})
            if seat.drawer is not None:
                seat.keep(seat.private.model_copy(update={"turn": turn}))
    return turn


def _learned(seat: Seat, turn: Turn, questions: Mapping[str, str]) -> str:
    say, name = seat.context.say, seat.here.other_name(seat.side)
    groups = learned(turn)
    parts = [
        say(
            f"learned.{group}",
            other=name,
            items="\n".join(f"- {questions[key]}" for key in keys),
        )
        for group in ("limit", "open", "talk", "quiet")
        if (keys := groups[group])
    ]
    return say("round.learned", other=name, learned="\n\n".join(parts))


def _note(seat: Seat, key: str) -> None:
    """A note to oneself, kept in the private part and nowhere else."""
    said = seat.hold([seat.question("note", "lines")], {"note": seat.context.say["round.note-say"]}) or {}
    if note := said.get("note"):
        notes = {**seat.private.notes, key: note}
        seat.keep(seat.private.model_copy(update={"notes": notes}))


# -- reading together ----------------------------------------------------------------------------------------


def _read_together(one: Seat, two: Seat, *, last: Side) -> None:
    """Both are here again: what they both said, on the page from now on."""
    context, person = one.context, one.person
    say = context.say
    here = Here(context, context.needed_page())
    first, second = one.private.turn, two.private.turn
    today = context.today()
    if first is None or second is None or not may_be_read(first, second, here.page.readings, today):
        person.clear()
        context.tell(say["round.nothing-to-read"])
        return

    def change(page: Agreement) -> Agreement:
        # Another window may have changed it since the two sat down.
        for seat in (one, two):
            page = as_seen_by(seat.private, here.answers_behind(seat.side), new_id())(page)
        read = with_reading(
            behind(here.items.values()),
            (asked_as_now(one.private, first, page), asked_as_now(two.private, second, page)),
            first=here.areas[0].id,
            origin=here.origin,
            today=today,
        )
        return read(page)

    page = context.home.update(change)
    one.keep(after_reading_together(one.private, first, page))
    two.keep(after_reading_together(two.private, second, page))
    here = Here(context, page)
    shown = as_text(rows_as_blocks(here.lines().values(), say), 72).strip()
    if not _shown_to_both(here, person, last, say("round.reading", page=shown)):
        return
    context.tell(say["round.slept-on"])
    if one.drawer is None or two.drawer is None:
        context.tell(say["round.not-kept"])


def _shown_to_both(here: Here, person: "Person", last: Side, shown: str) -> bool:
    """The reading, once the screen is back with both; then one thing to talk about one day, or none.

    False where they stopped or left: nothing more is said then.
    """
    context, say = here.context, here.context.say
    lines = here.lines().items()
    talks = {row: line.label for row, line in lines if section_of(line) in ("talk", "asleep-talk")}
    questions = [Question(id="read", kind="card", say="-")]
    labels = {_NONE: say["round.topic-none"], **talks}
    if talks:
        choices = [Choice(id=id, label="-") for id in labels]
        topic = Question(
            id="topic", kind="choice", aloud=False, say="-", why=say["round.why"], choices=choices
        )
        questions.append(topic)
    wanted = Guide(id="reading", version=1, title="Read together", minutes=5, question=questions)
    talk = replace(
        talking.talk_about(context, wanted, here.page, both_here=True),
        within=last,
        says={"read": shown, "topic": say["round.topic"]},
        labels=labels,
    )
    outcome = talking.hold(context, talk, person, talking.new_draft(context, wanted))
    row = given(outcome.answers, "topic")
    if outcome.ending == "finished" and row in talks:
        context.home.update_agenda(with_topic(new_id(), Topic(about=row)))
    return outcome.ending == "finished"


# -- one person alone ----------------------------------------------------------------------------------------


def _alone(here: Here, person: "Person") -> None:
    """A list of one's own: to look at, to keep in one's private part, and to hand over in part, or not."""
    say = here.context.say
    seat = _seated(here, person, "a")
    if seat is None:
        return
    card = Question(id=_BEFORE, kind="card", card="own-list", who="each", alone=True)
    titles = {area.id: area.title for area in here.areas}
    which = seat.question(_AREAS, "choices", titles)
    chosen = (seat.hold([card, which], {_AREAS: say["round.alone-areas"]}, titles) or {}).get(_AREAS, "")
    every = [
        seat.about(asked, title=here.area_title(item.area))
        for item in here.items.values()
        if item.area in chosen.split(",") and not item.hidden
        for asked in item.asked
    ]
    if not every:
        return
    questions, answers = here.questions("a"), here.answers
    said = seat.hold(every, questions, answers)
    if said is None:
        return
    # What was left out is a no.
    said = {question.id: said.get(question.id, "no") for question in every}
    seat.keep(seat.private.model_copy(update={"answers": {**seat.private.answers, **said}}))
    lines = {key: f"{questions[key]}: {answers[answer]}" for key, answer in said.items()}
    _handed_over(seat, lines)


def _handed_over(seat: Seat, lines: Mapping[str, str]) -> None:
    """The list, and what of it is to be handed over: lines to copy or to print, or none."""
    context, say = seat.context, seat.context.say
    shown = "\n".join(f"- {line}" for line in lines.values())
    card = Question(id="read", kind="card", say="-", who="each", alone=True)
    said = seat.hold(
        [card, seat.question("over", "choices", [_NONE, *lines])],
        {"read": say("round.alone-read", page=shown), "over": say["round.alone-hand-over"]},
        {**lines, _NONE: say["round.alone-none"]},
    )
    if said is None:
        return
    chosen = [key for key in said.get("over", "").split(",") if key in lines]
    if chosen:
        context.show([Words(say["round.alone-letter"]), *(Words(lines[key], "item") for key in chosen)])
    if seat.drawer is None:
        context.tell(say["round.not-kept-alone"])
