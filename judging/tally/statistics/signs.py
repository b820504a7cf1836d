"""What deserves a second look. Nothing here changes a score or deletes a sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from judging.tally.statistics.design import Design, Floats, Ints
from judging.tally.statistics.official import Official

_FAR = 2.5
"""From this leave-one-out t on, a sheet goes to the chair for a look."""
_NOTHING = 1e-9
_AT_ONCE = 64
"""Judges taken out together: one large product is far quicker than many with a vector."""


class SignKind(StrEnum):
    """Why something is named."""

    RESIDUAL = "residual"
    """A sheet far from what all the others let expect; `value` is its leave-one-out t."""
    CONSTANT_JUDGE = "constant_judge"
    """A judge who gave every entry the same total; `value` is that total."""
    ONE_ENTRY_JUDGE = "one_entry_judge"
    """A judge of one sheet, whose leniency cannot be told from the entry."""
    THIN_SHEET = "thin_sheet"
    """A sheet with less than half of the weight scored: it does not count; `value` is the share."""
    NOT_COMPARABLE = "not_comparable"
    """The entries lie in panels that nothing connects; `value` is how many."""
    METHODS_DISAGREE = "methods_disagree"
    """The other method has another winner: `entry`."""
    WINNER_WITHOUT_JUDGE = "winner_without_judge"
    """Sensitivity, no suspicion: without `judge` the winner would be `entry`."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One of them; what does not apply is None."""

    kind: SignKind
    entry: str | None = None
    judge: str | None = None
    value: float | None = None


def residual_t(design: Design, fixed: Official) -> Floats:
    """Leave-one-out t of each sheet under the official fit, its ratio of variances kept; NaN where it has none. (n,)

    With P the projection of the fit: t = (P y)_s / √(P_ss · σ²₋ₛ), σ²₋ₛ = (yᵀP y − (P y)_s²/P_ss)/(n − I − 1).
    """
    free = design.sheets - len(design.entries)
    if free < 2 or not fixed.variance:
        return np.full(design.sheets, np.nan)
    projected = _projected(design, fixed, design.totals)
    weights = _own_weight(design, fixed)
    whole = fixed.variance * free
    with np.errstate(divide="ignore", invalid="ignore"):
        left = (whole - projected**2 / weights) / (free - 1)
        t = projected / np.sqrt(weights * left)
    known = (weights > _NOTHING) & (left > _NOTHING * fixed.variance)
    return np.where(known, t, np.nan)


def _projected(design: Design, fixed: Official, values: Floats) -> Floats:
    within = values - (design.by_entry(values) / design.read)[design.entry]
    effects = (fixed.spread @ design.by_judge(within))[design.judge]
    return np.asarray(within - effects + (design.by_entry(effects) / design.read)[design.entry])


def _own_weight(design: Design, fixed: Official) -> Floats:
    """P_ss = 1 − 1/d − qᵀ θ²S⁻¹ q with q = e_j − (sum of e over the entry's judges)/d. (n,)"""
    read, spread = design.read.astype(float), fixed.spread
    rows = np.empty(design.sheets)
    starts = np.cumsum(design.read) - design.read
    for k in np.unique(design.read):
        sheets = starts[design.read == k][:, None] + np.arange(k)
        judges = design.judge[sheets]
        rows[sheets] = spread[judges[:, :, None], judges[:, None, :]].sum(axis=2)
    means = design.by_entry(rows) / read
    own = spread[design.judge, design.judge]
    quadratic = own - 2 * rows / read[design.entry] + (means / read)[design.entry]
    return np.asarray(1 - 1 / read[design.entry] - quadratic)


def far_sheets(design: Design, fixed: Official) -> Iterator[Sign]:
    """A sign for each sheet whose leave-one-out |t| is above 2.5."""
    t = residual_t(design, fixed)
    for sheet in np.flatnonzero(np.abs(t) > _FAR):
        entry, judge = design.entries[design.entry[sheet]], design.judges[design.judge[sheet]]
        yield Sign(SignKind.RESIDUAL, entry, judge, float(t[sheet]))


