"""Terminal safety: whatever is typed, stored, brought in or put in by hand is shown as letters.

Each string goes through whole journeys: real commands, real screens, in every form that a screen has
(full and plain, 80 and 40 columns, a window and a pipe). shown.py looks at what was written.
"""

import contextlib
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from saves import NoFlush
from shown import RAW, TODAY, Seen, Someone, Watched, letters, streams

import bar_table
from bar_table import Reached
from couplekit.commands import talking
from couplekit.commands.agreement import bring_in, show_changes
from couplekit.commands.answering import hold_round
from couplekit.commands.app import app
from couplekit.commands.boundaries import show, take_off
from couplekit.commands.check_in import hold_check_in
from couplekit.commands.forget import erase
from couplekit.commands.home import home_screen
from couplekit.commands.items import change_items
from couplekit.commands.leave import close
from couplekit.commands.partner import letter_blocks
from couplekit.commands.show import page_blocks
from couplekit.commands.signals import change_signals, rehearse
from couplekit.commands.start import change_setup, first_evening
from couplekit.commands.withdraw import take_back
from couplekit.content.boundaries import areas
from couplekit.content.guides import cards, guide
from couplekit.content.signal_words import about_signals
from couplekit.conversation.port import Prompt
from couplekit.domain.agenda import Topic, with_topic
from couplekit.domain.agreement import Agreement, Meeting
from couplekit.domain.backup import Backup
from couplekit.domain.boundaries import Boundary, Lists, OwnItem
from couplekit.domain.card import Card, Family
from couplekit.domain.checkin import Draft, Record
from couplekit.domain.days import after_sleeping_on_it
from couplekit.domain.guide import Guide
from couplekit.domain.people import Partners, Person
from couplekit.domain.ratchet import with_own_item, with_taken_off
from couplekit.domain.signals import NAMES, Signal
from couplekit.domain.text import PLACE, clean, clean_line, reflow
from couplekit.errors import FileProblem
from couplekit.showing.document import from_text
from couplekit.showing.signals import signals_card
from couplekit.storage.backup import write_backup
from couplekit.storage.files import System
from couplekit.storage.home import check_page
from couplekit.storage.pages import to_toml

if TYPE_CHECKING:
    from terminal import Terminal

# The strings

