"""Words of a text: where they stand, how people type them, and whom they stand for."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_samples import GRAMMAR, LISTS, MADE_UP_WORDS, WORDS, token, typed

from couplekit.domain.tokens import LONGEST

#: Any text: control characters, emoji, halves of characters, writing from right to left, and such.
ANY_TEXT = st.lists(
    st.one_of(
        st.text(),
        st.text(st.characters(categories=["Cs", "Cc", "Cf", "Mn", "So"])),
        st.sampled_from(
            ["don't", "dunno", "couldn't've", "no one", "ur so", "שלום", "مرحبا", "e\u0301", "&", "''"]
        ),
    )
).map("".join)


@given(ANY_TEXT)
def test_every_token_stands_inside_the_text_and_in_order(text: str) -> None:
    """Each token stands for some of what was typed, and none stands before the one before it."""
    tokens = WORDS.of(text)
    for one in tokens:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip() or one.word == "\n"
        assert one.word
        assert one.base
    for before, after in pairwise(tokens):
        assert (before.start, before.end) <= (after.start, after.end)


@given(ANY_TEXT)
def test_two_tokens_share_a_place_only_where_one_word_was_typed_for_both(text: str) -> None:
    """Tokens overlap nowhere but inside one typed word, as in "dunno"."""
    tokens = WORDS.of(text)
    for before, after in pairwise(tokens):
        assert before.end <= after.start or before.end == after.end


@given(
    st.lists(st.sampled_from(["you", "never", "kind", "tree", "my", "7"]), min_size=1),
    st.sampled_from([" ", "  ", "\t"]),
)
def test_what_was_typed_is_what_stands_there(words: list[str], between: str) -> None:
    """A plain word is its own token, at its own place."""
    text = between.join(words)
    assert [text[one.start : one.end] for one in WORDS.of(text)] == words


@pytest.mark.parametrize(
    ("text", "words", "places"),
    [
        ("you're late", ["you", "are", "late"], ["you", "'re", "late"]),
        ("I'm", ["i", "am"], ["I", "'m"]),
        ("cannot", ["can", "not"], ["can", "not"]),
        ("dont go", ["do", "not", "go"], ["do", "nt", "go"]),
        ("dunno", ["do", "not", "know"], ["dunno"] * 3),
        ("couldn't've", ["could", "not", "have"], ["could", "n't've", "n't've"]),
        ("no one's", ["nobody", "be"], ["no one", "'s"]),
        ("your so kind", ["you", "are", "so", "kind"], ["your", "your", "so", "kind"]),
        ("noooo way", ["no", "way"], ["noooo", "way"]),
    ],
)
def test_each_half_of_a_contraction_can_be_pointed_at(text: str, words: list[str], places: list[str]) -> None:
    """A contraction is cut where its ending begins; where it cannot be cut, each part is the whole."""
    tokens = WORDS.of(text)
    assert [one.word for one in tokens] == words
    assert [text[one.start : one.end] for one in tokens] == places


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘", "`", "´", "''", "’’", ""])
def test_every_apostrophe_is_one_and_may_be_missing(apostrophe: str) -> None:
    """Straight, curly, turned, doubled and missing apostrophes say the same."""
    assert typed(f"you don{apostrophe}t") == ["you", "do", "not"]
    assert typed(f"you{apostrophe}ve gone") == ["you", "have", "gone"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("u r gr8", "you are great"),
        ("UR the best", "you are the best"),
        ("luv u", "love you"),
        ("idk y", "i do not know y"),
        ("w/o me", "without me"),
        ("w/ me", "with me"),
        ("you & me", "you and me"),
        ("'cause I said", "because i said"),
        ("gonna", "going to"),
        ("doin", "doing"),
        ("sooooo", "so"),
        ("neverrrr", "never"),
        ("helllp", "help"),
        ("every1", "everyone"),
        ("NEVER", "never"),
        ("self-centred", "selfcentred"),
        ("self centered", "selfcentred"),
        ("fiancée", "fiancée"),
        ("fiance\u0301e", "fiancée"),
        ("realize", "realise"),
        ("apologizing", "apologising"),
        ("behavior", "behaviour"),
        ("size prize", "size prize"),
    ],
)
def test_words_are_read_as_people_type_them(text: str, words: str) -> None:
    """Chat spelling, held letters, capitals and both sides of the sea come to the same words."""
    assert typed(text) == words.split()


@pytest.mark.parametrize("spelling", sorted(GRAMMAR.spellings))
def test_every_spelling_is_met(spelling: str) -> None:
    """No entry under [spellings] is one that no text could ever reach."""
    meant = GRAMMAR.spellings[spelling].split()
    assert typed(f"x {spelling} x")[1:-1] == meant


@pytest.mark.parametrize("pair", sorted(GRAMMAR.pairs))
def test_two_words_that_are_one_become_one(pair: str) -> None:
    """A pair is one token over both words."""
    (one,) = WORDS.of(pair)
    assert (one.word, one.start, one.end) == (GRAMMAR.pairs[pair], 0, len(pair))


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("ignroed", "ignored"),
        ("selfsh", "selfish"),
        ("patheticc", "pathetic"),
        ("disrespctful", "disrespectful"),
    ],
)
def test_one_slip_in_a_longer_word_is_mended(slip: str, meant: str) -> None:
    """A word of the lists is known with one letter wrong, missing, doubled or turned round."""
    assert typed(slip) == [meant]


LISTED = sorted(word for word in LISTS.every if word.isalpha() and word.islower() and WORDS.known(word))


@given(
    st.sampled_from([word for word in LISTED if word not in GRAMMAR.spellings and not word.endswith("ize")])
)
def test_a_word_of_the_lists_is_never_mended(word: str) -> None:
    """What the lists wait for is never taken for something else."""
    assert typed(word)[0] == word


@pytest.mark.parametrize(
    "word", ["shellfish", "wonder", "hour", "sister", "kettle", "shelf", "angel", "patients"]
)
def test_a_good_word_is_never_mended(word: str) -> None:
    """A word of the dictionary stays, however near it is to one of the lists."""
    assert typed(word) == [word]


@pytest.mark.parametrize("word", ["abcd", "x1y2z3", "ab-cd"])
def test_short_and_odd_words_are_never_mended(word: str) -> None:
    """Too little stands there to say what was meant."""
    assert typed(word) == [word]


def test_a_word_without_an_end_is_no_word() -> None:
    """What nobody means to be read ends what stands before it, and is looked at no further."""
    (one,) = WORDS.of("a" * (LONGEST + 1))
    assert (one.word, one.is_mark) == ("?", True)


@pytest.mark.parametrize("text", ["", " ", "\t", "💛💛", "\x00\x1b", "\ud800", "_", "\u200d"])
def test_what_holds_no_word_gives_none(text: str) -> None:
    """Emoji, control characters and halves of characters are passed over."""
    assert WORDS.of(text) == []


@pytest.mark.parametrize(
    ("text", "word", "who", "of"),
    [
        ("you know", "you", "you", False),
        ("he said", "he", "you", False),
        ("they said", "they", "you", False),
        ("my wife said", "wife", "you", False),
        ("your mood", "your", "you", True),
        ("I know", "i", "me", False),
        ("my mood", "my", "me", True),
        ("we know", "we", "us", False),
        ("nobody knows", "nobody", "nobody", False),
        ("someone knows", "someone", "somebody", False),
        ("my mother-in-law said", "mother-in-law", "others", False),
        ("the doctor said", "doctor", "others", False),
        ("the kettle", "kettle", "", False),
        ("I told her", "her", "you", False),
        ("I told her that", "her", "you", False),
        ("I told her again", "her", "you", False),
        ("her mood", "her", "you", True),
    ],
)
def test_a_word_stands_for_somebody(text: str, word: str, who: str, of: bool) -> None:
    """Who is meant, and whether something is theirs, is said by the word and what follows it."""
    one = token(text, word)
    assert (one.who, one.of) == (who, of)


def test_he_and_she_are_the_one_who_was_named_last() -> None:
    """After "my mother-in-law", she is not the partner; after "my husband", he is."""
    assert [one.who for one in WORDS.of("my mother-in-law said she knew") if one.word == "she"] == ["others"]
    assert [one.who for one in WORDS.of("my sister told my husband and he knew") if one.word == "he"] == [
        "you"
    ]
    assert [one.who for one in WORDS.of("a friend said he knew") if one.word == "he"] == ["you"]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Sam's keys", "'s"),
        ("it's late", "be"),
        ("Sam's very late", "be"),
        ("Sam's reading", "be"),
        ("Sam's", "be"),
        ("what's up", "be"),
    ],
)
def test_an_ending_owns_or_is_a_verb(text: str, last: str) -> None:
    """ "Sam's keys" says whose; before a small word, a form in -ing or nothing, "'s" is a verb."""
    one = WORDS.of(text)[1]
    assert (one.word, one.of) == (last, last == "'s")
    assert not one.is_mark


def test_quotation_marks_turn_by_where_they_stand() -> None:
    """A straight single mark opens before a word and closes behind one; an apostrophe is neither."""
    assert typed("he said 'go now' and didn't") == ["he", "said", "‘", "go", "now", "’", "and", "did", "not"]


@pytest.mark.parametrize(
    ("word", "known"),
    [("listen", True), ("dont", True), ("ppl", True), ("schrecklich", False), ("you", True)],
)
def test_words_of_the_language_are_known(word: str, known: bool) -> None:
    """Known is what the dictionary, the grammar or the spellings have."""
    assert WORDS.known(word) is known


def test_another_language_is_data() -> None:
    """Spelling, contractions, pairs, slips, roles and mending come from the lists alone."""
    tokens = MADE_UP_WORDS.of("Vv'p krimtek + nen iu dormant, terurada fukakz")
    words = ["vo", "pov", "krimtek", "kaj", "neniu", "dormante", ",", "terurado", "fukax"]
    assert [one.word for one in tokens] == words
    assert [one.who for one in tokens if one.who] == ["you", "nobody"]
    assert tokens[2].base == "krimek"
    assert [one.word for one in MADE_UP_WORDS.of("vos tre")] == ["vo", "est", "tre"]
    assert [(one.word, one.of) for one in MADE_UP_WORDS.of("kato'z krimo")][1] == ("'z", True)
    assert [(one.word, one.of) for one in MADE_UP_WORDS.of("kato'z tre")][1] == ("est", False)
    assert [MADE_UP_WORDS.of(text)[0].of for text in ("sen kato", "sen al kato", "sen")] == [
        True,
        False,
        False,
    ]
