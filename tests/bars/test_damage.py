"""Damage: files cut short, bits flipped, lines taken out by hand. Nothing of it goes by without a word.

Every file is read the way a command reads it: the page, the evenings and the unfinished conversations
through `Home`, a backup through `read_backup`. So a page is always held against its copy as well.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Self

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from our_files import BY_NAME, KINDS, PAGE, TODAY, Kind, furnished, home_at

from bar_table import Reached, times
from couplekit.domain.agreement import MEDIA, Agreement, with_pace
from couplekit.domain.boundaries import Boundary, Level, is_wider, reading
from couplekit.domain.model import Model
from couplekit.domain.people import Pace
from couplekit.domain.signals import NAMES, Signal
from couplekit.errors import FileProblem
from couplekit.storage.pages import from_toml

PAGE_FILE = "agreement.toml"
COPY = "previous/agreement.toml"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one file of each kind. Whoever changes a file puts it back."""
    return furnished(tmp_path_factory.mktemp("damage") / "home")


class File:
    """One file of that home, changed where it lies: to make a new one each time would wait for the disk."""

    def __init__(self, path: Path) -> None:
        self.raw = path.read_bytes()
        self._handle = path.open("r+b", buffering=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.put(self.raw)
        self._handle.close()

    def put(self, raw: bytes) -> None:
        """Put other bytes in its place."""
        self._handle.seek(0)
        self._handle.write(raw)
        self._handle.truncate()


def flipped(raw: bytes, *bits: int) -> bytes:
    """The bytes with these bits turned over, counted from the first bit of the first byte."""
    changed = bytearray(raw)
    for bit in bits:
        changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def some_bits(raw: bytes, count: int, name: str) -> list[int]:
    """So many of the bits of a file, each once, and the same ones every time."""
    return random.Random(f"flip {name}").sample(range(len(raw) * 8), count)


def taken(kind: Kind, place: Path) -> tuple[list[Model], list[str]] | None:
    """What couplekit takes a home for, and what it says; None where it refuses in words."""
    try:
        return kind.read(place)
    except FileProblem:
        return None


def is_silent(kind: Kind, read: tuple[list[Model], list[str]] | None) -> bool:
    """Whether something else than what was written is taken for it, and not a word is said."""
    return read is not None and not read[1] and read[0] != [kind.value]


# Cut short, and one bit


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_files_are_sound_and_large_enough_as_they_stand(place: Path, kind: Kind) -> None:
    """What is damaged here is sound before, and has enough bits for every flip to be another one."""
    assert kind.read(place) == ([kind.value], [])
    assert len((place / kind.where).read_bytes()) * 8 >= 20_000


def test_no_cut_file_is_taken_for_a_whole_one(place: Path, bar: Reached) -> None:
    """Wherever a file of any kind is cut off, it is said, unless no value is missing."""
    cuts = silent = 0
    for kind in KINDS:
        with File(place / kind.where) as file:
            for end in range(len(file.raw)):
                file.put(file.raw[:end])
                silent += is_silent(kind, taken(kind, place))
                cuts += 1
    bar("damage, cut short", {"kinds of file": len(KINDS), "cuts": cuts, "accepted silently": silent})


def test_no_flipped_bit_goes_by_without_a_word(place: Path, bar: Reached) -> None:
    """Whichever bit of a file of any kind is turned over, no other value is read without a word."""
    flips = []
    silent = 0
    for kind in KINDS:
        with File(place / kind.where) as file:
            bits = some_bits(file.raw, times(20_000), kind.name)
            for bit in bits:
                file.put(flipped(file.raw, bit))
                silent += is_silent(kind, taken(kind, place))
            flips.append(len(bits))
    bar(
        "damage, one bit",
        {"kinds of file": len(KINDS), "flips of each": min(flips), "accepted silently": silent},
    )


# What it takes away


class Lost(NamedTuple):
    """What a page that was damaged or edited wrongly took away, in words of the tests."""

    what: str
    #: The signal or the row in which it was.
    where: str | None = None


#: The days on which rows are read: around the first and the last days of ours, and far from them.
DAYS_READ = [
    *(
        TODAY + timedelta(days=days)
        for days in (-4000, -41, -40, -7, -1, 0, 1, 2, 3, 42, 43, 84, 85, 182, 4000)
    ),
    date.max,
]


def said_on_each_day(row: Boundary | None) -> tuple[Level, ...]:
    """What a row says on each of these days. One that is not there is a no."""
    return tuple(reading(row or Boundary(), day, PAGE.changed).level for day in DAYS_READ)


@cache
def said_before(id: str) -> tuple[Level, ...]:
    """What a row of the sound page says on each of these days."""
    return said_on_each_day(PAGE.boundaries.get(id))


def wider(one: tuple[Level, ...], two: tuple[Level, ...]) -> bool:
    """Whether one is wider than the other on any day."""
    return any(is_wider(mine, theirs) for mine, theirs in zip(one, two, strict=True))


def label_of_own(page: Agreement, item: str) -> str | None:
    """What an item of theirs is called."""
    own = page.lists.own.get(item) if page.lists else None
    return own.label if own else None


def lost_rows(before: Agreement, now: Agreement) -> Iterator[Lost]:
    """Rows that are wider than they were, and what they are called: a limit is the narrowest there is."""
    for id in before.boundaries.keys() | now.boundaries.keys():
        if wider(said_on_each_day(now.boundaries.get(id)), said_before(id)):
            yield Lost("a row that was narrower", id)
    assert before.lists is not None
    if not now.lists or now.lists.renamed.get("sitting-close") != before.lists.renamed["sitting-close"]:
        yield Lost("what a row is called", "sitting-close")
    if label_of_own(now, "own-k3f9") != label_of_own(before, "own-k3f9"):
        yield Lost("what a row is called", "own-k3f9")
    if not now.lists or set(now.lists.areas) - set(before.lists.areas):
        yield Lost("that no area enters by an edit")


def unsaid_rows(file: Agreement, now: Agreement, said: str) -> Iterator[Lost]:
    """What an edit narrowed and does not count, and what counts or waits and is not said to."""
    counts = said.partition("What was narrowed counts now, in: ")[2].partition(".")[0].split(", ")
    waits = said.partition("waits until you both answer it: ")[2].partition(".")[0].split(", ")
    for id in PAGE.boundaries:
        here, there = said_on_each_day(now.boundaries.get(id)), said_on_each_day(file.boundaries.get(id))
        if wider(here, there):
            yield Lost("what was narrowed by hand", id)
        if wider(said_before(id), here) and id not in counts:
            yield Lost("what is narrower now, in words", id)
        if wider(there, said_before(id)) and id not in waits:
            yield Lost("what waits, in words", id)


def lost(before: Agreement, now: Agreement) -> list[Lost]:
    """What is missing from `now`, the page that counts in place of `before`."""
    found = []
    for name, signal in before.signals.items():
        mine = now.signals.get(name, Signal())
        for medium in MEDIA:
            counts = set(mine.ways(medium, TODAY).values())
            found += [Lost("a way", name) for way in signal.ways(medium, TODAY).values() if way not in counts]
        agreed = leaving(signal)
        found += [
            Lost("a way that leaves now", name)
            for way, day in leaving(mine).items()
            if way not in agreed or day < agreed[way]
        ]
    if now.pace.set_by not in (before.pace.set_by, "the-slower-of-us"):
        found.append(Lost("the pace"))
    if before.partners.both and not now.partners.both:
        found.append(Lost("a partner"))
    return [*found, *lost_rows(before, now)]


def leaving(signal: Signal) -> dict[str, date]:
    """What leaves a signal: each way, with the day from which it does not count any more."""
    return {{**signal.words, **signal.signs}[key]: day for key, day in signal.leaving.items()}


def unsaid(before: Agreement, file: Agreement, said: str) -> list[Lost]:
    """What is owed in words and not said: that the page was changed, what counts now, and what waits."""
    if "agreement.toml was changed outside couplekit." not in said:
        return [Lost("the notice")]
    counts = said.partition("What was added counts now, in: ")[2].partition(".")[0].split(", ")
    waits = (
        said.partition("still counts until you both agree to it here, in: ")[2].partition(".")[0].split(", ")
    )
    found = []
    for name in NAMES:
        old, new = (
            {(medium, way) for medium in MEDIA for way in getattr(signal, medium).values()}
            for signal in (page.signals.get(name, Signal()) for page in (before, file))
        )
        if new - old and name not in counts:
            found.append(Lost("what counts now, in words", name))
        if old - new and name not in waits:
            found.append(Lost("what waits, in words", name))
    waiting = "A change of whose comfort sets the pace waits for both of you." in said
    if file.pace.set_by not in (before.pace.set_by, "the-slower-of-us") and not waiting:
        found.append(Lost("that the pace waits, in words"))
    return found


class Page:
    """The page of a home, to be damaged in many ways, and what came of it."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self.accepted = 0

    def lost(self, raw: bytes, before: Agreement = PAGE) -> list[Lost]:
        """What the page that lies there now, with these bytes, takes away. A refused one takes nothing."""
        read = taken(BY_NAME["page"], self._place)
        if read is None:
            # The card shows the last good signals then.
            return [] if home_at(self._place).last_good() == before else [Lost("the last good page")]
        (now,), said = read
        if now == before:
            return []
        self.accepted += 1
        assert isinstance(now, Agreement)
        file = from_toml(Agreement, raw, PAGE_FILE).value
        told = "\n".join(said)
        return [*lost(before, now), *unsaid(before, file, told), *unsaid_rows(file, now, told)]


def test_a_flipped_bit_takes_no_way_to_stop_away(place: Path, bar: Reached) -> None:
    """Whatever one flipped bit, or two of them, make of the page: every way to stop or pause still counts.

    Nothing leaves that was not leaving, nobody's pace is widened, no row is wider on any day and every limit
    is there; and it is said in words.
    """
    gone: list[Lost] = []
    flips = 0
    page = Page(place)
    with File(place / PAGE_FILE) as file:
        rng = random.Random("two flips")
        ones = some_bits(file.raw, times(20_000), "page")
        twos = [rng.sample(range(len(file.raw) * 8), 2) for _ in range(times(5_000))]
        for bits in [*([bit] for bit in ones), *twos]:
            raw = flipped(file.raw, *bits)
            file.put(raw)
            gone += page.lost(raw)
            flips += 1
    assert page.accepted > flips // 10, "hardly any damage was read at all, so this tried nothing"
    bar("damage, what it takes away", {"flips": flips, "ways lost, rows widened": len(gone)})


def is_refused_or_as_it_was(read: tuple[list[Model], list[str]] | None) -> bool:
    """Whether there is nothing to make good: a flip in a comment, or a page that cannot be read."""
    return read is None or read[0] == [PAGE]


def test_what_was_damaged_is_still_there_after_the_next_save(place: Path, tmp_path: Path) -> None:
    """The next save makes the damaged page one of couplekit's own again: with every way to stop or pause."""
    saved = 0
    for bit in some_bits((place / PAGE_FILE).read_bytes(), times(600), "save"):
        home = home_at(Path(shutil.copytree(place, tmp_path / str(bit))))
        (home.path / PAGE_FILE).write_bytes(flipped((place / PAGE_FILE).read_bytes(), bit))
        if is_refused_or_as_it_was(taken(BY_NAME["page"], home.path)):
            continue
        home.update(lambda page: page)
        page = home.page()
        assert page is not None
        assert not page.notices
        assert lost(PAGE, page.agreement) == []
        saved += 1
    assert saved > times(600) // 10


#: What somebody may put in place of a text or a day, and what tables they may add at the end.
TEXTS = ['"go on"', '"canary red [stop]"', '"wait"', '"the-slower-of-us"', '"a"', '"b"']
LEVELS = ['"open"', '"talk"', '"none"', '"limit"']
DAYS = ["2026-10-12", "2026-11-20", "2026-11-22", "2027-01-02", "2030-01-01"]
NUMBERS = ["0", "1", "3", "12", "26"]
TABLES = [
    "[signals.slow.leaving]\nk5 = 2026-11-20",
    "[signals.ready.leaving]\ns6 = 2026-11-20",
    "[signals.pause]\nreply = 'As you like.'",
    "[boundaries.long-hug]\nlevel = 'open'\nfrom = 2026-10-12\nuntil = 2027-01-02\nround = 9",
    "[boundaries.hug-hello.narrowed]\nx3 = 'none'",
    "[boundaries.kiss-on-the-lips.narrowed]\nd5tz9rkb = 'open'",
    "# a note",
]
HANDS = ["take", "take", "take a table", "double", "move", "text", "text", "letter", "letter", "key", "add"]


def edited(lines: list[str], draw: Callable[[Any], Any]) -> list[str]:
    """A page as somebody leaves it who takes lines and tables out, writes others, moves or doubles them."""
    lines = list(lines)
    for what in draw(st.lists(st.sampled_from(HANDS), min_size=1, max_size=5)):
        at = draw(st.sampled_from([n for n, line in enumerate(lines) if " = " in line] or [0]))
        tables = [n for n, line in enumerate(lines) if line.startswith("[")] or [0]
        key, _, value = lines[at].partition(" = ")
        if what == "take":
            lines[at] = ""
        elif what == "take a table":
            begun = draw(st.sampled_from(tables))
            lines[begun : next((n for n in tables if n > begun), len(lines))] = [""]
        elif what == "double":
            lines.insert(at, f"{draw(st.sampled_from(['k77', 's77', 'stop', 'wait', 'k2']))} = {value}")
        elif what == "move":
            lines.insert(draw(st.sampled_from(tables)) + 1, lines.pop(at))
        elif what == "text":
            others = TEXTS if value.startswith('"') else NUMBERS if value.isdigit() else DAYS
            lines[at] = f"{key} = {draw(st.sampled_from(LEVELS if value in LEVELS else others))}"
        elif what == "letter" and value.startswith('"'):
            letter = draw(st.integers(1, max(1, len(value) - 2)))
            lines[at] = f"{key} = {value[:letter]}e{value[letter + 1 :]}"
        elif what == "key":
            lines[at] = f"{draw(st.sampled_from(['k77', 'stop', 'wait', 'k2', 's2']))} = {value}"
        elif what == "add":
            lines += ["", draw(st.sampled_from(TABLES))]
    return lines


@settings(max_examples=times(5_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_edit_by_hand_takes_a_way_to_stop_away(place: Path, data: st.DataObject) -> None:
    """Lines taken out, written anew or doubled by hand: every way to stop counts, and no row is wider."""
    with File(place / PAGE_FILE) as file:
        lines = edited(file.raw.decode().split("\n"), data.draw)
        raw = "\n".join(lines).encode()
        file.put(raw)
        assert Page(place).lost(raw) == []


@pytest.mark.parametrize("set_by", ["a", "b", "the-slower-of-us"])
@pytest.mark.parametrize("wanted", ["a", "b", "the-slower-of-us"])
def test_no_edit_by_hand_widens_the_pace(tmp_path: Path, set_by: Pace, wanted: Pace) -> None:
    """The pace is slowed by hand at once, and any other change of it waits for both and is said to."""
    place = furnished(tmp_path / "home")
    before = home_at(place).update(with_pace(set_by))
    page = place / PAGE_FILE
    raw = page.read_bytes().replace(f'set-by = "{set_by}"'.encode(), f'set-by = "{wanted}"'.encode())
    page.write_bytes(raw)
    values, _ = BY_NAME["page"].read(place)
    assert isinstance(values[0], Agreement)
    assert values[0].pace.set_by == (wanted if wanted == "the-slower-of-us" else set_by)
    assert Page(place).lost(raw, before) == []


# The copy, and both together

#: How many rows of the sound page are limits, on every day.
LIMITS = sum(set(said_before(id)) == {"limit"} for id in PAGE.boundaries)


def test_a_damaged_copy_takes_nothing_away_from_a_sound_page(place: Path) -> None:
    """Whatever is left of `previous/agreement.toml`, a page that is sound is read as it was written."""
    with File(place / COPY) as file:
        for raw in [
            *(flipped(file.raw, bit) for bit in some_bits(file.raw, times(2_000), "copy")),
            *(file.raw[:end] for end in range(0, len(file.raw), 20)),
        ]:
            file.put(raw)
            values, said = BY_NAME["page"].read(place)
            assert values == [PAGE]
            assert not said


def test_page_and_copy_damaged_together_take_no_way_to_stop_away(place: Path) -> None:
    """With the copy damaged as well there is nothing to compare with: as many ways count, and none leaves.

    As many limits are there, and nothing is open on any day.
    """
    rng = random.Random("page and copy")
    compared = alone = 0
    with File(place / PAGE_FILE) as page, File(place / COPY) as copy:
        for _ in range(times(10_000)):
            raw = flipped(page.raw, rng.randrange(len(page.raw) * 8))
            page.put(raw)
            copy.put(flipped(copy.raw, rng.randrange(len(copy.raw) * 8)))
            read = taken(BY_NAME["page"], place)
            if read is None or read[0] == [PAGE]:
                continue
            now = read[0][0]
            assert isinstance(now, Agreement)
            said = "\n".join(read[1])
            if "There is no earlier copy" not in said:
                file = from_toml(Agreement, raw, PAGE_FILE).value
                assert lost(PAGE, now) == []
                assert unsaid(PAGE, file, said) == []
                assert list(unsaid_rows(file, now, said)) == []
                compared += 1
                continue
            alone += 1
            assert "agreement.toml was changed outside couplekit." in said
            assert "every signal on it counts, and none is about to leave." in said
            for name, signal in PAGE.signals.items():
                for medium in MEDIA:
                    assert len(now.signals[name].ways(medium, TODAY)) >= len(signal.ways(medium, TODAY))
                assert not now.signals[name].leaving
            days = {id: said_on_each_day(row) for id, row in now.boundaries.items()}
            assert "open" not in {level for said in days.values() for level in said}
            assert sum(set(said) == {"limit"} for said in days.values()) >= LIMITS
    assert compared
    assert alone