ESC, CSI, OSC, ST = "\x1b", "\x9b", "\x9d", "\x9c"
#: What a terminal would obey.
SEQUENCES = [
    f"{ESC}[31mred{ESC}[0m",
    f"{ESC}[2J{ESC}[Hgone",
    f"{ESC}[3Jforgotten",
    f"up {ESC}[5A{ESC}[2K and over",
    f"{ESC}[?1049hthe other screen{ESC}[?1049l",
    f"{ESC}[200~pasted{ESC}[201~",
    f"{ESC}[6n where am I {ESC}[c who am I",
    f"{ESC}]0;a title\x07 in the bar",
    f"{ESC}]2;a title{ESC}\\ in the bar",
    f"{ESC}]8;;https://example.org\x07a link{ESC}]8;;\x07",
    f"{ESC}]52;c;c3RvbGVu\x07 in the clipboard",
    f"{ESC}]1337;File=name=eA==:AAAA\x07 a picture",
    f"{ESC}P+q544e{ESC}\\ asked by DCS",
    f"{ESC}Pq#0;2;0;0;0#0!9~{ESC}\\ a sixel",
    f"{ESC}_Ga=T;AAAA{ESC}\\ by APC",
    f"{ESC}^private{ESC}\\ by PM and {ESC}Xstring{ESC}\\ by SOS",
    f"{ESC}c all anew {ESC}(0 lines {ESC}7 {ESC}8",
    f"{ESC}%G {ESC}# 8 {ESC} F",
    f"{CSI}31mred, and {CSI}2Jgone, in one byte",
    f"{OSC}0;a title{ST} in one byte",
    "\x90q\x9c \x98sos\x9c \x9epm\x9c \x9fapc\x9c \x84 \x85 \x8d",
    "a bell\x07 and\x07 a bell",
    "abc\x08\x08\x08xyz with backspaces",
    "harmless\rharmful",
    "one\r\ntwo\x0bthree\x0cfour\x1cfive\x1dsix\x1eseven\x1feight",
    "nothing\x00ends\x00here",
    "shift\x0eout\x0fin, \x05 enquiry, \x11 on, \x13 off, \x1a, \x7f",
    f"cut off {ESC}",
    f"cut off {ESC}[",
    f"cut off {ESC}]0;",
]
#: What turns a line around, hides in it, or is more than a line can hold.
LETTERS = [
    "the file \u202egpj.exe",
    "\u202aleft \u202bright \u202dleft \u202cback",
    "\u2066left \u2067right \u2068either\u2069 back",
    "marks \u200e and \u200f and \u061c",
    "\u2028a line\u2029a paragraph",
    "\ufeffa mark at the beginning, and one \ufeff inside",
    "zero\u200bwidth \u200cjoined\u200d \u2060not \u180e",
    "tags \U000e0001\U000e0068\U000e0069\U000e007f unseen",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f a flag of tags",
    "Z" + "\u0341\u030d\u0316\u0323\u0346" * 30 + "algo",
    "word " + "a\u0301" * 90,
    "half \ud800 a \udfff letter",
    "👩🏽‍❤️‍👩🏻 👨‍👩‍👧‍👦 🏳️‍🌈 ☎️ ⌚✅⚡⭐☕ " * 5,
    "x" * 190,
    "https://example.org/" + "a-long-way/" * 15,
    "⌚" * 150,
    "漢" * 4000,
    "漢字かな交じり " * 500,
    "\n" * 3000 + "far below",
    "one\n\n\n\n- two\n\n- three",
    " \t \u00a0 \u3000 wide \u2003 room \t ",
    "שלום ים, مرحبا بالعالم [both]",
    "ﷺ ꧅ 𒐫 ﷽",
    "\ufff9under\ufffaover\ufffb \u206a\u206f",
]
#: What a library between couplekit and the screen could take for marks of its own.
MARKUP = [
    "[/] and [/red] and [/nothing]",
    "[b]y[/i]",
    "I am OK with [kissing] and [both]",
    "[red on blue]loud[/]",
    "[conceal]whispered[/conceal]",
    "[link=https://example.org]here[/link]",
    "[@click=app.bell]press[/]",
    "[bold",
    "bold] \\[bold] \\\\[bold] \\",
    "[[nested]] [[[more]]] [] [ ] [1] [#ff0000]",
    ":smile: :warning: :cross_mark:",
    "<b>bold</b> <ansired>red</ansired> <i>",
    "<style fg='red'>x</style> &lt;b&gt; &amp; &#27;[31m",
    "<script>alert(1)</script><!-- -->",
    "{name} {other} {first} {signals} {0} {} {{x}}",
    "%s %d %n %(name)s 100%",
    "${HOME} $(date) `date` ~ !!",
    "'''x''' \"\"\"y\"\"\" \"z\" 'w' \\n \\u001b[31m \\x1b",
    'a = "b" # not a comment, [table] {x = 1}',
    "# a heading\n* an item\n> said\n```code```",
    "- an item\n- another",
    "1. the first choice",
    "> 1",
    "❯ Leave now",
    "^[[31m \\e[31m \\033[31m",
    "█▓▒░ ╔═╗ ║ ╚═╝ ■ ‖ ▽ ○ ◇",
]
OURS = [*SEQUENCES, *LETTERS, *MARKUP]


@cache
def naughty_strings() -> tuple[str, ...]:
    """The Big List of Naughty Strings: named by the environment, or in a `data` folder beside us."""
    named = os.environ.get("COUPLEKIT_CONFORMANCE")
    root = Path(__file__).parents[2]
    found = [Path(named) / "naughty-strings"] if named else sorted(root.parent.glob("*/data/naughty-strings"))
    file = next((folder / "blns.json" for folder in found if (folder / "blns.json").is_file()), None)
    return tuple(json.loads(file.read_text(encoding="utf-8"))) if file else ()


# The journeys: each takes one string everywhere it can go, one way of getting there


def fresh(folder: Path) -> Path:
    """A place that is not there yet."""
    return folder / str(sum(1 for _ in folder.iterdir()))


