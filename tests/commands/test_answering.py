"""Answering apart and reading together, by the scripted person."""

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from boundary_scripts import (
    ANSWERS,
    FIRST,
    HAND_IN,
    KEYS,
    NO_TOPIC,
    TOGETHER,
    Script,
    agreed,
    bytes_of,
    every,
    expected,
    held,
    holds,
    levels,
    locked,
    locked_turn,
    opening,
    private,
    rows,
    screens,
    turn,
    words,
)
from commands_samples import page, seated
from lock_samples import Quick

from couplekit import content
from couplekit.commands.boundaries import show
from couplekit.commands.context import Context
from couplekit.commands.show import page_blocks
from couplekit.conversation.port import Prompt
from couplekit.conversation.scripted import CTRL_C, Scripted
from couplekit.domain.people import Side
from couplekit.domain.ratchet import with_hidden, with_label, with_taken_off
from couplekit.storage.home import Home

Later = Callable[[int], Context]

SAY = content.interface()
STOPPED = SAY["conversation.stopped"]
#: Everything that one person may like.
ALL = dict.fromkeys(KEYS, "wanted")
#: What is asked but for an item that is a limit.
REST = [one for one in FIRST if one.item != "holding-hands"]
AGAIN: Script = [("It has been a while", "yes")]


def turns(person: Scripted) -> list[list[Prompt]]:
    """What was shown to each of the two alone, in the order in which they answered."""
    found: list[list[Prompt]] = []
    for prompt in person.shown:
        if prompt.title == SAY["hand-over.title"]:
            found.append([])
        elif prompt.title == SAY["hand-back.title"]:
            break
        elif found:
            found[-1].append(prompt)
    return found


def told(person: Scripted) -> str:
    """What could be learned, as it was shown last."""
    return [prompt.say for prompt in person.shown if "Before you hand this in" in prompt.say][-1]


# -- one round in one sitting --------------------------------------------------------------------------------


@pytest.mark.parametrize("offset", range(2))
def test_every_two_answers_come_to_what_the_rules_say(couple: Context, later: Later, offset: int) -> None:
    """All twenty-five pairs, in items with one side and with two: the page says what docs/consent.md says."""
    pairs = list(itertools.product(ANSWERS, ANSWERS))[offset * 12 :]
    a, b = ({key: pair[n] for key, pair in zip(KEYS, pairs, strict=False)} for n in (0, 1))
    agreed(couple, a, b)
    come = expected(a, b)
    assert {id: row.level for id, row in page(couple).boundaries.items()} == come
    assert levels(later(2)) == {id: level for id, level in come.items() if level != "none"}


def test_what_is_left_out_is_a_no(couple: Context, later: Later) -> None:
    """Whoever leaves a question out says no to it, and the page does not list it."""
    agreed(couple, {}, ALL)
    assert levels(later(2)) == {}
    assert {row.level for row in page(couple).boundaries.values()} == {"none"}


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_second_one_is_asked_the_same_whatever_the_first_one_said(couple: Context, answer: str) -> None:
    """Every screen of the second one is the same, also where the first one said limit to all of it."""
    script = [*turn("a", dict.fromkeys(KEYS, answer)), *turn("b", {"hug-hello": "fine"})]
    end = [] if answer == "limit" else TOGETHER
    topics = NO_TOPIC if answer == "talk" else []
    person = held(couple, [*script, *(TOGETHER if answer == "limit" else end), *topics])
    home = couple.home.path.with_name("other")
    quiet = Context(home, day=couple.today())
    quiet.home.create(page(couple).model_copy(update={"boundaries": {}, "lists": None}))
    other = held(quiet, [*turn("a"), *turn("b", {"hug-hello": "fine"}), *TOGETHER])
    assert turns(person)[1] == turns(other)[1]
    assert len(turns(person)[0]) == len(turns(person)[1])


def test_both_are_asked_the_same_about_each_other(couple: Context) -> None:
    """The two get the same screens, but for the name of the other one and the words beside it."""
    person = agreed(couple, {}, {})
    first, second = turns(person)
    swapped = [prompt.say.replace("Alex", "Sam") for prompt in first]
    assert swapped == [prompt.say for prompt in second]
    assert [prompt.options for prompt in first] == [prompt.options for prompt in second]


def test_five_answers_by_one_key_and_the_least_first(couple: Context) -> None:
    """Each question takes one key, and the answer that gives least stands first, never one given before."""
    script = [*turn("a", {"holding-hands": "wanted"})[:3], ("others can see", "/back"), ("Holding", CTRL_C)]
    person = held(couple, script)
    asked = [prompt for prompt in person.shown if "Holding hands" in prompt.say]
    assert len(asked) == 3
    for prompt in asked:
        assert prompt.one_key
        assert [option.id for option in prompt.options] == ["no", "limit", "talk", "fine", "wanted"]


