"""Journeys from a first key to the last line, on a true terminal, with couplekit as it is installed.

COUPLEKIT_COMMAND names another couplekit than that of this Python, such as the one of a wheel.
"""

import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from storage_samples import TODAY, draft, home_at, page, record
from window import Window

from bar_table import Reached
from couplekit.content.boundaries import areas
from couplekit.domain.boundaries import Boundary, Lists
from couplekit.domain.people import Partners, Person
from couplekit.domain.signals import Signal
from terminal import CTRL_C, CTRL_D, DOWN, ENTER, ESC, UP, Terminal

pytestmark = pytest.mark.terminal

STOPPED = "Stopped. Thank you for saying so."
#: One step: a part of what is asked, and what is pressed there.
Step = tuple[str, str]


class Journey(NamedTuple):
    """Some steps, and what stands there in the end; then what the files hold, and what they no longer do."""

    args: tuple[str, ...]
    steps: tuple[Step, ...]
    says: str = ""
    home: str = "two"
    kept: str = ""
    gone: str = ""
    code: int = 0
    environment: tuple[tuple[str, str], ...] = ()
    rows: int = 24

    @property
    def plain(self) -> bool:
        """Whether it goes by lines."""
        return "--plain" in self.args or bool(self.environment)


def down(times: int) -> str:
    """So many steps down a list, and Enter."""
    return DOWN * times + ENTER


def all_of(*titles: str, keys: str = ENTER) -> tuple[Step, ...]:
    """The same key at each of these."""
    return tuple((title, keys) for title in titles)


CARDS = all_of("How this works", "Stop and no", "If no is not safe")
READ = (("For one of you alone", ENTER), *CARDS)
NAMES = (("For both of you again", ENTER), ("the one who reads first", "Sam\r"), ("the other one", "Alex\r"))
REST = all_of("The pace", "How we stop", "After a stop", "Before you go", "Before you go", "for tonight")
MENU = ("In one word", ESC)
EVENING = all_of("In one word", "In one word", "Something good", "Something good", "A wish", "A wish")
END = all_of("Still true?", "Thank you", "What stays", "What stays", "for tonight")


def asked_of(name: str, other: str) -> list[str]:
    """What a first round asks, of the one whose partner has that name."""
    texts = [
        text
        for item in areas()[0].item.values()
        for text in ((item.giving, item.receiving) if item.two_sided else (item.label,))
    ]
    return [(text or "").replace("{other}", other) for text in texts]


def one_turn(name: str, other: str, *, enter: str, answer: str, none: str, hand_in: str) -> tuple[Step, ...]:
    """One of the two answers all of it the same, adds no area, and hands it in."""
    return (
        (f"A few questions for {name}", enter),
        ("Before you answer", enter),
        *((text, answer) for text in asked_of(name, other)),
        ("other things you would like", none),
        ("Before you hand this in", hand_in),
    )


def one_round(**keys: str) -> tuple[Step, ...]:
    """A round of two in one sitting, and the reading."""
    enter = keys["enter"]
    both = (*one_turn("Sam", "Alex", **keys), *one_turn("Alex", "Sam", **keys))
    return (*both, ("For both of you again", enter), ("What came of it", enter))


def own_list(answer: str, enter: str, area: str, none: str) -> tuple[Step, ...]:
    """One person's own list of the first area, of which nothing is handed over."""
    return (
        ("A list of your own", enter),
        ("What would you like to look at", area),
        *((text, answer) for text in asked_of("Kim", "the other one")),
        ("This is your own list", enter),
        ("hand over", none),
    )


