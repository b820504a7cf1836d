"""Two cycles day by day, laid over each other at their closing."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from awards.intake.figures import Day
from awards.intake.side_by_side import HEIGHT, WIDTH, bars, pace, side_by_side, without_last

CLOSES, CLOSED = date(2026, 12, 1), date(2025, 11, 20)


@st.composite
def courses(draw: st.DrawFn, closes: date) -> list[Day]:
    """Days without a gap that begin some time before the closing, each with what was submitted on it."""
    first = closes - timedelta(days=draw(st.integers(0, 60)))
    so_far, found = 0, []
    for i, n in enumerate(draw(st.lists(st.integers(0, 9), max_size=70))):
        so_far += n
        found.append(Day(first + timedelta(days=i), n + 1, n, so_far))
    return found


@given(courses(CLOSES), courses(CLOSED))
def test_every_day_stands_once_beside_the_one_that_was_as_far_from_closing(now, then):
    slots = side_by_side(now, CLOSES, then, CLOSED)
    assert [slot.now for slot in slots if slot.now] == now
    assert [slot.then for slot in slots if slot.then] == then
    for slot in slots:
        assert slot.day == CLOSES - timedelta(days=slot.before)
        assert slot.now is None or slot.now.day == slot.day
        assert slot.then is None or (CLOSED - slot.then.day).days == slot.before
    befores = [slot.before for slot in slots]
    assert befores == list(range(befores[0], befores[-1] - 1, -1)) if befores else not (now or then)


@given(courses(CLOSES), courses(CLOSED))
def test_lines_never_fall_stay_within_the_drawing_and_end_at_their_figure(now, then):
    found = pace("G2C", side_by_side(now, CLOSES, then, CLOSED))
    for curve, side in ((found.now, now), (found.then, then)):
        assert len(curve.points) == len(side)
        assert curve.last == (side[-1].submitted_so_far if side else 0)
        assert all(0 <= x <= WIDTH + 0.1 and 0 <= y <= HEIGHT for x, y in curve.points)
        heights = [y for _, y in curve.points]
        assert heights == sorted(heights, reverse=True)
    assert without_last(found).then.points == ()


@given(courses(CLOSES), courses(CLOSED))
def test_bars_of_both_cycles_have_one_scale_and_one_place_for_each_day(now, then):
    slots = side_by_side(now, CLOSES, then, CLOSED)
    here, there = bars(slots, "submitted")
    assert here.most == there.most == max((day.submitted for day in [*now, *then]), default=0)
    assert [bar.x for bar in here.bars] == [bar.x for bar in there.bars]
    assert sum(bar.n for bar in here.bars) == sum(day.submitted for day in now)


def test_the_last_cycle_says_how_many_there_were_as_far_from_closing():
    now = [Day(CLOSES - timedelta(days=10), 2, 1, 1)]
    then = [Day(CLOSED - timedelta(days=n), 1, 1, 12 - n) for n in (11, 10, 9)]
    assert pace("", side_by_side(now, CLOSES, then, CLOSED)).so_far_then == 2
    assert pace("", side_by_side(now, CLOSES)).so_far_then is None
