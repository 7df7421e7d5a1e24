"""The page: narrowing takes one person and counts at once; widening takes both, whoever edits the file."""

from datetime import date, timedelta
from typing import Any

import pytest
from boundary_samples import LEVEL, ROW_IDS, TYPED_ROWS, after, edges, never_wider, page_of, row, says
from domain_samples import DAYS, PACES, PAGES, TODAY, WAYS, page
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from couplekit.domain.agreement import (
    MEDIA,
    Agreement,
    PaceSetting,
    changed_outside,
    clashes,
    pace_needs_both,
    settle,
    with_meeting,
    with_name,
    with_pace,
    with_signal,
    without_trust,
)
from couplekit.domain.boundaries import Boundary, Level, dropped, taken_off, together
from couplekit.domain.people import Partners, Person
from couplekit.domain.rounds import Answer, Turn, after_reading, after_round
from couplekit.domain.signals import NAMES, Signal, add_way, keep_way, let_leave

ANY_DAY = st.integers(-9, 9).map(lambda days: TODAY + timedelta(days=days))
TOMORROW = TODAY + timedelta(days=1)
DAY_AFTER = TODAY + timedelta(days=2)


def counting(page: Agreement, today: date) -> set[tuple[str, str, str]]:
    """Every way that counts on a day: which signal, word or sign, and its text."""
    return {
        (name, medium, text)
        for name, signal in page.signals.items()
        for medium in MEDIA
        for text in signal.ways(medium, today).values()
    }


def held(page: Agreement) -> set[tuple[str, str, str]]:
    """Every way that stands on the page, leaving or not."""
    return counting(page, date.min)


def one_signal(**values: Any) -> Agreement:
    """A page with one signal for stop."""
    return page(signals={"stop": Signal(**values)})


# -- the page --------------------------------------------------------------------------------------


def test_signals_are_shown_in_one_order() -> None:
    """What ends things stands first, whatever the order in the file, and an empty signal is not shown."""
    some = Signal(words={"k1": "red"})
    mixed = page(signals={"ready": some, "go": Signal(), "slow": some, "pause": some, "stop": some})
    assert [name for name, _ in mixed.shown_signals] == ["stop", "pause", "slow", "ready"]


def test_a_sign_alone_is_shown() -> None:
    """A signal with a sign and no word is shown too."""
    assert [name for name, _ in page(signals={"slow": Signal(signs={"s1": "tap"})}).shown_signals] == ["slow"]


@pytest.mark.parametrize(
    "changes",
    [{"format": 2}, {"kind": "record"}, {"language": "xx"}, {"signals": {"halt": Signal()}}, {"open": True}],
)
def test_a_page_that_makes_no_sense_is_refused(changes: dict[str, Any]) -> None:
    """Another format, another kind, a signal that there is not, and an unknown key are each refused."""
    with pytest.raises(ValidationError):
        page(**changes)


def test_the_slower_of_the_two_sets_the_pace_unless_they_chose() -> None:
    """Nobody has to choose whose comfort sets the pace."""
    assert PaceSetting().set_by == "the-slower-of-us"


@given(PAGES, ANY_DAY)
def test_settling_takes_out_what_left_and_nothing_else(page: Agreement, today: date) -> None:
    """By time alone nothing changes what counts: what left is taken out, and its name stays as gone."""
    after = settle(page, today)
    assert counting(after, today) == counting(page, today) == held(after) & counting(page, today)
    assert set(page.gone) <= set(after.gone)
    left = {key for signal in page.signals.values() for key, day in signal.leaving.items() if day <= today}
    assert set(after.gone) == set(page.gone) | left
    assert len(after.gone) == len(set(after.gone))
    assert after.model_copy(update={"signals": page.signals, "gone": page.gone}) == page
    assert settle(after, today) == after


# -- single changes --------------------------------------------------------------------------------


