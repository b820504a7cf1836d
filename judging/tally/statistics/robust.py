"""What a single sheet can do: scores that trust far sheets less, and how far each judge's sheets usually are."""

import numpy as np

from judging.tally.statistics.design import Design, Floats
from judging.tally.statistics.official import Official

_TUNING = 1.345
"""In standard deviations of the noise: with this, 95 % of the efficiency where there is nothing odd (Huber 1981)."""
_STEPS = 50


def huber(design: Design, fixed: Official) -> Floats:
    """Huber's estimate of each entry's score, judges' effects taken out as in `fixed`, on the sheets' scale; (I,).

    A sheet further from the score than 1.345 σ counts only as much as one that lies at that distance. Without noise
    nothing is far, and it is the adjusted score.
    """
    scores = fixed.scores.copy()
    if fixed.variance:
        values = design.totals - fixed.effects[design.judge]
        reach = _TUNING * np.sqrt(fixed.variance)
        for _ in range(_STEPS):
            apart = np.abs(values - scores[design.entry])
            weights = np.minimum(1.0, reach / np.maximum(apart, reach))
            scores, before = design.by_entry(weights * values) / design.by_entry(weights), scores
            if np.abs(scores - before).max() < 1e-12 * reach:
                break
    return np.asarray(scores + float(design.middle))


def spread_of_judges(design: Design, fixed: Official) -> Floats | None:
    """Root of the mean squared distance of each judge's totals from score + effect; None without noise to tell. (J,)"""
    if not fixed.variance:
        return None
    rest = design.totals - fixed.scores[design.entry] - fixed.effects[design.judge]
    return np.asarray(np.sqrt(design.by_judge(rest**2) / design.given))
