"""Whatever is pressed, pasted, sent or taken away at a prompt: nothing is changed that nobody confirmed.

And nothing is left behind on the terminal: neither settings, nor a second screen, nor a hidden cursor.
"""

import fcntl
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest
import tomli

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

import questionary
from every_prompt import KINDS, ORDER, SAID, STOPPED, TODAY, Kind, Kit, again, arrive, is_there, lines_to
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console as RichConsole
from window import Window

import bar_table
from bar_table import Reached
from couplekit import content
from couplekit.conversation.console import Console
from couplekit.conversation.port import Prompt
from couplekit.domain.answers import Option
from couplekit.domain.signals import Signal
from terminal import CTRL_C, CTRL_D, ENTER, ESC, PATIENCE

pytestmark = pytest.mark.terminal

CTRL_U, CTRL_Z, CTRL_BACKSLASH = "\x15", "\x1a", "\x1c"
#: Typed and never confirmed; typed before its question was there.
HALF, AHEAD = "half a line", "CANARY"
#: Lines to paste, none of which is an answer to a list, a scale or a consent.
PASTED = ("one", "two", "three")
#: What says that something went wrong inside.
_WRONG = ("Traceback", "went wrong inside", "Exception ignored", "Unhandled exception")


@dataclass
class Tally:
    """What was found, in words. `done` counts each interruption at each prompt in each way."""

    done: int = 0
    stored: list[str] = field(default_factory=list)
    tracebacks: list[str] = field(default_factory=list)
    not_restored: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)


