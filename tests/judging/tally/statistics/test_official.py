import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.tally.statistics.design import Sheet, components
from judging.tally.statistics.official import official
from tests.judging.tally.statistics.dense import fitted, incidence
from tests.judging.tally.statistics.rounds import case, designed, drawn, small_rounds


def whole(design, ratio):
    entries, judges, _, y = incidence(design)
    return fitted(entries, [(judges, ratio)], y)


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_it_is_the_generalised_least_squares_of_whole_matrices(seed):
    design = designed(drawn(seed)[0])
    fit = official(design)
    deviance, variance, scores, covariance, _ = whole(design, fit.theta2)
    assert fit.reml == pytest.approx(deviance, abs=1e-8)
    assert fit.sigma2 == pytest.approx(variance, rel=1e-9)
    assert fit.sigma2_judge == pytest.approx(fit.theta2 * variance, rel=1e-9)
    assert np.allclose(fit.scores, scores, atol=1e-9)
    assert np.allclose(fit.errors, np.sqrt(np.diag(covariance)), atol=1e-9)


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_no_other_ratio_of_variances_is_likelier(seed):
    design = designed(drawn(seed, entries=12, judges=5)[0])
    fit = official(design)
    lowest = whole(design, fit.theta2)[0]
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
    assert fit.reml is not None


def test_scores_that_entries_and_judges_explain_fully_leave_no_error():
    sheets = [Sheet(f"e{i}", f"j{j}", 10 * i + j * j) for i in range(4) for j in range(4) if (i + j) % 4]
    fit = official(designed(sheets))
    assert fit.scores - fit.scores[0] == pytest.approx([0, 10, 20, 30])
    assert (fit.sigma2, fit.reml) == (0.0, None)
    assert fit.sigma2_judge > 0
    assert list(fit.errors) == [0.0] * 4


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
