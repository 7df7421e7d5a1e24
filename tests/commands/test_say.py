"""`couplekit say` from its first screen to what becomes of the words; and what is kept of them."""

from pathlib import Path
from typing import Any

import pytest
from canary import found
from coach_samples import KNOWN, Words
from commands_samples import seated
from lock_samples import PASSPHRASE, Quick
from storage_samples import page
from typer.testing import CliRunner, Result

from couplekit.commands import talk as talks
from couplekit.commands.app import app
from couplekit.commands.context import Context
from couplekit.commands.home import home_screen
from couplekit.commands.say import hold_mine, hold_say
from couplekit.conversation.port import Person
from couplekit.conversation.scripted import CTRL_C, Scripted
from couplekit.domain.agenda import Topic
from couplekit.domain.answers import LONGEST
from couplekit.domain.people import Partners, Side
from couplekit.domain.people import Person as Partner
from couplekit.domain.private import PRIVATE, Private
from couplekit.domain.statement import ROOM, STATEMENTS, Statements
from couplekit.storage.home import Home

CANARY = "zebracanary"

Script = list[tuple[str, str]]

GO: Script = [("A limit needs", "go-on")]
SAM: Script = [("Whose words", "a"), ("For one of you alone", "")]
SOFT: Script = [*GO, ("Which way", "softened")]
#: A gentle start with all but what happened left out.
REST: Script = [
    ("What you feel", ""),
    ("Why it matters", ""),
    ("The other side", ""),
    ("A small request", "no-request"),
    ("glad of", ""),
]
OPEN: Script = [("For one of you alone", ""), ("Type the passphrase", PASSPHRASE)]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Private parts open at once."""
    monkeypatch.setattr(Home, "wrapping", Quick)


@pytest.fixture
def couple(context: Context) -> Context:
    """A home with a page of two, Sam and Alex."""
    context.home.create(page())
    return context


@pytest.fixture
def one(context: Context) -> Context:
    """A home with the page of one person."""
    context.home.create(page(partners=Partners(a=Partner(name="Kim"))))
    return context


def locked(context: Context, side: Side = "a") -> None:
    """Lock a private part as `couplekit lock` does."""
    context.home.drawer(side).lock(PASSPHRASE).save(PRIVATE, Private())


def said(context: Context, script: Script, coach: Any = None) -> Scripted:
    """Hold the conversation by a script, to its end."""
    return seated(context, script, lambda there: hold_say(there, there.person("say"), coach or Words({})))


def mine(context: Context, script: Script) -> Scripted:
    """Read what is kept, by a script."""
    return seated(context, script, lambda there: hold_mine(there, there.person("say --mine")))


def kept(context: Context, side: Side = "a") -> list[str]:
    """What one person keeps."""
    there = context.home.drawer(side).open(PASSPHRASE).load(STATEMENTS, Statements)
    return sorted(there.statements.values()) if there else []


def result(there: Scripted) -> str:
    """The sentence, as it stood before the last choice."""
    (*_, last) = (prompt.say for prompt in there.shown if "What would you like to do with it?" in prompt.say)
    return last.partition("\n")[0]


def run(home: Path, *arguments: str, given: str | None = None) -> Result:
    """Run a command in a home, as in a pipe."""
    return CliRunner().invoke(app, ["--home", str(home), *arguments], input=given)


# -- each format, with wrong turns ---------------------------------------------------------------------------


def test_a_gentle_start(context: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """All six parts of the default, alone without a page, read as one thing that somebody would say."""
    there = said(
        context,
        [
            *SOFT,
            ("What happened", "the light went out"),
            ("What you feel", "sad"),
            ("What you feel: sad", "1"),
            ("What you feel", "further"),
            ("on guard", "guarding"),
            ("What you feel: on guard", "tight"),
            ("What you feel", "go-on"),
            ("Why it matters", "rest"),
            ("Why it matters: rest", "1,8"),
            ("Why it matters", "go-on"),
            ("The other side", "it was a long day"),
            ("A small request", "ask"),
            ("A small request", "read beside me"),
            ("glad of", "waiting for me"),
            ("What would you like to do", "let-go"),
        ],
    )
    assert result(there) == (
        "When the light went out, I feel sad and tight, because rest and quiet matter to me. "
        "I can see that for you it was a long day. Would you be willing to read beside me? "
        "Thank you for waiting for me."
    )
    assert capsys.readouterr().out == "Let go. Nothing of it was kept.\n"
    assert not context.home.path.exists()


def test_three_parts_with_wrong_turns(context: Context) -> None:
    """Back, a skip, the menu, a number that is not there, too long a line, control characters."""
    there = said(
        context,
        [
            ("A limit needs", "7"),
            *GO,
            ("Which way", "/back"),
            ("Which way", "2"),
            ("What happened", "x" * 201),
            ("What happened", "the\x1b[2J door\u202e was\x07 open"),
            ("What you feel", "/back"),
            ("What happened", "/"),
            ("Take your time", "why"),
            ("What happened", ""),
            ("What you feel", "/skip"),
            ("What it does to me", "/menu"),
            ("Take your time", "back"),
            ("What you feel", "own-word"),
            ("What you feel", "uneasy"),
            ("What you feel", ""),
            ("What it does to me", "I lie awake"),
            ("What would you like to do", ""),
            ("What would you like to do", "let-go"),
        ],
    )
    assert result(there) == "When the[2J door was open, I feel uneasy, because I lie awake."
    assert any("room for 200" in line for line in there.told)
    assert any("easier to hear" in line for line in there.told)


def test_feelings_and_needs_and_back_to_another_way(context: Context) -> None:
    """Back from the first part leads to the ways to say it, and what was said goes along."""
    there = said(
        context,
        [
            *GO,
            ("Which way", "nvc"),
            ("What you noticed", "I heard you sigh"),
            ("What you feel", "sad"),
            ("sad or hurt", "sad"),
            ("What you feel", "/back"),
            ("What you noticed", "/back"),
            ("Which way", "softened"),
            ("What happened", ""),
            ("What you feel", "go-on"),
            ("Why it matters", "/back"),
            ("What you feel", "/back"),
            ("What happened", "/back"),
            ("Which way", "nvc"),
            ("What you noticed", ""),
            ("What you feel", "go-on"),
            ("What you need", "rest"),
            ("What you need: rest", "quiet"),
            ("What you need", "go-on"),
            ("A request", "ask"),
            ("A request", "/back"),
            ("A request", "ask"),
            ("A request", "tell me what you heard?"),
            ("What would you like to do", "let-go"),
        ],
    )
    assert result(there) == (
        "When I heard you sigh, I feel sad, because I value quiet. "
        "Would you be willing to tell me what you heard?"
    )


def test_the_default_is_the_gentle_start(context: Context) -> None:
    """An empty line at the ways to say it takes the first one."""
    there = said(
        context, [*GO, ("Which way", ""), ("What happened", "it rained"), *REST, ("What would", "let-go")]
    )
    assert result(there) == "It rained."


def test_a_plain_no_is_complete(context: Context) -> None:
    """The first screen says that a limit needs none of this, and leaves it there with one key."""
    there = said(context, [("A limit needs no careful words", "leave-it")])
    assert "needs no reason" in there.shown[0].say


def test_nothing_written_is_fine(context: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever leaves out every part is asked nothing more."""
    said(context, [*SOFT, ("What happened", ""), *REST])
    assert capsys.readouterr().out == "Nothing was written, and that is fine.\n"


