"""The table of bars: what it says is what the tests hold to, and nothing in it is typed by hand."""

import re
from pathlib import Path

import pytest

from bar_table import BARS, SHARE, Bar, Reached, least, most, share_of

KEPT = Path(__file__).resolve().parents[2] / "docs" / "bars.md"


def test_the_kept_table_has_every_bar_as_it_is_required() -> None:
    """docs/bars.md is of a full run of these bars: the same rows, the same numbers required, each held."""
    lines = [line for line in KEPT.read_text(encoding="utf-8").splitlines() if line.startswith("| **")]
    required = [line for line in Reached(1).table().splitlines() if line.startswith("| **")]
    assert [line.split(" | ")[:3] for line in lines] == [line.split(" | ")[:3] for line in required]
    assert all(line.split(" | ")[3].startswith("held. ") for line in lines)
    assert not re.search(r"not run|NOT HELD", "\n".join(lines))


def test_a_bar_that_is_missed_is_an_error_and_stands_in_the_table() -> None:
    """Too little, or too much, is refused with the number reached, and the row says NOT HELD."""
    reached = Reached(1)
    name = "withdrawn words"
    with pytest.raises(
        AssertionError, match=r"bar 12, withdrawn words: files with the word: 2, and none is req"
    ):
        reached(name, {"ways to bring it back": 7, "files with the word": 2})
    with pytest.raises(AssertionError, match="ways to bring it back: 5, and at least 6 is required"):
        reached(name, {"ways to bring it back": 5, "files with the word": 0})
    assert "| NOT HELD. ways to bring it back: 5" in reached.table()
    reached(name, {"ways to bring it back": 6, "files with the word": 0})
    assert "| held. ways to bring it back: 6; files with the word: 0 |" in reached.table()
    assert reached.table().count("not run") == len(BARS) - 1


def test_numbers_of_other_names_are_refused() -> None:
    """A row is measured whole: a number that is missing, or has another name, is an error."""
    for numbers in ({"files with the word": 0}, {"ways": 7, "files with the word": 0}):
        with pytest.raises(AssertionError, match="have other names"):
            Reached(1)("withdrawn words", numbers)


def test_a_share_is_of_what_is_shared_out() -> None:
    """A run of a share needs a tenth of the long counts, and all of the others."""
    bar = Bar(4, "a sample", {"histories": share_of(500), "runs": least(100), "lost": most(0)})
    assert [limit.now(SHARE) for limit in bar.required.values()] == [50, 100, 0]
    assert [limit.now(1) for limit in bar.required.values()] == [500, 100, 0]
    assert bar.required["histories"].words(SHARE) == "at least 50"
    assert bar.required["lost"].words(1) == "none"
    assert not bar.required["lost"].holds(1, SHARE)
