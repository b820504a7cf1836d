from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.tally.statistics import both_random as module
from judging.tally.statistics.both_random import both_random
from judging.tally.statistics.design import Sheet
from judging.tally.statistics.official import official
from tests.judging.tally.statistics.dense import fitted, incidence
from tests.judging.tally.statistics.rounds import case, designed, drawn, small_rounds


def fit_of(sheets, category_of=None):
    design = designed(sheets, category_of)
    return both_random(design, official(design))


@pytest.mark.parametrize(
    ("file", "reml", "noise", "judge", "entry"),
    [
        ("paris_1976.csv", 565.958357255004, 8.469544635343, 0.6290916953795, 2.680203602436),
        ("princeton_2012.csv", 829.998860491948, 5.140954574847, 1.930917686495, 0.285538352237),
    ],
)
def test_it_agrees_with_lme4(file, reml, noise, judge, entry):
    fit = fit_of(*case(file))
    assert fit.reml == pytest.approx(reml, abs=1e-6)
    assert (fit.sigma2, fit.sigma2_judge, fit.sigma2_entry) == pytest.approx((noise, judge, entry), rel=1e-5)


@pytest.mark.parametrize("times", [Fraction(1, 10**9), Fraction(1, 1000), 1000, 10**9])
def test_scores_of_any_size_have_the_same_fit(times):
    sheets, category_of = drawn(7, categories=2)
    one = fit_of(sheets, category_of)
    other = fit_of([replace(sheet, total=sheet.total * times) for sheet in sheets], category_of)
    for value, there in (
        (one.sigma2, other.sigma2),
        (one.sigma2_judge, other.sigma2_judge),
        (one.sigma2_entry, other.sigma2_entry),
    ):
        assert there / float(times) ** 2 == pytest.approx(value, rel=1e-4)


def whole(design, entry_ratio, judge_ratio):
    entries, judges, means, y = incidence(design)
    return fitted(means, [(entries, entry_ratio), (judges, judge_ratio)], y)