ON_THE_SCREEN = {
    "a round in one sitting, one key for each answer": Journey(
        ("boundaries", "answer"),
        one_round(enter=ENTER, answer="4", none=ENTER, hand_in=down(1)),
        says="What is new is slept on",
        kept='[boundaries.holding-hands]\nlevel = "open"',
        gone="fine",
        rows=40,
    ),
    "one person's own list": Journey(
        ("boundaries", "answer"),
        own_list("5", ENTER, " " + ENTER, ENTER),
        says="Nothing of it is kept",
        home="one",
        gone="wanted",
        rows=40,
    ),
    "what is open, from home": Journey(
        (), (("Good to see you both", "4"),), says="Open, and it leads nowhere", home="rows", rows=40
    ),
    "something taken off, from home": Journey(
        (),
        (("Good to see you both", "6"), ("It counts at once", "1"), ("not for us as well", ENTER)),
        home="rows",
        kept="boundaries.holding-hands.narrowed",
    ),
    "something shown as not for us": Journey(
        ("boundaries", "off"),
        (
            ("It counts at once", "4"),
            ("In which area?", "1"),
            ("Which one?", "3"),
        ),
        says="This counts now",
        home="rows",
        kept="boundaries.hug-hello.narrowed",
    ),
    "another time for what is open": Journey(
        ("boundaries", "items"),
        (("change in the lists", "5"), ("After how many weeks", "27\r"), ("whole number", "8\r")),
        says="Done.",
        kept="open-weeks = 8",
    ),
    "the page closed": Journey(
        ("leave",), (("Close the page?", down(1)),), says="Closed. Nothing is open now", home="rows"
    ),
    "the page left open": Journey(("leave",), (("Close the page?", ENTER),), home="rows", gone="narrowed"),
    "a first evening of two": Journey(
        ("start",),
        (("Who is here", ENTER), *READ, *READ, *NAMES, *REST),
        says="Your page is kept here",
        home="none",
        kept='name = "Alex"',
    ),
    "a first evening alone, with the letter": Journey(
        ("start", "--alone"),
        (
            *CARDS,
            ("What would you like", "Kim\r"),
            ("Your signals", ENTER),
            ("letter", down(1)),
            ("again", down(2)),
        ),
        says="A letter for you",
        home="none",
        kept='name = "Kim"',
        rows=70,
    ),
    "a look around before anything": Journey(
        (),
        (("Nothing has to happen", down(2)), ("Look around", ENTER), ("Not today", down(4))),
        home="none",
    ),
    "not today": Journey((), (("Nothing has to happen", down(4)),), home="none"),
    "home, and our signals": Journey((), (("Good to see you both", down(1)),), says='"red" or tap twice'),
    "home, and our page": Journey((), (("Good to see you both", down(2)),), says="Our page", rows=40),
    "home, for the partner, and away": Journey(
        (),
        (
            ("Good to see you both", down(7)),
            ("For the partner", ENTER),
            ("Next", ENTER),
            ("Good to see you both", down(9)),
        ),
    ),
    "home, about and help, a card, and back": Journey(
        (),
        (
            ("Good to see you both", "9"),
            ("About and help", down(3)),
            ("If no is not safe", ENTER),
            ("About and help", ENTER),
            ("Good to see you both", UP + ENTER),
        ),
    ),
    "a check-in, said aloud": Journey(("check-in",), (*EVENING, *END), says="Thank you both"),
    "a check-in, words kept": Journey(
        ("check-in",),
        (
            *EVENING[:2],
            ("Something good", down(1)),
            ("Something good", "Soup by the window\r"),
            *EVENING[3:],
            *END[:2],
            ("What stays", down(1)),
            *END[3:],
        ),
        says="Thank you both",
        kept="Soup by the window",
    ),
    "a check-in, nothing kept": Journey(
        ("check-in",),
        (
            *EVENING[:2],
            ("Something good", down(1)),
            ("Something good", "Soup by the window\r"),
            *EVENING[3:],
            *END[:2],
            ("What stays", down(2)),
            *END[3:],
        ),
        says="Thank you both",
        gone="Soup by the window",
    ),
    "a check-in with a feeling from a list": Journey(
        ("check-in",), (("In one word", DOWN + ENTER), ("calm", ENTER), ("In one word", CTRL_C)), says=STOPPED
    ),
    "left from the menu": Journey(("check-in",), (MENU, ("Leave now", down(5)))),
    "stopped from the menu": Journey(("check-in",), (MENU, ("Stop for today", down(4))), says=STOPPED),
    "stopped by a word": Journey(
        ("check-in",), (*EVENING[:2], ("Something good", down(1)), ("Something good", "stop\r")), says=STOPPED
    ),
    "stopped by Ctrl-D": Journey(("check-in",), (("In one word", CTRL_D),), says=STOPPED),
    "a pause, and a breath that a key ends": Journey(
        ("check-in",),
        (
            MENU,
            ("Pause together", down(3)),
            ("Sit quietly", down(1)),
            ("Breathe in your own time", "x"),
            ("Sit quietly", down(3)),
        ),
        says=STOPPED,
    ),
    "why it is asked": Journey(
        ("check-in",),
        (MENU, ("Why this is asked", down(6)), ("make a feeling a little lighter", CTRL_C)),
        STOPPED,
    ),
    "back, and the answer is still there": Journey(
        ("check-in",),
        (
            ("In one word", DOWN + ENTER),
            ("calm", ENTER),
            ("In one word", ESC),
            ("Back one question", down(1)),
            ('Keep "calm"', CTRL_C),
        ),
        says=STOPPED,
        kept='"calm"',
    ),
    "a day that cannot be read, and one that can": Journey(
        ("check-in",),
        (
            *EVENING,
            *END[:-1],
            ("for tonight", down(1)),
            ("Which day", "soon\r"),
            ("could not be read", "1 May\r"),
        ),
        says="1 May",
        kept="2027-05-01",
    ),
    "a talk gone on with": Journey(
        ("check-in",), (("did not finish", ENTER), *END[1:]), says="Thank you both", home="talk"
    ),
    "a talk let go, and left": Journey(
        ("check-in",),
        (("did not finish", down(1)), MENU, ("Leave now", down(5))),
        home="talk",
        gone="thanks.both",
    ),
    "a talk for another day": Journey(
        ("check-in",), (("did not finish", down(2)),), home="talk", kept="thanks.both"
    ),
    "a word more": Journey(
        ("signals", "set"),
        (("Which one would", ENTER), ("What would you like to do", ENTER), ("Which word", "amber\r")),
        says='"amber"',
        kept='"amber"',
    ),
    "a sign that is too close to another": Journey(
        ("signals", "set"),
        (
            ("Which one would", down(1)),
            ("What would you like to do", down(1)),
            ("Which sign", "tap twice\r"),
            ("too close", "a cough\r"),
        ),
        says="a cough",
        kept='"a cough"',
    ),
    "a word less, with two yeses": Journey(
        ("signals", "set"),
        (
            ("Which one would", ENTER),
            ("What would you like to do", down(4)),
            ("Which one?", ENTER),
            ("Sam, is it all right", "yes\r"),
            ("Alex, is it all right", "yes\r"),
        ),
        says="It still counts for now",
        home="more",
        kept="leaving",
    ),
    "a word less, and one no": Journey(
        ("signals", "set"),
        (
            ("Which one would", ENTER),
            ("What would you like to do", down(4)),
            ("Which one?", ENTER),
            ("Sam, is it all right", "yes\r"),
            ("Alex, is it all right", "\r"),
        ),
        says="Nothing was changed",
        home="more",
        gone="leaving",
    ),
    "another name": Journey(
        ("start",),
        (("what is set up", down(2)), ("call you", "Robin\r")),
        says="Robin",
        kept='"Robin"',
        rows=40,
    ),
    "another pace, with two yeses": Journey(
        ("start",),
        (
            ("what is set up", down(4)),
            ("The pace", down(1)),
            ("Sam, is this all right", "yes\r"),
            ("Alex, is this all right", "yes\r"),
        ),
        says="Our page",
        kept='set-by = "a"',
        rows=40,
    ),
    "a partner who joins": Journey(
        ("start",),
        (("what is set up", down(3)), *CARDS, ("call you", "Robin\r")),
        says="Our page",
        home="one",
        kept='"Robin"',
        rows=40,
    ),
    "words taken back": Journey(
        ("withdraw",), (("Whose words", down(1)), ("Of which evening", down(1))), "Done.", gone="Canary of a"
    ),
    "words erased": Journey(
        ("forget",), (("Whose own words", down(1)), ("Type yes", "yes\r")), says="Done.", gone="Canary of a"
    ),
    "words not erased": Journey(
        ("forget",),
        (("Whose own words", down(1)), ("Type yes", "yess\r")),
        "Nothing was erased",
        kept="Canary of a",
    ),
    "said aloud once": Journey(
        ("signals", "rehearse"),
        all_of("Say it aloud", "Stop", "A breath", "Stop", "Pause", "Pause", "Thank you"),
    ),
    "a sample evening": Journey(("demo", "--fast"), (), says="That was the sample", home="none"),
}

