"""The one loop behind every guide.

It asks the domain which question is next and what an answer means; the adapter shows and reads. Rules:
docs/consent.md, "In the conversation".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from couplekit.conversation import breathing
from couplekit.conversation.hints import GOES_ON, Coached, beginning, in_place, is_whole
from couplekit.conversation.port import Kind, Marked, Person, Prompt, Stopped
from couplekit.domain import answers as means
from couplekit.domain.answers import Accepted, Answer, Command, Empty, Option, Refused
from couplekit.domain.card import Card, Family, Pool
from couplekit.domain.checkin import DONE, NO_DATE, Draft, read_day
from couplekit.domain.days import spoken
from couplekit.domain.guide import Choice, Guide, Slot, is_asked, slots
from couplekit.domain.interface import Interface
from couplekit.domain.people import SIDES, Side, Whose, other
from couplekit.domain.signals import Name, Signal
from couplekit.domain.statement import Said, said_in
from couplekit.domain.text import fill, reflow

if TYPE_CHECKING:
    from couplekit.domain.coach import Hint

Ending = Literal["finished", "stopped", "left", "back", "time-out"]
#: What may be asked for at a question, beside an answer.
Aside = Command | Literal["go-on", "time-out", "why", "about"]
#: Looks at an answer in the light of the others: a reason to refuse it, or None.
Check = Callable[[Slot, str, Mapping[str, str]], Refused | None]


class _Back(Exception):
    """Go back one question."""


class _Skip(Exception):
    """Skip this one."""


class _Again(Exception):
    """Type it anew, with this to begin with."""

    def __init__(self, begins: str) -> None:
        super().__init__()
        self.begins = begins


class _Leave(Exception):
    """Leave now."""


class _TimeOut(Exception):
    """A time-out for both."""


#: What is typed for it, where there is one.
_TIME_OUT = "/time-out"


@dataclass(frozen=True)
class Talk:
    """Everything a conversation needs, brought together by a command.

    `names` are those of a and b, empty where not known yet; `places` are further places to fill in
    (`signals`, `reply`, `page`). `labels` are what choices say that are made on the spot, by id: people's
    own words among them, in which nothing is filled. `save` keeps the draft after every answer.

    `only` is the one person this is for, where it is a turn of one of the two. `given` are answers that they
    gave in it before, and `keep_alone` gets what was answered alone after every screen; no draft does.
    `hand_over` is what the screen that changes hands says. `within` is who has the screen to themselves
    already; with `stays` they keep it at the end. `says` is what questions say that are made on the spot,
    by question id: nothing is filled in there either.

    `pools` are what a question of kind "words" offers, by its id, and `typed` is what a line begins with, to
    be changed. `coached` is the coach, for what one person types alone. With `goes_back` there is something
    before this: going back from its first question ends it with "back", and what was answered stays.

    `slots` are the screens, and `is_asked` says which of them are there, where a guide alone does not say it.
    `shown` are further places that depend on the screen. `lines` can be brought to a question that asks for
    words, by its id. `has_time_out` says at which screens either can call a time-out.
    """

    guide: Guide
    say: Interface
    cards: Mapping[str, Card]
    families: Sequence[Family]
    today: date
    both_here: bool = True
    names: Mapping[Side, str] = field(default_factory=dict)
    pace: Whose = "both"
    signals: Callable[[Mapping[str, str]], Mapping[Name, Signal]] = lambda _answers: {}
    places: Callable[[Mapping[str, str]], Mapping[str, str]] = lambda _answers: {}
    save: Callable[[Draft], None] = lambda _draft: None
    labels: Mapping[str, str] = field(default_factory=dict)
    origins: Callable[[Sequence[str]], Sequence[str]] = lambda _points: ()
    check: Check = lambda _slot, _value, _answers: None
    only: Side | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    keep_alone: Callable[[Mapping[str, str]], None] = lambda _answers: None
    hand_over: str = "hand-over.say"
    within: Side | None = None
    stays: bool = False
    says: Mapping[str, str] = field(default_factory=dict)
    pools: Mapping[str, Pool] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    coached: Coached | None = None
    goes_back: bool = False
    slots: Sequence[Slot] = ()
    is_asked: Callable[[Slot, Mapping[str, str]], bool] = is_asked
    shown: Callable[[Slot, Mapping[str, str]], Mapping[str, str]] = lambda _slot, _answers: {}
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    has_time_out: Callable[[Slot], bool] = lambda _slot: False


@dataclass(frozen=True)
class Outcome:
    """How a conversation ended, with its draft and the screens that were asked in the end.

    `answers` holds more than the draft: also a typed consent, and what was answered alone.
    """

    ending: Ending
    draft: Draft
    asked: tuple[Slot, ...]
    answers: Mapping[str, str]


class Conversation:
    """One run of one guide with one or two people at one screen."""

    def __init__(self, talk: Talk, person: Person, draft: Draft) -> None:
        self._talk = talk
        self._say = talk.say
        self._person = person
        self._draft = draft
        every = talk.slots or slots(talk.guide, both_here=talk.both_here, starts=draft.starts, pace=talk.pace)
        self._slots = [slot for slot in every if talk.only in (None, slot.whose)]
        # Answers given alone live here and never reach a draft: no lock, no keep.
        self._answers: dict[str, str] = {**self._still_valid(draft), **talk.given}
        # Questions that have changed since this draft was kept: they are asked again, the others are not.
        self._again = frozenset(draft.answers) - frozenset(self._answers)
        self._is_kept = draft.at is not None
        self._alone_with: Whose | None = talk.within
        self._has_time_out = False
        self._pointed_out: set[tuple[str, str]] = set()

    def run(self) -> Outcome:
        """Hold the conversation to its end, a stop, or somebody leaving. Raises nothing of its own."""
        ending: Ending = "finished"
        self._person.begin()
        try:
            self._walk()
        except (Stopped, KeyboardInterrupt):
            ending = "stopped"
        except _Back:
            ending = "back"
        except _TimeOut:
            ending = "time-out"
        except _Leave:
            self._person.leave()
            ending = "left"
        finally:
            self._person.end()
        asked = tuple(slot for slot in self._slots if self._talk.is_asked(slot, self._answers))
        return Outcome(ending, self._draft, asked, dict(self._answers))

    # -- from screen to screen ---------------------------------------------------------------------

    def _walk(self) -> None:
        goes_on_at = self._goes_on_at()
        index = 0
        while index < len(self._slots):
            slot = self._slots[index]
            passed = index < goes_on_at and slot.key not in self._again
            if passed or not self._talk.is_asked(slot, self._answers):
                index += 1
                continue
            self._has_time_out = self._talk.has_time_out(slot)
            stopped_at = index  # while the screen changes hands, this question is not asked yet
            try:
                self._hand_over(slot)
                stopped_at = index if slot.question.needed else index + 1
                self._keep(slot, self._answer(slot))
            except _Back:
                index = goes_on_at = self._before(index)
                continue
            except _Skip:
                pass
            except Stopped:
                self._save(max(goes_on_at, stopped_at), slot)
                raise
            except _TimeOut:
                # Nothing is passed over: it goes on with this very screen.
                self._is_kept = True
                self._save(index, slot)
                raise
            index += 1
            self._save(max(goes_on_at, index), slot)
        if not self._talk.stays:
            self._hand_back()

    def _goes_on_at(self) -> int:
        """Where a draft goes on: at the screen it names or, where that is gone, after the last answer."""
        keys = [slot.key for slot in self._slots]
        if self._draft.at == DONE:
            return len(keys)
        if self._draft.at in keys:
            return self._first_of_turn(keys.index(self._draft.at))
        return max((keys.index(key) + 1 for key in self._answers), default=0)

    def _before(self, index: int) -> int:
        """The screen before this one. Out of a turn alone nobody goes back into the other's.

        Raises _Back before the first one, where there is something before all of this.
        """
        whose = self._slots[index]
        for earlier in range(index - 1, -1, -1):
            slot = self._slots[earlier]
            if slot.question.alone and (not whose.question.alone or slot.whose != whose.whose):
                break
            if self._talk.is_asked(slot, self._answers):
                return earlier
        if self._talk.goes_back:
            raise _Back
        self._person.tell(self._say("conversation.first-question"))
        return index

    def _first_of_turn(self, index: int) -> int:
        """Where to go on from: screens read alone leave no trace, so such a turn begins again."""
        while 0 < index < len(self._slots) and self._slots[index].question.alone:
            if not self._slots[index - 1].question.alone:
                break
            index -= 1
        return index

    def _keep(self, slot: Slot, value: str | None) -> None:
        """Put an answer with the others. None changes nothing; an empty one was said aloud."""
        if value is None:
            return
        if value:
            self._answers[slot.key] = value
        else:
            self._answers.pop(slot.key, None)

    def _save(self, index: int, passed: Slot) -> None:
        """Keep the draft as it stands after this screen. Screens that are read leave nothing behind."""
        shared = self._kept_keys()
        answers = {key: value for key, value in self._answers.items() if key in shared}
        index = self._first_of_turn(index)
        self._draft = self._draft.model_copy(
            update={
                "at": self._slots[index].key if index < len(self._slots) else DONE,
                "answers": answers,
                "asked": {key: self._asked_words(shared[key]) for key in answers},
            }
        )
        self._talk.keep_alone({key: value for key, value in self._answers.items() if key not in shared})
        only_read = passed.question.alone or passed.question.kind == "card"
        if self._is_kept or answers or not only_read:
            self._is_kept = True
            self._talk.save(self._draft)

    def _still_valid(self, draft: Draft) -> dict[str, str]:
        """A draft's answers, without those whose question has changed since: those are asked again."""
        known = self._kept_keys()
        valid: dict[str, str] = {}
        for key, value in draft.answers.items():
            slot = known.get(key)
            if slot is None or draft.asked.get(key) != self._asked_words(slot):
                continue
            if slot.question.choices:
                offered = {choice.id for choice in slot.question.choices}
                if not set(value.split(",")) <= offered:
                    continue
            valid[key] = value
        return valid

    def _kept_keys(self) -> dict[str, Slot]:
        """The key of every answer that a draft may hold, with the screen that it is given on."""
        kept = [slot for slot in self._slots if _may_be_kept(slot)]
        keys = {slot.key: slot for slot in kept}
        return keys | {key: slot for slot in kept if (key := _further_key(slot))}

    @staticmethod
    def _asked_words(slot: Slot) -> str:
        return reflow(slot.question.say)

    # -- whose turn it is --------------------------------------------------------------------------

    def _hand_over(self, slot: Slot) -> None:
        if not slot.question.alone:
            self._hand_back()
            return
        if not self._talk.both_here or self._alone_with == slot.whose:
            return
        self._person.clear()
        self._go(
            Prompt(
                kind="go",
                title=self._say["hand-over.title"],
                say=self._say(self._talk.hand_over, name=self._name(slot.whose)),
                options=(Option("go", self._say("hand-over.go")),),
            ),
            None,
        )
        self._alone_with = slot.whose

    def _hand_back(self) -> None:
        if self._alone_with is None:
            return
        self._person.clear()
        self._alone_with = None
        self._go(
            Prompt(
                kind="go",
                title=self._say("hand-back.title"),
                say=self._say("hand-back.say"),
                options=(Option("go", self._say("hand-back.go")),),
            ),
            None,
        )

    def _name(self, whose: Whose) -> str:
        if whose == "both":
            return self._say("names.both", first=self._name("a"), second=self._name("b"))
        known = self._answers.get(f"name.{whose}") or self._talk.names.get(whose)
        return known or self._say(f"names.{whose}")

    def _other(self, whose: Whose) -> str:
        return self._name("both" if whose == "both" else other(whose))

    def _filled(self, text: str, slot: Slot) -> str:
        places = {
            "name": self._name(slot.whose),
            "other": self._other(slot.whose),
            # The same two whoever starts tonight: in a list of choices a and b stand for them.
            "first": self._name("a"),
            "second": self._name("b"),
            **self._talk.places(self._answers),
            **self._talk.shown(slot, self._answers),
        }
        return fill(reflow(text), places)

    # -- one question ------------------------------------------------------------------------------

    def _answer(self, slot: Slot) -> str | None:
        kind = slot.question.kind
        if kind == "card":
            self._card(slot)
            return None
        if kind == "consent":
            return means.consent(self._ask(self._prompt(slot, "consent"), slot)).value
        if kind in ("choice", "choices"):
            return self._choice(slot)
        if kind == "feelings":
            return self._feelings(slot)
        if kind == "words":
            return self._words(slot)
        if kind == "secret":
            # The check has seen it; nothing here keeps it.
            self._accepted(self._prompt(slot, "secret"), slot, lambda raw: self._looked_at(slot, raw))
            return None
        if kind == "date":
            return self._date(slot)
        return self._typed(slot)

    def _card(self, slot: Slot) -> None:
        card = self._talk.cards[slot.question.card] if slot.question.card else None
        option = Option("go", self._say("conversation.next"))
        if card is None:
            prompt = self._prompt(slot, "go", (option,))
        else:
            prompt = Prompt(
                kind="go",
                say=self._filled(card.say, slot),
                title=card.title,
                aside=self._aside(slot),
                options=(option,),
            )
        self._go(prompt, slot)

    def _choice(self, slot: Slot) -> str | None:
        question = slot.question
        kind: Kind = "picks" if question.kind == "choices" else "pick"
        options = [Option(c.id, self._label(c, slot), self._filled(c.help, slot)) for c in question.choices]
        extra = () if question.one_key else self._before_options(slot)
        prompt = self._prompt(slot, kind, (*extra, *options))
        read = means.picks if kind == "picks" else means.pick
        value = self._accepted(prompt, slot, lambda raw: read(raw, prompt.options))
        if value is None or value == "keep-it":
            return None
        if value == "said-aloud":
            return ""
        return ",".join(id for id in value.split(",") if id not in ("keep-it", "said-aloud"))

    def _label(self, choice: Choice, slot: Slot) -> str:
        return self._talk.labels.get(choice.id) or self._filled(choice.label, slot)

    def _typed(self, slot: Slot) -> str | None:
        question = slot.question
        if question.aloud:
            write = "write-number" if question.kind == "scale" else "write"
            way = self._way(slot, write)
            if key := _further_key(slot):
                self._answers.pop(key, None)
                if question.further is not None and way == question.further.id:
                    way = self._way(slot, write, is_further=True)
                    self._answers[key] = "yes"
            if way != "write":
                return way
        kind: Kind = "lines" if question.kind == "lines" else "text"
        typed = self._talk.typed.get(question.id, "")
        if self._is_coached(slot):
            typed = self._answers.get(slot.key, typed)
        return self._own_words(slot, replace(self._prompt(slot, kind), typed=typed))

    def _own_words(self, slot: Slot, prompt: Prompt) -> str | None:
        """What somebody types; where there is a coach, with its hints, until the words are theirs."""
        before = None
        while True:
            typed = self._accepted(prompt, slot, lambda raw: self._read(slot, raw))
            if not typed or not self._is_coached(slot):
                return typed or before
            before = typed
            if slot.question.kind != "words":
                self._keep(slot, typed)  # whoever goes back from a hint finds it again
            try:
                return self._looked_over(slot, typed)
            except _Again as anew:
                prompt = replace(prompt, typed=anew.begins, habit="")  # an empty line keeps what was there

    def _is_coached(self, slot: Slot) -> bool:
        return self._talk.coached is not None and slot.question.id in self._talk.coached.leads

    def _looked_over(self, slot: Slot, text: str) -> str:
        """The words as they stand after a few hints; empty where they are left out.

        A hint that is skipped, or left with an empty line, changes nothing: the words stay. Raises _Again to
        type them anew.
        """
        coached = self._talk.coached
        assert coached is not None
        if not coached.can_help(text):
            self._person.tell(self._say("hint.cannot-help"))
            return text
        lead = coached.leads[slot.question.id]
        before = f"{lead} " if lead else ""
        given: list[Hint] = []
        while (hint := coached.next(slot.question.id, text, given)) is not None:
            given.append(hint)
            options = [Option("keep-words", self._say("hint.keep"))]
            for number, words in enumerate(hint.suggestions):
                label = words if is_whole(words) else f"{before}{in_place(hint, text, words)}"
                options.append(Option(f"words-{number}", _short(label, 70)))
            if hint.pressure:
                options.append(Option("leave-out", self._say("hint.leave-out")))
            options += [
                Option("other-words", self._say("hint.other-words")),
                Option("no-more", self._say("hint.no-more")),
            ]
            about = self._say("hint.about", words=hint.text)
            prompt = Prompt(
                kind="pick",
                title=self._say("hint.title"),
                aside=self._aside(slot),
                say=f"{hint.why}\n\n{self._say('hint.pressure')}" if hint.pressure else hint.why,
                options=tuple(options),
                marked=Marked(f"{before}{text}", len(before) + hint.start, len(before) + hint.end, about),
            )
            try:
                chosen = self._picked(prompt, slot)
            except _Skip:
                continue
            except _Back:
                raise _Again(text) from None
            if chosen == "leave-out":
                return ""
            if chosen == "other-words":
                raise _Again(text)
            if chosen == "no-more":
                coached.is_on = False
                return text
            if chosen is not None and chosen.startswith("words-"):
                words = hint.suggestions[int(chosen.removeprefix("words-"))]
                if GOES_ON in words:
                    self._person.tell(self._say("hint.go-on", words=words))
                    raise _Again(beginning(words))
                text = words if is_whole(words) else in_place(hint, text, words)
        return text

    def _read(self, slot: Slot, raw: str) -> Answer:
        question = slot.question
        if question.scale is not None:
            return means.number(raw, question.scale.lowest, question.scale.highest)
        kind: Literal["text", "lines"] = "lines" if question.kind == "lines" else "text"
        answer = means.text(raw, kind=kind, longest=question.longest)
        return self._looked_at(slot, answer.value) if isinstance(answer, Accepted) else answer

    def _looked_at(self, slot: Slot, typed: str) -> Answer:
        """What the command that asks makes of a line. One that is secret comes here as it was typed."""
        if not typed:
            return Empty()
        answer = Accepted(typed)
        refused = self._talk.check(slot, answer.value, self._answers)
        if refused is None or (slot.key, answer.value) in self._pointed_out:
            return answer
        if refused.once:
            self._pointed_out.add((slot.key, answer.value))
        return refused

    def _way(self, slot: Slot, write: str, *, is_further: bool = False) -> str | None:
        """How it is answered: "" for said aloud, "write", a line that is brought, None for left out.

        Or the further way to answer, which is offered until it is chosen (`is_further`).
        """
        lines = {f"line-{n}": line for n, line in enumerate(self._talk.lines.get(slot.question.id, ()), 1)}
        options = [
            *self._before_options(slot),
            Option("write", self._say(f"conversation.{write}")),
            *(
                Option(id, self._say("conversation.bring", line=_short(line, 60)))
                for id, line in lines.items()
            ),
        ]
        further = slot.question.further
        if not is_further:
            options.append(Option("skip-it", self._say("conversation.skip-this")))
            if further is not None:
                options.append(Option(further.id, further.label))
        prompt = self._prompt(slot, "pick", tuple(options))
        way = self._picked(prompt, slot) or ""
        if way in ("write", *lines) or (further is not None and way == further.id):
            return lines.get(way, way)
        return "" if way == "said-aloud" else None

    def _feelings(self, slot: Slot) -> str | None:
        own = Option("own-word", self._say("conversation.own-word"))
        families = tuple(Option(family.id, family.label) for family in self._talk.families)
        skip = Option("skip-it", self._say("conversation.skip-this"))
        options = (*self._before_options(slot), *families, own, skip)
        while True:
            prompt = self._prompt(slot, "pick", options)
            chosen = self._picked(prompt, slot)
            if chosen in (None, "keep-it", "skip-it"):
                return None
            if chosen == "said-aloud":
                return ""
            if chosen == "own-word":
                return self._accepted(self._prompt(slot, "text"), slot, means.text)
            family = next(family for family in self._talk.families if family.id == chosen)
            words = [Option(f"word-{number}", word) for number, word in enumerate(family.words, 1)]
            words.append(Option("other-words", self._say("conversation.other-words")))
            picked = self._picked(self._prompt(slot, "pick", tuple(words)), slot)
            if picked is None:
                return None
            if picked != "other-words":
                return next(option.label for option in words if option.id == picked)

    def _words(self, slot: Slot) -> str | None:
        """Any number of words out of families, and words of one's own: `Said.value`.

        Whoever goes back from here finds what they picked again; a skip leaves what was there before.
        """
        before = self._answers.get(slot.key, "")
        try:
            return self._picked_words(slot)
        except _Skip:
            self._keep(slot, before)
            raise

    def _picked_words(self, slot: Slot) -> str | None:
        pool = self._talk.pools[slot.question.id]
        said = said_in(self._answers.get(slot.key, ""))
        families = [Option(family.id, family.label) for family in pool.families]
        further = [Option("further", pool.called)] if pool.further else []
        own = Option("own-word", self._say("words.own"))
        while True:
            so_far = self._say("words.so-far", words=said.shown(self._say("words.and"))) if any(said) else ""
            begun = [Option("go-on", self._say("words.go-on"))] if any(said) else []
            afresh = [Option("afresh", self._say("words.afresh"))] if any(said) else []
            skip = Option("skip-it", self._say("conversation.skip-this"))
            options = (*begun, *families, *further, own, *afresh, skip)
            prompt = replace(self._prompt(slot, "pick", options), help=so_far)
            chosen = self._picked(prompt, slot)
            if chosen in (None, "go-on"):
                return said.value if any(said) else None
            if chosen == "skip-it":
                return ""
            if chosen == "afresh":
                said = Said()
                continue
            try:
                said = self._more_words(slot, pool, str(chosen), said)
            except (_Back, _Skip):  # back to the families
                continue
            self._keep(slot, said.value)

    def _more_words(self, slot: Slot, pool: Pool, chosen: str, said: Said) -> Said:
        if chosen == "own-word":
            own = self._own_words(slot, replace(self._prompt(slot, "text"), typed=said.own))
            return said if own is None else said._replace(own=own)
        if chosen == "further":
            options = tuple(Option(family.id, family.label) for family in pool.further)
            picked = self._picked(replace(self._prompt(slot, "pick", options), help=""), slot)
            if picked is None:
                return said
            chosen = picked
        family = next(family for family in (*pool.families, *pool.further) if family.id == chosen)
        words = tuple(Option(f"word-{number}", word) for number, word in enumerate(family.words, 1))
        title = f"{slot.question.title}: {family.label}"
        prompt = replace(self._prompt(slot, "picks", words), title=title, help="")
        found = self._accepted(prompt, slot, lambda raw: means.picks(raw, words))
        if found is None:
            self._person.tell(self._say("words.none"))
        ids = (found or "").split(",")
        return said.also([option.label for option in words if option.id in ids])

    def _date(self, slot: Slot) -> str | None:
        week = self._talk.today + timedelta(days=7)
        options = (
            *self._before_options(slot),
            Option("in-a-week", self._say("date.in-a-week", day=self._spoken(week))),
            Option("another-day", self._say("date.another-day")),
            Option("no-date", self._say("date.no-date")),
        )
        prompt = self._prompt(slot, "pick", options)
        way = self._picked(prompt, slot)
        if way == "in-a-week":
            return week.isoformat()
        if way == "another-day":
            ask = Prompt(
                kind="text", say=self._say("date.which"), title=slot.question.title, aside=self._aside(slot)
            )
            return self._accepted(ask, slot, self._read_day)
        return {"no-date": NO_DATE, "said-aloud": ""}.get(way or "")

    def _read_day(self, raw: str) -> Answer:
        if not raw.strip():
            return Empty()
        months = tuple(self._say["date.months"].split())
        day = read_day(raw, self._talk.today, months)
        if day is None:
            return Refused("not-a-day", {})
        if day < self._talk.today:
            return Refused("day-has-passed", {"day": self._spoken(day)})
        return Accepted(day.isoformat())

    def _spoken(self, day: date) -> str:
        return spoken(day, self._say)

    def _before_options(self, slot: Slot) -> tuple[Option, ...]:
        """What stands before the choices: keep what was said before, and "we said it aloud"."""
        options = []
        before = self._answers.get(slot.key)
        if before is not None:
            options.append(
                Option("keep-it", self._say("conversation.keep-it", said=_short(self._said(slot, before))))
            )
        if slot.question.aloud:
            key = "said-aloud" if self._talk.both_here else "said-to-myself"
            if slot.question.who == "speaker":
                key = "say-aloud"
            options.append(Option("said-aloud", self._say(f"conversation.{key}")))
        return tuple(options)

    def _said(self, slot: Slot, answer: str) -> str:
        """An answer as it was read or typed, and not as it is kept."""
        if slot.question.kind == "date":
            if answer == NO_DATE:
                return self._say("date.no-date")
            return self._spoken(date.fromisoformat(answer))
        labels = {choice.id: self._label(choice, slot) for choice in slot.question.choices}
        return ", ".join(labels.get(part, part) for part in answer.split(",")) if labels else answer

    def _prompt(self, slot: Slot, kind: Kind, options: tuple[Option, ...] = ()) -> Prompt:
        question = slot.question
        say = self._talk.says.get(question.id) or self._filled(question.say, slot)
        hint = habit = ""
        if question.scale is not None and kind == "text":
            scale = question.scale
            hint = self._say(
                "conversation.scale",
                lowest=str(scale.lowest),
                highest=str(scale.highest),
                low=scale.low,
                high=scale.high,
            )
        elif kind == "secret":
            hint = self._say("conversation.secret")
        elif kind == "text" and not question.needed and question.id not in self._talk.typed:
            habit = self._say("conversation.empty-skips")
        return Prompt(
            kind=kind,
            say=say,
            title=self._filled(question.title, slot),
            aside=self._aside(slot),
            help=self._filled(question.help, slot),
            options=options,
            hint=hint,
            habit=habit,
            one_key=question.one_key,
        )

    def _aside(self, slot: Slot) -> str:
        known = all(self._answers.get(f"name.{side}") or self._talk.names.get(side) for side in SIDES)
        if slot.whose == "both":
            return self._name("both") if known else ""
        return self._name(slot.whose) if self._talk.both_here else ""

    # -- one prompt, until it is answered ----------------------------------------------------------

    def _picked(self, prompt: Prompt, slot: Slot) -> str | None:
        return self._accepted(prompt, slot, lambda raw: means.pick(raw, prompt.options))

    def _accepted(self, prompt: Prompt, slot: Slot, read: Callable[[str], Answer]) -> str | None:
        """Ask until there is an answer. None where nothing was given: an empty line deletes nothing."""
        while True:
            answer = read(self._ask(prompt, slot))
            if isinstance(answer, Accepted):
                return answer.value
            if isinstance(answer, Empty):
                if not slot.question.needed or slot.key in self._answers:
                    return None
                answer = Refused("needed", {})
            self._person.tell(self._say(f"refused.{answer.reason}", **answer.places))

    def _go(self, prompt: Prompt, slot: Slot | None) -> None:
        self._ask(prompt, slot)

    def _ask(self, prompt: Prompt, slot: Slot | None) -> str:
        """Ask one prompt; whatever is a command or an agreed signal is acted on and never an answer."""
        while True:
            raw = self._person.ask(prompt)
            command = self._command_in(raw)
            is_signal_asked_for = slot is not None and slot.question.takes == "signal"
            is_place_in_list = prompt.kind not in ("text", "lines") and raw.strip().isdigit()
            is_as_typed = prompt.kind in ("consent", "secret") or is_signal_asked_for or is_place_in_list
            if command is None and not is_as_typed:
                command = self._signal_in(raw)
            if command is None:
                return raw
            self._act(self._menu(slot) if command == "menu" else command, slot)

    def _command_in(self, raw: str) -> Command | Literal["time-out"] | None:
        if self._has_time_out and raw.strip().casefold() == _TIME_OUT:
            return "time-out"
        return means.command_in(raw)

    def _signal_in(self, raw: str) -> Command | None:
        return means.signal_in(raw, self._talk.signals(self._answers), self._talk.today)

    def _act(self, command: Aside, slot: Slot | None) -> None:
        """Do what was asked and come back, or leave by an exception."""
        if command == "time-out":
            raise _TimeOut
        if command == "stop":
            raise Stopped
        if command == "leave":
            raise _Leave
        if command == "back" and slot is not None:
            raise _Back
        if command == "skip" and slot is not None:
            if not slot.question.needed or slot.key in self._answers:
                raise _Skip
            self._person.tell(self._say("refused.needed"))
        if command == "pause":
            self._pause()
        if command == "why" and slot is not None:
            self._person.tell(self._why(slot))
        if command == "about":
            self._about()

    def _why(self, slot: Slot) -> str:
        why = self._filled(slot.question.why, slot)
        origins = self._talk.origins(slot.question.sources)
        if not origins:
            return why
        # The first of several is enough on a small screen; the others stand in prompts/guidance.toml.
        key = "conversation.comes-from" if len(origins) == 1 else "conversation.comes-from-more"
        return f"{why}\n\n{self._say(key, origin=_short(origins[0], 90))}"

    def _menu(self, slot: Slot | None) -> Aside:
        question = slot.question if slot is not None else None
        offered: list[Aside] = ["go-on"]
        if self._has_time_out:
            offered.append("time-out")
        if question is not None:
            offered.append("back")
            if not question.needed:
                offered.append("skip")
        offered += ["pause", "stop", "leave"]
        if question is not None and question.why:
            offered.append("why")
        offered.append("about")
        options = tuple(Option(name, self._say(f"menu.{name}")) for name in offered)
        chosen = self._aside_pick(Prompt(kind="pick", say=self._say("menu.say"), options=options))
        return next(name for name in offered if name == chosen)

    def _aside_pick(self, prompt: Prompt) -> str:
        """A choice that is not part of the guide: stop and leave work, anything else is the first one."""
        while True:
            raw = self._person.ask(prompt)
            command = self._command_in(raw) or self._signal_in(raw)
            if command == "time-out":
                raise _TimeOut
            if command == "stop":
                raise Stopped
            if command == "leave":
                raise _Leave
            if command is not None or prompt.kind == "go":
                return prompt.options[0].id
            answer = means.pick(raw, prompt.options)
            if isinstance(answer, Accepted):
                return answer.value
            if isinstance(answer, Empty):
                return prompt.options[0].id
            self._person.tell(self._say(f"refused.{answer.reason}", **answer.places))

    def _pause(self) -> None:
        options = tuple(
            Option(name, self._say(f"pause.{name}")) for name in ("go-on", "breathe", "sit", "stop")
        )
        while True:
            chosen = self._aside_pick(Prompt(kind="pick", say=self._say("pause.say"), options=options))
            if chosen == "stop":
                raise Stopped
            if chosen == "go-on":
                return
            if chosen == "breathe":
                breathing.together(self._person, self._say)
            else:
                go = (Option("go", self._say("pause.enough")),)
                self._aside_pick(Prompt(kind="go", say=self._say("pause.sitting"), options=go))

    def _about(self) -> None:
        ids = tuple(card for card in ABOUT if card in self._talk.cards)
        while True:
            options = (
                Option("go-on", self._say("about.go-on")),
                *(Option(card, self._talk.cards[card].title) for card in ids),
            )
            chosen = self._aside_pick(Prompt(kind="pick", say=self._say("about.say"), options=options))
            if chosen == "go-on":
                return
            card = self._talk.cards[chosen]
            back = (Option("go", self._say("about.back")),)
            self._aside_pick(Prompt(kind="go", title=card.title, say=reflow(card.say), options=back))


#: What stands under "About and help", in this order, in every menu and for everyone.
ABOUT = ("how-this-works", "stop-and-no", "if-no-is-not-safe", "when-to-get-help", "what-this-is")


def _may_be_kept(slot: Slot) -> bool:
    """Whether a draft may hold this answer: not what was answered alone, and no yes to be found again."""
    return not slot.question.alone and slot.question.kind not in ("consent", "secret")


def _further_key(slot: Slot) -> str:
    """Under which key it is known that the further way to answer was chosen; empty where there is none."""
    return f"{slot.question.further.id}.{slot.whose}" if slot.question.further else ""


def _short(text: str, width: int = 24) -> str:
    """The beginning of a text, on one line: enough to know it again."""
    line = " ".join(text.split())
    return line if len(line) <= width else f"{line[: width - 3].rstrip()}..."
