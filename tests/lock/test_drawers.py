"""Private parts: what is kept comes back, what is not sound is refused, and nothing tells on its owner."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lock_samples import PASSPHRASE, Note, Quick, locked, quick_home
from storage_samples import TODAY, WORDS, Faulty, Killed, names, page

from bar_table import Reached, one_in, times
from couplekit.domain.people import Side
from couplekit.errors import FileProblem, NewerFormat
from couplekit.reading import SMALL
from couplekit.storage.drawers import BLOCK, OpenDrawer
from couplekit.storage.home import Home
from couplekit.storage.pages import to_toml
from couplekit.storage.unsaved import Unsaved
from couplekit.storage.wrapping import DamagedKey, DrawerProblem, PassphraseRefused, WrongPassphrase

new_key = pyrage.x25519.Identity.generate
NOTES = st.builds(Note, words=st.lists(WORDS, max_size=5))


class Other(Note):
    """Something private of another kind."""

    kind: Literal["other"] = "other"  # type: ignore[assignment]


@pytest.fixture
def there(tmp_path: Path) -> Home:
    """A home with a page, whose private parts open at once."""
    home = quick_home(tmp_path / "home")
    home.create(page())
    return home


def put(home: Home, text: bytes, drawer: OpenDrawer, where: str = "note") -> Path:
    """Encrypt a text to the key of a drawer, as any age program could, and put it there."""
    key = home.path / f"drawers/{drawer.side}/key.age"
    secret = pyrage.passphrase.decrypt(key.read_bytes(), PASSPHRASE).decode().strip()
    recipient = pyrage.x25519.Identity.from_str(secret).to_public()
    path = home.path / f"drawers/{drawer.side}/{where}.toml.age"
    path.write_bytes(pyrage.encrypt(text, [recipient]))
    return path


# Keeping and finding again


def test_what_is_kept_comes_back(there: Home) -> None:
    """A value is there for whoever opens the drawer, under its name; a name without one has nothing."""
    drawer = there.drawer("a")
    assert not drawer.exists
    opened = drawer.lock(PASSPHRASE)
    assert drawer.exists
    opened.save("note", Note(words=["One", "Two\nlines"]))
    opened.save("note", Note(words=["Three"]))
    again = there.drawer("a").open(PASSPHRASE)
    assert again.load("note", Note) == opened.load("note", Note) == Note(words=["Three"])
    assert again.load("other", Note) is None
    assert (again.side, there.drawer("b").exists) == ("a", False)


@settings(max_examples=40)
@given(note=NOTES)
def test_any_value_comes_back(note: Note) -> None:
    """Whatever was typed, it comes back as it was."""
    opened = _shared()
    opened.save("note", note)
    assert opened.load("note", Note) == note


@settings(max_examples=100)
@given(typed=st.text(max_size=40) | st.text(st.characters() | st.sampled_from("\ud800é\u0301🌷\0\x1b\n")))
def test_any_passphrase_opens_what_it_locked_or_is_refused(typed: str) -> None:
    """Nothing that can be typed is taken to lock with and then does not open; no error repeats it."""
    home, side = _home(), "b"
    home.forget("b")
    drawer = home.drawer("b")
    said: list[str] = []
    try:
        drawer.lock(typed).save("note", Note(words=["kept"]))
    except PassphraseRefused as problem:
        said.append(str(problem))
    assert drawer.exists != bool(said)
    if said:
        assert len(typed) < 3 or typed not in said[0]
        return
    assert home.drawer(side).open(typed).load("note", Note) == Note(words=["kept"])
    with pytest.raises(WrongPassphrase):
        drawer.open(f"{typed} and more")


_HOMES: list[Home] = []


def _home() -> Home:
    """One home for all examples of a property."""
    if not _HOMES:
        import atexit
        import shutil
        import tempfile

        folder = Path(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        _HOMES.append(quick_home(folder / "home"))
    return _HOMES[0]


def _shared() -> OpenDrawer:
    drawer = _home().drawer("a")
    return drawer.open(PASSPHRASE) if drawer.exists else drawer.lock(PASSPHRASE)


def test_a_key_that_is_there_is_never_made_anew(there: Home) -> None:
    """A drawer that is locked is not locked again: what is in it would be lost."""
    locked(there, "kept")
    with pytest.raises(DrawerProblem, match=r"^drawers/a is locked already"):
        there.drawer("a").lock("another one")
    assert there.drawer("a").open(PASSPHRASE).load("note", Note) == Note(words=["kept"])


def test_a_key_that_is_gone_is_missed_and_not_made_anew(there: Home) -> None:
    """Where documents wait for a key that is gone, no other key is made beside them."""
    locked(there, "kept")
    (there.path / "drawers/a/key.age").unlink()
    with pytest.raises(DrawerProblem, match=r"^drawers/a/key\.age is gone from its folder"):
        there.drawer("a").lock(PASSPHRASE)
    with pytest.raises(DrawerProblem, match=r"^drawers/a/key\.age is not there"):
        there.drawer("a").open(PASSPHRASE)
    assert names(there.path / "drawers/a") == ["note.toml.age"]


def test_a_wrong_passphrase_is_one_sentence_as_often_as_one_likes(there: Home) -> None:
    """No hint, no count, no lock-out, and the right one opens it afterwards."""
    locked(there, "kept")
    said = set()
    for number in range(30):
        with pytest.raises(WrongPassphrase) as caught:
            there.drawer("a").open(f"CANARY {number}")
        said.add(str(caught.value))
    assert said == {"This passphrase did not open it. Nothing was lost, and you can try again."}
    assert there.drawer("a").open(PASSPHRASE).load("note", Note)


def test_another_passphrase_opens_it_and_the_old_one_no_more(there: Home) -> None:
    """After a change the documents are the same bytes, and the new passphrase opens them."""
    before = locked(there, "kept")
    file = (there.path / "drawers/a/note.toml.age").read_bytes()
    there.drawer("a").open(PASSPHRASE).change("another one")
    assert (there.path / "drawers/a/note.toml.age").read_bytes() == file
    assert there.drawer("a").open("another one").load("note", Note) == Note(words=["kept"])
    with pytest.raises(WrongPassphrase):
        there.drawer("a").open(PASSPHRASE)
    with pytest.raises(DrawerProblem, match="changed in another window"):
        before.save("note", Note(words=["late"]))
    assert there.drawer("a").open("another one").load("note", Note) == Note(words=["kept"])


def test_nothing_is_saved_into_a_drawer_that_was_taken_away(there: Home) -> None:
    """What was opened before its drawer went does not bring a file of it back."""
    opened = locked(there, "kept")
    there.forget("a")
    for work in (lambda: opened.save("note", Note()), lambda: opened.change("another one")):
        with pytest.raises(DrawerProblem, match="changed in another window"):
            work()
    assert not (there.path / "drawers").exists()


def test_what_is_too_large_is_refused_before_anything_is_written(there: Home) -> None:
    """More than a document can hold is refused in words, and what was kept before stays."""
    opened = locked(there, "kept")
    with pytest.raises(
        FileProblem, match=r"more here than one file can hold \(256 KiB\), so nothing was saved"
    ):
        opened.save("note", Note(words=["x" * 4000] * 70))
    assert opened.load("note", Note) == Note(words=["kept"])
    opened.save("note", Note(words=["x" * 4000] * 64))
    assert opened.load("note", Note) == Note(words=["x" * 4000] * 64)
    assert (there.path / "drawers/a/note.toml.age").stat().st_size > SMALL.size


# What others can see


def test_the_size_of_a_document_tells_nothing() -> None:
    """Whatever is in it, a document takes the same space; the one part that varies is age's own chance."""
    opened = _shared()
    path = _home().path / "drawers/a/note.toml.age"
    payloads, sizes = set(), []
    for words in ([], ["no"], ["x" * 4000] * 10, ["é" * 200]):
        for _ in range(10):
            opened.save("note", Note(words=words))
            raw = path.read_bytes()
            payloads.add(len(raw) - raw.index(b"\n", raw.index(b"\n--- ") + 1) - 1)
            sizes.append(len(raw))
    assert payloads == {BLOCK + 16 + 16}, "what age puts there: a number, and a seal"
    assert max(sizes) - min(sizes) < 1024


