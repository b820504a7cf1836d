import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.tally.statistics.design import Sheet
from judging.tally.statistics.official import official
from judging.tally.statistics.robust import huber, spread_of_judges
from tests.judging.tally.statistics.rounds import designed, drawn


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_no_sheet_pulls_further_than_one_at_1345_thousandths_of_the_noise(seed):
    """Huber's equation: the distances to the score, cut off on either side, sum to nothing."""
    design = designed(drawn(seed, entries=12, judges=6, most=5)[0])
    fit = official(design)
    scores = huber(design, fit)
    reach = 1.345 * np.sqrt(fit.variance)
    distances = {entry: [] for entry in design.entries}
    for entry, judge, total in zip(design.entry, design.judge, design.exact, strict=True):
        distances[design.entries[entry]].append(float(total) - fit.effects[judge] - scores[entry])
    for of_entry in distances.values():
        assert np.clip(of_entry, -reach, reach).sum() == pytest.approx(0, abs=1e-9 * reach)


def test_one_sheet_far_from_the_others_moves_it_less_than_the_mean():
    sheets = [Sheet(f"e{i}", f"j{j}", 50 + i + j % 2 + (i * j) % 3) for i in range(8) for j in range(6)]
    design = designed(
        [Sheet(s.entry, s.judge, 95) if (s.entry, s.judge) == ("e2", "j5") else s for s in sheets]
    )
    fit = official(design)
    adjusted, moved = fit.scores + float(design.middle), huber(design, fit)
    assert moved[2] < adjusted[2] - 2
    assert np.abs(np.delete(moved - adjusted, 2)).max() < 1


def test_without_noise_it_is_the_adjusted_score_and_judges_have_no_spread():
    agreed = designed([Sheet(f"e{i}", f"j{j}", 3 * i + j) for i in range(3) for j in range(3)])
    one_each = designed([Sheet(f"e{i}", "j", i) for i in range(3)])
    for design, scores in ((agreed, [1, 4, 7]), (one_each, [0, 1, 2])):
        fit = official(design)
        assert huber(design, fit) == pytest.approx(scores)
        assert spread_of_judges(design, fit) is None


def test_the_spread_of_a_judge_is_the_root_of_their_mean_squared_distance():
    design = designed(drawn(4, entries=15, judges=5)[0])
    fit = official(design)
    found = spread_of_judges(design, fit)
    for judge in range(len(design.judges)):
        apart = [
            float(total - design.middle) - fit.scores[entry] - fit.effects[judge]
            for entry, by, total in zip(design.entry, design.judge, design.exact, strict=True)
            if by == judge
        ]
        assert found[judge] == pytest.approx(np.sqrt(np.mean(np.square(apart))))
