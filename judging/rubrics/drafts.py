"""Criteria before they are written: what a rubric is made from, and what is wrong with it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from awards.kit.errors import RuleBroken
from awards.kit.i18n import Bilingual, Message, msg
from awards.kit.templates import resource
from judging.rubrics.comments import FREE, CommentRule, CommentWhen
from judging.rubrics.scale import TEN, Scale, decimal, fault_of
from judging.rubrics.weights import Fault, WeightFault, WeightsRefused, parse_weights


@dataclass(frozen=True, slots=True)
class AnchorDraft:
    """What a number of points means, in words."""

    points: int
    text_ar: str
    text_en: str


@dataclass(frozen=True, slots=True)
class CriterionDraft:
    """A criterion as it is to be written. `key` names it for ever, in sheets, tallies and exports."""

    key: str
    name_ar: str
    name_en: str
    weight: str
    """Decimal text, e.g. `12.5`."""
    guidance_ar: str = ""
    guidance_en: str = ""
    anchors: tuple[AnchorDraft, ...] = ()
    scale: Scale = TEN
    comment: CommentRule = FREE
    may_not_apply: bool = False
    """Whether organisers may grant that it does not apply to an entry."""


def criteria_from_fixtures(category_code: str) -> tuple[CriterionDraft, ...]:
    """The criteria that the product ships for a category. Raises FileNotFoundError for another code."""
    path = resource("fixtures") / "rubrics" / f"{category_code}.toml"
    return tuple(_criterion(row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["criterion"])


def _criterion(row: Mapping[str, Any]) -> CriterionDraft:
    anchors = sorted((int(points), words) for points, words in row["anchors"].items())
    return CriterionDraft(
        key=row["key"],
        name_ar=row["name_ar"],
        name_en=row["name_en"],
        weight=row["weight"],
        guidance_ar=row["guidance_ar"],
        guidance_en=row["guidance_en"],
        anchors=tuple(AnchorDraft(points, words["ar"], words["en"]) for points, words in anchors),
    )


def check_criteria(criteria: Sequence[CriterionDraft]) -> None:
    """Raises RuleBroken unless keys differ, weights sum to exactly 100, and what is said of points lies on their scale."""
    keys = [criterion.key for criterion in criteria]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise RuleBroken(msg("The criterion %(key)s stands in the rubric more than once.", key=twice))
    try:
        parse_weights({criterion.key: criterion.weight for criterion in criteria})
    except WeightsRefused as refused:
        raise RuleBroken(_worded(refused.faults[0])) from refused
    for criterion in criteria:
        if fault := fault_of(criterion.scale) or _unscaled(criterion):
            raise RuleBroken(
                msg(
                    "%(criterion)s: %(fault)s",
                    criterion=Bilingual(criterion.name_ar, criterion.name_en),
                    fault=fault,
                )
            )


def _unscaled(criterion: CriterionDraft) -> Message | None:
    """What is said of points that nobody can give."""
    scale, comment = criterion.scale, criterion.comment
    points = [anchor.points for anchor in criterion.anchors]
    if len(set(points)) < len(points) or any(not scale.contains(str(value)) for value in points):
        return msg("Words stand beside points that the scale does not have.")
    if comment.when in (CommentWhen.BELOW, CommentWhen.ABOVE):
        if decimal(comment.points) != comment.points:
            return msg("Say below or above which points a remark is required.")
        if not any(comment.asks(value) for value in scale.values):
            return msg("No points of the scale lie there, so a remark would never be required.")
    return None


def _worded(fault: WeightFault) -> Message:
    match fault.fault:
        case Fault.NOT_A_NUMBER:
            return msg("The weight of the criterion %(key)s is not a number.", key=fault.criterion)
        case Fault.NOT_POSITIVE:
            return msg("The weight of the criterion %(key)s must be more than zero.", key=fault.criterion)
        case Fault.NOT_A_HUNDRED:
            return msg(
                "The weights must sum to exactly 100. They sum to %(total)s.",
                total=_decimal(fault.total or Fraction(0)),
            )


def _decimal(total: Fraction) -> str:
    """A sum of decimals, which is one itself, with all its digits."""
    return f"{(Decimal(total.numerator) / total.denominator).normalize():f}"
