"""Words of one's own and out of families, and the hints that one person gets about what they type."""

from typing import Any

import pytest
from coach_samples import KNOWN, Words
from test_loop import TEXT, guide, held

from couplekit.content.guides import feelings
from couplekit.conversation.hints import MOST, Coached
from couplekit.conversation.loop import Outcome
from couplekit.conversation.scripted import CTRL_C, Scripted
from couplekit.domain.card import Family, Pool

POOL = Pool(feelings(), (Family(id="on-guard", label="on guard", words=["tight", "shaky"]),), "in my body")
WORDS = {
    **TEXT,
    "kind": "words",
    "who": "each",
    "alone": True,
    "title": "What you feel",
    "say": "What is it?",
}
OWN = {**TEXT, "who": "each", "alone": True, "title": "What happened"}


def asked(
    script: list[tuple[str, str]], *questions: dict[str, Any], coach: Any = None, **more: Any
) -> tuple[Outcome, Scripted]:
    """Ask Sam alone."""
    wanted = guide(*({"id": f"q{number}", **question} for number, question in enumerate(questions)))
    coached = Coached(coach, {f"q{number}": "When" for number in range(9)}) if coach else None
    return held(
        wanted,
        script,
        only="a",
        within="a",
        stays=True,
        pools={f"q{number}": POOL for number in range(9)},
        coached=coached,
        **more,
    )


# -- out of families -----------------------------------------------------------------------------------------


def test_several_words_of_several_families() -> None:
    """Feelings, words for the body and words of one's own stand together, in the order of picking."""
    outcome, there = asked(
        [
            ("What is it?", "sad"),
            ("What you feel: sad or hurt", "1,3"),
            ("What is it?", "further"),
            ("on guard", "on-guard"),
            ("What you feel: on guard", "tight"),
            ("What is it?", "own-word"),
            ("What is it?", "lost"),
            ("What is it?", "go-on"),
        ],
        WORDS,
    )
    assert outcome.answers == {"q0.a": "sad\nlonely\ntight\n\nlost"}
    assert "So far: sad, lonely, tight and lost" in [prompt.help for prompt in there.shown]


@pytest.mark.parametrize(
    ("script", "kept"),
    [
        ([("What is it?", "")], None),
        ([("What is it?", "skip-it")], None),
        ([("What is it?", "/skip")], None),
        ([("What is it?", "own-word"), ("What is it?", ""), ("What is it?", "")], None),
        ([("What is it?", "sad"), ("sad or hurt", ""), ("What is it?", "")], None),
        ([("What is it?", "sad"), ("sad or hurt", "99"), ("sad or hurt", "1"), ("What is it?", "")], "sad"),
        ([("What is it?", "sad"), ("sad or hurt", "/back"), ("What is it?", "skip-it")], None),
        ([("What is it?", "sad"), ("sad or hurt", "1"), ("What is it?", "/skip")], None),
        ([("What is it?", "sad"), ("sad or hurt", "1"), ("What is it?", "skip-it")], None),
        ([("What is it?", "sad"), ("sad or hurt", "1"), ("What is it?", "sad"), ("sad or", "/skip"),
          ("What is it?", "go-on")], "sad"),
        ([("What is it?", "sad"), ("sad or hurt", "1"), ("What is it?", "afresh"), ("What is it?", "calm"),
          ("calm and", "1"), ("What is it?", "go-on")], "calm"),
        ([("What is it?", "sad"), ("sad or hurt", "1"), ("What is it?", "sad"), ("sad or hurt", "1,2"),
          ("What is it?", "go-on")], "sad\nhurt"),
        ([("What is it?", "further"), ("on guard", ""), ("What is it?", "")], None),
    ],
)  # fmt: skip
def test_wrong_turns_among_the_words(script: list[tuple[str, str]], kept: str | None) -> None:
    """Back leads to the families, an empty line picks nothing, a skip leaves no trace, anew is anew."""
    outcome, _ = asked(script, WORDS)
    assert outcome.ending == "finished"
    assert outcome.answers.get("q0.a") == kept


