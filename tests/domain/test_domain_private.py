"""A private part as a witness: what its owner said and saw, against whatever a page says."""

from datetime import date
from typing import Any

from boundary_samples import LONG_AGO, ROW_IDS, TYPED_ROWS, after, edges, is_not_wider, row, says
from domain_samples import TODAY, page
from hypothesis import given
from hypothesis import strategies as st

from couplekit.domain.agreement import Agreement
from couplekit.domain.boundaries import Boundary, Lists
from couplekit.domain.private import Private, after_reading_together, as_seen_by, having_seen
from couplekit.domain.ratchet import with_taken_off
from couplekit.domain.rounds import ANSWERS, Answer, Turn, widest

SAID: st.SearchStrategy[Answer] = st.sampled_from(ANSWERS)
#: The owner's own answer behind each row: one has no answer that any list knows.
BEHIND = {"x": "x", "y": "y-giving"}
ORIGINS = st.sampled_from(["k3f9", "other", None])
PRIVATE = st.builds(
    Private,
    answers=st.dictionaries(st.sampled_from(["x", "y-giving", "y-receiving"]), SAID),
    rows=TYPED_ROWS,
    origin=ORIGINS,
    called=st.sampled_from([{}, {"x": "Tea"}, {"x": "Tea", "y": "Cocoa"}]),
    **{"last-day": st.sampled_from([None, after(-9), after(0), after(30)])},
)


def with_rows(rows: dict[str, Boundary], origin: str | None = "k3f9", changed: date = TODAY) -> Agreement:
    """A page with these rows, of this history."""
    lists = None if origin is None else Lists(origin=origin, readings=1)
    return page(boundaries=rows, lists=lists, changed=changed)


def same_or_less(one: Agreement, two: Agreement) -> bool:
    """Whether the first page says nothing on any day that the second does not say."""
    empty = Boundary()
    for id in {*one.boundaries, *two.boundaries}:
        mine, yours = one.boundaries.get(id, empty), two.boundaries.get(id, empty)
        for day in edges([mine, yours], one.changed, two.changed):
            if not is_not_wider(says(mine, day, one.changed), says(yours, day, two.changed)):
                return False
    return True


@given(PRIVATE, TYPED_ROWS, ORIGINS)
def test_a_private_part_never_widens_a_page(
    private: Private, rows: dict[str, Boundary], origin: str | None
) -> None:
    """Whatever is kept in it, and whatever the page says, on no day the page says more than before."""
    there = with_rows(rows, origin)
    assert same_or_less(as_seen_by(private, BEHIND, "new")(there), there)


@given(PRIVATE, TYPED_ROWS, ORIGINS)
def test_what_was_narrowed_by_it_is_narrowed_once(
    private: Private, rows: dict[str, Boundary], origin: str | None
) -> None:
    """Opened a second time, the same private part finds nothing more to narrow."""
    once = as_seen_by(private, BEHIND, "new")(with_rows(rows, origin))
    assert as_seen_by(private, BEHIND, "newer")(once) == once


@given(PRIVATE, TYPED_ROWS, ORIGINS)
def test_no_row_is_wider_than_its_owners_last_answer(
    private: Private, rows: dict[str, Boundary], origin: str | None
) -> None:
    """On no day anything is open to which the owner did not say yes, of whichever history the page is."""
    there = as_seen_by(private, BEHIND, "new")(with_rows(rows, origin))
    for id, key in BEHIND.items():
        answer = private.answers.get(key)
        if answer is None or id not in there.boundaries:
            continue
        for day in edges([there.boundaries[id]]):
            assert is_not_wider(says(there.boundaries[id], day), widest(answer))


@given(PRIVATE, TYPED_ROWS)
def test_no_row_is_wider_than_it_was_when_its_owner_last_saw_it(
    private: Private, rows: dict[str, Boundary]
) -> None:
    """Of one history: whatever was written to the page since, it says no more than they saw."""
    private = private.model_copy(update={"origin": "k3f9"})
    there = as_seen_by(private, BEHIND, "new")(with_rows(rows))
    seen = with_rows(private.rows or {}, changed=LONG_AGO)
    assert same_or_less(there, seen)


@given(TYPED_ROWS, TYPED_ROWS, st.dictionaries(st.sampled_from(["x", "y-giving"]), SAID))
def test_an_edited_page_does_not_undo_a_witness(
    seen: dict[str, Boundary], edited: dict[str, Boundary], answers: dict[str, Answer]
) -> None:
    """Once seen, no later page of that history is wider, and neither is what is seen after that."""
    private = having_seen(Private(answers=answers), with_rows(seen))
    first = as_seen_by(private, BEHIND, "new")(with_rows(edited, changed=LONG_AGO))
    assert same_or_less(first, with_rows(seen))
    private = having_seen(private, first)
    second = as_seen_by(private, BEHIND, "newer")(with_rows(seen))
    assert same_or_less(second, first)


