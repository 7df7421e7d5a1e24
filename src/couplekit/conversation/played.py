"""A sample conversation that plays by itself: the real loop and screens, with answers from a script."""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from couplekit.conversation.port import Prompt
from couplekit.conversation.screen import drawn
from couplekit.conversation.scripted import Scripted
from couplekit.domain.answers import Accepted, pick
from couplekit.domain.text import clean
from couplekit.lines import wrapped

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

#: Seconds a screen stays before the next one: a little, and more for each word on it.
_LEAST, _PER_WORD, _LONGEST = 0.8, 0.05, 4.0


class Played(Scripted):
    """Draws each screen under the one before, shows what is picked or typed, and waits a little.

    A screen without styles gets plain lines: nothing far to the right, and what was picked in words.
    """

    def __init__(
        self,
        script: Iterable[tuple[str, str]],
        screen: "RichConsole",
        *,
        fast: bool = False,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(script)
        self._screen = screen
        # Nobody watches a pipe.
        self._fast = fast or not screen.is_terminal
        self._sleep = sleep
        self._habits_said: set[str] = set()

    def ask(self, prompt: Prompt) -> str:
        """Draw the screen with its answer, wait, and give the answer."""
        answer = super().ask(prompt)
        picked = pick(answer, prompt.options) if prompt.options else None
        chosen = picked.value if isinstance(picked, Accepted) else "go" if prompt.kind == "go" else ""
        if self._screen.color_system is None:
            lines = list(self._in_lines(prompt, chosen, answer))
        else:
            lines = self._drawn(prompt, chosen, answer)
        self._screen.file.write("\n".join(lines) + "\n\n")
        self._screen.file.flush()
        if not self._fast:
            words = sum(len(line.split()) for line in lines)
            self._sleep(min(_LONGEST, _LEAST + _PER_WORD * words))
        return answer

    def _drawn(self, prompt: Prompt, chosen: str, answer: str) -> list[str]:
        lines = drawn(prompt, self._screen)
        pointer = "❯" if "utf" in self._screen.encoding.lower() else ">"
        lines.append("")
        marked = [(pointer if option.id == chosen else " ", option.label) for option in prompt.options]
        for mark, said in marked or [(">", "" if prompt.kind == "secret" else answer)]:
            for line in clean(said).split("\n"):
                lines += wrapped(line, min(self._screen.width, 80), first=f"  {mark} ", later="    ")
        return lines

    def _in_lines(self, prompt: Prompt, chosen: str, answer: str) -> Iterator[str]:
        """As the plain way says it; what was picked stands where it would have been typed."""
        heading = f"{prompt.title} ({prompt.aside})" if prompt.aside else prompt.title
        parts = [heading, prompt.say, prompt.help, prompt.hint]
        if prompt.habit not in self._habits_said:
            self._habits_said.add(prompt.habit)
            parts.append(prompt.habit)
        if prompt.kind != "go":
            parts += [f"{number}. {option.label}" for number, option in enumerate(prompt.options, 1)]
        typed = "" if prompt.kind == "secret" else answer
        parts.append(f"> {next((o.label for o in prompt.options if o.id == chosen), typed)}")
        # rich takes every terminal that cannot draw for one of 80 columns.
        width = max(20, min(self._screen.width, shutil.get_terminal_size().columns - 1, 79))
        for line in clean("\n".join(part for part in parts if part)).split("\n"):
            yield from wrapped(line, width)
