from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.cycles.timetable import Happened, Phase, Timetable, TimetableOutOfOrder, phase_of

SECOND = timedelta(seconds=1)
TABLE = Timetable(
    opens=datetime(2026, 1, 1, tzinfo=UTC),
    closes=datetime(2026, 3, 1, tzinfo=UTC),
    grace_minutes=30,
    judging_opens=datetime(2026, 3, 10, tzinfo=UTC),
    judging_closes=datetime(2026, 4, 10, tzinfo=UTC),
    publishes=datetime(2026, 5, 1, tzinfo=UTC),
)


@st.composite
def timetables(draw):
    start = draw(st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1))).replace(microsecond=0, tzinfo=UTC)
    seconds = st.integers(1, 10**7)
    grace = draw(st.integers(0, 3000))
    closes = start + draw(seconds) * SECOND
    judging_opens = closes + timedelta(minutes=grace) + draw(st.integers(0, 10**6)) * SECOND
    judging_closes = judging_opens + draw(seconds) * SECOND
    publishes = judging_closes + draw(st.integers(0, 10**6)) * SECOND
    return Timetable(start, closes, grace, judging_opens, judging_closes, publishes)


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        (TABLE.opens - SECOND, Phase.ANNOUNCED),
        (TABLE.opens, Phase.ENTRIES),
        (TABLE.closes - SECOND, Phase.ENTRIES),
        (TABLE.closes, Phase.GRACE),
        (TABLE.closes + timedelta(minutes=30) - SECOND, Phase.GRACE),
        (TABLE.closes + timedelta(minutes=30), Phase.SCREENING),
        (TABLE.judging_opens, Phase.JUDGING),
        (TABLE.judging_closes - SECOND, Phase.JUDGING),
        (TABLE.judging_closes, Phase.DECIDING),
        (TABLE.publishes - SECOND, Phase.DECIDING),
        (TABLE.publishes, Phase.DECIDING),
    ],
)
def test_a_phase_begins_at_its_second_and_ends_before_the_next(moment, phase):
    assert TABLE.phase(moment) is phase


@given(timetables(), st.integers(-(10**6), 4 * 10**7))
def test_submissions_are_taken_exactly_in_the_entry_and_grace_phases(table, offset):
    now = table.opens + offset * SECOND
    assert table.accepts_submissions(now) == (table.phase(now) in {Phase.ENTRIES, Phase.GRACE})


@given(timetables(), st.lists(st.integers(-(10**6), 4 * 10**7), min_size=2))
def test_phases_never_run_backwards(table, offsets):
    order = list(Phase)
    phases = [order.index(table.phase(table.opens + offset * SECOND)) for offset in sorted(offsets)]
    assert all(a <= b for a, b in pairwise(phases))


@given(timetables(), st.integers(-(10**6), 4 * 10**7), st.builds(Happened))
def test_a_phase_is_told_after_what_has_happened(table, offset, facts):
    now = table.opens + offset * SECOND
    phase = phase_of(table, facts, now)
    assert (phase is Phase.PUBLISHED) == facts.published
    if not facts.published and not facts.announced:
        assert phase is Phase.PREPARING
    elif not facts.published:
        assert phase is not Phase.JUDGING or (facts.round_opened and not facts.round_closed)
        assert phase is Phase.DECIDING or not facts.round_closed


@given(timetables(), st.integers(-(10**6), 4 * 10**7))
def test_a_cycle_that_runs_after_its_dates_is_in_the_phase_of_its_dates(table, offset):
    now = table.opens + offset * SECOND
    facts = Happened(round_opened=now >= table.judging_opens, round_closed=now >= table.judging_closes)
    assert phase_of(table, facts, now) is table.phase(now)


@given(timetables())
def test_without_grace_the_deadline_is_the_end(table):
    strict = replace(table, grace_minutes=0)
    assert strict.accepts_submissions(strict.closes - SECOND)
    assert not strict.accepts_submissions(strict.closes)


def test_a_moment_may_be_given_in_any_zone():
    riyadh = ZoneInfo("Asia/Riyadh")
    assert TABLE.phase(datetime(2026, 1, 1, 2, 59, 59, tzinfo=riyadh)) is Phase.ANNOUNCED
    assert TABLE.phase(datetime(2026, 1, 1, 3, 0, 0, tzinfo=riyadh)) is Phase.ENTRIES


@pytest.mark.parametrize(
    ("change", "earlier", "later"),
    [
        ({"closes": TABLE.opens}, "opens", "closes"),
        ({"judging_opens": TABLE.closes}, "grace_minutes", "judging_opens"),
        ({"judging_opens": TABLE.closes - SECOND, "grace_minutes": 0}, "closes", "judging_opens"),
        ({"judging_closes": TABLE.judging_opens}, "judging_opens", "judging_closes"),
        ({"publishes": TABLE.judging_closes - SECOND}, "judging_closes", "publishes"),
    ],
)
def test_dates_the_wrong_way_round_are_refused_by_name(change, earlier, later):
    with pytest.raises(TimetableOutOfOrder) as refused:
        replace(TABLE, **change)
    assert (refused.value.earlier, refused.value.later) == (earlier, later)
    assert str(refused.value) == f"{later} must come after {earlier}"


@pytest.mark.parametrize(
    "change",
    [
        {"opens": datetime(2026, 1, 1)},
        {"opens": datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Riyadh"))},
        {"publishes": datetime(2026, 5, 1, microsecond=1, tzinfo=UTC)},
        {"grace_minutes": -1},
    ],
)
def test_times_that_are_not_whole_utc_seconds_are_refused(change):
    with pytest.raises(ValueError, match=next(iter(change))):
        replace(TABLE, **change)
