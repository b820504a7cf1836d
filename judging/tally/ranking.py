"""Ranks: exact, with ties, and the published ladder that parts them."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from itertools import groupby
from typing import Generic, TypeVar

E = TypeVar("E", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Standing(Generic[E]):
    """What is known of one entry before it is ranked."""

    entry: E
    total: Fraction | None
    sheets: int
    means: Mapping[str, Fraction] = field(default_factory=dict)
    """Criterion key → mean of the points that the entry's sheets gave on it; missing where none did."""


@dataclass(frozen=True, slots=True)
class Row(Generic[E]):
    """An entry in its place. `total` is exact, out of 100; None without a sheet."""

    entry: E
    total: Fraction | None
    rank: int | None
    """1 + the number of entries strictly ahead; None: unranked, too few sheets."""
    tied_with: tuple[E, ...] = ()
    """Entries that share this rank, after the whole ladder."""
    broken_by: str | None = None
    """The criterion that decided this entry's place among those with the same total."""


def ranking(
    standings: Sequence[Standing[E]], *, ladder: Sequence[str] = (), min_sheets: int = 3
) -> list[Row[E]]:
    """Rows in order of rank, the unranked last; entries that share a rank stay in the order given.

    `ladder` names the criteria that part equal totals, first to last; it may end in a shared rank. A criterion
    on which one of the tied has no points at all parts nobody and is passed over.
    """
    ranked = [s for s in standings if s.total is not None and s.sheets >= min_sheets]
    rows: list[Row[E]] = []
    for tied in _levels(ranked, _total):
        for group, broken_by in _parted(tied, ladder, None):
            rank = len(rows) + 1
            names = [s.entry for s in group]
            rows += [
                Row(s.entry, s.total, rank, tuple(n for n in names if n != s.entry), broken_by) for s in group
            ]
    placed = {row.entry for row in rows}
    return rows + [Row(s.entry, s.total, None) for s in standings if s.entry not in placed]


def one_after_another(ahead: Sequence[Row[E]], behind: Sequence[Row[E]]) -> list[Row[E]]:
    """Two rankings as one: every ranked entry of the first stands before those of the second; the unranked are last."""
    ranked = [row for row in ahead if row.rank is not None]
    after = [replace(row, rank=row.rank + len(ranked)) for row in behind if row.rank is not None]
    return [*ranked, *after, *(row for row in (*ahead, *behind) if row.rank is None)]


def _parted(
    tied: list[Standing[E]], ladder: Sequence[str], broken_by: str | None
) -> Iterator[tuple[list[Standing[E]], str | None]]:
    """The tied, best first, in groups that nothing on the ladder parts; with the last criterion that parted them."""
    for step, criterion in enumerate(ladder, start=1):
        if len(tied) > 1 and all(criterion in s.means for s in tied):
            levels = _levels(tied, partial(_mean, criterion))
            if len(levels) > 1:
                for level in levels:
                    yield from _parted(level, ladder[step:], criterion)
                return
    yield tied, broken_by


def _levels(
    standings: list[Standing[E]], value: Callable[[Standing[E]], Fraction]
) -> list[list[Standing[E]]]:
    """Grouped by equal value, highest first, the given order kept within a group."""
    return [list(group) for _, group in groupby(sorted(standings, key=value, reverse=True), key=value)]


def _total(standing: Standing[E]) -> Fraction:
    return Fraction(0) if standing.total is None else standing.total


def _mean(criterion: str, standing: Standing[E]) -> Fraction:
    return standing.means[criterion]
