"""Every file in `prompts/` is read, holds together, and names only guidance that is in the catalogue.

The files are found, not listed: a new one is checked as soon as it stands there.
"""

import ast
from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest

from couplekit import content
from couplekit.content.boundaries import areas
from couplekit.content.closeness import closeness
from couplekit.content.coach import coach
from couplekit.content.formats import formats
from couplekit.content.guidance import guidance, origins
from couplekit.content.guides import card, cards, feelings, guide
from couplekit.content.sample import sample
from couplekit.content.signal_words import about_signals
from couplekit.content.words import body, joining, needs
from couplekit.conversation.loop import ABOUT
from couplekit.domain.checkin import Keep
from couplekit.domain.guide import Guide, slots
from couplekit.domain.people import Pace
from couplekit.domain.setup import check_signal, ready_made
from couplekit.domain.signals import ALWAYS_SET, NAMES
from couplekit.domain.text import PLACE

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"
SOURCE = Path(content.__file__).parents[1]
FILES = sorted(path.relative_to(PROMPTS).as_posix() for path in PROMPTS.rglob("*") if path.is_file())
GUIDES = sorted(path.stem for path in PROMPTS.glob("en/guides/*.toml"))
CARDS = sorted(path.stem for path in PROMPTS.glob("en/cards/*.toml"))
AREAS = sorted(path.stem for path in PROMPTS.glob("en/boundaries/*.toml"))

#: Files with a reader of their own.
READERS = {
    "guidance.toml": guidance,
    "en/interface.toml": content.interface,
    "en/demo.toml": sample,
    "en/words/closeness.toml": closeness,
    "en/words/feelings.toml": feelings,
    "en/words/signals.toml": about_signals,
    "en/words/needs.toml": needs,
    "en/words/body.toml": body,
    "en/words/joining.toml": joining,
    **{
        f"en/words/{name}.toml": coach
        for name in ("coach", "faux", "grammar", "phrases", "verdicts", "weights")
    },
}


