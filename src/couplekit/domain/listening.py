"""Speaking and listening: whose turn it is, how often it goes round, and what may follow from it.

One of the two speaks. The other one says what they heard, and the speaker says whether that was it: at most
three rounds, then thanks either way. After the thanks there may be a request, and then the other one may have
a turn. Where a talk stands is worked out from the answers by key, as a draft holds them.

Source: the speaker and listener rules of PREP; sex therapists let the two take turns in who begins (Weiner
and Avery-Clark, Sensate Focus manual, ch. 6).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from couplekit.domain.checkin import Draft
from couplekit.domain.guide import Guide, Question, Slot, is_asked
from couplekit.domain.model import Line, Model
from couplekit.domain.people import SIDES, Side, other
from couplekit.domain.text import fold

#: How often the listener says what they heard, at most.
ROUNDS = 3
_TURNS = (1, 2)
#: The screens of a round, in their order. Those of a turn stand before and after all of its rounds.
_ROUND = ("over", "heard", "back", "so", "more")
_THANKS = "thanks"
_STEP = re.compile(r"(?P<name>[a-z]+)-(?P<turn>[12])(?:-(?P<round>[123]))?")


class Step(NamedTuple):
    """One screen of a turn: which one, in which turn, and in which round (0 outside the rounds)."""

    name: str
    turn: int
    round: int


def step_of(id: str) -> Step | None:
    """The step that a question is, by its id or by a whole key. None for one that belongs to no turn."""
    found = _STEP.fullmatch(id.partition(".")[0])
    return Step(found["name"], int(found["turn"]), int(found["round"] or 0)) if found else None


@dataclass(frozen=True)
class Listening:
    """Two turns of speaking and being heard. `first` speaks in the first one.

    In a check-in a turn is there where its speaker chose to be heard back, and its words are the answer to
    the check-in's own question. It ends in thanks there: no request follows.
    """

    first: Side
    in_check_in: bool = False

    def speaker(self, turn: int) -> Side:
        """Who speaks in a turn."""
        return self.first if turn == 1 else other(self.first)

    def slots(self, guide: Guide) -> list[Slot]:
        """Every screen of a talk by this guide, in order, before it is looked at which of them are there."""
        return [slot for turn in _TURNS for slot in self._turn(guide.question, turn)]

    def slots_within(self, check_in: Iterable[Slot], guide: Guide) -> list[Slot]:
        """The screens of a check-in, and behind each one that can be heard back those of a turn."""
        turn_of = {self.speaker(turn): turn for turn in _TURNS}
        heard_back = [question for question in guide.question if question.id in (*_ROUND, _THANKS)]
        result: list[Slot] = []
        for slot in check_in:
            result.append(slot)
            if slot.question.further is not None and slot.whose != "both":
                result += self._turn(heard_back, turn_of[slot.whose])
        return result

    def _turn(self, questions: Sequence[Question], turn: int) -> list[Slot]:
        """One turn: its rounds three times over, every question under an id of its own."""
        rounds = [question for question in questions if question.id in _ROUND]
        slots: list[Slot] = []
        for question in questions:
            if question.id == _ROUND[0]:
                for round in range(1, ROUNDS + 1):
                    slots += [slot for asked in rounds for slot in self._slots(asked, turn, f"-{round}")]
            elif question.id not in _ROUND:
                slots += self._slots(question, turn)
        # Nobody hears a line that is added after the last round, and there is no third turn.
        return [slot for slot in slots if slot.question.id not in (f"more-{turn}-{ROUNDS}", "swap-2")]

    def _slots(self, question: Question, turn: int, round: str = "") -> list[Slot]:
        named = question.model_copy(update={"id": f"{question.id}-{turn}{round}"})
        speaker = self.speaker(turn)
        if question.who == "each":
            return [Slot(named, speaker), Slot(named, other(speaker))]
        if question.who == "together":
            return [Slot(named, "both")]
        return [Slot(named, speaker if question.who == "speaker" else other(speaker))]

    # -- where it stands -----------------------------------------------------------------------------

    def is_asked(self, slot: Slot, answers: Mapping[str, str]) -> bool:
        """Whether a screen is there, given the answers by key."""
        step = step_of(slot.question.id)
        if step is None:
            return is_asked(slot, answers)
        if not self.is_held(step.turn, answers):
            return False
        if step.round:
            now = self.round(step.turn, answers)
            return step.round < now if step.name == "more" else step.round <= now
        if step.name == "request":
            return self._said(f"ask-{step.turn}", step.turn, answers) == "written"
        if step.name in ("put", "try", "came"):
            return self.request(step.turn, answers) is not None
        return True

    def is_held(self, turn: int, answers: Mapping[str, str]) -> bool:
        """Whether there is this turn. The second one is, where the other one liked to have it."""
        if self.in_check_in:
            return self._said("hear-back", turn, answers) is not None
        return turn == 1 or self._said("swap-1", 2, answers) == "yes"

    def round(self, turn: int, answers: Mapping[str, str]) -> int:
        """The round that a turn has come to: 1, and one more for each "not quite", up to 3."""
        now = 1
        while now < ROUNDS and self._said(f"so-{turn}-{now}", turn, answers) == "not-quite":
            now += 1
        return now

    def went_all_round(self, turn: int, answers: Mapping[str, str]) -> bool:
        """Whether the last round ended in "not quite", too."""
        last = self.round(turn, answers) == ROUNDS
        return last and self._said(f"so-{turn}-{ROUNDS}", turn, answers) == "not-quite"

    def words(self, step: Step, answers: Mapping[str, str]) -> list[str]:
        """What the speaker has written by this round: the words, then each line that was added.

        What was said aloud is not there.
        """
        says = "heard" if self.in_check_in else f"says-{step.turn}"
        added = [f"more-{step.turn}-{before}" for before in range(1, step.round)]
        found = [self._said(id, step.turn, answers) for id in (says, *added)]
        return [words for words in found if words]

    def heard(self, step: Step, answers: Mapping[str, str]) -> str | None:
        """What the listener wrote in this round."""
        return answers.get(f"heard-{step.turn}-{step.round}.{other(self.speaker(step.turn))}")

    def request(self, turn: int, answers: Mapping[str, str]) -> str | None:
        """What the speaker would like to try, in writing. None where they asked for nothing, or said it."""
        if not self.is_held(turn, answers) or self._said(f"ask-{turn}", turn, answers) != "written":
            return None
        return self._said(f"request-{turn}", turn, answers)

    def to_try(self, turn: int, answers: Mapping[str, str]) -> str | None:
        """What both would like to try: both said yes to it, each for themself."""
        both = all(answers.get(f"try-{turn}.{side}") == "yes" for side in SIDES)
        return self.request(turn, answers) if both else None

    def _said(self, id: str, turn: int, answers: Mapping[str, str]) -> str | None:
        """What the speaker of a turn answered to a question."""
        return answers.get(f"{id}.{self.speaker(turn)}")


def waits_for_both(draft: Draft) -> bool:
    """Whether a talk, or a check-in, was left off inside a turn: then it opens again where both choose it."""
    return draft.at is not None and step_of(draft.at) is not None


def reopens(chosen: Mapping[Side, str]) -> bool:
    """Whether a talk goes on after a time-out: where both chose it, each in their own turn."""
    return all(chosen.get(side) == "go-on" for side in SIDES)


# -- what is never put on a list -----------------------------------------------------------------------------


class Closeness(Model):
    """Words for touch, closeness and exercises, in one language. All are compared without case or signs.

    `words` and `phrases` count wherever they stand, and so does a word with one of the `beginnings`. What
    stands in `sayings` means something else: it is taken out of a line before it is looked at.
    """

    words: list[Line]
    beginnings: list[Line]
    phrases: list[Line]
    sayings: list[Line]


def speaks_of_closeness(line: str, known: Closeness) -> bool:
    """Whether a line is about touch, closeness or exercises. Those never become a thing to do.

    A letter that is typed again and again counts once or twice, so that a long word is the same word.
    """
    for text in {fold(line), *(re.sub(r"(\w)\1{2,}", again, fold(line)) for again in (r"\1", r"\1\1"))}:
        left = f" {text} "
        for saying in sorted(known.sayings, key=len, reverse=True):
            left = left.replace(f" {fold(saying)} ", "  ")
        words = left.split()
        if set(words) & {fold(word) for word in known.words}:
            return True
        if any(word.startswith(tuple(known.beginnings)) for word in words):
            return True
        if any(f" {fold(phrase)} " in left for phrase in known.phrases):
            return True
    return False
