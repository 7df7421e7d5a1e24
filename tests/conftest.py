"""What several rooms' tests share."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from couplekit.commands.context import Context

# How fast a machine is decides nothing. In CI the same examples come every time, so that a change is
# judged by itself; by hand they are new in each run.
settings.register_profile("unhurried", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("unhurried")

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
