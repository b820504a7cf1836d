import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def whole(design, entry_ratio, judge_ratio):
    entries, judges, means, y = incidence(design)
    return fitted(means, [(entries, entry_ratio), (judges, judge_ratio)], y)


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_it_is_the_lowest_deviance_of_whole_matrices(seed):
    design = designed(*drawn(seed, categories=3))
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
