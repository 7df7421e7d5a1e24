"""What several commands show: our page, and the signals in two or three lines."""

from collections.abc import Iterator, Mapping
from datetime import date

from couplekit.commands.context import Context
from couplekit.content.signal_words import about_signals
from couplekit.domain.agreement import Agreement
from couplekit.domain.card import SignalWords
from couplekit.domain.days import spoken
from couplekit.domain.interface import Interface
from couplekit.domain.signals import NAMES, Name, Signal
from couplekit.showing.document import Block
from couplekit.showing.page import our_page
from couplekit.showing.signals import ways


def page_blocks(context: Context, page: Agreement) -> Iterator[Block]:
    """Our page as blocks, with its next day as it is said. A day that has passed is not mentioned."""
    day = page.meeting.next
    today = context.today()
    said = spoken(day, context.say) if day is not None and day >= today else ""
    return our_page(page, about_signals().words, context.say, today, said, _rows(context, page))


def _rows(context: Context, page: Agreement) -> list[Block]:
    """What they said yes or no to. Nothing where they have not answered anything yet."""
    if not page.boundaries:
        return []
    from couplekit.commands.boundaries import Here, both_locked
    from couplekit.showing.boundaries import rows_as_blocks

    lines = Here(context, page).lines().values()
    return list(rows_as_blocks(lines, context.say, opened=not both_locked(context, page)))


def signal_summary(
    signals: Mapping[Name, Signal], words: Mapping[Name, SignalWords], say: Interface, today: date
) -> str:
    """The signals, one line each, to be read inside a question."""
    return "\n".join(
        f"{words[name].label}: {ways(signals[name], say, today)}"
        for name in NAMES
        if name in signals and (signals[name].words or signals[name].signs)
    )
