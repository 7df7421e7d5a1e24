"""What a row may say, by replaying everything that happened, day by day. Nothing here is clever, on purpose.

It is written from the rules of consent alone and shares no code with what it is held against; only the names
of the levels are the same. A log is all that one device knows. Each event remembers the log it was made in.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from couplekit.domain.boundaries import Level

# Each pair of answers, written out. A row is one person's answer, a column the other's.
ANSWERS = ("wanted", "fine", "talk", "no", "limit")
TABLE: dict[str, tuple[Level, ...]] = {
    #         wanted   fine     talk     no       limit
    "wanted": ("open", "open", "talk", "none", "limit"),
    "fine": ("open", "open", "talk", "none", "limit"),
    "talk": ("talk", "talk", "talk", "none", "limit"),
    "no": ("none", "none", "none", "none", "limit"),
    "limit": ("limit", "limit", "limit", "limit", "limit"),
}

SLEPT_ON = 2
"""What widens counts from the second day after."""


def said_by_both(one: str, two: str) -> Level:
    """What two answers come to."""
    return TABLE[one][ANSWERS.index(two)]


def narrowest(levels: list[Level]) -> Level:
    """The narrowest of some levels."""
    for level in ("limit", "none", "talk"):
        if level in levels:
            return level
    return "open"


@dataclass(frozen=True)
class Round:
    """Two answers, read together on a day. `knew` is all that had reached this device by then."""

    id: str
    day: date
    one: str
    two: str
    weeks: int
    knew: "Log"

    @property
    def number(self) -> int:
        """One more than the highest number it knew of."""
        return 1 + max((event.number for event in self.knew.rounds), default=0)

    @property
    def level(self) -> Level:
        """What the two answers come to."""
        return said_by_both(self.one, self.two)

    @property
    def awake(self) -> date:
        """The first day on which what it widens counts."""
        return self.day + timedelta(days=SLEPT_ON)

    @property
    def until(self) -> date:
        """The last day on which it may say open."""
        return self.day + timedelta(weeks=self.weeks)

    def before(self, *, by_the_tie_rule: bool) -> Level:
        """The narrowest of what the row says, had this round not been, on any day it is slept on."""
        days = [self.day + timedelta(days=after) for after in range(SLEPT_ON)]
        return narrowest([self.knew.says(day, by_the_tie_rule=by_the_tie_rule) for day in days])

    def says(self, day: date, *, by_the_tie_rule: bool) -> Level:
        """What this round by itself says on a day."""
        level: Level = "talk" if self.level == "open" and day > self.until else self.level
        if day < self.awake:
            return narrowest([level, self.before(by_the_tie_rule=by_the_tie_rule)])
        return level


@dataclass(frozen=True)
class Narrowing:
    """One person took it off, or dropped what was slept on. It is there until a round has seen it."""

    id: str
    day: date
    level: Level


@dataclass(frozen=True)
class Log:
    """All that one device knows of one item."""

    rounds: tuple[Round, ...] = ()
    narrowings: tuple[Narrowing, ...] = ()

    def with_round(self, id: str, day: date, one: str, two: str, weeks: int = 12) -> "Log":
        """The log after a round."""
        return Log((*self.rounds, Round(id, day, one, two, weeks, self)), self.narrowings)

    def with_narrowing(self, id: str, day: date, level: Level) -> "Log":
        """The log after one person took it off."""
        return Log(self.rounds, (*self.narrowings, Narrowing(id, day, level)))

    def with_drop(self, id: str, day: date) -> "Log":
        """The log after one person dropped what is slept on: a narrowing to what was there before."""
        return self.with_narrowing(id, day, self.before) if self.sleeps_on(day) else self

    def with_log(self, other: "Log") -> "Log":
        """What two devices know together."""
        rounds = {event.id: event for event in (*self.rounds, *other.rounds)}
        narrowings = {event.id: event for event in (*self.narrowings, *other.narrowings)}
        return Log(tuple(rounds.values()), tuple(narrowings.values()))

    @property
    def latest(self) -> list[Round]:
        """The rounds with the highest number. More than one are a tie: made apart, on two devices."""
        top = max((event.number for event in self.rounds), default=0)
        return [event for event in self.rounds if event.number == top]

    @property
    def level(self) -> Level:
        """What the latest rounds came to."""
        return narrowest([event.level for event in self.latest])

    @property
    def before(self) -> Level:
        """What it says for as long as the latest rounds are slept on."""
        return narrowest([self.level, *(event.before(by_the_tie_rule=True) for event in self.latest)])

    def sleeps_on(self, day: date) -> bool:
        """Whether the latest rounds gave more than what counts on this day."""
        return any(day < event.awake for event in self.latest) and self.before != self.level

    @property
    def live(self) -> list[Narrowing]:
        """The narrowings that no round of this log had seen."""
        seen = {old.id for event in self.rounds for old in event.knew.narrowings}
        return [event for event in self.narrowings if event.id not in seen]

    @property
    def last_day(self) -> date:
        """The last day on which anything happened."""
        days = [event.day for event in self.rounds] + [event.day for event in self.narrowings]
        return max(days, default=date.min)

    @property
    def had_a_tie(self) -> bool:
        """Whether two rounds of one number were ever known together, here or to a round that counts here."""
        numbers = [event.number for event in self.rounds]
        return len(numbers) > len(set(numbers))

    def says(self, day: date, *, by_the_tie_rule: bool = True) -> Level:
        """What this row may say on a day.

        Without the tie rule, rounds of one number are each read by themselves and the narrowest counts.
        The tie rule, for one row that is kept in place of them, is the narrower level and what was there
        before, the later day to wake and the earlier day to end.
        """
        latest = self.latest
        if not latest:
            base: Level = "none"
        elif by_the_tie_rule:
            base = self.before if any(day < event.awake for event in latest) else self.level
            if base == "open" and any(day > event.until for event in latest):
                base = "talk"
        else:
            base = narrowest([event.says(day, by_the_tie_rule=False) for event in latest])
        said = narrowest([base, *(event.level for event in self.live)])
        return "talk" if said == "open" and day < self.last_day else said
