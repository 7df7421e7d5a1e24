"""The plain way: lines in, lines out, nothing drawn."""

import io
from pathlib import Path

import pytest

from couplekit import content
from couplekit.commands.context import Context
from couplekit.commands.start import first_evening
from couplekit.conversation.plain import Plain
from couplekit.conversation.port import Prompt, Stopped
from couplekit.conversation.scripted import Scripted
from couplekit.domain.answers import Option

TWO = (Option("one", "The first"), Option("two", "The second", help="it is longer"))


def plain(typed: str, width: int = 80) -> tuple[Plain, io.StringIO]:
    """A plain person who types this, and what is written."""
    written = io.StringIO()
    return Plain(content.interface(), width=width, source=io.StringIO(typed), sink=written), written


def test_a_choice_is_a_numbered_list_that_says_its_range() -> None:
    """Options are numbered, the help stands beside them, and the prompt says the range."""
    person, written = plain("2\n")
    assert person.ask(Prompt(kind="pick", title="Which.", aside="Sam", say="Which one?", options=TWO)) == "2"
    assert written.getvalue() == (
        "\nWhich. For Sam.\nWhich one?\n1. The first\n2. The second (it is longer)\n"
        "A number from 1 to 2.\n> 2\n"
    )


def test_hints_are_said_once() -> None:
    """How to answer is said at the first prompt of its kind; what counts as a yes, to each who is asked."""
    person, written = plain("a\n\nb\n\nyes\nno\n")
    person.begin()
    person.begin()
    for _ in range(2):
        person.ask(Prompt(kind="lines", say="Say more."))
    for _ in range(2):
        person.ask(Prompt(kind="consent", say="Is it all right?"))
    for hint, times in (("plain.begin", 1), ("plain.lines", 1), ("plain.consent", 2)):
        first_words = " ".join(content.interface()[hint].split()[:4])
        assert written.getvalue().count(first_words) == times


def test_several_lines_end_with_an_empty_one_and_commands_work_at_once() -> None:
    """Several lines come back as typed; a command as the first line is taken at once."""
    person, _ = plain("one\ntwo\n\n/back\nthree\n")
    assert person.ask(Prompt(kind="lines", say="Say more.")) == "one\ntwo"
    assert person.ask(Prompt(kind="lines", say="Say more.")) == "/back"
    assert person.ask(Prompt(kind="text", say="Say more.")) == "three"


def test_the_end_of_the_input_is_a_stop() -> None:
    """End of input, and Ctrl-C, stop; they are never an answer."""
    person, _ = plain("")
    with pytest.raises(Stopped):
        person.ask(Prompt(kind="text", say="Say more."))

    class Interrupted(io.StringIO):
        def readline(self, *_args: object) -> str:  # type: ignore[override]
            raise KeyboardInterrupt

    person = Plain(content.interface(), source=Interrupted(), sink=io.StringIO())
    with pytest.raises(Stopped):
        person.ask(Prompt(kind="go", say="Read.", options=TWO[:1]))


@pytest.mark.parametrize("width", [40, 80, 300])
def test_lines_stay_within_the_width_and_hold_no_escape(width: int) -> None:
    """No line is wider than the window or 80, and nothing in it can act on a terminal."""
    person, written = plain("\x1b[31mred\x07\n" * 3, width)
    hostile = "I am OK with [kissing] \x1b]0;title\x07 " + "long " * 40
    person.tell(hostile)
    person.ask(Prompt(kind="pick", title=hostile, say=hostile, help=hostile, options=(Option("x", hostile),)))
    assert person.rest(hostile, 4)
    person.clear()
    person.end()
    out = written.getvalue()
    assert not {"\x1b", "\x07", "\r"} & set(out)
    assert "[kissing]" in out
    assert max(len(line) for line in out.split("\n")) <= min(width, 80)


def test_the_same_answers_give_the_same_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One first evening through the scripted and the plain way writes the same bytes."""
    cards = ["", "", "", ""]
    answers = [*cards, *cards, "", "Sam", "Alex", "3", "1", "1", "2", "your soup", "1", "1"]
    contexts = {way: Context(tmp_path / way, plain=True) for way in ("scripted", "plain")}
    scripted = Scripted([("", answer) for answer in answers])
    first_evening(contexts["scripted"], scripted, both_here=True)
    scripted.finish()
    person = Plain(content.interface(), source=io.StringIO("\n".join(answers) + "\n"), sink=io.StringIO())
    first_evening(contexts["plain"], person, both_here=True)
    pages = {way: (tmp_path / way / "agreement.toml").read_bytes() for way in contexts}
    assert pages["scripted"] == pages["plain"]
    kept = {way: context.home.records()[0][0].kept for way, context in contexts.items()}
    assert kept["scripted"] == kept["plain"] == {"a": {"appreciation": "your soup"}}
    assert "Our page" in capsys.readouterr().out