@given(PAGES, st.sampled_from(NAMES), WAYS)
def test_a_change_of_one_signal_leaves_the_rest(page: Agreement, name: Any, text: str) -> None:
    """A change of one signal changes that one, also where it was not there yet."""
    after = with_signal(name, lambda signal: add_way(signal, "words", "fresh", text))(page)
    assert {other: after.signals[other] for other in page.signals if other != name} == {
        other: signal for other, signal in page.signals.items() if other != name
    }
    assert set(after.signals) == {*page.signals, name}
    assert after.model_copy(update={"signals": page.signals}) == page


def test_naming_the_second_partner_makes_it_a_page_for_two() -> None:
    """With a second name the page is one for two; each name can change without moving anything."""
    alone = page(partners=Partners(a=Person(name="Sam")))
    assert not alone.partners.both
    both = with_name("b", "Alex")(alone)
    assert both.partners.both
    assert both == page()
    assert with_name("a", "Kim")(both).partners == Partners(a=Person(name="Kim"), b=Person(name="Alex"))


def test_a_day_to_meet_can_be_set_and_taken_away() -> None:
    """The day to meet again is optional, and can go."""
    assert with_meeting(TODAY)(page()).meeting.next == TODAY
    assert with_meeting(None)(with_meeting(TODAY)(page())) == page()


@given(PAGES, PACES)
def test_either_alone_may_choose_the_slower(page: Agreement, set_by: Any) -> None:
    """The slower of the two, or what stands there already, needs one; any other pace needs both."""
    needs_both = pace_needs_both(page, set_by)
    if set_by in ("the-slower-of-us", page.pace.set_by) or not page.partners.both:
        assert not needs_both
    else:
        assert needs_both
    assert with_pace(set_by)(page).pace.set_by == set_by


# -- changed outside couplekit ---------------------------------------------------------------------


@given(PAGES, PAGES, ANY_DAY)
@example(
    one_signal(words={"k1": "red", "k9": "red"}, leaving={"k1": TODAY}),
    one_signal(words={"k1": "red"}, leaving={"k1": TODAY}),
    TODAY,
)
@example(
    one_signal(words={"k1": "green", "k2": "red"}),
    one_signal(words={"k1": "red", "k2": "green"}, leaving={"k1": TODAY, "k2": TODAY}),
    TODAY,
)
def test_an_edit_takes_no_way_away(now: Agreement, before: Agreement, today: date) -> None:
    """Every way that counted before still counts, and every way in the edited page counts too."""
    found = changed_outside(now, before).page
    assert counting(before, today) <= counting(found, today)
    assert counting(now, today) <= counting(found, today)
    assert held(found) == held(now) | held(before)


@given(PAGES, PAGES)
def test_an_edit_makes_nothing_leave(now: Agreement, before: Agreement) -> None:
    """Nothing leaves that both had not agreed to let go, and nothing leaves earlier than they agreed."""
    found = changed_outside(now, before).page
    for name, signal in found.signals.items():
        agreed = before.signals.get(name, Signal()).leaving
        assert signal.leaving.keys() <= agreed.keys()
        assert all(day >= agreed[key] for key, day in signal.leaving.items())


@given(PAGES, PAGES)
def test_an_edit_never_sets_another_pace(now: Agreement, before: Agreement) -> None:
    """On a page for two, also one made so by hand, an edit can slow the pace and nothing else."""
    found = changed_outside(now, before)
    if before.partners.both or now.partners.both:
        assert found.page.pace.set_by in (before.pace.set_by, "the-slower-of-us")
        assert found.pace_waits == (found.page.pace != now.pace)
    else:
        assert found.page.pace == now.pace


@given(PAGES, PAGES)
def test_an_edit_never_removes_a_partner(now: Agreement, before: Agreement) -> None:
    """The second partner stays; names, and a second partner written in, are taken as they stand."""
    found = changed_outside(now, before).page.partners
    assert found.both == (now.partners.both or before.partners.both)
    assert found.a == now.partners.a
    assert found.b == (now.partners.b or before.partners.b)


