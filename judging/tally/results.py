"""Counting: from the lodged sheets of a category to its ranking. Pure and exact."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from judging.rounds.method.rules import Ladder
from judging.rubrics.scale import percents_of
from judging.rubrics.weights import Weights
from judging.scorecards.totals import (
    entry_mean,
    exact_text,
    round_half_up,
    weighted_total,
)
from judging.tally.document import CategoryTally, CriterionLine, EntryLine, Named, ScoreLine, SheetLine
from judging.tally.figures import CategoryFigures, EntryFigures
from judging.tally.ranking import Row, Standing, one_after_another, ranking

SCORING, FINAL = 1, 2
"""The rounds of the sheets that a document holds; one of a first reading alone has them as those of scoring."""
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
    round: int = SCORING
    total: Fraction | None = None
    """Where the total is all that is known; else it is made of the scores."""


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
    final_criteria: tuple[CriterionLine, ...] = ()
    """Of finalists, where the final panel alone counts and has a rubric of its own."""


@dataclass(frozen=True, slots=True)
class _Book:
    """Criteria as they are counted with."""

    weights: Weights
    percents: Percents
    ladder: tuple[str, ...]


def _book(criteria: Sequence[CriterionLine], ladder: Ladder) -> _Book:
    weights = {c.key: Fraction(c.weight) for c in criteria}
    return _Book(weights, {c.key: percents_of(c.scale) for c in criteria}, tuple(ladder.keys(weights)))


@dataclass(frozen=True, slots=True)
class Least:
    """From how many sheets on an entry is ranked: in the deciding round, and in the one before it if there was one."""

    sheets: int
    in_scoring: int | None = None
    """For entries that did not move on; None: the same."""


class Counting:
    """A category with its sheets counted; what is left to say is by what its entries are ranked."""

    def __init__(self, contest: Contest, ladder: Ladder) -> None:
        self.contest = contest
        self.book = _book(contest.criteria, ladder)
        self.final_book = _book(contest.final_criteria or contest.criteria, ladder)
        self.contenders = {c.number: c for c in sorted(contest.contenders, key=lambda c: c.number)}
        self.sheets = {
            number: [_counted(number, s, self.final_book if c.finalist else self.book) for s in c.sheets]
            for number, c in self.contenders.items()
        }
        self.totals = {
            number: entry_mean([Fraction(s.total_exact) for s in lines])
            for number, lines in self.sheets.items()
        }
        self.means = {number: _criterion_means(c.sheets) for number, c in self.contenders.items()}

    def rows(self, least: Least, scores: Mapping[int, Fraction | None]) -> list[Row[int]]:
        """The entries ranked by these scores, equal ones parted by the ladder.

        Finalists are ranked before all others, whatever the scores: they were read once more, and the others were not.
        """
        standings: dict[bool, list[Standing[int]]] = {True: [], False: []}
        for number, contender in self.contenders.items():
            standings[contender.finalist].append(
                Standing(number, scores[number], len(self.sheets[number]), self.means[number])
            )
        others = least.sheets if least.in_scoring is None else least.in_scoring
        return one_after_another(
            ranking(standings[True], ladder=self.final_book.ladder, min_sheets=least.sheets),
            ranking(standings[False], ladder=self.book.ladder, min_sheets=others),
        )

    def tally(
        self,
        rows: Sequence[Row[int]],
        compared: Mapping[int, str] | None = None,
        entries: Mapping[int, EntryFigures] | None = None,
        figures: CategoryFigures | None = None,
    ) -> CategoryTally:
        """As it is stored; `compared` is what `rows` are ranked by where that is not the total."""
        contest = self.contest
        return CategoryTally(
            id=contest.id,
            code=contest.code,
            name_ar=contest.name_ar,
            name_en=contest.name_en,
            places=contest.places,
            ladder=self.book.ladder,
            criteria=contest.criteria,
            entries=tuple(
                replace(
                    _line(
                        self.contenders[row.entry],
                        row,
                        self.totals[row.entry],
                        self.sheets[row.entry],
                        self.means[row.entry],
                    ),
                    compared=(compared or {}).get(row.entry),
                    figures=(entries or {}).get(row.entry),
                )
                for row in rows
            ),
            final_criteria=contest.final_criteria,
            final_ladder=self.final_book.ladder if contest.final_criteria else (),
            figures=figures,
        )


def count(
    contest: Contest,
    *,
    min_sheets: int,
    scoring_min_sheets: int | None = None,
    ladder: Ladder = Ladder.CRITERIA,
) -> CategoryTally:
    """Totals of sheets, means of entries, ranks by them; without the statistics of the round (`counted.py`)."""
    counting = Counting(contest, ladder)
    return counting.tally(counting.rows(Least(min_sheets, scoring_min_sheets), counting.totals))


def leaving_out(contest: Contest, cards: Collection[uuid.UUID]) -> Contest:
    """The same contest as if these scorecards did not count."""
    if not cards:
        return contest
    contenders = [
        replace(one, sheets=[sheet for sheet in one.sheets if sheet.scorecard_id not in cards])
        for one in contest.contenders
    ]
    return replace(contest, contenders=contenders)


def sheet_total(sheet: Sheet, weights: Weights, percents: Percents) -> Fraction:
    """0–100. Raises ValueError for a sheet on which nothing is scored: such a sheet cannot be lodged."""
    if sheet.total is not None:
        return sheet.total
    points = {s.criterion: percents[s.criterion][s.points] for s in sheet.scores if s.points is not None}
    total = weighted_total(points, weights)
    if total is None:
        raise ValueError(f"nothing is scored on the lodged sheet {sheet.scorecard_id}")
    return total


def _counted(number: int, sheet: Sheet, book: _Book) -> SheetLine:
    total = sheet_total(sheet, book.weights, book.percents)
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
    contender: Contender,
    row: Row[int],
    total: Fraction | None,
    sheets: Sequence[SheetLine],
    means: Mapping[str, Fraction],
) -> EntryLine:
    return EntryLine(
        entry_id=contender.entry_id,
        number=contender.number,
        title_ar=contender.title_ar,
        title_en=contender.title_en,
        entrant_ar=contender.entrant_ar,
        entrant_en=contender.entrant_en,
        partners=contender.partners,
        total_exact=None if total is None else exact_text(total),
        total=None if total is None else _shown(total),
        rank=row.rank,
        tied_with=row.tied_with,
        broken_by=row.broken_by,
        means={key: exact_text(mean) for key, mean in means.items()},
        sheets=tuple(sorted(sheets, key=lambda sheet: sheet.judge)),
        finalist=contender.finalist,
    )


def _shown(value: Fraction) -> str:
    return str(round_half_up(value, SHOWN))
