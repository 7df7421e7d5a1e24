"""Stop, no and limits: in such a sentence nothing is a matter of style, whatever its grammar.

"Stop and no always count" (docs/consent.md): the coach looks for them first, and is quiet where it finds one.
"""

from couplekit.domain.clauses import Clause, Sentence
from couplekit.domain.grammar import Grammar
from couplekit.domain.wordlists import Lookup


def sets_a_limit(sentence: Sentence, grammar: Grammar, lookup: Lookup) -> bool:
    """Whether a clause stops, refuses or limits something. Ready-made noes are phrases, and not seen here."""
    touches = lookup.first("touch", sentence.tokens) is not None
    for clause in sentence.clauses:
        if clause.order and (
            _is_a_bare_not(clause, sentence) or _orders_a_limit(clause, grammar, lookup, touches=touches)
        ):
            return True
        if clause.subject == "you" and _binds_to_a_limit(clause, grammar, lookup, touches=touches):
            return True
    return False


def _is_a_bare_not(clause: Clause, sentence: Sentence) -> bool:
    """ "Don't.": nothing follows but a mark."""
    after = sentence.tokens[clause.last + 1 : clause.last + 2]
    return clause.denied and not (clause.verbs or clause.rest) and all(token.is_mark for token in after)


def _orders_a_limit(clause: Clause, grammar: Grammar, lookup: Lookup, *, touches: bool) -> bool:
    """ "Don't come in", "stop asking", "take your hand away": an order that takes something away."""
    if not clause.verbs:
        return False
    first = clause.verbs[0]
    if clause.denied:
        return not lookup.has("soothing-orders", first)
    if first.base in grammar.stopping:
        return len(clause.verbs) == 1 or lookup.has("stoppable", clause.verbs[-1]) or touches
    return lookup.has("freeing-orders", first) and touches and _is_mine(clause)


def _binds_to_a_limit(clause: Clause, grammar: Grammar, lookup: Lookup, *, touches: bool) -> bool:
    """ "You have to stop", "you can't touch me there", "you need to ask first"."""
    binds = {token.base for token in (*clause.helpers, *clause.verbs[:1])} & grammar.binding
    if not binds:
        return False
    if any(token.base in grammar.stopping for token in clause.verbs):
        last = clause.verbs[-1]
        return last.base in grammar.stopping or lookup.has("stoppable", last) or touches
    if clause.denied and touches and any(token.base in grammar.forbidding for token in clause.helpers):
        return True
    limits = lookup.first("limiting", clause.verbs) is not None
    return limits and (touches or _is_mine(clause)) and not clause.asked


def _is_mine(clause: Clause) -> bool:
    """Whether it is about the writer's own body or things."""
    return any(token.who == "me" for token in clause.words)
