"""Timetables for tests, around the test clock's now."""

from datetime import UTC, datetime, timedelta

from awards.cycles.timetable import Timetable

START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def days(n: int) -> timedelta:
    return timedelta(days=n)


def timetable(later: timedelta = timedelta()) -> Timetable:
    """Open for entries since ten days, moved by `later`."""
    at = START + later
    return Timetable(at - days(10), at + days(30), 60, at + days(40), at + days(70), at + days(90))