def test_whoever_goes_back_finds_what_they_picked() -> None:
    """Words that were picked are there again, also where nobody went on with them."""
    outcome, _ = asked(
        [
            ("What happened", "rain"),
            ("What is it?", "sad"),
            ("sad or hurt", "1"),
            ("What is it?", "/back"),
            ("What happened", ""),
            ("Go on with these", "go-on"),
        ],
        OWN,
        WORDS,
    )
    assert outcome.answers == {"q0.a": "rain", "q1.a": "sad"}


@pytest.mark.parametrize("typed", ["stop", "red", CTRL_C, "/stop"])
def test_a_stop_among_the_words_stops(typed: str) -> None:
    """A stop works in the list, in a family, and where words of one's own are typed."""
    for before in ([], [("What is it?", "sad")], [("What is it?", "own-word")]):
        outcome, _ = asked([*before, ("What", typed)], WORDS)
        assert outcome.ending == "stopped"


# -- hints ---------------------------------------------------------------------------------------------------


def hinted(typed: str, *answers: tuple[str, str], **coach: Any) -> tuple[str | None, Scripted]:
    """What is kept of a line once its hints were answered."""
    script = [("What happened", typed), *answers]
    outcome, there = asked(script, OWN, coach=Words(KNOWN, **coach))
    return outcome.answers.get("q0.a"), there


def test_keep_my_words_stands_first() -> None:
    """The first choice of a hint changes nothing, and so does an empty line or a skip."""
    for answer in ("1", "keep-words", "", "/skip"):
        kept, there = hinted("you always sigh", ("About always.", answer))
        assert kept == "you always sigh"
        assert there.shown[-1].options[0].label == "Keep my words"


def test_what_a_hint_is_about_is_marked() -> None:
    """The words it is about are marked in what was typed, behind its lead, and quoted for a listener."""
    _, there = hinted("you always sigh", ("About always.", "1"))
    marked = there.shown[-1].marked
    assert marked is not None
    assert marked.text == "When you always sigh"
    assert marked.text[marked.start : marked.end] == "always"
    assert '"always"' in marked.told


def test_a_suggestion_takes_the_place_of_those_words() -> None:
    """What is chosen stands in their place, and nothing else changes."""
    kept, there = hinted("you always sigh", ("About always.", "When you often sigh"))
    assert kept == "you often sigh"
    assert [option.label for option in there.shown[-1].options][1:3] == [
        "When you often sigh",
        "When you last night sigh",
    ]


def test_a_whole_sentence_takes_the_place_of_the_part() -> None:
    """What begins as a sentence does is for the whole part, and stands in the list as it is."""
    coach = Words({"selfish": ("I feel alone.",)})
    outcome, there = asked([("What happened", "you are selfish"), ("About selfish.", "2")], OWN, coach=coach)
    assert outcome.answers == {"q0.a": "I feel alone."}
    assert there.shown[-1].options[1].label == "I feel alone."


@pytest.mark.parametrize(
    ("typed", "kept"), [("This week you sighed", "This week you sighed"), ("", "always")]
)
def test_a_beginning_is_there_to_go_on_with(typed: str, kept: str) -> None:
    """What has a gap is put on the line, to go on with; an empty line keeps what was there."""
    for question, before, after in (
        (OWN, [], []),
        (WORDS, [("What is it?", "own-word")], [("What is it?", "go-on")]),
    ):
        what = "What happened" if question is OWN else "What is it?"
        script = [*before, (what, "always"), ("About always.", "This week ..."), (what, typed), *after]
        outcome, there = asked(script, question, coach=Words({"always": ("This week ...",)}))
        assert outcome.answers["q0.a"].strip() == kept
        assert [prompt.typed for prompt in there.shown if prompt.kind == "text"][-1] == "This week "
        assert any("go on from here" in line for line in there.told)


def test_there_are_two_hints_at_most() -> None:
    """However much there would be to say about a line, two hints are given, each once."""
    kept, there = hinted("always ignored, selfish", ("About always.", "1"), ("About ignored.", "2"))
    assert kept == "always lonely, selfish"
    assert sum("About" in prompt.say for prompt in there.shown) == MOST == 2


def test_other_words_are_typed_anew() -> None:
    """Other words go back to the line, with what was typed there to be changed, and are looked at too."""
    kept, there = hinted(
        "you always sigh",
        ("About always.", "other-words"),
        ("What happened", "I am ignored"),
        ("About ignored.", "1"),
    )
    assert kept == "I am ignored"
    assert [prompt.typed for prompt in there.shown if prompt.kind == "text"] == ["", "you always sigh"]


