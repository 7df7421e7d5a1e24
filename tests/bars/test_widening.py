"""One partner alone at the keyboard: whatever they do, nothing on the page gets wider for the other one.

First the rules, with everything that one person can do to a row. Then scripts, with the real files and the
real commands, on a home where both have a private part: what they do is what a person could do who knows how
couplekit works, has every file, and does not have the other one's passphrase.
"""

import itertools
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from keyboard import ITEMS, NAMES, ORIGIN, PASSPHRASES, ROWS, Device, Somebody
from storage_samples import page, record

from bar_table import Reached
from couplekit.commands.agreement import bring_in, show_changes
from couplekit.commands.boundaries import PRIVATE, show
from couplekit.commands.home import home_screen
from couplekit.commands.show import page_blocks
from couplekit.content.boundaries import areas
from couplekit.conversation.port import Prompt
from couplekit.domain.agreement import Agreement, changed_outside, with_name, with_pace, without_trust
from couplekit.domain.backup import Backup, brought_in
from couplekit.domain.boundaries import (
    LEVELS,
    Boundary,
    Level,
    Lists,
    OwnItem,
    is_wider,
    narrower,
    reading,
    taken_off,
)
from couplekit.domain.listed import label_of, listed
from couplekit.domain.people import Side
from couplekit.domain.private import Private
from couplekit.domain.ratchet import (
    with_closed,
    with_dropped,
    with_hidden,
    with_label,
    with_open_weeks,
    with_own_item,
    with_taken_off,
    with_turn_ended,
)
from couplekit.domain.rounds import ANSWERS, Answer, Turn, after_reading, after_round, merged, turn_mark
from couplekit.domain.state import looked
from couplekit.errors import CouplekitError
from couplekit.storage.backup import read_backup, write_backup
from couplekit.storage.pages import from_toml, to_toml

# -- what one person can do, by the rules --------------------------------------------------------------------

DAY = date(2026, 11, 21)
#: Two answers that come to each level.
PAIRS: dict[Level, tuple[Answer, Answer]] = {
    "open": ("wanted", "fine"),
    "talk": ("talk", "wanted"),
    "none": ("no", "wanted"),
    "limit": ("limit", "wanted"),
}
#: When a row is looked at, in days from today: now, while and once it was slept on, and past its last day.
LATER = (0, 1, 2, 3, 40, 90, 200)
ROW = "holding-hands"


class Case(NamedTuple):
    """A row as two people may have it: what came before, what was read since, and what was taken off."""

    old: Level
    new: Level | None
    is_expired: bool
    off: Level | None

    @property
    def row(self) -> Boundary:
        """The row after that."""
        long_ago = DAY - timedelta(days=100 if self.is_expired else 30)
        row = after_round(Boundary(), *PAIRS[self.old], today=long_ago, last_day=long_ago)
        if self.new is not None:  # still slept on today
            row = after_round(row, *PAIRS[self.new], today=DAY, last_day=long_ago)
        return row if self.off is None else taken_off(row, "k1", self.off)


CASES = [
    Case(*one) for one in itertools.product(LEVELS, (None, *LEVELS), (False, True), (None, "none", "limit"))
]


#: Ways that leave nothing which the page could be held against.
ALONE = ("edited, no copy", "restored into an empty home")


def page_with(row: Boundary, **changes: Any) -> Agreement:
    """A page of two with that row and nothing else on it."""
    lists = Lists(origin=ORIGIN, readings=row.round)
    return page(**{"boundaries": {ROW: row}, "lists": lists, "changed": DAY} | changes)


def said(page: Agreement) -> list[Level]:
    """What the row says today and later."""
    row = page.boundaries.get(ROW, Boundary())
    return [reading(row, DAY + timedelta(days=days), page.changed).level for days in LATER]


def turns_of(one: Answer) -> Iterator[Turn]:
    """A turn of one person with this answer, handed in and not, and one that leaves it out."""
    for done in (True, False):
        yield Turn(round=1, day=DAY, done=done, asked=[ROW], answers={ROW: one})
    yield Turn(round=1, day=DAY, done=True, asked=[ROW])


def edits(row: Boundary) -> Iterator[Boundary]:
    """The row as somebody may put it in an editor."""
    for level, before in itertools.product(LEVELS, ("open", row.before)):
        yield row.model_copy(update={"level": level, "before": before})
        yield Boundary.model_validate(
            {
                **row.model_dump(by_alias=True),
                "level": level,
                "before": before,
                "from": date(2026, 1, 1),
                "until": date(2027, 5, 1),
                "narrowed": {},
                "seen": [*row.seen, *row.narrowed],
                "round": row.round + 900,
            }
        )
    yield row.model_copy(update={"starts": date(2026, 1, 1)})
    yield row.model_copy(update={"until": date.max})
    yield row.model_copy(update={"narrowed": {}})
    yield row.model_copy(update={"seen": [*row.seen, *row.narrowed]})
    yield row.model_copy(update={"narrowed": dict.fromkeys(row.narrowed, "open")})
    yield Boundary()


