"""Two copies of what two people share come together: boundaries by their rounds, topics, evenings."""

from boundary_samples import TYPED_ROWS, never_wider
from domain_samples import PAGES, TODAY, page
from hypothesis import given, settings
from hypothesis import strategies as st

from couplekit.domain.agenda import Agenda, Topic
from couplekit.domain.agreement import Agreement
from couplekit.domain.backup import (
    Backup,
    apart,
    brought_in,
    is_of_another_history,
    page_of_copy,
    page_with_copy,
)
from couplekit.domain.boundaries import Boundary, Level, Lists, lapsed, reading, taken_off, together
from couplekit.domain.checkin import Record

TRUSTED = st.booleans()
MANY = settings(max_examples=1000, deadline=None)
LISTS = st.sampled_from([None, Lists(origin="k3f9"), Lists(origin="elsewhere")])
#: Pages of two with rows that anybody could have typed.
WITH_ROWS = st.builds(lambda rows, lists: page(boundaries=rows, lists=lists), TYPED_ROWS, LISTS)
ONE_HISTORY = st.builds(lambda rows: page(boundaries=rows, lists=Lists(origin="k3f9")), TYPED_ROWS)
EMPTY = Boundary()


def not_wider(one: Agreement, than: Agreement) -> bool:
    """Whether no row of one page is on any day wider than on the other."""
    return all(never_wider(held, than.boundaries.get(id, EMPTY)) for id, held in one.boundaries.items())


@MANY
@given(mine=WITH_ROWS, theirs=WITH_ROWS)
def test_a_copy_that_was_changed_widens_no_row(mine: Agreement, theirs: Agreement) -> None:
    """Whatever was typed into it, and into whatever page it comes; a second time changes nothing."""
    once = page_with_copy(mine, theirs, trusted=False)
    assert not_wider(once, mine)
    assert all(
        row.round == mine.boundaries[id].round for id, row in once.boundaries.items() if id in mine.boundaries
    )
    twice = page_with_copy(once, theirs, trusted=False)
    assert page_with_copy(twice, theirs, trusted=False).boundaries == twice.boundaries
    assert not_wider(once, twice)
    if theirs.lists and not mine.lists:
        assert once.lists is not None
        assert once.lists.origin != theirs.lists.origin


@MANY
@given(mine=ONE_HISTORY, rows=TYPED_ROWS)
def test_a_copy_of_another_history_widens_no_row(mine: Agreement, rows: dict[str, Boundary]) -> None:
    """The number of its rounds says nothing here: no row is wider than on either page."""
    theirs = page(boundaries=rows, lists=Lists(origin="elsewhere"))
    whole = page_with_copy(mine, theirs)
    assert is_of_another_history(mine, theirs) is bool(mine.boundaries and rows)
    if mine.boundaries and rows:
        assert not_wider(whole, mine)
        assert not_wider(whole, theirs)


@MANY
@given(one=ONE_HISTORY, two=ONE_HISTORY)
def test_two_devices_come_to_the_same_rows(one: Agreement, two: Agreement) -> None:
    """A into B and B into A are one page of boundaries, and a second time brings nothing."""
    there, back = page_with_copy(one, two), page_with_copy(two, one)
    if one.boundaries and two.boundaries:
        assert there.boundaries == back.boundaries
        assert page_with_copy(there, back).boundaries == there.boundaries
    assert there.lists == back.lists


@MANY
@given(mine=ONE_HISTORY, level=st.sampled_from(["none", "limit"]))
def test_a_page_without_rounds_brings_what_was_taken_off_and_no_more(mine: Agreement, level: Level) -> None:
    """A limit shown before anything was read together counts, and ends nothing else, either way round."""
    off = page(boundaries={"x": taken_off(EMPTY, "n1", level)})
    whole = page_with_copy(mine, off)
    assert {id: row for id, row in whole.boundaries.items() if id != "x"} == {
        id: together(row, EMPTY) for id, row in mine.boundaries.items() if id != "x"
    }
    assert whole.boundaries["x"].live.get("n1") in (level, None)
    back = page_with_copy(off, mine)
    assert not is_of_another_history(off, mine)
    assert not_wider(
        back,
        page(
            boundaries={id: lapsed(row) for id, row in mine.boundaries.items()}
            | ({} if mine.boundaries else off.boundaries)
        ),
    )
    assert page_with_copy(back, mine).boundaries == back.boundaries


@given(page=WITH_ROWS, trusted=TRUSTED)
def test_into_an_empty_home_no_row_is_open(page: Agreement, trusted: bool) -> None:
    """What was open is asked again, limits stay, and a changed copy comes as a history of its own."""
    there = page_of_copy(page, trusted=trusted)
    assert not_wider(there, page)
    for id, row in there.boundaries.items():
        assert all(reading(row, day, day).level != "open" for day in (TODAY, row.starts or TODAY))
        assert (row.level, row.narrowed) == (page.boundaries[id].level, page.boundaries[id].narrowed)
    if page.lists and there.lists:
        assert (there.lists.origin == page.lists.origin) is trusted


def test_a_history_of_its_own_has_one_name() -> None:
    """The same page always has the same, and no other page has it."""
    some = page(lists=Lists(origin="k3f9"), boundaries={"x": EMPTY})
    other = page(lists=Lists(origin="k3f9"), boundaries={"y": EMPTY})
    assert apart(some) == apart(some)
    assert apart(some).lists != apart(other).lists
    assert apart(page()) == page()


@given(mine=PAGES, theirs=PAGES, trusted=TRUSTED)
def test_a_copy_brings_its_topics_and_evenings_if_it_can_be_trusted(
    mine: Agreement, theirs: Agreement, trusted: bool
) -> None:
    """Whose words a changed copy holds nobody can know, so none of them come."""
    here = Backup(made=TODAY, page=mine, agenda=Agenda(topics={"k1": Topic(about="x")}, gone=["k2"]))
    evening = Record(
        evening="2026-11-21-k3", guide="check-in", version=1, starts="a", kept={"b": {"glad": "tea"}}
    )
    there = Backup(
        made=TODAY,
        page=theirs,
        evenings={evening.evening: evening},
        agenda=Agenda(topics={"k2": Topic(about="y"), "k3": Topic(says="rain")}),
    )
    whole = brought_in(here, there, trusted=trusted)
    assert whole.page == page_with_copy(mine, theirs, trusted=trusted)
    assert whole.evenings == (there.evenings if trusted else {})
    assert whole.agenda is not None
    assert whole.agenda.topics.keys() == ({"k1", "k3"} if trusted else {"k1"})
    assert brought_in(whole, there, trusted=trusted) == whole
    assert brought_in(Backup(made=TODAY), there).agenda == there.agenda
    assert brought_in(here, Backup(made=TODAY)) == here
