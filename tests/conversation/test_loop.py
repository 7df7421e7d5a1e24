"""Conversations by the scripted person: the one loop, and what consent asks of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from couplekit import content
from couplekit.content.guides import cards, feelings
from couplekit.conversation.loop import Conversation, Outcome, Talk
from couplekit.conversation.scripted import CTRL_C, Scripted, Unasked
from couplekit.domain.answers import Refused
from couplekit.domain.checkin import Draft
from couplekit.domain.guide import Guide, Slot
from couplekit.domain.signals import Name, Signal

TODAY = date(2026, 11, 21)

TEXT = {"kind": "text", "say": "What was good?", "title": "Good", "why": "It helps.", "aloud": False}
CHOICE = {
    "kind": "choice",
    "title": "Which",
    "say": "Which one?",
    "why": "To know.",
    "aloud": False,
    "choices": [{"id": "one", "label": "The first"}, {"id": "two", "label": "The second"}],
}


def guide(*questions: dict[str, Any]) -> Guide:
    """A guide of these questions."""
    return Guide.model_validate(
        {"id": "test", "version": 1, "title": "Test", "minutes": 5, "question": list(questions)}
    )


AGREED: dict[Name, Signal] = {
    "stop": Signal(words={"red": "red"}),
    "pause": Signal(words={"wait": "wait"}),
}


def talk(wanted: Guide, **more: Any) -> Talk:
    """A conversation of Sam and Alex, who agreed on red and wait."""
    return Talk(
        guide=wanted,
        say=content.interface(),
        cards=cards(),
        families=feelings(),
        today=TODAY,
        names={"a": "Sam", "b": "Alex"},
        signals=lambda _answers: {
            "stop": Signal(words={"red": "red"}),
            "pause": Signal(words={"wait": "wait"}),
        },
        **more,
    )


def draft(**more: Any) -> Draft:
    """An evening."""
    return Draft(evening="2026-11-21-test", guide="test", version=1, **more)


def held(
    wanted: Guide, script: list[tuple[str, str]], begun: Draft | None = None, **more: Any
) -> tuple[Outcome, Scripted]:
    """Hold a conversation by a script, to its end."""
    person = Scripted(script)
    outcome = Conversation(talk(wanted, **more), person, begun or draft()).run()
    person.finish()
    return outcome, person


def test_an_answer_is_kept_under_its_question_and_person() -> None:
    """Each answers for themselves, in the order of the guide."""
    outcome, person = held(guide({"id": "good", "who": "each", **TEXT}), [("Sam", "tea"), ("Alex", "sleep")])
    assert outcome.ending == "finished"
    assert outcome.draft.answers == {"good.a": "tea", "good.b": "sleep"}
    assert person.events == ["begin", "end"]


def test_the_other_one_starts_when_it_is_their_turn() -> None:
    """Who starts comes from the draft, and with it the order of every question for each."""
    outcome, _ = held(
        guide({"id": "good", "who": "each", **TEXT}), [("Alex", "x"), ("Sam", "y")], draft(starts="b")
    )
    assert outcome.draft.answers == {"good.b": "x", "good.a": "y"}


@pytest.mark.parametrize("word", ["stop", "STOP!", " Stop. ", "red", "RED", "/stop", CTRL_C])
def test_a_stop_word_stops_as_a_whole_answer(word: str) -> None:
    """Bare stop, an agreed stop word, the command and Ctrl-C all stop; what was said before is kept."""
    saved: list[Draft] = []
    outcome, _ = held(
        guide({"id": "one", **TEXT}, {"id": "two", **TEXT}, {"id": "three", **TEXT}),
        [("Good", "tea"), ("Good", word)],
        save=saved.append,
    )
    assert outcome.ending == "stopped"
    assert saved[-1].answers == {"one.both": "tea"}
    assert saved[-1].at == "three.both"


@pytest.mark.parametrize("answer", ["no", "No.", "please stop the music", "red wine"])
def test_other_words_are_answers(answer: str) -> None:
    """No is an answer to a question, and a signal inside a sentence is not the whole answer."""
    outcome, _ = held(guide({"id": "one", **TEXT}), [("Good", answer)])
    assert outcome.draft.answers == {"one.both": answer.strip()}


def test_a_signal_being_agreed_is_not_acted_on() -> None:
    """Where a signal word is asked for, the word itself is the answer."""
    outcome, _ = held(guide({"id": "word", "takes": "signal", **TEXT}), [("Good", "red")])
    assert outcome.draft.answers == {"word.both": "red"}


def test_a_pause_word_pauses_and_comes_back() -> None:
    """A pause offers a breath, sitting quietly, going on and stopping; then the question again."""
    outcome, person = held(
        guide({"id": "one", **TEXT}),
        [("Good", "Wait!"), ("no hurry", "breathe"), ("no hurry", "sit"), ("Rest your hands", ""),
         ("no hurry", "go-on"), ("Good", "tea")],
    )  # fmt: skip
    assert outcome.draft.answers == {"one.both": "tea"}
    assert person.events.count("rest 4") == 13
    assert person.events.count("rest 6") == 12


@pytest.mark.parametrize("word", ["stop", "red", "/stop", CTRL_C])
def test_a_pause_can_end_in_a_stop(word: str) -> None:
    """Stopping out of a pause, or out of the menu, is a stop like any other."""
    outcome, _ = held(guide({"id": "one", **TEXT}), [("Good", "/pause"), ("no hurry", word)])
    assert outcome.ending == "stopped"
    outcome, _ = held(guide({"id": "one", **TEXT}), [("Good", "/"), ("Take your time", word)])
    assert outcome.ending == "stopped"


def test_leaving_clears_and_says_nothing() -> None:
    """Leave now clears the screen, whether typed or picked in the menu or in a pause."""
    for script in (
        [("Good", "/leave")],
        [("Good", "/"), ("Take your time", "leave")],
        [("Good", "/pause"), ("no hurry", "/leave")],
    ):
        outcome, person = held(guide({"id": "one", **TEXT}), script)
        assert outcome.ending == "left"
        assert person.events == ["begin", "leave", "end"]
        assert person.told == []


def test_skips_leave_no_trace() -> None:
    """A skipped question is in no draft, and an empty line skips."""
    saved: list[Draft] = []
    outcome, _ = held(
        guide({"id": "one", **TEXT}, {"id": "two", **TEXT}, {"id": "three", **TEXT}),
        [("Good", "/skip"), ("Good", ""), ("Good", "tea")],
        save=saved.append,
    )
    assert outcome.draft.answers == {"three.both": "tea"}
    assert [d.answers for d in saved] == [{}, {}, {"three.both": "tea"}]


def test_going_back_loses_no_later_answer() -> None:
    """Going back shows each answer again with "keep" first; a blank re-answer deletes nothing."""
    outcome, _ = held(
        guide({"id": "one", **TEXT}, {"id": "two", **CHOICE}, {"id": "three", **TEXT}),
        [("Good", "tea"), ("Which", "two"), ("Good", "/back"), ("Keep \"The second\"", "/back"), ("Good", ""),
         ("Which", "keep-it"), ("Good", "late")],
    )  # fmt: skip
    assert outcome.draft.answers == {"one.both": "tea", "two.both": "two", "three.both": "late"}


def test_there_is_nothing_before_the_first_question() -> None:
    """Going back at the first question says so and stays."""
    _, person = held(guide({"id": "one", **TEXT}), [("Good", "/back"), ("Good", "tea")])
    assert person.told == [content.interface()["conversation.first-question"]]


def test_a_needed_answer_cannot_be_skipped_but_can_be_stopped() -> None:
    """A name is asked again when it is left out; after a stop it is asked first."""
    wanted = guide({"id": "one", **TEXT}, {"id": "name", **TEXT, "needed": True}, {"id": "two", **TEXT})
    saved: list[Draft] = []
    outcome, person = held(
        wanted, [("Good", "x"), ("Good", ""), ("Good", "/skip"), ("Good", CTRL_C)], save=saved.append
    )
    assert person.told == [content.interface()["refused.needed"]] * 2
    assert saved[-1].at == "name.both"
    outcome, _ = held(wanted, [("Good", "Sam"), ("Good", "y")], saved[-1])
    assert outcome.draft.answers == {"one.both": "x", "name.both": "Sam", "two.both": "y"}


def test_said_aloud_is_first_and_keeps_nothing() -> None:
    """ "We said it aloud" stands first at a shared question; a later "aloud" takes back what was written."""
    wanted = guide({"id": "one", **{**TEXT, "aloud": True}}, {"id": "two", **TEXT})
    outcome, person = held(
        wanted,
        [("Good", "write"), ("Good", "tea"), ("Good", "/back"), ('Keep "tea"', "said-aloud"), ("Good", "x")],
    )
    assert person.shown[0].options[0].id == "said-aloud"
    assert outcome.draft.answers == {"two.both": "x"}
    outcome, _ = held(guide({"id": "one", **{**TEXT, "aloud": True}}), [("Good", "skip-it")])
    assert outcome.draft.answers == {}


def test_what_is_taken_back_aloud_leaves_the_draft_too() -> None:
    """The draft is saved after every screen, also when the one written answer was taken back."""
    saved: list[Draft] = []
    wanted = guide({"id": "one", **{**TEXT, "aloud": True}}, {"id": "two", **TEXT})
    held(
        wanted,
        [("Good", "write"), ("Good", "CANARY"), ("Good", "/back"), ("Keep", "said-aloud"), ("Good", CTRL_C)],
        save=saved.append,
    )
    assert "CANARY" in saved[0].model_dump_json()
    assert "CANARY" not in saved[-1].model_dump_json()


def test_a_stop_keeps_the_place_when_all_was_said_aloud() -> None:
    """Nothing was written, and the conversation still goes on after the question at which someone stopped."""
    aloud = {**TEXT, "aloud": True}
    wanted = guide({"id": "one", **aloud}, {"id": "two", **aloud}, {"id": "three", **TEXT})
    saved: list[Draft] = []
    held(wanted, [("Good", "1"), ("Good", CTRL_C)], save=saved.append)
    outcome, _ = held(wanted, [("Good", "x")], saved[-1])
    assert outcome.draft.answers == {"three.both": "x"}


def test_the_hand_over_waits_for_its_key() -> None:
    """Going back or skipping at the hand-over shows nothing of the turn that it waits for."""
    wanted = guide({"id": "c1", "card": "how-this-works", **ALONE})
    waits = [("For one of you", "/back"), ("For one of you", "/skip"), ("For one of you", "")]
    held(wanted, [*waits, ("How this works", ""), *waits, ("How this works", ""), ("For both", "")])


def test_a_place_in_a_list_is_never_a_signal() -> None:
    """Where an edited page calls a number a signal, lists can still be answered; a typed line stops."""
    agreed: dict[Name, Signal] = {"stop": Signal(words={"k": "1"})}
    wanted = guide({"id": "two", **CHOICE}, {"id": "one", **TEXT})
    person = Scripted([("Which", "1"), ("Good", "1")])
    outcome = Conversation(replace(talk(wanted), signals=lambda _answers: agreed), person, draft()).run()
    assert (outcome.ending, outcome.answers) == ("stopped", {"two.both": "one"})


def test_a_standing_day_is_kept_by_leaving_the_question_out() -> None:
    """A day that was chosen is read as it is said when it comes up again, and can be kept."""
    wanted = guide({"id": "meet", **{**TEXT, "kind": "date"}}, {"id": "one", **TEXT})
    keep = ('Keep "Saturday 28 November"', "keep-it")
    outcome, _ = held(wanted, [("Good", "in-a-week"), ("Good", "/back"), keep, ("Good", "x")])
    assert outcome.draft.answers["meet.both"] == "2026-11-28"
    keep = ('Keep "No date"', "keep-it")
    outcome, _ = held(wanted, [("Good", "no-date"), ("Good", "/back"), keep, ("Good", "x")])
    assert outcome.draft.answers["meet.both"] == "no-date"


def test_a_refusal_says_why_and_asks_again() -> None:
    """What cannot be taken is asked again with a reason, and nothing is guessed."""
    _, person = held(guide({"id": "two", **CHOICE}), [("Which", "7"), ("Which", "third"), ("Which", "2")])
    assert person.told == [content.interface()("refused.pick-one", last="2")] * 2


def test_a_remark_is_made_once() -> None:
    """A remark on an answer is made once: the same answer again is accepted."""
    remark = Refused("in-play", {}, once=True)

    def check(_slot: Slot, value: str, _answers: Mapping[str, str]) -> Refused | None:
        return remark if value == "more" else None

    outcome, person = held(
        guide({"id": "one", "takes": "signal", **TEXT}), [("Good", "more"), ("Good", "more")], check=check
    )
    assert outcome.draft.answers == {"one.both": "more"}
    assert len(person.told) == 1


def test_conditions_follow_the_answers() -> None:
    """A question whose condition does not hold is not asked, and its answer stays out of what was asked."""
    asks = {"id": "more", **TEXT, "only-if": {"question": "two", "is": ["one"]}}
    wanted = guide({"id": "two", **CHOICE}, asks)
    outcome, _ = held(wanted, [("Which", "two")])
    assert [slot.key for slot in outcome.asked] == ["two.both"]
    outcome, _ = held(wanted, [("Which", "one"), ("Good", "/back"), ("Which", "one"), ("Good", "x")])
    assert outcome.draft.answers["more.both"] == "x"
    outcome, _ = held(wanted, [("Which", "/skip")])
    assert [slot.key for slot in outcome.asked] == ["two.both"]


ALONE = {"kind": "card", "who": "each", "alone": True}


def test_the_reading_turn_is_handed_over_and_leaves_no_trace() -> None:
    """Each reads alone after the screen was cleared; a stop in it is kept nowhere."""
    wanted = guide(
        {"id": "c1", "card": "how-this-works", **ALONE},
        {"id": "c2", "card": "stop-and-no", **ALONE},
        {"id": "one", **TEXT},
    )
    script = [("For one of you", ""), ("How this works", ""), ("Stop and no", "")]
    outcome, person = held(wanted, [*script, *script, ("For both of you", ""), ("Good", "tea")])
    assert person.events == ["begin", "clear", "clear", "clear", "end"]
    assert outcome.draft.answers == {"one.both": "tea"}
    saved: list[Draft] = []
    outcome, _ = held(
        wanted, [*script, ("For one of you", ""), ("How this works", CTRL_C)], save=saved.append
    )
    assert saved == []
    assert outcome.draft.at == "c1.a"


def test_answers_given_alone_never_reach_a_draft() -> None:
    """No lock, no keep: what is answered in a turn alone lives in memory and ends with it."""
    saved: list[Draft] = []
    wanted = guide({"id": "mine", "who": "each", "alone": True, **TEXT}, {"id": "one", **TEXT})
    outcome, _ = held(
        wanted,
        [
            ("For one", ""),
            ("Good", "canary"),
            ("For one", ""),
            ("Good", "canary"),
            ("For both", ""),
            ("Good", "tea"),
        ],
        save=saved.append,
    )
    assert "canary" not in "".join(d.model_dump_json() for d in [*saved, outcome.draft])


def test_nobody_goes_back_into_the_other_ones_turn() -> None:
    """Going back stops at the beginning of one's own turn."""
    wanted = guide({"id": "c1", "card": "how-this-works", **ALONE}, {"id": "one", **TEXT})
    script = [
        ("For one of you", ""),
        ("How this works", ""),
        ("For one of you", ""),
        ("How this works", "/back"),
    ]
    _, person = held(
        wanted, [*script, ("How this works", ""), ("For both", ""), ("Good", "/back"), ("Good", "x")]
    )
    assert len(person.told) == 2


