"""The marks of a sheet as they are read back, one row for each criterion."""

from dataclasses import dataclass

from awards.kit.i18n import Lang
from judging.rubrics.queries import RubricSheet
from judging.scorecards.reading import Said, named
from judging.scorecards.sheet import EMPTY, REMARKS, Mark, SheetInput, plain_weights


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A criterion and the mark on it."""

    key: str
    name: Said
    weight: str
    mark: Mark
    typed: Mark
    """What stands on the page of a refused save, beside the `mark` that is saved."""


def given_rows(
    rubric: RubricSheet, saved: SheetInput, lang: Lang, typed: SheetInput | None = None
) -> list[GivenRow]:
    """A row for every criterion of the rubric, also those without a mark, in its order."""
    weights = plain_weights(rubric)
    return [
        GivenRow(
            criterion.key,
            named(criterion, lang),
            weights[criterion.key],
            saved.mark(criterion.key),
            typed.mark(criterion.key) if typed else EMPTY,
        )
        for criterion in rubric.criteria
    ]


def as_fields(content: SheetInput, rubric: RubricSheet) -> dict[str, str]:
    """A sheet as its form would post it."""
    fields: dict[str, str] = {name: getattr(content, name) for name in REMARKS}
    for criterion in rubric.criteria:
        mark = content.mark(criterion.key)
        fields[f"points.{criterion.key}"] = mark.chosen
        fields[f"comment.{criterion.key}"] = mark.comment
    return fields
