"""The full-screen way: one thing on a screen, something to press rather than to type.

Everything happens on the terminal's second screen, so that nothing of it stays in the scroll-back.
The only file that imports questionary and prompt_toolkit. Never `.ask()`: it turns Ctrl-C into None.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from couplekit.conversation import keys
from couplekit.conversation.port import Prompt, Stopped
from couplekit.conversation.screen import drawn
from couplekit.domain.interface import Interface
from couplekit.domain.text import clean, drawable
from couplekit.lines import wrapped

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.data_structures import Size
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.layout.processors import Processor
    from questionary import Question
    from rich.console import Console as RichConsole

_SECOND_SCREEN, _FIRST_SCREEN = "\x1b[?1049h", "\x1b[?1049l"
_TOP = "\x1b[H\x1b[0J"
#: What a question that was cut off leaves switched: pasting in brackets, a hidden cursor, a colour.
_AS_BEFORE = "\x1b[?2004l\x1b[?25h\x1b[0m"
#: What is wider than the window is cut at its edge, or goes on in the next row.
_CUT, _WRAP = "\x1b[?7l", "\x1b[?7h"
#: Columns that stand before an option.
_MARGIN = 4
#: The keys that pick one of a list at once, in its order.
_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
#: Two quiet colours, never needed to understand: what can be chosen, and help.
_STYLE = [
    ("qmark", "fg:ansicyan"),
    ("question", "nobold"),
    ("pointer", "fg:ansicyan"),
    ("highlighted", "fg:ansicyan"),
    ("selected", "fg:ansicyan noreverse"),
    ("answer", "fg:default nobold"),
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
        self._above: Callable[[], list[str]] = list
        self._application: Any = None
        self._ended_by: int | None = None
        self._undo: list[Callable[[], None]] = []

    def begin(self) -> None:
        """Go to the terminal's second screen."""
        if not self._on_second_screen:
            self._on_second_screen = True
            self._undo = [keys.unechoed(sys.stdin), keys.on_ending(self._end_by, stay=True)]
            self._write(_SECOND_SCREEN + _TOP)

    def end(self) -> None:
        """Go back to the first screen, as it was."""
        if self._on_second_screen:
            self._on_second_screen = False
            try:
                self._write(_TOP + _FIRST_SCREEN + _AS_BEFORE)
            except OSError:
                keys.let_go()
            # What was typed and is not read by now would be typed to whatever comes after.
            keys.drop_typed_ahead(sys.stdin)
            for undo in self._undo:
                undo()

    def leave(self) -> None:
        """Clear both screens and what the terminal remembers of them."""
        self.clear()

    def _end_by(self, number: int) -> None:
        """A request to end, at any moment: a question that is being asked is ended from inside."""
        application = self._application
        if application is None or application.loop is None:
            keys.end_by(number)
        # A question that is answered already, and about to be gone, is ended after it.
        self._ended_by = number

        def end() -> None:
            if application.future is not None and not application.future.done():
                application.exit(exception=SystemExit(128 + number))

        application.loop.call_soon_threadsafe(end)

    def clear(self) -> None:
        """Clear both screens and what the terminal remembers of them."""
        self._told = ""
        if self._on_second_screen:
            self._write(keys.CLEAR + _FIRST_SCREEN + keys.CLEAR + _SECOND_SCREEN + keys.CLEAR)
        else:
            self._write(keys.CLEAR)

    def ask(self, prompt: Prompt) -> str:
        """Draw one screen and return what was typed, or the numbers of what was picked."""
        if prompt.kind == "lines":
            # Above the pointer: beside it there would be no room left to type in a narrow window.
            prompt = replace(prompt, hint=self._say("console.lines"))
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

    def wait(self, say: str) -> None:
        """Show one line on an empty screen."""
        self._draw(Prompt(kind="go", say=f"\n\n{say}"))

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
        lines: list[str] = []
        size = None
        while True:
            if self._screen.size != size:
                # From the top, as it fits now: of a window that was made narrower nothing is known.
                size = self._screen.size
                self._above = lambda: drawn(prompt, self._screen, told)
                lines = self._above()
            # The second screen has no scroll-back, so nothing may run off its top.
            height = max(4, size.height - 3)
            options = sum(label.count("\n") + 1 for label in self._labels(prompt))
            room = max(4, size.height - options - 3)
            if len(lines) <= room:
                break
            end = _page_end(lines, height)
            self._above = lambda page=lines[:end]: page  # type: ignore[misc]
            self._write(_TOP + "\n".join(lines[:end]) + "\n")
            if self._select([self._say("console.more")]) == "/":
                return False
            lines = ["", *lines[end + 1 :]] if lines[end : end + 1] == [""] else lines[end:]
            self._above = lambda page=lines: page  # type: ignore[misc]
        self._write(_TOP + "\n".join(lines) + "\n")
        return True

    def _asked(self, prompt: Prompt) -> str:
        if prompt.kind in ("text", "lines", "secret"):
            self._write("\n")
            return self._text(prompt)
        labels = self._labels(prompt)
        if prompt.kind == "picks":
            return self._checkbox(labels)
        return self._select(labels, _keys_of(prompt))

    def _labels(self, prompt: Prompt) -> list[str]:
        """The options as they are drawn: with their keys, and folded where the window is narrow."""
        keys = _keys_of(prompt)
        margin = _MARGIN + (2 if prompt.kind == "picks" else 0)
        labels = []
        for number, option in enumerate(prompt.options):
            key = f"{keys[number]}  " if keys else ""
            label = clean(f"{option.label}  ({option.help})" if option.help else option.label)
            room = max(12, self._screen.size.width - margin - len(key) - 1)
            labels.append(key + f"\n{' ' * (margin + len(key))}".join(wrapped(label, room)))
        return labels

    def _select(self, labels: list[str], keys: str = "") -> str:
        import questionary

        question = questionary.select(
            "",
            choices=[questionary.Choice(clean(label), value=str(n)) for n, label in enumerate(labels, 1)],
            qmark="",
            pointer=self._pointer(),
            instruction=" ",
            style=questionary.Style(_STYLE),
            use_jk_keys=not keys,
            erase_when_done=True,
        )
        bindings = self._menu_keys()
        for number, key in enumerate(keys[: len(labels)], 1):
            bindings.add(key)(_picks(str(number)))
        return self._answer(question, bindings)

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

        @bindings.add("enter")
        def _(event: "KeyPressEvent") -> None:
            buffer = event.current_buffer
            is_command = buffer.text.startswith("/") and "\n" not in buffer.text
            if prompt.kind == "lines" and buffer.document.current_line.strip() and not is_command:
                buffer.newline()
            elif event.key_processor.input_queue:
                # More came in the same breath: lines that were pasted, and one answer.
                buffer.insert_text("\n" if prompt.kind == "lines" else " ")
            else:
                buffer.validate_and_handle()

        @bindings.add("c-z")
        def _(_event: "KeyPressEvent") -> None:
            """Nothing: elsewhere it puts a program to sleep."""

        if prompt.kind == "secret":

            @bindings.add("c-r")
            @bindings.add("c-s")
            def _(_event: "KeyPressEvent") -> None:
                """Nothing: elsewhere it looks for what is typed next, and shows that."""

        question = questionary.text(
            "",
            default=drawable(prompt.typed),
            qmark=self._pointer(),
            multiline=prompt.kind == "lines",
            instruction="" if prompt.kind == "lines" else None,  # None would bring one of its own
            style=questionary.Style(_STYLE),
            erase_when_done=True,
            key_bindings=bindings,
            input_processors=[_unseen() if prompt.kind == "secret" else _as_typed()],
        )
        return self._answer(question, None)

    def _answer(self, question: "Question", bindings: "KeyBindings | None") -> str:
        """Run one question of questionary's. Gives "/" on Esc; raises on Ctrl-C and Ctrl-D."""
        from prompt_toolkit.input.typeahead import clear_typeahead
        from prompt_toolkit.key_binding import merge_key_bindings
        from prompt_toolkit.renderer import CPR_Support

        application: Any = question.application
        if bindings is not None:
            application.key_bindings = merge_key_bindings([application.key_bindings, bindings])
        # Seconds after which a lone Esc is Esc and not the beginning of an arrow key.
        application.ttimeoutlen = 0.05
        # Nobody needs to know where the cursor is. A terminal's answer can come late: to whatever runs next,
        # or for a window that had another size.
        application.renderer.cpr_support = CPR_Support.NOT_SUPPORTED
        application.before_render += self._drawn_again(application.output.get_size())
        clear_typeahead(application.input)
        self._application = application
        try:
            answer = question.unsafe_ask()
        finally:
            self._application = None
            clear_typeahead(application.input)
        if self._ended_by is not None:
            keys.end_by(self._ended_by)
        return ",".join(answer) if isinstance(answer, list) else str(answer)

    def _drawn_again(self, size: "Size") -> "Callable[[Application[Any]], None]":
        """What draws the words above a question once more where the window changed meanwhile."""

        def draw(application: "Application[Any]") -> None:
            nonlocal size
            now = application.output.get_size()
            if now == size:
                return
            size = now
            # A redraw may come before the library knows of the new size: what it remembers of the screen
            # is of the old one, and would be drawn too far down.
            application.renderer.erase(leave_alternate_screen=False)
            # What does not fit goes from the end: the second screen must not scroll.
            lines = self._above()[: max(1, now.rows - 4)]
            application.output.write_raw(_TOP + _CUT + "".join(f"{line}\r\n" for line in lines) + _WRAP)
            application.output.flush()

        return draw

    def _menu_keys(self) -> "KeyBindings":
        from prompt_toolkit.key_binding import KeyBindings

        bindings = KeyBindings()

        @bindings.add("escape", eager=True)
        def _(event: "KeyPressEvent") -> None:
            event.app.exit(result="/")

        @bindings.add("c-d")
        def _(event: "KeyPressEvent") -> None:
            event.app.exit(exception=EOFError)

        @bindings.add("<sigint>")
        def _(event: "KeyPressEvent") -> None:
            event.app.exit(exception=KeyboardInterrupt)

        # Where a question reads single keys, Ctrl-\\ is one of them and no signal.
        @bindings.add("c-\\")
        def _(event: "KeyPressEvent") -> None:
            event.app.exit(exception=SystemExit(128 + keys.QUIT))

        return bindings

    def _consent(self) -> str:
        """Read a typed line without any prompt library: no default, nothing typed ahead."""
        with keys.echoed(sys.stdin):
            self._write(f"  {self._say('console.consent')}\n\n  > ")
            line = sys.stdin.readline()
        # A line that ends without Enter was cut off by Ctrl-D, and is no answer.
        if not line.endswith("\n"):
            raise EOFError
        # Esc opens the menu here too, also behind half a word: on a plain line it arrives as itself.
        return "/" if "\x1b" in line else line.rstrip("\r\n")

    def _pointer(self) -> str:
        return " ❯" if "utf" in (self._screen.encoding or "").lower() else " >"

    def _write(self, text: str) -> None:
        self._screen.file.write(text)
        self._screen.file.flush()