def copies(now: Agreement) -> Iterator[tuple[Agreement, bool]]:
    """Copies that one person may bring in, and whether couplekit takes them for its own.

    Of one's own history as couplekit wrote it there are older pages; anything else has another origin, or a
    seal that does not hold.
    """
    row = now.boundaries[ROW]
    older = [
        Boundary(),
        row.model_copy(update={"narrowed": {}}),
        after_round(Boundary(), "wanted", "wanted", today=DAY - timedelta(days=30), last_day=date.min),
    ]
    for there in older[:2]:
        yield now.model_copy(update={"boundaries": {ROW: there}}), True
    if row.round > 1:
        yield now.model_copy(update={"boundaries": {ROW: older[2]}}), True
    apart = Lists(origin="another", readings=99)
    for there in (*older, *edits(row)):
        yield now.model_copy(update={"boundaries": {ROW: there}, "lists": apart}), True
        yield now.model_copy(update={"boundaries": {ROW: there}, "lists": None}), True
        yield now.model_copy(update={"boundaries": {ROW: there}}), False


def what_one_can_do(now: Agreement) -> Iterator[tuple[str, Agreement]]:
    """Every page that one person can make of this one, and by which way."""
    for level in LEVELS:
        yield "taken off", with_taken_off(ROW, "n1", level)(now)
    yield "dropped", with_dropped(ROW, "n1")(now)
    for answer in ANSWERS:
        for turn in turns_of(answer):
            yield "turn ended", with_turn_ended({ROW: [ROW]}, turn, turn_mark(1, "n1"))(now)
            for other in (None, *turns_of("wanted")):  # read with somebody who has not answered it
                yield "half a round", half_a_round(now, turn, other)
    for row in edits(now.boundaries[ROW]):
        edited = now.model_copy(update={"boundaries": {ROW: row}, "changed": date(2026, 1, 1)})
        yield "edited", changed_outside(edited, now).page
        yield "edited, no copy", without_trust(now.model_copy(update={"boundaries": {ROW: row}}))
        yield "an older page put back", changed_outside(edited, now, older=True).page
    for copy, trusted in copies(now):
        theirs = Backup(made=DAY, page=copy)
        for again in (False, True):
            whole = brought_in(Backup(made=DAY, page=now), theirs, trusted=trusted).page
            if again and whole:
                whole = brought_in(Backup(made=DAY, page=whole), theirs, trusted=trusted).page
            assert whole is not None
            yield "restored or merged", whole
        empty = brought_in(Backup(made=DAY), theirs, trusted=trusted).page
        assert empty is not None
        yield "restored into an empty home", empty
    yield "left", with_closed("n1")(now)
    yield "renamed", with_label(ROW, [ROW], "Something else", "n1", ORIGIN)(now)
    for change in (
        with_open_weeks(26, ORIGIN),
        with_hidden(ROW, ORIGIN),
        with_own_item("own-k1", OwnItem(label="Ours"), ORIGIN),
        with_name("b", "Robin"),
        with_pace("a"),
    ):
        yield "settings", change(now)


def half_a_round(now: Agreement, turn: Turn, other: Turn | None) -> Agreement:
    """What a reading comes to where one of the two has not answered this row."""
    missing = Turn(round=1, day=DAY, done=True, asked=[]) if other is None else None
    if missing is None:
        return now
    rows = after_reading(now.boundaries, {ROW: (ROW, ROW)}, (turn, missing), today=DAY, last_day=now.changed)
    return now.model_copy(update={"boundaries": rows})


def test_one_person_narrows_at_once_and_widens_nothing(bar: Reached) -> None:
    """Every row, everything that one person can do to it, on every day after: never wider, and never slow."""
    tried = 0
    widened: list[str] = []
    for case in CASES:
        now = page_with(case.row)
        before = said(now)
        for way, after in what_one_can_do(now):
            tried += 1
            # Where there is nothing to compare with nothing is open, and that is all that can be known.
            held: Iterable[Level] = ["talk"] * len(LATER) if way in ALONE else before
            if any(is_wider(new, old) for new, old in zip(said(after), held, strict=True)):
                widened.append(f"{way}: {case}")
    waited = [f"{case}: {level}" for case in CASES for level in ("none", "limit") if not narrows(case, level)]
    print("\n".join([*widened[:20], *waited[:20]]))
    bar(
        "widening, by the rules",
        {"combinations": tried, "widened by one": len(widened), "narrowings that waited": len(waited)},
    )


