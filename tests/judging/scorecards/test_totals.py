from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.scorecards.sheet import scored_percent
from judging.scorecards.totals import (
    NotScored,
    UnknownCriterion,
    enough_scored,
    entry_mean,
    exact_text,
    round_half_up,
    share_scored,
    weighted_total,
)

SIX = {"benefit": 25, "channels": 15, "support": 15, "maturity": 20, "process": 15, "feedback": 10}
WEIGHTS = {key: Fraction(weight) for key, weight in SIX.items()}
POINTS = st.integers(0, 20).map(lambda halves: Fraction(halves, 2))
ANSWERS = st.one_of(POINTS, st.sampled_from(NotScored))
SHEETS = st.fixed_dictionaries({}, optional=dict.fromkeys(SIX, ANSWERS))
FULL = st.fixed_dictionaries(dict.fromkeys(SIX, POINTS))
FRACTIONS = st.fractions(min_value=-1000, max_value=1000)


def test_renormalised_weights_give_a_fraction_that_no_decimal_holds():
    points = {
        "benefit": 8,
        "channels": 7,
        "support": 6,
        "maturity": 7,
        "feedback": 7,
        "process": NotScored.ABSTAINED,
    }
    assert weighted_total(points, WEIGHTS) == Fraction(121, 17)
    assert exact_text(Fraction(121, 17)) == "121/17"


@given(FULL)
def test_a_full_sheet_is_the_weighted_mean(points):
    assert weighted_total(points, WEIGHTS) == sum(points[key] * WEIGHTS[key] for key in SIX) / 100


@given(SHEETS)
def test_a_total_stays_between_the_lowest_and_the_highest_points(points):
    given_points = [value for value in points.values() if not isinstance(value, NotScored)]
    outcome = weighted_total(points, WEIGHTS)
    if given_points:
        assert min(given_points) <= outcome <= max(given_points)
    else:
        assert outcome is None


@given(SHEETS)
def test_no_reason_for_having_no_points_ever_counts_as_a_number(points):
    without = {key: value for key, value in points.items() if not isinstance(value, NotScored)}
    assert weighted_total(points, WEIGHTS) == weighted_total(without, WEIGHTS)
    out = {key: value for key, value in points.items() if value is NotScored.NOT_APPLICABLE}
    assert share_scored(points, WEIGHTS) == share_scored(without | out, WEIGHTS)


@given(FULL, st.sets(st.sampled_from(sorted(SIX)), max_size=5))
def test_what_does_not_apply_is_as_if_the_rubric_had_never_had_it(points, out):
    granted = {**points, **dict.fromkeys(out, NotScored.NOT_APPLICABLE)}
    rest = {key: weight for key, weight in WEIGHTS.items() if key not in out}
    assert weighted_total(granted, WEIGHTS) == weighted_total({key: points[key] for key in rest}, rest)
    assert share_scored(granted, WEIGHTS) == 1


@given(POINTS, st.sets(st.sampled_from(sorted(SIX)), max_size=5))
def test_a_grant_neither_lowers_nor_raises_a_sheet_whose_points_are_all_equal(points, out):
    granted = {**dict.fromkeys(SIX, points), **dict.fromkeys(out, NotScored.NOT_APPLICABLE)}
    assert weighted_total(granted, WEIGHTS) == points


def test_where_nothing_applies_nothing_is_enough():
    assert not enough_scored(dict.fromkeys(SIX, NotScored.NOT_APPLICABLE), WEIGHTS)


def test_an_abstention_is_measured_by_what_applies():
    """Of 65 that apply 35 are scored: of 100 they would not be half."""
    points = {"benefit": 5, "feedback": 5, "channels": NotScored.ABSTAINED, "process": NotScored.ABSTAINED}
    out = dict.fromkeys(("support", "maturity"), NotScored.NOT_APPLICABLE)
    assert not enough_scored(points, WEIGHTS)
    assert enough_scored(points | out, WEIGHTS)


@given(FULL, st.sampled_from(sorted(SIX)), POINTS)
def test_more_points_on_one_criterion_never_lower_the_total(points, criterion, value):
    higher = {**points, criterion: max(points[criterion], value)}
    assert weighted_total(higher, WEIGHTS) >= weighted_total(points, WEIGHTS)


@given(SHEETS)
def test_scaling_all_weights_changes_nothing(points):
    scaled = {key: weight / 7 for key, weight in WEIGHTS.items()}
    assert weighted_total(points, scaled) == weighted_total(points, WEIGHTS)
    assert share_scored(points, scaled) == share_scored(points, WEIGHTS)


@pytest.mark.parametrize(
    ("criteria", "enough"),
    [
        (["benefit", "channels", "feedback"], True),
        (["benefit", "channels"], False),
        ([], False),
        (list(SIX), True),
    ],
)
def test_half_of_the_weight_must_be_scored(criteria, enough):
    assert enough_scored(dict.fromkeys(criteria, 5), WEIGHTS) is enough


def test_points_of_another_rubric_are_refused():
    with pytest.raises(UnknownCriterion, match="beauty"):
        weighted_total({"beauty": 10}, WEIGHTS)


def test_floats_are_refused():
    with pytest.raises(TypeError, match="never floats"):
        weighted_total({"benefit": 7.1}, WEIGHTS)


@given(st.decimals(min_value=0, max_value=10, places=2))
def test_decimal_points_are_taken_as_written(value):
    assert weighted_total({"benefit": value}, WEIGHTS) == Fraction(str(value))


@given(st.lists(POINTS, min_size=1))
def test_the_mean_of_an_entry_times_its_sheets_is_their_sum(totals):
    assert entry_mean(totals) * len(totals) == sum(totals)


def test_an_entry_without_sheets_has_no_mean():
    assert entry_mean([]) is None


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction(5, 2), 0, "3"),
        (Fraction(7, 2), 0, "4"),
        (Fraction(1005, 1000), 2, "1.01"),  # a float would say 1.00
        (Fraction(8), 2, "8.00"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(1210, 17), 2, "71.18"),
    ],
)
def test_a_half_is_rounded_up(value, places, shown):
    assert str(round_half_up(value, places)) == shown


@given(FRACTIONS, st.integers(0, 12))
def test_rounding_moves_by_at_most_half_a_unit(value, places):
    assert abs(Fraction(round_half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40),
    st.integers(0, 6),
)
def test_rounding_agrees_with_decimal_however_long_the_number(value, places):
    with localcontext(prec=200):
        expected = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    assert round_half_up(Fraction(value), places) == expected


@given(FRACTIONS, FRACTIONS, st.integers(0, 4))
def test_rounding_keeps_the_order(one, other, places):
    low, high = sorted([one, other])
    assert round_half_up(low, places) <= round_half_up(high, places)


@given(FRACTIONS)
def test_exact_text_can_be_read_back(value):
    assert Fraction(exact_text(value)) == value


@given(SHEETS, st.fixed_dictionaries(dict.fromkeys(SIX, st.fractions(min_value="0.01", max_value=100))))
def test_fifty_percent_are_shown_only_where_it_is_enough_to_lodge(points, weights):
    shown = Fraction(scored_percent(points, weights))
    assert (shown >= 50) == enough_scored(points, weights)
    assert 0 <= 100 * share_scored(points, weights) - shown < Fraction(1, 10)
