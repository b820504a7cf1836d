"""Made-up cycles are laid out as asked, and their figures are what counting by hand gives."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.simulation.contest import Layout, contest
from judging.simulation.ways import Way, kendall_tau, outcomes, shortlists, z_scores

layouts = st.builds(
    Layout,
    entries=st.integers(8, 30),
    judges=st.integers(4, 9),
    per_entry=st.integers(1, 4),
    leniency=st.floats(0, 2),
    categories=st.integers(1, 4),
    sorting=st.sampled_from([0.0, 2.0]),
    shortlist=st.integers(1, 4),
    more=st.integers(1, 9),
)


@given(layouts, st.integers(0, 99))
def test_every_entry_has_its_sheets_and_loads_are_even(layout, seed):
    made = contest(layout, seed)
    reads = made.panels(layout.per_entry, np.arange(layout.entries))
    assert (reads.sum(axis=1) == layout.per_entry).all()
    if not layout.sorting:
        loads = reads.sum(axis=0)
        assert loads.max() - loads.min() <= 1


@given(layouts, st.integers(0, 99))
def test_a_second_stage_adds_judges_and_takes_none_away(layout, seed):
    made = contest(layout, seed)
    first = made.panels(layout.first, np.arange(layout.entries))
    both = made.panels(layout.more, np.array([0, 5]), first)
    assert (both | ~first).all()
    more = (both & ~first).sum(axis=1)
    assert (more[[0, 5]] == min(layout.more, layout.judges - layout.first)).all()
    assert not np.delete(more, [0, 5]).any()


@given(layouts, st.integers(0, 99))
def test_each_way_names_one_winner_of_each_category(layout, seed):
    found = {outcome.way: outcome for outcome in outcomes(contest(layout, seed), draws=20)}
    assert list(found) == list(Way)
    for outcome in found.values():
        assert len(outcome.found) == len(outcome.claimed) == layout.categories
        assert -1 <= outcome.tau <= 1
        assert all(claim is None or 0 <= claim <= 1 for claim in outcome.claimed)
    assert set(found[Way.Z_SCORE].claimed) == {None}


def test_without_noise_and_leniency_every_way_is_right():
    layout = Layout(28, 6, 3, 0.0, noise=1e-9, shortlist=2)
    for outcome in outcomes(contest(layout, 1), draws=20):
        assert (
            all(outcome.found) or outcome.way is Way.Z_SCORE
        )  # which does not know which judge had the better
        if outcome.way is not Way.Z_SCORE:
            assert outcome.tau == pytest.approx(1)


def test_the_same_seed_makes_the_same_cycle():
    layout = Layout(28, 6, 3, 0.5)
    assert list(outcomes(contest(layout, 3), draws=50)) == list(outcomes(contest(layout, 3), draws=50))
    assert list(outcomes(contest(layout, 3), draws=50)) != list(outcomes(contest(layout, 4), draws=50))


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=12, unique=True), st.randoms())
def test_kendalls_tau_counts_pairs(values, random):
    other = random.sample(values, len(values))
    agree = sum(
        1 if (a < b) == (c < d) else -1
        for (a, c), (b, d) in itertools.combinations(list(zip(values, other, strict=True)), 2)
    )
    pairs = len(values) * (len(values) - 1) / 2
    assert kendall_tau(np.array(values, float), np.array(other, float)) == pytest.approx(agree / pairs)


def test_z_scores_take_out_a_judges_level_and_spread():
    layout = Layout(4, 2, 2, 0.0, categories=1)
    made = contest(layout, 0)
    made.sheets[:, 0] = [1, 2, 3, 4]
    made.sheets[:, 1] = [100, 300, 500, 700]
    scores = z_scores(made.design(made.panels(2, np.arange(4))))
    assert scores == pytest.approx(np.array([-1.5, -0.5, 0.5, 1.5]) / np.std([1, 2, 3, 4], ddof=1))


def test_a_judge_who_gave_every_entry_the_same_says_nothing():
    layout = Layout(4, 2, 2, 0.0, categories=1)
    made = contest(layout, 0)
    made.sheets[:, 0] = 7
    made.sheets[:, 1] = [0, 1, 2, 3]
    scores = z_scores(made.design(made.panels(2, np.arange(4))))
    assert list(np.argsort(scores)) == [0, 1, 2, 3]
    assert np.isfinite(scores).all()


def test_a_shortlist_is_the_best_of_each_category():
    scores = np.array([5.0, 1, 4, 2, 9, 8])
    groups = [np.array([0, 1, 2, 3]), np.array([4, 5])]
    assert [list(group) for group in shortlists(scores, groups, 2)] == [[0, 2], [4, 5]]
    assert [list(group) for group in shortlists(scores, groups, 3)] == [[0, 2, 3], [4, 5]]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"per_entry": 7}, "from 1 to 6 sheets"),
        ({"entries": 13}, "7 categories need 14 entries"),
        ({"leniency": -1.0}, "cannot be negative"),
    ],
)
def test_a_layout_that_cannot_be_says_why(wrong, says):
    with pytest.raises(ValueError, match=says):
        Layout(**{"entries": 28, "judges": 6, "per_entry": 3, "leniency": 0.5, **wrong})
