"""What the two would like to talk about, and what they would both like to try.

Nothing of it is due, and it is nobody's in particular.
"""

from collections.abc import Callable
from typing import Literal, Self

from pydantic import model_validator

from couplekit.domain.model import Id, Line, Model
from couplekit.domain.signals import free_key


class Topic(Model):
    """One thing to raise: a row of the page that is worth a talk, or a line of their own."""

    about: Id | None = None
    says: Line | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.about is None) == (self.says is None):
            raise ValueError('either "about" or "says" was expected, and not both')
        return self


class Agenda(Model):
    """The topics, and what both said yes to trying, by random ids. No days, no counts and no who.

    What is tried is no touch, no closeness and no exercise (`listening.speaks_of_closeness`). `gone` marks
    what was let go, without a word of it, so that no older copy brings it back.
    """

    format: Literal[1] = 1
    kind: Literal["agenda"] = "agenda"
    language: Literal["en"] = "en"
    topics: dict[Id, Topic] = {}
    tries: dict[Id, Line] = {}
    gone: list[Id] = []

    @model_validator(mode="after")
    def _what_is_gone_is_gone(self) -> Self:
        for name, held in (("topics", self.topics), ("tries", self.tries)):
            if held.keys() & set(self.gone):
                raise ValueError(
                    f'what stands under "gone" was let go, and cannot stand under "{name}" as well'
                )
        return self


Change = Callable[[Agenda], Agenda]


def with_topic(id: str, topic: Topic) -> Change:
    """Raise a topic. One that is there already stays as it is. `id` is random."""

    def apply(agenda: Agenda) -> Agenda:
        if topic in agenda.topics.values():
            return agenda
        return agenda.model_copy(update={"topics": {**agenda.topics, _free(id, agenda): topic}})

    return apply


def without_topic(id: str) -> Change:
    """Let a topic go, with every other one that is about the same. Either of the two may."""

    def apply(agenda: Agenda) -> Agenda:
        if id not in agenda.topics:
            return agenda
        left = {other for other, topic in agenda.topics.items() if topic == agenda.topics[id]}
        return agenda.model_copy(
            update={
                "topics": {other: topic for other, topic in agenda.topics.items() if other not in left},
                "gone": sorted({*agenda.gone, *left}),
            }
        )

    return apply


def with_try(id: str, line: str) -> Change:
    """Keep what both would like to try. A line that is there already stays as it is. `id` is random."""

    def apply(agenda: Agenda) -> Agenda:
        if line in agenda.tries.values():
            return agenda
        return agenda.model_copy(update={"tries": {**agenda.tries, _free(id, agenda): line}})

    return apply


def without_try(id: str) -> Change:
    """Let go of something to try, with every other entry of the same words. Either of the two may."""

    def apply(agenda: Agenda) -> Agenda:
        if id not in agenda.tries:
            return agenda
        left = {other for other, line in agenda.tries.items() if line == agenda.tries[id]}
        return agenda.model_copy(
            update={
                "tries": {other: line for other, line in agenda.tries.items() if other not in left},
                "gone": sorted({*agenda.gone, *left}),
            }
        )

    return apply


def _free(id: str, agenda: Agenda) -> str:
    return free_key(id, {*agenda.topics, *agenda.tries, *agenda.gone})


def together(one: Agenda, two: Agenda) -> Agenda:
    """Two copies as one: every entry of either that neither let go. The order and the number of copies
    change nothing.
    """
    gone = {*one.gone, *two.gone}
    # Under one id they differ when one was edited: the same one whichever copy comes first.
    topics = {
        id: max((held.topics[id] for held in (one, two) if id in held.topics), key=Topic.model_dump_json)
        for id in sorted({*one.topics, *two.topics} - gone)
    }
    tries = {
        id: max(held.tries[id] for held in (one, two) if id in held.tries)
        for id in sorted({*one.tries, *two.tries} - gone)
    }
    return one.model_copy(update={"topics": topics, "tries": tries, "gone": sorted(gone)})