@given(PAGES, PAGES)
def test_reading_an_edited_page_twice_changes_nothing(now: Agreement, before: Agreement) -> None:
    """Once read, the page compares with itself as unchanged: nothing is new and nothing waits."""
    found = changed_outside(now, before).page
    again = changed_outside(found, found)
    assert again.page == found
    assert (again.counts, again.waits, again.pace_waits) == ((), (), False)
    assert Agreement.model_validate(found.model_dump(by_alias=True)) == found


@given(PAGES, PAGES)
def test_what_is_gone_stays_gone_unless_it_was_written_down_again(now: Agreement, before: Agreement) -> None:
    """The marks of what was taken away for good are those of both copies, without what is there."""
    found = changed_outside(now, before).page
    there = {key for signal in found.signals.values() for key in (*signal.words, *signal.signs)}
    assert set(found.gone) == (set(now.gone) | set(before.gone)) - there


@given(PAGES, PAGES)
def test_what_is_told_about_an_edit_is_what_happened(now: Agreement, before: Agreement) -> None:
    """The signals that gained something, and those in which something was to go, are named in order."""
    found = changed_outside(now, before)
    gained = {name for name, _, _ in held(now) - held(before)}
    lost = {name for name, _, _ in held(before) - held(now)}
    assert set(found.counts) == gained
    assert lost <= set(found.waits)
    for told in (found.counts, found.waits):
        assert list(told) == [name for name in NAMES if name in told]


@given(PAGES)
def test_a_page_that_was_not_edited_is_as_it_was(page: Agreement) -> None:
    """The same page twice holds the same ways, and nothing is told."""
    found = changed_outside(page, page)
    assert held(found.page) == held(page)
    assert (found.counts, found.waits, found.pace_waits) == ((), (), False)


@pytest.mark.parametrize(
    ("now", "words", "counts", "waits"),
    [
        ({"words": {"k1": "red", "k2": "tulip"}}, {"k1": "red", "k2": "tulip"}, ("stop",), ()),
        ({"words": {"k1": "tulip"}}, {"k1": "red", "k1-2": "tulip"}, ("stop",), ("stop",)),
        ({"words": {}}, {"k1": "red"}, (), ("stop",)),
        ({"words": {"k1": "red"}, "leaving": {"k1": date(2020, 1, 1)}}, {"k1": "red"}, (), ("stop",)),
        ({"signs": {"k1": "red"}}, {"k1": "red"}, ("stop",), ("stop",)),
        (
            {"words": {"k1": "tulip", "k1-2": "rose"}},
            {"k1": "red", "k1-2": "tulip", "k1-2-2": "rose"},
            ("stop",),
            ("stop",),
        ),
    ],
)
def test_edits_of_one_word(now: dict[str, Any], words: dict[str, str], counts: Any, waits: Any) -> None:
    """Added: it counts. Reworded: old and new count. Taken away, or let go by hand: it still counts."""
    before = one_signal(words={"k1": "red"}, reply="Thank you.", afterwards="tea")
    found = changed_outside(one_signal(**now), before)
    signal = found.page.signals["stop"]
    assert signal.words == words
    assert set(signal.signs.values()) == set(now.get("signs", {}).values())
    assert signal.leaving == {}
    assert (signal.reply, signal.afterwards) == ("Thank you.", "tea")
    assert (found.counts, found.waits) == (counts, waits)


def test_a_whole_signal_cannot_be_edited_away() -> None:
    """Where the signals are gone from the file they still count; a signal written in counts at once."""
    found = changed_outside(page(signals={"slow": Signal(words={"k1": "softer"})}), page())
    assert held(found.page) == held(page()) | {("slow", "words", "softer")}


