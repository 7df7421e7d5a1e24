"""A guide says what it needs, refuses what makes no sense, and asks in the right order."""

from typing import Any

import pytest
from domain_samples import guide, question
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from couplekit.domain.guide import (
    PLACES,
    RESERVED,
    Choice,
    Condition,
    Guide,
    Question,
    Scale,
    Slot,
    is_asked,
    slots,
)
from couplekit.domain.text import fill

# -- what a guide may not be -----------------------------------------------------------------------


def refused(model: type[Any], values: dict[str, Any]) -> str:
    """What is said about values that are refused."""
    with pytest.raises(ValidationError) as found:
        model.model_validate(values)
    return " ".join(error["msg"] for error in found.value.errors())


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (question("q", say=""), '"say"'),
        (question("q", "card", card="c"), '"say"'),
        (question("q", say="", card="c"), 'only a question of kind "card"'),
        (question("q", "choice", choices=[]), '"choices" goes with'),
        (question("q", choices=[{"id": "one", "label": "One"}]), '"choices" goes with'),
        (question("q", "scale", scale=None), '"scale" goes with'),
        (question("q", scale={"low": "none", "high": "much"}), '"scale" goes with'),
        (question("q", alone=True), '"alone" goes with'),
        (question("q", alone=True, who="pace"), '"alone" goes with'),
        (question("q", why=""), 'says "why"'),
        (
            question("q", "choice", choices=[{"id": "one", "label": "One"}, {"id": "one", "label": "Two"}]),
            "same id",
        ),
        (question("q", say="Hello {nmae}"), "{nmae} is not a place"),
        (question("q", help="{nmae}"), "{nmae} is not a place"),
        (question("q", title="{nmae}"), "{nmae} is not a place"),
        (question("q", why="For {nmae}"), "{nmae} is not a place"),
        (question("q", "choice", choices=[{"id": "one", "label": "{nmae}"}]), "{nmae} is not a place"),
        (
            question("q", "choice", choices=[{"id": "one", "label": "One", "help": "{}"}]),
            "{} is not a place",
        ),
        (question("q", "riddle"), "Input should be"),
        (question("q", who="nobody"), "Input should be"),
        (question("Q!"), "pattern"),
        (question("q", hint="?"), "Extra"),
        (question("q", needed=1), "boolean"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(values: dict[str, Any], said: str) -> None:
    """Each rule of a question is held when its file is read, with a reason its author can act on."""
    assert said in refused(Question, values)


@pytest.mark.parametrize(
    "values",
    [
        question("q", say="", kind="card", card="c", why=""),
        question("q", "card", why=""),
        question("q", "choice"),
        question("q", "choices"),
        question("q", "scale"),
        question("q", alone=True, who="each"),
        question("q", say=" ".join(f"{{{place}}}" for place in sorted(PLACES))),
    ],
)
def test_a_question_that_makes_sense_is_taken(values: dict[str, Any]) -> None:
    """Every kind of question that the rules allow is taken as it is."""
    assert Question.model_validate(values).id == "q"


@pytest.mark.parametrize(
    "values",
    [
        {"question": "q"},
        {"question": "q", "is": ["one"], "is-not": ["two"]},
        {"question": "q", "is": []},
        {"question": "q", "is-not": []},
        {"question": "q", "any_of": ["one"]},
    ],
)
def test_a_condition_has_one_form(values: dict[str, Any]) -> None:
    """A condition says either what the answer is or what it is not, never both, neither or nothing."""
    assert refused(Condition, values)


@pytest.mark.parametrize(("lowest", "highest"), [(5, 5), (6, 5), (-1, 5), (0, 11)])
def test_a_scale_rises_within_ten(lowest: int, highest: int) -> None:
    """A scale goes upwards and stays within 0 to 10."""
    values = {"lowest": lowest, "highest": highest, "low": "none", "high": "much"}
    assert "from a lower to a higher" in refused(Scale, values)
    assert Scale(low="none", high="much").highest == 10


def only_if(question: str, *ids: str, form: str = "is") -> dict[str, Any]:
    """A condition as a file holds it."""
    return {"question": question, form: list(ids)}


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        ([question("q"), question("q")], 'id "q" is used twice'),
        ([question("q", **{"only-if": only_if("x", "one")})], '"x", which is not an earlier question'),
        (
            [question("q", **{"only-if": only_if("later", "one")}), question("later", "choice")],
            '"later", which is not an earlier question',
        ),
        ([question("q", "choice", **{"only-if": only_if("q", "one")})], "which is not an earlier question"),
        ([question("one"), question("q", **{"only-if": only_if("one", "one")})], "has no choices"),
        (
            [question("one", "choice", who="each"), question("q", **{"only-if": only_if("one", "one")})],
            "same person's answer or a shared one",
        ),
        (
            [
                question("one", "choice", who="pace"),
                question("q", who="other", **{"only-if": only_if("one", "one")}),
            ],
            "same person's answer or a shared one",
        ),
        (
            [
                question("one", "choice", who="each", alone=True),
                question("q", **{"only-if": only_if("one", "one", form="is-not")}),
            ],
            "same person's answer or a shared one",
        ),
        (
            [question("one", "choice"), question("q", **{"only-if": only_if("one", "three")})],
            'looks for "three", which "one" does not offer',
        ),
        (
            [question("one", "choice"), question("q", **{"only-if": only_if("one", "no", form="is-not")})],
            'looks for "no", which "one" does not offer',
        ),
    ],
)
def test_a_guide_that_does_not_hang_together_is_refused(questions: list[dict[str, Any]], said: str) -> None:
    """Ids are used once, and a condition looks at an earlier choice that may be looked at."""
    values = {"id": "sample", "version": 1, "title": "A sample", "minutes": 5, "question": questions}
    assert said in refused(Guide, values)


