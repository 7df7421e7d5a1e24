"""What a text carries: stop and no first, then the rules, then how far it leans.

What the rules find is weighed with everything else in a sentence. So the rules need not know every way to
blame, and where they are wrong, the rest of the sentence can say so.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from couplekit.domain.clauses import Sentence, sentences
from couplekit.domain.findings import Finding, Kind
from couplekit.domain.grammar import Grammar
from couplekit.domain.leaning import Lean, Leaning, Read, Weights
from couplekit.domain.limits import sets_a_limit
from couplekit.domain.phrases import Phrases
from couplekit.domain.rules import COVERS, Rules
from couplekit.domain.tokens import Token
from couplekit.domain.wordlists import Lookup, PhraseLists, WordLists

#: From here on a sentence carries something, where some kind leans as far as the second: a text that is like
#: no kind in particular is like none.
SURE, SOME = 0.68, 0.15
#: From here on a kind is given without a rule, and below this a rule is not believed about the kind.
LIKELY, UNLIKELY = 0.5, 0.2
#: From here on it is taken for a stop or a no that the phrases do not know.
STOPS = 0.09
#: What a rule finds in a list of words, and no lean can doubt.
_AS_WRITTEN: frozenset[Kind] = frozenset({"faux-feeling"})
#: What somebody is pressed by. It is told also where the sentence leans less far.
_PRESSING: frozenset[Kind] = frozenset({"demand", "threat"})
#: As many words as a learned hint is about.
_SHOWN = 8


class Judge:
    """Finds the kinds of hints in texts of one language."""

    def __init__(
        self,
        grammar: Grammar,
        lists: WordLists,
        phrases: PhraseLists,
        faux: Collection[str],
        weights: Weights,
    ) -> None:
        self._grammar = grammar
        self._lookup = Lookup(lists)
        self._leaning = Leaning(weights, lists.marks)
        self._phrases = Phrases(
            {**phrases.by_name, "faux": faux}, lists.by_name, grammar.fillers, grammar.joins
        )

    def findings(self, tokens: Sequence[Token]) -> list[Finding]:
        """Every kind that the text carries, in its order; each kind once in a sentence.

        A line is read as a whole: beside a stop or a no, and beside what may tell of harm, nothing is found.
        """
        return [finding for line in _lines(tokens) for finding in self._of_line(line)]

    def features(self, tokens: Sequence[Token]) -> set[str]:
        """What there is to weigh in a text: what weights are learned for."""
        return self._leaning.features(self._read(tokens))

    def presses(self, tokens: Sequence[Token]) -> tuple[Token, Token] | None:
        """Where somebody is pressed for touch, or a body for a day: first and last word. None for a limit."""
        found = (self._pressing(one) for one in self._read(tokens))
        return next((words for words in found if words is not None), None)

    def opens_a_time(self, lead: str) -> bool:
        """Whether these words open a time ("when")."""
        return lead.lower() in self._grammar.times

    def after_feeling(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """The words after the first "feel"."""
        for index, token in enumerate(tokens):
            if token.base in self._grammar.feeling:
                return tokens[index + 1 :]
        return ()

    def asks_something(self, tokens: Sequence[Token]) -> bool:
        """Whether the partner is asked to do something: "would you be willing to"."""
        return any(
            clause.asked and clause.subject == "you"
            for read in self._read(tokens)
            for clause in read.sentence.clauses
        )

    def _pressing(self, one: Read) -> tuple[Token, Token] | None:
        sentence, phrases, _ = one
        if "pressing" not in phrases or "refusals" in phrases:
            return None
        limited = sets_a_limit(sentence, self._grammar, self._lookup)
        denied = any(token.word in self._grammar.negators for token in sentence.tokens)
        if limited or denied or self._lookup.first("limiting", sentence.tokens) is not None:
            return None
        start, end = phrases["pressing"][0]
        return sentence.tokens[start], sentence.tokens[end - 1]

    def _read(self, tokens: Sequence[Token]) -> list[Read]:
        sorry = self._lookup.first("sorry", tokens) is not None
        found: list[Read] = []
        for sentence in sentences(tokens, self._grammar):
            phrases = self._phrases.find(sentence.tokens)
            rules = Rules(self._grammar, self._lookup, sentence, phrases, sorry=sorry)
            found.append(Read(sentence, phrases, rules.findings()))
        return found

    def _of_line(self, tokens: Sequence[Token]) -> list[Finding]:
        weighed: list[tuple[Read, Lean, bool]] = []
        for one in self._read(tokens):
            if "safety" in one.phrases or "refusals" in one.phrases:
                return []
            if sets_a_limit(one.sentence, self._grammar, self._lookup):
                return []
            lean, presses = self._leaning.weigh([one]), self._pressing(one) is not None
            if lean.stop >= STOPS and not presses:
                return []
            weighed.append((one, lean, presses))
        found: list[Finding] = []
        for one, lean, presses in weighed:
            touches = self._lookup.first("touch", one.sentence.tokens) is not None
            found += [
                replace(finding, presses=presses or (touches and finding.kind in _PRESSING))
                for finding in _carried(one, lean, presses) or self._behind_a_but(one)
            ]
        return found

    def _behind_a_but(self, one: Read) -> list[Finding]:
        """What the end of a sentence carries by itself: "you were kind today, but you never listen"."""
        tokens = one.sentence.tokens
        places = [place for place, token in enumerate(tokens) if token.word in self._grammar.contrasting]
        if not places:
            return []
        behind = [(read, self._leaning.weigh([read])) for read in self._read(tokens[places[-1] + 1 :])]
        if any(lean.stop >= STOPS for _, lean in behind):
            return []
        return [finding for read, lean in behind for finding in _carried(read, lean, False)]


def _carried(one: Read, lean: Lean, presses: bool) -> list[Finding]:
    """What a sentence carries, where it leans far enough to carry anything, or is an order that presses."""
    found = [
        finding
        for finding in one.ruled
        if finding.kind in _AS_WRITTEN or lean.kinds[finding.kind] >= UNLIKELY
    ]
    if lean.hint < SURE or max(lean.kinds.values()) < SOME:
        return [finding for finding in found if presses and finding.kind in _PRESSING]
    given = {finding.kind for finding in found}
    likely = sorted(lean.where, key=lambda kind: -lean.kinds[kind])
    for kind in [some for some in likely if lean.kinds[some] >= LIKELY] or ([] if given else likely[:1]):
        if not any(kind == other or kind in COVERS.get(other, ()) for other in given):
            found.append(_learned(kind, one.sentence, lean.where[kind]))
            given.add(kind)
    return sorted(found, key=lambda finding: finding.first.start)


def _lines(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    begun = 0
    for index, token in enumerate(tokens):
        if token.word == "\n":
            yield tokens[begun:index]
            begun = index + 1
    yield tokens[begun:]


def _learned(kind: Kind, sentence: Sentence, token: Token) -> Finding:
    """A hint that was learned is about the clause of the word that weighs most, or about that word."""
    tokens = sentence.tokens
    index = next(place for place, here in enumerate(tokens) if here is token)
    for clause in sentence.clauses:
        if clause.first <= index <= clause.last:
            last = max(index, min(clause.last, clause.first + _SHOWN - 1))
            return Finding(kind, tokens[clause.first], _word(tokens, last, clause.first))
    return Finding(kind, token, _word(tokens, min(index + 2, len(tokens) - 1), index))


def _word(tokens: Sequence[Token], index: int, first: int) -> Token:
    """The last word up to here: no hint ends with a comma."""
    while index > first and (index >= len(tokens) or tokens[index].is_mark):
        index -= 1
    return tokens[index]
