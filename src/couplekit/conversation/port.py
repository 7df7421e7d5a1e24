"""The port to a person: what a conversation may do with whoever sits there.

Adapters are dumb. One prompt in, exactly what was typed or picked out: no defaults, no skipping, no
checking, no branching. That is the loop's, so that no way of asking can drift from another.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

from couplekit.domain.answers import Option

Kind = Literal["text", "lines", "secret", "pick", "picks", "go", "consent"]


class Stopped(BaseException):
    """Somebody stopped: Ctrl-C, Ctrl-D or the end of the input. Not an error.

    A BaseException, so that nothing between the key and the loop can swallow it.
    """


@dataclass(frozen=True)
class Marked:
    """Somebody's own words, with some of them pointed out: the letters from `start` to before `end`.

    `told` names those in a sentence, for where nothing can be underlined.
    """

    text: str
    start: int
    end: int
    told: str


@dataclass(frozen=True)
class Prompt:
    """One screen with one thing to answer.

    `go` asks for nothing but Enter. `pick` and `picks` return an option's number, id or label; `picks` may
    return several, split by commas. `consent` returns what was typed, after everything typed before it was
    thrown away. `secret` returns a line as it was typed, and never shows it. Esc, or a lone stroke, comes
    back as "/". `hint` belongs to this prompt; `habit` is true of many, so it need be said once where a
    person listens to every line. `one_key`: an option is picked by one key where keys can be read, and the
    first option is the one that gives least. `marked` stands above all that is said. `typed` is there to be
    changed, where a line can be.
    """

    kind: Kind
    say: str
    title: str = ""
    aside: str = ""
    help: str = ""
    options: tuple[Option, ...] = ()
    hint: str = ""
    habit: str = ""
    one_key: bool = False
    marked: Marked | None = None
    typed: str = ""


class Person(Protocol):
    """Someone at the screen. Every method may raise `Stopped`."""

    def begin(self) -> None:
        """A conversation begins."""
        ...

    def end(self) -> None:
        """It is over, however it ended. May be called twice."""
        ...

    def clear(self) -> None:
        """Take everything off the screen, and out of its memory where that can be done, for a hand-over."""
        ...

    def leave(self) -> None:
        """Take everything off the screen and out of its memory, at once: somebody has to be gone."""
        ...

    def ask(self, prompt: Prompt) -> str:
        """Show one screen and return what was typed or picked."""
        ...

    def tell(self, say: str) -> None:
        """Say something about the prompt that comes next."""
        ...

    def wait(self, say: str) -> None:
        """Say at once that something takes a moment. Nothing is asked."""
        ...

    def rest(self, say: str, seconds: float) -> bool:
        """Show a line for that long. True as soon as a key ends it."""
        ...
