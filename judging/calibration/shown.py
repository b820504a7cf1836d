"""The spread of an anchor as its pages show it, criterion by criterion. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

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

    @property
    def alike(self) -> list[tuple[str, Said | None, list[Given]]]:
        """The same, those who gave the same together: what they gave, its name, and each of them."""
        together = groupby(self.rows, key=lambda row: row[0].mark.chosen)
        return [
            (chosen, found[0][1], [given for given, _ in found])
            for chosen, rows in together
            for found in [list(rows)]
        ]


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
