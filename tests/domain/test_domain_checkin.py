"""An evening: what is kept of it is what each chose, the two take turns, and a day is read kindly."""

from datetime import date
from typing import Any

import pytest
from domain_samples import RAW, TODAY, guide, question
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from couplekit.domain.checkin import (
    Draft,
    EveningId,
    Record,
    joined,
    new_evening,
    read_day,
    record_of,
    starts_next,
    taken_back,
    withdrawn,
    without_answers,
)
from couplekit.domain.guide import Guide, is_asked, slots

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
EVENING = "2026-11-21-k3f9"

TALK = guide(
    question("mood", "feelings", who="each", keeps="own"),
    question("glad", who="each", keeps="own"),
    question("wish", who="each", keeps="wish"),
    question("still-true", "choice", keeps="no"),
    question("more", who="each", keeps="own", **{"only-if": {"question": "still-true", "is": ["two"]}}),
    question("keep", "choice", who="each", keeps="no"),
    question("together", keeps="own"),
    question("meet", "date", keeps="page"),
)


def draft(answers: dict[str, str], **changes: Any) -> Draft:
    """A talk in which these answers were given."""
    values: dict[str, Any] = {
        "evening": EVENING,
        "guide": "sample",
        "version": 1,
        "asked": {key: f"Asked: {key.partition('.')[0]}" for key in answers},
        "answers": answers,
    }
    return Draft(**{**values, **changes})


def kept(answers: dict[str, str], keep: dict[str, str], made: Guide = TALK) -> Record:
    """What is kept of a talk of two."""
    asked = [slot for slot in slots(made, both_here=True) if is_asked(slot, answers)]
    return record_of(draft(answers), made, asked, keep)  # type: ignore[arg-type]


# -- names of evenings -----------------------------------------------------------------------------


@given(st.dates(), st.from_regex(r"[a-z0-9]{2,8}", fullmatch=True))
def test_an_evening_is_named_by_its_day(day: date, suffix: str) -> None:
    """An evening's name holds its day and an ending, and the day is read back from it."""
    name = TypeAdapter(EveningId).validate_python(new_evening(day, suffix))
    assert draft({}, evening=name).day == day
    assert kept({}, {}).model_copy(update={"evening": name}).day == day


@pytest.mark.parametrize(
    "name",
    [
        "2026-11-21",
        "2026-11-21-",
        "2026-11-21-k",
        "2026-11-21-toolong99",
        "2026-02-30-k3f9",
        "2026-13-01-k3f9",
        "0000-01-01-k3f9",
        "٢٠٢٦-١١-٢١-k3f9",
        "20261121-k3f9",
        "2026-11-21-K3F9",
        "2026-11-21-../..",
        "2026-11-21-k3f9\n",
        "",
    ],
)
def test_any_other_name_is_refused(name: str) -> None:
    """A name without a true day, or with an ending that is no ending, is no evening."""
    with pytest.raises(ValidationError):
        TypeAdapter(EveningId).validate_python(name)


@pytest.mark.parametrize("key", ["glad", "glad.c", ".a", "glad.", "Glad.a", "glad.a.b", "glad-.a"])
def test_a_draft_knows_whose_each_answer_is(key: str) -> None:
    """An answer of a draft stands under its question and whose it is, and no other way."""
    with pytest.raises(ValidationError):
        draft({key: "tea"})


# -- what is kept ----------------------------------------------------------------------------------

SAID = {
    "mood.a": "calm",
    "mood.b": "tired",
    "glad.a": "tea",
    "wish.a": "a walk",
    "wish.b": "an early night",
    "still-true.both": "one",
    "keep.a": "all",
    "meet.both": "2026-11-28",
}


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        (
            {"a": "all", "b": "wish"},
            {"a": {"mood": "calm", "glad": "tea", "wish": "a walk"}, "b": {"wish": "an early night"}},
        ),
        ({"a": "wish", "b": "wish"}, {"a": {"wish": "a walk"}, "b": {"wish": "an early night"}}),
        ({"a": "nothing", "b": "all"}, {"b": {"mood": "tired", "wish": "an early night"}}),
        ({"b": "wish"}, {"b": {"wish": "an early night"}}),
        ({"a": "nothing", "b": "nothing"}, {}),
        ({}, {}),
    ],
)
def test_each_chooses_for_their_own_words(keep: dict[str, str], expected: dict[str, Any]) -> None:
    """The wish, all of them, or none; without a choice nothing is kept. Nobody chooses for the other."""
    assert kept(SAID, keep).kept == expected