def narrows(case: Case, level: Level) -> bool:
    """Whether one person is heard who takes it off, ends a turn with a limit on it, or edits the page."""
    now = page_with(case.row)
    off = with_taken_off(ROW, "n1", level)(now)
    turn = Turn(round=1, day=DAY, done=True, asked=[ROW], answers={ROW: "limit"})
    shown = with_turn_ended({ROW: [ROW]}, turn, "n1")(now)
    row = now.boundaries[ROW]
    edited = now.model_copy(
        update={"boundaries": {ROW: row.model_copy(update={"level": level, "before": level})}}
    )
    by_hand = changed_outside(edited, now).page
    return (
        said(off)[0] == narrower(said(now)[0], level)
        and said(shown)[0] == "limit"
        and said(by_hand)[0] == narrower(said(now)[0], level)
    )


def test_what_both_say_counts_once_it_was_slept_on() -> None:
    """Of any two answers to any row: what is narrower counts at once, what is wider from the second day."""
    for case, (one, two) in itertools.product(CASES, itertools.product(ANSWERS, repeat=2)):
        row = case.row
        after = after_round(row, one, two, today=DAY, last_day=DAY)
        on = [reading(after, DAY + timedelta(days=days), DAY).level for days in (0, 1, 2)]
        was = [reading(row, DAY + timedelta(days=days), DAY).level for days in (0, 1)]
        wanted = merged(one, two)
        assert on[2] == wanted
        assert on[:2] == [narrower(wanted, *was)] * 2


# -- scripts of one person at the keyboard -------------------------------------------------------------------

#: What each of the two answered in the round that they read together.
SAM = {
    "holding-hands": "wanted",
    "hug-hello": "wanted",
    "hand-on-shoulder-giving": "wanted",
    "hand-on-shoulder-receiving": "fine",
    "kiss-on-the-lips": "wanted",
    "sitting-close": "wanted",
}
ALEX = {
    "holding-hands": "fine",
    "hug-hello": "talk",
    "hand-on-shoulder-giving": "wanted",
    "hand-on-shoulder-receiving": "no",
    "kiss-on-the-lips": "limit",
    "sitting-close": "wanted",
}
EVERYTHING = dict.fromkeys(SAM, "wanted")
#: The round; a day on which all of it had been slept on; when Alex took something off; today; and a day on
#: which what was open has ended.
ROUND, AWAKE, OFF = date(2026, 11, 2), date(2026, 11, 4), date(2026, 11, 5)
TODAY, ENDED = date(2026, 12, 5), date(2027, 2, 10)
#: Another thing, which nobody said yes to.
ELSE = "Something else altogether"


@dataclass
class Scene:
    """The home of the two, and Sam at the keyboard. `older` are copies of it that Sam kept.

    `honest` is what the page may say to Alex at the most, by day, and `now` is the day that it is.
    """

    device: Device
    folder: Path
    honest: Mapping[date, Mapping[str, Level]]
    now: date
    told: str = ""

    @property
    def home(self) -> Path:
        """The home folder."""
        return self.device.path

    def older(self, name: str) -> Path:
        """A copy of the whole folder that was kept then."""
        return self.folder / name

    def kept(self, name: str, of: str) -> None:
        """Put a file, or a folder, of an older copy back."""
        there, here = self.older(name) / of, self.home / of
        if there.is_dir():
            shutil.rmtree(here, ignore_errors=True)
            shutil.copytree(there, here)
        else:
            shutil.copyfile(there, here)

    def edited(self, change: Callable[[Agreement], Agreement]) -> None:
        """The page edited in an editor: its seal stays as it was."""
        text = (self.home / "agreement.toml").read_text(encoding="utf-8")
        seal = text[text.index("[seal]") :]
        wanted = to_toml(change(self.device.agreement))
        (self.home / "agreement.toml").write_text(wanted[: wanted.index("[seal]")] + seal, encoding="utf-8")

    def forged(self, change: Callable[[Agreement], Agreement], *, follows: str = "") -> None:
        """The page and its copy with seals that hold, by somebody who knows how they are made."""
        text = to_toml(change(self.device.agreement), follows=follows)
        for name in ("agreement.toml", "previous/agreement.toml"):
            (self.home / name).write_text(text, encoding="utf-8")