PLAIN_READ = (("For one of you alone", "\r"), *CARDS)
PLAIN_EVENING = all_of(
    "In one word", "In one word", "Something good", "Something good", "A wish", "A wish", keys="1\r"
)
PLAIN_END = (
    ("Still true?", "1\r"),
    ("Thank you", "\r"),
    *all_of("What stays", "What stays", "tonight", keys="1\r"),
)
PLAIN_REST = all_of("The pace", "How we stop", "After a stop", "glad of", "", "for tonight", keys="1\r")
PLAIN_MENU = ("In one word", "/\r")

BY_LINES = {
    "a round in one sitting": Journey(
        ("--plain", "boundaries", "answer"),
        one_round(enter="\r", answer="4\r", none="1\r", hand_in="2\r"),
        says="What is new is slept on",
        kept='[boundaries.holding-hands]\nlevel = "open"',
        gone="fine",
        rows=60,
    ),
    "one person's own list": Journey(
        ("--plain", "boundaries", "answer"),
        own_list("I would like this\r", "\r", "1\r", "1\r"),
        says="Nothing of it is kept",
        home="one",
        gone="wanted",
        rows=60,
    ),
    "what is open": Journey(
        ("--plain", "boundaries"), (), says="Open, and it leads nowhere", home="rows", rows=40
    ),
    "something taken off, from home": Journey(
        ("--plain",),
        (
            ("Good to see you both", "6\r"),
            ("It counts at once", "Holding hands\r"),
            ("not for us as well", "1\r"),
        ),
        says="This counts now",
        home="rows",
        kept="boundaries.holding-hands.narrowed",
        rows=40,
    ),
    "the page closed": Journey(
        ("--plain", "leave"), (("Close the page?", "2\r"),), says="Closed. Nothing is open now", home="rows"
    ),
    "a first evening of two": Journey(
        ("--plain", "start"),
        (("Who is here", "1\r"), *PLAIN_READ, *PLAIN_READ, *NAMES, *PLAIN_REST),
        says="Our page",
        home="none",
        kept='name = "Alex"',
        rows=40,
    ),
    "a first evening alone": Journey(
        ("--plain", "start", "--alone"),
        (*CARDS, ("call you", "Kim\r"), ("Your signals", "1\r"), ("letter", "1\r"), ("again", "3\r")),
        says="My page",
        home="none",
        kept='name = "Kim"',
        rows=40,
    ),
    "home, and our signals": Journey(
        ("--plain",), (("Good to see you both", "2\r"),), says='"red" or tap twice', rows=40
    ),
    "home, about and help, and back": Journey(
        ("--plain",),
        (
            ("Good to see you both", "9\r"),
            ("About and help", "4\r"),
            ("If no is not safe", "\r"),
            ("", "1\r"),
            ("", "10\r"),
        ),
        rows=60,
    ),
    "a check-in, said aloud": Journey(
        ("--plain", "check-in"), (*PLAIN_EVENING, *PLAIN_END), "Thank you both"
    ),
    "a check-in, words kept": Journey(
        ("--plain", "check-in"),
        (
            *PLAIN_EVENING[:2],
            ("Something good", "2\r"),
            ("", "Soup by the window\r"),
            *PLAIN_EVENING[3:],
            *PLAIN_END[:2],
            ("What stays", "2\r"),
            *PLAIN_END[3:],
        ),
        says="Thank you both",
        kept="Soup by the window",
    ),
    "an answer by its words": Journey(
        ("--plain", "check-in"), (("In one word", "we said it ALOUD\r"), ("In one word", "/stop\r")), STOPPED
    ),
    "a number that is not on the list": Journey(
        ("--plain", "check-in"), (("In one word", "99\r"), ("That is not on the list", "/stop\r")), STOPPED
    ),
    "left by a line": Journey(("--plain", "check-in"), (("In one word", "/leave\r"),)),
    "left from the menu": Journey(("--plain", "check-in"), (PLAIN_MENU, ("Leave now", "6\r"))),
    "stopped by a line, and gone on with": Journey(
        ("--plain", "check-in"), (("did not finish", "1\r"), ("Thank you", "\r"), *PLAIN_END[2:]), home="talk"
    ),
    "stopped by Ctrl-C": Journey(("--plain", "check-in"), (("In one word", CTRL_C),), says=STOPPED),
    "a pause, and a breath that a key ends": Journey(
        ("--plain", "check-in"),
        (
            ("In one word", "/pause\r"),
            ("Sit quietly", "2\r"),
            ("Any key ends this", "x"),
            ("Sit quietly", "4\r"),
        ),
        says=STOPPED,
        rows=60,
    ),
    "why it is asked": Journey(
        ("--plain", "check-in"), (PLAIN_MENU, ("Why this", "7\r"), ("a little lighter", "/stop\r")), STOPPED
    ),
    "back, and one left out": Journey(
        ("--plain", "check-in"),
        (
            ("In one word", "1\r"),
            ("In one word", "/back\r"),
            ("In one word", "/skip\r"),
            ("In one word", "/stop\r"),
        ),
        says=STOPPED,
    ),
    "a word more": Journey(
        ("--plain", "signals", "set"),
        (("Which one would", "1\r"), ("What would you like to do", "1\r"), ("Which word", "amber\r")),
        says='"amber"',
        kept='"amber"',
    ),
    "a word less, with two yeses": Journey(
        ("--plain", "signals", "set"),
        (
            ("Which one would", "1\r"),
            ("What would you like to do", "5\r"),
            ("Which one?", "1\r"),
            ("Sam, is it all right", "yes\r"),
            ("Alex, is it all right", "yes\r"),
        ),
        says="It still counts for now",
        home="more",
        kept="leaving",
        rows=60,
    ),
    "another name, by ACCESSIBLE": Journey(
        ("start",),
        (("what is set up", "3\r"), ("call you", "Robin\r")),
        says="Robin",
        kept='"Robin"',
        environment=(("ACCESSIBLE", "1"),),
        rows=40,
    ),
    "a partner who joins": Journey(
        ("--plain", "start"),
        (("what is set up", "4\r"), *CARDS, ("call you", "Robin\r")),
        says="Our page",
        home="one",
        kept='"Robin"',
        rows=40,
    ),
    "words taken back": Journey(
        ("--plain", "withdraw"),
        (("Whose words", "2\r"), ("Of which evening", "2\r")),
        "Done.",
        gone="Canary of a",
    ),
    "words erased": Journey(
        ("--plain", "forget"),
        (("Whose own words", "2\r"), ("Type yes", "yes\r")),
        "Done.",
        gone="Canary of a",
        rows=40,
    ),
    "a check-in of which nothing is kept": Journey(
        ("--plain", "--no-save", "check-in"),
        (
            *PLAIN_EVENING[:2],
            ("Something good", "2\r"),
            ("", "Soup by the window\r"),
            *PLAIN_EVENING[3:],
            *PLAIN_END[:2],
            ("What stays", "2\r"),
            *PLAIN_END[3:],
        ),
        says="Thank you both",
        gone="Soup by the window",
    ),
}
ALL = {
    **{f"full screen: {name}": journey for name, journey in ON_THE_SCREEN.items()},
    **{f"plain: {name}": journey for name, journey in BY_LINES.items()},
}
#: Those that came to their end, in this run.
WALKED: set[str] = set()


