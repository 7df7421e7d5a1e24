"""How far a text leans: the same word weighs another thing in another role."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_samples import LISTS, PHRASES, read

from couplekit.domain.findings import KINDS, Finding
from couplekit.domain.leaning import Lean, Leaning, Read, Weights, chance, features

MARKS = LISTS.marks


def together(text: str) -> list[Read]:
    """The sentences of a text, with the phrases in them."""
    return [Read(sentence, PHRASES.find(sentence.tokens), ()) for sentence in read(text)]


def named(text: str) -> set[str]:
    """What there is to weigh in a text."""
    return {feature for feature, _ in features(together(text), MARKS)}


def leaning(**tables: dict[str, float]) -> Leaning:
    """What weighs by made-up weights: by kind, and for any hint ("lean") and a stop ("stop")."""
    base = dict.fromkeys((*KINDS, "lean", "stop"), 0.0)
    kinds = {kind: tables[kind] for kind in KINDS if kind in tables}
    weights = Weights(
        learned_from="nothing",
        base=base | tables.get("base", {}),
        lean=tables.get("lean", {}),
        stop=tables.get("stop", {}),
        kinds=kinds,
    )
    return Leaning(weights, MARKS)


def weighed(text: str, **tables: dict[str, float]) -> Lean:
    """How far a text leans by made-up weights."""
    return leaning(**tables).weigh(together(text))


@pytest.mark.parametrize(
    ("text", "has", "has_not"),
    [
        ("you ignore me", "YOU+ignore", "ME+ignore"),
        ("I ignore you", "ME+ignore", "YOU+ignore"),
        ("my sister ignores me", "THEM+ignore", "YOU+ignore"),
        ("you never ignore me", "YOU-ignore", "YOU+ignore"),
        ("do you ignore me", "asked|YOU+ignore", "|YOU+ignore"),
        ("if you ignore me", "if|YOU+ignore", "|YOU+ignore"),
        ("ignore me", "order|+ignore", "asked|+ignore"),
        ("I think you ignore me", "me:think>YOU+", ":>YOU+"),
        ("you never listen", "YOU~never:listen", "ME~never:listen"),
        ("your mood is bad", "it's mood", "YOU mood"),
        ("you are selfish", "|YOU+<faults>", "|ME+<faults>"),
        ("I told Anna", "tell NAME", "tell anna"),
        ("wait 20 minutes", "wait NUMBER", "wait 20"),
        ("your fault", "YOU's fault", "YOU fault"),
        ("did you know?", "?", "!"),
    ],
)
def test_the_same_word_in_another_role_is_another_feature(text: str, has: str, has_not: str) -> None:
    """Who does it, and whether it is denied, asked, ordered, reported or a condition, is weighed too."""
    assert has in named(text)
    assert has_not not in named(text)


def test_phrases_of_the_kinds_are_weighed_as_what_the_rules_make_of_them() -> None:
    """A phrase that a rule finds harmless weighs nothing; what a rule found weighs, as anything else does."""
    assert "minimise" in together("it is all in your head")[0].phrases
    assert not named("it is all in your head") & {f"[{kind}]" for kind in KINDS}
    assert "[refusals]" in named("not tonight")


def test_what_the_rules_found_is_weighed_too() -> None:
    """That a rule found something, which kind, and beside the words of which lists, where it begins."""
    (one,) = together("you never complain, thanks")
    never = one.sentence.tokens[1]
    ruled = one._replace(ruled=(Finding("absolute", never, never),))
    before = {name for name, _ in features([one], MARKS)}
    more = {name: token for name, token in features([ruled], MARKS) if name not in before}
    assert {"{}", "{absolute}", "{absolute}<polite>"} <= more.keys()
    assert all(token is never for token in more.values())


@given(st.text())
def test_every_feature_stands_at_a_word_of_the_text(text: str) -> None:
    """What is weighed can be pointed at."""
    some = together(text)
    tokens = [token for one in some for token in one.sentence.tokens]
    assert all(any(token is other for other in tokens) for _, token in features(some, MARKS))


def test_a_kind_is_the_sum_of_its_weights() -> None:
    """Where it begins, and each feature once, however often it stands there."""
    weights = {"YOU+ignore": 0.5, "never": -2.0, "me": 9.0, "YOU": 0.25}
    lean = weighed("you ignore me, you ignore me", blame=weights, base={"blame": 0.5})
    assert lean.kinds["blame"] == pytest.approx(1 / (1 + math.exp(-1.25)))
    assert {kind: lean.kinds[kind] for kind in KINDS if kind != "blame"} == dict.fromkeys(KINDS[1:], 0.5)


def test_a_kind_points_at_the_word_that_weighs_most() -> None:
    """The hint is about that word; a kind that nothing speaks for is about none."""
    lean = weighed("you ignore me tonight", blame={"tonight": 0.5, "YOU": 0.1}, threat={"YOU": -1.0})
    assert lean.where["blame"].word == "tonight"
    assert "threat" not in lean.where


def test_a_hint_and_a_stop_are_weighed_apart() -> None:
    """What speaks for a hint says nothing of a stop."""
    neither, hint, stop = (
        weighed("you lie", **tables) for tables in ({}, {"lean": {"lie": 2.0}}, {"stop": {"lie": 2.0}})
    )
    assert (neither.hint, neither.stop) == (0.5, 0.5)
    assert hint.hint > 0.5 == hint.stop
    assert stop.stop > 0.5 == stop.hint


def test_what_there_is_to_weigh_is_the_same_for_learning() -> None:
    """Weights are learned for the very features that are weighed later."""
    assert leaning().features(together("You never listen. Why?")) == named("You never listen. Why?")


@given(st.floats(allow_nan=False))
def test_a_chance_lies_between_nothing_and_one(score: float) -> None:
    """However large a sum, it is a chance, and it grows with the sum."""
    assert 0 < chance(score) < 1
    assert chance(score) <= chance(score + 1)
    assert chance(score) == pytest.approx(1 - chance(-score))
