"""What one of the two says alone is in no file but a locked one, wherever couplekit is killed."""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from canary import found
from keyboard import NAMES, PASSPHRASES, Device
from storage_samples import TODAY, page
from window import Window

import bar_table
from bar_table import Reached
from couplekit.content.boundaries import areas
from couplekit.domain.people import Partners, Person
from terminal import DOWN, ENTER, Terminal

pytestmark = pytest.mark.terminal

#: What is typed into a note.
NOTE = "CANARY-note-k3f9x7q2"
#: What else is said alone, as files would hold it: an answer, and an area that one of the two would add.
SAID = ("wanted", "being-present", "I would like this")
SAY = Device(Path(), TODAY).say
ADDED = next(area.title for area in areas() if area.id == "being-present")
#: Where a program may keep things of its own.
PLACES = ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")


class Evening:
    """A conversation in plain mode, answered as it is asked."""

    def __init__(self, folder: Path, *, locked: bool, alone: bool, picks: Mapping[str, str]) -> None:
        self.folder = folder
        self._picks = picks
        self._noted = not locked
        self._side = "a"
        device = Device(folder / "home", TODAY)
        if alone:
            device.home.create(page(partners=Partners(a=Person(name=NAMES["a"]))))
        else:
            device.begin()
        if locked:
            device.lock()
        environment = {name: str(folder / name) for name in PLACES}
        for place in environment.values():
            Path(place).mkdir()
        args = ["--today", str(TODAY), "--plain", "boundaries", "answer"]
        self.terminal = Terminal(device.path, *args, columns=200, rows=200, **environment)

    def prompts(self) -> Iterator[str]:
        """Every prompt, before it is answered."""
        while True:
            try:
                self.terminal.asks("")
            except AssertionError:
                return
            asked = self.terminal._new
            yield asked
            self.terminal.press(self._line(" ".join(asked.split())) + ENTER)

    def _line(self, asked: str) -> str:
        self._side = next((side for side in PASSPHRASES if f"for {NAMES[side]}, alone" in asked), self._side)
        if "passphrase" in asked and "1." not in asked:
            return PASSPHRASES[self._side]  # type: ignore[index]
        if SAY["answers.wanted"] in asked and SAY["answers.limit"] in asked:
            return number(asked, SAY["answers.wanted"])
        if SAY["round.areas-none"] in asked:
            return number(asked, ADDED if self._side == "a" else SAY["round.areas-none"])
        if SAY["handing-in.hand-in"] in asked:
            return number(asked, SAY["handing-in.hand-in" if self._noted else "handing-in.note"])
        if SAY["round.which-none"] in asked:
            return "2"
        if SAY["round.note-say"] in asked:
            self._noted = True
            return NOTE
        return next((number(asked, said) for part, said in self._picks.items() if part in asked), "")

    def kill(self) -> None:
        """End it with no moment to clear up."""
        os.kill(self.terminal._child.pid, signal.SIGKILL)
        assert self.terminal.ended() == 128 + signal.SIGKILL

    def left(self) -> list[str]:
        """Where anything that was said alone stands in a file."""
        places = [self.folder / "home", *(self.folder / name for name in PLACES)]
        words = (NOTE, *SAID, *PASSPHRASES.values())
        return [f"{word}: {where}" for word in words for where in found(word, *places)]


def number(asked: str, label: str) -> str:
    """The number of a choice."""
    match = re.search(rf"(\d+)\. {re.escape(label)}", asked)
    assert match, f"{label} is not among: {asked}"
    return match[1]


class Kind(NamedTuple):
    """A conversation in which something is said alone."""

    locked: bool
    alone: bool = False
    picks: Mapping[str, str] = {}

    def begun(self, folder: Path) -> Evening:
        """One such evening, in a home and a HOME of its own."""
        return Evening(folder, locked=self.locked, alone=self.alone, picks=self.picks)


