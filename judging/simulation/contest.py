"""One made-up cycle: what its entries are worth, who reads them, and what each judge would give.

A sheet is `worth + leniency + noise`. Everything is measured in standard deviations of what entries are worth, so a
leniency of 0.6 is a jury whose judges differ by .6 of what entries differ.
"""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from judging.tally.statistics.design import Design, Floats, Ints

NOISE = 1.0
"""σ of one sheet about what its judge thinks of such entries, unless another is asked for."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a cycle is judged. Raises ValueError where that cannot be."""

    entries: int
    judges: int
    per_entry: int
    """Sheets of each entry in one stage; the first of two stages has one fewer."""
    leniency: float
    categories: int = 7
    noise: float = NOISE
    sorting: float = 0.0
    """0: who reads what is left to chance. More: the judges who are lenient are given the better entries."""
    shortlist: int = 5
    """Entries of each category that the second stage reads again."""
    more: int = 5
    """Further judges that read each of them, as far as there are as many."""

    def __post_init__(self) -> None:
        if not 1 <= self.per_entry <= self.judges:
            raise ValueError(f"an entry can have from 1 to {self.judges} sheets, one from each judge")
        if self.entries < 2 * self.categories:
            raise ValueError(f"{self.categories} categories need {2 * self.categories} entries, two for each")
        if min(self.leniency, self.noise, self.sorting) < 0:
            raise ValueError("leniency, noise and sorting cannot be negative")

    @property
    def first(self) -> int:
        """Sheets of each entry in the first of two stages."""
        return max(self.per_entry - 1, 1)


@dataclass(frozen=True)
class Contest:
    """A cycle of this layout. The same pair of judge and entry gives the same sheet in every way of judging."""

    layout: Layout
    worth: Floats
    """(I,)"""
    category: Ints
    """Entry → category, from 0; (I,), as even as can be."""
    sheets: Floats
    """What each judge would give each entry; (I, J)."""
    lenient: Floats
    """(J,)"""
    random: np.random.Generator = field(repr=False)

    def panels(
        self, per_entry: int, entries: Ints, before: npt.NDArray[np.bool_] | None = None
    ) -> npt.NDArray[np.bool_]:
        """Who reads whom, (I, J): each of `entries` by `per_entry` further judges than in `before`, loads even.

        Fewer where no more judges are left.
        """
        reads = np.zeros_like(self.sheets, dtype=bool) if before is None else before.copy()
        load = reads.sum(axis=0).astype(float)
        wish = self.layout.sorting * np.outer(self.worth, np.sign(self.lenient))
        for entry in self.random.permutation(entries):
            key = load - wish[entry] + self.random.random(len(load))
            key[reads[entry]] = np.inf
            free = int((~reads[entry]).sum())
            taken = np.argsort(key)[: min(per_entry, free)]
            reads[entry, taken] = True
            load[taken] += 1
        return reads

    def design(self, reads: npt.NDArray[np.bool_]) -> Design:
        """The sheets of these panels as a tally takes them; every entry must be read."""
        entry, judge = np.nonzero(reads)
        present, judge_place = np.unique(judge, return_inverse=True)
        names = tuple(map(str, range(len(self.worth))))
        totals = self.sheets[entry, judge]
        return Design(
            entries=names,
            judges=tuple(map(str, present)),
            categories=tuple(map(str, range(self.layout.categories))),
            category=self.category,
            entry=entry,
            judge=judge_place,
            exact=tuple(map(Fraction, totals.tolist())),
            middle=Fraction(0),
            totals=totals,
        )


def contest(layout: Layout, seed: int) -> Contest:
    """Drawn from `seed`: same layout and seed, same cycle."""
    random = np.random.Generator(np.random.PCG64(seed))
    worth = random.standard_normal(layout.entries)
    lenient = layout.leniency * random.standard_normal(layout.judges)
    noise = layout.noise * random.standard_normal((layout.entries, layout.judges))
    return Contest(
        layout=layout,
        worth=worth,
        category=np.sort(np.arange(layout.entries) % layout.categories),
        sheets=worth[:, None] + lenient + noise,
        lenient=lenient,
        random=random,
    )
