"""Whoever has to be gone at once leaves nothing on the screen or above it, and --no-save nothing at all."""

import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

import pyte
import watched
from every_prompt import KINDS, Kit, arrive
from rich.console import Console as RichConsole
from storage_samples import TODAY, draft, home_at, page, record
from window import TwoScreens, Window

import bar_table
from bar_table import Reached
from couplekit.conversation.keys import CLEAR
from couplekit.domain.boundaries import Boundary
from couplekit.domain.people import Partners, Person
from couplekit.domain.signals import Signal
from terminal import CTRL_C, DOWN, ENTER, ESC, PATIENCE

pytestmark = pytest.mark.terminal

#: On the screen already; half typed and not yet confirmed.
SHOWN, TYPED = "CANARY-shown", "CANARY-typed"


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    """Every kind of prompt."""
    return Kit(tmp_path_factory.mktemp("kit"))


# -- the terminal that the rest is looked at with: it has to be able to say no -------------------------------


def remembers(*written: str) -> tuple[bool, bool]:
    """Whether a canary stands on the screen, and in its memory, after this was written to a small one."""
    screen = TwoScreens(20, 4)
    pyte.Stream(screen).feed("".join(written))
    memory = "".join(cell.data for line in screen.history.top for cell in line.values())
    return "CANARY" in "".join(screen.display), "CANARY" in memory


def test_the_terminal_of_these_tests_remembers_as_much_as_any() -> None:
    """It has a second screen without a memory, moves up what is erased as a whole, and forgets when asked."""
    screen = io.StringIO()
    rich = RichConsole(file=screen, force_terminal=True)
    rich.clear()
    erased_by_rich = screen.getvalue()
    assert "\x1b[2J" in erased_by_rich
    second, first, up = "\x1b[?1049h", "\x1b[?1049l", "\r\n" * 4
    assert remembers("CANARY") == (True, False)
    assert remembers("CANARY", up) == (False, True)
    assert remembers("CANARY", erased_by_rich) == (False, True)
    assert remembers("CANARY", "\x1b[H\x1b[0J") == (False, False)
    assert remembers("CANARY", up, "CANARY", CLEAR) == (False, False)
    assert remembers(second, "CANARY", up) == (False, False)
    assert remembers(second, "CANARY", up, "CANARY", erased_by_rich, first) == (False, False)
    assert remembers("CANARY", second) == (False, False)
    assert remembers("CANARY", second, CLEAR, first) == (True, False)
    assert remembers("CANARY", up, second, CLEAR, first) == (False, True)
    assert remembers("CANARY", second, first, "\x1b[H\x1b[0J", second, "CANARY", first) == (False, False)


# -- one action, and it is gone ------------------------------------------------------------------------------


def by_menu(window: Window) -> None:
    """Esc, and "Leave now" in the menu that it opens, wherever it stands there."""
    while "Leave now" not in window.flat:
        window.press(ESC if "Type yes" not in window.flat else ESC + ENTER)
        window.at("❯")
    lines = [line for line in window.text.splitlines() if line.strip()]
    pointer = next(number for number, line in enumerate(lines) if "❯" in line)
    wanted = next(number for number, line in enumerate(lines) if "Leave now" in line)
    window.press(DOWN * (wanted - pointer) + ENTER)


def by_line(window: Window) -> None:
    """What is typed for it, after the half line is taken back."""
    window.press("\x15/leave" + ENTER)


def by_signal(number: int) -> Callable[[Window], None]:
    """A signal from outside."""
    return lambda window: window.signal(number) and None


