from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.rubrics.weights import (
    Fault,
    WeightFault,
    WeightsRefused,
    parse_weight,
    parse_weights,
    sums_to_hundred,
)


@st.composite
def splits_of_a_hundred(draw):
    """A hundred cut at random places, in steps of a thousandth."""
    cuts = sorted(draw(st.sets(st.integers(1, 99_999), max_size=9)))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, 100_000], strict=True)]
    return {f"c{i}": str(Decimal(part) / 1000) for i, part in enumerate(parts)}


@given(splits_of_a_hundred())
def test_weights_that_sum_to_a_hundred_are_taken_exactly(texts):
    weights = parse_weights(texts)
    assert weights == {key: Fraction(text) for key, text in texts.items()}
    assert sums_to_hundred(weights)


@given(splits_of_a_hundred(), st.sampled_from(["0.001", "0.000001", "1"]))
def test_the_least_bit_more_than_a_hundred_is_refused(texts, extra):
    with pytest.raises(WeightsRefused) as refused:
        parse_weights({**texts, "more": extra})
    assert refused.value.faults == (WeightFault(Fault.NOT_A_HUNDRED, total=100 + Fraction(extra)),)


def test_three_thirds_in_decimals_are_not_a_hundred():
    with pytest.raises(WeightsRefused, match="total"):
        parse_weights({"a": "33.3", "b": "33.3", "c": "33.3"})


@pytest.mark.parametrize("text", ["12.5", "١٢٫٥", " 12.5 ", "012.50", "۱۲.۵"])
def test_a_weight_may_be_written_with_any_digits(text):
    assert parse_weight(text) == Fraction(25, 2)


@pytest.mark.parametrize(
    "text", ["", " ", "-5", "+5", "1e1", "1_0", "NaN", "Infinity", "1,5", "10/3", "5.", ".5", "1234"]
)
def test_what_is_not_plain_decimal_text_is_no_weight(text):
    assert parse_weight(text) is None


def test_every_wrong_weight_is_named_at_once():
    with pytest.raises(WeightsRefused) as refused:
        parse_weights({"impact": "x", "support": "100", "access": "0"})
    assert refused.value.faults == (
        WeightFault(Fault.NOT_A_NUMBER, "impact"),
        WeightFault(Fault.NOT_POSITIVE, "access"),
    )


def test_a_rubric_without_criteria_is_refused():
    with pytest.raises(WeightsRefused):
        parse_weights({})
