"""What one partner keeps in their private part about boundaries, and what it says about the page.

It is a witness: what its owner last answered, and the rows as they were when it was last open. Nobody else
can write it, so nothing on the page can be wider than it allows without its owner.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from couplekit.domain.agreement import Agreement, Change
from couplekit.domain.boundaries import Boundary, Level, narrower, rows_narrowed_by
from couplekit.domain.lists import ENDINGS
from couplekit.domain.model import Id, Line, Model, Words
from couplekit.domain.rounds import Answer, Turn, bounded, widest

#: The name under which it is kept in a private part.
PRIVATE = "boundaries"


class Private(Model):
    """One partner's own answers and notes. `turn` is the one they are in, or that waits to be read.

    `answers` are those of the last reading. `rows`, `origin` and `last_day` are the page's own as its owner
    last saw them with this open, and `called` what the couple called its items by then. Before the first time
    there are none, and nothing is open to them.
    """

    format: Literal[1] = 1
    kind: Literal["boundaries"] = "boundaries"
    language: Literal["en"] = "en"
    answers: dict[Id, Answer] = {}
    notes: dict[Id, Words] = {}
    turn: Turn | None = None
    rows: dict[Id, Boundary] = {}
    origin: Id | None = None
    called: dict[Id, Line] = {}
    last_day: date | None = Field(default=None, alias="last-day")


def as_seen_by(private: Private, behind: dict[str, str], new_id: str) -> Change:
    """The page as the owner of a private part can trust it: narrower or the same, never wider.

    `behind` names the owner's own answer behind each row. What they never answered is not open to them, but
    for what was agreed before they had a private part. Nor is what has another name now than they saw. Of the
    rows of another history they have seen nothing, and of their own limits nothing is forgotten.
    """

    def apply(page: Agreement) -> Agreement:
        seen = private.rows
        renamed = _renamed(private, page)
        own: dict[str, Level] = {}
        for id in {*seen, *page.boundaries}:
            answer = private.answers.get(behind.get(id, ""))
            agreed = seen.get(id, Boundary())
            own[id] = widest(answer) if answer else narrower(agreed.level, *agreed.live.values())
            if _is_of(id, renamed):
                own[id] = narrower(own[id], "none")
        if private.origin != (page.lists.origin if page.lists else None):
            seen = {
                id: row
                for id, row in seen.items()
                if own[id] == "limit" and behind.get(id) in private.answers
            }
        rows = {
            # Rounds that were read on another device count as rounds: the next one here comes after them.
            id: row.model_copy(update={"round": max(row.round, page.boundaries.get(id, row).round)})
            for id, row in rows_narrowed_by(seen, page.boundaries).items()
        }
        rows = bounded(rows, own, new_id)
        last = max(page.changed, private.last_day or page.changed)
        return page.model_copy(update={"boundaries": rows, "changed": last})

    return apply


def having_seen(private: Private, page: Agreement) -> Private:
    """The private part once its owner has seen this page."""
    return private.model_copy(
        update={
            "turn": private.turn and asked_as_now(private, private.turn, page),
            "rows": page.boundaries,
            "called": _called(page),
            "origin": page.lists.origin if page.lists else None,
            "last_day": max(page.changed, private.last_day or page.changed),
        }
    )


def asked_as_now(private: Private, turn: Turn, page: Agreement) -> Turn:
    """A turn without what was called otherwise when it was answered: that yes was to something else."""
    renamed = _renamed(private, page)
    return turn.model_copy(
        update={
            "asked": [key for key in turn.asked if not _is_of(key, renamed)],
            "answers": {key: said for key, said in turn.answers.items() if not _is_of(key, renamed)},
        }
    )


def after_reading_together(private: Private, turn: Turn, page: Agreement) -> Private:
    """The private part once its turn was read: its answers are the last ones, and the turn is over."""
    turn = asked_as_now(private, turn, page)
    answers = {**private.answers, **{key: turn.answers.get(key, "no") for key in turn.asked}}
    return having_seen(private.model_copy(update={"answers": answers, "turn": None}), page).model_copy(
        update={"last_day": page.changed}  # what the two say now is of today, also where the clock was ahead
    )


def _called(page: Agreement) -> dict[str, str]:
    """What the couple itself called items, by id."""
    lists = page.lists
    return {**lists.renamed, **{id: item.label for id, item in lists.own.items()}} if lists else {}


def _renamed(private: Private, page: Agreement) -> set[str]:
    """The items that have another name on this page than the owner of a private part last saw."""
    now = _called(page)
    return {id for id in now.keys() | private.called.keys() if now.get(id) != private.called.get(id)}


def _is_of(id: str, items: set[str]) -> bool:
    """Whether a row, or the key of an answer, belongs to one of these items."""
    return any(id in (item, *(f"{item}{ending}" for ending in ENDINGS)) for item in items)