#: Every way of leaving on the full screen, and its exit code.
WAYS: dict[str, tuple[Callable[[Window], None], int]] = {
    "Esc and Leave now": (by_menu, 0),
    "/leave": (by_line, 0),
    "Ctrl-C": (lambda window: window.press(CTRL_C) and None, 0),
    "SIGTERM": (by_signal(signal.SIGTERM), 143),
    "SIGHUP": (by_signal(signal.SIGHUP), 129),
}
#: Each way at each kind of prompt; where no line can be typed there is no `/leave`. In plain mode that is
#: the way: it has no screen of its own that a stop could put away.
LEAVINGS = [
    *((way, name, False) for way in WAYS for name, kind in KINDS.items() if way != "/leave" or kind.typed),
    *(("/leave", name, True) for name, kind in KINDS.items() if kind.plain),
]


def test_one_action_leaves_nothing_on_the_screen_and_nothing_above_it(kit: Kit, bar: Reached) -> None:
    """Shown, half typed or just answered: after one action no canary is on the screen or in its memory."""
    on_screen: list[str] = []
    in_memory: list[str] = []
    not_restored: list[str] = []
    leavings = LEAVINGS[:: bar_table.one_in]
    for way, name, plain in leavings:
        leave, code = WAYS[way]
        kind = KINDS[name]
        home = kit.home(kind.at, partners=Partners(a=Person(name=SHOWN), b=Person(name="Alex")))
        where = f"{way} at {name}, {'plain' if plain else 'full screen'}"
        with kit.window(home, *["--plain"] * plain, kind.command) as window:
            arrive(window, kind, plain=plain)
            if kind.typed or (plain and kind.asked):
                window.press(TYPED)
                if not kind.hidden:
                    window.see(TYPED)
            elif plain:
                window.press(ENTER)  # any key ends the breath, and then a line can be typed
                window.asks("Sit quietly")
            assert "CANARY" in window.raw.decode(), f"nothing was there to see: {where}"
            leave(window)
            assert window.ended() == code, where
            on_screen += [where] * ("CANARY" in window.text)
            in_memory += [where] * ("CANARY" in window.history)
            not_restored += [f"{where}: {left}" for left in window.not_restored()]
            assert code != 0 or way == "Ctrl-C" or window.text.strip() == "$", "leaving says nothing"
    print("\n".join([*on_screen, *in_memory, *not_restored]))
    bar(
        "leaving",
        {
            "leavings": len(leavings),
            "canaries on the screen": len(on_screen),
            "canaries in its memory": len(in_memory),
            "terminals not restored": len(not_restored),
        },
    )


def test_leaving_a_terminal_that_knows_no_sequences_moves_the_words_up(kit: Kit) -> None:
    """With TERM=dumb nothing can be cleared: no sequence is sent, and the words are off the screen."""
    kind = KINDS["one line"]
    home = kit.home(kind.at, partners=Partners(a=Person(name=SHOWN), b=Person(name="Alex")))
    with Window(home, kind.command, **{**kit.environment, "TERM": "dumb"}) as window:
        arrive(window, kind, plain=True)
        window.press("/leave" + ENTER)
        assert window.ended() == 0
        assert b"\x1b" not in window.raw
        assert "CANARY" not in window.text
        assert "CANARY" in window.history, "a limit that docs/privacy.md states"


# -- a screen that changes hands -----------------------------------------------------------------------------


def hands_over(kit: Kit, *, plain: bool) -> tuple[bool, bool]:
    """Whether what the first one typed alone is on the screen for the second, and in its memory."""
    home = kit.home("own.a")
    with kit.window(home, *["--plain"] * plain, "check-in") as window:
        arrive(window, KINDS["a hand-over"], plain=plain)
        wait = window.asks if plain else window.at
        window.press(ENTER)
        wait("What would you like to say to nobody?").type(TYPED)
        wait("For one of you alone", "Alex")
        found = ("CANARY" in window.text, "CANARY" in window.history)
        window.press(ENTER)
        wait("What would you like to say to nobody?")
        found = (found[0] or "CANARY" in window.text, found[1] or "CANARY" in window.history)
        window.press(CTRL_C)
        assert window.ended() == 0
        return found[0], found[1] or "CANARY" in window.history