@pytest.mark.parametrize(
    ("script", "out"),
    [
        ([*SOFT, ("What happened", "stop")], "Nothing of it was kept.\n"),
        ([*SOFT, ("What happened", CANARY), ("What you feel", CTRL_C)], "Nothing of it was kept.\n"),
        ([*SOFT, ("What happened", CANARY), *REST, ("What would", "/stop")], "Nothing of it was kept.\n"),
        ([*SOFT, ("What happened", CANARY), *REST, ("What would", "change"), ("An empty line", "stop")],
         "Nothing of it was kept.\n"),
        ([*SOFT, ("What happened", CANARY), *REST, ("What would", "aloud"), ("in your own time", "/stop")],
         "Nothing of it was kept.\n"),
        ([*SOFT, ("What happened", CANARY), ("What you feel", "/leave")], ""),
        ([*GO, ("Which way", "/leave")], ""),
    ],
)  # fmt: skip
def test_a_stop_in_the_middle_keeps_nothing_and_says_so(
    context: Context, capsys: pytest.CaptureFixture[str], script: Script, out: str
) -> None:
    """A stop says in one line that nothing was kept; leaving prints nothing at all. No file is made."""
    said(context, script)
    printed = capsys.readouterr().out
    assert printed.endswith(out)
    assert bool(printed) == bool(out)
    assert not context.home.path.exists()


