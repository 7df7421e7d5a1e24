"""`couplekit` without a command: home. What is next, what is unfinished, for the partner, about and help."""

from couplekit.commands import talking
from couplekit.commands.context import Context
from couplekit.conversation.port import Person
from couplekit.domain.agreement import Agreement
from couplekit.domain.answers import Option
from couplekit.domain.days import spoken
from couplekit.domain.listening import waits_for_both


def home_screen(context: Context) -> None:
    """Show home: a menu on a terminal, the same as text anywhere else."""
    agreement = context.page()
    guides: tuple[str, ...] = ("start", "start-alone")
    if agreement is not None:
        guides = ("check-in-short",) if agreement.partners.both else ("check-in-alone",)
    unfinished = talking.unfinished(context, *guides)
    found = [draft for draft in (unfinished, talking.unfinished(context, "talk")) if draft is not None]
    waiting = [draft for draft in found if waits_for_both(draft)]
    lines, options = _offers(
        context, agreement, unfinished=unfinished not in (None, *waiting), waits=bool(waiting)
    )
    if not context.is_screen:
        _as_text(context, lines, options)
        return
    person = context.person("")
    while True:
        chosen = talking.pick(context, person, agreement, "\n\n".join(lines), options, one_key=True)
        if chosen is None or not _go(context, person, agreement, chosen):
            return


def _offers(
    context: Context, page: Agreement | None, *, unfinished: bool, waits: bool
) -> tuple[list[str], tuple[Option, ...]]:
    say = context.say
    if page is None:
        lines = [say["welcome.first-run"]]
        if context.is_screen:  # in a pipe there are no keys to press
            lines.append(say["welcome.no-hurry-plain" if context.plain else "welcome.no-hurry"])
        ids = ["both", "alone", "look-around", "say", "not-today"]
        if unfinished:
            lines.append(say["home.unfinished"])
            ids = ["go-on", "look-around", "about", "not-today"]
        return lines, tuple(Option(id, say[f"welcome.{id}"]) for id in ids)
    day = page.meeting.next
    lines = [say["home.welcome-back" if page.partners.both else "home.welcome-back-alone"]]
    if day is not None and day >= context.today():
        lines.append(say("home.next", day=spoken(day, say)))
    if waits:
        lines.append(say["home.waits"])
    if unfinished:
        lines.append(say["home.unfinished"])
    ids = ["check-in", "signals", "page", "boundaries", "answer", "off", "talk", "say"]
    ids += ["setup", "partner", "about", "leave"]
    if not page.boundaries:
        ids.remove("off")
        if page.partners.both or not context.home.drawer("a").exists:
            ids.remove("boundaries")
    if not page.partners.both:
        ids.remove("talk")
    # One person alone has a list of their own, and nobody to read it together with.
    alone = () if page.partners.both else ("boundaries", "answer")
    labels = {id: say[f"home-alone.{id}"] if id in alone else say[f"home.{id}"] for id in ids}
    return lines, tuple(Option(id, label) for id, label in labels.items())


def _as_text(context: Context, lines: list[str], options: tuple[Option, ...]) -> None:
    say = context.say
    context.tell("\n\n".join(lines))
    for option in options:
        command = say.get(f"home-command.{option.id}")
        if command:
            context.tell(f"{option.label}: {command}")


def _go(context: Context, person: Person, page: Agreement | None, chosen: str) -> bool:
    """Do what was chosen. True where home is shown again afterwards."""
    if chosen in ("both", "alone"):
        from couplekit.commands.start import first_evening

        first_evening(context, person, both_here=chosen == "both")
        return False
    if chosen == "go-on":
        from couplekit.commands.start import first_evening

        first_evening(context, person, both_here=True)
        return False
    if chosen == "check-in":
        from couplekit.commands.check_in import hold_check_in

        hold_check_in(context, person)
        return False
    if chosen == "talk":
        from couplekit.commands.talk import hold_talk

        hold_talk(context, person)
        return False
    if chosen == "say":
        from couplekit.commands.say import hold_say

        hold_say(context, person)
        return False
    if chosen == "setup":
        if page is not None:
            from couplekit.commands.start import change_setup

            change_setup(context, page)
        return False
    if chosen in ("boundaries", "answer", "off"):
        _boundaries(context, person, chosen)
        return False
    if chosen in ("signals", "page"):
        _show(context, page, chosen)
        return False
    if chosen == "partner":
        return talking.read(context, person, page, "for-the-partner")
    if chosen == "look-around":
        return talking.read(context, person, page, "look-around")
    if chosen == "about":
        return _about(context, person, page)
    return False


def _boundaries(context: Context, person: Person, chosen: str) -> None:
    from couplekit.commands.answering import hold_round
    from couplekit.commands.boundaries import show, take_off

    if chosen == "off":
        take_off(context, person)
    elif chosen == "answer":
        hold_round(context)
    else:
        show(context)


def _show(context: Context, page: Agreement | None, chosen: str) -> None:
    from couplekit.commands.show import page_blocks
    from couplekit.content.signal_words import about_signals
    from couplekit.showing.signals import signals_card

    if page is not None and chosen == "page":
        context.show(page_blocks(context, page))
    else:
        context.show(signals_card(page, about_signals().words, context.say, context.today()))


def _about(context: Context, person: Person, page: Agreement | None) -> bool:
    from couplekit.content.guides import cards
    from couplekit.conversation.loop import ABOUT

    say = context.say
    known = cards()
    options = (Option("go-on", say["about.go-on"]), *(Option(id, known[id].title) for id in ABOUT))
    while True:
        chosen = talking.pick(context, person, page, say["about.say"], options)
        if chosen == "go-on":
            return True
        if chosen is None or not talking.read(context, person, page, chosen):
            return False
