"""How the coach reads: its grammar and lists as they stand in prompts/, and those of a made-up language."""

import tomllib
from typing import Any

import simplemma

from couplekit.content import folder
from couplekit.domain.clauses import Clause, Sentence, sentences
from couplekit.domain.grammar import Grammar
from couplekit.domain.limits import sets_a_limit
from couplekit.domain.phrases import Phrases
from couplekit.domain.tokens import Token, Words
from couplekit.domain.wordlists import Lookup, PhraseLists, WordLists


def file(name: str) -> dict[str, Any]:
    """The values of one file of words."""
    return tomllib.loads((folder() / "en" / "words" / name).read_text(encoding="utf-8"))


LISTS = WordLists.model_validate(file("verdicts.toml"))
GRAMMAR = Grammar.model_validate(file("grammar.toml")).with_verbs(LISTS.verbs)
LOOKUP = Lookup(LISTS)
PHRASES = Phrases(
    PhraseLists.model_validate(file("phrases.toml")).by_name, LISTS.by_name, GRAMMAR.fillers, GRAMMAR.joins
)
WORDS = Words(
    GRAMMAR,
    lambda word: simplemma.lemmatize(word, lang="en"),
    lambda word: simplemma.is_known(word, lang="en"),
    LISTS.every,
)


def typed(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [token.word for token in WORDS.of(text)]


def token(text: str, word: str) -> Token:
    """The first token of a text that is compared as this word."""
    return next(token for token in WORDS.of(text) if token.word == word)


def read(text: str) -> list[Sentence]:
    """The sentences of a text."""
    return sentences(WORDS.of(text), GRAMMAR)


def clauses(text: str) -> list[Clause]:
    """The clauses of a text, in order."""
    return [clause for sentence in read(text) for clause in sentence.clauses]


def is_limit(text: str) -> bool:
    """Whether a text stops, refuses or limits something, by its grammar or as a phrase."""
    return any(
        sets_a_limit(sentence, GRAMMAR, LOOKUP) or "refusals" in PHRASES.find(sentence.tokens)
        for sentence in read(text)
    )


#: A language of a few words. Verbs end in -ek, in the past in -tek; "vo" is you, "mi" is I.
_EMPTY: dict[str, Any] = {
    field.alias: [] for field in Grammar.model_fields.values() if "frozenset" in str(field.annotation)
}
MADE_UP = Grammar.model_validate(
    {
        **_EMPTY,
        "partner": ["ludo"],
        "owning": ["vos", "mis"],
        "owner-or-object": ["sen"],
        "negators": ["nul"],
        "absolutes": ["nul", "ĉiam"],
        "auxiliaries": ["est"],
        "modals": ["pov"],
        "conditions": ["se"],
        "times": ["kvan"],
        "times-alone": ["kvan"],
        "joins": ["kaj"],
        "alongside": ["kaj"],
        "relatives": ["ke"],
        "prepositions": ["al"],
        "adverbs": ["tre"],
        "verbs": ["dormek", "krimek", "dirmek"],
        "being": ["est"],
        "fillers": ["tre"],
        "after-slips": ["tre"],
        "people": {
            "you": ["vo", "vos", "ludo", "sen"],
            "me": ["mi", "mis"],
            "us": ["ni"],
            "it": ["gi"],
            "nobody": ["neniu"],
            "others": ["patro"],
        },
        "doing": "ante",
        "done": "tek",
        "does": "as",
        "manner": "elo",
        "clitic": "'z",
        "clitic-verb": "est",
        "times-before": {},
        "contractions": {"'p": "pov", "'z": "'z"},
        "clipped": {"ant": "ante"},
        "one-spelling": {"kz": "x"},
        "slips": {"vos": "vo est"},
        "pairs": {"nen iu": "neniu"},
        "spellings": {"vv": "vo", "+": "kaj"},
        "bases": {"dormtek": "dormek", "krimtek": "krimek", "dirmtek": "dirmek"},
    }
)
MADE_UP_WORDS = Words(
    MADE_UP,
    lambda word: word,
    lambda word: word in {"kato", "dormek", "dormante", "krimek"},
    ["terurado"],
)