def test_what_both_let_go_leaves_also_from_an_edited_page() -> None:
    """A removal that both agreed to goes on; taking it out of "leaving" keeps that way; a later day holds."""
    before = one_signal(words={"k1": "red", "k2": "tulip"}, leaving={"k1": DAY_AFTER})
    edited = {"words": {"k1": "red", "k2": "tulip"}}
    as_agreed = changed_outside(one_signal(**edited, leaving={"k1": DAY_AFTER}, reply="Hm."), before)
    assert as_agreed.page.signals["stop"].leaving == {"k1": DAY_AFTER}
    deleted = changed_outside(one_signal(words={"k2": "tulip"}), before)
    assert deleted.page.signals["stop"].leaving == {"k1": DAY_AFTER}
    kept = changed_outside(one_signal(**edited), before)
    assert kept.page.signals["stop"].leaving == {}
    later = changed_outside(one_signal(**edited, leaving={"k1": date(2027, 1, 1)}), before)
    assert later.page.signals["stop"].leaving == {"k1": date(2027, 1, 1)}
    sooner = changed_outside(one_signal(**edited, leaving={"k1": TODAY}), before)
    assert sooner.page.signals["stop"].leaving == {"k1": DAY_AFTER}


@given(PAGES, ANY_DAY)
def test_without_a_copy_to_trust_nothing_leaves(page: Agreement, today: date) -> None:
    """Where no copy can be trusted, everything on the page counts on every day."""
    trusted = without_trust(page)
    assert counting(trusted, today) == held(page)
    assert not any(signal.leaving for signal in trusted.signals.values())
    assert trusted.model_copy(update={"signals": page.signals}) == page


# -- two windows -----------------------------------------------------------------------------------

CHANGES = {
    "name of a": with_name("a", "Kim"),
    "name of b": with_name("b", "Robin"),
    "pace": with_pace("a"),
    "meeting": with_meeting(TODAY),
    "word for stop": with_signal("stop", lambda signal: add_way(signal, "words", "k7", "tulip")),
    "sign for stop": with_signal("stop", lambda signal: add_way(signal, "signs", "s7", "a squeeze")),
    "word for slow": with_signal("slow", lambda signal: add_way(signal, "words", "k8", "softer")),
    "leaving": with_signal("stop", lambda signal: let_leave(signal, "k1", TODAY)),
}


@pytest.mark.parametrize("mine", CHANGES)
@pytest.mark.parametrize("theirs", CHANGES)
def test_changes_of_different_parts_do_not_clash(mine: str, theirs: str) -> None:
    """Two windows may change different parts; where both made the same change there is nothing to ask."""
    seen = page()
    fresh = CHANGES[theirs](seen)
    assert clashes(seen, fresh, CHANGES[mine](fresh)) == ()


@pytest.mark.parametrize(
    ("theirs", "mine", "path"),
    [
        (with_name("a", "Kim"), with_name("a", "Robin"), "partners.a.name"),
        (with_pace("a"), with_pace("b"), "pace.set_by"),
        (with_meeting(TODAY), with_meeting(TOMORROW), "meeting.next"),
        (with_meeting(TODAY), with_meeting(None), "meeting.next"),
        (
            with_signal("stop", lambda signal: signal.model_copy(update={"reply": "Yes."})),
            with_signal("stop", lambda signal: signal.model_copy(update={"reply": "Of course."})),
            "signals.stop.reply",
        ),
    ],
)
def test_a_change_of_what_moved_clashes(theirs: Any, mine: Any, path: str) -> None:
    """Where another window changed the same thing to something else, it is named and asked about."""
    seen = page()
    fresh = theirs(seen)
    assert clashes(seen, fresh, mine(fresh)) == (path,)


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (
            with_signal("stop", lambda signal: let_leave(signal, "k1", TODAY)),
            with_signal("stop", lambda signal: keep_way(signal, "k1")),
        ),
        (with_pace("a"), with_pace("the-slower-of-us")),
        (
            with_signal("stop", lambda signal: signal.model_copy(update={"words": {}})),
            with_signal("stop", lambda signal: add_way(signal, "words", "k1", "red")),
        ),
    ],
)
def test_a_narrowing_is_never_asked_about(theirs: Any, mine: Any) -> None:
    """Adding a way, keeping one, or the slower of the two goes through, whatever moved underneath."""
    seen = page()
    fresh = theirs(seen)
    assert mine(fresh) != fresh
    assert clashes(seen, fresh, mine(fresh)) == ()


