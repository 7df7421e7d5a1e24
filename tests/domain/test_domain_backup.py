"""A backup that is brought back: a merge that loses nothing, widens nothing and brings nothing back."""

from datetime import timedelta
from typing import Any

import pytest
from boundary_oracle import narrowest
from boundary_samples import (
    LONG_AGO,
    ROW_IDS,
    TYPED,
    TYPED_ROWS,
    after,
    edges,
    is_not_wider,
    never_wider,
    page_of,
    row,
    says,
)
from domain_samples import PAGES, TODAY, page
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from couplekit.domain.agreement import (
    MEDIA,
    Agreement,
    Meeting,
    PaceSetting,
    changed_outside,
    with_meeting,
    with_name,
    without_trust,
)
from couplekit.domain.backup import (
    Backup,
    are_of_the_same_two,
    evening_with_copy,
    page_of_copy,
    page_with_copy,
)
from couplekit.domain.boundaries import Boundary, Level, dropped, rows_together, taken_off
from couplekit.domain.checkin import Record
from couplekit.domain.people import Partners, Person
from couplekit.domain.rounds import Answer, Turn, after_round, with_limits
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


# -- boundaries ------------------------------------------------------------------------------------

thousand = settings(max_examples=1000, deadline=None)

OPEN = after_round(Boundary(), "wanted", "fine", today=after(-9), last_day=after(-9))
LIMIT = after_round(OPEN, "limit", "fine", today=after(-1), last_day=after(-9))


@pytest.mark.parametrize(
    ("mine", "theirs", "level"),
    [
        (OPEN, taken_off(OPEN, "k1"), "none"),
        (taken_off(OPEN, "k1"), OPEN, "none"),
        (OPEN, LIMIT, "limit"),
        (LIMIT, OPEN, "limit"),
        (OPEN, OPEN, "open"),
    ],
)
def test_a_sealed_copy_of_one_history_is_a_meeting_of_two_devices(
    mine: Boundary, theirs: Boundary, level: str
) -> None:
    """The later round counts, and what was taken off on either device."""
    whole = page_with_copy(page_of({"x": mine}), page_of({"x": theirs}))
    assert says(whole.boundaries["x"], TODAY) == level


@pytest.mark.parametrize(("origin", "trusted"), [("ours", False), ("theirs", True), (None, True)])
def test_a_copy_that_nobody_can_vouch_for_only_narrows(origin: str | None, trusted: bool) -> None:
    """A seal that does not hold, another history, or none: a later round in it opens nothing."""
    later = OPEN.model_copy(update={"round": 9})
    copy = page_of({"x": later, "y": later, "z": row(level="limit", round=9)}, origin)
    whole = page_with_copy(page_of({"x": LIMIT}), copy, trusted=trusted).boundaries
    assert {id: says(there, TODAY) for id, there in whole.items()} == {"x": "limit", "z": "limit"}
    assert {id: there.round for id, there in whole.items()} == {"x": 2, "z": 0}


def test_a_copy_without_rows_changes_none() -> None:
    """A copy from before the first round takes nothing off the page."""
    for trusted in (True, False):
        whole = page_with_copy(page_of({"x": OPEN}), page_of({}, None), trusted=trusted)
        assert whole.boundaries == {"x": OPEN}


def test_an_empty_home_opens_nothing() -> None:
    """What a copy brings into a home without a page reads as not agreed; a limit is there at once."""
    there = page_of_copy(page_of({"x": OPEN, "y": LIMIT}))
    assert {id: says(row, TODAY) for id, row in there.boundaries.items()} == {"x": "talk", "y": "limit"}


@thousand
@given(TYPED_ROWS, TYPED_ROWS, TRUSTED, st.sampled_from(["ours", "theirs", None]))
def test_a_copy_opens_no_row_that_its_rules_do_not(
    mine: dict[str, Boundary], theirs: dict[str, Boundary], trusted: bool, origin: str | None
) -> None:
    """Outside one sealed history a copy widens nothing, and where the page has no row yet it opens none."""
    whole = page_with_copy(page_of(mine), page_of(theirs, origin), trusted=trusted).boundaries
    if trusted and origin == "ours" and theirs:
        assert whole == rows_together(mine, theirs)
        return
    assert mine.keys() <= whole.keys() <= mine.keys() | theirs.keys()
    for id, there in whole.items():
        if mine or id not in theirs:
            assert never_wider(there, mine.get(id, Boundary()))
        assert all(says(there, day) != "open" for day in edges([there])) or id in mine


