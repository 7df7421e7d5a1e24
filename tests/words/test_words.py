"""The rules for every sentence in `prompts/`: plain, kind, for everyone, and small enough for a screen.

The words are data, so these tests read them as data: a new file is checked as soon as it stands there.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import textstat
import tomli
from pydantic import ValidationError

from couplekit.domain.guide import PLACES, Guide, Question
from couplekit.domain.signals import are_alike

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"
EN = PROMPTS / "en"

#: In guides, cards, lists and files of words these keys hold what is read out; everything else there is a
#: name, a list of single words, or says how to ask. In any other file every value is read out.
SENTENCES = frozenset(
    {"say", "title", "label", "help", "why", "means", "partner", "reply", "afterwards", "note", "low", "high"}
    | {"giving", "receiving"}
)
#: These never hold words that a person reads.
NAMES = frozenset(
    {"word", "also", "id", "kind", "who", "card", "takes", "keeps", "sources", "source", "only-if", "theme"}
)

HIGHEST_GRADE = 6.5
COLUMNS, ROWS = 80, 24
#: Text is wrapped a little inside the window.
WIDTH = 74
#: What the frame takes: the lines around a screen, the key line and the line that is typed on.
FRAME = 4
#: The narrowest window that still reads well, less a margin.
LONGEST_WORD = 38
#: What stands on a page with stop and pause set up, and its heading.
SIGNALS = "\n".join(["stop    the word, or the sign"] * 6)

#: Two sentences that the rules of consent ask for, word by word.
ALLOWED = ("Slow is only for the one who says it.", "for this moment only")
AVOIDED = re.compile(
    r"\b(just|should(?:n't)?|must(?:n't)?|simply|only|fail\w*|success\s+rates?|goals?|overc[oa]m\w+|conquer\w*|"
    r"complian\w+|normal\s+sex|real\s+sex|full\s+intercourse|foreplay|frigid\w*|suffer\w*|victim\w*|patients?)\b",
    re.IGNORECASE,
)
GENDERED = re.compile(
    r"\b(s?he|him|hers?|his|himself|herself|husbands?|wife|wives|boyfriends?|girlfriends?|wom[ae]n|m[ae]n|"
    r"(?:fe)?males?|guys?|lad(?:y|ies)|gentlem[ae]n|brides?|grooms?)\b",
    re.IGNORECASE,
)
NOT_PLAIN_ASCII = re.compile("[\u2010-\u2015\u2018-\u201f\u2026\u00a0]")


def read(path: Path) -> dict[str, Any]:
    """One file of words."""
    return tomli.loads(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """How a file is called in a test report."""
    return path.relative_to(PROMPTS).as_posix()


#: What people type, and how the coach reads it: nothing in these files is ever said to anybody.
HEARD = {"closeness.toml", "grammar.toml", "joining.toml", "phrases.toml", "verdicts.toml", "weights.toml"}
ALL_FILES = sorted(path for path in PROMPTS.rglob("*.toml") if path.name not in HEARD)
EN_FILES = sorted(path for path in EN.rglob("*.toml") if path.name not in HEARD)
CARD_FILES = sorted((EN / "cards").glob("*.toml"))
GUIDE_FILES = sorted((EN / "guides").glob("*.toml"))
LIST_FILES = sorted((EN / "boundaries").glob("*.toml"))
CARDS = {path.stem: read(path) for path in CARD_FILES}
CATALOGUE = read(PROMPTS / "guidance.toml")
#: The three cards that each partner reads alone before the first joint use.
READING_TURN = ("how-this-works", "stop-and-no", "if-no-is-not-safe")
#: Guides for one person: nobody else is named in them.
ALONE = ("start-alone", "check-in-alone")

every_file = pytest.mark.parametrize("path", ALL_FILES, ids=name_of)
every_en_file = pytest.mark.parametrize("path", EN_FILES, ids=name_of)
every_guide = pytest.mark.parametrize("path", GUIDE_FILES, ids=name_of)
every_card = pytest.mark.parametrize("path", CARD_FILES, ids=name_of)
every_list = pytest.mark.parametrize("path", LIST_FILES, ids=name_of)


def strings(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a file with the key it stands under, names and ids left out."""
    if isinstance(value, Mapping):
        for inner, held in value.items():
            if inner not in NAMES:
                yield from strings(held, inner)
    elif isinstance(value, list):
        for held in value:
            yield from strings(held, key)
    elif isinstance(value, str) and value:
        yield key, value