def wide(page: Agreement, **changes: object) -> Agreement:
    """A page on which all of it was open for long, and nothing was ever taken off."""
    row = Boundary.model_validate(
        {"level": "open", "before": "open", "from": ROUND, "until": date(2027, 5, 1), "round": 1}
    ).model_copy(update=changes)
    rows = dict.fromkeys((*ROWS, "walk-together", "quiet-company"), row)
    return page.model_copy(update={"boundaries": rows, "changed": ROUND})


def of_rows(**changes: object) -> Callable[[Agreement], Agreement]:
    """The same change of every row of a page."""
    return lambda page: page.model_copy(
        update={"boundaries": {id: row.model_copy(update=changes) for id, row in page.boundaries.items()}}
    )


def with_lists(**changes: object) -> Callable[[Agreement], Agreement]:
    """A change of the lists of a page."""
    return lambda page: page.model_copy(
        update={"lists": (page.lists or Lists(origin=ORIGIN)).model_copy(update=changes)}
    )


def all_seen(page: Agreement) -> Agreement:
    """Every narrowing named as one that a round has seen, and taken out."""
    rows = {
        id: row.model_copy(update={"seen": [*row.seen, *row.narrowed], "narrowed": {}})
        for id, row in page.boundaries.items()
    }
    return page.model_copy(update={"boundaries": rows})


# Each of these is Sam, alone. What it does is its name.


def the_page_is_edited(scene: Scene) -> None:
    """In an editor, everything is made open, and the edit is saved by a harmless command."""
    scene.edited(wide)
    scene.device.home.update(with_open_weeks(12, ORIGIN))


def the_page_is_edited_and_its_copy_is_gone(scene: Scene) -> None:
    """The same, with nothing left to compare it with."""
    scene.edited(wide)
    shutil.rmtree(scene.home / "previous")


def the_seals_are_forged(scene: Scene) -> None:
    """Page and copy, with seals that hold."""
    scene.forged(wide)


def the_seal_follows_the_copy(scene: Scene) -> None:
    """The page says that it follows its copy, as one whose save was cut off does."""
    copy = (scene.home / "previous" / "agreement.toml").read_bytes()
    seal = from_toml(Agreement, copy, "copy").seal
    text = to_toml(wide(scene.device.agreement), follows=seal)
    (scene.home / "agreement.toml").write_text(text, encoding="utf-8")


def an_old_backup_is_restored(scene: Scene) -> None:
    """One that was made when more was open."""
    write_backup(scene.folder / "old.toml", Device(scene.older("awake"), AWAKE).home.gathered()[0])
    restored(scene, scene.folder / "old.toml")


def an_old_page_is_put_back(scene: Scene) -> None:
    """The page and its copy as they were when more was open."""
    scene.kept("awake", "agreement.toml")
    scene.kept("awake", "previous")


def a_backup_is_crafted(scene: Scene) -> None:
    """A backup with a seal that holds, of one history with this one and of a later round."""
    there = with_lists(readings=900)(wide(scene.device.agreement, round=900))
    write_backup(scene.folder / "crafted.toml", Backup(made=TODAY, page=there))
    restored(scene, scene.folder / "crafted.toml")


def a_backup_is_restored_into_an_empty_home(scene: Scene) -> None:
    """The page is deleted first, so that a backup brings another one."""
    there = wide(scene.device.agreement)
    for name in ("agreement.toml", "previous/agreement.toml"):
        (scene.home / name).unlink()
    write_backup(scene.folder / "crafted.toml", Backup(made=TODAY, page=there))
    restored(scene, scene.folder / "crafted.toml")


def a_crafted_folder_is_merged(scene: Scene) -> None:
    """The folder of another device, in which everything is open and was read later."""
    other = Device(scene.folder / "other", TODAY)
    other.home.create(with_lists(readings=900)(wide(scene.device.agreement, round=900)))
    scene.device.run(
        lambda: bring_in(scene.device, other.path),
        Somebody(picks=("bring",)),
    )


def the_clock_is_turned_back(scene: Scene) -> None:
    """To the days before Alex took something off."""
    scene.device.day = AWAKE


def the_clock_and_the_page_are_turned_back(scene: Scene) -> None:
    """The older page, on the day of the older page."""
    an_old_page_is_put_back(scene)
    scene.device.day = AWAKE


def the_two_change_names(scene: Scene) -> None:
    """The names on the page change places, and so do the private parts."""
    swap_names(scene)
    drawers = scene.home / "drawers"
    (drawers / "a").rename(drawers / "c")
    (drawers / "b").rename(drawers / "a")
    (drawers / "c").rename(drawers / "b")