def typed(text: str, seen: Seen, folder: Path) -> None:
    """Typed at every question of a first evening and of a check-in, kept, and found on the page."""

    def types(prompt: Prompt) -> str:
        if prompt.title == "Your names":
            return text if prompt.aside == "the one who reads first" else f"Bo {text}"
        # From here on the text as a whole is the word for stop, and would end the talk.
        first = {"A word for stop": "", "A sign for stop": "show ", "A word for pause": "wait for "}
        return f"{first.get(prompt.title, 'I mean ')}{text}"

    context = Watched(fresh(folder), seen)
    context.journey, context.typed = "typed", letters(text)
    picks = ("keep-it", "own", "other-words", "own-word", "write", "still-true", "all", "no-date")
    person = Someone(context, picks=picks, types=types, says={("Before you go", 3): "/back"})
    if not first_evening(context, person, both_here=True):
        return
    pages = [out for out in context.outputs if letters("This page is not consent.") in out]
    for screen, line in person.taken.items():
        if not screen.startswith("Before"):
            for out in pages:
                if letters(line) not in out:
                    seen.lost += 1
                    seen.fault(f"lost on the page, {screen}: {ascii(line)[:150]}")
    hold_check_in(context, Someone(context, picks=picks, types=types, says={("Something good", 3): "/back"}))
    context.someone = Someone(context, picks=("slow", "word"), types=lambda _prompt: text)
    change_signals(context)


def stored(text: str, seen: Seen, folder: Path) -> None:
    """In every place of a page, of an evening and of a talk that was left open, on every screen of theirs."""
    line, words = clean_line(clean_line(text)[:200]), clean(clean(text)[:4000])
    if not line:
        return
    context = Watched(fresh(folder), seen)
    context.journey, context.typed = "stored", letters(line)
    page = furnish(context, line, words)
    context.show(signals_card(page, about_signals().words, context.say, TODAY))
    context.show(page_blocks(context, page))
    context.show(letter_blocks(page))
    seen.output("stored, agreement --toml", to_toml(page), [], styled=False)
    visits: list[tuple[Callable[[Watched], object], Sequence[str]]] = [
        (home_screen, ["leave"]),
        (lambda context: change_setup(context, page), ["name-a"]),
        (lambda context: change_setup(context, page), ["pace", "b"]),
        (change_signals, ["stop", "take-away", "drop-s2"]),
        (change_signals, ["stop", "take-away", "keep-k2"]),
        (change_signals, ["go", "take-away", "drop-k1"]),
        (rehearse, []),
        (lambda context: hold_check_in(context, context.someone), ["go-on", "keep-it", "change", "all"]),
        (lambda context: take_back(context, context.someone, page), ["a", "2026-11-14-k3f9"]),
        (erase, ["nobody"]),
    ]
    for visit, picks in visits:
        context.someone = Someone(context, picks=picks)
        visit(context)


def furnish(context: Watched, line: str, words: str) -> Agreement:
    """A home with the text wherever it has a place. Returns its page."""
    signal = Signal(
        words={"k1": "umbrella", "k2": line},
        signs={"s1": "both hands up", "s2": line},
        leaving={"k2": after_sleeping_on_it(TODAY)},
        reply=line,
        afterwards=line,
    )
    page = Agreement(
        changed=TODAY,
        partners=Partners(a=Person(name=line), b=Person(name=line)),
        pace={"set-by": "a"},  # type: ignore[arg-type]  # its key in a file
        signals=dict.fromkeys(NAMES, signal),
        meeting=Meeting(next=TODAY),
    )
    home = context.home
    home.create(page)
    asked = {"glad": words}
    kept = {"a": {"glad": words}, "b": {"glad": words}, "both": {"glad": words}}
    evening = {"guide": "check-in-short", "version": 1, "starts": "a"}
    home.save_record(
        Record.model_validate({**evening, "evening": "2026-11-14-k3f9", "asked": asked, "kept": kept})
    )
    says = {question.id: reflow(question.say) for question in guide("check-in-short").question}
    keys = [f"{id}.{side}" for id in ("mood", "appreciation", "heard") for side in ("a", "b")]
    draft = {
        **evening,
        "evening": "2026-11-21-x7q",
        "at": "mood.a",
        "asked": {key: says[key[:-2]] for key in keys},
        "answers": dict.fromkeys(keys, words),
    }
    home.save_draft(Draft.model_validate(draft))
    return page