def sentences(path: Path) -> list[str]:
    """What is read out of a file, one entry a text."""
    by_key = path.parent.name in {"boundaries", "cards", "guides", "words"}
    return [text for key, text in strings(read(path)) if not by_key or key in SENTENCES]


def paragraphs(text: str) -> list[str]:
    """A text as it is laid out: an empty line ends a paragraph, a line with "- " is an item of its own."""
    found: list[str] = []
    open_paragraph = False
    for line in text.strip().splitlines():
        if not line.strip():
            found.append("")
            open_paragraph = False
        elif open_paragraph and not line.startswith("- "):
            found[-1] += " " + line.strip()
        else:
            found.append(line.strip())
            open_paragraph = True
    return found


def lines(text: str, width: int = WIDTH) -> list[str]:
    """A text as it stands on a screen that is `width` wide."""
    filled = text.replace("{signals}", "\0").replace("{reply}", "Thank you for telling me.")
    filled = re.sub(r"\{[^{}]*\}", "Alexandra-Jo", filled)
    result: list[str] = []
    for paragraph in paragraphs(filled):
        if paragraph == "\0":
            result += SIGNALS.splitlines()
        elif paragraph:
            indent = "  " if paragraph.startswith("- ") else ""
            result += textwrap.wrap(paragraph, width, subsequent_indent=indent, break_on_hyphens=False)
        else:
            result.append("")
    return result


def as_prose(texts: list[str]) -> str:
    """Texts as running prose. Labels, items and paragraphs are read one by one, so each ends a sentence."""
    ended = (
        text.removeprefix("- ").rstrip(" :;,") + ("" if text.rstrip('" ').endswith((".", "?")) else ".")
        for whole in texts
        for text in paragraphs(whole)
        if text
    )
    return " ".join(ended)


def grade(path: Path) -> float:
    """The Flesch-Kincaid grade of everything that is read out of a file."""
    return float(textstat.flesch_kincaid_grade(as_prose(sentences(path))))


def guide(path: Path) -> Guide:
    """The guide in a file, as couplekit reads it."""
    return Guide.model_validate(read(path))


