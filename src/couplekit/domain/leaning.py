"""How far a sentence leans towards a kind of hint: the sum of what its words weigh, each in its role.

The rules of `rules.py` know what was written down for them. This knows what many labelled sentences have in
common: the same word weighs one thing when the partner does it, another when it is denied, asked, or done by
somebody else; and what a rule found is one thing more to weigh. The weights are learned by
`benchmarks/coach.py --learn` and kept as data.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from pydantic import ConfigDict

from couplekit.domain.clauses import Clause, Sentence
from couplekit.domain.findings import KINDS, Finding, Kind
from couplekit.domain.model import Model
from couplekit.domain.phrases import Found
from couplekit.domain.tokens import Token

#: The phrases of the kinds are weighed as what the rules make of them.
_OF_KINDS = frozenset({*KINDS, "absolute-unless-kind", "faux"})

_ROLES = {"you": "YOU", "me": "ME", "us": "US", "others": "THEM"}
#: How many words after a verb say what is done.
_REACH = 6


class Read(NamedTuple):
    """A sentence, the phrases in it by kind, and what the rules found in it."""

    sentence: Sentence
    phrases: Mapping[str, Sequence[Found]]
    ruled: Sequence[Finding]


def features(together: Sequence[Read], marks: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Token]]:
    """What there is to weigh in a text, each with the word it stands at.

    Words alone, in twos and in threes, whoever they stand for as a role; what each clause says of its
    subject, denied ("-") or not; how it begins; the word lists that its words are in (`marks`, by word);
    which phrases stand in the sentence, other than those of a kind; and which kinds the rules found, by
    themselves and beside the words of each list, because thanks or an apology can turn what was found.
    """
    for sentence, phrases, ruled in together:
        tokens = sentence.tokens
        earlier, before = "", "<"
        for index, token in enumerate(tokens):
            name = _name(token, index)
            yield name, token
            yield f"{before} {name}", token
            yield f"{earlier} {before} {name}", token
            earlier, before = before, name
        yield f"{before} >", tokens[-1]
        yield f"{earlier} {before} >", tokens[-1]
        if sentence.asks:
            yield "?", tokens[-1]
        for clause in sentence.clauses:
            for said in _of_clause(clause, marks):
                yield said, tokens[clause.first]
        for kind in phrases:
            if kind not in _OF_KINDS:
                yield f"[{kind}]", tokens[0]
        for finding in ruled:
            yield "{}", finding.first
            yield f"{{{finding.kind}}}", finding.first
            for token in tokens:
                for mark in _marks(token, marks):
                    yield f"{{{finding.kind}}}<{mark}>", finding.first


def _name(token: Token, index: int) -> str:
    """What a word is called here: a role, a number, a name, or its dictionary form."""
    if token.who in _ROLES:
        return _ROLES[token.who] + ("'s" if token.of else "")
    if token.word.isdigit():
        return "NUMBER"
    if index and token.capital and token.word == token.base and not token.is_mark:
        return "NAME"
    return token.base


def _of_clause(clause: Clause, marks: Mapping[str, Sequence[str]]) -> Iterator[str]:
    subject = _ROLES.get(clause.subject, clause.subject) + ("'s" if clause.owned else "")
    who = f"{subject}{'-' if clause.denied else '+'}"
    mood = "order" if clause.order else "asked" if clause.asked else clause.opens
    under = f"{clause.under.subject}:{clause.under.verb}" if clause.under is not None else ""
    helper = clause.helpers[-1].base if clause.helpers else ""
    how = "".join(f"~{token.word}" for token in clause.adverbs[:1])
    yield f"{who}{clause.verb}"
    yield f"{who}{helper}:{clause.verb}"
    yield f"{mood}|{who}"
    yield f"{mood}|{who}{clause.verb}"
    yield f"{under}>{who}"
    for token in clause.adverbs:
        yield f"{subject}~{token.word}"
        yield f"{subject}~{token.word}:{clause.verb}"
    for token in clause.rest[:_REACH]:
        name = _ROLES.get(token.who, token.base)
        yield f"{who}..{name}"
        yield f"{who}{clause.verb}..{name}"
    for token in (*clause.verbs, *clause.rest[:_REACH]):
        for mark in _marks(token, marks):
            yield f"{who}{how}<{mark}>"
            yield f"{mood}|{who}<{mark}>"
    if clause.owned is not None:
        yield f"{subject} {clause.owned.base}"


def _marks(token: Token, marks: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The word lists that a word is in."""
    return marks.get(token.base) or marks.get(token.word, ())


def chance(score: float) -> float:
    """A sum of weights as a number from 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


class Weights(Model):
    """What each feature weighs: for any hint at all (`lean`), for a stop or a no, and for each kind.

    `base` is where a sum begins. `learned_from` is a hash of the sentences they were learned from.
    """

    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", "-"), populate_by_name=True)

    learned_from: str
    base: dict[str, float]
    lean: dict[str, float]
    stop: dict[str, float]
    kinds: dict[Kind, dict[str, float]]


class Lean:
    """How far a text leans, from 0 to 1: to any hint, to being a stop or a no, and to each kind.

    The kinds are summed up when somebody asks, since most texts lean to none.
    """

    def __init__(self, hint: float, stop: float, by_kind: Callable[[], "_ByKind"]) -> None:
        self.hint = hint
        self.stop = stop
        self._sum_up = by_kind

    @cached_property
    def _by_kind(self) -> "_ByKind":
        return self._sum_up()

    @property
    def kinds(self) -> dict[Kind, float]:
        """How far it leans to each kind."""
        return self._by_kind.chances

    @property
    def where(self) -> dict[Kind, Token]:
        """The word at which each kind weighs most, where anything speaks for it."""
        return self._by_kind.where


class _ByKind(NamedTuple):
    chances: dict[Kind, float]
    where: dict[Kind, Token]


class Leaning:
    """Weighs texts by what was learned."""

    def __init__(self, weights: Weights, marks: Mapping[str, Sequence[str]]) -> None:
        self._marks = marks
        self._base = weights.base
        self._lean = weights.lean
        self._stop = weights.stop
        self._kinds: dict[str, list[tuple[Kind, float]]] = {}
        for kind, table in weights.kinds.items():
            for feature, weight in table.items():
                self._kinds.setdefault(feature, []).append((kind, weight))

    def features(self, together: Sequence[Read]) -> set[str]:
        """What there is to weigh in a text."""
        return {feature for feature, _ in features(together, self._marks)}

    def weigh(self, together: Sequence[Read]) -> Lean:
        """How far these sentences lean, taken together."""
        seen: dict[str, Token] = {}
        for feature, token in features(together, self._marks):
            seen.setdefault(feature, token)
        lean, stop = self._base["lean"], self._base["stop"]
        for feature in seen:
            lean += self._lean.get(feature, 0.0)
            stop += self._stop.get(feature, 0.0)
        return Lean(chance(lean), chance(stop), lambda: self._sum_kinds(seen))

    def _sum_kinds(self, seen: Mapping[str, Token]) -> _ByKind:
        sums: dict[Kind, float] = {kind: self._base[kind] for kind in KINDS}
        most: dict[Kind, float] = {}
        where: dict[Kind, Token] = {}
        for feature, token in seen.items():
            for kind, weight in self._kinds.get(feature, ()):
                sums[kind] += weight
                if weight > most.get(kind, 0.0):
                    most[kind], where[kind] = weight, token
        return _ByKind({kind: chance(sums[kind]) for kind in KINDS}, where)
