"""Taking words back, a backup, and bringing one in: what the commands say and do."""

from pathlib import Path

import pytest
from commands_samples import Seated, kept, page, seated
from typer.testing import CliRunner, Result

from couplekit.commands.app import app
from couplekit.commands.context import Context
from couplekit.commands.start import change_setup
from couplekit.commands.withdraw import has_words, take_back
from couplekit.conversation.scripted import CTRL_C
from couplekit.domain.agreement import with_name, with_pace, with_signal
from couplekit.domain.signals import add_way


def run(home: Path, *arguments: str) -> Result:
    """Run a command in a home, as in a pipe."""
    return CliRunner().invoke(app, ["--home", str(home), "--today", "2026-11-21", *arguments])


@pytest.fixture
def evenings(couple: Context) -> Context:
    """Sam and Alex, with three evenings."""
    couple.home.save_record(kept("2026-11-14-aa", a="Canary one", b="rain"))
    couple.home.save_record(kept("2026-11-07-aa", b="tea"))
    couple.home.save_record(kept("2025-11-08-aa", a="Canary two", both="the sea"))
    return couple


def take(context: Seated) -> None:
    """What `couplekit withdraw` does."""
    take_back(context, context.person("withdraw"), context.page())


def gone(context: Context) -> dict[str, list[str]]:
    """The evenings from which something was taken back, and the marks in them."""
    return {record.evening: record.gone for record in context.home.records()[0] if record.gone}


def shown(there: object) -> str:
    """Every choice that was on a screen."""
    return "\n".join(
        option.label
        for prompt in there.shown
        for option in prompt.options  # type: ignore[attr-defined]
    )


def test_words_are_taken_back_by_one(evenings: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Whose, which evening, gone: one person, nothing to confirm; the other's words stay."""
    there = seated(evenings, [("Whose words", "a"), ("which evening", "2026-11-14-aa")], take)
    assert "Saturday 14 November\n" in shown(there)
    assert "Saturday 8 November 2025" in shown(there)
    assert "Canary" not in shown(there)
    records, _ = evenings.home.records()
    assert [record.kept for record in records if record.evening == "2026-11-14-aa"] == [
        {"b": {"glad": "rain"}}
    ]
    said = capsys.readouterr().out
    assert "in no file of couplekit any more" in said
    assert "Out of reach: a backup" in said
    assert "Canary" not in said


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ([("Whose words", "nothing")], ""),
        ([("Whose words", "b"), ("which evening", "nothing")], "Nothing was taken back."),
        ([("Whose words", "b"), ("which evening", "/leave")], ""),
        ([("Whose words", CTRL_C)], "Stopped."),
    ],
)
def test_nothing_is_taken_back_unasked(
    evenings: Context, capsys: pytest.CaptureFixture[str], script: list[tuple[str, str]], said: str
) -> None:
    """Nothing for now, leaving and stopping change nothing, and leaving says nothing."""
    before = evenings.home.records()
    seated(evenings, script, take)
    assert evenings.home.records() == before
    out = capsys.readouterr().out
    assert out.startswith(said)
    assert bool(out) == bool(said)


def test_what_both_wrote_either_takes_back(evenings: Context) -> None:
    """Words written together belong to both, and one of the two is enough."""
    seated(evenings, [("What you wrote together", "both"), ("which evening", "2025-11-08-aa")], take)
    assert gone(evenings) == {"2025-11-08-aa": ["glad.both"]}


