"""What changed since one of the two last looked, and another device's page brought in."""

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from commands_samples import Seated, kept, page, seated
from storage_samples import Faulty, Killed
from typer.testing import CliRunner, Result

from couplekit.commands.agreement import bring_in, show_changes
from couplekit.commands.app import app
from couplekit.commands.context import Context
from couplekit.conversation.scripted import CTRL_C
from couplekit.domain.agenda import Topic, with_topic, without_topic
from couplekit.domain.agreement import with_name, with_pace, with_signal
from couplekit.domain.boundaries import Boundary, Level, OwnItem
from couplekit.domain.ratchet import readings, with_own_item, with_reading, with_taken_off
from couplekit.domain.rounds import Answer, Turn
from couplekit.domain.signals import add_way
from couplekit.errors import FileProblem
from couplekit.storage.home import Home

DAY = date(2026, 11, 21)
#: The first reading was so long ago that it was slept on.
BEFORE = DAY - timedelta(days=7)
NAMES = re.compile(r"\b(Sam|Alex)\b")
DAYS = re.compile(r"\d{4}|\b(day|November|Saturday|yesterday|today)\b")


def run(home: Path, *arguments: str, typed: str = "") -> Result:
    """Run a command in a home, as in a pipe."""
    return CliRunner().invoke(app, ["--home", str(home), "--today", DAY.isoformat(), *arguments], input=typed)


def flat(text: str) -> str:
    """What was said as running text."""
    return " ".join(text.split())


def read_together(context: Context, day: date = BEFORE, **answers: tuple[Answer, Answer]) -> None:
    """Both answered these items on a day and read it together."""
    items = {name.replace("_", "-"): both for name, both in answers.items()}
    home = Home(context.home.path, lambda: day)
    now = page(context)
    known = {item: list(now.boundaries.get(item, Boundary()).live) for item in items}
    turns = [
        Turn(
            round=now.readings,
            day=day,
            done=True,
            asked=list(items),
            answers={item: both[index] for item, both in items.items()},
            known=known,
        )
        for index in (0, 1)
    ]
    behind = {item: (item, item) for item in items}
    change = with_reading(
        behind, (turns[0], turns[1]), first="everyday-affection", origin="k3f9k3f9", today=day
    )
    home.update(change)


def take_off(context: Context, row: str, id: str, level: Level = "none") -> None:
    """One of the two takes something off."""
    context.home.update(with_taken_off(row, id, level))


def levels(context: Context) -> dict[str, Level]:
    """What every row reads today."""
    return {row: reading.level for row, reading in readings(page(context), context.today()).items()}


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, and what it holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def looks(context: Context, side: str) -> None:
    """One of the two looks at what changed."""
    seated(context, [("Who is looking?", side)], show_changes)


@pytest.fixture
def answered(couple: Context, capsys: pytest.CaptureFixture[str]) -> Context:
    """Sam and Alex, who read a first list together a week ago."""
    read_together(
        couple,
        holding_hands=("wanted", "fine"),
        hug_hello=("wanted", "wanted"),
        kiss_on_the_lips=("wanted", "limit"),
        walk_together=("talk", "fine"),
    )
    return couple


# -- since you last looked -----------------------------------------------------------------------------------


