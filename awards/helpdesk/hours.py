"""Until when the office answers: counted in its working hours, Sunday to Thursday without public holidays. Pure."""

from datetime import UTC, date, datetime, time, timedelta

from awards.kit.clock import RIYADH
from awards.kit.holidays import is_working_day

OPENS, CLOSES = time(8), time(16)


def due(asked: datetime, days: int) -> datetime:
    """When `days` whole days of work have gone by since `asked`, in UTC; it lies in working hours itself."""
    begins = _at_work(asked.astimezone(RIYADH))
    day = begins.date()
    if begins.time() == OPENS:  # a whole day from its opening ends with its closing
        return _in_riyadh(_later(day, days - 1), CLOSES)
    return _in_riyadh(_later(day, days), begins.time())


def _at_work(local: datetime) -> datetime:
    """The moment itself, or the next opening if nobody works then."""
    if is_working_day(local.date()) and local.time() < CLOSES:
        return max(local, local.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0))
    return _in_riyadh(_later(local.date(), 1), OPENS).astimezone(RIYADH)


def _later(day: date, days: int) -> date:
    """The `days`-th working day after this one."""
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def _in_riyadh(day: date, at: time) -> datetime:
    return datetime.combine(day, at, RIYADH).astimezone(UTC)
