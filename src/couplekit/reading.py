"""The one way anything is read from a TOML file: guarded, strict, and with messages in our own words.

A message names the file, the line and the place, says what was expected and how to mend it. It never
holds what a person wrote: it may end up in a screenshot sent to a stranger. A key that somebody made up
can be such a word as well (the word for stop, typed as its own name), so a message shows keys of ours and
says "a key" of any other; the line tells which.
"""

import difflib
import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin

import tomli
from pydantic import BaseModel, ValidationError

from couplekit.domain.model import Id, Words
from couplekit.domain.text import is_clean
from couplekit.errors import FileProblem, NotRead

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)
#: Where a value stands: keys, and numbers (from 0) for entries of a list.
Where = tuple[str | int, ...]
#: The line it is in (0 where there is none), the place as it is shown, and what is wrong there.
Placed = tuple[int, str, str]


class Limits(NamedTuple):
    """What a file may hold. Past this it is a mistake, or meant to do harm.

    `marks` are line ends, commas and opening brackets: it takes at least one of them to make a value, a
    list or a table, so they bound the work of the parser before it begins.
    """

    size: int
    values: int
    dots: int
    marks: int


#: For every file but a backup. A page is some two thousand bytes; one of three hundred items with many years
#: behind it is a hundred thousand, and has to be saved all the same. Prose has one dot in sixty characters.
SMALL = Limits(size=256 * 1024, values=20_000, dots=20_000, marks=256 * 1024)
#: For a backup: fifteen years of full evenings, one a week. The numbers are measured: whatever a file within
#: them holds, it is read or refused in less than a second of work.
LARGE = Limits(size=4 * 1024 * 1024, values=40_000, dots=150_000, marks=100_000)
#: In bytes, for whoever writes such a file.
LARGEST = SMALL.size

_DEEPEST = 8
_LONGEST_LINE = 32_000
_LONGEST_TEXT = 4000
#: An id of 60 characters, a dot and "both": the longest key that a draft has.
_LONGEST_KEY = 65
_MOST_FAULTS = 40

#: The last sentence of a message, where a caller knows nothing better.
MEND = "You can mend it in any text editor."
_UNTOUCHED = "Nothing was changed or lost."
_ANOTHER = "Perhaps another file was copied here by mistake."
_DEPTH = f"tables and lists at most {_DEEPEST} deep were expected"

_REASONS = {
    "ENOENT": "it is not there",
    "EACCES": "this computer gives no permission for it",
    "EPERM": "this computer gives no permission for it",
    "EISDIR": "it is a folder",
    "ENOTDIR": "a file stands where a folder was expected",
    "EEXIST": "a file stands where a folder was expected",
    "ELOOP": "it is a link to another place, and couplekit follows none",
    "ENOSPC": "the disk is full",
    "EDQUOT": "the disk is full",
    "EROFS": "the disk is locked against changes",
    "EIO": "the disk reported an error",
    "EMFILE": "too many files are open",
    "ENFILE": "too many files are open",
    "ENAMETOOLONG": "its name is too long",
}


def plain_reason(error: OSError) -> str:
    """Why the system refused something, as half a sentence without names or paths."""
    code = errno.errorcode.get(error.errno or 0, "no reason given")
    return _REASONS.get(code, f"the system refused it ({code})")


def read_bytes(path: Path, limits: Limits = SMALL, *, name: str = "") -> bytes:
    """Return what a regular file holds, up to the size in `limits`.

    Links, folders, pipes and devices are refused without waiting on them. The folder around the file
    may be a link. `name` is what messages call it, in place of the last part of the path. Raises NotRead
    where the system does not give it out, and FileProblem for what is too large or no file.
    """
    name = name or path.name
    flags = os.O_RDONLY
    for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # not every system has them all
        flags |= getattr(os, flag, 0)
    try:
        handle = os.open(path, flags)
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise FileProblem(
                    f"{name} is not a file that can be read: a folder, a pipe or a device. {_UNTOUCHED}"
                )
            # The size is looked at first, and not relied on: the file may grow meanwhile.
            with os.fdopen(handle, "rb", closefd=False) as file:
                raw = b"" if found.st_size > limits.size else file.read(limits.size + 1)
        finally:
            os.close(handle)
    except OSError as error:
        raise NotRead(f"{name} could not be read: {plain_reason(error)}. {_UNTOUCHED}") from None
    if found.st_size > limits.size or len(raw) > limits.size:
        raise FileProblem(_too_large(name, limits))
    return raw