def test_one_person_alone_hands_nothing_over() -> None:
    """Alone, everything is asked of one person, and nothing is cleared or handed over."""
    wanted = guide({"id": "c1", "card": "how-this-works", **ALONE}, {"id": "one", **{**TEXT, "aloud": True}})
    _, person = held(wanted, [("How this works", ""), ("nothing to keep", "said-aloud")], both_here=False)
    assert person.events == ["begin", "end"]


def test_a_stop_resumes_after_the_question_and_a_crash_at_it() -> None:
    """A stop goes on after the question at which someone stopped; a crash goes on at it."""
    wanted = guide({"id": "one", **TEXT}, {"id": "two", **TEXT}, {"id": "three", **TEXT})
    saved: list[Draft] = []
    held(wanted, [("Good", "a"), ("Good", CTRL_C)], save=saved.append)
    crashed, stopped = saved
    assert (crashed.at, stopped.at) == ("two.both", "three.both")
    outcome, _ = held(wanted, [("Good", "c")], stopped)
    assert outcome.draft.answers == {"one.both": "a", "three.both": "c"}
    outcome, _ = held(wanted, [("Good", "b"), ("Good", "c")], crashed)
    assert outcome.draft.answers == {"one.both": "a", "two.both": "b", "three.both": "c"}


