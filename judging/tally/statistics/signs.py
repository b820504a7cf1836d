"""What deserves a second look. Nothing here changes a score or deletes a sheet."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from judging.tally.statistics.design import Design, Floats, Ints
from judging.tally.statistics.official import Official
from judging.tally.statistics.sign import Sign, SignKind

FAR = 2.5
"""From this leave-one-out t on, a sheet goes to the chair for a look."""
_NOTHING = 1e-9
_AT_ONCE = 64
"""Judges taken out together: one large product is far quicker than many with a vector."""


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
    read, spread = design.read, fixed.spread
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


def far_sheets(design: Design, fixed: Official, far: float = FAR) -> Iterator[Sign]:
    """A sign for each sheet whose leave-one-out |t| is above `far`."""
    t = residual_t(design, fixed)
    for sheet in np.flatnonzero(np.abs(t) > far):
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
    read = design.read
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
    groups: Mapping[int, Ints],
    awarded: Mapping[int, Mapping[int, int]],
    places: Mapping[int, int],
) -> Iterator[tuple[int, int, SignKind, dict[int, int]]]:
    """(category, judge, kind, entry → rank) for each judge without whom a category would have other winners, or others
    in its awarded places, or without whom a winner would have no sheet at all.

    `awarded` holds the entries of each category whose rank is within its `places`, with that rank. `groups` are the ranked
    entries of each category, which stay in the running with one sheet less: the minimum is that of the whole round.
    `scored` is what `scores_without` or `means_without` say.
    """
    met: dict[int, set[int]] = {}
    for entry, judge in zip(design.entry.tolist(), design.judge.tolist(), strict=True):
        met.setdefault(judge, set()).add(int(design.category[entry]))
    for judge, scores, read in scored:
        for category in sorted(met[judge]):
            group = groups[category]
            if not len(group):
                continue
            now = awarded[category]
            lost = {entry: rank for entry, rank in now.items() if rank == 1 and not read[entry]}
            if lost:
                yield category, judge, SignKind.UNRANKED_WITHOUT_JUDGE, lost
                continue
            group = group[read[group] > 0]
            then = _placed(group, np.round(scores[group], 9), places[category])
            first = {entry: rank for entry, rank in then.items() if rank == 1}
            if first.keys() != {entry for entry, rank in now.items() if rank == 1}:
                yield category, judge, SignKind.WINNER_WITHOUT_JUDGE, first
            if places[category] > 1 and then != now:
                yield category, judge, SignKind.PLACE_WITHOUT_JUDGE, then


def _placed(group: Ints, values: Floats, places: int) -> dict[int, int]:
    """Entry → rank, of those of `group` whose rank by `values` is within `places`."""
    last = max(len(values) - places, 0)
    placed = values >= np.partition(values, last)[last]
    values = values[placed]
    return {
        int(entry): 1 + int((values > value).sum())
        for entry, value in zip(group[placed], values, strict=True)
    }
