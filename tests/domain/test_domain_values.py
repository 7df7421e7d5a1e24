"""Small values: days, names, cards and sentences."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from domain_samples import RAW, TODAY, about
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from couplekit.domain.card import Card, Families, Family
from couplekit.domain.days import after_sleeping_on_it, day_of, spoken
from couplekit.domain.interface import Interface
from couplekit.domain.model import Id, Line, Words
from couplekit.domain.people import Partners, Person, other, pace_named
from couplekit.domain.text import clean_line, is_clean

# -- days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "day"), [(20, 21), (23, 21), (24, 21), (28, 21), (28.99, 21), (29, 22), (33, 22)]
)
def test_an_evening_past_midnight_is_the_same_day(hour: float, day: int) -> None:
    """Until five in the morning it is still the evening before."""
    moment = datetime(2026, 11, 21) + timedelta(hours=hour)
    assert day_of(moment) == date(2026, 11, day)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2190, 1, 1)))
def test_a_day_is_that_of_the_clock_or_the_one_before(moment: datetime) -> None:
    """The day is that of the clock from five on, and the one before until then."""
    assert day_of(moment) == moment.date() - timedelta(days=moment.hour < 5)


@given(st.dates(max_value=date(2190, 1, 1)))
def test_slept_on_is_the_second_day_after(today: date) -> None:
    """What both agreed to loosen counts from the second day after."""
    assert after_sleeping_on_it(today) - today == timedelta(days=2)


def test_a_day_as_it_is_said() -> None:
    """A day is said with its weekday and month, and without a year."""
    say = Interface(
        {
            "date": {
                "weekdays": "Mo Tu We Th Fr Sa Su",
                "months": " ".join(f"M{number}" for number in range(1, 13)),
                "spoken": "{weekday} {day} {month}",
            }
        }
    )
    assert spoken(TODAY, say) == "Sa 21 M11"
    assert spoken(date(2027, 1, 4), say) == "Mo 4 M1"


# -- people ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "pace"),
    [
        ("a", "a"),
        ("b", "b"),
        ("the-slower-of-us", "the-slower-of-us"),
        (None, "the-slower-of-us"),
        ("c", "the-slower-of-us"),
    ],
)
def test_without_a_choice_the_slower_sets_the_pace(id: str | None, pace: str) -> None:
    """Only a clear choice of one of the two is one; anything else is the slower of them."""
    assert pace_named(id) == pace


def test_one_or_two_people() -> None:
    """A page is for one or for two; where nobody is there is no name."""
    alone = Partners(a=Person(name="Sam"))
    two = Partners(a=Person(name="Sam"), b=Person(name="Alex"))
    assert (alone.both, alone.name("a"), alone.name("b")) == (False, "Sam", "")
    assert (two.both, two.name("a"), two.name("b")) == (True, "Sam", "Alex")
    assert [other(side) for side in ("a", "b")] == ["b", "a"]


# -- values from files -----------------------------------------------------------------------------


@given(RAW)
def test_a_text_from_a_file_is_harmless_or_refused(raw: str) -> None:
    """A text that could act on a screen is refused, and so is a line that is blank or is not one line."""
    for kind, longest in ((Line, 200), (Words, 4000)):
        adapter = TypeAdapter(kind)
        if 0 < len(raw) <= longest and is_clean(raw) and (kind is Words or clean_line(raw) == raw):
            assert adapter.validate_python(raw) == raw
        else:
            with pytest.raises(ValidationError):
                adapter.validate_python(raw)


def test_a_refused_name_is_not_repeated() -> None:
    """A message about a name that cannot be taken does not hold the name."""
    with pytest.raises(ValidationError) as found:
        Person(name="Canary\x1b[2J")
    assert "Canary" not in str(found.value)
    assert "hidden control character" in str(found.value)


@pytest.mark.parametrize("id", ["", "-a", "a-", "A", "a b", "a.b", "é", "a" * 61, "a\n", "../a"])
def test_what_is_no_name_for_a_thing(id: str) -> None:
    """A name for a thing in a file is small letters, digits and hyphens, 1 to 60, and never a path."""
    with pytest.raises(ValidationError):
        TypeAdapter(Id).validate_python(id)
    assert TypeAdapter(Id).validate_python("k3-f9")
    assert TypeAdapter(Id).validate_python("a" * 60)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Card, {"id": "c", "version": 1, "title": "A card"}),
        (Card, {"id": "c", "version": 0, "title": "A card", "say": "Words."}),
        (Card, {"id": "c", "version": True, "title": "A card", "say": "Words."}),
        (Card, {"id": "c", "version": 1, "title": "", "say": "Words."}),
        (Card, {"id": "c", "version": 1, "title": "A card", "say": "Words.", "sources": ["No id"]}),
        (Family, {"id": "calm", "label": "calm", "words": []}),
        (Families, {"family": []}),
    ],
)
def test_values_that_make_no_sense_are_refused(model: type[Any], values: dict[str, Any]) -> None:
    """Something missing, empty, of another kind or unknown is refused, never bent into shape."""
    with pytest.raises(ValidationError):
        model.model_validate(values)


def test_values_do_not_change() -> None:
    """A value that was read stays as it was read."""
    with pytest.raises(ValidationError):
        Person(name="Sam").name = "Alex"  # type: ignore[misc]
    assert about("Stop").label == "Stop"


# -- sentences -------------------------------------------------------------------------------------


def test_sentences_are_found_by_dotted_key() -> None:
    """Sentences are found by key, unwrapped; a place is filled once, and one that is not known stays."""
    say = Interface({"menu": {"say": "Take\nyour time.", "deep": {"er": "{name}, {other}"}}, "top": "Hi"})
    assert dict(say) == {"menu.say": "Take your time.", "menu.deep.er": "{name}, {other}", "top": "Hi"}
    assert len(say) == 3
    assert say("menu.deep.er", name="{other}") == "{other}, {other}"
    assert say("menu.deep.er", name="{other}", other="Sam") == "{other}, Sam"
    assert say.get("menu.nothing") is None
    with pytest.raises(KeyError):
        say("menu.nothing")
    with pytest.raises(KeyError):
        say["menu"]


@pytest.mark.parametrize("value", [1, None, ["one"], TODAY])
def test_what_is_no_sentence_is_named(value: object) -> None:
    """Anything but a sentence among the sentences is refused by its key."""
    with pytest.raises(TypeError, match=r"menu\.say is not a sentence"):
        Interface({"menu": {"say": value}})
