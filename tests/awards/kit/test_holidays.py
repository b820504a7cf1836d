"""Days on which no agency works."""

from datetime import date, timedelta

import pytest
from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st

from awards.kit.holidays import holiday, is_working_day

YEARS = st.integers(2022, 2076)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 3, 8), None),
        (date(2027, 3, 9), "Eid al-Fitr"),
        (date(2027, 3, 12), "Eid al-Fitr"),
        (date(2027, 3, 13), None),
        (date(2026, 3, 19), "Eid al-Fitr"),  # 30 Ramadan
        (date(2027, 5, 15), "Eid al-Adha"),  # the day of Arafah
        (date(2027, 5, 19), None),
        (date(2027, 2, 22), "Founding Day"),
        (date(2021, 2, 22), None),
        (date(2026, 9, 23), "Saudi National Day"),
        (date(2022, 9, 22), "Saudi National Day"),  # the 23rd was a Friday
        (date(2023, 9, 24), "Saudi National Day"),  # and a Saturday
        (date(2500, 1, 6), None),
    ],
)
def test_a_holiday_is_known_by_both_calendars_and_a_weekend_gives_its_day_back(day, name):
    assert getattr(holiday(day), "text", None) == name
    assert is_working_day(day) is (name is None and day.weekday() not in (4, 5))


@given(YEARS)
def test_days_of_the_state_never_fall_on_a_weekend(year):
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    off = [day for day in days if getattr(holiday(day), "text", "") in ("Founding Day", "Saudi National Day")]
    assert len(off) >= 1  # an Eid on the same day may have the other one's name
    assert all(day.weekday() not in (4, 5) for day in off)


@given(YEARS)
def test_an_eid_lasts_four_days_and_ends_within_its_month(year):
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    for name, month, dates in (("Eid al-Fitr", 10, {1, 2, 3, 4}), ("Eid al-Adha", 12, {9, 10, 11, 12})):
        found = [
            Gregorian.fromdate(day).to_hijri() for day in days if getattr(holiday(day), "text", "") == name
        ]
        assert {h.day for h in found if h.month == month} <= dates
        assert all(h.month == month or (h.month, h.day) == (9, 30) for h in found)
