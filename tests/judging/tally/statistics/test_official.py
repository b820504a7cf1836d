from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from judging.tally.statistics.design import Sheet, components
from judging.tally.statistics.official import official
from tests.judging.tally.statistics.dense import fitted, incidence
from tests.judging.tally.statistics.rounds import case, designed, drawn, small_rounds

by_noise = pytest.mark.parametrize(
    "noise", [0.05, 0.8, 5.0]
)  # from judges who differ far more than their sheets do


def whole(design, ratio):
    entries, judges, _, y = incidence(design)
    return fitted(entries, [(judges, ratio)], y)


@by_noise
@given(seed=st.integers(0, 10_000))
@settings(max_examples=12, deadline=None)
def test_it_is_the_generalised_least_squares_of_whole_matrices(seed, noise):
    design = designed(drawn(seed, noise=noise)[0])
    fit = official(design)
    deviance, variance, scores, covariance, _ = whole(design, fit.theta2)
    assert fit.reml == pytest.approx(deviance, abs=1e-8)
    assert fit.sigma2 == pytest.approx(variance, rel=1e-9)
    assert fit.sigma2_judge == pytest.approx(fit.theta2 * variance, rel=1e-9)
    assert np.allclose(fit.scores, scores, atol=1e-9)
    assert np.allclose(fit.errors, np.sqrt(np.diag(covariance)), atol=1e-9)


@by_noise
@given(seed=st.integers(0, 10_000))
@settings(max_examples=12, deadline=None)
def test_no_other_ratio_of_variances_is_likelier(seed, noise):
    design = designed(drawn(seed, entries=12, judges=5, noise=noise)[0])
    fit = official(design)
    lowest = whole(design, fit.theta2)[0]
    assert fit.theta2 == 0 or fit.theta2 > 1e-6  # nothing, or something
    for ratio in (0.0, 0.01, 0.1, 0.5, 1.0, 2.0, 10.0, 100.0, fit.theta2 * 1.01, fit.theta2 * 0.99):
        assert whole(design, ratio)[0] >= lowest - 1e-9


def test_complete_panels_give_the_raw_means():
    design = designed(*case("paris_1976.csv"))
    fit = official(design)
    assert np.allclose(fit.scores, design.means, atol=1e-12)
    assert fit.sigma2 == pytest.approx(8.469545454545, rel=1e-9)
    assert fit.sigma2_judge == pytest.approx(0.629090909091, rel=1e-9)
    assert np.allclose(fit.errors, np.sqrt((8.469545454545 + 0.629090909091) / 11))


def test_a_lenient_judge_no_longer_lifts_those_they_read():
    sheets = drawn(3, entries=60, judges=6, noise=0.1)[0]
    lenient = [Sheet(s.entry, s.judge, s.total + (5 if s.judge == "j00" else 0)) for s in sheets]
    fit, lifted = official(designed(sheets)), official(designed(lenient))
    apart = (lifted.scores - lifted.scores.mean()) - (fit.scores - fit.scores.mean())
    assert np.abs(apart).max() < 0.3
    means = designed(lenient).means - designed(lenient).means.mean()
    assert np.abs(means - (designed(sheets).means - designed(sheets).means.mean())).max() > 1.5


def test_one_sheet_for_each_entry_gives_the_raw_scores_without_an_interval():
    fit = official(designed([Sheet(f"e{i}", f"j{i % 3}", i * i) for i in range(6)]))
    assert list(fit.scores - fit.scores[0]) == pytest.approx([i * i for i in range(6)])
    assert (fit.errors, fit.sigma2, fit.sigma2_judge, fit.reml) == (None, None, None, None)


def test_where_judges_and_noise_are_one_thing_neither_has_a_variance():
    fit = official(designed([Sheet("e", f"j{i}", i) for i in range(5)]))
    assert (fit.theta2, fit.sigma2, fit.sigma2_judge) == (0.0, None, None)
    assert fit.errors == pytest.approx([np.sqrt(2.5 / 5)])
    assert fit.reml == pytest.approx(np.log(5) + 4 * (1 + np.log(2 * np.pi * 10 / 4)))


def test_two_entries_by_two_judges_are_worked_out_by_hand():
    fit = official(
        designed([Sheet(e, j, t) for e, j, t in (("a", "x", 1), ("a", "y", 4), ("b", "x", 3), ("b", "y", 8))])
    )
    # The judges lie 3 and 5 apart: 4, and half a point on every sheet. Mean squares: 16 of judges, 1 of what is left.
    assert (fit.sigma2, fit.sigma2_judge) == pytest.approx((1, (16 - 1) / 2))


