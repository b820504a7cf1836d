"""The ways of judging that are compared on the same made-up cycle."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from judging.simulation.contest import Contest
from judging.tally.statistics.both_random import both_random
from judging.tally.statistics.chances import chances
from judging.tally.statistics.design import Design, Floats, Ints
from judging.tally.statistics.official import official


class Way(StrEnum):
    """What decides."""

    MEAN = "mean"
    """The mean of an entry's sheets."""
    Z_SCORE = "z_score"
    """The mean after each judge's sheets were given the same mean and spread."""
    ADJUSTED = "adjusted"
    """The official score (`judging.tally.statistics.official`)."""
    TWO_STAGE = "two_stage"
    """One sheet fewer for every entry, then further judges for a shortlist; all sheets pooled, adjusted."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way of judging made of one cycle."""

    way: Way
    sheets: int
    found: tuple[bool, ...]
    """Category → whether its truly best entry won."""
    claimed: tuple[float | None, ...]
    """Category → the chance that its winner is the best, as a tally would print it; None where no tally prints one."""
    tau: float
    """Kendall's τ between the ranking and the truth, the mean over the categories."""


def outcomes(contest: Contest, *, draws: int) -> Iterator[Outcome]:
    """Each way's outcome on this cycle, with `draws` for the chances."""
    layout = contest.layout
    everything = np.arange(layout.entries)
    one_stage = contest.panels(layout.per_entry, everything)
    design = contest.design(one_stage)
    fixed = official(design)
    all_entries = [np.flatnonzero(contest.category == c) for c in range(layout.categories)]
    sure = _chances(design, all_entries, draws)
    yield _outcome(Way.MEAN, contest, design, design.means, all_entries, sure)
    yield _outcome(Way.Z_SCORE, contest, design, z_scores(design), all_entries, None)
    yield _outcome(Way.ADJUSTED, contest, design, fixed.scores, all_entries, sure)
    first = contest.panels(layout.first, everything)
    finalists = shortlists(official(contest.design(first)).scores, all_entries, layout.shortlist)
    both = contest.design(contest.panels(layout.more, np.concatenate(finalists), first))
    # Its chance is that of being the best of the whole category: the best may have missed the shortlist.
    sure = _chances(both, all_entries, draws)
    yield _outcome(Way.TWO_STAGE, contest, both, official(both).scores, finalists, sure)


def z_scores(design: Design) -> Floats:
    """Mean of each entry's sheets after each judge's were brought to mean 0 and spread 1; (I,).

    A judge whose sheets are all alike, or who has one, says nothing: 0.
    """
    centre = design.by_judge(design.totals) / design.given
    apart = design.totals - centre[design.judge]
    spread = np.sqrt(design.by_judge(apart**2) / np.maximum(design.given - 1, 1))
    even = np.divide(apart, spread[design.judge], out=np.zeros_like(apart), where=spread[design.judge] > 0)
    scores: Floats = design.by_entry(even) / design.read
    return scores


def shortlists(scores: Floats, groups: list[Ints], size: int) -> list[Ints]:
    """The `size` best of each group by `scores` (I,)."""
    return [np.sort(group[np.argsort(-scores[group])[:size]]) for group in groups]


def kendall_tau(one: Floats, other: Floats) -> float:
    """Concordant less discordant pairs over all pairs; (n,) and (n,) without ties, n at least 2."""
    signs = np.sign(one[:, None] - one) * np.sign(other[:, None] - other)
    n = len(one)
    return float(signs.sum() / (n * (n - 1)))


def _chances(design: Design, groups: list[Ints], draws: int) -> dict[int, float]:
    fixed = official(design)
    fit = both_random(design, fixed)
    if fit is None or fit.sigma2_entry is None:
        return {}
    found = chances(
        design, fit, fixed.scores, groups, places=dict.fromkeys(range(len(groups)), 1), draws=draws, seed=0
    )
    return {entry: chance.winner for entry, chance in found.items()}


def _outcome(
    way: Way,
    contest: Contest,
    design: Design,
    scores: Floats,
    groups: list[Ints],
    sure: dict[int, float] | None,
) -> Outcome:
    """The winner is the best by `scores` (I,) of each of `groups`; the ranking is of all entries."""
    every = [np.flatnonzero(contest.category == c) for c in range(len(groups))]
    winners = [int(group[np.argmax(scores[group])]) for group in groups]
    best = [int(group[np.argmax(contest.worth[group])]) for group in every]
    return Outcome(
        way=way,
        sheets=design.sheets,
        found=tuple(winner == truly for winner, truly in zip(winners, best, strict=True)),
        claimed=tuple(None if sure is None else sure.get(winner) for winner in winners),
        tau=float(np.mean([kendall_tau(scores[group], contest.worth[group]) for group in every])),
    )
