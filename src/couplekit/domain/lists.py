"""The lists of things to say yes or no to: areas, their items, and the lines of the page that come of them.

A no to an item always means less. So nothing that is anybody's right is an item (a rest, a pause, a stop,
time alone), and nothing that leaves something out is one either, unless it is itself a way to be close: one
person's no to it would read as a yes to more.

An item with two sides is answered twice, once as the one who gives and once as the one who receives, and
stands on the page twice, once from each of the two. The ids of both are made here and nowhere else.
"""

from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from couplekit.domain.model import Id, Line, Model, Placed, Words
from couplekit.domain.people import Side
from couplekit.domain.text import PLACE

Part = Literal["", "giving", "receiving"]

#: What couplekit puts behind the id of an item with two sides. No item has such an ending of its own, so
#: that no line of a page and no answer can be taken for that of another item.
ENDINGS = ("-from-a", "-from-b", "-giving", "-receiving")
#: How long the id of an item may be: with an ending it is still an id.
LONGEST_ID = 48
#: What stands in a list at 40 columns, with its mark, on two lines at most.
LONGEST_LABEL = 60


class Item(Model):
    """One thing to answer yes or no to.

    `label` is how the page calls it. `giving` and `receiving` are how it is asked of each where it has two
    sides; it has both or neither. `leads_nowhere`: it is an end in itself, and the page says so.
    """

    label: Line
    giving: Line | None = None
    receiving: Line | None = None
    help: str = ""
    leads_nowhere: bool = Field(default=False, alias="leads-nowhere")
    sources: Annotated[list[Id], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.giving is None) != (self.receiving is None):
            there, gone = ("giving", "receiving") if self.receiving is None else ("receiving", "giving")
            raise ValueError(f'"{there}" stands without "{gone}"; an item has both sides or neither')
        if len(self.label) > LONGEST_LABEL:
            raise ValueError(f'"label" is expected to have at most {LONGEST_LABEL} characters')
        if PLACE.search(self.label):
            raise ValueError('"label" is read on its own, so nothing in braces is filled in there')
        for text in (self.giving or "", self.receiving or "", self.help):
            for place in PLACE.findall(text):
                if place != "other":
                    raise ValueError(f"{{{place}}} is not a place that is filled in; known: other")
        return self

    @property
    def two_sided(self) -> bool:
        """Whether giving and receiving it are two different questions."""
        return self.giving is not None


#: The id of an item in a list that came with couplekit: unlike an id in a couple's own file, nobody typed it
#: there, so that a message can name it.
ItemId = Annotated[Id, "named in messages"]


class Area(Placed):
    """A list of items that belong together, answered on one evening."""

    title: Words
    say: Words
    why: Words
    sources: Annotated[list[Id], Field(min_length=1)]
    item: dict[ItemId, Item]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if not 1 <= len(self.item) <= 12:
            raise ValueError(f'"item" holds {len(self.item)}; 1 to 12 items in an area were expected')
        if taken := [f"item.{id}" for id in self.item if id.endswith(ENDINGS)]:
            raise ValueError(
                f"{' and '.join(taken)}: couplekit itself adds {', '.join(ENDINGS)} to the id of an item; "
                "another ending is needed"
            )
        if long := [f"item.{id}" for id in self.item if len(id) > LONGEST_ID]:
            raise ValueError(f"{' and '.join(long)}: an id of at most {LONGEST_ID} characters was expected")
        for key, text in (("title", self.title), ("say", self.say), ("why", self.why)):
            if PLACE.search(text):
                raise ValueError(f'nothing in braces is filled in under "{key}"')
        return self


class Row(NamedTuple):
    """One line of the page. `giver` is who gives, where the item has two sides."""

    id: str
    item: str
    giver: Side | None


class Asked(NamedTuple):
    """One answer of one person, and the key it is kept under."""

    key: str
    item: str
    part: Part


def rows_of(item_id: str, item: Item) -> tuple[Row, ...]:
    """The lines that an item has on the page: one, or one for each who may give."""
    if not item.two_sided:
        return (Row(item_id, item_id, None),)
    return Row(f"{item_id}-from-a", item_id, "a"), Row(f"{item_id}-from-b", item_id, "b")


def asked_of(item_id: str, item: Item) -> tuple[Asked, ...]:
    """What each person is asked about an item: once, or as the one who gives and as the one who receives."""
    if not item.two_sided:
        return (Asked(item_id, item_id, ""),)
    return Asked(f"{item_id}-giving", item_id, "giving"), Asked(f"{item_id}-receiving", item_id, "receiving")


def keys_behind(row: Row) -> tuple[str, str]:
    """The keys of the two answers that a line comes of: that of `a`, and that of `b`.

    Crosswise where there are two sides: what goes from `a` to `b` is `a` giving and `b` receiving.
    """
    if row.giver is None:
        return row.item, row.item
    giving, receiving = f"{row.item}-giving", f"{row.item}-receiving"
    return (giving, receiving) if row.giver == "a" else (receiving, giving)
