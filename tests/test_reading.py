"""Reading a TOML file: what is refused, and in which words."""

import os
import socket
import tracemalloc
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from couplekit.domain.agreement import Agreement
from couplekit.domain.checkin import Draft, Record
from couplekit.domain.guide import Guide
from couplekit.domain.model import Line, Model
from couplekit.errors import ContentProblem, CouplekitError, FileProblem
from couplekit.reading import (
    LARGE,
    LARGEST,
    SMALL,
    Limits,
    as_model,
    comments_in,
    parse,
    plain_reason,
    read_bytes,
)

CANARY = "canary-tulip"


def told(text: str, model: type[Model] = Agreement) -> str:
    """The message that a text gets when it is read as `model`."""
    with pytest.raises(FileProblem) as caught:
        as_model(model, parse(text.encode(), "page.toml")[1], text=text, name="page.toml")
    return str(caught.value)


# Bytes


def test_a_regular_file_is_read_whole(tmp_path: Path) -> None:
    """What a regular file holds comes back, up to the limit and at it."""
    path = tmp_path / "page.toml"
    path.write_bytes(b"x" * LARGEST)
    assert read_bytes(path) == b"x" * LARGEST


@pytest.mark.parametrize(
    ("limits", "said", "size"),
    [
        (SMALL, "256 KiB", LARGEST + 1),
        (SMALL, "256 KiB", 50_000_000),
        (LARGE, "4 MiB", LARGE.size + 1),
        (LARGE, "4 MiB", 50_000_000),
    ],
)
def test_a_large_file_is_refused_unread(tmp_path: Path, limits: Limits, said: str, size: int) -> None:
    """A file past its limit is refused without its content coming into memory, and told that limit."""
    path = tmp_path / "page.toml"
    with path.open("wb") as file:
        file.truncate(size)
    tracemalloc.start()
    with pytest.raises(FileProblem, match=rf"page\.toml is larger than {said}, far more"):
        read_bytes(path, limits)
    assert tracemalloc.get_traced_memory()[1] < LARGEST
    tracemalloc.stop()
    with pytest.raises(FileProblem, match=rf"page\.toml is larger than {said}, far more"):
        parse(b" " * (limits.size + 1), "page.toml", limits)


