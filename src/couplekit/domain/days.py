"""What day it is. One function, passed in everywhere, so that no rule has a clock of its own."""

from datetime import date, datetime, timedelta

from couplekit.domain.interface import Interface

#: An evening that runs past midnight is one day.
_NIGHT = timedelta(hours=5)
#: What both agreed to loosen counts from the second day after: slept on, whatever the hour it was agreed.
_SLEPT_ON = timedelta(days=2)


def day_of(moment: datetime) -> date:
    """The day an evening belongs to: the local date five hours before `moment` (local time)."""
    return (moment - _NIGHT).date()


def after_sleeping_on_it(today: date) -> date:
    """The first day on which something that both agreed to today counts."""
    return today + _SLEPT_ON


def agreed_on(counts_from: date) -> date:
    """The day on which both agreed to something that counts from the day given."""
    return counts_from - _SLEPT_ON


def spoken(day: date, say: Interface) -> str:
    """A day as it is said: "Saturday 28 November"."""
    weekday = say["date.weekdays"].split()[day.weekday()]
    month = say["date.months"].split()[day.month - 1]
    return say("date.spoken", weekday=weekday, day=str(day.day), month=month)
