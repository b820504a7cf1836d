"""How sure the places are: draws of what the entries may really be worth, given all sheets.

Each draw is one from N(score, covariance) of the both-random fit: first the categories' means and the judges, from
the Cholesky factor of C⁻¹, then every entry given these, which is the same distribution as one factor over all entries
and needs none of that size. Resampling judges within entries was tried and claims too much.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from judging.tally.statistics.both_random import BothRandom
from judging.tally.statistics.design import Design, Floats, Ints

INTERVAL = 0.95
"""Share of the draws in which an entry's place lies within its interval."""
_AT_ONCE = 1000
CLEAR, LEADING = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Chances:
    """Of one entry among the ranked of its category."""

    winner: float
    top3: float
    awarded: float
    """To be among as many as the category has places."""
    low: int
    """The best place of the interval, from 1."""
    high: int


def label(chance: float, *, clear: float = CLEAR, leading: float = LEADING) -> str:
    """`clear` from .8, `leading` from .5, else `too_close_to_call`."""
    if chance >= clear:
        return "clear"
    return "leading" if chance >= leading else "too_close_to_call"


def chances(
    design: Design,
    fit: BothRandom,
    known: Floats,
    ranked: Sequence[Ints],
    *,
    places: Mapping[int, int],
    draws: int,
    seed: int,
) -> dict[int, Chances]:
    """Entry → its chances. `ranked` holds the entries of each category that are ranked, `places` how many each of
    these categories awards, by its position in `ranked`; `known` (I,) is what entries are worth if there is no noise.
    Same input and seed: same figures.
    """
    state = fit.state
    if state is None:
        return _certain(known, ranked, places)
    if not state.entry_ratio:
        return _certain(np.zeros_like(known), ranked, places)
    random = np.random.Generator(np.random.PCG64(seed))
    counts = [np.zeros((len(group), len(group)), dtype=np.int64) for group in ranked]
    means = len(design.categories)
    fitted = state.solved(design.totals)
    root = np.sqrt(state.judge_ratio)
    shrink = state.entry_ratio * state.left
    lower = np.linalg.cholesky(state.inverse) * np.sqrt(fit.variance)
    apart = np.sqrt(fit.variance * shrink)
    own = shrink * design.by_entry(design.totals)
    of_entry = [_rows(design, group) for group in ranked]
    for begin in range(0, draws, _AT_ONCE):
        size = min(_AT_ONCE, draws - begin)
        drawn = fitted[:, None] + lower @ random.standard_normal((len(fitted), size))
        for group, rows, table in zip(ranked, of_entry, counts, strict=True):
            judges = _summed(root * drawn[means:], rows)
            worth = (
                state.left[group, None] * drawn[design.category[group]]
                + own[group, None]
                - shrink[group, None] * judges
                + apart[group, None] * random.standard_normal((len(group), size))
            )
            _count(worth, table)
    return {
        int(entry): _chances(row, draws, places[at])
        for at, (group, table) in enumerate(zip(ranked, counts, strict=True))
        for entry, row in zip(group, table, strict=True)
    }


def _rows(design: Design, group: Ints) -> list[tuple[Ints, Ints]]:
    """The judges of the entries of `group`, those with as many sheets together: (places in the group, judges (·, k))."""
    starts = np.cumsum(design.read) - design.read
    sizes = design.read[group]
    return [
        (np.flatnonzero(sizes == k), design.judge[starts[group[sizes == k]][:, None] + np.arange(k)])
        for k in np.unique(sizes)
    ]


def _summed(effects: Floats, rows: list[tuple[Ints, Ints]]) -> Floats:
    sums = np.empty((sum(len(places) for places, _ in rows), effects.shape[1]))
    for places, judges in rows:
        total = effects[judges[:, 0]]
        for column in judges.T[1:]:
            total = total + effects[column]
        sums[places] = total
    return sums


def _count(worth: Floats, table: Ints) -> None:
    """Adds to `table` (entry, place) how often each entry of `worth` (entry, draw) had each place."""
    entries = len(worth)
    order = np.argsort(-worth, axis=0, kind="stable")
    flat = order * entries + np.arange(entries)[:, None]
    table += np.bincount(flat.ravel(), minlength=entries * entries).reshape(entries, entries)


def _chances(row: Ints, draws: int, places: int) -> Chances:
    so_far = np.cumsum(row)
    outside = (1 - INTERVAL) / 2 * draws
    return Chances(
        winner=float(row[0] / draws),
        top3=float(row[:3].sum() / draws),
        awarded=float(row[:places].sum() / draws),
        low=int(np.argmax(so_far > outside)) + 1,
        high=int(np.argmax(so_far >= draws - outside)) + 1,
    )


def _certain(worth: Floats, ranked: Sequence[Ints], places: Mapping[int, int]) -> dict[int, Chances]:
    """Nothing is random: those of equal `worth` (I,) share the places that are theirs."""
    found: dict[int, Chances] = {}
    for at, group in enumerate(ranked):
        values = np.round(worth[group], 9)
        for entry, value in zip(group, values, strict=True):
            ahead, level = int((values > value).sum()), int((values == value).sum())
            first, top3, awarded = (min(max(n - ahead, 0), level) / level for n in (1, 3, places[at]))
            found[int(entry)] = Chances(first, top3, awarded, ahead + 1, ahead + level)
    return found
