"""`couplekit say --check`: hints about text on standard input, and what it does with what cannot be read."""

import json
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from couplekit.commands.app import app
from couplekit.commands.checking import LARGEST
from couplekit.content.coach import coach

KEYS = ["kind", "start", "end", "text", "why", "suggestions"]
BLAMES = "You are so selfish."
HARMLESS = "We had soup."
#: A word that stands nowhere in couplekit: where it turns up, somebody's words were repeated.
CANARY = "Wombatsong"

#: Accusations that would get hints in English.
LANGUAGES = {
    "German": "Du hörst mir nie zu und immer bist du am Handy, wenn ich mit dir reden will.",
    "French": "Tu ne m'écoutes jamais et tu es toujours sur ton téléphone quand je te parle.",
    "Spanish": "Nunca me escuchas y siempre estás con el móvil cuando quiero hablar contigo.",
    "Dutch": "Jij luistert nooit naar mij en je zit altijd op je telefoon als ik iets wil zeggen.",
    "Italian": "Non mi ascolti mai e sei sempre al telefono quando ti parlo della visita.",
    "Portuguese": "Tu nunca me ouves e estás sempre no telemóvel quando quero falar contigo.",
    "Polish": "Nigdy mnie nie słuchasz i zawsze siedzisz z telefonem, kiedy chcę porozmawiać.",
    "Turkish": "Beni hiç dinlemiyorsun ve konuşmak istediğimde hep telefonundasın.",
    "Japanese": "あなたはいつも私の話を聞いてくれない。私はとても寂しいです。",
    "Arabic": "أنت لا تستمع إلي أبدا وأشعر بالوحدة كل مساء.",
    "Hebrew": "אתה אף פעם לא מקשיב לי ואני מרגישה לבד.",
}

#: Lines of JSON that cannot be read, each with the canary where there is room for it.
BROKEN = {
    "not JSON": f"{CANARY} and more".encode(),
    "cut off": f'{{"id": 1, "text": "{CANARY}'.encode(),
    "a text": f'"{CANARY}"'.encode(),
    "a list": f'["{CANARY}"]'.encode(),
    "a number": b"12",
    "null": b"null",
    "no id": f'{{"text": "{CANARY}"}}'.encode(),
    "no text": f'{{"id": "{CANARY}"}}'.encode(),
    "the text a number": f'{{"id": "{CANARY}", "text": 4}}'.encode(),
    "the text a list": f'{{"id": 1, "text": ["{CANARY}"]}}'.encode(),
    "the text null": b'{"id": 1, "text": null}',
    "NaN": f'{{"id": NaN, "text": "{CANARY}"}}'.encode(),
    "Infinity": f'{{"id": -Infinity, "text": "{CANARY}"}}'.encode(),
    "a number that becomes an infinity": f'{{"id": 1e400, "text": "{CANARY}"}}'.encode(),
    "a number without end": b'{"id": ' + b"9" * 5_000 + b', "text": "a"}',
    "not UTF-8": f'{{"id": 1, "text": "{CANARY} '.encode() + b'\xff\xfe"}',
    "UTF-16": f'{{"id": 1, "text": "{CANARY}"}}'.encode("utf-16-be"),
    "nested": b"[" * 5_000,
    "nested in the id": b'{"id": ' + b"[" * 5_000 + b"]" * 5_000 + b', "text": "a"}',
    "half a character": f'{{"id": 1, "text": "{CANARY} \\ud800"}}'.encode(),
    "a raw control character": f'{{"id": 1, "text": "{CANARY} \x1b[31m"}}'.encode(),
    "two objects": f'{{"id": 1, "text": "a"}} {{"id": 2, "text": "{CANARY}"}}'.encode(),
    "a comma behind": f'{{"id": 1, "text": "{CANARY}"}},'.encode(),
}


def run(*args: str, given: str | bytes = "", env: dict[str, str] | None = None) -> Result:
    """One call of `couplekit say`, in a pipe."""
    return CliRunner(env=env).invoke(app, ["say", *args], input=given, catch_exceptions=False)


