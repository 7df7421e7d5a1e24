"""A sample conversation that plays by itself: the real loop and screens, with answers from a script."""

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from couplekit.conversation.port import Prompt
from couplekit.conversation.screen import drawn
from couplekit.conversation.scripted import Scripted
from couplekit.domain.answers import Accepted, pick
from couplekit.domain.text import clean

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

#: Seconds a screen stays before the next one: a little, and more for each word on it.
_LEAST, _PER_WORD, _LONGEST = 0.8, 0.05, 4.0


class Played(Scripted):
    """Draws each screen under the one before, shows what is picked or typed, and waits a little."""

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

    def ask(self, prompt: Prompt) -> str:
        """Draw the screen with its answer, wait, and give the answer."""
        answer = super().ask(prompt)
        lines = drawn(prompt, self._screen)
        picked = pick(answer, prompt.options) if prompt.options else None
        chosen = picked.value if isinstance(picked, Accepted) else "go" if prompt.kind == "go" else ""
        pointer = "❯" if "utf" in self._screen.encoding.lower() else ">"
        lines.append("")
        for option in prompt.options:
            lines.append(f"  {pointer if option.id == chosen else ' '} {clean(option.label)}")
        if not prompt.options:
            lines.append(f"  > {clean(answer)}")
        self._screen.file.write("\n".join(lines) + "\n\n")
        self._screen.file.flush()
        if not self._fast:
            words = sum(len(line.split()) for line in lines)
            self._sleep(min(_LONGEST, _LEAST + _PER_WORD * words))
        return answer