@given(
    st.dictionaries(
        st.sampled_from([slot.key for slot in slots(TALK, both_here=True)]), st.sampled_from(["one", "two"])
    ),
    st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(["wish", "all", "nothing"])),
)
def test_nothing_is_kept_that_was_not_chosen(answers: dict[str, str], keep: dict[str, str]) -> None:
    """Whatever was answered: kept are one's own answers by one's own choice, and what both said together."""
    record = kept(answers, keep)
    for whose, words in record.kept.items():
        for id, text in words.items():
            found = next(q for q in TALK.question if q.id == id)
            assert answers[f"{id}.{whose}"] == text
            assert found.keeps in ("own", "wish")
            assert (
                whose == "both" or keep[whose] == "all" or (keep[whose] == "wish" and found.keeps == "wish")
            )
    assert set(record.asked) == {id for words in record.kept.values() for id in words}
    assert all(words for words in record.kept.values())
    assert not {"still-true", "keep", "meet"} & set(record.asked)


def test_what_became_unreachable_stays_out() -> None:
    """An answer to a question that is not asked in the end is not kept."""
    assert "more" in kept({"still-true.both": "two", "more.a": "Words"}, {"a": "all"}).kept["a"]
    assert kept({"still-true.both": "one", "more.a": "Words"}, {"a": "all"}).kept == {}
    assert kept({"more.a": "Words"}, {"a": "all"}).kept == {}


def test_what_both_said_together_is_kept_for_both() -> None:
    """An answer of both together is neither one's own words, and stays with the evening."""
    record = kept({"together.both": "We went slowly."}, {"a": "nothing", "b": "nothing"})
    assert record.kept == {"both": {"together": "We went slowly."}}


def test_a_record_says_what_was_asked() -> None:
    """A record holds the words of its questions, its guide, its name and who started."""
    answers = {"glad.b": "tea"}
    asked = slots(TALK, both_here=True)
    record = record_of(draft(answers, starts="b"), TALK, asked, {"b": "all"}, evening="2026-11-22-zz")
    assert record == Record(
        evening="2026-11-22-zz",
        guide="sample",
        version=1,
        starts="b",
        asked={"glad": "Asked: glad"},
        kept={"b": {"glad": "tea"}},
    )


@pytest.mark.parametrize("side", ["a", "b", "both"])
def test_own_words_can_be_taken_back(side: Any) -> None:
    """Words go with the questions that nobody else answered; the others' stay, and a mark without words."""
    record = kept({**SAID, "together.both": "We."}, {"a": "all", "b": "wish"})
    rest = withdrawn(record, side)
    assert rest.kept == {whose: words for whose, words in record.kept.items() if whose != side}
    assert set(rest.asked) == {id for words in rest.kept.values() for id in words}
    assert rest.gone == [f"{id}.{side}" for id in record.kept[side]]
    assert withdrawn(rest, side) == rest


def test_a_mark_holds_no_word() -> None:
    """Where all words were taken back, what is left names questions and nothing that was said."""
    record = kept(SAID, {"a": "all"})
    rest = withdrawn(record, "a")
    assert (rest.kept, rest.asked) == ({}, {})
    assert withdrawn(record, "b") == record


@pytest.mark.parametrize("side", ["a", "b", "both"])
def test_no_copy_brings_back_what_was_taken_back(side: Any) -> None:
    """Whichever copy is the older one, in either order, what was taken back in one stays away."""
    record = kept({**SAID, "together.both": "We."}, {"a": "all", "b": "all"})
    without = withdrawn(record, side)
    assert joined(without, record).kept == without.kept
    assert joined(record, without).kept == without.kept
    assert set(joined(record, without).gone) == set(without.gone)
    assert taken_back(record, without.gone) == without


def test_two_copies_of_an_evening_lose_nothing() -> None:
    """What either copy keeps is kept; where they differ, the one at home stays; twice is like once."""
    mine = kept(SAID, {"a": "all"})
    theirs = kept({**SAID, "glad.a": "Other words."}, {"a": "all", "b": "all"})
    both = joined(mine, theirs)
    assert both.kept["a"] == mine.kept["a"]
    assert both.kept["b"] == theirs.kept["b"]
    assert joined(mine, mine) == mine
    assert joined(both, theirs) == both


def test_a_draft_says_nothing_that_was_taken_back() -> None:
    """Answers taken back from an evening leave its unfinished talk; without any it is the same talk."""
    draft = Draft(
        evening=EVENING,
        guide="check-in-short",
        version=1,
        asked={"glad.a": "Asked", "glad.b": "Asked"},
        answers={"glad.a": "tea", "glad.b": "rain"},
    )
    without = without_answers(draft, ["glad.a", "wish.a"])
    assert (without.asked, without.answers) == ({"glad.b": "Asked"}, {"glad.b": "rain"})
    assert without_answers(draft, ["wish.a"]) is draft


