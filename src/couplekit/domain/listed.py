"""The lists as one couple has them: what an item is called, its rows, and what is asked in a round."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from couplekit.domain.agreement import Agreement
from couplekit.domain.boundaries import Boundary, Lists, Reading, reading
from couplekit.domain.days import after_sleeping_on_it, agreed_on
from couplekit.domain.interface import Interface
from couplekit.domain.lists import Area, Asked, Item, Row, asked_of, keys_behind, rows_of
from couplekit.domain.people import SIDES, Side, other
from couplekit.domain.rounds import BETWEEN_ROUNDS, without_turns
from couplekit.domain.text import fill

#: The area that holds what a couple added themselves. It is entered from the start: both see it there.
OWN_AREA = "your-own"


class Listed(NamedTuple):
    """One item as this couple has it."""

    id: str
    area: str
    item: Item
    hidden: bool
    is_own: bool = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows on the page."""
        return rows_of(self.id, self.item)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What each of the two is asked about it."""
        return asked_of(self.id, self.item)


def listed(areas: Iterable[Area], lists: Lists | None) -> dict[str, Listed]:
    """Every item by id, in the order of the lists, the couple's own last."""
    renamed = lists.renamed if lists else {}
    hidden = lists.hidden if lists else []
    items: dict[str, Listed] = {}
    for area in areas:
        for id, item in area.item.items():
            here = item.model_copy(update={"label": renamed[id]}) if id in renamed else item
            # What they call otherwise is asked in their words too, or a yes would be to something else.
            items[id] = Listed(id, area.id, here, id in hidden, is_own=id in renamed)
    for id, own in (lists.own if lists else {}).items():
        sides = own.label if own.two_sided else None
        item = Item.model_construct(
            label=own.label, giving=sides, receiving=sides, leads_nowhere=own.leads_nowhere, sources=[]
        )
        items[id] = Listed(id, OWN_AREA, item, id in hidden, is_own=True)
    return items


def label_of(row: str, items: Mapping[str, Listed], names: Mapping[Side, str], say: Interface) -> str:
    """What a row of the page is called. One that no list knows any more is called by its id."""
    for id in (row, row.removesuffix("-from-a"), row.removesuffix("-from-b")):
        for known in items[id].rows if id in items else ():
            if known.id != row:
                continue
            if known.giver is None:
                return items[id].item.label
            return say(
                "boundaries.from-to",
                label=items[id].item.label,
                giver=names[known.giver],
                receiver=names[other(known.giver)],
            )
    return row.replace("-", " ")


def question_of(asked: Asked, items: Mapping[str, Listed], other_name: str, say: Interface) -> str:
    """How one thing is asked of one person. In words of the couple nothing is filled in."""
    listed_as = items[asked.item]
    item = listed_as.item
    if listed_as.is_own and asked.part:
        key = "boundaries.giving" if asked.part == "giving" else "boundaries.receiving"
        return say(key, label=item.label, other=other_name)
    if not asked.part:
        return item.label
    text = item.giving if asked.part == "giving" else item.receiving
    return fill(text or "", {"other": other_name})


def behind(items: Iterable[Listed]) -> dict[str, tuple[str, str]]:
    """For each row the key of a's answer and that of b's."""
    return {row.id: keys_behind(row) for item in items for row in item.rows}


def rows_behind(items: Iterable[Listed], side: Side) -> dict[str, tuple[str, ...]]:
    """For each key of one person's answers the rows it stands behind."""
    index = SIDES.index(side)
    rows: dict[str, tuple[str, ...]] = {}
    for row, keys in behind(items).items():
        rows[keys[index]] = (*rows.get(keys[index], ()), row)
    return rows


class Asking(NamedTuple):
    """What a round would ask about today, by item, in order; why; and what stays out unless both bring it."""

    items: tuple[str, ...]
    is_due: bool
    limits: tuple[str, ...]


def asking(page: Agreement, areas: Iterable[Area], items: Mapping[str, Listed], today: date) -> Asking:
    """What a round asks about.

    What is due: in the areas that both added, what the two never both answered, and what was open and is
    past its day. Without anything due everything but the limits, once four weeks have passed since the
    last reading; before that nothing. A limit is never due. What one person took off is not due either.
    Limits of turns of this very round do not count yet: both are asked the same.
    """
    entered = entered_areas(page, areas)
    here = [item for item in items.values() if item.area in entered and not item.hidden]
    told = {item.id: [_row(page, row.id, today) for row in item.rows] for item in here}
    limits = tuple(id for id, rows in told.items() if any(said.level == "limit" for _, said in rows))
    due = tuple(
        id
        for id, rows in told.items()
        if id not in limits
        and any((row.round == 0 and not row.live) or said.state == "lapsed" for row, said in rows)
    )
    if due:
        return Asking(due, True, limits)
    last = last_reading(page)
    if last is None or today - last < timedelta(days=BETWEEN_ROUNDS):
        return Asking((), False, limits)
    return Asking(tuple(id for id in told if id not in limits), False, limits)


def entered_areas(page: Agreement, areas: Iterable[Area]) -> tuple[str, ...]:
    """The areas that both added, and the couple's own. Before the first reading it is the first area."""
    if page.lists and page.lists.areas:
        return (*page.lists.areas, OWN_AREA)
    return (next(iter(areas)).id, OWN_AREA)


def last_reading(page: Agreement) -> date | None:
    """The day of the last reading together; None where there was none."""
    # A day that was typed can be the first there is, and has none before it.
    first = after_sleeping_on_it(date.min)
    days = [row.starts for row in page.boundaries.values() if row.starts and row.starts >= first]
    return agreed_on(max(days)) if days else None


def _row(page: Agreement, id: str, today: date) -> tuple[Boundary, Reading]:
    row = without_turns(page.boundaries.get(id, Boundary()), page.readings)
    return row, reading(row, today, page.changed)
