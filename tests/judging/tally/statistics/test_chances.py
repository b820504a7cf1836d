from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.tally.statistics.both_random import both_random
from judging.tally.statistics.chances import _chances, chances, label
from judging.tally.statistics.design import Sheet
from judging.tally.statistics.official import official
from tests.judging.tally.statistics.dense import incidence
from tests.judging.tally.statistics.rounds import case, designed, drawn


def asked(design, *, draws=4100, seed=0, places=1):
    fit = both_random(design, official(design))
    groups = [np.flatnonzero(design.category == c) for c in range(len(design.categories))]
    return fit, chances(
        design,
        fit,
        official(design).scores,
        groups,
        places=dict.fromkeys(range(len(groups)), places),
        draws=draws,
        seed=seed,
    )


@given(st.integers(0, 1000))
@settings(max_examples=10, deadline=None)
def test_somebody_wins_each_category(seed):
    design = designed(*drawn(seed, categories=2))
    _, found = asked(design, places=2)
    for category in range(2):
        mine = [found[int(entry)] for entry in np.flatnonzero(design.category == category)]
        assert sum(one.winner for one in mine) == pytest.approx(1)
        assert sum(one.top3 for one in mine) == pytest.approx(3)
        assert sum(one.awarded for one in mine) == pytest.approx(2)
        assert all(1 <= one.low <= one.high <= len(mine) for one in mine)


def test_the_draws_are_of_the_posterior_of_whole_matrices():
    """Of two categories, one of which has an entry that is not ranked."""
    design = designed(*drawn(5, entries=9, judges=4, most=3, categories=2))
    fit = both_random(design, official(design))
    groups = [np.flatnonzero(design.category == 0), np.flatnonzero(design.category == 1)[1:]]
    draws = 200_500
    found = chances(design, fit, official(design).scores, groups, places={0: 2, 1: 1}, draws=draws, seed=0)
    entries, judges, means, y = incidence(design)
    ratio = fit.state.entry_ratio
    v = np.eye(len(y)) + ratio * entries @ entries.T + fit.state.judge_ratio * judges @ judges.T
    inverse = np.linalg.inv(v)
    p = inverse - inverse @ means @ np.linalg.inv(means.T @ inverse @ means) @ means.T @ inverse
    assert fit.state.judge_ratio > 0 < ratio
    spread = fit.variance * (ratio * np.eye(9) - ratio**2 * entries.T @ p @ entries)
    sampled = np.random.default_rng(1).multivariate_normal(ratio * entries.T @ p @ y, spread, draws)
    assert found.keys() == {int(entry) for group in groups for entry in group}
    for group, places in zip(groups, (2, 1), strict=True):
        place = (-sampled[:, group]).argsort(axis=1).argsort(axis=1)
        for at, entry in enumerate(group):
            one = found[int(entry)]
            for told, first in ((one.winner, 1), (one.top3, 3), (one.awarded, places)):
                assert told == pytest.approx((place[:, at] < first).mean(), abs=0.006)
            low, high = np.quantile(place[:, at], [0.025, 0.975]) + 1
            assert (one.low, one.high) == (low, high)


def test_a_place_that_less_than_one_draw_in_forty_gives_is_outside_of_the_interval():
    def interval(*times):
        one = _chances(np.array(times), sum(times), 1)
        return one.low, one.high

    assert interval(24, 952, 24) == (2, 2)
    assert interval(26, 948, 26) == (1, 3)
    assert interval(20, 10, 950, 20) == (2, 3)
    assert interval(0, 0, 1000, 0) == (3, 3)


def test_a_better_entry_wins_more_often_and_paris_is_too_close_to_call():
    design = designed(*case("paris_1976.csv"))
    _, found = asked(design, draws=10_000)
    order = np.argsort(-design.means)
    falling = [found[int(entry)].winner for entry in order]
    assert falling == sorted(falling, reverse=True)
    assert label(falling[0]) == "too_close_to_call"
    assert falling[0] == pytest.approx(0.37, abs=0.02)


def test_the_same_seed_gives_the_same_chances_and_another_does_not():
    design = designed(*case("paris_1976.csv"))
    assert asked(design)[1] == asked(design)[1]
    assert asked(design)[1] != asked(design, seed=1)[1]


def test_entries_that_do_not_differ_have_equal_chances():
    design = designed([Sheet(f"e{i}", f"j{j}", 7) for i in range(4) for j in range(3)])
    _, found = asked(design, places=2)
    assert {(one.winner, one.top3, one.awarded, one.low, one.high) for one in found.values()} == {
        (0.25, 0.75, 0.5, 1, 4)
    }


def test_entries_that_differ_by_no_more_than_noise_does_have_equal_chances():
    # Every entry has each of four totals once, from another judge each time.
    design = designed([Sheet(f"e{i}", f"j{j}", (i + j) % 4) for i in range(4) for j in range(4)])
    fit, found = asked(design, places=2)
    assert (fit.sigma2_entry, fit.variance > 0) == (0.0, True)
    assert {(one.winner, one.top3, one.awarded, one.low, one.high) for one in found.values()} == {
        (0.25, 0.75, 0.5, 1, 4)
    }


def test_without_noise_the_places_are_known():
    totals = [Fraction(1, 10), Fraction(2, 10), Fraction(3, 10), Fraction(3, 10)]
    design = designed(
        [Sheet(f"e{i}", f"j{j}", total + j) for i, total in enumerate(totals) for j in range(3)]
    )
    _, found = asked(design)
    assert [found[i].winner for i in range(4)] == [0, 0, 0.5, 0.5]
    assert [(found[i].low, found[i].high) for i in range(4)] == [(4, 4), (3, 3), (1, 2), (1, 2)]


@pytest.mark.parametrize(
    ("chance", "words"),
    [(1, "clear"), (0.8, "clear"), (0.799, "leading"), (0.5, "leading"), (0.499, "too_close_to_call")],
)
def test_labels(chance, words):
    assert label(chance) == words
