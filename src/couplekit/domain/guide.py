"""A guide: a conversation written down as data, and which question comes next."""

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from couplekit.domain.model import Id, Model, Words
from couplekit.domain.people import Side, Whose
from couplekit.domain.text import PLACE

Kind = Literal[
    "card", "text", "lines", "secret", "choice", "choices", "scale", "feelings", "words", "date", "consent"
]
Asked = Literal["each", "together", "pace", "other", "speaker", "listener"]

#: Ids of the choices that couplekit itself puts beside those of a guide.
RESERVED = frozenset({"keep-it", "said-aloud", "skip-it", "write"})
#: What a sentence may hold a place for. Anything else in braces is an error in the file.
PLACES = frozenset(
    {"name", "other", "first", "second", "signals", "reply", "day", "page"}
    | {"says", "heard", "thanks", "request", "came"}
)


class Choice(Model):
    """One thing to pick. The id is kept, never the label or its place in the list."""

    id: Id
    label: Words
    help: str = ""


class Condition(Model):
    """When a question is asked: the answer to another question is, or is not, one of these ids.

    An unanswered or skipped question makes both forms false.
    """

    question: Id
    any_of: Annotated[list[Id], Field(min_length=1)] | None = Field(default=None, alias="is")
    none_of: Annotated[list[Id], Field(min_length=1)] | None = Field(default=None, alias="is-not")

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.any_of is None) == (self.none_of is None):
            raise ValueError('give either "is" or "is-not", with the ids it looks for')
        return self


class Scale(Model):
    """A numeric rating scale with this guide's own words at both ends, both ends included."""

    lowest: int = 0
    highest: int = 10
    low: Words
    high: Words

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not 0 <= self.lowest < self.highest <= 10:
            raise ValueError("a scale goes from a lower to a higher whole number, within 0 to 10")
        return self


class Question(Model):
    """One screen of a conversation.

    `who`: each of the two in turn, both together, the one whose comfort sets the pace, or the other; in a
    talk the one who speaks, or the one who listens.
    `alone`: handed over first, so that only that person sees it. Neighbouring `alone` questions are
    one turn: all of them for one person, then all of them for the other.
    `aloud`: "We said it aloud" stands first and keeps nothing.
    `needed`: it cannot be skipped (a name). Stopping is always possible.
    `one_key`: one key picks. Its first choice is the one that gives least, and nothing that was answered
    before stands in front of it, so that no key slides into an old yes.
    `takes`: a signal is being agreed, so that a stop word typed here is the answer itself.
    `keeps`: where the answer goes: the person's own words in the evening's record ("own"), the wish in
    it ("wish"), the shared page ("page"), or nowhere ("no").

    What is typed at a "secret" is looked at by a check of the command that asks, and then it is gone.
    "words" are any number out of families that the command gives, and words of one's own. `longest` is how
    many letters a text may have, where that is not what a line has. `further` is one more way to answer, last
    in the list: the question is asked all the same, and that it was chosen is an answer of its own.
    """

    id: Id
    kind: Kind
    who: Asked = "together"
    alone: bool = False
    title: str = ""
    say: str = ""
    card: Id | None = None
    help: str = ""
    why: str = ""
    sources: list[Id] = []
    choices: list[Choice] = []
    scale: Scale | None = None
    only_if: Condition | None = Field(default=None, alias="only-if")
    aloud: bool = True
    needed: bool = False
    further: Choice | None = None
    longest: Annotated[int, Field(ge=1, le=4000)] | None = None
    one_key: bool = Field(default=False, alias="one-key")
    takes: Literal["words", "signal"] = "words"
    keeps: Literal["own", "wish", "page", "no"] = "no"

    @model_validator(mode="after")
    def _has_ways_to_answer(self) -> Self:
        if self.further is not None and not (self.aloud and self.kind in ("text", "lines")):
            raise ValueError('"further" goes with a question that asks for words, and has aloud = true')
        return self

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if bool(self.say) == (self.card is not None):
            raise ValueError('give either "say" (what is read out) or "card" (the id of a card)')
        if self.card is not None and self.kind != "card":
            raise ValueError('only a question of kind "card" can show a card')
        if (self.kind in ("choice", "choices")) != bool(self.choices):
            raise ValueError('"choices" goes with the kinds "choice" and "choices", and those need it')
        if (self.kind == "scale") != (self.scale is not None):
            raise ValueError('"scale" goes with the kind "scale", which needs it')
        if self.alone and self.who != "each":
            raise ValueError('"alone" goes with who = "each": both get the same private screens')
        if self.kind != "card" and not self.why:
            raise ValueError('every question says "why" it is asked')
        if self.kind == "secret" and (self.aloud or self.keeps != "no"):
            raise ValueError('a question of kind "secret" has aloud = false and is kept nowhere')
        ids = [choice.id for choice in self.choices]
        if len(ids) != len(set(ids)):
            raise ValueError("two choices have the same id")
        if taken := RESERVED & set(ids):
            raise ValueError(
                f'"{min(taken)}" is the id of a choice that couplekit adds; another one is needed'
            )
        every = [*self.choices, *([self.further] if self.further else [])]
        labels = [text for choice in every for text in (choice.label, choice.help)]
        for text in (self.say, self.help, self.title, self.why, *labels):
            for place in PLACE.findall(text):
                if place not in PLACES:
                    raise ValueError(
                        f"{{{place}}} is not a place that is filled in; known: {', '.join(sorted(PLACES))}"
                    )
        return self


