"""`total = category + entry + judge + noise`, entries and judges random, each category's mean fixed; by REML.

Written over the noise σ² with γe = σ_entry²/σ² and γj = σ_judge²/σ², so that V = σ²·H, H = 1 + γe Ze Zeᵀ + γj Zj Zjᵀ.
Entries are eliminated by hand (their block is diagonal), which leaves one symmetric matrix C over the categories' means
and the judges, the judges' columns times √γj:

    −2ℓ = log|H| + log|XᵀH⁻¹X| + (n − p)(1 + log(2π·yᵀPy/(n − p))),   log|H| + log|XᵀH⁻¹X| = Σ log(1 + γe d) + log|C|

The gradient is exact, the second derivatives are averaged (Gilmour, Thompson and Cullis 1995), a step is halved until
it helps, and neither γ goes below 0. Checked against lme4 in the tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from judging.tally.statistics.design import Design, Floats
from judging.tally.statistics.official import Official

_MOST = 1e8
"""γ where it has no end: what is left as noise is the arithmetic's."""
_STEPS = 40
_SMALL = 200
"""Judges up to which a grid of starts costs nothing."""


@dataclass(frozen=True)
class BothRandom:
    """The fit. A variance is None where the design cannot tell it; `reml` where there is no noise at all."""

    variance: float
    """Of the noise, and of what cannot be told from it."""
    sigma2: float | None
    sigma2_judge: float | None
    sigma2_entry: float | None
    reml: float | None
    state: "State | None"
    """At the estimates; None without noise."""


class State:
    """Everything at one (γe, γj). `small` (p + J, p + J) is C; what needs its inverse is computed when it is asked."""

    def __init__(self, design: Design, entry_ratio: float, judge_ratio: float) -> None:
        self.design, self.entry_ratio, self.judge_ratio = design, entry_ratio, judge_ratio
        read = design.read.astype(float)
        self.left = 1.0 / (1.0 + entry_ratio * read)
        """How much of an entry's mean its own effect does not take; (I,)."""
        root = np.sqrt(judge_ratio)
        self._shrink = entry_ratio * self.left
        means, judges = len(design.categories), len(design.judges)
        self.between = np.diag(design.given) - design.gram(self._shrink)
        self._crossed = design.by_category_and_judge(self.left)
        self.small = np.empty((means + judges, means + judges))
        self.small[:means, :means] = np.diag(np.bincount(design.category, read * self.left))
        self.small[:means, means:] = root * self._crossed
        self.small[means:, :means] = root * self._crossed.T
        self.small[means:, means:] = judge_ratio * self.between + np.eye(judges)
        self._root, self._means = root, means
        lower = np.linalg.cholesky(self.small)
        logs = np.log1p(entry_ratio * read).sum() + 2 * np.log(np.diag(lower)).sum()
        self.projected = self.project(design.totals)
        free = design.sheets - means
        self.rss = max(float(design.totals @ self.projected), 0.0)
        self.deviance = float(
            logs + free * (1 + np.log(2 * np.pi * max(self.rss, np.finfo(float).tiny) / free))
        )

    def without_entries(self, values: Floats) -> Floats:
        """`values` (n,) times the inverse of 1 + γe Ze Zeᵀ."""
        sums = self._shrink * self.design.by_entry(values)
        return np.asarray(values - sums[self.design.entry])

    def _down(self, values: Floats) -> Floats:
        design = self.design
        means = np.bincount(design.category[design.entry], values)
        return np.concatenate([means, self._root * design.by_judge(values)])

    @cached_property
    def inverse(self) -> Floats:
        """C⁻¹"""
        return np.asarray(np.linalg.inv(self.small), dtype=np.float64)

    def solved(self, values: Floats) -> Floats:
        """The categories' means and the judges' effects over √γj that fit `values` (n,); (p + J,)."""
        right = self._down(self.without_entries(values))
        known = "inverse" in self.__dict__
        return np.asarray(
            self.inverse @ right if known else np.linalg.solve(self.small, right), dtype=np.float64
        )

    def project(self, values: Floats) -> Floats:
        """P·values: what neither means nor random effects take, weighted; (n,)."""
        design = self.design
        fitted = self.solved(values)
        taken = (
            fitted[: self._means][design.category[design.entry]]
            + self._root * fitted[self._means :][design.judge]
        )
        return self.without_entries(values - taken)

    def slope(self) -> tuple[Floats, Floats]:
        """Gradient (2,) of the deviance in (γe, γj), and its averaged second derivatives (2, 2)."""
        design = self.design
        free = design.sheets - self._means
        scale = self.rss / free
        of_entry, of_judge = design.by_entry(self.projected), design.by_judge(self.projected)
        drawn = [of_entry[design.entry], of_judge[design.judge]]
        squares = np.array([of_entry @ of_entry, of_judge @ of_judge])
        gradient = np.array([self._entry_trace(), self._judge_trace()]) - squares / scale
        again = [self.project(one) for one in drawn]
        curve = np.array([[one @ other for other in again] for one in drawn]) / scale
        return gradient, curve - np.outer(squares, squares) / (free * scale**2)

    def _entry_trace(self) -> float:
        """tr(P Ze Zeᵀ)"""
        read = self.design.read.astype(float)
        design, squared, means = self.design, self.left**2, self._means
        columns = np.empty_like(self.small)
        columns[:means, :means] = np.diag(np.bincount(design.category, squared * read**2))
        columns[:means, means:] = self._root * design.by_category_and_judge(squared * read)
        columns[means:, :means] = columns[:means, means:].T
        columns[means:, means:] = self.judge_ratio * self.design.gram(squared)
        return float((read * self.left).sum() - (self.inverse * columns).sum())

    def _judge_trace(self) -> float:
        """tr(P Zj Zjᵀ)"""
        means = self._means
        if self.judge_ratio > 0:
            rest = np.trace(self.inverse[means:, means:])
            return float((len(self.design.judges) - rest) / self.judge_ratio)
        taken = (self._crossed**2).sum(axis=1) / np.diag(self.small)[:means]
        return float(np.trace(self.between) - taken.sum())


