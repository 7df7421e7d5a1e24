"""The bars: what couplekit holds itself to, and what a run of the tests reached.

A bar is a promise with numbers. The tests in `tests/bars/` measure them and hand what they reached to the
`bar` fixture, which compares it with what is required here. The table stands at the end of a run:

    python -m pytest tests/bars              a fixed share of the many runs, as CI does it
    python -m pytest tests/bars --bars all   all of it, and docs/bars.md is written

Nothing in the table is typed by hand: what was not measured in a run reads "not run".
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

#: CI runs one in so many of the counts that are shared out.
SHARE = 10
#: What this run does: `tests/conftest.py` sets it to 1 for `--bars all`, before any test is imported.
one_in = SHARE


def times(count: int) -> int:
    """How often to do what is to be done `count` times in all: the one setting for every such count."""
    return count // one_in


class Limit(NamedTuple):
    """A number that is required: at least so much, or at most. A shared one is smaller in CI.

    `in_share` is what CI does where even the usual share would take too long.
    """

    number: int
    is_least: bool
    shared: bool = False
    in_share: int | None = None

    def now(self, one_in: int) -> int:
        """What is required of a run that does one in so many."""
        if self.in_share is not None:
            return self.number if one_in == 1 else self.in_share
        return self.number // one_in if self.shared else self.number

    def holds(self, reached: float, one_in: int) -> bool:
        """Whether a number that was reached is enough, or little enough."""
        return reached >= self.now(one_in) if self.is_least else reached <= self.now(one_in)

    def words(self, one_in: int) -> str:
        """The limit as a person reads it."""
        if self.number == 0:
            return "none"
        return f"{'at least' if self.is_least else 'at most'} {self.now(one_in):,}"


def least(number: int) -> Limit:
    """At least so much, always."""
    return Limit(number, is_least=True)


def share_of(number: int) -> Limit:
    """At least so much by hand, a fixed share of it in CI."""
    return Limit(number, is_least=True, shared=True)


def slow(number: int, *, in_share: int) -> Limit:
    """At least so much by hand, and so few in CI: each one takes seconds."""
    return Limit(number, is_least=True, in_share=in_share)


def most(number: int) -> Limit:
    """At most so much, always. `most(0)` is none at all."""
    return Limit(number, is_least=False)


class Bar(NamedTuple):
    """One row: which bar it belongs to, what is done, and what is required."""

    number: int
    what: str
    required: Mapping[str, Limit]


#: Every row, by the name that a test gives it.
BARS: dict[str, Bar] = {
    "locks, work factor": Bar(
        1,
        "keys wrapped with a passphrase, half of them on a busy machine: the work factor that was written",
        {
            "locks": slow(200, in_share=6),
            "under load": slow(100, in_share=3),
            "factors other than 18, 19 or 20": most(0),
        },
    ),
    "locks, odd factors": Bar(
        1,
        "a library that picks other factors: written again up to three times, then refused in words",
        {"runs": least(6), "weak or heavy locks made": most(0), "files left": most(0)},
    ),
    "locks, hostile files": Bar(
        1,
        "keys that ask for too much work, or are malformed, cut or foreign: refused, and nothing worked out",
        {"files": least(90), "worked out": most(0), "taken": most(0)},
    ),
    "locks, cut off": Bar(
        1,
        "the process that works a key out is short of memory, killed, says nonsense, or cannot be begun",
        {"ways": least(5), "things lost": most(0), "without a plain sentence": most(0)},
    ),
    "locks, age vectors": Bar(
        1,
        "every test vector of the age format against what we open with",
        {"vectors": least(143), "differences": most(6), "differences that are not named": most(0)},
    ),
    "stock age": Bar(
        2,
        "the age program opens what we write, and we open what it writes",
        {"ours, opened by age": share_of(100), "of age, opened here": share_of(100), "not opened": most(0)},
    ),
    "canary, the lock": Bar(
        3,
        "a canary in documents and in every passphrase, couplekit killed at each prompt, every file searched",
        {"prompts": least(20), "things typed": least(15), "files or screens with it": most(0)},
    ),
    "canary, boundaries": Bar(
        3,
        "a canary in what is said alone in a round: files searched at each prompt, and after a kill there",
        {"prompts": least(40), "killed": share_of(40), "files with it": most(0)},
    ),
    "saving, refused or cut off by the system": Bar(
        4,
        "every system call of a save refused, or the process killed at it, under strace",
        {
            "runs": least(100),
            "pages lost or mixed": most(0),
            "files others can read": most(0),
            "tracebacks": most(0),
            "strays after the next start": most(0),
        },
    ),
    "saving, refused or cut off anywhere": Bar(
        4,
        "every call of a save refused, or the last one made, through the layer that saves",
        {"runs": least(100), "pages lost or mixed": most(0), "strays after the next start": most(0)},
    ),
    "saving, after a power cut": Bar(
        4,
        "every state a disk can be in when the power goes at any call of a save, in a model of the worst",
        {"states": least(100), "pages lost or mixed": most(0), "acknowledged saves missing": most(0)},
    ),
    "saving, any history": Bar(
        4,
        "random histories of two windows, edits by hand, damage, faults and kills, 30 steps each",
        {"histories": share_of(500), "pages lost or mixed": most(0)},
    ),
    "saving, on a full disk": Bar(
        4,
        "a real disk that fills up while a page, an evening or a talk is saved again and again",
        {"saves refused": least(3), "pages lost or mixed": most(0)},
    ),
    "two windows, different items": Bar(
        5,
        "two processes change the page at once, 200 words and 200 rows each, never the same item",
        {"changes kept": least(800), "changes lost": most(0), "windows that ended badly": most(0)},
    ),
    "two windows, the same item": Bar(
        5,
        "two windows change the same item: the second is asked, and what narrows never is",
        {
            "pairs of changes": least(10),
            "overwritten unasked": most(0),
            "narrowings": least(100),
            "narrowings refused": most(0),
        },
    ),
    "two windows, a killed one": Bar(
        5,
        "a window is killed while it holds the lock: the next save goes through at once",
        {"windows killed": least(5), "locks left behind": most(0), "pages lost or mixed": most(0)},
    ),
    "two windows, one at a question": Bar(
        5,
        "a window saves, without waiting, at every question that another one asks a person",
        {"conversations": least(4), "saves": least(30), "saves that had to wait": most(0)},
    ),
    "damage, cut short": Bar(
        6,
        "every kind of file cut off at every byte",
        {"kinds of file": least(6), "cuts": least(4000), "accepted silently": most(0)},
    ),
    "damage, one bit": Bar(
        6,
        "single bits flipped in every kind of file",
        {"kinds of file": least(6), "flips of each": share_of(20_000), "accepted silently": most(0)},
    ),
    "damage, locked files": Bar(
        6,
        "a locked document and its key, cut off and with single bits flipped",
        {"cuts": least(900), "flips": share_of(20_000), "taken for sound": most(0)},
    ),
    "damage, what it takes away": Bar(
        6,
        "bits flipped in a page: whatever is accepted and said, every way to stop is there, no row is wider",
        {"flips": share_of(20_000), "ways lost, rows widened": most(0)},
    ),
    "hostile files, toml-test": Bar(
        7,
        "every file of the toml-test collection",
        {"files": least(777), "other errors": most(0), "slowest, s": most(1), "peak, MB": most(200)},
    ),
    "hostile files, our own": Bar(
        7,
        "files made to hang, flood or confuse a reader",
        {"files": least(20), "other errors": most(0), "slowest, s": most(1), "peak, MB": most(200)},
    ),
    "hostile files, mutated": Bar(
        7,
        "our own files with bytes changed, moved, doubled and cut at random",
        {"files": share_of(50_000), "other errors": most(0), "slowest, s": most(1), "peak, MB": most(200)},
    ),
    "messages": Bar(
        9,
        "faulty files: each message names the file, the line, the place and the way out, all faults at once",
        {"faulty files": least(130), "messages wanting": most(0), "messages with a private word": most(0)},
    ),
    "withdrawn words": Bar(
        12,
        "a word that was withdrawn, looked for in every file, and older copies brought back over it",
        {"ways to bring it back": least(6), "files with the word": most(0)},
    ),
    "widening, by the rules": Bar(
        12,
        "every row, and everything that one person can do to it, on every day after",
        {
            "combinations": least(20_000),
            "widened by one": most(0),
            "narrowings that waited": most(0),
        },
    ),
    "widening, one at the keyboard": Bar(
        12,
        "scripts of one partner alone, with all files and without the other's passphrase, both parts locked",
        {
            "scripts": least(10),
            "said to be open without a passphrase": most(0),
            "wider for the other one": most(0),
            "readings by one": most(0),
        },
    ),
    "boundaries, any history": Bar(
        12,
        "random histories of two partners on two devices: rounds, taking off, edits by hand, merges, kills",
        {
            "histories": share_of(1000),
            "of them with something open": share_of(100),
            "read wider, lost or mixed": most(0),
        },
    ),
    "terminal safety, naughty strings": Bar(
        8,
        "the Big List of Naughty Strings typed, stored, brought in and put in by hand, on every screen",
        {
            "strings": share_of(510),
            "screens": least(45),
            "drawings": share_of(100_000),
            "raw characters": most(0),
            "exceptions": most(0),
            "lost words": most(0),
            "lines too wide": most(0),
        },
    ),
    "terminal safety, sequences and markup": Bar(
        8,
        "sequences, marks and markup made for terminals and their libraries, in the same way",
        {
            "strings": least(75),
            "screens": least(45),
            "drawings": share_of(15_000),
            "raw characters": most(0),
            "exceptions": most(0),
            "lost words": most(0),
            "lines too wide": most(0),
        },
    ),
    "plain mode, every journey": Bar(
        10,
        "every journey of couplekit in plain mode, typed at 40 columns and piped at 80",
        {
            "journeys": least(130),
            "prompts": least(350),
            "escape bytes": most(0),
            "bare carriage returns": most(0),
            "lines too wide": most(0),
            "prompts that do not say what they take": most(0),
            "hints said twice": most(0),
            "marks in place of words": most(0),
        },
    ),
    "plain mode, same files": Bar(
        10,
        "the same answers by keys on a full screen and by lines in a pipe, and every file they leave",
        {"conversations": least(5), "files": least(15), "files that differ": most(0)},
    ),
    "colour": Bar(
        10,
        "NO_COLOR and FORCE_COLOR set, empty and unset, in a window and a pipe, full and plain",
        {"runs": least(190), "styles in spite of a setting": most(0), "settings taken wrongly": most(0)},
    ),
    "interruptions": Bar(
        11,
        "keys, pastes, signals, sizes and closed inputs at every kind of prompt, full screen and plain",
        {
            "combinations": share_of(350),
            "stored changes": most(0),
            "tracebacks": most(0),
            "terminals not restored": most(0),
            "wrong exit codes": most(0),
            "other screens than expected": most(0),
        },
    ),
    "leaving": Bar(
        13,
        "one key, line or signal at every kind of prompt, with a canary on the screen and half typed",
        {
            "leavings": share_of(60),
            "canaries on the screen": most(0),
            "canaries in its memory": most(0),
            "terminals not restored": most(0),
        },
    ),
    "hand-over": Bar(
        13,
        "what the first of two typed or read, looked for when the screen is the other one's",
        {
            "hand-overs": least(3),
            "canaries on the screen": most(0),
            "canaries in its memory, full screen": most(0),
        },
    ),
    "keeping nothing": Bar(
        13,
        "every conversation with --no-save: the home, the temporary folder and HOME watched",
        {"conversations": least(12), "something left": most(0), "nothing to leave": most(0)},
    ),
    "network, from below": Bar(
        14,
        "every command, a first evening and two check-ins under strace",
        {"runs": least(50), "calls beyond this computer": most(0)},
    ),
    "network, from inside": Bar(
        14,
        "the same where any use of a socket beyond this computer ends the process",
        {"runs": least(50), "uses": most(0)},
    ),
    "journeys": Bar(
        15,
        "journeys from the first key to the last line on a true terminal, with couplekit as it is installed",
        {"on the full screen": least(30), "in plain mode": least(20), "not to their end": most(0)},
    ),
}


class Reached(dict[str, Mapping[str, float]]):
    """What a run reached, row by row. `one_in` is the share of the shared counts that it ran."""

    def __init__(self, one_in: int) -> None:
        super().__init__()
        self.one_in = one_in

    def __call__(self, name: str, reached: Mapping[str, float]) -> None:
        """Note what was reached in the row `name`, and hold it against what is required."""
        assert set(reached) == set(BARS[name].required), f"the numbers of the bar {name!r} have other names"
        self[name] = reached
        missed = self.missed(name)
        assert not missed, f"bar {BARS[name].number}, {name}: " + "; ".join(missed)

    def missed(self, name: str) -> list[str]:
        """What a row fell short of, in words."""
        return [
            f"{key}: {_spoken(self[name][key])}, and {limit.words(self.one_in)} is required"
            for key, limit in BARS[name].required.items()
            if not limit.holds(self[name][key], self.one_in)
        ]

    def table(self) -> str:
        """All rows as a table in Markdown."""
        lines = ["| bar | what is done | required | reached |", "| --- | --- | --- | --- |"]
        for name, bar in BARS.items():
            required = "; ".join(f"{key}: {limit.words(self.one_in)}" for key, limit in bar.required.items())
            reached = "not run"
            if name in self:
                numbers = "; ".join(f"{key}: {_spoken(self[name][key])}" for key in bar.required)
                reached = f"{'NOT HELD' if self.missed(name) else 'held'}. {numbers}"
            lines.append(f"| **{bar.number}** {name} | {bar.what} | {required} | {reached} |")
        return "\n".join(lines)


def _spoken(number: float) -> str:
    return f"{number:,.2g}" if isinstance(number, float) else f"{number:,}"


_KEPT = Path(__file__).parent.parent / "docs" / "bars.md"
_BELOW = "<!-- the table -->\n"


def keep(reached: Reached) -> None:
    """Put what a run of all counts reached into docs/bars.md. Rows it did not measure stay as they are."""
    words, _, table = _KEPT.read_text(encoding="utf-8").partition(_BELOW)
    before = {line.split(" | ")[0]: line for line in table.splitlines()}
    now = reached.table().splitlines()
    rows = [before.get(line.split(" | ")[0], line) if line.endswith("| not run |") else line for line in now]
    _KEPT.write_text(f"{words}{_BELOW}" + "\n".join(rows) + "\n", encoding="utf-8")
