"""What several rooms' tests share."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import bar_table
from couplekit.commands.context import Context

# How fast a machine is decides nothing. In CI the same examples come every time, so that a change is
# judged by itself; by hand they are new in each run.
settings.register_profile("unhurried", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("unhurried")

TODAY = date(2026, 11, 21)

_REACHED = pytest.StashKey[bar_table.Reached]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--bars all` runs every count in full; without it a fixed share is run."""
    parser.addoption(
        "--bars", choices=["share", "all"], default="share", help="how much of the long counts to run"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Set how much is run, before the tests are imported."""
    bar_table.one_in = 1 if config.getoption("--bars") == "all" else bar_table.SHARE
    config.stash[_REACHED] = bar_table.Reached(bar_table.one_in)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where tests run in several processes, hand what was measured here to the one that prints it."""
    handed = getattr(session.config, "workeroutput", None)
    if handed is not None:
        handed["reached"] = {name: dict(row) for name, row in session.config.stash[_REACHED].items()}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take in what one of several processes measured."""
    node.config.stash[_REACHED].update(getattr(node, "workeroutput", {}).get("reached", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table of the bars, where any was measured; a full run keeps it in docs/."""
    reached = config.stash[_REACHED]
    if not reached:
        return
    terminalreporter.section("bars, required and reached")
    terminalreporter.write_line(reached.table())
    if bar_table.one_in == 1:
        bar_table.keep(reached)


@pytest.fixture
def bar(pytestconfig: pytest.Config) -> bar_table.Reached:
    """Notes what was reached: `bar("name of the row", {"what": number, ...})`. Holds it against the bar."""
    return pytestconfig.stash[_REACHED]


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
