"""The timetable that is proposed for the next cycle: the last one, a year or more on. Pure."""

from datetime import datetime, timedelta

from awards.cycles.timetable import DATES, Timetable, TimetableOutOfOrder
from awards.kit.clock import RIYADH

WEEKEND = (4, 5)
"""Friday and Saturday, as Python counts weekdays."""
_WEEKS = timedelta(weeks=52)


def next_timetable(last: Timetable, now: datetime) -> Timetable:
    """The same days and hours in the first year in which they all lie ahead, none on a weekend."""
    years = 1
    while _later(last.opens, years) <= now:
        years += 1
    try:
        return _moved(last, {name: _later(getattr(last, name), years) for name in DATES})
    except TimetableOutOfOrder:
        # Two dates that were a weekend apart have met; whole weeks keep every distance.
        # They fall short of the years, so more of them may be needed.
        while last.opens + years * _WEEKS <= now:
            years += 1
        return _moved(last, {name: getattr(last, name) + years * _WEEKS for name in DATES})


def _moved(last: Timetable, dates: dict[str, datetime]) -> Timetable:
    return Timetable(grace_minutes=last.grace_minutes, **dates)


def _later(moment: datetime, years: int) -> datetime:
    """The same day of a later year, the next working day if it is on a weekend, at the same hour in Riyadh."""
    local = moment.astimezone(RIYADH)
    day = 28 if (local.month, local.day) == (2, 29) else local.day
    local = local.replace(year=local.year + years, day=day)
    while local.weekday() in WEEKEND:
        local += timedelta(days=1)
    return local.astimezone(moment.tzinfo)