@thousand
@given(TYPED_ROWS)
def test_a_new_home_is_not_wider_than_the_copy(rows: dict[str, Boundary]) -> None:
    """Brought into a home without a page, no row says more than in the copy on any day, and none is open."""
    there = page_of_copy(page_of(rows)).boundaries
    assert list(there) == list(rows)
    for id, brought in there.items():
        assert never_wider(brought, rows[id])
        assert all(says(brought, day) != "open" for day in edges([brought, rows[id]]))


# -- any sequence of what one person can do --------------------------------------------------------

ROUND = st.fixed_dictionaries(
    dict.fromkeys(ROW_IDS, st.tuples(*[st.sampled_from(["wanted", "fine", "talk", "no", "limit"])] * 2))
)
ONE_ALONE = st.tuples(
    st.sampled_from(
        [
            *(
                "taken off",
                "limit",
                "dropped",
                "turn",
                "edit",
                "edit",
                "put back",
                "older copy",
                "older copy",
            ),
            *("typed copy", "typed copy", "another history", "no history", "new home", "without trust"),
        ]
    ),
    st.sampled_from(ROW_IDS),
    st.integers(0, 5),
    TYPED,
)
OFF: dict[str, list[Level]] = {"taken off": ["none"], "limit": ["limit"], "turn": ["limit"]}


def by_one(
    now: Agreement, history: list[Agreement], deed: tuple[str, str, int, Boundary], new: str
) -> Agreement:
    """The page after one thing that one person can do. `history` holds the older copies there are."""
    what, id, which, typed = deed
    older = history[which % len(history)]
    there = now.boundaries[id]
    crafted = older.model_copy(update={"boundaries": {**older.boundaries, id: typed}})
    match what:
        case "taken off" | "limit":
            change = taken_off(there, new, "limit" if what == "limit" else "none")
            return now.model_copy(update={"boundaries": {**now.boundaries, id: change}})
        case "dropped":
            return now.model_copy(update={"boundaries": {**now.boundaries, id: dropped(there, new)}})
        case "turn":
            turn = Turn(round=which, day=TODAY, answers={id: "limit", "other": "wanted"})
            rows = with_limits(now.boundaries, {key: [key] for key in ROW_IDS}, turn, new)
            return now.model_copy(update={"boundaries": rows})
        case "edit":
            edited = now.model_copy(update={"boundaries": {**now.boundaries, id: typed}})
            return changed_outside(edited, now).page
        case "put back":
            return changed_outside(older, now, older=True).page
        case "older copy":
            return page_with_copy(now, older)
        case "typed copy":
            return page_with_copy(now, crafted, trusted=False)
        case "another history":
            return page_with_copy(now, page_of(crafted.boundaries, "theirs"))
        case "no history":
            return page_with_copy(now, page_of(crafted.boundaries, None))
        case "new home":
            return page_with_copy(page_of_copy(older), now)
        case _:
            return without_trust(now)


@thousand
@given(
    ROUND, ROUND, st.sampled_from([1, 9, 90]), st.lists(ONE_ALONE, max_size=6), st.sampled_from([0, 1, 90])
)
def test_nothing_one_person_does_widens_what_the_last_round_said(
    first: dict[str, tuple[Answer, Answer]],
    last: dict[str, tuple[Answer, Answer]],
    between: int,
    alone: list[tuple[str, str, int, Boundary]],
    set_forward: int,
) -> None:
    """On no day, whatever they do and however often: taking off, turns, edits, and copies of any kind.

    What somebody took off stays off as well, and what is slept on is not open before its day.
    """
    history = [page_of({id: Boundary() for id in ROW_IDS})]
    for said, day in ((first, after(-between)), (last, TODAY)):
        rows = {
            id: after_round(there, *said[id], today=day, last_day=LONG_AGO)
            for id, there in history[-1].boundaries.items()
        }
        history.append(page_of(rows, changed=day))
    ended = history[-1].boundaries
    off: dict[str, list[Level]] = {id: [] for id in ROW_IDS}
    now = history[-1]
    for number, deed in enumerate(alone):
        now = by_one(now, history, deed, f"k{number + 1}")
        off[deed[1]] += OFF.get(deed[0], [])
        if deed[0] in OFF:
            history.append(now)
    for id, there in now.boundaries.items():
        for day in edges([there, ended[id]], after(set_forward)):
            last_day = after(set_forward) if set_forward > 1 else LONG_AGO
            bound = narrowest([says(ended[id], day, last_day), *off[id]])
            assert is_not_wider(says(there, day, last_day), bound)
            if day < after(2) and says(history[1].boundaries[id], day) != "open":
                assert says(there, day) != "open"
