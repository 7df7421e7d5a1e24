"""The agenda, and what each last looked at: two small files, with the care that all files get."""

import stat
from multiprocessing import get_context
from pathlib import Path

import pytest
from storage_samples import TODAY, Faulty, Killed, add_word, home_at, names, page, record

from couplekit.domain.agenda import Agenda, Topic, with_topic, without_topic
from couplekit.domain.state import State, looked
from couplekit.errors import FileProblem, NewerFormat
from couplekit.storage.backup import read_backup, write_backup
from couplekit.storage.home import Home
from couplekit.storage.unsaved import Unsaved

RAIN = Topic(says="Canary rain")
HUG = Topic(about="hug-hello")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a page, a topic, and a look of one of the two."""
    home = home_at(tmp_path / "home")
    home.create(page())
    home.update_agenda(with_topic("k1", HUG))
    home.update_state(looked("a", {"hug-hello": "open"}))
    return home


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, and what it holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_where_nothing_is_kept_there_is_nothing(tmp_path: Path) -> None:
    """Looking makes no file: no topics, and nobody has looked yet."""
    home = home_at(tmp_path / "home")
    assert home.agenda() == Agenda()
    assert home.about_agenda() == []
    assert home.state() == (State(), [])
    assert not home.path.exists()


def test_what_is_kept_is_read_back(home: Home) -> None:
    """Both files are private, readable and sealed; what they hold comes back, and no day is in them."""
    assert home.agenda().topics == {"k1": HUG}
    assert home.state()[0].last_looked == {"a": {"hug-hello": "open"}}
    for name in ("agenda.toml", "state.toml"):
        path = home.path / name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert str(TODAY.year) not in path.read_text()
    assert home.about_agenda() == []


def test_somebody_who_saw_an_empty_page_has_looked(home: Home) -> None:
    """A look at nothing is a look, and comes back as one."""
    home.update_state(looked("b", {}))
    assert home.state()[0].last_looked == {"a": {"hug-hello": "open"}, "b": {}}


def test_a_change_of_nothing_writes_nothing(home: Home) -> None:
    """Raising what is raised already, and looking again at the same, leave every byte as it is."""
    before = everything(home.path)
    home.update_agenda(with_topic("k2", HUG))
    home.update_agenda(without_topic("k9"))
    home.update_state(looked("a", {"hug-hello": "open", "a-kiss": "none"}))
    assert everything(home.path) == before


def raise_topics(path: Path, whose: str) -> None:
    """Ten topics and ten looks, each in a save of its own."""
    home = home_at(path)
    for number in range(10):
        home.update_agenda(with_topic(f"{whose}{number}", Topic(about=f"row-{whose}{number}")))
        home.update_state(looked("a" if whose == "x" else "b", {f"row-{number}": "open"}))


def test_two_windows_lose_no_topic(home: Home) -> None:
    """Two processes that raise ten topics each: all twenty are kept, and the looks of both."""
    started = [
        get_context("spawn").Process(target=raise_topics, args=(home.path, whose)) for whose in ("x", "y")
    ]
    for process in started:
        process.start()
    for process in started:
        process.join()
    assert [process.exitcode for process in started] == [0, 0]
    assert home.agenda().topics.keys() == {"k1", *(f"{whose}{n}" for whose in "xy" for n in range(10))}
    assert home.state()[0].last_looked == {"a": {"row-9": "open"}, "b": {"row-9": "open"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "line 1"),
        ("", "is empty"),
        ('format = 1\nkind = "agenda"\nlanguage = "en"\nzzz = 1\n', "not known here"),
        ('format = 1\nkind = "agenda"\nlanguage = "en"\n[topics.k1]\n', "either"),
        ('format = 1\nkind = "agreement"\nlanguage = "en"\n', "agenda"),
        ('format = 2\nkind = "agenda"\nlanguage = "en"\n', "newer couplekit"),
    ],
)
def test_a_damaged_agenda_is_said_and_never_written_over(home: Home, text: str, said: str) -> None:
    """The file is named with what is wrong; nothing is written over it, and the page is there."""
    (home.path / "agenda.toml").write_text(text)
    before = everything(home.path)
    with pytest.raises(FileProblem, match=said):
        home.agenda()
    with pytest.raises(FileProblem, match=said):
        home.update_agenda(with_topic("k2", RAIN))
    (problem,) = home.about_agenda()
    assert str(problem).startswith("agenda.toml")
    assert everything(home.path) == before
    assert home.page() == (page(), (), None)


def test_an_agenda_changed_outside_is_read_as_it_is_and_said(home: Home) -> None:
    """What somebody wrote there by hand counts, and one sentence says so; the next save seals it."""
    path = home.path / "agenda.toml"
    path.write_text(path.read_text().replace('about = "hug-hello"', 'says = "Canary rain"'))
    assert home.agenda().topics == {"k1": RAIN}
    (problem,) = home.about_agenda()
    assert str(problem) == "agenda.toml was changed outside couplekit. It is shown as it is now."
    home.update_agenda(with_topic("k2", HUG))
    assert home.about_agenda() == []


@pytest.mark.parametrize("text", ["[", "", "zzz = 1\n", 'format = 1\nkind = "agenda"\nlanguage = "en"\n'])
def test_a_damaged_state_hinders_nothing(home: Home, text: str) -> None:
    """One sentence says that looking begins anew; everything else is read, and the next look mends it."""
    (home.path / "state.toml").write_text(text)
    state, (problem,) = home.state()
    assert state == State()
    assert "Looking begins anew." in str(problem)
    assert home.page() == (page(), (), None)
    assert home.agenda().topics == {"k1": HUG}
    home.update(add_word("stop", "k2", "amber"))
    home.update_state(looked("b", {"hug-hello": "limit"}))
    assert home.state() == (looked("b", {"hug-hello": "limit"})(State()), [])


def test_a_state_of_a_newer_couplekit_stays(home: Home) -> None:
    """It is not known here, and it is not written over."""
    path = home.path / "state.toml"
    path.write_text('format = 2\nkind = "state"\nlanguage = "en"\n')
    before = everything(home.path)
    state, (problem,) = home.state()
    assert state == State()
    assert "newer couplekit" in str(problem)
    with pytest.raises(NewerFormat):
        home.update_state(looked("b", {}))
    assert everything(home.path) == before


def test_both_files_are_listed(home: Home) -> None:
    """Each is named with what it is, in words."""
    listed = dict(home.files())
    assert listed["agenda.toml"] == "what you would like to talk about"
    assert listed["state.toml"] == "what each of you saw when you last looked, on this device"


def test_forgetting_takes_both(home: Home) -> None:
    """The agenda and what was seen of the page go with the page."""
    home.update_agenda(with_topic("k2", RAIN))
    assert home.forget("b") == []
    assert names(home.path) == [".lock", "previous"]
    assert home.agenda() == Agenda()
    assert home.state() == (State(), [])


def test_forgetting_takes_damaged_ones_too(home: Home) -> None:
    """What cannot be read can still be erased."""
    for name in ("agenda.toml", "state.toml"):
        (home.path / name).write_text("[")
    assert home.forget("a") == []
    assert names(home.path) == [".lock", "previous"]


def test_what_a_cut_off_save_left_is_cleared(home: Home) -> None:
    """The next start takes the temporary files of both away."""
    for name in ("agenda.toml", "state.toml"):
        (home.path / f".{name}.0123456789ab.tmp").write_text("half")
    home.tidy()
    assert names(home.path) == [".lock", "agenda.toml", "agreement.toml", "previous", "state.toml"]


def test_a_save_that_is_cut_off_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    """Killed at any call: the agenda is as it was or as it was to be."""
    for cut_at in range(1, 100):
        home = home_at(tmp_path / str(cut_at))
        home.update_agenda(with_topic("k1", HUG))
        system = Faulty(cut_at, None)
        try:
            home_at(home.path, system=system).update_agenda(with_topic("k2", RAIN))
        except Killed:
            assert home.agenda().topics.keys() in ({"k1"}, {"k1", "k2"})
        assert home.update_agenda(with_topic("k2", RAIN)).topics == {"k1": HUG, "k2": RAIN}
        if not system.reached:
            return
    pytest.fail("a save makes fewer calls than this")


def test_with_nothing_kept_the_folder_stays(home: Home) -> None:
    """With --no-save topics and looks live in memory, over a folder that no byte changes in."""
    before = everything(home.path)
    there = Unsaved(home.path, lambda: TODAY)
    there.update_agenda(with_topic("k2", RAIN))
    there.update_agenda(without_topic("k1"))
    there.update_state(looked("b", {"hug-hello": "none"}))
    assert there.agenda() == Agenda(topics={"k2": RAIN}, gone=["k1"])
    assert there.state()[0].last_looked.keys() == {"a", "b"}
    there.forget("a")
    assert there.agenda() == Agenda()
    assert everything(home.path) == before


# In a backup


def test_a_backup_holds_the_agenda_and_never_the_looks(home: Home, tmp_path: Path) -> None:
    """Topics come back from it, what was let go stays away, and what was looked at stays on its device."""
    home.update_agenda(with_topic("k2", RAIN))
    whole, problems = home.gathered()
    assert problems == []
    write_backup(tmp_path / "copy.toml", whole)
    assert "last-looked" not in (tmp_path / "copy.toml").read_text()
    moved = home_at(tmp_path / "moved")
    moved.restore(read_backup(tmp_path / "copy.toml").value, trusted=True)
    assert moved.agenda() == home.agenda()
    assert moved.state() == (State(), [])
    moved.update_agenda(without_topic("k2"))
    restored = moved.restore(read_backup(tmp_path / "copy.toml").value, trusted=True)
    assert restored.is_nothing
    assert moved.agenda() == Agenda(topics={"k1": HUG}, gone=["k2"])
    home.restore(moved.gathered()[0], trusted=True)
    assert home.agenda() == moved.agenda()
    assert b"Canary" not in b"".join(everything(home.path).values())


def test_a_backup_of_before_there_was_an_agenda_is_read(home: Home, tmp_path: Path) -> None:
    """Without an agenda a backup is as it always was, byte for byte, and brings none in."""
    old = home_at(tmp_path / "old")
    old.create(page())
    write_backup(tmp_path / "copy.toml", old.gathered()[0])
    assert "agenda" not in (tmp_path / "copy.toml").read_text()
    before = home.agenda()
    home.restore(read_backup(tmp_path / "copy.toml").value, trusted=True)
    assert home.agenda() == before


def test_a_damaged_agenda_keeps_nobody_from_a_backup(home: Home) -> None:
    """It is named and left out; and nothing is brought in over it."""
    whole, _ = home.gathered()
    (home.path / "agenda.toml").write_text("[")
    without, (problem,) = home.gathered()
    assert without.agenda is None
    assert str(problem).startswith("agenda.toml")
    before = everything(home.path)
    with pytest.raises(FileProblem, match=r"agenda\.toml"):
        home.restore(whole, trusted=True)
    assert everything(home.path) == before
    assert home.restore(without, trusted=True).is_nothing


def test_a_changed_backup_brings_no_topic(home: Home, tmp_path: Path) -> None:
    """Nobody can know whose words stand in it."""
    other = home_at(tmp_path / "other")
    other.create(page())
    other.update_agenda(with_topic("k2", RAIN))
    before = home.agenda()
    home.restore(other.gathered()[0], trusted=False)
    assert home.agenda() == before


def test_for_another_home_what_was_changed_outside_is_left_out(home: Home) -> None:
    """Files edited by hand are named and not handed on; a backup of one's own has them."""
    home.save_record(record("2026-11-14-aa"))
    home.save_record(record("2026-11-21-bb"))
    for name in ("agenda.toml", "check-ins/2026-11-14-aa.toml"):
        path = home.path / name
        path.write_text(path.read_text().replace("Canary", "I agree").replace("hug-hello", "hug-goodbye"))
    whole, problems = home.gathered(for_another=True)
    assert [str(problem).split()[0] for problem in problems] == [
        "check-ins/2026-11-14-aa.toml",
        "agenda.toml",
    ]
    assert all("it is left out" in str(problem) for problem in problems)
    assert whole.agenda is None
    assert list(whole.evenings) == ["2026-11-21-bb"]
    own, problems = home.gathered()
    assert len(problems) == 2
    assert own.agenda is not None
    assert len(own.evenings) == 2


def test_what_was_taken_back_elsewhere_leaves_an_unfinished_talk_too(home: Home, tmp_path: Path) -> None:
    """A mark that comes with another copy takes the words out of a draft of that evening as well."""
    from storage_samples import draft

    evening = "2026-11-21-k3f9"
    home.save_record(record(evening))
    home.save_draft(draft(evening))
    other = home_at(tmp_path / "other")
    other.restore(home.gathered()[0], trusted=True)
    other.withdraw(evening, "a")
    home.restore(other.gathered()[0], trusted=True)
    assert b"Canary" not in b"".join(everything(home.path).values())
