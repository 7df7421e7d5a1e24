"""Somebody at the screen, and the page of a couple, for several tests of the commands."""

from collections.abc import Callable

from couplekit.commands.context import Context
from couplekit.conversation.scripted import Scripted
from couplekit.domain.agreement import Agreement
from couplekit.domain.checkin import Record

CARDS = [("How this works", ""), ("Stop and no", ""), ("If no is not safe", "")]
HAND_OVER = [("For one of you alone", ""), *CARDS]
REST = [
    ("The pace", "the-slower-of-us"), ("How we stop", "ready"), ("After a stop", "did"),
    ("Before", "1"), ("Before", "1"), ("That is enough", "no-date"),
]  # fmt: skip


class Seated(Context):
    """A context in which a scripted person sits at the screen."""

    def __init__(self, context: Context, script: list[tuple[str, str]]) -> None:
        super().__init__(context.home.path, plain=True, day=context.today())
        self.scripted = Scripted(script)

    def person(self, command: str) -> Scripted:
        """Whoever the test sat down there."""
        return self.scripted

    @property
    def is_screen(self) -> bool:
        """A scripted person sees a screen."""
        return True


def seated(context: Context, script: list[tuple[str, str]], run: Callable[[Seated], None]) -> Scripted:
    """Run something with a scripted person at the screen, and hold them to their script."""
    there = Seated(context, script)
    run(there)
    there.scripted.finish()
    return there.scripted


def page(context: Context) -> Agreement:
    """The page as it counts today."""
    found = context.home.page()
    assert found is not None
    return found.agreement


def kept(evening: str, **words: str) -> Record:
    """An evening of which each kept one thing."""
    return Record(
        evening=evening,
        guide="check-in-short",
        version=1,
        starts="a",
        asked={"glad": "Something good?"},
        kept={whose: {"glad": text} for whose, text in words.items()},  # type: ignore[misc]
    )