def first_evening_hands_over(home: Path) -> tuple[bool, bool]:
    """Whether what the first one read on a first evening is there for the second: screen and memory."""
    with Window(home, "start") as window:
        window.at("Who is here tonight?").press(ENTER)
        read = []
        window.at("For one of you alone").press(ENTER)
        for title in ("How this works", "Stop and no", "If no is not safe"):
            window.at(title, "Next")
            read += [line.strip() for line in window.text.splitlines() if len(line) > 30]
            window.press(ENTER)
        window.at("For one of you alone")
        found = [any(line in seen for line in read) for seen in (window.text, window.history)]
        window.press(CTRL_C)
        assert window.ended() == 0
        assert read
        return found[0], found[1]


def test_what_the_first_one_said_is_not_there_for_the_second(kit: Kit, home: Path, bar: Reached) -> None:
    """On the full screen it is gone; in plain mode it is off the screen, and scrolling back finds it."""
    full = [hands_over(kit, plain=False), first_evening_hands_over(home)]
    plain = hands_over(kit, plain=True)
    assert plain[1], "a limit that docs/privacy.md states: without it this would be no test"
    bar(
        "hand-over",
        {
            "hand-overs": len(full) + 1,
            "canaries on the screen": sum(seen for seen, _ in [*full, plain]),
            "canaries in its memory, full screen": sum(kept for _, kept in full),
        },
    )


# -- nothing of it is kept -----------------------------------------------------------------------------------


class Talk(NamedTuple):
    """A conversation that would change something: what is typed, its command, and the home it is held in."""

    command: tuple[str, ...]
    #: Lines, one for each prompt. Two of them are a yes, which waits for a terminal.
    typed: tuple[str, ...]
    home: str = "two"
    #: What is said where it came to its end.
    says: str = "Our page"


_CARDS = ("", "", "")
#: A hand-over and a card, fourteen times "could talk about it", no further area, and handed in.
_TURN = ("", "", *["3"] * 14, "1", "2")
TALKS = {
    "a first evening": Talk(
        ("start",), ("1", "", *_CARDS, "", *_CARDS, "", "Sam", "Alex", *["1"] * 6), home="none"
    ),
    "a first evening alone": Talk(
        ("start", "--alone"), (*_CARDS, "Kim", *["1"] * 5), home="none", says="My page"
    ),
    "a check-in": Talk(
        ("check-in",),
        ("1", "1", "2", "CANARY", "1", "2", "CANARY", "1", "1", "", "2", "2", "1"),
        says="Thank you both",
    ),
    "a check-in, gone on with": Talk(
        ("check-in",), ("1", "", "1", "1", "1"), home="talk", says="Thank you both"
    ),
    "a check-in begun anew, and stopped": Talk(
        ("check-in",), ("2", "1", "2", "/stop"), home="talk", says="Stopped."
    ),
    "a check-in alone": Talk(
        ("check-in",), ("1", "2", "CANARY", "1", "1", "", "2", "1"), home="one", says="Thank you"
    ),
    "a word more": Talk(("signals", "set"), ("1", "1", "amber"), says="amber"),
    "a word less": Talk(("signals", "set"), ("1", "5", "1", "yes", "yes"), home="more", says="slept on"),
    "another name": Talk(("start",), ("3", "Robin"), says="Robin"),
    "another pace": Talk(("start",), ("5", "2", "yes", "yes"), says="Our page"),
    "a partner who joins": Talk(("start",), ("4", *_CARDS, "Alex"), home="one", says="Alex"),
    "a round": Talk(("boundaries", "answer"), (*_TURN, *_TURN, "", "", "2"), says="What is new is slept on"),
    "something taken off": Talk(("boundaries", "off"), ("1", "1"), home="rows", says="This counts now"),
    "something not for us": Talk(
        ("boundaries", "off"), ("2", "2", "2", "1"), home="rows", says="This counts now"
    ),
    "something of our own": Talk(("boundaries", "items"), ("2", "CANARY", "1", "1"), says="Done."),
    "the page closed": Talk(("leave",), ("2",), home="rows", says="Closed."),
}
#: What only changes files is refused with --no-save, before anybody is asked.
REFUSED = (("withdraw",), ("forget",))