def the_names_alone_change_places(scene: Scene) -> None:
    """The names on the page change places; the private parts stay where they are."""
    swap_names(scene)


def swap_names(scene: Scene) -> None:
    """Alex becomes the first of the two, and everything is open."""
    scene.forged(lambda page: with_name("a", NAMES["b"])(with_name("b", NAMES["a"])(wide(page))))


def during_a_reading(scene: Scene) -> None:
    """A second window widens the page once both private parts are open, before the two read."""
    scene.honest = NOTHING  # Alex answers everything with a no

    def at(_prompt: Prompt) -> None:
        if both_are_open(scene):
            scene.forged(wide)

    scene.told = scene.device.round(EVERYTHING, dict.fromkeys(ALEX, "no"), at=at)


def both_are_open(scene: Scene) -> bool:
    """Whether the second of the two is about to hand in: from here on both private parts are open."""
    ends = ["hand-in" in [option.id for option in one.options] for one in scene.device.somebody.shown]
    return ends[-1] and sum(ends) == 2


def during_a_look(scene: Scene) -> None:
    """A second window widens the page while Alex types a passphrase."""

    def at(prompt: Prompt) -> None:
        if prompt.kind == "secret":
            scene.forged(wide)

    somebody = Somebody(picks=("b",), knows=PASSPHRASES, at=at)
    scene.told = scene.device.run(lambda: show(scene.device), somebody)


def names_change_during_a_reading(scene: Scene) -> None:
    """A second window calls what was answered something else, before the two read."""
    scene.honest = NOTHING

    def at(_prompt: Prompt) -> None:
        if both_are_open(scene):
            scene.forged(with_lists(renamed=dict.fromkeys(ITEMS, ELSE)))

    scene.told = scene.device.round(EVERYTHING, EVERYTHING, at=at)


def the_others_document_is_an_old_one(scene: Scene) -> None:
    """What Alex keeps is put back as it was when Alex had said yes to more; and the page is edited."""
    scene.kept("awake", "drawers/b/boundaries.toml.age")
    scene.edited(wide)


def a_turn_that_was_taken_back_is_replayed(scene: Scene) -> None:
    """Alex handed a turn in and took it back; Sam puts it there again, and reads."""
    scene.device.turn("a", EVERYTHING)
    scene.kept("handed-in", "drawers/b/boundaries.toml.age")


def the_others_key_is_another_one(scene: Scene) -> None:
    """Alex's private part is moved away; Sam makes one in its place, answers for both, and reads."""
    shutil.rmtree(scene.home / "drawers" / "b")
    scene.device.home.drawer("b").lock("Sam alone").save(PRIVATE, Private())
    knows: dict[Side, str] = {"a": PASSPHRASES["a"], "b": "Sam alone"}
    scene.device.round(EVERYTHING, EVERYTHING, knows=knows)
    scene.device.day += timedelta(days=3)


def the_others_key_is_another_one_for_a_while(scene: Scene) -> None:
    """The same, and Alex's own private part is put back afterwards."""
    shutil.copytree(scene.home / "drawers" / "b", scene.folder / "b")
    the_others_key_is_another_one(scene)
    shutil.rmtree(scene.home / "drawers" / "b")
    shutil.copytree(scene.folder / "b", scene.home / "drawers" / "b")


def the_others_key_is_deleted(scene: Scene) -> None:
    """Without the key, what it locked is still there."""
    scene.forged(wide)
    (scene.home / "drawers" / "b" / "key.age").unlink()


def the_others_document_is_deleted(scene: Scene) -> None:
    """With the key, and nothing that it opens."""
    scene.forged(wide)
    (scene.home / "drawers" / "b" / "boundaries.toml.age").unlink()


def the_others_document_is_ones_own(scene: Scene) -> None:
    """What Sam keeps is put in the place of what Alex keeps."""
    scene.forged(wide)
    drawers = scene.home / "drawers"
    shutil.copyfile(drawers / "a" / "boundaries.toml.age", drawers / "b" / "boundaries.toml.age")


def ones_own_document_says_anything(scene: Scene) -> None:
    """Sam's own private part says that both read everything, and that it is open."""
    scene.forged(wide)
    drawer = scene.device.drawer("a")
    drawer.save(PRIVATE, Private(answers=EVERYTHING, rows=scene.device.agreement.boundaries, origin=ORIGIN))
    scene.device.looks("a")


def a_page_of_format_1_is_written_by_hand(scene: Scene) -> None:
    """A page without any list, as an older couplekit may have made it."""
    scene.forged(lambda page: wide(page).model_copy(update={"lists": None, "gone": []}))


