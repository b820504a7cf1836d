from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.rubrics.scale import SCALE
from judging.scorecards.sheet import (
    ABSTAINED,
    Mark,
    SheetState,
    points_of,
    sheet_state,
    shown_total,
    total_of,
)
from judging.scorecards.totals import NotScored, UnknownCriterion

WEIGHTS = {"benefit": Fraction(50), "channels": Fraction(30), "support": Fraction(20)}
ANSWERS = st.one_of(
    st.builds(Mark, points=st.sampled_from(SCALE), comment=st.sampled_from(["", "نعم"])),
    st.just(Mark(not_scored=ABSTAINED)),
    st.builds(Mark, comment=st.sampled_from(["", "لاحقًا"])),
)
MARKS = st.fixed_dictionaries({}, optional=dict.fromkeys(WEIGHTS, ANSWERS))


@given(MARKS)
def test_the_total_is_the_weighted_sum_of_the_points_out_of_a_hundred(marks):
    points = {key: int(mark.points) for key, mark in marks.items() if mark.points is not None}
    total = total_of(points_of(marks), WEIGHTS)
    if points:
        weight = sum(WEIGHTS[key] for key in points)
        assert total == Fraction(sum(WEIGHTS[key] * value for key, value in points.items()) * 10, weight)
        assert 0 <= total <= 100
    else:
        assert total is None


@given(MARKS)
def test_an_abstention_is_an_answer_and_never_a_zero(marks):
    answers = points_of(marks)
    assert len(answers) == sum(mark.answered for mark in marks.values())
    without = {key: mark for key, mark in marks.items() if mark.not_scored is None}
    assert total_of(answers, WEIGHTS) == total_of(points_of(without), WEIGHTS)


@pytest.mark.parametrize("points", ["11", "-1", "7.5", "٧", "ten", "08"])
def test_points_off_the_scale_are_refused(points):
    with pytest.raises(ValueError, match="benefit"):
        points_of({"benefit": Mark(points=points)})


@pytest.mark.parametrize("reason", [reason.value for reason in NotScored if reason != ABSTAINED])
def test_a_judge_gives_no_reason_but_abstention(reason):
    with pytest.raises(ValueError, match="benefit"):
        points_of({"benefit": Mark(not_scored=reason)})


def test_points_and_an_abstention_at_once_are_refused():
    with pytest.raises(ValueError, match="benefit"):
        points_of({"benefit": Mark(points="5", not_scored=ABSTAINED)})


def test_a_criterion_of_another_rubric_is_refused():
    with pytest.raises(UnknownCriterion):
        total_of(points_of({"beauty": Mark(points="5")}), WEIGHTS)


@given(st.fractions(min_value=0, max_value=100))
def test_a_total_is_shown_with_two_decimals_within_half_a_hundredth(total):
    shown = shown_total(str(total))
    assert shown.partition(".")[2].isdigit()
    assert len(shown.partition(".")[2]) == 2
    assert abs(Fraction(Decimal(shown)) - total) <= Fraction(1, 200)


def test_a_total_that_is_not_there_is_no_zero():
    assert shown_total(None) == "–"
    assert shown_total("0") == "0.00"


@pytest.mark.parametrize(
    ("begun", "scored", "lodged", "state"),
    [
        (False, 0, False, SheetState.NOT_BEGUN),
        (True, 0, False, SheetState.DRAFT),
        (True, 2, False, SheetState.DRAFT),
        (True, 3, False, SheetState.COMPLETE),
        (True, 3, True, SheetState.LODGED),
    ],
)
def test_how_far_a_sheet_is(begun, scored, lodged, state):
    assert sheet_state(begun=begun, scored=scored, criteria=3, lodged=lodged) is state
