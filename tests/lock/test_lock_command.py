"""`couplekit lock` from the first screen to the last line, and opening a private part for another command."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from canary import found
from lock_samples import PASSPHRASE, Note, Quick
from storage_samples import TODAY, names, page
from typer.testing import CliRunner

from couplekit.commands import lock
from couplekit.commands.app import app
from couplekit.commands.context import Context
from couplekit.commands.lock import Turn, lock_or_change, opened
from couplekit.conversation.port import Prompt
from couplekit.conversation.scripted import CTRL_C, Scripted
from couplekit.domain.passphrase import SHORT, WORDS, drawn, fault, forms
from couplekit.domain.people import Partners, Person, Side
from couplekit.errors import NoPage, NothingToKeep
from couplekit.storage.home import Home
from couplekit.storage.wrapping import DamagedKey, WrongPassphrase

OWN = "kettle on the hill"


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
    context.home.create(page(partners=Partners(a=Person(name="Kim"))))
    return context


class Copies(Scripted):
    """Types what stands on the screen: in an answer, {drawn} is the passphrase that was drawn last."""

    last = ""

    def ask(self, prompt: Prompt) -> str:
        """Give the next answer of the script."""
        answer = super().ask(prompt)
        if "Write it down" in prompt.say:
            self.last = prompt.say.partition("\n")[0]
        return answer.replace("{drawn}", self.last)


def run(context: Context, script: list[tuple[str, str]], *, side: Side | None = None) -> Copies:
    """Hold the conversation of `couplekit lock` with a person made of a script."""
    person = Copies(script)
    there = context.home.page()
    agreement = there.agreement if there else None
    if side is None:
        side = lock._who(context, person, agreement, lock._sides(context, agreement))
    if side is not None:
        lock_or_change(Turn(context, person, agreement, side))
    person.finish()
    return person


ME = [("Who would like", "2"), ("For one of you alone", "")]
FIRST, AGAIN = "Type a passphrase that nobody else knows", "Type it once more"


def test_five_words_are_drawn_shown_once_and_typed(
    couple: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """The passphrase that was drawn is shown on one screen, and locks once it was typed."""
    person = run(
        couple, [*ME, ("Which passphrase", "draw"), ("Write it down", "type"), ("five words", "{drawn}")]
    )
    words = person.last
    assert re.fullmatch(r"([a-z-]{3,9} ){4}[a-z-]{3,9}", words)
    assert sum(words in prompt.say for prompt in person.shown) == 1
    assert capsys.readouterr().out == "Done. The private part is locked.\n"
    assert couple.home.drawer("a").open(words).load("note", Note) is None
    assert not couple.home.drawer("b").exists
    assert found(words, couple.home.path) == []


def test_others_can_be_drawn_and_none_of_them_opens(couple: Context) -> None:
    """Each drawing is another one; the one that was typed counts."""
    person = run(
        couple,
        [
            *ME,
            ("Which passphrase", "draw"),
            ("Write it down", "draw"),
            ("Write it down", "draw"),
            ("Write it down", "type"),
            ("five words", "other words than these"),
            ("five words", " {drawn}  "),
        ],
    )
    shown = [prompt.say.partition("\n")[0] for prompt in person.shown if "Write it down" in prompt.say]
    assert len(set(shown)) == 3
    assert "Those were other words." in person.told[0]
    couple.home.drawer("a").open(shown[2])
    for words in shown[:2]:
        with pytest.raises(WrongPassphrase):
            couple.home.drawer("a").open(words)


def test_who_cannot_type_it_yet_gets_another_one(couple: Context) -> None:
    """Enter on an empty line leads back, and what was drawn before is never shown again."""
    script = [("Which passphrase", "draw"), ("Write it down", "type"), ("five words", "")]
    person = run(couple, [*ME, *script, ("Write it down", "back"), ("Which passphrase", "not-now")])
    shown = [prompt.say for prompt in person.shown if "Write it down" in prompt.say]
    assert len(set(shown)) == 2
    assert not couple.home.drawer("a").exists


def test_ones_own_is_typed_twice(couple: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Two that differ keep nothing and are asked again; two that agree lock."""
    different = [(FIRST, OWN), (AGAIN, "kettle on the bill")]
    person = run(couple, [*ME, ("Which passphrase", "own"), *different, (FIRST, OWN), (AGAIN, OWN)])
    assert "nothing was kept" in person.told[0]
    assert capsys.readouterr().out == "Done. The private part is locked.\n"
    couple.home.drawer("a").open(OWN)
    said = " ".join(part for prompt in person.shown for part in (prompt.say, prompt.title, prompt.hint))
    assert "kettle" not in said + " ".join(person.told)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (" ", "An empty passphrase locks nothing."),
        ("half \ud800 a letter here", "a keyboard may not give you again"),
        ("turned \u202e around and more", "a keyboard may not give you again"),
        ("x" * 1001, "longer than 1000 letters"),
    ],
)
def test_what_could_not_be_typed_again_is_refused(couple: Context, typed: str, told: str) -> None:
    """Nothing, half letters and hidden signs are refused in words, and another one is asked for."""
    person = run(couple, [*ME, ("Which passphrase", "own"), (FIRST, typed), (FIRST, OWN), (AGAIN, OWN)])
    assert told in person.told[0]
    couple.home.drawer("a").open(OWN)


