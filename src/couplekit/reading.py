"""The one way anything is read from a TOML file: guarded, strict, and with messages in our own words.

A message names the file, the line and the key, says what was expected and how to mend it. It never
holds what a person wrote: it may end up in a screenshot sent to a stranger.
"""

import difflib
import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin

import tomli
from pydantic import BaseModel, ValidationError

from couplekit.domain.text import is_clean
from couplekit.errors import FileProblem

M = TypeVar("M", bound=BaseModel)
#: Where a value stands: keys, and numbers (from 0) for entries of a list.
Where = tuple[str | int, ...]
Fault = tuple[Where, str]

#: A page is some two thousand bytes. Past these limits a file is a mistake, or meant to do harm.
LARGEST = 256 * 1024
_DEEPEST = 8
_MOST_VALUES = 5000
_LONGEST_TEXT = 4000
#: An id of 60 characters, a dot and "both": the longest key that a draft has.
_LONGEST_KEY = 65
#: Keys of a thousand parts keep the parser busy for seconds. Prose has one dot in sixty characters.
_MOST_DOTS = 20_000
_MOST_FAULTS = 40

#: The last sentence of a message, where a caller knows nothing better.
MEND = "You can mend it in any text editor."
_UNTOUCHED = "Nothing was changed or lost."

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


def read_bytes(path: Path) -> bytes:
    """Return what a regular file holds: at most 256 KiB.

    Links, folders, pipes and devices are refused without waiting on them. The folder around the file
    may be a link. Raises FileProblem.
    """
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # not every system has them all
        flags |= getattr(os, name, 0)
    try:
        handle = os.open(path, flags)
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise FileProblem(
                    f"{path.name} is not a file that can be read: a folder, a pipe or a device. {_UNTOUCHED}"
                )
            # The size is looked at first, and not relied on: the file may grow meanwhile.
            with os.fdopen(handle, "rb", closefd=False) as file:
                raw = b"" if found.st_size > LARGEST else file.read(LARGEST + 1)
        finally:
            os.close(handle)
    except OSError as error:
        raise FileProblem(f"{path.name} could not be read: {plain_reason(error)}. {_UNTOUCHED}") from None
    if found.st_size > LARGEST or len(raw) > LARGEST:
        raise FileProblem(_too_large(path.name))
    return raw


