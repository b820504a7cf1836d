"""Who read what: the sheets of one round over all its categories, as arrays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_DENSE = 0.05
"""From this share of all pairs on, plain matrices are quicker than lists of pairs."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The total that one judge gave one entry, on any scale."""

    entry: str
    judge: str
    total: Fraction


@dataclass(frozen=True)
class Design:
    """Sheets (n) by their entry (I) and judge (J), each once; every entry has a sheet, and so has every judge.

    Entries stand by category and name, judges by what they gave, so that neither the order of the sheets nor the
    judges' names change a figure.
    """

    entries: tuple[str, ...]
    judges: tuple[str, ...]
    categories: tuple[str | None, ...]
    category: Ints
    """Entry → place of its category in `categories`; (I,)."""
    entry: Ints
    """Sheet → place of its entry; (n,), rising."""
    judge: Ints
    """Sheet → place of its judge; (n,)."""
    exact: tuple[Fraction, ...]
    """Sheet → total; (n,)."""
    middle: Fraction
    """The mean of all totals."""
    totals: Floats
    """Sheet → total less `middle`, so that large scores with small differences lose nothing; (n,)."""

    @property
    def sheets(self) -> int:
        """How many sheets there are: n."""
        return len(self.totals)

    @cached_property
    def read(self) -> Ints:
        """Sheets of each entry; (I,), all positive."""
        return np.bincount(self.entry)

    @cached_property
    def given(self) -> Ints:
        """Sheets of each judge; (J,), all positive."""
        return np.bincount(self.judge)

    @cached_property
    def of_category(self) -> Ints:
        """Sheets of each category; (C,)."""
        return np.bincount(self.category[self.entry])

    @cached_property
    def means(self) -> Floats:
        """Mean total of each entry, less `middle`; (I,)."""
        return self.by_entry(self.totals) / self.read

    @cached_property
    def exact_means(self) -> tuple[Fraction, ...]:
        """Mean total of each entry, on the sheets' scale; (I,)."""
        sums = [Fraction(0)] * len(self.entries)
        for entry, total in zip(self.entry, self.exact, strict=True):
            sums[entry] += total
        return tuple(one / int(k) for one, k in zip(sums, self.read, strict=True))

    def by_entry(self, values: Floats) -> Floats:
        """Sums of the sheets' `values` (n,) over each entry; (I,)."""
        return np.asarray(np.bincount(self.entry, values), dtype=np.float64)

    def by_judge(self, values: Floats) -> Floats:
        """Sums of the sheets' `values` (n,) over each judge; (J,)."""
        return np.asarray(np.bincount(self.judge, values), dtype=np.float64)

    def by_category_and_judge(self, weights: Floats) -> Floats:
        """Sums of the entries' `weights` (I,) over the sheets of each category and judge; (C, J)."""
        judges = len(self.judges)
        flat = self.category[self.entry] * judges + self.judge
        counts = np.bincount(flat, weights[self.entry], len(self.categories) * judges)
        return np.asarray(counts.reshape(-1, judges), dtype=np.float64)

    def gram(self, weights: Floats) -> Floats:
        """Nᵀ·diag(weights)·N with N the incidence of entries and judges, `weights` (I,); (J, J)."""
        judges = len(self.judges)
        if self._dense is not None:
            return np.asarray(self._dense.T @ (weights[:, None] * self._dense))
        pairs, entry = self._pairs
        sums = np.bincount(pairs, weights[entry])  # up to the last judge with themselves
        return np.asarray(sums.reshape(judges, judges), dtype=np.float64)

    @cached_property
    def _dense(self) -> Floats | None:
        entries, judges = len(self.entries), len(self.judges)
        if self.sheets < _DENSE * entries * judges:
            return None
        incidence = np.zeros((entries, judges))
        incidence[self.entry, self.judge] = 1.0
        return incidence

    @cached_property
    def _pairs(self) -> tuple[Ints, Ints]:
        """Every two sheets of one entry: their judges as one number, and the entry."""
        first, second = pairs_of_sheets(self.read)
        return self.judge[first] * len(self.judges) + self.judge[second], self.entry[first]


def pairs_of_sheets(read: Ints) -> tuple[Ints, Ints]:
    """Every ordered pair of two sheets of the same entry, each with itself too; sheets stand entry by entry."""
    starts = np.cumsum(read) - read
    squares = read * read
    within = np.arange(squares.sum()) - np.repeat(np.cumsum(squares) - squares, squares)
    size, start = np.repeat(read, squares), np.repeat(starts, squares)
    return start + within // size, start + within % size


def design_of(sheets: Iterable[Sheet], category_of: dict[str, str | None]) -> Design:
    """The design of at least one sheet; `category_of` has every entry of a sheet. Raises ValueError without any."""
    given = list(sheets)
    if not given:
        raise ValueError("there is no sheet")
    entries = sorted({sheet.entry for sheet in given}, key=lambda name: (category_of[name] or "", name))
    place = {name: number for number, name in enumerate(entries)}
    judges = _judges_by_what_they_gave(given, place)
    judge_place = {name: number for number, name in enumerate(judges)}
    rows = sorted((place[sheet.entry], judge_place[sheet.judge], sheet.total) for sheet in given)
    categories = sorted({category_of[name] for name in entries}, key=lambda code: code or "")
    number = {name: at for at, name in enumerate(categories)}
    middle = sum((total for *_, total in rows), Fraction(0)) / len(rows)
    return Design(
        entries=tuple(entries),
        judges=tuple(judges),
        categories=tuple(categories),
        category=np.array([number[category_of[name]] for name in entries], dtype=np.int64),
        entry=np.array([row[0] for row in rows], dtype=np.int64),
        judge=np.array([row[1] for row in rows], dtype=np.int64),
        exact=tuple(row[2] for row in rows),
        middle=middle,
        totals=np.array([float(row[2] - middle) for row in rows]),
    )


def _judges_by_what_they_gave(sheets: Sequence[Sheet], place: dict[str, int]) -> list[str]:
    gave: dict[str, list[tuple[int, Fraction]]] = {}
    for sheet in sheets:
        gave.setdefault(sheet.judge, []).append((place[sheet.entry], sheet.total))
    return sorted(gave, key=lambda name: (sorted(gave[name]), name))


def components(design: Design) -> Ints:
    """Entry → which part of the graph of judges and entries it lies in, from 0; entries of two parts share no judge,
    not even through others. (I,)
    """
    parent = list(range(len(design.entries) + len(design.judges)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for entry, judge in zip(design.entry.tolist(), design.judge.tolist(), strict=True):
        one, other = root(entry), root(len(design.entries) + judge)
        parent[max(one, other)] = min(one, other)
    roots = [root(entry) for entry in range(len(design.entries))]
    number = {name: at for at, name in enumerate(dict.fromkeys(roots))}
    return np.array([number[name] for name in roots], dtype=np.int64)
