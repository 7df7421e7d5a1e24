"""`couplekit boundaries items`: the couple's own items, other names, what is not asked, how long open is."""

from typing import TYPE_CHECKING

from couplekit.commands import talking
from couplekit.commands.boundaries import Here, pick_item
from couplekit.commands.context import Context, new_id
from couplekit.domain import answers as means
from couplekit.domain.agreement import Change
from couplekit.domain.answers import Accepted, Option, Refused
from couplekit.domain.boundaries import MOST_WEEKS, WEEKS, OwnItem
from couplekit.domain.lists import LONGEST_LABEL
from couplekit.domain.ratchet import readings, with_hidden, with_label, with_open_weeks, with_own_item

if TYPE_CHECKING:
    from couplekit.conversation.port import Person


def change_items(context: Context) -> None:
    """Change one thing in the lists. What is on the page stays, and nothing is open by it."""
    here = Here(context, context.needed_page())
    person = context.person("boundaries items")
    say = context.say
    hidden = [item for item in here.items.values() if item.hidden]
    weeks = here.page.lists.open_weeks if here.page.lists else WEEKS
    ids = ["nothing", "add", "rename", "hide", *(["show"] if hidden else [])]
    options = [Option(id, say[f"items.{id}"]) for id in ids]
    options.append(Option("weeks", say("items.open-weeks", weeks=str(weeks))))
    chosen = talking.pick(context, person, here.page, say["items.say"], options, one_key=True)
    change = _CHANGES[chosen](here, person) if chosen in _CHANGES else None
    if change is not None:
        context.home.update(change)
        context.tell(say["items.done"])


def _add(here: Here, person: "Person") -> Change | None:
    """Something of their own. It is asked in the next round, of both."""
    context, say = here.context, here.context.say
    label = _label(here, person)
    if label is None:
        return None
    options = (Option("no", say["items.sides-no"]), Option("yes", say["items.sides-yes"]))
    sides = talking.pick(context, person, here.page, say["items.sides"], options, one_key=True)
    options = (Option("no", say["items.nowhere-no"]), Option("yes", say["items.nowhere-yes"]))
    nowhere = sides and talking.pick(context, person, here.page, say["items.nowhere"], options, one_key=True)
    if nowhere is None:
        return None
    item = OwnItem(label=label).model_copy(
        update={"two_sided": sides == "yes", "leads_nowhere": nowhere == "yes"}
    )
    return with_own_item(f"own-{new_id()}", item, here.origin)


def _rename(here: Here, person: "Person") -> Change | None:
    """Another name for an item. A limit keeps its name, or nobody would know what the no is to."""
    context, say = here.context, here.context.say
    item = pick_item(here, person, list(here.items.values()))
    if item is None:
        return None
    today = readings(here.page, context.today())
    rows = [row.id for row in item.rows]
    if any(today[row].level == "limit" for row in rows if row in today):
        context.tell(say["items.limit"])
        return None
    label = _label(here, person)
    return None if label is None else with_label(item.id, rows, label, new_id(8), here.origin)


def _hide(here: Here, person: "Person") -> Change | None:
    item = pick_item(here, person, [item for item in here.items.values() if not item.hidden])
    return None if item is None else with_hidden(item.id, here.origin)


def _show(here: Here, person: "Person") -> Change | None:
    item = pick_item(here, person, [item for item in here.items.values() if item.hidden])
    return None if item is None else with_hidden(item.id, here.origin, hide=False)


def _weeks(here: Here, person: "Person") -> Change | None:
    """How long something stays open after the next reading. What is open now keeps its day."""

    def check(_slot: object, typed: str, _answers: object) -> Refused | None:
        number = means.number(typed, 1, MOST_WEEKS)
        return number if isinstance(number, Refused) else None

    typed = talking.written(here.context, person, here.page, here.context.say["items.weeks-say"], check)
    number = means.number(typed or "", 1, MOST_WEEKS)
    return with_open_weeks(int(number.value), here.origin) if isinstance(number, Accepted) else None


def _label(here: Here, person: "Person") -> str | None:
    def check(_slot: object, typed: str, _answers: object) -> Refused | None:
        if len(typed) <= LONGEST_LABEL:
            return None
        return Refused("too-long", {"typed": str(len(typed)), "longest": str(LONGEST_LABEL)})

    return talking.written(here.context, person, here.page, here.context.say["items.label"], check)


_CHANGES = {"add": _add, "rename": _rename, "hide": _hide, "show": _show, "weeks": _weeks}
