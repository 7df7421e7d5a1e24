"""The two partners, and whose comfort sets the pace."""

from typing import Literal, get_args

from couplekit.domain.model import Line, Model

#: One of the two. Somebody alone is `a`.
Side = Literal["a", "b"]
SIDES: tuple[Side, ...] = get_args(Side)
#: Whose answer something is.
Whose = Literal["a", "b", "both"]
#: Whose comfort sets the pace: one of the two, or the slower of them, whoever that is at the moment.
#: Whatever is chosen, either may slow things alone (catalogue: agree-shared-pace, own-choice-discomfort).
Pace = Literal["a", "b", "the-slower-of-us"]


def side_named(id: str | None) -> Side | None:
    """The side a choice stands for; None for any other choice, and where nothing was chosen."""
    return next((side for side in SIDES if side == id), None)


def pace_named(id: str | None) -> Pace:
    """The pace a choice of a guide stands for; the slower of the two where nothing was chosen."""
    return "a" if id == "a" else "b" if id == "b" else "the-slower-of-us"


class Person(Model):
    """One partner. The name is a value like any other: it can change without moving anything."""

    name: Line


class Partners(Model):
    """Partner `a`, and `b` once there is one. One person alone is a whole use."""

    a: Person
    b: Person | None = None

    @property
    def both(self) -> bool:
        """Whether two people share this page."""
        return self.b is not None

    @property
    def sides(self) -> tuple[Side, ...]:
        """Whoever shares this page."""
        return SIDES if self.both else ("a",)

    def name(self, side: Side) -> str:
        """The name of one side; an empty text where nobody is."""
        person = self.a if side == "a" else self.b
        return person.name if person else ""


def other(side: Side) -> Side:
    """The other side."""
    return "b" if side == "a" else "a"