def cited(path: Path) -> set[str]:
    """The catalogue ids that a file names."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, Mapping):
            found.update(value.get("sources", ()))
            for held in value.values():
                walk(held)
        elif isinstance(value, list):
            for held in value:
                walk(held)

    walk(read(path))
    return found


def offers(question: Question) -> list[list[str]]:
    """What there is to choose on each screen that a question takes, what couplekit adds included."""
    aloud = ["We said it aloud"] if question.aloud else []
    if question.kind in ("choice", "choices"):
        labels = [
            f"{choice.label}  ({choice.help})" if choice.help else choice.label for choice in question.choices
        ]
        return [[*aloud, *labels]]
    if question.kind == "feelings":
        families = read(EN / "words" / "feelings.toml")["family"]
        first = [*aloud, *(family["label"] for family in families), "A word of my own", "Leave this one"]
        return [first, *([*family["words"], "Other words"] for family in families)]
    if question.kind == "date":
        return [[*aloud, "In a week", "Another day", "No date"]]
    if question.kind == "card":
        return [["Next"]]
    # A line to type on comes with a hint of its own.
    typed = [""] * 2
    return [[*aloud, "Write it down", "Leave this one"], typed] if aloud else [typed]


def screens(question: Question) -> Iterator[list[str]]:
    """What one question puts inside the frame: title, what is asked, help and everything to choose."""
    say = question.say or str(CARDS[str(question.card)]["say"])
    title = question.title or (str(CARDS[question.card]["title"]) if question.card else "")
    for offered in offers(question):
        rows = [*lines(title), ""] if title else []
        rows += lines(say)
        if question.help:
            rows += ["", *lines(question.help)]
        for label in offered:
            rows += lines(label, WIDTH - 4) or [""]
        yield rows


# ------------------------------------------------------------------ every sentence


@every_en_file
def test_reads_at_about_eleven(path: Path) -> None:
    """All that is read out of a file, taken together, has a Flesch-Kincaid grade of 6.5 at most."""
    assert grade(path) <= HIGHEST_GRADE


@every_file
def test_uses_no_avoided_word(path: Path) -> None:
    """No sentence presses, grades or blames: the words that do are not used."""
    for _, text in strings(read(path)):
        kept = " ".join(text.split())
        for allowed in ALLOWED:
            kept = kept.replace(allowed, "")
        assert not AVOIDED.search(kept), text


@every_en_file
def test_takes_nobody_for_a_gender(path: Path) -> None:
    """No sentence gives a partner, or the person with pain, a gender."""
    for _, text in strings(read(path)):
        assert not GENDERED.search(text), text


@every_file
def test_never_raises_its_voice(path: Path) -> None:
    """No exclamation marks anywhere."""
    for _, text in strings(read(path)):
        assert "!" not in text, text


@every_file
def test_is_typed_with_plain_marks(path: Path) -> None:
    """Straight quotes and plain hyphens: they read the same on every screen and aloud."""
    assert not NOT_PLAIN_ASCII.search(path.read_text(encoding="utf-8"))


@every_en_file
def test_has_no_word_that_breaks_a_narrow_screen(path: Path) -> None:
    """No word is longer than a window of 40 columns."""
    for _, text in strings(read(path)):
        for word in text.split():
            assert len(word) <= LONGEST_WORD, word


# ------------------------------------------------------------------ where it comes from


@pytest.mark.parametrize("kind", ["point", "source"])
def test_catalogue_names_are_unique(kind: str) -> None:
    """Each point and each source of the catalogue has a name of its own."""
    names = [entry["id" if kind == "point" else "key"] for entry in CATALOGUE[kind]]
    assert len(names) == len(set(names))


def test_catalogue_points_name_known_sources() -> None:
    """Each point of the catalogue says which of the listed sources it is taken from."""
    known = {source["key"] for source in CATALOGUE["source"]}
    for point in CATALOGUE["point"]:
        assert point["source"], point["id"]
        assert set(point["source"]) <= known, point["id"]


@every_en_file
def test_sources_stand_in_the_catalogue(path: Path) -> None:
    """Every id under "sources" is a point of the catalogue."""
    assert cited(path) <= {point["id"] for point in CATALOGUE["point"]}


@every_guide
def test_questions_say_what_they_rest_on(path: Path) -> None:
    """Each question that asks something says why, and names what that rests on."""
    for question in guide(path).question:
        if question.kind != "card":
            assert question.why, question.id
            assert question.sources, question.id


@every_card
def test_cards_say_what_they_rest_on(path: Path) -> None:
    """Each card names the points it is made of."""
    assert read(path)["sources"]


@every_list
def test_lists_say_what_they_rest_on(path: Path) -> None:
    """Each list says why it is asked, and it and each of its items name what they rest on."""
    area = read(path)
    assert area["why"]
    assert area["sources"]
    for id, item in area["item"].items():
        assert item["sources"], id


# ------------------------------------------------------------------ lists


LEAVES_OUT = re.compile(r"(no|not|never|without|leaving|skipping|stopping|pausing)\b", re.IGNORECASE)


def items_of(path: Path) -> dict[str, dict[str, Any]]:
    """The items of a list, by id."""
    return dict(read(path)["item"])


@every_list
def test_every_list_introduces_itself_briefly(path: Path) -> None:
    """What a list is about takes one or two sentences, and so does why it is asked."""
    area = read(path)
    for key in ("say", "why"):
        assert 1 <= len(re.findall(r"\.(?:\s|$)", area[key])) <= 2, key
    assert len(lines(area["say"], 40)) <= 5


@every_list
def test_every_item_stands_alone_in_a_narrow_list(path: Path) -> None:
    """A label is no sentence, and at 40 columns it takes two lines at most with a mark before it."""
    for item in items_of(path).values():
        label = item["label"]
        assert label[0].isupper(), label
        assert label[-1] not in ".:,;", label
        assert len(lines(label, 36)) <= 2, label


@every_list
def test_both_sides_of_an_item_name_the_other(path: Path) -> None:
    """Giving and receiving each name the other once, so nobody has to work out who does what."""
    for item in items_of(path).values():
        for key in ("giving", "receiving"):
            if key in item:
                assert item[key].count("{other}") == 1, item[key]


@every_list
def test_no_item_is_a_leaving_out(path: Path) -> None:
    """No item begins with what is left out: a no to "leaving this out" would read as a yes to more."""
    for item in items_of(path).values():
        for key in ("label", "giving", "receiving"):
            assert not LEAVES_OUT.match(item.get(key, "")), item[key]


def test_labels_of_items_are_told_apart() -> None:
    """No two items share a label: on the page the label is all there is."""
    labels = [item["label"].casefold() for path in LIST_FILES for item in items_of(path).values()]
    assert len(set(labels)) == len(labels)


# ------------------------------------------------------------------ guides and cards


@every_guide
def test_guides_are_sound(path: Path) -> None:
    """Each guide is one that couplekit can hold, and its file is called as it is."""
    try:
        assert guide(path).id == path.stem
    except ValidationError as problem:
        pytest.fail(str(problem))


@every_guide
def test_guides_show_cards_that_exist(path: Path) -> None:
    """Each card that a guide shows stands in the cards folder."""
    assert {question.card for question in guide(path).question if question.card} <= CARDS.keys()


@every_card
def test_cards_are_whole(path: Path) -> None:
    """Each card has an id (that of its file), a version, a title, something to say, and known places."""
    card = read(path)
    assert card.keys() == {"id", "version", "title", "say", "sources"}
    assert card["id"] == path.stem
    assert isinstance(card["version"], int)
    assert set(re.findall(r"\{([^{}]*)\}", card["say"])) <= PLACES


@every_guide
def test_every_screen_fits(path: Path) -> None:
    """Each screen of a conversation fits a window of 80 by 24, with nothing to scroll."""
    for question in guide(path).question:
        for rows in screens(question):
            assert len(rows) + FRAME <= ROWS, question.id
            assert max(map(len, rows)) <= COLUMNS, question.id


@every_card
def test_every_card_fits(path: Path) -> None:
    """A card on its own fits a window of 80 by 24 with its title."""
    card = read(path)
    assert len(lines(card["title"])) + 1 + len(lines(card["say"])) <= ROWS


@pytest.mark.parametrize("name", [*READING_TURN, "how-this-works-alone", "when-to-get-help", "what-this-is"])
def test_cards_in_a_conversation_are_short(name: str) -> None:
    """A card shown in a conversation, or from its menu, has 17 lines at most."""
    assert len(lines(CARDS[name]["say"])) <= 17


def test_reading_turn_cards_look_alike() -> None:
    """Nothing shows which of the three cards is being read: they have one length and one shape."""
    says = [CARDS[name]["say"] for name in READING_TURN]
    words = [len(say.split()) for say in says]
    assert max(words) <= 1.25 * min(words)
    heights = [len(lines(say)) for say in says]
    assert max(heights) - min(heights) <= 1
    assert len({sum(line.startswith("- ") for line in say.splitlines()) for say in says}) == 1


def test_each_reads_the_same_three_cards_alone_and_first() -> None:
    """The first evening begins with the three cards, for each alone, and asks nothing about them."""
    first = guide(EN / "guides" / "start.toml").question[:3]
    assert tuple(question.card for question in first) == READING_TURN
    assert all(question.kind == "card" and question.alone and question.who == "each" for question in first)


def test_names_are_not_used_before_they_are_known() -> None:
    """In a first evening nobody is called by name until the names were asked for."""
    for start in ("start", "start-alone"):
        questions = guide(EN / "guides" / f"{start}.toml").question
        until = [question.id for question in questions].index("name")
        for question in questions[: until + 1]:
            shown = question.say + question.help + question.title + str(CARDS.get(question.card or "", ""))
            assert not re.search(r"\{(name|other|first|second)\}", shown), question.id


@pytest.mark.parametrize("name", ALONE)
def test_one_person_is_never_told_of_another(name: str) -> None:
    """A guide for one person alone names nobody else, and asks nothing of two."""
    path = EN / "guides" / f"{name}.toml"
    whole = guide(path)
    assert not re.search(r"\{(other|first|second)\}", path.read_text(encoding="utf-8"))
    assert all(question.who == "each" for question in whole.question)
    assert not any(question.alone for question in whole.question)


def test_what_keeps_least_stands_first() -> None:
    """The choice that keeps the least pressure stands first: the slower of us, only the wish, later."""
    first = {
        ("start", "pace"): "the-slower-of-us",
        ("start", "how-we-stop"): "ready",
        ("start-alone", "letter"): "later",
        ("check-in-short", "keep"): "wish",
        ("check-in-alone", "keep"): "wish",
    }
    for (name, asked), wanted in first.items():
        whole = guide(EN / "guides" / f"{name}.toml")
        (question,) = (question for question in whole.question if question.id == asked)
        assert question.choices[0].id == wanted


def test_the_card_for_the_partner_begins_kindly() -> None:
    """The first lines for the partner are always the same three sentences."""
    wanted = "You did not cause this. You don't have to fix it. Being told stop is being trusted."
    assert paragraphs(CARDS["for-the-partner"]["say"])[0] == wanted


def test_help_is_complete() -> None:
    """The card about safety holds every help line, the emergency number, and help for who pushes."""
    say = " ".join(CARDS["if-no-is-not-safe"]["say"].split())
    for part in (
        "1-800-799-7233",
        "START to 88788",
        "0808 2000 247",
        "1800 737 732",
        "findahelpline.com",
        "emergency number",
        "another device may be safer",
        "None of it is your fault",
        "push, sulk or get angry",
        "This page is shown to everyone, and nothing about it is saved.",
    ):
        assert part in say, part


# ------------------------------------------------------------------ signals and lists of words


SIGNAL_WORDS = read(EN / "words" / "signals.toml")
SIGNAL_NAMES = ("stop", "pause", "slow", "go", "ready")


@pytest.mark.parametrize("name", SIGNAL_NAMES)
def test_signals_are_whole(name: str) -> None:
    """Each signal says what it means and what the other does straight away, briefly."""
    signal = SIGNAL_WORDS[name]
    assert signal.keys() == {"label", "means", "partner", "reply", "afterwards", "note", "words", "signs"}
    assert signal["partner"].startswith("{other} ")
    assert len(signal["means"]) < 60
    assert len(signal["partner"]) < 60


def test_stop_and_pause_come_ready_made() -> None:
    """Stop and pause come with a word and a sign; go and ready are never filled in."""
    assert SIGNAL_WORDS.keys() == {"said-in-play", *SIGNAL_NAMES}
    for name in ("stop", "pause"):
        assert SIGNAL_WORDS[name]["words"]
        assert SIGNAL_WORDS[name]["signs"]
    for name in ("go", "ready"):
        assert not SIGNAL_WORDS[name]["words"]
        assert not SIGNAL_WORDS[name]["signs"]
        assert "for this moment only" in SIGNAL_WORDS[name]["note"]
    assert SIGNAL_WORDS["slow"]["note"] == "Slow is only for the one who says it."


def test_ready_made_words_are_not_said_in_play() -> None:
    """No word that couplekit suggests is one that is often said in play."""
    play = {word.casefold() for word in SIGNAL_WORDS["said-in-play"]}
    for name in SIGNAL_NAMES:
        assert not play & {word.casefold() for word in SIGNAL_WORDS[name]["words"].values()}


def test_ready_made_signals_are_not_alike() -> None:
    """No word or sign that couplekit suggests could be taken for that of another signal."""
    suggested = [
        (name, text)
        for name in SIGNAL_NAMES
        for medium in ("words", "signs")
        for text in SIGNAL_WORDS[name][medium].values()
    ]
    for name, text in suggested:
        assert not any(are_alike(text, other) for held, other in suggested if held != name), text


def test_word_lists_are_whole() -> None:
    """Each family of words has an id of its own, a label and words, none of them twice."""
    families = read(EN / "words" / "feelings.toml")["family"]
    ids = [family["id"] for family in families]
    assert len(ids) == len(set(ids))
    for family in families:
        assert family.keys() == {"id", "label", "words"}
        assert len(family["words"]) == len(set(family["words"])) > 0