def both_random(design: Design, fixed: Official) -> BothRandom | None:
    """The fit of one round; None where there is no sheet more than categories. `fixed` gives a place to begin."""
    if design.sheets <= len(design.categories):
        return None
    entries_told, judges_told, noise_told = _told(design)
    if fixed.variance == 0.0 or _one_value_each(design):
        return _without_noise(design, fixed, entries=entries_told, judges=judges_told, noise=noise_told)
    free = np.array([entries_told, judges_told])
    starts = [np.where(free, start, 0.0) for start in _starts(design, fixed)]
    state = min((State(design, *map(float, start)) for start in starts), key=lambda one: one.deviance)
    state = _descended(state, free)
    variance = state.rss / (design.sheets - len(design.categories))
    return BothRandom(
        variance=variance,
        sigma2=variance if noise_told else None,
        sigma2_judge=state.judge_ratio * variance if judges_told else None,
        sigma2_entry=state.entry_ratio * variance if entries_told else None,
        reml=state.deviance,
        state=state,
    )


def _one_value_each(design: Design) -> bool:
    """Whether every sheet of a category has the same total."""
    return len(
        {(design.category[i], total) for i, total in zip(design.entry, design.exact, strict=True)}
    ) == len(design.categories)


def _without_noise(
    design: Design, fixed: Official, *, entries: bool, judges: bool, noise: bool
) -> BothRandom:
    """Entries and judges explain every total: nothing is left to estimate, and their own spread is what they have."""
    apart = fixed.scores - _category_means(design, fixed.scores)[design.category]
    more = len(design.entries) - len(design.categories)
    return BothRandom(
        variance=0.0,
        sigma2=0.0 if noise else None,
        sigma2_judge=(fixed.sigma2_judge or 0.0) if judges else None,
        sigma2_entry=float(apart @ apart) / more if entries else None,
        reml=None,
        state=None,
    )