def parse(
    raw: bytes,
    name: str,
    limits: Limits = SMALL,
    *,
    model: type[BaseModel] | None = None,
    problem: type[FileProblem] = FileProblem,
    mend: str = MEND,
) -> tuple[str, dict[str, Any]]:
    """Return a file's text and its values, within limits that no file of ours comes near.

    `name` is what messages call the file, `mend` their last sentence. `model` is what the values are for:
    it tells which keys are ours and can be named. Raises `problem`, and nothing else whatever the bytes are.
    """
    if len(raw) > limits.size:
        raise problem(_too_large(name, limits))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        raise problem(
            f"{name} is not plain text: it was saved as UTF-16 (some editors call it Unicode), or a save of "
            f'it was cut off. {_UNTOUCHED} Save it again as "UTF-8". {mend}'
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder counts from behind a byte-order mark.
        at = error.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        line = raw.count(b"\n", 0, at) + 1
        raise problem(
            f"{name}, line {line} (byte {at}): this is not UTF-8 text. {_UNTOUCHED} "
            f'Save it again as "UTF-8". {mend}'
        ) from None
    if text.count(".") > limits.dots or sum(map(text.count, "\n,[{")) > limits.marks:
        raise problem(
            f"{name} holds more dots, lines or commas than a file of couplekit ever does. {_UNTOUCHED} "
            f"{_ANOTHER} {mend}"
        )
    for pattern, words in _TOO_MUCH:
        if found := pattern.search(text):
            line = text.count("\n", 0, found.end()) + 1
            raise problem(_told([(line, "", words)], name=name, mend=mend))
    try:
        values = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise problem(_told(_slips(error, model), name=name, mend=mend)) from None
    except (ValueError, RecursionError, MemoryError):
        words = "it holds brackets within brackets, or a number, beyond all that couplekit reads"
        raise problem(_told([(0, "", words)], name=name, mend=mend)) from None
    faults = list(_beyond(values, limits))
    if faults:
        raise problem(_told(_placed(faults, text=text, values=values, model=model), name=name, mend=mend))
    return text, values


def as_model(
    model: type[M],
    values: Mapping[str, Any],
    *,
    text: str,
    name: str,
    problem: type[FileProblem] = FileProblem,
    mend: str = MEND,
) -> M:
    """Return `values` as a checked value of `model`.

    `text` is what the values were parsed from; lines are found in it. Raises `problem` with every
    fault at once, one a line.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        # With no input, address or cause: what a person wrote is in none of what is left.
        details = error.errors(include_url=False, include_input=False)
    # Where a key is at fault, its value is looked at once the key is right.
    keys = [detail["loc"][:-1] for detail in details if detail["loc"][-1:] == ("[key]",)]
    faults = [(_where(detail, values), detail) for detail in details if detail["loc"] not in keys]
    placed = _placed(faults, text=text, values=values, model=model)
    raise problem(_told(placed, name=name, mend=mend))


def told_at(faults: Iterable[tuple[Where, str]], *, text: str, name: str, mend: str = MEND) -> str:
    """What to say about faults that a caller found itself: a place and words for each.

    Every key in them is shown, so they have to be keys of ours.
    """
    lines = _scan(text).lines
    placed = sorted(
        (_line_of(where, lines), ".".join(str(part) for part in where), words) for where, words in faults
    )
    return _told(placed, name=name, mend=mend)


def comments_in(text: str) -> list[str]:
    """Every comment in a TOML text, from its `#` to the end of its line."""
    return _scan(text).comments


def _too_large(name: str, limits: Limits) -> str:
    size = f"{limits.size // 1024} KiB" if limits.size < 1024 * 1024 else f"{limits.size // 1024**2} MiB"
    return (
        f"{name} is larger than {size}, far more than such a file of couplekit holds. {_UNTOUCHED} {_ANOTHER}"
    )


def _beyond(values: dict[str, Any], limits: Limits) -> Iterator[tuple[Where, str]]:
    """Every place where the values go past the limits. Nothing here recurses."""
    todo: list[tuple[Where, Any]] = [((), values)]
    seen = 0
    while todo:
        where, value = todo.pop()
        if isinstance(value, dict | list):
            seen += len(value)
            if seen > limits.values:
                yield (), f"at most {limits.values} values were expected"
                return
            if len(where) == _DEEPEST:
                yield where, _DEPTH
                continue
            inside: Iterable[tuple[str | int, Any]] = (
                value.items() if isinstance(value, dict) else enumerate(value)
            )
            for key, inner in inside:
                if isinstance(key, str) and len(key) > _LONGEST_KEY:
                    yield (*where, key), f"a key of at most {_LONGEST_KEY} characters was expected"
                todo.append(((*where, key), inner))
        elif isinstance(value, str) and len(value) > _LONGEST_TEXT:
            yield where, f"a text of at most {_LONGEST_TEXT} characters was expected"
        elif isinstance(value, int) and not -(2**63) <= value < 2**63:
            yield where, "a smaller whole number was expected"
        elif isinstance(value, float) and not abs(value) < float("inf"):  # this way round, nan is caught too
            yield where, "an ordinary number was expected"


_WORDS = {
    "missing": "this is expected here and is missing",
    "string_type": 'a text in quotes was expected, such as "stop"',
    "int_type": "a whole number without quotes was expected, such as 1",
    "bool_type": "true or false was expected, without quotes",
    "date_type": "a day without quotes or a time was expected, such as 2026-11-21",
    "list_type": 'a list was expected, such as ["one", "two"]',
    "dict_type": "a table was expected: keys below a line in square brackets",
    "model_type": "a table was expected: keys below a line in square brackets",
    "string_too_short": "a text that is not empty was expected",
    "string_too_long": "a text of at most {max_length} characters was expected",
    "too_short": "a list with at least {min_length} in it was expected",
    "greater_than_equal": "a number of at least {ge} was expected",
    "less_than_equal": "a number of at most {le} was expected",
    "literal_error": "one of these was expected: {expected}",
}
_TOP = "above the first line in square brackets"


def _where(detail: "ErrorDetails", values: Any) -> Where:
    """The place of one of pydantic's faults, as near as it can be told."""
    where: Where = detail["loc"]
    if where and where[-1] == "[key]":  # a key that is itself at fault
        return where[:-1]
    if detail["type"] != "value_error":
        return where
    here = values
    for part in where:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):  # a mark of pydantic's own, and no key
            return where
    return where + _named(detail["msg"], here)


