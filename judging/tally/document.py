"""The shape of a stored tally: everything that a result rests on, in names and exact numbers.

A tally is read back as it was written, whatever happened to the entries since; so names are copied into it.
Tallies of earlier versions of this code must be read for ever: a new field has a default, and where the meaning of one
changes, `FORMAT` is raised and `from_json` reads both.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import msgspec

from judging.rubrics.scale import TEN, Scale
from judging.scorecards.totals import round_half_up
from judging.tally.figures import CategoryFigures, EntryFigures, ModelLine, RulesLine

FORMAT = 2
READ = (1, 2)
"""Formats that can be read. The first knew one method, the mean, and nothing of how sure a rank is."""
SCORE_DECIMALS = 2
"""As a score is shown."""
FORMULA = (
    "sheet = 10 * sum(weight * points) / sum(weight), over the criteria that have points; "
    "entry = mean of its sheets; rank = 1 + entries with a greater total, equal totals parted by the greater mean "
    "of points on the first criterion of tie_break, then the next"
)
"""How tallies are counted that do not say it themselves: never changed. Another rule has words of its own, which
`compute_tally` gives to the document."""
FORMULA_OF_SCALES = (
    "sheet = 100 * sum(weight * (points - lowest) / (highest - lowest)) / sum(weight), over the criteria that have points, "
    "lowest and highest being those of each criterion's scale; "
    "entry = mean of its sheets; rank = 1 + entries with a greater total, equal totals parted by the greater mean "
    "of points on the first criterion of tie_break, then the next"
)
"""The same, for rubrics whose criteria are not all scored from 0 to 10; on those that are it gives the same totals."""


def formula_of_totals(scales: Iterable[Scale]) -> str:
    """How totals over criteria with these scales are counted."""
    return FORMULA if all(scale.ends == TEN.ends for scale in scales) else FORMULA_OF_SCALES


POOLED = (
    "; an entry with finalist true has the sheets of round 1 and round 2 together, and every ranked finalist stands "
    "before every other entry; the others have the sheets of round 1 and are ranked among themselves behind them"
)
LAST_ALONE = (
    "; an entry with finalist true has the sheets of round 2 alone, and every ranked finalist stands before every "
    "other entry; the others have the sheets of round 1 and are ranked among themselves behind them"
)
"""What is added to the formula where there was a final panel."""
BY_ADJUSTED = (
    "; with method adjusted, ranks and ties compare `compared` instead of the total: the entry's effect in "
    "sheet = entry + judge + noise, entries fixed and judges random, fitted by REML to all counted sheets of all "
    "categories together, rounded to nine decimals"
)
"""What is added to the formula where ranks follow the adjusted score."""
OWN_CRITERIA = (
    "; in a category with final_criteria, those and final_ladder stand for criteria and ladder "
    "wherever finalist is true"
)
"""And where the final panel had a rubric of its own."""


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion as it was weighted when the tally was counted."""

    key: str
    name_ar: str
    name_en: str
    weight: str
    """Decimal text; the weights of a category sum to 100."""
    scale: Scale = TEN
    """On which it was scored; tallies from before there were others say nothing of it."""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One criterion on one sheet: points, or why there are none."""

    criterion: str
    points: str | None
    """Decimal text on the scale of the criterion."""
    not_scored: str | None = None
    """Why there are no points: a `NotScored` value."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A lodged sheet with its total."""

    sheet: str
    """What the sheet is called in results and exports, `42-J07`: entry and judge."""
    judge: str
    """The judge's pseudonym, the same on all of their sheets of the round."""
    scorecard_id: uuid.UUID
    scores: tuple[ScoreLine, ...]
    total_exact: str
    """0–100, `121/2`."""
    total: str
    """Rounded half up, `60.50`."""
    round: int = 1
    """1 for scoring, 2 for the final panel."""


@dataclass(frozen=True, slots=True)
class Named:
    """An agency that took part, as it was called then."""

    name_ar: str
    name_en: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry with its result."""

    entry_id: uuid.UUID
    number: int
    title_ar: str
    title_en: str
    entrant_ar: str
    entrant_en: str
    partners: tuple[Named, ...]
    total_exact: str | None
    """Mean of the sheets' totals, 0–100; none without a sheet."""
    total: str | None
    rank: int | None
    """None: too few sheets."""
    tied_with: tuple[int, ...]
    """Numbers of the entries that share this rank after the whole ladder."""
    broken_by: str | None
    """Key of the criterion that parted this entry from others with the same total."""
    means: dict[str, str]
    """Criterion key → exact mean of the points given on it."""
    sheets: tuple[SheetLine, ...]
    """Those that count."""
    finalist: bool = False
    """It moved on to the final panel, and is ranked before those that did not."""
    compared: str | None = None
    """What its rank comes from where that is not the total: the adjusted score, decimal text of nine decimals."""
    figures: EntryFigures | None = None
    """None in tallies of format 1."""

    @property
    def score_exact(self) -> str | None:
        """What ranks and ties compare, for `Fraction`."""
        return self.total_exact if self.compared is None else self.compared

    @property
    def score(self) -> str | None:
        """The same as it is shown: rounded half up to two decimals."""
        return (
            self.total
            if self.compared is None
            else str(round_half_up(Fraction(self.compared), SCORE_DECIMALS))
        )