@given(PRIVATE, TYPED_ROWS, st.sampled_from(ROW_IDS))
def test_what_was_taken_off_since_stays_off(private: Private, rows: dict[str, Boundary], id: str) -> None:
    """Nothing that is narrower on the page is passed over: a narrowing that the owner never saw counts."""
    there = as_seen_by(private, BEHIND, "new")(with_taken_off(id, "k9")(with_rows(rows)))
    assert {says(there.boundaries[id], day) for day in edges([there.boundaries[id]])} <= {"none", "limit"}
    seen = having_seen(private, there)
    back = as_seen_by(seen, BEHIND, "newer")(with_rows(rows, there.lists.origin if there.lists else None))
    assert {says(back.boundaries[id], day) for day in edges([back.boundaries[id]])} <= {"none", "limit"}


@given(PRIVATE, TYPED_ROWS, ORIGINS)
def test_a_clock_that_was_set_back_opens_nothing(
    private: Private, rows: dict[str, Boundary], origin: str | None
) -> None:
    """The page is of the last day that its owner saw it on, or later: before it nothing is open."""
    there = as_seen_by(private, BEHIND, "new")(with_rows(rows, origin, changed=after(-20)))
    assert there.changed == max(after(-20), private.last_day or after(-20))
    seen = having_seen(private, there)
    assert seen.last_day == there.changed


@given(TYPED_ROWS, st.dictionaries(st.sampled_from(["x", "y-giving"]), SAID))
def test_a_page_that_was_seen_is_left_alone(rows: dict[str, Boundary], answers: dict[str, Answer]) -> None:
    """What the owner narrowed it to and saw comes to the same page, so that nothing is told each time."""
    once = as_seen_by(Private(answers=answers), BEHIND, "new")(with_rows(rows))
    seen = having_seen(Private(answers=answers), once)
    assert as_seen_by(seen, BEHIND, "newer")(once) == once


def opened(**values: Any) -> Boundary:
    """A row that is open today."""
    return row(level="open", round=1, **{"from": after(-5), "until": after(50)}, **values)


def test_a_limit_of_ones_own_is_not_forgotten_with_the_history() -> None:
    """A page of another history may have lost it: it counts where its owner said limit last."""
    private = Private(answers={"x": "limit"}, rows={"x": row(level="limit", round=1)}, origin="k3f9")
    there = as_seen_by(private, BEHIND, "new")(with_rows({}, "other"))
    assert says(there.boundaries["x"], TODAY) == "limit"


@given(PRIVATE, TYPED_ROWS, ORIGINS, st.sampled_from([{"x": "Cake"}, {"x": "Cake", "y": "Cake"}]))
def test_under_a_name_that_its_owner_never_saw_nothing_is_open(
    private: Private, rows: dict[str, Boundary], origin: str | None, renamed: dict[str, str]
) -> None:
    """Whatever they said to the old name: it is off, and so is what waits; then the new name is known."""
    there = with_rows(rows, origin or "k3f9")
    lists = Lists(origin=origin or "k3f9", readings=1, renamed=renamed)
    now = as_seen_by(private, BEHIND, "new")(there.model_copy(update={"lists": lists}))
    for id in renamed.keys() & now.boundaries.keys():
        assert {says(now.boundaries[id], day) for day in edges([now.boundaries[id]])} <= {"none", "limit"}
    waiting = Turn(round=1, day=TODAY, asked=["x", "z"], answers={"x": "wanted", "z": "fine"})
    seen = having_seen(private.model_copy(update={"turn": waiting}), now)
    assert seen.turn is not None
    assert seen.turn.answer("x") is None
    assert seen.turn.answer("z") == "fine"
    assert seen.called == renamed


def test_what_they_never_answered_is_not_open_to_them() -> None:
    """A row that came to the page without its owner's answer, and that they never saw, is off."""
    there = as_seen_by(Private(origin="k3f9"), BEHIND, "new")(with_rows({"x": opened(), "z": opened()}))
    assert [says(there.boundaries.get(id, Boundary()), TODAY) for id in ("x", "z")] == ["none", "none"]


def test_what_was_agreed_before_there_was_a_private_part_stays() -> None:
    """Seen once by its owner, it is theirs too, with no answer of it kept."""
    before = with_rows({"x": opened()})
    private = having_seen(Private(), before)
    assert as_seen_by(private, BEHIND, "new")(before) == before


def test_after_a_reading_the_turn_is_over_and_its_answers_are_the_last_ones() -> None:
    """What was asked and left out is a no; what was not asked is as it was; notes stay."""
    private = Private(
        answers={"x": "wanted", "z": "fine"},
        notes={"x": "A note"},
        turn=Turn(round=1, day=TODAY),
        **{"last-day": after(400)},
    )
    turn = Turn(round=1, day=TODAY, done=True, asked=["x", "y-giving"], answers={"y-giving": "limit"})
    there = with_rows({"x": opened()})
    now = after_reading_together(private, turn, there)
    assert now.answers == {"x": "no", "y-giving": "limit", "z": "fine"}
    assert now.turn is None
    assert now.notes == {"x": "A note"}
    assert now.rows == there.boundaries
    assert now.last_day == TODAY