def _keys_of(prompt: Prompt) -> str:
    """The keys that pick an option of this prompt at once; none where it has no such keys."""
    return _KEYS if prompt.one_key and len(prompt.options) <= len(_KEYS) else ""


def _picks(number: str) -> "Callable[[KeyPressEvent], None]":
    """What a key does that picks the option of this number."""
    return lambda event: event.app.exit(result=number)


def _as_typed() -> "Processor":
    """Draws what is being typed or pasted. The library itself knows what a control character is, and does
    not know what turns a line around.
    """
    from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput

    class AsTyped(Processor):
        def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
            fragments = transformation_input.fragments
            return Transformation([(style, drawable(text)) for style, text, *_ in fragments])

    return AsTyped()


def _unseen() -> "Processor":
    """Draws nothing of what is being typed, not even how long it is."""
    from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput

    class Unseen(Processor):
        def apply_transformation(self, _: TransformationInput) -> Transformation:
            return Transformation([], source_to_display=lambda _: 0, display_to_source=lambda _: 0)

    return Unseen()


def _page_end(lines: list[str], height: int) -> int:
    """How many lines go on a page of so many: up to the end of a paragraph, where one ends late enough."""
    ends = [number for number in range(height // 2, min(height, len(lines))) if not lines[number]]
    return ends[-1] if ends and len(lines) > height else height