def test_files_names_a_private_part_as_a_whole(there: Home) -> None:
    """`files` says that there is one, in the same words for everyone: no name, size or day of its files."""
    locked(there).save("diary-2026-11", Note(words=["kept"]))
    there.drawer("b").lock(PASSPHRASE)
    (there.path / "drawers/a/notes.txt").write_text("by hand")
    found = dict(there.files())
    assert {path: what for path, what in found.items() if path.startswith("drawers")} == {
        "drawers/a": "a private part, locked",
        "drawers/b": "a private part, locked",
        "drawers/a/notes.txt": "not one of ours",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="not run: Windows has other permissions")
def test_files_and_folders_are_closed_to_others(there: Home) -> None:
    """Nobody else on the computer can read or list them."""
    locked(there, "kept")
    modes = {path.stat().st_mode & 0o777 for path in (there.path / "drawers").rglob("*") if path.is_file()}
    folders = {path.stat().st_mode & 0o777 for path in (there.path / "drawers", there.path / "drawers/a")}
    assert (modes, folders) == ({0o600}, {0o700})


def test_nothing_of_it_is_on_the_disk_in_plain(there: Home) -> None:
    """Neither the words, nor the passphrase, nor either half of the key stands in any file."""
    from canary import found

    opened = there.drawer("a").lock("CANARY passphrase")
    opened.save("note", Note(words=["CANARY words"]))
    key = pyrage.passphrase.decrypt((there.path / "drawers/a/key.age").read_bytes(), "CANARY passphrase")
    identity = pyrage.x25519.Identity.from_str(key.decode().strip())
    for canary in ("CANARY", str(identity), str(identity.to_public())):
        assert found(canary, there.path) == []


