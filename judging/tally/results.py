"""Counting: from the lodged sheets of a category to its ranking. Pure and exact."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.rubrics.scale import percents_of
from judging.rubrics.weights import Weights
from judging.scorecards.totals import (
    NotScored,
    entry_mean,
    exact_text,
    round_half_up,
    weighted_total,
)
from judging.tally.document import CategoryTally, CriterionLine, EntryLine, Named, ScoreLine, SheetLine
from judging.tally.ranking import Row, Standing, heaviest_first, one_after_another, ranking

SHOWN = 2
"""Decimals of a total as it is shown; ranks come from the exact one."""
Percents = Mapping[str, Mapping[str, Fraction]]
"""Criterion key → points that can be given → what they are out of 100."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A lodged sheet."""

    scorecard_id: uuid.UUID
    judge: str
    """Pseudonym."""
    scores: Sequence[ScoreLine]
    round: int = 1
    """1 for scoring, 2 for the final panel."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A submitted entry."""

    entry_id: uuid.UUID
    number: int
    title_ar: str
    title_en: str
    entrant_ar: str
    entrant_en: str
    partners: tuple[Named, ...] = ()
    sheets: Sequence[Sheet] = ()
    finalist: bool = False
    """It moved on to the final panel."""


@dataclass(frozen=True, slots=True)
class Contest:
    """A category before it is counted."""

    id: uuid.UUID
    code: str
    name_ar: str
    name_en: str
    places: int
    criteria: tuple[CriterionLine, ...]
    contenders: Sequence[Contender]


def count(contest: Contest, *, min_sheets: int, scoring_min_sheets: int | None = None) -> CategoryTally:
    """Totals of sheets, means of entries, ranks; equal totals are parted by the heaviest criterion, then the next.

    Finalists are ranked before all others, whatever the totals: they were read once more, and the others were not.
    They need `min_sheets`, the others `scoring_min_sheets` where that is something else.
    """
    weights = {c.key: Fraction(c.weight) for c in contest.criteria}
    percents = {c.key: percents_of(c.scale) for c in contest.criteria}
    ladder = heaviest_first(weights)
    contenders = {c.number: c for c in sorted(contest.contenders, key=lambda c: c.number)}
    sheets = {
        number: [_counted(number, s, weights, percents) for s in c.sheets] for number, c in contenders.items()
    }
    means = {number: _criterion_means(c.sheets) for number, c in contenders.items()}
    finalists: list[Standing[int]] = []
    others: list[Standing[int]] = []
    for number, lines in sheets.items():
        (finalists if contenders[number].finalist else others).append(
            Standing(number, entry_mean([Fraction(s.total_exact) for s in lines]), len(lines), means[number])
        )
    first = ranking(finalists, ladder=ladder, min_sheets=min_sheets)
    least = min_sheets if scoring_min_sheets is None else scoring_min_sheets
    rows = one_after_another(first, ranking(others, ladder=ladder, min_sheets=least))
    return CategoryTally(
        id=contest.id,
        code=contest.code,
        name_ar=contest.name_ar,
        name_en=contest.name_en,
        places=contest.places,
        ladder=tuple(ladder),
        criteria=contest.criteria,
        entries=tuple(_line(contenders[row.entry], row, sheets[row.entry], means[row.entry]) for row in rows),
    )


def sheet_total(sheet: Sheet, weights: Weights, percents: Percents) -> Fraction:
    """0–100. Raises ValueError for a sheet on which nothing is scored: such a sheet cannot be lodged."""
    points = {
        s.criterion: NotScored(s.not_scored or NotScored.NOT_SCORED)
        if s.points is None
        else percents[s.criterion][s.points]
        for s in sheet.scores
    }
    total = weighted_total(points, weights)
    if total is None:
        raise ValueError(f"nothing is scored on the lodged sheet {sheet.scorecard_id}")
    return total


def _counted(number: int, sheet: Sheet, weights: Weights, percents: Percents) -> SheetLine:
    total = sheet_total(sheet, weights, percents)
    return SheetLine(
        sheet=f"{number}-{sheet.judge}",
        judge=sheet.judge,
        scorecard_id=sheet.scorecard_id,
        scores=tuple(sheet.scores),
        total_exact=exact_text(total),
        total=_shown(total),
        round=sheet.round,
    )


def _criterion_means(sheets: Sequence[Sheet]) -> dict[str, Fraction]:
    points: defaultdict[str, list[Fraction]] = defaultdict(list)
    for sheet in sheets:
        for score in sheet.scores:
            if score.points is not None:
                points[score.criterion].append(Fraction(score.points))
    return {key: sum(values, Fraction(0)) / len(values) for key, values in points.items()}


def _line(
    contender: Contender, row: Row[int], sheets: Sequence[SheetLine], means: Mapping[str, Fraction]
) -> EntryLine:
    return EntryLine(
        entry_id=contender.entry_id,
        number=contender.number,
        title_ar=contender.title_ar,
        title_en=contender.title_en,
        entrant_ar=contender.entrant_ar,
        entrant_en=contender.entrant_en,
        partners=contender.partners,
        total_exact=None if row.total is None else exact_text(row.total),
        total=None if row.total is None else _shown(row.total),
        rank=row.rank,
        tied_with=row.tied_with,
        broken_by=row.broken_by,
        means={key: exact_text(mean) for key, mean in means.items()},
        sheets=tuple(sorted(sheets, key=lambda sheet: sheet.judge)),
        finalist=contender.finalist,
    )


def _shown(value: Fraction) -> str:
    return str(round_half_up(value, SHOWN))
