"""A round: both answer alone, then read together. The only thing that widens a row of the page.

Sources in the guidance catalogue: consent-ongoing, boundaries-honour-comfort, both-contribute.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Literal, get_args

from pydantic import Field

from couplekit.domain.boundaries import WEEKS, Boundary, Level, is_wider, narrower, reading, taken_off
from couplekit.domain.days import after_sleeping_on_it
from couplekit.domain.model import Id, Model

#: What one person answers, alone. Nothing answered is `no`.
Answer = Literal["wanted", "fine", "talk", "no", "limit"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
#: Days between the two turns of a round after which the older one is asked again.
TURNS_APART = 14
#: Days after a reading before a new round without anything due: nobody is asked every week.
BETWEEN_ROUNDS = 28


def merged(one: Answer, two: Answer) -> Level:
    """What two answers come to. Which of them was whose changes nothing."""
    if "limit" in (one, two):
        return "limit"
    if "no" in (one, two):
        return "none"
    return "talk" if "talk" in (one, two) else "open"


def widest(answer: Answer) -> Level:
    """The widest level that an answer allows, whatever the other one is."""
    return merged(answer, "wanted")


def after_round(
    row: Boundary, one: Answer, two: Answer, *, today: date, last_day: date, weeks: int = WEEKS
) -> Boundary:
    """The row after a round in which both answered it: the only thing that widens.

    A narrower level counts at once, a wider one from the day it was slept on. `weeks` is how long what
    is open stays so.
    """
    level = merged(one, two)
    starts = after_sleeping_on_it(today)
    # On the first and the last day that it is slept on: what would end before then is not stretched.
    days = (today, starts - timedelta(days=1))
    before = narrower(*(reading(row, day, last_day).level for day in days))
    return row.model_copy(
        update={
            "level": level,
            "before": before,
            "starts": starts,
            "until": today + timedelta(weeks=weeks) if level == "open" else None,
            "round": row.round + 1,
            "narrowed": {},
            "seen": sorted({*row.seen, *row.narrowed}),
        }
    )


class Turn(Model):
    """What one person answered in one round, alone.

    `round` is the number of readings there were when it was begun: after another reading it is of no
    use any more. `known` holds, by row, what had been taken off by then; `asked` the keys of all that
    was asked, so that what was left out is a no. `areas` are those they would like to add.
    """

    round: Annotated[int, Field(ge=0)]
    day: date
    done: bool = False
    asked: list[Id] = []
    answers: dict[Id, Answer] = {}
    known: dict[Id, list[Id]] = {}
    areas: list[Id] = []

    def answer(self, key: str) -> Answer | None:
        """The answer to one key: `no` where it was asked and left out, None where it was not asked."""
        return self.answers.get(key, "no") if key in self.asked else None


def learned(turn: Turn) -> dict[Literal["limit", "open", "talk", "quiet"], list[str]]:
    """What the other one could learn from a turn, as keys of its answers.

    `limit` is shown and seen to be theirs. `open` and `talk` are known where the other one says the same.
    `quiet` is shown nowhere, and can be guessed by somebody who said yes.
    """
    told: dict[Answer, Literal["limit", "open", "talk", "quiet"]] = {
        "limit": "limit",
        "wanted": "open",
        "fine": "open",
        "talk": "talk",
        "no": "quiet",
    }
    groups: dict[Literal["limit", "open", "talk", "quiet"], list[str]] = {
        "limit": [],
        "open": [],
        "talk": [],
        "quiet": [],
    }
    for key in turn.asked:
        groups[told[turn.answers.get(key, "no")]].append(key)
    return groups


def may_be_read(one: Turn | None, two: Turn | None, readings: int, today: date) -> bool:
    """Whether two turns are both handed in, of this round, and near enough to one another and today."""
    if one is None or two is None or not (one.done and two.done):
        return False
    if not one.round == two.round == readings:
        return False
    days = [one.day, two.day]
    return max(days) <= today and max(days) - min(days) <= timedelta(days=TURNS_APART)


def waits(turn: Turn, readings: int, today: date) -> bool:
    """Whether a turn is of this round and not too old to go on with: an older one is asked again."""
    return turn.round == readings and timedelta() <= today - turn.day <= timedelta(days=TURNS_APART)


def after_reading(
    rows: Mapping[str, Boundary],
    behind: Mapping[str, tuple[str, str]],
    turns: tuple[Turn, Turn],
    *,
    today: date,
    last_day: date,
    weeks: int = WEEKS,
) -> dict[str, Boundary]:
    """The rows after two turns were read together.

    `behind` names for each row the answer of a and the answer of b behind it. A row that either was not
    asked about, or that was taken off since either turn, stays as it is; a limit that one of the two says
    in this very round is part of it.
    """
    result = dict(rows)
    for id, (key_a, key_b) in behind.items():
        row = rows.get(id, Boundary())
        one, two = turns[0].answer(key_a), turns[1].answer(key_b)
        if one is None or two is None:
            continue
        since = without_turns(row, turns[0].round) if "limit" in (one, two) else row
        if any(not since.live.keys() <= {*turn.known.get(id, ())} for turn in turns):
            continue
        result[id] = after_round(row, one, two, today=today, last_day=last_day, weeks=weeks)
    return result


def turn_mark(round: int, id: str) -> str:
    """The name of a narrowing that a turn of this round makes when it is handed in. `id` is random."""
    return f"round-{round}-{id}"


def without_turns(row: Boundary, round: int) -> Boundary:
    """The row as it was before anyone handed in a turn of this round: what is asked of the second of the two
    does not depend on what the first one said.
    """
    marked = {id: level for id, level in row.narrowed.items() if not id.startswith(f"round-{round}-")}
    return row.model_copy(update={"narrowed": marked})


def with_limits(
    rows: Mapping[str, Boundary], keys: Mapping[str, Sequence[str]], turn: Turn, new_id: str
) -> dict[str, Boundary]:
    """The rows once somebody ended their turn: each of their limits counts at once, the rest waits.

    `keys` names for each answer key the rows it stands behind. A limit that was said again is one that no
    round has seen yet: a later round of another device does not undo it.
    """
    result = dict(rows)
    for key, ids in keys.items():  # never in the order in which they were answered: a page would tell
        for id in ids if turn.answers.get(key) == "limit" else ():
            row = result.get(id, Boundary())
            if "limit" not in row.live.values():
                result[id] = taken_off(row, new_id, "limit")
    return result


def bounded(rows: Mapping[str, Boundary], own: Mapping[str, Level], new_id: str) -> dict[str, Boundary]:
    """The rows, each narrowed to the widest level that its owner's last answers allow.

    `own` is that level by row; a row without one was never answered by them, and is not open.
    """
    result: dict[str, Boundary] = {}
    for id, row in rows.items():
        allowed = own.get(id, "none")
        could_be = narrower(row.level, *row.live.values())
        result[id] = taken_off(row, new_id, allowed) if is_wider(could_be, allowed) else row
    return result
