"""The small language of phrases, sign by sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_samples import GRAMMAR, LISTS, MADE_UP, MADE_UP_WORDS, PHRASES, WORDS

from couplekit.domain.phrases import Phrases, role_of

LONG_WAY = "tea " * 16


def found(phrase: str, text: str) -> list[str]:
    """What a phrase finds in a text, as it was typed."""
    tokens = WORDS.of(text)
    phrases = Phrases({"kind": [phrase]}, LISTS.by_name, GRAMMAR.fillers, GRAMMAR.joins)
    return [
        text[tokens[start].start : tokens[end - 1].end] for start, end in phrases.find(tokens).get("kind", ())
    ]


@pytest.mark.parametrize(
    ("phrase", "text", "finds"),
    [
        ("all in YOUR head", "It is all in your head", ["all in your head"]),
        ("break a promise", "you broke a promise", ["broke a promise"]),
        ("head", "your head, my head", ["head", "head"]),
        # a choice
        ("tell|ask ME", "ask me, tell me, call me", ["ask me", "tell me"]),
        # what may be missing
        ("in a? mood", "in mood, in a mood", ["in mood", "in a mood"]),
        ("in mood bad?", "in mood bad", ["in mood bad"]),
        # a gap of up to three words, past no mark
        ("find * but", "find tea but", ["find tea but"]),
        ("find * but", "find but", ["find but"]),
        ("find * but", "find one two three but", ["find one two three but"]),
        ("find * but", "find one two three four but", []),
        ("find * but", "find tea, but", []),
        # a wide gap, past commas
        ("find ... but", "find one two three, four but", ["find one two three, four but"]),
        ("find ... but", f"find {LONG_WAY} but", []),
        ("find *", "find tea", ["find"]),
        # the beginning and the end
        ("^ enough", "Enough", ["Enough"]),
        ("^ enough", "well, enough", ["enough"]),
        ("^ enough", "tea and enough", ["enough"]),
        ("^ enough", "not enough", []),
        ("not now $", "not now", ["not now"]),
        ("not now $", "not now, please", ["not now"]),
        ("not now $", "not now or ever", []),
        # a form, and any form
        ("=left", "you left, you leave", ["left"]),
        ("leave", "you left, you leave", ["left", "leave"]),
        # roles
        ("YOU lie", "you lie, he lies, I lie", ["you lie", "he lies"]),
        ("tell ME", "tell me, tell us, tell him", ["tell me"]),
        ("tell US|ME", "tell us, tell him", ["tell us"]),
        ("YOUR fault", "your fault, you fault, his fault, my fault", ["your fault", "his fault"]),
        ("MY fault", "my fault, your fault", ["my fault"]),
        # a list
        ("so <faults>", "so selfish, so kind", ["so selfish"]),
        # fillers
        ("be head", "is really so very head", ["is really so very head"]),
        ("be head", "is tea head", []),
        ("be head", "is " + "really " * 12 + "head", ["is " + "really " * 12 + "head"]),
        ("be head", "is " + "really " * 13 + "head", []),
    ],
)
def test_each_sign_says_what_may_stand_there(phrase: str, text: str, finds: list[str]) -> None:
    """Choices, gaps, ends, forms, roles, lists and fillers, each by itself."""
    assert found(phrase, text) == finds


def test_phrases_are_told_apart_by_kind_and_stand_in_order() -> None:
    """Each kind has its own places, from left to right."""
    phrases = Phrases({"one": ["tea"], "two": ["cup of tea"]}, {}, ["of"], [])
    assert phrases.find(WORDS.of("tea, a cup of tea")) == {"one": [(0, 1), (5, 6)], "two": [(3, 6)]}


def test_an_owner_is_another_role_than_a_person() -> None:
    """ "your" is the partner's, "you" the partner."""
    assert [role_of(token) for token in WORDS.of("you your me my tea")] == ["you", "you's", "me", "me's", ""]


@given(
    st.lists(
        st.sampled_from(["you", "are", "all", "in", "your", "head", "so", "really", ",", "and", "leave"]),
        max_size=60,
    )
)
def test_what_is_found_lies_inside_the_text(words: list[str]) -> None:
    """Every phrase of the language begins before it ends, inside the words it was looked for in."""
    tokens = WORDS.of(" ".join(words))
    for places in PHRASES.find(tokens).values():
        assert all(0 <= start < end <= len(tokens) for start, end in places)
        assert [start for start, _ in places] == sorted(start for start, _ in places)


def test_another_language_is_data() -> None:
    """Roles, lists, fillers and joins are those of the language."""
    phrases = Phrases(
        {"blame": ["YOU est <krimoj>", "^ halto"]}, {"krimoj": ["krima"]}, MADE_UP.fillers, MADE_UP.joins
    )
    tokens = MADE_UP_WORDS.of("vo est tre krima kaj halto, tre halto")
    assert phrases.find(tokens) == {"blame": [(0, 4), (5, 6)]}