def test_back_from_a_hint_leads_to_the_line() -> None:
    """Going back keeps what was typed: an empty line there takes it again."""
    kept, _ = hinted("you always sigh", ("About always.", "/back"), ("What happened", ""))
    assert kept == "you always sigh"


def test_hints_can_be_switched_off_for_the_run() -> None:
    """After that no part has any, and the words stay as they were typed."""
    coach = Words(KNOWN)
    outcome, _ = asked(
        [("What happened", "you always sigh"), ("About always.", "no-more"), ("What happened", "ignored")],
        OWN,
        OWN,
        coach=coach,
    )
    assert outcome.answers == {"q0.a": "you always sigh", "q1.a": "ignored"}
    assert [text for _, text in coach.asked] == ["you always sigh"]


def test_a_demand_is_not_polished() -> None:
    """Whoever typed it reads the line about pressure and can leave it out; their words can stay."""
    pressing = {"pressing": ["selfish"]}
    kept, there = hinted("selfish", ("leave this part out", "leave-out"), **pressing)
    assert kept is None
    assert [option.id for option in there.shown[-1].options] == [
        "keep-words",
        "leave-out",
        "other-words",
        "no-more",
    ]
    assert hinted("selfish", ("leave this part out", "keep-words"), **pressing)[0] == "selfish"


def test_another_language_is_said_once_and_kept() -> None:
    """Where the coach cannot help it says so once, and every line is kept as it is."""
    outcome, there = asked(
        [("What happened", "Du hörst always nicht"), ("What happened", "always")],
        OWN,
        OWN,
        coach=Words(KNOWN, english=False),
    )
    assert outcome.answers == {"q0.a": "Du hörst always nicht", "q1.a": "always"}
    assert len([line for line in there.told if "English" in line]) == 1


def test_words_that_a_format_counts_as_feelings_have_no_hint() -> None:
    """What is disputed elsewhere is kept without a word."""
    coached = Coached(Words(KNOWN), {"q0": "I feel"}, lambda hint: hint.text == "ignored")
    assert coached.next("q0", "ignored", []) is None
    assert coached.next("q0", "ignored, always", []) is not None


def test_the_coach_looks_at_own_words_among_the_families() -> None:
    """Own words beside picked ones are looked at; what was picked is not."""
    coach = Words({**KNOWN, "sad": ()})
    outcome, _ = asked(
        [
            ("What is it?", "sad"),
            ("sad or hurt", "1"),
            ("What is it?", "own-word"),
            ("What is it?", "ignored"),
            ("About ignored.", "When lonely"),
            ("What is it?", "go-on"),
        ],
        WORDS,
        coach=coach,
    )
    assert outcome.answers == {"q0.a": "sad\n\nlonely"}


@pytest.mark.parametrize("answer", ["stop", CTRL_C, "/leave"])
def test_a_hint_can_be_stopped_at(answer: str) -> None:
    """Stop and leave work at a hint as anywhere."""
    outcome, _ = asked([("What happened", "always"), ("About always.", answer)], OWN, coach=Words(KNOWN))
    assert outcome.ending == ("left" if answer == "/leave" else "stopped")


# -- before the first question -------------------------------------------------------------------------------


def test_back_from_the_first_question_can_lead_further() -> None:
    """Where something comes before, going back ends it and says so; anywhere else it is where it begins."""
    outcome, _ = asked([("What happened", "/back")], OWN, goes_back=True)
    assert outcome.ending == "back"
    outcome, there = asked([("What happened", "/back"), ("What happened", "")], OWN)
    assert outcome.ending == "finished"
    assert "nothing to go back to" in there.told[0]


def test_a_text_can_have_its_own_length() -> None:
    """A question says how long its text may be, and one that is longer is said so, with nothing lost."""
    outcome, there = asked(
        [("What happened", "x" * 301), ("What happened", "x" * 300)], {**OWN, "longest": 300}
    )
    assert outcome.answers == {"q0.a": "x" * 300}
    assert "room for 300" in there.told[0]