def test_two_windows_do_not_let_go_of_the_last_two_words() -> None:
    """Each letting go of one of the last two words for stop clash, so that one word always stays."""
    seen = one_signal(words={"k1": "red", "k2": "tulip"}, signs={"s1": "tap twice"})
    fresh = with_signal("stop", lambda signal: let_leave(signal, "k1", TODAY))(seen)
    wanted = with_signal("stop", lambda signal: let_leave(signal, "k2", TODAY))(fresh)
    assert clashes(seen, fresh, wanted) == ("signals.stop.leaving",)


@given(PAGES, PAGES, DAYS)
def test_the_day_of_saving_and_the_marks_never_clash(seen: Agreement, fresh: Agreement, day: date) -> None:
    """Nothing to ask about: a page left as it is, its day of saving, and the marks of what is gone."""
    assert clashes(seen, fresh, fresh) == ()
    assert clashes(seen, seen, fresh) == ()
    assert clashes(seen, fresh, fresh.model_copy(update={"changed": day, "gone": []})) == ()


def at(page: Agreement, path: str) -> Any:
    """What stands at a dotted path; None where nothing does."""
    here: Any = page.model_dump()
    for part in path.split("."):
        here = here.get(part) if isinstance(here, dict) else None
    return here


@given(PAGES, PAGES, PAGES)
def test_every_clash_is_a_part_that_both_changed(
    seen: Agreement, fresh: Agreement, wanted: Agreement
) -> None:
    """What is named moved underneath and would be changed once more; nothing else is, and each once."""
    named = clashes(seen, fresh, wanted)
    assert list(named) == sorted(set(named))
    parts = {"meeting.next", "pace.set_by", "partners.a.name", "partners.b.name", "signals.stop.reply"}
    for path in parts | set(named):
        clash = at(seen, path) != at(fresh, path) != at(wanted, path)
        if path == "pace.set_by" and at(wanted, path) == "the-slower-of-us":
            clash = False  # a narrowing
        assert (path in named) == clash
    if fresh in (seen, wanted):
        assert named == ()


@pytest.mark.parametrize("word", ["stop", "No!", "STOP"])
def test_stop_and_no_are_given_no_other_meaning(word: str) -> None:
    """A page in which another signal takes stop or no is refused, by hand or not."""
    with pytest.raises(ValidationError, match="always mean stop"):
        page(signals={"go": Signal(words={"k1": word})})
    assert page(signals={"stop": Signal(words={"k1": word})}).signals["stop"].words == {"k1": word}


# -- boundaries ------------------------------------------------------------------------------------

thousand = settings(max_examples=1000, deadline=None)

FIRST = after_round(Boundary(), "wanted", "fine", today=TODAY - timedelta(days=9), last_day=date.min)


def with_rows(**rows: Boundary) -> Agreement:
    """The page of a couple with these rows."""
    return page_of(rows)


@pytest.mark.parametrize(
    "values",
    [
        {"level": "talk"},
        {"level": "limit"},
        {"from": after(3)},
        {"from": None},
        {"until": after(1)},
        {"until": None},
        {"narrowed": {"k1": "none"}},
    ],
)
def test_a_row_made_narrower_by_hand_counts(values: dict[str, Any]) -> None:
    """What an edit takes away from a row counts at once, and is told; nothing waits."""
    before = with_rows(x=FIRST)
    typed = row(**{**FIRST.model_dump(by_alias=True), **values})
    outside = changed_outside(with_rows(x=typed), before)
    counts = outside.page.boundaries["x"]
    assert all(says(counts, day) == says(typed, day) for day in edges([typed, FIRST]))
    assert (outside.rows_count, outside.rows_wait) == (("x",), ())


