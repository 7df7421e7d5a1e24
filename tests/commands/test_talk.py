"""Whole talks by the scripted person: rounds, turns, a time-out at every screen, and what may be tried."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from commands_samples import seated

from couplekit import content
from couplekit.commands.agreement import bring_in
from couplekit.commands.check_in import hold_check_in
from couplekit.commands.context import Context
from couplekit.commands.home import home_screen
from couplekit.commands.talk import hold_talk
from couplekit.conversation.port import Prompt
from couplekit.conversation.scripted import CTRL_C, Scripted, Unasked
from couplekit.domain.agenda import Topic, with_topic, with_try, without_try
from couplekit.domain.checkin import Draft
from couplekit.errors import NoPage

SAY = content.interface()
Script = list[tuple[str, str]]

LATE = "When we ate so late, I felt hurried."
HUNGRY = "You were hungry and in a rush."
SLOW = "It is the evening that I miss."
EVENING = "You miss our slow evenings."
WALK = "A walk after supper"

WHO: Script = [("Who speaks first", "a")]
WRITTEN: Script = [("One thing to be heard", "write"), ("One thing to be heard", LATE)]
ALOUD: Script = [("One thing to be heard", "said-aloud")]
THATS_IT: Script = [("listens", ""), ("What came across", "said-aloud"), ("Back to", ""), ("Is that it", "1")]
NOT_QUITE: Script = [
    ("Alex listens", ""), ("What came across", "write"), ("What came across", HUNGRY),
    ("Back to Sam", HUNGRY), ("Is that it", "not-quite"),
]  # fmt: skip
MORE: Script = [("Once more", "write"), ("Once more", SLOW)]
TWO_ROUNDS: Script = [
    *WHO, *WRITTEN, *NOT_QUITE, *MORE, *NOT_QUITE, ("Once more", "said-aloud"),
    ("Alex listens", ""), ("What came across", "write"), ("What came across", EVENING), ("Back to Sam", ""),
    ("Is that it", "thats-it"), ("Thank you", ""),
]  # fmt: skip
REQUEST: Script = [("A request, or none", "written"), ("Something to try", WALK), (f"Sam asks: {WALK}", "")]


def tried(a: str, b: str) -> Script:
    """Both answer alone whether they would like to try it."""
    return [
        ("One question for Sam, alone", ""), ("Would you like to try", a),
        ("One question for Alex, alone", ""), ("Would you like to try", b), ("For both of you again", ""),
    ]  # fmt: skip


BOTH_YES: Script = [*tried("yes", "yes"), (f"You would both like to try this: {WALK}", "")]
NO_REQUEST: Script = [("A request, or none", "none")]
ENOUGH: Script = [("a turn of your own", "enough")]
OPEN: Script = [
    ("A talk is waiting", "open"), ("One question for Sam", ""), ("go on with the talk", "go-on"),
    ("One question for Alex", ""), ("go on with the talk", "go-on"), ("For both of you again", ""),
]  # fmt: skip
WHOLE: Script = [
    *TWO_ROUNDS, *REQUEST, *BOTH_YES, ("a turn of your own", "yes"), *ALOUD, *THATS_IT, ("Thank you", ""),
    *NO_REQUEST,
]  # fmt: skip


def held(context: Context, script: Script, says: str | None = None) -> Scripted:
    """Hold a talk by this script, to its end."""
    return seated(context, script, lambda there: hold_talk(there, there.scripted, says))


def drafts(context: Context) -> list[Draft]:
    """The talks that wait."""
    found, problems = context.home.drafts()
    assert problems == []
    return found


def test_a_whole_talk(couple: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Two rounds of not quite, thanks, something both like to try, and a turn of the other one."""
    person = held(couple, WHOLE)
    assert list(couple.home.agenda().tries.values()) == [WALK]
    assert drafts(couple) == []
    assert couple.home.records()[0][1:] == []  # the first evening, and no record of the talk
    assert capsys.readouterr().out.strip() == SAY["talk.thanks"]
    kept = "".join(path.read_text(encoding="utf-8") for path in couple.home.path.rglob("*.toml"))
    assert not any(words in kept for words in (LATE, HUNGRY, SLOW, EVENING))
    heard = next(
        prompt for prompt in person.shown if SLOW in prompt.say and prompt.title == "What came across"
    )
    assert f'Sam: "{LATE}"' in heard.say