def _named(said: str, values: Any) -> Where:
    """The place below `values` that a sentence of ours names: `"key"`, `signals.stop`, the id of a record."""
    held = values if isinstance(values, Mapping) else {}
    for quoted, dotted in re.findall(r'"([^"]+)"|\b([a-z-]+(?:\.[a-z-]+)+)', said):
        if dotted and dotted.partition(".")[0] in held:
            return tuple(dotted.split("."))
        if quoted and quoted in held:
            return (quoted,)
        for key, records in held.items():
            ids = [record.get("id") for record in records] if _is_records(records) else []
            if quoted in ids:  # where one id stands twice, the second is meant
                return key, len(ids) - 1 - ids[::-1].index(quoted)
    return ()


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _words(model: type[BaseModel] | None, detail: "ErrorDetails") -> str:
    """One of pydantic's faults in our words."""
    loc, kind, context = detail["loc"], detail["type"], detail.get("ctx", {})
    if loc and loc[-1] == "[key]":
        if kind == "literal_error":
            return _unknown_key(model, loc[:-1], re.findall(r"'([^']*)'", context["expected"]))
        return "this key was expected to be " + ", such as ".join(_written(context.get("pattern", "")))
    if kind == "extra_forbidden":
        return _unknown_key(model, loc, [key for key, _ in _fields(_at(model, loc[:-1]))])
    if kind == "missing" and len(loc) == 1 and not _is_table(_at(model, loc)):
        return f"{_WORDS[kind]}; it belongs {_TOP}"
    if kind == "string_pattern_mismatch":
        return " was expected, such as ".join(_written(context["pattern"]))
    if kind == "value_error":  # from a validator of ours, in our words already
        return detail["msg"].removeprefix("Value error, ")
    words = _WORDS.get(kind, "something else was expected here")
    if kind == "literal_error" and " or " not in context["expected"]:
        words = "{expected} was expected here"
    return words.format_map({key: str(value).replace("'", '"') for key, value in context.items()})


