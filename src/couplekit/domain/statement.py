"""One statement about oneself: its formats, what was said part by part, and the sentence that comes of it.

A format is a file in `prompts/`. It says which parts there are, in which order, what stands before each of
them, and how they join; nothing here knows one format from another.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from couplekit.domain.guide import Choice, Question
from couplekit.domain.model import Id, Model, Placed, Words
from couplekit.domain.signals import free_key
from couplekit.domain.text import PLACE, fold

#: The name under which statements are kept in a private part.
STATEMENTS = "statements"
#: The longest a whole statement may be, in letters: six full parts and what joins them.
LONGEST = 1500
#: How many bytes of statements a private part holds: well within what a file may have.
ROOM = 128 * 1024

#: The choice of a request that asks for nothing. It stands first.
NO_REQUEST = "no-request"
_ASK = "ask"
_FRAMED = "words"

#: What ends a sentence, or nearly: it goes where another part follows, and becomes one mark where none does.
_ENDING = re.compile(r"[\s.,;:!?\u2026]+$")
_ENDED_INSIDE = re.compile(r"[.!?\u2026][\"'\u2019\u201d)\]]+$")
_MARKS = "\"'.,;:!?()[]-\u2013\u2014\u2018\u201c\u201d\u2026"
#: Within so many words of a part that begins with a day or a place, its lead counts as said.
_NEAR = 5


class Joining(Model):
    """How words of one language join. `small` are words that begin with a small letter within a sentence;
    `joins` are words that join by themselves what comes after them.
    """

    also: Words = Field(alias="and")
    joins: list[Words]
    small: list[Words]


class Part(Model):
    """One part of a format: a question, and its place in the sentence.

    `lead` stands before what was said, unless that begins with it, or with its first word. `instead` has
    other beginnings, and what stands before those. Behind a beginning out of `opens` the lead may come a
    little later. With `lead-with` it is said where one of these parts is there too, and `otherwise` where
    none is. `frame` and `frame-several` are put around words that were picked out of a list.
    A part `begins` a sentence, or goes on with the one before it, after `joint`. With `lower` its first word
    has a small letter behind the lead. A `question` ends as one where it begins with its lead, with what
    stands there instead, or with one of `asks`.
    """

    id: Id
    kind: Literal["text", "feelings", "needs", "request"]
    title: Words
    say: Words
    help: str = ""
    why: Words
    sources: Annotated[list[Id], Field(min_length=1)]
    lead: str = ""
    lead_with: list[Id] = Field(default=[], alias="lead-with")
    otherwise: str = ""
    instead: dict[str, str] = {}
    opens: list[Words] = []
    frame: str = ""
    frame_several: str = Field(default="", alias="frame-several")
    begins: bool = False
    joint: str = ", "
    lower: bool = False
    is_question: bool = Field(default=False, alias="question")
    asks: list[Words] = []

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for frame in (self.frame, self.frame_several):
            if frame and PLACE.findall(frame) != [_FRAMED]:
                raise ValueError("a frame has one place, {words}, for the words that were picked")
        if bool(self.frame) != bool(self.frame_several):
            raise ValueError('"frame" and "frame-several" go together: one word, and several')
        if self.kind not in ("feelings", "needs") and self.frame:
            raise ValueError('a frame goes with the kinds "feelings" and "needs", where words are picked')
        if self.asks and not self.is_question:
            raise ValueError('"asks" goes with question = true')
        return self


class Format(Placed):
    """A way to say one thing. `feelings-too` are disputed words that it counts as feelings: they are kept
    without a hint.
    """

    title: Words
    about: Words
    sources: Annotated[list[Id], Field(min_length=1)]
    feelings_too: list[Words] = Field(default=[], alias="feelings-too")
    part: Annotated[list[Part], Field(min_length=1)]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        ids = [part.id for part in self.part]
        for part in self.part:
            if ids.count(part.id) > 1:
                raise ValueError(f'the id "{part.id}" is used twice')
            if f"{part.id}-way" in ids:
                raise ValueError(f'"{part.id}-way" is an id that couplekit uses; another one is needed')
            unknown = [id for id in part.lead_with if id not in ids or id == part.id]
            if unknown:
                raise ValueError(f'"lead-with" of "{part.id}" names "{unknown[0]}", which is no other part')
        if not self.part[0].begins:
            raise ValueError(f'"{ids[0]}" comes first, so it has begins = true')
        return self

    def counts_as_feeling(self, word: str) -> bool:
        """Whether a disputed word is a feeling in this format."""
        return fold(word) in {fold(known) for known in self.feelings_too}


class Said(NamedTuple):
    """What was said in one part: words that were picked, in their order, and a person's own."""

    words: tuple[str, ...] = ()
    own: str = ""

    @property
    def value(self) -> str:
        """As an answer. `said_in` reads it."""
        return "\n".join([*self.words, "", self.own] if self.own else self.words)

    def also(self, words: Sequence[str]) -> "Said":
        """With these words too, each of them once."""
        return self._replace(words=tuple(dict.fromkeys([*self.words, *words])))

    def shown(self, also: str) -> str:
        """On one line, for whoever said it."""
        return _listed([part for part in (*self.words, self.own) if part], also)