def test_a_stop_at_the_last_question_leaves_nothing_to_ask() -> None:
    """A draft that was stopped at its last question goes on to its end."""
    wanted = guide({"id": "one", **TEXT}, {"id": "two", **TEXT})
    saved: list[Draft] = []
    held(wanted, [("Good", "a"), ("Good", CTRL_C)], save=saved.append)
    outcome, _ = held(wanted, [], saved[-1])
    assert outcome.ending == "finished"


def test_a_question_that_changed_is_asked_again() -> None:
    """A draft keeps the words asked: where they changed, that question is asked again and no other."""
    old = guide({"id": "one", **TEXT}, {"id": "two", **TEXT}, {"id": "three", **TEXT})
    saved: list[Draft] = []
    held(old, [("Good", "a"), ("Good", "b"), ("Good", CTRL_C)], save=saved.append)
    new = guide(
        {"id": "one", **{**TEXT, "say": "What was kind?"}}, {"id": "two", **TEXT}, {"id": "four", **TEXT}
    )
    outcome, _ = held(
        new, [("What was kind?", "z"), ("Good", "d")], saved[-1].model_copy(update={"at": "three.both"})
    )
    assert outcome.draft.answers == {"one.both": "z", "two.both": "b", "four.both": "d"}


def test_a_choice_that_is_gone_is_asked_again() -> None:
    """An answer whose choice no longer exists is not an answer."""
    begun = draft(at="done.both", answers={"two.both": "three"}, asked={"two.both": "Which one?"})
    outcome, _ = held(guide({"id": "two", **CHOICE}), [("Which", "one")], begun)
    assert outcome.draft.answers == {"two.both": "one"}