# -- the coach -----------------------------------------------------------------------------------------------


def test_hints_come_in_the_writers_own_turn(context: Context) -> None:
    """Each part that was typed is looked at with its lead, and what was picked is not."""
    coach = Words(KNOWN)
    there = said(
        context,
        [
            *SOFT,
            ("What happened", "you always sigh"),
            ("About always.", "When you often sigh"),
            ("What you feel", "own-word"),
            ("What you feel", "ignored"),
            ("About ignored.", "keep-words"),
            ("What you feel", "go-on"),
            *REST[1:3],
            ("A small request", "ask"),
            ("A small request", "read"),
            ("glad of", ""),
            ("What would you like to do", "let-go"),
        ],
        coach,
    )
    assert result(there) == "When you often sigh, I feel ignored. Would you be willing to read?"
    leads = [("When", "you always sigh"), ("I feel", "ignored"), ("Would you be willing to", "read")]
    assert [asked for asked in dict.fromkeys(coach.asked) if asked in leads] == leads


@pytest.mark.parametrize(("format", "hints"), [("softened", 0), ("nvc", 1)])
def test_a_format_has_its_own_view_of_a_disputed_word(context: Context, format: str, hints: int) -> None:
    """What one format counts as a feeling has no hint there, and has one where the format does not."""

    class Faux(Words):
        def hints(self, text: str, *, lead: str = "") -> tuple[Any, ...]:
            from dataclasses import replace

            return tuple(replace(hint, kind="faux-feeling") for hint in super().hints(text, lead=lead))

    script = [
        ("What you feel", "own-word"),
        ("What you feel", "left out"),
        *[("About left out.", "1")] * hints,
    ]
    rest = [*REST[1:]] if format == "softened" else [("What you need", ""), ("A request", "no-request")]
    first = "What happened" if format == "softened" else "What you noticed"
    whole = [*GO, ("Which way", format), (first, ""), *script, ("What you feel", "go-on"), *rest]
    said(context, [*whole, ("What would", "let-go")], Faux({"left out": ("lonely",)}))


def test_a_demand_for_touch_can_be_left_out(context: Context) -> None:
    """Whoever types one reads the line about pressure; left out, no request is in the sentence."""
    there = said(
        context,
        [
            *SOFT,
            ("What happened", "it rained"),
            *REST[:3],
            ("A small request", "ask"),
            ("A small request", "sleep with me by Friday"),
            ("leave this part out", "leave-out"),
            ("glad of", ""),
            ("What would", "let-go"),
        ],
        Words({"sleep with me": ()}, pressing=["sleep with me"]),
    )
    assert result(there) == "It rained."


# -- what becomes of it --------------------------------------------------------------------------------------


def test_the_whole_can_be_changed(context: Context) -> None:
    """It is there to be changed as one line; an empty line keeps it, and a long one is taken."""
    longer = f"{'It rained. ' * 40}".strip()
    there = said(
        context,
        [
            *SOFT,
            ("What happened", "it rained"),
            *REST,
            ("What would", "change"),
            ("An empty line keeps it", ""),
            ("It rained.", "change"),
            ("It rained.", longer),
            ("What would", "let-go"),
        ],
    )
    assert result(there) == longer
    assert [prompt.typed for prompt in there.shown if "An empty line keeps it" in prompt.say] == [
        "It rained."
    ] * 2


