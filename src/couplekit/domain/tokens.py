"""The words of a text, one by one, with their place in it and what they stand for.

A word is read as people type: curly, missing and doubled apostrophes, chat spelling, letters held down,
capitals, American and British spelling, and one wrong letter in a longer word. What was typed is never
changed; a token remembers where its word stands.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from couplekit.domain.grammar import Grammar, Who
from couplekit.domain.text import composed

#: Longer than any word that somebody means to be read.
LONGEST = 40
#: Shorter words have too many neighbours to say which one was meant.
_MENDABLE = 5
_CLOSE_ENOUGH = 0.84

#: Letters and digits; an accent may stand behind its letter.
_LETTERS = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
_WORDS = (
    rf"{_LETTERS}(?:['’‘`´]{{1,2}}{_LETTERS}|-{_LETTERS})*(?:/{_LETTERS})?"
    r"|[.!?]+|[,;:()\[\]\n]|[-–—]+|[\"“”«»]|…|&"
    r"|(?<!\w)['‘](?=\w)|(?<=[\w.,!?])['’](?!\w)"
)
_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´"), "'")
_HELD = re.compile(r"(.)\1{2,}")


@dataclass(slots=True)
class Token:
    """One word or mark. `word` is how it is compared, `base` its dictionary form.

    `start` and `end` are where it stands in the text. A contraction gives two tokens ("you're": you, are).
    `of` is whether it says whose something is: my, your, their. `is_mark` is whether it is punctuation.
    """

    word: str
    base: str
    start: int
    end: int
    who: Who = ""
    of: bool = False
    capital: bool = False
    is_mark: bool = field(init=False)

    def __post_init__(self) -> None:
        # "'s" ends with a letter, and is a word.
        self.is_mark = not (self.word[0].isalnum() or self.word[-1].isalnum())


class Words:
    """Splits a text into tokens, by the word classes of one language.

    `base_of` gives the dictionary form of a word, and `is_known` whether the dictionary has it.
    `expected` are the words that a slip of one letter is mended to.
    """

    def __init__(
        self,
        grammar: Grammar,
        base_of: Callable[[str], str],
        is_known: Callable[[str], bool],
        expected: Iterable[str],
    ) -> None:
        self._grammar = grammar
        self._is_known = is_known
        self._base_of = lru_cache(maxsize=20_000)(lambda word: grammar.bases.get(word) or base_of(word))
        self._spelt = lru_cache(maxsize=20_000)(lambda typed: self._as_meant(_plain(typed)))
        signs = [typed for typed in grammar.spellings if not (typed[0].isalnum() and typed[-1].isalnum())]
        self._words = re.compile("|".join((*map(_by_itself, sorted(signs)), _WORDS)), re.IGNORECASE)
        self._near: dict[str, list[str]] = {}
        for word in sorted(set(expected)):
            if len(word) >= _MENDABLE and word.isalpha():
                self._near.setdefault(word[0], []).append(word)
        self._pairs: dict[str, dict[str, str]] = {}
        for pair, meant in grammar.pairs.items():
            first, _, second = pair.partition(" ")
            self._pairs.setdefault(first, {})[second] = meant
        self._joining = self._pairs.keys() | grammar.slips.keys()

    def known(self, word: str) -> bool:
        """Whether this is a word of the language, as typed or as meant."""
        typed = word.lower()
        return _plain(typed) in self._grammar.spellings or any(map(self._is_word, self._spelt(typed)))

    def of(self, text: str) -> list[Token]:
        """Every word and mark of the text, in order."""
        tokens: list[Token] = []
        for found in self._words.finditer(text):
            start, end = found.span()
            typed = found.group()
            if end - start > LONGEST:
                tokens.append(Token("?", "?", start, end))  # no word: it ends what stands before it
            elif typed[0].isalnum() or _plain(typed.lower()) in self._grammar.spellings:
                self._add(tokens, typed, start)
            else:
                mark = _quote(text, start) if typed in "'‘’" else typed
                tokens.append(Token(mark, mark, start, end))
        if any(token.word in self._joining for token in tokens):
            tokens = list(self._joined(tokens))
        self._say_whose(tokens)
        return tokens

    def _add(self, tokens: list[Token], typed: str, start: int) -> None:
        """The words that one typed word means. A contraction is cut where its ending begins."""
        end = start + len(typed)
        lower, capital = typed.lower(), typed[0].isupper()
        parts = self._spelt(lower)
        at = start
        for number, part in enumerate(parts, 1):
            # "dunno" stands for three words, and none of them can be pointed at by itself.
            cut = at + len(part)
            is_cut = number < len(parts) and cut < end and lower.startswith(part, at - start)
            who, owns = self._grammar.who.get(part, ""), part in self._grammar.owning
            tokens.append(Token(part, self._base_of(part), at, cut if is_cut else end, who, owns, capital))
            at = cut if is_cut else at

    def _joined(self, tokens: list[Token]) -> Iterator[Token]:
        """Two words that are one ("no one"), and one that is typed for two ("your so selfish": you are)."""
        grammar = self._grammar
        index = 0
        while index < len(tokens):
            token = tokens[index]
            after = tokens[index + 1].word if index + 1 < len(tokens) else ""
            if (meant := self._pairs.get(token.word, {}).get(after)) is not None:
                index += 1
                who = grammar.who.get(meant, "")
                yield Token(meant, meant, token.start, tokens[index].end, who, capital=token.capital)
            elif token.word in grammar.slips and after in grammar.after_slips:
                for word in grammar.slips[token.word].split():
                    base, who = self._base_of(word), grammar.who.get(word, "")
                    yield Token(word, base, token.start, token.end, who, capital=token.capital)
            else:
                yield token
            index += 1

    def _as_meant(self, typed: str) -> tuple[str, ...]:
        """The words that one typed word means."""
        if typed in self._grammar.spellings:
            return tuple(self._grammar.spellings[typed].split())
        if "'" in typed:
            for ending, meant in self._grammar.contractions.items():
                if typed.endswith(ending) and len(typed) > len(ending):
                    return (*self._as_meant(typed.removesuffix(ending)), meant)
            typed = typed.strip("'")
        if held := _HELD.search(typed):
            for short in (_HELD.sub(r"\1\1", typed), _HELD.sub(r"\1", typed)):
                if short in self._grammar.spellings:
                    return tuple(self._grammar.spellings[short].split())
                if self._is_word(short):
                    return (self._in_one_spelling(short),)
            typed = typed.replace(held.group(), held.group(1))
        if self._is_word(typed):
            return (self._in_one_spelling(typed),)
        for clipped, whole in self._grammar.clipped.items():
            if typed.endswith(clipped) and self._is_word(unclipped := typed.removesuffix(clipped) + whole):
                return (unclipped,)
        return (self._in_one_spelling(self._mended(typed)),)

    def _is_word(self, typed: str) -> bool:
        return typed in self._grammar.who or self._grammar.is_small(typed) or self._is_known(typed)

    def _mended(self, typed: str) -> str:
        """The expected word that this is one slip away from, or the word as it is."""
        if len(typed) < _MENDABLE or not typed.isalpha():
            return typed
        near = [word for word in self._near.get(typed[0], ()) if abs(len(word) - len(typed)) <= 1]
        close = difflib.get_close_matches(typed, near, n=1, cutoff=_CLOSE_ENOUGH)
        return close[0] if close else typed

    def _in_one_spelling(self, word: str) -> str:
        """One spelling for both sides of the sea. Shorter words only look alike ("size")."""
        for ending, meant in self._grammar.one_spelling.items():
            if word.endswith(ending) and len(word) > len(ending) + 3:
                return word.removesuffix(ending) + meant
        return word

    def _say_whose(self, tokens: list[Token]) -> None:
        """Settle what one word alone leaves open: "her", "'s", and whom he, she and they stand for."""
        grammar = self._grammar
        outside = False  # whether somebody else was spoken of last
        for index, token in enumerate(tokens):
            before = tokens[index - 1] if index else None
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            if token.word in grammar.owner_or_object:
                token.of = after is not None and self._is_owned(after)
            elif token.word == grammar.clitic:
                noun = before is not None and not before.who and before.word not in grammar.questions
                token.of = noun and after is not None and not self._goes_on(after)
                if not token.of:
                    token.word = token.base = grammar.clitic_verb
            elif token.who == "others":
                outside = outside or (before is not None and before.word in grammar.introducing)
            elif outside and token.who == "you" and token.word in grammar.third_person:
                token.who = "others"
            elif token.word in grammar.partner:
                outside = False

    def _is_owned(self, after: Token) -> bool:
        """Whether what follows "her" is hers: no mark, no person, no small word."""
        small = after.word in self._grammar.after_object or self._grammar.is_small(after.word)
        return not (after.is_mark or after.who or small)

    def _goes_on(self, after: Token) -> bool:
        """Whether what follows "'s" makes it a verb: a mark, a small word, or a form in -ing."""
        doing = after.word.endswith(self._grammar.doing)
        return after.is_mark or doing or self._grammar.is_small(after.word)


def _plain(typed: str) -> str:
    """A word in one form: accents on their letters, one straight apostrophe for any other, and for two."""
    return composed(typed).translate(_APOSTROPHES).replace("''", "'")


def _by_itself(sign: str) -> str:
    """A pattern for what is typed with other signs than letters: "&", "'cause"."""
    any_of_them = {"'": "['’‘`´]"}
    pattern = "".join(any_of_them.get(one, one if one.isalnum() else rf"\{one}") for one in sign)
    return rf"(?<!\w){pattern}(?!\w)"


def _quote(text: str, start: int) -> str:
    """Which way a single quotation mark turns."""
    return "’" if start and not text[start - 1].isspace() else "‘"