@pytest.mark.parametrize(
    "values",
    [
        {"level": "open"},
        {"before": "open"},
        {"from": TODAY},
        {"until": date.max},
        {"narrowed": {}},
        {"narrowed": {"k1": "talk"}},
    ],
)
def test_a_row_made_wider_by_hand_waits_for_both(values: dict[str, Any]) -> None:
    """What an edit adds to a row counts not at all until both answered it, and is told."""
    base = {"level": "talk", "before": "none", "from": after(2), "until": after(84), "round": 1}
    there = row(**{**base, "narrowed": {"k1": "none"}})
    typed = row(**{**base, "narrowed": {"k1": "none"}, **values})
    outside = changed_outside(with_rows(x=typed), with_rows(x=there))
    assert outside.page.boundaries["x"] == there
    assert (outside.rows_count, outside.rows_wait) == ((), ("x",))


@pytest.mark.parametrize(
    "values",
    [{"round": 99}, {"round": 0}, {"seen": []}, {"seen": ["k1", "k2", "k3"]}],
)
def test_what_a_hand_says_of_rounds_is_not_believed(values: dict[str, Any]) -> None:
    """How many rounds there were, and what they had seen, stays as couplekit wrote it."""
    there = FIRST.model_copy(update={"round": 2, "seen": ["k1"], "narrowed": {"k2": "none"}})
    typed = there.model_copy(update=values)
    outside = changed_outside(with_rows(x=typed), with_rows(x=there)).page.boundaries["x"]
    assert (outside.round, outside.live, set(outside.seen) - {"k1"}) == (2, {"k2": "none"}, set())


def test_a_row_that_was_taken_out_of_the_file_is_a_no() -> None:
    """A row that is missing is off the page, and a limit that is missing stays one."""
    outside = changed_outside(with_rows(), with_rows(x=FIRST, y=row(level="limit", round=1)))
    assert {id: says(there, TODAY) for id, there in outside.page.boundaries.items()} == {
        "x": "none",
        "y": "limit",
    }
    assert (outside.rows_count, outside.rows_wait) == (("x",), ("y",))


def test_a_row_that_was_typed_in_is_a_no() -> None:
    """Nobody answered it, so it does not come. A limit that was typed in does. Neither is named."""
    limit = row(level="limit", round=7)
    outside = changed_outside(with_rows(x=FIRST, typed=FIRST, y=limit), with_rows(x=FIRST))
    found = outside.page.boundaries
    assert found == {"x": FIRST, "y": found["y"]}
    assert (found["y"].round, list(found["y"].live.values())) == (0, ["limit"])
    assert (outside.rows_count, outside.rows_wait) == ((), ())


@thousand
@given(TYPED_ROWS, TYPED_ROWS, st.booleans())
def test_a_hand_never_widens_a_row(
    now: dict[str, Boundary], before: dict[str, Boundary], older: bool
) -> None:
    """Whatever is typed, or put back from an older page: on no day is a row wider than in either copy.

    Where it changed something, the row is named.
    """
    outside = changed_outside(page_of(now), page_of(before), older=older)
    for id, there in outside.page.boundaries.items():
        was, typed = before.get(id, Boundary()), now.get(id, Boundary())
        assert never_wider(there, was)
        assert never_wider(there, typed)
        if id in before:
            assert id in outside.rows_count or never_wider(was, there)
            assert id in outside.rows_wait or never_wider(typed, there)
    assert before.keys() <= outside.page.boundaries.keys()
    assert {*outside.rows_count, *outside.rows_wait} <= before.keys()