def test_every_kind_of_question_is_asked() -> None:
    """Text, lines, choice, choices, scale, feelings, date, consent and card go through the one loop."""
    several = {**CHOICE, "kind": "choices", "aloud": True}
    scale = {**TEXT, "kind": "scale", "scale": {"low": "no pain", "high": "worst"}, "aloud": True}
    wanted = guide(
        {"id": "c", "kind": "card", "say": "Read this.", "title": "A card"},
        {"id": "lines", **{**TEXT, "kind": "lines"}},
        {"id": "several", **several},
        {"id": "scale", **scale},
        {"id": "mood", **{**TEXT, "kind": "feelings", "aloud": True}},
        {"id": "meet", **{**TEXT, "kind": "date"}},
        {"id": "yes", **{**TEXT, "kind": "consent"}},
    )
    outcome, _ = held(
        wanted,
        [("Read this", ""), ("Good", "one\ntwo"), ("Which", "2,3"), ("Good", "write"), ("Good", "eleven"),
         ("from 0 (no pain) to 10 (worst)", "11"), ("Good", "7"), ("Good", "calm"), ("Good", "other-words"),
         ("Good", "afraid"), ("Good", "nervous"), ("Good", "another-day"), ("Which day?", "soon"),
         ("Which day?", "2026-11-01"), ("Which day?", "3 dec"), ("Good", " YES ")],
    )  # fmt: skip
    assert outcome.answers == {
        "lines.both": "one\ntwo",
        "several.both": "one,two",
        "scale.both": "7",
        "mood.both": "nervous",
        "meet.both": "2026-12-03",
        "yes.both": "yes",
    }