def everything(folder: Path) -> dict[str, tuple[bytes, int]] | None:
    """Every file and folder, with what it holds and when it was changed. None where there is none."""
    if not folder.exists():
        return None
    return {
        str(path): (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns)
        for path in [folder, *folder.rglob("*")]
    }


def prepared(kind: str, path: Path) -> None:
    """A home of that kind; `none` is not there yet."""
    if kind == "none":
        return
    home = home_at(path)
    alone = Partners(a=Person(name="Kim"))
    more = {"stop": Signal(words={"k1": "red", "k2": "blue"}, signs={"s1": "tap"}, reply="Yes.")}
    rows = {"hug-hello": Boundary.model_validate({"level": "talk", "from": TODAY, "round": 1})}
    changes = {
        "one": {"partners": alone},
        "more": {"signals": {**page().signals, **more}},
        "rows": {"boundaries": rows},
    }.get(kind, {})
    home.create(page(**changes))
    if kind == "talk":
        home.save_record(record("2026-11-14-aa"))
        home.save_draft(draft(f"{TODAY}-bb", guide="check-in-short", at="thanks.both", answers={}, asked={}))


#: Where a program may keep things of its own.
PLACES = ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")


def hold(talk: Talk, folder: Path, *options: str) -> bool:
    """Hold a conversation in plain mode, in a home and a HOME of its own. True where a file was written."""
    environment = {name: str(folder / name) for name in PLACES}
    for place in environment.values():
        Path(place).mkdir()
    environment |= watched.environment()
    args = ["--today", str(TODAY), "--plain", *options, *talk.command]
    if "yes" in talk.typed:
        with Window(folder / "home", *args, columns=400, rows=200, **environment) as window:
            for line in talk.typed:
                window.asks("").press(line + ENTER)
            assert window.ended() == 0
            said = written = window.text
    else:
        result = subprocess.run(
            [sys.executable, "-m", "couplekit", *args],
            input="\n".join(talk.typed) + "\n",
            env=os.environ | environment | {"COUPLEKIT_HOME": str(folder / "home")},
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert result.returncode == 0, result.stderr
        said, written = result.stdout, result.stderr
    assert talk.says in " ".join(said.split()), said
    left = [path for place in PLACES for path in (folder / place).iterdir()]
    return bool(left or watched.written(written))


def test_with_no_save_nothing_is_written_anywhere(tmp_path: Path, bar: Reached) -> None:
    """With --no-save no conversation changes a byte or a time of the home, or opens a file to write it."""
    changed: list[str] = []
    idle: list[str] = []
    for number, (name, talk) in enumerate(TALKS.items()):
        for options in (("--no-save",), ()):
            folder = tmp_path / f"{number}{len(options)}"
            prepared(talk.home, folder / "home")
            folder.mkdir(exist_ok=True)
            before = everything(folder / "home")
            wrote = hold(talk, folder, *options)
            after = everything(folder / "home")
            if options:
                changed += [name] * (wrote or after != before)
            else:
                # Without the option the same words do change it; a talk that did not would show nothing.
                idle += [name] * (not wrote or after == before)
    for command in REFUSED:
        folder = tmp_path / "refused"
        shutil.rmtree(folder, ignore_errors=True)
        prepared("talk", folder / "home")
        before = everything(folder / "home")
        with Window(folder / "home", "--no-save", *command) as window:
            assert window.ended() == 2
        changed += [command[0]] * (everything(folder / "home") != before)
    print(changed, idle)
    bar(
        "keeping nothing",
        {
            "conversations": len(TALKS) + len(REFUSED),
            "something left": len(changed),
            "nothing to leave": len(idle),
        },
    )
