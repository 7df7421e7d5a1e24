"""The commands as they are called: without a terminal, in a pipe, with what cannot be read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from couplekit import __version__
from couplekit.commands.app import COMMANDS, app
from couplekit.commands.context import Context


def run(home: Path, *args: str, given: str | None = None) -> Result:
    """One call of couplekit without a terminal."""
    return CliRunner().invoke(app, ["--home", str(home), *args], input=given, catch_exceptions=False)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The home of the demo's made-up couple."""
    folder = tmp_path / "sample"
    args = ("--today", "2026-11-21", "demo", "--fast", "--into", str(folder))
    assert run(tmp_path / "unused", *args).exit_code == 0
    return folder


def test_home_without_a_terminal_is_text(home: Path, sample: Path) -> None:
    """Not a terminal: the same as text, exit 0, and nothing is written."""
    result = run(home)
    assert result.exit_code == 0
    assert "feel free to say no" in " ".join(result.stdout.split())
    assert "couplekit start" in result.stdout
    assert not home.exists()
    result = run(sample, "--today", "2026-11-29")
    assert "Saturday 5 December" in result.stdout
    assert "couplekit check-in" in result.stdout


def test_the_demo_asks_nothing_and_ends_with_the_same_kind_of_page(sample: Path, tmp_path: Path) -> None:
    """The demo plays through the real loop and storage; thrown away unless it is kept."""
    result = run(tmp_path / "unused", "demo", "--fast", "--plain")
    assert result.exit_code == 0
    assert "Our page" in result.stdout
    assert result.stdout.rstrip().endswith("To begin your own: couplekit")
    assert not (tmp_path / "unused").exists()
    assert "\x1b" not in result.stdout
    kept = run(sample, "agreement", "--toml").stdout
    # What is printed begins a history of its own; all above the seal is the page's own text.
    file = (sample / "agreement.toml").read_text(encoding="utf-8")
    assert kept.partition("[seal]")[0] == file.partition("[seal]")[0]


def test_the_demo_never_writes_over_something(sample: Path) -> None:
    """A folder that holds something, or a file, is left alone."""
    before = run(sample, "files").stdout
    for target in (sample, sample / "agreement.toml"):
        result = run(sample, "demo", "--fast", "--into", str(target))
        assert result.exit_code == 1
        assert "Nothing was changed" in result.stderr
    assert run(sample, "files").stdout == before


def test_signals_are_one_call_away(home: Path, sample: Path) -> None:
    """The card stands at once, stop first; without a page the rules that always count stand alone."""
    result = run(sample, "signals")
    assert result.exit_code == 0
    assert result.stdout.startswith("STOP and NO always count. Pain means stop.\n")
    assert result.stdout.index("STOP:") < result.stdout.index("PAUSE:")
    result = run(home, "signals")
    assert result.exit_code == 0
    assert "always count" in result.stdout


def test_signals_stand_when_the_page_is_damaged(sample: Path) -> None:
    """A damaged page: the rules, the last good signals, on stderr what is wrong; the file is untouched."""
    damaged = b"half a fi"
    (sample / "agreement.toml").write_bytes(damaged)
    result = run(sample, "signals")
    assert result.exit_code == 1
    assert "tap twice" in result.stdout
    assert "last good copy" in result.stderr
    for command in ("agreement", "signals set --plain", "check-in --plain", "start --plain", ""):
        result = run(sample, *command.split(), given="1\n")
        assert result.exit_code == 1
        assert "agreement.toml" in result.stderr
        assert "half a fi" not in result.output
    (sample / "previous" / "agreement.toml").write_bytes(damaged)
    result = run(sample, "signals")
    assert "always count" in result.stdout
    assert "tap twice" not in result.stdout
    assert (sample / "agreement.toml").read_bytes() == damaged


