"""Wrapping a key with a passphrase: the work factor, hostile files, and work that is cut off."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from age_writer import armored, wrapped
from lock_samples import PASSPHRASE, locked, quick_home

import bar_table
from bar_table import Reached
from couplekit.errors import FileProblem
from couplekit.storage import wrapping
from couplekit.storage.wrapping import (
    HIGHEST,
    WRITTEN,
    AgeWrapping,
    DamagedKey,
    DrawerProblem,
    NotWorkedOut,
    PassphraseRefused,
    WrongPassphrase,
    factor_of,
)

IDENTITY = "AGE-SECRET-KEY-1QQQQQQ\n"
FAKE = Path(__file__).parent / "fake_pyrage"


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every process that was begun; there is to be none."""
    begun: list[object] = []

    def begin(*args: object, **_: object) -> None:
        begun.append(args)
        raise AssertionError("work was begun")

    monkeypatch.setattr(subprocess, "Popen", begin)
    return begun


@contextmanager
def busy() -> Iterator[None]:
    """While inside, every processor has something else to do. That ends with this process at the latest."""
    program = (
        "import select, sys\nwhile not select.select([sys.stdin], [], [], 0)[0]:\n    sum(range(100_000))\n"
    )
    workers = [
        subprocess.Popen([sys.executable, "-I", "-S", "-c", program], stdin=subprocess.PIPE)
        for _ in range(os.cpu_count() or 1)
    ]
    try:
        yield
    finally:
        for worker in workers:
            worker.communicate()


# What is written


