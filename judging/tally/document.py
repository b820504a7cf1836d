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

FORMAT = 1
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


def formula_for(scales: Iterable[Scale]) -> str:
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

    def entry(self, number: int) -> EntryLine | None:
        return next((e for e in self.entries if e.number == number), None)

    def ranked(self, rank: int) -> tuple[EntryLine, ...]:
        """The entries that share this rank; none where a tie above has skipped it."""
        return tuple(e for e in self.entries if e.rank == rank)

    def same_total(self, entry: EntryLine) -> tuple[EntryLine, ...]:
        """The ranked entries with the total of `entry`, itself among them; finalists among finalists."""
        if entry.rank is None or entry.total_exact is None:
            return (entry,)
        total = Fraction(entry.total_exact)
        return tuple(
            e
            for e in self.entries
            if e.rank is not None
            and e.finalist == entry.finalist
            and e.total_exact
            and Fraction(e.total_exact) == total
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
    """One tally. `method` is a `TallyMethod` value as text: a tally of a method that is no more can still be read."""

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

    def category(self, code: str) -> CategoryTally | None:
        return next((c for c in self.categories if c.code == code), None)


def to_json(document: Document) -> dict[str, Any]:
    """Plain JSON for the column. A cycle of one round is written as if there were no others."""
    plain: dict[str, Any] = msgspec.to_builtins(document)
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
    if plain.get("format") != FORMAT:
        raise UnknownFormat(f"this code reads tallies of format {FORMAT}, not {plain.get('format')!r}")
    return msgspec.convert(plain, Document)