def open_rows(items: Iterable[str]) -> dict[str, object]:
    """What a page has where these were read together a while ago, and every fifth of them is open."""
    there = {
        "level": "open",
        "from": TODAY - timedelta(days=20),
        "until": TODAY + timedelta(days=50),
        "round": 1,
    }
    rows = {id: Boundary.model_validate(there) for number, id in enumerate(items) if number % 5 == 0}
    lists = Lists.model_validate({"origin": "k3f9", "readings": 1, "areas": ["everyday-affection"]})
    return {"boundaries": rows, "lists": lists}


def prepared(kind: str, path: Path) -> None:
    """A home: of two with an evening, with a word more, with a talk, of one, or none yet."""
    if kind == "none":
        return
    home = home_at(path)
    alone = Partners(a=Person(name="Kim"))
    more = {"stop": Signal(words={"k1": "red", "k2": "blue"}, signs={"s1": "tap twice"}, reply="Yes.")}
    changes = {
        "one": {"partners": alone},
        "more": {"signals": {**page().signals, **more}},
        "rows": open_rows(areas()[0].item),
    }.get(kind, {})
    home.create(page(**changes))
    home.save_record(record("2026-11-14-aa", starts="b"))
    if kind == "talk":
        home.save_draft(
            draft(f"{TODAY}-bb", guide="check-in-short", at="thanks.both", answers={}, asked={}, starts="a")
        )


