"""No network: every command and whole conversations, in a pipe and on a screen, from below and inside."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import watched

from bar_table import Reached
from couplekit.commands.app import COMMANDS
from terminal import COMMAND, DOWN, ENTER, PATIENCE, Terminal

#: Families of sockets that stay on this computer: a pair within one process, or a file.
_LOCAL = {"AF_UNIX", "AF_LOCAL", "AF_UNSPEC"}
_CARDS = ("", "", "")
#: A hand-over and a card, fourteen times "could talk about it", no further area, and handed in.
_TURN = ("", "", *["3"] * 14, "1", "2")
_PASSPHRASE = "apple river window by the green lamp"


class Use(NamedTuple):
    """One command: its words, and the lines that it reads."""

    words: tuple[str, ...]
    lines: tuple[str, ...] = ()
    code: int = 0


#: Every command, in an order in which each has something to do. The home and the files are in one folder.
USES = [
    Use(()),
    Use(("--version",)),
    Use(("--help",)),
    *(Use((name, "--help")) for name in COMMANDS),
    Use(("--plain", "start"), ("1", "", *_CARDS, "", *_CARDS, "", "Sam", "Alex", *["1"] * 6)),
    Use(("--plain", "start"), ("3", "Robin")),
    Use(("signals",)),
    Use(("--plain", "signals", "set"), ("1", "1", "amber")),
    Use(("--plain", "signals", "rehearse"), ("",) * 7),
    Use(
        ("--plain", "check-in"),
        ("1", "1", "2", "Soup", "1", "2", "A film", "1", "1", "", "2", "2", "1"),
    ),
    Use(("agreement",)),
    Use(("agreement", "--toml")),
    Use(("agreement", "check", "home/agreement.toml")),
    Use(("partner",)),
    Use(("letter",)),
    Use(("about",)),
    Use(("about", "when-to-get-help")),
    Use(("files",)),
    Use(("backup", "copy.toml")),
    Use(("restore", "copy.toml")),
    Use(("--home", "moved", "restore", "copy.toml")),
    Use(("--plain", "withdraw"), ("2", "2")),
    Use(("boundaries",)),
    Use(("--plain", "boundaries", "answer"), (*_TURN, *_TURN, "", "", "2")),
    Use(("boundaries",)),
    Use(("--plain", "agreement", "changes"), ("1",)),
    Use(("--plain", "boundaries", "off"), ("1", "1")),
    Use(("--plain", "boundaries", "items"), ("2", "Tea in bed", "1", "1")),
    Use(("--home", "moved", "--plain", "agreement", "merge", "home"), ("2",)),
    Use(("--plain", "agreement", "merge", "copy.toml")),
    Use(("--plain", "lock"), ("2", "", "2", _PASSPHRASE, _PASSPHRASE)),
    Use(("--plain", "lock"), ("2", "", "2", _PASSPHRASE, "3")),
    Use(("--plain", "leave"), ("2",)),
    Use(("--no-save", "--plain", "start"), ("1",)),
    Use(("demo", "--fast")),
    Use(("demo", "--fast", "--into", "sample")),
    Use(("forget",), code=2),  # it waits for a typed yes: done on the screen below
]


def used(folder: Path, use: Use, before: list[str], **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run one command in that folder, by way of another program where one is given."""
    return subprocess.run(
        [*before, *COMMAND, "--today", "2026-11-21", *use.words],
        input="\n".join(use.lines) + "\n" * bool(use.lines),
        env=os.environ | {"COUPLEKIT_HOME": "home"} | environment,
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def on_a_screen(term: Terminal) -> None:
    """A check-in with a page of Robin and Alex, on the full screen, to its end."""
    for says, keys in (
        ("In one word", ENTER),
        ("In one word", ENTER),
        ("Something good", ENTER),
        ("Something good", DOWN + ENTER),
    ):
        term.at(says).press(keys)
    term.at("Enter on an empty line").type("Soup")
    for says in ("A wish", "A wish", "Still true?", "Thank you", "What stays", "What stays", "for tonight"):
        term.at(says).press(ENTER)
    term.see("Thank you both")
    assert term.ended() == 0


def under_strace(trace: Path) -> list[str]:
    """What stands before a command whose calls to the network are written down there."""
    return ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-o", str(trace)]


def beyond(trace: Path) -> list[str]:
    """The calls of a trace that name another family than those that stay here."""
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if set(re.findall(r"\b(?:AF|PF)_[A-Z0-9]+", line)) - _LOCAL]


