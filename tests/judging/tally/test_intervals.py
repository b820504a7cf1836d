"""The chart of a category's scores: what is drawn where, read back from its own axis."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.rounds.method.rules import Method, Rules
from judging.tally.counted import count_contests
from judging.tally.intervals import chart
from judging.tally.results import Least
from tests.judging.tally.made import contest, contests, drawn

ADJUSTED = Rules(Method.ADJUSTED)


def counted(whole):
    return count_contests(whole, ADJUSTED, least=Least(3), chances=False).categories


@given(st.integers(0, 500))
@settings(max_examples=20, deadline=None)
def test_marks_stand_on_the_axis_where_their_values_are(seed):
    category = counted(contests(drawn(seed)))[0]
    drawn_chart = chart(category)
    values = [float(text) for _, text in drawn_chart.ticks]
    assert [at for at, _ in drawn_chart.ticks] == pytest.approx(
        [(value - values[0]) / (values[-1] - values[0]) for value in values], abs=1e-9
    )

    def share(value):
        return pytest.approx((float(value) - values[0]) / (values[-1] - values[0]), abs=1e-9)

    ends = []
    for mark, entry in zip(drawn_chart.marks, category.entries, strict=True):
        adjusted, reach = float(Fraction(entry.figures.adjusted)), 1.96 * entry.figures.se
        assert (mark.number, mark.mean, mark.adjusted) == (
            entry.number,
            share(Fraction(entry.total_exact)),
            share(adjusted),
        )
        assert (mark.low, mark.high) == (share(adjusted - reach), share(adjusted + reach))
        assert list(mark.sheets) == [share(Fraction(sheet.total_exact)) for sheet in entry.sheets]
        ends += [mark.mean, mark.low, mark.high, *mark.sheets]
    assert 0 <= min(ends) < max(ends) <= 1
    step = values[1] - values[0]
    assert min(ends) * (values[-1] - values[0]) < step  # no empty part on either side
    assert (1 - max(ends)) * (values[-1] - values[0]) < step
    assert f"{step:e}"[0] in "125"
    length = (max(ends) - min(ends)) * (values[-1] - values[0])
    assert length / 6 <= step < 2.5 * length / 6 + 1e-9


def test_as_many_of_the_first_are_drawn_as_asked_and_none_that_is_not_ranked():
    given = [(number, f"J0{judge}", [number] * 3) for number in (1, 2, 3) for judge in (1, 2, 3)]
    (category,) = counted([contest("A", [1, 2, 3, 4], [*given, (4, "J01", [9, 9, 9])])])
    assert [mark.number for mark in chart(category).marks] == [3, 2, 1]
    assert [mark.number for mark in chart(category, most=2).marks] == [3, 2]
    (unranked,) = counted([contest("A", [4], [(4, "J01", [9, 9, 9])])])
    assert chart(unranked) is None


def test_where_all_scores_are_one_the_axis_has_a_length_all_the_same():
    given = [(number, f"J0{judge}", [7, 7, 7]) for number in (1, 2) for judge in (1, 2, 3)]
    drawn_chart = chart(counted([contest("A", [1, 2], given)])[0])
    assert [text for _, text in drawn_chart.ticks] == ["70", "71"]
    assert {mark.adjusted for mark in drawn_chart.marks} == {0.0}
