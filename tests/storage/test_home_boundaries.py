"""Any history of two partners on two devices, with private parts and without: what may be open, at the most.

A model says it that is told what people do, and knows nothing of files, rows or drawers. Whatever is done to
the homes, and wherever a save is cut off, no page reads wider than the model allows.
"""

import itertools
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from keyboard import ITEMS, PASSPHRASES, ROWS, Device, Said, Somebody, Unflushed
from storage_samples import Faulty, Killed, play

from bar_table import Reached
from couplekit.commands import boundaries
from couplekit.commands.agreement import bring_in
from couplekit.content.boundaries import areas
from couplekit.domain.boundaries import Boundary, Level, is_wider, narrower, reading
from couplekit.domain.people import SIDES, Side
from couplekit.domain.private import PRIVATE, Private
from couplekit.domain.ratchet import with_closed, with_dropped, with_taken_off
from couplekit.domain.rounds import Turn
from couplekit.storage.backup import read_backup, write_backup
from couplekit.storage.pages import to_toml

HISTORIES, STEPS = 1000, 14
BEGIN = date(2026, 11, 2)
#: What stands behind each row: the key of the first one's answer, and that of the second.
BEHIND = {
    "hand-on-shoulder-from-a": ("hand-on-shoulder-giving", "hand-on-shoulder-receiving"),
    "hand-on-shoulder-from-b": ("hand-on-shoulder-receiving", "hand-on-shoulder-giving"),
} | {row: (row, row) for row in ROWS if "-from-" not in row}
#: When a page is looked at, in days from the day it is.
LATER = (-3, -1, 0, 1, 2, 3, 50, 90)

#: From wide to narrow, by the widest that an answer allows.
WIDEST: dict[str, Level] = {"wanted": "open", "fine": "open", "talk": "talk", "no": "none", "limit": "limit"}


@dataclass(frozen=True)
class Event:
    """Something that people did to one row: a round that both read, or one who took it off.

    `before` is what a round said while it is slept on, and `saw` what it took into account.
    """

    id: int
    day: date
    level: Level
    number: int = 0
    before: Level = "none"
    saw: frozenset[int] = frozenset()
    #: In how many readings it was, where it came with a turn that was handed in.
    turn: int | None = None


@dataclass
class Model:
    """All that one device can know: what was done to each row, there or where it was copied from."""

    events: dict[str, dict[int, Event]] = field(default_factory=lambda: {row: {} for row in ROWS})
    #: What had been taken off by the time each of the two began the turn that waits.
    known: dict[Side, set[int]] = field(default_factory=dict)

    def rounds(self, row: str) -> list[Event]:
        """The latest rounds of a row. More than one were made apart."""
        rounds = [event for event in self.events[row].values() if event.number]
        return [event for event in rounds if event.number == max(one.number for one in rounds)]

    def live(self, row: str) -> list[Event]:
        """What was taken off and no round has seen since."""
        events = self.events[row].values()
        seen = {id for event in events for id in event.saw}
        return [event for event in events if not event.number and event.id not in seen]

    def most(self, row: str, day: date) -> Level:
        """What a row may read on a day, at the most."""
        said: list[Level] = [event.level for event in self.live(row)]
        for event in self.rounds(row):
            level = (
                narrower(event.level, event.before) if day < event.day + timedelta(days=2) else event.level
            )
            said.append("talk" if level == "open" and day > event.day + timedelta(weeks=12) else level)
        if not self.rounds(row):
            said.append("none")
        level = narrower(*said)
        last = max((event.day for event in self.events[row].values()), default=day)
        return "talk" if level == "open" and day < last else level


