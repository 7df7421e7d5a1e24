"""Clauses: who does what, and what takes it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_samples import GRAMMAR, MADE_UP, MADE_UP_WORDS, WORDS, clauses, read

from couplekit.domain.clauses import LONG, LONGEST, Clause, sentences


def one(text: str) -> Clause:
    """The single clause of a text."""
    (clause,) = clauses(text)
    return clause


def words(clause: Clause) -> tuple[list[str], list[str]]:
    """The small verbs and the chain of verbs of a clause."""
    return [token.word for token in clause.helpers], [token.word for token in clause.verbs]


@pytest.mark.parametrize(
    ("text", "subject", "helpers", "verbs"),
    [
        ("You forgot the milk", "you", [], ["forgot"]),
        ("You keep ignoring me", "you", [], ["keep", "ignoring"]),
        ("You always refuse to help me", "you", [], ["refuse", "help"]),
        ("You have been trying to talk", "you", ["have", "been"], ["trying", "talk"]),
        ("You really never, ever listen", "you", [], ["listen"]),
        ("You guys never talk", "you", [], ["talk"]),
        ("You two were laughing", "you", ["were"], ["laughing"]),
        ("I need to rest", "me", [], ["need", "rest"]),
        ("We can talk", "us", ["can"], ["talk"]),
        ("It hurts", "it", [], ["hurts"]),
        ("Nobody listens", "nobody", [], ["listens"]),
        ("My mother said so", "others", [], ["said"]),
        ("My partner never listens", "you", [], ["listens"]),
        ("Sam ignored me", "you", [], ["ignored"]),
        ("You flibber me", "you", [], ["flibber"]),
        ("You are cold", "you", ["are"], ["cold"]),
    ],
)
def test_a_clause_is_who_acts_and_what_they_do(
    text: str, subject: str, helpers: list[str], verbs: list[str]
) -> None:
    """The subject is the one before the verb; the verbs are a chain from the first to the main one."""
    clause = one(text)
    assert clause.subject == subject
    assert words(clause) == (helpers, verbs)


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("You never listen", True),
        ("You don't listen", True),
        ("You hardly ever listen", True),
        ("You never, ever listen", True),
        ("You didn't even ask", True),
        ("You listen", False),
        ("You always listen", False),
        ("You listen, not that I mind", False),
    ],
)
def test_a_not_denies_its_own_clause(text: str, denied: bool) -> None:
    """Not, never and hardly deny the clause that they stand in, and no other."""
    assert clauses(text)[0].denied is denied


@pytest.mark.parametrize(
    "text",
    ["Do you ever listen", "Can't you listen", "Would you hold me", "Are you angry", "Don't you care"],
)
def test_a_verb_before_its_subject_asks(text: str) -> None:
    """A small verb before its subject makes a question, also without a question mark."""
    clause = one(text)
    assert (clause.asked, clause.order, clause.subject) == (True, False, "you")


@pytest.mark.parametrize(
    "text", ["Stop", "Don't touch me", "Come here now", "Never do that again", "Quickly shut the door"]
)
def test_a_verb_without_a_subject_is_an_order(text: str) -> None:
    """A base form that begins a sentence orders; nobody acts in it."""
    clause = one(text)
    assert (clause.order, clause.asked, clause.subject) == (True, False, "")


@pytest.mark.parametrize("text", ["Feeling low today", "Like a stone", "Tired again", "With you making tea"])
def test_what_has_no_subject_and_orders_nothing_is_no_clause(text: str) -> None:
    """A form in -ing, a comparison or a mood is no order, and a noun after a preposition acts in nothing."""
    assert clauses(text) == []


def test_a_clause_goes_on_after_and() -> None:
    """Who is left out after "and" is who acted before, and no order."""
    first, second = clauses("You come home and ignore me")
    assert (first.subject, second.subject, second.order) == ("you", "you", False)
    assert second.verb == "ignore"


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("I think you forgot", ("me", "think")),
        ("I don't think you lie", ("me", "think")),
        ("She said that you forgot", ("you", "say")),
        ("My mother says you never call", ("others", "say")),
    ],
)
def test_what_is_said_or_thought_hangs_under_the_one_who_says_it(text: str, above: tuple[str, str]) -> None:
    """The clause after a verb of saying or thinking is under it."""
    over, under = clauses(text)
    assert under.under is over
    assert (over.subject, over.verb) == above
    assert list(under.above) == [over]


def test_what_is_joined_hangs_under_the_same_clause() -> None:
    """After "and", somebody else's words go on; after "but", and after a comma, they end."""
    said, first, second = clauses("He says I lie and I cheat")
    assert (first.under, second.under) == (said, said)
    for text in ("He says I lie but I know better", "He says I lie, I know better"):
        assert clauses(text)[2].under is None


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("when you shout I shake", "when"),
        ("if you shout I shake", "if"),
        ("because you shout I shake", "because"),
        ("every time you shout I shake", "every"),
        ("before you go we talk", "before"),
        ("you shout", ""),
        ("once more you shout", ""),
        ("every day you shout", ""),
    ],
)
def test_a_clause_says_what_opens_it(text: str, opens: str) -> None:
    """When, if, because and the like open the clause that follows; a time that is a noun opens none."""
    assert clauses(text)[0].opens == opens