def test_a_short_one_is_remarked_on_once_and_taken(couple: Context) -> None:
    """Fewer than twelve letters are warned of; the same typed again is theirs to choose."""
    person = run(couple, [*ME, ("Which passphrase", "own"), (FIRST, "tea"), (FIRST, "tea"), (AGAIN, "tea")])
    assert person.told == [
        "That is short, so it could be guessed. Type it again to take it, or type a longer one."
    ]
    couple.home.drawer("a").open("tea")


def test_a_short_one_can_be_followed_by_a_longer_one(couple: Context) -> None:
    """After the remark a longer one is taken without another word."""
    person = run(couple, [*ME, ("Which passphrase", "own"), (FIRST, "tea"), (FIRST, OWN), (AGAIN, OWN)])
    assert len(person.told) == 1
    couple.home.drawer("a").open(OWN)


def test_a_stop_word_can_be_a_passphrase(couple: Context) -> None:
    """What is typed as a secret is no signal, whatever was agreed; only a command as a whole line acts."""
    stop = [("Which passphrase", "own"), (FIRST, "stop"), (FIRST, "stop"), (AGAIN, "stop")]
    run(couple, [*ME, *stop])
    couple.home.drawer("a").open("stop")
    menu = [(FIRST, "/"), ("Take your time", "go-on"), (FIRST, "red"), (FIRST, "/stop")]
    run(couple, [("Who would like", "3"), ("For one of you alone", ""), ("Which passphrase", "own"), *menu])
    assert not couple.home.drawer("b").exists


@pytest.mark.parametrize(
    "script",
    [
        [("Who would like", "1")],
        [("Who would like", "2"), ("For one of you alone", "/leave")],
        [*ME, ("Which passphrase", "not-now")],
        [*ME, ("Which passphrase", "/leave")],
        [*ME, ("Which passphrase", "own"), (FIRST, CTRL_C)],
        [*ME, ("Which passphrase", "own"), (FIRST, "/leave")],
        [*ME, ("Which passphrase", "own"), (FIRST, ""), ("Which passphrase", "not-now")],
        [*ME, ("Which passphrase", "own"), (FIRST, OWN), (AGAIN, CTRL_C)],
        [*ME, ("Which passphrase", "own"), (FIRST, OWN), (AGAIN, ""), ("Which passphrase", "/stop")],
        [*ME, ("Which passphrase", "draw"), ("Write it down", "/leave")],
        [*ME, ("Which passphrase", "draw"), ("Write it down", "type"), ("five words", CTRL_C)],
    ],
)
def test_whoever_leaves_before_the_end_has_no_lock(couple: Context, script: list[tuple[str, str]]) -> None:
    """Leaving, stopping and not now make no key and no file, at any screen."""
    before = names(couple.home.path)
    run(couple, script)
    assert names(couple.home.path) == before


