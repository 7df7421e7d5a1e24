"""`couplekit lock`: a private part for one of the two, locked with a passphrase. And opening one."""

from collections.abc import Callable, Mapping, Sequence

import typer

from couplekit.commands import talking
from couplekit.commands.alone import Alone
from couplekit.commands.context import Context, Plain, of
from couplekit.conversation.port import Person
from couplekit.domain.agreement import Agreement
from couplekit.domain.answers import Option, Refused
from couplekit.domain.guide import Slot
from couplekit.domain.passphrase import LONGEST, drawn, fault, forms, is_short
from couplekit.domain.people import SIDES, Side, side_named
from couplekit.domain.private import PRIVATE, Private, having_seen
from couplekit.errors import NoPage
from couplekit.storage.drawers import Drawer, OpenDrawer
from couplekit.storage.wrapping import PassphraseRefused, WrongPassphrase

lock = typer.Typer(rich_markup_mode=None)

#: Looks at what was typed: a reason to ask again, or None where it was taken.
Look = Callable[[str], Refused | None]
_NOBODY = "nobody"


@lock.command()
def _lock(ctx: typer.Context, plain: Plain = False) -> None:
    """Lock your private part, or change its passphrase.

    Offered to both of you in the same way. You get five words drawn for you, or choose your own. They are
    typed and never shown, and never part of a command. Nobody can open your private part without them, and
    nobody can bring forgotten ones back.
    """
    hold_lock(of(ctx, plain))


def hold_lock(context: Context) -> None:
    """Ask whose private part, and lock it or change its passphrase."""
    context.expect_saving("lock")
    page = context.page()
    sides = _sides(context, page)
    if not sides:
        raise NoPage
    person = context.person("lock")
    side = _who(context, person, page, sides)
    if side is not None:
        lock_or_change(Turn(context, person, page, side))


def opened(context: Context, person: Person, page: Agreement | None, side: Side) -> OpenDrawer | None:
    """Ask one of the two for the passphrase of their private part, and return it opened.

    The screen is handed over to them first, and it stays with them. They can try as often as they like.
    None where they leave it. What is returned is the one thing that holds it open: it is worked out once,
    and kept nowhere. Raises DrawerProblem where no passphrase would do.
    """
    return _opened(Turn(context, person, page, side), context.say["lock.open"])


class Turn(Alone):
    """One of the two at their private part, one question at a time."""

    def __init__(self, context: Context, person: Person, page: Agreement | None, side: Side) -> None:
        title = context.say["lock.title"]
        super().__init__(context, person, page, side, why="lock.why", hand_over="lock.hand-over", title=title)
        #: What is said where work on their private part takes a while.
        self.doing = ""

    @property
    def drawer(self) -> Drawer:
        """Their private part."""
        return self.context.home.drawer(self.side, lambda: self.person.wait(self.doing))

    def secret(self, shown: str, look: Look) -> bool:
        """A line that nobody sees. True where `look` took one."""
        taken = False
        remarked: set[str] = set()

        def check(_slot: Slot, typed: str, _answers: Mapping[str, str]) -> Refused | None:
            nonlocal taken
            refused = look(typed)
            # A remark is made once: the same line again is taken.
            taken = refused is None or (refused.once and typed in remarked)
            remarked.add(typed)
            return refused

        self.hold([self.question("one", "secret")], {"one": shown}, check=check)
        return taken and not self.is_left


def lock_or_change(turn: Turn) -> None:
    """Lock a private part that has no lock yet; offer another passphrase for one that has."""
    say = turn.context.say
    drawer = turn.drawer
    if not drawer.exists:
        turn.doing = say["lock.locking"]
        kept = _with_new_one(turn, say["lock.say"], lambda passphrase: _begin(turn, drawer.lock(passphrase)))
        turn.over(say["lock.done"] if kept else say["lock.unchanged"])
        return
    labels = {"as-it-is": say["lock.as-it-is"], "change": say["lock.change"]}
    found = None
    if turn.pick(say["lock.locked"], labels) == "change":
        found = _opened(turn, say["lock.old"])
    turn.doing = say["lock.locking"]
    kept = found is not None and _with_new_one(turn, say["lock.another"], found.change)
    turn.over(say["lock.changed"] if kept else say["lock.unchanged"])


