"""Values as TOML and back, and the seal over them."""

import random
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from storage_samples import PAGES, RECORDS, UNFINISHED, draft, page, record

from couplekit.domain.agreement import Agreement
from couplekit.domain.boundaries import Boundary
from couplekit.domain.model import Model
from couplekit.domain.people import Person
from couplekit.domain.signals import Signal
from couplekit.errors import FileProblem, NewerFormat
from couplekit.storage.pages import from_toml, notes_in, to_toml, with_notes
from couplekit.storage.seal import seal_of


@given(PAGES | RECORDS | UNFINISHED)
def test_every_value_survives_a_round_trip(value: Model) -> None:
    """Any value comes back equal and sealed, and gives the same bytes the second time."""
    text = to_toml(value)
    sheet = from_toml(type(value), text.encode(), "page.toml")
    assert sheet.value == value
    assert sheet.sealed
    assert to_toml(sheet.value) == text
    assert notes_in(text) == []


@given(PAGES, st.randoms(use_true_random=False))
def test_the_order_of_signals_in_memory_does_not_reach_the_file(value: Any, rng: random.Random) -> None:
    """Signals stand in one order in the file, whatever the order in which they were agreed."""
    names = list(value.signals)
    rng.shuffle(names)
    shuffled = value.model_copy(update={"signals": {name: value.signals[name] for name in names}})
    assert to_toml(shuffled) == to_toml(value)


def test_the_page_reads_well() -> None:
    """The page is laid out for a person: what it is first, then plain tables, and nothing that is empty."""
    assert to_toml(page(signals={"go": Signal(), "stop": Signal(words={"k1": 'red "stop" [now]'})})) == (
        "# Our page. Written by couplekit; you can read it in any editor.\n"
        "# This page is not consent. Every yes is for now. Stop and no always count. "
        "What is not listed is a no.\n"
        "\n"
        "format = 1\n"
        'kind = "agreement"\n'
        'language = "en"\n'
        "changed = 2026-11-21\n"
        "\n"
        "[partners.a]\n"
        'name = "Sam"\n'
        "\n"
        "[partners.b]\n"
        'name = "Alex"\n'
        "\n"
        "[pace]\n"
        'set-by = "the-slower-of-us"\n'
        "\n"
        "[signals.stop.words]\n"
        'k1 = "red \\"stop\\" [now]"\n'
        "\n"
        "[signals.go]\n"
        "\n"
        "[seal]\n"
        'values = "sha256:6034c34fdc94056b783e83ba515ecc38ecf9c0fc62993e98a7e5a7d1ed21325f"\n'
    )


@pytest.mark.parametrize(
    ("value", "first"),
    [
        (record(), "# One evening. What each of you chose to keep.\n\nformat = 1\n"),
        (draft(), "# An unfinished conversation, kept until you go on with it or let it go.\n\nformat = 1\n"),
    ],
)
def test_every_file_says_what_it_is(value: Model, first: str) -> None:
    """The first line of a file is for whoever finds it."""
    assert to_toml(value).startswith(first)


@pytest.mark.parametrize("name", ["two\nlines\x1b[31m", "\ud800", "", "x" * 5000])
def test_what_cannot_be_read_again_is_not_written(name: str) -> None:
    """A value that would not come back as it was is refused before any file is touched."""
    value = page()
    partners = value.partners.model_copy(update={"a": Person.model_construct(name=name)})
    with pytest.raises(FileProblem, match="a fault in couplekit") as caught:
        to_toml(value.model_copy(update={"partners": partners}))
    assert name[:4] not in str(caught.value) or not name


def test_a_file_too_large_to_be_read_again_is_not_written() -> None:
    """A value whose file would pass the limit of reading is refused too."""
    words = {f"q{number}": "x" * 4000 for number in range(70)}
    with pytest.raises(FileProblem, match="nothing was saved"):
        to_toml(record(asked=words))


@pytest.mark.parametrize("format_", [2, 99, 2**60])
def test_a_newer_format_is_refused_before_anything_else(format_: int) -> None:
    """A file of a newer couplekit is not a faulty one, whatever else is new in it."""
    with pytest.raises(NewerFormat, match=rf"page\.toml was written by a newer couplekit \(format {format_}"):
        from_toml(type(page()), f"format = {format_}\nnew-key = 1".encode(), "page.toml")


@pytest.mark.parametrize("format_", ["0", "-1", '"1"', "1.5", "[]"])
def test_any_other_format_is_a_fault(format_: str) -> None:
    """What is no format of ours, or no whole number, is told like any other fault."""
    text = to_toml(page()).replace("format = 1", f"format = {format_}")
    with pytest.raises(FileProblem, match="line 4, format: 1 was expected here"):
        from_toml(type(page()), text.encode(), "page.toml")


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\xef\xbb\xbf", b"# Our page.\n"])
def test_an_empty_file_is_damage(raw: bytes) -> None:
    """What a crash leaves of a file is sound TOML with nothing in it, and is no empty page."""
    with pytest.raises(FileProblem, match="is empty, so it may have been damaged"):
        from_toml(type(page()), raw, "page.toml")