class LooksAgain(Someone):
    """Somebody who changes one answer before they hand in."""

    again = False

    def ask(self, prompt: Prompt) -> str:
        """Go back once to what was answered."""
        answer = super().ask(prompt)
        ids = [option.id for option in prompt.options]
        if "hand-in" in ids and not self.again:
            self.again = True
            return str(1 + ids.index("change"))
        return answer


def on_the_lists(text: str, seen: Seen, folder: Path) -> None:
    """Both names, their own items, other names, topics: on every screen of the lists and of two devices."""
    line = clean_line(clean_line(text)[:200])
    if not line:
        return
    context = Watched(fresh(folder), seen)
    context.typed = letters(line)
    page = listed_as(line)
    context.home.create(page)
    for id, topic in {"t1": Topic(says=line), "t2": Topic(about="own-k1")}.items():
        context.home.update_agenda(with_topic(id, topic))
    other = another_device(text, line, folder)
    round_of = LooksAgain(context, picks=("yes", "hand-in", "wanted", "own-k1", "turn-none"))
    visits: dict[str, tuple[Callable[[Watched], object], Someone]] = {
        "open": (show, Someone(context)),
        "changes": (show_changes, Someone(context, picks=["a"])),
        "merge": (lambda context: bring_in(context, other), Someone(context, picks=["bring"])),
        "round": (hold_round, round_of),
        "off": (
            lambda context: take_off(context, context.someone),
            Someone(context, picks=["own-k1", "yes"]),
        ),
        "topic": (lambda context: take_off(context, context.someone), Someone(context, picks=["topic-t1"])),
        "limit": (
            lambda context: take_off(context, context.someone),
            Someone(context, picks=["else", "your-own", "own-m2", "own-m2-from-a"]),
        ),
        "add": (change_items, Someone(context, picks=["add", "yes"], types=lambda _prompt: text)),
        "rename": (
            change_items,
            Someone(context, picks=["rename", "your-own", "own-k1"], types=lambda _prompt: text),
        ),
        "show": (change_items, Someone(context, picks=["show", "everyday-affection", "sitting-close"])),
        "closed": (close, Someone(context, picks=["yes"])),
    }
    for name, (visit, person) in visits.items():
        context.journey, context.someone = f"listed, {name}", person
        visit(context)
    context.show(page_blocks(context, context.home.page().agreement))  # type: ignore[union-attr]


def listed_as(line: str) -> Agreement:
    """A page of which every row that the two named is called so: each is another state of a row."""
    day = {"from": TODAY - timedelta(days=40), "until": TODAY + timedelta(days=40), "round": 1}
    later = {"from": TODAY + timedelta(days=2), "until": TODAY + timedelta(days=40), "round": 1}
    rows: dict[str, dict[str, object]] = {
        "own-k1": {"level": "open", **day},
        "own-m2-from-a": {"level": "open", **day, "narrowed": {"x1": "none"}},
        "own-m2-from-b": {"level": "limit", **day},
        "holding-hands": {"level": "talk", **day},
        "hug-hello": {"level": "open", **later},
        "kiss-on-the-lips": {"level": "open", **day, "until": TODAY - timedelta(days=1)},
    }
    hidden = [id for id in areas()[0].item if id not in rows]
    renamed = dict.fromkeys(["holding-hands", "hug-hello", "sitting-close"], line)
    lists = {
        "origin": "k3f9k3f9",
        "readings": 1,
        "areas": ["everyday-affection"],
        "hidden": hidden,
        "renamed": {**renamed, "kiss-on-the-lips": line},
        "own": {
            "own-k1": {"label": line, "leads-nowhere": True},
            "own-m2": {"label": line, "two-sided": True},
            "own-p3": {"label": line, "two-sided": True},
        },
    }
    return Agreement(
        changed=TODAY,
        partners=Partners(a=Person(name=line), b=Person(name=line)),
        boundaries={id: Boundary.model_validate(row) for id, row in rows.items()},
        lists=Lists.model_validate(lists),
    )


