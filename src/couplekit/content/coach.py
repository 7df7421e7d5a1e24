"""The coach of a language: its words are read here, and its dictionary is asked."""

from functools import cache

from couplekit.content import _MEND, LANGUAGE, _read
from couplekit.domain.coach import Coach, CoachWords, FauxFeelings
from couplekit.domain.grammar import Grammar
from couplekit.domain.leaning import Weights
from couplekit.domain.tokens import Words
from couplekit.domain.verdicts import Judge
from couplekit.domain.wordlists import PhraseLists, WordLists
from couplekit.errors import ContentProblem
from couplekit.reading import SMALL, Limits, M, as_model

#: The weights are many small numbers, and nobody writes them by hand.
WEIGHTS = Limits(size=4 * 1024 * 1024, values=200_000, dots=1_000_000, marks=400_000)


@cache
def coach() -> Coach:
    """The coach, from the files in `words/`. Raises ContentProblem with every fault of the first bad one."""
    import simplemma

    faux = _file(FauxFeelings, "faux.toml").faux
    lists = _file(WordLists, "verdicts.toml")
    grammar = _file(Grammar, "grammar.toml").with_verbs(lists.verbs)
    judged = {
        form: entry
        for entry in faux.values()
        if entry.about == "other" and not entry.harm
        for form in (entry.word, *entry.also)
    }
    words = Words(
        grammar,
        lambda word: simplemma.lemmatize(word, lang=LANGUAGE),
        lambda word: simplemma.is_known(word, lang=LANGUAGE),
        {
            *lists.every,
            *(part for form in judged for part in form.split()),
            *grammar.adverbs,
            *grammar.absolutes,
        },
    )
    weights = _file(Weights, "weights.toml", WEIGHTS)
    judge = Judge(grammar, lists, _file(PhraseLists, "phrases.toml"), judged, weights)
    return Coach(words, judge, _file(CoachWords, "coach.toml"), faux)


def _file(kind: type[M], file: str, limits: Limits = SMALL) -> M:
    text, values, name = _read(LANGUAGE, "words", file, limits=limits)
    return as_model(kind, values, text=text, name=name, problem=ContentProblem, mend=_MEND)