@pytest.mark.parametrize(
    ("picked", "kept"), [("in-a-week", "2026-11-28"), ("no-date", "no-date"), ("/skip", None), ("", None)]
)
def test_a_day_can_be_none(picked: str, kept: str | None) -> None:
    """A next day is in a week, another day, or none; none is kept as nothing."""
    outcome, _ = held(guide({"id": "meet", **{**TEXT, "kind": "date"}}), [("Good", picked)])
    assert outcome.draft.answers.get("meet.both") == kept


@pytest.mark.parametrize("typed", ["", "y", "no", "stop", "ja", "yes please"])
def test_only_a_typed_yes_is_a_yes(typed: str) -> None:
    """A typed consent has no default: anything but the whole word is a no, and no signal is read into it."""
    outcome, _ = held(guide({"id": "yes", **{**TEXT, "kind": "consent"}}), [("Good", typed)])
    assert outcome.answers == {"yes.both": "no"}


def test_feelings_in_own_words_aloud_or_left() -> None:
    """A feeling can be one's own word, said aloud, or left out at either step."""
    wanted = guide({"id": "mood", "who": "each", **{**TEXT, "kind": "feelings", "aloud": True}})
    outcome, _ = held(wanted, [("Sam", "own-word"), ("Sam", "wobbly"), ("Alex", "said-aloud")])
    assert outcome.draft.answers == {"mood.a": "wobbly"}
    outcome, _ = held(wanted, [("Sam", "calm"), ("Sam", ""), ("Alex", "skip-it")])
    assert outcome.draft.answers == {}