def test_without_saving_a_private_part_is_there_for_one_run(there: Home) -> None:
    """With --no-save it is kept in memory, and the folder stays as it is."""
    locked(there, "kept")
    before = {path: path.read_bytes() for path in there.path.rglob("*") if path.is_file()}
    unsaved = Unsaved(there.path, lambda: TODAY)
    unsaved.wrapping = Quick
    unsaved.drawer("a").open(PASSPHRASE).save("note", Note(words=["new"]))
    unsaved.drawer("b").lock(PASSPHRASE).save("note", Note(words=["b"]))
    assert unsaved.drawer("a").open(PASSPHRASE).load("note", Note) == Note(words=["new"])
    assert unsaved.drawer("b").open(PASSPHRASE).load("note", Note) == Note(words=["b"])
    unsaved.forget("b")
    assert not unsaved.drawer("b").exists
    assert {path: path.read_bytes() for path in there.path.rglob("*") if path.is_file()} == before


# What is not sound

PROBLEMS: dict[str, tuple[Callable[[Home, OpenDrawer], object], str]] = {
    "damaged": (
        lambda home, drawer: change_byte(home.path / "drawers/a/note.toml.age", -5),
        "is damaged, or was cut off, so it was not opened",
    ),
    "cut off": (
        lambda home, drawer: os.truncate(home.path / "drawers/a/note.toml.age", 40_000),
        "is damaged, or was cut off",
    ),
    "empty": (
        lambda home, drawer: os.truncate(home.path / "drawers/a/note.toml.age", 0),
        "is damaged, or was cut off",
    ),
    "foreign": (lambda home, drawer: foreign(home), "was locked with another key, or is damaged"),
    "in plain": (
        lambda home, drawer: (home.path / "drawers/a/note.toml.age").write_bytes(to_toml(Note()).encode()),
        "is damaged, or was cut off",
    ),
    "changed inside": (
        lambda home, drawer: put(home, to_toml(Note(words=["one"])).replace("one", "two").encode(), drawer),
        "was changed outside couplekit",
    ),
    "another kind": (
        lambda home, drawer: put(home, to_toml(Other()).encode(), drawer),
        '"note" was expected',
    ),
    "no TOML": (lambda home, drawer: put(home, b"words", drawer), "note.toml.age, line 1"),
    "nothing inside": (lambda home, drawer: put(home, b"\n" * 100, drawer), "is empty"),
    "no text": (lambda home, drawer: put(home, b"\xff\xfe" * 100, drawer), "is not plain text"),
    "too large": (
        lambda home, drawer: put(home, b"#" * 60 + b"\n" * 600_000, drawer),
        "far more than such a file",
    ),
}


def change_byte(path: Path, at: int) -> None:
    """Change one bit of a file."""
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(bytes(raw))


def foreign(home: Home) -> None:
    """Put a document of the other drawer into this one."""
    home.drawer("b").lock(PASSPHRASE).save("note", Note(words=["of b"]))
    (home.path / "drawers/b/note.toml.age").replace(home.path / "drawers/a/note.toml.age")


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_not_sound_is_one_sentence_and_nothing_else(there: Home, name: str) -> None:
    """It names the file, loses and shows nothing; the rest works, and it is never written over."""
    opened = locked(there, "CANARY")
    opened.save("other", Note(words=["sound"]))
    spoil, words = PROBLEMS[name]
    spoil(there, opened)
    path = there.path / "drawers/a/note.toml.age"
    raw = path.read_bytes()
    for work in (
        lambda: opened.load("note", Note),
        lambda: opened.save("note", Note(words=["over it"])),
    ):
        with pytest.raises(FileProblem) as caught:
            work()
        said = str(caught.value)
        assert said.startswith("drawers/a/note.toml.age")
        assert words in said
        assert "Nothing was changed" in said
        assert "CANARY" not in said
    assert path.read_bytes() == raw
    assert opened.load("other", Note) == Note(words=["sound"])
    assert there.page() is not None
    other = there.drawer("b")
    (other.open(PASSPHRASE) if other.exists else other.lock(PASSPHRASE)).save("note", Note(words=["b"]))


