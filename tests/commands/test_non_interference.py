"""Until the two read together, nothing that one of them can see depends on what the other one said alone.

Limits are left out of what is said here: they are shown, and seen to be somebody's, on purpose.
"""

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keyboard import ITEMS, ORIGIN, PASSPHRASES, Device, Said, Somebody
from storage_samples import page

from bar_table import times
from couplekit.commands.agreement import show_changes
from couplekit.commands.answering import hold_round
from couplekit.commands.boundaries import show, take_off
from couplekit.commands.home import home_screen
from couplekit.commands.show import page_blocks
from couplekit.content.boundaries import areas
from couplekit.domain.agreement import Agreement
from couplekit.domain.boundaries import Boundary, Lists
from couplekit.domain.listed import asking, listed, rows_behind
from couplekit.domain.private import PRIVATE, Private, as_seen_by, having_seen
from couplekit.domain.ratchet import readings, with_turn_ended
from couplekit.domain.rounds import Answer, Turn, after_round, turn_mark
from couplekit.storage.pages import to_toml

BEGIN, TODAY = date(2026, 11, 2), date(2026, 12, 5)
AREAS = areas()
#: Everything but a limit.
ANSWER: st.SearchStrategy[Answer] = st.sampled_from(["wanted", "fine", "talk", "no"])
KEYS = [
    "holding-hands",
    "hug-hello",
    "hand-on-shoulder-giving",
    "hand-on-shoulder-receiving",
    "kiss-on-the-lips",
    "sitting-close",
]
ROWS = ["holding-hands", "hug-hello", "hand-on-shoulder-from-a", "hand-on-shoulder-from-b"]
NOTE = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=200)
ADDED = st.lists(st.sampled_from([area.id for area in AREAS[1:]]), max_size=3, unique=True)


# -- the rules, and what is written to the disk --------------------------------------------------------------


@st.composite
def turns(draw: st.DrawFn) -> Turn | None:
    """Whatever one of the two may have said alone by now: nothing yet, a part, all, or all and handed in."""
    said = draw(st.none() | st.dictionaries(st.sampled_from(KEYS), ANSWER))
    if said is None:
        return None
    done = draw(st.booleans())
    return Turn(round=1, day=TODAY, done=done, asked=KEYS, answers=said, areas=draw(ADDED))


@st.composite
def pages(draw: st.DrawFn) -> Agreement:
    """A page after one reading, with something taken off or nothing."""
    rows = {}
    for row in ROWS:
        rows[row] = after_round(
            Boundary(), draw(ANSWER), draw(ANSWER | st.just("limit")), today=BEGIN, last_day=BEGIN
        )
        if draw(st.booleans()):
            rows[row] = rows[row].model_copy(update={"narrowed": {"k1": "none"}})
    lists = Lists(origin=ORIGIN, readings=1, areas=[AREAS[0].id])
    return page(boundaries=rows, lists=lists, changed=BEGIN)