def _begin(turn: Turn, drawer: OpenDrawer) -> None:
    """What a private part begins with: the page as it is on that day. From here on it is a witness."""
    if turn.page is not None:
        drawer.save(PRIVATE, having_seen(Private(), turn.page))


def _opened(turn: Turn, shown: str) -> OpenDrawer | None:
    turn.doing = turn.context.say["lock.opening"]
    drawer = turn.drawer
    found = None

    def look(typed: str) -> Refused | None:
        nonlocal found
        try:
            found = drawer.open(typed)
        except (WrongPassphrase, PassphraseRefused):
            return Refused("passphrase-wrong", {})
        return None

    turn.secret(shown, look)
    return found


def _with_new_one(turn: Turn, shown: str, keep: Callable[[str], object]) -> bool:
    """Come to a new passphrase, drawn words or their own, and hand it to `keep`. False where they left."""
    say = turn.context.say
    ways = {"draw": say["lock.draw"], "own": say["lock.own"], "not-now": say["lock.not-now"]}
    chosen = turn.pick(shown, ways)
    while chosen in ("draw", "own"):
        kept = _drawn(turn, keep) if chosen == "draw" else _own(turn, keep)
        if kept or turn.is_left:
            return kept
        chosen = turn.pick(shown, ways)
    return False


def _drawn(turn: Turn, keep: Callable[[str], object]) -> bool:
    """Show words until some are written down; typed once, they are kept."""
    say = turn.context.say
    words = _words()
    labels = {"type": say["lock.type"], "draw": say["lock.draw-again"], "back": say["lock.back"]}
    while True:
        passphrase = drawn(words)
        chosen = turn.pick(say("lock.drawn", words=passphrase), labels)
        if chosen not in ("type", "draw"):
            return False

        def look(typed: str, passphrase: str = passphrase) -> Refused | None:
            if _same(" ".join(typed.split()), passphrase):
                keep(passphrase)
                return None
            return Refused("passphrase-other", {})

        if chosen == "type" and (turn.secret(say["lock.typed"], look) or turn.is_left):
            return not turn.is_left


def _own(turn: Turn, keep: Callable[[str], object]) -> bool:
    """Ask for a passphrase of their own, twice, until both are the same."""
    say = turn.context.say
    first = ""

    def look(typed: str) -> Refused | None:
        nonlocal first
        wrong = fault(typed)
        if wrong == "long":
            return Refused("passphrase-long", {"longest": str(LONGEST)})
        if wrong == "unusual":
            return Refused("passphrase-unusual", {})
        if wrong == "empty":
            return Refused("passphrase-empty", {})
        first = typed
        return Refused("passphrase-short", {}, once=True) if is_short(typed) else None

    differ = False

    def look_again(typed: str) -> Refused | None:
        nonlocal differ
        differ = not _same(typed, first)
        if not differ:
            keep(first)
        return None

    while turn.secret(say["lock.first"], look):
        if not turn.secret(say["lock.again"], look_again):
            return False
        if not differ:
            return True
        turn.person.tell(say["lock.differ"])
    return False


def _same(one: str, other: str) -> bool:
    """Whether two passphrases open the same, however a keyboard makes an é."""
    return forms(one)[0] == forms(other)[0]


def _words() -> list[str]:
    """The 7,776 words that a passphrase is drawn from: the long list of the EFF."""
    from xkcdpass import xkcd_password

    return sorted(xkcd_password.generate_wordlist("eff-long", min_length=1, max_length=99))


def _sides(context: Context, page: Agreement | None) -> tuple[Side, ...]:
    """Who may have a private part here. A page may be gone that had two; what they locked is still theirs."""
    if page is not None:
        return page.partners.sides
    return tuple(side for side in SIDES if context.home.drawer(side).exists)


def _who(context: Context, person: Person, page: Agreement | None, sides: Sequence[Side]) -> Side | None:
    """Whose private part: asked where there are two."""
    if len(sides) == 1:
        return sides[0]
    say = context.say
    names = talking.names_of(page)
    labels = {"a": names.get("a") or say["lock.side-a"], "b": names.get("b") or say["lock.side-b"]}
    options = (Option(_NOBODY, say["lock.nobody"]), *(Option(side, labels[side]) for side in sides))
    return side_named(talking.pick(context, person, page, say["lock.who"], options))