def test_every_question_says_why_and_where_it_comes_from() -> None:
    """The menu says why a question is asked and which document the guidance comes from."""
    wanted = guide({"id": "one", **TEXT, "sources": ["stop-any-time"]})
    script = [("Good", "/"), ("Take your time", "why"), ("Good", "x")]
    _, person = held(wanted, script, origins=lambda _ids: ("A Letter",))
    assert person.told == ["It helps.\n\nIt comes from: A Letter"]
    _, person = held(wanted, script, origins=lambda _ids: ("A Letter", "Another"))
    assert "A Letter" in person.told[0]
    _, person = held(wanted, script)
    assert person.told == ["It helps."]


def test_about_and_help_is_reachable_from_every_menu() -> None:
    """About and help shows the reading cards and when to get help, and comes back to the question."""
    _, person = held(
        guide({"id": "one", **TEXT}),
        [("Good", "/"), ("Take your time", "about"), ("same for everyone", "if-no-is-not-safe"),
         ("0808 2000 247", ""), ("same for everyone", "go-on"), ("Good", "x")],
    )  # fmt: skip
    assert person.events == ["begin", "end"]


def test_the_menu_goes_on_with_an_empty_line_or_a_second_esc() -> None:
    """In the menu, Enter and Esc go on; something unknown is asked again."""
    for back in ("", "/", "go-on"):
        held(guide({"id": "one", **TEXT}), [("Good", "/"), ("Take your time", back), ("Good", "x")])
    _, person = held(
        guide({"id": "one", **TEXT}),
        [("Good", "/"), ("Take your time", "99"), ("Take your time", "1"), ("Good", "x")],
    )
    assert len(person.told) == 1


def test_a_hand_over_has_the_same_menu() -> None:
    """Leaving, stopping and the menu work while the screen changes hands; there is no question to skip."""
    wanted = guide({"id": "c1", "card": "how-this-works", **ALONE})
    outcome, _ = held(wanted, [("For one of you", "/"), ("Take your time", "leave")])
    assert outcome.ending == "left"
    script = [("For one of you", ""), ("How this works", ""), ("For one of you", ""), ("How this works", "")]
    outcome, person = held(
        wanted, [*script, ("For both", "/"), ("Take your time", "go-on"), ("For both", "")]
    )
    menu = next(prompt for prompt in person.shown if prompt.say == "Take your time.")
    assert outcome.ending == "finished"
    assert {option.id for option in menu.options} == {"go-on", "pause", "stop", "leave", "about"}