def test_a_document_of_a_newer_format_is_refused_and_left(there: Home) -> None:
    """What a newer couplekit kept is not read, and never written over by this one."""
    opened = locked(there)
    path = put(there, to_toml(Note()).replace("format = 1", "format = 2").encode(), opened)
    raw = path.read_bytes()
    with pytest.raises(NewerFormat, match=r"^drawers/a/note\.toml\.age was written by a newer couplekit"):
        opened.save("note", Note(words=["over it"]))
    assert path.read_bytes() == raw


@pytest.mark.parametrize(
    "key",
    [
        b"",
        b"AGE-SECRET-KEY-1",
        pytest.param(lambda: Quick().wrap("no key at all\n", PASSPHRASE), id="no key"),
        pytest.param(lambda: Quick().wrap(f"{new_key()}\n{new_key()}\n", PASSPHRASE), id="two"),
        pytest.param(lambda: Quick().wrap("\n", PASSPHRASE), id="nothing"),
    ],
)  # fmt: skip
def test_a_key_that_is_none_is_said_to_be(there: Home, key: bytes | Callable[[], bytes]) -> None:
    """A key file that holds no key is named, and left as it is."""
    locked(there)
    path = there.path / "drawers/a/key.age"
    raw = key if isinstance(key, bytes) else key()
    path.write_bytes(raw)
    with pytest.raises(DamagedKey, match=r"^drawers/a/key\.age could not be opened\. .*Nothing was changed"):
        there.drawer("a").open(PASSPHRASE)
    assert path.read_bytes() == raw


def test_a_key_made_by_another_program_is_taken(there: Home) -> None:
    """Notes beside the key, as age-keygen writes them, are no part of it."""
    key = pyrage.x25519.Identity.generate()
    (there.path / "drawers/a").mkdir(parents=True)
    text = f"# created: 2026-11-21\n# public key: {key.to_public()}\n{key}\n"
    (there.path / "drawers/a/key.age").write_bytes(Quick().wrap(text, PASSPHRASE))
    opened = there.drawer("a").open(PASSPHRASE)
    opened.save("note", Note(words=["kept"]))
    assert opened.load("note", Note) == Note(words=["kept"])


def test_no_cut_and_no_flipped_bit_is_taken_for_sound(there: Home, bar: Reached) -> None:
    """A document that was cut or changed anywhere is refused; a key is, or it is the same key still."""
    chance = random.Random(5)
    opened = locked(there, "kept")
    taken: list[str] = []
    cuts = flips = 0
    document = there.path / "drawers/a/note.toml.age"
    sound = document.read_bytes()
    header = sound.index(b"\n--- ") + 50
    for cut in (*range(header), *chance.sample(range(header, len(sound)), 300), len(sound) - 1):
        document.write_bytes(sound[:cut])
        cuts += 1
        taken += [f"document cut at {cut}"] * is_read(opened)
    bits = [(at, bit) for at in range(header) for bit in some_bits(chance)]
    bits += [(chance.randrange(header, len(sound)), chance.randrange(8)) for _ in range(times(20_000))]
    for at, bit in chance.sample(bits, len(bits)):
        document.write_bytes(sound[:at] + bytes([sound[at] ^ 1 << bit]) + sound[at + 1 :])
        flips += 1
        taken += [f"document, bit {bit} at {at}"] * is_read(opened)
    document.write_bytes(sound)

    key = there.path / "drawers/a/key.age"
    sound = key.read_bytes()
    for cut in range(len(sound)):
        key.write_bytes(sound[:cut])
        cuts += 1
        taken += [f"key cut at {cut}"] * is_another_key(there)
    for at in range(len(sound)):
        for bit in some_bits(chance):
            key.write_bytes(sound[:at] + bytes([sound[at] ^ 1 << bit]) + sound[at + 1 :])
            flips += 1
            taken += [f"key, bit {bit} at {at}"] * is_another_key(there)
    print(taken)
    bar("damage, locked files", {"cuts": cuts, "flips": flips, "taken for sound": len(taken)})


