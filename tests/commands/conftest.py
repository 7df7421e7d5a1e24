"""Homes that several tests of the commands begin with."""

import pytest
from commands_samples import CARDS, HAND_OVER, REST

from couplekit.commands.context import Context
from couplekit.commands.start import first_evening
from couplekit.conversation.scripted import Scripted


@pytest.fixture
def couple(context: Context, capsys: pytest.CaptureFixture[str]) -> Context:
    """A home with a page of two, Sam and Alex."""
    names = [("For both", ""), ("Your names", "Sam"), ("Your names", "Alex")]
    first_evening(context, Scripted([*HAND_OVER, *HAND_OVER, *names, *REST]), both_here=True)
    capsys.readouterr()
    return context


@pytest.fixture
def one(context: Context, capsys: pytest.CaptureFixture[str]) -> Context:
    """A home with the page of one person, Sam."""
    script = [*CARDS, ("name", "Sam"), ("signals", "ready"), ("letter", "later"), ("enough", "no-date")]
    first_evening(context, Scripted(script), both_here=False)
    capsys.readouterr()
    return context
