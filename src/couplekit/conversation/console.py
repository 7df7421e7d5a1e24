"""The full-screen way: one thing on a screen, something to press rather than to type.

Everything happens on the terminal's second screen, so that nothing of it stays in the scroll-back.
The only file that imports questionary and prompt_toolkit. Never `.ask()`: it turns Ctrl-C into None.
"""

import sys
from typing import TYPE_CHECKING, Any

from couplekit.conversation import keys
from couplekit.conversation.port import Prompt, Stopped
from couplekit.conversation.screen import drawn
from couplekit.domain.interface import Interface
from couplekit.domain.text import clean

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from questionary import Question
    from rich.console import Console as RichConsole

_SECOND_SCREEN, _FIRST_SCREEN = "\x1b[?1049h", "\x1b[?1049l"
_TOP = "\x1b[H\x1b[0J"
#: Two quiet colours, never needed to understand: what can be chosen, and help.
_STYLE = [
    ("qmark", "fg:ansicyan"),
    ("question", "nobold"),
    ("pointer", "fg:ansicyan"),
    ("highlighted", "fg:ansicyan"),
    ("selected", "fg:ansicyan noreverse"),
    ("answer", "nobold"),
    ("instruction", "fg:ansibrightblack"),
    ("text", ""),
]


class Console:
    """Draws on a terminal and reads keys from it."""

    def __init__(self, say: Interface, screen: "RichConsole") -> None:
        # Loaded before the first screen, so that no answer waits for it.
        import questionary  # noqa: F401

        self._say = say
        self._screen = screen
        self._told = ""
        self._on_second_screen = False

    def begin(self) -> None:
        """Go to the terminal's second screen."""
        if not self._on_second_screen:
            self._on_second_screen = True
            self._write(_SECOND_SCREEN + _TOP)

    def end(self) -> None:
        """Go back to the first screen, as it was."""
        if self._on_second_screen:
            self._on_second_screen = False
            self._write(_TOP + _FIRST_SCREEN)

    def clear(self) -> None:
        """Clear both screens and what the terminal remembers of them."""
        self._told = ""
        if self._on_second_screen:
            self._write(keys.CLEAR + _FIRST_SCREEN + keys.CLEAR + _SECOND_SCREEN + keys.CLEAR)
        else:
            self._write(keys.CLEAR)

    def ask(self, prompt: Prompt) -> str:
        """Draw one screen and return what was typed, or the numbers of what was picked."""
        try:
            if not self._draw(prompt):
                return "/"
            keys.drop_typed_ahead(sys.stdin)
            return self._consent() if prompt.kind == "consent" else self._asked(prompt)
        except (KeyboardInterrupt, EOFError):
            raise Stopped from None

    def tell(self, say: str) -> None:
        """Keep it for the next screen, which replaces this one."""
        self._told = say

    def rest(self, say: str, seconds: float) -> bool:
        """Show one line in the middle of an empty screen for a while; any key ends it."""
        try:
            with keys.one_key(sys.stdin) as pressed_within:
                self._draw(Prompt(kind="go", say=f"\n\n{say}", help=self._say("breathe.any-key")))
                return pressed_within(seconds)
        except KeyboardInterrupt:
            raise Stopped from None

    def _draw(self, prompt: Prompt) -> bool:
        """Draw a screen, page by page where the window is small. False where Esc was pressed on the way."""
        told, self._told = self._told, ""
        lines = drawn(prompt, self._screen, told)
        # The second screen has no scroll-back, so nothing may run off its top.
        height = max(4, self._screen.height - 3)
        room = max(4, self._screen.height - len(prompt.options) - 3)
        while len(lines) > room and len(lines) > 4:
            end = _page_end(lines, height)
            self._write(_TOP + "\n".join(lines[:end]) + "\n")
            if self._select([self._say("console.more")]) == "/":
                return False
            lines = ["", *lines[end + 1 :]] if lines[end : end + 1] == [""] else lines[end:]
        self._write(_TOP + "\n".join(lines) + "\n")
        return True

    def _asked(self, prompt: Prompt) -> str:
        if prompt.kind in ("text", "lines"):
            self._write("\n")
            return self._text(prompt)
        labels = [
            f"{option.label}  ({option.help})" if option.help else option.label for option in prompt.options
        ]
        if prompt.kind == "picks":
            return self._checkbox(labels)
        return self._select(labels)

    def _select(self, labels: list[str]) -> str:
        import questionary

        question = questionary.select(
            "",
            choices=[questionary.Choice(clean(label), value=str(n)) for n, label in enumerate(labels, 1)],
            qmark="",
            pointer=self._pointer(),
            instruction=" ",
            style=questionary.Style(_STYLE),
            erase_when_done=True,
        )
        return self._answer(question, self._menu_keys())

    def _checkbox(self, labels: list[str]) -> str:
        import questionary

        question = questionary.checkbox(
            "",
            choices=[questionary.Choice(clean(label), value=str(n)) for n, label in enumerate(labels, 1)],
            qmark="",
            pointer=self._pointer(),
            instruction=self._say("console.picks"),
            style=questionary.Style(_STYLE),
            erase_when_done=True,
        )
        return self._answer(question, self._menu_keys())

    def _text(self, prompt: Prompt) -> str:
        import questionary

        bindings = self._menu_keys()
        if prompt.kind == "lines":

            @bindings.add("enter")
            def _(event: "KeyPressEvent") -> None:
                buffer = event.current_buffer
                if buffer.document.current_line.strip():
                    buffer.newline()
                else:
                    buffer.validate_and_handle()

        question = questionary.text(
            "",
            qmark=self._pointer(),
            multiline=prompt.kind == "lines",
            instruction=self._say("console.lines") if prompt.kind == "lines" else None,
            style=questionary.Style(_STYLE),
            erase_when_done=True,
            key_bindings=bindings,
        )
        return self._answer(question, None)

    def _answer(self, question: "Question", bindings: "KeyBindings | None") -> str:
        """Run one question of questionary's. Gives "/" on Esc; raises on Ctrl-C and Ctrl-D."""
        from prompt_toolkit.input.typeahead import clear_typeahead
        from prompt_toolkit.key_binding import merge_key_bindings

        application: Any = question.application
        if bindings is not None:
            application.key_bindings = merge_key_bindings([application.key_bindings, bindings])
        # Seconds after which a lone Esc is Esc and not the beginning of an arrow key.
        application.ttimeoutlen = 0.05
        clear_typeahead(application.input)
        try:
            answer = question.unsafe_ask()
        finally:
            clear_typeahead(application.input)
        return ",".join(answer) if isinstance(answer, list) else str(answer)

    def _menu_keys(self) -> "KeyBindings":
        from prompt_toolkit.key_binding import KeyBindings

        bindings = KeyBindings()

        @bindings.add("escape", eager=True)
        def _(event: "KeyPressEvent") -> None:
            event.app.exit(result="/")

        @bindings.add("c-d")
        def _(event: "KeyPressEvent") -> None:
            event.app.exit(exception=EOFError)

        return bindings

    def _consent(self) -> str:
        """Read a typed line without any prompt library: no default, nothing typed ahead."""
        self._write(f"  {self._say('console.consent')}\n\n  > ")
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        # Esc opens the menu here too; on a plain line it arrives as itself, before Enter.
        return "/" if line.startswith("\x1b") else line.rstrip("\r\n")

    def _pointer(self) -> str:
        return " ❯" if "utf" in (self._screen.encoding or "").lower() else " >"

    def _write(self, text: str) -> None:
        self._screen.file.write(text)
        self._screen.file.flush()


def _page_end(lines: list[str], height: int) -> int:
    """How many lines go on a page of so many: up to the end of a paragraph, where one ends late enough."""
    ends = [number for number in range(height // 2, min(height, len(lines))) if not lines[number]]
    return ends[-1] if ends and len(lines) > height else height