@pytest.mark.parametrize(
    ("text", "noun", "whose"),
    [
        ("Your mood is bad", "mood", "you"),
        ("My stomach hurts", "stomach", "me"),
        ("His bad temper hurts me", "temper", "you"),
    ],
)
def test_a_thing_of_somebodys_can_be_the_subject(text: str, noun: str, whose: str) -> None:
    """What belongs to somebody is not that person: it is kept with whose it is."""
    clause = one(text)
    assert clause.subject == "it"
    assert clause.owned is not None
    assert (clause.owned.word, clause.owned.who) == (noun, whose)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("You are cold", True),
        ("You were being cold", True),
        ("You are going", False),
        ("You go", False),
        ("You have gone", False),
    ],
)
def test_a_state_says_what_somebody_is(text: str, state: bool) -> None:
    """ "You are cold" is a state, "you are going" is something done."""
    assert one(text).is_state is state


@pytest.mark.parametrize(
    ("text", "past", "unreal"),
    [
        ("You forgot", True, False),
        ("You were late", True, False),
        ("You did forget", True, False),
        ("You forget", False, False),
        ("He forgets", False, False),
        ("You could help", False, True),
        ("You are", False, False),
    ],
)
def test_a_clause_is_told_in_a_time(text: str, past: bool, unreal: bool) -> None:
    """Its small verbs say whether it is past or only thought of; without one, its verb does."""
    clause = one(text)
    assert (clause.is_past(GRAMMAR), clause.is_unreal(GRAMMAR)) == (past, unreal)


def test_a_clause_knows_where_it_stands() -> None:
    """ "Listen, ..." is cut off where it begins, and everything said is kept in order."""
    (sentence,) = read("Listen, we can talk tonight")
    first, second = sentence.clauses
    assert first.is_cut_off(sentence.tokens)
    assert not second.is_cut_off(sentence.tokens)
    assert [token.word for token in second.words] == ["can", "talk", "tonight"]
    assert (second.first, second.last) == (2, 5)


@pytest.mark.parametrize(
    ("text", "count", "asks"),
    [
        ("I feel... unloved", 1, [False]),
        ("I feel low... You left", 2, [False, False]),
        ("You left. Did you see?", 2, [False, True]),
        ("one; two\nthree", 3, [False] * 3),
        ("Really?! Yes.", 2, [True, False]),
    ],
)
def test_a_text_falls_into_sentences(text: str, count: int, asks: list[bool]) -> None:
    """A full stop, a question mark, a semicolon and a new line end a sentence; dots that trail off do not."""
    found = read(text)
    assert len(found) == count
    assert [sentence.asks for sentence in found] == asks


@given(
    st.lists(
        st.sampled_from(["so", ",", "you", "never", "listen", "and", "if", "he", "to", "stop"]), max_size=400
    )
)
def test_no_word_is_lost_and_no_sentence_is_endless(words: list[str]) -> None:
    """Every word is in one sentence, none is longer than its bound, and every clause lies inside one."""
    tokens = WORDS.of(" ".join(words))
    found = sentences(tokens, GRAMMAR)
    assert [token for sentence in found for token in sentence.tokens] == tokens
    for sentence in found:
        assert 0 < len(sentence.tokens) <= LONGEST
        for clause in sentence.clauses:
            assert 0 <= clause.first <= clause.last < len(sentence.tokens)
            assert clause not in list(clause.above)
            assert all(any(token is other for other in sentence.tokens) for token in clause.words)


def test_a_very_long_sentence_is_cut_where_it_pauses() -> None:
    """From one length on it ends after a mark or before a join, and without one at a second length."""
    assert [len(one.tokens) for one in read("tea " * 200)] == [LONGEST, 200 - LONGEST]
    paused = read("tea " * (LONG + 5) + ", tea " * 3)
    assert [len(one.tokens) for one in paused] == [LONG + 6, 5]
    joined = read("tea " * (LONG + 5) + "and tea")
    assert [one.tokens[0].word for one in joined] == ["tea", "and"]
    assert [one.asks for one in read("tea " * 130 + "?")] == [True, True]


def test_another_language_is_data() -> None:
    """Who acts, what is denied, joined, opened and ordered is read by the lists of that language."""

    def made_up(text: str) -> list[Clause]:
        return [clause for some in sentences(MADE_UP_WORDS.of(text), MADE_UP) for clause in some.clauses]

    first, second = made_up("Vo nul krimtek mis kato kaj mi dormek.")
    assert (first.subject, first.denied, first.verb, first.is_past(MADE_UP)) == ("you", True, "krimek", True)
    assert (second.subject, second.denied, second.under) == ("me", False, None)
    said, under = made_up("patro dirmtek ke vo dormtek")
    assert (said.subject, under.subject, under.opens, under.under) == ("others", "you", "ke", said)
    assert made_up("se vo krimek")[0].opens == "se"
    assert made_up("krimek")[0].order
    assert made_up("pov vo dormek")[0].asked
    (owned,) = made_up("vos kato dormtek")
    assert owned.owned is not None
    assert (owned.subject, owned.owned.who) == ("it", "you")
    assert made_up("vos tre krima")[0].is_state