@pytest.mark.parametrize(
    "changes", [{"version": 0}, {"minutes": 0}, {"minutes": 91}, {"question": []}, {"id": "A"}]
)
def test_a_guide_has_a_version_minutes_and_questions(changes: dict[str, Any]) -> None:
    """A guide says its version and how long it takes, and asks at least one thing."""
    values = {
        "id": "sample",
        "version": 1,
        "title": "A",
        "minutes": 5,
        "question": [question("q")],
        **changes,
    }
    assert refused(Guide, values)


@pytest.mark.parametrize(
    ("earlier", "later"), [("together", "each"), ("together", "pace"), ("each", "each"), ("pace", "pace")]
)
def test_a_condition_may_look_at_ones_own_or_a_shared_answer(earlier: str, later: str) -> None:
    """The same person's answer, or a shared one, may decide what is asked next."""
    made = guide(
        question("one", "choice", who=earlier), question("q", who=later, **{"only-if": only_if("one", "one")})
    )
    assert made.question[1].only_if == Condition.model_validate(only_if("one", "one"))


def test_a_typed_consent_is_known_beforehand() -> None:
    """A guide knows whether it asks for a typed yes."""
    assert guide(question("q"), question("yes", "consent")).has_consent
    assert not guide(question("q"), question("yes", "choice")).has_consent


# -- the order of screens --------------------------------------------------------------------------


def order(made: Guide, **options: Any) -> list[str]:
    """The screens by key."""
    return [slot.key for slot in slots(made, **options)]


def turn(*ids: str) -> list[dict[str, Any]]:
    """Questions that are read alone."""
    return [question(id, who="each", alone=True) for id in ids]


MIXED = guide(
    *turn("one", "two"),
    question("name", who="each"),
    question("signals"),
    question("p", who="pace"),
    question("o", who="other"),
    *turn("last"),
)


def test_reading_alone_is_one_whole_turn_each() -> None:
    """Neighbouring private screens are all of them for one person, then all of them for the other."""
    assert order(MIXED, both_here=True)[:4] == ["one.a", "two.a", "one.b", "two.b"]
    assert order(MIXED, both_here=True)[-2:] == ["last.a", "last.b"]


def test_the_other_may_start() -> None:
    """Who starts goes first at every question for each, and in every private turn."""
    shown = order(MIXED, both_here=True, starts="b")
    assert shown[:6] == ["one.b", "two.b", "one.a", "two.a", "name.b", "name.a"]


@pytest.mark.parametrize(
    ("pace", "keys"),
    [("both", ["p.both", "o.both"]), ("a", ["p.a", "o.b"]), ("b", ["p.b", "o.a"])],
)
def test_who_sets_the_pace_is_asked(pace: Any, keys: list[str]) -> None:
    """A question for the one who sets the pace, or the other, finds them; the slower of two means both."""
    assert order(MIXED, both_here=True, pace=pace)[6:9] == ["signals.both", *keys]


@pytest.mark.parametrize("pace", ["both", "a", "b"])
@pytest.mark.parametrize("starts", ["a", "b"])
def test_one_person_alone_is_asked_everything_once(pace: Any, starts: Any) -> None:
    """With one person here nobody is missing: every question is theirs, once."""
    shown = order(MIXED, both_here=False, pace=pace, starts=starts)
    assert shown == [f"{question.id}.a" for question in MIXED.question]


