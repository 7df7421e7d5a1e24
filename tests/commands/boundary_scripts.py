"""Scripts of a round: what each of the two is asked, and what they answer there."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from commands_samples import seated
from lock_samples import PASSPHRASE

from couplekit.commands.answering import hold_round
from couplekit.commands.boundaries import PRIVATE
from couplekit.commands.context import Context
from couplekit.content.boundaries import areas
from couplekit.conversation.scripted import Scripted
from couplekit.domain.agreement import Agreement
from couplekit.domain.boundaries import Boundary, Level, Lists, Reading
from couplekit.domain.lists import Asked, asked_of
from couplekit.domain.people import Side
from couplekit.domain.private import Private
from couplekit.domain.ratchet import readings
from couplekit.storage.drawers import OpenDrawer

Script = list[tuple[str, str]]

TODAY = date(2026, 11, 21)
NAMES: dict[Side, str] = {"a": "Sam", "b": "Alex"}
OTHER: dict[Side, str] = {"a": "Alex", "b": "Sam"}
#: Every answer, as each of the two gives it.
ANSWERS = ("no", "limit", "talk", "fine", "wanted")
#: A passphrase for each: whose it is counts.
PASSPHRASES: dict[Side, str] = {"a": PASSPHRASE, "b": "green lamp by the stairs"}

AREAS = areas()
#: What is asked in a first round, in its order.
FIRST: tuple[Asked, ...] = tuple(asked for id, item in AREAS[0].item.items() for asked in asked_of(id, item))
KEYS = [asked.key for asked in FIRST]

HAND_IN: Script = [("Before you hand this in", "hand-in")]
TOGETHER: Script = [("For both of you again", ""), ("What came of it", "")]
NO_TOPIC: Script = [("list of things to talk about", "turn-none")]


def words(asked: Asked, side: Side) -> str:
    """How one thing of our lists is asked of one person."""
    item = next(area.item[asked.item] for area in AREAS if asked.item in area.item)
    text = {"giving": item.giving, "receiving": item.receiving}.get(asked.part) or item.label
    return text.replace("{other}", OTHER[side])


def every(*ids: str) -> tuple[Asked, ...]:
    """What is asked of all items of some areas."""
    return tuple(
        asked
        for area in AREAS
        if area.id in ids
        for id, item in area.item.items()
        for asked in asked_of(id, item)
    )


def screens(side: Side, answers: Mapping[str, str], asked: Sequence[Asked] = FIRST) -> Script:
    """The questions of one turn. What is not among the answers is left out."""
    return [(words(one, side), answers.get(one.key, "/skip")) for one in asked]


def turn(
    side: Side,
    answers: Mapping[str, str] | None = None,
    *,
    asked: Sequence[Asked] = FIRST,
    bring: str = "",
    brought: Script | None = None,
    more: str = "areas-none",
    end: Script = HAND_IN,
) -> Script:
    """One whole turn. `bring` are limits to answer anew, where there are any; `more` are further areas."""
    return [
        (f"A few questions for {NAMES[side]}, alone", ""),
        ("Before you answer", ""),
        *screens(side, answers or {}, asked),
        *([("Not for us, up to now", bring)] if bring else []),
        *([("other things you would like to be asked", more)] if more else []),
        *(brought or []),
        *end,
    ]


def locked_turn(side: Side, answers: Mapping[str, str] | None = None, **more: object) -> Script:
    """One whole turn of somebody with a private part: the screen is handed over for the passphrase."""
    return [*opening(side), *turn(side, answers, **more)[1:]]  # type: ignore[arg-type]


def opening(side: Side) -> Script:
    """The passphrase of one of the two."""
    return [(f"A few screens for {NAMES[side]}, alone", ""), ("Type the passphrase", PASSPHRASES[side])]


def held(context: Context, script: Script) -> Scripted:
    """Hold a round by this script, to its end."""
    return seated(context, script, hold_round)


def come_to(one: str, two: str) -> Level:
    """What two answers come to, as docs/consent.md has it."""
    if "limit" in (one, two):
        return "limit"
    if "no" in (one, two):
        return "none"
    return "talk" if "talk" in (one, two) else "open"


def expected(a: Mapping[str, str], b: Mapping[str, str], asked: Sequence[Asked] = FIRST) -> dict[str, Level]:
    """What every row comes to. Where there are two sides, one gives what the other one receives."""
    come: dict[str, Level] = {}
    for one in asked:
        giving, receiving = f"{one.item}-giving", f"{one.item}-receiving"
        if one.part == "":
            behind = {one.key: (one.key, one.key)}
        else:
            behind = {f"{one.item}-from-a": (giving, receiving), f"{one.item}-from-b": (receiving, giving)}
        for row, (mine, yours) in behind.items():
            come[row] = come_to(a.get(mine, "no"), b.get(yours, "no"))
    return come


def agreed(
    context: Context,
    a: Mapping[str, str],
    b: Mapping[str, str],
    *,
    asked: Sequence[Asked] = FIRST,
    more: Mapping[Side, str] | None = None,
    first: Side = "a",
    before: Script | None = None,
) -> Scripted:
    """A round in one sitting, read together. `more` are the further areas that each would like."""
    of = {"a": a, "b": b}
    order: tuple[Side, ...] = ("a", "b") if first == "a" else ("b", "a")
    chosen = more or {}
    both = [
        step
        for side in order
        for step in turn(side, of[side], asked=asked, more=chosen.get(side, "areas-none"))
    ]
    talks = "talk" in expected(a, b, asked).values()
    return held(context, [*(before or []), *both, *TOGETHER, *(NO_TOPIC if talks else [])])


def rows(context: Context) -> dict[str, Reading]:
    """What every row of the page says today."""
    page = context.home.page()
    assert page is not None
    return readings(page.agreement, context.today())


def levels(context: Context) -> dict[str, Level]:
    """The level of every row that is listed today."""
    return {id: said.level for id, said in rows(context).items() if said.level != "none"}


def locked(context: Context, *sides: Side) -> None:
    """Lock private parts, as they are locked before anything was said."""
    for side in sides or tuple(NAMES):
        drawer = context.home.drawer(side).lock(PASSPHRASES[side])
        drawer.save(PRIVATE, Private(rows={}))


def opened(context: Context, side: Side) -> OpenDrawer:
    """One private part, open."""
    return context.home.drawer(side).open(PASSPHRASES[side])


def private(context: Context, side: Side) -> Private:
    """What one of the two keeps about boundaries."""
    kept = opened(context, side).load(PRIVATE, Private)
    assert kept is not None
    return kept


def holds(context: Context, text: str) -> list[str]:
    """The files of the home that hold a text, in whatever way it may be written."""
    found = [text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    return [
        path.name
        for path in context.home.path.rglob("*")
        if path.is_file() and any(bytes_ in path.read_bytes() for bytes_ in found)
    ]


def row(level: Level, *, day: date = TODAY, asleep: bool = False, **more: object) -> Boundary:
    """A row of a round that was read weeks ago, or today where it is `asleep`."""
    read = day if asleep else day - timedelta(days=21)
    values = {
        "level": level,
        "from": read + timedelta(days=2),
        "until": read + timedelta(weeks=12) if level == "open" else None,
        "round": 1,
    }
    return Boundary.model_validate(values | more)


def lapsed_row() -> Boundary:
    """A row that was open, and is past its day."""
    return row("open", day=TODAY - timedelta(days=200))


def with_rows(context: Context, rows: Mapping[str, Boundary], **lists: object) -> None:
    """Put these rows on the page, as they stand after a first reading."""
    values = {"origin": "k3f9", "readings": 1, "areas": [AREAS[0].id], **lists}

    def change(page: Agreement) -> Agreement:
        return page.model_copy(update={"boundaries": dict(rows), "lists": Lists.model_validate(values)})

    context.home.update(change)


def bytes_of(home: Path) -> dict[str, bytes]:
    """Every byte of a home, by file."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and path.name != ".lock"
    }