def _starts(design: Design, fixed: Official) -> Iterator[tuple[float, float]]:
    judge = float(min(fixed.theta2, 1e3))
    entry = 1.0
    if fixed.variance and fixed.errors is not None:
        spread = fixed.scores - _category_means(design, fixed.scores)[design.category]
        apart = float((spread**2).mean() - (fixed.errors**2).mean())
        entry = min(max(apart, 0.0) / fixed.variance, 1e3)
    yield entry, judge
    yield 0.0, 0.0
    if len(design.judges) <= _SMALL:
        for one in (0.0, 0.1, 1.0, 10.0, 100.0):
            for other in (0.0, 0.1, 1.0, 10.0, 100.0):
                yield one, other


def _category_means(design: Design, values: Floats) -> Floats:
    count = np.bincount(design.category)
    return np.asarray(np.bincount(design.category, values) / count)


def _descended(state: State, free: npt.NDArray[np.bool_]) -> State:
    """Newton's steps down, each halved until it helps; a ratio at 0 stays there while the slope holds it."""
    for _ in range(_STEPS):
        at = np.array([state.entry_ratio, state.judge_ratio])
        gradient, curve = state.slope()
        moving = free & ((at > 0) | (gradient < 0)) & ((at < _MOST) | (gradient > 0))
        if not moving.any():
            return state
        step = np.zeros(2)
        part = curve[np.ix_(moving, moving)]
        step[moving] = np.linalg.lstsq(part, -gradient[moving])[0]
        better = _shorter(state, at, step)
        if better is None:  # the averaged curve misleads here: the plain slope, once
            scale = 0.1 * (at + 0.01) / np.maximum(np.abs(gradient), 1e-300)
            better = _shorter(state, at, np.where(moving, -gradient * scale, 0.0))
        if better is None:
            return state
        gained, state = state.deviance - better.deviance, better
        if gained <= 1e-13 * abs(state.deviance):
            return state
    return state


def _shorter(state: State, at: Floats, step: Floats) -> State | None:
    """The first of the halved steps that lowers the deviance; none if none does."""
    for halving in range(30):
        to = np.clip(at + step * 0.5**halving, 0.0, np.minimum(10 * at + 10, _MOST))
        if np.array_equal(to, at):
            return None
        better = State(state.design, *map(float, to))
        if better.deviance < state.deviance:
            return better
        if halving > 12 and abs(better.deviance - state.deviance) < 1e-12 * abs(state.deviance):
            return None
    return None


def _told(design: Design) -> tuple[bool, bool, bool]:
    """Whether the design tells what entries, judges and noise do: their covariances, freed of the means, must not be
    combinations of each other. Shown by the matrix of their inner products (Rao and Kleffe 1988, on estimability).
    """
    gram = _inner_products(design)
    length = np.sqrt(np.maximum(np.diag(gram), 0.0))
    there = length > 1e-9
    scale = np.where(there, length, 1.0)
    roots, vectors = np.linalg.eigh(gram / np.outer(scale, scale))
    tangled = (np.abs(vectors[:, roots < 1e-9]) > 1e-6).any(axis=1)
    entry, judge, noise = (bool(one) for one in there & ~tangled)
    return entry, judge, noise


def _inner_products(design: Design) -> Floats:
    """tr(Q A Q B) for A and B of Ze Zeᵀ, Zj Zjᵀ and 1, with Q taking out the categories' means; (3, 3)."""
    read, size = design.read, design.of_category
    share = read / size[design.category]
    crossed = design.by_category_and_judge(np.ones(len(design.entries)))
    squares = np.bincount(design.category, read**2)
    entry = float((read - read * share).sum())
    entries = float((read**2 - 2 * read**2 * share).sum() + ((squares / size) ** 2).sum())
    between = np.diag(design.given) - crossed.T @ (crossed / size[:, None])
    judge = float(np.trace(between))
    met = crossed[design.category[design.entry], design.judge] * share[design.entry]
    both = design.sheets - 2 * float(met.sum()) + float(((crossed**2).sum(axis=1) * squares / size**2).sum())
    noise = float(design.sheets - len(size))
    judges = float((between**2).sum())
    return np.array([[entries, both, entry], [both, judges, judge], [entry, judge, noise]])
