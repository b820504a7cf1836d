"""The intake in numbers."""

import uuid
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from awards.entries.models import EntryState
from awards.intake.figures import OUT, Course, chart, day_of, days, lines, state_at, total
from awards.kit.clock import RIYADH

FIRST = datetime(2026, 10, 1, tzinfo=UTC)
CYCLE = uuid.UUID(int=1)
_hours = st.integers(0, 40 * 24)


@st.composite
def courses(draw: st.DrawFn) -> Course:
    state = draw(st.sampled_from(EntryState))
    started = FIRST + timedelta(hours=draw(_hours))
    was_submitted = state is EntryState.SUBMITTED or (state in OUT and draw(st.booleans()))
    submitted = started + timedelta(hours=draw(_hours)) if was_submitted else None
    ended = (submitted or started) + timedelta(hours=draw(_hours)) if state in OUT else None
    return Course(CYCLE, draw(st.sampled_from("ABC")), None, None, state, started, submitted, ended)


@given(st.lists(courses()))
def test_seen_from_the_end_every_entry_is_what_it_is_now(found: list[Course]) -> None:
    end = FIRST + timedelta(days=400)
    assert [state_at(course, end) for course in found] == [course.state for course in found]


@given(courses(), st.lists(_hours, min_size=2))
def test_an_entry_never_goes_back_on_its_course(course: Course, hours: list[int]) -> None:
    order = [None, EntryState.DRAFT, EntryState.SUBMITTED, course.state if course.state in OUT else None]
    seen = [state_at(course, FIRST + timedelta(hours=3 * h)) for h in sorted(hours)]
    places = [order.index(state) for state in seen]
    assert places == sorted(places)


@given(st.lists(courses()))
def test_the_days_add_up_to_all_that_was_begun_and_submitted(found: list[Course]) -> None:
    by_day = days(found, day_of(FIRST), day_of(FIRST + timedelta(days=100)))
    assert sum(day.started for day in by_day) == len(found)
    assert sum(day.submitted for day in by_day) == sum(course.submitted_at is not None for course in found)
    for day in by_day:
        midnight = datetime.combine(day.day + timedelta(days=1), time(), RIYADH) - timedelta(microseconds=1)
        standing = Counter(state_at(course, midnight) for course in found)
        assert day.submitted_so_far == standing[EntryState.SUBMITTED]


@given(st.lists(courses()), st.lists(courses()))
def test_the_lines_add_up_to_all_entries_and_a_category_that_is_new_has_no_past(
    now: list[Course], last: list[Course]
) -> None:
    then = FIRST + timedelta(days=10)
    found = lines("ABC", now, last, last_codes="BC", same_distance=then, last_end=FIRST + timedelta(days=400))
    everything = total(found)
    assert everything.states == Counter(course.state for course in now)
    assert found[0].then is None
    assert found[0].at_end is None
    assert everything.at_end == Counter(course.state for course in last if course.category_code != "A")


def test_a_day_begins_at_midnight_in_riyadh() -> None:
    late = datetime(2026, 10, 1, 21, 0, tzinfo=UTC)
    course = Course(CYCLE, "A", None, None, EntryState.DRAFT, late, None, None)
    (first, second) = days([course], date(2026, 10, 1), date(2026, 10, 2))
    assert (first.started, second.started) == (0, 1)
    assert days([course], date(2026, 10, 2), date(2026, 10, 1)) == []


@given(st.lists(st.integers(0, 500), max_size=120))
def test_bars_stay_within_the_chart_and_the_highest_fills_it(numbers: list[int]) -> None:
    drawn = chart([(date(2026, 1, 1) + timedelta(days=i), n) for i, n in enumerate(numbers)])
    for bar, n in zip(drawn.bars, numbers, strict=True):
        assert bar.n == n
        assert 0 <= bar.x <= bar.x + bar.width <= drawn.width + 0.01
        assert bar.height <= drawn.height
    if any(numbers):
        assert max(bar.height for bar in drawn.bars) == drawn.height
