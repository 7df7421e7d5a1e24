"""A person's words are text and never markup: how the source may clean and print them.

The rules are functions over source code. What each refuses stands below it, so that a rule that has
become blind is seen.
"""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "couplekit"
FILES = sorted(SOURCE.rglob("*.py"))
#: What may be given to a console of rich's: things that hold text as text.
HOLDERS = {"Text", "Group", "as_rich"}
#: What makes a text harmless, and what leaves a harmless text so.
CLEANING = {"clean", "clean_line"}
LEAVING = {"wrapped", "split", "removeprefix", "rstrip", "strip", "upper"}
#: Calls that read a text as markup, or print it in a way of their own.
MARKUP = {
    "from_markup", "from_ansi", "escape", "render", "render_str", "print_json", "get_console", "rule", "log",
    "status", "HTML", "ANSI", "print_formatted_text", "secho", "style", "rprint", "pprint", "print_exception",
    "autocomplete", "press_any_key_to_continue", "set_title",
}  # fmt: skip
#: The only files that know the two streams of the process.
STREAMS = {"commands/context.py", "commands/app.py", "conversation/plain.py", "__main__.py"}
#: The only functions that write to a screen. Each was looked at: what it writes is cleaned, or ours.
WRITERS = {
    "commands/context.py": {"write", "note"},
    "conversation/console.py": {"_write", "draw"},
    "conversation/plain.py": {"_unseen_line", "_line", "_write", "clear", "leave"},
    "conversation/played.py": {"ask"},
}

#: What names are made of, by the function they belong to; attributes belong to the whole file.
Bindings = Mapping[str, list[ast.expr | None]]
Functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def name_of(node: ast.expr) -> str:
    """The last part of a dotted name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call, with the last part of its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield name_of(node.func), node


def own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Every node of a file or a function, without what is inside the functions in it."""
    for node in ast.iter_child_nodes(scope):
        yield node
        if not isinstance(node, Functions):
            yield from own_nodes(node)


def bindings_in(nodes: Iterable[ast.AST]) -> Bindings:
    """What each name and each attribute is made of; None where that cannot be seen."""
    found: dict[str, list[ast.expr | None]] = {}

    def bind(target: ast.expr, value: ast.expr | None) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            values = value.elts if isinstance(value, ast.Tuple | ast.List) else [None] * len(target.elts)
            for inner, part in zip(target.elts, values, strict=True):
                bind(inner, part)
        else:
            found.setdefault(ast.unparse(target), []).append(value)

    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                bind(target, node.value)
        elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and node.value is not None:
            bind(node.target, node.value)
        elif isinstance(node, ast.For | ast.comprehension):
            several = isinstance(node.iter, ast.Tuple | ast.List)
            for value in node.iter.elts if several else [node.iter]:  # type: ignore[attr-defined]
                bind(node.target, value)
        elif isinstance(node, ast.arg):
            bind(ast.Name(node.arg), None)
    return found


def calls_with_bindings(tree: ast.AST) -> Iterator[tuple[str, ast.Call, Bindings]]:
    """Every call, with the last part of its name and all that is known where it stands."""
    attributes = {name: made for name, made in bindings_in(ast.walk(tree)).items() if "." in name}

    def inside(scope: ast.AST, outer: Bindings) -> Iterator[tuple[str, ast.Call, Bindings]]:
        known = {**outer, **bindings_in(own_nodes(scope))}
        for node in own_nodes(scope):
            if isinstance(node, ast.Call):
                yield name_of(node.func), node, {**known, **attributes}
            if isinstance(node, Functions):
                yield from inside(node, known)

    yield from inside(tree, {})


def is_our_text(node: ast.expr | None, known: Bindings, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a text is a constant, cleaned, or made of such parts, as far as can be seen in its file."""

    def ours(part: ast.expr | None) -> bool:
        return is_our_text(part, known, seen)

    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Call):
        name = name_of(node.func)
        if name in LEAVING:
            # A function is given the text, a method is the text's own.
            return ours(node.func.value if isinstance(node.func, ast.Attribute) else node.args[0])
        return name in CLEANING
    if isinstance(node, ast.BinOp):
        # "x" * 3 is what is multiplied; everything else is both its sides.
        parts = [node.left, node.right]
        is_repeated = isinstance(node.op, ast.Mult) and any(isinstance(part, ast.Constant) for part in parts)
        return is_repeated or all(map(ours, parts))
    if isinstance(node, ast.IfExp):
        return ours(node.body) and ours(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return all(ours(part.value) for part in node.values if isinstance(part, ast.FormattedValue))
    name = ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""
    if name in seen:  # made of itself, and of what else it is made of
        return True
    return name in known and all(is_our_text(value, known, seen | {name}) for value in known[name])


def consoles_of_rich(tree: ast.AST) -> set[str]:
    """The names under which rich's console can be made in a file."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rich")
        for alias in node.names
        if alias.name == "Console"
    }