def another_history_begins(scene: Scene) -> None:
    """The page says that it is of another history, of which Alex has seen nothing."""
    scene.forged(lambda page: with_lists(origin="another")(wide(page)))


def what_was_taken_off_was_seen(scene: Scene) -> None:
    """Every narrowing is taken out and named as one that a round has seen."""
    scene.forged(all_seen)


def what_was_taken_off_was_seen_in_another_history(scene: Scene) -> None:
    """The same, and the history has another name."""
    scene.forged(lambda page: with_lists(origin="another")(all_seen(page)))


def the_rounds_are_raised(scene: Scene) -> None:
    """Every row says that it went through more rounds, the last of them open."""
    scene.forged(lambda page: with_lists(readings=90)(wide(page, round=90)))


def the_days_are_lengthened(scene: Scene) -> None:
    """What is open stays so for a year, and the couple chose that."""
    change = of_rows(until=date(2028, 1, 1))
    scene.forged(lambda page: with_lists(open_weeks=26)(change(page)))
    scene.now = scene.device.day = ENDED


def the_days_begin_earlier(scene: Scene) -> None:
    """What is slept on is said to have been slept on."""
    scene.now = scene.device.day = ROUND
    for name in ("agreement.toml", "previous", "drawers"):
        scene.kept("asleep", name)
    scene.honest = levels_of(scene.device)
    scene.forged(of_rows(starts=date(2026, 10, 1), before="open"))


def something_is_called_otherwise(scene: Scene) -> None:
    """What is open gets another name, so that an old yes would be one to something else."""
    scene.forged(with_lists(renamed=dict.fromkeys(ITEMS, ELSE)))


def an_item_of_ours_takes_a_name(scene: Scene) -> None:
    """An item of the couple's own, with the id of one that is open, and another label."""
    scene.forged(with_lists(own={id: OwnItem(label=ELSE) for id in ITEMS}))


def it_was_called_otherwise_when_it_was_answered(scene: Scene) -> None:
    """Alex hands in a turn while something has another name; it has its own again when the two read."""
    scene.honest = NOTHING
    scene.forged(with_lists(renamed=dict.fromkeys(ITEMS, "A glass of water")))
    scene.device.somebody = Somebody()
    scene.device.turn("b", {})
    scene.told = ""
    turn = Turn(round=1, day=TODAY, done=True, asked=list(EVERYTHING), answers=EVERYTHING)
    drawer = scene.device.drawer("b")
    drawer.save(PRIVATE, scene.device.private("b").model_copy(update={"turn": turn}))
    scene.forged(with_lists(renamed={}))
    scene.device.turn("a", EVERYTHING)
    scene.device.read()


def an_item_with_the_name_of_a_row(scene: Scene) -> None:
    """Items of the couple's own whose ids are rows of items with two sides."""
    own = {id: OwnItem(label="A hand on the shoulder, from both") for id in ROWS if "-from-" in id}
    scene.forged(lambda page: with_lists(own=own)(wide(page)))


def what_each_saw_last_is_edited(scene: Scene) -> None:
    """The file of what each saw last says that Alex has seen everything open."""
    scene.forged(wide)
    scene.device.home.update_state(looked("b", dict.fromkeys(ROWS, "open")))


SCRIPTS: tuple[Callable[[Scene], None], ...] = (
    the_page_is_edited,
    the_page_is_edited_and_its_copy_is_gone,
    the_seals_are_forged,
    the_seal_follows_the_copy,
    an_old_backup_is_restored,
    an_old_page_is_put_back,
    a_backup_is_crafted,
    a_backup_is_restored_into_an_empty_home,
    a_crafted_folder_is_merged,
    the_clock_is_turned_back,
    the_clock_and_the_page_are_turned_back,
    the_two_change_names,
    the_names_alone_change_places,
    during_a_reading,
    during_a_look,
    names_change_during_a_reading,
    the_others_document_is_an_old_one,
    a_turn_that_was_taken_back_is_replayed,
    the_others_key_is_another_one,
    the_others_key_is_another_one_for_a_while,
    the_others_key_is_deleted,
    the_others_document_is_deleted,
    the_others_document_is_ones_own,
    ones_own_document_says_anything,
    a_page_of_format_1_is_written_by_hand,
    another_history_begins,
    what_was_taken_off_was_seen,
    what_was_taken_off_was_seen_in_another_history,
    the_rounds_are_raised,
    the_days_are_lengthened,
    the_days_begin_earlier,
    something_is_called_otherwise,
    an_item_of_ours_takes_a_name,
    it_was_called_otherwise_when_it_was_answered,
    an_item_with_the_name_of_a_row,
    what_each_saw_last_is_edited,
)


