"""The age program of the distribution opens what we lock, and we open what it locks."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("not run: a pseudo-terminal needs POSIX", allow_module_level=True)

import pexpect
from lock_samples import Note
from storage_samples import home_at

from bar_table import Reached, times
from couplekit.errors import FileProblem
from couplekit.storage.pages import from_toml, to_toml
from terminal import PATIENCE

pytestmark = [
    pytest.mark.age,
    pytest.mark.skipif(shutil.which("age") is None, reason="not run: no age program here"),
]

#: With a letter that keyboards make in two ways.
PASSPHRASE = "caf\u00e9 on the long hill"


def age(*args: str | Path, text: bytes = b"") -> bytes:
    """Run age, or age-keygen, and return what it writes; nothing where it refuses."""
    done = subprocess.run([*map(str, args)], input=text, capture_output=True, check=False, timeout=PATIENCE)
    return done.stdout if done.returncode == 0 else b""


def age_asks(*args: str | Path, times_asked: int) -> None:
    """Run age where it asks for a passphrase, on a terminal, and type it."""
    child = pexpect.spawn("age", [*map(str, args)], timeout=PATIENCE)
    child.delaybeforesend = None
    for _ in range(times_asked):
        child.expect("passphrase.*: ")
        child.sendline(PASSPHRASE.encode())
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.before


def test_age_opens_what_we_lock_and_we_open_what_it_locks(tmp_path: Path, bar: Reached) -> None:
    """A key wrapped by one opens with the other, and so does each document, as often as it is tried."""
    count = times(100)
    not_opened: list[str] = []

    ours = home_at(tmp_path / "ours")
    drawer = ours.drawer("a").lock(PASSPHRASE)
    folder = ours.path / "drawers" / "a"
    age_asks("-d", "-o", tmp_path / "key", folder / "key.age", times_asked=1)
    opened_by_age = 0
    for number in range(count):
        note = Note(words=["x" * number, f"Words {number} é 🌷"][number == 0 :])
        drawer.save("note", note)
        text = age("age", "-d", "-i", tmp_path / "key", folder / "note.toml.age")
        sound = bool(text) and from_toml(Note, text.rstrip(b"\n") + b"\n", "").value == note
        opened_by_age += sound
        not_opened += [f"ours, {number}"] * (not sound)

    theirs = home_at(tmp_path / "theirs")
    folder = theirs.path / "drawers" / "b"
    folder.mkdir(parents=True)
    secret = tmp_path / "their-key"
    secret.write_bytes(age("age-keygen"))
    recipient = age("age-keygen", "-y", secret).decode().strip()
    age_asks("-p", "-a", "-o", folder / "key.age", secret, times_asked=2)
    drawer = theirs.drawer("b").open(PASSPHRASE)
    opened_here = 0
    for number in range(count):
        note = Note(words=[f"Words {number} é 🌷"])
        armor = ["-a"] * (number % 2)
        file = age("age", *armor, "-r", recipient, text=to_toml(note).encode())
        (folder / "note.toml.age").write_bytes(file)
        try:
            sound = drawer.load("note", Note) == note
        except FileProblem:
            sound = False
        opened_here += sound
        not_opened += [f"of age, {number}"] * (not sound)
    print(not_opened)
    bar(
        "stock age",
        {
            "ours, opened by age": opened_by_age,
            "of age, opened here": opened_here,
            "not opened": len(not_opened),
        },
    )
