"""The home folder: the page, the agenda, the evenings, and unfinished conversations.

Reading takes no lock and loads nothing that writing needs, so that the signals are on the screen at
once. Everything is written under one lock, by one function, and never over a file that could not be read.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from couplekit.domain.agreement import (
    Agreement,
    Change,
    Outside,
    changed_outside,
    clashes,
    settle,
    without_trust,
)
from couplekit.domain.checkin import Draft, Record, taken_back, withdrawn, without_answers
from couplekit.domain.people import Side, Whose
from couplekit.errors import ChangedMeanwhile, FileProblem, NewerFormat, NoPage, NotRead
from couplekit.reading import MEND, plain_reason, read_bytes
from couplekit.storage import files
from couplekit.storage.folder import (
    AGENDA,
    CHECK_INS,
    DRAFT,
    DRAFTS,
    FOREIGN,
    PAGE,
    PREVIOUS,
    STATE,
    Folder,
)
from couplekit.storage.pages import Sheet, from_toml, notes_in, to_toml, with_notes

if TYPE_CHECKING:
    from couplekit.domain import agenda as agendas
    from couplekit.domain import state as states
    from couplekit.domain.agenda import Agenda
    from couplekit.domain.backup import Backup
    from couplekit.domain.state import State
    from couplekit.storage.drawers import Drawer
    from couplekit.storage.wrapping import Wrapping

E = TypeVar("E", Draft, Record)

_MEND_PAGE = (
    "You can mend it in any text editor, or copy previous/agreement.toml over it to bring the last good "
    "page back. Until then `couplekit signals` shows the last good signals."
)
_MEND_AGENDA = "Our page and the evenings are there. You can mend it in any text editor, or move it away."
_MEND_RECORD = "The other evenings are there. You can mend it in any text editor, or move it away."
_MEND_DRAFT = "You can move it away and begin that conversation again."


class Page(NamedTuple):
    """The page as it counts today, what there is to say about its file, and what changed outside."""

    agreement: Agreement
    notices: tuple[str, ...]
    outside: Outside | None


class _Read(NamedTuple):
    """The page, the file that it comes from, and the copy of it where that can be trusted."""

    page: Page
    sheet: Sheet[Agreement]
    copy: Sheet[Agreement] | None


class Restored(NamedTuple):
    """What bringing a copy in comes to: the page and the agenda before and after, and the evenings that it
    changes.
    """

    before: Agreement | None
    after: Agreement | None
    evenings: tuple[str, ...]
    agenda_before: "Agenda | None"
    agenda: "Agenda | None"

    @property
    def is_nothing(self) -> bool:
        """Whether all that counts in the copy was here already. The day of the last save does not count."""
        same = self.before == self.after
        if self.before and self.after:
            same = self.before.model_copy(update={"changed": self.after.changed}) == self.after
        return same and not self.evenings and self.agenda_before == self.agenda


class _WithCopy(NamedTuple):
    """What is here with a copy brought in, and what is said of it. `page` is None where it stays as it is."""

    told: Restored
    read: _Read | None
    page: Agreement | None
    evenings: tuple[Record, ...]


def check_page(path: Path) -> bool:
    """Look at any page, and say whether its values are as couplekit wrote them.

    Raises FileProblem with every fault at once. Changes nothing.
    """
    return from_toml(Agreement, read_bytes(path), path.name, mend=MEND).sealed


class Home(Folder):
    """The home folder of two people, or of one: its page, its evenings, its unfinished conversations."""

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
            if self._read_page(to_change=True):
                raise ChangedMeanwhile((PAGE,))
            return self._save_page(self._dated(agreement), None)

    def update(self, change: Change, *, seen: Agreement | None = None) -> Agreement:
        """Apply a pure change to the page as it is now, save it, and return it as saved.

        `seen` is the page that a person was looking at: where the change touches something that moved
        since then, nothing is saved and ChangedMeanwhile names it. Without `seen` nothing is asked.
        Raises NoPage where there is none, and FileProblem where it cannot be read or saved; what cannot be
        read stays as it is.
        """
        with self._alone():
            read = self._read_page(to_change=True)
            if read is None:
                raise NoPage
            fresh = read.page.agreement
            wanted = change(fresh)
            asked = clashes(seen, fresh, wanted) if seen else ()
            if asked:
                raise ChangedMeanwhile(asked)
            if wanted == read.sheet.value and read.page.outside is None:
                return fresh
            return self._save_page(self._dated(wanted), read)

    def _read_page(self, *, to_change: bool = False) -> _Read | None:
        """The page against its copy. Where the page is about to change, a copy that may be sound has to be
        read: without it an edit that took a way to stop away would be saved unseen.
        """
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
        copy = self._copy() if to_change else self._previous()
        if sheet.sealed and (copy is None or copy.seal in (sheet.seal, sheet.follows)):
            # As couplekit wrote it. A page that follows its copy is one whose save was cut off in between.
            return _Read(Page(self._settled(sheet.value), tuple(notices), None), sheet, copy)
        if copy:
            outside = changed_outside(sheet.value, copy.value, older=sheet.sealed)
        else:
            outside = Outside(self._untrusted(sheet.value), (), (), pace_waits=False)
        notices.append(_about_change(outside, compared=copy is not None, older=sheet.sealed))
        return _Read(Page(self._settled(outside.page), tuple(notices), outside), sheet, copy)

    def _dated(self, page: Agreement) -> Agreement:
        """The page as of today. With the clock set back, the later day stays."""
        return page.model_copy(update={"changed": max(self._today(), page.changed)})

    def _settled(self, page: Agreement) -> Agreement:
        """With the clock set back behind the page's last day, nothing leaves it by time alone."""
        today = self._today()
        return page if today < page.changed else settle(page, today)

    def _previous(self) -> Sheet[Agreement] | None:
        """The last page that couplekit wrote, where it can be read and trusted. Raises nothing."""
        with suppress(FileProblem):
            return self._copy()
        return None

    def _untrusted(self, page: Agreement) -> Agreement:
        """A changed page whose copy was changed too: every way of either counts, and nothing leaves."""
        from couplekit.domain.backup import apart, page_with_copy

        with suppress(FileProblem):
            copy = self._sheet(Agreement, f"{PREVIOUS}/{PAGE}")
            if copy:
                # A mark of what is gone may have been changed as well, and then hides a way that counts.
                page = page_with_copy(page.model_copy(update={"gone": []}), copy.value, trusted=False)
        return apart(without_trust(page))

    def _copy(self) -> Sheet[Agreement] | None:
        """The last page that couplekit wrote, where it can be trusted; None for one that is damaged.

        Raises NewerFormat for one of a newer couplekit, and NotRead where the system does not give it out.
        """
        try:
            sheet = self._sheet(Agreement, f"{PREVIOUS}/{PAGE}")
        except (NewerFormat, NotRead):
            raise
        except FileProblem:
            return None
        return sheet if sheet and sheet.sealed else None

    def _save_page(self, page: Agreement, before: _Read | None) -> Agreement:
        """Save under the lock. `before` is the page that this one takes the place of."""
        # It follows the copy: the page as couplekit itself saved it last. Where that cannot be trusted it
        # follows what is there, so that no older page is taken for this one either.
        known = before.copy if before else self._copy()
        last = known or (before.sheet if before else None)
        text = to_toml(page, follows=last.seal if last else "")
        self._write(PAGE, text)
        # The copy holds what couplekit itself saved last, never a page edited by other means: an edit is
        # compared with it, and a way to stop that was added today has to be in it today. The page goes
        # first: once it is there it counts, and cut off in between, it says itself that it follows the copy.
        notes = [*(notes_in(known.text) if known else ()), *(notes_in(before.sheet.text) if before else ())]
        try:
            self._write(f"{PREVIOUS}/{PAGE}", with_notes(text, list(dict.fromkeys(notes))))
        except FileProblem:
            raise FileProblem(
                f"{PAGE} was saved and counts. Its copy in {PREVIOUS}/ was not; nothing was lost, and the "
                "next start tries again. Perhaps the disk is full, or locked against changes."
            ) from None
        return page

    # Clearing up

    def tidy(self) -> None:
        """Clear up after a save that was cut off, at the start of a command. Raises nothing.

        Temporary files go, a copy that was not written is written, and words that were taken away and
        slept on leave the files. Without anything to do it only looks; where another window is saving, it
        leaves things to that.
        """
        with suppress(FileProblem):
            if not self._has_something_to_clear():
                return
            with self._alone(patience=0):  # which sweeps
                read = self._read_page(to_change=True)
                if read and read.page.outside is None and self._is_behind(read):
                    self._save_page(read.page.agreement, read)

    def _has_something_to_clear(self) -> bool:
        if any(files.is_temporary(name) for folder in self._folders() for name in self._names(folder)):
            return True
        read = self._read_page()
        return read is not None and read.page.outside is None and self._is_behind(read)

    @staticmethod
    def _is_behind(read: _Read) -> bool:
        """Whether the files hold something else than the page that counts."""
        copied = read.copy is not None and read.copy.seal == read.sheet.seal
        return not copied or read.page.agreement != read.sheet.value

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
        for where, sheet in self._evenings():
            if isinstance(sheet, FileProblem):
                problems.append(sheet)
                continue
            if not sheet.sealed:
                problems.append(_changed_outside(where))
            records.append(sheet.value)
        return records, problems

    def _evenings(self) -> Iterator[tuple[str, Sheet[Record] | FileProblem]]:
        """The file of every evening, the oldest first: what is in it, or why it cannot be read."""
        for name in self._names(CHECK_INS):
            if not name.endswith(".toml"):
                continue
            where = f"{CHECK_INS}/{name}"
            try:
                sheet = self._evening(Record, where, name.removesuffix(".toml"), mend=_MEND_RECORD)
            except FileProblem as problem:
                yield where, problem
                continue
            if sheet:
                yield where, sheet

    def save_record(self, record: Record) -> None:
        """Keep an evening. One of the same name that cannot be read is never written over.

        What was taken back from that evening stays out of it. Raises FileProblem where it cannot be saved.
        """
        with self._alone():
            self._write_record(taken_back(record, self._taken_back(record.evening)))

    def withdraw(self, evening: str, whose: Whose) -> list[str]:
        """Take one's own words of one evening back: from its file, and from an unfinished talk of that name.

        A mark without words stays, so that no older copy brings them back. Returns, in words, what could
        not be reached. Safe to repeat. Raises FileProblem for an evening that is not there or cannot be
        read or saved.
        """
        left: list[str] = []
        with self._alone():
            record = self._record(evening)
            if record is None:
                raise FileProblem(
                    f"{CHECK_INS}/{evening}.toml is not there, so there was nothing to take back. "
                    "Nothing was changed."
                )
            without = withdrawn(record, whose)
            self._write_record(without)
            try:
                self._take_out_of_draft(without)
            except FileProblem:
                left.append(_unreachable(f"{DRAFTS}/{evening}/{DRAFT}"))
            return left + self._not_ours()

    def _take_out_of_draft(self, record: Record) -> None:
        """Take what was taken back from an evening out of an unfinished talk of its name."""
        where = f"{DRAFTS}/{record.evening}/{DRAFT}"
        draft = self._sheet(Draft, where)
        if draft and (without := without_answers(draft.value, record.gone)) != draft.value:
            self._write(where, to_toml(without))

    def _record(self, evening: str) -> Record | None:
        sheet = self._evening(Record, f"{CHECK_INS}/{evening}.toml", evening, mend=_MEND_RECORD)
        return sheet.value if sheet else None

    def _taken_back(self, evening: str) -> list[str]:
        """What was taken back from an evening, as keys."""
        record = self._record(evening)
        return record.gone if record else []

    def _write_record(self, record: Record) -> None:
        self._write(f"{CHECK_INS}/{record.evening}.toml", to_toml(record))

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
        where = f"{DRAFTS}/{draft.evening}/{DRAFT}"
        with self._alone():
            if again and self._raw(where) is None:
                raise FileProblem(
                    "This talk was let go in another window, so it ends here and nothing more of it is kept. "
                    "You can begin another one at any time."
                )
            self._write(where, to_toml(without_answers(draft, self._taken_back(draft.evening))))

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
        self._remove(f"{DRAFTS}/{evening}/{DRAFT}")
        self._remove_folder(f"{DRAFTS}/{evening}")

    def _evening(self, model: type[E], where: str, evening: str, *, mend: str) -> Sheet[E] | None:
        """Read one evening. Its name is in it as well, so a copy under another name is noticed."""
        sheet = self._sheet(model, where, mend=mend)
        if sheet and sheet.value.evening != evening:
            raise FileProblem(
                f"{where} holds an evening of another name, so it may be a copy. Nothing was changed or "
                "merged. You can move it away."
            )
        return sheet

    # What they would like to talk about, and what each saw last

    def agenda(self) -> "Agenda":
        """What the two would like to talk about; nothing where no file is. Raises FileProblem.

        One that was changed outside couplekit is read as it is now: `about_agenda` says so.
        """
        from couplekit.domain.agenda import Agenda

        sheet = self._agenda()
        return sheet.value if sheet else Agenda()

    def about_agenda(self) -> list[FileProblem]:
        """What there is to say about the file of the agenda. Raises nothing."""
        try:
            sheet = self._agenda()
        except FileProblem as problem:
            return [problem]
        return [] if sheet is None or sheet.sealed else [_changed_outside(AGENDA)]

    def _agenda(self) -> "Sheet[Agenda] | None":
        from couplekit.domain.agenda import Agenda

        return self._sheet(Agenda, AGENDA, mend=_MEND_AGENDA)

    def update_agenda(self, change: "agendas.Change") -> "Agenda":
        """Apply a pure change to the agenda as it is now, save it, and return it as saved.

        Raises FileProblem where it cannot be read or saved; what cannot be read stays as it is.
        """
        with self._alone():
            now = self.agenda()
            wanted = change(now)
            if wanted != now:
                self._write(AGENDA, to_toml(wanted))
            return wanted

    def state(self) -> "tuple[State, list[FileProblem]]":
        """What each of the two last looked at on this device, and what there is to say about its file.

        Without a file that can be read nobody has looked yet. Nothing else hangs on it.
        """
        from couplekit.domain.state import State

        try:
            sheet = self._sheet(State, STATE)
        except (NewerFormat, NotRead) as problem:
            return State(), [problem]
        except FileProblem:
            return State(), [
                FileProblem(
                    f"{STATE} could not be read, so it is not known what each of you saw last. Nothing else "
                    "was changed or lost. Looking begins anew."
                )
            ]
        if sheet is None:
            return State(), []
        # An edit could hide what came off the page since somebody looked.
        return sheet.value, [] if sheet.sealed else [_changed_outside(STATE)]

    def update_state(self, change: "states.Change") -> None:
        """Apply a pure change to what was last looked at, and save it, over a damaged one too.

        Raises FileProblem where it cannot be saved, and NewerFormat and NotRead, which leave it as it is.
        """
        from couplekit.domain.state import State

        with self._alone():
            try:
                sheet = self._sheet(State, STATE)
            except (NewerFormat, NotRead):
                raise
            except FileProblem:  # it holds no word of anybody, and can be made anew by looking
                sheet = None
            now = sheet.value if sheet else State()
            wanted = change(now)
            if sheet is None or not sheet.sealed or wanted != now:
                self._write(STATE, to_toml(wanted))

    # Backup, and bringing another copy in

    def gathered(self, *, for_another: bool = False) -> "tuple[Backup, list[FileProblem]]":
        """The page, the agenda and every evening as one value, and what there is to say about what is left
        out of it.

        With `for_another` it is for another home to take in: what was changed outside couplekit is left
        out then, but for the page, since nobody can know whose words it holds. Raises FileProblem for a
        page that cannot be read.
        """
        from couplekit.domain.backup import Backup

        page = self.page()
        problems: list[FileProblem] = []
        evenings: dict[str, Record] = {}
        for where, sheet in self._evenings():
            if isinstance(sheet, FileProblem):
                problems.append(sheet)
                continue
            if not sheet.sealed:
                problems.append(_changed_outside(where, for_another))
            if sheet.sealed or not for_another:
                evenings[sheet.value.evening] = sheet.value
        agenda = None
        try:
            topics = self._agenda()
            if topics and not topics.sealed:
                problems.append(_changed_outside(AGENDA, for_another))
            if topics and (topics.sealed or not for_another):
                agenda = topics.value
        except FileProblem as problem:
            problems.append(problem)
        whole = Backup(
            made=self._today(), page=page.agreement if page else None, evenings=evenings, agenda=agenda
        )
        return whole, problems

    def restore(self, copy: "Backup", *, trusted: bool) -> Restored:
        """Bring a copy into this home by the rules of `domain.backup`: a merge that widens nothing which both
        did not read together.

        `trusted` says that it is as couplekit wrote it. From one that was changed since, what narrows is
        taken from its page, and nothing else: nobody can know whose words it holds. Cut off in between, it
        can be done again. Raises FileProblem, and changes nothing, where the page is of other people or a
        file that is to change cannot be read; and FileProblem where one cannot be saved.
        """
        with self._alone():
            found = self._with_copy(copy, trusted=trusted)
            if found.page:
                self._save_page(found.page, found.read)
            for evening in found.evenings:
                # A talk that cannot be read hinders nothing here; it is named where talks are.
                with suppress(FileProblem):
                    self._take_out_of_draft(evening)
                self._write_record(evening)
            if found.told.agenda and found.told.agenda != found.told.agenda_before:
                self._write(AGENDA, to_toml(found.told.agenda))
            return found.told

    def compared(self, copy: "Backup", *, trusted: bool) -> Restored:
        """What `restore` would come to. Changes nothing, and raises what it would raise before a change."""
        return self._with_copy(copy, trusted=trusted).told

    def _with_copy(self, copy: "Backup", *, trusted: bool) -> _WithCopy:
        from couplekit.domain.backup import Backup, are_of_the_same_two, brought_in

        read = self._read_page(to_change=True)
        before = read.page.agreement if read else None
        if before and copy.page and not are_of_the_same_two(before, copy.page):
            raise FileProblem(
                "This is of a page with other names, or with the two names the other way round, so nothing "
                "was brought in and nothing was changed. A backup can be looked at in a folder of its own: "
                "couplekit --home DIR restore FILE"
            )
        evenings = {name: self._record(name) for name in copy.evenings if trusted}
        mine = Backup(
            made=self._today(),
            page=before,
            evenings={name: record for name, record in evenings.items() if record},
            agenda=self.agenda() if trusted and copy.agenda else None,
        )
        whole = brought_in(mine, copy, trusted=trusted)
        changed = {name: now for name, now in whole.evenings.items() if now != mine.evenings.get(name)}
        after = whole.page
        saves = after is not None and (read is None or after != read.sheet.value)
        if after and saves:
            after = self._dated(after)
        told = Restored(before, after, tuple(changed), mine.agenda, whole.agenda)
        return _WithCopy(told, read, after if saves else None, tuple(changed.values()))

    # Private parts

    #: The class that wraps the key of a drawer with a passphrase: age's own way where none is put here.
    wrapping: "Callable[[Callable[[], None]], Wrapping] | None" = None

    def drawer(self, side: Side, working: Callable[[], None] = lambda: None) -> "Drawer":
        """The private part of one of the two, locked or not there yet. Nothing is opened by this.

        `working` is called where unlocking takes long enough to be spoken of.
        """
        from couplekit.storage.drawers import Drawer
        from couplekit.storage.wrapping import AgeWrapping

        return Drawer(self, side, (self.wrapping or AgeWrapping)(working))

    # Erasing

    def forget(self, side: Side) -> list[str]:
        """Erase one partner's own words from every evening, and their private part, the drafts, the agenda,
        the page and its copy.

        What the other kept of their own stays. Returns, in words, what could not be reached. Safe to
        repeat after it was cut off. Raises FileProblem where another window keeps the folder busy.
        """
        left: list[str] = []
        with self._alone():
            for where in self._to_forget(side):
                try:
                    self._erase(where, side)
                except FileProblem:
                    left.append(_unreachable(where))
                except OSError as error:
                    left.append(f"{where}: {plain_reason(error)}")
            self._remove_drawer_folder(side)
            return left + self._not_ours()

    def _not_ours(self) -> list[str]:
        return [f"{path}: {what}" for path, what in self.files() if what == FOREIGN]

    def _to_forget(self, side: Side) -> list[str]:
        """Every file that `forget` looks at, in its order.

        The key of a drawer goes first: without it nothing in there opens any more. The page goes before
        its copy: cut off in between, the page is said to be gone, and none that was edited by other means
        is left without a copy to compare it with.
        """
        drafts = [f"{DRAFTS}/{name}/{DRAFT}" for name in self._names(DRAFTS)]
        evenings = [f"{CHECK_INS}/{name}" for name in self._names(CHECK_INS) if name.endswith(".toml")]
        return [*self._drawer_files(side), *drafts, *evenings, AGENDA, STATE, PAGE, f"{PREVIOUS}/{PAGE}"]

    def _erase(self, where: str, side: Side) -> None:
        folder, _, rest = where.partition("/")
        if folder == DRAFTS:
            self._remove_draft(rest.partition("/")[0])
        elif folder == CHECK_INS:
            self._erase_words(where, side)
        else:
            self._remove(where)

    def _erase_words(self, where: str, side: Side) -> None:
        sheet = self._sheet(Record, where)
        if sheet is None:
            return
        others = withdrawn(sheet.value, side)
        # With nothing of the other one's in it an evening goes whole, unless somebody took words back from
        # it before: that mark is what keeps an older copy from bringing them back.
        if not others.kept and not sheet.value.gone:
            self._remove(where)
        elif others != sheet.value:
            self._write(where, to_toml(others))