def another_device(text: str, line: str, folder: Path) -> Path:
    """Another home of the same two, in a folder of that name where there can be one: more is off there."""
    name = text.replace("/", "-").replace("\0", "")[:60]
    path = fresh(folder)
    path.mkdir()
    with contextlib.suppress(UnicodeEncodeError):  # no name can hold half a letter
        if name not in ("", ".", "..") and len(os.fsencode(name)) < 200:
            path = path / name
    there = Watched(path, Seen()).home
    there.create(listed_as(line))
    there.update(with_taken_off("own-k1", "y1"))
    there.update(with_taken_off("hug-hello", "y2", "limit"))
    there.update(with_own_item("own-q4", OwnItem(label=line), "k3f9k3f9"))
    there.update_agenda(with_topic("t3", Topic(says=clean_line(f"{line[:190]} again"))))
    there.update_agenda(with_topic("t4", Topic(about="holding-hands")))
    return path


def written_for_them(text: str, seen: Seen, folder: Path) -> None:
    """A therapist's own words in a guide, a card, a list of feelings: drawn as they are, or refused."""
    if PLACE.search(text):
        return  # a place in a sentence is filled in, or refused: that is what it is for
    context = Watched(folder / "written", seen)
    context.journey, context.typed = "written", letters(text)
    asked = {"title": text, "say": text, "help": text, "why": text, "aloud": False}
    choice = {"id": "one", "label": text, "help": text}
    read = {"id": "read", "kind": "card", "title": text, "say": text or "?"}
    guides: list[list[dict[str, object]]] = [
        [read, {"id": "lines", "kind": "lines", **asked}, {"id": "mood", "kind": "feelings", **asked}],
        [{"id": "pick", "kind": "choice", "choices": [choice], **asked}],
        [{"id": "scale", "kind": "scale", "scale": {"low": text, "high": text}, **asked}],
        [{"id": "card", "kind": "card", "card": "written"}],
    ]
    for questions in guides:
        about = {"id": "written", "version": 1, "title": "Written", "minutes": 1}
        try:
            wanted = Guide.model_validate({**about, "question": questions})
            card = Card(id="written", version=1, title=text, say=text) if questions == guides[-1] else None
        except ValueError as error:
            # The refusal is for the author, and does not repeat what it is about.
            refusal = letters(str(error))
            assert len(letters(text)) < 8 or letters(text) not in refusal
            continue
        talk = replace(
            talking.talk_about(context, wanted, None, both_here=True),
            cards={**cards(), **({"written": card} if card else {})},
            families=(Family.model_construct(id="all", label=text, words=[text]),),
        )
        # At the choice the menu is opened, and the reason asked for.
        why = {(text, 1): "/", ("", 1): "8"} if "choices" in questions[0] else {}
        person = Someone(context, picks=["one", "all"], types=lambda _prompt: "5", says=why)
        talking.hold(context, talk, person, talking.new_draft(context, wanted))
    context.show(from_text(text))


def put_in_by_hand(text: str, seen: Seen, folder: Path) -> None:
    """In a page typed without couplekit: read and shown as it is, or refused in the same words for all."""
    context = Watched(fresh(folder), seen)
    context.journey, context.typed = "by hand", letters(text)
    context.home.path.mkdir()
    file = context.home.path / "agreement.toml"
    file.write_text(_page_with(text), encoding="utf-8")
    single = letters(text) and text == " ".join(text.split()) and len(text) <= 200
    refusal = _refusal(file)
    if refusal:
        assert refusal in _refusals(folder), f"{refusal} ({text!a})"
        assert not single or RAW.search(text), ascii(text)
        context.notices([refusal])
        context.show(signals_card(context.home.last_good(), about_signals().words, context.say, TODAY))
        return
    assert single, ascii(text)
    assert not RAW.search(text), ascii(text)
    found = context.page()
    assert found is not None
    assert found.partners.name("a") == found.signals["stop"].words["k1"] == text
    context.show(page_blocks(context, found))


def _page_with(text: str) -> str:
    """A page as somebody could type it: raw where TOML takes it raw."""

    def in_quotes(character: str) -> str:
        if character in '"\\':
            return f"\\{character}"
        is_control = (character < " " and character != "\t") or character == "\x7f"
        if is_control or "\ud800" <= character <= "\udfff":
            return f"\\u{ord(character):04x}"
        return character

    value = f'"{"".join(map(in_quotes, text))}"'
    return (
        'format = 1\nkind = "agreement"\nchanged = 2026-11-21\n'
        f"[partners.a]\nname = {value}\n"
        f"[signals.stop]\nreply = {value}\nafterwards = {value}\n"
        f"[signals.stop.words]\nk1 = {value}\n[signals.stop.signs]\ns1 = {value}\n"
    )


