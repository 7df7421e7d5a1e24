"""Values and strategies that several tests of the rules share."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from couplekit.domain.agreement import Agreement, Meeting, PaceSetting
from couplekit.domain.card import SignalWords
from couplekit.domain.guide import Guide
from couplekit.domain.people import Partners, Person
from couplekit.domain.signals import NAMES, Name, Signal
from couplekit.domain.text import clean, clean_line

TODAY = date(2026, 11, 21)

# -- what people type ------------------------------------------------------------------------------

#: Anything that can reach a program: half characters, controls, marks that turn a line around, joiners.
AWKWARD = (
    "\x00\x07\x08\t\n\x0b\x0c\r\x1b\x1c\x1f\x7f\x80\x85\x9b\x9f\xa0\xad\u061c\u200b\u200c\u200d\u200e\u200f"
    "\u2028\u2029\u202a\u202e\u2066\u2069\ufe0f\ufeff\ufffd\ud800\udbff\udc00\udfff"
    "[]{}()\"'\\/#=.,!?- שס❤🌷👩🏽🧑ßſıİé０１²"
)
RAW = st.text(st.characters() | st.sampled_from(AWKWARD), max_size=30)
CLEAN = RAW.map(clean).filter(bool)
LINES = RAW.map(clean_line).filter(bool)

# -- signals and pages -----------------------------------------------------------------------------

#: Few of each, so that two pages have much in common.
KEYS = st.sampled_from(["k1", "k2", "k2-2", "k3", "s1", "s2"])
WAYS = st.sampled_from(["red", "Red", "green", "wait", "tap twice", "a flat hand", "❤️", "☀️", "[not] now"])
DAYS = st.integers(-5, 5).map(lambda days: TODAY + timedelta(days=days))


@st.composite
def signals(draw: st.DrawFn) -> Signal:
    """Any signal, an empty one too."""
    words = draw(st.dictionaries(KEYS, WAYS, max_size=3))
    signs = {k: text for k, text in draw(st.dictionaries(KEYS, WAYS, max_size=3)).items() if k not in words}
    held = [*words, *signs]
    leaving = draw(st.dictionaries(st.sampled_from(held), DAYS, max_size=3)) if held else {}
    said = st.none() | st.sampled_from(["Thank you.", "I am here."])
    return Signal(words=words, signs=signs, leaving=leaving, reply=draw(said), afterwards=draw(said))


SIGNALS = st.dictionaries(st.sampled_from(NAMES), signals(), max_size=5)
PEOPLE = st.sampled_from(["Sam", "Alex", "Kim"]).map(lambda name: Person(name=name))
PACES = st.sampled_from(["a", "b", "the-slower-of-us"])
PAGES = st.builds(
    Agreement,
    changed=DAYS,
    partners=st.builds(Partners, a=PEOPLE, b=st.none() | PEOPLE),
    pace=PACES.map(lambda who: PaceSetting.model_validate({"set-by": who})),
    signals=SIGNALS,
    meeting=st.builds(Meeting, next=st.none() | DAYS),
    gone=st.lists(KEYS, max_size=3, unique=True),
)


def page(**changes: Any) -> Agreement:
    """A small page of two, as it could stand after a first evening."""
    values = {
        "changed": TODAY,
        "partners": Partners(a=Person(name="Sam"), b=Person(name="Alex")),
        "signals": {
            "stop": Signal(words={"k1": "red"}, signs={"s1": "tap twice"}, reply="Thank you."),
            "pause": Signal(words={"k1": "wait"}, signs={"s1": "a flat hand"}),
        },
    }
    return Agreement(**{**values, **changes})


def about(label: str, **changes: Any) -> SignalWords:
    """What is said about a signal."""
    values: dict[str, Any] = {
        "label": label,
        "means": "",
        "partner": "{other} waits",
        "reply": "",
        "afterwards": "",
        "note": "",
        "words": {},
        "signs": {},
    }
    return SignalWords(**{**values, **changes})


ABOUT: dict[Name, SignalWords] = {
    "stop": about(
        "Stop",
        reply="Thank you for telling me.",
        afterwards="a quiet moment",
        words={"stop": "stop"},
        signs={"tap-twice": "tap twice"},
    ),
    "pause": about("Pause", words={"wait": "wait"}, signs={"flat-hand": "a flat hand"}),
    "slow": about("Slow", words={"softer": "softer"}),
    "go": about("Go"),
    "ready": about("Ready"),
}

# -- guides ----------------------------------------------------------------------------------------


def question(id: str, kind: str = "text", **changes: Any) -> dict[str, Any]:
    """One question as a guide file holds it."""
    values: dict[str, Any] = {"id": id, "kind": kind, "say": "What is it like?", "why": "To be heard."}
    if kind in ("choice", "choices"):
        values["choices"] = [{"id": "one", "label": "One"}, {"id": "two", "label": "Two"}]
    if kind == "scale":
        values["scale"] = {"low": "none", "high": "much"}
    return {**values, **changes}


def guide(*questions: dict[str, Any], **changes: Any) -> Guide:
    """A guide of these questions."""
    values = {"id": "sample", "version": 1, "title": "A sample", "minutes": 5, "question": list(questions)}
    return Guide.model_validate({**values, **changes})
