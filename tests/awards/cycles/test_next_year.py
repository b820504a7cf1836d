"""The timetable that is proposed for the next cycle."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from awards.cycles.next_year import next_timetable
from awards.cycles.timetable import DATES, Timetable
from awards.kit.clock import RIYADH
from awards.kit.holidays import WEEKEND
from tests.awards.cycles.test_timetable import timetables


@given(timetables(), st.integers(0, 6 * 366))
def test_it_lies_ahead_off_the_weekend_and_not_a_year_later_than_it_must(last, days_since):
    now = last.opens + timedelta(days=days_since)
    proposed = next_timetable(last, now)
    assert proposed.opens > now
    assert proposed.opens - max(now, last.opens) < timedelta(days=366 + 3)
    assert proposed.grace_minutes == last.grace_minutes
    moved = [(getattr(last, name), getattr(proposed, name)) for name in DATES]
    assert all(old.astimezone(RIYADH).time() == new.astimezone(RIYADH).time() for old, new in moved)
    years = {new.astimezone(RIYADH).year - old.astimezone(RIYADH).year for old, new in moved}
    assert max(years) - min(years) <= 1
    if all(getattr(last, name).astimezone(RIYADH).weekday() not in WEEKEND for name in DATES):
        assert all(new.astimezone(RIYADH).weekday() not in WEEKEND for _, new in moved)


def test_a_first_of_may_stays_one_unless_it_falls_on_a_weekend():
    at = datetime(2026, 5, 1, 5, tzinfo=UTC)
    last = two_months_from(at)
    assert next_timetable(last, at).opens == datetime(2027, 5, 2, 5, tzinfo=UTC)
    assert next_timetable(last, at + timedelta(days=366)).opens == datetime(2028, 5, 1, 5, tzinfo=UTC)


def test_a_leap_day_is_followed_by_the_day_before_it():
    at = datetime(2028, 2, 29, 9, tzinfo=UTC)
    last = two_months_from(at)
    assert next_timetable(last, at).opens == datetime(2029, 2, 28, 9, tzinfo=UTC)


def two_months_from(at: datetime) -> Timetable:
    closes, opens, ends, publishes = (at + timedelta(days=days) for days in (30, 40, 50, 60))
    return Timetable(at, closes, 0, opens, ends, publishes)
