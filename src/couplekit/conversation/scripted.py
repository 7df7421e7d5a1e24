"""A person made of a script, for tests. It is an error to be asked what is not in the script, and an
error to end with answers nobody asked for.
"""

from collections.abc import Iterable, Iterator

from couplekit.conversation.port import Prompt, Stopped

#: In a script: press Ctrl-C here.
CTRL_C = "\x03"


class Unasked(AssertionError):
    """The conversation and the script disagree."""


class Scripted:
    """Answers each prompt from `(part of what is asked, answer)` pairs, in order.

    The first of the pair stands somewhere in the prompt's title, text or options; it keeps a script
    honest when a guide changes. Everything shown is kept in `shown`.
    """

    def __init__(self, script: Iterable[tuple[str, str]]) -> None:
        self._script: Iterator[tuple[str, str]] = iter(script)
        self.shown: list[Prompt] = []
        self.told: list[str] = []
        self.events: list[str] = []

    def begin(self) -> None:
        """Note that a conversation begins."""
        self.events.append("begin")

    def end(self) -> None:
        """Note that it is over."""
        self.events.append("end")

    def clear(self) -> None:
        """Note that the screen was cleared."""
        self.events.append("clear")

    def leave(self) -> None:
        """Note that the screen was left."""
        self.events.append("leave")

    def ask(self, prompt: Prompt) -> str:
        """Give the next answer of the script. Raises Unasked where the script says something else comes."""
        self.shown.append(prompt)
        expected, answer = next(self._script, ("", None))
        words = [
            prompt.title,
            prompt.aside,
            prompt.say,
            prompt.hint,
            prompt.habit,
            *(o.label for o in prompt.options),
        ]
        on_screen = "\n".join(words)
        if answer is None:
            raise Unasked(f"asked, and the script is over: {on_screen!r}")
        if expected not in on_screen:
            raise Unasked(f"the script expected {expected!r}, the screen says {on_screen!r}")
        if answer == CTRL_C:
            raise Stopped
        return answer

    def tell(self, say: str) -> None:
        """Note what was said."""
        self.told.append(say)

    def wait(self, say: str) -> None:
        """Note what was said."""
        self.told.append(say)

    def rest(self, say: str, seconds: float) -> bool:
        """Note the line and how long it would be shown; nobody presses a key and nobody waits."""
        self.events.append(f"rest {seconds:g}")
        self.told.append(say)
        return False

    def finish(self) -> None:
        """Raise Unasked where an answer of the script was never asked for."""
        left = list(self._script)
        if left:
            raise Unasked(f"never asked for: {left!r}")
