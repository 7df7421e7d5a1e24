"""Hostile files: whatever lies in the home folder, it is read or refused in words, and soon.

They are read in a process of their own (reader.py). The system ends it when it works for too long, so a
file that hangs a reader ends the test; no clock is waited for.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from our_files import KINDS, furnished

import bar_table
from bar_table import Reached, times
from couplekit.reading import LARGE, SMALL, Limits

if TYPE_CHECKING:  # it needs POSIX
    from reader import Came

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the limits of a process need POSIX")

#: Seconds after which a reader that waits for something, and so uses no time of its own, is given up.
GIVEN_UP_AFTER = 600
#: Two at a time: one processor each on a small machine.
AT_A_TIME = 2

Task = list[Any]


class Apart(NamedTuple):
    """What came of tasks in a process of their own, and the most memory that one of these processes used."""

    came: "list[Came]"
    peak: float

    @property
    def slowest(self) -> float:
        """The seconds of work that the slowest single reading took."""
        return max(came["slowest"] for came in self.came)

    def numbers(self, files: int, tasks: Sequence[Task]) -> dict[str, float]:
        """What a bar asks for. Whatever came beside a value and a refusal in words is printed."""
        other = [
            f"{Path(str(task[1])).name}: {what}"
            for task, came in zip(tasks, self.came, strict=True)
            for what in came["other"]
        ]
        print(*other, sep="\n")
        return {"files": files, "other errors": len(other), "slowest, s": self.slowest, "peak, MB": self.peak}


def read_apart(tasks: Sequence[Task]) -> Apart:
    """Do tasks of reader.py in two processes, every other one in the second."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        halves = list(pool.map(_read_in_one, [tasks[start::AT_A_TIME] for start in range(AT_A_TIME)]))
    came: list[Came] = []
    for number in range(len(tasks)):
        came.append(halves[number % AT_A_TIME].came[number // AT_A_TIME])
    return Apart(came, max(half.peak for half in halves))


def _read_in_one(tasks: Sequence[Task]) -> Apart:
    # Nothing of what a measuring of coverage sets comes along: it would be measured with the reading.
    done = subprocess.run(
        [sys.executable, "-S", Path(__file__).with_name("reader.py"), os.pathsep.join(sys.path)],
        check=False,
        env={"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
        input="".join(json.dumps(task) + "\n" for task in tasks),
        capture_output=True,
        text=True,
        timeout=GIVEN_UP_AFTER,
    )
    *came, peak = done.stdout.splitlines() or [""]
    if done.returncode:
        ended = tasks[len(done.stdout.splitlines())]
        pytest.fail(f"the reader did not come back from {ended} ({done.returncode}): {done.stderr[-2_000:]}")
    return Apart([json.loads(line) for line in came], float(peak))


# The collection of toml-test

#: Sound files of the collection that are past our own limits. This list may get shorter, never longer.
BEYOND_OUR_LIMITS = {
    "valid/comment/after-literal-no-ws.toml",  # infinite, and not a number
    "valid/float/inf-and-nan.toml",
    "valid/spec-1.0.0/float-2.toml",
    "valid/inline-table/key-dotted-02.toml",  # too deep
}
_OUR_LIMITS = ("an ordinary number was expected", "at most 8 deep were expected")


def _collection() -> Path | None:
    """The folder of toml-test: named by the environment, or in a `data` folder beside the checkout."""
    named = os.environ.get("COUPLEKIT_CONFORMANCE")
    root = Path(__file__).parents[2]
    found = [Path(named) / "toml-test"] if named else sorted(root.parent.glob("*/data/toml-test"))
    return next((folder / "tests" for folder in found if (folder / "tests").is_dir()), None)


def test_every_file_of_the_toml_test_collection(bar: Reached) -> None:
    """Each file of the collection is read as its version of TOML wants it, or refused in words."""
    folder = _collection()
    if folder is None:
        pytest.skip("not run: no toml-test collection here")
    files = sorted(folder.glob("*valid/**/*.toml"))
    listed = {
        version: set((folder / f"files-toml-{version}").read_text("utf-8").split())
        for version in ("1.0.0", "1.1.0")
    }
    tasks: list[Task] = [[how, str(path)] for path in files for how in ("parse", "models")]
    apart = read_apart(tasks)
    beyond = set()
    for path, came in zip(files, apart.came[::2], strict=True):
        name = path.relative_to(folder).as_posix()
        if name.startswith("valid/") and name in listed["1.0.0"] and came["refused"]:
            beyond.add(name)
            assert any(words in said for words in _OUR_LIMITS for said in came["said"]), name
        # What 1.0 refuses and 1.1 takes is taken: our reader knows 1.1.
        if name.startswith("invalid/") and name in listed["1.1.0"]:
            assert came["refused"], name
    assert beyond <= BEYOND_OUR_LIMITS
    bar("hostile files, toml-test", apart.numbers(len(files), tasks))


# Our own

#: What makes a file: from the text of a sound one, and the limits of its kind.
Maker = Callable[[bytes, Limits], bytes]


def _many(unit: Callable[[int], str], count: int, size: int) -> bytes:
    """So many different small things, as far as the size allows."""
    made, room = [], size
    for number in range(count):
        made.append(unit(number).encode())
        room -= len(made[-1])
        if room < 0:
            break
    return b"".join(made[:-1])


def _in(sound: bytes, line: str) -> bytes:
    """A sound file with a line put where keys at the top stand."""
    head, _, rest = sound.partition(b"\nformat = 1\n")
    return head + b"\n" + line.encode() + b"\nformat = 1\n" + rest


def _with(sound: bytes, old: str, new: str) -> bytes:
    """A sound file with one text in place of another."""
    assert old.encode() in sound, old
    return sound.replace(old.encode(), new.encode())


def _deep(open_: str, close: str, depth: int) -> bytes:
    return f"a = {open_ * depth}1{close * depth}\n".encode()


def _dotted(parts: int, limits: Limits, end: str = "= 1") -> bytes:
    """Keys of so many parts, as many of them as the dots that are allowed are enough for."""
    dots = ".".join(["a"] * (parts - 1))
    return _many(lambda number: f"{dots}.b{number} {end}\n", limits.dots // (parts - 1), limits.size)


def _under(header: str, unit: Callable[[int], str], marks: int, limits: Limits) -> bytes:
    """A table, and as many keys in it as the limits let through."""
    return f"{header}\n".encode() + _many(unit, limits.marks // marks - 9, limits.size - len(header) - 9)


LONG_HEADER = ".".join(["a"] * 999)

#: Made to keep a reader busy, or to fill its memory. Each is as large as the limits let it be, or larger.
HEAVY: dict[str, Maker] = {
    "one key of 30,000 dots": lambda _, limits: b"a." * 30_000 + b"a = 1",
    "one key of 60,000 dots": lambda _, limits: b"a." * 60_000 + b"a = 1",
    "keys of 999 parts": lambda _, limits: _dotted(999, limits),
    "keys of 999 parts that hold lists": lambda _, limits: _dotted(999, limits, "= []"),
    "keys of 30 parts without end": lambda _, limits: _many(
        ("a." * 29 + "b{:x}=[]\n").format, limits.marks // 2 - 9, limits.size
    ),
    "keys of 30 parts that hold lists": lambda _, limits: _dotted(30, limits, "= []"),
    "a table of 999 parts with many keys": lambda _, limits: _under(
        f"[{LONG_HEADER}]", "{:x}=[]\n".format, 2, limits
    ),
    "records of 999 parts with many keys": lambda _, limits: _under(
        f"[[{LONG_HEADER}]]", "{:x}=0\n".format, 1, limits
    ),
    "a table of 8 parts with many keys": lambda _, limits: _under(
        "[a.b.c.d.e.f.g.h]", "{:x}=[]\n".format, 2, limits
    ),
    "a table of 8 parts with keys of 30": lambda _, limits: (
        b"[a.b.c.d.e.f.g.h]\n" + _dotted(30, limits, "=[]")
    ),
    "inline keys of 999 parts": lambda _, limits: (
        b"a = {" + b", ".join(_dotted(999, limits).splitlines()[:-1]) + b"}"
    ),
    "keys without end": lambda _, limits: _many("{:x}=0\n".format, limits.size, limits.size),
    "keys up to the limit": lambda _, limits: _many("{:x}=0\n".format, limits.marks - 9, limits.size),
    "keys up to the limit and a slip": lambda _, limits: (
        _many("{:x}=0\n".format, limits.marks - 9, limits.size - 9) + b"x = "
    ),
    "unknown keys up to the limit": lambda _, limits: _many(
        "{:x}=0\n".format, limits.values - 9, limits.size
    ),
    "a mixture of all that takes long": lambda _, limits: (
        _many("{:x}=0\n".format, limits.values - 999, limits.size // 3)
        + b"#\n" * ((limits.marks - limits.values) // 2)
        + _many(("t{}='" + "# x" * 1_300 + "'\n").format, 500, limits.size // 3)
        + _many(('e{}="' + "\\n" * 3_900 + '"\n').format, 500, limits.size // 4)
    ),
    "keys that look like ours": lambda _, limits: _many(
        "signals{}=0\n".format, limits.values - 9, limits.size
    ),
    "tables without end": lambda _, limits: _many("[{:x}]\n".format, limits.size, limits.size),
    "tables up to the limit": lambda _, limits: _many("[{:x}]\n".format, limits.marks // 2 - 9, limits.size),
    "tables up to the limit and a slip": lambda _, limits: (
        _many("[{:x}]\n".format, limits.marks // 2 - 9, limits.size - 9) + b"[x"
    ),
    "records up to the limit": lambda _, limits: _many(
        lambda _: "[[a]]\n", limits.marks // 3 - 9, limits.size
    ),
    "a list without end": lambda _, limits: b"a = [" + b"0," * (limits.size // 2 - 9) + b"]",
    "a list up to the limit": lambda _, limits: (
        b"a = [" + b"0," * min(limits.marks - 9, limits.size // 2 - 9) + b"]"
    ),
    "lists in a list": lambda _, limits: (
        b"a = [" + b"[],".ljust(3) * min(limits.marks // 2 - 9, limits.size // 3 - 9) + b"]"
    ),
    "tables in a list": lambda _, limits: (
        b"a = [" + b"{a=0}," * min(limits.marks // 2 - 9, limits.size // 6 - 9) + b"]"
    ),
    "lists in an inline table": lambda _, limits: (
        b"a = {" + _many("{:x}=[],".format, limits.marks // 2 - 9, limits.size - 9) + b"}"
    ),
    "many lists 400 deep": lambda _, limits: (
        b"a = ["
        + (b"[" * 400 + b"]" * 400 + b",") * min(limits.marks // 401 - 1, limits.size // 801 - 1)
        + b"]"
    ),
    "many tables 400 deep": lambda _, limits: (
        b"a = ["
        + (b"{a=" * 400 + b"0" + b"}" * 400 + b",") * min(limits.marks // 401 - 1, limits.size // 1700)
        + b"]"
    ),
    "lists 500 deep": lambda _, limits: _deep("[", "]", 500),
    "lists 100,000 deep": lambda _, limits: _deep("[", "]", 100_000),
    "one line of 32,000": lambda _, limits: b"a = " + b"9" * 31_996,
    "lines of 32,000": lambda _, limits: (b'"' + b"\\\\" * 15_996 + b'" = 1\n') * (limits.size // 32_000),
    "texts of 32,000 with escapes": lambda _, limits: _many(
        ('a{} = "' + "\\n" * 15_900 + '"\n').format, limits.marks, limits.size
    ),
    "lines of closing brackets": lambda _, limits: (
        (b"a = 1" + b"]}" * 15_990 + b"\n") * (limits.size // 32_000)
    ),
    "lists without end": lambda _, limits: b"a = " + b"[" * (limits.size - 9),
    "tables 500 deep": lambda _, limits: _deep("{a = ", "}", 500),
    "tables 100,000 deep": lambda _, limits: _deep("{a=", "}", min(100_000, limits.size // 4 - 9)),
    "closing brackets": lambda _, limits: b"a = 1" + b"]}" * (limits.size // 2 - 9),
    "a number of 5,000 digits": lambda _, limits: b"a = " + b"9" * 5_000,
    "a number as large as the file": lambda _, limits: b"a = " + b"9" * (limits.size - 9),
    "a hexadecimal number as large as the file": lambda _, limits: b"a = 0x" + b"f" * (limits.size - 9),
    "numbers of 4,000 digits": lambda _, limits: (
        b"a = [" + (b"9" * 4_000 + b",") * (limits.size // 4_001 - 1) + b"]"
    ),
    "a fraction as large as the file": lambda _, limits: b"a = 0." + b"9" * (limits.size - 9),
    "an exponent as large as the file": lambda _, limits: b"a = 1e" + b"9" * (limits.size - 9),
    "one key of 250 kB": lambda _, limits: b"a" * 250_000 + b" = 1",
    "one quoted key as large as the file": lambda _, limits: (
        b'"' + b"\\\\" * (limits.size // 2 - 9) + b'" = 1'
    ),
    "one text of 250 kB": lambda _, limits: b'a = "' + b"x" * 250_000 + b'"',
    "one text as large as the file": lambda _, limits: b'a = "' + b"x" * (limits.size - 9) + b'"',
    "escapes": lambda _, limits: b'a = "' + b"\\n" * (limits.size // 2 - 9) + b'"',
    "escapes in a wide text": lambda _, limits: 'a = "🌷'.encode() + b"\\n" * (limits.size // 2 - 9) + b'"',
    "a text without end": lambda _, limits: b'a = "' + b"\\\\" * (limits.size // 2 - 9),
    "a long text without end": lambda _, limits: b'a = """' + b'""x' * (limits.size // 3 - 9),
    "a long literal text without end": lambda _, limits: (
        b"a = '''" + b"''x\n" * min(limits.size // 4 - 9, limits.marks - 9)
    ),
    "one comment as large as the file": lambda _, limits: b"#" * limits.size,
    "comments up to the limit": lambda _, limits: b"#\n" * min(limits.marks - 9, limits.size // 2),
    "comments and a slip": lambda _, limits: b"#\n" * min(limits.marks - 9, limits.size // 2 - 9) + b"x",
    "slips on every line": lambda _, limits: b"=\n" * min(limits.marks - 9, limits.size // 2),
    "curly quotes on every line": lambda _, limits: _many("k{}=“a”\n".format, limits.marks - 9, limits.size),
    "the same key on every line": lambda _, limits: b"a=0\n" * min(limits.marks - 9, limits.size // 4),
    "spaces": lambda _, limits: b" " * limits.size,
    "line ends": lambda _, limits: b"\n" * limits.size,
    "a key with spaces between its dots": lambda _, limits: (b"a" + b" " * 99 + b".") * (limits.size // 101),
    "larger than it may be": lambda sound, limits: sound + b"#" * limits.size,
}

#: Made to be taken for something else, or to bring out what no reader thought of.
STRANGE: dict[str, Maker] = {
    "empty": lambda _, limits: b"",
    "a byte-order mark alone": lambda _, limits: b"\xef\xbb\xbf",
    "comments alone": lambda _, limits: b"# canary\n" * 9,
    "zeros, as a crash leaves them": lambda sound, limits: bytes(len(sound)),
    "zeros behind a sound half": lambda sound, limits: sound[:400] + bytes(400),
    "UTF-16 with a mark": lambda sound, limits: sound.decode().encode("utf-16"),
    "UTF-16 without a mark": lambda sound, limits: sound.decode().encode("utf-16-le"),
    "UTF-32": lambda sound, limits: sound.decode().encode("utf-32"),
    "Latin-1": lambda sound, limits: sound.decode().encode("latin-1", "replace") + "# é".encode("latin-1"),
    "a byte-order mark in the middle": lambda sound, limits: sound[:300] + b"\xef\xbb\xbf" + sound[300:],
    "a byte-order mark before a key": lambda sound, limits: _in(sound, '\ufeffcanary = "canary"'),
    "two byte-order marks": lambda sound, limits: b"\xef\xbb\xbf\xef\xbb\xbf" + sound,
    "half a character at the end": lambda sound, limits: sound + b"# \xf0\x9f\x8c",
    "an escape for half a character": lambda sound, limits: _in(sound, 'canary = "\\ud83c canary"'),
    "an escape beyond all characters": lambda sound, limits: _in(sound, 'canary = "\\U0011ffff"'),
    "half a character in bytes": lambda sound, limits: sound + b"# \xed\xa0\x80",
    "a NUL in an escape": lambda sound, limits: _in(sound, '"canary\\u0000" = "canary\\u0000"'),
    "a NUL": lambda sound, limits: _in(sound, 'canary = "\0"'),
    "controls in keys": lambda sound, limits: _in(sound, '"\\u001b[31mcanary\\u0007\\u009b" = 1'),
    "controls in values": lambda sound, limits: _with(sound, '"en"', '"\\u001b]0;canary\\u0007\\u009b2J"'),
    "escape sequences as they are": lambda sound, limits: _in(sound, 'canary = "\x1b[2J"'),
    "direction marks in keys": lambda sound, limits: _in(sound, '"\u202ecanary\u2066" = "\u202e"'),
    "direction marks in values": lambda sound, limits: _with(sound, '"en"', '"\u202ene\u2069"'),
    "keys like markup": lambda sound, limits: _in(sound, '"[bold red]canary[/]" = "<b>canary</b>"'),
    "keys like a web page": lambda sound, limits: _in(sound, "\"<script>canary('x')</script>\" = 1"),
    "keys like places to fill in": lambda sound, limits: _in(
        sound, '"{name} %s canary" = "{0.__class__} %n"'
    ),
    "a line end in a key": lambda sound, limits: _in(sound, '"canary\\ncanary" = 1'),
    "an empty key": lambda sound, limits: _in(sound, '"" = "canary"'),
    "keys of the language": lambda sound, limits: _in(sound, '__class__ = "canary"\n__init__.canary = 1'),
    "a text whose end is missing": lambda sound, limits: _with(sound, '"en"', '"canary'),
    "a long text whose end is missing": lambda sound, limits: _with(sound, '"en"', '"""canary'),
    "a long literal text whose end is missing": lambda sound, limits: _with(sound, '"en"', "'''canary"),
    "line ends of an old kind": lambda sound, limits: sound.replace(b"\n", b"\r"),
    "line ends of Windows": lambda sound, limits: sound.replace(b"\n", b"\r\n"),
    "line ends of all kinds": lambda sound, limits: sound.replace(b"\n\n", b"\r\n\n\r"),
    "line ends of other scripts": lambda sound, limits: sound.replace(b"\n", "\u2028\x85".encode()),
    "a key twice": lambda sound, limits: _in(sound, "format = 1 # canary"),
    "a table twice": lambda sound, limits: sound + b"\n[seal]\n",
    "a table over a key": lambda sound, limits: sound + b"\n[format.canary]\n",
    "a key over a table": lambda sound, limits: _in(sound, "seal.values.canary = 1"),
    "a table after its parts": lambda sound, limits: sound + b"\n[a.canary]\n[a]\n[a.canary]\n",
    "a day beyond the month": lambda sound, limits: _in(sound, "changed = 2026-02-30"),
    "a month beyond the year": lambda sound, limits: _in(sound, "changed = 2026-13-01"),
    "the year 0": lambda sound, limits: _in(sound, "changed = 0000-01-01"),
    "the last year": lambda sound, limits: _in(sound, "made = 9999-12-31\nnext = 9999-99-99"),
    "times that are none": lambda sound, limits: _in(
        sound, "made = 25:61:61\nnext = 2026-01-01T23:59:60+99:99"
    ),
    "times with a zone": lambda sound, limits: _in(sound, "made = 0001-01-01T00:00:00+23:59"),
    "not a number": lambda sound, limits: _with(sound, "format = 1", "format = nan"),
    "infinite": lambda sound, limits: _with(sound, "format = 1", "format = -inf"),
    "a huge number": lambda sound, limits: _with(sound, "format = 1", "format = 1e400"),
    "format true": lambda sound, limits: _with(sound, "format = 1", "format = true"),
    "format in quotes": lambda sound, limits: _with(sound, "format = 1", 'format = "1"'),
    "format 2 to the 63rd": lambda sound, limits: _with(sound, "format = 1", f"format = {2**63}"),
    "format 2 to the 62nd": lambda sound, limits: _with(sound, "format = 1", f"format = {2**62}"),
    "format -1": lambda sound, limits: _with(sound, "format = 1", "format = -1"),
    "format 0": lambda sound, limits: _with(sound, "format = 1", "format = 0"),
    "format a list": lambda sound, limits: _with(sound, "format = 1", "format = [1]"),
    "format with a fraction": lambda sound, limits: _with(sound, "format = 1", "format = 1.0"),
    "an unknown kind": lambda sound, limits: sound.replace(b'kind = "', b'kind = "canary-'),
    "a kind that is a table": lambda sound, limits: _with(
        sound, "format = 1", "format = 1\n kind.canary = 1"
    ),
    "a seal that is a list": lambda sound, limits: _in(sound.partition(b"[seal]")[0], "seal = ['canary']"),
    "a seal of records": lambda sound, limits: _with(sound, "[seal]", "[[seal]]"),
    "a seal that is a text": lambda sound, limits: _in(sound.partition(b"[seal]")[0], "seal = 'canary'"),
    "a seal of a number": lambda sound, limits: sound.partition(b"values")[0] + b"values = 7",
    "a seal that follows a list": lambda sound, limits: (
        sound.partition(b"values")[0] + b"follows = ['canary']"
    ),
    "a seal that follows other scripts": lambda sound, limits: (
        sound.partition(b"values")[0] + 'values = "ש"\nfollows = "🌷\\u0000"'.encode()
    ),
    "records where tables belong": lambda sound, limits: sound.replace(b"\n[", b"\n[[").replace(
        b"]\n", b"]]\n"
    ),
    "a list where a table belongs": lambda sound, limits: (
        sound.partition(b"\n[")[0]
        + b"\npartners = [1]\nsignals = []\nkept = [[]]\nanswers = [{}]\nevenings = [0]\n"
    ),
    "tables where texts belong": lambda sound, limits: sound.replace(b' = "', b'.canary = "'),
    "a program": lambda _, limits: Path(sys.executable).resolve().read_bytes()[: SMALL.size],
    "a packed file": lambda _, limits: b"PK\x03\x04" + bytes(range(256)) * 40,
    "a web page": lambda _, limits: b"<!doctype html>\n<html><body>canary</body></html>\n",
    "a letter": lambda _, limits: "Dear canary,\n\n“how are you?” – I'm well…\n".encode(),
}


def _no_files(path: Path, what: str, sound: bytes) -> None:
    """Put something there that is no regular file. A link leads to a sound one."""
    if what == "a link":
        target = path.parent / f"{path.name}.target"
        target.write_bytes(sound)
        path.symlink_to(target)
    elif what == "a link to itself":
        path.symlink_to(path)
    elif what == "a link to a device":
        path.symlink_to("/dev/zero")
    elif what == "a pipe":
        os.mkfifo(path)
    else:
        path.mkdir()


NO_FILES = ("a link", "a link to itself", "a link to a device", "a pipe", "a folder")


#: Where a hostile file can lie in a home, and which of our kinds it stands for there.
PLACES = (
    *((kind.where, kind.name) for kind in KINDS if kind.name != "backup"),
    ("previous/agreement.toml", "page"),
)


def _homes(
    folder: Path, sound: Path, name: str, put: Callable[[str, Path], None], few: bool
) -> Iterator[Task]:
    """Homes with a hostile file in place of one of the files that are read, or the copy of the page.

    A few of them: one place for each file, and another one for the next.
    """
    number = sum(map(ord, name)) % len(PLACES)
    for where, kind in PLACES[number : number + 1] if few else PLACES:
        place = folder / f"{name}, {where.replace('/', '-')}"
        shutil.copytree(sound, place)
        (place / "backup.toml").unlink()
        if where.startswith("previous"):  # a page edited by hand, so that the copy is looked at
            page = place / "agreement.toml"
            page.write_bytes(page.read_bytes().replace(b"tap twice", b"tap thrice"))
        (place / where).unlink()
        put(kind, place / where)
        yield ["home", str(place)]


def _hostile(folder: Path) -> tuple[int, list[Task]]:
    """Make every hostile file, and say how to read it. Returns how many kinds of them there are."""
    sound = furnished(folder / "sound")
    raws = {kind.name: (sound / kind.where).read_bytes() for kind in KINDS}
    tasks: list[Task] = []

    def made(maker: Maker, kind: str, path: Path) -> None:
        path.write_bytes(maker(raws[kind], SMALL))

    share = bar_table.one_in > 1
    for name, maker in [*HEAVY.items(), *STRANGE.items()]:
        tasks += _homes(folder, sound, name, partial(made, maker), share and name in HEAVY)
        large = folder / f"{name}, backup.toml"
        large.write_bytes(maker(raws["backup"], LARGE))
        tasks.append(["backup", str(large)])
        if not share:  # a home reads them in the same way
            small = folder / f"{name}, alone.toml"
            small.write_bytes(maker(raws["page"], SMALL))
            tasks.append(["models", str(small)])
    for name in NO_FILES:
        tasks += _homes(
            folder, sound, name, lambda kind, path, name=name: _no_files(path, name, raws[kind]), few=False
        )
        path = folder / f"{name}, backup.toml"
        _no_files(path, name, raws["backup"])
        tasks.append(["backup", str(path)])
    grown = folder / "grown.toml"
    grown.write_bytes(raws["page"])
    tasks += [["growing", str(grown)], ["models", "/dev/zero"], ["backup", "/dev/zero"]]
    return len(HEAVY) + len(STRANGE) + len(NO_FILES) + 2, tasks


#: Where even a sound page is not read without a word: as another kind, and as the copy of an edited page.
SPOILED = ("alone.toml", "previous-agreement.toml")


def test_hostile_files_of_our_own(bar: Reached) -> None:
    """Files made to hang, flood or confuse a reader are read or refused in words, one and all."""
    with TemporaryDirectory(prefix="couplekit-hostile-") as folder:
        count, tasks = _hostile(Path(folder))
        apart = read_apart(tasks)
    bar("hostile files, our own", apart.numbers(count, tasks))
    for task, came in zip(tasks, apart.came, strict=True):
        where = Path(task[1]).name
        is_sound = where.startswith("line ends of Windows, ") and not where.endswith(SPOILED)
        assert bool(came["said"]) != is_sound, f"{task[1]} was read without a word"


# Our own files, with something done to them


def test_mutated_files_of_our_own(tmp_path: Path, bar: Reached) -> None:
    """Our own files with bytes turned, cut, moved, doubled or put in are read or refused in words."""
    place = furnished(tmp_path / "home")
    each = 250
    tasks: list[Task] = [
        ["mutated", str(place), list(range(start, start + each))] for start in range(0, times(50_000), each)
    ]
    apart = read_apart(tasks)
    files = sum(came["reads"] for came in apart.came)
    refused = sum(came["refused"] for came in apart.came)
    assert files // 4 < refused < files, "the files were hardly changed, or beyond all reading"
    bar("hostile files, mutated", apart.numbers(files, tasks))
