"""What the two would like to talk about. A topic is nothing that is due, and nobody's in particular."""

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
    """The topics, by random ids. No days and no who.

    `gone` marks those that were let go, without a word of them, so that no older copy brings them back.
    """

    format: Literal[1] = 1
    kind: Literal["agenda"] = "agenda"
    language: Literal["en"] = "en"
    topics: dict[Id, Topic] = {}
    gone: list[Id] = []

    @model_validator(mode="after")
    def _what_is_gone_is_gone(self) -> Self:
        if self.topics.keys() & set(self.gone):
            raise ValueError('what stands under "gone" was let go, and cannot stand under "topics" as well')
        return self


Change = Callable[[Agenda], Agenda]


def with_topic(id: str, topic: Topic) -> Change:
    """Raise a topic. One that is there already stays as it is. `id` is random."""

    def apply(agenda: Agenda) -> Agenda:
        if topic in agenda.topics.values():
            return agenda
        free = free_key(id, {*agenda.topics, *agenda.gone})
        return agenda.model_copy(update={"topics": {**agenda.topics, free: topic}})

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


def together(one: Agenda, two: Agenda) -> Agenda:
    """Two copies as one: every topic of either that neither let go. The order and the number of copies
    change nothing.
    """
    gone = {*one.gone, *two.gone}
    topics: dict[str, Topic] = {}
    for id in sorted({*one.topics, *two.topics} - gone):
        # Under one id they differ when one was edited: the same one whichever copy comes first.
        topics[id] = max(
            (held.topics[id] for held in (one, two) if id in held.topics), key=Topic.model_dump_json
        )
    return one.model_copy(update={"topics": topics, "gone": sorted(gone)})