def _refusal(file: Path) -> str:
    """Why a page is refused; an empty text where it is not."""
    try:
        check_page(file)
    except FileProblem as problem:
        return str(problem)
    return ""


@cache
def _refusals(folder: Path) -> frozenset[str]:
    """What is said of a page with a text of each faulty kind. Nothing else may be said of any."""
    said = set()
    file = folder / "agreement.toml"
    for reference in ("", "a" * 201, "a" * 4001, "a\x07", " a", "\ud800"):
        file.write_text(_page_with(reference), encoding="utf-8")
        said.add(_refusal(file))
    return frozenset(said)


def named_after_it(text: str, seen: Seen, folder: Path) -> None:
    """A backup, a page and a folder of that name, with it on the page inside: said, restored, listed."""
    name = text.replace("/", "-").replace("\0", "")
    try:
        as_bytes = os.fsencode(name)
    except UnicodeEncodeError:
        return  # no name can hold half a letter
    if name in ("", ".", ".."):
        return
    place = fresh(folder)
    home = place / "homes" / name
    file = place / "files" / name
    home.parent.mkdir(parents=True)
    file.parent.mkdir()
    line = clean_line(clean_line(text)[:40]) or "Sam"
    page = Agreement(changed=TODAY, partners=Partners(a=Person(name=line), b=Person(name="Alex")))
    if len(as_bytes) < 200:
        write_backup(file, Backup(made=TODAY, page=page))
    at = ["--home", str(home)]
    calls: list[tuple[list[str], Sequence[str]]] = [
        ([*at, "files"], [name]),
        ([*at, "restore", str(file)], [name] if len(as_bytes) >= 200 else []),
        ([*at, "agreement"], [] if len(as_bytes) >= 200 else [line]),
        ([*at, "agreement", "check", str(file)], [name]),
        ([*at, "agreement", "check", str(file.with_name(f"no {name}"))], [name]),
        ([*at, "backup", str(file)], [name] if len(as_bytes) < 200 else []),
        ([*at, "backup", str(file.with_name(f"a {name}"))], [name] if len(as_bytes) < 200 else []),
        ([*at, "demo", "--fast", "--into", str(file.parent)], []),
    ]
    if len(as_bytes) < 200:
        home.mkdir()
        (home / f"a {name}").write_text("not ours", encoding="utf-8")
        calls.append(([*at, "files"], [name]))
    for number, (arguments, words) in enumerate(calls):
        # A window of each width and a pipe, in turn.
        turn = (number + len(name)) % 3
        screen = f"named, {' '.join(part for part in arguments[2:4] if part.isalpha())}"
        _call(arguments, words, seen, screen=screen, width=(80, 40, 80)[turn], terminal=turn < 2)
        if words:
            seen.saw(screen, letters(name))


def _call(
    arguments: list[str], words: Sequence[str], seen: Seen, *, screen: str, width: int, terminal: bool
) -> None:
    """One call of couplekit in this process, with what it writes to both streams."""
    with streams(width=width, terminal=terminal) as (out, err), pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUPLEKIT_DEBUG", "1")  # a fault of our own is an exception here, and no message
        with contextlib.suppress(SystemExit):
            app(["--today", "2026-11-21", *arguments], prog_name="couplekit")
    seen.output(screen, out.getvalue(), [], width=width, styled=terminal)
    seen.output(screen, err.getvalue(), [], width=width if terminal else 0, styled=False)
    written = out.getvalue() + err.getvalue()
    for word in words:
        if letters(word) not in letters(written):
            seen.lost += 1
            seen.fault(f"lost, {screen}: {ascii(word)[:150]} is not in {written!a}")


JOURNEYS = (typed, stored, on_the_lists, written_for_them, put_in_by_hand, named_after_it)


