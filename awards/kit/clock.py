"""Time: always UTC inside, a zone only where a person reads it."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

Clock = Callable[[], datetime]
RIYADH = ZoneInfo("Asia/Riyadh")


class NoSuchTime(ValueError):
    """The clocks of a zone are put forward past this time, so that it never comes."""


class TimeTwice(ValueError):
    """The clocks of a zone are put back over this time, so that it comes twice."""


@cache
def zone_named(name: str) -> ZoneInfo:
    """A zone by its name in the zone database, e.g. `Asia/Riyadh`. Raises ValueError for what is none."""
    if name not in zone_names():
        raise ValueError(f"no time zone is called {name!r}")
    return ZoneInfo(name)


@cache
def zone_names() -> tuple[str, ...]:
    """Continents' and oceans' zones by their names; those of the form `EST5EDT` are left out."""
    return tuple(
        sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    )


def in_utc(typed: datetime, zone: ZoneInfo) -> datetime:
    """A time without a zone, as the clocks of `zone` show it. Raises NoSuchTime, or TimeTwice for an unclear one."""
    first, second = (typed.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != typed:
        raise NoSuchTime
    if first != second:
        raise TimeTwice
    return first


def now() -> datetime:
    """The time, in UTC. Only the rim asks for it: everything below is given a time."""
    return datetime.now(UTC)
