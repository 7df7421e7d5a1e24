"""A coach that knows a few words, for tests of what becomes of its hints."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

KNOWN = {"always": ("often", "last night"), "ignored": ("lonely",), "selfish": ()}


@dataclass(frozen=True)
class Hint:
    """A hint, as the coach gives it."""

    kind: str
    start: int
    end: int
    text: str
    why: str
    suggestions: tuple[str, ...] = ()
    safety: bool = False
    pressure: bool = False


@dataclass
class Words:
    """A coach that knows a few words. It keeps what it was asked about."""

    known: dict[str, tuple[str, ...]]
    pressing: Sequence[str] = ()
    english: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)

    def hints(self, text: str, *, lead: str = "") -> tuple[Any, ...]:
        """A hint for each word that it knows, where it first stands."""
        self.asked.append((lead, text))
        found = [
            Hint(
                kind=word,
                start=text.index(word),
                end=text.index(word) + len(word),
                text=word,
                why=f"About {word}.",
                suggestions=other,
                pressure=word in self.pressing,
            )
            for word, other in self.known.items()
            if word in text
        ]
        return tuple(sorted(found, key=lambda hint: hint.start))

    def helps_with(self, text: str) -> bool:
        """Whether it knows the language."""
        return self.english