def test_the_screen_is_handed_over_and_cleared(couple: Context) -> None:
    """The private screens are for one person by name, after a hand-over, and are cleared at the end."""
    person = run(couple, [*ME, ("Which passphrase", "own"), (FIRST, OWN), (AGAIN, OWN)])
    assert person.events.count("clear") == 2
    assert [prompt.aside for prompt in person.shown[2:]] == ["Sam"] * 3
    assert "A few screens for Sam, alone." in person.shown[1].say


def test_one_person_alone_is_asked_for_no_name(one: Context) -> None:
    """With one person there is no question who, and no hand-over."""
    person = run(one, [("Which passphrase", "own"), (FIRST, OWN), (AGAIN, OWN)])
    assert "clear" not in person.events
    one.home.drawer("a").open(OWN)


# Another passphrase


def locked_for(context: Context, side: Side) -> None:
    """Lock a private part with something in it."""
    context.home.drawer(side).lock(PASSPHRASE).save("note", Note(words=["kept"]))


def test_a_locked_one_takes_another_passphrase(couple: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """The old one is asked for, then the new one in the same shape; what is inside stays."""
    locked_for(couple, "a")
    old = [("Your private part is locked", "change"), ("opens it now", "wrong"), ("opens it now", PASSPHRASE)]
    person = run(couple, [*ME, *old, ("from now on", "own"), (FIRST, OWN), (AGAIN, OWN)])
    assert person.told[0] == "That did not open it. Nothing was lost, and you can try again."
    assert "The new passphrase opens it from now on" in capsys.readouterr().out
    assert couple.home.drawer("a").open(OWN).load("note", Note) == Note(words=["kept"])


@pytest.mark.parametrize(
    "script",
    [
        [("is locked", "as-it-is")],
        [("is locked", "change"), ("opens it now", "")],
        [("is locked", "change"), ("opens it now", "wrong"), ("opens it now", "/leave")],
        [("is locked", "change"), ("opens it now", PASSPHRASE), ("from now on", "not-now")],
        [("is locked", "change"), ("opens it now", PASSPHRASE), ("from now on", "own"), (FIRST, CTRL_C)],
    ],
)
def test_without_a_new_one_the_old_one_opens_it(couple: Context, script: list[tuple[str, str]]) -> None:
    """Whatever is left halfway changes nothing, byte for byte."""
    locked_for(couple, "a")
    before = (couple.home.path / "drawers/a/key.age").read_bytes()
    run(couple, [*ME, *script])
    assert (couple.home.path / "drawers/a/key.age").read_bytes() == before


def test_a_damaged_key_is_said_to_be_and_the_other_one_opens(couple: Context) -> None:
    """No passphrase is blamed for a key that cannot be opened, and the other private part is as it was."""
    locked_for(couple, "a")
    locked_for(couple, "b")
    (couple.home.path / "drawers/a/key.age").write_bytes(b"damaged")
    with pytest.raises(DamagedKey, match=r"^drawers/a/key\.age"):
        run(couple, [*ME, ("is locked", "change"), ("opens it now", PASSPHRASE)])
    couple.home.drawer("b").open(PASSPHRASE)


# Opening one for another command


def test_a_private_part_is_opened_with_one_question(couple: Context) -> None:
    """After a hand-over the passphrase is asked for until it opens; what comes back is open."""
    locked_for(couple, "b")
    person = Scripted(
        [("For one of you alone", ""), ("of your private part", "no"), ("private part", PASSPHRASE)]
    )
    drawer = opened(couple, person, page(), "b")
    person.finish()
    assert drawer is not None
    assert drawer.load("note", Note) == Note(words=["kept"])
    assert drawer.side == "b"


@pytest.mark.parametrize("typed", ["", "/leave", "/skip", CTRL_C])
def test_whoever_leaves_opens_nothing(couple: Context, typed: str) -> None:
    """An empty line, leaving and stopping open nothing, and are no error."""
    locked_for(couple, "a")
    person = Scripted([("For one of you alone", ""), ("of your private part", typed)])
    assert opened(couple, person, page(), "a") is None
    assert person.events.count("clear") == 1  # by the hand-over


def test_long_work_is_spoken_of_on_the_screen(one: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the work takes long, the person hears what it is; nothing is printed elsewhere."""

    class Slow(Quick):
        def unwrap(self, file: bytes, passphrase: str) -> str:
            self._working()
            return super().unwrap(file, passphrase)

    locked_for(one, "a")
    monkeypatch.setattr(Home, "wrapping", Slow)
    person = Scripted([("private part", PASSPHRASE)])
    assert opened(one, person, one.page(), "a")
    assert person.told == ["Opening your private part. This takes a few seconds."]


# The command


def couplekit(home: Path, *args: str, typed: str = "") -> tuple[int, str, str]:
    """One run of the program, with lines in its input: its code, and what it said."""
    done = CliRunner().invoke(app, ["--home", str(home), "--today", str(TODAY), *args], input=typed)
    return done.exit_code, done.stdout, done.stderr


def test_the_command_in_plain_mode(one: Context) -> None:
    """From a pipe, line by line, what is typed as a secret is taken and not repeated."""
    code, said, _ = couplekit(one.home.path, "lock", "--plain", typed=f"2\n{OWN}\n{OWN}\n")
    assert (code, said.splitlines()[-1]) == (0, "Done. The private part is locked.")
    assert "kettle" not in said
    one.home.drawer("a").open(OWN)


def test_without_saving_there_is_nothing_to_lock(one: Context) -> None:
    """With --no-save it is refused, as everything is that changes files alone."""
    code, _, said = couplekit(one.home.path, "--no-save", "lock", "--plain")
    assert code == NothingToKeep.exit_code
    assert "so `couplekit lock` has nothing to do" in said


def test_without_a_page_there_is_nobody_to_lock_for(home: Path) -> None:
    """Before the first evening it says how to begin."""
    code, _, said = couplekit(home, "lock", "--plain")
    assert (code, said.strip()) == (1, str(NoPage()))
    assert not home.exists()


def test_without_a_terminal_it_waits_for_nobody(one: Context) -> None:
    """In a pipe without --plain it is refused before anything is asked."""
    code, said, _ = couplekit(one.home.path, "lock")
    assert (code, said) == (2, "")


def test_a_private_part_outlives_its_page(couple: Context) -> None:
    """Whoever keeps a private part where the page was erased can still change its passphrase."""
    locked_for(couple, "b")
    couple.home.forget("a")
    assert lock._sides(couple, None) == ("b",)
    run(couple, [("is locked", "change"), ("now", PASSPHRASE), ("from", "own"), (FIRST, OWN), (AGAIN, OWN)])
    assert couple.home.drawer("b").open(OWN).load("note", Note) == Note(words=["kept"])


def test_two_without_a_page_are_told_apart_as_in_the_files(couple: Context) -> None:
    """Where no page knows the names, the letters in the files stand for them."""
    locked_for(couple, "a")
    locked_for(couple, "b")
    (couple.home.path / "agreement.toml").unlink()
    (couple.home.path / "previous" / "agreement.toml").unlink()
    person = run(couple, [("The one marked b in the files", "1")])
    assert len(person.shown) == 1


# Passphrases


def test_a_passphrase_is_drawn_from_a_long_list() -> None:
    """7,776 different words, chosen by chance five times: 64 bits."""
    words = lock._words()
    assert len(set(words)) == len(words) == 7776
    chosen = iter(["one", "two", "two", "three", "four"])
    seen: list[Sequence[str]] = []

    def choose(given: Sequence[str]) -> str:
        seen.append(given)
        return next(chosen)

    assert drawn(words, choose) == "one two two three four"
    assert seen == [words] * WORDS
    assert all(fault(drawn(words)) is None for _ in range(100))
    assert all(len(drawn(words)) >= SHORT for _ in range(100))


def test_a_letter_made_of_two_is_the_same_letter() -> None:
    """é is one form, however it was typed; what was typed is tried after it."""
    assert forms("caf\u00e9") == ("caf\u00e9",)
    assert forms("cafe\u0301") == ("caf\u00e9", "cafe\u0301")