def test_every_lock_is_a_strong_one(bar: Reached) -> None:
    """Whatever else the machine does, a key is wrapped with a work factor of 18, 19 or 20."""
    locks = bar_table.BARS["locks, work factor"].required["locks"].now(bar_table.one_in)
    idle = [AgeWrapping().wrap(IDENTITY, PASSPHRASE) for _ in range(locks // 2)]
    with busy():
        loaded = [AgeWrapping().wrap(IDENTITY, PASSPHRASE) for _ in range(locks - len(idle))]
    factors = [factor_of(file) for file in (*idle, *loaded)]
    bar(
        "locks, work factor",
        {
            "locks": len(factors),
            "under load": len(loaded),
            "factors other than 18, 19 or 20": sum(factor not in (18, 19, 20) for factor in factors),
        },
    )
    assert AgeWrapping().unwrap(idle[0], PASSPHRASE) == IDENTITY


#: The factors that the library picks, one after the other, and the one that is kept in the end.
PICKED = {
    "13 14 19": 19,
    "21 20": 20,
    "14 13 21 18": 18,
    "19 13": 19,
    "13 14 21 13 19": None,
    "21 21 21 21 20": None,
}


def test_a_weak_or_heavy_factor_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bar: Reached
) -> None:
    """A factor other than 18 to 20 is written again three times, and then nothing is locked, in words."""
    wrong: list[str] = []
    left: list[str] = []
    monkeypatch.setenv("PYTHONPATH", str(FAKE))
    for number, (picked, wanted) in enumerate(PICKED.items()):
        monkeypatch.setenv("FACTORS", str(tmp_path / "factors"))
        (tmp_path / "factors").write_text(picked, "utf-8")
        home = quick_home(tmp_path / str(number))
        home.wrapping = AgeWrapping
        if wanted is None:
            with pytest.raises(NotWorkedOut, match="did not come to a lock of the right strength"):
                home.drawer("a").lock(PASSPHRASE)
            left += [name for name, _ in home.files()]
            assert len((tmp_path / "factors").read_text("utf-8").split()) == 1, "it was tried four times"
        else:
            home.drawer("a").lock(PASSPHRASE)
            factor = factor_of((home.path / "drawers/a/key.age").read_bytes())
            wrong += [picked] * (factor != wanted)
    bar(
        "locks, odd factors",
        {"runs": len(PICKED), "weak or heavy locks made": len(wrong), "files left": len(left)},
    )


# What is opened


def hostile() -> Iterator[tuple[str, bytes]]:
    """Files that nothing is to be worked out for."""
    sound = wrapped(b"AGE-SECRET-KEY-1", "x", 2)
    for factor in range(HIGHEST + 1, 64):
        yield f"factor {factor}", wrapped(b"AGE-SECRET-KEY-1", "x", 2, claimed=str(factor))
    for claimed in (
        "0",
        "-1",
        "018",
        "+18",
        "0x12",
        "1e1",
        "99999999999999999999",
        " 18",
        "18 18",
        "",
        "18x",
    ):
        file = wrapped(b"AGE-SECRET-KEY-1", "x", 2, claimed="?").replace(b" ?\n", b" %s\n" % claimed.encode())
        yield f"factor {claimed!r}", file
    yield "empty", b""
    yield "a page", b"# Our page.\n\nformat = 1\n"
    yield "zeros", b"\0" * 400
    yield "two passphrases", sound.replace(b"\n---", b"\n" + sound.split(b"\n", 3)[1] + b"\nAAAA\n---", 1)
    yield "another kind", sound.replace(b"-> scrypt ", b"-> X25519 ", 1)
    yield "a newer version", sound.replace(b"org/v1", b"org/v2", 1)
    header = sound.index(b"\n---") + 48
    for cut in range(1, header, 5):
        yield f"cut at {cut}", sound[:cut]
    text = armored(sound)
    yield "armor without its end", text[: text.index(b"-----END")]
    yield "armor with something behind", text + b"x"
    yield "armor with a strange sign", text.replace(b"\n", b"\n*", 1)
    yield "armor around nothing", armored(b"")
    yield "armor of another kind", text.replace(b"AGE", b"PGP")
    yield "one line of armor", text.split(b"\n", 1)[0]


def test_nothing_is_worked_out_for_a_hostile_file(never: list[object], bar: Reached) -> None:
    """A factor above 22, and whatever is no key, is refused before any work is begun."""
    taken = []
    files = dict(hostile())
    for name, file in files.items():
        try:
            AgeWrapping().unwrap(file, PASSPHRASE)
            taken.append(name)
        except DamagedKey:
            continue
    bar("locks, hostile files", {"files": len(files), "worked out": len(never), "taken": len(taken)})


def test_a_hostile_key_is_named_and_left_alone(tmp_path: Path, never: list[object]) -> None:
    """A drawer says which file it is; that file stays as it is."""
    home = quick_home(tmp_path / "home")
    locked(home)
    home.wrapping = AgeWrapping
    key = home.path / "drawers/a/key.age"
    key.write_bytes(hard := wrapped(b"x", "x", 2, claimed="40"))
    with pytest.raises(DamagedKey, match=r"^drawers/a/key\.age could not be opened\. It asks for far more"):
        home.drawer("a").open(PASSPHRASE)
    assert (key.read_bytes(), never) == (hard, [])


def test_factors_up_to_22_are_opened_and_no_other_written() -> None:
    """What another age program wrote is opened; what we write stays within three factors."""
    assert (list(WRITTEN), HIGHEST) == ([18, 19, 20], 22)
    assert AgeWrapping().unwrap(wrapped(b"KEY", PASSPHRASE, 10), PASSPHRASE) == "KEY"


@pytest.mark.parametrize("typed", ["", " ", "\t\n", "\ud800", "half \udc80 a word, and longer"])
def test_what_is_no_passphrase_is_refused_before_any_work(typed: str, never: list[object]) -> None:
    """Nothing, or half a character, is refused in words, to lock with and to open with."""
    for work in (
        lambda: AgeWrapping().wrap(IDENTITY, typed),
        lambda: AgeWrapping().unwrap(wrapped(b"x", "x", 2), typed),
    ):
        with pytest.raises(PassphraseRefused, match="Nothing was changed or lost"):
            work()
    assert never == []


def test_both_forms_of_a_letter_open_it() -> None:
    """A key opens with é typed in either way, whichever of the two another program locked it with."""
    one, two = "caf\u00e9 caf\u00e9", "cafe\u0301 cafe\u0301"
    for locked_with in (one, two):
        file = wrapped(b"KEY", locked_with, 2)
        assert AgeWrapping().unwrap(file, two) == "KEY"
    assert AgeWrapping().unwrap(wrapped(b"KEY", one, 2), one) == "KEY"
    with pytest.raises(WrongPassphrase):
        AgeWrapping().unwrap(wrapped(b"KEY", "cafe cafe", 2), two)


def test_a_key_that_holds_no_text_is_damaged() -> None:
    """Where the passphrase fits and what it opens is no text, the key is said to be damaged."""
    with pytest.raises(DamagedKey):
        AgeWrapping().unwrap(wrapped(b"\xff\xfe", PASSPHRASE, 2), PASSPHRASE)


def test_damage_behind_a_sound_header_is_damage_and_no_wrong_passphrase() -> None:
    """What the passphrase fits and the rest does not is damaged: nobody looks for another passphrase."""
    file = wrapped(b"KEY", PASSPHRASE, 2)
    with pytest.raises(DamagedKey):
        AgeWrapping().unwrap(file[:-1] + bytes([file[-1] ^ 1]), PASSPHRASE)


def test_what_takes_long_is_spoken_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that is not done after half a second says so, one time; quick work says nothing."""
    said: list[str] = []
    opens = AgeWrapping(lambda: said.append("working"))
    assert wrapping.QUICK == 0.5
    monkeypatch.setattr(wrapping, "QUICK", 600)
    opens.unwrap(wrapped(b"KEY", PASSPHRASE, 2), PASSPHRASE)
    assert said == []
    monkeypatch.setattr(wrapping, "QUICK", 0)
    assert opens.unwrap(wrapped(b"KEY", PASSPHRASE, 2), PASSPHRASE) == "KEY"
    assert said == ["working"]


# Work that does not come to its end


@pytest.mark.skipif(sys.platform != "linux", reason="not run: only Linux takes this limit of memory")
def test_work_that_is_cut_off_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bar: Reached
) -> None:
    """Without memory, killed, or with nonsense for an answer: one sentence, and every file as it was."""
    home = quick_home(tmp_path / "home")
    locked(home, "kept")
    key = home.path / "drawers/a/key.age"
    quick = key.read_bytes()
    home.wrapping = AgeWrapping
    said = {}
    small = tmp_path / "small"
    small.write_text(f'#!/bin/sh\nulimit -v 220000\nexec {shlex.quote(sys.executable)} "$@"\n')
    small.chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", str(small))
        said["no memory to lock"] = problem_of(lambda: home.drawer("b").lock(PASSPHRASE))
        key.write_bytes(armored(wrapped(b"x", PASSPHRASE, 2, claimed="19")))
        said["no memory to open"] = problem_of(lambda: home.drawer("a").open(PASSPHRASE))
        key.write_bytes(quick)
        opened = home.drawer("a").open(PASSPHRASE)  # what takes little is done with little
    monkeypatch.setenv("FACTORS", str(tmp_path / "factors"))
    for way in ("killed", "garbage"):
        with monkeypatch.context() as patch:
            patch.setenv("PYTHONPATH", str(FAKE))
            (tmp_path / "factors").write_text(way, "utf-8")
            said[way] = problem_of(lambda: opened.change("another one"))
            assert (tmp_path / "factors").read_text("utf-8") == "", "it was begun, once"
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", str(tmp_path / "not-there"))
        said["no process"] = problem_of(lambda: home.drawer("a").open(PASSPHRASE))

    silent = [
        way for way, words in said.items() if not words.startswith("NotWorkedOut The lock could not be")
    ]
    lost = [] if key.read_bytes() == quick else ["the key"]
    lost += [str(path) for path in tmp_path.rglob("*core*")]
    lost += [name for name, _ in home.files() if name not in (".lock", "drawers/a")]
    print(said)
    bar(
        "locks, cut off",
        {"ways": len(said), "things lost": len(lost), "without a plain sentence": len(silent)},
    )


def problem_of(work: object) -> str:
    """The kind and the words of the problem that some work ends in."""
    with pytest.raises(FileProblem) as caught:
        work()  # type: ignore[operator]
    return f"{caught.type.__name__} {caught.value}"


def test_a_stop_ends_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while a key is worked out ends the process that does it, and goes on as Ctrl-C."""
    begun: list[subprocess.Popen[bytes]] = []
    true_popen = subprocess.Popen

    def begin(*args: object, **options: object) -> subprocess.Popen[bytes]:
        begun.append(true_popen(*args, **options))  # type: ignore[call-overload]
        return begun[-1]

    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", begin)
    monkeypatch.setattr(wrapping, "QUICK", 0)
    with pytest.raises(KeyboardInterrupt):
        AgeWrapping(stop).unwrap(wrapped(b"KEY", PASSPHRASE, 14), PASSPHRASE)
    assert len(begun) == 1
    assert begun[0].returncode is not None


def test_neither_the_passphrase_nor_the_key_is_in_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """What starts the work names a program and nothing else; the secrets go in by its input."""
    seen: list[str] = []
    true_popen = subprocess.Popen

    def begin(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        seen.extend([*command, *map(str, options)])
        assert "env" not in options
        return true_popen(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", begin)
    AgeWrapping().unwrap(wrapped(b"CANARY-key", "CANARY-passphrase", 2), "CANARY-passphrase")
    assert "CANARY" not in " ".join(seen)
    assert not any("CANARY" in f"{name}={value}" for name, value in os.environ.items())


def test_every_problem_is_one_of_files() -> None:
    """Whatever goes wrong with a private part is a stated problem, said in a sentence."""
    for problem in (WrongPassphrase, PassphraseRefused, NotWorkedOut, DamagedKey):
        assert issubclass(problem, DrawerProblem)
        assert issubclass(problem, FileProblem)