EVENINGS = {
    "both in one sitting, no private part": Kind(False),
    "both in one sitting, with private parts": Kind(
        True, picks={SAY["round.together"]: SAY["round.together"]}
    ),
    "one of them, in a private part": Kind(
        True, picks={SAY["round.together"]: SAY("round.one", name=NAMES["b"])}
    ),
    "one person, a list of their own kept back": Kind(
        False,
        alone=True,
        picks={
            SAY["round.alone-areas"]: areas()[0].title,
            SAY["round.alone-hand-over"]: SAY["round.alone-none"],
        },
    ),
}


def test_what_is_said_alone_is_in_no_file_wherever_it_is_killed(tmp_path: Path, bar: Reached) -> None:
    """At every prompt every file is searched, and killed there, nothing is left of what was said alone."""
    left: list[str] = []
    prompts = kills = 0
    for number_of, (name, kind) in enumerate(EVENINGS.items()):
        evening = kind.begun(tmp_path / f"whole-{number_of}")
        count = 0
        for _asked in evening.prompts():
            count += 1
            left += [f"{name}, at prompt {count}: {where}" for where in evening.left()]
        assert evening.terminal.ended() == 0, name
        assert (NOTE in evening.terminal.raw.decode()) == kind.locked, f"{name}: nothing was there to find"
        left += [f"{name}, at its end: {where}" for where in evening.left()]
        prompts += count
        for stop in range(bar_table.one_in, count + 1, bar_table.one_in):
            evening = kind.begun(tmp_path / f"{number_of}-{stop}")
            at = evening.prompts()
            for _ in range(stop):
                next(at)
            evening.kill()
            kills += 1
            left += [f"{name}, killed at prompt {stop}: {where}" for where in evening.left()]
    print("\n".join(left[:20]))
    bar(
        "canary, boundaries",
        {"prompts": prompts, "killed": kills, "files with it": len(left)},
    )


def test_a_search_finds_what_is_there(tmp_path: Path) -> None:
    """Without that, a search that finds nothing would say nothing: each way of writing it down is found."""
    for name, raw in {"8": NOTE.encode(), "16": NOTE.encode("utf-16-be")}.items():
        (tmp_path / name).write_bytes(b"something " + raw)
    assert len(found(NOTE, tmp_path)) == 2


# -- the screen and its memory -------------------------------------------------------------------------------


def answers(window: Window, keys: Callable[[], str]) -> None:
    """One of the two answers everything on the full screen, and hands in."""
    window.at("Before you answer").press(ENTER)
    for asked in (
        "Holding hands",
        "A hug hello",
        "a hand on",
        "'s hand on",
        "A short kiss",
        "Sitting close",
    ):
        window.at(asked, SAY["answers.wanted"]).press(keys())
    window.at(SAY["round.areas-none"]).press(" " + ENTER)
    window.at("Before you hand this in").press(DOWN + ENTER)


def test_no_answer_is_on_the_screen_of_the_other_or_in_its_memory(tmp_path: Path) -> None:
    """On the full screen the second finds nothing of the first one's turn, and the memory is nobody's."""
    device = Device(tmp_path / "home", TODAY).begin()
    with Window(device.path, "--today", str(TODAY), "boundaries", "answer") as window:
        window.at("For one of you alone", "Sam").press(ENTER)
        answers(window, lambda: "5")
        window.at("For one of you alone", "Alex")
        seen = [window.text, window.history]
        window.press(ENTER)
        answers(window, lambda: "1")
        window.at("For both of you again")
        seen += [window.text, window.history]
        window.press(ENTER)
        window.at("What came of it").press(ENTER)
        assert window.ended() == 0
        seen += [window.text, window.history]
        for shown in seen:
            for label in ("Holding hands", "Before you hand this in", SAY["answers.wanted"], "Sitting close"):
                assert label not in shown
        assert "Holding hands" in window.raw.decode()
        assert window.not_restored() == []
