"""The `couplekit` command: its options, its list of commands, and the one place where errors are said.

A command's file is imported when the command is called, or when its help is asked for.
"""

import contextlib
import importlib
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from couplekit.errors import CouplekitError

#: Where each command lives, in the order in which `--help` lists them.
COMMANDS = {
    "start": "start",
    "signals": "signals",
    "boundaries": "boundaries",
    "check-in": "check_in",
    "talk": "talk",
    "say": "say",
    "agreement": "agreement",
    "partner": "partner",
    "letter": "partner",
    "about": "about",
    "demo": "demo",
    "files": "files",
    "backup": "backup",
    "restore": "backup",
    "lock": "lock",
    "withdraw": "withdraw",
    "leave": "leave",
    "forget": "forget",
}

_NOT_SHOWN = (
    "What couplekit has to show could not be written: {reason}. What was saved before is untouched. "
    "Another place to write to, or a terminal, would help."
)
_BUG = (
    "Something went wrong inside couplekit itself ({where}). What was saved before is untouched. "
    "Starting again often helps. If it happens again, this line is safe to pass on: "
    "it holds nothing you wrote."
)


class Commands(TyperGroup):
    """Loads a command when it is called, and says every error in one sentence."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Every command, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Import one command. None where there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"couplekit.commands.{COMMANDS[cmd_name]}")
        command = typer.main.get_command(getattr(module, cmd_name.replace("-", "_")))
        command.name = cmd_name
        return command

    def invoke(self, ctx: Any) -> Any:
        """Run the command. A stated problem is one message on stderr and an exit code, never a traceback."""
        from couplekit.commands.context import note

        try:
            return super().invoke(ctx)
        except CouplekitError as error:
            note(str(error))
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except OSError as error:
            from couplekit.conversation import keys
            from couplekit.reading import plain_reason

            if keys.is_gone(sys.stdout, error):
                keys.let_go()
                raise typer.Exit(128 + keys.HANGUP) from None
            note(_NOT_SHOWN.format(reason=plain_reason(error)))
            raise typer.Exit(1) from None
        except Exception as error:
            # click's own errors (a wrong option, say) know how to show themselves.
            if hasattr(error, "exit_code") or os.environ.get("COUPLEKIT_DEBUG"):
                raise
            note(_BUG.format(where=_where(error)))
            raise typer.Exit(1) from None


def _where(error: Exception) -> str:
    """The kind of error and the line of ours it came from; never its text, which may hold someone's words."""
    frame = error.__traceback__
    place = "?"
    while frame is not None:
        path = Path(frame.tb_frame.f_code.co_filename)
        if "couplekit" in path.parts:
            place = f"{path.name}, line {frame.tb_lineno}"
        frame = frame.tb_next
    return f"{type(error).__name__} in {place}"


app = typer.Typer(
    cls=Commands,
    invoke_without_command=True,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from couplekit import __version__

        typer.echo(f"couplekit {__version__}")
        raise typer.Exit


def _day(typed: str | None) -> date | None:
    """The day given with `--today`: a whole one, near enough that a week more is a day too."""
    if typed is None:
        return None
    with contextlib.suppress(ValueError):
        day = date.fromisoformat(typed)
        if 2000 <= day.year < 3000:
            return day
    raise typer.BadParameter("--today needs a day such as 2026-11-28. Nothing was started.")


@app.callback()
def couplekit(
    ctx: typer.Context,
    home: Annotated[
        str | None,
        typer.Option(
            "--home",
            envvar="COUPLEKIT_HOME",
            metavar="DIR",
            help="Keep and look for everything in this folder, in place of your user data folder.",
        ),
    ] = None,
    plain: Annotated[
        bool,
        typer.Option(
            "--plain",
            help="Numbered questions and lines: for screen readers and pipes. ACCESSIBLE=1 does the same.",
        ),
    ] = False,
    no_save: Annotated[
        bool, typer.Option("--no-save", help="Keep nothing: whatever is said in this run is gone after it.")
    ] = False,
    today: Annotated[
        str | None,
        typer.Option("--today", metavar="DATE", help="Take this as today, for trying things out."),
    ] = None,
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """A quiet helper for two people, when there is pelvic pain.

    You agree how either of you can stop, look it up in a second, and check in once a week if you like.
    It is not medical advice and not treatment. Everything stays on this computer.

    Without a command it opens your home screen. Stop and no always count.
    """
    from couplekit.commands.context import Context

    if home == "":
        raise typer.BadParameter("--home needs the name of a folder. Nothing was started.")
    ctx.obj = Context(home=Path(home) if home else None, plain=plain, day=_day(today), keeps=not no_save)
    if ctx.invoked_subcommand is None:
        from couplekit.commands.home import home_screen

        home_screen(ctx.obj)
