"""What several rooms' tests share."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from couplekit.commands.context import Context

TODAY = date(2026, 11, 21)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder that does not exist yet."""
    return tmp_path / "home"


@pytest.fixture
def context(home: Path) -> Context:
    """One run of a command in that home, on a Saturday."""
    return Context(home, day=TODAY)


@pytest.fixture
def later(home: Path) -> Callable[[int], Context]:
    """A run of a command in the same home, so many days later."""
    return lambda days: Context(home, day=date.fromordinal(TODAY.toordinal() + days))