def flags(text: str | bytes) -> list[dict[str, Any]]:
    """The hints about a text, with `--json`, held to what every answer has."""
    result = run("--check", "--json", given=text)
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 1
    answer = json.loads(result.stdout)
    assert list(answer) == ["flags"]
    whole = text if isinstance(text, str) else text.decode("utf-8-sig")
    for flag in answer["flags"]:
        hold(flag, whole)
    return list(answer["flags"])


def hold(flag: dict[str, Any], text: str) -> None:
    """One hint has its six keys, and says where in the text its words stand."""
    assert list(flag) == KEYS
    assert flag["kind"] in coach().says.kinds
    assert 0 <= flag["start"] < flag["end"] <= len(text)
    assert text[flag["start"] : flag["end"]] == flag["text"]
    assert flag["why"]
    assert all(isinstance(suggestion, str) and suggestion for suggestion in flag["suggestions"])


def lines(*values: Any) -> str:
    """Lines for `--jsonl`."""
    return "".join(f"{json.dumps(value)}\n" for value in values)


def answers(result: Result) -> list[Any]:
    """What came out of `--jsonl`."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def acting(text: str) -> str:
    """What in a text could act on a screen: control characters but the line break, and marks of direction."""
    marks = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    return "".join(c for c in text if (unicodedata.category(c) == "Cc" and c != "\n") or c in marks)


# -- the three forms -------------------------------------------------------------------------------------


def test_text_is_answered_in_sentences() -> None:
    """The words, the kind by its name, one line why, and other words."""
    result = run("--check", given=BLAMES)
    assert (result.exit_code, result.stderr) == (0, "")
    blame = coach().says.kinds["blame"]
    said = " ".join(result.stdout.split())
    assert f'"You are so selfish" ({blame.title})' in said
    assert blame.why in said
    for suggestion in blame.suggestions:
        assert suggestion in said


def test_in_several_lines_a_hint_names_its_line() -> None:
    """Where there are several lines, each hint begins with the number of its own."""
    result = run("--check", given=f"{HARMLESS}\n\n{BLAMES}\n{HARMLESS}\n")
    assert result.exit_code == 0
    assert '3: "You are so selfish"' in result.stdout


def test_without_hints_that_is_said() -> None:
    """No hint is an answer too, in every form, and ends in the same way."""
    assert run("--check", given=HARMLESS).stdout.strip() == coach().says.none
    assert flags(HARMLESS) == []
    assert answers(run("--check", "--jsonl", given=lines({"id": 1, "text": HARMLESS}))) == [
        {"id": 1, "flags": []}
    ]


def test_json_is_one_object() -> None:
    """One object, whatever the number of lines; places count from the beginning of all of it."""
    found = flags(f"{HARMLESS}\n{BLAMES}\nYou never listen to me.")
    assert [flag["kind"] for flag in found][:1] == ["blame"]
    assert {"blame", "absolute"} <= {flag["kind"] for flag in found}
    assert [flag["start"] for flag in found] == sorted(flag["start"] for flag in found)
    assert found[0]["start"] == len(HARMLESS) + 1


def test_places_count_characters() -> None:
    """A sign of several bytes, or of two halves elsewhere, is one character."""
    (flag,) = flags(f"😭 é {BLAMES}")
    assert (flag["start"], flag["text"]) == (4, "You are so selfish")


def test_each_line_is_answered_in_its_order() -> None:
    """One object a line out for one a line in, in the same order, also where ids repeat."""
    texts = [BLAMES, HARMLESS, "You never listen to me.", "", "Stop.", BLAMES, "I feel ignored."] * 5
    given = lines(*({"id": number % 3, "text": text} for number, text in enumerate(texts)))
    result = run("--check", "--jsonl", given=given)
    assert (result.exit_code, result.stderr) == (0, "")
    told = answers(result)
    assert [answer["id"] for answer in told] == [number % 3 for number in range(len(texts))]
    for answer, text in zip(told, texts, strict=True):
        assert list(answer) == ["id", "flags"]
        assert bool(answer["flags"]) == (text not in (HARMLESS, "", "Stop."))
        for flag in answer["flags"]:
            hold(flag, text)


@pytest.mark.parametrize(
    "id",
    [
        *("1", "", "é \u202e\x1b[31m", "x" * 5_000, 1, 0, -7, 12345678901234567890123, 2.5, 1e-9),
        *(True, False, None, [], {}, [1, "a", None, [True]], {"b": 1, "a": {"c": [2.25]}}),
    ],
    ids=lambda id: repr(id)[:20],
)
def test_an_id_comes_back_as_it_came(id: Any) -> None:
    """Whatever JSON an id is, it is given back, in the same type and in the same order."""
    result = run("--check", "--jsonl", given=lines({"text": BLAMES, "id": id, "more": 1}))
    (answer,) = answers(result)
    assert json.dumps(answer["id"]) == json.dumps(id)
    assert len(answer["flags"]) == 1
    assert acting(result.stdout) == ""


def test_the_same_hints_in_every_form() -> None:
    """What is said of a sentence does not depend on how it was asked."""
    for text in (BLAMES, HARMLESS, "You never listen to me, and I feel ignored.", "You need to try harder."):
        (answer,) = answers(run("--check", "--jsonl", given=lines({"id": 1, "text": text})))
        assert answer["flags"] == flags(text)
        shown = run("--check", given=text).stdout
        assert all(f'"{flag["text"]}"' in shown for flag in flags(text))


def test_what_may_tell_of_harm_is_no_matter_of_style() -> None:
    """A word that nearly always tells of harm gets no hint; one that may be right has no other words."""
    assert flags("I feel threatened when you shout at me.") == []
    (flag,) = flags("I feel controlled.")
    assert (flag["why"], flag["suggestions"]) == (coach().says.safety, [])


def test_pressure_gets_its_line_and_no_other_words() -> None:
    """A demand for touch is not polished here either."""
    (flag,) = flags("You need to have sex with me by Friday.")
    assert (flag["why"], flag["suggestions"]) == (coach().says.pressure, [])


# -- how it is called ------------------------------------------------------------------------------------


@pytest.mark.parametrize("args", [("--check",), ("--check", "--json"), ("--check", "--jsonl"), ()])
def test_words_are_never_taken_as_an_argument(args: tuple[str, ...]) -> None:
    """Words in an argument stay in the history of a shell: they are refused, and not repeated."""
    result = run(*args, f"You never {CANARY}", CANARY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr
    assert CANARY not in result.output


@pytest.mark.parametrize(
    "args", [("--json",), ("--jsonl",), ("--check", "--json", "--jsonl"), ("--check", "--mine")]
)
def test_what_does_not_go_together_is_said(args: tuple[str, ...]) -> None:
    """An option in the wrong place is a usage error, in one sentence, and nothing is read."""
    result = run(*args, given=BLAMES)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "selfish" not in result.stderr
    assert len([line for line in result.stderr.splitlines() if line.startswith("Error: ")]) == 1


def test_nothing_is_kept_and_no_home_is_needed(home: Path, tmp_path: Path) -> None:
    """There may be no home folder, or none that can be one: it is neither needed nor made."""
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    for place in (home, file, tmp_path / "no" / "such" / "place"):
        for form in ((), ("--json",)):
            result = CliRunner().invoke(app, ["--home", str(place), "say", "--check", *form], input=BLAMES)
            assert (result.exit_code, result.stderr) == (0, "")
            assert "You are so selfish" in result.stdout
    assert list(tmp_path.iterdir()) == [file]


def test_how_it_is_shown_changes_nothing() -> None:
    """With --plain, without colour, on a screen that can do nothing: the same lines."""
    for form in ((), ("--json",), ("--jsonl",)):
        given = lines({"id": 1, "text": BLAMES}) if form == ("--jsonl",) else BLAMES
        first = run("--check", *form, given=given).stdout
        for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"ACCESSIBLE": "1"}, {"COLUMNS": "40"}):
            again = run("--check", *form, given=given, env=env).stdout
            assert again.split() == first.split()
        assert run("--check", "--plain", *form, given=given).stdout == first
        assert CliRunner().invoke(app, ["--plain", "say", "--check", *form], input=given).stdout == first


@pytest.mark.skipif(sys.platform == "win32", reason="a shell with pipes")
@pytest.mark.parametrize("form", ["", "--json", "--jsonl"])
def test_a_reader_that_goes_away_is_no_fault(form: str, tmp_path: Path) -> None:
    """Whoever reads one line and closes the pipe gets that line, and no traceback."""
    given = tmp_path / "given"
    many = 4_000
    given.write_text(
        lines(*({"id": number, "text": BLAMES} for number in range(many)))
        if form == "--jsonl"
        else f"{BLAMES}\n" * many,
        encoding="utf-8",
    )
    line = f'"{sys.executable}" -m couplekit say --check {form} <"{given}" | head -c 20'
    result = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False)
    assert len(result.stdout) == 20
    assert result.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="closing a stream this way is the shell's, on POSIX")
def test_input_that_is_closed_is_empty() -> None:
    """A closed standard input is at its end."""
    line = f'"{sys.executable}" -m couplekit say --check --json <&-'
    result = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, b'{"flags": []}\n', b"")


# -- lines that cannot be read ---------------------------------------------------------------------------


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_line_is_named_and_the_rest_is_done(broken: bytes) -> None:
    """Its number and what is wrong, never a word of it; every other line is answered; exit 1."""
    good = lines({"id": "a", "text": BLAMES}).encode()
    result = run("--check", "--jsonl", given=good + b"\n" + broken + b"\n" + good)
    assert result.exit_code == 1
    assert [answer["id"] for answer in answers(result)] == ["a", "a"]
    assert all(len(answer["flags"]) == 1 for answer in answers(result))
    first, *_ = result.stderr.splitlines()
    assert first.startswith("Line 3: ")
    assert CANARY not in result.output
    assert "Traceback" not in result.stderr
    assert acting(result.output) == ""


def test_every_broken_line_is_named() -> None:
    """Several broken lines are named one by one, by the number that an editor shows."""
    good = lines({"id": 1, "text": HARMLESS}).encode()
    given = b"".join(broken + b"\n" + good for broken in BROKEN.values())
    result = run("--check", "--jsonl", given=given)
    assert result.exit_code == 1
    assert len(answers(result)) == len(BROKEN)
    named = [line.partition(":")[0] for line in result.stderr.splitlines() if line.startswith("Line ")]
    assert named == [f"Line {2 * place + 1}" for place in range(len(BROKEN))]
    assert f"{len(BROKEN)} lines could not be read" in " ".join(result.stderr.split())


@pytest.mark.parametrize("empty", [b"", b" ", b"\t", b"\r", b"\xef\xbb\xbf"])
def test_an_empty_line_is_skipped(empty: bytes) -> None:
    """A line with nothing in it is no fault, and gets no answer."""
    good = lines({"id": 1, "text": HARMLESS}).encode()
    result = run("--check", "--jsonl", given=empty + b"\n" + good + empty + b"\n" + empty)
    assert (result.exit_code, result.stderr, len(answers(result))) == (0, "", 1)


def test_one_line_without_end_is_named_too() -> None:
    """A line that is longer than what is read at once is a broken one, and the next is read."""
    long = b'{"id": 1, "text": "' + b"a " * (LARGEST // 2) + b'"}\n'
    result = run("--check", "--jsonl", given=long + lines({"id": 2, "text": HARMLESS}).encode())
    assert result.exit_code == 1
    assert result.stderr.startswith("Line 1: ")
    assert answers(result) == [{"id": 2, "flags": []}]


# -- text that is not what one expects -------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("before", ["", "\ufeff"])
@pytest.mark.parametrize("last", [True, False])
def test_files_of_every_editor_are_read(newline: str, before: str, last: bool) -> None:
    """With a mark at the beginning, with either line break, with or without one at the end."""
    end = newline if last else ""
    given = f"{before}{HARMLESS}{newline}{BLAMES}{end}".encode()
    assert [flag["text"] for flag in flags(given)] == ["You are so selfish"]
    two = [json.dumps({"id": id, "text": BLAMES}) for id in (1, 2)]
    result = run("--check", "--jsonl", given=f"{before}{newline.join(two)}{end}".encode())
    assert (result.exit_code, result.stderr) == (0, "")
    assert [(answer["id"], len(answer["flags"])) for answer in answers(result)] == [(1, 1), (2, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "selfish",
        "Hm",
        "😭😭😭 ❤️",
        "?!?!",
        "x" * 10_000,
        "😭" * 10_000,
        "\u0301" * 1_000,
        "1 2 3 4",
    ],
    ids=lambda text: repr(text)[:12],
)
def test_almost_nothing_is_no_fault(text: str) -> None:
    """Nothing, one word, signs alone, or a word without end: no hint, exit 0, in every form."""
    assert flags(text) == []
    result = run("--check", given=text)
    assert (result.exit_code, result.stdout.strip(), result.stderr) == (0, coach().says.none, "")
    result = run("--check", "--jsonl", given=lines({"id": 1, "text": text}))
    assert (result.exit_code, answers(result), result.stderr) == (0, [{"id": 1, "flags": []}], "")


def test_a_long_text_is_read_to_its_end() -> None:
    """A hundred thousand characters of ordinary text: each line gets what it would get by itself."""
    line = f"We went for a walk on Tuesday, and then there was soup.\n{BLAMES}\n"
    alone = flags(line)
    many = 100_000 // len(line) + 1
    found = flags(line * many)
    assert len(found) == many * len(alone) >= many
    assert found[-1]["start"] == (many - 1) * len(line) + alone[-1]["start"]


def test_one_line_of_a_hundred_thousand_characters_is_read() -> None:
    """A text without line breaks is read too."""
    text = f"{HARMLESS} {BLAMES} " * 3_000
    assert flags(text)[-1]["end"] == len(text) - 2


@pytest.mark.parametrize(
    "text",
    [
        "You are so \x1bselfish.\x1b[0m",
        f"\x1b[31mRed\n{BLAMES}\x1b[0m",
        "You are so \x07selfish\x00. You never listen\x08\x08 to me.",
        "\x9b31mYou never listen to me.\x85You are so selfish.",
        "You are so\u2028selfish. \u202eYou never listen to me.\u202c",
        "\x1b]0;title\x07You never listen to me.\r\x1b[2J",
    ],
)
def test_nothing_in_a_text_acts_on_a_screen(text: str) -> None:
    """Control characters and escape sequences are never written as they are; places still fit."""
    found = flags(text)
    assert found
    results = [run("--check", *form, given=text) for form in ((), ("--json",))]
    results.append(run("--check", "--jsonl", given=lines({"id": text, "text": text})))
    for result in results:
        assert (result.exit_code, acting(result.output)) == (0, "")
    assert answers(results[-1]) == [{"id": text, "flags": found}]


@pytest.mark.parametrize("text", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_in_another_language_it_says_that_it_cannot_help(text: str) -> None:
    """No hint, exit 0, and a word about why there are none."""
    for form in ((), ("--json",)):
        result = run("--check", *form, given=text)
        assert (result.exit_code, " ".join(result.stderr.split())) == (0, coach().says.language)
        assert "selfish" not in result.stdout
    assert json.loads(result.stdout) == {"flags": []}
    result = run("--check", "--jsonl", given=lines({"id": 1, "text": text}))
    assert (result.exit_code, answers(result)) == (0, [{"id": 1, "flags": []}])


def test_a_word_of_another_script_in_english_is_no_hindrance() -> None:
    """Names and words of love in another language leave a text English."""
    (flag,) = flags("Şirin, canım, you are so selfish. We had börek with مريم.")
    assert flag["text"] == "you are so selfish"


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_text_that_is_too_long_or_not_utf_8_is_one_sentence(form: tuple[str, ...]) -> None:
    """What cannot be read is said, with what helps, and nothing of it is repeated."""
    for given, said in (
        (b"a" * (LARGEST + 1), "1 MB"),
        (CANARY.encode("utf-16"), "not UTF-8"),
        (f"{CANARY} caf\xe9".encode("latin-1"), "not UTF-8"),
        (CANARY.encode() + b"\xed\xa0\x80", "not UTF-8"),
    ):
        result = run("--check", *form, given=given)
        assert (result.exit_code, result.stdout) == (1, "")
        assert said in result.stderr
        assert "Nothing was lost" in " ".join(result.stderr.split())
        assert CANARY not in result.stderr
