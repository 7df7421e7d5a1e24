"""Our page, to read: who, whose comfort sets the pace, the signals, the next day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from couplekit.domain.agreement import Agreement
from couplekit.domain.card import SignalWords
from couplekit.domain.interface import Interface
from couplekit.domain.signals import Name
from couplekit.showing.document import Block, Gap, Words
from couplekit.showing.signals import signals_card


def our_page(  # noqa: PLR0917 - each is one part of the page
    page: Agreement,
    words: Mapping[Name, SignalWords],
    say: Interface,
    today: date,
    spoken: str = "",
    rows: Iterable[Block] = (),
) -> Iterator[Block]:
    """The whole page. `spoken` is its next day as it is said, or an empty text for none. `rows` are what the
    two said yes or no to, as it is shown.
    """
    partners = page.partners
    if partners.both:
        yield Words(say["page.title"], "title")
        yield Words(say("page.between", first=partners.name("a"), second=partners.name("b")))
    else:
        yield Words(say["page.title-alone"], "title")
        yield Words(partners.name("a"))
    yield Gap()
    yield from list(signals_card(page, words, say, today))[:-2]
    yield Gap()
    if rows := list(rows):
        yield from rows
        yield Gap()
    if partners.both:
        yield Words(say("page.pace", who=who_sets_the_pace(page, say)))
    else:
        yield Words(say["page.pace-alone"])
    if spoken:
        yield Words(say("page.meet" if partners.both else "page.meet-alone", day=spoken))
    yield Gap()
    yield Words(say["page.closing"], "quiet")


def who_sets_the_pace(page: Agreement, say: Interface) -> str:
    """Whose comfort sets the pace, in words: a name, or the slower of the two."""
    set_by = page.pace.set_by
    return say["page.slower"] if set_by == "the-slower-of-us" else page.partners.name(set_by)
