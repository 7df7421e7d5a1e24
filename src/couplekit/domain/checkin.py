"""An evening: the draft while it goes on, the record of what each chose to keep, who starts next."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from couplekit.domain.model import Id, Model, Words
from couplekit.domain.people import Side, Whose, other

if TYPE_CHECKING:
    from couplekit.domain.guide import Guide, Slot

Keep = Literal["wish", "all", "nothing"]

#: The answer to "when again?" of those who want no date; leaving the question out changes nothing.
NO_DATE = "no-date"

#: Where a draft goes on whose last question was answered or stopped at: there is nothing left to ask.
DONE = "done.both"

#: `question-id.a`, `.b` or `.both`, as `guide.Slot.key` makes it.
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?\.(a|b|both)$")]


def _is_evening(text: str) -> str:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError("the file's name begins with a day, such as 2026-11-21-k3f9") from None
    return text


#: The name of one evening: its day and a random ending, since two may fall on one day or on two devices.
EveningId = Annotated[
    str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}-[a-z0-9]{2,8}$"), AfterValidator(_is_evening)
]


class Draft(Model):
    """An unfinished conversation: the shared part only. Private answers never come here.

    `at` is the screen at which it goes on. `asked` keeps the words of each answered question: where
    they have changed since, it is asked again.
    """

    format: Literal[1] = 1
    kind: Literal["draft"] = "draft"
    language: Literal["en"] = "en"
    evening: EveningId
    guide: Id
    version: Annotated[int, Field(ge=1)]
    starts: Side = "a"
    at: Key | None = None
    asked: dict[Key, Words] = {}
    answers: dict[Key, Words] = {}

    @property
    def day(self) -> date:
        """The day it was begun."""
        return date.fromisoformat(self.evening[:10])


class Record(Model):
    """One evening, kept: who started, the words asked, and what each chose to keep of their own words.

    `gone` marks the answers that were taken back, without a word of them, so that no older copy of the
    evening can bring them back.
    """

    format: Literal[1] = 1
    kind: Literal["check-in"] = "check-in"
    language: Literal["en"] = "en"
    evening: EveningId
    guide: Id
    version: Annotated[int, Field(ge=1)]
    starts: Side
    asked: dict[Id, Words] = {}
    kept: dict[Whose, dict[Id, Words]] = {}
    gone: list[Key] = []

    @property
    def day(self) -> date:
        """The day of the evening."""
        return date.fromisoformat(self.evening[:10])


def new_evening(day: date, suffix: str) -> str:
    """The name of an evening that begins today."""
    return f"{day.isoformat()}-{suffix}"


def starts_next(records: Iterable[Record]) -> Side:
    """Who starts this time: the two take turns, by the latest evening (day, then ending of its name).

    Source: sex therapists alternate who begins (Weiner and Avery-Clark, Sensate Focus manual, ch. 6).
    """
    latest = max(records, key=lambda record: record.evening, default=None)
    return "a" if latest is None else other(latest.starts)


def record_of(
    draft: Draft,
    guide: "Guide",
    asked_slots: "Iterable[Slot]",
    keep: Mapping[Side, Keep],
    *,
    evening: str | None = None,
) -> Record:
    """What is kept of an evening.

    Each chooses for their own words: `wish` keeps their wish, `all` all of them, `nothing` (and no
    choice at all) none. Only answers to questions that were still asked at the end count: what became
    unreachable stays out. A question that keeps nothing leaves nothing.
    """
    kept: dict[Whose, dict[str, str]] = {}
    asked: dict[str, str] = {}
    for slot in asked_slots:
        words = draft.answers.get(slot.key)
        if words is None or slot.question.keeps not in ("own", "wish"):
            continue
        wanted = "all" if slot.whose == "both" else keep.get(slot.whose, "nothing")
        if wanted == "all" or (wanted == "wish" and slot.question.keeps == "wish"):
            kept.setdefault(slot.whose, {})[slot.question.id] = words
            asked[slot.question.id] = draft.asked[slot.key]
    return Record(
        evening=evening or draft.evening,
        guide=guide.id,
        version=guide.version,
        starts=draft.starts,
        asked=asked,
        kept=kept,
    )


def taken_back(record: Record, keys: Iterable[str]) -> Record:
    """The record without these answers (`question.a`, `.b` or `.both`), with a mark of each and no word."""
    gone = list(dict.fromkeys([*record.gone, *keys]))
    kept: dict[Whose, dict[str, str]] = {}
    for whose, words in record.kept.items():
        left = {question: text for question, text in words.items() if f"{question}.{whose}" not in gone}
        if left:
            kept[whose] = left
    unanswered = {question for words in record.kept.values() for question in words}
    unanswered -= {question for words in kept.values() for question in words}
    asked = {question: text for question, text in record.asked.items() if question not in unanswered}
    return record.model_copy(update={"asked": asked, "kept": kept, "gone": gone})


def withdrawn(record: Record, whose: Whose) -> Record:
    """The record without the words of one partner, or those of both together. A mark of each is left."""
    return taken_back(record, [f"{question}.{whose}" for question in record.kept.get(whose, {})])


def joined(mine: Record, theirs: Record) -> Record:
    """Two copies of one evening as one: what either keeps, and nothing that was taken back in either.

    Where they differ in a word, `mine` stays.
    """
    sides: tuple[Whose, ...] = ("a", "b", "both")
    kept = {whose: {**theirs.kept.get(whose, {}), **mine.kept.get(whose, {})} for whose in sides}
    whole = mine.model_copy(
        update={
            "asked": {**theirs.asked, **mine.asked},
            "kept": {whose: words for whose, words in kept.items() if words},
        }
    )
    return taken_back(whole, theirs.gone)


def without_answers(draft: Draft, gone: Collection[str]) -> Draft:
    """A draft without the answers that were taken back from its evening."""
    if not set(gone) & {*draft.answers, *draft.asked}:
        return draft
    return draft.model_copy(
        update={
            "asked": {key: words for key, words in draft.asked.items() if key not in gone},
            "answers": {key: words for key, words in draft.answers.items() if key not in gone},
        }
    )


_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:[.\s]+(?P<year>\d{4}))?"
#: "28 November 2026", "28.11." and "November 28".
_WRITTEN = (
    re.compile(rf"{_DAY}[.\s]+(?P<month>[a-z]+|\d{{1,2}})\.?{_YEAR}"),
    re.compile(rf"(?P<month>[a-z]+)\.?\s+{_DAY}{_YEAR}"),
)


def read_day(text: str, today: date, months: tuple[str, ...]) -> date | None:
    """Read a day as people type it: `2026-11-28`, `28 November`, `28 nov`, `November 28th`,
    `28.11.` or `28.11.2026`.

    Without a year it is the next such day, today included. `months` are the twelve names in the
    language spoken. Returns None where it is not a day.
    """
    typed = " ".join(text.strip().casefold().replace(",", " ").split())
    try:
        return date.fromisoformat(typed)
    except ValueError:
        pass
    found = next((match for written in _WRITTEN if (match := written.fullmatch(typed))), None)
    if found is None:
        return None
    month = _month(found["month"], months)
    if month is None:
        return None
    given = int(found["year"]) if found["year"] else None
    for year in (given,) if given is not None else range(today.year, today.year + 9):
        try:
            day = date(year, month, int(found["day"]))
        except ValueError:
            continue
        if given is not None or day >= today:
            return day
    return None


def _month(text: str, months: tuple[str, ...]) -> int | None:
    if text.isdigit():
        return int(text)
    if len(text) < 3:
        return None
    return next((number for number, name in enumerate(months, 1) if name.casefold().startswith(text)), None)