def test_a_typed_yes_is_never_kept_in_a_draft() -> None:
    """A yes of yesterday is none: a typed consent is asked again when a conversation goes on."""
    wanted = guide({"id": "one", **TEXT}, {"id": "yes", **{**TEXT, "kind": "consent"}}, {"id": "two", **TEXT})
    saved: list[Draft] = []
    held(wanted, [("Good", "x"), ("Good", "yes"), ("Good", CTRL_C)], save=saved.append)
    assert all("yes.both" not in kept.answers for kept in saved)
    outcome, _ = held(wanted, [], saved[-1])
    assert "yes.both" not in outcome.draft.answers


def test_a_stop_while_the_screen_changes_hands_misses_no_question() -> None:
    """Stopped at the hand-back, the question that was to come is asked the next time."""
    wanted = guide(
        {"id": "zero", **TEXT}, {"id": "c1", "card": "how-this-works", **ALONE}, {"id": "one", **TEXT}
    )
    turn = [("For one of you", ""), ("How this works", "")]
    saved: list[Draft] = []
    held(wanted, [("Good", "x"), *turn, *turn, ("For both", CTRL_C)], save=saved.append)
    assert saved[-1].at == "one.both"


def test_the_scripted_person_fails_on_the_unasked_and_the_unexpected() -> None:
    """The test double is strict: no answer left over, no screen that the script does not know."""
    with pytest.raises(Unasked, match="never asked"):
        held(guide({"id": "one", **TEXT}), [("Good", "x"), ("Good", "y")])
    with pytest.raises(Unasked, match="expected"):
        held(guide({"id": "one", **TEXT}), [("Something else", "x")])
    with pytest.raises(Unasked, match="over"):
        held(guide({"id": "one", **TEXT}), [])


def test_names_fill_in_after_they_are_given() -> None:
    """A name given in this conversation is used from the next screen on."""
    wanted = guide(
        {"id": "name", "who": "each", **TEXT, "needed": True},
        {"id": "one", **{**TEXT, "say": "{first} and {second}, what was good?"}},
        {"id": "two", "who": "each", **{**TEXT, "say": "{name}, and {other}?"}},
    )
    person = Scripted(
        [("", "Kim"), ("", "{first}"), ("", ""), ("Kim, and {first}?", ""), ("{first}, and Kim?", "")]
    )
    Conversation(replace(talk(wanted), names={}), person, draft()).run()
    person.finish()
    assert person.shown[2].say == "Kim and {first}, what was good?"


# -- a turn of one of the two --------------------------------------------------------------------------------

MINE = {"who": "each", "alone": True}
SAY = content.interface()


def test_a_turn_of_one_asks_nobody_else() -> None:
    """With `only`, the screen is handed to that one, who answers all of it, and then comes back to both."""
    wanted = guide({"id": "one", **TEXT, **MINE}, {"id": "two", **TEXT, **MINE})
    outcome, _ = held(
        wanted, [("Alex", ""), ("Good", "tea"), ("Good", "soup"), ("For both of you again", "")], only="b"
    )
    assert outcome.answers == {"one.b": "tea", "two.b": "soup"}
    assert outcome.draft.answers == {}


def test_who_has_the_screen_already_is_not_handed_it_and_can_keep_it() -> None:
    """`within` leaves out the first hand-over and `stays` the last one; the other one is handed it still."""
    wanted = guide({"id": "one", **TEXT, **MINE})
    _, person = held(wanted, [("Good", "tea")], only="b", within="b", stays=True)
    assert person.events == ["begin", "end"]
    _, person = held(wanted, [("Good", "tea"), ("For both of you again", "")], only="b", within="b")
    assert person.events.count("clear") == 1
    held(wanted, [("Alex", ""), ("Good", "tea")], only="b", within="a", stays=True)


@pytest.mark.parametrize("way", [CTRL_C, "/leave"])
def test_who_stops_with_the_screen_to_themselves_is_asked_nothing_more(way: str) -> None:
    """However a turn ends, no further screen is shown."""
    wanted = guide({"id": "one", **TEXT, **MINE}, {"id": "two", **TEXT, **MINE})
    outcome, person = held(wanted, [("Good", "tea"), ("Good", way)], only="a", within="a")
    assert outcome.ending != "finished"
    assert len(person.shown) == 2


