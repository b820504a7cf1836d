"""The timetable that is proposed for the next cycle: the last one, a year or more on. Pure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from awards.cycles.timetable import Timetable, TimetableOutOfOrder
from awards.kit.clock import zone_named
from awards.kit.holidays import WEEKEND

_WEEKS = timedelta(weeks=52)


def next_timetable(last: Timetable, now: datetime) -> Timetable:
    """The same days and hours in the first year in which they all lie ahead, none on a weekend; plans move with them."""
    years = 1
    zone = zone_named(last.zone)
    while _later(last.opens, years, zone) <= now:
        years += 1
    try:
        return _moved(last, {name: _later(at, years, zone) for name, at in last.dates.items()})
    except TimetableOutOfOrder:
        # Two dates that were a weekend apart have met; whole weeks keep every distance.
        # They fall short of the years, so more of them may be needed.
        while last.opens + years * _WEEKS <= now:
            years += 1
        return _moved(last, {name: _weeks_on(at, years, zone) for name, at in last.dates.items()})


def _moved(last: Timetable, dates: dict[str, Any]) -> Timetable:
    return replace(last, **dates)


def _weeks_on(moment: datetime, years: int, zone: ZoneInfo) -> datetime:
    return (moment.astimezone(zone) + years * _WEEKS).astimezone(UTC)


def _later(moment: datetime, years: int, zone: ZoneInfo) -> datetime:
    """The same day of a later year, the next working day if it is on a weekend, at the same hour of the clocks."""
    local = moment.astimezone(zone)
    day = 28 if (local.month, local.day) == (2, 29) else local.day
    local = local.replace(year=local.year + years, day=day)
    while local.weekday() in WEEKEND:
        local += timedelta(days=1)
    return local.astimezone(UTC)