def at(term: Terminal, says: str, *, plain: bool) -> None:
    """Wait for the next prompt."""
    if says in ("Breathe in your own time", "Any key ends this"):
        term.see(says)
    elif "all right" in says or says == "Type yes":
        # Words that stand above it can be read before it takes a line; what it takes is said last.
        term.see(says, "Type yes")
    elif plain:
        term.asks(says)
    else:
        term.at(says)


@pytest.mark.parametrize("name", ALL)
def test_a_journey_comes_to_its_end(home: Path, name: str) -> None:
    """By keys or by lines, each ends where it should, with the exit code and the files that belong to it."""
    journey = ALL[name]
    prepared(journey.home, home)
    term = Terminal(
        home, "--today", str(TODAY), *journey.args, rows=journey.rows, **dict(journey.environment)
    )
    for says, keys in journey.steps:
        at(term, says, plain=journey.plain)
        term.press(keys)
    if journey.says:
        term.see(journey.says)
    assert term.ended() == journey.code
    assert "went wrong" not in term.flat
    held = "".join(path.read_text(encoding="utf-8") for path in home.rglob("*.toml"))
    assert journey.kept in held
    assert not journey.gone or journey.gone not in held
    WALKED.add(name)


@pytest.mark.parametrize("many", [3, 80])
def test_taking_something_off_takes_three_keys_at_most(home: Path, many: int) -> None:
    """From home on, on a true terminal: one key at each screen, and what was picked counts at once."""
    items = [id for area in areas() for id, item in area.item.items() if not item.two_sided]
    home_at(home).create(page(**open_rows(items[i // 5] for i in range(5 * min(many, len(items))))))
    keys = 0
    with Window(home, "--today", str(TODAY)) as window:
        for says in ("Good to see you both", "It counts at once", "It counts at once")[
            : 2 if many == 3 else 3
        ]:
            window.at(says).press("6" if keys == 0 else "1")
            keys += 1
        window.at("This counts now", "not for us as well")
        assert keys <= 3
        assert "[boundaries.holding-hands.narrowed]" in (home / "agreement.toml").read_text(encoding="utf-8")
        window.press(CTRL_C)
        assert window.ended() == 0
        assert STOPPED in window.flat


def test_nothing_that_one_answered_is_on_the_screen_for_the_other(home: Path) -> None:
    """At the hand-over, at the reading and at the end it is neither there nor in the terminal's memory."""
    prepared("two", home)
    keys = {"enter": ENTER, "none": ENTER, "hand_in": down(1)}
    first = one_turn("Sam", "Alex", answer="5", **keys)
    second = one_turn("Alex", "Sam", answer="1", **keys)
    learned = "If Alex said yes to these"
    with Window(home, "--today", str(TODAY), "boundaries", "answer", rows=40) as window:
        for says, pressed in first[:-1]:
            window.at(says).press(pressed)
        window.at(first[-1][0], learned).press(first[-1][1])
        window.at("A few questions for Alex")
        assert learned not in window.flat + " ".join(window.history.split())
        for says, pressed in second:
            window.at(says).press(pressed)
        window.at("For both of you again").press(ENTER)
        window.at("What came of it", "Nothing is open").press(ENTER)
        assert window.ended() == 0
        left = window.flat + " ".join(window.history.split())
        assert not any(said in left for said in (learned, "quietly", "Holding hands", "What came of it"))
        assert "Your own answers are not kept" in window.flat


def test_so_many_journeys_come_to_their_end(bar: Reached) -> None:
    """All of them, on the full screen and in plain mode, in the run that they are a part of."""
    bar(
        "journeys",
        {
            "on the full screen": sum(name.startswith("full screen") for name in WALKED),
            "in plain mode": sum(name.startswith("plain") for name in WALKED),
            "not to their end": len(set(ALL) - WALKED),
        },
    )