def constants() -> set[str]:
    """Every text that stands in the program itself."""
    return {
        node.value
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


# -- every file ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_read(name: str) -> None:
    """Each file in the folder of words has a reader, and is sound."""
    folder, _, stem = name.removesuffix(".toml").rpartition("/")
    assert name.endswith(".toml")
    if folder == "en/guides":
        assert guide(stem).id == stem
    elif folder == "en/cards":
        assert card(stem).id == stem
        assert cards()[stem] == card(stem)
    elif folder == "en/boundaries":
        assert stem in {area.id for area in areas()}
    elif folder == "en/formats":
        assert stem in {format.id for format in formats()}
    else:
        assert READERS[name]()


def test_the_folder_is_that_of_the_checkout() -> None:
    """These tests look at the same folder that the program reads."""
    assert content.folder().resolve() == PROMPTS or (content.folder() / "guidance.toml").is_file()
    assert set(cards()) == set(CARDS)
    assert GUIDES


@pytest.mark.parametrize("id", GUIDES)
def test_every_guide_is_held_by_a_command(id: str) -> None:
    """A guide that no command holds would be read by nobody."""
    assert id in constants()


@pytest.mark.parametrize("id", CARDS)
def test_every_card_is_shown(id: str) -> None:
    """A card that no guide and no command shows would be read by nobody."""
    in_guides = {question.card for name in GUIDES for question in guide(name).question}
    assert id in in_guides | constants()


# -- the catalogue of guidance ---------------------------------------------------------------------


def test_the_catalogue_hangs_together() -> None:
    """Each point has an id of its own and names documents that are listed; each document is used."""
    catalogue = guidance()
    points = [point.id for point in catalogue.point]
    keys = [source.key for source in catalogue.source]
    assert len(set(points)) == len(points)
    assert len(set(keys)) == len(keys)
    assert {key for point in catalogue.point for key in point.source} == set(keys)


def sources_in(folder: str, id: str) -> list[list[str]]:
    """What each question of a guide, a card, or an area and each of its items says it rests on."""
    if folder == "guides":
        return [question.sources for question in guide(id).question]
    if folder == "cards":
        return [card(id).sources]
    (area,) = (area for area in areas() if area.id == id)
    return [area.sources, *(item.sources for item in area.item.values())]


@pytest.mark.parametrize(
    "name",
    [f"guides/{id}" for id in GUIDES]
    + [f"cards/{id}" for id in CARDS]
    + [f"boundaries/{id}" for id in AREAS],
)
def test_every_source_stands_in_the_catalogue(name: str) -> None:
    """What a question, a card or a list says it rests on is a point of the catalogue, named once."""
    known = {point.id for point in guidance().point}
    for sources in sources_in(*name.split("/")):
        assert set(sources) <= known
        assert len(set(sources)) == len(sources)


def test_what_documents_are_called_comes_once_and_in_order() -> None:
    """A document is named once, in the order of the catalogue; an unknown point names none."""
    catalogue = guidance()
    every = origins(point.id for point in reversed(catalogue.point))
    assert every == tuple(source.called for source in catalogue.source)
    first = catalogue.point[0]
    assert set(origins([first.id, first.id])) == {
        source.called for source in catalogue.source if source.key in first.source
    }
    assert origins(["no-such-point"]) == origins([]) == ()


# -- guides and cards ------------------------------------------------------------------------------


@pytest.mark.parametrize("id", GUIDES)
def test_every_card_of_a_guide_is_there(id: str) -> None:
    """A guide shows cards that exist."""
    assert {question.card for question in guide(id).question if question.card} <= set(CARDS)


@pytest.mark.parametrize("id", GUIDES)
def test_what_is_shared_and_asks_for_words_can_be_said_aloud(id: str) -> None:
    """Where one's own words are asked for to be kept, saying them aloud instead is offered."""
    for question in guide(id).question:
        if question.keeps in ("own", "wish"):
            assert question.aloud
        if question.needed:
            assert question.id == "name"


@pytest.mark.parametrize("id", GUIDES)
def test_a_signal_is_asked_for_as_one(id: str) -> None:
    """Where a word or sign is asked for, it is the answer itself and does not end the conversation."""
    for question in guide(id).question:
        if question.id.removeprefix("stop-").removeprefix("pause-") in ("word", "sign"):
            assert question.takes == "signal"
        if question.takes == "signal":
            assert question.kind in ("text", "choice")
            assert question.keeps == "page"


@pytest.mark.parametrize("id", ["start", "start-alone"])
def test_the_first_evening_is_short(id: str) -> None:
    """The first evening takes about 15 minutes and, without words of their own, at most 12 screens each."""
    made = guide(id)
    assert made.minutes <= 15
    screens = [
        slot
        for slot in slots(made, both_here=id == "start")
        if slot.question.only_if is None and slot.whose != "b"
    ]
    assert len(screens) <= 12


def choices(made: Guide, question: str) -> list[str]:
    """What a question offers, by id."""
    return [choice.id for found in made.question if found.id == question for choice in found.choices]


def test_what_is_offered_is_what_the_rules_know() -> None:
    """Of what to keep the wish stands first; of who sets the pace, the slower of the two."""
    assert choices(guide("check-in-short"), "keep") == list(get_args(Keep)) == ["wish", "all", "nothing"]
    for id in ("start", "change-pace"):
        offered = choices(guide(id), "pace")
        assert offered[0] == "the-slower-of-us"
        assert set(offered) == set(get_args(Pace))
    assert set(choices(guide("signals-set"), "signal")) <= set(NAMES)


@pytest.mark.parametrize("id", [*ABOUT, "for-the-partner", "look-around"])
def test_cards_that_are_read_anywhere_hold_no_place(id: str) -> None:
    """A card that is shown outside a conversation has nothing to be filled in."""
    shown = card(id)
    assert not PLACE.findall(shown.say + shown.title)


def test_the_letter_can_be_filled() -> None:
    """The letter to hand over holds the writer's name and nothing else that is filled in."""
    assert set(PLACE.findall(card("letter").say)) <= {"name"}


# -- words -----------------------------------------------------------------------------------------


def test_families_of_feelings_are_told_apart() -> None:
    """Each family has an id and a label of its own, and no word is offered twice."""
    families = feelings()
    assert (
        len({family.id for family in families}) == len({family.label for family in families}) == len(families)
    )
    words = [word for family in families for word in family.words]
    assert len(set(words)) == len(words)


def test_stop_and_pause_come_ready_made() -> None:
    """Stop and pause are suggested with a word and a sign each, stop with a reply; go and ready never are."""
    words = about_signals().words
    assert tuple(words) == NAMES
    for name in ALWAYS_SET:
        assert words[name].words
        assert words[name].signs
    assert words["stop"].reply
    for name in ("go", "ready"):
        assert not words[name].words
        assert not words[name].signs
        assert "this moment only" in words[name].note
    assert "only for the one who says it" in words["slow"].note


def test_what_is_suggested_would_be_taken() -> None:
    """No suggestion is like one of another signal, is a number, or is a word often said in play."""
    words, play = about_signals()
    suggested = {name: ready_made(words, name) for name in NAMES}
    for name, signal in suggested.items():
        for way in (*signal.words.values(), *signal.signs.values()):
            assert check_signal(way, name, suggested, words, play) is None


def test_signals_are_told_apart_by_their_labels() -> None:
    """No two signals share a label, and what is said about the other holds no place but theirs."""
    words = about_signals().words
    assert all(words[one].label != words[two].label for one, two in combinations(NAMES, 2))
    for name in NAMES:
        assert set(PLACE.findall(words[name].partner)) == {"other"}
        others = (words[name].means, words[name].reply, words[name].afterwards, words[name].note)
        assert not any(PLACE.findall(text) for text in others)


def test_the_sample_couple_answers_something() -> None:
    """The sample holds a first evening and a check-in."""
    assert sample().first_evening
    assert sample().check_in