def _written(pattern: str) -> tuple[str, str]:
    """What a pattern of ours asks for, and an example. `$` and brackets are for programs."""
    if r"\d{4}" in pattern:
        return "a day and an ending", '"2026-11-21-k3f9"'
    if "(a|b|both)" in pattern:
        return "the name of a question with .a, .b or .both", '"glad.a"'
    return "a name of small letters, digits and hyphens", '"k3"'


def _unknown_key(model: type[BaseModel] | None, where: Where, known: list[str]) -> str:
    """What a key could have been meant to be, and where it may belong. It is never repeated itself."""
    key = str(where[-1])[:_LONGEST_KEY]
    listed = f"; known here: {', '.join(known)}" if known else ""
    if close := difflib.get_close_matches(key, known, n=1):
        return f'this key is not known here, perhaps a typing slip for "{close[0]}"{listed}'
    if len(where) > 1 and any(key == name for name, _ in _fields(model)):
        return f"this key is not known here; it belongs {_TOP}"
    for table, name, is_table in _tables(model):
        if key == name:
            there = (
                f"perhaps [{table}] was meant" if is_table else f"it belongs below a line such as [{table}]"
            )
            return f"this key is not known here; {there}"
    return f"this key is not known here; a key belongs to the line in square brackets above it{listed}"


def _tables(kind: Any, path: str = "") -> Iterator[tuple[str, str, bool]]:
    """Every key known below `kind`: the table that it is or stands in, its name, and whether it is one."""
    inner = _plain(kind)
    named = _fields(inner)
    if get_origin(inner) is dict:
        named = [(name, get_args(inner)[1]) for name in _names(get_args(inner)[0])]
    for name, below in named:
        deeper = f"{path}.{name}" if path else name
        is_table = _is_table(_plain(below))
        if path:
            yield deeper if is_table else path, name, is_table
        yield from _tables(below, deeper)


def _at(model: Any, where: Where) -> Any:
    """What `model` holds at a place inside it; None where it knows nothing of that place."""
    here = _plain(model)
    for part in where:
        if _is_model(here):
            here = next((kind for key, kind in _fields(here) if key == part), None)
        else:  # what a table or a list holds comes last in its type
            here = (None, *get_args(here))[-1]
        here = _plain(here)
    return here


def _plain(kind: Any) -> Any:
    """A kind without what is said about it, and without None beside it."""
    while get_origin(kind) in (Annotated, Union, UnionType):
        kind = get_args(kind)[0]
    return kind


def _names(kind: Any) -> tuple[str, ...]:
    """The names that a kind is made of, where it is a choice between names."""
    plain = _plain(kind)
    return get_args(plain) if get_origin(plain) is Literal else ()


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _is_table(kind: Any) -> bool:
    return _is_model(kind) or get_origin(kind) is dict


def _fields(model: Any) -> list[tuple[str, Any]]:
    if not _is_model(model):
        return []
    return [(field.alias or name, field.annotation) for name, field in model.model_fields.items()]