#: Programs that do use it, without leaving this computer.
SOCKET = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
SIXTH = "import socket; socket.socket(socket.AF_INET6, socket.SOCK_STREAM)"
NAME = "import socket; socket.getaddrinfo('localhost', 80)"


def child(program: str, before: list[str], **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run one of these."""
    return subprocess.run(
        [*before, sys.executable, "-c", program],
        env=os.environ | environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


class Traced(Terminal):
    """A run of couplekit on a screen, under strace."""

    def __init__(self, home: Path, *args: str, trace: Path) -> None:
        self._trace = trace
        super().__init__(home, *args)

    def _begun(self, command: list[str], env: dict[str, str], size: tuple[int, int]) -> Any:
        return super()._begun([*under_strace(self._trace), *command], env, size)


def test_every_command_is_there() -> None:
    """What is run here is every command that there is."""
    assert {word for use in USES for word in use.words} >= set(COMMANDS)


@pytest.mark.strace
@pytest.mark.terminal
@pytest.mark.skipif(shutil.which("strace") is None, reason="left out: strace is not here")
def test_no_command_calls_the_network(tmp_path: Path, bar: Reached) -> None:
    """Under strace no command makes a socket that reaches beyond this computer, or sends anything to one."""
    trace = tmp_path / "trace"
    for program in (SOCKET, SIXTH):
        result = child(program, under_strace(trace))
        if "ptrace" in result.stderr:
            pytest.skip("left out: strace may not look at a process here")
        assert beyond(trace), f"a child that does was not seen: {program}"
    found: list[str] = []
    for use in USES:
        result = used(tmp_path, use, under_strace(trace))
        assert result.returncode == use.code, (use.words, result.stderr)
        found += [f"{use.words}: {call}" for call in beyond(trace)]
    on_a_screen(Traced(tmp_path / "home", "--today", "2026-11-28", "check-in", trace=trace))
    # asyncio wakes itself by a pair of sockets: without a trace of it nothing was looked at.
    assert "socketpair(AF_UNIX" in trace.read_text(encoding="utf-8")
    found += [f"on the screen: {call}" for call in beyond(trace)]
    print("\n".join(found))
    bar("network, from below", {"runs": len(USES) + 1, "calls beyond this computer": len(found)})


@pytest.mark.terminal
@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal needs POSIX")
def test_no_command_would_use_the_network(tmp_path: Path, bar: Reached) -> None:
    """Where making a socket, or looking a name up, ends the process, every command runs as before."""
    environment = watched.environment()
    for program in (SOCKET, SIXTH, NAME):
        result = child(program, [], **environment)
        assert result.returncode == watched.USED, f"a child that does was not ended: {program}"
    uses: list[str] = []
    for use in USES:
        result = used(tmp_path, use, [], **environment)
        uses += [f"{use.words}: {line}" for line in watched.network(result.stderr)]
        assert result.returncode in (use.code, watched.USED), (use.words, result.stderr)
    term = Terminal(tmp_path / "home", "--today", "2026-11-28", "check-in", **environment)
    try:
        on_a_screen(term)
    except AssertionError:
        uses += watched.network(term.text) or ["on the screen: it did not come to its end"]
    print("\n".join(uses))
    bar("network, from inside", {"runs": len(USES) + 1, "uses": len(uses)})
