"""A sheet as a value: what a judge gives, what it adds up to, what it still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from judging.rubrics.comments import CommentRule
from judging.rubrics.queries import RubricSheet
from judging.rubrics.weights import Weights
from judging.scorecards.totals import (
    NotScored,
    Points,
    round_half_up,
    share_scored,
)

ABSTAINED = NotScored.ABSTAINED.value
NOT_APPLICABLE = NotScored.NOT_APPLICABLE.value
REMARKS = ("strengths", "improvements", "confidential")
"""The texts on the entry as a whole, each with readers of its own."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the judge says on one criterion: points, or a reason for having none, or nothing yet."""

    points: str | None = None
    """Decimal text on the scale of the criterion."""
    not_scored: str | None = None
    """A `NotScored` value; judges may only abstain, `not_applicable` is granted by organisers."""
    comment: str = ""

    @property
    def answered(self) -> bool:
        return self.points is not None or self.not_scored is not None

    @property
    def chosen(self) -> str:
        """Points, `abstained`, `not_applicable`, or nothing."""
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


def points_of(marks: Mapping[str, Mark], rubric: RubricSheet) -> dict[str, Fraction | NotScored]:
    """The answers by criterion key, exact and out of 100. Raises ValueError for points off a criterion's scale.

    Of marks on criteria of another rubric nothing is said.
    """
    percents = rubric.percents
    return {
        key: _value(key, mark, percents[key])
        for key, mark in marks.items()
        if mark.answered and key in percents
    }


def fitting(content: SheetInput, rubric: RubricSheet) -> SheetInput:
    """The sheet without points that the rubric's scales do not have: a draft may be older than its rubric."""
    off = off_scale(content.marks, rubric)
    if not off:
        return content
    kept = {key: replace(mark, points=None) if key in off else mark for key, mark in content.marks.items()}
    return replace(content, marks=kept)


def off_scale(marks: Mapping[str, Mark], rubric: RubricSheet) -> list[str]:
    """Keys of the criteria whose points do not lie on their scale."""
    percents = rubric.percents
    return [
        key
        for key, mark in marks.items()
        if mark.points is not None and key in percents and mark.points not in percents[key]
    ]


def scored_percent(points: Points, weights: Weights) -> str:
    """How much of the weight has points, in percent: `62.5`, `25`; rounded down, so that 50 is enough to lodge."""
    tenths = Decimal(int(share_scored(points, weights) * 1000))
    return f"{tenths.scaleb(-1).normalize():f}"


def _value(key: str, mark: Mark, percents: Mapping[str, Fraction]) -> Fraction | NotScored:
    if mark.points is None:
        if mark.not_scored in (ABSTAINED, NOT_APPLICABLE):
            return NotScored(mark.not_scored)
    elif mark.not_scored is None and mark.points in percents:
        return percents[mark.points]
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


def unexplained(sheet: SheetInput, rubric: RubricSheet) -> list[str]:
    """Keys of the criteria whose answer needs a comment and has none, in the rubric's order."""
    return [c.key for c in rubric.criteria if owes_comment(sheet.mark(c.key), c.comment)]


def owes_comment(mark: Mark, rule: CommentRule) -> bool:
    """Whether an answer needs a comment by its criterion's rule and has none; what does not apply needs none."""
    if mark.not_scored == NOT_APPLICABLE:
        return False
    return not mark.comment and rule.asks(mark.points, answered=mark.answered)
