"""Clauses: who does what to whom, whether it is denied, asked, ordered, reported or wished.

A sentence is read from left to right. A clause begins where a subject meets a verb; what stands before it
(when, if, that) and what it hangs under ("he said", "I don't think") is kept, because an accusation inside
somebody else's words, or inside a "not", is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from couplekit.domain.grammar import Grammar, Who
from couplekit.domain.tokens import Token

_ENDS = frozenset(".!?…;\n")
_TRAILING = frozenset({"..", "...", "…"})
#: A sentence with this many words ends at its next mark or join, and at the second number in any case: what
#: is asked about each word of a sentence looks at all of it.
LONG, LONGEST = 80, 120
#: How many words the name of a thing may have: "your bad mood".
_NAMED = 3


@dataclass(slots=True)
class Clause:
    """One clause. `subject` is who acts, `first` and `last` are its places, `opens` stands before it.

    `owned` is the noun where the subject belongs to somebody ("your mood"), `verbs` the chain of verbs from
    the first to the main one ("keep ignoring"), `helpers` the small verbs before them, `rest` what follows.
    `is_state` is whether it says what somebody is ("you are cold"), and not what they do. `under` is the
    clause it hangs under.
    """

    subject: Who
    first: int
    last: int = 0
    opens: str = ""
    owned: Token | None = None
    helpers: list[Token] = field(default_factory=list)
    adverbs: list[Token] = field(default_factory=list)
    verbs: list[Token] = field(default_factory=list)
    rest: list[Token] = field(default_factory=list)
    denied: bool = False
    asked: bool = False
    order: bool = False
    is_state: bool = False
    under: "Clause | None" = None

    @property
    def verb(self) -> str:
        """The main verb in its dictionary form, or an empty text."""
        return self.verbs[-1].base if self.verbs else ""

    @property
    def words(self) -> list[Token]:
        """Everything said of the subject."""
        return [*self.helpers, *self.verbs, *self.rest]

    @property
    def above(self) -> "Iterator[Clause]":
        """The clauses this one hangs under, the nearest first."""
        clause = self.under
        while clause is not None:
            yield clause
            clause = clause.under

    def is_past(self, grammar: Grammar) -> bool:
        """Whether it is told in a past tense."""
        if any(token.word in grammar.past for token in self.helpers):
            return True
        if self.helpers or not self.verbs:
            return False
        first = self.verbs[0]
        return first.word != first.base and not first.word.endswith(grammar.does)

    def is_unreal(self, grammar: Grammar) -> bool:
        """Whether it is only thought of: could, would, might."""
        return any(token.word in grammar.unreal for token in self.helpers)

    def is_cut_off(self, tokens: Sequence[Token]) -> bool:
        """Whether it ends where it begins: "listen, ..."."""
        after = self.first + 1
        return after < len(tokens) and tokens[after].is_mark


@dataclass(slots=True)
class Sentence:
    """One sentence: its words, its clauses in order, and whether it asks."""

    tokens: list[Token]
    clauses: list[Clause]
    asks: bool

    def goes_on_with_to(self, place: int, grammar: Grammar) -> bool:
        """Whether "to" follows the word at `place`, past any adverbs: "you're not to come"."""
        after = place + 1
        while after < len(self.tokens) and self.tokens[after].word in grammar.light:
            after += 1
        return after < len(self.tokens) and self.tokens[after].word in grammar.to


def sentences(tokens: Sequence[Token], grammar: Grammar) -> list[Sentence]:
    """Every sentence of a text with its clauses, a very long one in pieces."""
    found: list[Sentence] = []
    begun = 0
    for index, token in enumerate(tokens):
        if token.word[0] in _ENDS and not _trails_off(tokens, index):
            found += _read(tokens[begun:index], "?" in token.word, grammar)
            begun = index + 1
    return found + _read(tokens[begun:], False, grammar)


def _trails_off(tokens: Sequence[Token], index: int) -> bool:
    """ "I feel... unloved" is one sentence."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return tokens[index].word in _TRAILING and after is not None and not after.capital


def _read(tokens: Sequence[Token], asks: bool, grammar: Grammar) -> list[Sentence]:
    pieces = _pieces(tokens, grammar)
    return [Sentence(piece, _Reader(piece, grammar).clauses(), asks) for piece in pieces]


