"""Every kind of prompt, and the shortest way to each, for tests of what a key or a signal does there.

Most of them come from a guide of our own, which stands in for the check-in in a copy of `prompts/`. It is
begun already, so that a run goes on at the very question. A typed consent is the real one of `forget`.
"""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

from storage_samples import TODAY, home_at, page, record
from window import Window

import couplekit
from couplekit import content
from couplekit.domain.checkin import Draft
from couplekit.domain.text import reflow
from terminal import DOWN, ENTER, ESC

STOPPED = "Stopped. Thank you for saying so. You can come back any time, or not."
#: What was said, and confirmed, before the question at which a run goes on.
SAID = {"said.both": "Words from before"}

_ASK = "What was there before?"
_GUIDE = f"""
id = "check-in-short"
version = 1
title = "Every prompt"
minutes = 1

[[question]]
id = "said"
kind = "text"
say = "{_ASK}"
why = "It is asked for a test."
aloud = false

[[question]]
id = "choose"
kind = "choice"
title = "A list"
say = "Which of these?"
why = "It is asked for a test."
aloud = false
choices = [{{ id = "first", label = "The first" }}, {{ id = "second", label = "The second" }}]

[[question]]
id = "several"
kind = "choices"
title = "Several of a list"
say = "Which of all these?"
why = "It is asked for a test."
aloud = false
choices = [{{ id = "red", label = "The red one" }}, {{ id = "blue", label = "The blue one" }}]

[[question]]
id = "line"
kind = "text"
title = "One line"
say = "What would you like to say?"
why = "It is asked for a test."
aloud = false

[[question]]
id = "lines"
kind = "lines"
title = "Several lines"
say = "What would you like to tell?"
why = "It is asked for a test."
aloud = false

[[question]]
id = "secret"
kind = "secret"
title = "A secret"
say = "What do you tell nobody?"
why = "It is asked for a test."
aloud = false

[[question]]
id = "number"
kind = "scale"
title = "A number"
say = "How warm is it here?"
why = "It is asked for a test."
aloud = false
scale = {{ low = "cold", high = "hot" }}

[[question]]
id = "card"
kind = "card"
title = "A card"
say = "This is to be read."

[[question]]
id = "long"
kind = "card"
title = "A long card"
say = '''
{"".join(f"Part {number} of what there is to read here.{chr(10)}{chr(10)}" for number in range(1, 16))}'''

[[question]]
id = "own"
kind = "text"
who = "each"
alone = true
title = "Only for you"
say = "What would you like to say to nobody?"
why = "It is asked for a test."
aloud = false

[[question]]
id = "end"
kind = "card"
title = "The end"
say = "That was all."
"""


class Kind(NamedTuple):
    """One kind of prompt: what stands there, what comes after Enter on nothing, and how to get there.

    `steps` are a part of what is asked on the way and what is pressed there, on the full screen and in
    plain mode, from the question at which the run goes on. `back` is how many of these steps lead to it
    again after Esc or Enter there.
    """

    says: str
    after: str
    at: str = "choose.both"
    command: str = "check-in"
    steps: tuple[tuple[str, str, str], ...] = ()
    back: int = 0
    #: Whether letters can be typed there; whether there is a pointer on the full screen, drawn by a library;
    #: whether a line is read in plain mode; whether plain mode has it; and whether what is typed is hidden.
    typed: bool = False
    drawn: bool = True
    asked: bool = True
    plain: bool = True
    hidden: bool = False


_MENU = ("Which of these?", ESC, "/\r")
_PAUSE = ("Take your time.", DOWN * 3 + ENTER, "4\r")
_BREATH = ("Sit quietly", DOWN + ENTER, "2\r")