def _placed(
    faults: Sequence[tuple[Where, "str | ErrorDetails"]],
    *,
    text: str,
    values: Mapping[str, Any],
    model: type[BaseModel] | None,
) -> list[Placed]:
    """Faults with their lines, in the order of the file. Those past the limit are left without words."""
    lines = _scan(text).lines if any(where for where, _ in faults) else {}
    with_lines = sorted(
        ((_line_of(where, lines), where, fault) for where, fault in faults), key=lambda placed: placed[0]
    )
    placed = [(line, "", "") for line, _, _ in with_lines]
    # Looking for a slip takes a while: what is not told needs no words.
    for number, (line, where, fault) in enumerate(with_lines[:_MOST_FAULTS]):
        words = fault if isinstance(fault, str) else _words(model, fault)
        placed[number] = (line, _shown(where, values, model), words)
    return placed


def _told(placed: list[Placed], *, name: str, mend: str) -> str:
    """All faults, one a line, then what happened and what to do."""
    told = []
    for line, shown, words in placed[:_MOST_FAULTS]:
        at = [name, f"line {line}" if line else "", shown]
        told.append(f"{', '.join(part for part in at if part)}: {words}.")
    if len(placed) > _MOST_FAULTS:
        told.append(f"And {len(placed) - _MOST_FAULTS} more.")
    return "\n".join([*told, f"{_UNTOUCHED} {mend}"])


def _line_of(where: Where, lines: Mapping[Where, int]) -> int:
    """The line (from 1) of a place, or of the nearest place around it.

    What is missing at the top has none of its own: it goes into the first lines. 0 is for the whole file.
    """
    found = next((lines[where[:end]] for end in range(len(where), 0, -1) if where[:end] in lines), 0)
    return found or (1 if where else 0)


def _shown(where: Where, values: Any, model: type[BaseModel] | None) -> str:
    """A place in words: `partners.a.name`, `gone, entry 2`, or `question 3 ("stop-word").say` in records.

    It ends before a key that is not ours: `in signals.stop.words`.
    """
    shown = ""
    here: Any = values
    kind = _plain(model)
    for part in where:
        if not _is_ours(part, kind):
            return f"in {shown}" if shown else ""
        kind = _at(kind, (part,))
        if isinstance(part, int):
            here = here[part] if isinstance(here, list) else None
            id_ = here.get("id") if isinstance(here, dict) else None
            if isinstance(here, dict):
                shown += f" {part + 1}" + (f' ("{id_}")' if isinstance(id_, str) and _may_show(id_) else "")
            else:
                shown += f", entry {part + 1}"
        else:
            here = here.get(part) if isinstance(here, Mapping) else None
            shown += ("." if shown else "") + part
    return shown


def _is_ours(part: str | int, kind: Any) -> bool:
    """Whether a key, or a number in a list, is one that couplekit itself knows or makes."""
    if isinstance(part, int):
        return get_origin(kind) is list
    if _is_model(kind):
        known = [key for key, _ in _fields(kind)]
    elif get_origin(kind) is dict:
        names, inner = get_args(kind)
        # Where answers are kept the keys are questions of a guide, and the name of an evening is a day.
        # The name of a word or a sign can be that word, and that of a row or a topic can have been typed.
        if inner == Words or (_is_model(_plain(inner)) and names != Id):
            pattern = next(
                (meta.pattern for meta in get_args(names)[1:] if getattr(meta, "pattern", None)), None
            )
            if pattern and re.fullmatch(pattern, part):
                return True
        known = list(_names(names))
    else:
        return False
    # One slip away from a key of ours it is no word of theirs.
    return part in known or bool(difflib.get_close_matches(part[:_LONGEST_KEY], known, n=1, cutoff=0.8))


def _may_show(key: str) -> bool:
    return 0 < len(key) <= 40 and is_clean(key) and "\n" not in key


