"""The coach's word lists of one language, and how a clause is looked up in them."""

from collections.abc import Collection, Iterable, Sequence

from pydantic import ConfigDict

from couplekit.domain.clauses import Clause
from couplekit.domain.grammar import WordSet
from couplekit.domain.model import Model
from couplekit.domain.tokens import Token

#: As far from a verb as its particles may stand ("shut ... out").
_NEAR = 6


class _File(Model):
    """A file of lists: keys are written with hyphens."""

    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", "-"), populate_by_name=True)

    @property
    def by_name(self) -> dict[str, frozenset[str]]:
        """Every list, by the name it has in the file."""
        return self.model_dump(by_alias=True)


class WordLists(_File):
    """Words by what they say of somebody. What each list is for stands above it in `words/verdicts.toml`."""

    wrongs: WordSet
    habits: WordSet
    cares: WordSet
    faults: WordSet
    insults: WordSet
    self_verdicts: WordSet
    good: WordSet
    bad: WordSet
    praises: WordSet
    hard_feelings: WordSet
    touch: WordSet
    person: WordSet
    roles: WordSet
    opinions: WordSet
    drags: WordSet
    soothing_orders: WordSet
    stoppable: WordSet
    limiting: WordSet
    freeing_orders: WordSet
    harsh_orders: WordSet
    kind_orders: WordSet
    calls_to_listen: WordSet
    kind_musts: WordSet
    polite: WordSet
    sorry: WordSet
    comforts: WordSet
    pains: WordSet

    @property
    def verbs(self) -> frozenset[str]:
        """Every word of these lists that is a verb."""
        acts = self.wrongs | self.habits | self.cares
        orders = self.harsh_orders | self.kind_orders | self.soothing_orders | self.stoppable
        return frozenset(act.partition("+")[0] for act in acts) | orders

    @property
    def marks(self) -> dict[str, tuple[str, ...]]:
        """For each word the lists it is in, whatever stands beside it."""
        marks: dict[str, tuple[str, ...]] = {}
        for name, words in sorted(self.by_name.items()):
            for word in words:
                if "+" not in word:
                    marks[word] = (*marks.get(word, ()), name)
        return marks

    @property
    def every(self) -> frozenset[str]:
        """Every word of these lists, one by one."""
        entries = (entry for words in self.by_name.values() for entry in words)
        return frozenset(word for entry in entries for word in entry.replace("-", "+").split("+"))


class PhraseLists(_File):
    """Phrases by what they say. What each list is for stands above it in `words/phrases.toml`."""

    blame: WordSet
    absolute: WordSet
    absolute_unless_kind: WordSet
    mind_reading: WordSet
    threat: WordSet
    minimise: WordSet
    contempt: WordSet
    demand: WordSet
    self_blame: WordSet
    refusals: WordSet
    safety: WordSet
    urgent: WordSet
    alone_with_it: WordSet
    bargains: WordSet
    punishments: WordSet
    elsewhere: WordSet
    affection: WordSet
    kindnesses: WordSet
    held_against: WordSet
    pressing: WordSet


class Lookup:
    """Looks words and clauses up in the lists."""

    def __init__(self, lists: WordLists) -> None:
        self._lists = lists.by_name
        self._acts = {name: _by_verb(self._lists[name]) for name in ("wrongs", "habits", "cares")}

    def first(self, name: str, tokens: Iterable[Token]) -> Token | None:
        """The first of these words that is in a list."""
        words = self._lists[name]
        return next((token for token in tokens if token.word in words or token.base in words), None)

    def has(self, name: str, *tokens: Token) -> bool:
        """Whether one of these words is in a list."""
        return self.first(name, tokens) is not None

    def act(self, name: str, clause: Clause) -> Token | None:
        """The verb with which a clause says that somebody does one of a list of acts."""
        acts = self._acts[name]
        words = [*clause.verbs, *clause.rest]
        for place, token in enumerate(clause.verbs):
            near = words[place + 1 : place + 1 + _NEAR]
            if any(_follow(particles, near) for particles in acts.get(token.base, ())):
                return token
        return None


def _by_verb(acts: Collection[str]) -> dict[str, list[list[str]]]:
    """The particles of each verb of a list: "shut+ME+out" stands under "shut"."""
    found: dict[str, list[list[str]]] = {}
    for act in sorted(acts):
        verb, *particles = act.split("+")
        found.setdefault(verb, []).append(particles)
    return found


def _follow(particles: Sequence[str], words: Sequence[Token]) -> bool:
    """Whether these stand among the words, in order. "ME" is the writer, or the two."""
    left = iter(words)
    return all(
        any(word.who in ("me", "us") if part == "ME" else part in (word.word, word.base) for word in left)
        for part in particles
    )
