"""How far an entry stands from those beside it in the ranking. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from judging.deliberations.places import may_hold_a_place
from judging.scorecards.totals import exact_text
from judging.tally.document import CategoryTally, EntryLine


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The entry just ahead or behind, with the distance of its score: exact as a fraction, and rounded."""

    entry: EntryLine
    gap: str
    """By how much the scores that are shown differ: whoever subtracts one from the other finds it."""
    gap_exact: str


def neighbours(category: CategoryTally, entry: EntryLine) -> tuple[Neighbour | None, Neighbour | None]:
    """The entry before this one in the ranking and the one after it; none for an entry without a rank."""
    ranked = [other for other in category.entries if may_hold_a_place(other)]
    if entry not in ranked:
        return None, None
    at = ranked.index(entry)
    before = _beside(entry, ranked[at - 1]) if at else None
    after = _beside(entry, ranked[at + 1]) if at + 1 < len(ranked) else None
    return before, after


def _beside(entry: EntryLine, other: EntryLine) -> Neighbour:
    gap = abs(Fraction(other.score_exact or 0) - Fraction(entry.score_exact or 0))
    shown = abs(Decimal(other.score or 0) - Decimal(entry.score or 0))
    return Neighbour(other, str(shown), exact_text(gap))