_PART = r"""(?:[\w-]++|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"|'[^'\n]*+')"""
_KEYS = rf"[ \t]*{_PART}(?:[ \t]*\.[ \t]*{_PART})*[ \t]*"
#: What keeps the parser busy for seconds, or fills the memory, with what was expected instead: a table named
#: by hundreds of parts, a key of hundreds of them, a number of millions of digits.
_TOO_MUCH = (
    (
        re.compile(
            rf"^(?:[ \t]*\[\[?(?:[ \t]*{_PART}[ \t]*\.){{{_DEEPEST}}}|(?:[ \t]*{_PART}[ \t]*\.){{30}})",
            re.MULTILINE,
        ),
        _DEPTH,
    ),
    (
        re.compile(rf"^[^\n]{{{_LONGEST_LINE + 1}}}", re.MULTILINE),
        f"a line of at most {_LONGEST_LINE} characters was expected",
    ),
)
#: How a line begins that is no part of a text.
_BEGINS = re.compile(rf"[ \t]*(?:$|\#|\[|{_KEYS}=)")
#: A line as most are: a table, or a key with a plain value, or neither. Then a comment, or the end.
_LINE = re.compile(
    rf"""(?:[ \t]*(\[\[?)({_KEYS})\]\]?|({_KEYS})=)?"""
    r"""(?:[ \t]*+(?:[^"'\#\[\]{}\n]++|"[^"\\\n]*+"(?!")))?+[ \t]*+(?:(\#[^\n]*+)|\n)?"""
)
_PIECE = re.compile(
    r"""\"""[^"\\]*+(?:(?:\\.|"{1,2}(?!"))[^"\\]*+)*+"{3,5}|'''.*?'{3,5}|(?:\"""|''').*|"""
    r""""[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"|'[^'\n]*+'|\#[^\n]*+|[\[{\]}\n]|[^"'\#\[\]{}\n]++|.""",
    re.DOTALL,
)


class _Scan(NamedTuple):
    """Where keys stand in a text, and the comments in it. Keys of inline tables have no line of their own.

    `line` is where the last statement begins, and `where` what it is about, or the table it stands in.
    """

    lines: dict[Where, int]
    comments: list[str]
    line: int
    where: Where


def _scan(text: str, end: int | None = None) -> _Scan:
    """Walk a text once that is sound TOML, or sound up to the statement that `end` lies in."""
    lines: dict[Where, int] = {}
    comments: list[str] = []
    counts: dict[Where, int] = {}
    table: Where = ()
    line, position, depth, fresh = 1, 0, 0, True
    begun: tuple[int, Where] = (1, ())
    end = len(text) if end is None else min(end, len(text))
    while position < end:
        found = _LINE.match(text, position) if fresh else None
        if found:
            opened, named, key, comment = found.groups()
            if opened:
                table = _opened(named, counts, record=opened == "[[")
                _note(lines, table, line, 1)
            where = table
            if key:
                where += _keys(key)
                _note(lines, where, line, len(table) + 1)
            begun = (line, where)
            if comment:
                comments.append(comment.rstrip())
        if not found or found.end() == position:
            found = _PIECE.match(text, position)
            assert found is not None  # the last branch of the pattern takes any character
            piece = found[0]
            if piece.startswith("#"):
                comments.append(piece.rstrip())
            elif piece in ("[", "{"):
                depth += 1
            elif piece in ("]", "}"):
                depth -= 1
            line += piece.count("\n")
            fresh = piece == "\n" and depth <= 0
        else:
            fresh = text[found.end() - 1] == "\n"
            line += fresh
        position = found.end()
    return _Scan(lines, comments, *begun)


def _note(lines: dict[Where, int], where: Where, line: int, shortest: int) -> None:
    for end in range(shortest, min(len(where), _DEEPEST) + 1):
        lines.setdefault(where[:end], line)


def _keys(written: str) -> Where:
    if "." not in written and '"' not in written and "'" not in written:  # as most are
        return (written.strip(" \t"),)
    return tuple(part.strip("\"'") for part in re.findall(_PART, written))


