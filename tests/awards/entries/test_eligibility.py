import calendar
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from awards.cycles.timetable import Timetable
from awards.entries.eligibility import (
    EntrantKind,
    Facts,
    Obstacle,
    Reason,
    months_in_operation,
    reasons_against,
)

TIMES = Timetable(
    opens=datetime(2026, 1, 1, tzinfo=UTC),
    closes=datetime(2026, 3, 1, tzinfo=UTC),
    grace_minutes=15,
    judging_opens=datetime(2026, 3, 10, tzinfo=UTC),
    judging_closes=datetime(2026, 4, 10, tzinfo=UTC),
    publishes=datetime(2026, 5, 1, tzinfo=UTC),
)
FINE = Facts(
    entrant=EntrantKind.AGENCY,
    category_is_for=EntrantKind.AGENCY,
    timetable=TIMES,
    now=datetime(2026, 2, 1, tzinfo=UTC),
    deadline=date(2026, 3, 1),
    launched_on=date(2024, 5, 1),
    months_required=6,
    barred_cycles=2,
    entries_limit=2,
)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))

ALONE = [
    (
        {"now": TIMES.opens - timedelta(seconds=1)},
        Reason(Obstacle.NOT_YET_OPEN, {"opens": TIMES.opens, "zone": TIMES.zone}),
    ),
    (
        {"now": TIMES.closes + timedelta(minutes=15)},
        Reason(Obstacle.CLOSED, {"closed": TIMES.closes, "zone": TIMES.zone}),
    ),
    ({"is_organisers_own": True}, Reason(Obstacle.ORGANISERS_OWN)),
    ({"entrant": EntrantKind.INDIVIDUAL}, Reason(Obstacle.AGENCIES_ONLY)),
    ({"category_is_for": EntrantKind.INDIVIDUAL}, Reason(Obstacle.INDIVIDUALS_ONLY)),
    ({"launched_on": None}, Reason(Obstacle.LAUNCH_DATE_MISSING, {"required": 6})),
    (
        {"launched_on": date(2025, 9, 2)},
        Reason(Obstacle.TOO_FEW_MONTHS, {"months": 5, "required": 6, "deadline": date(2026, 3, 1)}),
    ),
    ({"wins_in_barred_cycles": 1}, Reason(Obstacle.WON_LATELY, {"wins": 1, "cycles": 2})),
    ({"other_entries": 2}, Reason(Obstacle.TOO_MANY_ENTRIES, {"entries": 2, "limit": 2})),
]


def after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month: the rule by another way."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def test_nothing_stands_against_an_entry_that_keeps_the_rules():
    assert reasons_against(FINE) == []


@pytest.mark.parametrize(("change", "reason"), ALONE, ids=[reason.code for _, reason in ALONE])
def test_one_broken_rule_gives_its_one_reason(change, reason):
    assert reasons_against(replace(FINE, **change)) == [reason]


@pytest.mark.parametrize(
    "change",
    [
        {"now": TIMES.opens},
        {"now": TIMES.closes + timedelta(minutes=15, seconds=-1)},
        {"entrant": EntrantKind.INDIVIDUAL, "category_is_for": EntrantKind.INDIVIDUAL},
        {"launched_on": date(2025, 9, 1)},
        {"launched_on": None, "months_required": 0},
        {"wins_in_barred_cycles": 1, "barred_cycles": 0},
        {"other_entries": 1},
        {"other_entries": 99, "entries_limit": None},
    ],
)
def test_what_just_keeps_a_rule_is_not_held_against_the_entry(change):
    assert reasons_against(replace(FINE, **change)) == []


@given(st.sets(st.integers(0, len(ALONE) - 1)))
def test_every_broken_rule_is_told_at_once(chosen):
    changes = {}
    for index in chosen:
        assume(changes.keys().isdisjoint(ALONE[index][0]))
        changes |= ALONE[index][0]
    kinds = {"entrant", "category_is_for"}
    assume(not kinds <= changes.keys())
    assert {reason.code for reason in reasons_against(replace(FINE, **changes))} == {
        ALONE[index][1].code for index in chosen
    }


@pytest.mark.parametrize(
    ("launched", "on", "months"),
    [
        (date(2025, 8, 31), date(2026, 2, 27), 5),
        (date(2025, 8, 31), date(2026, 2, 28), 6),
        (date(2023, 8, 31), date(2024, 2, 28), 5),
        (date(2023, 8, 31), date(2024, 2, 29), 6),
        (date(2025, 12, 15), date(2026, 1, 14), 0),
        (date(2025, 12, 15), date(2026, 1, 15), 1),
        (date(2026, 2, 1), date(2026, 1, 1), 0),
        (date(9999, 6, 30), date.max, 6),
    ],
)
def test_months_are_counted_by_the_calendar(launched, on, months):
    assert months_in_operation(launched, on) == months


@given(DAYS, st.integers(0, 400))
def test_a_month_is_complete_on_its_day_and_not_before(launched, months):
    day = after(launched, months)
    assert months_in_operation(launched, day) == months
    assert months == 0 or months_in_operation(launched, day - timedelta(days=1)) == months - 1


@given(DAYS, DAYS, DAYS)
def test_an_earlier_launch_never_has_fewer_months(one, other, on):
    earlier, later = sorted([one, other])
    assert months_in_operation(earlier, on) >= months_in_operation(later, on)
