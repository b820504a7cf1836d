from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.rubrics.comments import CommentRule, CommentWhen
from judging.rubrics.scale import TEN, Scale
from judging.scorecards.sheet import (
    ABSTAINED,
    Mark,
    SheetInput,
    SheetState,
    fitting,
    off_scale,
    points_of,
    sheet_state,
    shown_total,
    unexplained,
)
from judging.scorecards.totals import NotScored, weighted_total
from tests.judging.rubrics.made import LEVELS, criterion, rubric

TENS = rubric(criterion("benefit", "50"), criterion("channels", "30"), criterion("support", "20"))
WEIGHTS = TENS.weights
MIXED = rubric(
    criterion("benefit", "50", Scale(highest="5")),
    criterion("channels", "30", LEVELS, CommentRule(CommentWhen.BELOW, "2")),
    criterion("support", "20", Scale(highest="100"), CommentRule(CommentWhen.REQUIRED)),
)
ANSWERS = st.one_of(
    st.builds(Mark, points=st.sampled_from(TEN.values), comment=st.sampled_from(["", "نعم"])),
    st.just(Mark(not_scored=ABSTAINED)),
    st.builds(Mark, comment=st.sampled_from(["", "لاحقًا"])),
)
MARKS = st.fixed_dictionaries({}, optional=dict.fromkeys(WEIGHTS, ANSWERS))


@given(MARKS)
def test_the_total_is_the_weighted_sum_of_the_points_out_of_a_hundred(marks):
    points = {key: int(mark.points) for key, mark in marks.items() if mark.points is not None}
    total = weighted_total(points_of(marks, TENS), WEIGHTS)
    if points:
        weight = sum(WEIGHTS[key] for key in points)
        assert total == Fraction(sum(WEIGHTS[key] * value for key, value in points.items()) * 10, weight)
        assert 0 <= total <= 100
    else:
        assert total is None


@given(MARKS)
def test_an_abstention_is_an_answer_and_never_a_zero(marks):
    answers = points_of(marks, TENS)
    assert len(answers) == sum(mark.answered for mark in marks.values())
    without = {key: mark for key, mark in marks.items() if mark.not_scored is None}
    assert weighted_total(answers, WEIGHTS) == weighted_total(points_of(without, TENS), WEIGHTS)


@pytest.mark.parametrize("points", ["11", "-1", "7.5", "٧", "ten", "08"])
def test_points_off_the_scale_are_refused(points):
    with pytest.raises(ValueError, match="benefit"):
        points_of({"benefit": Mark(points=points)}, TENS)


@pytest.mark.parametrize("reason", [NotScored.NOT_SCORED.value])
def test_a_judge_gives_no_reason_but_abstention(reason):
    with pytest.raises(ValueError, match="benefit"):
        points_of({"benefit": Mark(not_scored=reason)}, TENS)


def test_points_and_an_abstention_at_once_are_refused():
    with pytest.raises(ValueError, match="benefit"):
        points_of({"benefit": Mark(points="5", not_scored=ABSTAINED)}, TENS)


def test_nothing_is_said_of_a_criterion_of_another_rubric():
    assert points_of({"beauty": Mark(points="5")}, TENS) == {}


MIXED_MARKS = st.fixed_dictionaries(
    {},
    optional={
        c.key: st.one_of(
            st.builds(Mark, points=st.sampled_from(c.scale.values)), st.just(Mark(not_scored=ABSTAINED))
        )
        for c in MIXED.criteria
    },
)


@given(MIXED_MARKS)
def test_on_scales_of_any_kind_the_total_is_the_weighted_mean_of_the_percents(marks):
    scales = {c.key: c.scale for c in MIXED.criteria}
    given = {key: scales[key].percent(mark.points) for key, mark in marks.items() if mark.points is not None}
    total = weighted_total(points_of(marks, MIXED), MIXED.weights)
    if given:
        weight = sum(MIXED.weights[key] for key in given)
        assert total == sum(MIXED.weights[key] * percent for key, percent in given.items()) / weight
        assert 0 <= total <= 100
    else:
        assert total is None


def test_a_sheet_with_the_highest_points_everywhere_is_a_hundred_whatever_the_scales():
    highest = {c.key: Mark(points=c.scale.highest) for c in MIXED.criteria}
    assert weighted_total(points_of(highest, MIXED), MIXED.weights) == 100
    assert weighted_total(points_of({**highest, "channels": Mark(points="2")}, MIXED), MIXED.weights) == 90


def test_points_of_a_draft_that_its_rubric_no_longer_has_are_left_out_and_its_words_stay():
    older = SheetInput({"benefit": Mark(points="8", comment="قوي"), "support": Mark(points="85")}, "أثر")
    assert off_scale(older.marks, MIXED) == ["benefit"]
    fitted = fitting(older, MIXED)
    assert fitted.mark("benefit") == Mark(comment="قوي")
    assert fitted.mark("support") == older.mark("support")
    assert fitting(fitted, MIXED) is fitted


def test_an_answer_that_owes_a_comment_is_named_until_there_is_one():
    marks = {"benefit": Mark(points="0"), "channels": Mark(points="0"), "support": Mark(not_scored=ABSTAINED)}
    assert unexplained(SheetInput(marks), MIXED) == ["channels", "support"]
    marks |= {"channels": Mark(points="2"), "support": Mark(points="90", comment="موثّق")}
    assert unexplained(SheetInput(marks), MIXED) == []
    assert unexplained(SheetInput(), MIXED) == [], "what is not answered yet is named as that"


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
