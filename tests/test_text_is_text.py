"""A person's words are text and never markup: how the source may clean and print them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "couplekit"
FILES = sorted(SOURCE.rglob("*.py"))
#: What may be given to a console of rich's: things that hold text as text.
HOLDERS = {"Text", "Padding", "Group", "as_rich"}
#: The only places that write to the two streams of the process, each of them cleaned text or our own.
WRITERS = {"commands/context.py", "conversation/plain.py"}


def name_of(node: ast.expr) -> str:
    """The last part of a dotted name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file, with the last part of its name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield name_of(node.func), node


def is_our_text(node: ast.expr) -> bool:
    """Whether an argument of `Text` is a constant, cleaned, or made of such parts."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Call):
        return name_of(node.func) == "clean"
    if isinstance(node, ast.BinOp | ast.IfExp):
        parts = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.body, node.orelse)
        return all(is_our_text(part) for part in parts)
    if isinstance(node, ast.JoinedStr):
        return all(is_our_text(part.value) for part in node.values if isinstance(part, ast.FormattedValue))
    # A local name: it is looked at where it is made, one step back.
    return isinstance(node, ast.Name) and node.id in {"title", "aside", "mark"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_words_reach_rich_inside_text(path: Path) -> None:
    """A console prints holders of text and no plain string; `Text` takes cleaned words; markup is off."""
    for name, call in calls(path):
        assert name not in {"from_markup", "escape", "render", "print_json"}, ast.unparse(call)
        if name == "print":
            assert isinstance(call.func, ast.Attribute), f"a bare print: {ast.unparse(call)}"
            assert all(
                isinstance(given, ast.Call) and name_of(given.func) in HOLDERS for given in call.args
            ), ast.unparse(call)
        if name == "Text" and call.args:
            assert is_our_text(call.args[0]), ast.unparse(call)
        if name == "RichConsole":
            off = {keyword.arg for keyword in call.keywords if ast.unparse(keyword.value) == "False"}
            assert {"markup", "emoji", "highlight"} <= off, ast.unparse(call)


def test_there_is_one_cleaning_function() -> None:
    """What acts on a screen is known in one file, and every way from a person or to a screen goes by it."""
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        where = path.relative_to(SOURCE).as_posix()
        if where != "domain/text.py":
            assert "\\x9f" not in text, f"{where} knows control characters of its own"
            assert "unicodedata" not in text, where
        if "sys.stdout.write" in text or "sys.stderr.write" in text:
            assert where in WRITERS, f"{where} writes to a stream of its own"
    answers = (SOURCE / "domain" / "answers.py").read_text(encoding="utf-8")
    assert "clean(raw)" in answers
    assert "clean_line(raw)" in answers


def test_errors_hold_no_words() -> None:
    """No message is made of an answer: an error knows the names of files and keys, and no one's words."""
    problems = {"CouplekitError", "FileProblem", "ContentProblem", "NeedsTerminal", "NewerFormat"}
    words = {"raw", "answer", "answers", "value", "typed"}
    for path in FILES:
        for name, call in calls(path):
            if name in problems:
                used = {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}
                assert not used & words, f"{path.name}: {ast.unparse(call)}"
