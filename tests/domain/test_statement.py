"""One statement: what was said, part by part, as a sentence that a person would say. And what is kept."""

import re
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from couplekit.content.formats import formats
from couplekit.content.guides import feelings
from couplekit.content.words import body, joining, needs
from couplekit.domain.card import Family
from couplekit.domain.statement import (
    LONGEST,
    NO_REQUEST,
    ROOM,
    Format,
    Part,
    Said,
    Statements,
    has_room,
    questions_of,
    said_by,
    said_in,
    statement,
    with_statement,
    without_statement,
)
from couplekit.domain.text import clean_line

JOINING = joining()
FORMATS = {format.id: format for format in formats()}


def said(format: str, **parts: str | Said) -> str:
    """The sentence of a format; a text stands for own words."""
    whole = {id: part if isinstance(part, Said) else Said((), part) for id, part in parts.items()}
    return statement(FORMATS[format], whole, JOINING)


# -- a sentence that a person would say ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            {
                "when": "You turned away.",
                "feeling": Said(("sad", "tired")),
                "need": Said(("rest",)),
                "request": "Read beside me",
            },
            "When you turned away, I feel sad and tired, because rest matters to me. "
            "Would you be willing to read beside me?",
        ),
        ({"feeling": "I feel lost"}, "I feel lost."),
        ({"feeling": "feel lost"}, "I feel lost."),
        ({"feeling": "I'm lost"}, "I'm lost."),
        ({"feeling": "my heart races"}, "My heart races."),
        ({"feeling": Said(("my heart race",))}, "I feel my heart race."),
        ({"feeling": Said(("sad", "hurt"), "a bit angry!")}, "I feel sad, hurt and a bit angry!"),
        ({"feeling": Said(("sad",), "but hopeful")}, "I feel sad but hopeful."),
        ({"need": Said(("rest",))}, "Rest matters to me."),
        ({"when": "the lamp was on", "need": Said(("rest", "sleep"))},
         "When the lamp was on, rest and sleep matter to me."),
        ({"when": "the lamp was on"}, "The lamp was on."),
        ({"when": "When the lamp was on", "feeling": "cold"}, "When the lamp was on, I feel cold."),
        ({"when": "on Tuesday evening, when you left", "feeling": "cold"},
         "On Tuesday evening, when you left, I feel cold."),
        ({"when": "on Tuesday you left", "feeling": "cold"}, "When on Tuesday you left, I feel cold."),
        ({"when": "Sam left", "feeling": "cold"}, "When Sam left, I feel cold."),
        ({"feeling": "cold", "need": "Because I'm tired.."}, "I feel cold, because I'm tired."),
        ({"feeling": "cold", "need": Said(("rest",), "I want to sleep")},
         "I feel cold, because rest matters to me and I want to sleep."),
        ({"request": "to hold my hand?"}, "Would you be willing to hold my hand?"),
        ({"request": "would you mind waiting"}, "Would you mind waiting?"),
        ({"request": "could you wait."}, "Could you wait?"),
        ({"request": "I would like a walk"}, "I would like a walk."),
        ({"request": "we go to bed earlier"}, "How would it be if we go to bed earlier?"),
        ({"see": "you were tired"}, "I can see that you were tired."),
        ({"see": "it was a long day"}, "I can see that for you it was a long day."),
        ({"thanks": "making tea"}, "Thank you for making tea."),
        ({"thanks": "Thank you, love"}, "Thank you, love."),
        ({"thanks": "I love your tea"}, "I love your tea."),
        ({"when": 'you said "no."', "feeling": "fine"}, 'When you said "no.", I feel fine.'),
        ({"feeling": 'the same as you: "tired."'}, 'I feel the same as you: "tired."'),
        ({"feeling": "😊"}, "I feel 😊."),
        ({"when": "..", "feeling": "I feel", "need": "because", "request": "would you"}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_a_gentle_start_reads_as_a_sentence(parts: dict[str, str | Said], expected: str) -> None:
    """Leads, joins, capitals and marks come out as somebody would say and write it."""
    assert said("softened", **parts) == expected


def test_three_parts_ask_for_nothing() -> None:
    """Gordon's message is what happened, the feeling and the effect. There is no request in it."""
    assert [part.id for part in FORMATS["gordon"].part] == ["when", "feeling", "effect"]
    assert (
        said("gordon", when="the door was open", feeling=Said(("uneasy",)), effect="I can't sleep.")
        == "When the door was open, I feel uneasy, because I can't sleep."
    )


def test_feelings_and_needs_value_what_was_picked() -> None:
    """In the third format a need is something one values."""
    assert (
        said("nvc", when="I heard you sigh", feeling=Said(("sad",)), need=Said(("being heard", "rest")))
        == "When I heard you sigh, I feel sad, because I value being heard and rest."
    )
    assert said("nvc", need=Said(("rest",))) == "I value rest."


def test_formats_come_in_their_order_and_the_gentle_start_is_first() -> None:
    """The default is the softened start-up; each of the others has a view of its own on disputed words."""
    assert list(FORMATS) == ["softened", "gordon", "nvc"]
    assert FORMATS["softened"].counts_as_feeling("Left out!")
    assert not FORMATS["nvc"].counts_as_feeling("left out")


@pytest.mark.parametrize("family", [*feelings(), *body()], ids=lambda family: family.id)
def test_every_word_goes_on_after_i_feel(family: Family) -> None:
    """Each word of the picker makes a sentence as it is: it is not taken for a beginning of its own."""
    for word in family.words:
        assert said("softened", feeling=Said((word,))) == f"I feel {word}."


@pytest.mark.parametrize("family", needs(), ids=lambda family: family.id)
def test_every_need_matters(family: Family) -> None:
    """Each need fits the frames of both formats that have some."""
    for word in family.words:
        assert (
            said("softened", feeling="sad", need=Said((word,)))
            == f"I feel sad, because {word} matters to me."
        )
        assert said("nvc", feeling="sad", need=Said((word,))) == f"I feel sad, because I value {word}."


# -- whatever is typed ---------------------------------------------------------------------------------------

LETTERS = st.characters(blacklist_categories=("Cs", "Cc"))
LINES = st.text(LETTERS, min_size=1, max_size=60).map(clean_line).filter(bool)
#: What people do type: words that are leads, or parts of them, with marks anywhere.
_PIECES = """
when When I i I'm feel because Because need would you be willing to thank for can see that sad tired
left out no stop
. .. ... ! ? , ; : " ' on Tuesday, Sam we could and but ( ) -
"""
PIECES = st.sampled_from(_PIECES.split())
TYPED = st.one_of(LINES, st.lists(PIECES, min_size=1, max_size=9).map(" ".join).map(clean_line))
PICKED = st.lists(
    st.sampled_from([word for family in (*feelings(), *body()) for word in family.words]),
    max_size=4,
    unique=True,
)
NEEDED = st.lists(
    st.sampled_from([word for family in needs() for word in family.words]), max_size=3, unique=True
)


@st.composite
def whole(draw: st.DrawFn) -> tuple[Format, dict[str, Said]]:
    """A format with anything in its parts; some are left out."""
    format = draw(st.sampled_from(list(FORMATS.values())))
    parts = {}
    for part in format.part:
        if draw(st.booleans()):
            continue
        words = {"feelings": PICKED, "needs": NEEDED}.get(part.kind, st.just([]))
        own = draw(st.one_of(st.just(""), TYPED))
        parts[part.id] = Said(tuple(draw(words)), own)
    return format, parts


def bare(text: str) -> list[str]:
    """The words of a text, without case and marks."""
    return re.findall(r"[^\W_]+", text.casefold())


@given(whole())
def test_every_own_word_is_in_it_unchanged(held: tuple[Format, dict[str, Said]]) -> None:
    """What was typed stands there word for word: nothing is reworded, and nothing goes."""
    format, parts = held
    made = statement(format, parts, JOINING)
    for part in format.part:
        own = bare(parts[part.id].own) if part.id in parts else []
        lead = bare(part.lead)
        if own and own != lead[: len(own)]:
            assert " ".join(own) in " ".join(bare(made))


@given(whole())
def test_no_mark_comes_twice_at_an_end(held: tuple[Format, dict[str, Said]]) -> None:
    """It ends with one mark, however many were typed, and no comma stands before another mark."""
    format, parts = held
    made = statement(format, parts, JOINING)
    if not made:
        return
    assert re.search(r"[.!?\u2026][\"'\u2019\u201d)\]]*$", made)
    assert not re.search(r"[.,;:!?\u2026\s][.!?]$", made)


@given(whole())
def test_parts_left_out_leave_no_hole(held: tuple[Format, dict[str, Said]]) -> None:
    """No lead stands alone, nothing is doubled by us, and there is no empty place."""
    format, parts = held
    assume(all(bare(part.own) or not part.own for part in parts.values()))
    made = statement(format, parts, JOINING)
    typed = " ".join(f"{' '.join(part.words)} {part.own}" for part in parts.values())
    assert "  " not in made
    assert "{" not in made or "{" in typed
    for part in format.part:
        lead = part.lead.casefold()
        twice = f"{lead} {lead}"
        assert made.casefold().count(twice) <= typed.casefold().count(twice)
        if part.id not in parts:
            alone = re.compile(rf"\b{re.escape(lead)}\s*[.,?]")
            assert len(alone.findall(made.casefold())) <= len(
                re.findall(rf"\b{re.escape(lead)}\b", typed.casefold())
            )


@given(whole())
def test_it_begins_with_a_capital(held: tuple[Format, dict[str, Said]]) -> None:
    """A sentence begins with a capital where its first word has one to give."""
    made = statement(*held, JOINING)
    first = made.partition(" ")[0]
    if made and first.isascii() and first[0].isalpha() and first[1:] == first[1:].lower():
        assert first[0].isupper()


@given(whole())
def test_what_was_said_comes_back_from_its_answer(held: tuple[Format, dict[str, Said]]) -> None:
    """As an answer, and read again, it is the same."""
    for part in held[1].values():
        assert said_in(part.value) == part


def test_every_part_can_be_left_out() -> None:
    """For every choice of parts the sentence says these and no others."""
    parts = {
        "when": "it rained",
        "feeling": "calm",
        "need": "it helps",
        "see": "it was cold",
        "request": "wait",
        "thanks": "tea",
    }
    for number in range(1, len(parts) + 1):
        for ids in combinations(parts, number):
            made = said("softened", **{id: parts[id] for id in ids})
            assert {id for id, words in parts.items() if words in made.casefold()} == set(ids)
            assert not re.search(r"\b(when|because|for you|thank you for|willing to)[.,?]", made.casefold())


# -- questions and answers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS.values(), ids=lambda format: format.id)
def test_every_question_says_why_and_is_for_one_alone(format: Format) -> None:
    """Each step says why it is asked and what that rests on, and no other one sees it."""
    for question in questions_of(format):
        assert question.why
        assert question.sources
        assert question.alone
        assert not question.aloud
        assert question.keeps == "no"


def test_no_request_stands_first() -> None:
    """The first choice of a request is to ask for nothing."""
    (way,) = (question for question in questions_of(FORMATS["softened"]) if question.kind == "choice")
    assert [choice.id for choice in way.choices] == [NO_REQUEST, "ask"]


@pytest.mark.parametrize(
    ("answers", "there"),
    [
        ({"request-way": "ask", "request": "wait"}, {"request"}),
        ({"request-way": NO_REQUEST, "request": "wait"}, set()),
        ({"request": "wait"}, set()),
        ({"when": "it rained", "feeling": "sad\ntired"}, {"when", "feeling"}),
        ({"when": "", "feeling": ""}, set()),
    ],
)
def test_a_request_that_was_taken_back_is_none(answers: dict[str, str], there: set[str]) -> None:
    """What was typed counts where it was asked for: no request means none, whatever was typed before."""
    assert said_by(FORMATS["softened"], answers).keys() == there


# -- a format that is not sound ------------------------------------------------------------------------------

SOUND = {
    "id": "own",
    "kind": "text",
    "title": "A title",
    "say": "What?",
    "why": "To know.",
    "sources": ["talk-without-blame"],
    "begins": True,
}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"frame": "{words} matters", "frame-several": "{words} matter"}, "where words are picked"),
        ({"kind": "needs", "frame": "{words} matters"}, "go together"),
        ({"kind": "needs", "frame": "it matters", "frame-several": "{words}"}, "one place, {words}"),
        ({"kind": "needs", "frame": "{name}", "frame-several": "{words}"}, "one place, {words}"),
        ({"asks": ["would"]}, "question = true"),
        ({"begins": False}, "begins = true"),
        ({"lead-with": ["nowhere"]}, '"nowhere", which is no other part'),
        ({"lead-with": ["own"]}, '"own", which is no other part'),
        ({"id": "Own"}, "match pattern"),
        ({"sources": []}, "at least 1"),
        ({"wishes": "x"}, "Extra inputs"),
    ],
)
def test_a_format_that_is_not_sound_is_refused(change: dict[str, object], says: str) -> None:
    """A fault of a format is found when its file is read, and named."""
    values = {"id": "test", "version": 1, "place": 9, "title": "Test", "about": "a test", "sources": ["x"]}
    with pytest.raises(ValidationError, match=re.escape(says)):
        Format.model_validate({**values, "part": [{**SOUND, **change}]})


