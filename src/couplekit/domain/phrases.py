"""Phrases of the coach: short patterns over words, roles and word lists.

The small language is explained at the top of `phrases.toml`. A phrase skips fillers ("really", "so"), so that
"it is really all in your head" is found by "all in YOUR head".
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from couplekit.domain.tokens import Token

#: How many words "*" and "..." may stand for. The wide one also passes commas.
_GAP = 3
_WIDE = 15
#: How many fillers may stand between two words of a phrase.
_PASSED = 12
_ROLES = {
    "YOU": frozenset({"you"}),
    "ME": frozenset({"me"}),
    "US": frozenset({"us"}),
    "YOUR": frozenset({"you's"}),
    "MY": frozenset({"me's"}),
}


class Found(NamedTuple):
    """A phrase in a sentence: the place of its first word, and the place after its last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One place of a phrase: the words and the roles that fit. It may be missing, a gap, or the end."""

    words: frozenset[str] = frozenset()
    exact: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    optional: bool = False
    gap: int = 0
    end: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """What a word that fits here can be known by."""
        return (*self.words, *self.exact, *(f"@{role}" for role in self.roles))

    @property
    def is_fixed(self) -> bool:
        """Whether a word that fits has to stand here."""
        return not (self.optional or self.gap or self.end)


class _Phrase(NamedTuple):
    """A phrase of a kind. It is looked for where one of the words stands that it `needs`."""

    kind: str
    parts: tuple[_Part, ...]
    opens: bool
    needs: frozenset[str]


class Phrases:
    """Every phrase of a language by its kind. Each is looked for where its first two words stand."""

    def __init__(
        self,
        phrases: Mapping[str, Collection[str]],
        lists: Mapping[str, Collection[str]],
        fillers: Collection[str],
        joins: Collection[str],
    ) -> None:
        self._fillers = frozenset(fillers)
        self._joins = frozenset(joins)
        # By the first word or role, then by the second; under "" where the second can be any.
        self._by_start: dict[str, dict[str, list[_Phrase]]] = {}
        for kind, some in phrases.items():
            for text in sorted(some):
                parts = tuple(_part(part, lists) for part in text.removeprefix("^ ").split())
                fixed = [frozenset(part.keys) for part in parts[1:] if part.is_fixed]
                needs = min(fixed, key=len, default=frozenset(parts[0].keys))
                phrase = _Phrase(kind, parts, text.startswith("^ "), needs)
                for first in parts[0].keys:
                    seconds = self._by_start.setdefault(first, {})
                    for second in parts[1].keys if len(parts) > 1 and parts[1].is_fixed else ("",):
                        seconds.setdefault(second, []).append(phrase)

    def find(self, tokens: Sequence[Token]) -> dict[str, list[Found]]:
        """Every phrase in these words, by kind and in order. Takes time in proportion to their number."""
        found: dict[str, list[Found]] = {}
        keys = [_keys(token) for token in tokens]
        present = {key for some in keys for key in some}
        for index, token in enumerate(tokens):
            for key in keys[index]:
                seconds = self._by_start.get(key)
                if seconds is None:
                    continue
                for kind, parts, opens, needs in self._likely(seconds, tokens, keys, index):
                    if needs.isdisjoint(present):
                        continue
                    if opens and index and not self._begins_after(tokens[index - 1]):
                        continue
                    if parts[0].exact and token.word not in parts[0].exact | parts[0].words:
                        continue
                    end = self._match(parts, 1, tokens, index + 1)
                    if end is not None:
                        found.setdefault(kind, []).append(Found(index, end))
        return found

    def _begins_after(self, before: Token) -> bool:
        """Whether a new part of a sentence may begin after this mark or word."""
        return before.is_mark or before.word in self._joins

    def _likely(
        self,
        seconds: Mapping[str, Sequence[_Phrase]],
        tokens: Sequence[Token],
        keys: Sequence[Sequence[str]],
        index: int,
    ) -> Iterator[_Phrase]:
        """The phrases whose second word stands next, past any fillers, and those that any word can follow."""
        yield from seconds.get("", ())
        for after in range(index + 1, min(index + 2 + _PASSED, len(tokens))):
            for key in keys[after]:
                if key in seconds:
                    yield from seconds[key]
            if tokens[after].word not in self._fillers:
                return

    def _match(self, parts: tuple[_Part, ...], part: int, tokens: Sequence[Token], index: int) -> int | None:
        """Where the phrase ends, from this part and this word on; None where it does not fit."""
        passed, last, size = 0, len(parts), len(tokens)
        while part < last:
            wanted = parts[part]
            token = tokens[index] if index < size else None
            if wanted.end:
                return index if token is None or token.is_mark else None
            if wanted.gap:
                return self._past_gap(parts, part, tokens, index)
            if token is not None and (
                token.word in wanted.words
                or token.base in wanted.words
                or token.word in wanted.exact
                or (wanted.roles and token.who and role_of(token) in wanted.roles)
            ):
                part, index, passed = part + 1, index + 1, 0
            elif wanted.optional:
                part += 1
            elif token is not None and token.word in self._fillers and passed < _PASSED:
                index, passed = index + 1, passed + 1
            else:
                return None
        return index

    def _past_gap(
        self, parts: tuple[_Part, ...], part: int, tokens: Sequence[Token], index: int
    ) -> int | None:
        """Where the phrase ends, with as few words in this gap as will do. A narrow one passes no mark."""
        gap = parts[part].gap
        for after in range(index, min(index + gap, len(tokens)) + 1):
            end = self._match(parts, part + 1, tokens, after)
            if end is not None:
                return end
            if after < len(tokens) and gap == _GAP and tokens[after].is_mark:
                return None
        return None


def _keys(token: Token) -> tuple[str, ...]:
    """What a phrase can know this word by."""
    keys = (token.word,) if token.base == token.word else (token.word, token.base)
    return (*keys, f"@{role_of(token)}") if token.who else keys


def role_of(token: Token) -> str:
    """Whom the word stands for, with "'s" where it says whose something is."""
    return f"{token.who}'s" if token.of else token.who


def _part(text: str, lists: Mapping[str, Collection[str]]) -> _Part:
    if text in ("*", "..."):
        return _Part(gap=_GAP if text == "*" else _WIDE)
    if text == "$":
        return _Part(end=True)
    words: set[str] = set()
    exact: set[str] = set()
    roles: set[str] = set()
    for option in text.removesuffix("?").split("|"):
        if option in _ROLES:
            roles |= _ROLES[option]
        elif option.startswith("<"):
            words |= {word for word in lists[option[1:-1]] if "+" not in word}
        elif option.startswith("="):
            exact.add(option[1:])
        else:
            words.add(option)
    return _Part(
        frozenset(words), frozenset(exact), frozenset(roles), optional=text.endswith("?") and len(text) > 1
    )