def test_a_backup_may_be_larger_than_a_page(tmp_path: Path) -> None:
    """What is too large for a page is read where the limits of a backup are given."""
    notes = (b"#" * 31 + b"\n") * (LARGEST // 32)
    raw = notes + b"a = 1\n" + b"".join(b"k%d = [0]\n" % number for number in range(12_000))
    (tmp_path / "backup.toml").write_bytes(raw)
    values = parse(read_bytes(tmp_path / "backup.toml", limits=LARGE), "backup.toml", limits=LARGE)[1]
    assert values["a"] == 1
    with pytest.raises(FileProblem, match="at most 20000 values were expected"):
        parse(raw[LARGEST:], "page.toml")
    with pytest.raises(FileProblem, match="at most 40000 values were expected"):
        parse(b"a = [" + b"0,\n" * 40_000 + b"]", "backup.toml", LARGE)
    with pytest.raises(FileProblem, match="more dots, lines or commas"):
        parse(b"a = [" + b"[]," * 60_000 + b"]", "backup.toml", LARGE)


@pytest.mark.skipif(os.name == "nt", reason="links and pipes need POSIX")
@pytest.mark.parametrize("kind", ["fifo", "symlink", "dangling", "folder", "socket", "device"])
def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    """Pipes, links, folders, sockets and devices are refused in words, and nothing waits on them."""
    path = tmp_path / "page.toml"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "symlink":
        (tmp_path / "target").write_text("a = 1")
        path.symlink_to(tmp_path / "target")
    elif kind == "dangling":
        path.symlink_to(tmp_path / "nowhere")
    elif kind == "folder":
        path.mkdir()
    elif kind == "device":
        path = Path("/dev/zero")
    else:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(os.path.relpath(path))
    with pytest.raises(FileProblem, match="Nothing was changed or lost"):
        read_bytes(path)


@pytest.mark.skipif(os.name == "nt", reason="links need POSIX")
def test_a_linked_folder_is_fine(tmp_path: Path) -> None:
    """The folder around a file may be a link: people keep their home folder elsewhere."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "page.toml").write_text("a = 1")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert read_bytes(tmp_path / "link" / "page.toml") == b"a = 1"


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    """A file that is not there, or has an impossible name, gets a sentence."""
    with pytest.raises(FileProblem, match=r"page\.toml could not be read: it is not there\."):
        read_bytes(tmp_path / "page.toml")
    with pytest.raises(FileProblem, match="its name is too long"):
        read_bytes(tmp_path / ("x" * 300))


def test_a_reason_is_given_for_every_refusal() -> None:
    """Every error of the system has half a sentence, known or not, without its own text in it."""
    assert plain_reason(OSError(28, CANARY)) == "the disk is full"
    assert plain_reason(OSError(18, CANARY)) == "the system refused it (EXDEV)"
    assert plain_reason(OSError(CANARY)) == "the system refused it (no reason given)"


# Parsing


@pytest.mark.parametrize(
    ("raw", "values"),
    [
        (b"", {}),
        (b"a = 1\r\nb = 2\r\n", {"a": 1, "b": 2}),
        (b"\xef\xbb\xbfa = 1\n", {"a": 1}),
        ('a = "é 🌷 [kissing] שלום"'.encode(), {"a": "é 🌷 [kissing] שלום"}),
    ],
)
def test_what_editors_write_is_read(raw: bytes, values: dict[str, object]) -> None:
    """A byte-order mark, Windows line ends and every script are read."""
    assert parse(raw, "page.toml")[1] == values


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("a = 1".encode("utf-16"), "UTF-16"),
        ("a = 1".encode("utf-16-be"), "UTF-16"),
        (b"\xfe\xff\x00a", "UTF-16"),
        (b"\x00" * 500, "cut off"),
        (b"a = 1\nb = '\xe9'", r"line 2 \(byte 11\): this is not UTF-8"),
        (b"\xef\xbb\xbfa = '\xff'", r"line 1 \(byte 8\): this is not UTF-8"),
        (b"\xed\xa0\x80", "not UTF-8"),
        (b"a = 1\nb = = 2", "line 2: a text was expected between straight quotes"),
        (b"a = 1\na = 2", "line 2: this stands twice, here and on line 1"),
        (b"a = '" + CANARY.encode(), "line 1: a text begins here and its closing quote was expected"),
        (b'a = "\x1b[31m"', "line 1: a hidden control character"),
        (b"a = " + b"[" * 10_000, "brackets within brackets"),
        (b"a = " + b"{a=" * 10_000, "brackets within brackets"),
        (b"x = \na = " + b"[" * 10_000, "line 1: a value was expected after the equals sign"),
        (b".".join([b"a"] * 19_000) + b" = 1", "line 1: tables and lists at most 8 deep"),
        (b".".join([b"a"] * 30_000) + b" = 1", "more dots, lines or commas than a file"),
        (b"\n".join(b".".join([b"a"] * 998) + b".b%d = 1" % n for n in range(128)), "more dots, lines or"),
        (
            b"a = 1\n [[ a . 'a' " + b'. "\\"a" ' * 900 + b"]]\n" + b"b = 1\n" * 9_000,
            "line 2: tables and lists at",
        ),
        (b"a = " + b"9" * 5_000, "a number, beyond all that couplekit reads"),
        (b"a = 1\nb = 0x" + b"f" * 200_000, "line 2: a line of at most 32000 characters was expected"),
        (b"a = 9223372036854775808", "line 1: a smaller whole number"),
        (b"\na = -9223372036854775809", "line 2: a smaller whole number"),
        (b"a = inf", "line 1: an ordinary number"),
        (b"a = [1.0, -inf]", "line 1: an ordinary number"),
        (b"a = nan", "line 1: an ordinary number"),
        (b"a = " + b"[" * 20 + b"]" * 20, "at most 8 deep"),
        (b"[a.b.c.d.e.f.g.h.i]", "at most 8 deep"),
        (b"a = [" + b"1,\n" * 20_001 + b"]", "at most 20000 values"),
        (b"a = '" + b"x" * 4_001 + b"'", "line 1: a text of at most 4000 characters"),
        (b"k" * 66 + b" = 1", r"line 1: a key of at most 65 characters"),
        (b"a = 1 #" + b"x" * LARGEST, "larger than 256 KiB"),
    ],
)
def test_hostile_bytes_get_one_clear_sentence(raw: bytes, words: str) -> None:
    """Whatever the bytes are, the message names the file and the cause, and holds none of them."""
    with pytest.raises(FileProblem, match=words) as caught:
        parse(raw, "page.toml", mend="Ask us.")
    message = str(caught.value)
    assert message.startswith("page.toml")
    assert "Nothing was changed or lost." in message
    assert CANARY not in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[partners.a]\nname = “Sam”", "line 2, partners.a.name: curly or slanted quotes"),
        ("[signals.stop.words]\ntulip = “red”", "line 2, in signals.stop.words: curly or slanted quotes"),
        (f"[partners.a]\nname = '{'x' * 4_001}'", "line 2, partners.a.name: a text of at most 4000"),
        ("[signals.tulip\n", "line 1: the name of a table"),
        ("[meeting]\nnext = ", "line 2, meeting.next: a value was expected"),
    ],
)
def test_keys_of_ours_are_named_and_no_others(text: str, said: str) -> None:
    """Where it is known what a file is for, the place is named as far as its keys are ours."""
    with pytest.raises(FileProblem) as caught:
        parse(text.encode(), "page.toml", model=Agreement)
    assert f"page.toml, {said}" in str(caught.value)
    assert "tulip" not in str(caught.value)


def test_values_at_the_limits_are_read() -> None:
    """The limits themselves are still within them."""
    text = f'a = {2**63 - 1}\nb = {-(2**63)}\nc = "{"x" * 4000}"\nd = [[[[[[[1]]]]]]]\n{"k" * 65} = 1.5'
    assert parse(text.encode(), "page.toml")[1]["d"] == [[[[[[[1]]]]]]]


@given(st.binary(max_size=300) | st.text("[]{}=.\"'#\n\\ab1-:T,", max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused_in_words(raw: bytes) -> None:
    """No bytes bring out any other error than ours."""
    said = "page.toml"
    try:
        text, values = parse(raw, "page.toml")
        as_model(Agreement, values, text=text, name="page.toml")
    except FileProblem as problem:
        said = str(problem)
    assert said.startswith("page.toml")


@settings(max_examples=300)
@given(st.data())
def test_a_mutated_file_is_read_or_refused_in_words(data: st.DataObject) -> None:
    """A page with a few bytes changed brings out no other error than ours, and never a person's words."""
    raw = bytearray(SOUND.replace("Sam", CANARY).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(
            st.sampled_from(b"\x00\x80\xff[]{}=\"'\n#.\\a1")
        )
    said = ""
    try:
        text, values = parse(bytes(raw), "page.toml")
        as_model(Agreement, values, text=text, name="page.toml")
    except CouplekitError as problem:
        said = str(problem)
    assert CANARY not in said


# Models

SOUND = """\
format = 1
kind = "agreement"
language = "en"
changed = 2026-11-21

[partners.a]
name = "Sam"

[signals.stop.words]
k3 = "red"
"""


def test_a_sound_text_becomes_a_value() -> None:
    """A text without faults comes back as the model."""
    page = as_model(Agreement, parse(SOUND.encode(), "page.toml")[1], text=SOUND, name="page.toml")
    assert page.changed == date(2026, 11, 21)
    assert page.signals["stop"].words == {"k3": "red"}


FAULTY = {
    "missing": (
        SOUND.replace('name = "Sam"', ""),
        ["line 6, partners.a.name: this is expected here and is missing"],
    ),
    "missing table": ("changed = 2026-11-21", ["page.toml, line 1, partners: this is expected here"]),
    "text for day": (SOUND.replace("2026-11-21", f'"{CANARY}"'), ["line 4, changed: a day without quotes"]),
    "moment for day": (
        SOUND.replace("2026-11-21", "2026-11-21T10:00:00"),
        ["line 4, changed: a day without"],
    ),
    "number for text": (
        SOUND.replace('"Sam"', "77001177"),
        ["line 7, partners.a.name: a text in quotes was expected"],
    ),
    "empty text": (SOUND.replace('"Sam"', '""'), ["line 7, partners.a.name: a text that is not empty"]),
    "long text": (
        SOUND.replace("Sam", CANARY * 30),
        ["line 7, partners.a.name: a text of at most 200 characters"],
    ),
    "hidden character": (
        SOUND.replace("Sam", CANARY + "\\u202e"),
        ["line 7, partners.a.name: it holds a hidden"],
    ),
    "unknown choice": (
        SOUND + f'[pace]\nset-by = "{CANARY}"',
        ['line 12, pace.set-by: one of these was expected: "a"'],
    ),
    "typing slip": (
        SOUND + "[pace]\nset-buy = 1",
        ["line 12, pace.set-buy", 'slip for "set-by"; known here: set-by'],
    ),
    "unknown key": (
        SOUND + "[zzz]",
        ["line 11: this key is not known here; a key belongs to the line in square brackets above it; known"],
    ),
    "unknown signal": (
        SOUND + "[signals.pauze]",
        ["line 11, signals.pauze: this key is not known", 'slip for "pause"'],
    ),
    "slip in a signal": (
        SOUND + "[signals.go]\nrepli = 1",
        ["line 12, signals.go.repli", 'slip for "reply"'],
    ),
    "bad id": (
        SOUND + "[signals.go.words]\n'K 4' = 'x'",
        ["line 12, in signals.go.words: this key was expected to be a name of small"],
    ),
    "text for table": (
        SOUND + f"[signals.go]\nwords = '{CANARY}'",
        ["line 12, signals.go.words: a table was expected"],
    ),
    "text for record": (SOUND + f"[partners]\nb = '{CANARY}'", ["line 12, partners.b: a table was expected"]),
    "text for list": (
        SOUND.replace("kind", f"gone = '{CANARY}'\nkind"),
        ["line 2, gone: a list was expected"],
    ),
    "bad entry": (
        SOUND.replace("kind", f"gone = ['k1',\n'{CANARY.upper()}']\nkind"),
        ["line 2, gone, entry 2: a name of small"],
    ),
    "leaving nothing": (
        SOUND + "[signals.go.leaving]\nk9 = 2026-11-21",
        ['line 11, signals.go.leaving: "leaving" names something that is neither'],
    ),
    "inline": (
        f"partners = {{ a = {{ nam = '{CANARY}' }} }}",
        ["line 1, partners.a.nam", 'typing slip for "name"'],
    ),
    "dotted": (
        f"x = 1\npartners . a . \"name\" = 3\nx2 = '''\n{CANARY}\n'''\ny = 1",
        ["line 2, partners.a.name", "line 6: this key"],
    ),
    "long key": (SOUND + f'"{"long key " * 5}" = 1', ["in signals.stop.words: this key was expected"]),
    "hidden key": (SOUND + '"a\\u202eb" = 1', ["in signals.stop.words: this key was expected"]),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_fault_is_told_with_file_line_key_and_a_way_to_mend_it(fault: str) -> None:
    """Each message names file, line and key, what was expected and what to do; never the value."""
    text, expected = FAULTY[fault]
    message = told(text)
    for words in expected:
        assert words in message, message
    assert message.startswith("page.toml, ")
    assert message.endswith("Nothing was changed or lost. You can mend it in any text editor.")
    assert CANARY not in message.lower()
    assert "77001177" not in message


EVENING = 'evening = "2026-11-21-k3f9"\nguide = "check-in"\nversion = 1\nstarts = "a"\n'


@pytest.mark.parametrize(
    ("model", "text", "words"),
    [
        (
            Record,
            EVENING.replace("2026-11-21-k3f9", CANARY),
            'line 1, evening: a day and an ending was expected, such as "2026',
        ),
        (Record, EVENING.replace("11-21", "13-21"), "line 1, evening: the file's name begins with a day"),
        (Record, EVENING.replace("version = 1", "version = 0"), "line 3, version: a number of at least 1"),
        (Record, EVENING.replace("version = 1", "version = true"), "line 3, version: a whole number"),
        (Record, EVENING + f"[kept.c]\nglad = '{CANARY}'", "line 5, in kept: this key is not known here"),
        (
            Draft,
            EVENING + "at = 'glad.c'",
            'line 5, at: the name of a question with .a, .b or .both was expected, such as "glad.a"',
        ),
        (
            Draft,
            EVENING + f"[answers]\n'glad' = '{CANARY}'",
            "line 6, in answers: this key was expected to be the name of a question with",
        ),
        (Draft, EVENING + "[answers]\n'glad.a' = 7", "line 6, answers.glad.a: a text in quotes"),
    ],
)
def test_evenings_get_messages_too(model: type[Model], text: str, words: str) -> None:
    """Records and drafts are told about in the same way."""
    message = told(text, model)
    assert words in message
    assert CANARY not in message


def test_a_record_in_a_list_is_named_by_its_number_and_id() -> None:
    """In a list of records the message says which one, counted from 1, and its id where it is clean."""
    text = """\
id = "short"
version = 1
title = "Short"
minutes = 95  # too many

[[question]]
id = "one"
kind = "text"
why = "Because."
say = "One?"

  [[question]]
  id = "two"
  kind = "choice"
  why = "Because."
  say = "Two?"
  alone = "yes"

  [[question.choices]]
  id = "yes"
  label = "Yes"

  [[question.choices]]
  id = "No"
  lable = "No"

[[question]]
id = 3
only-if = { question = "one", is = [] }
sources = [
    "one",
    3,
]
"""
    message = told(text, Guide)
    for words in (
        "line 4, minutes: a number of at most 90 was expected.",
        'line 17, question 2 ("two").alone: true or false was expected, without quotes.',
        'line 24, question 2 ("two").choices 2 ("No").id: a name of small letters',
        'line 23, question 2 ("two").choices 2 ("No").label: this is expected here and is missing.',
        'line 25, question 2 ("two").choices 2 ("No").lable: this key is not known here, perhaps a '
        'typing slip for "label"; known here: id, label, help.',
        "line 28, question 3.id: a text in quotes",
        "line 29, question 3.only-if.is: a list with at least 1 in it was expected.",
        "line 30, question 3.sources, entry 2: a text in quotes",
    ):
        assert words in message, message
    lines = [int(line.split("line ")[1].split(",")[0]) for line in message.splitlines()[:-1]]
    assert lines == sorted(lines)


def test_the_problem_and_the_way_to_mend_it_are_the_callers() -> None:
    """Content has its own kind of problem and its own advice; the cause, with its values, is not chained."""
    with pytest.raises(ContentProblem) as caught:
        as_model(
            Guide,
            {"id": CANARY.upper()},
            text="",
            name="guide.toml",
            problem=ContentProblem,
            mend="Ask its author.",
        )
    assert str(caught.value).endswith("Nothing was changed or lost. Ask its author.")
    assert caught.value.__context__ is None
    for raw in (b"a = ", b"\xff", b"\0", b"a = 1e999", b"a." * 50 + b"b = 1", b"." * 20_001, b" " * 300_000):
        with pytest.raises(ContentProblem):
            parse(raw, "guide.toml", problem=ContentProblem)
    with pytest.raises(ContentProblem):
        parse(b"a = " + b"9" * 5_000, "guide.toml", problem=ContentProblem)
    assert CANARY not in str(caught.value).lower()


class _Odd(Model):
    """What none of our files holds yet, so that its messages are words as well."""

    pick: Literal["a"] | Annotated[int, Field(multiple_of=5)] = 5
    pair: tuple[Line, Line] | None = None
    either: Line | int = 5
    day: datetime | None = None


def test_a_fault_of_a_kind_not_met_yet_is_words_as_well() -> None:
    """An unforeseen kind of fault gets a plain sentence, never the library's own."""
    message = told("pick = 3\npair = [{x = 1}]\nday = 'x'\nzzz = 1\neither = ' '", _Odd)
    assert "line 3, day: something else was expected here." in message
    assert "line 5, in either: one line without spaces around it was expected." in message
    assert "Input should" not in message


def test_very_many_faults_are_told_up_to_a_limit() -> None:
    """Forty faults are told one by one, and the others counted."""
    message = told(SOUND + "".join(f"K{number} = 1\n" for number in range(60)))
    assert len(message.splitlines()) == 42
    assert "And 20 more." in message


def test_comments_are_found_and_texts_are_not_taken_for_them() -> None:
    """A comment is found wherever it stands; a # inside a text, over several lines too, is none."""
    text = (
        '# one\na = "# no" # two\nb = """\n# no\n""" \n c = ["#no", # three\n'
        " '#no']\n  # four\nd = '''\n#no''''\r\n#\r\n"
    )
    assert parse(text.encode(), "x")
    assert comments_in(text) == ["# one", "# two", "# three", "# four", "#"]
