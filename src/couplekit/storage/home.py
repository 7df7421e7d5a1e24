"""The home folder: the page, the evenings, and unfinished conversations.

Reading takes no lock and loads nothing that writing needs, so that the signals are on the screen at
once. Everything is written under one lock, by one function, and never over a file that could not be read.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from couplekit.domain.agreement import (
    Agreement,
    Change,
    Outside,
    changed_outside,
    clashes,
    settle,
    without_trust,
)
from couplekit.domain.checkin import Draft, Record, without_words_of
from couplekit.domain.model import Model
from couplekit.domain.people import Side
from couplekit.errors import ChangedMeanwhile, FileProblem, NoPage
from couplekit.reading import MEND, plain_reason, read_bytes
from couplekit.storage import files
from couplekit.storage.files import REAL, System
from couplekit.storage.pages import Sheet, from_toml, notes_in, to_toml, with_notes

M = TypeVar("M", bound=Model)
E = TypeVar("E", Draft, Record)

PAGE = "agreement.toml"
LOCK = ".lock"
PREVIOUS = "previous"
CHECK_INS = "check-ins"
DRAFTS = "drafts"
DRAFT = "draft.toml"

_MEND_PAGE = (
    "You can mend it in any text editor, or copy previous/agreement.toml over it to bring the last good "
    "page back. Until then `couplekit signals` shows the last good signals."
)
_MEND_RECORD = "The other evenings are there. You can mend it in any text editor, or move it away."
_MEND_DRAFT = "You can move it away and begin that conversation again."


class Page(NamedTuple):
    """The page as it counts today, what there is to say about its file, and what changed outside."""

    agreement: Agreement
    notices: tuple[str, ...]
    outside: Outside | None


class _Read(NamedTuple):
    """The page and the file that it comes from."""

    page: Page
    sheet: Sheet[Agreement]


def check_page(path: Path) -> bool:
    """Look at any page, and say whether its values are as couplekit wrote them.

    Raises FileProblem with every fault at once. Changes nothing.
    """
    return from_toml(Agreement, read_bytes(path), path.name, mend=MEND).sealed


class Home:
    """One home folder. `today` is asked for the day; no other clock and no other folder is used.

    `patience` is how long, in seconds, a save waits for another window to finish its own. Reading a
    folder that cannot be opened, and writing to one that takes nothing, raises FileProblem.
    """

    def __init__(
        self, path: Path, today: Callable[[], date], *, patience: float = 10.0, system: System = REAL
    ) -> None:
        self.path = path
        self._today = today
        self._patience = patience
        self._system = system

    # The page

    def page(self) -> Page | None:
        """The shared page as it counts today; None where there is none yet.

        Raises NewerFormat for a page of a newer couplekit, and FileProblem for one that is damaged or gone.
        """
        read = self._read_page()
        return read.page if read else None

    def last_good(self) -> Agreement | None:
        """The page as couplekit last saved it, for when the page itself cannot be read.

        None where there is none. Raises nothing: a copy that is damaged, unsealed or newer is no copy.
        """
        sheet = self._previous()
        return self._settled(sheet.value) if sheet else None

    def create(self, agreement: Agreement) -> Agreement:
        """Save the first page, and return it as saved: dated today.

        Raises ChangedMeanwhile where there is a page by now, and FileProblem where it cannot be saved.
        """
        with self._alone():
            if self._read_page():
                raise ChangedMeanwhile((PAGE,))
            return self._save_page(agreement, [])

    def update(self, change: Change, *, seen: Agreement | None = None) -> Agreement:
        """Apply a pure change to the page as it is now, save it, and return it as saved.

        `seen` is the page that a person was looking at: where the change touches something that moved
        since then, nothing is saved and ChangedMeanwhile names it. Without `seen` nothing is asked.
        Raises NoPage where there is none, and FileProblem where it cannot be read or saved; what cannot be
        read stays as it is.
        """
        with self._alone():
            read = self._read_page()
            if read is None:
                raise NoPage
            fresh = read.page.agreement
            wanted = change(fresh)
            asked = clashes(seen, fresh, wanted) if seen else ()
            if asked:
                raise ChangedMeanwhile(asked)
            if wanted == fresh and read.sheet.sealed:
                return fresh
            return self._save_page(wanted, notes_in(read.sheet.text))

    def _read_page(self) -> _Read | None:
        sheet = self._sheet(Agreement, PAGE, mend=_MEND_PAGE)
        if sheet is None:
            if self._raw(f"{PREVIOUS}/{PAGE}") is not None:
                raise FileProblem(
                    f"{PAGE} is gone from its folder. Its last copy is still there; nothing else changed. "
                    f"To bring the page back, copy {PREVIOUS}/{PAGE} to {PAGE}. "
                    "Until then `couplekit signals` shows the last good signals."
                )
            return None
        notices = [*self._copies_lying_about(), *_about_notes(sheet.text)]
        if sheet.sealed:
            return _Read(Page(self._settled(sheet.value), tuple(notices), None), sheet)
        before = self._previous()
        if before:
            outside = changed_outside(sheet.value, before.value)
        else:
            outside = Outside(without_trust(sheet.value), (), (), pace_waits=False)
        notices.append(_about_change(outside, compared=before is not None))
        return _Read(Page(self._settled(outside.page), tuple(notices), outside), sheet)

    def _settled(self, page: Agreement) -> Agreement:
        """With the clock set back behind the page's last day, nothing leaves it by time alone."""
        today = self._today()
        return page if today < page.changed else settle(page, today)

    def _previous(self) -> Sheet[Agreement] | None:
        """The last page that couplekit wrote, where it can be trusted."""
        with suppress(FileProblem):
            sheet = self._sheet(Agreement, f"{PREVIOUS}/{PAGE}")
            return sheet if sheet and sheet.sealed else None
        return None

    def _save_page(self, page: Agreement, notes: list[str]) -> Agreement:
        """Save under the lock. `notes` were added by hand to the page that is replaced."""
        page = page.model_copy(update={"changed": max(self._today(), page.changed)})
        text = to_toml(page)
        known = self._previous()
        notes = list(dict.fromkeys([*(notes_in(known.text) if known else ()), *notes]))
        # The copy holds what couplekit itself saved last, never a page edited by other means: an edit is
        # compared with it, and a way to stop that was added today has to be in it today. It goes
        # first: a page is never without a copy that knows all its ways to stop and pause.
        self._write(f"{PREVIOUS}/{PAGE}", with_notes(text, notes))
        self._write(PAGE, text)
        return page

    def _copies_lying_about(self) -> list[str]:
        others = [name for name in self._names("") if name.startswith("agreement") and name.endswith(".toml")]
        if others == [PAGE]:
            return []
        return [
            f"Another copy of {PAGE} lies in the same folder; a program that keeps folders in step may have "
            "made it. Nothing was merged. `couplekit files` names it; compare the two, and take it away."
        ]

    # Evenings

    def records(self) -> tuple[list[Record], list[FileProblem]]:
        """Every evening that was kept, oldest first, and what there is to say about files among them.

        One file that cannot be read hides no other. An evening changed outside couplekit is read as it
        is now, and said to be.
        """
        records: list[Record] = []
        problems: list[FileProblem] = []
        for name in self._names(CHECK_INS):
            if not name.endswith(".toml"):
                continue
            where = f"{CHECK_INS}/{name}"
            try:
                sheet = self._evening(Record, where, name.removesuffix(".toml"), mend=_MEND_RECORD)
            except FileProblem as problem:
                problems.append(problem)
                continue
            if sheet and not sheet.sealed:
                problems.append(
                    FileProblem(f"{where} was changed outside couplekit. It is shown as it is now.")
                )
            if sheet:
                records.append(sheet.value)
        return records, problems

    def save_record(self, record: Record) -> None:
        """Keep an evening. One of the same name that cannot be read is never written over.

        Raises FileProblem where it cannot be saved.
        """
        where = f"{CHECK_INS}/{record.evening}.toml"
        text = to_toml(record)
        with self._alone():
            self._evening(Record, where, record.evening, mend=_MEND_RECORD)
            self._write(where, text)

    def drafts(self) -> tuple[list[Draft], list[FileProblem]]:
        """Every unfinished conversation, the newest first, and what there is to say about files among them.

        One that was changed outside couplekit is not gone on with: nobody can know who gave its answers.
        """
        drafts: list[Draft] = []
        problems: list[FileProblem] = []
        for name in reversed(self._names(DRAFTS)):
            where = f"{DRAFTS}/{name}/{DRAFT}"
            try:
                sheet = self._evening(Draft, where, name, mend=_MEND_DRAFT)
            except FileProblem as problem:
                problems.append(problem)
                continue
            if sheet is None:
                continue
            if sheet.sealed:
                drafts.append(sheet.value)
            else:
                problems.append(
                    FileProblem(
                        f"{where} was changed outside couplekit, so that conversation does not go on. "
                        f"Nothing was lost: the file is as it was. {_MEND_DRAFT}"
                    )
                )
        return drafts, problems

    def save_draft(self, draft: Draft, *, again: bool = False) -> None:
        """Keep an unfinished conversation as it stands, in place of what was kept of it before.

        With `again` it was kept before: where it is gone meanwhile, somebody let it go in another window,
        and nothing of it comes back. Raises FileProblem where it cannot be saved or is gone.
        """
        text = to_toml(draft)
        where = f"{DRAFTS}/{draft.evening}/{DRAFT}"
        with self._alone():
            if again and self._raw(where) is None:
                raise FileProblem(
                    "This talk was let go in another window, so it ends here and nothing more of it is kept. "
                    "You can begin another one at any time."
                )
            self._write(where, text)

    def remove_draft(self, draft: Draft) -> None:
        """Let an unfinished conversation go. One that is gone already is fine. Raises FileProblem."""
        with self._alone():
            try:
                self._remove_draft(draft.evening)
            except OSError as error:
                raise FileProblem(
                    f"An unfinished conversation is still there: {plain_reason(error)}. Nothing else "
                    "changed. You can delete its folder yourself."
                ) from None

    def _remove_draft(self, evening: str) -> None:
        folder = self.path / DRAFTS / evening
        files.remove(folder / DRAFT, self._system)
        with suppress(OSError):  # something lies in it that is not ours
            folder.rmdir()
            files.flush_folder(folder.parent, self._system)

    def _evening(self, model: type[E], where: str, evening: str, *, mend: str) -> Sheet[E] | None:
        """Read one evening. Its name is in it as well, so a copy under another name is noticed."""
        sheet = self._sheet(model, where, mend=mend)
        if sheet and sheet.value.evening != evening:
            raise FileProblem(
                f"{where} holds an evening of another name, so it may be a copy. Nothing was changed or "
                "merged. You can move it away."
            )
        return sheet

    # The folder as a whole

    def files(self) -> list[tuple[str, str]]:
        """Every file below the home, as its path in it and what it is in words. No sizes, no days.

        What is not one of ours is named too. Links are named and not followed.
        """
        found: list[tuple[str, str]] = []
        try:
            for folder, inner, names in os.walk(self.path, onerror=_raise):
                links = [name for name in inner if (Path(folder) / name).is_symlink()]
                for name in (*names, *links):
                    path = (Path(folder) / name).relative_to(self.path).as_posix()
                    found.append((path, _what_is(path)))
        except FileNotFoundError:  # nobody has saved anything yet
            return []
        except OSError as error:
            raise self._closed(error) from None
        return sorted(found)

    def forget(self, side: Side) -> list[str]:
        """Erase one partner's own words from every evening, and the drafts, the page and its copy.

        What the other kept of their own stays. Returns, in words, what could not be reached. Safe to
        repeat after it was cut off. Raises FileProblem where another window keeps the folder busy.
        """
        left: list[str] = []
        with self._alone():
            for where in self._to_forget():
                try:
                    self._erase(where, side)
                except FileProblem:
                    left.append(f"{where}: it could not be read or written, and is as it was")
                except OSError as error:
                    left.append(f"{where}: {plain_reason(error)}")
            left += [f"{path}: {what}" for path, what in self.files() if what == _FOREIGN]
        return left

    def _to_forget(self) -> list[str]:
        """Every file that `forget` looks at, in its order.

        The page goes before its copy: cut off in between, the page is said to be gone, and none that
        was edited by other means is left without a copy to compare it with.
        """
        drafts = [f"{DRAFTS}/{name}/{DRAFT}" for name in self._names(DRAFTS)]
        evenings = [f"{CHECK_INS}/{name}" for name in self._names(CHECK_INS) if name.endswith(".toml")]
        return [*drafts, *evenings, PAGE, f"{PREVIOUS}/{PAGE}"]

    def _erase(self, where: str, side: Side) -> None:
        folder, _, rest = where.partition("/")
        if folder == DRAFTS:
            self._remove_draft(rest.partition("/")[0])
        elif folder == CHECK_INS:
            self._erase_words(where, side)
        else:
            files.remove(self.path / where, self._system)

    def _erase_words(self, where: str, side: Side) -> None:
        sheet = self._sheet(Record, where)
        others = without_words_of(sheet.value, side) if sheet else None
        if others is None:
            files.remove(self.path / where, self._system)
        elif sheet and others != sheet.value:
            self._write(where, to_toml(others))

    # What all of them stand on

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock: one writer at a time. What a save left that was cut off goes first.

        The lock is the system's own, so a window that was killed lets go of it at once.
        """
        from filelock import FileLock, Timeout

        try:
            files.make_folder(self.path, self._system)
            lock = FileLock(self.path / LOCK, timeout=self._patience, mode=0o600)
            lock.acquire()
        except Timeout:
            raise FileProblem(
                "Another couplekit window is saving and has not finished. Nothing was changed or lost. "
                "Please close it, or wait a moment, and do this once more."
            ) from None
        except OSError as error:
            raise self._closed(error) from None
        except NotImplementedError:  # how filelock says that a share knows no locks
            raise FileProblem(
                "The disk that holds couplekit's folder cannot keep two windows apart, so nothing was saved. "
                "`couplekit --home DIR` takes a folder on another disk."
            ) from None
        try:
            for folder in ("", PREVIOUS, CHECK_INS, *(f"{DRAFTS}/{name}" for name in self._names(DRAFTS))):
                files.sweep(self.path / folder, self._system)
            yield
        finally:
            lock.release()

    def _sheet(self, model: type[M], where: str, *, mend: str = MEND) -> Sheet[M] | None:
        raw = self._raw(where)
        return None if raw is None else from_toml(model, raw, where, mend=mend)

    def _raw(self, where: str) -> bytes | None:
        """What a file holds; None where there is none. A folder that is closed to us is no missing file."""
        path = self.path / where
        try:
            path.lstat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._closed(error) from None
        return read_bytes(path)

    def _names(self, folder: str) -> list[str]:
        try:
            return sorted(path.name for path in (self.path / folder).iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._closed(error) from None

    def _write(self, where: str, text: str) -> None:
        files.write_private(self.path / where, text, self._system)

    def _closed(self, error: OSError) -> FileProblem:
        return FileProblem(
            f"The folder {self.path} cannot be used: {plain_reason(error)}. Nothing was changed or lost. "
            "Please look at its permissions, or take another folder with `couplekit --home DIR`."
        )


def _about_notes(text: str) -> list[str]:
    if not notes_in(text):
        return []
    return [
        f"{PAGE} has notes added by hand (lines with #). The next save keeps them in {PREVIOUS}/{PAGE}, "
        "not on the page."
    ]


def _about_change(outside: Outside, *, compared: bool) -> str:
    told = [f"{PAGE} was changed outside couplekit."]
    if not compared:
        told.append(
            "There is no earlier copy to compare it with, so every signal on it counts, and none is about to "
            "leave. Please read it together."
        )
    if outside.counts:
        told.append(f"What was added counts now, in: {', '.join(outside.counts)}.")
    if outside.waits:
        told.append(
            f"What was taken away or reworded still counts until you both agree to it here, in: "
            f"{', '.join(outside.waits)}."
        )
    if outside.pace_waits:
        told.append("A change of whose comfort sets the pace waits for both of you.")
    return " ".join(told)


_FOREIGN = "not one of ours"
_KNOWN = {
    PAGE: "our page",
    f"{PREVIOUS}/{PAGE}": "our page as couplekit saved it last, to compare with and to go back to",
    LOCK: "the lock: empty",
}


def _what_is(path: str) -> str:
    """What a file is, from its path below the home."""
    if path in _KNOWN:
        return _KNOWN[path]
    folder, _, name = path.rpartition("/")
    if files.is_temporary(name):
        return "left by a save that was cut off; the next save clears it"
    if folder == CHECK_INS and name.endswith(".toml"):
        return "one evening"
    if folder.startswith(f"{DRAFTS}/") and name == DRAFT:
        return "an unfinished conversation"
    return _FOREIGN


def _raise(error: OSError) -> None:
    raise error
