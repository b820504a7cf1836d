"""The demo's dates: counted from its first start, usable for 60 days."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from awards.cycles.timetable import Timetable
from awards.kit.clock import RIYADH

_WEEKEND = (4, 5)
"""Friday and Saturday, as `weekday` counts."""


class Stage(StrEnum):
    """Where the third cycle is left."""

    INTAKE = "intake"
    JUDGING = "judging"
    DELIBERATING = "deliberating"
    PUBLISHED = "published"


@dataclass(frozen=True)
class _Days:
    """Days from the start of the demo; negative ones are past."""

    opens: int
    closes: int
    judging_opens: int
    judging_closes: int
    publishes: int


_SECOND = _Days(opens=-420, closes=-360, judging_opens=-345, judging_closes=-310, publishes=-280)
_THIRD = {
    Stage.INTAKE: _Days(opens=-30, closes=62, judging_opens=75, judging_closes=110, publishes=130),
    Stage.JUDGING: _Days(opens=-110, closes=-40, judging_opens=-14, judging_closes=62, publishes=90),
    Stage.DELIBERATING: _Days(opens=-140, closes=-80, judging_opens=-65, judging_closes=-18, publishes=62),
    Stage.PUBLISHED: _Days(opens=-200, closes=-140, judging_opens=-125, judging_closes=-90, publishes=-60),
}
_FOURTH = _Days(opens=-7, closes=65, judging_opens=80, judging_closes=115, publishes=140)


def timetable(number: int, stage: Stage, start: datetime) -> Timetable:
    """When things happen in the demo's cycle 2, 3 or 4, if the demo starts at `start`."""
    days = {2: _SECOND, 3: _THIRD[stage], 4: _FOURTH}[number]
    return Timetable(
        opens=_day(start, days.opens, 8),
        closes=_day(start, days.closes, 23, 59),
        grace_minutes=10,
        judging_opens=_day(start, days.judging_opens, 8),
        judging_closes=_day(start, days.judging_closes, 23, 59),
        publishes=_day(start, days.publishes, 10),
        **_plans(start, days),
    )


def _plans(start: datetime, days: _Days) -> dict[str, Any]:
    """What people plan by: shares of the time between the dates that act."""
    before, after = days.judging_opens - days.closes, days.publishes - days.judging_closes

    def at(first: int, share: float, span: int, hour: int) -> datetime:
        return _day(start, first + round(share * span), hour)

    return {
        "screening_ends": at(days.closes, 0.4, before, 12),
        "declarations_end": at(days.closes, 0.55, before, 14),
        "blinding_ends": at(days.closes, 0.7, before, 15),
        "assignment_ends": _day(start, days.judging_opens, 8) - timedelta(hours=1),
        "final_panel": at(days.judging_closes, 0.3, after, 9),
        "decision": at(days.judging_closes, 0.5, after, 10),
        "embargo": at(days.judging_closes, 0.7, after, 11),
        "ceremony": _day(start, days.publishes, 9),
        "appeals_end": at(days.publishes, 1, 14, 15),
    }


def _day(start: datetime, days: int, hour: int, minute: int = 0) -> datetime:
    """That hour in Riyadh, on the first working day from there on."""
    day = start.astimezone(RIYADH) + timedelta(days=days)
    while day.weekday() in _WEEKEND:
        day += timedelta(days=1)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)


def at_work(moment: datetime) -> datetime:
    """The moment itself in office hours, else the beginning of the next ones."""
    return office_hours(moment, moment + timedelta(days=4))[0][0]


def between(first: datetime, last: datetime, index: int, count: int) -> datetime:
    """The moment of the `index`-th of `count` things spread evenly over the office hours between two others."""
    hours = office_hours(first, last)
    left = sum((end - start for start, end in hours), timedelta()) * (index + 1) / (count + 2)
    for start, end in hours:
        if left < end - start:
            return start + left
        left -= end - start
    return last


@cache
def office_hours(first: datetime, last: datetime) -> list[tuple[datetime, datetime]]:
    """Sunday to Thursday, 8:00 to 16:00 in Riyadh, as far as they lie between two moments."""
    day = _day(first, 0, 8)
    found = []
    while day < last:
        start, end = max(first, day), min(last, day + timedelta(hours=8))
        if start < end:
            found.append((start, end))
        day = _day(day, 1, 8)
    return found
