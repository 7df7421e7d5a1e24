"""Answering apart and reading together: `couplekit boundaries answer`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from couplekit.commands import talking
from couplekit.commands.boundaries import SIDES, Here, both_locked, open_drawer
from couplekit.commands.context import Context, new_id
from couplekit.conversation.loop import Outcome
from couplekit.domain.agenda import Topic, with_topic
from couplekit.domain.agreement import Agreement
from couplekit.domain.answers import Option
from couplekit.domain.guide import Choice, Guide, Question
from couplekit.domain.listed import Asking, asking, behind, entered_areas, question_of, rows_behind
from couplekit.domain.people import Side, other
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

#: On the screen the answer that gives least stands first: Enter pressed once too often is a no.
_SHOWN: tuple[Answer, ...] = ("no", "limit", "talk", "fine", "wanted")
_BEFORE, _BRING, _AREAS, _NONE = "turn-before", "turn-bring", "turn-areas", "turn-none"
#: The first choice where several can be picked: none of them.
_NO_MORE = {_BRING: "bring-none", _AREAS: "areas-none"}


@dataclass
class Seat:
    """One of the two in this round: the screen is theirs alone, and their private part is open, if any."""

    here: Here
    person: "Person"
    side: Side
    drawer: "OpenDrawer | None" = None
    private: Private = field(default_factory=Private)
    #: Whether they stopped or left: nothing more is asked, and nothing more is said.
    is_left: bool = False

    @property
    def context(self) -> Context:
        """The run this belongs to."""
        return self.here.context

    @property
    def other_name(self) -> str:
        """What the other one is called."""
        return self.here.names[other(self.side)] or self.context.say["names.b"]

    def keep(self, private: Private) -> None:
        """Keep this in the private part; in memory alone where there is none: no lock, no keep."""
        if private != self.private:
            self.private = private
            if self.drawer is not None:
                self.drawer.save(PRIVATE, private)

    def hold(self, questions: Sequence[Question], *, within: bool, **more: object) -> Outcome:
        """A few questions to this one alone. With `within` the screen is theirs already; it stays theirs."""
        wanted = Guide(id="round", version=1, title="Answering apart", minutes=15, question=list(questions))
        both = self.here.page.partners.both
        talk = replace(
            talking.talk_about(self.context, wanted, self.here.page, both_here=both),
            only=self.side if both else None,
            within=self.side if within else None,
            stays=True,
            hand_over="round.hand-over",
            **more,  # type: ignore[arg-type]
        )
        outcome = talking.hold(self.context, talk, self.person, talking.new_draft(self.context, wanted))
        self.is_left = outcome.ending != "finished"
        return outcome

    def pick(self, shown: str, labels: Mapping[str, str], *, one_key: bool = True) -> str | None:
        """One choice, alone. None where nothing was chosen."""
        question = self.question("one", labels, one_key=one_key)
        outcome = self.hold([question], within=True, says={"one": shown}, labels=labels)
        return next(iter(outcome.answers.values()), None) if outcome.ending == "finished" else None

    def question(
        self,
        id: str,
        labels: Mapping[str, str],
        *,
        title: str = "",
        one_key: bool = True,
        several: bool = False,
    ) -> Question:
        """A question to this one alone, with these choices. What it says is given beside it."""
        question = Question(
            id=id,
            kind="choices" if several else "choice",
            who="each",
            alone=True,
            aloud=False,
            title=title,
            say="-",
            why=self.context.say["round.why"],
            sources=["consent-ongoing", "boundaries-honour-comfort"],
            choices=[Choice(id=label, label="-") for label in labels],
        )
        return question.model_copy(update={"one_key": one_key and not several})


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
    elif chosen in SIDES:
        seat = _seated(here, person, "a" if chosen == "a" else "b")
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
    readings = here.page.lists.readings if here.page.lists else 0
    order: list[Side] = ["a", "b"] if readings % 2 == 0 else ["b", "a"]  # the two take turns in going first
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
        return Seat(here, person, side, private=having_seen(Private(), here.page))
    found = open_drawer(here, person, side)
    return None if found is None else Seat(found[0], person, side, found[1], found[2])


# -- one turn ------------------------------------------------------------------------------------------------


def _turn(seat: Seat) -> str:
    """One of the two answers, alone. Gives what there is to say at its end; nothing where they stopped."""
    say = seat.context.say
    readings = seat.here.page.lists.readings if seat.here.page.lists else 0
    turn = seat.private.turn
    is_open = seat.drawer is not None
    if turn is not None and not waits(turn, readings, seat.context.today()):
        turn = None
    if turn is not None and turn.done:
        labels = {id: say[f"turn.{id}"] for id in ("keep", "change", "withdraw")}
        chosen = seat.pick(say["round.done-before"], labels)
        if chosen in (None, "keep"):
            return say["round.handed-in"] if chosen else ""
        seat.keep(seat.private.model_copy(update={"turn": None}))
        if chosen == "withdraw":
            return say["round.withdrawn"]
        turn = None
    begun = _still_listed(seat.here, turn) if turn else _begun(seat.here, readings)
    asked = _asked(seat, begun, resumed=turn is not None, within=is_open)
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


def _begun(here: Here, readings: int) -> Turn:
    ask = _asking(here)
    keys = [asked.key for id in ask.items for asked in here.items[id].asked]
    known = {id: sorted(row.live) for id, row in here.page.boundaries.items() if row.live}
    return Turn(round=readings, day=here.context.today(), asked=keys, known=known)


def _still_listed(here: Here, turn: Turn) -> Turn:
    """A turn that goes on, without what went from the lists since it was begun."""
    known = {asked.key for item in here.items.values() for asked in item.asked}
    answers = {key: answer for key, answer in turn.answers.items() if key in known}
    return turn.model_copy(update={"asked": [key for key in turn.asked if key in known], "answers": answers})


def _asked(seat: Seat, turn: Turn, *, resumed: bool, within: bool) -> Turn | None:
    """Ask all of it. None where they stopped: what is in a private part by then stays there."""
    here, say = seat.here, seat.context.say
    says: dict[str, str] = {}
    labels: dict[str, str] = {answer: say[f"answers.{answer}"] for answer in _SHOWN}
    questions = []
    if not resumed:
        questions.append(Question(id=_BEFORE, kind="card", card="before-answering", who="each", alone=True))
    for item in here.items.values():
        for asked in item.asked:
            if asked.key in turn.asked:
                questions.append(seat.question(asked.key, labels, title=here.area_title(item.area)))
                says[asked.key] = question_of(asked, here.items, seat.other_name, say)
    further, limits = _further_areas(here), {id: here.items[id].item.label for id in _asking(here).limits}
    for id, choices in ((_BRING, limits), (_AREAS, further)):
        if choices:
            questions.append(seat.question(id, {_NO_MORE[id]: "", **choices}, several=True))
    says |= {_BRING: say["round.bring"], _AREAS: say["round.areas"]}

    def keep(answers: Mapping[str, str]) -> None:
        seat.keep(seat.private.model_copy(update={"turn": _with_answers(turn, answers)}))

    outcome = seat.hold(
        questions,
        within=within,
        says=says,
        labels={
            **labels,
            **limits,
            **further,
            "bring-none": say["round.bring-none"],
            "areas-none": say["round.areas-none"],
        },
        given={f"{key}.{seat.side}": value for key, value in turn.answers.items()},
        keep_alone=keep,
    )
    if outcome.ending != "finished":
        return None
    now = _with_answers(turn, outcome.answers)
    chosen = {id: outcome.answers.get(f"{id}.{seat.side}", "").split(",") for id in (_BRING, _AREAS)}
    now = now.model_copy(update={"areas": [area for area in chosen[_AREAS] if area in further]})
    brought = [id for id in chosen[_BRING] if id in limits]
    return _brought(seat, now, brought) if brought else now


def _brought(seat: Seat, turn: Turn, items: Sequence[str]) -> Turn | None:
    """Ask about limits that they would like to answer anew."""
    here, say = seat.here, seat.context.say
    labels: dict[str, str] = {answer: say[f"answers.{answer}"] for answer in _SHOWN}
    every = [asked for id in items for asked in here.items[id].asked]
    outcome = seat.hold(
        [seat.question(asked.key, labels) for asked in every],
        within=True,
        says={asked.key: question_of(asked, here.items, seat.other_name, say) for asked in every},
        labels=labels,
    )
    if outcome.ending != "finished":
        return None
    keys = [asked.key for asked in every]
    turn = turn.model_copy(update={"asked": [*turn.asked, *keys]})
    return _with_answers(turn, outcome.answers)


def _with_answers(turn: Turn, answers: Mapping[str, str]) -> Turn:
    """The turn with what was answered, as `question.side`. What was left out stays out, and is a no."""
    said = {key.rpartition(".")[0]: value for key, value in answers.items()}
    known = {key: cast("Answer", said[key]) for key in turn.asked if key in said}
    return turn.model_copy(update={"answers": {**turn.answers, **known}})


def _looked_at(seat: Seat, turn: Turn) -> Turn | None:
    """What could be learned from it, until they hand it in. None where they keep it back.

    Where they stop or leave it comes back as it is, and is not done.
    """
    here, say = seat.here, seat.context.say
    labels = {
        asked.key: question_of(asked, here.items, seat.other_name, say)
        for item in here.items.values()
        for asked in item.asked
    }
    choices = ["change", "hand-in", "keep-back"]
    if seat.drawer is not None:
        choices.insert(1, "note")
    while not seat.is_left:
        told = _learned(seat, turn, labels)
        chosen = seat.pick(told, {id: say[f"handing-in.{id}"] for id in choices}, one_key=False)
        if chosen == "hand-in":
            return turn.model_copy(update={"done": True, "day": seat.context.today()})
        if chosen in (None, "keep-back"):
            return turn if seat.is_left else None
        said = {key: turn.answers.get(key, "no") for key in turn.asked}
        of = {key: f"{labels[key]}: {say[f'answers.{answer}']}" for key, answer in said.items()}
        key = seat.pick(say["round.which"], {_NONE: say["round.which-none"], **of}, one_key=False)
        if key in (None, _NONE):
            continue
        if chosen == "note":
            _note(seat, str(key))
            continue
        answers: dict[str, str] = {answer: say[f"answers.{answer}"] for answer in _SHOWN}
        answer = seat.pick(labels[str(key)], answers)
        if answer is not None:
            turn = _with_answers(turn, {f"{key}.{seat.side}": answer})
            if seat.drawer is not None:
                seat.keep(seat.private.model_copy(update={"turn": turn}))
    return turn


def _learned(seat: Seat, turn: Turn, labels: Mapping[str, str]) -> str:
    say = seat.context.say
    groups = learned(turn)
    parts = [
        say(
            f"learned.{group}",
            other=seat.other_name,
            items="\n".join(f"- {labels[key]}" for key in keys),
        )
        for group in ("limit", "open", "talk", "quiet")
        if (keys := groups[group])
    ]
    return say("round.learned", other=seat.other_name, learned="\n\n".join(parts))


def _note(seat: Seat, key: str) -> None:
    """A note to oneself, kept in the private part and nowhere else."""
    say = seat.context.say
    question = Question(
        id="note",
        kind="lines",
        who="each",
        alone=True,
        aloud=False,
        say=say["round.note-say"],
        why=say["round.why"],
    )
    outcome = seat.hold([question], within=True)
    note = outcome.answers.get(f"note.{seat.side}")
    if outcome.ending == "finished" and note:
        notes = {**seat.private.notes, key: note}
        seat.keep(seat.private.model_copy(update={"notes": notes}))


# -- reading together ----------------------------------------------------------------------------------------


def _read_together(one: Seat, two: Seat, *, last: Side) -> None:
    """Both are here again: what they both said, on the page from now on."""
    context, person = one.context, one.person
    say = context.say
    here = Here(context, context.needed_page())
    first, second = one.private.turn, two.private.turn
    readings = here.page.lists.readings if here.page.lists else 0
    if first is None or second is None or not may_be_read(first, second, readings, context.today()):
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
            today=context.today(),
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
    context, say = here.context, here.context.say
    seat = _seated(here, person, "a")
    if seat is None:
        return
    card = Question(id=_BEFORE, kind="card", card="own-list", who="each", alone=True)
    titles = {area.id: area.title for area in here.areas}
    which = seat.question(_AREAS, titles, several=True)
    outcome = seat.hold([card, which], within=True, says={_AREAS: say["round.alone-areas"]}, labels=titles)
    chosen = (given(outcome.answers, _AREAS) or "").split(",")
    every = [
        asked
        for item in here.items.values()
        if item.area in chosen and not item.hidden
        for asked in item.asked
    ]
    if outcome.ending != "finished" or not every:
        return
    answers: dict[str, str] = {answer: say[f"answers.{answer}"] for answer in _SHOWN}
    labels = {asked.key: question_of(asked, here.items, seat.other_name, say) for asked in every}
    outcome = seat.hold(
        [
            seat.question(asked.key, answers, title=here.area_title(here.items[asked.item].area))
            for asked in every
        ],
        within=True,
        says=labels,
        labels=answers,
    )
    if outcome.ending != "finished":
        return
    turn = _with_answers(
        Turn(round=0, day=context.today(), asked=[asked.key for asked in every]), outcome.answers
    )
    said = {key: turn.answers.get(key, "no") for key in turn.asked}
    seat.keep(seat.private.model_copy(update={"answers": {**seat.private.answers, **said}}))
    lines = {key: f"{labels[key]}: {answers[answer]}" for key, answer in said.items()}
    _handed_over(seat, lines)


def _handed_over(seat: Seat, lines: Mapping[str, str]) -> None:
    """The list, and what of it is to be handed over: lines to copy or to print, or none."""
    context, say = seat.context, seat.context.say
    shown = "\n".join(f"- {line}" for line in lines.values())
    question = seat.question("over", {_NONE: "", **lines}, several=True)
    outcome = seat.hold(
        [Question(id="read", kind="card", say="-", who="each", alone=True), question],
        within=True,
        says={"read": say("round.alone-read", page=shown), "over": say["round.alone-hand-over"]},
        labels={**lines, _NONE: say["round.alone-none"]},
    )
    if outcome.ending != "finished":
        return
    chosen = [key for key in (given(outcome.answers, "over") or "").split(",") if key in lines]
    if chosen:
        context.show([Words(say["round.alone-letter"]), *(Words(lines[key], "item") for key in chosen)])
    if seat.drawer is None:
        context.tell(say["round.not-kept-alone"])
