"""The first evening: what its answers make of a page."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from couplekit.domain.agreement import Agreement, Meeting, PaceSetting
from couplekit.domain.answers import Refused
from couplekit.domain.card import SignalWords
from couplekit.domain.checkin import NO_DATE
from couplekit.domain.guide import Slot
from couplekit.domain.people import Partners, Person, pace_named
from couplekit.domain.signals import ALWAYS_SET, Medium, Name, Signal, is_said_in_play, taken_by
from couplekit.domain.text import fold

#: Letters that a name may have: it stands at the top of a narrow screen.
LONGEST_NAME = 40

_MEDIUM_OF: Mapping[str, Medium] = {"word": "words", "sign": "signs"}


def given(answers: Mapping[str, str], question: str) -> str | None:
    """The answer to a question that is asked once: of both together, or of one person alone."""
    return answers.get(f"{question}.both") or answers.get(f"{question}.a")


def ready_made(words: Mapping[Name, SignalWords], name: Name) -> Signal:
    """A signal as couplekit suggests it."""
    suggested = words[name]
    return Signal(
        words=dict(suggested.words),
        signs=dict(suggested.signs),
        reply=suggested.reply or None,
        afterwards=suggested.afterwards or None,
    )


def signals_from(
    answers: Mapping[str, str], words: Mapping[Name, SignalWords], new_id: Callable[[], str]
) -> dict[Name, Signal]:
    """Stop and pause as chosen on the first evening: ready made, each part replaced by what they typed."""
    signals: dict[Name, Signal] = {}
    own = given(answers, "how-we-stop") == "own"
    for name in ALWAYS_SET:
        signal = ready_made(words, name)
        for part, medium in _MEDIUM_OF.items():
            typed = given(answers, f"{name}-{part}")
            if own and typed:
                held: dict[str, str] = getattr(signal, medium)
                known = next((key for key, text in held.items() if fold(text) == fold(typed)), None)
                signal = signal.model_copy(update={medium: {known or new_id(): typed}})
        signals[name] = signal
    reply = given(answers, "reply-words")
    if reply and given(answers, "reply") == "other-words":
        signals["stop"] = signals["stop"].model_copy(update={"reply": reply})
    return signals


def page_from(
    answers: Mapping[str, str], words: Mapping[Name, SignalWords], today: date, new_id: Callable[[], str]
) -> Agreement:
    """The first page. Who sets the pace is the slower of the two unless they chose otherwise."""
    second = answers.get("name.b")
    meet = given(answers, "meet")
    return Agreement(
        changed=today,
        partners=Partners(a=Person(name=answers["name.a"]), b=Person(name=second) if second else None),
        pace=PaceSetting.model_validate({"set-by": pace_named(given(answers, "pace"))}),
        signals=signals_from(answers, words, new_id),
        meeting=Meeting(next=date.fromisoformat(meet) if meet and meet != NO_DATE else None),
    )


def check_first_evening(
    slot: Slot, value: str, answers: Mapping[str, str], words: Mapping[Name, SignalWords], play: Iterable[str]
) -> Refused | None:
    """Why a name or a signal typed on the first evening is not taken, or None.

    Two partners need two names; a signal is checked against the others as they stand so far.
    """
    if slot.question.id == "name":
        if len(value) > LONGEST_NAME:
            return Refused("too-long", {"longest": str(LONGEST_NAME), "typed": str(len(value))})
        twin = next((n for key, n in answers.items() if key.startswith("name.") and key != slot.key), None)
        return Refused("same-name", {}) if twin is not None and fold(twin) == fold(value) else None
    if slot.question.takes != "signal":
        return None
    name: Name = "stop" if slot.question.id.startswith("stop-") else "pause"
    return check_signal(value, name, signals_from(answers, words, lambda: "typed"), words, play)


def check_signal(
    text: str,
    name: Name,
    signals: Mapping[Name, Signal],
    words: Mapping[Name, SignalWords],
    play: Iterable[str],
) -> Refused | None:
    """Why a word or sign is not taken for the signal `name`, or None.

    Words of different signals may not be alike; a number alone would answer a list; a word often said
    in play is pointed out once (catalogue: clear-pause-signals; evidence: avoid words said in play).
    """
    if fold(text).replace(" ", "").isdigit():
        return Refused("number-word", {})
    taken = taken_by(text, name, signals)
    if taken is not None:
        return Refused("too-alike", {"signal": words[taken].label})
    if is_said_in_play(text, play):
        return Refused("in-play", {}, once=True)
    return None