def test_many_evenings_come_a_few_at_a_time(evenings: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """A long list has a next part, so that a small screen holds it."""
    for day in range(1, 10):
        evenings.home.save_record(kept(f"2026-10-0{day}-aa", a="Canary"))
    there = seated(
        evenings,
        [("Whose words", "a"), ("which evening", "earlier"), ("which evening", "2025-11-08-aa")],
        take,
    )
    assert max(len(prompt.options) for prompt in there.shown) <= 10
    assert gone(evenings) == {"2025-11-08-aa": ["glad.a"]}


def test_one_person_is_not_asked_whose(one: Context) -> None:
    """Where one person alone has words, nobody asks whose."""
    one.home.save_record(kept("2026-11-14-aa", a="Canary"))
    seated(one, [("which evening", "2026-11-14-aa")], take)
    assert gone(one) == {"2026-11-14-aa": ["glad.a"]}


def test_without_words_there_is_nothing_to_take_back(
    couple: Context,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing kept: one sentence, and the way to it is not offered."""
    assert not has_words(couple)
    seated(couple, [], take)
    assert "nothing to take back" in capsys.readouterr().out
    there = seated(couple, [("what is set up", "as-it-is")], lambda c: change_setup(c, page(c)))
    assert "Take back" not in shown(there)


def test_taking_back_stands_among_what_can_be_changed(evenings: Context) -> None:
    """Whoever looks for it under change something finds it there."""
    seated(
        evenings,
        [("Take back words", "take-back"), ("Whose words", "b"), ("which evening", "2026-11-07-aa")],
        lambda context: change_setup(context, page(context)),
    )
    assert gone(evenings) == {"2026-11-07-aa": ["glad.b"]}


def test_a_backup_is_made_and_said(evenings: Context, home: Path, tmp_path: Path) -> None:
    """It says what is in the file, that it was read back, and who can open it."""
    result = run(home, "backup", str(tmp_path / "copy.toml"))
    assert (result.exit_code, result.stderr) == (0, "")
    said = " ".join(result.stdout.split())
    assert "copy.toml holds your page, your evenings and what you would like to talk about" in said
    assert "Whoever opens it can read it" in said
    again = run(home, "backup", str(tmp_path / "copy.toml"))
    assert (again.exit_code, again.stdout) == (1, "")
    assert "copy.toml is there already" in again.stderr


def test_a_backup_of_nothing_is_none(home: Path, tmp_path: Path) -> None:
    """Without a page and an evening there is nothing to put into a file."""
    result = run(home, "backup", str(tmp_path / "copy.toml"))
    assert result.exit_code == 1
    assert "There is no page yet" in result.stderr
    assert not (tmp_path / "copy.toml").exists()


def test_what_could_not_be_read_is_not_in_the_backup(evenings: Context, home: Path, tmp_path: Path) -> None:
    """A damaged evening is named, and the backup is said to be without it."""
    path = home / "check-ins" / "2026-11-14-aa.toml"
    path.write_text("[" + path.read_text())
    result = run(home, "backup", str(tmp_path / "copy.toml"))
    assert result.exit_code == 0
    assert "check-ins/2026-11-14-aa.toml, line 1" in result.stderr
    assert "not in it" in result.stdout


def test_moving_house(evenings: Context, home: Path, tmp_path: Path) -> None:
    """In an empty folder the page is back, and what needed both is said to be asked again."""
    evenings.home.update(with_pace("a"))
    run(home, "backup", str(tmp_path / "copy.toml"))
    result = run(tmp_path / "moved", "restore", str(tmp_path / "copy.toml"))
    assert (result.exit_code, result.stderr) == (0, "")
    said = " ".join(result.stdout.split())
    assert "Your page is back." in said
    assert "What needed both of you is asked again" in said
    assert "Evenings that were not here, or not whole, came back." in said
    moved = Context(tmp_path / "moved", day=evenings.today())
    assert page(moved).pace.set_by == "the-slower-of-us"
    assert moved.home.records() == evenings.home.records()
    assert run(tmp_path / "moved", "agreement").exit_code == 0


def test_a_copy_that_brings_nothing_new_says_so(evenings: Context, home: Path, tmp_path: Path) -> None:
    """Bringing in what is here already changes nothing, and one sentence says it."""
    run(home, "backup", str(tmp_path / "copy.toml"))
    before = {path: path.read_bytes() for path in home.rglob("*.toml")}
    result = run(home, "restore", str(tmp_path / "copy.toml"))
    assert "is here already. Nothing was changed." in " ".join(result.stdout.split())
    assert {path: path.read_bytes() for path in home.rglob("*.toml")} == before


def test_what_a_copy_brings_is_said_by_its_signal(evenings: Context, home: Path, tmp_path: Path) -> None:
    """Ways that count again are named by their signal, never by their words; a pace that differs is said."""
    other = tmp_path / "other"
    run(home, "backup", str(tmp_path / "copy.toml"))
    run(other, "restore", str(tmp_path / "copy.toml"))
    there = Context(other, day=evenings.today().replace(day=25)).home
    there.update(with_signal("stop", lambda signal: add_way(signal, "words", "k9", "Canary")))
    there.update(with_name("b", "Robin"))
    evenings.home.update(with_pace("b"))
    run(other, "--today", "2026-11-25", "backup", str(tmp_path / "newer.toml"))
    result = run(home, "restore", str(tmp_path / "newer.toml"))
    said = " ".join(result.stdout.split())
    assert "These count again, in: Stop. Nothing that was here went." in said
    assert "It is the slower of you now" in said
    assert "Names and the next day were newer there" in said
    assert "Canary" not in said
    assert page(evenings).partners.name("b") == "Robin"
    assert "Canary" in page(evenings).signals["stop"].words.values()


def test_a_copy_that_was_changed_says_what_was_taken(evenings: Context, home: Path, tmp_path: Path) -> None:
    """From an edited backup no evening is taken, and that is said."""
    path = tmp_path / "copy.toml"
    run(home, "backup", str(path))
    path.write_text(path.read_text().replace("rain", "Canary"))
    result = run(tmp_path / "moved", "restore", str(path))
    said = " ".join(result.stdout.split())
    assert "copy.toml was changed outside couplekit." in said
    assert "came back" not in said
    assert Context(tmp_path / "moved").home.records() == ([], [])


@pytest.mark.parametrize("name", ["none.toml", "folder"])
def test_a_copy_that_is_not_there_is_one_sentence(
    couple: Context, home: Path, tmp_path: Path, name: str
) -> None:
    """A missing file and a folder are told apart from a damaged backup."""
    (tmp_path / "folder").mkdir()
    result = run(home, "restore", str(tmp_path / name))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(name)
