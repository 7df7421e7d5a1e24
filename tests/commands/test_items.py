"""The lists as a couple changes them: their own items, other names, what is not asked, how long open is."""

from collections.abc import Callable

import pytest
from boundary_scripts import (
    AREAS,
    FIRST,
    Script,
    agreed,
    bytes_of,
    held,
    lapsed_row,
    levels,
    row,
    rows,
    screens,
    turn,
    with_rows,
    words,
)
from commands_samples import page, seated

from couplekit import content
from couplekit.commands.boundaries import show
from couplekit.commands.context import Context
from couplekit.commands.items import change_items
from couplekit.conversation.scripted import CTRL_C, Scripted
from couplekit.domain.boundaries import Boundary, Lists
from couplekit.domain.lists import LONGEST_LABEL

Later = Callable[[int], Context]

SAY = content.interface()
STOPPED = SAY["conversation.stopped"]
ASK = "What would you like to change in the lists?"
NAME = "What is it called?"
SIDES = "two sides, giving and receiving"
NOWHERE = ("good in itself", "no")
WEEKS = "After how many weeks"
AREA = AREAS[0].id


def changed(context: Context, script: Script) -> Scripted:
    """Change one thing in the lists, by this script."""
    return seated(context, [(ASK, script[0][1]), *script[1:]], change_items)


def lists(context: Context) -> Lists:
    """The couple's lists, as they stand in the file."""
    found = page(context).lists
    assert found is not None
    return found


def added(context: Context, label: str, sides: str = "no") -> str:
    """Add something of their own, and give its id."""
    changed(context, [("", "add"), (NAME, label), (SIDES, sides), NOWHERE])
    return list(lists(context).own)[-1]


def of(item: str) -> Script:
    """To one item of the first area."""
    return [("In which area?", AREA), ("Which one?", item)]


def test_an_own_item_is_asked_of_both_in_the_next_round(couple: Context, later: Later) -> None:
    """It stands last, under its own heading, in their words; both say yes to it like to any other."""
    added(couple, "Reading [aloud] to {other}")
    steps: Script = [*screens("a", {}), ("Reading [aloud] to {other}", "fine")]
    theirs: Script = [*screens("b", {}), ("Reading [aloud] to {other}", "wanted")]
    script: Script = []
    for side, said in (("Sam", steps), ("Alex", theirs)):
        before: Script = [(f"A few questions for {side}", ""), ("Before you answer", "")]
        script += [*before, *said, ("would like to be asked", "areas-none"), ("hand this in", "hand-in")]
    person = held(couple, [*script, ("For both of you", ""), ("What came of it", "")])
    shown = next(prompt for prompt in person.shown if "[aloud]" in prompt.say)
    assert shown.title == "Your own"
    (id,) = lists(couple).own
    assert levels(later(2)) == {id: "open"}


def test_an_own_item_with_two_sides_is_asked_from_both_sides(couple: Context) -> None:
    """Each is asked as the one who gives and as the one who receives, with the name of the other one."""
    added(couple, "Brushing hair", "yes")
    script: Script = [*turn("a")[: 2 + len(FIRST)], ("Brushing hair, from you to Alex", "fine")]
    held(couple, [*script, ("Brushing hair, from Alex to you", CTRL_C)])


@pytest.mark.parametrize("nowhere", ["no", "yes"])
def test_an_own_item_can_lead_nowhere(
    couple: Context, capsys: pytest.CaptureFixture[str], nowhere: str
) -> None:
    """Once it is open, the page says so where they called it an end in itself, and not otherwise."""
    changed(couple, [("", "add"), (NAME, "Tea in bed"), (SIDES, "no"), (NOWHERE[0], nowhere)])
    (id,) = lists(couple).own
    couple.home.update(lambda there: there.model_copy(update={"boundaries": {id: row("open")}}))
    capsys.readouterr()
    show(couple)
    said = " ".join(capsys.readouterr().out.split())
    assert (f"{SAY['rows.leads-nowhere']}: - Tea in bed" in said) is (nowhere == "yes")


def test_adding_something_opens_nothing(couple: Context) -> None:
    """The page stays as it was; only the lists are longer."""
    with_rows(couple, {"holding-hands": row("open")})
    before = page(couple)
    added(couple, "Tea in bed")
    after = page(couple)
    assert after.boundaries == before.boundaries
    assert [item.label for item in lists(couple).own.values()] == ["Tea in bed"]
    assert levels(couple) == {"holding-hands": "open"}