def test_the_agreement_can_be_shown_printed_and_checked(sample: Path, home: Path, tmp_path: Path) -> None:
    """Our page, its file, and a check that names every fault at once and never a person's words."""
    assert "Sam and Alex" in run(sample, "agreement").stdout
    page = sample / "agreement.toml"
    assert "is sound" in run(home, "agreement", "check", str(page)).stdout
    text = page.read_text(encoding="utf-8")
    by_hand = tmp_path / "page.toml"
    by_hand.write_text(text.replace('name = "Sam"', 'name = "Samuel"'), encoding="utf-8")
    assert "changed outside couplekit" in run(home, "agreement", "check", str(by_hand)).stdout
    broken = text.replace('stop = "stop"', "stop = 7").replace('name = "Sam"', 'nme = "CANARY"')
    by_hand.write_text(broken, encoding="utf-8")
    result = run(home, "agreement", "check", str(by_hand))
    assert result.exit_code == 1
    assert "in signals.stop.words: a text in quotes" in result.stderr
    assert "nme" in result.stderr
    assert "CANARY" not in result.output
    assert run(home, "agreement").exit_code == 1


def test_the_partner_the_letter_and_help_are_one_call_away(sample: Path, home: Path) -> None:
    """Words for the partner, the letter in the writer's name, and every page of help, also without a page."""
    assert "You did not cause this" in run(home, "partner").stdout
    assert run(sample, "letter").stdout.rstrip().endswith("Sam")
    assert run(home, "letter").exit_code == 1
    assert "0808 2000 247" in run(home, "about").stdout
    assert "Pain means stop" in run(home, "about", "stop-and-no").stdout
    assert run(home, "about", "nothing-like-it").exit_code == 2
    assert not home.exists()


def test_files_names_every_file_in_words(sample: Path, home: Path) -> None:
    """Every file, and what it is; nothing kept yet is said too."""
    shown = run(sample, "files").stdout
    for file in sample.rglob("*"):
        if file.is_file():
            assert file.relative_to(sample).as_posix() in shown
    assert "our page" in shown
    assert "Nothing is kept yet" in run(home, "files").stdout


@pytest.mark.parametrize("command", ["start", "check-in", "signals set", "signals rehearse", "forget"])
def test_a_conversation_without_a_terminal_is_refused(sample: Path, tmp_path: Path, command: str) -> None:
    """Without a terminal a conversation is refused before its first question, exit 2, and nothing changes."""
    before = {p: p.read_bytes() for p in sample.rglob("*") if p.is_file()}
    target = tmp_path / "new" if command == "start" else sample
    result = run(target, *command.split(), given="yes\n" * 20)
    assert result.exit_code == 2
    assert "no terminal here" in result.stderr.replace("\n", " ")
    assert {p: p.read_bytes() for p in sample.rglob("*") if p.is_file()} == before


def test_a_typed_yes_is_never_taken_from_a_pipe(sample: Path) -> None:
    """Even with --plain, what needs a typed yes is refused in a pipe."""
    run(sample, "signals", "set", "--plain", given="1\n1\nred\n")
    before = (sample / "agreement.toml").read_bytes()
    for command, given in (
        (["forget"], "2\nyes\n"),
        (["signals", "set"], "1\n5\n1\nyes\nyes\n"),
        (["start"], "5\n2\nyes\nyes\n"),
    ):
        result = run(sample, *command, "--plain", given=given)
        assert result.exit_code == 2
        assert "typed yes" in result.stderr
        assert (sample / "agreement.toml").read_bytes() == before


def test_plain_answers_may_come_through_a_pipe(sample: Path) -> None:
    """An explicit --plain goes on without a terminal; the end of the input is a stop, exit 0."""
    result = run(sample, "check-in", "--plain", given="1\n1\n")
    assert result.exit_code == 0
    assert result.stdout.rstrip().endswith("You can come back any time, or not.")
    result = run(sample, "signals", "set", "--plain", given="1\n1\nred\n")
    assert result.exit_code == 0
    assert '"red"' in result.stdout
    result = run(sample, "start")
    assert "couplekit start in a terminal" in result.stdout


