"""Values as TOML that a person can read, and back again. No file is touched here."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from couplekit import reading
from couplekit.domain.agreement import Agreement
from couplekit.domain.model import Model
from couplekit.domain.signals import NAMES
from couplekit.errors import FileProblem, NewerFormat
from couplekit.storage.migrations import MIGRATIONS, Migration, migrated, newest
from couplekit.storage.seal import seal_of

M = TypeVar("M", bound=Model)

#: The format that this couplekit writes, and the newest it reads.
FORMAT = newest()

#: What a file says about itself, by kind.
_HEADERS = {
    "agreement": (
        "# Our page. Written by couplekit; you can read it in any editor.",
        "# This page is not consent. Every yes is for now. Stop and no always count. "
        "What is not listed is a no.",
    ),
    "draft": ("# An unfinished conversation, kept until you go on with it or let it go.",),
    "check-in": ("# One evening. What each of you chose to keep.",),
    "agenda": ("# What we would like to talk about, when we both like. Nothing here is due.",),
    "state": ("# What each of you saw when you last looked, on this device. It stays here.",),
    "backup": (
        "# A backup of our page and our evenings. Written by couplekit; you can read it in any editor.",
        "# So can whoever opens it. Words that are taken back later are still in it.",
    ),
}
#: Of every kind that is kept in a private part.
_PRIVATE = ("# From a private part. It was locked, and belongs to the one who opened it.",)
_NOTES = "# Notes that were added by hand, kept from an earlier page:"
_OURS = frozenset({_NOTES, *_PRIVATE, *(line for lines in _HEADERS.values() for line in lines)})


class _Seal(Model):
    values: str = ""
    follows: str = ""


class _Sealed(Model):
    """What stands in every file beside its value."""

    seal: _Seal = _Seal()


class Sheet(NamedTuple, Generic[M]):
    """A file that was read: its value, whether its seal holds, its text, and its place in a history.

    `seal` is what stands in the file, and `follows` the seal of the file that it took the place of.
    """

    value: M
    sealed: bool
    text: str
    seal: str
    follows: str


def to_toml(value: Model, *, follows: str = "") -> str:
    """Return a value as the text of its file, sealed. The same value always gives the same text.

    `follows` is the seal of the file that this one takes the place of. The text has been read back and
    compared before it is returned. Raises FileProblem where it does not come back as it was, which would
    be a fault in couplekit.
    """
    import tomli_w

    values = _values(value)
    seal = {"values": seal_of(values, follows)}
    sealed = {**values, "seal": {**seal, "follows": follows} if follows else seal}
    limits = reading.LARGE if values["kind"] == "backup" else reading.SMALL
    header = "\n".join(_HEADERS.get(values["kind"], _PRIVATE))
    text = f"{header}\n\n{tomli_w.dumps(sealed, multiline_strings=False)}"
    try:
        again = from_toml(type(value), text.encode("utf-8"), values["kind"], limits=limits)
    except (FileProblem, UnicodeEncodeError):
        again = None
    if again is None and values["kind"] == "backup":
        raise FileProblem(
            "There is more here than one backup can hold, so none was written, and nothing was changed. "
            "A copy of the whole folder keeps everything: couplekit files names it."
        )
    if again is None and len(text.encode("utf-8", "replace")) > limits.size:
        raise FileProblem(
            f"There is more here than one file can hold ({limits.size // 1024} KiB), so nothing was saved. "
            "What was saved before is unchanged. A little less of it can be saved."
        )
    if again is None or again.value != value or not again.sealed:
        raise FileProblem(
            "couplekit could not write this in a form that it can read again, so nothing was saved. What was "
            "saved before is unchanged. This is a fault in couplekit; please tell its makers."
        )
    return text


def from_toml(
    model: type[M],
    raw: bytes,
    name: str,
    *,
    mend: str = reading.MEND,
    limits: reading.Limits = reading.SMALL,
    migrations: Sequence[Migration] = MIGRATIONS,
) -> Sheet[M]:
    """Return the value that a file holds. A seal that is missing or does not hold is no error.

    A file of an older format is read as the newest has it; its seal is held against what stands in it.
    `name` is what messages call the file, `mend` is their last sentence. Raises NewerFormat for a file
    of a newer couplekit, and FileProblem for one that is damaged, all faults at once.
    """
    text, values = reading.parse(raw, name, limits, model=model, mend=mend)
    if not values:  # what a crash can leave of a file reads as sound TOML with nothing in it
        raise FileProblem(f"{name} is empty, so it may have been damaged. Nothing was changed. {mend}")
    beside = {key: values.pop(key) for key in ("seal",) if key in values}
    sealed = seal_of(values, _follows(beside))
    found = values.get("format")
    if isinstance(found, int) and not isinstance(found, bool):  # anything else the model refuses
        if found > newest(migrations):
            raise NewerFormat(
                f"{name} was written by a newer couplekit (format {found}; this one reads "
                f"{newest(migrations)}). Nothing was changed or lost. A newer couplekit opens it."
            )
        if found > 0:
            values = migrated(values, found, migrations)
    value = reading.as_model(model, values, text=text, name=name, mend=mend)
    # A line added at the end of a file falls into its last table, the seal: it is not lost without a word.
    seal = reading.as_model(_Sealed, beside, text=text, name=name, mend=mend).seal
    return Sheet(value, seal.values == sealed, text, seal.values, seal.follows)


def _follows(beside: Mapping[str, Any]) -> str:
    """What a seal says it follows; what is no text is refused by the model a moment later."""
    seal = beside.get("seal")
    follows = seal.get("follows", "") if isinstance(seal, Mapping) else ""
    return follows if isinstance(follows, str) else ""


def notes_in(text: str) -> list[str]:
    """The comments in a file that couplekit did not write."""
    return [comment for comment in reading.comments_in(text) if comment not in _OURS]


def with_notes(text: str, notes: list[str]) -> str:
    """`text` with notes below it. They are left out where the file could not be read with them."""
    longer = "\n".join([text, _NOTES, *notes, ""])
    if not notes:
        return text
    try:
        reading.parse(longer.encode("utf-8"), "")
    except FileProblem:
        return text
    return longer


def _values(value: Model) -> dict[str, Any]:
    """A value as tables. What holds nothing is left out: None, and a field that is an empty table or list.

    An empty entry of a keyed table stays: that it is there is a value too.
    """
    values: dict[str, Any] = {}
    for name, field in type(value).model_fields.items():
        held = _plain(getattr(value, name))
        if held is not None and held not in ({}, []):
            values[field.alias or name] = held
    if isinstance(value, Agreement) and "signals" in values:
        values["signals"] = {name: values["signals"][name] for name in NAMES if name in values["signals"]}
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return _values(value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return value
