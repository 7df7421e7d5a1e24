"""A canary in every document and passphrase, couplekit killed at each prompt, and every file searched."""

import os
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

if sys.platform == "win32":
    pytest.skip("not run: a pseudo-terminal needs POSIX", allow_module_level=True)

import base64

from canary import forms, found
from lock_samples import Note, quick_home
from storage_samples import page

import bar_table
from bar_table import Reached
from terminal import DOWN, ENTER, Terminal

CANARY = "CANARY-kept-d41d8c"
OLD, NEW, FIRST = "CANARY-old words", "CANARY-new words", "CANARY-first words"


# What looks for it


@pytest.mark.parametrize("how", [*forms(CANARY)])
def test_a_canary_is_found_however_it_is_written(tmp_path: Path, how: str) -> None:
    """In a file, in lines of base64, and as part of another text, whatever stands around it."""
    for before in ("", "a", "ab", "abc, "):
        for after in ("", "x", "xy"):
            whole = f"{before}{CANARY}{after}"
            written = {
                "UTF-8": whole.encode(),
                "UTF-16, little end first": whole.encode("utf-16-le"),
                "UTF-16, big end first": whole.encode("utf-16-be"),
            }
            path = tmp_path / "file"
            path.write_bytes(written.get(how, base64.encodebytes(("-" * 70 + whole).encode())))
            hits = found(CANARY, tmp_path)
            assert hits
            # Between other letters, UTF-16 reads the same from either end.
            assert how not in written or f"{path}: {how}" in hits
    (tmp_path / f"{CANARY}.txt").write_bytes(b"")
    assert found(CANARY, tmp_path)[-1].endswith("in its name")


def test_a_canary_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    """Other words, and base64 of other words, are none."""
    (tmp_path / "file").write_bytes(b"CANARY-other" + base64.b64encode(b"CANARY-kept-other"))
    assert found(CANARY, tmp_path, tmp_path / "not-there") == []


# Killed at each prompt


class Step(NamedTuple):
    """One prompt: what stands there, and what is pressed, on the full screen and in plain mode."""

    says: str
    keys: str
    line: str
    secret: str = ""


def choose(says: str, number: int) -> Step:
    """A list, and one of it."""
    return Step(says, DOWN * (number - 1) + ENTER, f"{number}\r")


def secret(says: str, typed: str) -> Step:
    """A line that nobody sees."""
    return Step(says, ENTER, "\r", typed)


HAND_OVER = Step("For one of you alone", ENTER, "\r")
WORDS = "{drawn}"
#: Every way through the command, and how the lock is made at its end.
FLOWS: dict[str, Sequence[Step]] = {
    "another passphrase": (
        choose("Who would like", 2),
        HAND_OVER,
        choose("is locked", 2),
        secret("opens it now", OLD),
        choose("from now on", 2),
        secret("nobody else knows", NEW),
        secret("once more", NEW),
    ),
    "a lock": (
        choose("Who would like", 3),
        HAND_OVER,
        choose("Which passphrase", 2),
        secret("nobody else knows", FIRST),
        secret("once more", FIRST),
    ),
    "words that are drawn": (
        choose("Who would like", 3),
        HAND_OVER,
        choose("Which passphrase", 1),
        choose("Write it down", 1),
        secret("five words", WORDS),
    ),
}


def is_in_share(flow: str, number: int, *, plain: bool) -> bool:
    """Whether CI does it: every prompt once, a secret in both modes, and the costly work of one way."""
    if number == len(FLOWS[flow]):
        return flow == "a lock"
    return not plain or bool(FLOWS[flow][number].secret)


#: A way, the number of the prompt at which it is killed, and whether in plain mode. One past the last is
#: where the lock is worked out.
KILLS = [
    (flow, number, plain)
    for plain in (False, True)
    for flow, steps in FLOWS.items()
    for number in range(len(steps) + 1)
    if bar_table.one_in == 1 or is_in_share(flow, number, plain=plain)
]


class Places(NamedTuple):
    """A home, and the folders in which a program may leave something."""

    home: Path
    environment: dict[str, str]


def prepared(folder: Path) -> Places:
    """A page of two, and the private part of one of them with a canary in every document."""
    home = quick_home(folder / "home")
    home.create(page())
    drawer = home.drawer("a").lock(OLD)
    for name in ("note", "other"):
        drawer.save(name, Note(words=[CANARY, f"{name} {CANARY}"]))
    environment = {name: str(folder / name) for name in ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    for place in environment.values():
        Path(place).mkdir()
    return Places(home.path, environment)


def killed(places: Places, flow: str, number: int, *, plain: bool) -> tuple[list[str], list[str]]:
    """Go through a flow up to a prompt, type there, and die. What was typed unseen, and where it was seen."""
    term = Terminal(places.home, *["--plain"] * plain, "lock", **places.environment)
    wait = term.asks if plain else term.at
    typed: list[str] = []
    drawn = ""
    steps = FLOWS[flow]
    for at, step in enumerate(steps[: number + 1]):
        wait(step.says)
        if step.says == "Write it down":
            drawn = re.findall(r"[a-z-]{3,9}(?: [a-z-]{3,9}){4}(?=\s+Write it down)", term.text)[0]
        words = step.secret.replace(WORDS, drawn)
        typed += [words] * bool(words)
        if at == number:
            term.press(words)
        else:
            term.press(words, step.line if plain else step.keys)
    if number == len(steps):
        term.see("Making the lock").press("typed ahead " + typed[-1])
    os.kill(term._child.pid, signal.SIGKILL)
    term.ended()
    seen = [words for words in {*typed} - {drawn} if words in term.raw.decode()]
    # What is drawn is shown, once, to be written down.
    seen += [drawn] * (bool(drawn) and term.raw.decode().count(drawn) > 1)
    return typed, seen


@pytest.mark.terminal
def test_no_file_holds_what_is_private(tmp_path: Path, bar: Reached) -> None:
    """Killed at any prompt, no file or screen holds a word of a document or of what was typed."""
    hits: list[str] = []
    count = 0
    for number, (flow, at, plain) in enumerate(KILLS):
        folder = tmp_path / str(number)
        places = prepared(folder)
        typed, seen = killed(places, flow, at, plain=plain)
        count += len(typed)
        where = f"{flow}, prompt {at}, {'plain' if plain else 'full screen'}"
        hits += [f"{where}: on the screen" for _ in seen]
        for canary in {CANARY, OLD, *typed}:
            hits += [f"{where}: {place}" for place in found(canary, folder)]
        assert (places.home / "drawers" / "a" / "key.age").exists()
    print("\n".join(hits))
    bar(
        "canary, the lock",
        {"prompts": len(KILLS), "things typed": count, "files or screens with it": len(hits)},
    )