def _opened(written: str, counts: dict[Where, int], *, record: bool) -> Where:
    """The place that a line in square brackets opens. A place in a list of records has a number too.

    `counts` holds the number of the latest record of each list, and is brought up to date.
    """
    where: Where = ()
    keys = _keys(written)
    for position, key in enumerate(keys, 1):
        where += (key,)
        if record and position == len(keys):
            counts[where] = counts.get(where, -1) + 1
        if where in counts:
            where += (counts[where],)
    return where


# What is not TOML


def _slips(error: tomli.TOMLDecodeError, model: type[BaseModel] | None) -> list[Placed]:
    """Every line that is not TOML, in plain words. What stands on it is not repeated.

    The parser stops at the first. That line is taken out then, and the rest read once more: somebody whose
    word processor made every quote a curly one sees all of them at once.
    """
    told: list[Placed] = []
    left = LARGEST  # so much is read once more; a larger file is mended one line after another
    while True:
        text = error.doc
        scan = _scan(text, error.pos + 1)
        line, words = _slip(error, scan)
        rows = text.split("\n")
        is_table = rows[line - 1].lstrip().startswith("[")
        unread = is_table and scan.line == line and not error.msg.startswith(_TWICE)
        told.append((line, "" if unread else _shown(scan.where, {}, model), words))
        left -= len(text)
        if left < 0:
            return [*told, (0, "", "there may be more")]
        if scan.line != error.lineno:  # nobody knows at which line it was meant to end
            return told
        # A table of its own takes in what stands below it: nothing comes twice then that did not before.
        rows[line - 1] = f"[slip-{line}]" if is_table else ""
        while words == _NO_CLOSING_QUOTE and line < len(rows) and not _BEGINS.match(rows[line]):
            rows[line] = ""  # what was typed as one text, over several lines
            line += 1
        try:
            tomli.loads("\n".join(rows))
        except tomli.TOMLDecodeError as another:
            error = another
        except (ValueError, RecursionError, MemoryError):
            return told
        else:
            return told


_QUOTES = "“”„‟«»‘’‚‛′″´`"
_DASHES = "‐‑‒–—―−"
_LIKE_QUOTES = (
    "curly or slanted quotes stand here, as a word processor types them; straight ones were expected, "
    'such as "stop"'
)
_LIKE_A_DASH = (
    "a long dash stands here, as a word processor types it; a short one was expected, as in 2026-11-21"
)
_LIKE_A_SPACE = (
    "a space of a special kind stands here, as a word processor types it; a plain one was expected"
)
_HIDDEN = "a hidden control character stands here; please type this line again"
_OLD_LINES = "the lines of this file end in an old way (CR alone); some editors save them anew as LF, or Unix"
_KEY_AND_VALUE = (
    'a key, an equals sign and a value were expected, such as reply = "Thank you"; a note of your own begins '
    "with #"
)
_PLAIN_KEY = "a key of plain letters (a to z), digits and hyphens was expected"
_HEADING = "the name of a table in square brackets was expected, on a line of its own, such as [meeting]"
_NO_COLON = 'an equals sign was expected in place of the colon, such as reply = "Thank you"'
_NO_VALUE = "a value was expected after the equals sign: a text in straight quotes, a number or a day"
_NO_QUOTES = (
    'a text was expected between straight quotes, such as "stop"; a day or a number stands without quotes, '
    "such as 2026-11-21"
)
_SMALL_LETTERS = "a text was expected between straight quotes; true and false stand in small letters"
_A_DAY = "a day was expected as year, month and day with hyphens, such as 2026-11-21"
_NO_SUCH_DAY = "there is no such day; another was expected, such as 2026-11-21"
_GOES_ON = 'the line was expected to end where its value ends; a quote inside a text is written \\"'
_APOSTROPHE = 'a text with an apostrophe in it was expected between double quotes, such as "don\'t"'
_NO_CLOSING_QUOTE = "a text begins here and its closing quote was expected on the same line"
_NO_CLOSING_QUOTES = "a text begins here with three quotes; three more were expected at its end"
_BACKSLASH = 'a backslash in a text was expected to stand twice, such as "C:\\\\music"'
_OTHERWISE = f"this is not written the way TOML needs it; {_KEY_AND_VALUE}"

