"""The small words of a language and what they do in a sentence, as data for the coach.

What each list is for stands above it in `words/grammar.toml`.
"""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from couplekit.domain.model import Model

#: A list of words in a file, as a set.
WordSet = Annotated[frozenset[str], Field(strict=False)]
#: Whom a word stands for. "you" is the partner, also as he, she and they; "others" are people outside.
Who = Literal["me", "you", "us", "it", "nobody", "somebody", "others", ""]

#: The closed classes: no noun and no main verb is in one of them.
_SMALL = (
    "auxiliaries",
    "modals",
    "negators",
    "conditions",
    "times",
    "reasons",
    "joins",
    "relatives",
    "questions",
    "articles",
    "prepositions",
    "absolutes",
    "adverbs",
)


class Grammar(Model):
    """Word classes of one language, its endings, and how people type it.

    `people` says whom a word stands for, `spellings` what is meant by what is typed, `bases` the dictionary
    forms that the dictionary of the language does not give.
    """

    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", "-"), populate_by_name=True)

    partner: WordSet
    third_person: WordSet
    never_subject: WordSet
    owning: WordSet
    owner_or_object: WordSet
    after_object: WordSet
    introducing: WordSet
    after_slips: WordSet
    auxiliaries: WordSet
    modals: WordSet
    negators: WordSet
    conditions: WordSet
    times: WordSet
    times_alone: WordSet
    reasons: WordSet
    joins: WordSet
    alongside: WordSet
    contrasting: WordSet
    relatives: WordSet
    comparing: WordSet
    questions: WordSet
    articles: WordSet
    prepositions: WordSet
    also_joining: WordSet
    absolutes: WordSet
    after_comma: WordSet
    adverbs: WordSet
    with_subject: WordSet
    before_orders: WordSet
    fillers: WordSet
    openers: WordSet
    reporting: WordSet
    thinking: WordSet
    tentative: WordSet
    verbs: WordSet
    chaining: WordSet
    stopping: WordSet
    binding: WordSet
    binding_with_to: WordSet
    forbidding: WordSet
    obliging: WordSet
    obliging_alone: WordSet
    obliging_with_to: WordSet
    guessing: WordSet
    advising: WordSet
    perfect: WordSet
    being: WordSet
    past: WordSet
    future: WordSet
    unreal: WordSet
    ability: WordSet
    to: WordSet
    feeling: WordSet
    making: WordSet
    keeping: WordSet
    liking: WordSet
    again: WordSet
    links: WordSet
    after_feeling: WordSet
    ends_feeling: WordSet
    ends_predicate: WordSet
    circumstances: WordSet
    asking: WordSet
    passing: WordSet
    addressed: WordSet
    kind_when_never: WordSet
    doing: str
    done: str
    does: str
    manner: str
    clitic: str
    clitic_verb: str
    people: dict[Who, WordSet]
    times_before: dict[str, WordSet]
    contractions: dict[str, str]
    clipped: dict[str, str]
    one_spelling: dict[str, str]
    slips: dict[str, str]
    pairs: dict[str, str]
    spellings: dict[str, str]
    bases: dict[str, str]

    @cached_property
    def _small(self) -> frozenset[str]:
        return frozenset().union(*(getattr(self, name) for name in _SMALL))

    @cached_property
    def who(self) -> dict[str, Who]:
        """Whom each word stands for."""
        return {word: who for who, words in self.people.items() for word in words}

    @cached_property
    def partners(self) -> frozenset[str]:
        """The words for the two people: whatever follows one of them is more likely a verb."""
        return self.people["you"] | self.people["me"] | self.people["us"]

    @cached_property
    def strong(self) -> frozenset[str]:
        """Never, always, not: adverbs that may also stand inside a chain of verbs."""
        return self.absolutes | self.negators

    @cached_property
    def light(self) -> frozenset[str]:
        """Every word that may stand between a subject and its verb."""
        return self.adverbs | self.strong

    @cached_property
    def leading(self) -> frozenset[str]:
        """Words before a clause that do not begin one."""
        return self.openers | self.adverbs

    @cached_property
    def governing(self) -> frozenset[str]:
        """Prepositions that take the word after them as their object, and open no clause."""
        return self.prepositions - self.also_joining

    def with_verbs(self, verbs: frozenset[str]) -> "Grammar":
        """The same grammar, with further verbs known."""
        return self.model_copy(update={"verbs": self.verbs | verbs})

    def is_small(self, word: str) -> bool:
        """Whether it belongs to a closed class: no noun, no main verb."""
        return word in self._small