def words_as_markup(source: str) -> list[str]:
    """What could read words as markup: rich and questionary are given text as text, and cleaned."""
    tree = ast.parse(source)
    consoles = consoles_of_rich(tree)
    wrong = []
    for name, call, known in calls_with_bindings(tree):
        said = ast.unparse(call)
        first = call.args[0] if call.args else None
        is_method = isinstance(call.func, ast.Attribute)
        if name in MARKUP:
            wrong.append(f"reads markup, or prints in a way of its own: {said}")
        if name == "print" and not is_method:
            wrong.append(f"a bare print: {said}")
        if name == "print" and is_method:
            held = (isinstance(given, ast.Call) and name_of(given.func) in HOLDERS for given in call.args)
            if not all(held):
                wrong.append(f"printed without a holder of text: {said}")
        if name == "Text" and first is not None and not is_our_text(first, known):
            wrong.append(f"a Text of what was not cleaned: {said}")
        # A list is given one thing; only a Text is given a style with it.
        is_to_text = name in ("append", "append_text", "assemble") and (len(call.args) > 1 or call.keywords)
        if is_to_text and is_method and not is_our_text(first, known):
            wrong.append(f"put into a Text and not cleaned: {said}")
        if name == "Choice" and is_method and not is_our_text(first, known):
            wrong.append(f"a choice of what was not cleaned: {said}")
        if name in consoles or (is_method and ast.unparse(call.func) == "rich.console.Console"):
            off = {keyword.arg for keyword in call.keywords if ast.unparse(keyword.value) == "False"}
            if not {"markup", "emoji", "highlight"} <= off:
                wrong.append(f"a console that reads markup: {said}")
    wrong += [
        f"rich's own print: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("rich", "questionary")
        for alias in node.names
        if alias.name in ("print", "inspect", "pretty")
    ]
    return wrong


def written_elsewhere(source: str, where: str) -> list[str]:
    """What writes to a screen outside the few functions that do so."""
    if where.startswith("storage/"):
        return []  # it writes files
    tree = ast.parse(source)
    wrong = []
    inside: dict[ast.AST, str] = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            inside |= dict.fromkeys(ast.walk(function), function.name)
    for node in ast.walk(tree):
        is_stream = isinstance(node, ast.Attribute) and node.attr.strip("_") in ("stdout", "stderr")
        if is_stream and where not in STREAMS:
            wrong.append(f"knows a stream: {ast.unparse(node)}")
        if isinstance(node, ast.ImportFrom) and node.module == "sys":
            wrong.append(f"knows a stream: {ast.unparse(node)}")
        if not isinstance(node, ast.Call):
            continue
        name, said = name_of(node.func), ast.unparse(node)
        is_method = isinstance(node.func, ast.Attribute)
        is_writing = name in ("write", "writelines", "write_raw") and is_method
        if is_writing and inside.get(node) not in WRITERS.get(where, set()):
            wrong.append(f"writes by itself: {said}")
        if name == "write" and not is_method:
            made_by = name_of(node.args[0].func) if isinstance(node.args[0], ast.Call) else ""
            if made_by not in ("as_text", "to_toml", "as_json"):
                wrong.append(f"written without as_text: {said}")
        if name == "echo" and said != "typer.echo(f'couplekit {__version__}')":
            wrong.append(f"echoed: {said}")
    return wrong


def cleaned_elsewhere(source: str, where: str) -> list[str]:
    """What knows of control characters outside the one file that does."""
    if where == "domain/text.py":
        return []
    return [
        f"{where} knows {known}"
        for known in ("\\x9f", "\\u202e", "\\u2066", "unicodedata", "isprintable", "str.maketrans")
        if known in source
    ]


def words_in_errors(source: str, _where: str = "") -> list[str]:
    """What an error is made of, where that is somebody's answer."""
    problems = {
        "CouplekitError", "FileProblem", "ContentProblem", "NeedsTerminal", "NewerFormat", "NothingToKeep",
        "BadParameter", "problem",
    }  # fmt: skip
    words = {"raw", "answer", "answers", "value", "typed"}
    return [
        ast.unparse(call)
        for name, call in calls(ast.parse(source))
        if name in problems and words & {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}
    ]


def words_as_markup_in(source: str, _where: str) -> list[str]:
    """The first rule, in the shape of the others."""
    return words_as_markup(source)


Rule = Callable[[str, str], list[str]]
RULES: list[Rule] = [words_as_markup_in, written_elsewhere, cleaned_elsewhere, words_in_errors]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_words_stay_text(path: Path, rule: Rule) -> None:
    """In every file: words reach a screen cleaned and as text, by one way, and no error repeats them."""
    assert rule(path.read_text(encoding="utf-8"), path.relative_to(SOURCE).as_posix()) == []