class Guide(Model):
    """A whole conversation. `version` goes up when a question changes its meaning."""

    id: Id
    version: Annotated[int, Field(ge=1)]
    title: Words
    minutes: Annotated[int, Field(ge=1, le=90)]
    question: Annotated[list[Question], Field(min_length=1)]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        seen: dict[str, Question] = {}
        for question in self.question:
            if question.id in seen:
                raise ValueError(f'the question id "{question.id}" is used twice')
            if question.only_if is not None:
                self._check_condition(question, question.only_if, seen)
            seen[question.id] = question
        return self

    @staticmethod
    def _check_condition(question: Question, condition: Condition, seen: Mapping[str, Question]) -> None:
        where = f'"only-if" of the question "{question.id}"'
        other = seen.get(condition.question)
        if other is None:
            raise ValueError(f'{where} looks at "{condition.question}", which is not an earlier question')
        if other.kind not in ("choice", "choices"):
            raise ValueError(f'{where} looks at "{other.id}", which has no choices')
        # What one person answered alone must not show in what the other, or both, are asked next.
        if other.who != "together" and other.who != question.who:
            raise ValueError(
                f'{where} may look at the same person\'s answer or a shared one; "{other.id}" is neither'
            )
        if other.alone and not question.alone:
            raise ValueError(
                f'{where} looks at "{other.id}", which is answered alone, and would show the answer'
            )
        unknown = set(condition.any_of or condition.none_of or []) - {choice.id for choice in other.choices}
        if unknown:
            raise ValueError(f'{where} looks for "{min(unknown)}", which "{other.id}" does not offer')

    @property
    def has_consent(self) -> bool:
        """Whether it asks for a typed consent, which needs a terminal."""
        return any(question.kind == "consent" for question in self.question)


class Slot(NamedTuple):
    """One question to one person, or to both. `key` names it in a draft and a record."""

    question: Question
    whose: Whose

    @property
    def key(self) -> str:
        """`question-id.a`, `.b` or `.both`."""
        return f"{self.question.id}.{self.whose}"


def slots(guide: Guide, *, both_here: bool, starts: Side = "a", pace: Whose = "both") -> list[Slot]:
    """Every screen of the guide in the order it would be asked, before any condition is looked at.

    `starts` is who goes first this time. With one person alone, everything is asked of `a`.
    `pace` is whose comfort sets the pace; while that is "both" (the slower of the two), a question
    for the one who sets the pace, or for the other, is asked of both together.
    """
    second: Side = "b" if starts == "a" else "a"
    order: tuple[Side, ...] = (starts, second) if both_here else ("a",)
    result: list[Slot] = []
    turn: list[Question] = []

    def end_turn() -> None:
        result.extend(Slot(question, side) for side in order for question in turn)
        turn.clear()

    for question in guide.question:
        if question.alone:
            turn.append(question)
            continue
        end_turn()
        if question.who == "each":
            result.extend(Slot(question, side) for side in order)
        elif not both_here:
            result.append(Slot(question, "a"))
        elif question.who in ("speaker", "listener"):
            result.append(Slot(question, order[0] if question.who == "speaker" else order[-1]))
        elif question.who == "together" or pace == "both":
            result.append(Slot(question, "both"))
        elif question.who == "pace":
            result.append(Slot(question, pace))
        else:
            result.append(Slot(question, "b" if pace == "a" else "a"))
    end_turn()
    return result


def is_asked(slot: Slot, answers: Mapping[str, str]) -> bool:
    """Whether the slot's condition holds, given answers as `{slot key: chosen ids, split by commas}`."""
    condition = slot.question.only_if
    if condition is None:
        return True
    given = next(
        (
            answers[key]
            for whose in (slot.whose, "both")
            if (key := f"{condition.question}.{whose}") in answers
        ),
        None,
    )
    if given is None:
        return False
    chosen = set(given.split(","))
    if condition.any_of is not None:
        return bool(chosen & set(condition.any_of))
    return not chosen & set(condition.none_of or [])
