"""The kinds of save that the bars go through, and what may be found after one of them."""

import os
import shutil
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from storage_samples import TODAY, add_word, draft, home_at, page, record

from couplekit.domain.agenda import Topic, with_topic, without_topic
from couplekit.domain.agreement import Agreement, with_meeting, with_name
from couplekit.domain.boundaries import Boundary
from couplekit.domain.ratchet import with_taken_off
from couplekit.domain.state import looked
from couplekit.errors import ChangedMeanwhile, FileProblem
from couplekit.storage.files import System, is_temporary
from couplekit.storage.home import PAGE, Home

#: What a save that returned has said.
ACKNOWLEDGED = "saved"


class NoFlush(System):
    """Everything real but the flushes: they make a difference in a power cut and nowhere else."""

    full_flush = None

    @staticmethod
    def fsync(handle: int) -> None:  # type: ignore[override]
        """Wait for no disk."""


class Kind(NamedTuple):
    """One kind of save: what is there before it, the save, and how it is looked at afterwards."""

    before: Callable[[Home], object]
    save: Callable[[Home], object]
    found: Callable[[Home], object]


def page_found(home: Home) -> object:
    """The page, or None; where it does not look as if it had been saved by us, with what is said about it."""
    found = home.page()
    return found.agreement if found and found.outside is None else found


def evenings_found(home: Home) -> object:
    """Every evening that was kept, and every problem."""
    records, problems = home.records()
    return records, [str(problem) for problem in problems]


def talks_found(home: Home) -> object:
    """Every talk that was left open, and every problem."""
    drafts, problems = home.drafts()
    return drafts, [str(problem) for problem in problems]


def topics_found(home: Home) -> object:
    """What they would like to talk about, and every problem."""
    return home.agenda(), [str(problem) for problem in home.about_agenda()]


def looks_found(home: Home) -> object:
    """What each of them last saw, and every problem."""
    state, problems = home.state()
    return state, [str(problem) for problem in problems]


def nothing(home: Home) -> None:
    """A folder that nobody has made yet."""


def rename_and_add(now: Agreement) -> Agreement:
    """A change in two places, so that half of it would be seen."""
    return with_name("a", "Kim")(add_word("stop", "k2", "amber")(now))


def a_page(home: Home) -> None:
    """A page that has been saved twice, so that no file in its folder is the first of its kind."""
    home.create(page())
    home.update(with_meeting(TODAY + timedelta(days=7)))


def a_page_with_rows(home: Home) -> None:
    """A page on which something is open."""
    row = {"level": "open", "from": TODAY, "until": TODAY + timedelta(days=70), "round": 1}
    home.create(page(boundaries={"hug-hello": Boundary.model_validate(row)}))
    home.update(with_meeting(TODAY + timedelta(days=7)))


def two_topics(home: Home) -> None:
    """Two things to talk about."""
    for id, topic in {"k1": Topic(says="Words of both"), "k2": Topic(about="hug-hello")}.items():
        home.update_agenda(with_topic(id, topic))


def a_page_edited_by_hand(home: Home) -> None:
    """A page in which a stop word was reworded in an editor: the old word counts beside the new one."""
    a_page(home)
    path = home.path / PAGE
    path.write_text(path.read_text(encoding="utf-8").replace('"red"', '"green"'), encoding="utf-8")


def a_page_with_strays(home: Home) -> None:
    """A page whose saves were cut off before, so that the next one has something to clear away."""
    a_page(home)
    for folder in (home.path, home.path / "previous"):
        stray = folder / ".agreement.toml.0123456789ab.tmp"
        stray.write_bytes(b"# Our pa")
        stray.chmod(0o600)


OTHER = {"b": {"wish": "Other words of b"}}

