"""From one format to the next: a numbered list, applied in its order, and a newer file left alone."""

import json
from typing import Any

import pytest
from storage_samples import page

from couplekit.domain.agreement import Agreement
from couplekit.errors import NewerFormat
from couplekit.storage.migrations import MIGRATIONS, migrated, newest
from couplekit.storage.pages import FORMAT, from_toml, to_toml
from couplekit.storage.seal import seal_of


def test_there_is_one_format_so_far() -> None:
    """Format 1 needs no migration, and the newest format is the one that is written."""
    assert MIGRATIONS == ()
    assert newest() == FORMAT == page().format


def test_migrations_run_in_their_order_from_where_a_file_stands() -> None:
    """A file of format 2 skips the first; each step gets what the one before it made."""
    steps = (
        lambda values: {**values, "was": [*values["was"], "1 to 2"]},
        lambda values: {**values, "was": [*values["was"], "2 to 3"]},
    )
    for found, was in ((1, ["1 to 2", "2 to 3"]), (2, ["2 to 3"]), (3, [])):
        assert migrated({"format": found, "was": []}, found, steps) == {"format": 3, "was": was}


def test_an_older_file_is_read_and_its_seal_is_held_against_what_it_says() -> None:
    """What a migration changes does not break a seal, and what was changed by hand before still does."""

    class Newer(Agreement):
        format: int = 2  # type: ignore[assignment]

    def renamed(values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "partners": {"a": {"name": values["partners"]["a"]["name"].upper()}}}

    text = to_toml(page())
    sheet = from_toml(Newer, text.encode(), "agreement.toml", migrations=(renamed,))
    assert (sheet.sealed, sheet.value.format, sheet.value.partners.a.name) == (True, 2, "SAM")
    edited = text.replace("Alex", "Kim")
    assert not from_toml(Newer, edited.encode(), "agreement.toml", migrations=(renamed,)).sealed


@pytest.mark.parametrize("newer", [2, 3, 2**62])
def test_a_newer_file_is_refused_before_anything_else_is_said_of_it(newer: int) -> None:
    """What a newer couplekit added is no typing error: the one thing said is that it is newer."""
    text = to_toml(page()).replace("format = 1", f"format = {newer}\nmood = 3")
    with pytest.raises(NewerFormat, match=f"format {newer}; this one reads 1"):
        from_toml(Agreement, text.encode(), "agreement.toml")


def test_a_seal_holds_its_place_in_a_history() -> None:
    """The same values after different pages have different seals; after none, the one of format 1."""
    values = {"a": 1}
    assert len({seal_of(values), seal_of(values, "sha256:1"), seal_of(values, "sha256:2")}) == 3
    written = json.dumps(values, sort_keys=True).encode()
    import hashlib

    assert seal_of(values) == "sha256:" + hashlib.sha256(written).hexdigest()
