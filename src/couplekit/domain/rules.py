"""The rules of the coach: what one sentence says of somebody, clause by clause.

Each rule looks at who acts, what is done, to whom, and whether it is denied, asked, wished, or somebody
else's words. What the kinds mean is in docs/coach.md; the words are in `verdicts.toml` and `phrases.toml`.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from couplekit.domain.clauses import Clause, Sentence
from couplekit.domain.findings import Finding, Kind
from couplekit.domain.grammar import Grammar
from couplekit.domain.phrases import Found
from couplekit.domain.tokens import Token
from couplekit.domain.wordlists import Lookup

#: Where one kind stands in a sentence, these say the same thing once more, and are left out.
COVERS: Mapping[Kind, frozenset[Kind]] = {
    "threat": frozenset({"blame", "demand", "mind-reading", "minimise", "absolute"}),
    "minimise": frozenset({"blame", "demand", "contempt", "absolute"}),
    "contempt": frozenset({"blame", "demand", "mind-reading"}),
    "demand": frozenset({"blame"}),
    "mind-reading": frozenset({"blame"}),
    "thought-as-feeling": frozenset({"blame", "faux-feeling"}),
    "self-blame": frozenset({"absolute", "faux-feeling", "blame", "thought-as-feeling"}),
    "faux-feeling": frozenset({"blame"}),
}
#: What is not meant where something is said with love.
_TEASING: frozenset[Kind] = frozenset({"blame", "absolute", "minimise", "contempt"})
#: The kinds that a phrase can give, the most telling first.
_BY_PHRASE: tuple[Kind, ...] = (
    "threat",
    "contempt",
    "minimise",
    "mind-reading",
    "absolute",
    "self-blame",
    "demand",
    "blame",
)
#: As far after "feel" as a feeling may stand, and after "is" what somebody is said to be.
_NEAR, _SAID = 6, 9


class Rules:
    """Reads one sentence. `sorry` is whether something near it is an apology."""

    def __init__(
        self,
        grammar: Grammar,
        lookup: Lookup,
        sentence: Sentence,
        phrases: Mapping[str, Sequence[Found]],
        *,
        sorry: bool,
    ) -> None:
        self._grammar = grammar
        self._lookup = lookup
        self._sentence = sentence
        self._tokens = sentence.tokens
        self._phrases = phrases
        self._sorry = sorry
        self._quoted = _quoted(sentence.tokens)
        self._found: dict[Kind, Finding] = {}
        self._clause_of: list[Clause | None] = [None] * len(self._tokens)
        for clause in sentence.clauses:
            for index in range(clause.first, min(clause.last + 1, len(self._tokens))):
                self._clause_of[index] = clause

    def findings(self) -> list[Finding]:
        """Every kind that a rule gives, each once, in the order of the sentence."""
        if "elsewhere" in self._phrases:
            return []
        for clause in self._sentence.clauses:
            if not any(index in self._quoted for index in range(clause.first, clause.last + 1)):
                self._clause(clause)
        self._loose_feelings()
        self._bargains()
        self._by_phrases()
        covered = {kind for over in self._found for kind in COVERS.get(over, ())}
        if "affection" in self._phrases:
            covered |= _TEASING
        left = [finding for kind, finding in self._found.items() if kind not in covered]
        return sorted(left, key=lambda finding: finding.first.start)

    def _add(self, kind: Kind, first: Token, last: Token, word: str = "") -> None:
        self._found.setdefault(kind, Finding(kind, first, last, word))

    def _clause(self, clause: Clause) -> None:
        self._feelings(clause)
        if clause.subject == "me":
            self._of_self(clause)
        if clause.order:
            self._order(clause)
        if clause.subject in ("you", "us") and not self._is_excused(clause):
            self._of_partner(clause)

    # -- what excuses ------------------------------------------------------------------------------

    def _is_excused(self, clause: Clause) -> bool:
        """Whether it is denied from above, somebody else's words, a guess told as one, or a wish."""
        grammar = self._grammar
        said_or_thought = grammar.thinking | grammar.reporting
        for above in clause.above:
            outside = above.subject in ("others", "somebody", "nobody") or above.owned is not None
            if above.asked or (above.denied and (above.verb in said_or_thought or not above.verb)):
                return True
            if above.verb in grammar.reporting and (outside or above.subject == "you"):
                return True
            if above.verb in grammar.thinking and outside:
                return True
            if above.subject == "me" and any(
                token.word in grammar.tentative or token.base in grammar.tentative for token in above.words
            ):
                return True
        return False

    def _is_praise(self, said: Sequence[Token]) -> bool:
        lookup = self._lookup
        return lookup.has("good", *said) and not any(
            lookup.has(name, *said) for name in ("bad", "faults", "insults")
        )

    # -- feelings ----------------------------------------------------------------------------------

    def _feelings(self, clause: Clause) -> None:
        feel = next((token for token in clause.verbs if token.base in self._grammar.feeling), None)
        if feel is None:
            if clause.verbs and clause.verbs[-1].base in self._grammar.making:
                self._made_to_feel(clause)
            return
        tells = clause.subject in ("me", "it", "") and clause.owned is None
        if not tells or clause.denied or clause.asked or any(above.denied for above in clause.above):
            return
        at = self._place(feel, clause)
        self._faux_feeling(at)
        self._thought(at)

    def _place(self, token: Token, clause: Clause) -> int:
        """Where a word of a clause stands."""
        return next(index for index in range(clause.first, len(self._tokens)) if self._tokens[index] is token)

    def _faux_feeling(self, at: int) -> None:
        """ "I feel ignored": a word from the list near "feel"."""
        for index in range(at + 1, min(at + 1 + _NEAR, len(self._tokens))):
            token = self._tokens[index]
            if token.word in self._grammar.ends_feeling or (token.is_mark and token.word != ","):
                return
            if (end := self._end_of("faux", index)) is not None:
                word = " ".join(part.word for part in self._tokens[index:end])
                self._add("faux-feeling", token, self._tokens[end - 1], word)
                return

    def _loose_feelings(self) -> None:
        """ "Feeling ignored tonight", "I'm tired of feeling ignored": no clause of its own."""
        for index, token in enumerate(self._tokens):
            is_feeling = token.base in self._grammar.feeling and token.word.endswith(self._grammar.doing)
            if not is_feeling or index in self._quoted:
                continue
            clause = self._clause_of[index]
            mine = clause is None or (clause.subject == "me" and not clause.denied)
            if mine and (clause is None or all(verb is not token for verb in clause.verbs)):
                self._faux_feeling(index)

    def _thought(self, at: int) -> None:
        """ "I feel that you ...", "I feel like a servant", "it feels as if nobody ..."."""
        tokens, grammar = self._tokens, self._grammar
        after = at + 1
        while after < len(tokens) and tokens[after].word in grammar.after_feeling:
            after += 1
        link = after < len(tokens) and tokens[after].word in grammar.links
        under = next((other for other in self._sentence.clauses if other.first > at), None)
        as_if = link and after + 1 < len(tokens) and tokens[after + 1].word in grammar.conditions
        if under is not None and (
            (under.opens in grammar.circumstances and not as_if)
            or any(token.is_mark for token in tokens[at : under.first])
        ):
            under = None
        if under is None:
            named = tokens[after + 1 : after + 4]
            role = self._lookup.first("roles", named)
            if link and role is not None and not any(t.word.endswith(grammar.doing) for t in named):
                self._add("thought-as-feeling", tokens[at], role)
        elif (link or under.first == after) and under.opens not in grammar.asking and self._is_opinion(under):
            self._add("thought-as-feeling", tokens[at], tokens[under.first])

    def _is_opinion(self, clause: Clause) -> bool:
        """Whether what follows "I feel that" is a thought about the other one, and no sensation or praise."""
        said = clause.words
        if self._is_praise(said) and not clause.denied:
            return False
        if clause.subject in ("you", "us", "nobody"):
            return True
        if clause.subject == "me":
            return self._end_of("alone-with-it", clause.first) is not None
        if clause.subject not in ("it", "others"):
            return False
        whose = clause.owned.who if clause.owned is not None else ""
        of_partner = whose == "you" or any(token.who == "you" for token in said)
        return of_partner or (whose != "me" and self._lookup.has("opinions", *said))

    def _made_to_feel(self, clause: Clause) -> None:
        """ "You make me feel small": the partner as the cause of a feeling."""
        rest = clause.rest
        partner = clause.subject == "you" or (clause.owned is not None and clause.owned.who == "you")
        if not partner or clause.denied or clause.asked or self._is_excused(clause):
            return
        if not any(token.who == "me" for token in rest[:2]) or self._is_praise(rest):
            return
        bad = self._lookup.first("hard-feelings", rest[1 : 1 + _NEAR])
        if bad is None:
            first, last = clause.first, clause.last
            faux = next((start for start, _ in self._phrases.get("faux", ()) if first <= start <= last), None)
            bad = None if faux is None else self._tokens[faux]
        if bad is not None:
            self._add("blame", self._tokens[clause.first], bad)

    # -- the writer about themselves ---------------------------------------------------------------

    def _of_self(self, clause: Clause) -> None:
        """ "I'm useless". What was once, beside an apology, is owning something."""
        grammar, lookup = self._grammar, self._lookup
        feels = clause.verb in grammar.feeling
        if not (feels or clause.is_state) or clause.denied or clause.asked or self._is_excused(clause):
            return
        if clause.opens in grammar.conditions or (self._sorry and clause.is_past(grammar)):
            return
        passing = grammar.adverbs | grammar.fillers | grammar.passing
        verbs = [token for token in clause.verbs if token.base not in grammar.feeling]
        for token in (*verbs, *clause.rest[:_SAID]):
            if lookup.has("self-verdicts", token):
                self._add("self-blame", self._tokens[clause.first], token)
                return
            if token.word not in passing and not (
                lookup.has("faults", token) or lookup.has("hard-feelings", token)
            ):
                return

    # -- orders ------------------------------------------------------------------------------------

    def _order(self, clause: Clause) -> None:
        """ "Answer me", "come here now": an order that is no limit, no request and no kindness."""
        lookup = self._lookup
        if clause.denied or clause.opens or not clause.verbs or lookup.has("polite", *self._tokens):
            return
        verb = clause.verbs[0]
        if lookup.has("calls-to-listen", verb) and clause.is_cut_off(self._tokens):
            return
        pressing = "pressing" in self._phrases
        urgent = "urgent" in self._phrases and not lookup.has("kind-orders", verb)
        if pressing or urgent or lookup.has("harsh-orders", verb):
            self._add("demand", verb, [*clause.verbs, *clause.rest[:3]][-1])

    # -- the partner -------------------------------------------------------------------------------

    def _of_partner(self, clause: Clause) -> None:
        grammar = self._grammar
        conditional = clause.opens in grammar.conditions
        if not clause.asked and not conditional:
            self._absolute(clause)
        if clause.subject != "you" or clause.asked:
            return
        self._is_said_to_be(clause, conditional=conditional)
        if conditional or clause.opens in grammar.times or self._must(clause) or clause.is_unreal(grammar):
            return
        self._cannot_be_in_pain(clause)
        self._does(clause)

    def _is_said_to_be(self, clause: Clause, *, conditional: bool) -> None:
        """ "You are selfish", "he's an idiot"."""
        grammar, lookup = self._grammar, self._lookup
        if clause.denied or not any(token.base in grammar.being for token in clause.helpers):
            return
        said = [*clause.verbs]
        for token in clause.rest[:_SAID]:
            if token.word in grammar.ends_predicate:
                break
            said.append(token)
        first = self._tokens[clause.first]
        if (word := lookup.first("insults", said)) is not None:
            if not conditional:
                self._add("contempt", first, word)
        elif (word := lookup.first("faults", said)) is not None:
            # What he or she was once is a story; "you were unreasonable" is not.
            told = clause.is_past(grammar) and first.word not in grammar.addressed
            if not (conditional or told or clause.is_unreal(grammar)):
                self._add("blame", first, word)

    def _must(self, clause: Clause) -> bool:
        """Must, should and have to, aimed at the partner. True where the clause is about that."""
        grammar, lookup = self._grammar, self._lookup
        bound = self._bound(clause)
        if bound is None:
            return False
        if "pressing" in self._phrases and not clause.denied:
            self._add("demand", self._tokens[clause.first], bound)
            return True
        helper = clause.helpers[-1] if clause.helpers else bound
        if bound.word in grammar.obliging and any(t.base in grammar.perfect for t in clause.helpers):
            # "You should have told me" looks back; "you must have been tired" is a guess.
            if bound.word not in grammar.guessing and not clause.denied and not self._is_praise(clause.words):
                self._add("blame", self._tokens[clause.first], bound)
            return True
        if bound.word in grammar.guessing and helper.base in grammar.being:
            return True
        if clause.denied and (bound.word not in grammar.advising or lookup.has("comforts", *clause.words)):
            return True
        kind = lookup.has("praises", *self._tokens) or lookup.has("polite", *self._tokens)
        if not kind and not lookup.has("kind-musts", *clause.verbs[-1:]):
            self._add("demand", self._tokens[clause.first], bound)
        return True

    def _bound(self, clause: Clause) -> Token | None:
        """The word that binds: must and should, or have and need with "to"."""
        grammar = self._grammar
        for token in clause.helpers:
            if token.word in grammar.obliging:
                return token
        for token in (*clause.helpers, *clause.verbs):
            if token.word in grammar.obliging_alone:
                return token
            binds = token.base in grammar.obliging_with_to
            if binds and self._sentence.goes_on_with_to(self._place(token, clause), grammar):
                return token
        return None

    def _cannot_be_in_pain(self, clause: Clause) -> None:
        """ "You can't be tired"."""
        can = any(token.word in self._grammar.ability for token in clause.helpers)
        if clause.denied and can and self._lookup.has("pains", *clause.words):
            self._add("minimise", self._tokens[clause.first], [*clause.helpers, *clause.verbs][-1])

    def _does(self, clause: Clause) -> None:
        """What the partner does, or does not do: a wrong, a bad habit, or a kindness that is missing."""
        grammar, lookup = self._grammar, self._lookup
        first = self._tokens[clause.first]
        if not clause.denied:
            if not clause.verbs:
                return
            # "You were disappointed": nothing that the partner does.
            word = None if clause.is_state else lookup.act("wrongs", clause)
            if word is not None and any(token.base in grammar.future for token in clause.helpers):
                word = None
            if word is None and self._is_habit(clause):
                word = lookup.act("habits", clause)
            if word is not None:
                self._add("blame", first, word)
            return
        word = lookup.act("cares", clause)
        can = any(token.word in grammar.ability for token in clause.helpers)
        if word is None or can or self._is_kindly_denied(clause):
            return
        if not any(token.word in grammar.past for token in clause.helpers) or self._is_held_against(clause):
            self._add("blame", first, word)

    def _is_habit(self, clause: Clause) -> bool:
        """Present tense, or said to happen again and again."""
        grammar = self._grammar
        first, last = clause.verbs[0], clause.verbs[-1]
        if first.base in grammar.liking:
            return False
        if any(token.word in grammar.again for token in self._tokens):
            return True
        if first.base in grammar.keeping and len(clause.verbs) > 1:
            return True
        present = last.word == last.base or last.word.endswith(grammar.does)
        return present and not clause.helpers and not clause.opens and clause.under is None

    def _is_held_against(self, clause: Clause) -> bool:
        """One past omission is an observation, unless it is said with even, a promise, or "me"."""
        if self._tokens[clause.first].word not in self._grammar.addressed:
            return False
        for other in self._sentence.clauses:
            if other.subject == "me" and (other.verb in self._grammar.feeling or other.is_state):
                return False
        return "held-against" in self._phrases or any(token.who == "me" for token in clause.rest[:3])

    def _is_kindly_denied(self, clause: Clause) -> bool:
        """ "You never made me feel rushed": what is denied is something nobody wants."""
        lookup = self._lookup
        if lookup.has("bad", *self._reach(clause)) or lookup.act("wrongs", clause) is not None:
            return True
        return "kindnesses" in self._phrases

    def _reach(self, clause: Clause) -> list[Token]:
        """What a never or an always reaches: the clause, and those that hang under it."""
        reached = [*clause.verbs, *clause.rest]
        for other in self._sentence.clauses:
            if other.under is clause:
                reached += [*other.verbs, *other.rest]
        return reached

    def _absolute(self, clause: Clause) -> None:
        """Never of a good thing, always of a bad one."""
        grammar, lookup = self._grammar, self._lookup
        marks = [t for t in (*clause.adverbs, *clause.rest[:3]) if t.word in grammar.absolutes]
        if not marks or clause.is_unreal(grammar):
            return
        mark, first = marks[0], self._tokens[clause.first]
        if mark.word in grammar.negators:
            if self._is_kindly_denied(clause) or clause.verb in grammar.kind_when_never:
                return
            cares = lookup.act("cares", clause)
            if cares is None and clause.is_past(grammar) and first.word not in grammar.addressed:
                return
            self._add("absolute", mark, mark)
            if clause.subject == "you" and cares is not None:
                self._add("blame", first, cares)
            return
        said = self._reach(clause)
        wrong = lookup.act("wrongs", clause)
        worse = wrong is not None or lookup.has("faults", *said) or lookup.has("insults", *said)
        bad = lookup.act("habits", clause) is not None or lookup.has("drags", *said)
        denied = clause.denied and (wrong is not None or lookup.has("bad", *said))
        if not denied and (worse or (bad and not lookup.has("good", *self._tokens))):
            self._add("absolute", mark, mark)
            if wrong is not None and clause.subject == "you":
                self._add("blame", first, wrong)

    # -- phrases -----------------------------------------------------------------------------------

    def _bargains(self) -> None:
        """A threat is a condition, or an order, with something bad hung on it."""
        conditional = "bargains" in self._phrases
        if not conditional and not any(clause.order for clause in self._sentence.clauses):
            return
        for start, end in self._phrases.get("punishments", ()):
            before = self._tokens[max(0, start - 2) : start]
            hung = conditional or any(token.word in self._grammar.joins for token in before)
            if hung and start not in self._quoted:
                self._add("threat", self._tokens[start], self._tokens[end - 1])
                return

    def _by_phrases(self) -> None:
        for start, end in self._phrases.get("absolute-unless-kind", ()):
            kind = self._is_praise(self._tokens) or "kindnesses" in self._phrases
            if not kind and start not in self._quoted and self._counts("absolute", start, end):
                self._add("absolute", self._tokens[start], self._tokens[end - 1])
        for kind_of in _BY_PHRASE:
            for start, end in self._phrases.get(kind_of, ()):
                if start not in self._quoted and self._counts(kind_of, start, end):
                    self._add(kind_of, self._tokens[start], self._tokens[end - 1])
                    break

    def _end_of(self, kind: str, start: int) -> int | None:
        """Where the longest phrase of this kind that begins here ends."""
        return max((found.end for found in self._phrases.get(kind, ()) if found.start == start), default=None)

    def _counts(self, kind: Kind, start: int, end: int) -> bool:
        """Whether a phrase means what it says here: not denied, not reported, not where it is harmless."""
        grammar, tokens = self._grammar, self._tokens
        clause = self._clause_of[start]
        if self._is_denied(kind, start, end, clause):
            return False
        if kind == "blame" and self._lookup.has("praises", *tokens):
            return False
        if kind == "minimise" and start and tokens[start - 1].word in grammar.links | grammar.conditions:
            return False
        if kind == "self-blame" and self._sorry:
            if any(token.word.endswith(grammar.done) for token in tokens[start:end]):
                return False
            if any(token.word in grammar.past for token in tokens[start:end]):
                return False
        if clause is None:
            return True
        if kind == "minimise" and clause.subject == "me":
            inside = tokens[clause.first + 1 : start]
            if inside and all(token.who != "you" for token in inside):
                return False  # "I need to calm down", but not "I told you to calm down"
        if clause.opens in grammar.conditions and kind in ("blame", "mind-reading"):
            return False
        if clause.opens in grammar.times and kind in ("blame", "mind-reading", "absolute"):
            return False
        return not self._is_excused(clause)

    def _is_denied(self, kind: Kind, start: int, end: int, clause: Clause | None) -> bool:
        """Whether a "not" stands before a phrase that holds none itself."""
        tokens, negators = self._tokens, self._grammar.negators
        if any(token.word in negators for token in tokens[start:end]):
            return False
        for index in range(start - 1, max(-1, start - 6), -1):
            if tokens[index].is_mark:
                break
            if tokens[index].word in negators:
                return True
        return clause is not None and clause.denied and clause.first <= start and kind != "threat"


def _quoted(tokens: Sequence[Token]) -> frozenset[int]:
    """The places of words inside quotation marks: somebody else's words. None where all of it is quoted."""
    inside: set[int] = set()
    doubles = [index for index, token in enumerate(tokens) if token.word in '"“”«»']
    singles = [index for index, token in enumerate(tokens) if token.word in "‘’"]
    pairs = [
        *zip(doubles[::2], doubles[1::2], strict=False),
        *(
            (one, two)
            for one, two in pairwise(singles)
            if tokens[one].word == "‘" and tokens[two].word == "’"
        ),
    ]
    for opening, closing in pairs:
        inside |= set(range(opening, closing + 1))
    words = sum(1 for token in tokens if not token.is_mark)
    return frozenset() if len(inside) > 0.8 * max(words, 1) else frozenset(inside)
