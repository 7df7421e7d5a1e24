"""Words that are missing or broken are said so in one clear message that names the file and the key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from couplekit import content
from couplekit.content.guides import card, guide
from couplekit.content.signal_words import about_signals
from couplekit.domain.guide import Guide
from couplekit.errors import ContentProblem, FileProblem
from couplekit.reading import as_model, parse

GUIDE = """
id = "sample"
version = 1
title = "A sample"
minutes = 5

[[question]]
id = "glad"
kind = "text"
say = "What were you glad of?"
why = "To be heard."
"""


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package without words of its own, in a checkout that has none either."""
    package = tmp_path / "src" / "couplekit" / "content"
    package.mkdir(parents=True)
    monkeypatch.setattr(content, "__file__", str(package / "__init__.py"))
    content.folder.cache_clear()
    content.interface.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    content.folder.cache_clear()
    content.interface.cache_clear()


def written(folder: Path, name: str, text: str) -> None:
    """Put a file of words into a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


# -- the folder ------------------------------------------------------------------------------------


def test_an_installed_folder_comes_first(words: Path) -> None:
    """The words that were installed with the program are read, also where a checkout has some too."""
    installed = words / "src" / "couplekit" / "prompts"
    installed.mkdir()
    (words / "prompts").mkdir()
    assert content.folder() == installed


def test_a_checkout_has_its_words_at_the_top(words: Path) -> None:
    """Without installed words those at the top of the checkout are read."""
    (words / "prompts").mkdir()
    assert content.folder() == words / "prompts"


def test_without_any_words_it_says_so(words: Path) -> None:
    """Where the words are nowhere, the message says what is missing and how to get it back."""
    with pytest.raises(ContentProblem) as found:
        content.folder()
    assert str(words / "src" / "couplekit" / "prompts") in str(found.value)
    assert "Installing couplekit again" in str(found.value)
    assert "\n" not in str(found.value)


def test_a_file_is_no_folder_of_words(words: Path) -> None:
    """A file where the folder was expected does not count as the words."""
    written(words, "src/couplekit/prompts", "")
    (words / "prompts").mkdir()
    assert content.folder() == words / "prompts"


# -- broken files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "key", "says"),
    [
        (('kind = "text"', 'kind = "riddle"'), 'question 1 ("glad").kind', "one of these was expected"),
        (("minutes = 5", 'minutes = "5"'), "minutes", "a whole number"),
        (('why = "To be heard."', ""), 'question 1 ("glad")', 'every question says "why"'),
        (('why = "To', 'wye = "To'), 'line 11, in question 1 ("glad")', 'a typing slip for "why"'),
        (("version = 1\n", ""), "version", "is missing"),
        (('id = "glad"', 'id = "Glad!"'), 'question 1 ("Glad!").id', "a name of small letters"),
    ],
)
def test_a_broken_guide_names_file_line_and_key(change: tuple[str, str], key: str, says: str) -> None:
    """The message about a broken guide names its file, the place in it and what was expected."""
    text, values = parse(GUIDE.replace(*change).encode(), "prompts/en/guides/sample.toml")
    with pytest.raises(ContentProblem) as found:
        as_model(Guide, values, text=text, name="prompts/en/guides/sample.toml", problem=ContentProblem)
    message = str(found.value)
    assert "prompts/en/guides/sample.toml" in message
    assert key in message
    assert says in message


def test_all_faults_of_a_guide_are_told_at_once(words: Path) -> None:
    """A guide with several faults is told about all of them, each on its own line, with its line number."""
    broken = GUIDE.replace('kind = "text"', 'kind = "riddle"').replace("minutes = 5", "minutes = 500")
    written(words, "prompts/en/guides/sample.toml", broken)
    with pytest.raises(ContentProblem) as found:
        guide("sample")
    lines = str(found.value).splitlines()
    assert [line.split(":")[0] for line in lines[:2]] == [
        "prompts/en/guides/sample.toml, line 5, minutes",
        'prompts/en/guides/sample.toml, line 9, question 1 ("glad").kind',
    ]
    assert "Installing couplekit again brings it back" in lines[-1]


def test_a_sound_guide_is_read(words: Path) -> None:
    """The guide that these tests break is sound as it stands."""
    written(words, "prompts/en/guides/sample.toml", GUIDE)
    assert guide("sample").question[0].id == "glad"


@pytest.mark.parametrize(("text", "says"), [("id = ", "line 1"), ("id = 1\n[[\n", "line 2")])
def test_what_is_not_toml_says_where_and_how_to_mend_it(words: Path, text: str, says: str) -> None:
    """A file of words that is not TOML is named with its line, as a fault of content; its mend is said."""
    written(words, "prompts/en/cards/sample.toml", text)
    with pytest.raises(ContentProblem) as found:
        card("sample")
    assert f"prompts/en/cards/sample.toml, {says}" in str(found.value)
    assert "Installing couplekit again brings it back" in str(found.value)


def test_a_missing_card_is_named(words: Path) -> None:
    """A card that is not there is named, in one line."""
    (words / "prompts").mkdir()
    with pytest.raises(FileProblem, match=r"sample\.toml could not be read: it is not there") as found:
        card("sample")
    assert "\n" not in str(found.value)


def test_what_is_no_sentence_is_named_with_its_file(words: Path) -> None:
    """All that is no sentence among the sentences is named by file, line and key."""
    written(words, "prompts/en/interface.toml", 'a = "Yes"\n[menu]\nsay = 3\n[menu.more]\nlist = ["no"]\n')
    with pytest.raises(ContentProblem) as found:
        content.interface()
    assert str(found.value).splitlines()[:2] == [
        "prompts/en/interface.toml, line 3, menu.say: a sentence in quotes was expected.",
        "prompts/en/interface.toml, line 5, menu.more.list: a sentence in quotes was expected.",
    ]


def test_words_about_signals_need_every_signal(words: Path) -> None:
    """A list of signals in which one is missing is refused by its name."""
    written(words, "prompts/en/words/signals.toml", "said-in-play = []\n")
    with pytest.raises(ContentProblem) as found:
        about_signals()
    for name in ("stop", "pause", "slow", "go", "ready"):
        assert f"prompts/en/words/signals.toml, line 1, {name}: this is expected here" in str(found.value)