@pytest.mark.parametrize("other", ["own", "own-way"])
def test_parts_are_told_apart(other: str) -> None:
    """Two parts of one id, or of an id that couplekit adds itself, would mix up answers."""
    values = {"id": "test", "version": 1, "place": 9, "title": "Test", "about": "a test", "sources": ["x"]}
    with pytest.raises(ValidationError):
        Format.model_validate({**values, "part": [SOUND, {**SOUND, "id": other}]})


def test_a_format_of_another_language_needs_no_code() -> None:
    """Order, leads, joints and frames are data: a format can have its verb at the end."""
    parts = [
        {**SOUND, "id": "wenn", "lead": "Wenn", "lead-with": ["ich"]},
        {**SOUND, "id": "ich", "kind": "feelings", "lead": "bin ich", "begins": False, "joint": ", "},
    ]
    values = {"id": "test", "version": 1, "place": 9, "title": "Test", "about": "a test", "sources": ["x"]}
    format = Format.model_validate({**values, "part": parts})
    also = JOINING.model_copy(update={"also": "und", "small": ["du"]})
    made = statement(format, {"wenn": Said((), "Du schweigst"), "ich": Said(("traurig", "müde"))}, also)
    assert made == "Wenn du schweigst, bin ich traurig und müde."


def test_parts_are_strict() -> None:
    """A number is no text, and an unknown kind is none."""
    for change in ({"lead": 1}, {"kind": "poem"}, {"begins": "yes"}):
        with pytest.raises(ValidationError):
            Part.model_validate({**SOUND, **change})


# -- what is kept --------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.sampled_from("abc"), TYPED.filter(lambda text: "\x85" not in text)), max_size=6))
def test_each_statement_is_kept_once(kept: list[tuple[str, str]]) -> None:
    """The same words twice are one statement, and an id that is taken takes nothing away."""
    held = Statements()
    for id, says in kept:
        held = with_statement(id, says)(held)
    assert sorted(held.statements.values()) == sorted({says for _, says in kept})


def test_one_that_is_let_go_leaves_nothing() -> None:
    """No mark and no word of it stays; letting go of what is gone changes nothing."""
    held = with_statement("two", "Yes.")(with_statement("one", "No.")(Statements()))
    left = without_statement("one")(held)
    assert left.statements == {"two": "Yes."}
    assert without_statement("one")(left) == left


def test_there_is_room_for_a_great_many_and_an_end_to_it() -> None:
    """Full statements fit by the dozen, and what would not fit into the file is said before it is saved."""
    full = "é" * LONGEST
    held = Statements()
    while has_room(held, full):
        held = with_statement(f"s{len(held.statements)}", full + str(len(held.statements)))(held)
    assert len(held.statements) > 40
    assert held.size <= ROOM + 1000