@dataclass(frozen=True, slots=True)
class CategoryTally:
    """A category with all of its entries, counted."""

    id: uuid.UUID
    code: str
    name_ar: str
    name_en: str
    places: int
    ladder: tuple[str, ...]
    """Keys of the criteria that part equal totals, first to last."""
    criteria: tuple[CriterionLine, ...]
    entries: tuple[EntryLine, ...]
    """By rank, the unranked last."""
    final_criteria: tuple[CriterionLine, ...] = ()
    """By which finalists were judged, where the final panel had a rubric of its own."""
    final_ladder: tuple[str, ...] = ()
    """Keys of those that part equal totals of finalists."""

    figures: CategoryFigures | None = None
    """None in tallies of format 1."""

    @property
    def adjusted(self) -> bool:
        """Whether its ranks follow the adjusted score."""
        return any(entry.compared is not None for entry in self.entries)

    @property
    def comparable(self) -> bool:
        """Whether the ranks compare like with like: by the adjusted score only where judges connect all entries."""
        return not self.adjusted or self.figures is None or self.figures.components <= 1

    def criteria_of(self, entry: EntryLine) -> tuple[CriterionLine, ...]:
        """The criteria of the sheets that count for an entry."""
        return self.final_criteria if entry.finalist and self.final_criteria else self.criteria

    def criteria_on(self, sheet: SheetLine) -> tuple[CriterionLine, ...]:
        """The criteria of one sheet."""
        return self.final_criteria if sheet.round > 1 and self.final_criteria else self.criteria

    def ladder_of(self, entry: EntryLine) -> tuple[str, ...]:
        """The keys of the criteria that part an entry from others with its total."""
        return self.final_ladder if entry.finalist and self.final_criteria else self.ladder

    @property
    def by_rubric(self) -> tuple[tuple[tuple[CriterionLine, ...], tuple[EntryLine, ...]], ...]:
        """Entries with the criteria that count for them: all together, or finalists apart from the others."""
        if not self.final_criteria:
            return ((self.criteria, self.entries),)
        return tuple(
            (criteria, tuple(entry for entry in self.entries if entry.finalist is finalist))
            for finalist, criteria in ((True, self.final_criteria), (False, self.criteria))
        )

    def entry(self, number: int) -> EntryLine | None:
        return next((e for e in self.entries if e.number == number), None)

    def ranked(self, rank: int) -> tuple[EntryLine, ...]:
        """The entries that share this rank; none where a tie above has skipped it."""
        return tuple(e for e in self.entries if e.rank == rank)

    def same_total(self, entry: EntryLine) -> tuple[EntryLine, ...]:
        """The ranked entries with the score of `entry`, itself among them; finalists among finalists."""
        if entry.rank is None or entry.score_exact is None:
            return (entry,)
        score = Fraction(entry.score_exact)
        return tuple(
            e
            for e in self.entries
            if e.rank is not None
            and e.finalist == entry.finalist
            and e.score_exact
            and Fraction(e.score_exact) == score
        )


@dataclass(frozen=True, slots=True)
class FinalLine:
    """How a cycle's final panel was counted."""

    pools: bool
    """Whether a finalist's sheets of both rounds count; else those of the final panel alone."""
    scoring_min_sheets: int
    """An entry that did not move on is ranked from so many sheets on."""


@dataclass(frozen=True, slots=True)
class Document:
    """One tally. `method` is a `Method` value as text: a tally of a method that is no more can still be read."""

    format: int
    round_id: uuid.UUID
    cycle: int
    method: str
    min_sheets: int
    categories: tuple[CategoryTally, ...]
    formula: str = FORMULA
    """How everything in it was counted, for whoever counts it again."""
    final: FinalLine | None = None
    """None in a cycle of one round."""
    rules: RulesLine | None = None
    """None in tallies of format 1, and so is the model; that is None too where no sheet was counted."""
    model: ModelLine | None = None

    def category(self, code: str) -> CategoryTally | None:
        return next((c for c in self.categories if c.code == code), None)


def to_json(document: Document) -> dict[str, Any]:
    """Plain JSON for the column. A cycle of one round is written as if there were no others."""
    plain: dict[str, Any] = msgspec.to_builtins(document)
    for category in plain["categories"]:
        if not category["final_criteria"]:
            del category["final_criteria"], category["final_ladder"]
    if document.final is None:
        del plain["final"]
        for category in plain["categories"]:
            for entry in category["entries"]:
                del entry["finalist"]
                for sheet in entry["sheets"]:
                    del sheet["round"]
    return plain


class UnknownFormat(ValueError):
    """A tally that was written by a later version of this code."""


def from_json(plain: dict[str, Any]) -> Document:
    """Raises UnknownFormat, and msgspec.ValidationError for what is not a tally's document."""
    if plain.get("format") not in READ:
        raise UnknownFormat(f"this code reads tallies of the formats {READ}, not {plain.get('format')!r}")
    return msgspec.convert(plain, Document)
