"""The grid in which a judge lays their own scores side by side; nobody else's are in it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from awards.kit.i18n import Lang
from judging.rubrics.queries import RubricSheet
from judging.rubrics.scale import Scale
from judging.scorecards.listing import Line
from judging.scorecards.queries import MyMarks
from judging.scorecards.reading import Said, level_named, named
from judging.scorecards.sheet import EMPTY, FINISHED, Mark, plain_weights
from judging.scorecards.totals import entry_mean, round_half_up

FEW = 4
"""Finished sheets from which on the same points everywhere are worth a word."""
MOST_SHADE = 10
"""Of a cell with the highest points of its scale; the lowest have none."""


@dataclass(frozen=True, slots=True)
class Column:
    """One criterion."""

    key: str
    name: Said
    weight: str
    ends: str
    """`0–10`: of its scale."""
    mean: str
    """The judge's own over the finished sheets, one decimal; a dash where nothing has points."""
    always: str | None
    """What the judge gave on every finished sheet, where it is the same on `FEW` sheets or more."""


class Cell(NamedTuple):
    """One mark."""

    points: str | None
    not_scored: str | None
    shade: int | None
    """How far up its scale the points lie, from 0 to `MOST_SHADE`; none without points."""
    level: Said | None
    """The name of the level, on a scale of levels."""


class GridLine(NamedTuple):
    """One entry's row."""

    line: Line
    marks: tuple[Cell, ...]
    """In the order of the columns."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One category."""

    category: Said
    columns: tuple[Column, ...]
    lines: tuple[GridLine, ...]
    """The finished sheets."""
    unfinished: tuple[GridLine, ...]
    """Apart, in the same order: a total of some criteria says nothing beside one of all."""
    mean: str
    """Of the totals, two decimals; a dash where no sheet is finished."""


def grids(
    lines: Sequence[Line],
    rubrics: Mapping[uuid.UUID, RubricSheet],
    sheets: Mapping[uuid.UUID, MyMarks],
    lang: Lang,
    *,
    sort: str = "",
    descending: bool = False,
) -> list[Grid]:
    """A grid for each category in which a sheet was begun; `rubrics` by id, `sheets` by assignment.

    `sort` is `total`, a criterion's key, or nothing for the judge's own order; entries without that number stand
    last either way.
    """
    begun = [line for line in lines if line.entry.assignment_id in sheets]
    found = []
    for code in sorted({line.entry.category_code for line in begun}):
        own = [line for line in begun if line.entry.category_code == code]
        used = [rubrics[sheets[line.entry.assignment_id].rubric_id] for line in own]
        rubric = max(used, key=lambda rubric: rubric.version)
        rows = [_row(line, rubric, sheets[line.entry.assignment_id].marks, lang) for line in own]
        finished = [row for row in rows if row.line.state in FINISHED]
        weights = plain_weights(rubric)
        columns = tuple(
            Column(
                c.key, named(c, lang), weights[c.key], c.scale.ends, _mean(points, 1), always_given(points)
            )
            for i, c in enumerate(rubric.criteria)
            for points in [[row.marks[i].points for row in finished]]
        )
        whole, unfinished = (
            tuple(_sorted(part, rubric, sort, descending=descending))
            for part in (finished, [row for row in rows if row.line.state not in FINISHED])
        )
        mean = _mean([row.line.exact for row in finished], 2)
        found.append(Grid(own[0].category, columns, whole, unfinished, mean))
    return found


def _row(line: Line, rubric: RubricSheet, marks: Mapping[str, Mark], lang: Lang) -> GridLine:
    return GridLine(line, tuple(_cell(c.scale, marks.get(c.key, EMPTY), lang) for c in rubric.criteria))


def _cell(scale: Scale, mark: Mark, lang: Lang) -> Cell:
    # A draft may be older than the rubric: points off the scale have no place on it.
    placed = mark.points is not None and scale.contains(mark.points)
    shade = (
        round(scale.percent(mark.points) * MOST_SHADE / 100) if placed and mark.points is not None else None
    )
    return Cell(mark.points, mark.not_scored, shade, level_named(scale, mark.points, lang))


def always_given(points: Sequence[str | None]) -> str | None:
    """What all of `FEW` sheets or more have on a criterion, if it is the same."""
    given = set(points)
    return given.pop() if len(points) >= FEW and len(given) == 1 else None


def _sorted(rows: list[GridLine], rubric: RubricSheet, sort: str, *, descending: bool) -> list[GridLine]:
    keys = [criterion.key for criterion in rubric.criteria]
    if sort == "total":
        texts = [row.line.exact for row in rows]
    elif sort in keys:
        texts = [row.marks[keys.index(sort)].points for row in rows]
    else:
        return rows[::-1] if descending else rows
    known = [(Fraction(text), row) for text, row in zip(texts, rows, strict=True) if text is not None]
    known.sort(key=lambda pair: pair[0], reverse=descending)
    return [row for _, row in known] + [row for text, row in zip(texts, rows, strict=True) if text is None]


def _mean(numbers: Sequence[str | None], places: int) -> str:
    mean = entry_mean([Fraction(number) for number in numbers if number is not None])
    return "–" if mean is None else f"{round_half_up(mean, places)}"