def _changed_outside(where: str, for_another: bool = False) -> FileProblem:
    if for_another:
        return FileProblem(f"{where} was changed outside couplekit, so it is left out. It stays as it is.")
    return FileProblem(f"{where} was changed outside couplekit. It is shown as it is now.")


def _unreachable(where: str) -> str:
    return f"{where}: it could not be read or written, and is as it was"


def _about_notes(text: str) -> list[str]:
    if not notes_in(text):
        return []
    return [
        f"{PAGE} has notes added by hand (lines with #). The next save keeps them in {PREVIOUS}/{PAGE}, "
        "not on the page."
    ]


def _about_change(outside: Outside, *, compared: bool, older: bool) -> str:
    told = [
        f"{PAGE} was put here from outside couplekit: it is not the page that was saved last."
        if older
        else f"{PAGE} was changed outside couplekit."
    ]
    if not compared:
        told.append(
            "There is no earlier copy to compare it with, so every signal on it counts, and none is about to "
            "leave. Every limit stays, and nothing is open until you both answer it. Please read it together."
        )
    if outside.counts:
        told.append(f"What was added counts now, in: {', '.join(outside.counts)}.")
    if outside.waits:
        told.append(
            f"What was taken away or reworded still counts until you both agree to it here, in: "
            f"{', '.join(outside.waits)}."
        )
    if outside.rows_count:
        told.append(f"What was narrowed counts now, in: {', '.join(outside.rows_count)}.")
    if outside.rows_wait:
        told.append(
            f"What was widened, or taken off the limits, waits until you both answer it: "
            f"{', '.join(outside.rows_wait)}."
        )
    if outside.pace_waits:
        told.append("A change of whose comfort sets the pace waits for both of you.")
    return " ".join(told)
