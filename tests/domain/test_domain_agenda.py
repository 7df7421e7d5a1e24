"""What the two would like to talk about: two copies come together, and what was let go stays away."""

from collections.abc import Callable
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from couplekit.domain.agenda import (
    Agenda,
    Topic,
    together,
    with_topic,
    with_try,
    without_topic,
    without_try,
)
from couplekit.domain.boundaries import LEVELS, Level, Reading
from couplekit.domain.state import State, differing, looked, since

# Few of each, so that two copies have much in common.
IDS = st.sampled_from(["k1", "k2", "k3", "k4"])
ROWS = st.sampled_from(["holding-hands", "a-hug", "a-kiss"])
TOPICS = ROWS.map(lambda row: Topic(about=row)) | st.sampled_from(["rain", "the sea"]).map(
    lambda text: Topic(says=text)
)
LINES = st.sampled_from(["rain", "a walk", "the sea"])
STEPS = st.lists(
    st.builds(with_topic, IDS, TOPICS)
    | st.builds(without_topic, IDS)
    | st.builds(with_try, IDS, LINES)
    | st.builds(without_try, IDS),
    max_size=8,
)


def after(steps: list[Callable[[Agenda], Agenda]], agenda: Agenda | None = None) -> Agenda:
    """An agenda after these changes."""
    return reduce(lambda now, step: step(now), steps, agenda or Agenda())


AGENDAS = STEPS.map(after)
MANY = settings(max_examples=1000)


@MANY
@given(one=AGENDAS, two=AGENDAS, three=AGENDAS)
def test_copies_come_together_in_any_order(one: Agenda, two: Agenda, three: Agenda) -> None:
    """The order, the grouping and the number of copies change nothing."""
    assert together(one, two) == together(two, one)
    assert together(together(one, two), three) == together(one, together(two, three))
    assert together(one, one) == one
    assert together(together(one, two), two) == together(one, two)


@MANY
@given(one=AGENDAS, two=AGENDAS)
def test_every_topic_of_either_is_there_that_neither_let_go(one: Agenda, two: Agenda) -> None:
    """The union, less what is marked as gone; and it is a sound agenda."""
    whole = together(one, two)
    assert whole.topics.keys() == {*one.topics, *two.topics} - {*one.gone, *two.gone}
    assert whole.tries.keys() == {*one.tries, *two.tries} - {*one.gone, *two.gone}
    assert set(whole.gone) == {*one.gone, *two.gone}
    for id, topic in whole.topics.items():
        assert topic in (one.topics.get(id), two.topics.get(id))
    for id, line in whole.tries.items():
        assert line in (one.tries.get(id), two.tries.get(id))
    assert Agenda.model_validate(whole.model_dump()) == whole


@given(start=AGENDAS, steps=STEPS, id=IDS)
def test_an_older_copy_brings_no_topic_back(
    start: Agenda, steps: list[Callable[[Agenda], Agenda]], id: str
) -> None:
    """What was let go stays away, whichever older copy comes, and no word of it is left."""
    now = without_topic(id)(after(steps, start))
    whole = together(now, start)
    assert whole.gone == now.gone
    assert whole.topics == now.topics
    assert "rain" not in "".join(now.gone)


@given(agenda=AGENDAS, id=IDS, topic=TOPICS)
def test_a_topic_is_there_once_and_goes_whole(agenda: Agenda, id: str, topic: Topic) -> None:
    """Raised twice it is there once; let go, nothing of the same stays, and it can be raised anew."""
    raised = with_topic(id, topic)(agenda)
    assert list(raised.topics.values()).count(topic) == max(1, list(agenda.topics.values()).count(topic))
    assert with_topic("k9", topic)(raised) == raised
    (there, *_) = (name for name, held in raised.topics.items() if held == topic)
    gone = without_topic(there)(raised)
    assert topic not in gone.topics.values()
    assert topic in with_topic(there, topic)(gone).topics.values()
    assert Agenda.model_validate(gone.model_dump()) == gone


@given(start=AGENDAS, steps=STEPS, id=IDS)
def test_an_older_copy_brings_no_thing_to_try_back(
    start: Agenda, steps: list[Callable[[Agenda], Agenda]], id: str
) -> None:
    """What one of them let go stays away, whichever older copy comes, and the topics stay as they are."""
    now = after(steps, start)
    gone = without_try(id)(now)
    assert gone.topics == now.topics
    assert together(gone, start).tries == gone.tries


@given(agenda=AGENDAS, id=IDS, line=LINES)
def test_a_thing_to_try_is_there_once_and_goes_whole(agenda: Agenda, id: str, line: str) -> None:
    """Kept twice it is there once, under an id that nothing else had; let go, the same line can come anew."""
    tried = with_try(id, line)(agenda)
    assert with_try("k9", line)(tried) == tried
    (there, *_) = (name for name, held in tried.tries.items() if held == line)
    assert there not in {*tried.topics, *tried.gone}
    gone = without_try(there)(tried)
    assert line not in gone.tries.values()
    assert line in with_try(there, line)(gone).tries.values()
    assert Agenda.model_validate(gone.model_dump()) == gone
    assert without_try("k9")(gone) == gone


