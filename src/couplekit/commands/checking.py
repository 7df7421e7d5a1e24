"""`couplekit say --check`: hints about text on standard input, as text, JSON, or one JSON object a line."""

import json
import math
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, NoReturn

from couplekit.commands.context import Context, note, write
from couplekit.domain.text import clean_line
from couplekit.errors import CouplekitError
from couplekit.showing.document import Block, Gap, Words, as_json

if TYPE_CHECKING:
    from couplekit.domain.coach import Coach, Hint

Form = Literal["text", "json", "jsonl"]

#: In bytes. A book is read a chapter at a time.
LARGEST = 1024 * 1024
#: As many characters tell what language a text is in.
_TELLING = 20_000


class BrokenLines(CouplekitError):
    """Lines of the input that could not be read; the others were."""


class _Line(NamedTuple):
    """One line of JSON that was sound."""

    id: Any
    text: str


def check(context: Context, form: Form) -> None:
    """Read standard input and say what the coach has to say about it.

    Whether there are hints or not makes no difference to how it ends. Raises BrokenLines after the last line
    where some could not be read, and CouplekitError for text that is too long or not UTF-8.
    """
    from couplekit.content.coach import coach

    ours = coach()
    if form == "jsonl":
        _check_lines(ours)
        return
    raw = sys.stdin.buffer.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise CouplekitError(
            f"That is more than {LARGEST // 1024 // 1024} MB. Nothing was lost. "
            "A part of it at a time can be read."
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CouplekitError(
            "What came in is not UTF-8 text. Nothing was lost. Most editors can save it as UTF-8."
        ) from None
    hints = _style(ours, text)
    if not ours.helps_with(text[:_TELLING]):
        note(ours.says.language)
    if form == "json":
        write(as_json({"flags": [_flag(hint) for hint in hints]}))
    else:
        context.show(_told(ours, text, hints))


def _check_lines(ours: "Coach") -> None:
    """One object a line in, one a line out, in the same order. A broken line is named by its number."""
    broken = 0
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        if not raw.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
            continue
        line = _read(raw)
        if isinstance(line, str):
            broken += 1
            note(f"Line {number}: {line} It was left out; the other lines are read.")
            continue
        if not ours.helps_with(line.text):
            note(f"Line {number}: {ours.says.language}")
        flags = [_flag(hint) for hint in _style(ours, line.text)]
        write(as_json({"id": line.id, "flags": flags}))
    if broken:
        raise BrokenLines(
            f"{broken} {'line' if broken == 1 else 'lines'} could not be read, as said above. "
            "The answers to the others are whole. "
            'Each line is one object such as {"id": "1", "text": "a sentence"}.'
        )


def _read(raw: bytes) -> _Line | str:
    """One line, or what is wrong with it. Never a word of what stands in it."""
    if len(raw) > LARGEST:
        return "it is longer than a book."
    try:
        held = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        return "it is not JSON in UTF-8."
    if not isinstance(held, dict) or "id" not in held or not isinstance(held.get("text"), str):
        return 'an object with "id" and "text" was expected, the text in quotes.'
    if any("\ud800" <= letter <= "\udfff" for letter in held["text"]):
        return "its text holds half a character, which no UTF-8 can hold."
    return _Line(held["id"], held["text"])


def _refuse(_constant: str) -> NoReturn:
    """NaN and the like are no JSON, and would not be sound in an answer."""
    raise ValueError


def _finite(written: str) -> float:
    """A number. One too large to be held (1e400) would be an infinity in the answer, which is no JSON."""
    number = float(written)
    return number if math.isfinite(number) else _refuse(written)


def _style(ours: "Coach", text: str) -> "list[Hint]":
    """The hints on style, line by line. Of what may tell of harm, nothing is said here."""
    hints: list[Hint] = []
    begun = 0
    for line in text.split("\n"):
        hints += [
            replace(hint, start=hint.start + begun, end=hint.end + begun)
            for hint in ours.hints(line)
            if not hint.aside
        ]
        begun += len(line) + 1
    return hints


def _flag(hint: "Hint") -> dict[str, Any]:
    return {
        "kind": hint.kind,
        "start": hint.start,
        "end": hint.end,
        "text": hint.text,
        "why": hint.why,
        "suggestions": list(hint.suggestions),
    }


def _told(ours: "Coach", text: str, hints: "list[Hint]") -> Iterator[Block]:
    """For people: the words, why, and what could stand there."""
    if not hints:
        yield Words(ours.says.none)
    several = "\n" in text.strip()
    line, counted = 1, 0
    for number, hint in enumerate(hints):
        if number:
            yield Gap()
        # From hint to hint, as they stand in order: counting from the top each time would be slow for a book.
        line += text.count("\n", counted, hint.start)
        counted = hint.start
        place = f"{line}: " if several else ""
        yield Words(f'{place}"{clean_line(hint.text)}" ({ours.says.kinds[hint.kind].title})')
        yield Words(hint.why)
        for suggestion in hint.suggestions:
            yield Words(suggestion, "item")