def parse(raw: bytes, name: str, *, mend: str = MEND) -> tuple[str, dict[str, Any]]:
    """Return a file's text and its values, within limits that no file of ours comes near.

    `name` is what messages call the file, `mend` their last sentence. Raises FileProblem, and nothing
    else whatever the bytes are.
    """
    if len(raw) > LARGEST:
        raise FileProblem(_too_large(name))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        raise FileProblem(
            f"{name} is not plain text: it was saved as UTF-16 (some editors call it Unicode), or a save of "
            f'it was cut off. {_UNTOUCHED} Save it again as "UTF-8". {mend}'
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder counts from behind a byte-order mark.
        at = error.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        line = raw.count(b"\n", 0, at) + 1
        raise FileProblem(
            f"{name}, line {line} (byte {at}): this is not UTF-8 text. {_UNTOUCHED} "
            f'Save it again as "UTF-8". {mend}'
        ) from None
    if text.count(".") > _MOST_DOTS:
        raise FileProblem(f"{name} holds more dots than a file of couplekit ever does. {_UNTOUCHED} {mend}")
    try:
        values = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise FileProblem(_not_toml(f"{name}, line {error.lineno}", mend)) from None
    except (ValueError, RecursionError, MemoryError):  # a number without end, brackets without end
        raise FileProblem(_not_toml(name, mend)) from None
    faults = list(_beyond(values))
    if faults:
        raise FileProblem(_told(faults, text=text, values=values, name=name, mend=mend))
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
    faults = [
        _fault(model, detail["loc"], detail["type"], detail["msg"], detail.get("ctx", {}))
        for detail in details
    ]
    raise problem(_told(faults, text=text, values=values, name=name, mend=mend))


def comments_in(text: str) -> list[str]:
    """Every comment in a TOML text, from its `#` to the end of its line."""
    return _scan(text).comments


def _too_large(name: str) -> str:
    return (
        f"{name} is larger than {LARGEST // 1024} KiB, far more than a file of couplekit holds. {_UNTOUCHED} "
        "Perhaps another file was copied here by mistake."
    )


def _not_toml(where: str, mend: str) -> str:
    return (
        f"{where}: this is not written the way TOML needs it. A line is a key, an equals sign and a value; a "
        f"text stands between straight quotes; no key stands twice. {_UNTOUCHED} {mend}"
    )


def _beyond(values: dict[str, Any]) -> Iterator[Fault]:
    """Every place where the values go past the limits. Nothing here recurses."""
    todo: list[tuple[Where, Any]] = [((), values)]
    seen = 0
    while todo:
        where, value = todo.pop()
        if isinstance(value, dict | list):
            seen += len(value)
            if seen > _MOST_VALUES:
                yield (), f"at most {_MOST_VALUES} values were expected"
                return
            if len(where) == _DEEPEST:
                yield where, f"tables and lists at most {_DEEPEST} deep were expected"
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
    "date_type": "a day without quotes was expected, such as 2026-11-21",
    "date_from_datetime_inexact": "a day without a time was expected, such as 2026-11-21",
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


def _fault(model: type[BaseModel], loc: Where, kind: str, said: str, context: Mapping[str, Any]) -> Fault:
    """One of pydantic's faults in our words."""
    if loc and loc[-1] == "[key]":
        return _key_fault(loc[:-1], kind, context)
    if kind == "extra_forbidden":
        return loc, _unknown_key(str(loc[-1]), _known_at(model, loc[:-1]))
    if kind == "string_pattern_mismatch":
        return loc, _written(context["pattern"]) + " was expected"
    if kind == "value_error":  # from a validator of ours, in our words already
        return loc, said.removeprefix("Value error, ")
    words = _WORDS.get(kind, "something else was expected here")
    return loc, words.format_map({key: str(value).replace("'", '"') for key, value in context.items()})


def _key_fault(loc: Where, kind: str, context: Mapping[str, Any]) -> Fault:
    if kind == "literal_error":
        return loc, _unknown_key(str(loc[-1]), re.findall(r"'([^']*)'", context["expected"]))
    return loc, "as a key, " + _written(context.get("pattern", "")) + " was expected"


def _written(pattern: str) -> str:
    """What a pattern of ours asks for. `$` and brackets are for programs; this is for people."""
    if r"\d{4}" in pattern:
        return 'a day and an ending, such as "2026-11-21-k3f9",'
    if "(a|b|both)" in pattern:
        return 'a question and whose answer it is, such as "glad.a",'
    return 'a name of small letters, digits and hyphens, such as "k3",'


def _unknown_key(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key[:_LONGEST_KEY], known, n=1)
    slip = f'a typing slip for "{close[0]}"' if close else "a typing slip"
    listed = f"; known here: {', '.join(known)}" if known else ""
    return f"this key is not known here, perhaps {slip}{listed}"


def _known_at(model: type[BaseModel], where: Where) -> list[str]:
    """The keys that `model` knows at a place inside it."""
    here: Any = model
    for part in where:
        if _is_model(here):
            here = next((field.annotation for key, field in _fields(here) if key == part), None)
        else:  # what a table or a list holds comes last in its type
            here = (None, *get_args(here))[-1]
        while get_origin(here) in (Annotated, Union, UnionType):
            here = get_args(here)[0]
    return [key for key, _ in _fields(here)] if _is_model(here) else []


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _fields(model: type[BaseModel]) -> list[tuple[str, Any]]:
    return [(field.alias or name, field) for name, field in model.model_fields.items()]


def _told(faults: list[Fault], *, text: str, values: Mapping[str, Any], name: str, mend: str) -> str:
    """All faults, one a line in the order of the file, then what happened and what to do."""
    lines = _scan(text).lines
    placed = sorted((_line_of(where, lines), where, words) for where, words in faults[:_MOST_FAULTS])
    told = []
    for line, where, words in placed:
        at = [name, f"line {line}" if line else "", _shown(where, values)]
        told.append(f"{', '.join(part for part in at if part)}: {words}.")
    if len(faults) > _MOST_FAULTS:
        told.append(f"And {len(faults) - _MOST_FAULTS} more.")
    return "\n".join([*told, f"{_UNTOUCHED} {mend}"])


def _line_of(where: Where, lines: Mapping[Where, int]) -> int:
    """The line (from 1) of a place, or of the nearest place around it; 0 where there is none."""
    return next((lines[where[:end]] for end in range(len(where), 0, -1) if where[:end] in lines), 0)


def _shown(where: Where, values: Any) -> str:
    """A place in words: `signals.stop.words.k3`, or `question 3 ("stop-word").say` in a list of records."""
    shown = ""
    here = values
    for part in where:
        if isinstance(part, int):
            here = here[part]
            id_ = here.get("id") if isinstance(here, dict) else None
            shown += f" {part + 1}" + (f' ("{id_}")' if isinstance(id_, str) and _may_show(id_) else "")
        else:
            here = here.get(part) if isinstance(here, Mapping) else None
            shown += ("." if shown else "") + (part if _may_show(part) else "(a key)")
    return shown


def _may_show(key: str) -> bool:
    return 0 < len(key) <= 40 and is_clean(key) and "\n" not in key


_PART = r"""(?:[\w-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_KEYS = rf"[ \t]*{_PART}(?:[ \t]*\.[ \t]*{_PART})*[ \t]*"
_TABLE = re.compile(rf"[ \t]*(\[\[?)({_KEYS})\]\]?")
_ASSIGNED = re.compile(rf"({_KEYS})=")
_PIECE = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*|[\[{\]}\n]|[^"'\#\[\]{}\n]+|.''',
    re.DOTALL,
)


class _Scan(NamedTuple):
    """Where keys stand in a text, and the comments in it. Keys of inline tables have no line of their own."""

    lines: dict[Where, int]
    comments: list[str]


def _scan(text: str) -> _Scan:
    """Walk a text once that is known to be sound TOML."""
    lines: dict[Where, int] = {}
    comments: list[str] = []
    counts: dict[Where, int] = {}
    table: Where = ()
    line, position, depth, fresh = 1, 0, 0, True
    while position < len(text):
        found = None
        if fresh and (found := _TABLE.match(text, position)):
            table = _opened(found[2], counts, record=found[1] == "[[")
            _note(lines, table, line)
        elif fresh and (found := _ASSIGNED.match(text, position)):
            _note(lines, table + _keys(found[1]), line)
        found = found or _PIECE.match(text, position)
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
        position = found.end()
    return _Scan(lines, comments)


def _note(lines: dict[Where, int], where: Where, line: int) -> None:
    for end in range(1, min(len(where), _DEEPEST) + 1):
        lines.setdefault(where[:end], line)


def _keys(written: str) -> Where:
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