@given(
    st.lists(st.sampled_from(["alone", "each", "together", "pace", "other"]), min_size=1, max_size=8),
    st.sampled_from(["a", "b"]),
    st.sampled_from(["a", "b", "both"]),
)
def test_both_get_the_same_private_screens(kinds: list[str], starts: Any, pace: Any) -> None:
    """Whoever starts and whoever sets the pace: no screen comes twice, and the private ones are the same."""
    made = guide(
        *(
            question(f"q{number}", who="each" if kind == "alone" else kind, alone=kind == "alone")
            for number, kind in enumerate(kinds)
        )
    )
    shown = slots(made, both_here=True, starts=starts, pace=pace)
    assert len({slot.key for slot in shown}) == len(shown)
    assert {slot.question.id for slot in shown} == {question.id for question in made.question}
    alone = {
        side: [s.question.id for s in shown if s.question.alone and s.whose == side] for side in ("a", "b")
    }
    assert alone["a"] == alone["b"]


# -- conditions and places -------------------------------------------------------------------------


def asked(form: str, whose: Any, answers: dict[str, str]) -> bool:
    """Whether a question is asked that looks at the question "one"."""
    condition = Condition.model_validate(only_if("one", "yes", "maybe", form=form))
    made = Question.model_validate(question("q")).model_copy(update={"only_if": condition})
    return is_asked(Slot(made, whose), answers)


@pytest.mark.parametrize(
    ("answers", "is_it", "is_it_not"),
    [
        ({"one.a": "yes"}, True, False),
        ({"one.a": "no,maybe"}, True, False),
        ({"one.a": "no"}, False, True),
        ({"one.both": "yes"}, True, False),
        ({"one.both": "no"}, False, True),
        ({"one.a": "yes", "one.both": "no"}, True, False),
        ({}, False, False),
        ({"one.b": "yes"}, False, False),
        ({"one.b": "no", "two.a": "yes"}, False, False),
    ],
)
def test_unanswered_makes_both_forms_false(answers: dict[str, str], is_it: bool, is_it_not: bool) -> None:
    """A condition reads one's own or the shared answer; where there is none, neither form holds."""
    assert asked("is", "a", answers) is is_it
    assert asked("is-not", "a", answers) is is_it_not


@pytest.mark.parametrize(("whose", "is_it"), [("a", False), ("b", True), ("both", False)])
def test_ones_own_answer_counts_for_them(whose: str, is_it: bool) -> None:
    """What the second of the two answered decides for them and for nobody else."""
    assert asked("is", whose, {"one.b": "yes", "one.a": "no"}) is is_it


@given(st.dictionaries(st.sampled_from(["one.b", "two.a", "two.b", "two.both"]), st.text(max_size=5)))
def test_nobody_elses_answer_decides(answers: dict[str, str]) -> None:
    """What the other answered, and what was answered elsewhere, changes nothing for this person."""
    assert not asked("is", "a", answers)
    assert not asked("is-not", "a", answers)


def test_without_a_condition_it_is_asked() -> None:
    """A question without a condition is always asked."""
    assert is_asked(Slot(Question.model_validate(question("q")), "both"), {})


@given(st.text(max_size=20), st.text(max_size=20))
def test_places_are_filled_once(name: str, other: str) -> None:
    """A name that looks like a place is shown as it was typed: what is put in is never looked at again."""
    assert fill("<{name}|{other}>", {"name": name, "other": other}) == f"<{name}|{other}>"


def test_a_name_that_is_a_place() -> None:
    """Somebody called {other} is called {other}."""
    assert fill("{name} and {other}", {"name": "{other}", "other": "{name}"}) == "{other} and {name}"


@given(st.text(max_size=40))
def test_a_place_that_is_not_known_stays(text: str) -> None:
    """Where nothing is to be filled in, a text stays as it is."""
    assert fill(text, {}) == text


def test_a_choice_is_an_id_and_a_label() -> None:
    """A choice may do without help, never without a label."""
    assert Choice(id="one", label="One").help == ""
    assert refused(Choice, {"id": "one", "label": ""})


def test_an_answer_given_alone_decides_nothing_in_front_of_both() -> None:
    """A question that both see may not depend on an answer given alone: whether it comes would tell."""
    alone = question("mine", "choice", who="each", alone=True)
    after = question("after", who="each", **{"only-if": {"question": "mine", "is": ["one"]}})
    with pytest.raises(ValidationError, match="answered alone"):
        guide(alone, after)
    assert guide(alone, {**after, "alone": True})


def test_the_choices_that_couplekit_adds_keep_their_ids() -> None:
    """A guide cannot offer a choice under the id of "keep it", "said aloud" and the like."""
    for taken in sorted(RESERVED):
        with pytest.raises(ValidationError, match="couplekit adds"):
            guide(question("which", "choice", choices=[{"id": taken, "label": "Mine"}]))