@thousand
@given(TYPED_ROWS)
def test_without_trust_nothing_is_open_and_limits_stay(rows: dict[str, Boundary]) -> None:
    """Where no copy can be trusted every open row reads as not agreed; the rest is as it was."""
    apart = without_trust(page_of(rows)).boundaries
    assert list(apart) == list(rows)
    for id, there in apart.items():
        for day in edges([there, rows[id]]):
            said = says(rows[id], day)
            assert says(there, day) == ("talk" if said == "open" else said)


ANSWERED: st.SearchStrategy[Answer] = st.sampled_from(["wanted", "talk", "no", "limit"])
ROW_CHANGES = st.one_of(
    st.tuples(st.sampled_from(ROW_IDS), ANSWERED, ANSWERED),
    st.tuples(st.sampled_from(ROW_IDS), st.sampled_from(["k7", "k8"]), LEVEL),
)


def changed(page: Agreement, change: tuple[str, Any, Any], today: date) -> Agreement:
    """A page after another round of one row, or after one person took it off."""
    id, one, two = change
    there = page.boundaries.get(id, Boundary())
    if one in ("k7", "k8"):
        new = taken_off(there, one, two)
    else:
        new = after_round(there, one, two, today=today, last_day=date.min)
    return page.model_copy(update={"boundaries": {**page.boundaries, id: new}})


@thousand
@given(TYPED_ROWS, ROW_CHANGES, st.sampled_from(ROW_IDS), st.sampled_from(["k1", "k9"]), LEVEL)
@example({"x": row(narrowed={"k1": "none"})}, ("x", "wanted", "wanted"), "x", "k1", "none")
def test_taking_off_is_never_asked_about(
    rows: dict[str, Boundary], other: tuple[str, Any, Any], id: str, new_id: str, level: Level
) -> None:
    """Whatever another window did in between, one person's narrowing goes through.

    So does one of a name that a round in between had just taken into account.
    """
    seen = page_of(rows)
    fresh = changed(seen, other, TODAY)
    there = fresh.boundaries.get(id, Boundary())
    for new in (taken_off(there, new_id, level), dropped(there, new_id)):
        wanted = fresh.model_copy(update={"boundaries": {**fresh.boundaries, id: new}})
        assert clashes(seen, fresh, wanted) == ()


@thousand
@given(TYPED_ROWS, st.sampled_from(ROW_IDS), st.tuples(ANSWERED, ANSWERED), st.tuples(ANSWERED, ANSWERED))
def test_two_rounds_of_one_row_in_two_windows_are_asked_about(
    rows: dict[str, Boundary], id: str, theirs: tuple[Any, Any], mine: tuple[Any, Any]
) -> None:
    """A row that another window read together in between is named; a round of another row is not."""
    seen = page_of(rows)
    fresh = changed(seen, (id, *theirs), TODAY)
    wanted = changed(fresh, (id, *mine), TODAY + timedelta(days=1))
    named = clashes(seen, fresh, wanted)
    assert f"boundaries.{id}.round" in named
    assert {path.split(".")[1] for path in named} == {id}
    assert clashes(seen, fresh, changed(fresh, ("other", *mine), TODAY)) == ()


def test_a_limit_made_by_hand_outlives_a_later_round_of_another_device() -> None:
    """What was narrowed by hand has a name: a round that had not seen it does not undo it, here or there."""
    edited = with_rows(x=FIRST.model_copy(update={"level": "limit"}))
    found = changed_outside(edited, with_rows(x=FIRST)).page
    assert found == changed_outside(edited, with_rows(x=FIRST)).page
    elsewhere = after_round(FIRST, "wanted", "wanted", today=TODAY, last_day=date.min)
    both = together(found.boundaries["x"], elsewhere)
    assert says(both, TODAY + timedelta(days=9)) == "limit"
    turns = [Turn(round=1, day=TODAY, done=True, asked=["x"], answers={"x": "wanted"}) for _ in "ab"]
    read = after_reading(
        found.boundaries, {"x": ("x", "x")}, (turns[0], turns[1]), today=TODAY, last_day=date.min
    )
    assert says(read["x"], TODAY + timedelta(days=9)) == "limit"