#: Every kind, by name. A guide has them in this order.
KINDS = {
    "a list": Kind("Which of these?", "Which of all these?"),
    "several of a list": Kind("Which of all these?", "What would you like to say?", at="several.both"),
    "one line": Kind(
        "What would you like to say?", "What would you like to tell?", at="line.both", typed=True
    ),
    "several lines": Kind(
        "What would you like to tell?", "What do you tell nobody?", at="lines.both", typed=True
    ),
    "a secret": Kind("What do you tell nobody?", "How warm is it", at="secret.both", typed=True, hidden=True),
    "a number": Kind("How warm is it", "This is to be read.", at="number.both", typed=True),
    "a card": Kind("This is to be read.", "Part 1 of", at="card.both"),
    "a page of a long card": Kind("Part 1 of", "Part 15 of", at="long.both", plain=False),
    "a hand-over": Kind("For one of you alone", "What would you like to say to nobody?", at="own.a"),
    "a typed consent": Kind(
        "Type yes",
        "Nothing was erased",
        command="forget",
        steps=(("Whose own words", DOWN + ENTER, "2\r"),),
        typed=True,
        drawn=False,
    ),
    "the menu": Kind("Take your time.", "Which of these?", steps=(_MENU,), back=1),
    "a pause": Kind("Sit quietly", "Which of these?", steps=(_MENU, _PAUSE), back=2),
    "the breath": Kind(
        "Breathe in your own time",
        "Sit quietly",
        steps=(_MENU, _PAUSE, _BREATH),
        back=1,
        drawn=False,
        asked=False,
    ),
}
#: The screens of that guide, in order: a talk that was stopped at one goes on at the next.
ORDER = ["choose", "several", "line", "lines", "secret", "number", "card", "long", "own", "end"]


class Kit:
    """A copy of the words with that guide in it, and homes in which the talk has come to each question."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # A package that stands beside a folder `prompts` reads its words there, as in a checkout.
        package = folder / "src" / "couplekit"
        package.parent.mkdir(parents=True)
        package.symlink_to(Path(couplekit.__file__).parent, target_is_directory=True)
        shutil.copytree(content.folder(), folder / "prompts")
        (folder / "prompts" / "en" / "guides" / "check-in-short.toml").write_text(_GUIDE, encoding="utf-8")
        path = [str(package.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
        self.environment = {"PYTHONPATH": os.pathsep.join(path)}
        self._homes = 0

    def home(self, at: str, **page_changes: object) -> Path:
        """A new home with a page, an evening that was kept, and a talk that goes on there."""
        self._homes += 1
        home = home_at(self._folder / f"home-{self._homes}")
        home.create(page(**page_changes))
        home.save_record(record("2026-11-14-aa"))
        asked = {key: reflow(_ASK) for key in SAID}
        home.save_draft(
            Draft(
                evening=f"{TODAY}-bb",
                guide="check-in-short",
                version=1,
                at=at,
                answers=SAID,
                asked=asked,
            )
        )
        return home.path

    def window(self, home: Path, *args: str, **options: int) -> Window:
        """A run in that home, by these words."""
        return Window(home, "--today", str(TODAY), *args, **options, **self.environment)  # type: ignore[arg-type]


def is_there(window: Window, kind: Kind, *, plain: bool) -> None:
    """Wait until the prompt stands there and takes keys."""
    if kind.asked if plain else kind.drawn:
        (window.asks if plain else window.at)(kind.says)
    else:
        window.see(kind.says)


def walk(window: Window, steps: tuple[tuple[str, str, str], ...], ahead: str, *, plain: bool) -> None:
    """Go these steps. With the last of them, `ahead` is typed before its answer is there."""
    for number, (says, keys, lines) in enumerate(steps, 1):
        last = ahead if number == len(steps) else ""
        if plain:
            window.asks(says).press(lines + last)
        else:
            window.at(says).press(keys + last)


def arrive(window: Window, kind: Kind, *, plain: bool, ahead: str = "") -> None:
    """Go to the prompt, by the shortest way."""
    steps = kind.steps
    if kind.command == "check-in":
        steps = (("did not finish", ENTER, "1\r"), *steps)
    walk(window, steps, ahead, plain=plain)
    is_there(window, kind, plain=plain)


def again(window: Window, kind: Kind, *, plain: bool) -> None:
    """Go back to the prompt, from what came after it."""
    if kind.back:
        walk(window, kind.steps[-kind.back :], "", plain=plain)
    is_there(window, kind, plain=plain)


def lines_to(kind: Kind) -> str:
    """What is typed in plain mode to get to the prompt."""
    begin = "1\n" if kind.command == "check-in" else ""
    return begin + "".join(lines for _, _, lines in kind.steps).replace("\r", "\n")
