"""Until when the office answers."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from awards.helpdesk.hours import CLOSES, OPENS, due
from awards.kit.clock import RIYADH
from awards.kit.holidays import is_working_day

MINUTES = st.integers(0, 60 * 24 * 400).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
DAYS = st.integers(1, 12)


def worked(since: datetime, until: datetime) -> timedelta:
    """The working time between two moments, counted day by day."""
    total, day = timedelta(), since.astimezone(RIYADH).date()
    while day <= until.astimezone(RIYADH).date():
        if is_working_day(day):
            begins = max(since, datetime.combine(day, OPENS, RIYADH))
            ends = min(until, datetime.combine(day, CLOSES, RIYADH))
            total += max(ends - begins, timedelta())
        day += timedelta(days=1)
    return total


@given(MINUTES, DAYS)
def test_exactly_so_many_days_of_work_lie_between_a_question_and_its_due_time(asked, days):
    assert worked(asked, due(asked, days)) == days * timedelta(hours=8)


@given(MINUTES, DAYS)
def test_what_is_due_is_due_in_working_hours(asked, days):
    local = due(asked, days).astimezone(RIYADH)
    assert is_working_day(local.date())
    assert OPENS <= local.time() <= CLOSES


@given(MINUTES, MINUTES, DAYS)
def test_whoever_asks_first_is_answered_first(one, other, days):
    assert (one <= other) <= (due(one, days) <= due(other, days))


def test_a_question_of_thursday_afternoon_is_due_after_the_weekend():
    asked = datetime(2026, 11, 26, 15, 0, tzinfo=RIYADH)
    assert due(asked, 1) == datetime(2026, 11, 29, 15, 0, tzinfo=RIYADH)
    assert due(datetime(2026, 11, 27, 11, 0, tzinfo=RIYADH), 2) == datetime(
        2026, 11, 30, 16, 0, tzinfo=RIYADH
    )


def test_a_question_of_the_last_day_of_work_before_an_eid_is_due_after_it():
    asked = datetime(2027, 3, 8, 10, 0, tzinfo=RIYADH)  # 29 Ramadan
    assert due(asked, 1) == datetime(2027, 3, 14, 10, 0, tzinfo=RIYADH)
    assert due(datetime(2026, 9, 23, 9, 0, tzinfo=RIYADH), 1) == datetime(2026, 9, 24, 16, 0, tzinfo=RIYADH)