#: By the beginning of what the parser says.
_SAID = {
    "Invalid statement": _KEY_AND_VALUE,
    "Expected '='": _KEY_AND_VALUE,
    "Expected ']": _HEADING,
    "Invalid value": _NO_QUOTES,
    "Invalid date": _NO_SUCH_DAY,
    "Expected newline": _GOES_ON,
    "Unterminated": _NO_CLOSING_QUOTE,
    "Illegal character": _NO_CLOSING_QUOTE,
    "Found invalid character": _NO_CLOSING_QUOTE,
    'Expected "\'"': _NO_CLOSING_QUOTE,
    "Unescaped": _BACKSLASH,
    "Invalid hex": _BACKSLASH,
    "Escaped character": _BACKSLASH,
}
_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot redefine", "Cannot mutate", "Duplicate")


def _slip(error: tomli.TOMLDecodeError, scan: _Scan) -> tuple[int, str]:
    """The line of what is not TOML, and what was expected there."""
    text, at, said = error.doc, error.pos, error.msg
    if said.startswith(_TWICE):
        return scan.line, _twice(scan)
    if said.startswith("Invalid value") and scan.line < error.lineno:
        before = f"the list that begins on line {scan.line} was expected to end before, with a bracket"
        return error.lineno, f"{_NO_QUOTES}. Or {before}"
    if said.startswith("Unclosed"):
        by = f", by line {error.lineno}" if error.lineno > scan.line else ""
        return scan.line, f"a list or a table begins here; a comma or its closing bracket was expected{by}"
    if scan.line < error.lineno and at >= len(text):
        return scan.line, _NO_CLOSING_QUOTES
    row = text[text.rfind("\n", 0, at) + 1 : at] + text[at:].partition("\n")[0]
    words = _odd(text[at : at + 1]) or _expected(text, at, said, row)
    return error.lineno, words or next(
        (_SAID[begun] for begun in _SAID if said.startswith(begun)), _OTHERWISE
    )


def _odd(char: str) -> str | None:
    """What a character is that no key and no value begins with, and that is easily overlooked."""
    if char == "\r":
        return _OLD_LINES
    if not char or char in "\n\t ":
        return None
    if char in _QUOTES:
        return _LIKE_QUOTES
    if char in _DASHES:
        return _LIKE_A_DASH
    if char.isspace():
        return _LIKE_A_SPACE
    return None if is_clean(char) else _HIDDEN


def _expected(text: str, at: int, said: str, row: str) -> str | None:
    """What was expected where the parser stopped, as far as the line tells more than the parser says."""
    char, value = text[at : at + 1], row.partition("=")[2].strip()
    if said.startswith("Expected '='") and char == ":":
        return _NO_COLON
    if said.startswith("Expected '='") and row.rstrip().endswith("]") and not value:
        return _HEADING
    if said.startswith("Invalid initial"):
        return _HEADING if row.lstrip().startswith("[") else _PLAIN_KEY
    if said.startswith(("Invalid statement", "Expected '='")) and char.isalpha() and not char.isascii():
        return _PLAIN_KEY
    if said.startswith("Invalid value"):
        if char in ("", "\n", "#"):
            return _NO_VALUE
        return _SMALL_LETTERS if value.lower().startswith(("true", "false")) else None
    if said.startswith("Expected newline"):
        if char in "-./:" and text[at - 1].isdigit():
            return _A_DAY
        return _APOSTROPHE if value.startswith("'") else None
    if _SAID.get(said[:23]) == _NO_CLOSING_QUOTE or char in ("", "\n"):
        return _LIKE_QUOTES if value[-1:] in _QUOTES and value else None
    return None


def _twice(scan: _Scan) -> str:
    first = scan.lines.get(scan.where, scan.line)
    if first == scan.line:
        return "this key was used in another way before; it was expected once, as a value or as a table"
    return f"this stands twice, here and on line {first}; it was expected once, and one of the two can go"
