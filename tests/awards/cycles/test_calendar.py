"""All dates of a cycle, in one order, in its own zone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.cycles.forms import TimetableForm, order_errors, typed_timetable
from awards.cycles.moving import acts_otherwise, lacking
from awards.cycles.next_year import next_timetable
from awards.cycles.timetable import ORDER, PLANS, Happened, Phase, Timetable, TimetableOutOfOrder
from awards.cycles.wording import CALENDAR, calendar
from awards.kit.clock import NoSuchTime, TimeTwice, in_utc, zone_named, zone_names
from awards.kit.i18n import translate
from tests.awards.cycles.test_timetable import timetables

SECOND = timedelta(seconds=1)
zones = st.sampled_from(["Asia/Riyadh", "Europe/London", "America/New_York", "Africa/Cairo", "Asia/Tehran"])


@st.composite
def planned(draw):
    """A timetable with any of the plans, each between its neighbours, on their seconds too."""
    times = draw(timetables())
    dates = times.dates
    before = times.entries_end
    for name in ORDER:
        if name in dates:
            before = max(dates[name], before)
        elif draw(st.booleans()):
            later = [dates[n] for n in ORDER[ORDER.index(name) :] if n in dates]
            most = int((min(later) - before) / SECOND) if later else 10**6
            before += draw(st.integers(0, most)) * SECOND
            dates[name] = before
    return replace(times, **dates, zone=draw(zones))


@given(planned(), st.integers(-(10**6), 3 * 10**7))
def test_every_instant_lies_between_two_dates_in_one_phase_and_one_date_is_next_at_most(times, offset):
    now = times.opens + offset * SECOND
    listed = calendar(times, now)
    assert [dated.milestone.at for dated in listed] == sorted(times.dates.values())
    assert [dated.milestone.label for dated in listed] == [CALENDAR[name] for name in times.dates]
    assert sum(dated.milestone.next for dated in listed) == any(at > now for at in times.dates.values())
    passed = [dated.milestone.passed for dated in listed]
    assert passed == sorted(passed, reverse=True)
    bounds = [datetime.min.replace(tzinfo=UTC), *times.dates.values(), datetime.max.replace(tzinfo=UTC)]
    assert sum(begins <= now < ends for begins, ends in pairwise(bounds)) == 1
    assert isinstance(times.phase(now), Phase)
    assert times.phase(now) is replace(times, **dict.fromkeys(PLANS)).phase(now)


@given(planned(), st.sampled_from(PLANS), st.data())
def test_a_plan_out_of_its_order_is_refused_beside_its_field(times, name, data):
    dates = times.dates
    earlier = [other for other in ORDER[: ORDER.index(name)] if other in dates]
    too_soon = min(dates[earlier[-1]], times.entries_end if earlier[-1] == "closes" else dates[earlier[-1]])
    wrong = {**dates, name: too_soon - data.draw(st.integers(1, 10**6)) * SECOND}
    assert name in order_errors(wrong, times.grace_minutes)
    with pytest.raises(TimetableOutOfOrder):
        replace(times, **{name: wrong[name]})


@given(planned(), st.integers(0, 10**6))
def test_more_time_never_breaks_a_timetable_that_leaves_room_before_judging(times, seconds):
    to = times.closes + seconds * SECOND
    if times.ends_with(to) > times.judging_opens:
        return
    held = times.extended(to)
    assert held.closes == to
    assert set(held.dates) <= set(times.dates)


def read_back(times):
    form = TimetableForm.model_validate(typed_timetable(times))
    return form.timetable()


@given(planned())
def test_a_timetable_that_is_typed_in_its_zone_is_the_same_when_it_is_read(times):
    zone = zone_named(times.zone)
    try:
        for at in times.dates.values():
            in_utc(at.astimezone(zone).replace(tzinfo=None), zone)
    except TimeTwice:
        return
    assert read_back(times) == times


@given(planned(), st.integers(0, 2000))
def test_a_copy_moves_all_dates_and_keeps_their_hours_on_the_clocks(times, days):
    copy = next_timetable(times, times.opens + timedelta(days=days))
    zone = zone_named(times.zone)
    assert copy.dates.keys() == times.dates.keys()
    assert copy.zone == times.zone
    for name, at in times.dates.items():
        old, new = at.astimezone(zone), copy.dates[name].astimezone(zone)
        assert abs((new.hour * 60 + new.minute) - (old.hour * 60 + old.minute)) in (0, 60, 1380)


@pytest.mark.parametrize(
    ("zone", "typed", "said"),
    [
        ("Europe/London", "2027-03-28T01:30", "put forward"),
        ("Europe/London", "2027-10-31T01:30", "comes twice"),
        ("America/New_York", "2027-03-14T02:00", "put forward"),
        ("Africa/Cairo", "2027-04-30T00:30", "put forward"),
    ],
)
def test_a_time_that_the_clocks_skip_or_show_twice_is_refused_with_the_reason(zone, typed, said):
    found = {}
    try:
        TimetableForm.model_validate({"zone": zone, "opens": typed})
    except ValueError as error:
        found = {e["loc"][0]: e for e in error.errors()}
    assert said in translate(found["opens"]["ctx"]["error"].args[0], "en")


def test_around_a_change_of_the_clocks_each_second_is_told_from_the_next():
    london = zone_named("Europe/London")
    assert in_utc(datetime(2027, 3, 28, 0, 59, 59), london) == datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC)
    with pytest.raises(NoSuchTime):
        in_utc(datetime(2027, 3, 28, 1), london)
    with pytest.raises(NoSuchTime):
        in_utc(datetime(2027, 3, 28, 1, 59, 59), london)
    assert in_utc(datetime(2027, 3, 28, 2), london) == datetime(2027, 3, 28, 1, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Riyadh", "asia/riyadh", "../etc/passwd", "", "Mars/Olympus"])
def test_a_zone_that_nobody_knows_is_refused(zone):
    assert zone not in zone_names()
    times = Timetable(*(datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2)), 0, *_after())
    with pytest.raises(ValueError, match="no time zone"):
        replace(times, zone=zone)


def _after():
    return (datetime(2026, 2, day, tzinfo=UTC) for day in (1, 2, 3))


@given(planned(), planned())
def test_plans_are_moved_without_a_reason_by_which_people_would_be_bound(old, other):
    plans = {name: at for name, at in other.dates.items() if name in PLANS}
    try:
        new = replace(old, **plans)
    except TimetableOutOfOrder:
        return
    assert not acts_otherwise(old, new)
    assert not lacking(old, new, Happened(), reason="", confirmed=False, now=old.opens)
