"""Stop, no and limits: in such a sentence nothing is a matter of style, whatever its grammar.

"Stop and no always count" (docs/consent.md): the coach looks for them first, and is quiet where it finds one.
"""

from couplekit.domain.clauses import Clause, Sentence
from couplekit.domain.grammar import Grammar
from couplekit.domain.tokens import Token
from couplekit.domain.wordlists import Lookup


def sets_a_limit(sentence: Sentence, grammar: Grammar, lookup: Lookup) -> bool:
    """Whether a clause stops, refuses or limits something. Ready-made noes are phrases, and not seen here."""
    touches = lookup.first("touch", sentence.tokens) is not None
    for clause in sentence.clauses:
        if clause.order and (
            _is_a_bare_not(clause, sentence) or _orders_a_limit(clause, grammar, lookup, touches=touches)
        ):
            return True
        if clause.subject == "you" and (
            _forbids(clause, grammar, lookup)
            or _binds_to_a_limit(clause, sentence, grammar, lookup, touches=touches)
        ):
            return True
    return False


def _is_a_bare_not(clause: Clause, sentence: Sentence) -> bool:
    """ "Don't.": nothing follows but a mark."""
    after = sentence.tokens[clause.last + 1 : clause.last + 2]
    return clause.denied and not (clause.verbs or clause.rest) and all(token.is_mark for token in after)


def _orders_a_limit(clause: Clause, grammar: Grammar, lookup: Lookup, *, touches: bool) -> bool:
    """ "Don't come in", "stop asking", "take your hand away": an order that takes something away."""
    if not clause.verbs or clause.is_state:
        return False
    first = clause.verbs[0]
    if clause.denied:
        return not lookup.has("soothing-orders", first)
    if first.base in grammar.stopping:
        return len(clause.verbs) == 1 or lookup.has("stoppable", clause.verbs[-1]) or touches
    return lookup.has("freeing-orders", first) and touches and _is_mine(clause)


def _forbids(clause: Clause, grammar: Grammar, lookup: Lookup) -> bool:
    """ "You can't touch me there", "you're not getting into my bed"."""
    forbidden = any(token.base in grammar.forbidding for token in clause.helpers)
    return clause.denied and forbidden and lookup.has("touch", *clause.words)


def _binds_to_a_limit(
    clause: Clause, sentence: Sentence, grammar: Grammar, lookup: Lookup, *, touches: bool
) -> bool:
    """ "You have to stop", "will you stop", "you need to ask first"; but not "you have asked me"."""
    bound = _bound(clause, sentence, grammar)
    if bound is None and not clause.asked:
        return False
    if bound is not None and clause.denied and bound.base in grammar.being:
        return True  # "you're not to come in"
    verbs = [verb for verb in clause.verbs if bound is None or verb.start > bound.start]
    if any(verb.base in grammar.stopping for verb in verbs):
        last = verbs[-1]
        return last.base in grammar.stopping or lookup.has("stoppable", last) or touches
    return not clause.asked and lookup.has("limiting", *verbs) and (touches or _is_mine(clause))


def _bound(clause: Clause, sentence: Sentence, grammar: Grammar) -> Token | None:
    """The last word that binds: must and will, or have and need with "to"."""
    looks_back = any(token.base in grammar.perfect for token in clause.helpers)
    bound = None
    for place in range(clause.first, clause.last):
        token = sentence.tokens[place]
        if looks_back and token.base in grammar.being:
            continue  # "you have been to see my mother"
        if token.base in grammar.binding_with_to:
            bound = token if sentence.goes_on_with_to(place, grammar) else bound
        elif token.base in grammar.binding and not looks_back:
            bound = token
    return bound


def _is_mine(clause: Clause) -> bool:
    """Whether it is about the writer's own body or things."""
    return any(token.who == "me" for token in clause.words)