@pytest.mark.parametrize("seal", ["", "[seal]", '[seal]\nvalues = "sha256:0"'])
def test_a_seal_that_is_missing_or_wrong_is_no_fault(seal: str) -> None:
    """A page without a seal, or with another one, is read and said to be unsealed."""
    text = to_toml(page()).split("[seal]")[0] + seal
    sheet = from_toml(type(page()), text.encode(), "page.toml")
    assert not sheet.sealed
    assert sheet.value == page()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text + 'k2 = "amber"', "line 35, in seal: this key is not known here"),
        (
            lambda text: text.split("[seal]")[0] + "[seal]\nvalues = 1",
            "line 34, seal.values: a text in quotes",
        ),
        (lambda text: "seal = 1\n" + text.split("[seal]")[0], "line 1, seal: a table was expected"),
    ],
)
def test_a_line_that_fell_into_the_seal_is_told(change: Callable[[str], str], words: str) -> None:
    """A stop word added at the end of the file stands in the seal; that is a fault and not a loss."""
    with pytest.raises(FileProblem, match=words):
        from_toml(type(page()), change(to_toml(page())).encode(), "page.toml")


def test_a_comment_breaks_no_seal() -> None:
    """The seal is over values: comments, spaces, the order of keys and line ends do not count."""
    text = to_toml(page()).replace("\n", "\r\n").replace("format = 1\r\n", "") + "# note\r\n"
    text = text.replace("language", "format=1 # why\r\nlanguage")
    sheet = from_toml(type(page()), text.encode("utf-8-sig"), "page.toml")
    assert sheet.sealed
    assert notes_in(sheet.text) == ["# why", "# note"]


def test_notes_stand_below_a_page_and_are_found_again() -> None:
    """Notes kept in a copy are notes there, the line above them is not, and the seal holds."""
    text = with_notes(to_toml(page()), ["# why", "# note"])
    assert notes_in(text) == ["# why", "# note"]
    assert from_toml(type(page()), text.encode(), "page.toml").sealed
    assert with_notes(text, []) == text


def test_notes_that_would_make_a_copy_unreadable_are_left_out() -> None:
    """A copy is of no use when it is too large to be read."""
    text = to_toml(page())
    assert with_notes(text, ["#" + "x" * 256 * 1024]) == text


# The seal

VALUES = st.recursive(
    st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
TABLES = st.dictionaries(st.text(max_size=5), VALUES, max_size=4)


@given(TABLES)
def test_the_seal_leaves_itself_out_and_keeps_no_order(values: dict[str, Any]) -> None:
    """A seal can stand in the table that it seals, and the order of keys does not count."""
    backwards = {key: values[key] for key in reversed(values)}
    assert seal_of({**backwards, "seal": 1}) == seal_of({key: values[key] for key in values if key != "seal"})


def exact(value: Any) -> Any:
    """A value with its kinds, so that true is not 1 and 1 is not 1.0."""
    if isinstance(value, dict):
        return {key: exact(inner) for key, inner in value.items()}
    return (type(value), [exact(inner) for inner in value] if isinstance(value, list) else repr(value))


@given(TABLES, TABLES)
def test_different_values_have_different_seals(one: dict[str, Any], two: dict[str, Any]) -> None:
    """Two tables have the same seal when they hold the same, kinds included."""
    one.pop("seal", None)
    two.pop("seal", None)
    assert (seal_of(one) == seal_of(two)) == (exact(one) == exact(two))


@pytest.mark.parametrize(
    "others",
    [
        [True, 1, 1.0, "1", "true", [1], {"a": 1}],
        [date(2026, 11, 21), "2026-11-21", datetime(2026, 11, 21)],
        [[], {}, "", False, 0],
        [["a", "b"], ["b", "a"], ["ab"], [["a"], "b"]],
        ["é", "e\u0301", "\\u00e9"],
    ],
)
def test_kinds_that_look_alike_are_told_apart(others: list[Any]) -> None:
    """Values that look alike in a file, or on the screen, have seals of their own."""
    assert len({seal_of({"k": other}) for other in others}) == len(others)


def test_the_seal_refuses_what_no_file_holds() -> None:
    """What TOML cannot hold is a mistake in the program."""
    with pytest.raises(TypeError, match="a file holds no set"):
        seal_of({"k": {1}})


# Damage


def opened(model: type[Model], raw: bytes) -> Any:
    """The value that damaged bytes are taken for without a word, or None where they are noticed."""
    try:
        sheet = from_toml(model, raw, "page.toml")
    except FileProblem:
        return None
    return sheet.value if sheet.sealed else None


@pytest.mark.parametrize("value", [page(), record(), draft()])
def test_no_cut_off_file_is_taken_for_a_whole_one(value: Model) -> None:
    """Wherever a file is cut off, it is noticed, unless no value is missing."""
    raw = to_toml(value).encode()
    assert {opened(type(value), raw[:end]) == value for end in range(len(raw) - 1)} == {False}


@pytest.mark.parametrize("value", [page(), record(), draft()])
def test_no_flipped_bit_changes_a_value_unnoticed(value: Model) -> None:
    """Whichever bit of a file is flipped, no other value is read without a word."""
    raw = to_toml(value).encode()
    rng = random.Random(value.kind)
    for at in rng.sample(range(len(raw) * 8), 1500):
        flipped = bytearray(raw)
        flipped[at // 8] ^= 1 << at % 8
        assert opened(type(value), bytes(flipped)) in (None, value)


def test_a_page_of_many_items_and_years_is_still_saved() -> None:
    """Three hundred rows with two dozen narrowings each go into one page: taking off never waits."""
    marks = [f"k{number:07}" for number in range(24)]
    row = Boundary.model_validate(
        {"level": "open", "from": date(2026, 1, 1), "until": date(2026, 3, 1), "round": 99, "seen": marks[4:]}
    ).model_copy(update={"narrowed": dict.fromkeys(marks[:4], "none")})
    full = page(boundaries={f"item-{number}": row for number in range(300)})
    assert from_toml(Agreement, to_toml(full).encode(), "agreement.toml").value == full