def said_in(value: str) -> Said:
    """What an answer says: `Said.value`, or a text alone."""
    words, gap, own = value.partition("\n\n")
    if not gap and value.startswith("\n"):
        return Said((), value.removeprefix("\n"))
    return Said(tuple(filter(None, words.split("\n"))), own)


# -- the questions -------------------------------------------------------------------------------------------


def questions_of(format: Format) -> list[Question]:
    """The questions of a format, all for the one person who writes."""
    found: list[Question] = []
    for part in format.part:
        shared: dict[str, Any] = {
            "who": "each",
            "alone": True,
            "aloud": False,
            "title": part.title,
            "say": part.say,
            "why": part.why,
            "sources": part.sources,
        }
        help = {"help": part.help}
        if part.kind == "request":
            way = f"{part.id}-way"
            choices = [Choice(id=NO_REQUEST, label="-"), Choice(id=_ASK, label="-")]
            found.append(Question(id=way, kind="choice", choices=choices, **shared))
            only = {"only-if": {"question": way, "is": [_ASK]}}
            found.append(Question.model_validate({"id": part.id, "kind": "text", **only, **shared, **help}))
        else:
            kind = "text" if part.kind == "text" else "words"
            found.append(Question.model_validate({"id": part.id, "kind": kind, **shared, **help}))
    return found


def said_by(format: Format, answers: Mapping[str, str]) -> dict[str, Said]:
    """What was said, part by part, out of answers by question id. A request that was taken back is none."""
    found = {}
    for part in format.part:
        value = answers.get(part.id, "")
        if part.kind == "request" and answers.get(f"{part.id}-way") != _ASK:
            continue
        said = Said((), value) if part.kind in ("text", "request") else said_in(value)
        if said.words or said.own:
            found[part.id] = said
    return found


# -- the sentence --------------------------------------------------------------------------------------------


def statement(format: Format, said: Mapping[str, Said], joining: Joining) -> str:
    """What was said as one or more sentences that a person would say. Parts that were left out leave no hole.

    Every own word is in it as it was typed, but for the capital or small letter that it begins with and the
    marks at the end of a part. Empty where nothing was said.
    """
    sentences: list[list[Part]] = []
    whole = {part.id: _with_words(part, said[part.id]) for part in format.part if part.id in said}
    for part in format.part:
        if part.begins:
            sentences.append([])
        if any(whole.get(part.id, ())):
            sentences[-1].append(part)
    return " ".join(_sentence(parts, whole, joining) for parts in sentences if parts)


def _sentence(parts: Sequence[Part], said: Mapping[str, Said], joining: Joining) -> str:
    there = {part.id for part in parts}
    text = ""
    for part in parts:
        lead = part.lead if not part.lead_with or there & set(part.lead_with) else part.otherwise
        piece = _led(part, lead, said[part.id], joining)
        text = f"{_ENDING.sub('', text)}{part.joint}{_small(piece, joining)}" if text else piece
    first = parts[0]
    asks = [lead for lead in (first.lead, *first.asks, *first.instead.values()) if lead]
    return _ended(_capital(text), first.is_question and any(_begins(text, lead) for lead in asks))


def _led(part: Part, lead: str, said: Said, joining: Joining) -> str:
    """One part with what stands before it, where that is not there already."""
    words = _listed(said.words, joining.also)
    if words and part.frame:
        frame = part.frame if len(said.words) == 1 else part.frame_several
        words = frame.replace(f"{{{_FRAMED}}}", words)
    body = words or said.own
    if words and said.own:
        joined = _words_of(said.own)[0] in joining.joins
        own = _small(said.own, joining)
        body = f"{words} {own}" if joined else _listed([*said.words, own], joining.also)
        if not joined and part.frame:
            body = f"{words} {joining.also} {own}"
    elif said.own:
        for beginning in sorted(part.instead, key=len, reverse=True):
            if lead and _begins(body, beginning):
                lead = part.instead[beginning]
                return f"{lead} {_small(body, joining)}" if lead else body
        if lead and _is_said_in(body, lead, part.opens):
            return body
    lead = _without_its_end(lead, body)
    return f"{lead} {_small(body, joining, always=part.lower)}" if lead else body


