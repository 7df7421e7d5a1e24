"""The rooms of the house: who may know whom, and what is loaded when."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import couplekit

SOURCE = Path(couplekit.__file__).parent
#: What each room may import of ours. Beside the rooms stand modules that belong to all of them.
ROOMS = {
    "domain": {"domain"},
    "content": {"domain", "content"},
    "conversation": {"domain", "conversation"},
    "storage": {"domain", "storage"},
    "showing": {"domain", "showing"},
    "commands": {"domain", "content", "conversation", "storage", "showing", "commands"},
}
SHARED = {"errors", "lines", "reading"}
#: What the modules beside the rooms may import of ours.
BESIDE = {
    "__init__": set(),
    "__main__": {"commands"},
    "errors": set(),
    "lines": set(),
    "reading": {"domain", "errors"},
}
#: Which of our files may import a library, by the beginning of their path.
DOORS = {
    "questionary": ("conversation/console.py",),
    "prompt_toolkit": ("conversation/console.py",),
    "rich": ("showing/", "conversation/", "commands/"),
    "typer": ("commands/",),
    "platformdirs": ("commands/",),
    "wcwidth": ("lines.py",),
    "tomli": ("reading.py",),
    "tomli_w": ("storage/",),
    "filelock": ("storage/",),
    "pyrage": ("storage/",),
    "xkcdpass": ("commands/lock.py",),
    "simplemma": ("content/coach.py",),
    "pydantic": ("domain/", "content/", "storage/", "reading.py"),
}
#: These are slow to load, so each is imported where it is used and not when a module is.
LATE = {
    "rich",
    "wcwidth",
    "questionary",
    "prompt_toolkit",
    "filelock",
    "platformdirs",
    "pyrage",
    "tomli_w",
    "xkcdpass",
    "simplemma",
}


class Import(NamedTuple):
    """One import: the file it stands in, what it names, and whether it happens when the file is loaded."""

    file: str
    name: str
    at_once: bool

    @property
    def top(self) -> str:
        """The first part of the name."""
        return self.name.partition(".")[0]


def imports() -> Iterator[Import]:
    """Every import of every file, without those that exist for the type checker alone."""
    for path in sorted(SOURCE.rglob("*.py")):
        file = path.relative_to(SOURCE).as_posix()
        yield from _found(file, ast.parse(path.read_text(encoding="utf-8")), at_once=True)


def _found(file: str, node: ast.AST, *, at_once: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(file, alias.name, at_once) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"{file} imports by dots"
            module = child.module or ""
            # "from couplekit import content" names a room as well.
            ours = [f"couplekit.{alias.name}" for alias in child.names]
            yield from (Import(file, name, at_once) for name in (ours if module == "couplekit" else [module]))
        elif isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        else:
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _found(file, child, at_once=at_once and not inside)


ALL = tuple(imports())


def _room(file: str) -> str:
    return file.partition("/")[0].removesuffix(".py")


def test_every_file_has_a_room() -> None:
    """Each file stands in one of the rooms, or is one of the few beside them."""
    assert {_room(one.file) for one in ALL} <= ROOMS.keys() | BESIDE.keys()
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    assert folders - {"__pycache__", "prompts"} == ROOMS.keys()


def test_imports_go_one_way() -> None:
    """Domain knows nothing of ours; the four in the middle know the domain and not one another."""
    for one in ALL:
        if one.top != "couplekit" or one.name in ("couplekit", "couplekit.__version__"):
            continue
        room = _room(one.file)
        allowed = BESIDE[room] if room in BESIDE else ROOMS[room] | (SHARED if room != "domain" else set())
        assert one.name.split(".")[1] in allowed, f"{one.file} imports {one.name}"


def test_the_domain_is_pure() -> None:
    """Rules import the standard library, pydantic and one another: no terminal and no file."""
    away = {"os", "io", "pathlib", "subprocess", "time", "socket", "shutil", "tempfile"}
    known = (sys.stdlib_module_names - away) | {"pydantic", "couplekit"}
    assert [one for one in ALL if _room(one.file) == "domain" and one.top not in known] == []


def test_every_library_has_its_door() -> None:
    """Each library is imported where the house says, and no other one at all; questionary in one file."""
    for one in ALL:
        if one.top in sys.stdlib_module_names or one.top == "couplekit":
            continue
        assert one.top in DOORS, f"{one.file} imports {one.name}"
        assert one.file.startswith(DOORS[one.top]), f"{one.file} imports {one.name}"


def test_what_is_slow_to_load_is_imported_late() -> None:
    """No file loads rich, a prompt library or what saving needs when it is itself loaded."""
    early = [f"{one.file} imports {one.name}" for one in ALL if one.at_once and one.top in LATE]
    assert early == []


def test_nothing_is_sent_anywhere() -> None:
    """No file imports what could open a connection, and tomllib is not the reader."""
    away = {"socket", "ssl", "http", "urllib", "smtplib", "asyncio", "webbrowser", "logging", "tomllib"}
    assert [one for one in ALL if one.top in away] == []


@pytest.mark.parametrize("terminal", [False, True], ids=["in-a-pipe", "on-a-terminal"])
def test_signals_load_no_prompt_library(tmp_path: Path, terminal: bool) -> None:
    """`couplekit signals` loads neither questionary nor prompt_toolkit nor filelock, wherever it is shown."""
    home = tmp_path / "home"
    command = [sys.executable, "-m", "couplekit", "demo", "--fast", "--into", str(home)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    program = (
        "import atexit, sys\n"
        f"sys.stdout.isatty = lambda: {terminal}\n"
        "atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)))\n"
        "from couplekit.__main__ import main\n"
        "main()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, "--home", str(home), "signals"],
        env={**os.environ, "TERM": "xterm", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    assert b"tap twice" in result.stdout
    loaded = set(result.stderr.decode().split())
    assert "couplekit.storage.home" in loaded
    assert loaded & {"questionary", "prompt_toolkit", "filelock", "tomli_w"} == set()
    assert ("rich.console" in loaded) == terminal