@pytest.fixture(autouse=True)
def no_flush(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No disk is waited for: what is shown does not depend on it."""
    monkeypatch.setattr(System, "fsync", staticmethod(NoFlush.fsync))
    monkeypatch.setattr(System, "full_flush", None)
    yield
    _refusals.cache_clear()


def send_through(strings: Sequence[str], folder: Path, seen: Seen, one_in: int) -> int:
    """Send strings through the journeys, one in so many of the pairs. Gives how many strings were sent."""
    sent = set()
    for number, text in enumerate(strings):
        for turn, journey in enumerate(JOURNEYS):
            if (number + turn) % one_in == 0:
                sent.add(text)
                with seen.no_exception(f"{journey.__name__}, {ascii(text)[:100]}"):
                    journey(text, seen, folder)
    return len(sent)


def test_naughty_strings_are_only_letters(tmp_path: Path, bar: Reached) -> None:
    """The Big List of Naughty Strings, through every journey and form: nothing acts, nothing is lost."""
    strings = naughty_strings()
    if not strings:
        pytest.skip("not run: no naughty-strings collection here")
    seen = Seen()
    sent = send_through(strings, tmp_path, seen, bar_table.one_in)
    bar("terminal safety, naughty strings", seen.numbers(sent))


def test_sequences_and_markup_are_only_letters(tmp_path: Path, bar: Reached) -> None:
    """Strings made for terminals and markup, each through a journey or all: nothing acts, nothing is lost."""
    seen = Seen()
    sent = send_through(OURS, tmp_path, seen, min(bar_table.one_in, len(JOURNEYS)))
    bar("terminal safety, sequences and markup", seen.numbers(sent))


# In a true window

#: What a window may be sent: to move, to clear, to switch, to ask where it is; and the styles we have.
_SENT = re.compile(rb"\x1b\[(?:[0-9;]*[ABCDHJK]|\?[0-9;]+[hl]|6n|(?:0|1|2|36|1;36|0;36|0;90)?m)")


def sent_raw(term: "Terminal") -> str:
    """What was sent beside letters, ends of lines, steps back and what couplekit is known to send."""
    text = _SENT.sub(b"", term.raw).decode("utf-8", "replace")
    return "".join(RAW.findall(text.replace("\r", "").replace("\b", "")))


HARD = "[b]y[/i] [/red] <b>x</b> {name} {0} %s \\[bold] :smile: 漢字 ⌚ שלום 'q' \"Q\""


@pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal needs POSIX")
def test_a_window_shows_stored_words_as_letters(tmp_path: Path) -> None:
    """Markup and wide letters in names and signals stand in lists, on screens and on the page in a window."""
    from terminal import DOWN, ENTER, Terminal

    context = Watched(tmp_path / "home", Seen())
    furnish(context, HARD, HARD)
    for arguments in ((), ("--plain",)):
        term = Terminal(context.home.path, *arguments, "--today", "2026-11-21", "start", rows=70)
        if arguments:
            term.asks("what is set up").press("5\r")
            term.asks("Whose comfort").press("1\r")
        else:
            term.at("what is set up").press(*[DOWN] * 4, ENTER)
            term.at("Whose comfort").press(ENTER)
        assert letters(term.text).count(letters(HARD)) > 2
        term.see("This page is not consent")
        assert term.ended() == 0
        assert sent_raw(term) == ""
        assert letters(HARD) in letters(term.text)
        assert term.screen.title == term.screen.icon_name == ""


@pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal needs POSIX")
def test_a_window_obeys_nothing_that_is_typed_or_pasted(tmp_path: Path) -> None:
    """Sequences and turning marks that are pasted are drawn as signs, and gone from what is kept."""
    from terminal import CTRL_C, ENTER, Terminal

    term = Terminal(tmp_path / "home", "start", "--alone")
    for title in ("How this works", "Stop and no", "If no is not safe"):
        term.at(title, "Next").press(ENTER)
    term.at("What would you like")
    term.paste("Kim\x1b]0;title\x07 \u202e\x1b[31m[b]y[/i]\u2066 \x9b5A\x08end").see("end")
    term.press(ENTER)
    term.at("Your signals").press(CTRL_C)
    assert term.ended() == 0
    assert sent_raw(term) == ""
    assert term.screen.title == ""
    draft = next((tmp_path / "home" / "drafts").rglob("draft.toml")).read_text(encoding="utf-8")
    assert '"name.a" = "Kim]0;title [31m[b]y[/i] 5Aend"' in draft
