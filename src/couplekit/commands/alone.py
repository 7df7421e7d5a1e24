"""One of the two alone with the screen: questions made on the spot, whose answers reach no draft."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from couplekit.commands import talking
from couplekit.commands.context import Context
from couplekit.conversation.loop import Check, Outcome, Talk
from couplekit.conversation.port import Person
from couplekit.domain.agreement import Agreement
from couplekit.domain.guide import Choice, Guide, Kind, Question
from couplekit.domain.people import Side


@dataclass
class Alone:
    """One of the two, alone with the screen. The first question hands it over, and it stays with them.

    `why` is the key of the sentence that says why they are asked, and `hand_over` of the one that says whose
    turn it is. `title` stands above every question that has none of its own, and what they choose rests on
    `sources`.
    """

    context: Context
    person: Person
    page: Agreement | None
    side: Side
    why: str = field(kw_only=True)
    hand_over: str = field(kw_only=True)
    title: str = field(default="", kw_only=True)
    sources: Sequence[str] = field(default=(), kw_only=True)
    #: Whether they have the screen already, so that it is not handed over.
    has_screen: bool = field(default=False, kw_only=True)
    #: Whether they stopped or left: nothing more is asked, and nothing more is said.
    is_left: bool = field(default=False, init=False)

    @property
    def is_of_two(self) -> bool:
        """Whether there is somebody to hand the screen over from."""
        return self.page is not None and self.page.partners.both

    def question(
        self, id: str, kind: Kind, choices: Iterable[str] = (), *, title: str = "", one_key: bool = False
    ) -> Question:
        """A question to this one alone. What it says is given to `hold`; so are the labels of its choices."""
        options = [Choice(id=choice, label="-") for choice in choices]
        return Question(
            id=id,
            kind=kind,
            who="each",
            alone=True,
            aloud=False,
            title=title or self.title,
            say="-",
            why=self.context.say[self.why],
            sources=list(self.sources) if options else [],
            choices=options,
        ).model_copy(update={"one_key": one_key})

    def hold(
        self,
        questions: Sequence[Question],
        says: Mapping[str, str],
        labels: Mapping[str, str] | None = None,
        *,
        check: Check = lambda *_: None,
        given: Mapping[str, str] | None = None,
        keep: Callable[[Mapping[str, str]], None] = lambda _answers: None,
    ) -> dict[str, str] | None:
        """Ask some questions, and return the answers by question. None where they stopped or left.

        `given` are answers from before, and `keep` gets all that there are after each screen.
        """
        talk = replace(
            self.talk(questions, given or {}),
            says=says,
            labels=labels or {},
            check=check,
            keep_alone=lambda answers: keep(_by_question(answers)),
        )
        outcome, answers = self.run(talk)
        return answers if outcome.ending == "finished" else None

    def pick(self, shown: str, labels: Mapping[str, str], *, one_key: bool = False) -> str | None:
        """One choice of those, by id. None where nothing was chosen."""
        question = self.question("one", "choice", labels, one_key=one_key)
        return (self.hold([question], {"one": shown}, labels) or {}).get("one")

    def over(self, line: str) -> None:
        """Take what was theirs off the screen, and say one line for everyone. Nothing where they left."""
        if self.is_left:
            return
        if self.is_of_two or self.context.plain:
            self.person.clear()
        self.context.tell(line)

    def talk(self, questions: Sequence[Question], given: Mapping[str, str]) -> Talk:
        """These questions as a talk with this one alone, for `run`. `given` are answers from before."""
        wanted = Guide(id="alone", version=1, title="Alone", minutes=15, question=list(questions))
        return replace(
            talking.talk_about(self.context, wanted, self.page, both_here=self.is_of_two),
            only=self._whose,
            within=self._whose if self.has_screen else None,
            stays=True,
            hand_over=self.hand_over,
            given={f"{id}.{self._whose}": answer for id, answer in given.items()},
        )

    def run(self, talk: Talk, *, begins: str | None = None) -> tuple[Outcome, dict[str, str]]:
        """Hold such a talk. Returns how it ended, and the answers by question.

        It goes on after the last answer that was given before, or with the question that it `begins` with.
        """
        draft = talking.new_draft(self.context, talk.guide)
        if begins is not None:
            draft = draft.model_copy(update={"at": f"{begins}.{self._whose}"})
        self.has_screen = True
        outcome = talking.hold(self.context, talk, self.person, draft)
        self.is_left = outcome.ending in ("stopped", "left")
        return outcome, _by_question(outcome.answers)

    @property
    def _whose(self) -> Side:
        # With one person everything is asked of `a`, also where the page is gone that knew of two.
        return self.side if self.is_of_two else "a"


def _by_question(answers: Mapping[str, str]) -> dict[str, str]:
    return {key.rpartition(".")[0]: answer for key, answer in answers.items()}