def some_bits(chance: random.Random) -> list[int]:
    """The bits of a byte to flip: all eight, or one of them where a share is run."""
    return list(range(8)) if one_in == 1 else [chance.randrange(8)]


def is_read(opened: OpenDrawer) -> bool:
    """Whether the note is read as anything."""
    try:
        opened.load("note", Note)
    except DrawerProblem:
        return False
    return True


def is_another_key(home: Home) -> bool:
    """Whether the key opens as anything but the key that the note is locked with."""
    try:
        opened = home.drawer("a").open(PASSPHRASE)
    except DrawerProblem:
        return False
    return opened.load("note", Note) != Note(words=["kept"])


# Cut off in between


def calls_of(work: Callable[[Home], object], home: Path) -> int:
    """How many calls of the system some work makes."""
    counting = Faulty()
    work(quick_home(home, system=counting))
    return len(counting.calls)


WORKS: dict[str, Callable[[Home], object]] = {
    "save": lambda home: home.drawer("a").open(PASSPHRASE).save("note", Note(words=["new"])),
    "change": lambda home: home.drawer("a").open(PASSPHRASE).change("another one"),
    "lock": lambda home: home.drawer("b").lock(PASSPHRASE),
    "forget": lambda home: home.forget("a"),
}


@pytest.mark.parametrize("name", WORKS)
def test_cut_off_anywhere_it_is_the_old_or_the_new(tmp_path: Path, name: str) -> None:
    """Killed at any call: the page and the other drawer as they were, this one old or new, nothing left."""
    fresh = iter(range(10_000))

    def begun() -> Path:
        path = tmp_path / str(next(fresh))
        home = quick_home(path)
        home.create(page())
        locked(home, "old")
        return path

    calls = calls_of(WORKS[name], begun())
    assert calls > 4
    for number in range(1, calls + 1):
        path = begun()
        with pytest.raises(Killed):
            WORKS[name](quick_home(path, system=Faulty(number, None)))
        home = quick_home(path)
        home.tidy()
        assert [found for found, what in home.files() if "cut off" in what] == []
        if name == "forget":
            WORKS[name](home)  # done once more, it comes to its end
            assert not (path / "drawers").exists()
            continue
        assert home.page() is not None
        opened = either(home, "a", PASSPHRASE, "another one")
        note = opened.load("note", Note)
        assert note == Note(words=["old"]) or (name == "save" and note == Note(words=["new"]))
        opened.save("note", Note(words=["later"]))
        if home.drawer("b").exists:
            home.drawer("b").open(PASSPHRASE)
        else:
            home.drawer("b").lock(PASSPHRASE)


def either(home: Home, side: Side, *passphrases: str) -> OpenDrawer:
    """The drawer, opened with the first of these that opens it."""
    for passphrase in passphrases[:-1]:
        try:
            return home.drawer(side).open(passphrase)
        except WrongPassphrase:
            continue
    return home.drawer(side).open(passphrases[-1])


# Forgetting


def test_forgetting_takes_ones_own_drawer_and_not_the_others(there: Home) -> None:
    """With one's words goes one's private part, its key first; the other one's stays and opens."""
    locked(there, "of a")
    there.drawer("b").lock(PASSPHRASE).save("note", Note(words=["of b"]))
    assert there._to_forget("a")[0] == "drawers/a/key.age"
    assert there.forget("a") == []
    assert not (there.path / "drawers/a").exists()
    assert there.drawer("b").open(PASSPHRASE).load("note", Note) == Note(words=["of b"])


def test_what_lies_in_a_drawer_and_is_not_ours_stays(there: Home) -> None:
    """A file that somebody put there is named, and is neither read nor erased."""
    locked(there, "of a")
    (there.path / "drawers/a/mine.txt").write_text("by hand")
    assert there.forget("a") == ["drawers/a/mine.txt: not one of ours"]
    assert names(there.path / "drawers/a") == ["mine.txt"]


def test_looking_up_the_signals_loads_no_lock(there: Home) -> None:
    """`couplekit signals` loads neither the library that locks nor the list of words."""
    locked(there)
    program = (
        "import atexit, sys\n"
        "atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)))\n"
        "from couplekit.__main__ import main\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--home", str(there.path), "signals"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        text=True,
    )
    loaded = set(done.stderr.split())
    assert "couplekit.storage.home" in loaded
    assert loaded & {"pyrage", "xkcdpass", "couplekit.storage.drawers", "couplekit.storage.wrapping"} == set()
