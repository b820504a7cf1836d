"""How far the panel of a category agreed. An undefined figure is None: all scores equal is not agreement of 1."""

from dataclasses import dataclass

import numpy as np

from judging.tally.statistics.design import Floats, Ints

_NOTHING = 1e-12
"""Relative to the scores' own size: less variance than this is the arithmetic's."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """`g`, `phi`: generalisability (Brennan 2001) with the model's variances and the category's harmonic mean of sheets.
    `alpha_…`: Krippendorff's α (2011). `icc2k` (Shrout and Fleiss 1979) and `kendall_w`: complete panels only.
    """

    g: float | None
    phi: float | None
    alpha_interval: float | None
    alpha_ordinal: float | None
    icc2k: float | None
    kendall_w: float | None


def generalisability(
    entry: float | None, judge: float | None, noise: float | None, read: Ints
) -> tuple[float | None, float | None]:
    """G = σe²/(σe² + σ²/k) and Φ = σe²/(σe² + (σj² + σ²)/k), k the harmonic mean of `read`, sheets per entry."""
    if entry is None or noise is None or not len(read):
        return None, None
    k = len(read) / float((1.0 / read).sum())
    return _share(entry, noise / k), None if judge is None else _share(entry, (judge + noise) / k)


def _share(part: float, rest: float) -> float | None:
    return part / (part + rest) if part + rest > 0 else None


def alpha_interval(entry: Ints, totals: Floats) -> float | None:
    """Krippendorff's α for scores on an interval scale; `entry` (n,) says whose the `totals` (n,) are.

    1 − D_o/D_e, where both are mean squared differences of two scores: of one entry, and of any two that have a second.
    """
    sizes = np.bincount(entry)
    paired = sizes[entry] > 1
    entry, totals = entry[paired], totals[paired]
    if not len(totals) or _all_equal(totals):
        return None
    totals = totals - totals.mean()
    sums, squares = np.bincount(entry, totals), np.bincount(entry, totals**2)
    k = np.bincount(entry)  # never 1; 0 adds nothing
    # Σ over ordered pairs of (a − b)² is 2·(k·Σa² − (Σa)²)
    observed = float((2 * (k * squares - sums**2) / (k - 1)).sum()) / len(totals)
    n = float(len(totals))
    expected = 2 * float(totals @ totals) / (n - 1)  # their sum is 0
    return 1 - max(observed, 0.0) / expected


def alpha_ordinal(entry: Ints, totals: Floats) -> float | None:
    """Krippendorff's α for ordered scores: its distance of two values is that of their middle ranks."""
    paired = np.bincount(entry)[entry] > 1
    ranks = np.zeros(len(totals))
    ranks[paired] = middle_ranks(totals[paired])
    return alpha_interval(entry, ranks)


def middle_ranks(values: Floats) -> Floats:
    """Ranks from 1, equal values sharing the mean of theirs; (n,)."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[inverse])


def complete(entry: Ints, judge: Ints, totals: Floats) -> Floats | None:
    """The scores as entries × judges where every judge read every entry, two of each at least; else None."""
    entries, rows = np.unique(entry, return_inverse=True)
    judges, columns = np.unique(judge, return_inverse=True)
    if len(totals) != len(entries) * len(judges) or min(len(entries), len(judges)) < 2:
        return None
    panel = np.empty((len(entries), len(judges)))
    panel[rows, columns] = totals
    return panel


def icc2k(panel: Floats) -> float | None:
    """ICC(2,k) of a complete `panel` (entries × judges): (BMS − EMS)/(BMS + (JMS − EMS)/n)."""
    if _all_equal(panel):
        return None
    n, k = panel.shape
    panel = panel - panel.mean()
    rows, columns = panel.mean(axis=1), panel.mean(axis=0)
    between = k * float(rows @ rows) / (n - 1)
    judges = n * float(columns @ columns) / (k - 1)
    rest = panel - rows[:, None] - columns[None, :]
    error = float((rest**2).sum()) / ((n - 1) * (k - 1))
    whole = between + (judges - error) / n
    size = float(np.abs(panel).max()) ** 2
    return (between - error) / whole if abs(whole) > _NOTHING * size else None


def _all_equal(values: Floats) -> bool:
    """Asked before a mean is taken away: that of equal floats may differ from them by the last bit."""
    return bool((values == values.flat[0]).all())


def kendall_w(panel: Floats) -> float | None:
    """Kendall's W of a complete `panel` (entries × judges), corrected for ties; None if no judge parts any two."""
    n, k = panel.shape
    ranks = np.column_stack([middle_ranks(column) for column in panel.T])
    sums = ranks.sum(axis=1)
    spread = float(((sums - sums.mean()) ** 2).sum())
    ties = sum(
        float((counts**3 - counts).sum()) for counts in (np.unique(c, return_counts=True)[1] for c in panel.T)
    )
    most = k**2 * (n**3 - n) - k * ties
    return 12 * spread / most if most > 0 else None
