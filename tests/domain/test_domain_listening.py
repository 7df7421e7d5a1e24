"""Where a talk stands: rounds, turns, a time-out, and what may be tried, whatever is answered."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from couplekit.content.closeness import closeness
from couplekit.content.guides import guide
from couplekit.domain.guide import Question, Slot, slots
from couplekit.domain.listening import ROUNDS, Listening, Step, reopens, speaks_of_closeness, step_of
from couplekit.domain.people import SIDES, Side, other

TALK = guide("talk")
CHECK_IN = guide("check-in-short")
MANY = settings(max_examples=500)
#: One answer for each screen that a talk can have; what is no choice is left out where the number is even.
CHOICES = st.lists(st.integers(0, 5), min_size=120, max_size=120)
FIRST = st.sampled_from(SIDES)


class Walked(NamedTuple):
    """The screens that were there, in order, and the answers by key as they stood before each."""

    slots: list[Slot]
    before: list[dict[str, str]]
    answers: dict[str, str]


def screens(listening: Listening) -> list[Slot]:
    """Every screen of a talk, or of a check-in."""
    if not listening.in_check_in:
        return listening.slots(TALK)
    return listening.slots_within(slots(CHECK_IN, both_here=True, starts=listening.first), TALK)


def walk(listening: Listening, answer: Callable[[Slot, int], str | None]) -> Walked:
    """A whole talk by these answers. None is a screen that was left out, or said aloud."""
    walked = Walked([], [], {})
    for place, slot in enumerate(screens(listening)):
        if not listening.is_asked(slot, walked.answers):
            continue
        walked.slots.append(slot)
        walked.before.append(dict(walked.answers))
        given_ = answer(slot, place)
        if given_ is not None:
            walked.answers[slot.key] = given_
        if slot.question.further is not None and place % 2 == 0:
            walked.answers[f"{slot.question.further.id}.{slot.whose}"] = "yes"
    return walked


def by(numbers: list[int]) -> Callable[[Slot, int], str | None]:
    """Answers by number: one of the choices, words, or nothing."""

    def answer(slot: Slot, place: int) -> str | None:
        number = numbers[place % len(numbers)]
        offered = [choice.id for choice in slot.question.choices]
        if offered:
            return offered[number] if number < len(offered) else None
        return f"words {place}" if slot.question.kind == "text" and number % 2 else None

    return answer


def names(walked: Walked) -> list[Step]:
    """The steps that were there."""
    return [step for slot in walked.slots if (step := step_of(slot.question.id))]


TALKS = st.builds(Listening, FIRST) | st.builds(Listening, FIRST, st.just(True))


@MANY
@given(listening=TALKS, numbers=CHOICES)
def test_at_most_three_rounds_then_thanks(listening: Listening, numbers: list[int]) -> None:
    """Whatever is chosen, a turn has one to three rounds, and every turn that is there ends in one thanks."""
    walked = walk(listening, by(numbers))
    steps = names(walked)
    for turn in (1, 2):
        heard = [step.round for step in steps if step.turn == turn and step.name == "heard"]
        thanks = [step for step in steps if step.turn == turn and step.name == "thanks"]
        held = listening.is_held(turn, walked.answers)
        assert heard == list(range(1, len(heard) + 1))
        assert len(heard) <= ROUNDS
        assert (bool(heard), len(thanks)) == (held, int(held))


@MANY
@given(listening=TALKS, numbers=CHOICES)
def test_another_round_comes_of_not_quite_and_of_nothing_else(
    listening: Listening, numbers: list[int]
) -> None:
    """A round follows where the one before ended in "not quite"; a line is added where it will be heard."""
    walked = walk(listening, by(numbers))
    steps = names(walked)
    for step in steps:
        if step.name == "heard" and step.round > 1:
            so = f"so-{step.turn}-{step.round - 1}.{listening.speaker(step.turn)}"
            assert walked.answers[so] == "not-quite"
        if step.name == "more":
            assert Step("heard", step.turn, step.round + 1) in steps


@MANY
@given(first=FIRST, numbers=CHOICES)
def test_nothing_is_tried_before_the_thanks(first: Side, numbers: list[int]) -> None:
    """Up to the thanks of a turn there is nothing to try from it; the request comes after them."""
    listening = Listening(first)
    walked = walk(listening, by(numbers))
    thanked: set[int] = set()
    for slot, answers in zip(walked.slots, walked.before, strict=True):
        step = step_of(slot.question.id)
        assert step is not None
        if step.name in ("ask", "request", "put", "try", "came"):
            assert step.turn in thanked
        for turn in {1, 2} - thanked:
            assert listening.to_try(turn, answers) is None
        if step.name == "thanks":
            thanked.add(step.turn)


@MANY
@given(first=FIRST, numbers=CHOICES)
def test_it_takes_both_to_try_something(first: Side, numbers: list[int]) -> None:
    """A line is there to try where its speaker wrote it down and both said yes; one no is enough for none."""
    listening = Listening(first)
    walked = walk(listening, by(numbers))
    for turn in (1, 2):
        line = listening.to_try(turn, walked.answers)
        said = [walked.answers.get(f"try-{turn}.{side}") for side in SIDES]
        assert (line is not None) == (said == ["yes", "yes"])
        if line is not None:
            assert line == walked.answers[f"request-{turn}.{listening.speaker(turn)}"]
            for side in SIDES:
                for less in ("no", "not-now"):
                    assert listening.to_try(turn, {**walked.answers, f"try-{turn}.{side}": less}) is None
                without = {key: value for key, value in walked.answers.items() if key != f"try-{turn}.{side}"}
                assert listening.to_try(turn, without) is None


@MANY
@given(first=FIRST, numbers=CHOICES)
def test_a_check_in_has_nothing_to_try(first: Side, numbers: list[int]) -> None:
    """Inside a check-in it ends in thanks; whoever did not choose it is not asked to be heard back."""
    listening = Listening(first, in_check_in=True)
    walked = walk(listening, by(numbers))
    assert {step.name for step in names(walked)} <= {"over", "heard", "back", "so", "more", "thanks"}
    for turn in (1, 2):
        assert listening.to_try(turn, walked.answers) is None
        chosen = f"hear-back.{listening.speaker(turn)}" in walked.answers
        assert any(step.turn == turn for step in names(walked)) == chosen


def mirrored(key: str) -> str:
    """The same key of the other one."""
    id, _, whose = key.rpartition(".")
    return f"{id}.{other(whose)}" if whose in SIDES else key  # type: ignore[arg-type]


@MANY
@given(in_check_in=st.booleans(), numbers=CHOICES)
def test_swapping_the_two_swaps_nothing_but_names(in_check_in: bool, numbers: list[int]) -> None:
    """With the other one first and the same answers it is the same talk, with their letters swapped."""
    one, two = (walk(Listening(first, in_check_in), by(numbers)) for first in SIDES)
    assert [mirrored(slot.key) for slot in one.slots] == [slot.key for slot in two.slots]
    assert {mirrored(key): value for key, value in one.answers.items()} == two.answers
    for turn in (1, 2):
        a, b = (Listening(first, in_check_in) for first in SIDES)
        assert a.round(turn, one.answers) == b.round(turn, two.answers)
        assert a.to_try(turn, one.answers) == b.to_try(turn, two.answers)


def seen(listening: Listening, slot: Slot, answers: Mapping[str, str]) -> tuple[object, ...]:
    """All that a screen shows of what was said before it, and where the talk stands there."""
    step = step_of(slot.question.id)
    if step is None:
        return (slot.key,)
    return (
        slot.key,
        listening.round(step.turn, answers),
        listening.words(step, answers),
        listening.heard(step, answers),
        listening.request(step.turn, answers),
        listening.went_all_round(step.turn, answers),
    )


@MANY
@given(listening=TALKS, numbers=CHOICES, at=st.integers(0, 200))
def test_a_time_out_changes_nothing(listening: Listening, numbers: list[int], at: int) -> None:
    """Kept without what was answered alone, a talk stands at the same screen, in the same round and words."""
    walked = walk(listening, by(numbers))
    place = at % len(walked.slots)
    slot, answers = walked.slots[place], walked.before[place]
    alone = {there.key for there in walked.slots if there.question.alone}
    kept = {key: value for key, value in answers.items() if key not in alone}
    assert listening.is_asked(slot, kept)
    assert seen(listening, slot, kept) == seen(listening, slot, answers)


@given(a=st.sampled_from(["go-on", "not-now", ""]), b=st.sampled_from(["go-on", "not-now", ""]))
def test_a_talk_reopens_where_both_choose_it(a: str, b: str) -> None:
    """One not now, or no choice at all, keeps it closed, whoever it was."""
    assert reopens({"a": a, "b": b}) == (a == b == "go-on") == reopens({"a": b, "b": a})
    assert not reopens({"a": a})


def test_every_screen_has_a_key_of_its_own() -> None:
    """A draft names a screen by its key: no two are alike, in a talk or in a check-in."""
    for first in SIDES:
        for in_check_in in (False, True):
            keys = [slot.key for slot in screens(Listening(first, in_check_in))]
            assert len(keys) == len(set(keys))


def test_a_check_in_is_no_longer_for_those_who_do_not_choose_it() -> None:
    """Without being heard back the screens are those of the guide: at most twelve for each of the two."""
    listening = Listening("a", in_check_in=True)
    there = [slot for slot in screens(listening) if listening.is_asked(slot, {})]
    assert there == slots(CHECK_IN, both_here=True)
    for side in SIDES:
        assert sum(slot.whose in (side, "both") for slot in there) <= 12


def test_a_guide_gives_the_talk_its_first_turn() -> None:
    """By itself the guide asks whoever starts to speak, and the other one to listen."""
    for first in SIDES:
        whose = {slot.question.id: slot.whose for slot in slots(TALK, both_here=True, starts=first)}
        assert (whose["says"], whose["heard"], whose["thanks"]) == (first, other(first), "both")


@pytest.mark.parametrize("change", [{"aloud": False}, {"kind": "card"}])
def test_a_further_way_to_answer_goes_with_words(change: dict[str, object]) -> None:
    """It stands behind saying it aloud and writing it down, so a question without these has none."""
    values = {
        "id": "q",
        "kind": "text",
        "say": "What?",
        "why": "So.",
        "further": {"id": "more", "label": "x"},
    }
    assert Question.model_validate(values).further is not None
    with pytest.raises(ValidationError, match="asks for words"):
        Question.model_validate({**values, **change})


# -- what is never put on a list

NEVER = """
a cuddle on the sofa
Cuddling before we sleep
more cuddles
let's snuggle up
Snuggling with a film
a hug every morning
Hug me when I come home
hugging for a minute
HUGS!
one kiss a day
kissing good night
a kissss
Kiss me more often
touch me softly
touching without clothes
more touch
no touch for a week
a gentle touch on my back
hold hands on walks
Holding hands at the cinema
hold me for a while
just hold each other
stroke my hair
a back rub on Sundays
foot rubs
massage each other
a 20-minute massage
scratch my back
put your arm around me
lie in each other's arms
lie in each other\u2019s arms
skin-to-skin time
sit close to me
lie close together at night
be closer
feel closer on Fridays
time for closeness
a bit of intimacy
be intimate once a week
date-night-for-sex
sex on Saturdays
have s3x
sexy underwear
sexual things
make love slowly
making love again
sleep with me
sleep together again
share a bed again
shower together
have a bath together
undress in front of me
be naked together
try penetration again
penetrative something
intercourse by March
an orgasm each
use the dilator together
dilating twice a week
dilate every day
the next dilator size
go through my dilators
do your pelvic floor exercises
my Kegels
exercise daily
do the exercises with me
physio homework together
do my homework from the physio
stretching before bed
do my stretches
vaginal trainers
use the trainers
practise with the wand
a vibrator
talk dirty to me
turn me on
snog on the couch
make out like we used to
spooning
caress my face
Masturbate together
tickle fights
go all the way
oral on Sundays
foreplay first
a six-second kiss when we meet
rest my head on your shoulder
lay your hand on my belly
fall asleep together
a nap together on Sunday
be physical again
explore each other's bodies
have some fun in bed
move up to the next size
try a tampon
hold my hand in the waiting room
curl up together with a film
take our clothes off
ten squats a day
kissing, but nothing else
being physically close
show affection
more physical contact
stay in touch, and touch me
keep in touch and cuddle
""".strip().splitlines()

MAY = """
a walk after supper
stay in touch during the day
keep in touch by text when one of us is away
touch base on Sunday evening
touch wood, a week without the news
get in touch with my sister
put the finishing touches to the garden
touch up the paint in the hall
switch off the touch screen after nine
close the door when one of us works
close the laptop at eight
close the windows before the rain
eat close to the window
a bench close to the sea
a flat close to work
sit by the fire
cook together once
cook something new
tea in the morning, without phones
no phones at supper
a film on Friday
pick the film in turns
read to each other
a game of cards
go swimming
see the sea
plan the weekend on Thursday
ask before calling me at work
say when you will be late
write a note in the morning
breakfast in bed
go to bed earlier
turn on the radio at breakfast
turn the heating up
hold the ladder while I paint
hold the door
hold the dog's lead in turns
pick up the parcel
share the shopping
make a list for the shop
make out a shopping list
make out the cheque
a drive into the hills
visit your mother
invite friends for soup
listen for ten minutes before you answer
a quiet half hour after work
tell me one good thing of the day
leave the washing-up until morning
wash the car
wash up in turns
sing in the kitchen
dance in the kitchen
a day with nothing planned
a date at the museum
date night with pizza
see a play
learn ten words of Italian
take the bus together
bake bread
feed the cat in turns
stroking the dog in the evening
a petting zoo with the children
buy skinny jeans
an oral exam to practise for
call the clinic together
ask the doctor about it together
write down questions for the appointment
drive me to the appointment
wait in the car while I see the doctor
sleep with the window open
sleep in on Sundays
sleep longer
shower before supper
fix the shower
run a bath for me
take the long way home
talk for ten minutes with the lights on
start the day without rushing
knock before coming in
give me ten minutes when I come home
say thank you more
a stroke of luck jar
grinding the coffee by hand
hold me to my bedtime
an exercise book for ideas
make the bed together
come inside for tea at four
put it in the diary
hook up the printer
take the clothes off the line
get it on Tuesday
hold me accountable for the bins
exercise patience with my mother
exercise the dog before work
a touching film
curl up with a book each
an oral report on the budget
buy no clothes this month
lie in until nine on Sundays
watch the climax of the cup
a hike in June
try the new cafe
""".strip().splitlines()


@pytest.mark.parametrize("line", NEVER)
def test_touch_closeness_and_exercises_are_known(line: str) -> None:
    """A line about touch, closeness or exercises is one, in every form and whatever stands beside it."""
    assert speaks_of_closeness(line, closeness())
    assert speaks_of_closeness(line.upper(), closeness())


@pytest.mark.parametrize("line", MAY)
def test_other_things_may_be_tried(line: str) -> None:
    """Everyday things are not taken for closeness, sayings with such words among them."""
    assert not speaks_of_closeness(line, closeness())
    assert not speaks_of_closeness(line.upper(), closeness())


def test_there_are_enough_lines_of_each_kind() -> None:
    """At least sixty lines that are about it, and sixty that are not, none twice."""
    assert len(set(NEVER)) == len(NEVER) >= 60
    assert len(set(MAY)) == len(MAY) >= 60
