"""Public holidays of the Kingdom, on which its agencies do not work. Pure: worked out from the two calendars.

The Eids are those of the Umm al-Qura calendar; when the crescent is seen a day apart from it, or days are added by
decree, these are not known here.
"""

from datetime import date, timedelta
from functools import cache

from hijridate import Gregorian, Hijri

from awards.kit.i18n import Message, msg

WEEKEND = (4, 5)
"""Friday and Saturday, as Python counts weekdays."""
FOUNDING_SINCE = 2022
_FITR, _ADHA = msg("Eid al-Fitr"), msg("Eid al-Adha")
_FOUNDING, _NATIONAL = msg("Founding Day"), msg("Saudi National Day")
_EID = 4
"""Days of either Eid."""


def holiday(day: date) -> Message | None:
    """Of what holiday a day is one; none of any, nor beyond the years that the tables of the calendar hold."""
    return _of_the_state(day) or _of_the_faith(day)


def is_working_day(day: date) -> bool:
    """Neither of the weekend nor of a public holiday."""
    return day.weekday() not in WEEKEND and holiday(day) is None


def _of_the_state(day: date) -> Message | None:
    if day == _off(date(day.year, 9, 23)):
        return _NATIONAL
    if day.year >= FOUNDING_SINCE and day == _off(date(day.year, 2, 22)):
        return _FOUNDING
    return None


def _off(day: date) -> date:
    """When offices are closed for it: the Thursday before a Friday, the Sunday after a Saturday."""
    friday, saturday = WEEKEND
    return day + timedelta(days={friday: -1, saturday: 1}.get(day.weekday(), 0))


def _of_the_faith(day: date) -> Message | None:
    try:
        year = Gregorian.fromdate(day).to_hijri().year
    except OverflowError:
        return None
    begins = _begin(year)
    return next((name for name, first in begins if first <= day < first + timedelta(days=_EID)), None)


@cache
def _begin(year: int) -> tuple[tuple[Message, date], ...]:
    """The first day of each Eid of a Hijri year: the one after 29 Ramadan, and the day of Arafah."""
    after_ramadan = Hijri(year, 9, 29).to_gregorian() + timedelta(days=1)
    return ((_FITR, after_ramadan), (_ADHA, Hijri(year, 12, 9).to_gregorian()))