def odd_judges(design: Design) -> Iterator[Sign]:
    """A sign for each judge of one entry, and for each who gave every one of theirs the same total."""
    gave: dict[int, set[int]] = {}
    for sheet, judge in enumerate(design.judge.tolist()):
        gave.setdefault(judge, set()).add(sheet)
    for judge, sheets in gave.items():
        name = design.judges[judge]
        totals = {design.exact[sheet] for sheet in sheets}
        if len(sheets) == 1:
            (sheet,) = sheets
            yield Sign(SignKind.ONE_ENTRY_JUDGE, design.entries[design.entry[sheet]], name)
        elif len(totals) == 1:
            yield Sign(SignKind.CONSTANT_JUDGE, None, name, float(totals.pop()))


def scores_without(design: Design, fixed: Official) -> Iterator[tuple[int, Floats, Ints]]:
    """(judge, adjusted scores (I,), sheets (I,)) as if that judge had lodged none, the ratio of variances kept; a score
    without any sheet is NaN.

    Sheets S are taken out by giving each a mean of its own: y − E·(P_SS)⁻¹(P y)_S fits as if they were not there.
    """
    starts = np.cumsum(design.read) - design.read
    projected = _projected(design, fixed, design.totals)
    sheets_of = np.split(np.argsort(design.judge, kind="stable"), np.cumsum(design.given)[:-1])
    for begin in range(0, len(sheets_of), _AT_ONCE):
        reads, means, pulls = [], [], []
        for mine in sheets_of[begin : begin + _AT_ONCE]:
            read = design.read.copy()
            read[design.entry[mine]] -= 1
            out = mine[read[design.entry[mine]] > 0]
            totals = design.totals.copy()
            totals[out] -= np.linalg.lstsq(_own_weights(design, fixed, starts, out), projected[out])[0]
            mean = design.by_entry(totals) / design.read
            reads.append(read)
            means.append(mean)
            pulls.append(design.by_judge(totals - mean[design.entry]))
        effects = fixed.spread @ np.column_stack(pulls)
        for at, (read, mean) in enumerate(zip(reads, means, strict=True)):
            scores = mean - design.by_entry(effects[design.judge, at]) / design.read
            yield begin + at, np.where(read > 0, scores, np.nan), read


def means_without(design: Design) -> Iterator[tuple[int, Floats, Ints]]:
    """The same of plain means."""
    for judge in range(len(design.judges)):
        kept = (design.judge != judge).astype(float)
        read = design.by_entry(kept).astype(np.int64)
        means = np.divide(
            design.by_entry(design.totals * kept), read, out=np.full(len(read), np.nan), where=read > 0
        )
        yield judge, means, read


def _own_weights(design: Design, fixed: Official, starts: Ints, mine: Ints) -> Floats:
    """P over the sheets `mine` of one judge, no two of the same entry; (m, m)."""
    read = design.read.astype(float)
    entries = design.entry[mine]
    sheets = np.concatenate([starts[i] + np.arange(design.read[i]) for i in entries]) if len(mine) else mine
    met, row = np.unique(design.judge[np.concatenate([sheets, mine])], return_inverse=True)
    columns = np.zeros((len(met), len(mine)))
    column = np.repeat(np.arange(len(mine)), design.read[entries])
    columns[row[: len(sheets)], column] -= 1 / read[entries][column]
    columns[row[len(sheets) :], np.arange(len(mine))] += 1.0
    return np.asarray(np.diag(1 - 1 / read[entries]) - columns.T @ fixed.spread[np.ix_(met, met)] @ columns)


def winners_without(
    design: Design,
    scored: Iterable[tuple[int, Floats, Ints]],
    winners: Mapping[int, frozenset[int]],
    min_sheets: int,
) -> Iterator[tuple[int, int, Sequence[int]]]:
    """(category, judge, winners) for each judge without whom a category of `winners` would have others.

    `scored` is what `scores_without` or `means_without` say.
    """
    of_category = {c: np.flatnonzero(design.category == c) for c in winners}
    met: dict[int, set[int]] = {}
    for entry, judge in zip(design.entry.tolist(), design.judge.tolist(), strict=True):
        met.setdefault(judge, set()).add(int(design.category[entry]))
    for judge, scores, read in scored:
        for category in sorted(met[judge] & winners.keys()):
            group = of_category[category]
            group = group[read[group] >= min_sheets]
            if not len(group):
                continue
            values = np.round(scores[group], 9)
            first = [int(entry) for entry in group[values == values.max()]]
            if set(first) != winners[category]:
                yield category, judge, first
