"""A person's words: made harmless once, at the edge, and compared kindly."""

import re
import unicodedata
from collections.abc import Mapping

# Characters that act on a terminal or turn a line around instead of being read: C0 and C1 controls,
# the bidirectional marks, embeddings, overrides and isolates, and the byte-order mark. The joiners
# U+200C and U+200D stay: Persian words and many emoji need them.
_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# How a sign is drawn (in colour or not), not which sign it is.
_DRAWN_AS = re.compile("[\ufe00-\ufe0f]")


#: A place in a sentence of ours that something is put into, such as `{name}`.
PLACE = re.compile(r"\{([^{}]*)\}")


def clean(raw: str) -> str:
    """Return `raw` with nothing in it that could act on a screen or break a save.

    Line breaks of every kind become a newline, tabs a space; control, escape and bidirectional
    characters go; half characters from a misread byte become U+FFFD. Ends are trimmed.
    Applying it twice changes nothing.
    """
    text = _BREAKS.sub("\n", raw).replace("\t", " ")
    text = _LONE_SURROGATE.sub("\ufffd", text)
    return _ACTING.sub("", text).strip()


def clean_line(raw: str) -> str:
    """Return `clean(raw)` as a single line: every run of white space is one space."""
    return " ".join(clean(raw).split())


def reflow(text: str) -> str:
    """Join the wrapped lines of each paragraph. An empty line splits paragraphs, "- " begins an item.

    Files of words are wrapped for their authors; a screen wraps at its own width.
    """
    paragraphs: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines: list[str] = []
        for line in paragraph.splitlines():
            if lines and not line.startswith("- "):
                lines[-1] += f" {line.strip()}"
            else:
                lines.append(line.strip())
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)


def drawable(text: str) -> str:
    """Return `text`, letter for letter, with a sign in place of each character that could act on a screen.

    For what is still being typed, where a place in the text and a place on the line have to agree.
    """
    return _ACTING.sub("\ufffd", _BREAKS.sub(lambda found: "\ufffd" * len(found.group()), text))


def is_clean(text: str) -> bool:
    """Whether nothing in `text` could act on a screen."""
    return not (_ACTING.search(text) or _BREAKS.search(text) or _LONE_SURROGATE.search(text) or "\t" in text)


def fold(word: str) -> str:
    """Return the form in which two words are compared: no case, no punctuation, one form of each letter.

    "Stop!", "STOP" and "stop." are the same word to someone who says it.
    """
    plain = _DRAWN_AS.sub("", unicodedata.normalize("NFKC", clean_line(word)).casefold())
    kept = "".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in plain)
    folded = " ".join(kept.split())
    # A word made of signs alone (an emoji, say) is still a word somebody may have chosen.
    return folded if any(c.isalnum() for c in folded) else plain.strip()


def fill(text: str, places: Mapping[str, str]) -> str:
    """Put `places` into `{name}`-like marks, once: what is put in is never looked at again."""
    return PLACE.sub(lambda mark: places.get(mark.group(1), mark.group(0)), text)


def composed(text: str) -> str:
    """The text with every accent on its letter (NFC): keyboards make an é in two ways."""
    return unicodedata.normalize("NFC", text)
