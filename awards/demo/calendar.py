"""The demo's dates: counted from its first start, usable for 60 days."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from awards.cycles.timetable import Timetable
from awards.kit.clock import RIYADH


class Stage(StrEnum):
    """Where the third cycle is left."""

    INTAKE = "intake"
    JUDGING = "judging"
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
    )


def _day(start: datetime, days: int, hour: int, minute: int = 0) -> datetime:
    day = start.astimezone(RIYADH) + timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)


def between(first: datetime, last: datetime, index: int, count: int) -> datetime:
    """The moment of the `index`-th of `count` things that happen evenly between two others."""
    return first + (last - first) * (index + 1) / (count + 2)
