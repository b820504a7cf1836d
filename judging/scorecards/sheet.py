"""A sheet as a value: what a judge gives, what it adds up to, what it still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from judging.rubrics.queries import RubricSheet
from judging.rubrics.scale import SCALE
from judging.rubrics.weights import Weights
from judging.scorecards.totals import (
    NotScored,
    Points,
    percent,
    round_half_up,
    share_scored,
    weighted_total,
)

ABSTAINED = NotScored.ABSTAINED.value
REMARKS = ("strengths", "improvements", "confidential")
"""The texts on the entry as a whole, each with readers of its own."""
_EXACT = {points: Fraction(points) for points in SCALE}


@dataclass(frozen=True, slots=True)
class Mark:
    """What the judge says on one criterion: points, or a reason for having none, or nothing yet."""

    points: str | None = None
    """One of `SCALE`."""
    not_scored: str | None = None
    """A `NotScored` value; judges may only abstain."""
    comment: str = ""

    @property
    def answered(self) -> bool:
        return self.points is not None or self.not_scored is not None

    @property
    def chosen(self) -> str:
        """What the form holds: points, `abstained`, or nothing."""
        return self.points or self.not_scored or ""


EMPTY = Mark()


@dataclass(frozen=True, slots=True)
class SheetInput:
    """All that a judge writes on one entry."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    """By criterion key; a criterion that is missing has nothing yet."""
    strengths: str = ""
    improvements: str = ""
    confidential: str = ""

    def mark(self, criterion: str) -> Mark:
        return self.marks.get(criterion, EMPTY)


def points_of(marks: Mapping[str, Mark]) -> dict[str, Fraction | NotScored]:
    """The answers by criterion key, exact. Raises ValueError for points off the scale."""
    return {key: _value(key, mark) for key, mark in marks.items() if mark.answered}


def total_of(points: Points, weights: Weights) -> Fraction | None:
    """The weighted total out of 100. Raises UnknownCriterion."""
    mean = weighted_total(points, weights)
    return None if mean is None else percent(mean)


def scored_percent(points: Points, weights: Weights) -> str:
    """How much of the weight has points, in percent: `62.5`, `25`; rounded down, so that 50 is enough to lodge."""
    tenths = Decimal(int(share_scored(points, weights) * 1000))
    return f"{tenths.scaleb(-1).normalize():f}"


def _value(key: str, mark: Mark) -> Fraction | NotScored:
    if mark.points is None:
        if mark.not_scored == ABSTAINED:
            return NotScored.ABSTAINED
    elif mark.not_scored is None and mark.points in _EXACT:
        return _EXACT[mark.points]
    raise ValueError(f"{key}: a judge cannot give {mark.chosen!r}")


@lru_cache(maxsize=8192)
def shown_total(exact: str | None) -> str:
    """`"121/2"` as `60.50`; a dash where there is none."""
    return "–" if exact is None else f"{round_half_up(Fraction(exact), 2)}"


def plain_weights(rubric: RubricSheet) -> dict[str, str]:
    """The weights by criterion key as decimal text in ASCII digits, without zeros that say nothing: `17.5`."""
    return {key: f"{round_half_up(weight, 6).normalize():f}" for key, weight in rubric.weights.items()}


class SheetState(StrEnum):
    """How far a sheet is. Only a finished one has a total that stands: `FINISHED`."""

    NOT_BEGUN = "not_begun"
    DRAFT = "draft"
    COMPLETE = "complete"
    """Every criterion has an answer, but the sheet is not lodged."""
    LODGED = "lodged"


WORK_ORDER = (SheetState.DRAFT, SheetState.NOT_BEGUN, SheetState.COMPLETE)
"""What a judge goes on with first."""
FINISHED = frozenset({SheetState.COMPLETE, SheetState.LODGED})


def sheet_state(*, begun: bool, scored: int, criteria: int, lodged: bool) -> SheetState:
    """From what a list knows of a sheet without reading its marks: `scored` of `criteria` have an answer."""
    if lodged:
        return SheetState.LODGED
    if not begun:
        return SheetState.NOT_BEGUN
    return SheetState.COMPLETE if scored >= criteria else SheetState.DRAFT


def unanswered(sheet: SheetInput, rubric: RubricSheet) -> list[str]:
    """Keys of the criteria that stand between this sheet and its lodgement, in the rubric's order."""
    return [c.key for c in rubric.criteria if not sheet.mark(c.key).answered]