def test_the_first_look_says_what_is_there(answered: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """It says that there was none before, reads the rows in sentences, and says what the page is not."""
    looks(answered, "a")
    said = flat(capsys.readouterr().out)
    assert "This is the first look from here" in said
    assert "Holding hands: open now. Ask each time." in said
    assert "A short kiss on the lips: not for us now. No reason is needed." in said
    assert "A walk together: worth a talk now" in said
    assert "This page is not consent." in said


def test_what_was_shown_is_not_told_again(answered: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """A second look has nothing new, and says that in one sentence."""
    looks(answered, "a")
    capsys.readouterr()
    looks(answered, "a")
    said = capsys.readouterr().out
    assert said == "Since you last looked\nNothing has changed since you last looked.\n"


def test_a_narrowing_is_told_without_who_and_when(
    answered: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """Off the page, nothing to explain: no name, no day, no count, and the same words for each of the two."""
    for side in ("a", "b"):
        looks(answered, side)
    take_off(answered, "hug-hello", "n1")
    take_off(answered, "holding-hands", "n2", "limit")
    told = []
    for side in ("a", "b"):
        capsys.readouterr()
        looks(answered, side)
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    said = flat(told[0])
    assert "A hug hello or goodbye: off the page now; nothing to explain." in said
    assert "Holding hands: not for us now. No reason is needed." in said
    assert not NAMES.search(said)
    assert not DAYS.search(said)
    assert "walk" not in said


def test_each_has_a_look_of_their_own(answered: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """What one has seen is still new to the other."""
    for side in ("a", "b"):
        looks(answered, side)
    take_off(answered, "hug-hello", "n1")
    looks(answered, "a")
    capsys.readouterr()
    looks(answered, "b")
    assert "off the page now" in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["/leave", "/skip", CTRL_C])
def test_somebody_who_leaves_has_not_looked(
    answered: Context, capsys: pytest.CaptureFixture[str], answer: str
) -> None:
    """Nothing is shown, and nothing is remembered as seen."""
    before = everything(answered.home.path)
    looks(answered, answer)
    assert "Holding hands" not in capsys.readouterr().out
    assert everything(answered.home.path) == before


def test_one_alone_is_not_asked_who(one: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """One person looks, and nobody is missing."""
    take_off(one, "hug-hello", "n1", "limit")
    seated(one, [], show_changes)
    assert "A hug hello or goodbye: not for us now." in flat(capsys.readouterr().out)
    seated(one, [], show_changes)
    assert "Nothing has changed" in capsys.readouterr().out


def test_what_is_past_its_day_reads_so(answered: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Twelve weeks later what was open reads not agreed now; and what is slept on is told when it moved."""
    looks(answered, "a")
    capsys.readouterr()
    later = Context(answered.home.path, day=BEFORE + timedelta(weeks=13))
    seated(later, [("Who is looking?", "a")], show_changes)
    said = flat(capsys.readouterr().out)
    assert "Holding hands: not agreed now. It was open for a while, and that is over." in said
    read_together(later, later.today(), holding_hands=("no", "fine"), kiss_on_the_lips=("fine", "fine"))
    soon = Context(answered.home.path, day=later.today() + timedelta(days=2))
    seated(soon, [("Who is looking?", "a")], show_changes)
    said = flat(capsys.readouterr().out)
    assert "Holding hands: off the page now; nothing to explain." in said
    assert "A short kiss on the lips: open now." in said


def test_a_limit_that_both_let_go_is_not_listed(
    answered: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody reads into it that it was taken off: what is not listed is a no."""
    looks(answered, "a")
    read_together(answered, DAY, kiss_on_the_lips=("no", "fine"))
    capsys.readouterr()
    soon = Context(answered.home.path, day=DAY + timedelta(days=2))
    seated(soon, [("Who is looking?", "a")], show_changes)
    assert "A short kiss on the lips: not listed now, which is a no." in flat(capsys.readouterr().out)


def test_it_works_line_by_line(answered: Context) -> None:
    """In a pipe with --plain, and without it one message says how."""
    result = run(answered.home.path, "agreement", "changes", "--plain", typed="2\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "1. Sam" in result.stdout
    assert "Holding hands: open now." in result.stdout
    assert answered.home.state()[0].last_looked.keys() == {"b"}
    without = run(answered.home.path, "agreement", "changes")
    assert (without.exit_code, without.stdout) == (2, "")
    assert "couplekit agreement changes --plain" in without.stderr


def test_without_a_page_there_is_nothing_to_look_at(home: Path) -> None:
    """One sentence says so."""
    result = run(home, "agreement", "changes", "--plain")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "There is no page yet" in result.stderr


def test_a_look_that_is_not_kept_shows_and_forgets(answered: Context) -> None:
    """With --no-save the folder stays as it is, byte for byte."""
    before = everything(answered.home.path)
    result = run(answered.home.path, "--no-save", "agreement", "changes", "--plain", typed="1\n")
    assert result.exit_code == 0
    assert "Holding hands: open now." in result.stdout
    assert everything(answered.home.path) == before


def test_a_damaged_state_is_one_sentence(answered: Context) -> None:
    """Looking begins anew, and the next look knows again."""
    (answered.home.path / "state.toml").write_text("[")
    result = run(answered.home.path, "agreement", "changes", "--plain", typed="1\n")
    assert result.exit_code == 0
    assert "Looking begins anew." in result.stderr
    assert "This is the first look from here" in flat(result.stdout)
    again = run(answered.home.path, "agreement", "changes", "--plain", typed="1\n")
    assert again.stderr == ""
    assert "Nothing has changed" in again.stdout


def locked(context: Context) -> None:
    """Both have a private part."""
    for side in ("a", "b"):
        folder = context.home.path / "drawers" / side
        folder.mkdir(parents=True)
        (folder / "key.age").write_bytes(b"locked")


def test_with_both_parts_locked_what_is_open_is_not_told(
    answered: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only what is not for us and what is off is; where the rest is shown is said, whatever there is."""
    locked(answered)
    looks(answered, "a")
    said = flat(capsys.readouterr().out)
    assert "A short kiss on the lips: not for us now." in said
    assert "Holding hands" not in said
    assert "once one of you opens their private part: couplekit boundaries" in said
    take_off(answered, "hug-hello", "n1")
    looks(answered, "a")
    said = flat(capsys.readouterr().out)
    assert "hug" not in said, "it was never seen as open, so its going is no news"
    assert "Nothing was taken off since you last looked." in said
    shutil.rmtree(answered.home.path / "drawers")
    looks(answered, "a")
    assert "Holding hands: open now." in flat(capsys.readouterr().out)


def test_what_was_seen_open_is_told_off_also_when_locked(
    answered: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row seen before the parts were locked is remembered while it is not shown."""
    looks(answered, "a")
    locked(answered)
    looks(answered, "a")
    take_off(answered, "hug-hello", "n1")
    capsys.readouterr()
    looks(answered, "a")
    assert "A hug hello or goodbye: off the page now; nothing to explain." in flat(capsys.readouterr().out)


# -- another device ------------------------------------------------------------------------------------------


@pytest.fixture
def phone(answered: Context, tmp_path: Path) -> Context:
    """A second device with the same history."""
    answered.home.save_record(kept("2026-11-14-aa", a="Canary one", b="rain"))
    answered.home.update_agenda(with_topic("t1", Topic(about="walk-together")))
    shutil.copytree(answered.home.path, tmp_path / "phone")
    return Context(tmp_path / "phone", day=DAY)


def merge(into: Context, other: Path, answer: str = "bring") -> Seated:
    """Bring another copy in, with one answer."""
    there = Seated(into, [("Would you like to bring it in?", answer)])
    bring_in(there, other)
    there.scripted.finish()
    return there


def asked(there: Seated) -> str:
    """What the one question said."""
    (prompt,) = there.scripted.shown
    return flat(prompt.say)


def marks(context: Context) -> dict[str, tuple[object, set[str]]]:
    """What every evening holds, and what was taken back from it."""
    return {record.evening: (record.kept, set(record.gone)) for record in context.home.records()[0]}


def lived_apart(laptop: Context, phone: Context) -> None:
    """Both devices were used, each for something else."""
    take_off(laptop, "hug-hello", "n1")
    take_off(laptop, "sitting-close", "n2", "limit")
    laptop.home.update_agenda(without_topic("t1"))
    laptop.home.save_record(kept("2026-11-20-bb", b="tea"))
    laptop.home.withdraw("2026-11-14-aa", "a")
    read_together(
        phone, DAY - timedelta(days=3), kiss_on_the_lips=("fine", "fine"), walk_together=("no", "fine")
    )
    take_off(phone, "holding-hands", "n3", "talk")
    phone.home.update_agenda(with_topic("t2", Topic(about="holding-hands")))
    phone.home.save_record(kept("2026-11-19-cc", a="the sea"))


def test_both_ways_give_the_same(answered: Context, phone: Context) -> None:
    """A into B and B into A: the same rows, topics and evenings on both, and a second time brings nothing."""
    lived_apart(answered, phone)
    shutil.copytree(answered.home.path, answered.home.path.with_name("laptop-before"))
    merge(answered, phone.home.path)
    merge(phone, answered.home.path.with_name("laptop-before"))
    assert page(answered).boundaries == page(phone).boundaries
    assert page(answered).lists == page(phone).lists
    assert answered.home.agenda() == phone.home.agenda()
    assert marks(answered) == marks(phone)
    assert levels(answered) == {
        "holding-hands": "talk",
        "hug-hello": "none",
        "kiss-on-the-lips": "open",
        "sitting-close": "limit",
        "walk-together": "none",
    }
    assert answered.home.agenda().topics == {"t2": Topic(about="holding-hands")}
    assert marks(answered)["2026-11-14-aa"] == ({"b": {"glad": "rain"}}, {"glad.a"})
    for one, two in ((answered, phone), (phone, answered)):
        before = everything(one.home.path)
        seated(one, [], lambda context, two=two: bring_in(context, two.home.path))  # type: ignore[misc]
        assert everything(one.home.path) == before


def test_it_says_what_would_come_before_it_asks(
    answered: Context, phone: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows, signals, topics, evenings: all in the one question, without anybody's words and names."""
    lived_apart(answered, phone)
    phone.home.update(with_signal("stop", lambda signal: add_way(signal, "words", "k9", "Canary amber")))
    phone.home.update(with_pace("a"))
    answered.home.update(with_pace("b"))
    there = merge(answered, phone.home.path)
    said = asked(there)
    assert "This is what would come from phone. Nothing has changed yet" in said
    assert "These signals get a word or a sign back: Stop." in said
    assert "It would be the slower of you" in said
    assert "- A short kiss on the lips: open now. Ask each time." in said
    assert "- A walk together: off the page now; nothing to explain." in said
    assert "Things to talk about come along: - Holding hands" in said
    assert "Evenings that are not here, or not whole, come along." in said
    assert "This page is not consent." in said
    assert "Canary" not in said
    assert not NAMES.search(said)
    assert [option.label for option in there.scripted.shown[0].options] == ["Leave it", "Bring it in"]
    assert "Done. What counts in phone counts here too." in capsys.readouterr().out
    backwards = asked(merge(phone, answered.home.path))
    assert "- A hug hello or goodbye: off the page now; nothing to explain." in backwards
    assert "Things to talk about that were let go there go here too." in backwards


@pytest.mark.parametrize("answer", ["leave", "/skip", "/leave", CTRL_C])
def test_nothing_comes_unasked(answered: Context, phone: Context, answer: str) -> None:
    """Leaving it, in whatever way, changes no byte on either device; and the other is never written."""
    lived_apart(answered, phone)
    before = everything(answered.home.path), everything(phone.home.path)
    merge(answered, phone.home.path, answer)
    assert (everything(answered.home.path), everything(phone.home.path)) == before


def test_the_other_folder_is_read_and_nothing_else(answered: Context, phone: Context) -> None:
    """Its files stay as they are, what is cut off there too; its private parts and talks are not taken."""
    lived_apart(answered, phone)
    locked(phone)
    (phone.home.path / "drafts" / "2026-11-21-zz").mkdir(parents=True)
    (phone.home.path / "drafts" / "2026-11-21-zz" / "draft.toml").write_text("[")
    (phone.home.path / ".agenda.toml.0123456789ab.tmp").write_text("half")
    before = everything(phone.home.path)
    merge(answered, phone.home.path)
    assert everything(phone.home.path) == before
    assert not (answered.home.path / "drawers").exists()
    assert not list(answered.home.path.rglob("draft.toml"))


def test_what_is_slept_on_there_is_told(answered: Context, phone: Context) -> None:
    """A round of the other device that does not count yet is said, and is slept on here too."""
    read_together(phone, DAY, quiet_company=("wanted", "wanted"))
    assert "Quiet time in the same room: not open, being slept on. Either of you can drop it." in asked(
        merge(answered, phone.home.path)
    )
    assert levels(answered)["quiet-company"] == "none"
    assert levels(Context(answered.home.path, day=DAY + timedelta(days=2)))["quiet-company"] == "open"


def test_a_narrowing_and_a_limit_survive_every_merge(answered: Context, phone: Context) -> None:
    """What one device took off stays off, whichever way the pages come together, and however often."""
    take_off(answered, "hug-hello", "n1")
    take_off(phone, "holding-hands", "n2", "limit")
    for one, two in ((answered, phone), (phone, answered)):
        merge(one, two.home.path)
        assert levels(one)["hug-hello"] == "none"
        assert levels(one)["holding-hands"] == "limit"
        assert levels(one)["kiss-on-the-lips"] == "limit"


def test_a_page_that_was_answered_apart_never_widens(
    answered: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of another history only what narrows is taken, and that is said; more rounds there change nothing."""
    shutil.copytree(answered.home.path, tmp_path / "phone")
    phone = Context(tmp_path / "phone", day=DAY)
    for number in range(4):
        read_together(phone, BEFORE + timedelta(days=number), kiss_on_the_lips=("wanted", "wanted"))
    phone.home.update(
        lambda now: now.model_copy(
            update={"lists": now.lists.model_copy(update={"origin": "elsewhere"}) if now.lists else None}
        )
    )
    take_off(phone, "hug-hello", "n1")
    said = asked(merge(answered, phone.home.path))
    assert "nothing there makes anything here wider" in said
    assert "A short kiss on the lips" not in said
    assert levels(answered) == {
        "holding-hands": "open",
        "hug-hello": "none",
        "kiss-on-the-lips": "limit",
        "walk-together": "talk",
    }


@pytest.mark.parametrize("as_backup", [True, False])
def test_a_copy_that_was_edited_narrows_and_no_more(
    answered: Context, phone: Context, tmp_path: Path, as_backup: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """A limit typed away stays, a typed round outranks nothing, no evening and no topic comes; all said."""
    lived_apart(answered, phone)
    take_off(phone, "walk-together", "n9")
    other = phone.home.path
    if as_backup:
        other = tmp_path / "phone.toml"
        run(phone.home.path, "backup", str(other))
    path = other if as_backup else other / "agreement.toml"
    text = path.read_text()
    path.write_text(text.replace('level = "limit"', 'level = "open"').replace("round = 1", "round = 99"))
    assert path.read_text() != text
    if not as_backup:
        (other / "previous" / "agreement.toml").unlink()
    before = levels(answered), answered.home.agenda(), marks(answered)
    there = merge(answered, other)
    assert f"{other.name} was changed outside couplekit." in asked(there)
    assert levels(answered) == before[0] | {"walk-together": "none", "holding-hands": "talk"}
    assert (answered.home.agenda(), marks(answered)) == before[1:]
    capsys.readouterr()
    seated(answered, [], lambda context: bring_in(context, other))
    assert "was changed outside couplekit." in capsys.readouterr().out


def test_an_edited_copy_gains_nothing_by_a_stop_at_another_home(answered: Context, tmp_path: Path) -> None:
    """Brought into an empty home first and saved there, it widens nothing here either."""
    copy = tmp_path / "copy.toml"
    run(answered.home.path, "backup", str(copy))
    copy.write_text(
        copy.read_text().replace('level = "limit"', 'level = "open"').replace("round = 1", "round = 9")
    )
    moved = Context(tmp_path / "moved", day=DAY)
    run(moved.home.path, "restore", str(copy))
    moved.home.update(with_taken_off("hug-hello", "n1"))
    assert moved.home.page() is not None
    merge(answered, moved.home.path)
    assert levels(answered)["kiss-on-the-lips"] == "limit"
    edited = tmp_path / "edited"
    shutil.copytree(answered.home.path, edited)
    path = edited / "agreement.toml"
    path.write_text(
        path.read_text().replace('level = "limit"', 'level = "open"').replace("round = 1", "round = 9")
    )
    (edited / "previous" / "agreement.toml").unlink()
    Context(edited, day=DAY).home.update(with_taken_off("walk-together", "n2"))
    merge(answered, edited)
    assert levels(answered)["kiss-on-the-lips"] == "limit"


def test_into_an_empty_home_all_comes_and_is_asked_again(
    answered: Context, phone: Context, tmp_path: Path
) -> None:
    """The page comes, nothing on it is open, limits stay, and evenings and topics are there."""
    new = Context(tmp_path / "new", day=DAY)
    said = asked(merge(new, phone.home.path))
    assert "Your page comes from there. What needed both of you is asked again" in said
    assert "What was open reads not agreed now" in said
    assert "Things to talk about come along: - A walk together" in said
    assert levels(new) == {
        "holding-hands": "talk",
        "hug-hello": "talk",
        "kiss-on-the-lips": "limit",
        "walk-together": "talk",
    }
    assert new.home.agenda() == phone.home.agenda()
    assert marks(new) == marks(phone)


def test_what_restore_brings_is_said(answered: Context, phone: Context, tmp_path: Path) -> None:
    """A backup that is restored says in the same words what reads otherwise, and that topics came."""
    lived_apart(answered, phone)
    run(phone.home.path, "backup", str(tmp_path / "copy.toml"))
    said = flat(run(answered.home.path, "restore", str(tmp_path / "copy.toml")).stdout)
    assert "What reads otherwise on your page now: - Holding hands: worth a talk now" in said
    assert "Things to talk about that were not here came along." in said
    moved = flat(run(tmp_path / "moved", "restore", str(tmp_path / "copy.toml")).stdout)
    assert "What was open reads not agreed now, until you both answer it again" in moved


def test_with_both_parts_locked_what_opens_is_not_named(answered: Context, phone: Context) -> None:
    """Before one of the two opened their part, no merge tells what is open; what narrows is told."""
    lived_apart(answered, phone)
    locked(answered)
    said = asked(merge(answered, phone.home.path))
    assert "A walk together: off the page now" in said
    assert "A short kiss on the lips" not in said
    assert "once one of you opens their private part" in said


def test_newer_names_come_along(answered: Context, phone: Context) -> None:
    """A name that was changed there on a later day is taken over, and that is said without the name."""
    later = [Context(there.home.path, day=DAY + timedelta(days=1)) for there in (answered, phone)]
    later[1].home.update(with_name("b", "Alexis"))
    assert "Names and the next day are newer there, so they would be taken over." in asked(
        merge(later[0], phone.home.path)
    )
    assert page(later[0]).partners.name("b") == "Alexis"


def test_a_page_of_a_later_day_is_not_open_before_that_day(answered: Context, phone: Context) -> None:
    """Where the clocks differ, what was open is said to read not agreed now until that day is there."""
    Context(phone.home.path, day=DAY + timedelta(days=1)).home.update(with_name("b", "Alexis"))
    assert "Holding hands: not agreed now." in asked(merge(answered, phone.home.path))
    assert levels(answered)["holding-hands"] == "talk"
    assert levels(Context(answered.home.path, day=DAY + timedelta(days=1)))["holding-hands"] == "open"


def test_lists_of_ones_own_come_along(answered: Context, phone: Context) -> None:
    """What was added there is said to come, and is there."""
    phone.home.update(with_own_item("x1", OwnItem(label="Canary dance"), "k3f9k3f9"))
    said = asked(merge(answered, phone.home.path))
    assert "What you added to the lists there, or call by another name, comes along." in said
    assert "Canary" not in said
    lists = page(answered).lists
    assert lists is not None
    assert lists.own.keys() == {"x1"}


def test_what_reads_the_same_is_brought_in_quietly(answered: Context, phone: Context) -> None:
    """Where nothing reads otherwise and something is remembered, that is what it says."""
    take_off(phone, "kiss-on-the-lips", "n1", "limit")
    assert "Nothing would read otherwise." in asked(merge(answered, phone.home.path))
    assert page(answered).boundaries == page(phone).boundaries


def test_it_works_in_a_pipe(answered: Context, phone: Context) -> None:
    """Line by line with --plain; without it one message says how, and nothing is changed."""
    lived_apart(answered, phone)
    before = everything(answered.home.path)
    without = run(answered.home.path, "agreement", "merge", str(phone.home.path))
    assert (without.exit_code, without.stdout) == (2, "")
    assert "couplekit agreement merge --plain" in without.stderr
    empty = run(answered.home.path, "agreement", "merge", "--plain", str(phone.home.path))
    assert "Stopped." in empty.stdout
    assert everything(answered.home.path) == before
    result = run(answered.home.path, "agreement", "merge", "--plain", str(phone.home.path), typed="2\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "1. Leave it\n2. Bring it in\n" in result.stdout
    assert "Done. What counts in phone counts here too." in result.stdout
    again = run(answered.home.path, "agreement", "merge", str(phone.home.path))
    assert again.stdout == "All that counts in phone is here already. Nothing was changed.\n"
    unsaved = run(answered.home.path, "--no-save", "agreement", "merge", str(phone.home.path))
    assert unsaved.exit_code == 2
    assert "has nothing to do" in unsaved.stderr


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (shutil.rmtree, "phone could not be read: it is not there"),
        (lambda folder: [shutil.rmtree(folder), folder.mkdir()], "phone holds no page and no evening"),
        (lambda folder: (folder / "agreement.toml").write_text("["), "In phone: agreement.toml, line 1"),
        (lambda folder: (folder / "agreement.toml").unlink(), "In phone: agreement.toml is gone"),
        (
            lambda folder: (folder / "agreement.toml").write_text(
                (folder / "agreement.toml").read_text().replace("Sam", "Kim").replace("Alex", "Robin")
            ),
            "of a page with other names",
        ),
    ],
)
def test_what_cannot_be_brought_in_is_one_message(
    answered: Context, phone: Context, spoil: object, said: str
) -> None:
    """No folder, an empty one, a damaged page, other people: named, and nothing is changed here."""
    before = everything(answered.home.path)
    spoil(phone.home.path)  # type: ignore[operator]
    result = run(answered.home.path, "agreement", "merge", "--plain", str(phone.home.path), typed="2\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in flat(result.stderr)
    assert everything(answered.home.path) == before


def test_a_damaged_file_there_is_named_and_hinders_no_other(answered: Context, phone: Context) -> None:
    """An evening that cannot be read, and an agenda that was edited, stay there; the rest comes."""
    lived_apart(answered, phone)
    (phone.home.path / "check-ins" / "2026-11-19-cc.toml").write_text("[")
    path = phone.home.path / "agenda.toml"
    path.write_text(path.read_text().replace("holding-hands", "hug-hello"))
    topics = answered.home.agenda()
    result = run(answered.home.path, "agreement", "merge", "--plain", str(phone.home.path), typed="2\n")
    assert result.exit_code == 0
    assert "In phone: check-ins/2026-11-19-cc.toml, line 1" in result.stderr
    assert "In phone: agenda.toml was changed outside couplekit, so it is left out." in flat(result.stderr)
    assert answered.home.agenda() == topics
    assert levels(answered)["kiss-on-the-lips"] == "open"


def test_a_damaged_page_here_is_never_written_over(answered: Context, phone: Context) -> None:
    """Nothing is brought in over a page that cannot be read."""
    (answered.home.path / "agreement.toml").write_text("[")
    before = everything(answered.home.path)
    result = run(answered.home.path, "agreement", "merge", "--plain", str(phone.home.path), typed="2\n")
    assert result.exit_code == 1
    assert result.stderr.startswith("agreement.toml, line 1")
    assert everything(answered.home.path) == before


def test_a_merge_that_is_cut_off_can_be_done_again(answered: Context, phone: Context, tmp_path: Path) -> None:
    """Killed at any call: each file is as it was or as it is to be, and a second try ends it."""
    lived_apart(answered, phone)
    copy, problems = phone.home.gathered(for_another=True)
    assert problems == []
    old = page(answered).boundaries
    expected = answered.home.compared(copy, trusted=True)
    assert expected.after is not None
    new = expected.after.boundaries
    for cut_at in range(1, 200):
        here = tmp_path / "cut" / str(cut_at)
        shutil.copytree(answered.home.path, here)
        context = Context(here, day=DAY)
        system = Faulty(cut_at, None)
        try:
            Home(here, lambda: DAY, system=system).restore(copy, trusted=True)
        except Killed:
            assert page(context).boundaries in (old, new)
            assert context.home.records()[1] == []
            assert context.home.about_agenda() == []
        context.home.tidy()
        context.home.restore(copy, trusted=True)
        assert page(context).boundaries == new
        assert context.home.agenda() == expected.agenda
        assert {"2026-11-14-aa", "2026-11-19-cc", "2026-11-20-bb"} < marks(context).keys()
        if not system.reached:
            return
    pytest.fail("a merge makes fewer calls than this")


def test_a_page_that_moves_underneath_is_merged_as_it_is_then(answered: Context, phone: Context) -> None:
    """What another window takes off while the question is on the screen stays off."""
    lived_apart(answered, phone)

    class Meanwhile(Seated):
        def person(self, command: str):  # type: ignore[no-untyped-def]
            """Whoever sits there, while somebody takes a row off elsewhere."""
            take_off(answered, "kiss-on-the-lips", "n7", "limit")
            return super().person(command)

    there = Meanwhile(answered, [("Would you like to bring it in?", "bring")])
    bring_in(there, phone.home.path)
    assert levels(answered)["kiss-on-the-lips"] == "limit"


def test_reading_a_copy_raises_what_restoring_would(answered: Context, phone: Context) -> None:
    """A damaged evening of one's own is named before anything is asked."""
    lived_apart(answered, phone)
    (answered.home.path / "check-ins" / "2026-11-14-aa.toml").write_text("[")
    with pytest.raises(FileProblem, match="2026-11-14-aa"):
        seated(answered, [], lambda context: bring_in(context, phone.home.path))