@given(st.integers(0, 10_000), st.sampled_from([0.1, 0.8, 4.0]))
@settings(max_examples=25, deadline=None)
def test_it_is_the_lowest_deviance_of_whole_matrices(seed, noise):
    design = designed(*drawn(seed, categories=3, noise=noise))
    fit = both_random(design, official(design))
    at = (fit.state.entry_ratio, fit.state.judge_ratio)
    deviance, variance, *_ = whole(design, *at)
    assert fit.reml == pytest.approx(deviance, abs=1e-8)
    assert fit.sigma2 == pytest.approx(variance, rel=1e-9)
    around = [(at[0] * a, at[1] * b) for a in (0.99, 1, 1.01) for b in (0.99, 1, 1.01)]
    for entry, judge in [
        *around,
        (0, 0),
        (0, at[1]),
        (at[0], 0),
        (5, 5),
        (0.2, 3),
        (3, 0.2),
        (at[0] + 0.01, at[1]),
    ]:
        assert whole(design, entry, judge)[0] >= deviance - 1e-8


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_the_slope_is_what_small_steps_say(seed):
    design = designed(*drawn(seed, entries=12, categories=2))
    state = both_random(design, official(design)).state
    at = np.array([state.entry_ratio + 0.3, state.judge_ratio + 0.2])
    gradient, _ = type(state)(design, *at).slope()
    for k, step in enumerate(np.eye(2) * 1e-5):
        up, down = (whole(design, *(at + sign * step))[0] for sign in (1, -1))
        assert gradient[k] == pytest.approx((up - down) / 2e-5, rel=1e-4, abs=1e-5)
    gradient, _ = type(state)(design, at[0], 0.0).slope()  # no step goes below 0
    here, near, far = (whole(design, at[0], step)[0] for step in (0.0, 1e-5, 2e-5))
    assert gradient[1] == pytest.approx((4 * near - 3 * here - far) / 2e-5, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize(("noise", "most"), [(0.1, 13), (0.8, 11), (4.0, 16)])
def test_a_round_of_many_judges_takes_few_matrices_and_comes_to_the_same(monkeypatch, noise, most):
    """One matrix over 2,400 judges takes seconds: the estimate begins near its end there, and no grid is looked at.

    The last steps are within rounding, so processors differ by one or two; with the grid it would be 25 more.
    """
    made = []

    class Counted(module.State):
        def __init__(self, *given):
            made.append(given)
            super().__init__(*given)

    for seed in range(8):
        design = designed(*drawn(seed, entries=120, judges=20, categories=3, noise=noise))
        fixed = official(design)
        with_grid = both_random(design, fixed)
        with monkeypatch.context() as patched:
            patched.setattr(module, "_SMALL", 0)
            patched.setattr(module, "State", Counted)
            made.clear()
            fit = both_random(design, fixed)
        assert len(made) <= most
        assert fit.reml == pytest.approx(with_grid.reml, abs=1e-8)
        assert fit.sigma2_entry == pytest.approx(with_grid.sigma2_entry, rel=1e-4, abs=1e-4)


def test_what_the_design_cannot_tell_is_undefined():
    one_each = fit_of([Sheet(f"e{i}", f"j{i % 2}", i * i) for i in range(5)])
    assert (one_each.sigma2, one_each.sigma2_entry) == (None, None)
    assert one_each.sigma2_judge is not None
    own_judges = fit_of([Sheet(f"e{i}", f"j{i}{k}", i * i + k * i) for i in range(5) for k in range(3)])
    assert (own_judges.sigma2, own_judges.sigma2_judge) == (None, None)
    assert own_judges.sigma2_entry > 0
    alone = fit_of([Sheet("e", f"j{i}", i) for i in range(5)])
    assert (alone.sigma2, alone.sigma2_judge, alone.sigma2_entry) == (None, None, None)
    assert fit_of([Sheet("e", "j", 7)]) is None


@given(small_rounds())
@settings(max_examples=60, deadline=None)
def test_a_variance_is_told_where_its_covariance_is_no_combination_of_the_others(drawn_round):
    design = designed(*drawn_round)
    fit = both_random(design, official(design))
    if fit is None:
        return
    entries, judges, means, _ = incidence(design)
    rest = np.eye(design.sheets) - means @ np.linalg.pinv(means)
    parts = [(rest @ z @ z.T @ rest).ravel() for z in (entries, judges, np.eye(design.sheets))]
    whole_rank = np.linalg.matrix_rank(np.array(parts))
    for k, value in enumerate((fit.sigma2_entry, fit.sigma2_judge, fit.sigma2)):
        told = np.linalg.matrix_rank(np.array(parts[:k] + parts[k + 1 :])) < whole_rank
        assert (value is not None) == told


@pytest.mark.parametrize("seed", range(3))
def test_what_the_design_tells_is_read_off_the_inner_products_of_its_covariances(seed):
    design = designed(*drawn(seed, entries=14, judges=6, categories=3))
    entries, judges, means, _ = incidence(design)
    rest = np.eye(design.sheets) - means @ np.linalg.pinv(means)
    parts = [rest @ z @ z.T @ rest for z in (entries, judges, np.eye(design.sheets))]
    whole = [[np.trace(one @ other) for other in parts] for one in parts]
    assert module._inner_products(design) == pytest.approx(np.array(whole))


def one_way(groups):
    """(mean square within, variance of the groups) of a balanced one-way layout, by the table of squares."""
    size = len(groups[0])
    within = np.mean([np.var(group, ddof=1) for group in groups])
    return within, np.var(np.mean(groups, axis=1), ddof=1) - within / size


def test_where_judges_cannot_be_told_from_noise_it_is_the_table_of_squares_of_entries():
    given = [[3, 5, 4], [9, 8, 10], [1, 2, 6], [7, 7, 10]]
    fit = fit_of(
        [Sheet(f"e{i}", f"j{i}{k}", t) for i, totals in enumerate(given) for k, t in enumerate(totals)]
    )
    within, of_entries = one_way(given)
    assert (fit.sigma2, fit.sigma2_judge, fit.state.judge_ratio) == (None, None, 0.0)
    assert (fit.variance, fit.sigma2_entry) == pytest.approx((within, of_entries), rel=1e-6)


def test_where_entries_cannot_be_told_from_noise_it_is_the_table_of_squares_of_judges():
    given = [[3, 5, 4], [9, 8, 10], [1, 2, 6]]
    fit = fit_of(
        [Sheet(f"e{j}{k}", f"j{j}", t) for j, totals in enumerate(given) for k, t in enumerate(totals)]
    )
    within, of_judges = one_way(given)
    assert (fit.sigma2, fit.sigma2_entry, fit.state.entry_ratio) == (None, None, 0.0)
    assert (fit.variance, fit.sigma2_judge) == pytest.approx((within, of_judges), rel=1e-6)


def test_where_entries_and_judges_explain_every_total_the_variances_are_those_of_their_own_values():
    worth = {"x0": 0, "x1": 3, "x2": 6, "y0": 10, "y1": 14}
    sheets = [Sheet(entry, f"j{j}", value + 2 * j) for entry, value in worth.items() for j in range(3)]
    fit = fit_of(sheets, {entry: entry[0] for entry in worth})
    assert (fit.variance, fit.sigma2, fit.reml, fit.state) == (0.0, 0.0, None, None)
    # Entries lie 3, 0, 3, 2 and 2 from the means of their categories, judges 2, 0 and 2 from theirs.
    assert fit.sigma2_entry == pytest.approx((9 + 9 + 4 + 4) / (5 - 2))
    assert fit.sigma2_judge == pytest.approx((4 + 4) / (15 - 5))


def test_where_all_is_equal_what_the_design_cannot_tell_is_undefined_too():
    one_each = fit_of([Sheet(f"e{i}", f"j{i % 2}", 7) for i in range(4)])
    assert (one_each.sigma2, one_each.sigma2_judge, one_each.sigma2_entry) == (None, 0.0, None)
    own_judges = fit_of([Sheet(f"e{i}", f"j{i}{k}", 7) for i in range(3) for k in range(2)])
    assert (own_judges.sigma2, own_judges.sigma2_judge, own_judges.sigma2_entry) == (None, None, 0.0)
    alone = fit_of([Sheet("e", f"j{k}", 7) for k in range(3)])
    assert (alone.variance, alone.sigma2, alone.sigma2_judge, alone.sigma2_entry) == (0.0, None, None, None)


def test_equal_scores_have_no_variance():
    fit = fit_of([Sheet(f"e{i}", f"j{j}", 7) for i in range(3) for j in range(3)])
    assert (fit.sigma2, fit.sigma2_judge, fit.sigma2_entry, fit.reml) == (0.0, 0.0, 0.0, None)


@given(small_rounds())
@settings(max_examples=150, deadline=None)
def test_every_round_has_a_fit_or_says_that_it_has_none(drawn_round):
    fit = fit_of(*drawn_round)
    if fit is not None:
        for value in (fit.sigma2, fit.sigma2_judge, fit.sigma2_entry, fit.reml):
            assert value is None or np.isfinite(value)
        for value in (fit.sigma2, fit.sigma2_judge, fit.sigma2_entry):
            assert value is None or value >= 0
