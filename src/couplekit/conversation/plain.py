"""The plain way: numbered, append-only, nothing drawn or redrawn. For screen readers, pipes and paper.

No escape byte (but for leaving at once), no bare carriage return, no meaning in a column. What a prompt
takes is said in words. Whoever listens cannot skim, so what was said a moment ago is not said again.
"""

import os
import shutil
import sys
from collections.abc import Callable
from typing import IO

from couplekit.conversation import keys
from couplekit.conversation.port import Prompt, Stopped
from couplekit.domain.interface import Interface
from couplekit.domain.text import clean
from couplekit.lines import wrapped


class Plain:
    """Reads lines, appends lines."""

    def __init__(
        self, say: Interface, *, width: int = 80, source: IO[str] | None = None, sink: IO[str] | None = None
    ) -> None:
        self._say = say
        self._width = max(24, min(width, 80))
        self._in = source or sys.stdin
        self._out = sink or sys.stdout
        self._hints_said: set[str] = set()
        self._just_said: tuple[str, ...] = ()
        self._is_resting = False
        self._undo: Callable[[], None] = lambda: None
        self._echo_again: Callable[[], None] | None = None

    def begin(self) -> None:
        """Say once how to answer and how to leave."""
        self._undo = keys.on_ending(keys.end_by)
        self._hint(self._say["plain.begin"])

    def end(self) -> None:
        """Nothing was drawn, so there is nothing on the screen to put back."""
        self._show_typed()
        self._undo()

    def clear(self) -> None:
        """Move what was said off the screen with empty lines; a pipe has no screen.

        A terminal's memory of it cannot be cleared without an escape sequence, and a hand-over sends
        none here: docs/consent.md says so, and the full-screen way does clear it.
        """
        self._just_said = ()
        if keys.is_terminal(self._out):
            self._out.write("\n" * shutil.get_terminal_size().lines)
            self._out.flush()

    def leave(self) -> None:
        """Clear the screen and what the terminal remembers: here alone an escape sequence is sent.

        Whoever leaves at once needs the words gone more than a quiet line. A terminal that knows no
        sequences, and a pipe, get none.
        """
        if keys.is_terminal(self._out) and os.environ.get("TERM", "dumb") != "dumb":
            self._out.write(keys.CLEAR)
            self._out.flush()
        else:
            self.clear()

    def ask(self, prompt: Prompt) -> str:
        """Write the prompt as lines and read one line, or several up to an empty one."""
        self._is_resting = False
        try:
            return self._asked(prompt)
        except (KeyboardInterrupt, EOFError):
            self._write("")
            raise Stopped from None

    def _asked(self, prompt: Prompt) -> str:
        if prompt.kind != "secret":
            self._show_typed()
        elif self._echo_again is None:
            # From before it is asked for until something else is: also while something is worked out.
            self._echo_again = keys.unechoed(self._in)
        self._screen(prompt)
        if prompt.kind == "consent":
            keys.drop_typed_ahead(self._in)
            self._write(self._say("plain.consent"))
            return self._line()
        if prompt.kind == "lines":
            self._hint(self._say["plain.lines"])
            return self._lines()
        if prompt.kind in ("pick", "picks"):
            for number, option in enumerate(prompt.options, 1):
                help = f" ({option.help})" if option.help else ""
                self._write(f"{number}. {option.label}{help}", indent="   ")
            self._write(self._say(f"plain.{prompt.kind}", last=str(len(prompt.options))))
        elif prompt.kind == "go":
            self._write(self._say("plain.go", label=prompt.options[0].label if prompt.options else ""))
        keys.drop_typed_ahead(self._in)
        if prompt.kind == "secret":
            line = self._unseen_line()
            keys.pasted_lines(self._in)
            return line
        line = self._line()
        rest = keys.pasted_lines(self._in)
        if rest and prompt.kind == "text" and line.strip():
            return " ".join([line, *rest])
        return line

    def tell(self, say: str) -> None:
        """Append a line or two."""
        self._write(say)

    def wait(self, say: str) -> None:
        """Append a line or two."""
        self._write(say)

    def rest(self, say: str, seconds: float) -> bool:
        """Append a line and wait; any key ends it."""
        try:
            with keys.one_key(self._in) as pressed_within:
                self._write(say)
                if not self._is_resting:
                    self._is_resting = True
                    self._write(self._say["breathe.any-key"])
                return pressed_within(seconds)
        except KeyboardInterrupt:
            raise Stopped from None

    def _screen(self, prompt: Prompt) -> None:
        self._write("")
        heading = [_ended(prompt.title)] if prompt.title else []
        if prompt.aside:
            heading.append(self._say("plain.for", who=prompt.aside))
        if heading:
            self._write(" ".join(heading))
        # Asked once more, or now to be typed: what it is about is enough, and "/" and going on says it all.
        words = (prompt.title, prompt.aside, prompt.say, prompt.help)
        said = () if words == self._just_said and prompt.kind != "consent" else (prompt.say, prompt.help)
        self._just_said = words
        marked = (prompt.marked.text, prompt.marked.told) if prompt.marked is not None else ()
        for part in (*marked, *said, prompt.hint):
            if part:
                self._write(part)
        if prompt.habit:
            self._hint(prompt.habit)

    def _line(self) -> str:
        self._out.write("> ")
        self._out.flush()
        line = self._in.readline()
        if not line:
            raise EOFError
        if not keys.is_terminal(self._in):
            # What came through a pipe is not on the screen yet.
            self._out.write(f"{clean(line)}\n")
        return line.rstrip("\r\n")

    def _unseen_line(self) -> str:
        """A line that is not shown: not as it is typed, and not as it came through a pipe."""
        self._out.write("> ")
        self._out.flush()
        if sys.platform == "win32" and keys.is_terminal(self._in):
            import getpass

            return getpass.getpass("")
        line = self._in.readline()
        self._out.write("\n")
        self._out.flush()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")

    def _show_typed(self) -> None:
        """Show again what is typed, where that was switched off."""
        if self._echo_again is not None:
            self._echo_again()
            self._echo_again = None

    def _lines(self) -> str:
        lines: list[str] = []
        while line := self._line():
            lines.append(line)
            if len(lines) == 1 and line.startswith("/"):
                break
        return "\n".join(lines)

    def _hint(self, words: str) -> None:
        """Say something that is true of many prompts, once."""
        if words not in self._hints_said:
            self._hints_said.add(words)
            self._write(words)

    def _write(self, text: str, indent: str = "") -> None:
        for paragraph in clean(text).split("\n"):
            self._out.write("\n".join(wrapped(paragraph, self._width - 1, later=indent)) + "\n")
        self._out.flush()


def _ended(title: str) -> str:
    """A title as a sentence, so that a voice comes to rest after it."""
    return title if title.endswith((".", "?", "!")) else f"{title}."