@settings(max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
@given(now=pages(), turn=turns(), other=turns(), notes=st.dictionaries(st.sampled_from(KEYS), NOTE))
def test_what_one_said_changes_nothing_that_the_other_is_asked_or_shown(
    now: Agreement, turn: Turn | None, other: Turn | None, notes: dict[str, str]
) -> None:
    """The page, its file, its readings and the questions of a round are the same, whatever somebody said."""
    items = listed(AREAS, now.lists)

    def seen(private: Private) -> object:
        """What the other one has to look at after this one handed in, or did not."""
        there = now
        if private.turn is not None and private.turn.done:
            keys = rows_behind(items.values(), "b")
            there = with_turn_ended(keys, private.turn, turn_mark(1, "k9"))(there)
        mine = as_seen_by(having_seen(Private(), now), {}, "k8")(there)
        return to_toml(there), readings(there, TODAY), asking(there, AREAS, items, TODAY), mine

    assert seen(Private(turn=turn, notes=notes)) == seen(Private(turn=other))


@cache
def locked_home() -> Path:
    """A home in which both have a private part, and one round was read."""
    device = Device(Path(tempfile.mkdtemp()) / "home", BEGIN).begin().lock()
    device.round(dict.fromkeys(KEYS, "wanted"), {**dict.fromkeys(KEYS, "fine"), "hug-hello": "talk"})
    device.day = TODAY
    for side in ("a", "b"):
        device.looks(side)
    return device.path


def fresh(folder: Path) -> Device:
    """A copy of that home."""
    shutil.copytree(locked_home(), folder / "home")
    return Device(folder / "home", TODAY)


def outside(device: Device) -> dict[str, object]:
    """What anybody sees of the files who cannot open the other one's part: bytes, names and sizes."""
    found: dict[str, object] = {"files": device.home.files()}
    for path in sorted(device.path.rglob("*")):
        name = path.relative_to(device.path).as_posix()
        if path.is_file():
            raw = path.read_bytes()
            found[name] = size_of(raw) if name.startswith("drawers/b") else raw
    return found


def size_of(sealed: bytes) -> int:
    """The size of a locked file without its first lines: age puts something of a random length there."""
    return len(sealed.partition(b"\n--- ")[2])


@settings(max_examples=times(1000), suppress_health_check=[HealthCheck.too_slow])
@given(
    turn=turns(),
    notes=st.dictionaries(st.sampled_from(KEYS), NOTE),
    said=st.dictionaries(st.sampled_from(KEYS), ANSWER),
)
def test_what_is_kept_in_a_private_part_is_not_seen_from_outside(
    turn: Turn | None, notes: dict[str, str], said: dict[str, Answer]
) -> None:
    """Whatever is in it, a private part has files of one size and of the same names, and no other changes."""
    with folder() as here, folder() as there:
        one, two = fresh(here), fresh(there)
        kept = one.private("b")
        one.drawer("b").save(PRIVATE, kept.model_copy(update={"turn": turn, "notes": notes, "answers": said}))
        two.drawer("b").save(PRIVATE, kept)
        assert outside(one) == outside(two)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder of its own, for as long as it is looked at."""
    with tempfile.TemporaryDirectory() as path:
        yield Path(path)


# -- the real commands ---------------------------------------------------------------------------------------

WAYS = st.sampled_from(["hand-in", "keep-back", "stop", "withdraw", "hand-in"])


@st.composite
def evenings(draw: st.DrawFn) -> tuple[Said, str, str, int]:
    """What the other one does alone on an evening: answers, how it ends, a note, and after which screen."""
    said = {key: draw(ANSWER) for key in KEYS}
    return said, draw(WAYS), draw(NOTE), draw(st.integers(4, 10))


def spends(device: Device, evening: tuple[Said, str, str, int]) -> None:
    """The other one spends that evening, alone with the screen."""
    said, way, note, stops = evening
    knows = {"b": PASSPHRASES["b"]}
    picks = ("b", "yes", *(("hand-in",) if way == "withdraw" else (way,)))
    somebody = Somebody({"b": said}, picks, knows, stops=stops if way == "stop" else 0, types=note)  # type: ignore[arg-type]
    device.run(lambda: hold_round(device), somebody)
    if way == "withdraw":
        device.turn("b", said, "withdraw")


#: What the first one can do before the two read together. A turn of their own is the last of it.
LOOKS: dict[str, Callable[[Device], object]] = {
    "home": home_screen,
    "boundaries": show,
    "agreement": lambda device: device.show(page_blocks(device, device.agreement)),
    "changes": show_changes,
    "off": lambda device: take_off(device, device.somebody),
    "answer": hold_round,
    "read": hold_round,
}
PICKS = {
    "home": ("leave",),
    "boundaries": ("a",),
    "changes": ("a",),
    "off": ("nothing",),
    "answer": ("a", "yes", "hand-in"),
    "read": ("read",),
}


def seen_by_the_first(device: Device) -> list[object]:
    """Every screen, every line and every byte that the first one comes by, with what they themselves say."""
    seen: list[object] = [outside(device)]
    for name, look in LOOKS.items():
        said: Mapping[str, str] = dict.fromkeys(KEYS, "fine")
        somebody = Somebody({"a": said}, PICKS.get(name, ()), {"a": PASSPHRASES["a"]})
        with drawn_alike():
            told = device.run(lambda look=look: look(device), somebody)  # type: ignore[misc]
        seen.append((name, told, somebody.shown))
    # One's own part is locked anew with each save; what is in it is looked at, and not its bytes.
    left = {name: value for name, value in outside(device).items() if not name.startswith("drawers/a")}
    return [*seen, left, device.private("a")]


@contextmanager
def drawn_alike() -> Iterator[None]:
    """Random names that are the same each time: how many were drawn before tells nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("secrets.choice", random.Random(1).choice)
        yield


@settings(max_examples=times(160), suppress_health_check=list(HealthCheck))
@given(one=evenings(), two=evenings(), late=st.booleans())
def test_no_screen_of_the_first_depends_on_the_evening_of_the_second(
    one: tuple[Said, str, str, int], two: tuple[Said, str, str, int], late: bool
) -> None:
    """Every screen, file, name and size is the same for the first, whatever the second said alone."""
    with folder() as here, folder() as there:
        found = []
        for device, evening in ((fresh(here), one), (fresh(there), two)):
            spends(device, evening)
            device.day += timedelta(days=2 * late)
            found.append(seen_by_the_first(device))
        assert found[0] == found[1]


def test_limits_are_what_is_seen(tmp_path: Path) -> None:
    """Without that, the comparison above would show nothing: a limit is seen on the page at once."""
    one, two = fresh(tmp_path / "1"), fresh(tmp_path / "2")
    spends(one, (dict.fromkeys(KEYS, "no"), "hand-in", "x", 0))
    spends(two, ({**dict.fromkeys(KEYS, "no"), "hug-hello": "limit"}, "hand-in", "x", 0))
    assert seen_by_the_first(one) != seen_by_the_first(two)
    assert two.levels()["hug-hello"] == "limit"


@settings(max_examples=times(160), suppress_health_check=list(HealthCheck))
@given(
    one=st.fixed_dictionaries(dict.fromkeys(KEYS, ANSWER)),
    two=st.fixed_dictionaries(dict.fromkeys(KEYS, ANSWER)),
)
def test_in_one_sitting_the_second_sees_the_same(one: Said, two: Said) -> None:
    """Without private parts too: up to the reading every screen of the second is the same."""
    found = []
    for said in (one, two):
        with folder() as here, drawn_alike():
            device = Device(here / "home", TODAY).begin()
            somebody = Somebody({"a": said, "b": dict.fromkeys(KEYS, "no")})
            device.holds(somebody)
            hand_overs = [
                n for n, prompt in enumerate(somebody.shown) if prompt.title == "For one of you alone"
            ]
            titles = [prompt.title for prompt in somebody.shown]
            ends = titles.index("For both of you again")
            found.append(somebody.shown[hand_overs[1] : ends])
    assert found[0] == found[1]
    assert len(found[0]) > len(ITEMS)
