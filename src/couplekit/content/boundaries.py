"""The lists of things to say yes or no to, one file for each area."""

from collections.abc import Sequence

from couplekit.content import in_order
from couplekit.domain.lists import Area
from couplekit.reading import Where


def areas() -> tuple[Area, ...]:
    """Every area, by its place. Raises ContentProblem with what is wrong in all of the files."""
    # Whose an id is: the file that was read first.
    items: dict[str, str] = {}

    def taken(area: Area, name: str) -> Sequence[tuple[Where, str]]:
        firsts = {id: items.setdefault(id, name) for id in area.item}
        return [
            (("item", id), f"{first} has an item of this id; each item needs its own")
            for id, first in firsts.items()
            if first != name
        ]

    return in_order(Area, "boundaries", thing="area", also=taken)
