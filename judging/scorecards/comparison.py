"""The grid in which a judge lays their own scores side by side; nobody else's are in it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.blinding.judge_view import JudgeView
from judging.rubrics.queries import RubricSheet
from judging.scorecards.listing import Line
from judging.scorecards.sheet import EMPTY, Mark
from judging.scorecards.totals import entry_mean, round_half_up


@dataclass(frozen=True, slots=True)
class GridLine:
    line: Line
    marks: tuple[Mark, ...]
    """In the rubric's order."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One category."""

    category: JudgeView
    """Any entry of it, for its names."""
    rubric: RubricSheet
    lines: tuple[GridLine, ...]
    means: tuple[str, ...]
    """The judge's own mean of each criterion, one decimal; a dash where nothing has points."""


def grids(
    lines: Sequence[Line],
    rubrics: Mapping[uuid.UUID, RubricSheet],
    marks: Mapping[uuid.UUID, Mapping[str, Mark]],
    *,
    sort: str = "",
    descending: bool = False,
) -> list[Grid]:
    """A grid for each category; `rubrics` by category, `marks` by assignment.

    `sort` is `total`, a criterion's key, or nothing for the judge's own order; entries without that number stand
    last either way.
    """
    found = []
    for code in sorted({line.entry.category_code for line in lines}):
        own = [line for line in lines if line.entry.category_code == code]
        rubric = rubrics[own[0].entry.category_id]
        rows = [_row(line, rubric, marks.get(line.entry.assignment_id, {})) for line in own]
        ordered = _sorted(rows, rubric, sort, descending=descending)
        means = tuple(_mean([row.marks[i] for row in rows]) for i in range(len(rubric.criteria)))
        found.append(Grid(own[0].entry, rubric, tuple(ordered), means))
    return found


def _row(line: Line, rubric: RubricSheet, marks: Mapping[str, Mark]) -> GridLine:
    return GridLine(line, tuple(marks.get(criterion.key, EMPTY) for criterion in rubric.criteria))


def _sorted(rows: list[GridLine], rubric: RubricSheet, sort: str, *, descending: bool) -> list[GridLine]:
    keys = [criterion.key for criterion in rubric.criteria]
    if sort == "total":
        numbers = [None if row.line.exact is None else Fraction(row.line.exact) for row in rows]
    elif sort in keys:
        points = [row.marks[keys.index(sort)].points for row in rows]
        numbers = [None if text is None else Fraction(text) for text in points]
    else:
        return rows[::-1] if descending else rows
    known = [(number, row) for number, row in zip(numbers, rows, strict=True) if number is not None]
    known.sort(key=lambda pair: pair[0], reverse=descending)
    unknown = [row for number, row in zip(numbers, rows, strict=True) if number is None]
    return [row for _, row in known] + unknown


def _mean(marks: Sequence[Mark]) -> str:
    mean = entry_mean([Fraction(mark.points) for mark in marks if mark.points is not None])
    return "–" if mean is None else f"{round_half_up(mean, 1)}"