def test_what_was_written_stands_on_every_screen_of_a_round(couple: Context) -> None:
    """The listener has the words in front of them, and the speaker sees both before they choose."""
    shown = held(couple, WHOLE).shown
    for prompt in shown:
        if prompt.title in ("Alex listens", "What came across") and prompt.aside in ("Sam", "Alex"):
            assert LATE in prompt.say or "aloud" in prompt.say
    both = [prompt.say for prompt in shown if prompt.title == "Is that it?"]
    assert [(LATE in say, HUNGRY in say, SLOW in say, EVENING in say) for say in both] == [
        (True, True, False, False), (True, True, True, False), (True, False, True, True), (False,) * 4,
    ]  # fmt: skip


def test_saying_it_aloud_keeps_nothing(couple: Context) -> None:
    """By the first choice everywhere no word is typed, and none is on the disk, where it waits or is done."""
    held(couple, [*WHO, *ALOUD, *THATS_IT[:3], ("Is that it", CTRL_C)])
    assert drafts(couple)[0].answers == {}
    held(couple, [("A talk is waiting", "let-go")])
    assert drafts(couple) == []
    person = held(couple, [("", "1")] * 9)
    assert not [prompt for prompt in person.shown if prompt.kind == "text"]
    assert drafts(couple) == []
    assert couple.home.agenda().tries == {}


def test_the_third_round_ends_in_thanks(couple: Context) -> None:
    """After three times not quite there is thanks, with no line to add and no word that it was not heard."""
    rounds = [*NOT_QUITE, ("Once more", "skip-it")] * 2 + NOT_QUITE
    person = held(couple, [*WHO, *WRITTEN, *rounds, ("Thank you", ""), *NO_REQUEST, *ENOUGH])
    assert sum(prompt.title == "Is that it?" for prompt in person.shown) == 3
    thanks = next(prompt.say for prompt in person.shown if prompt.title == "Thank you")
    assert "Some things take more than one evening." in thanks
    assert "not" not in thanks.replace("Nothing", "")


@pytest.mark.parametrize(("a", "b"), [("yes", "no"), ("not-now", "yes"), ("no", "no"), ("/skip", "yes")])
def test_one_no_is_enough(couple: Context, a: str, b: str) -> None:
    """Both are asked alone, whatever the first one said; the end is the same whoever it was."""
    end = ("Nothing goes on the list", "")
    person = held(couple, [*WHO, *ALOUD, *THATS_IT, ("Thank you", ""), *REQUEST, *tried(a, b), end, *ENOUGH])
    assert couple.home.agenda().tries == {}
    asked = [prompt for prompt in person.shown if prompt.title == "Would you like to try this?"]
    assert [prompt.say for prompt in asked] == [WALK, WALK]
    assert all(prompt.options[0].id == "not-now" and prompt.one_key for prompt in asked)
    assert person.shown[-2].say == SAY["talk.came-not"]


@pytest.mark.parametrize("line", ["A cuddle on Sundays", "Kissing", "dilator exercises", "hold me"])
def test_touch_is_no_thing_to_try(couple: Context, line: str) -> None:
    """Touch, closeness and exercises are not kept; it is said kindly why, and another line is welcome."""
    asked = [("A request, or none", "written"), ("Something to try", line)]
    begin = [*WHO, *ALOUD, *THATS_IT, ("Thank you", ""), *asked]
    person = held(couple, [*begin, ("Something to try", ""), *ENOUGH])
    assert person.told == [SAY["refused.closeness"]]
    assert "say it aloud" in person.told[0]
    assert couple.home.agenda().tries == {}
    held(couple, [*begin, ("Something to try", WALK), ("Sam asks", ""), *BOTH_YES, *ENOUGH])
    assert list(couple.home.agenda().tries.values()) == [WALK]


