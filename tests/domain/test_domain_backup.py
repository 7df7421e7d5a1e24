"""A backup that is brought back: a merge that loses nothing, widens nothing and brings nothing back."""

from datetime import timedelta
from typing import Any

import pytest
from domain_samples import PAGES, TODAY, page
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from couplekit.domain.agreement import MEDIA, Agreement, Meeting, PaceSetting, with_meeting, with_name
from couplekit.domain.backup import (
    Backup,
    are_of_the_same_two,
    evening_with_copy,
    page_of_copy,
    page_with_copy,
)
from couplekit.domain.checkin import Record
from couplekit.domain.people import Partners, Person
from couplekit.domain.signals import Signal
from couplekit.domain.text import fold

TRUSTED = st.booleans()


def ways(page: Agreement) -> set[tuple[str, str, str]]:
    """Every way of every signal, as people would compare them."""
    return {
        (name, medium, fold(text))
        for name, signal in page.signals.items()
        for medium in MEDIA
        for text in getattr(signal, medium).values()
    }


@given(mine=PAGES, theirs=PAGES, trusted=TRUSTED)
def test_no_way_of_mine_is_lost_or_begins_to_leave(mine: Agreement, theirs: Agreement, trusted: bool) -> None:
    """Whatever the copy holds, every signal of the page stays under its name and nothing new leaves."""
    whole = page_with_copy(mine, theirs, trusted=trusted)
    for name, signal in mine.signals.items():
        assert signal.words.items() <= whole.signals[name].words.items()
        assert signal.signs.items() <= whole.signals[name].signs.items()
        assert whole.signals[name].leaving == signal.leaving
    for name in whole.signals.keys() - mine.signals.keys():
        assert whole.signals[name].leaving == {}
    assert Agreement.model_validate(whole.model_dump(by_alias=True)) == whole


@given(mine=PAGES, theirs=PAGES, trusted=TRUSTED)
def test_what_the_copy_adds_counts_and_what_was_let_go_stays_away(
    mine: Agreement, theirs: Agreement, trusted: bool
) -> None:
    """A way of the copy counts again, but for those that left the page for good."""
    whole = page_with_copy(mine, theirs, trusted=trusted)
    back = {
        (name, medium, fold(text))
        for name, signal in theirs.signals.items()
        for medium in MEDIA
        for key, text in getattr(signal, medium).items()
        if key not in mine.gone
    }
    assert ways(whole) == ways(mine) | back


@given(mine=PAGES, theirs=PAGES, trusted=TRUSTED)
def test_the_pace_is_never_widened(mine: Agreement, theirs: Agreement, trusted: bool) -> None:
    """Where the two differ it is the slower of the two; nobody's comfort replaces another's."""
    whole = page_with_copy(mine, theirs, trusted=trusted)
    assert whole.pace.set_by == (mine.pace.set_by if mine.pace == theirs.pace else "the-slower-of-us")
    assert whole.partners.both or not (mine.partners.both or theirs.partners.both)


@given(mine=PAGES, theirs=PAGES, trusted=TRUSTED)
def test_bringing_a_copy_in_twice_is_bringing_it_in_once(
    mine: Agreement, theirs: Agreement, trusted: bool
) -> None:
    """It can be done again after it was cut off."""
    once = page_with_copy(mine, theirs, trusted=trusted)
    assert page_with_copy(once, theirs, trusted=trusted) == once


@given(now=PAGES, text=st.sampled_from(["amber", "two taps"]), day=st.none() | st.just(TODAY))
def test_ones_own_older_copy_changes_nothing(now: Agreement, text: str, day: Any) -> None:
    """A page that has everything of an older copy and more stays as it is."""
    later = with_meeting(day)(with_name("a", "Kim")(now))
    stop = later.signals.get("stop", Signal())
    stop = stop.model_copy(update={"words": {**stop.words, "k7": text}})
    later = later.model_copy(update={"signals": {**later.signals, "stop": stop}})
    older = now.model_copy(update={"gone": []})
    kept = {key for signal in now.signals.values() for key in (*signal.words, *signal.signs)}
    later = later.model_copy(update={"gone": [key for key in now.gone if key not in kept]})
    if now.partners.both:
        assert page_with_copy(later, older).signals["stop"].words == stop.words
        assert page_with_copy(later, older).partners == later.partners
        assert page_with_copy(later, older).meeting == later.meeting


def test_names_and_the_next_day_come_from_the_newer_page() -> None:
    """A copy of a later day brings its names and its day, unless it was changed by other means."""
    newer = page(
        changed=TODAY + timedelta(days=1),
        partners=Partners(a=Person(name="Sam"), b=Person(name="Kim")),
        meeting=Meeting(next=TODAY + timedelta(days=7)),
    )
    assert page_with_copy(page(), newer).partners == newer.partners
    assert page_with_copy(page(), newer).meeting == newer.meeting
    assert page_with_copy(page(), newer, trusted=False).partners == page().partners
    assert page_with_copy(newer, page()) == newer
    same_day = page(meeting=Meeting(next=TODAY))
    assert page_with_copy(page(), same_day).meeting == page().meeting


@given(page=PAGES)
def test_into_an_empty_home_what_needed_both_is_asked_again(page: Agreement) -> None:
    """Nothing is about to leave any more, and the slower of the two sets the pace."""
    there = page_of_copy(page)
    assert not any(signal.leaving for signal in there.signals.values())
    assert ways(there) == ways(page)
    assert there.pace.set_by == "the-slower-of-us" or not page.partners.both


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Sam", "Alex", True),
        ("sam!", None, True),
        ("Kim", "Alex", True),
        ("Alex", "Sam", False),
        ("Kim", "Robin", False),
        ("Kim", None, False),
    ],
)
def test_pages_of_others_are_told_apart(a: str, b: str | None, same: bool) -> None:
    """One name in its place is enough; the same two names the other way round are another page."""
    other = page(partners=Partners(a=Person(name=a), b=Person(name=b) if b else None))
    assert are_of_the_same_two(page(), other) is same


def test_an_evening_that_is_not_there_comes_whole() -> None:
    """A copy of an evening is taken as it is where there was none, and joined where there was one."""
    theirs = Record(
        evening="2026-11-21-k3", guide="check-in", version=1, starts="a", kept={"b": {"glad": "tea"}}
    )
    assert evening_with_copy(None, theirs) == theirs
    mine = theirs.model_copy(update={"kept": {}, "gone": ["glad.b"]})
    assert evening_with_copy(mine, theirs) == mine


def test_an_evening_stands_under_its_own_name() -> None:
    """A backup in which an evening has another one's name is refused."""
    evening = Record(evening="2026-11-21-k3", guide="check-in", version=1, starts="a")
    Backup(made=TODAY, evenings={"2026-11-21-k3": evening})
    with pytest.raises(ValidationError, match="under the name of another"):
        Backup(made=TODAY, evenings={"2026-11-22-k3": evening})


def test_the_pace_of_one_alone_stays() -> None:
    """Somebody alone sets their own pace, also in a new home."""
    alone = page(partners=Partners(a=Person(name="Sam")), pace=PaceSetting.model_validate({"set-by": "a"}))
    assert page_of_copy(alone).pace.set_by == "a"
