"""The pictures of the README are what docs/picture.py makes today."""

import importlib.util
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """The pictures as the script makes them, by the name of their file."""
    spec = importlib.util.spec_from_file_location("picture", DOCS / "picture.py")
    assert spec
    assert spec.loader
    picture = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(picture)
    found: dict[str, str] = picture.pictures()
    return found


@pytest.mark.parametrize("name", ["signals.svg", "start.svg"])
def test_a_picture_is_of_todays_couplekit(made: dict[str, str], name: str) -> None:
    """Each picture is byte for byte what a real run gives: `python docs/picture.py` makes it again."""
    assert (DOCS / name).read_bytes() == made[name].encode("utf-8")


def test_every_picture_is_checked(made: dict[str, str]) -> None:
    """There is no picture that the script does not make."""
    assert {path.name for path in DOCS.glob("*.svg")} == made.keys()


def test_a_picture_asks_no_other_computer_for_anything(made: dict[str, str]) -> None:
    """No picture links to a font, a style or an image elsewhere."""
    for picture in made.values():
        outside = re.findall(r"https?://[^\"']+", picture)
        assert set(outside) <= {"http://www.w3.org/2000/svg"}
        assert "@import" not in picture
        assert "@font-face" not in picture