def test_what_is_typed_goes_by_the_cleaning() -> None:
    """An answer is cleaned where it is first looked at, in one file."""
    answers = (SOURCE / "domain" / "answers.py").read_text(encoding="utf-8")
    assert "clean(raw)" in answers
    assert "clean_line(raw)" in answers


BAD: list[tuple[Rule, str]] = [
    (words_as_markup_in, "print(name)"),
    (words_as_markup_in, "console.print(name)"),
    (words_as_markup_in, 'console.print("[b]" + name)'),
    (words_as_markup_in, "console.print(Text(clean(a)), f'{name}')"),
    (words_as_markup_in, "questionary.print(name)"),
    (words_as_markup_in, "rich.print(name)"),
    (words_as_markup_in, "from rich import print"),
    (words_as_markup_in, "rich.get_console().print(Text('x'))"),
    (words_as_markup_in, "Text.from_markup(name)"),
    (words_as_markup_in, "Text.from_ansi(name)"),
    (words_as_markup_in, "console.log(name)"),
    (words_as_markup_in, "HTML(f'<b>{name}</b>')"),
    (words_as_markup_in, "print_formatted_text(name)"),
    (words_as_markup_in, "typer.secho(name)"),
    (words_as_markup_in, "def f(name):\n    Text(name)"),
    (words_as_markup_in, "def f(name):\n    Text(f'for {name}')"),
    (words_as_markup_in, "def f(name):\n    Text('for ' + name)"),
    (words_as_markup_in, "def f(name):\n    Text(name if name else 'x')"),
    (words_as_markup_in, "Text(prompt.title)"),
    (words_as_markup_in, "title = prompt.title\nText(title)"),
    (words_as_markup_in, "title, aside = clean(a), b\nText(aside)"),
    (words_as_markup_in, "for line in text.split():\n    Text(line)"),
    (words_as_markup_in, "for part, style in ((clean(a), 'b'), (c, 'd')):\n    Text(part)"),
    (words_as_markup_in, "for part in wrapped(text, 3):\n    row.append(part, style='dim')"),
    (words_as_markup_in, "row.append(name, 'bold')"),
    (words_as_markup_in, "self._words = words\nText(self._words)"),
    (words_as_markup_in, "def f(a):\n    b = clean(a)\ndef g(b):\n    Text(b)"),
    (words_as_markup_in, "questionary.Choice(option.label, value='1')"),
    (words_as_markup_in, "questionary.Choice(title=clean(option.label))"),
    (words_as_markup_in, "from rich.console import Console\nConsole()"),
    (words_as_markup_in, "from rich.console import Console as C\nC(markup=False, emoji=False)"),
    (words_as_markup_in, "rich.console.Console(markup=True, emoji=False, highlight=False)"),
    (written_elsewhere, "sys.stdout.write(name)"),
    (written_elsewhere, "sys.__stderr__.write(name)"),
    (written_elsewhere, "from sys import stdout"),
    (written_elsewhere, "out = sys.stderr"),
    (written_elsewhere, "def f(out):\n    out.write(name)"),
    (written_elsewhere, "self._screen.file.writelines(lines)"),
    (written_elsewhere, "application.output.write_raw(name)"),
    (written_elsewhere, "write(name)"),
    (written_elsewhere, "write(f'{name}')"),
    (written_elsewhere, "typer.echo(name)"),
    (cleaned_elsewhere, r"re.compile('[\x00-\x9f]')"),
    (cleaned_elsewhere, "import unicodedata"),
    (cleaned_elsewhere, "text.isprintable()"),
    (words_in_errors, "raise FileProblem(f'{value} is wrong')"),
    (words_in_errors, "raise typer.BadParameter('no ' + typed)"),
]


@pytest.mark.parametrize(("rule", "source"), BAD, ids=[source for _, source in BAD])
def test_each_rule_refuses_what_it_is_for(rule: Rule, source: str) -> None:
    """A line that breaks a rule is refused by it, so that none of them has become blind."""
    assert rule(source, "commands/somewhere.py")


@pytest.mark.parametrize(
    "source",
    [
        "Text('ours')",
        "title = clean(prompt.title)\nText(title + ' ' * gap, style='bold')",
        "for line in clean(a).split():\n    for part in wrapped(line):\n        row.append(part, style='x')",
        "lines.append(name)",
        "console.print(Group(*rows), highlight=False)",
        "questionary.Choice(clean(label), value='1')",
        "from rich.console import Console\nConsole(markup=False, emoji=False, highlight=False, width=80)",
        "from couplekit.conversation.console import Console\nConsole(say, screen)",
        "write(as_text(blocks, 80))",
        "raise FileProblem(f'{path.name} could not be read')",
    ],
)
def test_what_is_right_is_let_through(source: str) -> None:
    """The rules refuse nothing that is as it should be."""
    assert [wrong for rule in RULES for wrong in rule(source, "commands/somewhere.py")] == []