# -- who starts ------------------------------------------------------------------------------------


def evening(name: str, starts: Any) -> Record:
    """An evening of which nothing was kept."""
    return Record(evening=name, guide="sample", version=1, starts=starts)


@given(st.permutations([("2026-11-07-zz", "a"), ("2026-11-14-aa", "a"), ("2026-11-14-bb", "b")]))
def test_the_two_take_turns(evenings: list[tuple[str, str]]) -> None:
    """Who did not start the latest evening starts now: by its day, then its ending, in any order of files."""
    assert starts_next(evening(*each) for each in evenings) == "a"
    assert starts_next(evening(*each) for each in evenings if each[0] != "2026-11-14-bb") == "b"


def test_the_first_evening_begins_with_the_first() -> None:
    """Where there was no evening yet, the first of the two starts."""
    assert starts_next([]) == "a"


# -- days as people type them ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-28", date(2026, 11, 28)),
        ("28 November", date(2026, 11, 28)),
        ("28 november", date(2026, 11, 28)),
        ("  28   NOV ", date(2026, 11, 28)),
        ("28. November", date(2026, 11, 28)),
        ("28 nov.", date(2026, 11, 28)),
        ("28.11.", date(2026, 11, 28)),
        ("28.11", date(2026, 11, 28)),
        ("28 11", date(2026, 11, 28)),
        ("28.11.2026", date(2026, 11, 28)),
        ("28 November 2027", date(2027, 11, 28)),
        ("28 November, 2027", date(2027, 11, 28)),
        ("21 November", date(2026, 11, 21)),
        ("20 November", date(2027, 11, 20)),
        ("1 jan", date(2027, 1, 1)),
        ("29 February", date(2028, 2, 29)),
        ("29.2.2028", date(2028, 2, 29)),
        ("2020-01-01", date(2020, 1, 1)),
        ("1.1.2020", date(2020, 1, 1)),
        ("3 mar", date(2027, 3, 3)),
        ("3 may", date(2027, 5, 3)),
        ("٢٨.١١.", date(2026, 11, 28)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, day: date) -> None:
    """Without a year it is the next such day, today included; with one, that very day."""
    assert read_day(typed, TODAY, MONTHS) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "28",
        "28 no",
        "28 Brumaire",
        "30 February",
        "29.2.2027",
        "31.4.",
        "32.1.",
        "0.1.",
        "1.0.",
        "1.13.",
        "1.1.0000",
        "28/11",
        "28.11.26",
        "28-11-2026",
        "2026-02-30",
        "in a week",
        "²⁸.11.",
        "28 November 2026 maybe",
    ],
)
def test_what_is_no_day_is_none(typed: str) -> None:
    """What cannot be read as a day is no day: nothing is guessed."""
    assert read_day(typed, TODAY, MONTHS) is None


def test_the_next_leap_day_is_found_over_a_year_without_one() -> None:
    """The 29th of February is found, also where the fourth year from now has none."""
    assert read_day("29 feb", date(2097, 1, 1), MONTHS) == date(2104, 2, 29)
    assert read_day("29 feb", date(2096, 3, 1), MONTHS) == date(2104, 2, 29)
    assert read_day("29 feb", date(2028, 2, 29), MONTHS) == date(2028, 2, 29)


@given(RAW | st.from_regex(r"[0-9]{1,4}[-. ][0-9a-z]{1,4}[-. ]?[0-9]{0,5}"), st.dates())
@example("31.12.", date.max)
@example("29.2.", date.max)
@example("1.1.9999", date.min)
def test_reading_a_day_never_fails(typed: str, today: date) -> None:
    """Whatever is typed, and whatever day it is today: it is a day or none."""
    day = read_day(typed, today, MONTHS)
    assert day is None or isinstance(day, date)


@given(st.dates(date(1990, 1, 1), date(2190, 1, 1)), st.dates(date(1990, 1, 1), date(2190, 1, 1)))
def test_a_day_that_was_said_is_read_back(day: date, today: date) -> None:
    """Day and month, in words or numbers, mean the next such day; with the year they mean that day."""
    for said in (f"{day.day} {MONTHS[day.month - 1]}", f"{day.day}.{day.month}."):
        found = read_day(said, today, MONTHS)
        assert found is not None
        assert found >= today
        assert (found.day, found.month) == (day.day, day.month)
        assert found.year - today.year <= 8
        assert read_day(f"{said} {day.year}", today, MONTHS) == day
    assert read_day(day.isoformat(), today, MONTHS) == day