def test_every_command_has_help_a_tired_person_can_use(home: Path) -> None:
    """`--help` names every command; each has help of its own, and none touches the home."""
    shown = run(home, "--help").stdout
    assert set(COMMANDS) <= set(shown.split())
    for command in COMMANDS:
        result = run(home, command, "--help")
        assert result.exit_code == 0
        assert len(result.stdout.split()) > 15
    assert not home.exists()


def test_usage_is_exit_two(home: Path) -> None:
    """A wrong option or command is a usage error, in one message."""
    for args in (
        ["signal"],
        ["--nothing"],
        ["check-in", "--today", "x"],
        ["--today", "soon", "signals"],
        ["--today", "9999-12-31", "signals"],
        ["--home", "", "signals"],
    ):
        assert run(home, *args).exit_code == 2


def test_the_version_is_said(home: Path) -> None:
    """`--version` says the package's version."""
    assert run(home, "--version").stdout == f"couplekit {__version__}\n"


def test_a_fault_of_our_own_is_one_message_without_words(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected error names its place and never its text; no traceback, exit 1."""

    def broken(self: Context) -> None:
        raise KeyError("CANARY")

    monkeypatch.setattr(Context, "today", broken)
    result = run(home, "signals")
    assert result.exit_code == 1
    assert "KeyError" in result.stderr
    assert "CANARY" not in result.output
    monkeypatch.setenv("COUPLEKIT_DEBUG", "1")
    with pytest.raises(KeyError):
        run(home, "signals")


def test_ctrl_c_outside_a_conversation_is_130(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupted outside a conversation: exit 130, nothing said."""

    def interrupted(self: Context) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Context, "today", interrupted)
    result = run(home, "signals")
    assert (result.exit_code, result.output) == (130, "")


def test_a_home_that_cannot_be_one_is_one_sentence(tmp_path: Path) -> None:
    """A home folder that is a file: a clear sentence, exit 1."""
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    result = run(file, "signals")
    assert result.exit_code == 1
    assert "always count" in result.stdout
    assert len(result.stderr.strip().splitlines()) <= 2
    assert file.read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_output_survives_a_stream_that_is_not_utf_8(sample: Path, encoding: str) -> None:
    """A letter that the stream cannot show becomes a question mark; nothing breaks."""
    page = sample / "agreement.toml"
    page.write_text(page.read_text(encoding="utf-8").replace("Sam", "Zoë 🙂"), encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "couplekit", "--home", str(sample), "agreement"],
        env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0
    assert b"and Alex" in result.stdout
    assert ("Zoë 🙂".encode() in result.stdout) == (encoding == "utf-8")


def test_the_home_folder_has_a_neutral_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without --home it is the user's data folder, under a name that says nothing of what is in it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Context().home.path.name == "couplekit"


@pytest.mark.skipif(sys.platform == "win32", reason="closing a stream this way is the shell's, on POSIX")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_an_empty_one(sample: Path, closed: str) -> None:
    """Input that is closed is at its end, which is a stop; output that is closed takes what it is given."""
    for command in ("signals", "check-in --plain"):
        line = f'"{sys.executable}" -m couplekit --home "{sample}" {command} {closed}'
        given = "" if "<&-" in closed else "</dev/null"
        result = subprocess.run(["/bin/sh", "-c", f"{line} {given}"], capture_output=True, check=False)
        assert result.returncode == 0
        assert b"went wrong" not in result.stdout + result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux's")
def test_output_that_is_full_is_one_sentence(sample: Path) -> None:
    """Where the card cannot be written, that is said, and it is no fault of the page."""
    line = f'"{sys.executable}" -m couplekit --home "{sample}" signals >/dev/full'
    result = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False)
    assert result.returncode != 0
    assert b"the disk is full" in result.stderr
    assert b"went wrong" not in result.stderr
