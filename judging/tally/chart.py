"""Bars for a category's ranking: each entry's total, and where its sheets lie."""

from dataclasses import dataclass
from fractions import Fraction

from judging.tally.document import CategoryTally

MOST = 15


@dataclass(frozen=True, slots=True)
class Bar:
    """One entry. Floats, for drawing only: nothing is counted from them."""

    number: int
    total: str
    length: float
    """0–100, as the total."""
    sheets: tuple[float, ...]
    """The totals of the sheets, 0–100."""


def bars(category: CategoryTally, most: int = MOST) -> tuple[Bar, ...]:
    """The first `most` ranked entries."""
    ranked = [entry for entry in category.entries if entry.rank is not None][:most]
    return tuple(
        Bar(
            number=entry.number,
            total=entry.score or "",
            length=float(Fraction(entry.score_exact or 0)),
            sheets=tuple(float(Fraction(sheet.total_exact)) for sheet in entry.sheets),
        )
        for entry in ranked
    )
