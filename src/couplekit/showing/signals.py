"""The signals card: what a partner looks up in one second. Stop and pause first."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import reduce

from couplekit.domain.agreement import Agreement
from couplekit.domain.card import SignalWords
from couplekit.domain.interface import Interface
from couplekit.domain.signals import Name, Signal
from couplekit.showing.document import Block, Entry, Gap, Words

#: Decoration for screens that can draw it; the word beside it says the same.
MARKS: Mapping[Name, str] = {"stop": "■", "pause": "‖", "slow": "▽", "go": "○", "ready": "◇"}


def signals_card(
    page: Agreement | None, words: Mapping[Name, SignalWords], say: Interface, today: date
) -> Iterator[Block]:
    """The whole card. The rules that always count stand first, whether or not there is a page."""
    yield Words(say["card.always"], "strong")
    yield Words(say["card.quiet"])
    # What has left by today, and was not taken out yet, is no longer one of the signals.
    held = page.shown_signals if page is not None else []
    shown = [(name, signal) for name, signal in held if ways(signal, say, today)]
    for name, signal in shown:
        yield Gap()
        lines = tuple(signal_lines(signal, words[name], say, today))
        yield Entry(words[name].label.upper(), lines, MARKS[name])
    if not shown:
        yield Gap()
        yield Words(say["card.none-yet"])
        yield Words(say["card.begin"])
    yield Gap()
    yield Words(say["page.closing"], "quiet")


def signal_lines(signal: Signal, about: SignalWords, say: Interface, today: date) -> Iterator[str]:
    """One signal: its word, its sign, what the other does straight away, the reply, what happens after."""
    yield ways(signal, say, today)
    partner = about.partner.replace("{other}", say["card.the-other"])
    partner = partner[:1].upper() + partner[1:]
    if signal.reply:
        yield say("card.says", partner=partner, reply=signal.reply)
    elif partner:
        yield f"{partner}."
    if signal.afterwards:
        yield say("card.then", afterwards=signal.afterwards.rstrip("."))
    if about.note:
        yield about.note


def ways(signal: Signal, say: Interface, today: date) -> str:
    """Every word and sign that counts today, in one line: empty for none.

    What is leaving says so, and still counts.
    """
    said = [
        _marked(say("card.word", word=text), key, signal, say)
        for key, text in signal.ways("words", today).items()
    ]
    shown = [_marked(text, key, signal, say) for key, text in signal.ways("signs", today).items()]
    spoken = [say("card.say-word", words=_either(said, say))] if said else []
    return _either(spoken + shown, say)


def _either(parts: list[str], say: Interface) -> str:
    return reduce(lambda one, two: say("card.either", one=one, two=two), parts) if parts else ""


def _marked(way: str, key: str, signal: Signal, say: Interface) -> str:
    return say("card.leaving", way=way) if key in signal.leaving else way