def test_scores_that_entries_and_judges_explain_fully_leave_no_error():
    sheets = [Sheet(f"e{i}", f"j{j}", 10 * i + j * j) for i in range(4) for j in range(4) if (i + j) % 4]
    design = designed(sheets)
    fit = official(design)
    # The judges add 0, 1, 4 and 9: their mean, 3.5, is the entries', and 12 sheets less 4 entries leave 8.
    assert fit.scores + float(design.middle) == pytest.approx([3.5, 13.5, 23.5, 33.5])
    assert sorted(fit.effects) == pytest.approx([-3.5, -2.5, 0.5, 5.5])
    assert fit.sigma2_judge == pytest.approx((3.5**2 + 2.5**2 + 0.5**2 + 5.5**2) / 8)
    assert (fit.sigma2, fit.reml) == (0.0, None)
    assert list(fit.errors) == [0.0] * 4


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_in_any_connected_round_that_entries_and_judges_explain_both_come_out_whole(seed):
    drawn_sheets, _ = drawn(seed, entries=12, judges=5, most=3)
    worth = np.random.default_rng(seed).integers(0, 100, 12)
    design = designed(
        [Sheet(s.entry, s.judge, worth[int(s.entry[1:])] + 7 * int(s.judge[1:])) for s in drawn_sheets]
    )
    assume(set(components(design)) == {0})
    fit = official(design)
    middle = np.mean([7 * int(name[1:]) for name in design.judges])
    scores = [worth[int(name[1:])] + middle for name in design.entries]
    assert fit.scores + float(design.middle) == pytest.approx(scores, abs=1e-8)
    assert fit.effects == pytest.approx([7 * int(name[1:]) - middle for name in design.judges], abs=1e-8)


SIZES = [Fraction(1, 10**9), Fraction(1, 1000), 1000, 10**9]


@pytest.mark.parametrize("times", SIZES)
def test_scores_of_any_size_have_the_same_fit(times):
    sheets, _ = drawn(7)
    one = official(designed(sheets))
    other = official(designed([replace(sheet, total=sheet.total * times) for sheet in sheets]))
    size = float(times)
    assert other.theta2 == pytest.approx(one.theta2, rel=1e-6)
    assert other.scores / size == pytest.approx(one.scores, rel=1e-6)
    assert other.errors / size == pytest.approx(one.errors, rel=1e-6)
    assert other.sigma2 / size**2 == pytest.approx(one.sigma2, rel=1e-6)


@pytest.mark.parametrize("times", SIZES)
def test_judges_who_agree_to_the_point_leave_no_error_at_any_size(times):
    sheets = [Sheet(f"e{i}", f"j{j}", Fraction(i * i + 1, 3) * times) for i in range(5) for j in range(3)]
    fit = official(designed(sheets))
    assert (fit.theta2, fit.variance, fit.sigma2, fit.sigma2_judge) == (0.0, 0.0, 0.0, 0.0)
    assert list(fit.errors) == [0.0] * 5
    assert not fit.spread.any()


def test_where_every_entry_has_judges_of_its_own_the_errors_are_those_of_plain_means():
    given = {"a": [1, 3], "b": [4, 4, 7], "c": [5, 9, 9, 9]}
    fit = official(
        designed([Sheet(e, f"{e}{k}", t) for e, totals in given.items() for k, t in enumerate(totals)])
    )
    left = 2 + 6 + 12  # squares about each mean, over 9 sheets less 3 entries
    assert (fit.theta2, fit.sigma2, fit.sigma2_judge) == (0.0, None, None)
    assert fit.variance == pytest.approx(left / 6)
    assert fit.errors == pytest.approx(np.sqrt(left / 6 / np.array([2, 3, 4])))


def test_equal_scores_differ_in_nothing():
    fit = official(designed([Sheet(f"e{i}", f"j{j}", 7) for i in range(3) for j in range(3)]))
    assert (fit.sigma2, fit.sigma2_judge, fit.reml) == (0.0, 0.0, None)
    assert not fit.effects.any()


@given(small_rounds())
@settings(max_examples=150, deadline=None)
def test_every_round_has_scores_and_none_is_infinite(drawn_round):
    design = designed(*drawn_round)
    fit = official(design)
    assert np.isfinite(fit.scores).all()
    assert fit.errors is None or np.isfinite(fit.errors).all()
    assert np.isfinite(fit.effects).all()


def test_panels_that_share_no_judge_are_told_apart():
    sheets = [Sheet(f"{part}{i}", f"{part}-{j}", i + j) for part in "ab" for i in range(3) for j in range(2)]
    assert list(components(designed(sheets))) == [0, 0, 0, 1, 1, 1]
    linked = [*sheets, Sheet("a0", "b-0", 5)]
    assert set(components(designed(linked))) == {0}
