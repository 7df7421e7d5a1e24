"""A backup: one private file, read back; brought in by a merge that changes no file it cannot read."""

import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from storage_samples import BACKUPS, TODAY, Faulty, Killed, add_word, home_at, page, record

from couplekit.domain.agreement import with_meeting, with_pace
from couplekit.domain.backup import Backup
from couplekit.domain.people import Partners, Person
from couplekit.errors import FileProblem, NewerFormat
from couplekit.reading import LARGE, SMALL
from couplekit.storage.backup import read_backup, write_backup
from couplekit.storage.files import System
from couplekit.storage.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a page and two evenings."""
    home = home_at(tmp_path / "home")
    home.create(page())
    home.save_record(record("2026-11-14-aa"))
    home.save_record(record("2026-11-21-bb"))
    return home


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, and what it holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_what_was_backed_up_comes_back(home: Home, tmp_path: Path) -> None:
    """A backup in an empty home gives the same page and the same evenings; doing it again changes nothing."""
    whole, problems = home.gathered()
    assert problems == []
    write_backup(tmp_path / "copy.toml", whole)
    moved = home_at(tmp_path / "moved")
    sheet = read_backup(tmp_path / "copy.toml")
    assert sheet.sealed
    restored = moved.restore(sheet.value, trusted=True)
    assert restored == (None, page(), ("2026-11-14-aa", "2026-11-21-bb"), None, None)
    assert moved.page() == (page(), (), None)
    assert moved.records() == home.records()
    before = everything(moved.path)
    assert moved.restore(sheet.value, trusted=True) == (page(), page(), (), None, None)
    assert everything(moved.path) == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(whole=BACKUPS)
def test_any_backup_reads_back_as_it_was(tmp_path: Path, whole: Backup) -> None:
    """Whatever a page and its evenings hold, the file gives it back, with its seal."""
    path = tmp_path / "copy.toml"
    path.unlink(missing_ok=True)
    write_backup(path, whole)
    sheet = read_backup(path)
    assert (sheet.value, sheet.sealed) == (whole, True)


def test_a_backup_is_private_and_replaces_nothing(home: Home, tmp_path: Path) -> None:
    """Readable by its owner alone; a file, a folder or a link of that name stays as it is."""
    whole, _ = home.gathered()
    path = tmp_path / "copy.toml"
    write_backup(path, whole)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(FileProblem, match=r"copy\.toml is there already"):
        write_backup(path, Backup(made=TODAY))
    assert path.read_bytes() == before
    (tmp_path / "link.toml").symlink_to(tmp_path / "nowhere.toml")
    with pytest.raises(FileProblem, match=r"link\.toml is there already"):
        write_backup(tmp_path / "link.toml", whole)
    with pytest.raises(FileProblem, match=r"The folder for copy\.toml is not there"):
        write_backup(tmp_path / "none" / "copy.toml", whole)
    assert not (tmp_path / "none").exists()


def test_a_backup_that_was_cut_off_is_cleared_up_by_the_next_one(home: Home, tmp_path: Path) -> None:
    """What a killed backup left beside its file goes when it is made again; other files stay."""
    (tmp_path / ".copy.toml.0123456789ab.tmp").write_text("half")
    (tmp_path / ".other.toml.0123456789ab.tmp").write_text("half")
    write_backup(tmp_path / "copy.toml", home.gathered()[0])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".other.toml.0123456789ab.tmp",
        "copy.toml",
        "home",
    ]


def test_a_backup_that_does_not_read_back_is_said(home: Home, tmp_path: Path) -> None:
    """A disk that keeps something else than it was given is noticed before anyone relies on it."""

    class Forgetful(System):
        @staticmethod
        def replace(source: Path, target: Path) -> None:  # type: ignore[override]
            """Keep another text."""
            target.write_text(Path(source).read_text().replace("red", "rot"))
            Path(source).unlink()

    with pytest.raises(FileProblem, match="please do not rely on it"):
        write_backup(tmp_path / "copy.toml", home.gathered()[0], system=Forgetful())


def test_years_of_evenings_fit(tmp_path: Path) -> None:
    """A backup may be larger than a page: ten years of weekly evenings with long words are read back."""
    words = "A quiet walk, and the rain. " * 40
    evenings = {
        name: record(name, kept={"a": {"glad": words}, "b": {"wish": words}})
        for name in (
            f"20{year:02}-{month:02}-{day:02}-k3"
            for year in range(20, 30)
            for month in range(1, 13)
            for day in (1, 8, 15, 22)
        )
    }
    write_backup(tmp_path / "copy.toml", Backup(made=TODAY, page=page(), evenings=evenings))
    assert (tmp_path / "copy.toml").stat().st_size > 4 * SMALL.size
    assert read_backup(tmp_path / "copy.toml").value.evenings == evenings
    (tmp_path / "large.toml").write_bytes(b"#" * (LARGE.size + 1))
    with pytest.raises(FileProblem, match="larger than 4"):
        read_backup(tmp_path / "large.toml")


def test_an_evening_that_cannot_be_read_is_named_and_left_out(home: Home) -> None:
    """One damaged evening keeps nobody from a backup of the rest."""
    path = home.path / "check-ins" / "2026-11-14-aa.toml"
    path.write_text("[" + path.read_text())
    whole, problems = home.gathered()
    assert list(whole.evenings) == ["2026-11-21-bb"]
    assert len(problems) == 1


def test_a_copy_brought_in_loses_nothing_of_here(home: Home, tmp_path: Path) -> None:
    """What was added here since stays, what the copy has more of counts again, and evenings come together."""
    write_backup(tmp_path / "copy.toml", home.gathered()[0])
    home.update(add_word("stop", "k2", "amber"))
    home.update(with_meeting(TODAY))
    home.save_record(record("2026-11-22-cc"))
    older = read_backup(tmp_path / "copy.toml").value
    now = home.page()
    restored = home.restore(older, trusted=True)
    assert (restored.before, restored.after, restored.evenings) == (
        now.agreement if now else None,
        now.agreement if now else None,
        (),
    )
    other = home_at(tmp_path / "other")
    other.restore(older, trusted=True)
    other.update(add_word("pause", "k9", "tea"))
    other.save_record(record("2026-11-23-dd"))
    home.restore(other.gathered()[0], trusted=True)
    found = home.page()
    assert found is not None
    assert set(found.agreement.signals["stop"].words.values()) == {"red", "amber"}
    assert set(found.agreement.signals["pause"].words.values()) == {"wait", "tea"}
    assert [evening.evening for evening in home.records()[0]] == [
        "2026-11-14-aa",
        "2026-11-21-bb",
        "2026-11-22-cc",
        "2026-11-23-dd",
    ]


def test_a_changed_copy_brings_no_evening(home: Home, tmp_path: Path) -> None:
    """From a backup edited by hand a way to stop counts; its words and names do not."""
    path = tmp_path / "copy.toml"
    write_backup(path, home.gathered()[0])
    path.write_text(
        path.read_text()
        .replace('k1 = "red"', 'k7 = "blue"')
        .replace("Words of b", "I agree")
        .replace('name = "Alex"', 'name = "Robin"')
        .replace("2026-11-14-aa", "2026-11-15-aa")
    )
    sheet = read_backup(path)
    assert not sheet.sealed
    restored = home.restore(sheet.value, trusted=sheet.sealed)
    assert restored.evenings == ()
    assert restored.after is not None
    assert restored.after.partners == page().partners
    assert restored.after.signals["stop"].words == {"k1": "red", "k7": "blue"}


def test_a_copy_of_other_people_is_refused(home: Home) -> None:
    """With the two names the other way round, words would be found under the wrong name."""
    swapped = page(partners=Partners(a=Person(name="Alex"), b=Person(name="Sam")))
    before = everything(home.path)
    with pytest.raises(FileProblem, match="with other names, or with the two names the other way round"):
        home.restore(Backup(made=TODAY, page=swapped), trusted=True)
    assert everything(home.path) == before


def test_nothing_is_brought_in_over_a_file_that_cannot_be_read(home: Home) -> None:
    """A damaged page or evening stays as it is, and nothing else is changed either."""
    whole, _ = home.gathered()
    for name in ("check-ins/2026-11-14-aa.toml", "agreement.toml"):
        path = home.path / name
        sound = path.read_bytes()
        path.write_bytes(b"[" + sound)
        before = everything(home.path)
        with pytest.raises(FileProblem, match=name):
            home.restore(whole, trusted=True)
        assert everything(home.path) == before
        path.write_bytes(sound)


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        (lambda text: text.replace("format = 1", "format = 2", 1), NewerFormat, "newer couplekit"),
        (lambda text: text.replace('kind = "backup"', 'kind = "agreement"', 1), FileProblem, "backup"),
        (lambda text: text[: len(text) // 2], FileProblem, "Another backup"),
        (lambda text: "", FileProblem, "is empty"),
        (lambda text: text.replace("[page.partners.a]", "[page.partner.a]"), FileProblem, "page.partner"),
        (lambda text: text.replace('evening = "2026-11-14-aa"', 'evening = "2026-11-14-zz"'), FileProblem,
         "under the name of another"),
    ],
)  # fmt: skip
def test_a_backup_that_cannot_be_read_is_told(
    home: Home, tmp_path: Path, change: object, kind: type[Exception], said: str
) -> None:
    """A newer, a wrong, a torn and an empty file get a sentence each, and nothing is changed."""
    path = tmp_path / "copy.toml"
    write_backup(path, home.gathered()[0])
    path.write_text(change(path.read_text()))  # type: ignore[operator]
    with pytest.raises(kind, match=said) as caught:
        read_backup(path)
    assert str(caught.value).startswith("copy.toml")
    assert "Words of b" not in str(caught.value)


def test_bringing_in_that_is_cut_off_can_be_done_again(home: Home, tmp_path: Path) -> None:
    """Killed at any call: the old page or the new one, no evening is torn, and a second try ends it."""
    other = home_at(tmp_path / "other")
    other.create(page())
    other.update(add_word("stop", "k9", "blue"))
    other.update(with_pace("a"))
    other.save_record(record("2026-11-23-dd"))
    whole, _ = other.gathered()
    for cut_at in range(1, 200):
        here = home_at(tmp_path / "here" / str(cut_at))
        here.restore(home.gathered()[0], trusted=True)
        before = here.page()
        system = Faulty(cut_at, None)
        try:
            home_at(here.path, system=system).restore(whole, trusted=True)
        except Killed:
            found = here.page()
            assert found is not None
            assert before is not None
            assert found.agreement == before.agreement or "k9" in found.agreement.signals["stop"].words
            assert here.records()[1] == []
        here.restore(whole, trusted=True)
        assert [evening.evening for evening in here.records()[0]] == [
            "2026-11-14-aa",
            "2026-11-21-bb",
            "2026-11-23-dd",
        ]
        if not system.reached:
            return
    pytest.fail("bringing a copy in makes fewer calls than this")
