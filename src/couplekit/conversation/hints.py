"""Hints about what one person types, while they have the screen to themselves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from couplekit.domain.coach import Hint

#: In other words: here the writer goes on.
GOES_ON = "..."
#: More of them for one part would be nagging.
MOST = 2


class Coach(Protocol):
    """Whoever gives hints."""

    def hints(self, text: str, *, lead: str = "") -> "tuple[Hint, ...]":
        """Hints about a text that goes on after `lead`."""
        ...

    def helps_with(self, text: str) -> bool:
        """Whether it can say anything about this text: not in another language."""
        ...


@dataclass
class Coached:
    """The coach for one run. `leads` are what stands before what is typed, by question: it looks at those.

    `is_kept` says which hints are not given, since what they are about is as good here as any other word.
    Once switched off (`is_on`) it stays off for this run.
    """

    coach: Coach
    leads: Mapping[str, str]
    is_kept: "Callable[[Hint], bool]" = lambda _hint: False
    is_on: bool = True
    _has_said_so: bool = field(default=False, init=False)

    def can_help(self, text: str) -> bool:
        """Whether it can help with this text. That it cannot is said once."""
        if not self.is_on or self._has_said_so or self.coach.helps_with(text):
            return True
        self._has_said_so = True
        return False

    def next(self, question: str, text: str, given: "Sequence[Hint]") -> "Hint | None":
        """The next hint about a text that may have changed since those that were given for it. None twice."""
        if not self.is_on or len(given) >= MOST or not self.coach.helps_with(text):
            return None
        before = {(hint.kind, hint.text) for hint in given}
        hints = self.coach.hints(text, lead=self.leads[question])
        fresh = (hint for hint in hints if (hint.kind, hint.text) not in before and not self.is_kept(hint))
        return next(fresh, None)


def is_whole(words: str) -> bool:
    """Whether other words are for the whole part: they begin as a sentence does, or have a gap to fill."""
    return words[:1].isupper() or GOES_ON in words


def in_place(hint: "Hint", text: str, words: str) -> str:
    """The text with other words in place of those that the hint is about."""
    return f"{text[: hint.start]}{words}{text[hint.end :]}"


def beginning(words: str) -> str:
    """What is there to go on with, up to the first gap, and the space behind it."""
    return f"{words.partition(GOES_ON)[0].strip()} "