@pytest.mark.parametrize("answer", ["wanted", "fine", "talk"])
def test_what_one_person_said_is_in_no_file(couple: Context, answer: str) -> None:
    """After the reading no byte of the home says what one of the two said where the other said no."""
    label = SAY[f"answers.{answer}"]
    before = {word: holds(couple, word) for word in (answer, label)}
    agreed(couple, dict.fromkeys(KEYS, answer), {})
    assert {word: holds(couple, word) for word in (answer, label)} == before


def test_a_page_does_not_tell_a_no_from_a_yes_to_which_the_other_said_no(couple: Context) -> None:
    """Whatever one says where the other says no, page and agenda are the same, byte for byte."""
    files = set()
    for answer in ("no", "talk", "fine", "wanted"):
        home = couple.home.path.with_name(answer)
        shutil.copytree(couple.home.path, home)
        context = Context(home, day=couple.today())
        agreed(context, dict.fromkeys(KEYS, answer), {})
        text = (home / "agreement.toml").read_text(encoding="utf-8")
        origin = page(context).lists
        assert origin is not None
        lines = [line for line in text.replace(origin.origin, "").splitlines() if "sha256" not in line]
        files.add("\n".join(lines))
    assert len(files) == 1


#: A whole round with one limit of the first one, and with a change before handing in.
CHANGE: Script = [
    ("Before you hand this in", "change"),
    ("Which one?", "hug-hello"),
    (words(FIRST[2], "a"), "no"),
    *HAND_IN,
]
ROUND: Script = [
    *turn("a", ALL | {"holding-hands": "limit"}, end=CHANGE),
    *turn("b", ALL),
    *TOGETHER,
]
HANDED_IN = len(turn("a", end=CHANGE))