def test_a_hand_over_says_what_it_is_for() -> None:
    """`hand_over` names the sentence; the name of whose turn it is stands in it."""
    wanted = guide({"id": "one", **TEXT, **MINE})
    _, person = held(
        wanted,
        [("A few questions for Alex", ""), ("Good", "x")],
        only="b",
        stays=True,
        hand_over="round.hand-over",
    )
    assert person.shown[0].say == SAY("round.hand-over", name="Alex")


def test_what_was_given_before_is_not_asked_again() -> None:
    """A turn goes on after the last of the answers in `given`; they count, and can be gone back to."""
    wanted = guide(*({"id": id, **TEXT, **MINE, "title": id} for id in ("one", "two", "three")))
    before = {"one.a": "tea", "two.a": "soup"}
    outcome, _ = held(wanted, [("three", "x")], only="a", within="a", stays=True, given=before)
    assert outcome.answers == {**before, "three.a": "x"}
    back = [("three", "/back"), ("two", "bread"), ("three", "x")]
    outcome, _ = held(wanted, back, only="a", within="a", stays=True, given=before)
    assert outcome.answers == {**before, "two.a": "bread", "three.a": "x"}
    outcome, _ = held(wanted, [], only="a", within="a", stays=True, given={**before, "three.a": "x"})
    assert outcome.ending == "finished"


def test_what_was_answered_alone_is_given_to_its_keeper_and_to_no_draft() -> None:
    """After every screen, and at a stop, `keep_alone` gets what was answered alone; a draft never does."""
    kept: list[Mapping[str, str]] = []
    drafts: list[Draft] = []
    wanted = guide(
        {"id": "one", **TEXT, **MINE}, {"id": "two", **CHOICE, **MINE}, {"id": "three", **TEXT, **MINE}
    )
    held(
        wanted,
        [("Good", "CANARY"), ("Which", "two"), ("Good", CTRL_C)],
        only="a",
        within="a",
        given={},
        keep_alone=kept.append,
        save=drafts.append,
    )
    said = {"one.a": "CANARY", "two.a": "two"}
    assert kept == [{"one.a": "CANARY"}, said, said]
    assert all("CANARY" not in draft.model_dump_json() for draft in drafts)


def test_words_made_on_the_spot_are_said_as_they_are() -> None:
    """In `says` and `labels` nothing is filled in, so that words of people are read as they wrote them."""
    wanted = guide({"id": "one", **CHOICE, **MINE})
    _, person = held(
        wanted,
        [("{other} [x] {name}", "one")],
        only="a",
        within="a",
        stays=True,
        says={"one": "{other} [x] {name}"},
        labels={"one": "{name} first"},
    )
    assert [option.label for option in person.shown[0].options] == ["{name} first", "The second"]


def test_one_key_never_slides_into_an_old_answer() -> None:
    """Where one key picks, nothing answered before stands in front of the choice that gives least."""
    wanted = guide({"id": "one", **CHOICE, "one-key": True}, {"id": "two", **TEXT})
    _, person = held(wanted, [("Which", "two"), ("Good", "/back"), ("Which", "1"), ("Good", "x")])
    first, _, second, _ = person.shown
    assert first.one_key
    assert first == second
    assert [option.id for option in second.options] == ["one", "two"]
    outcome, _ = held(wanted, [("Which", "two"), ("Good", "/back"), ("Which", ""), ("Good", "x")])
    assert outcome.answers["one.both"] == "two"


def test_a_secret_and_a_turn_alone_leave_no_draft_behind() -> None:
    """A conversation of screens that are all answered alone saves nothing, however it ends."""
    saved: list[Draft] = []
    wanted = guide({"id": "one", **CHOICE, **MINE, "one-key": True})
    for script in ([("Which", "two")], [("Which", CTRL_C)], [("Which", "/leave")]):
        held(wanted, script, only="a", within="a", stays=True, save=saved.append)
    assert saved == []
