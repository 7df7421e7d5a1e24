"""The documents: every command and example in them runs, every link leads somewhere, every line is kind."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import tomli

from couplekit.commands.app import COMMANDS
from couplekit.domain.guide import Question

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = tuple(
    sorted(
        (
            *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG", "SECURITY")),
            *(ROOT / "docs").glob("*.md"),
        )
    )
)
README = (ROOT / "README.md").read_text(encoding="utf-8")
INSTALL = ("the try line", "the test line")
#: Conversations: they need somebody to answer.
CONVERSATIONS = (
    "start",
    "check-in",
    "say",
    "talk",
    "withdraw",
    "forget",
    "signals set",
    "signals rehearse",
    "boundaries answer",
    "boundaries off",
    "boundaries items",
    "agreement changes",
    "leave",
    "lock",
)
#: Words that press, grade or blame. A line that quotes the list itself is left out.
AVOIDED = re.compile(
    r"\b(just|should(?:n't)?|must(?:n't)?|simply|only|fail\w*|goals?|overcome\w*|conquer\w*|suffer\w*|victim\w*)\b",
    re.IGNORECASE,
)


def marked(mark: str, language: str = "sh") -> list[str]:
    """The lines of the block below a mark in the README."""
    block = re.search(rf"<!-- {re.escape(mark)} -->\n```{language}\n(.*?)```", README, re.DOTALL)
    assert block, f"there is no block marked {mark!r}"
    return block[1].splitlines()


def examples() -> Iterator[str]:
    """Every line of every shell block in the README, without the two that install."""
    install = {line for mark in INSTALL for line in marked(mark)}
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL):
        yield from (line for line in block.splitlines() if line and line not in install)


class Example:
    """A line as a shell would read it: variables, couplekit and its arguments, a file to write to."""

    def __init__(self, line: str) -> None:
        words = shlex.split(line)
        begins = words.index("couplekit")
        self.variables = dict(word.split("=", 1) for word in words[:begins])
        self.arguments = words[begins + 1 :]
        self.file = ""
        if ">" in self.arguments:
            at = self.arguments.index(">")
            self.arguments, self.file = self.arguments[:at], self.arguments[at + 1]

    @property
    def is_conversation(self) -> bool:
        """Whether it asks something, and nobody said to ask line by line."""
        said = " ".join(word for word in self.arguments if not word.startswith("--"))
        return said in CONVERSATIONS and "--plain" not in self.arguments


def run(
    *arguments: str, folder: Path, variables: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run couplekit in `folder`, without a terminal and far from the real home."""
    plain = ("ACCESSIBLE", "COUPLEKIT_PLAIN")
    quiet = {name: value for name, value in os.environ.items() if name not in plain}
    homes = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA")}
    return subprocess.run(
        [sys.executable, "-m", "couplekit", *arguments],
        cwd=folder,
        env={**quiet, **homes, "PYTHONUTF8": "1", **(variables or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def kept(home: Path) -> dict[Path, bytes]:
    """Every file in a home with what it holds."""
    return {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sample home in `kept`, as after the first evening and a check-in."""
    place = tmp_path_factory.mktemp("readme")
    made = run("--today", "2026-11-21", "demo", "--fast", "--into", "kept", folder=place)
    assert (made.returncode, made.stderr) == (0, "")
    return place


def test_each_install_line_is_one_line_that_stands_alone() -> None:
    """The try line and the test line are one line each, which begins by making an environment of its own."""
    for mark in INSTALL:
        (line,) = marked(mark)
        assert line.startswith("python3 -m venv .venv")
        (windows,) = marked(f"{mark} on Windows", "bat")
        assert windows.startswith("py -3.11 -m venv .venv")
    assert "not run in our CI" in README


def test_every_example_runs(folder: Path) -> None:
    """Every example in the README runs, in its order, says something and complains of nothing."""
    for line in examples():
        example = Example(line)
        variables = {"COUPLEKIT_HOME": str(folder / "kept"), **example.variables}
        if example.is_conversation:
            example.arguments.append("--help")
        result = run(*example.arguments, folder=folder, variables=variables)
        assert (result.returncode, result.stderr) == (0, ""), line
        assert result.stdout.strip(), line
        if example.file:
            (folder / example.file).write_text(result.stdout, encoding="utf-8")


@pytest.mark.parametrize("command", CONVERSATIONS)
def test_every_conversation_needs_somebody(folder: Path, command: str) -> None:
    """A conversation of the README is refused without a terminal, exit 2, and changes nothing."""
    assert any(Example(line).is_conversation and command in line for line in examples())
    home = folder / ("new" if command == "start" else "kept")
    before = kept(folder)
    result = run("--home", str(home), *command.split(), folder=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert "no terminal" in result.stderr
    assert kept(folder) == before


def test_every_command_is_shown() -> None:
    """Each command stands in an example of the README."""
    shown = {Example(line).arguments[0] for line in examples() if Example(line).arguments}
    assert set(COMMANDS) <= shown


@pytest.mark.parametrize("command", [*COMMANDS, "signals set", "signals rehearse", "agreement check"])
def test_every_command_has_help(folder: Path, command: str) -> None:
    """`--help` of every command ends with exit 0, names the command and touches nothing."""
    before = kept(folder)
    result = run(*command.split(), "--help", folder=folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Usage: couplekit {command.partition(' ')[0]}")
    assert kept(folder) == before


def test_the_page_in_the_design_is_that_of_the_demo(folder: Path) -> None:
    """The page shown in docs/design.md is the demo's, byte for byte, its seal included."""
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- the page of the demo -->\n```toml\n(.*?)```", design, re.DOTALL)
    assert shown
    assert shown[1] == (folder / "kept" / "agreement.toml").read_text(encoding="utf-8")


def test_the_question_in_contributing_is_sound() -> None:
    """The question that CONTRIBUTING.md shows is one that a guide can hold, and rests on known guidance."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = re.search(r" *```toml\n(.*?)```", text, re.DOTALL)
    assert block
    (values,) = tomli.loads(block[1])["question"]
    question = Question.model_validate(values)
    known = tomli.loads((ROOT / "prompts" / "guidance.toml").read_text(encoding="utf-8"))["point"]
    assert set(question.sources) <= {point["id"] for point in known}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    """Every link to another file, and every file that CONTRIBUTING.md names, is there."""
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("https://") or (document.parent / target).exists(), target
    if document.name == "CONTRIBUTING.md":
        for name in re.findall(r"`((?:src|prompts|tests|docs)/[\w./-]*)`", text):
            assert "NAME" in name or (ROOT / name).exists(), name


# The exact rules say "only" where a rule has one exception.
@pytest.mark.parametrize(
    "document", [path for path in DOCUMENTS if path.name != "consent.md"], ids=lambda path: path.name
)
def test_the_documents_are_kind(document: Path) -> None:
    """No document presses, grades or blames, raises its voice, or needs a special mark."""
    text = document.read_text(encoding="utf-8")
    assert text.isascii()
    prose = re.sub(r"```.*?```|`[^`]*`|<!--.*?-->|\*just,.*?\*|!\[", "", text, flags=re.DOTALL)
    assert not AVOIDED.findall(prose)
    assert "!" not in prose