def test_letting_go_what_is_not_there_changes_nothing() -> None:
    """A topic that somebody else let go a moment ago is gone already."""
    agenda = with_topic("k1", Topic(about="a-hug"))(Agenda())
    assert without_topic("k2")(agenda) == agenda


@pytest.mark.parametrize("values", [{}, {"about": "a-hug", "says": "rain"}, {"says": "two\nlines"}])
def test_a_topic_is_one_thing(values: dict[str, str]) -> None:
    """Neither nothing nor two things, and a line is a line."""
    with pytest.raises(ValidationError):
        Topic.model_validate(values)


def test_what_is_gone_is_no_topic() -> None:
    """A file in which a topic is there and gone is not sound."""
    with pytest.raises(ValidationError, match="was let go"):
        Agenda(topics={"k1": Topic(about="a-hug")}, gone=["k1"])
    with pytest.raises(ValidationError, match="was let go"):
        Agenda(tries={"k1": "a walk"}, gone=["k1"])


# What each saw last

LEVEL = st.sampled_from(LEVELS)
STATES = st.sampled_from(["agreed", "asleep", "lapsed", "off"])
READINGS = st.builds(Reading, LEVEL, STATES)
SEEN = st.dictionaries(ROWS, LEVEL)
NOW = st.dictionaries(ROWS, READINGS)


def agreed(**rows: Level) -> dict[str, Reading]:
    """Rows that read as agreed."""
    return {row: Reading(level, "agreed") for row, level in rows.items()}


@MANY
@given(seen=SEEN, now=NOW)
def test_what_was_seen_is_not_told_again(seen: dict[str, Level], now: dict[str, Reading]) -> None:
    """After a look nothing is new; before it exactly the rows with another level are, and nothing else."""
    told = since(seen, now)
    assert [row for row, _ in told] == sorted(
        row for row in {*seen, *now} if seen.get(row, "none") != (now[row].level if row in now else "none")
    )
    state = looked("a", {row: reading.level for row, reading in now.items()})(State())
    assert since(state.last_looked["a"], now) == []
    assert State.model_validate(state.model_dump(by_alias=True)) == state


@MANY
@given(now=NOW, a=SEEN, b=SEEN)
def test_a_look_of_one_is_no_look_of_the_other(
    now: dict[str, Reading], a: dict[str, Level], b: dict[str, Level]
) -> None:
    """What one saw leaves what the other saw as it was."""
    both = looked("b", b)(looked("a", a)(State()))
    assert looked("a", {})(both).last_looked["b"] == both.last_looked["b"]
    assert since(both.last_looked["a"], now) == since(a, now)


@pytest.mark.parametrize(
    ("was", "reading", "kind"),
    [
        ("none", Reading("open", "agreed"), "open"),
        ("open", Reading("talk", "agreed"), "talk"),
        ("open", Reading("talk", "lapsed"), "lapsed"),
        ("open", Reading("none", "off"), "off"),
        ("talk", Reading("none", "agreed"), "off"),
        ("open", Reading("none", "asleep"), "asleep"),
        ("none", Reading("limit", "off"), "limit"),
        ("limit", Reading("none", "agreed"), "not-listed"),
        ("limit", Reading("limit", "asleep"), None),
        ("none", Reading("none", "asleep"), None),
    ],
)
def test_each_change_has_its_words(was: Level, reading: Reading, kind: str | None) -> None:
    """A row that reads another level is told by what it reads now; who took it off is not in it."""
    assert since({"a-hug": was}, {"a-hug": reading}) == ([("a-hug", kind)] if kind else [])


def test_a_row_that_left_the_page_is_told() -> None:
    """What stood there and stands there no more reads as not listed."""
    assert since({"a-hug": "open", "a-kiss": "limit"}, {}) == [("a-hug", "off"), ("a-kiss", "not-listed")]


@MANY
@given(before=NOW, then=NOW)
def test_every_row_that_reads_otherwise_is_named(
    before: dict[str, Reading], then: dict[str, Reading]
) -> None:
    """Every change of level is among them, and where nothing differs nothing is told."""
    told = {row for row, _ in differing(before, then)}
    nothing = Reading("none", "agreed")
    for row in {*before, *then}:
        was, now = before.get(row, nothing), then.get(row, nothing)
        if was.level != now.level and now.state in ("agreed", "off") and was.state in ("agreed", "off"):
            assert row in told
        if was == now:
            assert row not in told
    assert differing(then, then) == []


def test_what_falls_asleep_is_told_before_it_counts() -> None:
    """A round of another device that is still slept on reads no wider yet, and is told all the same."""
    asleep = {"a-hug": Reading("none", "asleep")}
    assert differing(agreed(**{}), asleep) == [("a-hug", "asleep")]
    assert differing({"a-hug": Reading("talk", "agreed")}, {"a-hug": Reading("talk", "lapsed")}) == [
        ("a-hug", "lapsed")
    ]
