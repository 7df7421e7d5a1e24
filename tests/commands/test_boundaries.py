"""What is open and what is not: looking at it, taking something off, and closing the page."""

import subprocess
import sys
from datetime import timedelta

import pytest
from boundary_scripts import (
    AREAS,
    PASSPHRASES,
    TODAY,
    Script,
    bytes_of,
    every,
    lapsed_row,
    levels,
    locked,
    opened,
    opening,
    private,
    row,
    rows,
    with_rows,
)
from commands_samples import Seated, page, seated
from lock_samples import Quick

from couplekit import content
from couplekit.commands.boundaries import PRIVATE, show, take_off
from couplekit.commands.context import Context
from couplekit.commands.home import home_screen
from couplekit.commands.leave import close
from couplekit.conversation.scripted import CTRL_C, Scripted
from couplekit.domain.agenda import Topic, with_topic
from couplekit.domain.boundaries import Boundary
from couplekit.domain.people import Side
from couplekit.domain.private import Private
from couplekit.domain.ratchet import with_dropped, with_taken_off
from couplekit.domain.rounds import Answer
from couplekit.errors import NoPage
from couplekit.storage.home import Home

SAY = content.interface()
STOPPED = SAY["conversation.stopped"]

#: One row of each kind, by what the page says of it.
EACH: dict[str, Boundary] = {
    "holding-hands": row("open"),
    "walk-together": row("open"),
    "hug-hello": row("limit"),
    "kitchen-dance": row("talk"),
    "sitting-close": row("open", asleep=True),
    "quiet-company": row("talk", asleep=True),
    "kiss-on-the-lips": lapsed_row(),
    "hands-in-public": row("open", narrowed={"k1": "none"}),
    "kind-note-from-a": row("none"),
}
#: Under which heading each of them stands.
HEADINGS = {
    "leads-nowhere": "Holding hands",
    "open": "A walk together",
    "asleep": "Sitting close on the sofa",
    "limit": "A hug hello or goodbye",
    "talk": "A slow dance in the kitchen",
    "asleep-talk": "Quiet time in the same room",
    "lapsed": "A short kiss on the lips",
    "off": "Holding hands where others can see",
}


@pytest.fixture
def full(couple: Context) -> Context:
    """A couple with a row of each kind."""
    with_rows(couple, EACH)
    return couple


@pytest.fixture
def apart(full: Context, monkeypatch: pytest.MonkeyPatch) -> Context:
    """The same couple, with a private part each, which open at once. Sam saw the page and said yes to it."""
    monkeypatch.setattr(Home, "wrapping", Quick)
    locked(full)
    said: dict[str, Answer] = {one.key: "fine" for one in every("everyday-affection")}
    seen = Private(rows=page(full).boundaries, answers=said, origin="k3f9")
    opened(full, "a").save(PRIVATE, seen)
    return full


def shown(context: Context, capsys: pytest.CaptureFixture[str]) -> str:
    """What `couplekit boundaries` writes into a pipe."""
    capsys.readouterr()
    show(context)
    return capsys.readouterr().out


def looked(context: Context, script: Script, capsys: pytest.CaptureFixture[str]) -> str:
    """What `couplekit boundaries` writes for somebody at the screen."""
    capsys.readouterr()
    seated(context, script, show)
    return capsys.readouterr().out


def off(context: Context, script: Script) -> Scripted:
    """Take something off, by this script."""

    def run(there: Seated) -> None:
        take_off(there, there.scripted)

    return seated(context, script, run)


# -- looking at it -------------------------------------------------------------------------------------------


