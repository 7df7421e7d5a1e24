"""Any history: two windows, edits by hand, damage, faults and kills. A model says what may be found."""

import errno
import itertools
import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from saves import NoFlush, evenings_found, talks_found, temporaries
from storage_samples import TODAY, Faulty, Killed, draft, page, play, record

from bar_table import Reached
from couplekit.domain.agreement import (
    Agreement,
    Change,
    settle,
    with_meeting,
    with_name,
    with_pace,
    with_signal,
)
from couplekit.domain.checkin import Draft, Record
from couplekit.domain.signals import Name, Signal, add_way, keep_way, let_leave, may_leave
from couplekit.errors import ChangedMeanwhile, FileProblem
from couplekit.storage.files import System
from couplekit.storage.home import Home

HISTORIES = 500
STEPS = 30

#: What may never vanish unagreed.
ALWAYS: tuple[Name, ...] = ("stop", "pause")
Way = tuple[Name, str]


class Fault(NamedTuple):
    """What goes wrong in a save: the so-manieth call, once or for good, by an error or by the end."""

    fail_at: int
    code: int | None = None
    for_good: bool = False
    mouthful: int | None = None


FAULTS = st.builds(
    Fault,
    fail_at=st.integers(1, 30),
    code=st.sampled_from([None, errno.EIO, errno.ENOSPC, errno.EACCES]),
    for_good=st.booleans(),
    mouthful=st.sampled_from([None, 300, 60]),
)
MAYBE = st.none() | FAULTS
WINDOWS = st.sampled_from([0, 1])
SIDES = st.sampled_from(["a", "b"])
SIGNALS = st.sampled_from(ALWAYS)
EVENINGS = st.sampled_from(["2026-11-20-aa", "2026-11-21-bb"])

#: As couplekit makes it: no name stands twice on a page.
FIRST = page(
    signals={
        "stop": Signal(
            words={"red": "red", "halt": "halt"},
            signs={"tap": "tap twice", "fist": "a fist"},
            reply="Thank you for telling me.",
        ),
        "pause": Signal(
            words={"wait": "wait", "rest": "rest"}, signs={"hand": "a flat hand", "nod": "a slow nod"}
        ),
    }
)


def ways(page: Agreement) -> set[Way]:
    """Every way to stop and to pause that counts on a page."""
    return {
        (name, text)
        for name in ALWAYS
        if (signal := page.signals.get(name))
        for text in (*signal.words.values(), *signal.signs.values())
    }


def leaving(page: Agreement) -> dict[Way, date]:
    """What both let go of, and the day it leaves."""
    return {
        (name, {**signal.words, **signal.signs}[key]): day
        for name in ALWAYS
        if (signal := page.signals.get(name))
        for key, day in signal.leaving.items()
    }


