"""A backup: what two people share in one value, and the rules by which another copy of it is brought in.

Bringing a copy in is a merge. It loses nothing that is there, takes no way to stop or pause away, widens
nothing, and brings back no word that was taken back (docs/consent.md).
"""

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from typing import Literal, Self, TypeVar

from pydantic import model_validator

from couplekit.domain import agenda
from couplekit.domain.agenda import Agenda
from couplekit.domain.agreement import MEDIA, Agreement, with_pace, without_trust
from couplekit.domain.boundaries import Boundary, Lists, lapsed, rows_narrowed_by, rows_together
from couplekit.domain.checkin import EveningId, Record, joined
from couplekit.domain.model import Model
from couplekit.domain.people import SIDES
from couplekit.domain.signals import NAMES, Medium, Name, Signal, free_key
from couplekit.domain.text import fold

T = TypeVar("T")


class Backup(Model):
    """Everything that two people share, on one day. Unfinished talks are left out."""

    format: Literal[1] = 1
    kind: Literal["backup"] = "backup"
    language: Literal["en"] = "en"
    made: date
    page: Agreement | None = None
    evenings: dict[EveningId, Record] = {}
    agenda: Agenda | None = None

    @model_validator(mode="after")
    def _each_under_its_own_name(self) -> Self:
        if any(name != record.evening for name, record in self.evenings.items()):
            raise ValueError("an evening stands under the name of another one")
        return self


def are_of_the_same_two(mine: Agreement, theirs: Agreement) -> bool:
    """Whether two pages are of the same people, each under the same letter: one name in its place is enough.

    Words are kept under the letter of whoever wrote them, so copies with the letters swapped are not brought
    together: each would find the other's words under their own name.
    """
    return any(fold(mine.partners.name(side)) == fold(theirs.partners.name(side)) != "" for side in SIDES)


def page_with_copy(mine: Agreement, theirs: Agreement, *, trusted: bool = True) -> Agreement:
    """The page `mine` with another copy of it brought in. Pages of others are for the caller to refuse.

    Every way of either copy counts, but for what is marked as gone in `mine`; nothing that is on `mine`
    leaves, and nothing begins to. Where they differ on whose comfort sets the pace it is the slower of
    the two, which either may choose alone. Names and the next day come from the copy that was saved on the
    later day, if it is `trusted` (its seal holds); otherwise `mine` stays.
    """
    newer = theirs if trusted and theirs.changed > mine.changed else mine
    signals: dict[Name, Signal] = {}
    for name in NAMES:
        if name in mine.signals or name in theirs.signals:
            signals[name] = _with_ways(
                mine.signals.get(name, Signal()), theirs.signals.get(name, Signal()), mine.gone
            )
    held = {key for signal in signals.values() for key in (*signal.words, *signal.signs)}
    page = mine.model_copy(
        update={
            "boundaries": _rows_with_copy(mine, theirs, trusted=trusted),
            "lists": _lists_with_copy(mine, theirs, trusted=trusted),
            "changed": max(mine.changed, theirs.changed) if trusted else mine.changed,
            "partners": newer.partners.model_copy(
                update={"b": newer.partners.b or mine.partners.b or theirs.partners.b}
            ),
            "signals": signals,
            "meeting": newer.meeting,
            "gone": [*mine.gone, *(key for key in theirs.gone if key not in held and key not in mine.gone)],
        }
    )
    return page if mine.pace == theirs.pace else with_pace("the-slower-of-us")(page)


def _rows_with_copy(mine: Agreement, theirs: Agreement, *, trusted: bool) -> dict[str, Boundary]:
    """The rows of two copies: by their rounds within one history, and not wider than either otherwise.

    Where either has no round yet there are not two histories: what was taken off in either counts. But
    rounds that come to a page without any are asked again, and those of a copy that was changed are none.
    """
    if not theirs.boundaries:
        return mine.boundaries
    if trusted and (_is_of_one_history(mine, theirs) or not _has_rounds(theirs)):
        return rows_together(mine.boundaries, theirs.boundaries)
    if trusted and not (mine.boundaries and _has_rounds(mine)):
        asked_again = {id: lapsed(row) for id, row in theirs.boundaries.items()}
        return rows_together(mine.boundaries, asked_again)
    return rows_narrowed_by(mine.boundaries, theirs.boundaries)


def _is_of_one_history(mine: Agreement, theirs: Agreement) -> bool:
    return bool(mine.lists and theirs.lists and mine.lists.origin == theirs.lists.origin)