ANSWER = st.sampled_from([*["wanted"] * 8, "talk", "no", "limit"])
ANSWERS = st.fixed_dictionaries(
    {
        "holding-hands": ANSWER,
        "hug-hello": ANSWER,
        "hand-on-shoulder-giving": ANSWER,
        "hand-on-shoulder-receiving": ANSWER,
        "kiss-on-the-lips": ANSWER,
        "sitting-close": ANSWER,
    }
)
DEVICES = st.sampled_from([0, 1])
WHO = st.sampled_from(SIDES)
WHICH = st.sampled_from(ROWS)
#: The call of a save at which the process is killed; none in most cases.
CUT = st.integers(0, 240).map(lambda call: call if call <= 60 else 0)


class Hands(Faulty):
    """Calls of which one may be the last, without the wait for the disk."""

    full_flush = None
    flushes_folders = False

    @staticmethod
    def fsync(handle: int) -> None:  # type: ignore[override]
        """Wait for no disk."""


class Histories(RuleBasedStateMachine):
    """One history. After each step both pages are held against the model."""

    played: ClassVar[int] = 0
    opened: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.ids = itertools.count(1)
        self.hands = [Hands(code=None), Hands(code=None)]
        self.devices = [
            Device(self.folder / str(number) / "home", BEGIN, system=hands)
            for number, hands in enumerate(self.hands)
        ]
        self.models = [Model(), Model()]
        self.was_open = False
        #: Backups and pages from before, by device.
        self.backups: list[tuple[Path, int]] = []
        self.pages: list[list[bytes]] = [[], []]

    @initialize(locked=st.tuples(st.booleans(), st.booleans()))
    def begin(self, locked: tuple[bool, bool]) -> None:
        """One device has a page; the other one gets it by a backup. Each may have private parts."""
        one, two = self.devices
        one.begin()
        self.backup(0)
        sheet = read_backup(self.backups[0][0])
        two.home.restore(sheet.value, trusted=True)
        for device, lock in zip(self.devices, locked, strict=True):
            if lock:
                device.lock()

    def teardown(self) -> None:
        """Count it, and take its folder away."""
        shutil.rmtree(self.folder)
        type(self).played += 1
        type(self).opened += self.was_open

    # Doing something, cut off or not

    def do(self, number: int, cut: int, act: Callable[[Device], object]) -> bool:
        """Let somebody do something on a device; it may be killed at one of its calls. False where it was."""
        device, hands = self.devices[number], self.hands[number]
        self.pages[number].append((device.path / "agreement.toml").read_bytes())
        hands.calls = []
        hands.fail_at = cut
        try:
            act(device)
        except Killed:
            return False
        finally:
            hands.fail_at = 0
        return True

    def readings(self, number: int) -> int:
        """How often the two read together, by the page of a device."""
        return self.devices[number].agreement.readings

    def rows(self, number: int) -> dict[str, Boundary]:
        """The rows of a device, the ones that are not there included."""
        return {row: Boundary() for row in ROWS} | self.devices[number].agreement.boundaries

    def takes_off(self, number: int, row: str, level: Level, *, turn: int | None = None) -> None:
        """Tell the model that one person took a row off."""
        event = Event(next(self.ids), self.devices[number].day, level, turn=turn)
        self.models[number].events[row][event.id] = event

    def limits(self, number: int, before: Mapping[str, Boundary], turn: int) -> None:
        """Tell the model of the limits that came with turns: those that the page has now and had not."""
        for row, now in self.rows(number).items():
            if {id for id, level in now.live.items() if level == "limit"} - before[row].live.keys():
                self.takes_off(number, row, "limit", turn=turn)

    def waiting(self, number: int) -> dict[Side, Turn]:
        """What each of the two has answered in a private part that is not read yet."""
        if not self.is_locked(number):
            return {}
        turns = {side: self.devices[number].private(side).turn for side in SIDES}
        return {side: turn for side, turn in turns.items() if turn}

    def reads(
        self, number: int, answers: Mapping[Side, Said], asked: Mapping[Side, set[str]], turn: int
    ) -> None:
        """Tell the model that the two read what they answered."""
        model, day = self.models[number], self.devices[number].day
        for row, keys in BEHIND.items():
            if not all(key in asked[side] for side, key in zip(SIDES, keys, strict=True)):
                continue
            levels = [WIDEST[answers[side].get(key, "no")] for side, key in zip(SIDES, keys, strict=True)]
            # A limit that came with one of these two turns is part of what they read.
            own = turn if "limit" in levels else None
            live = {event.id for event in model.live(row) if event.turn is None or event.turn != own}
            if any(not live <= model.known.get(side, set()) for side in SIDES):
                continue  # somebody took it off since they answered
            highest = max((event.number for event in model.events[row].values()), default=0)
            before = narrower(model.most(row, day), model.most(row, day + timedelta(days=1)))
            saw = frozenset(event.id for event in model.events[row].values() if not event.number)
            event = Event(next(self.ids), day, narrower(*levels), highest + 1, before, saw)
            model.events[row][event.id] = event

    # What the two do

    @rule(number=DEVICES, a=ANSWERS, b=ANSWERS, cut=CUT, bring=st.sampled_from(["", *ITEMS]))
    def a_round_in_one_sitting(self, number: int, a: Said, b: Said, cut: int, bring: str) -> None:
        """Both answer and read, if there is anything to ask."""
        turn, before = self.readings(number), self.rows(number)
        picks = (bring, "together", "yes", "hand-in")
        somebody = Somebody({"a": a, "b": b}, picks=picks, knows=PASSPHRASES)
        by_now, waiting = self.off_by_now(number), self.waiting(number)
        self.do(number, cut, lambda device: device.holds(somebody))
        self.models[number].known |= dict.fromkeys(somebody.begun, by_now)
        if self.readings(number) == turn:
            self.limits(number, before, turn)
            return
        answers: dict[Side, Said] = {"a": a, "b": b}
        asked = somebody.asked
        for side, one in waiting.items():
            if side not in somebody.begun:  # what they had answered before counts
                now = {key: answers[side][key] for key in asked[side] if key in answers[side]}
                answers[side], asked[side] = {**one.answers, **now}, {*one.asked, *asked[side]}
        self.reads(number, answers, asked, turn)

    def off_by_now(self, number: int) -> set[int]:
        """What was taken off by now, on any row."""
        return {event.id for events in self.models[number].events.values() for event in events.values()}

    @rule(
        number=DEVICES, side=WHO, said=ANSWERS, cut=CUT, way=st.sampled_from(["keep", "change", "withdraw"])
    )
    def a_turn_alone(self, number: int, side: Side, said: Said, cut: int, way: str) -> None:
        """One of the two answers, in a private part; or answers anew, or takes it back."""
        if not self.is_locked(number):
            return
        turn, before, by_now = self.readings(number), self.rows(number), self.off_by_now(number)
        again = self.devices[number].say[f"turn.{way}"]  # where they have answered before
        somebody = Somebody(
            {side: said}, picks=(side, again, "yes", "hand-in"), knows={side: PASSPHRASES[side]}
        )
        self.do(number, cut, lambda device: device.holds(somebody))
        self.models[number].known |= dict.fromkeys(somebody.begun, by_now)
        self.limits(number, before, turn)

    @rule(number=DEVICES, cut=CUT)
    def a_reading(self, number: int, cut: int) -> None:
        """Both read what each of them answered alone."""
        if not self.is_locked(number):
            return
        turn = self.readings(number)
        waiting = self.waiting(number)
        self.do(number, cut, lambda device: device.read())
        if self.readings(number) > turn:
            answers = {side: one.answers for side, one in waiting.items()}
            asked = {side: {*one.asked} for side, one in waiting.items()}
            self.reads(number, answers, asked, turn)

    @rule(number=DEVICES, side=WHO, cut=CUT)
    def a_look(self, number: int, side: Side, cut: int) -> None:
        """One of the two looks at the page."""
        self.do(number, cut, lambda device: device.looks(side))

    @rule(number=DEVICES, row=WHICH, level=st.sampled_from(["talk", "none", "limit"]), cut=CUT)
    def it_is_taken_off(self, number: int, row: str, level: Level, cut: int) -> None:
        """One of the two takes a row off."""
        id, before = f"n{next(self.ids)}", self.rows(number)[row]
        done = self.do(number, cut, lambda device: device.home.update(with_taken_off(row, id, level)))
        assert not done or self.rows(number)[row].live[id] == level
        if done or self.rows(number)[row] != before:
            self.takes_off(number, row, level)

    @rule(number=DEVICES, row=WHICH, cut=CUT)
    def it_is_dropped(self, number: int, row: str, cut: int) -> None:
        """One of the two drops what is slept on."""
        id, before = f"n{next(self.ids)}", self.rows(number)[row]
        most = self.models[number].most(row, self.devices[number].day)
        device = self.devices[number]
        if reading(before, device.day, device.agreement.changed).state != "asleep":
            return
        done = self.do(number, cut, lambda device: device.home.update(with_dropped(row, id)))
        if done or self.rows(number)[row] != before:
            self.takes_off(number, row, most)

    @rule(number=DEVICES, cut=CUT)
    def one_leaves(self, number: int, cut: int) -> None:
        """One of the two closes the page."""
        id, before = f"n{next(self.ids)}", self.rows(number)
        self.do(number, cut, lambda device: device.home.update(with_closed(id)))
        for row, now in self.rows(number).items():
            if now != before[row]:
                self.takes_off(number, row, "none")

    @rule()
    def they_sleep_on_it(self) -> None:
        """As many nights as it takes: this is drawn more often than other days are."""
        self.days_pass(2)

    @rule(days=st.sampled_from([1, 2, 7, 20, 30, 80]))
    def days_pass(self, days: int) -> None:
        """Some nights."""
        for device in self.devices:
            device.day += timedelta(days=days)

    # Copies

    @rule(number=DEVICES, cut=CUT)
    def the_other_device_is_merged(self, number: int, cut: int) -> None:
        """What is known on one device is brought to the other."""
        path = self.devices[1 - number].path
        self.brings_in(number, path, self.models[1 - number], cut)

    def brings_in(self, number: int, path: Path, theirs: Model, cut: int) -> None:
        """Merge a copy, and tell the model."""
        before = self.devices[number].agreement
        somebody = Somebody(picks=("bring",))
        done = self.do(number, cut, lambda device: device.run(lambda: bring_in(device, path), somebody))
        if done or self.devices[number].agreement != before:
            for row in ROWS:
                self.models[number].events[row] |= theirs.events[row]

    @rule(number=DEVICES)
    def backup(self, number: int) -> None:
        """A backup is made."""
        path = self.folder / f"backup-{next(self.ids)}.toml"
        write_backup(path, self.devices[number].home.gathered()[0], system=Unflushed())
        self.backups.append((path, number))

    @rule(cut=CUT, data=st.data())
    def a_backup_is_restored(self, cut: int, data: st.DataObject) -> None:
        """A backup of before is brought back where it was made: that brings nothing."""
        path, number = data.draw(st.sampled_from(self.backups))
        sheet = read_backup(path)
        self.do(number, cut, lambda device: device.home.restore(sheet.value, trusted=True))

    # One person and an editor. Each of these is some time after a start, which cleared up.

    @rule(
        number=DEVICES,
        row=WHICH,
        how=st.sampled_from(["level", "days", "narrowed", "seen", "rounds", "gone"]),
    )
    def a_row_is_widened_by_hand(self, number: int, row: str, how: str) -> None:
        """Somebody edits a row, in the widest way."""
        device = self.devices[number]
        device.home.tidy()
        page = device.agreement
        there = page.boundaries.get(row, Boundary())
        wider: dict[str, dict[str, Any]] = {
            "level": {"level": "open", "before": "open"},
            "days": {"starts": BEGIN, "until": BEGIN + timedelta(weeks=25)},
            "narrowed": {"narrowed": {}},
            "seen": {"seen": [*there.seen, *there.narrowed]},
            "rounds": {"round": there.round + 50, "level": "open"},
        }
        rows = dict(page.boundaries)
        if how == "gone":
            rows.pop(row, None)
        else:
            rows[row] = there.model_copy(update=wider[how])
        path = device.path / "agreement.toml"
        seal = path.read_text(encoding="utf-8")
        seal = seal[seal.index("[seal]") :]
        text = to_toml(page.model_copy(update={"boundaries": rows}))
        path.write_text(text[: text.index("[seal]")] + seal, encoding="utf-8")

    @rule(number=DEVICES, data=st.data())
    def an_older_page_is_put_back(self, number: int, data: st.DataObject) -> None:
        """A page of before is put in the place of this one."""
        self.devices[number].home.tidy()
        if self.pages[number]:
            older = data.draw(st.sampled_from(self.pages[number]))
            (self.devices[number].path / "agreement.toml").write_bytes(older)

    # At any time

    def is_locked(self, number: int) -> bool:
        """Whether both have a private part on this device."""
        return all(self.devices[number].home.drawer(side).exists for side in SIDES)

    @invariant()
    def no_page_reads_wider_than_the_model(self) -> None:
        """On no day, on no device, and to nobody."""
        for device, model in zip(self.devices, self.models, strict=True):
            if not (device.path / "agreement.toml").exists():
                continue
            page = device.agreement
            for days, row in itertools.product(LATER, ROWS):
                day = device.day + timedelta(days=days)
                said = reading(page.boundaries.get(row, Boundary()), day, page.changed).level
                most = model.most(row, day)
                assert not is_wider(said, most), f"{row} reads {said} on {day}, at the most {most}"
                self.was_open |= said == "open"

    @invariant()
    def private_parts_open(self) -> None:
        """Each opens with its passphrase, and what is in it is old or new, and whole."""
        for number, device in enumerate(self.devices):
            if self.is_locked(number):
                for side in SIDES:
                    assert isinstance(device.drawer(side).load(PRIVATE, Private), Private | None)