KINDS: dict[str, Kind] = {
    "page": Kind(a_page, lambda home: home.update(rename_and_add), page_found),
    "page edited by hand": Kind(a_page_edited_by_hand, lambda home: home.update(rename_and_add), page_found),
    "page with strays": Kind(a_page_with_strays, lambda home: home.update(rename_and_add), page_found),
    "first page": Kind(nothing, lambda home: home.create(page()), page_found),
    "something taken off": Kind(
        a_page_with_rows, lambda home: home.update(with_taken_off("hug-hello", "k9")), page_found
    ),
    "agenda": Kind(
        nothing, lambda home: home.update_agenda(with_topic("k1", Topic(says="Words of both"))), topics_found
    ),
    "agenda, a topic let go": Kind(
        two_topics, lambda home: home.update_agenda(without_topic("k1")), topics_found
    ),
    "state": Kind(nothing, lambda home: home.update_state(looked("a", {"hug-hello": "open"})), looks_found),
    "state again": Kind(
        lambda home: home.update_state(looked("a", {"hug-hello": "open"})),
        lambda home: home.update_state(looked("b", {"hug-hello": "limit"})),
        looks_found,
    ),
    "record": Kind(nothing, lambda home: home.save_record(record()), evenings_found),
    "record again": Kind(
        lambda home: home.save_record(record()),
        lambda home: home.save_record(record(kept=OTHER)),
        evenings_found,
    ),
    "draft": Kind(nothing, lambda home: home.save_draft(draft()), talks_found),
    "draft again": Kind(
        lambda home: home.save_draft(draft()),
        lambda home: home.save_draft(draft(at=None), again=True),
        talks_found,
    ),
    "draft let go": Kind(
        lambda home: home.save_draft(draft()),
        lambda home: home.remove_draft(draft()),
        talks_found,
    ),
}


class Case:
    """One kind of save made ready: its old state as a folder to copy, and what is found before and after."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.kind = KINDS[name]
        self._folder = folder / name.replace(" ", "-")
        old = home_at(self._folder / "old", system=NoFlush())
        self.kind.before(old)
        self.old = self.kind.found(old)
        new = self.home("new")
        self.kind.save(new)
        self.new = self.kind.found(new)
        self.copies = (old.last_good(), new.last_good())
        assert self.old != self.new

    def home(self, name: str, **options: Any) -> Home:
        """A home of its own in the old state."""
        path = self._folder / name
        if (self._folder / "old").exists():
            shutil.copytree(self._folder / "old", path)
        return home_at(path, **{"system": NoFlush(), "patience": 0} | options)

    def wrong(self, home: Home, said: str = "") -> str:
        """What is wrong with what is found in a home after the save, or nothing.

        `said` is ACKNOWLEDGED where the save returned, the message of a problem, or nothing at all.
        """
        fresh = home_at(home.path, system=NoFlush(), patience=0)
        try:
            found = self.kind.found(fresh)
        except FileProblem as problem:
            return f"{self.name}: neither the old nor the new could be read: {problem}"
        if said == ACKNOWLEDGED and found != self.new:
            return f"{self.name}: acknowledged, and it is not there: {found!r}"
        if "is still there, unchanged" in said and found != self.old:
            return f"{self.name}: said to be unchanged, and it is not: {found!r}"
        if found not in (self.old, self.new):
            return f"{self.name}: neither old nor new: {found!r}"
        if fresh.last_good() not in self.copies:
            return f"{self.name}: the copy is neither old nor new: {fresh.last_good()!r}"
        return ""

    def afterwards(self, home: Home) -> list[str]:
        """Start again and save again: what a cut-off save has left even so, or that this save was refused."""
        fresh = home_at(home.path, system=NoFlush(), patience=0)
        fresh.tidy()
        wrong = temporaries(home.path)
        try:
            self.kind.save(fresh)
        except ChangedMeanwhile:  # the first page is saved once
            pass
        except FileProblem as problem:
            wrong.append(f"{self.name}: the next save was refused: {problem}")
        return wrong + temporaries(home.path)


def temporaries(folder: Path) -> list[str]:
    """Every temporary file below a folder."""
    return sorted(str(path) for path in folder.rglob("*") if is_temporary(path.name))


def readable_by_others(folder: Path) -> list[str]:
    """Every file that is not 0600 and every folder that is not 0700, below a folder and itself."""
    if os.name == "nt" or not folder.exists():  # modes are POSIX
        return []
    return [
        str(path)
        for path in (folder, *folder.rglob("*"))
        if stat.S_IMODE(path.lstat().st_mode) != (0o700 if path.is_dir() else 0o600)
    ]
