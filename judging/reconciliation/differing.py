"""Whether sheets of one entry lie too far apart, whose, on what, and what comes next. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Sheet:
    """A lodged sheet: everything out of 100."""

    id: UUID
    total: Fraction
    points: Mapping[str, Fraction]
    """By criterion; those without points are left out."""


def spread(values: Iterable[Fraction]) -> Fraction:
    """How far the furthest two lie apart; 0 for fewer than two."""
    found = list(values)
    return max(found) - min(found) if found else Fraction(0)


def too_far_apart(sheets: Sequence[Sheet], threshold: int | None) -> bool:
    """Whether two of the sheets lie further apart than the rule allows; never where there is no rule."""
    return threshold is not None and spread(sheet.total for sheet in sheets) > threshold


def concerned(sheets: Sequence[Sheet], threshold: int) -> list[UUID]:
    """The sheets that lie too far from another one, in their order."""
    far = {
        id_
        for one, other in combinations(sheets, 2)
        if abs(one.total - other.total) > threshold
        for id_ in (one.id, other.id)
    }
    return [sheet.id for sheet in sheets if sheet.id in far]


def apart_on(sheets: Sequence[Sheet], threshold: int, criteria: Sequence[str]) -> list[str]:
    """The criteria on which two sheets lie further apart than the rule allows; else those with the widest spread.

    In the order of `criteria`, the rubric's.
    """
    spreads = {key: spread(sheet.points[key] for sheet in sheets if key in sheet.points) for key in criteria}
    widest = max(spreads.values(), default=Fraction(0))
    over = [key for key in criteria if spreads[key] > threshold]
    return over or [key for key in criteria if spreads[key] == widest and widest > 0]


class Next(StrEnum):
    """What a reconciliation waits for."""

    JUDGES = "judges"
    CHAIR_OR_JUDGE = "chair_or_judge"
    """All have answered and still lie apart: the chair determines, or an organiser assigns another judge."""
    EXTRA_JUDGE = "extra_judge"
    """Another judge was assigned and has not lodged."""
    AGREED = "agreed"
    """Nothing: the sheets no longer lie apart."""


def what_next(*, unanswered: int, apart: bool, extra: bool) -> Next:
    """From how many judges have not answered, whether the sheets still lie apart, and whether another judge reads it."""
    if unanswered:
        return Next.JUDGES
    if not apart:
        return Next.AGREED
    return Next.EXTRA_JUDGE if extra else Next.CHAIR_OR_JUDGE