def _pieces(tokens: Sequence[Token], grammar: Grammar) -> Iterator[list[Token]]:
    """The sentence, or where it is very long, pieces of it: cut after a mark, or before a join."""
    begun = 0
    for index, token in enumerate(tokens):
        end = index + 1 if token.is_mark else index
        may_end = token.is_mark or token.word in grammar.joins
        if end - begun >= LONGEST or (end - begun >= LONG and may_end):
            yield list(tokens[begun:end])
            begun = end
    if begun < len(tokens):
        yield list(tokens[begun:])


class _Reader:
    """Reads the clauses of one sentence."""

    def __init__(self, tokens: list[Token], grammar: Grammar) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._found: list[Clause] = []
        # Of the clause to come: the word that opens it, whether a join ties it to the clause before, and
        # whether one without a "that" may begin here.
        self._opens = ""
        self._tied = False
        self._fresh = True

    def clauses(self) -> list[Clause]:
        """From left to right, each begun where a subject meets its verb."""
        index = 0
        while index < len(self._tokens):
            begun = None if self._tokens[index].is_mark else self._begin(index)
            if begun is None:
                self._pass(index)
                index += 1
            else:
                clause, index = begun
                self._hang(clause)
                self._found.append(clause)
                self._expect(fresh=False)
        return self._found

    # -- between clauses ---------------------------------------------------------------------------

    def _expect(self, *, opens: str = "", tied: bool = False, fresh: bool) -> None:
        self._opens, self._tied, self._fresh = opens, tied, fresh

    def _pass(self, index: int) -> None:
        """What a mark or a word outside the verbs says of the clause to come. A word is kept as `rest`."""
        token = self._tokens[index]
        if token.is_mark:
            if not self._is_passed(index):
                self._expect(fresh=True)
            return
        self._settle(index)
        if self._found:
            self._found[-1].rest.append(token)
            self._found[-1].last = index

    def _settle(self, index: int) -> None:
        """Whether a clause is opened by this word, may begin after it, or does not."""
        word, grammar = self._word(index), self._grammar
        if word in grammar.joins:
            self._expect(tied=word in grammar.alongside, fresh=True)
        elif word in grammar.conditions or word in grammar.reasons or self._opens_a_time(index):
            self._opens, self._fresh = word, True
        elif word in grammar.relatives and not self._fresh:
            self._opens = word
        elif word in grammar.comparing:
            self._tied = False
        elif self._fresh and word not in grammar.leading and not self._is_called(index):
            self._fresh = False

    def _opens_a_time(self, index: int) -> bool:
        """Whether a time begins here, and no noun phrase: "before I", "every time", not "once" alone."""
        word, grammar = self._word(index), self._grammar
        if word not in grammar.times or index + 1 >= len(self._tokens):
            return False
        if word in grammar.times_before:
            after = self._word(index + 1) in grammar.times_before[word]
            return after and self._base(index + 2) not in grammar.being
        return word in grammar.times_alone or bool(self._tokens[index + 1].who)

    def _is_called(self, index: int) -> bool:
        """Whether this is a name with which somebody is spoken to: "Sam, you ..."."""
        return self._tokens[index].capital and self._word(index + 1) == ","

    def _hang(self, clause: Clause) -> None:
        """Say what opens a clause, what it hangs under, and who acts where that goes on from before."""
        clause.opens = self._opens
        if not self._found:
            return
        before = self._found[-1]
        if not self._fresh and (before.verbs or before.helpers):
            clause.under = before
        elif self._tied:
            clause.under = before.under
        if not clause.subject and not clause.order:
            clause.subject, clause.owned, clause.opens = before.subject, before.owned, before.opens

    # -- where a clause begins ---------------------------------------------------------------------

    def _begin(self, index: int) -> tuple[Clause, int] | None:
        """A clause that begins at `index`, and where it goes on; None where none does."""
        token = self._tokens[index]
        if self._fresh and self._is_helper(index) and (asked := self._inverted(index)) is not None:
            return asked
        if token.who and token.of:
            return self._owned(index)
        if (token.who and token.word not in self._grammar.never_subject) or self._is_name(index):
            return self._acting(index)
        if self._fresh and not self._opens:
            return self._bare(index)
        return None

    def _inverted(self, index: int) -> tuple[Clause, int] | None:
        """A question: "do you ever", "would you", "why can't you"."""
        after = self._past_adverbs(index + 1)
        if after >= len(self._tokens):
            return None
        token = self._tokens[after]
        if not token.who or token.of or token.word in self._grammar.never_subject:
            return None
        clause = Clause(token.who, index, asked=True)
        clause.helpers.append(self._tokens[index])
        for between in self._tokens[index + 1 : after]:
            self._sway(clause, between)
        return clause, self._group(clause, after + 1)

    def _owned(self, index: int) -> tuple[Clause, int] | None:
        """A clause about something of somebody's: "your mood is ...", "my partner never ..."."""
        owner = self._tokens[index]
        for noun in range(index + 1, min(index + 1 + _NAMED, len(self._tokens))):
            head = self._tokens[noun]
            if head.is_mark or self._grammar.is_small(head.word):
                return None
            verb = self._past_adverbs(noun + 1)
            if self._is_helper(verb) or (self._is_verb(verb) and self._looks_a_verb(noun, verb)):
                if head.who in ("you", "others"):
                    clause = Clause(head.who, index)
                else:
                    head.who = ""  # as the weights were learned, a word in between counts as a thing too
                    owned = Token(head.word, head.base, head.start, head.end, owner.who)
                    clause = Clause("it", index, owned=owned)
                return clause, self._group(clause, noun + 1)
        return None

    def _looks_a_verb(self, noun: int, verb: int) -> bool:
        """A verb after a noun has to look like one: "my stomach hurts", not "your help clean"."""
        token = self._tokens[verb]
        return verb > noun + 1 or self._is_inflected(token) or token.word != token.base

    def _acting(self, index: int) -> tuple[Clause, int] | None:
        """A clause of somebody who does something: "you never listen", "Sam forgot"."""
        begin = index + 1
        verb = self._past_adverbs(begin)
        if self._word(verb) in self._grammar.with_subject:
            begin = verb + 1
            verb = self._past_adverbs(begin)
            acts = self._is_helper(verb) or self._is_verb(verb)  # not "I sent you two emails"
        else:
            acts = self._can_act(index, verb)
        if not acts:
            return None
        clause = Clause(self._tokens[index].who or "you", index)
        return clause, self._group(clause, begin)

    def _can_act(self, index: int, verb: int) -> bool:
        """Whether the word at `verb` is what this one does: "it makes", but not "with you making"."""
        if self._is_helper(verb):
            return True
        if index and self._word(index - 1) in self._grammar.governing:
            return self._is_verb(verb) and not self._tokens[verb].word.endswith(self._grammar.doing)
        return self._is_verb(verb) or (self._word(index) in self._grammar.partners and self._is_main(verb))

    def _is_name(self, index: int) -> bool:
        """A name at the beginning of a clause, before a verb: the partner, called by it."""
        token, grammar = self._tokens[index], self._grammar
        if not (self._fresh and token.capital) or token.who or grammar.is_small(token.word):
            return False
        if token.word in grammar.openers or token.base in grammar.verbs:
            return False
        verb = self._past_adverbs(index + 1)
        return self._is_helper(verb) or (self._is_verb(verb) and self._is_inflected(self._tokens[verb]))

    def _bare(self, index: int) -> tuple[Clause, int] | None:
        """A clause without a subject: an order ("don't touch me"), or one that goes on from before."""
        grammar = self._grammar
        verb = index
        while self._word(verb) in grammar.adverbs or self._word(verb) in grammar.before_orders:
            verb += 1
        if self._word(verb) in grammar.comparing or not self._is_verb(verb):
            return None
        goes_on = index > 0 and self._word(index - 1) in grammar.joins
        if self._word(verb) != self._tokens[verb].base and not goes_on:
            return None  # "Feeling low today": no order
        clause = Clause("", index, order=not (goes_on and self._found))
        return clause, self._group(clause, index)

    # -- the verbs of a clause ---------------------------------------------------------------------

    def _group(self, clause: Clause, index: int) -> int:
        """Read helpers, adverbs and the chain of verbs. Returns the first place after them."""
        while index < len(self._tokens) and self._takes(clause, index):
            index += 1
        clause.last = max(clause.first, index - 1)
        if clause.helpers and clause.helpers[-1].base in self._grammar.being:
            clause.is_state = not (clause.verbs and clause.verbs[-1].word.endswith(self._grammar.doing))
        return max(index, clause.first + 1)

    def _takes(self, clause: Clause, index: int) -> bool:
        """Put a word among the helpers, adverbs and verbs of a clause; False where they end before it."""
        token, grammar = self._tokens[index], self._grammar
        if token.word in grammar.light:
            return self._takes_adverb(clause, index)
        if token.is_mark:
            return self._is_passed(index)
        if self._is_helper(index) and not clause.verbs:
            clause.helpers.append(token)
            return True
        if token.word in grammar.to and (clause.verbs or clause.helpers):
            return self._takes_to(clause, index)
        if self._chain_goes_on(clause, index) if clause.verbs else self._is_main(index):
            clause.verbs.append(token)
            return True
        return False

    def _takes_adverb(self, clause: Clause, index: int) -> bool:
        """Inside a chain of verbs, "never" and "always" are read, and nothing lighter."""
        token = self._tokens[index]
        if clause.verbs and not (
            token.word in self._grammar.strong and self._chain_goes_on(clause, index + 1)
        ):
            return False
        self._sway(clause, token)
        return True

    def _takes_to(self, clause: Clause, index: int) -> bool:
        """Whether "to" hangs another verb on the last one: "need to talk", not "listen to me"."""
        last = clause.verbs[-1] if clause.verbs else clause.helpers[-1]
        after = self._past_adverbs(index + 1)
        if last.base not in self._grammar.chaining or not (self._is_helper(after) or self._is_main(after)):
            return False
        if not clause.verbs:
            clause.helpers.append(self._tokens[index])
        return True

    def _chain_goes_on(self, clause: Clause, index: int) -> bool:
        """Whether one more verb hangs on the last one: "keep ignoring", "refuse to help"."""
        if index >= len(self._tokens) or clause.verb not in self._grammar.chaining:
            return False
        word, grammar = self._word(index), self._grammar
        after_to = self._word(index - 1) in grammar.to
        return (after_to and self._may_be_verb(index)) or word.endswith(grammar.doing) or word in grammar.to

    def _sway(self, clause: Clause, token: Token) -> None:
        """An adverb of a clause, which may deny it."""
        clause.denied = clause.denied or token.word in self._grammar.negators
        clause.adverbs.append(token)

    # -- words in their places ---------------------------------------------------------------------

    def _word(self, index: int) -> str:
        return self._tokens[index].word if index < len(self._tokens) else ""

    def _base(self, index: int) -> str:
        return self._tokens[index].base if index < len(self._tokens) else ""

    def _is_passed(self, index: int) -> bool:
        """Whether a clause goes on past this mark: "you never, ever listen"."""
        return self._word(index) == "," and self._word(index + 1) in self._grammar.after_comma

    def _past_adverbs(self, index: int) -> int:
        """The first place from here on that is no adverb."""
        while self._word(index) in self._grammar.light or self._is_passed(index):
            index += 1
        return index

    def _is_helper(self, index: int) -> bool:
        word = self._word(index)
        return word in self._grammar.auxiliaries or word in self._grammar.modals

    def _is_verb(self, index: int) -> bool:
        """Whether this is a verb that is known."""
        if index >= len(self._tokens):
            return False
        token = self._tokens[index]
        return token.base in self._grammar.verbs and not token.is_mark and not token.who

    def _may_be_verb(self, index: int) -> bool:
        """Whether this can be a verb that is not known."""
        token, grammar = self._tokens[index], self._grammar
        if token.is_mark or token.who or token.word.endswith(grammar.manner):
            return False
        return not grammar.is_small(token.word) and token.word not in grammar.openers

    def _is_main(self, index: int) -> bool:
        """Whether a verb stands here, known or not."""
        return self._is_verb(index) or (index < len(self._tokens) and self._may_be_verb(index))

    def _is_inflected(self, token: Token) -> bool:
        return token.word.endswith((self._grammar.does, self._grammar.done))
