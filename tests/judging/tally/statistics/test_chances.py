import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.tally.statistics.both_random import both_random
from judging.tally.statistics.chances import chances, label
from judging.tally.statistics.design import Sheet
from judging.tally.statistics.official import official
from tests.judging.tally.statistics.dense import incidence
from tests.judging.tally.statistics.rounds import case, designed, drawn


def asked(design, *, draws=4000, seed=0, places=1):
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
    design = designed(drawn(5, entries=4, judges=3, most=3)[0])
    fit, found = asked(design, draws=200_000)
    entries, judges, means, y = incidence(design)
    v = (
        np.eye(len(y))
        + fit.state.entry_ratio * entries @ entries.T
        + fit.state.judge_ratio * judges @ judges.T
    )
    inverse = np.linalg.inv(v)
    p = inverse - inverse @ means @ np.linalg.inv(means.T @ inverse @ means) @ means.T @ inverse
    mean = fit.state.entry_ratio * entries.T @ p @ y
    assert fit.state.entry_ratio > 0
    spread = fit.variance * (
        fit.state.entry_ratio * np.eye(4) - fit.state.entry_ratio**2 * entries.T @ p @ entries
    )
    sampled = np.random.default_rng(1).multivariate_normal(mean, spread, 200_000)
    wins = np.bincount(sampled.argmax(axis=1), minlength=4) / 200_000
    assert [found[i].winner for i in range(4)] == pytest.approx(list(wins), abs=0.006)


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


def test_without_noise_the_places_are_known():
    design = designed([Sheet(f"e{i}", f"j{j}", 10 * min(i, 2) + j) for i in range(4) for j in range(3)])
    _, found = asked(design)
    assert [found[i].winner for i in range(4)] == [0, 0, 0.5, 0.5]
    assert [(found[i].low, found[i].high) for i in range(4)] == [(4, 4), (3, 3), (1, 2), (1, 2)]


@pytest.mark.parametrize(
    ("chance", "words"),
    [(1, "clear"), (0.8, "clear"), (0.799, "leading"), (0.5, "leading"), (0.499, "too_close_to_call")],
)
def test_labels(chance, words):
    assert label(chance) == words