def test_either_lets_a_thing_to_try_go_in_one_key(couple: Context) -> None:
    """What both like to try stands on the first screen of a talk; one key lets it go, and asks nothing."""
    for id, line in {"k1": WALK, "k2": "Soup on Mondays"}.items():
        couple.home.update_agenda(with_try(id, line))
    script = [(f"- {WALK}", "let-go"), ("Which one", f"{WALK}"), ("- Soup on Mondays", "/leave")]
    person = held(couple, script)
    assert list(couple.home.agenda().tries.values()) == ["Soup on Mondays"]
    assert person.shown[1].one_key
    assert person.shown[1].options[0].id == "nothing"
    held(couple, [("", "let-go"), ("Which one", "nothing"), ("- Soup on Mondays", "/leave")])
    for way_out in ("/leave", "/stop", "/time-out"):
        held(couple, [("", "let-go"), ("Which one", way_out)])
    assert len(couple.home.agenda().tries) == 1


def test_what_may_be_tried_comes_along_from_another_device(
    couple: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A merge names what comes along; what was let go on either device goes on both, and stays away."""
    there = Context(tmp_path / "there", plain=True, day=couple.today())
    shutil.copytree(couple.home.path, there.home.path)
    for id, line in {"k1": WALK, "k2": "Soup on Mondays"}.items():
        there.home.update_agenda(with_try(id, line))
    bring = [("What you would both like to try comes along", "bring")]
    assert f"- {WALK}" in seated(couple, bring, lambda at: bring_in(at, there.home.path)).shown[0].say
    assert list(couple.home.agenda().tries.values()) == [WALK, "Soup on Mondays"]
    there.home.update_agenda(without_try("k1"))
    bring = [("Things to try that were let go there go here too", "bring")]
    seated(couple, bring, lambda at: bring_in(at, there.home.path))
    assert list(couple.home.agenda().tries.values()) == ["Soup on Mondays"]


def test_something_from_the_list_can_be_brought(couple: Context) -> None:
    """A topic of their own is offered behind saying and writing, and stands there as the words."""
    couple.home.update_agenda(with_topic("k1", Topic(says="The summer holiday")))
    couple.home.update_agenda(with_topic("k2", Topic(about="holding-hands")))
    bring = [("One thing to be heard", "From your list: The summer holiday")]
    person = held(couple, [*WHO, *bring, ('Sam: "The summer holiday"', CTRL_C)])
    ids = [option.label for option in person.shown[1].options]
    assert ids == ["I say it aloud", "Write it down", "From your list: The summer holiday", "Leave this one"]


def test_a_sentence_that_is_ready_begins_a_talk(couple: Context) -> None:
    """It asks whose words they are. They are on the disk once the other one has them on the screen."""
    held(couple, [("Whose words are these", "b"), ("Sam listens", "/leave")], LATE)
    assert drafts(couple) == []
    script = [("Whose words are these", "b"), (f'Alex: "{LATE}"', ""), (f'Alex: "{LATE}"', CTRL_C)]
    held(couple, script, LATE)
    (draft,) = drafts(couple)
    assert (draft.starts, draft.answers) == ("b", {"says-1.b": LATE})
    script = [("Whose words", "a"), (f'Sam: "{HUNGRY}"', "/back"), ("One thing to be heard", "keep-it")]
    held(couple, [*script, (f'Sam: "{HUNGRY}"', "/leave")], HUNGRY)


def test_whoever_did_not_begin_last_time_stands_first(couple: Context) -> None:
    """The evenings say who began; nothing else is kept for it."""
    (evening,) = couple.home.records()[0]
    assert held(couple, [("Who speaks", "/leave")]).shown[0].options[0].id != evening.starts


def test_alone_it_says_what_one_can_do(one: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Listening takes two; one person alone is told what they can do, and asked nothing."""
    held(one, [])
    told = capsys.readouterr().out
    assert "couplekit say" in told
    assert "partner" not in told


def test_a_talk_needs_a_page(context: Context) -> None:
    """Without a page there are no names to speak with, and the message says how to begin."""
    with pytest.raises(NoPage, match="couplekit start"):
        hold_talk(context, Scripted([]))


# -- a stop, and other ways out


@pytest.mark.parametrize("word", ["stop", "Stop!", "/stop", CTRL_C])
def test_a_stop_stops(couple: Context, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A stop ends it with one line; the talk waits, and opens after that question if both like."""
    held(couple, [*WHO, *WRITTEN, ("Alex listens", ""), ("What came across", word)])
    assert capsys.readouterr().out.strip() == SAY["conversation.stopped"]
    held(couple, [*OPEN, ("Back to Sam", ""), (f'Sam: "{LATE}"', "/leave")])


def test_a_stop_at_the_last_screen_leaves_nothing(couple: Context) -> None:
    """Where nothing is left to go on with, no talk waits."""
    end = [*WHO, *ALOUD, *THATS_IT, ("Thank you", ""), *NO_REQUEST]
    held(
        couple,
        [*end, ("a turn of your own", "yes"), *ALOUD, *THATS_IT, ("Thank you", ""), ("request", CTRL_C)],
    )
    assert drafts(couple) == []


def test_back_and_skip_are_as_everywhere(couple: Context) -> None:
    """Going back reaches the screens of the other one too, loses nothing, and a skip leaves no trace."""
    held(couple, [
        *WHO, *WRITTEN, ("Alex listens", ""), ("What came across", "write"), ("What came across", HUNGRY),
        ("Back to Sam", ""), ("Is that it", "/back"), ("Back to Sam", "/back"),
        ("What came across", "keep-it"), ("Back to Sam", ""), (HUNGRY, "not-quite"), ("Once more", "/back"),
        ("Is that it", "thats-it"), ("Thank you", ""), ("A request", "/skip"),
        ("a turn of your own", "/skip"),
    ])  # fmt: skip
    assert drafts(couple) == []


def test_nothing_is_kept_with_no_save(
    couple: Context, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A time-out says so where nothing is kept, and the folder stays as it is."""
    unsaved = Context(couple.home.path, plain=True, day=couple.today(), keeps=False)
    person = Scripted([*WHO, *WRITTEN, ("Alex listens", "/time-out")])
    hold_talk(unsaved, person)
    assert SAY["talk.time-out-not-kept"] in " ".join(capsys.readouterr().out.split())
    assert drafts(couple) == []


# -- a time-out at every screen


class Watched(NamedTuple):
    """A screen at which a time-out was called, and the one that came when the talk was opened again."""

    before: Prompt
    after: Prompt


def answered(script: Script) -> Script:
    """The same answers, whatever is asked."""
    return [("", answer) for _, answer in script]


def time_out_at(
    context: Context, script: Script, at: int, way: Script, again: Callable[[Scripted], None]
) -> Watched:
    """Call a time-out at one screen of a script, and open what waits."""
    before = Scripted([*script[:at], *way])
    context.home.update_agenda(lambda agenda: agenda.model_copy(update={"tries": {}}))
    for draft in drafts(context):
        context.home.remove_draft(draft)
    hold_talk(context, before)
    before.finish()
    after = Scripted([*OPEN, ("", "/leave")])
    again(after)
    after.finish()
    return Watched(before.shown[at], after.shown[-1])


@pytest.mark.parametrize("at", range(1, len(WHOLE)))
def test_a_time_out_at_any_screen_opens_there(
    couple: Context, at: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same screen, round and words. What was answered alone, or half typed, is asked again."""
    way = [("", "/time-out")] if at % 2 else [("", "/"), ("Take your time", "2")]
    seen = time_out_at(couple, WHOLE, at, way, lambda person: hold_talk(couple, person))
    assert "A time-out" in capsys.readouterr().out
    before, after = seen
    if before.title in ("For one of you alone", "Would you like to try this?"):
        assert (after.title, "Sam" in after.say) == ("For one of you alone", True)
    elif before.title == "For both of you again":
        assert WALK in after.say
        assert after.title == "Thank you both"
    elif before.kind == "text" and before.title != "Something to try":
        assert (after.kind, after.title, after.say) == ("pick", before.title, before.say)
    else:
        assert after == before


def test_a_time_out_is_the_second_thing_in_the_menu(couple: Context) -> None:
    """On every screen of a talk it stands in the menu behind going on, on the hand-over ones too."""
    for at in range(1, len(WHOLE)):
        person = Scripted([*WHOLE[:at], ("", "/"), ("Take your time", "/leave")])
        hold_talk(couple, person)
        assert [option.id for option in person.shown[-1].options[:2]] == ["go-on", "time-out"]
        for draft in drafts(couple):
            couple.home.remove_draft(draft)


def test_a_pause_can_end_in_a_time_out(couple: Context) -> None:
    """It is there in a pause as well."""
    held(couple, [*WHO, *WRITTEN, ("Alex listens", "/pause"), ("no hurry", "/time-out")])
    assert drafts(couple)[0].at == "over-1-1.a"


def test_a_time_out_says_nothing_of_who(couple: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """What is said, and what is on the disk, is the same whoever called it; no length is asked."""
    held(couple, [*WHO, *WRITTEN, ("Alex listens", "/time-out")])
    told = capsys.readouterr().out
    assert not any(name in told for name in ("Sam", "Alex"))
    (draft,) = drafts(couple)
    assert draft.model_dump(exclude={"evening", "asked"}) == {
        "format": 1, "kind": "draft", "language": "en", "guide": "talk", "version": 1, "starts": "a",
        "at": "over-1-1.a", "answers": {"says-1.a": LATE},
    }  # fmt: skip


@pytest.mark.parametrize(("a", "b"), [("go-on", "not-now"), ("not-now", "go-on"), ("not-now", "not-now")])
def test_one_not_now_keeps_it_closed(
    couple: Context, a: str, b: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both are asked, each alone; one not now is enough, and nothing says whose it was."""
    held(couple, [*WHO, *WRITTEN, ("Alex listens", "/time-out")])
    capsys.readouterr()
    before = drafts(couple)
    person = held(couple, [
        ("A talk is waiting", "open"), ("One question for Sam", ""), ("go on with the talk", a),
        ("One question for Alex", ""), ("go on with the talk", b), ("For both of you again", ""),
    ])  # fmt: skip
    assert [prompt.options[0].id for prompt in person.shown if "go on with" in prompt.say] == ["not-now"] * 2
    assert " ".join(capsys.readouterr().out.split()) == SAY["talk.stays-closed"]
    assert drafts(couple) == before


def test_one_lets_a_waiting_talk_go(couple: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """It takes one of them and one key, and not now stands first."""
    held(couple, [*WHO, *WRITTEN, ("Alex listens", "/time-out")])
    person = held(couple, [("A talk is waiting", "not-now")])
    assert person.shown[0].one_key
    assert person.shown[0].options[0].id == "not-now"
    assert len(drafts(couple)) == 1
    held(couple, [("A talk is waiting", "let-go")])
    assert drafts(couple) == []
    assert "let go" in capsys.readouterr().out


def test_another_talk_can_be_had_while_one_waits(couple: Context) -> None:
    """Talking about something else leaves the talk that waits as it is."""
    held(couple, [*WHO, *WRITTEN, ("Alex listens", "/time-out")])
    before = drafts(couple)
    held(
        couple,
        [("A talk is waiting", "else"), *WHO, *ALOUD, *THATS_IT, ("Thank you", ""), *NO_REQUEST, *ENOUGH],
    )
    assert drafts(couple) == before


def test_home_says_that_a_talk_waits(couple: Context) -> None:
    """In words, and without who; whoever picks the talk is asked about it."""
    script = [("Good to see you both", "leave")]
    assert SAY["home.waits"] not in seated(couple, script, home_screen).shown[0].say
    held(couple, [*WHO, *WRITTEN, ("Alex listens", "/time-out")])
    assert SAY["home.waits"] in seated(couple, script, home_screen).shown[0].say
    seated(couple, [(SAY["home.waits"], "talk"), ("A talk is waiting", "not-now")], home_screen)


def test_one_person_alone_has_no_talk_at_home(one: Context) -> None:
    """Nothing is offered that takes two."""
    shown = seated(one, [("Good to see you", "leave")], home_screen).shown[0]
    assert "talk" not in [option.id for option in shown.options]


# -- inside the check-in

FIRST_HALF: Script = [
    ("In one word", "1"),
    ("In one word", "1"),
    ("Something good", "1"),
    ("Something good", "1"),
]
HEAR_BACK: Script = [("A wish", "hear-back"), ("A wish", "write"), ("A wish", SLOW)]
REST: Script = [
    ("Still true", "1"), ("Thank you", ""), ("What stays", "wish"), ("What stays", "nothing"),
    ("That is enough", "no-date"),
]  # fmt: skip
BACK_AGAIN: Script = [
    ("did not finish", "go-on"), ("One question for Alex", ""), ("go on with the talk", "go-on"),
    ("One question for Sam", ""), ("go on with the talk", "go-on"), ("For both of you again", ""),
]  # fmt: skip


def checked_in(context: Context, script: Script) -> Scripted:
    """Hold a check-in by this script, to its end."""
    return seated(context, script, lambda there: hold_check_in(there, there.scripted))


def test_a_check_in_can_be_heard_back(couple: Context) -> None:
    """One more choice at the one thing to be heard: rounds, thanks, no request. The wish is kept as ever."""
    heard = [("Sam listens", ""), (f'Alex: "{SLOW}"', "write"), ("What came", EVENING), ("Back to Alex", "")]
    thanks = [("Thank you both", "")]
    person = checked_in(couple, [
        *FIRST_HALF, *HEAR_BACK, *heard, (EVENING, "not-quite"), ("Once more", "skip-it"), *THATS_IT, *thanks,
        ("A wish", "said-aloud"), *REST,
    ])  # fmt: skip
    (record,) = (kept for kept in couple.home.records()[0] if kept.guide == "check-in-short")
    assert record.kept == {"b": {"heard": SLOW}}
    assert record.asked.keys() == {"heard"}
    assert not [prompt for prompt in person.shown if "request" in prompt.title]


def test_it_is_one_more_choice_and_no_longer_check_in(couple: Context) -> None:
    """It stands last. Whoever does not choose it has no screen more than before, and at most twelve."""
    person = checked_in(couple, [*FIRST_HALF, ("A wish", "1"), ("A wish", "1"), *REST])
    (first, second) = (prompt for prompt in person.shown if prompt.title.startswith("A wish"))
    for prompt in (first, second):
        assert [option.id for option in prompt.options] == ["said-aloud", "write", "skip-it", "hear-back"]
    for name in ("Sam", "Alex"):
        assert sum(name in prompt.aside for prompt in person.shown) <= 12


def test_a_time_out_in_a_check_in_opens_there(couple: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """By the same rules: both choose it, and it goes on at the very screen; home says that a talk waits."""
    script = [
        *FIRST_HALF,
        *HEAR_BACK,
        ("Sam listens", ""),
        (f'Alex: "{SLOW}"', "write"),
        ("What came", EVENING),
    ]
    before = checked_in(couple, [*script, ("Back to Alex", "/time-out")]).shown[-1]
    assert "couplekit check-in" in capsys.readouterr().out
    assert SAY["home.waits"] in seated(couple, [("", "leave")], home_screen).shown[0].say
    refused = [*BACK_AGAIN[:4], ("go on with the talk", "not-now"), BACK_AGAIN[5]]
    assert not hold_check_in(couple, Scripted(refused))
    assert checked_in(couple, [*BACK_AGAIN, ("Back to Alex", "/leave")]).shown[-1] == before


def test_there_is_no_time_out_where_nobody_is_heard_back(couple: Context) -> None:
    """Elsewhere it is a line like any other, and the menu is as it was."""
    script = [
        *FIRST_HALF,
        ("A wish", "write"),
        ("A wish", "/time-out"),
        ("A wish", "/"),
        ("Take your time", "/leave"),
    ]
    person = checked_in(couple, script)
    assert "time-out" not in [option.id for option in person.shown[-1].options]


def test_what_was_chosen_can_be_unchosen(couple: Context) -> None:
    """Going back and answering in another way takes it back."""
    script = [*FIRST_HALF, *HEAR_BACK, ("Sam listens", "/back"), ("A wish", "keep-it"), ("A wish", CTRL_C)]
    person = checked_in(couple, script)
    assert person.shown[-1].aside == "Sam"
    with pytest.raises(Unasked):
        hold_talk(couple, Scripted([("A talk is waiting", "")]))
