"""Text wrapped to a width, as a terminal counts it: Chinese letters and most pictures are two wide."""

import re
import textwrap

#: Letters that take one column each: Latin, Greek, Cyrillic and Armenian ones, and the marks between words.
#: Of these alone the standard library counts right, and is quick. Others may take two columns, or none
#: beside the letter they belong to, and must not be parted from it.
_ONE_COLUMN_EACH = re.compile("[\x00-\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u1fff\u2010-\u2027]*")


def wrapped(text: str, width: int, *, first: str = "", later: str = "") -> list[str]:
    """Return one paragraph as lines of at most `width` columns; an empty one is one empty line.

    `first` stands before its first line and `later` before the others. Words are parted only where one is
    longer than a line.
    """
    if _ONE_COLUMN_EACH.fullmatch(text):
        lines = textwrap.wrap(
            text, width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False
        )
    else:
        import wcwidth

        lines = wcwidth.wrap(
            text, width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False
        )
    return lines or [""]


def columns(text: str) -> int:
    """How many columns one line of text takes."""
    if _ONE_COLUMN_EACH.fullmatch(text):
        return len(text)
    import wcwidth

    return wcwidth.wcswidth(text)
