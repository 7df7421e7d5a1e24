"""One sound file of every kind that couplekit keeps, and how each is read: what the bars of files share."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from couplekit.domain.agenda import Agenda, Topic
from couplekit.domain.agreement import Agreement, Meeting, with_meeting
from couplekit.domain.backup import Backup
from couplekit.domain.boundaries import Boundary, Lists
from couplekit.domain.checkin import Draft, Record
from couplekit.domain.model import Model
from couplekit.domain.people import Partners, Person
from couplekit.domain.signals import Signal
from couplekit.domain.state import State
from couplekit.storage.backup import read_backup, write_backup
from couplekit.storage.home import Home

TODAY = date(2026, 11, 21)
#: A word of theirs. Nothing that couplekit says may hold it.
CANARY = "canary"

_TULIPS = 'Tulips 🌷 on the table, and Bo\'s "grand" entrance [with mud]. Canary. C:\\music. '
_SEA = "La mer, l'été; שלום, ים. Nobody {asked}, nobody # counted: 'that' was canary-yellow.\n"

#: Rows in every state that there is: open, off, worth a talk, a limit, slept on, past its day, dropped.
_OPEN = {"level": "open", "from": date(2026, 10, 12), "until": date(2027, 1, 2), "round": 2}
_ASLEEP = {"level": "open", "from": date(2026, 11, 23), "until": date(2027, 2, 13), "round": 1}
_ROWS: dict[str, dict[str, object]] = {
    "holding-hands": {**_OPEN, "seen": ["round-0-9gv3kvmw", "t4xk2mwa"]},
    "hug-hello": _ASLEEP,
    "hand-on-shoulder-from-a": {**_OPEN, "narrowed": {"t7kq3xwm": "none", "r2hd8kmw": "talk"}},
    "hand-on-shoulder-from-b": {"level": "talk", "before": "talk", "from": date(2026, 10, 12), "round": 2},
    "hands-in-public": {"level": "limit", "before": "limit", "from": date(2026, 10, 12), "round": 1},
    "kiss-on-the-lips": {**_ASLEEP, "level": "talk", "before": "open", "until": date(2027, 1, 2)},
    "sitting-close": {**_OPEN, "until": date(2026, 11, 14)},
    "quiet-company": {"narrowed": {"x3hm7pqa": "limit"}},
    "kind-note-from-a": {**_ASLEEP, "narrowed": {"d5tz9rkb": "none"}},
    "own-k3f9-from-b": {**_OPEN, "before": "talk", "seen": ["round-1-c6qm4xhd"]},
}
_LISTS = {
    "origin": "ruad8w83shst",
    "readings": 2,
    "open-weeks": 12,
    "areas": ["everyday-affection", "restful-touch"],
    "hidden": ["kiss-on-the-cheek"],
    "renamed": {"sitting-close": "Canary on the sofa [both] 🐾", "long-hug": 'l\'étreinte, "longue"'},
    "own": {
        "own-k3f9": {"label": "Tea in bed, canary style [with {other}]", "two-sided": True},
        "own-m2x7": {"label": "ריקוד 'slow', # in the kitchen", "leads-nowhere": True},
    },
}


def _page() -> Agreement:
    """A page with something of everything: every signal, other scripts, what leaves and what has left."""
    return Agreement(
        changed=TODAY,
        partners=Partners(a=Person(name="Sam [canary] 🌷"), b=Person(name="נועה O'Neill")),
        signals={
            "stop": Signal(
                words={
                    "stop": "stop",
                    "k3f9": "canary red [stop]",
                    "k7": "rød 'nu'",
                    "k8": "اكفي الآن",
                    "x4qt": 'enough, "love" \\ assez, mon cœur',
                    "pmw2": "halt, # ehrlich; Schluß = Schluß",
                },
                signs={
                    "tap-twice": "tap twice",
                    "s2": "a hand {flat} on the heart, canary style",
                    "s7": "the lamp: on, off, on (the one we found in O'Hare)",
                    "s8": "🌷 laid on the pillow, stem to the left",
                },
                leaving={"k7": date(2026, 11, 23)},
                reply='"Thank you for telling me, canary."',
                afterwards="a quiet moment, a glass of water; l'air frais at the window, [both] if both like",
            ),
            "pause": Signal(
                words={
                    "wait": "wait",
                    "k2": "رجاءً انتظر",
                    "k4": "canary pause",
                    "b7rz": "un moment, l'amour [vraiment]",
                },
                signs={
                    "flat-hand": "a hand flat on the chest",
                    "s4": "squeeze, let go, squeeze",
                    "s9x": "two fingers on my own wrist, 'like a nurse'",
                },
                leaving={"k2": date(2026, 11, 23)},
                reply="I am here. Canary hands rest. 'Rien ne presse', nothing is to be reached tonight.",
                afterwards="stop, do something else, or go on; whoever asked for the pause says which",
            ),
            "slow": Signal(
                words={"k5": "softer 🪶", "vv3k": "lento, lentissimo, come a Sant'Angelo"},
                signs={"s5": "a stroke of the thumb", "r8jw": "my hand on yours, and less weight in it"},
                reply="Like this? Take all the time there is, and then some more of it.",
            ),
            "go": Signal(
                words={
                    "k6": "canary yes, this",
                    "h2mm": "oui, là, comme ça",
                    "t6zz": 'ja, [genau] so, "bitte"',
                },
                afterwards="whoever said it may take it back with any word, or with none",
            ),
            "ready": Signal(
                words={"nn5j": "now, if you like; later is as good"},
                signs={"s6": "a kiss on the hand"},
                reply="And I? A breath, and then my answer, whatever it is tonight.",
                afterwards="we look at one another and go on from there, or we don't",
            ),
        },
        meeting=Meeting(next=date(2026, 11, 28)),
        boundaries={id: Boundary.model_validate(row) for id, row in _ROWS.items()},
        lists=Lists.model_validate(_LISTS),
        gone=["k9", "s9", "w3hd", "zz8k", "q7pe", "c2vu", "m5ta", "e9xr", "d4gs", "y6kb"],
    )


def _record(evening: str, times: int) -> Record:
    """An evening of which both kept something, and something was taken back."""
    asked = {"glad": "What were you glad of?", "wish": "What do you wish?", "hard": "What was hard?"}
    return Record(
        evening=evening,
        guide="check-in-short",
        version=3,
        starts="b",
        asked=asked,
        kept={
            "a": {"glad": _TULIPS * times + "Oui", "hard": _SEA * times + "Enough"},
            "b": {"glad": _SEA * times + "Ja", "wish": "A walk by the canary sea,\nwith the dog [Bo]."},
            "both": {"wish": "'Canary' evenings"},
        },
        gone=["hard.b"],
    )


def _draft(evening: str, times: int) -> Draft:
    """A conversation that was broken off."""
    return Draft(
        evening=evening,
        guide="start",
        version=2,
        at="wish.b",
        asked={"glad.a": "What were you glad of?", "hard.b": "What was hard?", "wish.a": "What do you wish?"},
        answers={
            "glad.a": _TULIPS * times + "Oui",
            "hard.b": _SEA * times + "Enough",
            "wish.a": "canary 🌷",
        },
    )


def _agenda(times: int) -> Agenda:
    """What they would like to talk about, in their words and by rows of the page; and what was let go."""
    lines = ['Canary, "am Meer" [zu zweit]', "שלום, la mer # 'l'été'", "Tulips 🌷, {asked} or C:\\not"]
    topics = {
        f"t{number}k{number % 7}": Topic(says=f"{lines[number % 3]} {number}") for number in range(times)
    }
    return Agenda(topics={**topics, "w3hd": Topic(about="hug-hello")}, gone=["k9", "s9", "zz8k"])


def _state(times: int) -> State:
    """What each of them saw when they last looked."""
    rows = {f"{row}-{number}": level for number in range(times) for row, level in _SEEN.items()}
    return State.model_validate({"last-looked": {"a": {**rows, "hug-hello": "none"}, "b": rows}})


_SEEN = {"holding-hands": "open", "hands-in-public": "limit", "sitting-close": "talk", "own-k3f9": "open"}

PAGE = _page()
RECORD = _record("2026-11-14-k3f9", 8)
DRAFT = _draft("2026-11-21-x7q", 13)
AGENDA = _agenda(45)
STATE = _state(14)
BACKUP = Backup(
    made=TODAY,
    page=PAGE,
    agenda=_agenda(5),
    evenings={r.evening: r for r in (_record("2026-11-07-m2", 1), _record("2026-11-14-k3f9", 1))},
)


class Kind(NamedTuple):
    """One kind of file: where it lies, what a sound one holds, and how couplekit reads it.

    `read` gives the values that count, and everything there is to say. A value that is there without a
    word is what couplekit takes for sound.
    """

    name: str
    model: type[Model]
    where: str
    value: Model
    read: Callable[[Path], tuple[list[Model], list[str]]]


def home_at(path: Path, today: date = TODAY) -> Home:
    """The home folder in a folder of a test."""
    return Home(path, lambda: today)


def _read_page(path: Path) -> tuple[list[Model], list[str]]:
    page = home_at(path).page()
    return ([page.agreement], list(page.notices)) if page else ([], [])


def _read_records(path: Path) -> tuple[list[Model], list[str]]:
    records, problems = home_at(path).records()
    return list(records), [str(problem) for problem in problems]


def _read_drafts(path: Path) -> tuple[list[Model], list[str]]:
    drafts, problems = home_at(path).drafts()
    return list(drafts), [str(problem) for problem in problems]


def _read_backup(path: Path) -> tuple[list[Model], list[str]]:
    sheet = read_backup(path / "backup.toml")
    return [sheet.value], [] if sheet.sealed else ["The seal of the backup does not hold."]


def _read_agenda(path: Path) -> tuple[list[Model], list[str]]:
    home = home_at(path)
    return [home.agenda()], [str(problem) for problem in home.about_agenda()]


def _read_state(path: Path) -> tuple[list[Model], list[str]]:
    state, problems = home_at(path).state()
    return [state], [str(problem) for problem in problems]


KINDS = [
    Kind("page", Agreement, "agreement.toml", PAGE, _read_page),
    Kind("check-in", Record, f"check-ins/{RECORD.evening}.toml", RECORD, _read_records),
    Kind("draft", Draft, f"drafts/{DRAFT.evening}/draft.toml", DRAFT, _read_drafts),
    Kind("agenda", Agenda, "agenda.toml", AGENDA, _read_agenda),
    Kind("state", State, "state.toml", STATE, _read_state),
    Kind("backup", Backup, "backup.toml", BACKUP, _read_backup),
]
BY_NAME = {kind.name: kind for kind in KINDS}


def furnished(path: Path) -> Path:
    """A home with one file of each kind, all of them written by couplekit; a backup lies beside them."""
    home = home_at(path)
    home.create(PAGE.model_copy(update={"meeting": Meeting()}))
    home.update(with_meeting(PAGE.meeting.next))  # the second save: this page says which one it follows
    home.save_record(RECORD)
    home.save_draft(DRAFT)
    home.update_agenda(lambda _: AGENDA)
    home.update_state(lambda _: STATE)
    write_backup(path / "backup.toml", BACKUP)
    return path