def test_the_page_has_each_row_under_its_heading(full: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Open and leads nowhere come first, then what is not for us, then the rest; a no is not listed."""
    text = shown(full, capsys)
    flat = " ".join(text.split())
    places = []
    for name, label in HEADINGS.items():
        heading = flat.index(f"{SAY[f'rows.{name}']}:")
        assert flat.index(f"- {label}", heading) > heading
        places.append(heading)
    assert places == sorted(places)
    assert "kind note" not in text
    assert SAY["boundaries.closing"] in flat
    assert "couplekit boundaries off" in flat


def test_the_page_says_no_day_and_not_who(full: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """No row says when it was agreed, until when it is open, or whose answer it was."""
    text = shown(full, capsys)
    assert not any(character.isdigit() for character in text)
    assert "Sam" not in text
    assert "Alex" not in text


def test_a_page_on_which_nothing_is_open_says_so(couple: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Before any round, and with nothing but noes, the page is whole and has one sentence."""
    text = shown(couple, capsys)
    assert SAY["boundaries.empty"] in " ".join(text.split())
    with_rows(couple, {"holding-hands": row("none")})
    assert shown(couple, capsys) == text


def test_what_has_two_sides_says_from_whom_to_whom(
    couple: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each direction is a row of its own."""
    with_rows(couple, {"kind-note-from-a": row("open"), "kind-note-from-b": row("limit")})
    text = shown(couple, capsys)
    assert "- A kind note or message, from Sam to Alex" in text
    assert "- A kind note or message, from Alex to Sam" in text


def test_a_row_that_no_list_knows_is_called_by_its_id(
    couple: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """What stands on the page stays there when an item went from the lists, and can be taken off."""
    with_rows(couple, {"long-gone-thing": row("open")})
    assert "- long gone thing" in shown(couple, capsys)
    off(couple, [("take off", "long-gone-thing"), ("not for us as well", "no")])
    assert levels(couple) == {}


#: The same limits and the same things off, beside whatever else.
CLOSED = {name: EACH[name] for name in ("hug-hello", "hands-in-public")}
ELSE = ["holding-hands", "kitchen-dance", "sitting-close", "walk-together", "kind-note-from-a", "long-gone"]


@pytest.mark.parametrize(
    "kind", [row("open"), row("talk"), row("open", asleep=True), lapsed_row(), row("none")]
)
def test_a_page_that_nobody_opened_is_the_same_whatever_is_open(
    couple: Context, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: Boundary
) -> None:
    """With both locked it shows limits, what is off and one sentence, byte for byte, and our page as well."""
    from couplekit.commands.show import page_blocks

    def everything() -> str:
        text = shown(couple, capsys) + looked(couple, [("Who is looking?", "limits")], capsys)
        couple.show(page_blocks(couple, page(couple)))
        return text + capsys.readouterr().out

    monkeypatch.setattr(Home, "wrapping", Quick)
    locked(couple)
    couple.home.update_agenda(with_topic("k1", Topic(about="holding-hands")))
    with_rows(couple, CLOSED)
    before = everything()
    assert before.count("A hug hello or goodbye") == 3
    with_rows(couple, {**CLOSED, **dict.fromkeys(ELSE, kind)})
    assert everything() == before


def test_the_own_passphrase_shows_all_of_it(apart: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever opens their private part sees every row that they know to be so."""
    text = looked(apart, [("Who is looking?", "a"), *opening("a")], capsys)
    flat = " ".join(text.split())
    for name, label in HEADINGS.items():
        assert f"{SAY[f'rows.{name}']}:" in flat
        assert f"- {label}" in flat
    assert SAY["boundaries.narrowed"] not in flat


@pytest.mark.parametrize("choice", ["keep", "let-go"])
def test_notes_are_read_by_their_writer_alone(
    apart: Context, capsys: pytest.CaptureFixture[str], choice: str
) -> None:
    """Behind their own passphrase, before the page, and off the screen after it; let go, no file has them."""
    note = {"hug-hello": "CANARY note", "gone-from-the-lists": "CANARY too"}
    kept = private(apart, "a")
    opened(apart, "a").save(PRIVATE, kept.model_copy(update={"notes": note}))
    script = [("Who is looking?", "a"), *opening("a"), ("A hug hello or goodbye: CANARY note", choice)]
    assert "CANARY" not in looked(apart, script, capsys)
    assert private(apart, "a").notes == (note if choice == "keep" else {})
    assert "CANARY" not in looked(apart, [("Who is looking?", "b"), *opening("b")], capsys)


@pytest.mark.parametrize("way", [CTRL_C, "/leave", ""])
def test_a_wrong_passphrase_shows_and_changes_nothing(
    apart: Context, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    """One sentence, as often as it is typed; then nothing of the page is shown."""
    before = bytes_of(apart.home.path)
    hand_over, (asked, _) = opening("a")
    script = [("Who is looking?", "a"), hand_over, (asked, PASSPHRASES["b"]), (asked, way)]
    out = " ".join(looked(apart, script, capsys).split())
    assert out == (STOPPED if way == CTRL_C else "")
    assert bytes_of(apart.home.path) == before


def test_who_opens_their_part_narrows_what_was_widened_without_them(
    apart: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page that says more than its owner last said is narrowed for both, in its file, with one sentence."""
    wider = {**EACH, "hug-hello": row("open", round=2), "hands-in-public": row("open")}
    with_rows(apart, wider, readings=2)
    assert levels(apart)["hug-hello"] == "open"
    text = looked(apart, [("Who is looking?", "a"), *opening("a")], capsys)
    assert SAY["boundaries.narrowed"] in " ".join(text.split())
    said = levels(apart)
    assert said["hug-hello"] == "limit"
    assert "hands-in-public" not in said
    assert said["holding-hands"] == "open"


def test_what_was_open_before_the_first_lock_stays_open(
    full: Context, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Locking a private part takes nothing off the page."""
    from couplekit.commands.lock import Turn, lock_or_change

    monkeypatch.setattr(Home, "wrapping", Quick)
    before = levels(full)
    both: tuple[Side, Side] = ("a", "b")
    for side in both:
        passphrase = PASSPHRASES[side]

        def run(there: Seated, side: Side = side) -> None:
            lock_or_change(Turn(there, there.scripted, page(there), side))

        script = [
            (opening(side)[0][0], ""), ("Which passphrase", "own"),
            ("nobody else knows", passphrase), ("once more", passphrase),
        ]  # fmt: skip
        seated(full, script, run)
    for side in both:
        looked(full, [("Who is looking?", side), *opening(side)], capsys)
    assert levels(full) == before


def test_things_to_talk_about_are_told_while_they_are_on_the_page(
    full: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """A topic is named while its row is listed; once it is off or not for us, nobody is asked about it."""
    for number, id in enumerate(("kitchen-dance", "hug-hello", "hands-in-public", "kind-note-from-a")):
        full.home.update_agenda(with_topic(f"k{number}", Topic(about=id)))
    full.home.update_agenda(with_topic("k9", Topic(says="The weekend")))
    text = shown(full, capsys)
    told = text[text.index(SAY["boundaries.agenda"]) : text.index("This page is not consent")]
    assert told.split("\n")[1:3] == ["- A slow dance in the kitchen", "- The weekend"]
    assert told.count("- ") == 2


def test_one_person_sees_their_own_list_behind_their_own_lock(
    one: Context, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is shown to them and to no pipe; without a lock there is a word about where it would be."""
    monkeypatch.setattr(Home, "wrapping", Quick)
    about = SAY["boundaries.alone"]
    assert about in " ".join(looked(one, [], capsys).split())
    locked(one, "a")
    opened(one, "a").save(PRIVATE, Private(rows={}, answers={"holding-hands": "limit", "long-gone": "fine"}))
    text = looked(one, [("Type the passphrase", PASSPHRASES["a"])], capsys)
    assert "- Holding hands: No, and show it" in text
    assert "long-gone" not in text
    assert "Holding hands" not in shown(one, capsys)


@pytest.mark.parametrize("way", [CTRL_C, "/leave"])
def test_who_leaves_their_own_list_shut_sees_nothing(
    one: Context, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    """At the passphrase a stop is one line, and leaving is none."""
    monkeypatch.setattr(Home, "wrapping", Quick)
    locked(one, "a")
    out = looked(one, [("Type the passphrase", way)], capsys)
    assert out.strip() == (STOPPED if way == CTRL_C else "")


def test_there_is_nothing_to_look_at_without_a_page(context: Context) -> None:
    """A stated problem, and no folder is made."""
    for look in (show, close):
        with pytest.raises(NoPage):
            look(context)
    assert not context.home.path.exists()


def test_the_command_says_the_same_in_a_pipe(full: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """`couplekit boundaries` in a pipe writes the page on stdout and nothing else."""
    arguments = ["--home", str(full.home.path), "--today", str(TODAY), "boundaries"]
    run = subprocess.run(
        [sys.executable, "-m", "couplekit", *arguments], capture_output=True, text=True, check=True
    )
    assert run.stdout == shown(full, capsys)
    assert run.stderr == ""


# -- taking something off ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "id",
    ["holding-hands", "walk-together", "kitchen-dance", "sitting-close", "quiet-company", "kiss-on-the-lips"],
)
def test_whatever_is_listed_can_be_taken_off_by_one(full: Context, id: str) -> None:
    """Open, worth a talk, slept on or past its day: one choice counts at once, and for nothing else."""
    before = rows(full)
    person = off(full, [("It counts at once. Nobody is asked.", id), ("not for us as well", "1")])
    after = rows(full)
    assert after.pop(id).level == "none"
    assert before.pop(id).level != "limit"
    assert after == before
    assert SAY["off.done"] in person.shown[1].say
    assert [prompt.kind for prompt in person.shown] == ["pick", "pick"]
    for day in range(3):
        there = Context(full.home.path, day=TODAY + timedelta(days=day))
        assert rows(there)[id].level == "none"


def test_it_counts_before_anything_more_is_asked(full: Context) -> None:
    """Whoever leaves at the next screen, or loses the terminal there, has taken it off all the same."""
    for way, id in ((CTRL_C, "holding-hands"), ("/leave", "walk-together")):
        off(full, [("take off", id), ("not for us as well", way)])
        assert rows(full)[id].level == "none"


def test_it_can_be_shown_as_not_for_us_as_well(full: Context) -> None:
    """A second, free choice: what was taken off is a limit then. "No, that is all" stands first."""
    person = off(full, [("take off", "holding-hands"), ("not for us as well", "yes")])
    assert rows(full)["holding-hands"].level == "limit"
    assert [option.id for option in person.shown[-1].options] == ["no", "yes"]


def test_what_is_offered_is_what_can_be_narrowed(full: Context) -> None:
    """What is listed, each with its name; neither a limit nor what is off already, nor a no."""
    person = off(full, [("take off", "nothing")])
    offered = {option.id: option.label for option in person.shown[0].options}
    assert set(offered) == {
        *(id for id in EACH if id not in ("hug-hello", "hands-in-public", "kind-note-from-a")),
        "else",
        "nothing",
    }
    assert offered["sitting-close"] == "Sitting close on the sofa (being slept on)"
    assert person.shown[0].one_key


@pytest.mark.parametrize("way", [CTRL_C, "/leave", "nothing", ""])
def test_whoever_takes_nothing_off_changes_nothing(
    full: Context, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    """Leaving the list by any way leaves every byte as it was."""
    before = bytes_of(full.home.path)
    capsys.readouterr()
    off(full, [("take off", way)])
    assert bytes_of(full.home.path) == before
    assert capsys.readouterr().out.strip() == (STOPPED if way == CTRL_C else "")


def test_what_is_slept_on_goes_back_to_what_it_was(couple: Context) -> None:
    """Dropped, a row that was worth a talk before is worth a talk still, now and on every later day."""
    with_rows(couple, {"hug-hello": row("open", asleep=True, before="talk")})
    off(couple, [("take off", "hug-hello"), ("not for us as well", "no")])
    for days in (0, 1, 2, 40):
        there = Context(couple.home.path, day=TODAY + timedelta(days=days))
        assert levels(there) == {"hug-hello": "talk"}
    person = off(couple, [("take off", "nothing")])
    assert person.shown[0].options[0].label == "A hug hello or goodbye"


@pytest.mark.parametrize("before", ["none", "talk", "open"])
def test_what_was_dropped_is_neither_slept_on_nor_due_any_more(couple: Context, before: str) -> None:
    """On no later day does the page call it slept on, or open for a while: it never was."""
    with_rows(couple, {"hug-hello": row("open", asleep=True, before=before)})
    couple.home.update(
        with_dropped("hug-hello", "k1") if before != "open" else with_taken_off("hug-hello", "k1")
    )
    for days in (0, 1, 2, 84, 85, 400):
        there = Context(couple.home.path, day=TODAY + timedelta(days=days))
        assert rows(there)["hug-hello"].state == "off"


def test_no_passphrase_is_needed_to_take_something_off(apart: Context) -> None:
    """With both private parts locked it takes as many screens as without."""
    off(apart, [("take off", "holding-hands"), ("not for us as well", "no")])
    assert rows(apart)["holding-hands"].level == "none"


def test_from_home_it_takes_two_screens(full: Context) -> None:
    """Home, the list, and it counts: both take one key."""
    person = seated(
        full, [("Good to see", "off"), ("take off", "holding-hands"), ("well?", CTRL_C)], home_screen
    )
    assert [prompt.one_key for prompt in person.shown] == [True] * 3
    assert rows(full)["holding-hands"].level == "none"


def test_a_long_list_is_asked_for_by_area(couple: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """More rows than keys are asked for in two steps, so that it is three keys from home and never four."""
    ids = [id for area in AREAS for id, item in area.item.items() if not item.two_sided]
    with_rows(couple, dict.fromkeys(ids, row("open")))
    couple.home.update_agenda(with_topic("k1", Topic(says="The weekend")))
    person = off(
        couple, [("take off", "afterwards"), ("take off", "lying-close-afterwards"), ("well?", "no")]
    )
    areas, items, _ = person.shown
    assert [option.label for option in areas.options[:2]] == ["Everyday affection", "Talking and words"]
    assert areas.one_key
    assert items.one_key
    assert len(areas.options) + len(items.options) < 36
    assert {option.id for option in areas.options[-3:]} == {"topic-k1", "else", "nothing"}
    assert rows(couple)["lying-close-afterwards"].level == "none"
    before = bytes_of(couple.home.path)
    off(couple, [("take off", "nothing")])
    off(couple, [("take off", "afterwards"), ("take off", "nothing")])
    assert bytes_of(couple.home.path) == before
    off(couple, [("take off", "topic-k1")])
    assert couple.home.agenda().topics == {}


def test_a_topic_can_be_taken_off_the_list(full: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Either of the two takes a topic off, the page stays as it is, and nothing more is asked."""
    full.home.update_agenda(with_topic("k1", Topic(about="kitchen-dance")))
    before = page(full)
    capsys.readouterr()
    person = off(full, [("From your list of things to talk about: A slow dance", "topic-k1")])
    assert len(person.shown) == 1
    assert full.home.agenda().topics == {}
    assert page(full) == before
    assert capsys.readouterr().out.strip() == SAY["off.topic-done"]


@pytest.mark.parametrize("kind", [None, row("open"), row("talk"), row("none"), lapsed_row()])
def test_anything_can_be_shown_as_not_for_us(couple: Context, kind: Boundary | None) -> None:
    """On the page or not, answered or not: one person shows a limit, at once."""
    with_rows(couple, {} if kind is None else {"tea-together": kind, "holding-hands": row("open")})
    item = next(iter(AREAS[3].item))
    off(couple, [("take off", "else"), ("In which area?", AREAS[3].id), ("Which one?", item), *side_of(item)])
    said = levels(couple)
    assert [level for id, level in said.items() if id.startswith(item)] == ["limit"]


def side_of(item: str) -> Script:
    """The question which of two directions, where an item has them."""
    area = next(area for area in AREAS if item in area.item)
    return [("Which one?", "1")] if area.item[item].two_sided else []


def test_of_two_directions_one_is_chosen(couple: Context) -> None:
    """A limit on one direction says nothing about the other; "nothing" and leaving change nothing."""
    to_item: Script = [("take off", "else"), ("which area", AREAS[0].id), ("Which one?", "kiss-on-the-cheek")]
    before = bytes_of(couple.home.path)
    for way in ("nothing", CTRL_C, "/leave"):
        off(couple, [*to_item, ("from Sam to Alex", way)])
        off(couple, [*to_item[:2], ("Which one?", way)])
        off(couple, [to_item[0], ("which area", way)])
    assert bytes_of(couple.home.path) == before
    off(couple, [*to_item, ("from Sam to Alex", "kiss-on-the-cheek-from-b")])
    assert levels(couple) == {"kiss-on-the-cheek-from-b": "limit"}


def test_a_hidden_item_is_not_offered_for_a_limit(couple: Context) -> None:
    """What a couple does not want to read about stands in no list."""
    with_rows(couple, {}, hidden=["holding-hands"])
    person = off(couple, [("take off", "else"), ("which area", AREAS[0].id), ("Which one?", "nothing")])
    assert "holding-hands" not in {option.id for option in person.shown[-1].options}


def test_alone_nothing_is_said_of_a_partner(one: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """One person can show a limit on their own page, and is told that it counts, and no more."""
    capsys.readouterr()
    off(one, [("take off", "else"), ("which area", AREAS[0].id), ("Which one?", "holding-hands")])
    assert capsys.readouterr().out.strip() == SAY["off.done-alone"]
    assert levels(one) == {"holding-hands": "limit"}


# -- closing the page ----------------------------------------------------------------------------------------


def test_closing_the_page_ends_all_that_is_open(apart: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Open, worth a talk, slept on and past its day end at once; limits, signals and private parts stay."""
    before = page(apart)
    kept = private(apart, "a")
    apart.home.update_agenda(with_topic("k1", Topic(about="kitchen-dance")))
    capsys.readouterr()
    person = seated(apart, [("Close the page?", "yes")], close)
    assert len(person.shown) == 1
    for day in (0, 2, 90):
        assert levels(Context(apart.home.path, day=TODAY + timedelta(days=day))) == {"hug-hello": "limit"}
    assert page(apart).signals == before.signals
    assert page(apart).boundaries["hug-hello"] == before.boundaries["hug-hello"]
    assert private(apart, "a") == kept
    assert capsys.readouterr().out.strip().startswith("Closed. Nothing is open now.")


def test_a_closed_page_lists_no_topic_of_a_row(full: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """What ended is not on the list of things to talk about either."""
    full.home.update_agenda(with_topic("k1", Topic(about="kitchen-dance")))
    seated(full, [("Close the page?", "yes")], close)
    assert SAY["boundaries.agenda"] not in shown(full, capsys)


@pytest.mark.parametrize("way", ["no", "1", "", CTRL_C, "/leave"])
def test_closing_is_not_the_first_key(full: Context, capsys: pytest.CaptureFixture[str], way: str) -> None:
    """ "Leave it as it is" stands first; by it, and by any way of leaving, nothing changes."""
    before = bytes_of(full.home.path)
    capsys.readouterr()
    seated(full, [("Close the page?", way)], close)
    assert bytes_of(full.home.path) == before
    assert capsys.readouterr().out.strip() == (STOPPED if way == CTRL_C else "")


# -- home ----------------------------------------------------------------------------------------------------


def test_home_offers_to_take_something_off_where_there_is_something(
    couple: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the first answer home has nothing to take off and nothing to look at; then both are there."""

    def offered() -> list[str]:
        person = seated(couple, [("Good to see you both", "leave")], home_screen)
        return [option.id for option in person.shown[0].options]

    assert not {"off", "boundaries"} & set(offered())
    with_rows(couple, {"holding-hands": row("open")})
    assert {"off", "boundaries", "answer"} <= set(offered())
    for chosen, script in (
        ("boundaries", []),
        ("answer", [("A few questions for Alex", CTRL_C)]),
        ("off", [("take off", "nothing")]),
    ):
        seated(couple, [("Good to see you both", chosen), *script], home_screen)


@pytest.mark.parametrize("command", ["boundaries answer", "boundaries off", "boundaries items", "leave"])
def test_a_conversation_needs_somebody(full: Context, command: str) -> None:
    """In a pipe without --plain each of them ends with exit code 2 and a sentence, and changes nothing."""
    before = bytes_of(full.home.path)
    arguments = ["--home", str(full.home.path), "--today", str(TODAY), *command.split()]
    run = subprocess.run(
        [sys.executable, "-m", "couplekit", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert f"couplekit {command} --plain" in " ".join(run.stderr.split())
    assert run.stdout == ""
    assert bytes_of(full.home.path) == before
