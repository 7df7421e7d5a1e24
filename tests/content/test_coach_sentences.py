"""The labelled sentences that the coach is measured on: they are sound, and it is good enough on them."""

import importlib.util
import json
import re
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
import tomli

from couplekit.domain.findings import Kind

CHECKOUT = Path(__file__).resolve().parents[2]
SENTENCES = CHECKOUT / "benchmarks" / "sentences"
WEIGHTS = CHECKOUT / "prompts" / "en" / "words" / "weights.toml"
KINDS = frozenset(get_args(Kind))
FIELDS = {"id": str, "text": str, "kinds": list, "also": list, "hard": bool, "trait": str}


def rows(part: str) -> list[dict[str, Any]]:
    """The sentences of one part, as they stand in its file."""
    text = (SENTENCES / f"{part}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def plain(text: str) -> str:
    """A text without case, marks and spaces: two that differ in these alone are the same sentence."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def words(text: str) -> set[str]:
    """The words of a text, without case and marks."""
    return set(re.findall(r"\w+", text.casefold().replace("'", "").replace("’", "")))


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    """The command that measures the coach."""
    spec = importlib.util.spec_from_file_location("coach_benchmark", CHECKOUT / "benchmarks" / "coach.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures(bench: ModuleType) -> Any:
    """How good the coach is on the part that it was not tuned on."""
    return bench.judged(bench.read(SENTENCES / "held.jsonl"))


# -- the sentences ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["learn", "held"])
def test_every_sentence_is_labelled_in_the_same_way(part: str) -> None:
    """Each line holds the same fields, and kinds that there are; a stop or a no has none."""
    for row in rows(part):
        assert {name: type(value) for name, value in row.items()} == FIELDS, row
        kinds, also = set(row["kinds"]), set(row["also"])
        assert kinds | also <= KINDS, row
        assert len(kinds) + len(also) == len(row["kinds"]) + len(row["also"]) == len(kinds | also), row
        assert row["text"].strip(), row
        assert not (row["trait"] == "stop-no" and kinds), row


def test_no_sentence_stands_there_twice() -> None:
    """Ids are unique, no sentence is in a part twice, and none that was tuned on is measured on."""
    every = [*rows("learn"), *rows("held")]
    assert [one for one, times in Counter(row["id"] for row in every).items() if times > 1] == []
    assert [one for one, times in Counter(row["text"] for row in every).items() if times > 1] == []
    learned = {plain(row["text"]) for row in rows("learn")}
    assert [row["id"] for row in rows("held") if plain(row["text"]) in learned] == []


def test_what_is_learned_from_holds_no_near_twin() -> None:
    """No sentence that was learned from shares seven words in ten with one that is measured on."""
    held = [words(row["text"]) for row in rows("held")]
    common = Counter(word for some in held for word in some)
    where: dict[str, list[int]] = {}
    for number, some in enumerate(held):
        # A twin lacks three words in ten at the most, so it holds one of these rare ones.
        for word in sorted(some, key=lambda word: common[word])[: int(0.3 * len(some)) + 1]:
            where.setdefault(word, []).append(number)
    twins = []
    for row in rows("learn"):
        some = words(row["text"])
        near = {number for word in some for number in where.get(word, ())}
        twins += [row["id"] for number in near if len(some & held[number]) >= 0.7 * len(some | held[number])]
    assert twins == []


def test_what_is_measured_on_is_many_sided() -> None:
    """At least 600 sentences, half of them clean, a third hard, every kind, and the worst traps."""
    held = rows("held")
    traits = Counter(row["trait"] for row in held)
    kinds = Counter(kind for row in held for kind in row["kinds"])
    assert len(held) >= 600
    assert 0.45 <= sum(not row["kinds"] for row in held) / len(held) <= 0.60
    assert sum(row["hard"] for row in held) / len(held) >= 0.30
    assert {kind for kind in KINDS if kinds[kind] < 25} == set()
    assert traits["stop-no"] >= 80
    assert traits["praise-absolute"] + traits["negation"] >= 80


# -- how good it is --------------------------------------------------------------------------------------


def test_the_weights_were_learned_from_these_sentences(bench: ModuleType) -> None:
    """Whoever changes a sentence that is for learning learns the weights anew."""
    weights = tomli.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert weights["learned-from"] == bench.digest()


def test_a_hint_is_right(figures: Any) -> None:
    """Of the sentences with a hint, 95 in 100 carry a kind; of the clean ones, 3 in 100 get a hint."""
    assert figures.precision >= 0.95, figures.wrong
    assert figures.alarm_rate <= 0.03, figures.wrong


def test_three_in_four_are_found(figures: Any) -> None:
    """Of the sentences that carry a kind, three in four get a hint."""
    assert figures.recall >= 0.75, figures.wrong


def test_no_stop_is_ever_flagged(figures: Any) -> None:
    """A stop or a no never gets a hint."""
    assert figures.stops >= 80
    assert figures.stops_flagged == 0, figures.wrong


def test_the_report_says_what_is_measured(bench: ModuleType, figures: Any) -> None:
    """The figures in docs/coach.md are those that the command gives today."""
    report = (CHECKOUT / "docs" / "coach.md").read_text(encoding="utf-8")
    _, _, rest = report.partition(bench.BEGIN)
    written, end, _ = rest.partition(bench.END)
    assert end
    assert written.strip().splitlines() == bench.table(figures)
