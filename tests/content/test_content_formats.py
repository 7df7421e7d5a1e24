"""The formats of a statement: files that hold together, and faults that name file, part and key."""

import shutil
from pathlib import Path

import pytest

from couplekit import content
from couplekit.content.formats import formats
from couplekit.content.guidance import guidance
from couplekit.content.words import body, joining, needs
from couplekit.errors import ContentProblem

SOUND = """
id = "short"
version = 1
place = 9
title = "One part"
about = "what I feel"
sources = ["talk-without-blame"]

[[part]]
id = "feeling"
kind = "feelings"
title = "What you feel"
say = "What do you feel?"
why = "It is yours."
sources = ["validate-every-feeling"]
begins = true
lead = "I feel"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the words, and its folder of formats."""
    copy = tmp_path / "prompts"
    shutil.copytree(content.folder(), copy)
    monkeypatch.setattr(content, "folder", lambda: copy)
    return copy / "en" / "formats"


def fault(folder: Path, text: str, name: str = "short") -> str:
    """What is said about a format that is not sound."""
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentProblem) as found:
        formats()
    return str(found.value)


def test_a_new_format_is_a_new_file(folder: Path) -> None:
    """A file is all that it takes: it comes at its place, and the default stays the default."""
    (folder / "short.toml").write_text(SOUND, encoding="utf-8")
    assert [format.id for format in formats()] == ["softened", "gordon", "nvc", "short"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "One part"', "title = 3", ("title", "line 5")),
        ('kind = "feelings"', 'kind = "poem"', ("part 1", ".kind")),
        ('lead = "I feel"', 'laed = "I feel"', ('slip for "lead"', "line 17", "part 1")),
        ('why = "It is yours."\n', "", ("part 1", "why")),
        ("begins = true", "", ("begins = true",)),
        ('id = "short"', 'id = "other"', ("id", "short")),
        ("place = 9", "place = 1", ("place", "short.toml", "softened.toml")),
        ('lead = "I feel"', 'lead = "I feel', ("line",)),
    ],
)
def test_a_fault_names_the_file_the_part_and_the_key(
    folder: Path, old: str, new: str, said: tuple[str, ...]
) -> None:
    """Whoever edits a format is told where to look, and that nothing was lost."""
    message = fault(folder, SOUND.replace(old, new))
    assert "prompts/en/formats/" in message
    assert "Nothing was" in message
    assert all(part in message for part in said)


def test_the_faults_of_all_files_come_at_once(folder: Path) -> None:
    """Two files with a fault each are two messages in one."""
    (folder / "gordon.toml").write_text("", encoding="utf-8")
    message = fault(folder, SOUND.replace("place = 9", "place = 0"))
    assert "gordon.toml" in message
    assert "short.toml" in message


def test_without_any_format_it_says_so(folder: Path) -> None:
    """An empty folder is a fault of the words, and no crash."""
    for path in folder.glob("*.toml"):
        path.unlink()
    with pytest.raises(ContentProblem, match="holds no format"):
        formats()


def test_formats_rest_on_the_catalogue() -> None:
    """Each format and each of its parts names points that are in the catalogue."""
    points = {point.id for point in guidance().point}
    for format in formats():
        assert set(format.sources) <= points
        for part in format.part:
            assert set(part.sources) <= points, part.id


def test_formats_are_short_enough_to_choose_from() -> None:
    """Title and line of all formats fit on a small screen together."""
    lines = sum(1 + len(f"{format.title} ({format.about})") // 34 for format in formats())
    assert lines <= 14


def test_families_are_told_apart_and_fit() -> None:
    """A word stands once in its picker, and a family fits a small screen with what stands around it."""
    for families in (needs(), body()):
        words = [word for family in families for word in family.words]
        assert len(words) == len(set(words))
        assert len({family.id for family in families}) == len(families)
        assert all(len(family.words) <= 13 for family in families)
        assert all(word == word.strip() and "\n" not in word for word in words)


def test_words_that_join_are_small() -> None:
    """The lists of how words join hold single words in small letters, and never the word I."""
    for word in (*joining().joins, *joining().small):
        assert word.isalpha()
        assert word == word.lower()
    assert "i" not in joining().small