class Histories(RuleBasedStateMachine):
    """One history. After each step what is found is read once more, and has to be what the model allows."""

    #: How many were played to their end.
    played: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.day = TODAY
        self.hands = (Faulty(), Faulty())
        self.windows = tuple(self.window(hands) for hands in self.hands)
        self.look = self.window(NoFlush())
        self.numbers = itertools.count()
        self.now = self.windows[0].create(FIRST)
        self.seen = [self.now, self.now]
        #: What was acknowledged, and nobody let go of since.
        self.kept = ways(self.now)
        #: What both let go of on the page that was saved last, whatever stands in its place now.
        self.agreed: dict[Way, date] = {}
        #: Every page that was ever acknowledged, as its file.
        self.older = [self.file.read_bytes()]
        #: Whether the page is an older one that was put back, and nothing was saved since.
        self.is_older = False
        self.evenings: dict[str, Record] = {}
        self.talks: dict[str, Draft] = {}

    def teardown(self) -> None:
        """Count it, and take its folder away."""
        shutil.rmtree(self.folder)
        type(self).played += 1

    @property
    def file(self) -> Path:
        """The page's file."""
        return self.folder / "home" / "agreement.toml"

    def window(self, system: System) -> Home:
        """A window on the one home."""
        return Home(self.folder / "home", lambda: self.day, patience=0, system=system)

    def found(self) -> Agreement:
        """The page as a new window reads it."""
        found = self.look.page()
        assert found is not None
        return found.agreement

    # Saving, with a fault or without

    def save(self, window: int, fault: Fault | None, act: Callable[[Home], Any]) -> bool:
        """Let one window save something. True where that was acknowledged."""
        hands = self.hands[window]
        hands.calls = []
        fault = fault or Fault(0)
        hands.fail_at, hands.code, hands.mouthful = fault.fail_at, fault.code, fault.mouthful
        hands.for_good = fault.for_good or fault.code is None
        try:
            act(self.windows[window])
        except (FileProblem, Killed):
            assert fault.fail_at, "refused for no reason"
            return False
        finally:
            hands.fail_at = 0
        return True

    def change(self, window: int, fault: Fault | None, change: Change, *, narrows: bool = False) -> None:
        """Let one window change the page it looks at, and look at what came of it."""
        wanted = change(self.now)
        dated = wanted.model_copy(update={"changed": max(self.day, wanted.changed)})
        try:
            acknowledged = self.save(window, fault, lambda home: home.update(change, seen=self.seen[window]))
        except ChangedMeanwhile:
            assert not narrows, "a narrowing was refused"
            assert self.seen[window] != self.now, "asked about nothing"
            assert self.found() == self.now
            self.seen[window] = self.now
            return
        found = self.found()
        if acknowledged:
            assert found in (dated, wanted)
            assert found == dated or wanted == self.now
            self.kept |= ways(found)
            self.older.append(self.file.read_bytes())
        else:
            assert found in (self.now, dated)
        if acknowledged or found != self.now:
            self.is_older = False
            self.agreed = leaving(found)
        self.now = self.seen[window] = found

    @rule(window=WINDOWS, fault=MAYBE, name=SIGNALS, medium=st.sampled_from(["words", "signs"]))
    def add_a_way(self, window: int, fault: Fault | None, name: Name, medium: Any) -> None:
        """Either adds a word or a sign."""
        number = next(self.numbers)
        self.change(
            window,
            fault,
            with_signal(name, lambda signal: add_way(signal, medium, f"k-{number}", f"way {number}")),
            narrows=True,
        )

    @rule(window=WINDOWS, fault=MAYBE, side=SIDES)
    def change_a_name(self, window: int, fault: Fault | None, side: Any) -> None:
        """A name is changed."""
        self.change(window, fault, with_name(side, f"Name {next(self.numbers)}"))

    @rule(window=WINDOWS, fault=MAYBE, days=st.none() | st.integers(0, 9))
    def change_the_meeting(self, window: int, fault: Fault | None, days: int | None) -> None:
        """A day to meet again is set, or none."""
        self.change(window, fault, with_meeting(None if days is None else self.day + timedelta(days=days)))

    @rule(window=WINDOWS, fault=MAYBE, pace=st.sampled_from(["a", "b", "the-slower-of-us"]))
    def change_the_pace(self, window: int, fault: Fault | None, pace: Any) -> None:
        """Whose comfort sets the pace."""
        self.change(window, fault, with_pace(pace), narrows=pace == "the-slower-of-us")

    @rule(window=WINDOWS, fault=MAYBE, name=SIGNALS, data=st.data())
    def both_let_a_way_leave(self, window: int, fault: Fault | None, name: Name, data: st.DataObject) -> None:
        """Both agree that a way may go; it counts until it was slept on."""
        seen = self.seen[window].signals[name]
        key = data.draw(st.sampled_from(sorted({**seen.words, **seen.signs})))
        today = self.day

        def leave(now: Signal) -> Signal:
            held = key in now.words or key in now.signs
            return let_leave(now, key, today) if held and may_leave(name, now, key) else now

        self.change(window, fault, with_signal(name, leave))

    @rule(window=WINDOWS, fault=MAYBE, name=SIGNALS, data=st.data())
    def either_keeps_a_way(self, window: int, fault: Fault | None, name: Name, data: st.DataObject) -> None:
        """Either keeps what was about to leave."""
        may_stay = sorted(self.now.signals[name].leaving)
        if may_stay:
            key = data.draw(st.sampled_from(may_stay))
            self.change(window, fault, with_signal(name, lambda now: keep_way(now, key)), narrows=True)

    @rule(window=WINDOWS)
    def look_again(self, window: int) -> None:
        """Somebody looks at the page in one window."""
        self.seen[window] = self.now

    @rule(days=st.integers(1, 3))
    def the_next_day(self, days: int) -> None:
        """A night goes by, or three: what both let go of leaves."""
        self.day += timedelta(days=days)
        self.kept -= {way for way, day in self.agreed.items() if day <= self.day}
        self.now = settle(self.now, self.day)

    @rule()
    def they_sleep_on_it(self) -> None:
        """As many nights as a loosening takes: this is drawn more often than other days are."""
        self.the_next_day(2)

    @rule(window=WINDOWS, fault=MAYBE)
    def start_again(self, window: int, fault: Fault | None = None) -> None:
        """couplekit is started once more, which clears up."""
        if self.save(window, fault, Home.tidy) and fault is None:
            assert temporaries(self.folder) == []
            copy = self.look.last_good()
            assert copy is not None
            self.kept |= ways(copy)

    # Evenings

    @rule(window=WINDOWS, fault=MAYBE, evening=EVENINGS)
    def save_a_record(self, window: int, fault: Fault | None, evening: str) -> None:
        """An evening is kept, or kept anew."""
        new = record(evening, kept={"a": {"glad": f"words {next(self.numbers)}"}})
        acknowledged = self.save(window, fault, lambda home: home.save_record(new))
        self.may_hold(self.evenings, evening, new, evenings_found, acknowledged=acknowledged)

    @rule(window=WINDOWS, fault=MAYBE, evening=EVENINGS)
    def save_a_draft(self, window: int, fault: Fault | None, evening: str) -> None:
        """A talk is left open, or goes on."""
        new = draft(evening, answers={"glad.a": f"words {next(self.numbers)}"})
        acknowledged = self.save(window, fault, lambda home: home.save_draft(new))
        self.may_hold(self.talks, evening, new, talks_found, acknowledged=acknowledged)

    @rule(window=WINDOWS, fault=MAYBE, evening=EVENINGS)
    def let_a_draft_go(self, window: int, fault: Fault | None, evening: str) -> None:
        """A talk that was left open is let go."""
        acknowledged = self.save(window, fault, lambda home: home.remove_draft(draft(evening)))
        self.may_hold(self.talks, evening, None, talks_found, acknowledged=acknowledged)

    def may_hold(
        self,
        held: dict[str, Any],
        evening: str,
        new: Any,
        found: Callable[[Home], Any],
        *,
        acknowledged: bool,
    ) -> None:
        """Look at what came of saving an evening: the old or the new, and acknowledged means new."""
        there, problems = found(self.look)
        assert problems == []
        now = next((one for one in there if one.evening == evening), None)
        assert now == new or (not acknowledged and now == held.get(evening))
        held.pop(evening, None)
        if now is not None:
            held[evening] = now

    # From outside. Each of these is some time after the last start, which cleared up: what a save that was
    # cut off has added, and nobody was told of, is not yet in the copy that an edit is compared with.

    def outside(self) -> str:
        """Start once more, and return the page's file as an editor shows it."""
        self.start_again(0)
        return self.file.read_text(encoding="utf-8")

    @rule(name=SIGNALS, data=st.data())
    def a_way_is_taken_out_by_hand(self, name: Name, data: st.DataObject) -> None:
        """Somebody deletes the line of a word or a sign: it still counts."""
        text = self.outside()
        copy = self.look.last_good()
        assert copy is not None
        signal = copy.signals[name]
        key, way = data.draw(st.sampled_from(sorted({**signal.words, **signal.signs}.items())))
        if key in signal.leaving or f"\n{key} = 2" in text or f'\n{key} = "{way}"\n' not in text:
            return  # about to leave, here or in the copy, or taken out by hand before
        self.file.write_text(text.replace(f'\n{key} = "{way}"\n', "\n"), encoding="utf-8")
        self.after_an_edit(ways(self.now))

    @rule(name=SIGNALS)
    def a_way_is_added_by_hand(self, name: Name) -> None:
        """Somebody adds a line: that word counts at once."""
        number = next(self.numbers)
        text = self.outside()
        line = f'[signals.{name}.words]\nh-{number} = "by hand {number}"\n'
        changed = text.replace(f"[signals.{name}.words]\n", line)
        assert changed != text
        self.file.write_text(changed, encoding="utf-8")
        self.after_an_edit(ways(self.now) | {(name, f"by hand {number}")})

    def after_an_edit(self, expected: set[Way]) -> None:
        """Look at the page after an edit of its ways: they are these, and nothing else is different."""
        found = self.found()
        more = ways(found) - expected
        # In an older page that was edited, nobody can tell what a person wrote down anew from what stood
        # there: it counts once more, which takes nothing from anybody.
        assert expected <= ways(found)
        assert self.is_older or not more
        ways_apart: dict[str, object] = {"signals": {}, "gone": []} if more else {"signals": {}}
        assert found.model_copy(update=ways_apart) == self.now.model_copy(update=ways_apart)
        self.now = found

    @rule(window=WINDOWS, left=st.integers(0, 600), name=SIDES)
    def the_page_is_damaged_and_mended(self, window: int, left: int, name: Any) -> None:
        """A page that cannot be read is never written over, and its copy brings the last good one back."""
        text = self.outside()
        good = self.look.last_good()
        assert good is not None
        self.file.write_bytes(text.encode("utf-8")[:left] + b"\n[half a line")
        before = self.file.read_bytes()
        for act in (Home.page, lambda home: home.update(with_name(name, "Nobody"))):
            with pytest.raises(FileProblem):
                act(self.windows[window])
        assert self.file.read_bytes() == before
        assert self.look.last_good() == good
        shutil.copyfile(self.folder / "home" / "previous" / "agreement.toml", self.file)
        self.now = self.found()
        assert self.now == good
        self.is_older = False

    @rule(data=st.data())
    def an_older_page_is_put_back(self, data: st.DataObject) -> None:
        """A page of ours from before is put in the place of this one: nothing that counts goes by that."""
        self.outside()
        self.file.write_bytes(self.older[data.draw(st.sampled_from(range(len(self.older))))])
        self.now = self.found()
        self.is_older = True

    # At any time

    @invariant()
    def what_is_read_is_in_the_model(self) -> None:
        """Every window reads the page that the model holds."""
        assert self.found() == self.now

    @invariant()
    def no_way_to_stop_or_pause_has_vanished(self) -> None:
        """Only what both let go of is gone, and only once they slept on it."""
        assert self.kept <= ways(self.now)

    @invariant()
    def evenings_are_as_they_were(self) -> None:
        """What one save did not touch is as it was."""
        assert evenings_found(self.look) == ([self.evenings[key] for key in sorted(self.evenings)], [])
        assert talks_found(self.look) == ([self.talks[key] for key in sorted(self.talks, reverse=True)], [])


def test_no_history_loses_a_page_or_a_way_to_stop(bar: Reached, monkeypatch: pytest.MonkeyPatch) -> None:
    """In any history what is read is old or new, acknowledged means new, and no way to stop vanishes."""
    monkeypatch.setattr(System, "fsync", staticmethod(NoFlush.fsync))
    monkeypatch.setattr(System, "full_flush", None)
    Histories.played = 0

    def note(lost: int) -> None:
        bar("saving, any history", {"histories": Histories.played, "pages lost or mixed": lost})

    play(Histories, HISTORIES, STEPS, note)