def files(home: Path) -> dict[str, bytes]:
    """Every byte of a home, without the unfinished talk and the empty lock."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and path.name not in ("draft.toml", ".lock")
    }


def draft(home: Path) -> dict[str, object]:
    """The unfinished talk."""
    (path,) = home.glob("drafts/*/draft.toml")
    return tomli.loads(path.read_text(encoding="utf-8"))


class Run:
    """One run at one prompt: what stood in its home before it, and what was confirmed since."""

    def __init__(self, kit: Kit, name: str, plain: bool, tally: Tally) -> None:
        self.kit = kit
        self.name = name
        self.kind = KINDS[name]
        self.plain = plain
        self.tally = tally
        self.home = kit.home(self.kind.at)
        self.confirmed = dict(SAID)
        self._before = files(self.home)
        self._goes_on_at: str | None = None

    def begun(self) -> Window:
        """The command, in a window."""
        return self.kit.window(self.home, *(["--plain"] if self.plain else []), self.kind.command)

    def wait(self, window: Window, says: str) -> None:
        """Wait for another prompt."""
        (window.asks if self.plain else window.at)(says)

    def stopped(self, passed: int = 0) -> None:
        """A stop will be kept, after so many screens more: the talk goes on after the one it came at."""
        if self.kind.command == "check-in":
            after = ORDER[min(ORDER.index(self.kind.at.partition(".")[0]) + passed + 1, ORDER.index("own"))]
            # Screens read alone leave no trace, so such a turn begins again.
            self._goes_on_at = f"{after}.{'a' if after == 'own' else 'both'}"

    def judged(self, what: str, code: int, expected: int, said: str) -> None:
        """Hold what is stored, what was said and the exit code against what they have to be."""
        where = f"{what} at {self.name}, {'plain' if self.plain else 'full screen'}"
        found = draft(self.home)
        if files(self.home) != self._before or found["answers"] != self.confirmed:
            self.tally.stored.append(f"{where}: {found['answers']}")
        elif self._goes_on_at not in (None, found["at"]):
            self.tally.stored.append(f"{where}: goes on at {found['at']}")
        self.tally.tracebacks += [f"{where}: {wrong}" for wrong in _WRONG if wrong in said]
        if self.kind.hidden and HALF in said:
            self.tally.stored.append(f"{where}: what was typed is drawn")
        if code != expected:
            self.tally.codes.append(f"{where}: {code}, and not {expected}")

    def ended(self, what: str, window: Window, expected: int) -> None:
        """Wait for the end in a window that stays, and judge it and its terminal."""
        code = window.ended()
        self.judged(what, code, expected, window.raw.decode("utf-8", "replace"))
        left = window.not_restored()
        # What nobody read is not for the shell. Plain mode, where all stands there anyway, sees to it where a
        # signal ends it.
        if (not self.plain or expected > 128) and window.left_typed():
            left.append("what was typed")
        if left:
            self.tally.not_restored.append(f"{what} at {self.name}: {', '.join(left)}")


# -- what ends nothing: one after the other in one run, with Enter on nothing in the end ---------------------


def stays(run: Run) -> None:
    """Lines typed ahead, Ctrl-Z, a window of 40 by 12 and one of 20 by 5, Esc, and Enter on nothing."""
    kind = run.kind
    # Esc and a letter are another key than Esc, so that nothing can be typed ahead of the menu.
    ahead = "" if run.name == "the menu" else f"yes\r{AHEAD}\ryes\r"
    with run.begun() as window:
        arrive(window, kind, plain=run.plain, ahead=ahead)
        asleep(run, window)
        for columns, rows in ((40, 12), (20, 5)):
            another_size(run, window, columns, rows)
        menu_and_back(run, window)
        window.press(ENTER)
        if kind.command == "check-in":
            run.wait(window, kind.after)
            goes_back = kind.back or run.name in ("a page of a long card", "a hand-over")
            run.stopped(passed=0 if goes_back else 1)
            if run.name == "a list" and not run.plain:
                run.confirmed["choose.both"] = "first"  # the pointer stood there
            window.press(CTRL_C)
        run.ended("what ends nothing", window, 0)
        if AHEAD.encode() in window.raw and not run.plain:
            run.tally.stored.append(f"typed ahead of {run.name}, and drawn")
    run.tally.done += 5 + bool(ahead)


def asleep(run: Run, window: Window) -> None:
    """Ctrl-Z: nothing on the full screen; in plain mode the run sleeps until its shell wakes it."""
    window.press(CTRL_Z)
    if run.plain:
        window.sleeps().wake()


def another_size(run: Run, window: Window, columns: int, rows: int) -> None:
    """Another size, and the old one again: then all that stood above the question stands there again."""
    window.resize(columns, rows)
    if run.kind.drawn and not run.plain:
        window.at("❯")
    window.resize(80, 24)
    if run.kind.drawn and not run.plain:
        window.at(run.kind.says)


def menu_and_back(run: Run, window: Window) -> None:
    """Esc (in plain mode a stroke): the menu, and from there the same question again."""
    if run.plain:
        # Esc is no key there; a line that was begun can be taken back.
        window.press(f"{ESC}{HALF}{CTRL_U}/{ENTER}")
    else:
        window.press(ESC if run.name != "a typed consent" else ESC + ENTER)
    if run.kind.back:
        again(window, run.kind, plain=run.plain)
        return
    run.wait(window, "Take your time.")
    window.press(ENTER if run.plain else ESC)
    is_there(window, run.kind, plain=run.plain)


# -- pasted lines: with brackets nobody confirmed them; without, they are one answer at most -----------------


def paste_in_brackets(run: Run) -> None:
    """A paste as most terminals mark it stands there at most, and nothing goes on."""
    with run.begun() as window:
        arrive(window, run.kind, plain=False)
        window.paste("\n".join(PASTED))
        if run.kind.typed and run.kind.drawn and not run.kind.hidden:
            window.see(*PASTED)
        run.stopped()
        window.press(CTRL_C)
        run.ended("a paste in brackets", window, 0)
    run.tally.done += 1


def pasted_lines(run: Run) -> None:
    """Lines without brackets are one answer at most, and never one to what follows."""
    sees, passed, answers = what_pasted_lines_do(run.name, run.kind, plain=run.plain)
    with run.begun() as window:
        arrive(window, run.kind, plain=run.plain)
        window.press("".join(f"{line}\r" for line in PASTED))
        run.confirmed |= answers
        if run.kind.command == "check-in":
            if run.name == "several lines":
                window.see(*PASTED)
            else:
                run.wait(window, sees)
            run.stopped(passed)
            window.press(CTRL_C)
        run.ended("pasted lines", window, 0)
    run.tally.done += 1


def what_pasted_lines_do(name: str, kind: Kind, *, plain: bool) -> tuple[str, int, dict[str, str]]:
    """What is seen after pasted lines, how many screens were passed, and which answers they are."""
    joined = {"line.both": " ".join(PASTED)}
    if name == "a number":
        return "a whole number", 0, {}
    if plain and name in ("a list", "several of a list", "the menu", "a pause"):
        return "That is not on the list", 0, {}
    one = name in ("a list", "several of a list", "one line", "a secret", "a card")
    answers = joined if name == "one line" else {"choose.both": "first"} if name == "a list" else {}
    return kind.after, int(one), answers


# -- what ends a conversation --------------------------------------------------------------------------------


def half_typed(run: Run, window: Window) -> None:
    """Begin a line, where one can be typed."""
    if run.kind.typed or (run.plain and run.name != "the breath"):
        window.press(HALF)
        if not run.kind.hidden:
            window.see(HALF)


def by_key(key: str, code: int) -> Callable[[Run], None]:
    """A key that ends it."""

    def interrupt(run: Run) -> None:
        what = {CTRL_C: "Ctrl-C", CTRL_D: "Ctrl-D"}.get(key, "Ctrl-\\")
        keys = key
        with run.begun() as window:
            arrive(window, run.kind, plain=run.plain)
            if key != CTRL_D or not run.plain:
                half_typed(run, window)
            if key == CTRL_D and run.name == "the breath":
                # There it is a key as any other.
                window.press(CTRL_D)
                run.wait(window, run.kind.after)
                keys = CTRL_C
            if key == CTRL_D and run.name == "a typed consent" and not run.plain:
                keys = CTRL_D * 2  # the first one hands over the half line
            if code == 0:
                run.stopped()
            window.press(keys)
            run.ended(what, window, code)
            if code == 0:
                assert STOPPED in window.flat
        run.tally.done += 1

    return interrupt


def by_signal(number: int, code: int) -> Callable[[Run], None]:
    """A signal that ends it."""

    def interrupt(run: Run) -> None:
        with run.begun() as window:
            arrive(window, run.kind, plain=run.plain)
            half_typed(run, window)
            if code == 0:
                run.stopped()
            window.signal(number)
            run.ended(signal.Signals(number).name, window, code)
            if not run.plain:
                assert run.kind.says not in window.flat
        run.tally.done += 1

    return interrupt


def window_closed(run: Run) -> None:
    """The window goes away: nothing is left to put back, and nothing is confirmed."""
    with run.begun() as window:
        arrive(window, run.kind, plain=run.plain)
        half_typed(run, window)
        code = window.close_window()
        run.judged("the window closed", code, 129, window.raw.decode("utf-8", "replace"))
    run.tally.done += 1


def end_of_a_pipe(run: Run) -> None:
    """Lines from a pipe that ends at the prompt: a stop there."""
    run.stopped()
    result = piped(run.kit, run.home, "--plain", run.kind.command, typed=lines_to(run.kind))
    run.judged("the end of a pipe", result.returncode, 0, result.stdout + result.stderr)
    assert STOPPED in result.stdout
    run.tally.done += 1


def piped(kit: Kit, home: Path, *args: str, typed: str | None = "") -> "subprocess.CompletedProcess[str]":
    """A run in a pipe that holds these lines, or with its input closed."""
    command = [sys.executable, "-m", "couplekit", "--today", str(TODAY), *args]
    if typed is None:
        command = ["sh", "-c", 'exec "$@" <&-', "sh", *command]
    return subprocess.run(
        command,
        input=typed or "",
        check=False,
        env=os.environ | {"COUPLEKIT_HOME": str(home)} | kit.environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


#: Every interruption, and whether it can be on the full screen and in plain mode.
INTERRUPTIONS: dict[str, tuple[Callable[[Run], None], bool, bool]] = {
    "what ends nothing": (stays, True, True),
    "a paste in brackets": (paste_in_brackets, True, False),
    "pasted lines": (pasted_lines, True, True),
    "Ctrl-C": (by_key(CTRL_C, 0), True, True),
    "Ctrl-D": (by_key(CTRL_D, 0), True, True),
    "Ctrl-\\": (by_key(CTRL_BACKSLASH, 131), True, True),
    "SIGINT": (by_signal(signal.SIGINT, 0), True, True),
    "SIGTERM": (by_signal(signal.SIGTERM, 143), True, True),
    "SIGHUP": (by_signal(signal.SIGHUP, 129), True, True),
    "SIGQUIT": (by_signal(signal.SIGQUIT, 131), True, True),
    "the window closed": (window_closed, True, True),
    "the end of a pipe": (end_of_a_pipe, False, True),
}
#: Every run: an interruption at a kind of prompt, on the full screen or in plain mode.
RUNS = [
    (what, name, plain)
    for what, (_, full, plainly) in INTERRUPTIONS.items()
    for plain in (False, True)
    for name, kind in KINDS.items()
    if (plainly and kind.plain if plain else full)
    # A typed yes needs a terminal: from a pipe it is refused, which is its own case below.
    if (what, name) != ("the end of a pipe", "a typed consent")
]

#: Every conversation, and how it ends where there is no terminal: on the full screen, and in plain mode at
#: the end of a closed input.
CONVERSATIONS = {
    ("start",): (0, 0),  # with a page, and nobody there: it shows what is set up
    ("check-in",): (2, 0),
    ("signals", "set"): (2, 0),
    ("signals", "rehearse"): (2, 0),
    ("boundaries",): (0, 0),  # with a page, it shows what is open
    ("boundaries", "answer"): (2, 0),
    ("boundaries", "off"): (2, 0),
    ("boundaries", "items"): (2, 0),
    ("leave",): (2, 0),
    ("withdraw",): (2, 0),
    ("forget",): (2, 2),
}


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    """Every kind of prompt."""
    return Kit(tmp_path_factory.mktemp("kit"))


def test_an_interruption_changes_nothing_and_leaves_the_terminal_as_it_was(kit: Kit, bar: Reached) -> None:
    """Any interruption at any prompt: no byte that nobody confirmed, no traceback, the terminal as before."""
    tally = Tally()
    for what, name, plain in RUNS[:: bar_table.one_in]:
        interrupt, _, _ = INTERRUPTIONS[what]
        try:
            interrupt(Run(kit, name, plain, tally))
        except AssertionError as error:
            tally.astray.append(f"{what} at {name}, {'plain' if plain else 'full screen'}: {error}")
            # Each one has waited for a screen that never came.
            assert len(tally.astray) < 5, "\n\n".join(tally.astray)
    for command, codes in CONVERSATIONS.items():
        for plain, code in zip((False, True), codes, strict=True):
            for typed in (None, ""):
                nobody_there(kit, command, tally, code, plain=plain, typed=typed)
    print("\n".join([*tally.stored, *tally.tracebacks, *tally.not_restored, *tally.codes, *tally.astray]))
    bar(
        "interruptions",
        {
            "combinations": tally.done,
            "stored changes": len(tally.stored),
            "tracebacks": len(tally.tracebacks),
            "terminals not restored": len(tally.not_restored),
            "wrong exit codes": len(tally.codes),
            "other screens than expected": len(tally.astray),
        },
    )


def nobody_there(
    kit: Kit, command: tuple[str, ...], tally: Tally, code: int, *, plain: bool, typed: str | None
) -> None:
    """A conversation with its input closed, or with an empty pipe: it is refused, or ends as it began."""
    home = kit.home("choose.both")
    before, begun = files(home), draft(home)
    result = piped(kit, home, *(["--plain"] if plain else []), *command, typed=typed)
    where = f"couplekit {' '.join(command)}{' --plain' * plain}, nobody there"
    if files(home) != before or draft(home) != begun:
        tally.stored.append(where)
    tally.tracebacks += [where for wrong in _WRONG if wrong in result.stdout + result.stderr]
    if result.returncode != code:
        tally.codes.append(f"{where}: {result.returncode}, and not {code}")
    tally.done += 1


# -- what the table above stands on ------------------------------------------------------------------------


def test_a_card_in_a_window_that_was_made_smaller_loses_no_line(kit: Kit) -> None:
    """Read page by page, a card begins again where the window changed: every line of it was on the screen."""
    home = kit.home("long.both")
    shown = ""
    with kit.window(home, "check-in") as window:
        arrive(window, KINDS["a page of a long card"], plain=False)
        window.resize(40, 12).at("More")
        window.press(ENTER)
        while "Next" not in window.at_either("❯ More", "❯ Next").text:
            shown += window.text
            window.press(ENTER)
        shown += window.text
        window.press(CTRL_C)
        assert window.ended() == 0
    assert all(f"Part {number} of" in shown for number in range(1, 16))


def test_a_signal_that_comes_with_an_answer_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sent while an answered question is about to be gone, SIGTERM ends the talk before the next one."""

    def answered(question: questionary.Question) -> str:
        question.application.loop = SimpleNamespace(call_soon_threadsafe=lambda act: act())  # type: ignore[assignment]
        question.application.future = Future()  # type: ignore[assignment]
        question.application.future.set_result("1")
        signal.raise_signal(signal.SIGTERM)
        return "1"

    monkeypatch.setattr(questionary.Question, "unsafe_ask", answered)
    person = Console(content.interface(), RichConsole(file=io.StringIO(), force_terminal=True))
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the run of the tests is not to end by it
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        person.begin()
        try:
            with pytest.raises(SystemExit) as ended:
                person.ask(Prompt(kind="pick", say="Which?", options=(Option("one", "The first"),)))
        finally:
            person.end()
            signal.signal(signal.SIGTERM, before)
    assert ended.value.code == 143


@pytest.mark.skipif(sys.platform != "linux", reason="not run: only Linux makes a pipe as small as this")
def test_ctrl_c_outside_a_conversation_is_130(kit: Kit) -> None:
    """A command that only shows something ends with 130 and no traceback."""
    words = {f"k{number}": f"word {number} of a great many that stand on one card" for number in range(200)}
    home = kit.home("end.both", signals={"stop": Signal(words=words, signs={"s": "tap"})})
    read, write = os.pipe()
    fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, 4096)
    with subprocess.Popen(
        [sys.executable, "-m", "couplekit", "--home", str(home), "signals"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        # Where the tests run in the background, Ctrl-C is ignored there and in all that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL) and None,  # noqa: PLW1509 - no threads
    ) as process:
        os.close(write)
        # The card is longer than the pipe takes: from its first letter on it waits in the middle of it.
        os.read(read, 1)
        process.send_signal(signal.SIGINT)
        while os.read(read, 65536):
            pass
        os.close(read)
        assert process.wait(PATIENCE) == 130
        assert process.stderr is not None
        assert process.stderr.read() == ""