def _has_rounds(page: Agreement) -> bool:
    """Whether the two read anything together on this page. Without lists of their own they did not."""
    return page.lists is not None or any(row.round or row.seen for row in page.boundaries.values())


def _lists_with_copy(mine: Agreement, theirs: Agreement, *, trusted: bool) -> Lists | None:
    """The lists of two copies. What either hides is hidden, and items of both are there."""
    one, two = mine.lists, theirs.lists
    if one is None and not trusted:
        return apart(theirs).lists
    if one is None or two is None or not trusted or one.origin != two.origin:
        return one or two
    later = max(one, two, key=lambda lists: (lists.readings, lists.areas))
    return later.model_copy(
        update={
            "open_weeks": min(one.open_weeks, two.open_weeks),
            "hidden": sorted({*one.hidden, *two.hidden}),
            "renamed": _either(one.renamed, two.renamed, str),
            "own": _either(one.own, two.own, lambda item: item.model_dump_json()),
        }
    )


def _either(one: Mapping[str, T], two: Mapping[str, T], key: Callable[[T], str]) -> dict[str, T]:
    """Entries of both. Where they differ, the same one whichever copy comes first."""
    return {id: max((held[id] for held in (one, two) if id in held), key=key) for id in sorted({*one, *two})}


def page_of_copy(theirs: Agreement, *, trusted: bool = True) -> Agreement:
    """A copy brought into a home that has no page: what needed both is asked again.

    Nothing leaves that was about to, nothing is open, and the slower of the two sets the pace: since the
    copy was made, either of them may have said so.
    """
    page = without_trust(theirs) if trusted else apart(without_trust(theirs))
    return with_pace("the-slower-of-us")(page) if page.partners.both else page


def apart(page: Agreement) -> Agreement:
    """A page whose rounds nobody can vouch for, as a history of its own: it widens no row of another page.

    The name of that history comes of all that the page holds, so that nobody can choose it.
    """
    if page.lists is None:
        return page
    name = sha256(page.model_dump_json().encode("utf-8", "replace")).hexdigest()[:12]
    return page.model_copy(update={"lists": page.lists.model_copy(update={"origin": name})})


def is_of_another_history(mine: Agreement, theirs: Agreement) -> bool:
    """Whether both pages have rounds, and they cannot be weighed against one another."""
    if not (mine.boundaries and theirs.boundaries and _has_rounds(mine) and _has_rounds(theirs)):
        return False
    return not _is_of_one_history(mine, theirs)


def evening_with_copy(mine: Record | None, theirs: Record) -> Record:
    """An evening with another copy of it brought in; the copy itself where there was none."""
    return theirs if mine is None else joined(mine, theirs)


def brought_in(mine: Backup, theirs: Backup, *, trusted: bool = True) -> Backup:
    """What is here with a copy of it brought in. Pages of others are for the caller to refuse.

    From a copy that is not `trusted` its page gives what narrows, and nothing else is taken: nobody can
    know whose words its evenings and its topics hold.
    """
    page = mine.page
    if theirs.page:
        page = (
            page_with_copy(page, theirs.page, trusted=trusted)
            if page
            else page_of_copy(theirs.page, trusted=trusted)
        )
    if not trusted:
        return mine.model_copy(update={"page": page})
    evenings = {
        name: evening_with_copy(mine.evenings.get(name), copy) for name, copy in theirs.evenings.items()
    }
    topics = mine.agenda or theirs.agenda
    if mine.agenda and theirs.agenda:
        topics = agenda.together(mine.agenda, theirs.agenda)
    return mine.model_copy(update={"page": page, "evenings": {**mine.evenings, **evenings}, "agenda": topics})


def _with_ways(mine: Signal, theirs: Signal, gone: list[str]) -> Signal:
    """One signal with the ways of a copy beside its own."""
    held: dict[Medium, dict[str, str]] = {medium: dict(getattr(mine, medium)) for medium in MEDIA}
    for medium in MEDIA:
        known = {fold(text) for text in held[medium].values()}
        for key, text in getattr(theirs, medium).items():
            if key in gone or fold(text) in known:
                continue
            held[medium][free_key(key, {*held["words"], *held["signs"]})] = text
            known.add(fold(text))
    return Signal(
        words=held["words"],
        signs=held["signs"],
        leaving=mine.leaving,
        reply=mine.reply or theirs.reply,
        afterwards=mine.afterwards or theirs.afterwards,
    )