def test_one_person_says_it_aloud_from_a_quiet_screen(
    one: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """Alone, it stands on a screen of its own; nobody is missing, and nothing is kept."""
    there = said(
        one, [*SOFT, ("What happened", CANARY), *REST, ("What would", "aloud"), ("in your own time", "")]
    )
    assert "partner" not in " ".join(prompt.say for prompt in there.shown)
    assert capsys.readouterr().out == "That was all. Nothing of it was kept.\n"
    assert found(CANARY, one.home.path) == []


def test_two_go_on_with_the_listeners_half(couple: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said aloud where there are two, the words go to the one who listens, on a cleared screen."""
    went: list[str | None] = []

    def hold_talk(context: Context, person: Person, says: str | None = None) -> None:
        went.append(says)

    monkeypatch.setattr(talks, "hold_talk", hold_talk)
    there = said(
        couple, [*GO, *SAM, *SOFT[1:], ("What happened", "it rained"), *REST, ("What would", "aloud")]
    )
    assert went == ["It rained."]
    assert there.events[-1] == "clear"


def test_a_talk_that_was_stopped_speaks_for_itself(
    couple: Context, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A talk that waits is kept, so nothing here says that nothing was."""

    def hold_talk(context: Context, person: Person, says: str | None = None) -> None:
        context.ending = "stopped"

    monkeypatch.setattr(talks, "hold_talk", hold_talk)
    said(couple, [*GO, *SAM, *SOFT[1:], ("What happened", "it rained"), *REST, ("What would", "aloud")])
    assert capsys.readouterr().out == ""


def test_it_can_go_on_the_list_of_two(couple: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """On the list it stands as it is, without a name; the screen is cleared before it is said so."""
    there = said(
        couple, [*GO, *SAM, *SOFT[1:], ("What happened", "it rained"), *REST, ("What would", "agenda")]
    )
    assert list(couple.home.agenda().topics.values()) == [Topic(says="It rained.")]
    assert "It is on your list" in capsys.readouterr().out
    assert there.events[-1] == "clear"


def test_what_is_too_long_for_the_list_is_said_before_it_is_lost(couple: Context) -> None:
    """A long one is asked for shorter, and an empty line goes back to what can become of it."""
    long = "x" * 199
    script = [*GO, *SAM, *SOFT[1:], ("What happened", long), *REST[:-1], ("glad of", "tea")]
    there = said(
        couple,
        [
            *script,
            ("What would", "agenda"),
            ("The list has room", ""),
            ("What would", "agenda"),
            ("The list has room", "y" * 201),
            ("The list has room", "A shorter line."),
        ],
    )
    assert [topic.says for topic in couple.home.agenda().topics.values()] == ["A shorter line."]
    asked = next(prompt for prompt in there.shown if "The list has room" in prompt.say)
    assert str(LONGEST["text"]) in asked.say
    assert asked.typed.endswith("Thank you for tea.")


def test_it_can_be_kept_in_a_private_part(couple: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Kept there, no word of it stands in any file in plain, and the other one's part has none of it."""
    locked(couple)
    locked(couple, "b")
    there = said(
        couple,
        [
            *GO,
            *SAM,
            *SOFT[1:],
            ("What happened", f"the {CANARY} sat down"),
            *REST,
            ("What would", "private"),
            *OPEN,
        ],
    )
    assert kept(couple) == [f"The {CANARY} sat down."]
    assert kept(couple, "b") == []
    assert found(CANARY, couple.home.path) == []
    assert CANARY not in capsys.readouterr().out
    assert there.events[-1] == "clear"


@pytest.mark.parametrize(
    "answers", [[("Type the passphrase", "")], [("Type the passphrase", "wrong"), ("Type", "")]]
)
def test_a_private_part_that_stays_shut_loses_nothing(one: Context, answers: Script) -> None:
    """Without the passphrase the words are still there, for something else to become of them."""
    locked(one)
    there = said(
        one,
        [
            *SOFT,
            ("What happened", "it rained"),
            *REST,
            ("What would", "private"),
            *answers,
            ("What would", "let-go"),
        ],
    )
    assert result(there) == "It rained."
    assert kept(one) == []


def test_a_stop_at_the_passphrase_is_a_stop(one: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing else is asked then, and nothing is kept."""
    locked(one)
    said(one, [*SOFT, ("What happened", "it rained"), *REST, ("What would", "private"), ("Type", CTRL_C)])
    assert capsys.readouterr().out.endswith("Nothing of it was kept.\n")


def test_a_full_private_part_says_so(one: Context) -> None:
    """Where there is no room for more, the words are still there."""
    locked(one)
    full = Statements(statements={f"s{number}": "é" * 2000 for number in range(ROOM // 4064)})
    one.home.drawer("a").open(PASSPHRASE).save(STATEMENTS, full)
    long = "ü" * 200
    there = said(
        one,
        [
            *SOFT,
            ("What happened", long),
            *REST,
            ("What would", "change"),
            ("An empty line", "é" * 1500),
            ("What would", "private"),
            ("Type the passphrase", PASSPHRASE),
            ("What would", "let-go"),
        ],
    )
    assert any("no room for more" in line for line in there.told)
    assert len(kept(one)) == len(full.statements)


def offered(there: Scripted) -> list[str]:
    """What could become of the words."""
    (*_, last) = (prompt for prompt in there.shown if "What would you like to do with it?" in prompt.say)
    return [option.id for option in last.options]


def test_what_is_offered_is_what_there_is(couple: Context, tmp_path: Path) -> None:
    """A private part is offered to whoever has one, and it does not show whether the other one does."""
    script = [*SOFT[1:], ("What happened", "x y"), *REST, ("What would", "let-go")]
    locked(couple, "b")
    assert offered(said(couple, [*GO, *SAM, *script])) == ["aloud", "agenda", "change", "let-go"]
    b = [("Whose words", "b"), ("For one of you alone", "")]
    assert offered(said(couple, [*GO, *b, *script])) == ["aloud", "agenda", "private", "change", "let-go"]
    assert offered(said(Context(tmp_path / "none"), [*GO, *script])) == ["aloud", "change", "let-go"]


def test_with_no_save_nothing_can_be_kept(couple: Context) -> None:
    """A run that keeps nothing offers no place to keep it."""
    locked(couple)
    unsaved = Context(couple.home.path, day=couple.today(), keeps=False)
    person = Scripted(
        [*GO, *SAM, *SOFT[1:], ("What happened", "x y"), *REST, ("What would you like to do", "let-go")]
    )
    hold_say(unsaved, person, Words({}))
    person.finish()
    assert offered(person) == ["aloud", "change", "let-go"]


def test_whose_words_is_asked_where_it_matters(couple: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Two are asked by name, the screen is handed over, and nobody is a choice as well."""
    there = said(couple, [*GO, ("Whose words", "nobody")])
    assert [option.label for option in there.shown[-1].options][:2] == ["Sam", "Alex"]
    assert capsys.readouterr().out == ""


def test_where_the_page_is_gone_a_private_part_is_still_its_owners(context: Context) -> None:
    """Two private parts without a page: whose it is is asked by the letters of the files."""
    locked(context)
    locked(context, "b")
    script = [("Whose words", "b"), *SOFT[1:], ("What happened", "x y"), *REST]
    said(context, [*GO, *script, ("What would", "private"), ("Type the passphrase", PASSPHRASE)])
    assert kept(context, "b") == ["X y."]
    assert kept(context) == []


# -- what is kept --------------------------------------------------------------------------------------------


@pytest.fixture
def keeper(couple: Context) -> Context:
    """Sam, who keeps two."""
    locked(couple)
    two = Statements(statements={"one": f"I feel {CANARY}.", "two": "I feel sad."})
    couple.home.drawer("a").open(PASSPHRASE).save(STATEMENTS, two)
    return couple


MINE: Script = [("Whose words", "a"), *OPEN]


def test_what_is_kept_can_be_read_and_let_go(keeper: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Its owner reads one, goes back, and lets one go for good."""
    there = mine(
        keeper,
        [*MINE, ("These are yours", "one"), (f"I feel {CANARY}.", "back"), ("These are yours", "two"),
         ("I feel sad.", "let-go"), ("These are yours", "leave")],
    )  # fmt: skip
    assert kept(keeper) == [f"I feel {CANARY}."]
    assert any("gone for good" in line for line in there.told)
    assert there.events[-1] == "clear"
    assert capsys.readouterr().out == "Your private part is closed again.\n"
    assert found(CANARY, keeper.home.path) == []


def test_one_that_is_kept_can_go_on_the_list(keeper: Context) -> None:
    """On the list of two it stands as it is, and it stays where it was."""
    mine(keeper, [*MINE, ("These are yours", "two"), ("I feel sad.", "agenda"), ("These are yours", "leave")])
    assert [topic.says for topic in keeper.home.agenda().topics.values()] == ["I feel sad."]
    assert len(kept(keeper)) == 2


def test_after_the_last_one_nothing_is_kept(keeper: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Letting go of all of them ends with one line."""
    mine(
        keeper,
        [*MINE, ("yours", "one"), ("What would", "let-go"), ("yours", "two"), ("What would", "let-go")],
    )
    assert kept(keeper) == []
    assert capsys.readouterr().out == "Nothing is kept here.\n"


@pytest.mark.parametrize(
    "script", [[("Whose words", "b")], [("Whose words", "nobody")], [("Whose words", CTRL_C)]]
)
def test_nobody_reads_what_the_other_keeps(
    keeper: Context, capsys: pytest.CaptureFixture[str], script: Script
) -> None:
    """The other one's name leads to nothing of it, and no screen says that there is anything."""
    there = mine(keeper, script)
    shown = " ".join(prompt.say for prompt in there.shown) + capsys.readouterr().out
    assert CANARY not in shown


def test_without_a_private_part_it_says_how(one: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing can be kept there is one line that says what could be done."""
    mine(one, [])
    assert "couplekit lock" in capsys.readouterr().out


# -- as a command --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["say"], ["say", "--mine"]])
def test_it_is_a_conversation(home: Path, arguments: list[str]) -> None:
    """Without anybody to have it with, it says so and ends with 2."""
    there = run(home, *arguments)
    assert there.exit_code == 2
    assert "is a conversation" in there.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--json"], "say --check --json"),
        (["--jsonl"], "say --check --jsonl"),
        (["--check", "--json", "--jsonl"], "One of them"),
        (["--check", "--mine"], "One of them"),
        (["--check", "You never listen"], "takes no words"),
    ],
)
def test_wrong_options_get_one_clear_sentence(home: Path, arguments: list[str], says: str) -> None:
    """What does not go together is said, and ends with 2. Text is never an argument."""
    there = run(home, "say", *arguments)
    assert there.exit_code == 2
    assert says in " ".join(there.stderr.split())


@pytest.mark.parametrize(("arguments", "form"), [([], "text"), (["--json"], "json"), (["--jsonl"], "jsonl")])
def test_check_reads_standard_input(
    home: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], form: str
) -> None:
    """Each way to answer is handed on, and no home is touched."""
    from couplekit.commands import checking

    asked: list[str] = []
    monkeypatch.setattr(checking, "check", lambda _context, form: asked.append(form))
    assert run(home, "say", "--check", *arguments, given="I feel sad").exit_code == 0
    assert asked == [form]
    assert not home.exists()


def test_help_says_where_text_comes_from(home: Path) -> None:
    """The help says that it reads standard input, and why."""
    there = run(home, "say", "--help")
    assert "standard input" in there.stdout
    assert "a plain no is whole" in " ".join(there.stdout.split())


def test_home_offers_it(couple: Context, tmp_path: Path) -> None:
    """Home leads to it, with a page and without one, and names the command in a pipe."""
    seated(couple, [("Good to see you", "say"), ("A limit needs", "leave-it")], home_screen)
    fresh = Context(tmp_path / "fresh", day=couple.today())
    seated(fresh, [("feel free to say no", "say"), ("A limit needs", "leave-it")], home_screen)
    assert "Find words for one thing: couplekit say" in " ".join(run(couple.home.path).stdout.split())


def test_it_speaks_in_plain_lines(home: Path) -> None:
    """Line by line, from a pipe: numbered questions, no escape sequence, and nothing is kept."""
    there = run(home, "--plain", "say", given="1\n2\nit rained\n\n\n3\n")
    assert there.exit_code == 0
    assert "It rained." in there.stdout
    assert "Let go. Nothing of it was kept." in there.stdout
    assert "\x1b" not in there.stdout
    assert not home.exists()
