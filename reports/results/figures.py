"""The figures of a report: what its charts and tables show, worked out beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from judging.scorecards.totals import round_half_up
from judging.tally.document import EntryLine, SheetLine
from reports.results.queries import CategoryResults, Results

CHARTED = 10
"""The most entries that a chart shows."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One entry in a chart; numbers out of 100, for drawing only."""

    entry: EntryLine
    place: int | None
    shared: bool
    """Whether the place is."""
    total: float
    sheets: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Extent:
    """What one category amounts to."""

    category: CategoryResults
    entries: int
    unranked: int
    sheets: int
    mean: Decimal | None
    """Of the ranked entries' totals."""
    highest: str | None


def bars(category: CategoryResults, most: int = CHARTED) -> list[Bar]:
    """The best entries, and those below that hold a place."""
    placed = {e.number: category.placed(e.number) for e in category.tally.entries}
    shown = [e for n, e in enumerate(category.tally.entries) if n < most or placed[e.number]]
    return [
        Bar(
            entry,
            place.place if (place := placed[entry.number]) else None,
            place is not None and place.shared,
            float(Fraction(entry.score_exact)),
            tuple(float(Fraction(sheet.total_exact)) for sheet in entry.sheets),
        )
        for entry in shown
        if entry.rank is not None and entry.score_exact is not None
    ]


def extents(results: Results) -> list[Extent]:
    """How each category's ranked totals spread, in the order of the report."""
    return [_extent(category) for category in results.categories]


def _extent(category: CategoryResults) -> Extent:
    entries = category.tally.entries
    ranked = [Fraction(e.score_exact) for e in entries if e.rank is not None and e.score_exact is not None]
    return Extent(
        category,
        entries=len(entries),
        unranked=len(entries) - len(ranked),
        sheets=sum(len(e.sheets) for e in entries),
        mean=round_half_up(sum(ranked, Fraction(0)) / len(ranked), 2) if ranked else None,
        highest=next((e.score for e in entries if e.rank is not None), None),
    )


def shown(exact: str | None, places: int = 2) -> str:
    """An exact number as it is printed, rounded half up; a dash for none."""
    return "–" if exact is None else str(round_half_up(Fraction(exact), places))


def sheets_of(category: CategoryResults) -> Sequence[tuple[EntryLine, SheetLine]]:
    """Every sheet of a category by the number of its entry."""
    entries = sorted(category.tally.entries, key=lambda e: e.number)
    return [(entry, sheet) for entry in entries for sheet in entry.sheets]


def parted_for_places(category: CategoryResults) -> list[tuple[EntryLine, ...]]:
    """The groups of entries with the same total in which at least one holds a place, best first."""
    ranked = [e for e in category.tally.entries if e.rank is not None and e.score_exact is not None]
    groups = (tuple(entries) for _, entries in groupby(ranked, key=lambda e: Fraction(e.score_exact or 0)))
    return [group for group in groups if len(group) > 1 and any(category.placed(e.number) for e in group)]