def test_two_own_items_may_have_one_name(couple: Context) -> None:
    """Each has an id of its own, so that nothing of one is taken for the other."""
    assert added(couple, "Tea") != added(couple, "Tea")
    assert len(lists(couple).own) == 2


def test_a_name_is_at_most_so_long(couple: Context) -> None:
    """A longer one is asked for again, with its length and the room there is; it is not cut."""
    long = "x" * (LONGEST_LABEL + 1)
    script: Script = [("", "add"), (NAME, long), (NAME, "y" * LONGEST_LABEL), (SIDES, "no"), NOWHERE]
    person = changed(couple, script)
    refused = SAY("refused.too-long", typed=str(LONGEST_LABEL + 1), longest=str(LONGEST_LABEL))
    assert person.told == [refused]
    assert [item.label for item in lists(couple).own.values()] == ["y" * LONGEST_LABEL]


def test_another_name_is_what_is_asked_and_what_is_read(couple: Context, later: Later) -> None:
    """An item of ours is called as they like, where it is asked and on the page, whichever sides it has."""
    changed(couple, [("", "rename"), *of("holding-hands"), (NAME, "Paw in paw")])
    changed(couple, [("", "rename"), *of("kiss-on-the-cheek"), (NAME, "A peck")])
    assert lists(couple).renamed == {"holding-hands": "Paw in paw", "kiss-on-the-cheek": "A peck"}
    named = {
        "holding-hands": "Paw in paw",
        "kiss-on-the-cheek-giving": "A peck, from you to Alex",
        "kiss-on-the-cheek-receiving": "A peck, from Alex to you",
    }
    script: Script = [
        ("A few questions for Sam", ""),
        ("Before you answer", ""),
        *((named.get(one.key, words(one, "a")), "/skip") for one in FIRST),
        ("would like to be asked", CTRL_C),
    ]
    person = held(couple, script)
    asked = "\n".join(prompt.say for prompt in person.shown)
    assert "on the cheek" not in asked


def test_an_own_item_can_have_another_name(couple: Context) -> None:
    """It keeps its id, and is not among those of ours that have other names."""
    id = added(couple, "Tea")
    changed(couple, [("", "rename"), ("In which area?", "your-own"), ("Which one?", id), (NAME, "Cocoa")])
    assert lists(couple).own[id].label == "Cocoa"
    assert lists(couple).renamed == {}


@pytest.mark.parametrize("kind", [row("open"), row("talk"), row("open", asleep=True), lapsed_row()])
def test_what_was_open_under_the_old_name_ends(couple: Context, later: Later, kind: Boundary) -> None:
    """Nobody said yes to the new name: its row is off at once and stays so; other rows are as they were."""
    with_rows(couple, {"holding-hands": kind, "hug-hello": row("open")})
    changed(couple, [("", "rename"), *of("holding-hands"), (NAME, "Paw in paw")])
    for days in (0, 2, 30):
        assert levels(later(days)) == {"hug-hello": "open"}


def test_both_directions_end_under_another_name(couple: Context) -> None:
    """An item with two sides has two rows, and both end."""
    ids = ["kiss-on-the-cheek-from-a", "kiss-on-the-cheek-from-b"]
    with_rows(couple, dict.fromkeys(ids, row("open")))
    changed(couple, [("", "rename"), *of("kiss-on-the-cheek"), (NAME, "A peck")])
    assert levels(couple) == {}


@pytest.mark.parametrize(
    "kind", [row("limit"), row("open", narrowed={"k1": "limit"}), row("limit", asleep=True)]
)
def test_a_limit_keeps_its_name(couple: Context, capsys: pytest.CaptureFixture[str], kind: Boundary) -> None:
    """Under another name nobody would know what the no is to: it is refused, and nothing is changed."""
    with_rows(couple, {"kiss-on-the-cheek-from-b": kind, "kiss-on-the-cheek-from-a": row("open")})
    before = bytes_of(couple.home.path)
    capsys.readouterr()
    changed(couple, [("", "rename"), *of("kiss-on-the-cheek")])
    assert bytes_of(couple.home.path) == before
    assert " ".join(capsys.readouterr().out.split()) == SAY["items.limit"]


