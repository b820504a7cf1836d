"""The marks of a sheet as they are read back, one row for each criterion."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from awards.kit.i18n import Lang
from judging.rubrics.queries import RubricSheet
from judging.rubrics.scale import Scale
from judging.scorecards.reading import Said, level_named, named
from judging.scorecards.sheet import REMARKS, Mark, SheetInput, plain_weights


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A criterion and the mark on it."""

    key: str
    name: Said
    weight: str
    mark: Mark
    scale: Scale
    level: Said | None = None
    """The name of the level that was given, on a scale of levels."""


def given_rows(rubric: RubricSheet, saved: SheetInput, lang: Lang) -> list[GivenRow]:
    """A row for every criterion of the rubric, also those without a mark, in its order."""
    weights = plain_weights(rubric)
    return [
        GivenRow(
            criterion.key,
            named(criterion, lang),
            weights[criterion.key],
            mark,
            criterion.scale,
            level_named(criterion.scale, mark.points, lang),
        )
        for criterion in rubric.criteria
        for mark in [saved.mark(criterion.key)]
    ]


class Difference(NamedTuple):
    """A field of which two versions stand side by side."""

    field: str
    part: str
    """`points`, `comment`, or the name of a remark."""
    criterion: Said | None
    """None for a remark, and for a criterion that the rubric no longer has."""
    mine: str
    saved: str
    scale: Scale | None = None
    """Of the criterion."""

    @property
    def gone(self) -> bool:
        """Written on a criterion that is scored no longer: it can only be copied."""
        return self.criterion is None and self.part in ("points", "comment")

    @property
    def both(self) -> str:
        """Both texts, one below the other; nothing where there is only one, or for points."""
        return f"{self.saved}\n\n{self.mine}" if self.part != "points" and self.mine and self.saved else ""


def differences(
    fields: Collection[str],
    typed: Mapping[str, str],
    saved: Mapping[str, str],
    rubric: RubricSheet,
    lang: Lang,
) -> list[Difference]:
    """The `fields` of a sheet, in the order of its form."""
    order = [f"{part}.{criterion.key}" for criterion in rubric.criteria for part in ("points", "comment")]
    known = [name for name in (*order, *REMARKS) if name in fields]
    rows = []
    for name in (*known, *sorted(set(fields) - set(known))):
        part, _, key = name.partition(".")
        criterion = rubric.by_key.get(key)
        heading = named(criterion, lang) if criterion else None
        scale = criterion.scale if criterion else None
        rows.append(Difference(name, part, heading, typed.get(name, ""), saved.get(name, ""), scale))
    return rows