def test_no_history_reads_wider_than_what_both_read(bar: Reached, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever two people do on two devices, wherever it is cut off, nothing reads wider than both said."""
    every = areas()
    monkeypatch.setattr(boundaries, "all_areas", lambda: every)
    Histories.played = Histories.opened = 0

    def note(wider: int) -> None:
        reached = {
            "histories": Histories.played,
            "of them with something open": Histories.opened,
            "read wider, lost or mixed": wider,
        }
        bar("boundaries, any history", reached)

    play(Histories, HISTORIES, STEPS, note)


def test_a_limit_reaches_a_device_on_which_there_were_more_rounds(tmp_path: Path) -> None:
    """A round counts the rounds of another device that came with a copy, whoever looked at them since."""
    yes = {key: "wanted" for pair in BEHIND.values() for key in pair}
    one, two = (Device(tmp_path / name / "home", BEGIN) for name in ("one", "two"))
    one.begin().lock()
    one.round(yes, yes)
    shutil.copytree(one.path, two.path)
    for weeks in (5, 10):
        two.day = BEGIN + timedelta(weeks=weeks)
        two.round(yes, yes)
    one.day = two.day = BEGIN + timedelta(weeks=15)
    one.run(lambda: bring_in(one, two.path), Somebody(picks=("bring",)))
    for side in SIDES:
        one.looks(side)
    one.round(yes, {**yes, "hug-hello": "limit"})
    assert one.levels()["hug-hello"] == "limit"
    two.run(lambda: bring_in(two, one.path), Somebody(picks=("bring",)))
    assert two.levels()["hug-hello"] == "limit"