def test_what_is_hidden_is_not_asked_until_it_is_asked_again(couple: Context) -> None:
    """It is left out of a round, with both its sides; its row stays; and it can come back."""
    with_rows(couple, {"holding-hands": row("open")})
    first = changed(couple, [("", "hide"), *of("kiss-on-the-cheek")])
    assert "show" not in {option.id for option in first.shown[0].options}
    changed(couple, [("", "hide"), *of("holding-hands")])
    assert lists(couple).hidden == ["kiss-on-the-cheek", "holding-hands"]
    assert levels(couple) == {"holding-hands": "open"}
    asked = [one for one in FIRST if one.item not in ("kiss-on-the-cheek", "holding-hands")]
    held(couple, [*turn("b", asked=asked)[:-1], ("hand this in", CTRL_C)])
    offered = changed(couple, [("", "hide"), ("In which area?", AREA), ("Which one?", "nothing")])
    assert not {"kiss-on-the-cheek", "holding-hands"} & {option.id for option in offered.shown[-1].options}
    changed(couple, [("", "show"), *of("kiss-on-the-cheek")])
    assert lists(couple).hidden == ["holding-hands"]


def test_hiding_can_be_done_twice(couple: Context) -> None:
    """On two devices, or in two windows: an item is hidden once."""
    from couplekit.domain.ratchet import with_hidden

    for _ in range(2):
        couple.home.update(with_hidden("holding-hands", "x"))
    assert lists(couple).hidden == ["holding-hands"]


@pytest.mark.parametrize("weeks", [1, 26])
def test_how_long_open_stays_so_counts_from_the_next_reading(
    couple: Context, later: Later, weeks: int
) -> None:
    """One week to twenty-six: what is open now keeps its day, and the next reading takes the new time."""
    with_rows(couple, {"holding-hands": row("open")})
    before = rows(couple)
    changed(couple, [("", "weeks"), (WEEKS, str(weeks))])
    assert lists(couple).open_weeks == weeks
    assert rows(couple) == before
    there = couple.home.path.with_name("fresh")
    fresh = Context(there, day=couple.today())
    fresh.home.create(page(couple).model_copy(update={"boundaries": {}, "lists": None}))
    changed(fresh, [("", "weeks"), (WEEKS, str(weeks))])
    agreed(fresh, {"holding-hands": "fine"}, {"holding-hands": "fine"})
    last = Context(there, day=later(weeks * 7).today())
    past = Context(there, day=later(weeks * 7 + 1).today())
    assert [rows(day)["holding-hands"].state for day in (last, past)] == ["agreed", "lapsed"]


def test_any_other_number_of_weeks_is_asked_for_again(couple: Context) -> None:
    """Nought, a longer time, half a week and words are refused with what it can be; nothing is cut to fit."""
    wrong = ["0", "27", "-1", "2.5", "twelve", "100"]
    person = changed(couple, [("", "weeks"), *((WEEKS, typed) for typed in wrong), (WEEKS, " 8 ")])
    assert person.told == [SAY("refused.number", lowest="1", highest="26")] * len(wrong)
    assert lists(couple).open_weeks == 8
    shown = changed(couple, [("", "nothing")]).shown[0]
    assert "8 weeks now" in shown.options[-1].label


ADD: Script = [("", "add"), (NAME, "Tea"), (SIDES, "no"), NOWHERE]
RENAME: Script = [("", "rename"), *of("holding-hands"), (NAME, "Paw in paw")]


@pytest.mark.parametrize(
    "script", [ADD, RENAME, [("", "hide"), *of("hug-hello")], [("", "weeks"), (WEEKS, "3")]]
)
@pytest.mark.parametrize("way", ["/leave", CTRL_C, ""])
def test_whoever_leaves_in_between_changes_nothing(
    couple: Context, capsys: pytest.CaptureFixture[str], script: Script, way: str
) -> None:
    """At every screen, by leaving, by a stop or by Enter on nothing: every byte stays as it was."""
    with_rows(couple, {"holding-hands": row("open")})
    before = bytes_of(couple.home.path)
    for place in range(len(script)):
        capsys.readouterr()
        changed(couple, [*script[:place], (script[place][0], way)])
        assert bytes_of(couple.home.path) == before
        assert capsys.readouterr().out.strip() == (STOPPED if way == CTRL_C else "")


def test_nothing_comes_first_and_changes_nothing(couple: Context) -> None:
    """The first key leaves the lists as they are, here and where something is chosen from them."""
    before = bytes_of(couple.home.path)
    assert changed(couple, [("", "1")]).shown[0].options[0].id == "nothing"
    changed(couple, [("", "hide"), ("In which area?", "nothing")])
    assert bytes_of(couple.home.path) == before
