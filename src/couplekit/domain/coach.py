"""The coach: hints about words that may land hard. It offers, never blocks and never grades.

What the kinds mean, how they are told apart and how well that goes is in docs/coach.md. Sources:
"i-statements-no-blame", "talk-without-blame", and the second section of the evidence behind the guidance.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from couplekit.domain.findings import Finding
from couplekit.domain.model import Id, Line, Model
from couplekit.domain.text import fill
from couplekit.domain.tokens import Token, Words
from couplekit.domain.verdicts import Judge

#: Fewer words than this say too little about their language.
_ENOUGH = 3
#: This share of the words has to be known.
_KNOWN = 0.6


class FauxFeeling(Model):
    """A word often said after "I feel" that tells what somebody did (`about` "other"), or judges oneself.

    `maybe` are feelings that may be under it. With `safety` it can be the plain report of something
    dangerous, and is never translated; with `harm` it nearly always is one, and nothing is said about style.
    """

    word: Line
    also: list[Line] = []
    about: str = Field(pattern="^(other|self)$")
    story: Line
    maybe: list[Line] = Field(min_length=1)
    safety: bool = False
    harm: bool = False


class FauxFeelings(Model):
    """The file of faux feelings."""

    faux: dict[Id, FauxFeeling]


class AboutKind(Model):
    """What is said about one kind of hint."""

    title: Line
    why: Line
    suggestions: list[Line]


class CoachWords(Model):
    """What the coach says."""

    language: Line
    safety: Line
    pressure: Line
    none: Line
    kinds: dict[Id, AboutKind]
    swaps: dict[Line, list[Line]]


@dataclass(frozen=True)
class Hint:
    """One hint. `start` and `end` are characters of the text, the end excluded; `text` is what stands there.

    `suggestions` are other words for these, or for the whole part; there may be none. With `safety` the word
    may be exactly right, and `why` says so. With `pressure` it is a demand for touch or a deadline about
    somebody's body, which is not polished. With `aside` it is no hint on style at all.
    """

    kind: str
    start: int
    end: int
    text: str
    why: str
    suggestions: tuple[str, ...]
    safety: bool = False
    pressure: bool = False
    aside: bool = False


class Coach:
    """Gives hints in one language."""

    def __init__(self, words: Words, judge: Judge, says: CoachWords, faux: Mapping[str, FauxFeeling]) -> None:
        self._words = words
        self._judge = judge
        self._says = says
        self._faux = {form: entry for entry in faux.values() for form in (entry.word, *entry.also)}

    @property
    def says(self) -> CoachWords:
        """What it says."""
        return self._says

    def features(self, text: str) -> set[str]:
        """What there is to weigh in a text: what weights are learned for."""
        return self._judge.features(self._words.of(text))

    def helps_with(self, text: str) -> bool:
        """Whether this is in the coach's language, as far as one can tell. A word or two always are."""
        return self._knows(self._words.of(text), text)

    def _knows(self, tokens: Sequence[Token], text: str) -> bool:
        words = [token for token in tokens if not token.is_mark]
        if words and not any(token.word.isascii() for token in words):
            return False
        if len(words) < _ENOUGH:
            return True
        known = sum(1 for token in words if self._words.known(text[token.start : token.end]))
        return known >= _KNOWN * len(words)

    def hints(self, text: str, *, lead: str = "") -> tuple[Hint, ...]:
        """Every hint about a text, in its order. None for a stop, a no or a limit, and in another language.

        `lead` are words before the text that are not the writer's own ("I feel"): they are read, and no hint
        is about them alone.
        """
        # What a camera would have seen is looked at by itself: after "when", an accusation would hide.
        before = f"{lead} " if lead and not self._judge.opens_a_time(lead) else ""
        tokens = self._words.of(before + text)
        own = [token for token in tokens if token.start >= len(before)]
        if not own or not self._knows(own, before + text):
            return ()
        found = [
            self._hint(finding, text, len(before))
            for finding in self._judge.findings(tokens)
            if finding.last.end > len(before)
        ]
        if not found:
            found = [*self._pressure(tokens, text, len(before)), *self._harm(tokens, text, len(before))]
        return tuple(found)

    def _hint(self, finding: Finding, text: str, shift: int) -> Hint:
        start, end = max(0, finding.first.start - shift), finding.last.end - shift
        words = text[start:end]
        about = self._says.kinds[finding.kind]
        entry = self._faux.get(finding.word)
        if entry is not None and entry.safety:
            return Hint(finding.kind, start, end, words, self._says.safety, (), safety=True)
        if finding.presses:
            return Hint(finding.kind, start, end, words, self._says.pressure, (), pressure=True)
        if entry is not None:
            why = fill(about.why, {"story": entry.story})
            return Hint(finding.kind, start, end, words, why, tuple(entry.maybe))
        swaps = self._says.swaps.get(" ".join(words.lower().split()), [])
        return Hint(finding.kind, start, end, words, about.why, (*swaps, *about.suggestions))

    def _pressure(self, tokens: Sequence[Token], text: str, shift: int) -> Iterator[Hint]:
        """A request that presses for touch, or a body for a day, however kindly it begins."""
        pressed = self._judge.presses(tokens)
        if shift and pressed is not None and self._judge.asks_something(tokens):
            start, end = max(0, pressed[0].start - shift), pressed[1].end - shift
            if end > start:
                yield Hint("demand", start, end, text[start:end], self._says.pressure, (), pressure=True)

    def _harm(self, tokens: Sequence[Token], text: str, shift: int) -> Iterator[Hint]:
        """A word after "I feel" that nearly always tells of harm."""
        for token in self._judge.after_feeling(tokens):
            entry = self._faux.get(token.word)
            if entry is not None and entry.harm and token.start >= shift:
                start, end = token.start - shift, token.end - shift
                words = text[start:end]
                yield Hint("faux-feeling", start, end, words, self._says.safety, (), safety=True, aside=True)
                return
