"""What is installed: the version, the words, the command."""

from importlib import metadata
from pathlib import Path

import tomli

import couplekit
from couplekit import content
from couplekit.__main__ import main

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_there_is_one_version() -> None:
    """The version stands in the package; what is installed and the newest entry of the changelog agree."""
    assert "version" in PROJECT["project"]["dynamic"]
    assert (ROOT / PROJECT["tool"]["hatch"]["version"]["path"]).samefile(couplekit.__file__)
    assert metadata.version("couplekit") == couplekit.__version__
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = next(line for line in changelog.splitlines() if line.startswith("## "))
    assert newest.split()[1] == couplekit.__version__


def test_the_words_are_found() -> None:
    """The folder of words is the one at the top of this checkout, or a copy of it inside the package."""
    folder, ours = content.folder(), ROOT / "prompts"
    files = {path.relative_to(ours): path.read_bytes() for path in ours.rglob("*.toml")}
    assert files
    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.toml")} == files


def test_the_words_are_packed() -> None:
    """The wheel takes the words into the package, and the sdist all that its tests need."""
    build = PROJECT["tool"]["hatch"]["build"]["targets"]
    assert build["wheel"]["force-include"] == {"prompts": "couplekit/prompts"}
    packed = [name.lstrip("/") for name in build["sdist"]["include"]]
    assert {"src", "prompts", "tests", "docs", "README.md", "CHANGELOG.md", "LICENSE"} <= set(packed)
    assert all((ROOT / name).exists() for name in packed)


def test_the_command_is_the_one_that_is_installed() -> None:
    """`couplekit` is `couplekit.__main__:main`, as `python -m couplekit` is."""
    (command,) = metadata.entry_points(group="console_scripts", name="couplekit")
    assert command.load() is main


def test_the_package_says_that_it_is_typed() -> None:
    """Type checkers read our annotations: the marker is part of the package."""
    assert (Path(couplekit.__file__).parent / "py.typed").is_file()
