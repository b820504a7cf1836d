"""The official score: `total = entry + judge + noise`, entries fixed, judges random, fitted once per round by REML.

With N the incidence of entries and judges, D and M the sheets of each, ȳ the entries' means, θ = σ_judge/σ:

    R0 = M − Nᵀ D⁻¹ N      r0 = S_y − Nᵀ ȳ      S = θ² R0 + 1
    b = θ² S⁻¹ r0          a = ȳ − D⁻¹ N b      Cov(a) = σ² [D⁻¹ + θ² D⁻¹ N S⁻¹ Nᵀ D⁻¹]
    −2ℓ(θ) = log|D| + log|S| + (n − I)(1 + log(2π·RSS/(n − I)))

One eigendecomposition of R0 makes every later value of θ a sum over J numbers (Patterson and Thompson 1971, for this
layout). Checked against lme4 in the tests.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from judging.tally.statistics.design import Design, Floats, pairs_of_sheets

_ALIKE = 1e-12
"""Relative to the whole: smaller differences are the arithmetic's, not the judges'."""
_GRID = np.concatenate([[0.0], np.logspace(-3, 5, 321)])
"""Values of θ among which the best is looked for first: one best place among several is not missed."""
_HALVINGS = 80


@dataclass(frozen=True)
class Official:
    """Adjusted scores (I,) and judges' effects (J,), both less or beside the design's `middle`: `scores` lack it.

    `sigma2`, `sigma2_judge` and `reml` are None where the design cannot tell them; `variance` is then what there is
    altogether, and None without any sheet more than entries.
    """

    theta2: float
    """(σ_judge/σ)²; infinite where entries and judges explain everything."""
    variance: float | None
    sigma2: float | None
    sigma2_judge: float | None
    reml: float | None
    scores: Floats
    errors: Floats | None
    """Standard errors of `scores`; (I,)."""
    effects: Floats
    spread: Floats
    """θ² S⁻¹: (J, J)."""


def official(design: Design) -> Official:
    """The fit of one round. Complete panels and θ = 0 give the raw means; so does one sheet for each entry."""
    within = design.totals - design.means[design.entry]
    unexplained = float(within @ within)
    free = design.sheets - len(design.entries)
    weights = 1.0 / design.read
    laplacian = np.diag(design.given) - design.gram(weights)
    if not free or unexplained <= _ALIKE * max(float(design.totals @ design.totals), 1e-300):
        return _without_judges(design, free)
    pull = design.by_judge(within)
    roots, basis = np.linalg.eigh(laplacian)
    roots = np.where(roots < _ALIKE * max(roots[-1], 1.0), 0.0, roots)
    along = np.where(roots > 0, (basis.T @ pull) ** 2, 0.0)
    constant = float(np.log(design.read).sum())
    exact = _explained(unexplained, along, roots, free)

    def left(theta2: Floats) -> Floats:
        """RSS at each θ²."""
        shares = theta2[:, None] / (1 + theta2[:, None] * roots)
        return np.asarray(np.maximum(unexplained - shares @ along, unexplained * _ALIKE))

    def deviance(theta2: Floats) -> Floats:
        logs = np.log1p(theta2[:, None] * roots).sum(axis=1)
        fit: Floats = constant + logs + free * (1 + np.log(2 * np.pi * left(theta2) / free))
        return fit

    def slope(theta2: float) -> float:
        taken = 1 + theta2 * roots
        rest = float(left(np.array([theta2]))[0])
        return float((roots / taken).sum() - free * float((along / taken**2).sum()) / rest)

    told_apart = exact or _told_apart(laplacian, free)
    if exact:  # the limit of θ → ∞: each judge's effect stands as if it were fixed
        theta2, shrunk = np.inf, np.divide(1.0, roots, out=np.zeros_like(roots), where=roots > 0)
    else:
        theta2 = _lowest(deviance, slope) if told_apart else 0.0
        shrunk = theta2 / (1 + theta2 * roots)
    spread = (basis * shrunk) @ basis.T
    effects = spread @ pull
    variance = 0.0 if exact else float(left(np.array([theta2]))[0]) / free
    of_judges = float(along @ shrunk**2) / free if exact else theta2 * variance
    return Official(
        theta2=theta2,
        variance=variance,
        sigma2=variance if told_apart else None,
        sigma2_judge=of_judges if told_apart else None,
        reml=None if exact else float(deviance(np.array([theta2]))[0]),
        scores=design.means - design.by_entry(effects[design.judge]) / design.read,
        errors=np.sqrt(variance * (weights + _from_judges(design, spread))),
        effects=effects,
        spread=spread,
    )


def _explained(unexplained: float, along: Floats, roots: Floats, free: int) -> bool:
    """Whether entries and judges explain every total, though the design leaves room for noise."""
    told = roots > 0
    rest = unexplained - float((along[told] / roots[told]).sum())
    return free > int(told.sum()) and rest <= 1e-10 * unexplained


def _from_judges(design: Design, spread: Floats) -> Floats:
    """What not knowing the judges adds to the variance of each score, over σ²: D⁻² times the sum of θ² S⁻¹ over the
    pairs of judges who read the entry; (I,).
    """
    first, second = pairs_of_sheets(design.read)
    pairs = spread[design.judge[first], design.judge[second]]
    sums: Floats = np.bincount(design.entry[first], pairs) / design.read**2
    return np.maximum(sums, 0.0)


def _without_judges(design: Design, free: int) -> Official:
    """No two sheets of an entry differ, or there are no two: the raw means, judges without effect."""
    judges = len(design.judges)
    return Official(
        theta2=0.0,
        variance=0.0 if free else None,
        sigma2=0.0 if free else None,
        sigma2_judge=0.0 if free else None,
        reml=None,
        scores=design.means,
        errors=np.zeros(len(design.entries)) if free else None,
        effects=np.zeros(judges),
        spread=np.zeros((judges, judges)),
    )


def _told_apart(laplacian: Floats, free: int) -> bool:
    """Whether judges and noise are two things in this design: the likelihood is flat where they are not."""
    trace, square = float(np.trace(laplacian)), float((laplacian**2).sum())
    return free * square - trace**2 > 1e-9 * free * square


def _lowest(deviance: Callable[[Floats], Floats], slope: Callable[[float], float]) -> float:
    """θ² at the lowest deviance: the best of the grid, then where the slope beside it passes 0."""
    best = int(np.argmin(deviance(_GRID**2)))
    low, high = _GRID[max(best - 1, 0)] ** 2, _GRID[min(best + 1, len(_GRID) - 1)] ** 2
    if slope(low) >= 0:
        return float(low)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return float((low + high) / 2)
