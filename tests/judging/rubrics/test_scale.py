"""A scale is a value: what can be given on it, how that is spelled, and what it is out of a hundred."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.rubrics.comments import CommentRule, CommentWhen
from judging.rubrics.scale import MOST_VALUES, TEN, USUAL, Band, Scale, banded, decimal, fault_of, percents_of
from tests.judging.rubrics.made import LEVELS

steps = st.sampled_from(["1", "0.5", "0.25", "0.1", "2", "5", "0.125"])
numbers = st.builds(
    lambda low, step, count: Scale(
        str(low), decimal(f"{float(low + Fraction(step) * count):.3f}") or "", step
    ),
    st.integers(0, 20),
    steps,
    st.integers(1, 100),
)
levels = st.lists(st.integers(0, 999), min_size=2, max_size=10, unique=True).map(
    lambda points: banded([Band(str(p), f"م{p}", f"L{p}") for p in points])
)
scales = st.one_of(numbers, levels)


@given(scales)
def test_the_lowest_points_are_nothing_of_a_hundred_and_the_highest_all_of_it(scale):
    assert fault_of(scale) is None
    percents = list(percents_of(scale).values())
    assert percents[0] == 0
    assert percents[-1] == 100
    assert percents == sorted(set(percents))


@given(scales)
def test_percents_lie_in_proportion_between_the_ends(scale):
    low, high = Fraction(scale.lowest), Fraction(scale.highest)
    for points, percent in percents_of(scale).items():
        assert percent == 100 * (Fraction(points) - low) / (high - low)
        assert scale.percent(points) == percent


@given(scales, st.data())
def test_whatever_lies_on_a_scale_is_read_in_any_digits_and_spelled_in_one_way(scale, data):
    points = data.draw(st.sampled_from(scale.values))
    arabic = points.translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫"))
    longer = points if "." in points else f"{points}.00"
    for text in (points, f" {points} ", arabic, longer, f"0{points}"):
        assert scale.parse(text) == points
    assert scale.contains(points)
    assert decimal(points) == points


@given(scales, st.text(max_size=6))
def test_what_does_not_lie_on_a_scale_is_not_read(scale, text):
    read = scale.parse(text)
    assert read is None or read in scale.values


@given(numbers)
def test_beyond_the_ends_and_between_the_steps_there_is_nothing(scale):
    low, high, step = Fraction(scale.lowest), Fraction(scale.highest), Fraction(scale.step)
    between = low + step / 2
    for value in (high + step, between):
        text = decimal(f"{float(value):.4f}".rstrip("0").rstrip("."))
        assert text is None or not scale.contains(text)
        if text:
            with pytest.raises(ValueError, match="scale"):
                scale.percent(text)


@given(st.integers(0, 10))
def test_on_ten_a_percent_is_ten_times_the_points(points):
    assert TEN.percent(str(points)) == 10 * points


def test_the_usual_scales_are_chosen_from_or_typed_in():
    assert {name: scale.chosen for name, scale in USUAL.items()} == {
        "ten": True,
        "five": True,
        "hundred": False,
    }
    assert LEVELS.chosen
    assert not Scale("0", "10", "0.5").chosen
    assert Scale("0", "5", "0.5").values[:3] == ("0", "0.5", "1")


@pytest.mark.parametrize("text", ["", "-1", "1e3", "1,000", "ten", "12345", "1.2345", "٧٫", ".5", "1.2.3"])
def test_what_is_no_plain_decimal_is_none(text):
    assert decimal(text) is None


@pytest.mark.parametrize(
    ("scale", "says"),
    [
        (Scale("5", "5"), "more than the lowest"),
        (Scale("7", "5"), "more than the lowest"),
        (Scale("0", "10", "3"), "exactly"),
        (Scale("0", "10", "0"), "exactly"),
        (Scale("0", "many"), "as numbers"),
        (Scale("0", "1000", "0.5"), "too small"),
        (banded([Band("1", "أ", "A")]), "two levels"),
        (banded([Band("1", "أ", "A"), Band("1", "ب", "B")]), "points of its own"),
        (banded([Band("1", "أ", "A"), Band("2", "", "B")]), "both languages"),
    ],
)
def test_what_makes_no_scale_is_said_in_words(scale, says):
    assert says in fault_of(scale).text


def test_the_finest_scale_still_has_a_value_for_each_tenth_of_a_percent():
    assert fault_of(Scale("0", "100", "0.1")) is None
    assert len(Scale("0", "100", "0.1").values) == MOST_VALUES


def test_a_level_is_found_by_its_points_and_levels_rise():
    assert [band.points for band in LEVELS.bands] == ["0", "2", "3"]
    assert LEVELS.band("2").name_en == "Emerging"
    assert LEVELS.band("1") is None
    assert LEVELS.percent("2") == Fraction(200, 3)


@pytest.mark.parametrize(
    ("when", "asked"),
    [
        (CommentWhen.OPTIONAL, []),
        (CommentWhen.REQUIRED, ["0", "4", "5", "6", "10", None]),
        (CommentWhen.BELOW, ["0", "4"]),
        (CommentWhen.ABOVE, ["6", "10"]),
    ],
)
def test_a_comment_is_asked_for_where_the_rule_says(when, asked):
    rule = CommentRule(when, "5")
    assert [points for points in ("0", "4", "5", "6", "10", None) if rule.asks(points)] == asked
    assert not rule.asks(None, answered=False)
