"""A home of format 1 with rows, an agenda, looks, a backup and a private part: it opens, for ever."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from lock_samples import PASSPHRASE, quick_home
from storage_samples import home_at

from couplekit.domain.agenda import Agenda, Topic
from couplekit.domain.agreement import Agreement
from couplekit.domain.backup import Backup
from couplekit.domain.model import Model
from couplekit.domain.private import PRIVATE, Private
from couplekit.domain.ratchet import readings
from couplekit.domain.rounds import Turn
from couplekit.domain.state import State
from couplekit.reading import LARGE, SMALL
from couplekit.storage.backup import read_backup
from couplekit.storage.pages import from_toml, to_toml

FROZEN = Path(__file__).parent.parent / "data" / "format-1" / "home-with-rows"
TODAY = date(2026, 11, 22)

#: What each row of it says on the day after it was frozen, and once all was slept on.
SAID = {
    "holding-hands": ("open agreed", "open agreed"),
    "hug-hello": ("none asleep", "open agreed"),
    "hand-on-shoulder-from-a": ("none off", "none off"),
    "hand-on-shoulder-from-b": ("talk agreed", "talk agreed"),
    "hands-in-public": ("limit agreed", "limit agreed"),
    "kiss-on-the-lips": ("talk agreed", "talk agreed"),
    "sitting-close": ("talk lapsed", "talk lapsed"),
    "quiet-company": ("limit off", "limit off"),
    "kind-note-from-a": ("none off", "none off"),
    "own-k3f9-from-b": ("open agreed", "open agreed"),
}


def test_its_rows_say_what_they_said() -> None:
    """Every row of the frozen page reads as it did, on its day and later, and there is nothing to say."""
    found = home_at(FROZEN, TODAY).page()
    assert found is not None
    assert (found.notices, found.outside) == ((), None)
    said = {
        id: tuple(
            " ".join(readings(found.agreement, day)[id]) for day in (TODAY, TODAY.replace(month=12, day=24))
        )
        for id in found.agreement.boundaries
    }
    assert said == SAID
    lists = found.agreement.lists
    assert lists is not None
    assert (lists.origin, lists.readings, lists.open_weeks) == ("ruad8w83shst", 2, 12)
    assert lists.own["own-k3f9"].two_sided
    assert lists.renamed["long-hug"] == 'l\'étreinte, "longue"'


def test_what_lies_beside_its_page_is_read() -> None:
    """Topics, what was let go, what each saw last, and the backup: whole, with nothing to say about them."""
    home = home_at(FROZEN, TODAY)
    topics = {"k1": Topic(about="hug-hello"), "k2": Topic(says="The sea 🌷, שלום [both]")}
    assert home.agenda() == Agenda(topics=topics, gone=["k3"])
    assert home.about_agenda() == []
    state, problems = home.state()
    assert state.last_looked == {"a": {"hands-in-public": "limit", "holding-hands": "open"}, "b": {}}
    assert problems == []
    backup = read_backup(FROZEN / "backup.toml")
    assert backup.sealed
    assert backup.value.page == home.last_good()
    assert backup.value.agenda == home.agenda()


def test_its_private_part_opens(tmp_path: Path) -> None:
    """The passphrase of that time opens it, and it holds the answers, the notes and the turn that waits."""
    home = quick_home(Path(shutil.copytree(FROZEN, tmp_path / "home")), today=TODAY)
    private = home.drawer("a").open(PASSPHRASE).load(PRIVATE, Private)
    assert private is not None
    assert private.answers == {"holding-hands": "fine"}
    assert private.notes == {"holding-hands": "In the rain,\nשלום 🌷"}
    assert private.turn == Turn(
        round=2,
        day=date(2026, 11, 21),
        done=True,
        asked=["holding-hands", "kind-note-giving"],
        answers={"holding-hands": "wanted", "kind-note-giving": "limit"},
        known={"quiet-company": ["x3hm7pqa"]},
        areas=["restful-touch"],
    )
    page = home.last_good()
    assert page is not None
    assert private.rows == page.boundaries
    assert (private.origin, private.last_day) == ("ruad8w83shst", date(2026, 11, 21))


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("agreement.toml", Agreement),
        ("previous/agreement.toml", Agreement),
        ("agenda.toml", Agenda),
        ("state.toml", State),
        ("backup.toml", Backup),
    ],
)
def test_each_of_its_files_is_written_as_it_was(name: str, model: type[Model]) -> None:
    """Read and written again, every file comes out byte for byte."""
    raw = (FROZEN / name).read_bytes()
    sheet = from_toml(model, raw, name, limits=LARGE if model is Backup else SMALL)
    assert sheet.sealed
    assert to_toml(sheet.value, follows=sheet.follows).encode() == raw