def _is_said_in(body: str, lead: str, opens: Sequence[str]) -> bool:
    """Whether a person's own words bring a lead along: at once, or behind a day or a place."""
    first, words = _words_of(lead)[0], _words_of(body)
    opened = any(_begins(body, beginning) for beginning in opens)
    return words[0] == first or (opened and first in words[:_NEAR])


def _without_its_end(lead: str, body: str) -> str:
    """The lead without what the body begins with: "would you be willing to" before "to read" ends earlier."""
    leading = lead.split()
    own, before = _words_of(body), _words_of(lead)
    for length in range(len(before), 0, -1):
        if before[-length:] == own[:length]:
            return " ".join(leading[:-length])
    return lead


def _with_words(part: Part, said: Said) -> Said:
    """What was said, without own words that are marks alone, or no more than what stands there anyway."""
    words = fold(said.own).split()
    leads = [fold(lead).split() for lead in (part.lead, part.otherwise)]
    is_more = bool(_words_of(said.own)) and not any(lead[: len(words)] == words for lead in leads)
    return said if is_more else said._replace(own="")


def _listed(words: Sequence[str], also: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {also} {words[-1]}"


def _words_of(text: str) -> list[str]:
    """The words of a text as they are compared: no case, no marks, and "I'm" is a form of "I"."""
    words = (word.strip(_MARKS) for word in text.replace("\u2019", "'").replace("\u02bc", "'").split())
    return [found for word in words if (found := word.partition("'")[0].casefold())]


def _begins(text: str, beginning: str) -> bool:
    wanted = _words_of(beginning)
    return bool(wanted) and _words_of(text)[: len(wanted)] == wanted


def _small(text: str, joining: Joining, *, always: bool = False) -> str:
    """A text as it goes on within a sentence: a word that begins with a capital for no reason loses it."""
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    name = "".join(_words_of(word))
    other_capitals = any(letter.isupper() for letter in word[1:])
    if name == "i" or other_capitals or not (always or name in joining.small):
        return text
    return _with_first(text, text[0].lower())


def _capital(text: str) -> str:
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    if any(letter.isupper() for letter in word[1:]):
        return text
    return _with_first(text, text[0].upper())


def _with_first(text: str, letter: str) -> str:
    # Some letters have a capital of two, or that of another letter: the word would be another one.
    return letter + text[1:] if letter.casefold() == text[0].casefold() and len(letter) == 1 else text


def _ended(text: str, is_question: bool) -> str:
    """The sentence with one mark at its end."""
    if _ENDED_INSIDE.search(text):
        return text
    found = _ENDING.search(text)
    typed = found.group() if found else ""
    mark = "?" if is_question or "?" in typed else "!" if "!" in typed else "."
    return f"{_ENDING.sub('', text)}{mark}"


# -- what is kept --------------------------------------------------------------------------------------------


class Statements(Model):
    """The statements that one person keeps, in their private part alone, by random ids. No days."""

    format: Literal[1] = 1
    kind: Literal["statements"] = "statements"
    language: Literal["en"] = "en"
    statements: dict[Id, Words] = {}

    @property
    def size(self) -> int:
        """What they take, in bytes, about."""
        return sum(len(says.encode("utf-8")) + 64 for says in self.statements.values())


Change = Callable[[Statements], Statements]


def has_room(kept: Statements, says: str) -> bool:
    """Whether one more fits."""
    return kept.size + len(says.encode("utf-8")) + 64 <= ROOM


def with_statement(id: str, says: str) -> Change:
    """Keep one more. One that is there already stays as it is. `id` is random."""

    def apply(kept: Statements) -> Statements:
        if says in kept.statements.values():
            return kept
        return kept.model_copy(
            update={"statements": {**kept.statements, free_key(id, kept.statements): says}}
        )

    return apply


def without_statement(id: str) -> Change:
    """Let one go. Nothing of it stays."""

    def apply(kept: Statements) -> Statements:
        left = {other: says for other, says in kept.statements.items() if other != id}
        return kept.model_copy(update={"statements": left})

    return apply