# What no program can know from files alone, or is not meant to. docs/consent.md says the same.


def the_clock_is_turned_back_after_the_last_save(scene: Scene) -> None:
    """What was open has ended, and nothing was saved since; the clock says that it has not ended yet."""
    scene.now = scene.device.day = ENDED
    scene.device.looks("b")
    scene.device.day = TODAY


def the_page_and_the_others_document_are_old_ones(scene: Scene) -> None:
    """Both files are put back as they were when Alex had not taken anything off."""
    an_old_page_is_put_back(scene)
    scene.kept("awake", "drawers/b/boundaries.toml.age")


def the_others_private_part_is_taken_away(scene: Scene) -> None:
    """The key and all that it opened, and then the seals are forged."""
    shutil.rmtree(scene.home / "drawers" / "b")
    scene.forged(wide)


def an_old_turn_is_there_when_both_read(scene: Scene) -> None:
    """Alex took a turn back; it is there again when Alex comes to read another one."""
    scene.honest = NOTHING
    scene.device.turn("b", dict.fromkeys(ALEX, "no"))
    scene.device.turn("a", EVERYTHING)
    scene.kept("handed-in", "drawers/b/boundaries.toml.age")
    scene.device.read()
    scene.device.day += timedelta(days=2)


def rounds_are_raised_where_there_are_two_devices(scene: Scene) -> None:
    """A limit of a round on another device comes too late for a row that says it had more rounds."""
    other = Device(scene.folder / "other", TODAY)
    shutil.copytree(scene.home, other.path)
    scene.forged(of_rows(round=90))
    scene.device.looks("b")
    other.round(EVERYTHING, dict.fromkeys(ALEX, "limit"))
    scene.honest = levels_of(other)
    scene.device.run(lambda: bring_in(scene.device, other.path), Somebody(picks=("bring",)))


LIMITS: dict[Callable[[Scene], None], str] = {
    the_clock_is_turned_back_after_the_last_save: "a day is known by what was saved on it",
    the_page_and_the_others_document_are_old_ones: "files alone cannot say that there were newer ones",
    the_others_private_part_is_taken_away: "then nobody is known to have one, and nobody is asked",
    an_old_turn_is_there_when_both_read: "the same; both are there, and what was read is slept on",
    rounds_are_raised_where_there_are_two_devices: "the drawer of one device knows no answers of another",
}


def restored(scene: Scene, file: Path) -> None:
    """`couplekit restore`."""
    sheet = read_backup(file)
    scene.device.home.restore(sheet.value, trusted=sheet.sealed)


# -- what is looked at after each ----------------------------------------------------------------------------

SAY = Device(Path(), TODAY).say
#: What stands above the rows, as running text, and what it says of them.
HEADINGS = {
    " ".join(SAY[f"rows.{name}"].split()) + ":": name
    for name in ("leads-nowhere", "open", "asleep", "limit", "talk", "asleep-talk", "lapsed", "off")
}
END = " ".join(SAY["boundaries.closing"].split())