@pytest.mark.parametrize("way", [CTRL_C, "/leave", "keep-back"])
def test_who_stops_or_leaves_keeps_nothing_but_limits_that_were_handed_in(
    couple: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    """Wherever it ends before the reading nothing of it is kept; a stop is one line, leaving is none."""
    reading = len(ROUND) - len(TOGETHER)
    for place in range(reading):
        asked = ROUND[place][0]
        if way == "keep-back" and "hand this in" not in asked:
            continue
        home = tmp_path / f"at-{place}"
        shutil.copytree(couple.home.path, home)
        context = Context(home, day=couple.today())
        before = bytes_of(home)
        rest = []
        if way == "keep-back" and place < HANDED_IN:
            rest = [*turn("b", ALL)]
        capsys.readouterr()
        held(context, [*ROUND[:place], (asked, way), *rest])
        said = " ".join(capsys.readouterr().out.split())
        if place < HANDED_IN:
            assert bytes_of(home) == before, asked
        else:
            assert levels(context) == {"holding-hands": "limit"}, asked
            assert set(page(context).boundaries) == {"holding-hands"}, asked
        if way != "keep-back":
            assert said == ("" if way == "/leave" else STOPPED), asked


def test_leaving_at_the_reading_prints_nothing(couple: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Who leaves while it is read leaves nothing on the screen; what was read counts."""
    script = ROUND[:-1]
    held(couple, [*script, ("What came of it", "/leave")])
    assert capsys.readouterr().out == ""
    lists = page(couple).lists
    assert lists is not None
    assert lists.readings == 1


def test_a_limit_counts_as_soon_as_it_is_handed_in(couple: Context) -> None:
    """One hands in and the other one never answers: the limit stands, and nothing else is known of it."""
    held(couple, [*turn("a", ALL | {"kind-note-giving": "limit"}), ("A few questions for Alex", CTRL_C)])
    assert levels(couple) == {"kind-note-from-a": "limit"}
    assert page(couple).lists is None


@pytest.mark.parametrize("who", ["a", "b"])
def test_who_does_not_hand_in_has_said_nothing(
    couple: Context, capsys: pytest.CaptureFixture[str], who: Side
) -> None:
    """Where one of the two keeps it back there is nothing to read, and no word of who it was."""
    back: Script = [("Before you hand this in", "keep-back")]
    held(
        couple,
        [
            *turn("a", ALL, end=back if who == "a" else HAND_IN),
            *turn("b", ALL, end=back if who == "b" else HAND_IN),
        ],
    )
    assert page(couple).boundaries == {}
    said = " ".join(capsys.readouterr().out.split())
    assert said == SAY["round.nothing-to-read"]


@pytest.mark.parametrize("offset", range(len(ANSWERS)))
def test_what_could_be_learned_names_each_answer_once(couple: Context, offset: int) -> None:
    """Before handing in, each answer stands under what the other one could learn from it, a gap as a no."""
    given = {key: ANSWERS[(n + offset) % len(ANSWERS)] for n, key in enumerate(KEYS)}
    left_out = KEYS[4 - offset]
    answers = {key: answer for key, answer in given.items() if key != left_out}
    person = held(couple, [*turn("a", answers)[:-1], ("Before you hand this in", CTRL_C)])
    group = {"limit": "limit", "wanted": "open", "fine": "open", "talk": "talk", "no": "quiet"}
    text = told(person)
    headings = {name: SAY(f"learned.{name}", other="Alex", items="").strip() for name in group.values()}
    places = sorted((text.index(" ".join(h.split("\n"))), name) for name, h in headings.items())
    for asked in FIRST:
        line = f"- {words(asked, 'a')}"
        at = [n for n in range(len(text)) if text.startswith(f"{line}\n", n) or text[n:] == line]
        assert len(at) == 1, line
        under = [name for place, name in places if place < at[0]][-1]
        assert under == group[answers.get(asked.key, "no")], line


def test_a_group_that_holds_nothing_is_not_named(couple: Context) -> None:
    """Where every answer is a quiet no, nothing is said of limits, yeses and talks."""
    person = held(couple, [*turn("a")[:-1], ("Before you hand this in", CTRL_C)])
    for name in ("limit", "open", "talk"):
        assert SAY(f"learned.{name}", other="Alex", items="").strip() not in told(person)


def test_one_answer_can_be_changed_before_it_is_handed_in(couple: Context, later: Later) -> None:
    """What was looked at again counts as it is now, is shown so, and looking at none changes nothing."""
    end: Script = [
        ("Before you hand this in", "change"), ("Which one?", "turn-none"),
        ("Before you hand this in", "change"), ("Holding hands: No, quietly", "holding-hands"),
        ("Holding hands", "fine"), *HAND_IN,
    ]  # fmt: skip
    person = held(couple, [*turn("a", end=end), *turn("b", ALL), *TOGETHER])
    shown = [prompt.say for prompt in turns(person)[0] if "Before you hand this in" in prompt.say]
    assert shown[0] == shown[1] != shown[2]
    assert levels(later(2)) == {"holding-hands": "open"}


@pytest.mark.parametrize(
    ("a", "b", "entered"),
    [
        ("restful-touch", "restful-touch", ["restful-touch"]),
        ("restful-touch", "areas-none", []),
        ("areas-none", "restful-touch", []),
        ("restful-touch,afterwards", "talking-and-words,afterwards", ["afterwards"]),
    ],
)
def test_an_area_enters_where_both_chose_it(
    couple: Context, later: Later, a: str, b: str, entered: list[str]
) -> None:
    """Chosen by one it is named nowhere; chosen by both it is asked in the next round."""
    agreed(couple, {}, {}, more={"a": a, "b": b})
    lists = page(couple).lists
    assert lists is not None
    assert lists.areas == ["everyday-affection", *entered]
    for area in {*a.split(","), *b.split(",")} - {*entered, "areas-none"}:
        assert holds(couple, area) == []
    if entered:
        agreed(later(1), {}, {}, asked=every(*entered), first="b")


def test_the_two_take_turns_in_going_first(couple: Context, later: Later) -> None:
    """Who answered second goes first in the next round."""
    agreed(couple, {}, {}, more=dict.fromkeys(("a", "b"), "afterwards"))
    person = agreed(
        later(1),
        {},
        {},
        asked=every("afterwards"),
        first="b",
        more={"a": "restful-touch", "b": "restful-touch"},
    )
    assert "Alex" in person.shown[0].say
    agreed(later(1), {}, {}, asked=every("restful-touch"), first="a")


def test_what_is_open_counts_from_the_second_day_after(couple: Context, later: Later) -> None:
    """On the day of the reading and the day after nothing is open yet; on the second day it is."""
    agreed(couple, ALL, ALL)
    for day, state in ((0, "asleep"), (1, "asleep"), (2, "agreed")):
        assert {said.state for said in rows(later(day)).values()} == {state}
        assert set(levels(later(day)).values()) == ({"open"} if day == 2 else set())


def test_a_limit_counts_at_once_also_where_it_was_open(couple: Context, later: Later) -> None:
    """What is narrower in a new round does not wait: it counts on the day it was handed in."""
    agreed(couple, ALL, ALL)
    agreed(later(28), ALL | {"holding-hands": "limit"}, ALL, first="b", before=AGAIN)
    said = levels(later(28))
    assert said.pop("holding-hands") == "limit"
    assert set(said.values()) == {"open"}


def test_past_its_day_nothing_is_open_and_all_of_it_is_asked(couple: Context, later: Later) -> None:
    """Twelve weeks after the reading it is still open; a day later it is not agreed, and due."""
    agreed(couple, ALL, ALL | {"hug-hello": "no"})
    assert set(levels(later(84)).values()) == {"open"}
    past = later(85)
    assert set(levels(past).values()) == {"talk"}
    assert {said.state for id, said in rows(past).items() if id != "hug-hello"} == {"lapsed"}
    due = [one for one in FIRST if one.item != "hug-hello"]
    agreed(past, ALL, ALL, asked=due, first="b")
    assert set(levels(later(87)).values()) == {"open"}


def test_a_hidden_item_is_not_asked_and_its_rows_stay(couple: Context, later: Later) -> None:
    """What a couple hides is in no round any more, and stands on the page as it stood."""
    agreed(couple, ALL, ALL)
    couple.home.update(with_hidden("holding-hands", "x"))
    before = page(couple).boundaries["holding-hands"]
    agreed(later(28), ALL, ALL, asked=REST, first="b", before=AGAIN)
    assert page(couple).boundaries["holding-hands"] == before
    assert levels(later(30))["holding-hands"] == "open"


def test_nobody_is_asked_every_week(
    couple: Context, later: Later, capsys: pytest.CaptureFixture[str]
) -> None:
    """With nothing due nothing is asked; after four weeks both may ask for it, and "not now" is first."""
    agreed(couple, ALL, ALL | {"holding-hands": "limit"})
    for day in (0, 1, 27):
        capsys.readouterr()
        held(later(day), [])
        assert "There is nothing to ask about for now" in capsys.readouterr().out
    person = held(later(28), [("It has been a while", "not-now")])
    assert person.shown[0].options[0].id == "not-now"
    held(later(28), [*AGAIN, ("A few questions for Alex", CTRL_C)])


def test_what_one_person_took_off_is_not_due(
    couple: Context, later: Later, capsys: pytest.CaptureFixture[str]
) -> None:
    """A narrowing is never asked about because it was one: not before four weeks have passed."""
    agreed(couple, ALL, ALL | {"holding-hands": "limit"})
    couple.home.update(with_taken_off("hug-hello", "k1"))
    capsys.readouterr()
    held(later(7), [])
    assert "There is nothing to ask about for now" in capsys.readouterr().out


def test_further_areas_wait_as_the_rest_does(
    couple: Context, later: Later, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody is asked week after week whether they would like more: that comes with a round, or not."""
    agreed(couple, {}, {})
    before = page(couple)
    held(later(1), [])
    assert "There is nothing to ask about for now" in capsys.readouterr().out
    assert page(couple) == before


# -- a limit, asked anew -------------------------------------------------------------------------------------

BRING = "Not for us, up to now"


def brought(couple: Context, later: Later, a: str, b: str) -> Scripted:
    """A limit of the first round; four weeks later each of the two answers it anew, or leaves it."""
    agreed(couple, {}, {"holding-hands": "limit"})
    script: Script = [*AGAIN]
    for side, answer in (("b", b), ("a", a)):
        whose: Side = "a" if side == "a" else "b"
        brings = "holding-hands" if answer else "bring-none"
        again: Script = [("Holding hands", answer)] if answer else []
        script += turn(whose, {}, asked=REST, bring=brings, brought=again)
    return held(later(28), [*script, *TOGETHER])


def test_a_limit_is_asked_anew_where_both_brought_it(couple: Context, later: Later) -> None:
    """It leaves the page by a round that both answered and in which neither gave it again."""
    brought(couple, later, "fine", "wanted")
    assert rows(later(29))["holding-hands"].level == "limit"
    assert levels(later(30)) == {"holding-hands": "open"}


@pytest.mark.parametrize(("a", "b"), [("fine", "limit"), ("limit", "wanted")])
def test_a_limit_stays_where_one_of_them_gives_it_again(
    couple: Context, later: Later, a: str, b: str
) -> None:
    """Both brought it, and one said limit once more: it stands."""
    brought(couple, later, a, b)
    assert levels(later(30)) == {"holding-hands": "limit"}


@pytest.mark.parametrize(("a", "b"), [("wanted", ""), ("", "wanted"), ("", "")])
def test_who_brought_a_limit_alone_is_on_no_page(couple: Context, later: Later, a: str, b: str) -> None:
    """Where one of them left it, it stays, and the row is what it was, to the letter."""
    before = {}

    def noted(days: int) -> Context:
        before.update(page(couple).boundaries)
        return later(days)

    person = brought(couple, noted, a, b)
    assert page(couple).boundaries["holding-hands"] == before["holding-hands"]
    reading = next(prompt for prompt in person.shown if "What came of it" in prompt.say)
    assert reading.say.count("Holding hands") == 1 + reading.say.count("Holding hands where")


def test_limits_are_offered_to_both_alike(couple: Context, later: Later) -> None:
    """Whoever a limit is of, both are asked in the same words whether to answer it anew."""
    person = brought(couple, later, "", "")
    first, second = ([p for p in part if BRING in p.say] for part in turns(person))
    assert len(first) == 1
    assert first == [prompt.__class__(**{**vars(prompt), "aside": first[0].aside}) for prompt in second]


# -- after the reading ---------------------------------------------------------------------------------------


def test_one_thing_to_talk_about_goes_on_the_list_of_both(couple: Context) -> None:
    """What is worth a talk can go to the agenda, by the id of its row; "not now" stands first."""
    talk = {"kitchen-dance": "talk", "hug-hello": "fine"}
    script = [*turn("a", talk), *turn("b", talk), *TOGETHER]
    person = held(couple, [*script, ("things to talk about", "kitchen-dance")])
    assert [option.id for option in person.shown[-1].options] == ["turn-none", "kitchen-dance"]
    assert [topic.about for topic in couple.home.agenda().topics.values()] == ["kitchen-dance"]


def test_nothing_is_offered_where_nothing_is_worth_a_talk(couple: Context) -> None:
    """Without such a row the reading is one screen, and no agenda is made."""
    agreed(couple, ALL, {"holding-hands": "limit"})
    assert not (couple.home.path / "agenda.toml").exists()


def test_the_reading_shows_what_is_on_the_page(couple: Context) -> None:
    """Both read the same page: what is slept on, what is not for us; what is a no is not listed."""
    person = agreed(couple, ALL, {"holding-hands": "fine", "hug-hello": "limit", "kiss-on-the-lips": "no"})
    said = next(prompt.say for prompt in person.shown if "What came of it" in prompt.say)
    assert said.index("being slept on") < said.index("Holding hands")
    assert said.index("Not for us") < said.index("A hug hello or goodbye")
    assert "A short kiss on the lips" not in said


def test_a_round_needs_a_page(context: Context) -> None:
    """Without a page there is nobody to answer: a stated problem, and nothing is made."""
    from couplekit.errors import NoPage

    with pytest.raises(NoPage):
        held(context, [])
    assert not context.home.path.exists()


# -- with private parts --------------------------------------------------------------------------------------


@pytest.fixture
def apart(couple: Context, monkeypatch: pytest.MonkeyPatch) -> Context:
    """A couple in which both have a private part, which opens at once."""
    monkeypatch.setattr(Home, "wrapping", Quick)
    locked(couple)
    return couple


def who(answer: str) -> Script:
    """Who answers now."""
    return [("Who answers now?", answer)]


READ: Script = [*who("read"), *opening("a"), *opening("b")]


def answered(context: Context, side: Side, answers: dict[str, str], **more: object) -> Scripted:
    """One of the two answers, alone, on this day."""
    return held(context, [*who(side), *locked_turn(side, answers, **more)])


def test_two_turns_on_two_days_and_a_reading_by_both(apart: Context, later: Later) -> None:
    """Each answers on a day of their own; they read on a third, and it counts from the second day after."""
    a = {"holding-hands": "fine", "hug-hello": "wanted", "kind-note-giving": "wanted"}
    b = {"holding-hands": "wanted", "hug-hello": "talk", "kind-note-receiving": "fine"}
    answered(apart, "a", a)
    assert page(apart).boundaries == {}
    answered(later(5), "b", b)
    assert page(apart).boundaries == {}
    held(later(9), [*READ, *TOGETHER, *NO_TOPIC])
    assert {said.state for said in rows(later(10)).values() if said.state != "agreed"} == {"asleep"}
    assert levels(later(11)) == {"holding-hands": "open", "hug-hello": "talk", "kind-note-from-a": "open"}
    assert private(apart, "a").turn is None
    assert private(apart, "b").turn is None
    assert private(apart, "a").answers == {**dict.fromkeys(KEYS, "no"), **a}


def test_a_limit_counts_when_its_turn_is_handed_in_and_the_rest_waits(apart: Context) -> None:
    """Of a turn that waits the page holds the limits and nothing else."""
    answered(apart, "b", ALL | {"kind-note-giving": "limit"})
    assert levels(apart) == {"kind-note-from-b": "limit"}
    assert set(page(apart).boundaries) == {"kind-note-from-b"}


def test_the_second_turn_does_not_tell_of_the_first(apart: Context, later: Later) -> None:
    """Whatever one of them handed in, limits included, the other one is asked the same."""
    before = apart.home.path.with_name("before")
    shutil.copytree(apart.home.path, before)
    answered(apart, "a", ALL | dict.fromkeys(KEYS[3:6], "limit"))
    with_it = answered(later(3), "b", {"hug-hello": "fine"})
    without = answered(Context(before, day=later(3).today()), "b", {"hug-hello": "fine"})
    assert with_it.shown == without.shown


def test_what_waits_shows_nowhere(apart: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Home, page, boundaries and files are the same before and after a turn without a limit."""
    from couplekit.commands.home import home_screen

    def seen() -> list[object]:
        capsys.readouterr()
        at_home = seated(apart, [("Good to see you both", "leave")], home_screen)
        show(apart)
        apart.show(page_blocks(apart, page(apart)))
        files = {name: text for name, text in bytes_of(apart.home.path).items() if "drawers" not in name}
        return [at_home.shown, capsys.readouterr().out, files]

    before = seen()
    answered(apart, "a", ALL)
    assert seen() == before


def test_a_private_part_has_one_size_whatever_is_in_it(apart: Context) -> None:
    """The size of a locked file tells nothing of the answers and the notes in it."""
    sizes = set()
    for answers in ({}, ALL, dict.fromkeys(KEYS, "no")):
        answered(apart, "a", answers)
        # What age puts around it differs by some bytes each time, by chance.
        sizes |= {path.stat().st_size // 1024 for path in apart.home.path.rglob("boundaries.toml.age")}
        held(apart, [*who("a"), *opening("a"), ("You have answered already", "withdraw")])
    assert sizes == {64}


@pytest.mark.parametrize("way", [CTRL_C, "/leave"])
def test_a_turn_that_was_cut_off_goes_on_where_it_was(apart: Context, later: Later, way: str) -> None:
    """What was answered stays in the private part; next time the question that was open is asked."""
    begun = locked_turn("a", {"holding-hands": "wanted", "hug-hello": "talk"})
    held(apart, [*who("a"), *begun[:6], (begun[6][0], way)])
    kept = private(apart, "a").turn
    assert kept is not None
    assert kept.answers == {"holding-hands": "wanted", "hug-hello": "talk"}
    assert not kept.done
    assert page(apart).boundaries == {}
    on: Script = [*screens("a", {}, FIRST[3:]), ("other things you would like", "areas-none"), *HAND_IN]
    held(later(2), [*who("a"), *opening("a"), *on])
    done = private(apart, "a").turn
    assert done is not None
    assert done.done
    assert done.answers == kept.answers


def test_a_stop_at_any_place_of_a_turn_keeps_what_was_answered_and_hands_in_nothing(
    apart: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever it ends, the page is as it was, and what was answered is in the private part and goes on."""
    answers = {"holding-hands": "limit", "kind-note-giving": "wanted"}
    script = [*who("a"), *locked_turn("a", answers, end=CHANGE)]
    before = {name: held for name, held in bytes_of(apart.home.path).items() if "drawers" not in name}
    first = 3 + 1  # who, hand-over, passphrase, card
    for place in range(first, len(script)):
        held(apart, [*who("a"), *opening("a"), *script[3:place], (script[place][0], CTRL_C)])
        kept = private(apart, "a").turn
        assert kept is not None
        said = {one.key: answers[one.key] for one in FIRST[: max(0, place - first)] if one.key in answers}
        assert {key: kept.answers[key] for key in kept.answers if key in answers} == said, script[place]
        after = {name: held for name, held in bytes_of(apart.home.path).items() if "drawers" not in name}
        assert after == before
        held(apart, [*who("a"), *opening("a"), *going_on(kept.answers), ("Before you hand", "keep-back")])
        assert private(apart, "a").turn is None


def going_on(answers: object) -> Script:
    """What is asked of Sam after the last of these answers."""
    last = max((n for n, one in enumerate(FIRST, 1) if one.key in answers), default=0)  # type: ignore[operator]
    return [*screens("a", {}, FIRST[last:]), ("other things you would like", "areas-none")]


def test_what_was_handed_in_can_be_changed_until_it_is_read(apart: Context, later: Later) -> None:
    """The owner answers anew: the last answer counts, also where the first one was a limit."""
    answered(apart, "a", {"holding-hands": "limit", "hug-hello": "fine"})
    change = ("You have answered already", "change")
    again = locked_turn("a", {"holding-hands": "fine"})
    held(later(1), [*who("a"), *opening("a"), change, *again[2:]])
    answered(later(2), "b", ALL)
    held(later(2), [*READ, *TOGETHER])
    assert levels(later(4)) == {"holding-hands": "open"}


def test_what_was_handed_in_can_be_taken_back(
    apart: Context, later: Later, capsys: pytest.CaptureFixture[str]
) -> None:
    """Taken back, nothing of it is read; a limit that counted stays until a round says otherwise."""
    answered(apart, "a", ALL | {"holding-hands": "limit"})
    answered(apart, "b", ALL)
    held(later(1), [*who("a"), *opening("a"), ("You have answered already", "withdraw")])
    assert private(apart, "a").turn is None
    capsys.readouterr()
    held(later(1), READ)
    assert "There is nothing to read together for now" in " ".join(capsys.readouterr().out.split())
    assert levels(later(3)) == {"holding-hands": "limit"}
    assert page(apart).lists is None


def test_leaving_it_as_it_is_comes_first_and_changes_nothing(apart: Context) -> None:
    """Whoever looks in on what they handed in leaves it as it is by the first key."""
    answered(apart, "a", ALL)
    before = private(apart, "a")
    person = held(apart, [*who("a"), *opening("a"), ("You have answered already", "1")])
    assert [option.id for option in person.shown[-1].options] == ["keep", "change", "withdraw"]
    assert private(apart, "a") == before


@pytest.mark.parametrize(("days", "is_read"), [(14, True), (15, False)])
def test_turns_more_than_two_weeks_apart_are_not_read(
    apart: Context, later: Later, capsys: pytest.CaptureFixture[str], days: int, is_read: bool
) -> None:
    """Fourteen days apart they are read; fifteen apart the older one is asked again, from its beginning."""
    answered(apart, "a", ALL)
    answered(later(days), "b", ALL)
    capsys.readouterr()
    held(later(days), [*READ, *(TOGETHER if is_read else [])])
    out = " ".join(capsys.readouterr().out.split())
    assert ("There is nothing to read together" in out) is not is_read
    assert bool(page(apart).boundaries) is is_read
    if not is_read:
        answered(later(days), "a", ALL)
        held(later(days), [*READ, *TOGETHER])


def test_reading_needs_both_passphrases(apart: Context) -> None:
    """With one of the two passphrases nothing is read, and both turns wait as they were."""
    answered(apart, "a", ALL)
    answered(apart, "b", ALL)
    before = bytes_of(apart.home.path)
    hand_over, (asked, _) = opening("b")
    held(apart, [*who("read"), *opening("a"), hand_over, (asked, CTRL_C)])
    held(apart, [*who("read"), *opening("a")[:1], (asked, ""), hand_over, (asked, "")])
    assert bytes_of(apart.home.path) == before


def test_the_passphrase_of_one_opens_nothing_of_the_other(apart: Context) -> None:
    """A wrong passphrase gets one sentence, as often as it is typed; nothing is changed by it."""
    answered(apart, "a", ALL)
    before = bytes_of(apart.home.path)
    hand_over, (asked, theirs) = opening("b")
    wrong = (asked, opening("a")[1][1])
    person = held(apart, [*who("b"), hand_over, wrong, (asked, "nothing"), (asked, CTRL_C)])
    assert person.told == [SAY["refused.passphrase-wrong"]] * 2
    assert bytes_of(apart.home.path) == before
    held(apart, [*who("b"), hand_over, wrong, (asked, theirs), ("Before you answer", CTRL_C)])


@pytest.mark.parametrize("side", ["a", "b"])
def test_a_note_is_kept_in_the_private_part_and_nowhere_else(apart: Context, side: Side) -> None:
    """Each of the two can write a note to themselves; no screen, page or file of the other one holds it."""
    note: Script = [
        ("Before you hand this in", "note"), ("Which one?", "hug-hello"),
        ("A note for yourself", "CANARY note"), *HAND_IN,
    ]  # fmt: skip
    answered(apart, side, ALL, end=note)
    assert private(apart, side).notes == {"hug-hello": "CANARY note"}
    assert holds(apart, "CANARY") == []
    other: Side = "b" if side == "a" else "a"
    answered(apart, other, ALL)
    person = held(apart, [*READ, *TOGETHER])
    assert not any("CANARY" in prompt.say for prompt in person.shown)
    assert private(apart, side).notes == {"hug-hello": "CANARY note"}
    assert holds(apart, "CANARY") == []


def test_without_a_private_part_no_note_is_offered(couple: Context) -> None:
    """A note that nothing would keep is not asked for."""
    person = held(couple, [*turn("a")[:-1], ("Before you hand this in", CTRL_C)])
    assert [option.id for option in person.shown[-1].options] == ["change", "hand-in", "keep-back"]


def test_one_sitting_with_private_parts(apart: Context, later: Later) -> None:
    """Both can answer one after the other with their parts open, and read at once."""
    held(apart, [*who("together"), *locked_turn("a", ALL), *locked_turn("b", ALL), *TOGETHER])
    assert set(levels(later(2)).values()) == {"open"}
    assert private(apart, "b").answers == ALL


def test_where_one_has_a_private_part_both_answer_in_one_sitting(
    couple: Context, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one lock nobody is asked who answers now; theirs is kept, the other's is gone afterwards."""
    monkeypatch.setattr(Home, "wrapping", Quick)
    locked(couple, "b")
    held(couple, [*turn("a", ALL), *locked_turn("b", ALL), *TOGETHER])
    assert set(levels(later(2)).values()) == {"open"}
    assert private(couple, "b").answers == ALL


def test_what_was_taken_off_since_a_turn_stays_off_at_the_reading(apart: Context, later: Later) -> None:
    """A narrowing drops its item from the turns that wait, and no reading widens it."""
    answered(apart, "a", ALL)
    answered(apart, "b", ALL)
    apart.home.update(with_taken_off("hug-hello", "k1"))
    held(later(1), [*READ, *TOGETHER])
    said = levels(later(3))
    assert "hug-hello" not in said
    assert set(said.values()) == {"open"}


def test_another_name_since_a_turn_leaves_its_answer_out(apart: Context, later: Later) -> None:
    """What waits was said to the old name: at the reading nothing of it is open under the new one."""
    answered(apart, "a", ALL)
    answered(apart, "b", ALL)
    apart.home.update(with_label("holding-hands", ["holding-hands"], "Paw in paw", "k1", "k3f9"))
    held(later(1), [*READ, *TOGETHER])
    assert "holding-hands" not in levels(later(3))
    assert levels(later(3))["hug-hello"] == "open"


def test_an_answer_to_something_that_no_list_has_any_more_is_no_fault(apart: Context) -> None:
    """A turn goes on, and can be handed in, after an item of ours went from the lists."""
    from couplekit.commands.boundaries import PRIVATE
    from couplekit.domain.rounds import Turn

    drawer = apart.home.drawer("a").open(opening("a")[1][1])
    asked = ["long-gone", *KEYS]
    begun = Turn(
        round=0, day=apart.today(), asked=asked, answers={"long-gone": "fine", "holding-hands": "fine"}
    )
    drawer.save(PRIVATE, private(apart, "a").model_copy(update={"turn": begun}))
    on: Script = [*screens("a", {}, FIRST[1:]), ("other things you would like", "areas-none"), *HAND_IN]
    held(apart, [*who("a"), *opening("a"), *on])


# -- one person alone ----------------------------------------------------------------------------------------


def own_list(answers: dict[str, str], over: str, areas: str = "everyday-affection") -> Script:
    """One person's own list of one area."""
    other = SAY["names.b"]
    return [
        ("A list of your own", ""),
        ("What would you like to look at?", areas),
        *((words(one, "a").replace("Alex", other), answers.get(one.key, "/skip")) for one in FIRST),
        ("This is your own list", ""),
        ("hand over", over),
    ]


def test_one_persons_own_list_is_in_memory_alone(one: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a private part nothing of it is kept, and nothing is handed over that was not chosen."""
    before = bytes_of(one.home.path)
    person = held(one, own_list({"holding-hands": "limit", "hug-hello": "wanted"}, "turn-none"))
    assert bytes_of(one.home.path) == before
    out = " ".join(capsys.readouterr().out.split())
    assert "Holding hands" not in out
    assert "Nothing of it is kept" in out
    shown = person.shown[-2].say
    assert "- Holding hands: No, and show it" in shown
    assert "- A short kiss on the lips: No, quietly" in shown
    assert not any("for one of you" in prompt.title.lower() for prompt in person.shown)


def test_one_person_hands_over_what_they_chose(one: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """The lines that were picked are printed, to copy; none of the others is."""
    held(one, own_list({"holding-hands": "limit", "hug-hello": "wanted"}, "holding-hands"))
    out = capsys.readouterr().out
    assert "- Holding hands: No, and show it" in out
    assert "hug" not in out


def test_one_persons_own_list_is_kept_where_it_is_locked(
    one: Context, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a private part the answers are kept there; the page and every other file stay as they were."""
    monkeypatch.setattr(Home, "wrapping", Quick)
    locked(one, "a")
    before = {name: held for name, held in bytes_of(one.home.path).items() if "drawers" not in name}
    passphrase: Script = [("Type the passphrase", opening("a")[1][1])]
    held(one, [*passphrase, *own_list({"holding-hands": "limit"}, "turn-none")])
    assert private(one, "a").answers == {**dict.fromkeys(KEYS, "no"), "holding-hands": "limit"}
    after = {name: held for name, held in bytes_of(one.home.path).items() if "drawers" not in name}
    assert after == before
    assert "Nothing of it is kept" not in capsys.readouterr().out


@pytest.mark.parametrize("way", [CTRL_C, "/leave"])
def test_who_leaves_their_own_list_keeps_and_prints_nothing(
    one: Context, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    """Wherever it ends early, nothing is kept; a stop is one line, leaving is none."""
    script = own_list({"holding-hands": "limit"}, "turn-none")
    before = bytes_of(one.home.path)
    for place in (0, 1, 2, 5, len(script) - 2, len(script) - 1):
        capsys.readouterr()
        held(one, [*script[:place], (script[place][0], way)])
        assert bytes_of(one.home.path) == before
        said = " ".join(capsys.readouterr().out.split())
        assert said == ("" if way == "/leave" else STOPPED), script[place]
