"""What can go wrong, in one family. A message is a whole sentence meant for a tired person.

Every message says what happened, that nothing was lost, and what to do. None repeats a
person's own words: an error may end up in a screenshot sent to a stranger.
"""


class CouplekitError(Exception):
    """A stated problem. Printed as one message on stderr; never shown as a traceback."""

    exit_code = 1


class FileProblem(CouplekitError):
    """A file could not be read or written as what it has to be. The file itself is untouched."""


class NotRead(FileProblem):
    """The system did not give a file out: what is in it is not known, and may be sound."""


class ContentProblem(FileProblem):
    """A file of words (a guide, a card, a list) breaks its own rules. Its author can mend it."""


class NewerFormat(FileProblem):
    """The file was written by a newer couplekit. It is refused and left as it is."""


class ChangedMeanwhile(CouplekitError):
    """Another window changed the same item while a person was answering. Nothing was saved."""

    def __init__(self, items: tuple[str, ...]) -> None:
        super().__init__(
            "This was changed in another window while you were answering. Nothing was overwritten. "
            "Please look at the page again and make your change once more."
        )
        self.items = items


class NeedsTerminal(CouplekitError):
    """A conversation was started where nobody can answer it safely."""

    exit_code = 2


class NothingToKeep(CouplekitError):
    """A command that changes files was called together with --no-save."""

    exit_code = 2


class NoPage(CouplekitError):
    """Something needs the page, and there is none yet."""

    def __init__(self) -> None:
        super().__init__(
            "There is no page yet, so there is nothing to show or change. Nothing was lost. "
            "To begin, quietly and in your own time: couplekit start"
        )
