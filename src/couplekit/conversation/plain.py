"""The plain way: numbered, append-only, nothing drawn or redrawn. For screen readers, pipes and paper.

No escape byte, no bare carriage return, no meaning in a column. What a prompt takes is said in words.
"""

import shutil
import sys
import textwrap
from typing import IO

from couplekit.conversation import keys
from couplekit.conversation.port import Prompt, Stopped
from couplekit.domain.interface import Interface
from couplekit.domain.text import clean


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

    def begin(self) -> None:
        """Say once how to answer and how to leave."""
        self._hint("plain.begin")

    def end(self) -> None:
        """Nothing was drawn, so there is nothing to put back."""

    def clear(self) -> None:
        """Move what was said off the screen with empty lines; a pipe has no screen.

        A terminal's memory of it cannot be cleared without an escape sequence, and plain mode sends
        none: docs/consent.md says so, and the full-screen way does clear it.
        """
        if keys.is_terminal(self._out):
            self._out.write("\n" * shutil.get_terminal_size().lines)
            self._out.flush()

    def ask(self, prompt: Prompt) -> str:
        """Write the prompt as lines and read one line, or several up to an empty one."""
        try:
            return self._asked(prompt)
        except (KeyboardInterrupt, EOFError):
            self._write("")
            raise Stopped from None

    def _asked(self, prompt: Prompt) -> str:
        self._screen(prompt)
        if prompt.kind == "consent":
            keys.drop_typed_ahead(self._in)
            self._write(self._say("plain.consent"))
            return self._line()
        if prompt.kind == "lines":
            self._hint("plain.lines")
            return self._lines()
        if prompt.kind in ("pick", "picks"):
            for number, option in enumerate(prompt.options, 1):
                help = f" ({option.help})" if option.help else ""
                self._write(f"{number}. {option.label}{help}", indent="   ")
            self._write(self._say(f"plain.{prompt.kind}", last=str(len(prompt.options))))
        elif prompt.kind == "go":
            self._write(self._say("plain.go", label=prompt.options[0].label if prompt.options else ""))
        keys.drop_typed_ahead(self._in)
        line = self._line()
        rest = keys.pasted_lines(self._in)
        if rest and prompt.kind == "text" and line.strip():
            return " ".join([line, *rest])
        return line

    def tell(self, say: str) -> None:
        """Append a line or two."""
        self._write(say)

    def rest(self, say: str, seconds: float) -> bool:
        """Append a line and wait; any key ends it."""
        try:
            with keys.one_key(self._in) as pressed_within:
                self._write(say)
                return pressed_within(seconds)
        except KeyboardInterrupt:
            raise Stopped from None

    def _screen(self, prompt: Prompt) -> None:
        self._write("")
        heading = [f"{prompt.title.rstrip('.')}."] if prompt.title else []
        if prompt.aside:
            heading.append(self._say("plain.for", who=prompt.aside))
        if heading:
            self._write(" ".join(heading))
        for part in (prompt.say, prompt.help, prompt.hint):
            if part:
                self._write(part)

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

    def _lines(self) -> str:
        lines: list[str] = []
        while line := self._line():
            lines.append(line)
            if len(lines) == 1 and line.startswith("/"):
                break
        return "\n".join(lines)

    def _hint(self, key: str) -> None:
        if key not in self._hints_said:
            self._hints_said.add(key)
            self._write(self._say(key))

    def _write(self, text: str, indent: str = "") -> None:
        for paragraph in clean(text).split("\n"):
            wrapped = textwrap.wrap(paragraph, self._width - 1, subsequent_indent=indent) or [""]
            self._out.write("\n".join(wrapped) + "\n")
        self._out.flush()