def told_open(text: str) -> list[str]:
    """What stands under a heading that says open, in whatever was written."""
    flat = " ".join(text.split())
    parts = re.split("|".join(map(re.escape, [*HEADINGS, END])), flat)
    headings = re.findall("|".join(map(re.escape, [*HEADINGS, END])), flat)
    found = [
        part
        for heading, part in zip(headings, parts[1:], strict=True)
        if HEADINGS.get(heading) in ("open", "leads-nowhere")
    ]
    return [label.strip() for part in found for label in part.split("- ") if label.strip()]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which both have a private part, a round was read, and Alex has taken something off since.

    Beside it lie copies of it from before, as anyone may have them who owns the files.
    """
    folder = tmp_path_factory.mktemp("story")
    device = Device(folder / "home", ROUND).begin().lock()
    device.home.save_record(record("2026-11-02-k3f9"))
    device.round(SAM, ALEX)
    shutil.copytree(device.path, folder / "asleep")
    device.day = AWAKE
    shutil.copytree(device.path, folder / "awake")
    device.day = OFF
    device.off("sitting-close")
    device.looks("b")
    device.day = TODAY
    device.turn("b", EVERYTHING)
    shutil.copytree(device.path, folder / "handed-in")
    device.turn("b", {}, "withdraw")
    assert device.private("b").turn is None
    return folder


@dataclass
class Found:
    """What was wrong after a script."""

    without: list[str]
    wider: list[str]
    alone: list[str]


def looked_at(scene: Scene) -> Found:
    """What the page says after a script: to nobody in particular, to Alex, and in a reading of one."""
    device = scene.device
    found = Found([], [], [])
    for name, act in NOBODY.items():
        text = device.run(lambda act=act: act(device), Somebody(picks=("limits", "leave")))  # type: ignore[misc]
        found.without += [f"{name}: {label}" for label in told_open(text)]
    before = rounds(scene)
    device.read(knows={"a": PASSPHRASES["a"]})
    device.round(EVERYTHING, EVERYTHING, knows={"a": PASSPHRASES["a"]})
    found.alone += ["a reading"] * (rounds(scene) != before)
    found.wider += wider_for_alex(scene)
    return found


def rounds(scene: Scene) -> int:
    """How often the two read together, by the page."""
    return scene.device.agreement.readings


def wider_for_alex(scene: Scene) -> list[str]:
    """What the page says to Alex that is wider than what Alex read together with Sam, on any day."""
    device = scene.device
    labels = labels_of(device)
    try:
        text = scene.told + device.looks("b")
    except CouplekitError as problem:
        return told_open(str(problem))
    may = {labels[row] for row, level in scene.honest[scene.now].items() if level == "open"}
    wrong = [f"told: {label}" for label in told_open(text) if label not in may]
    if not told_pages(text):  # another passphrase opens it now, so nothing was shown
        return wrong
    days = [device.day] if device.day < scene.now else [day for day in DAYS if day >= scene.now]
    for day in days:
        honest = scene.honest[max(day, scene.now)]
        wrong += [
            f"on {day}: {row} is {level}"
            for row, level in device.levels(day).items()
            if is_wider(level, honest.get(row, "none"))
        ]
    return wrong


def told_pages(text: str) -> bool:
    """Whether a page was shown."""
    return SAY["boundaries.title"] in text


def labels_of(device: Device) -> dict[str, str]:
    """What each row is called where nobody has changed a name."""
    items = listed(areas(), None)
    return {row: label_of(row, items, NAMES, SAY) for row in ROWS}


#: What is shown without a passphrase.
NOBODY: dict[str, Callable[[Device], object]] = {
    "boundaries": show,
    "agreement": lambda device: device.show(page_blocks(device, device.agreement)),
    "home": home_screen,
    "changes": show_changes,
}
#: Days on which the page is looked at.
DAYS = [ROUND, AWAKE, OFF, *(TODAY + timedelta(days=days) for days in (0, 1, 2, 3, 14, 50, 51, 52)), ENDED]


#: What the page may say where the two have read that nothing is open.
NOTHING: Mapping[date, Mapping[str, Level]] = {day: dict.fromkeys(ROWS, "none") for day in DAYS}


def levels_of(device: Device) -> dict[date, Mapping[str, Level]]:
    """What the page of a device says on each of these days."""
    return {day: device.levels(day) for day in DAYS}


def after(
    script: Callable[[Scene], None],
    story: Path,
    folder: Path,
    honest: Mapping[date, Mapping[str, Level]],
) -> Found:
    """What is wrong after a script, on a copy of that home."""
    shutil.copytree(story, folder)
    scene = Scene(Device(folder / "home", TODAY), folder, honest, TODAY)
    script(scene)
    return looked_at(scene)


def test_scripts_of_one_person_end_in_needs_both(story: Path, tmp_path: Path, bar: Reached) -> None:
    """Nothing says open without a passphrase, nothing is wider for Alex, and no reading takes place alone."""
    device = Device(story / "home", TODAY)
    honest = levels_of(device)
    assert "open" in honest[TODAY].values(), "without anything open there would be nothing to widen"
    found: dict[str, Found] = {}
    for number, script in enumerate(SCRIPTS):
        found[script.__name__] = after(script, story, tmp_path / str(number), honest)
    for name, one in found.items():
        if one.without or one.wider or one.alone:
            print(name, *one.without[:3], *one.wider[:6], *one.alone, sep="\n    ")
    bar(
        "widening, one at the keyboard",
        {
            "scripts": len(SCRIPTS),
            "said to be open without a passphrase": sum(len(one.without) for one in found.values()),
            "wider for the other one": sum(len(one.wider) for one in found.values()),
            "readings by one": sum(len(one.alone) for one in found.values()),
        },
    )


def test_what_couplekit_cannot_hold_is_what_it_says_it_cannot(story: Path, tmp_path: Path) -> None:
    """Each limit that docs/consent.md states is one: a script that is held by now is no limit any more."""
    honest = levels_of(Device(story / "home", TODAY))
    for number, (script, reason) in enumerate(LIMITS.items()):
        found = after(script, story, tmp_path / str(number), honest)
        assert found.without or found.wider, f"{script.__name__} is held now, although {reason}"
