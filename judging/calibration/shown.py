"""The spread of an anchor as its pages show it, criterion by criterion. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from awards.kit.i18n import Lang
from judging.calibration.queries import Marks
from judging.calibration.spread import Given, Spread, spread
from judging.rubrics.queries import RubricSheet
from judging.rubrics.scale import Scale
from judging.scorecards.reading import Said, level_named, named
from judging.scorecards.sheet import EMPTY


@dataclass(frozen=True, slots=True)
class CriterionSpread:
    """A criterion with what its judges gave."""

    name: Said
    scale: Scale
    spread: Spread
    rows: tuple[tuple[Given, Said | None], ...]
    """Each mark, with the name of its level on a scale of levels."""


def criteria_of(
    rubric: RubricSheet, sheets: Sequence[Marks], own: Marks | None, lang: Lang
) -> list[CriterionSpread]:
    """`own` is one of `sheets`, the reader's, by identity; nothing tells whose the others are."""
    shown = []
    for criterion in rubric.criteria:
        marks = [(sheet.get(criterion.key, EMPTY), sheet is own) for sheet in sheets]
        found = spread(marks, criterion.scale)
        rows = tuple((one, level_named(criterion.scale, one.mark.points, lang)) for one in found.given)
        shown.append(CriterionSpread(named(criterion, lang), criterion.scale, found, rows))
    return shown
