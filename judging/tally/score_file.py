"""A file of scores, as anyone may have it: CSV with a total, or one criterion's points, on each row. Pure.

The columns are `entry,judge,score` or `entry,judge,criterion,score`, optionally `category`, in any order; others are
left alone. An empty score is an abstention; a criterion that only some sheets of a category have a row for is an error.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from judging.scorecards.totals import enough_scored, share_scored, weighted_total
from judging.tally.statistics.design import Sheet
from judging.tally.statistics.sign import Sign, SignKind

_SCORE = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,12})?")
"""ASCII, at most 12 digits on either side of the point; no exponent, no thousands."""
_LEAST, _MOST = Decimal("1e-30"), 10**12
"""Of a weight, which lies between: as a fraction 1e-999999999 fills all memory."""
_NEEDED = ("entry", "judge", "score")
_KNOWN = frozenset({*_NEEDED, "category", "criterion"})


class BadFile(ValueError):
    """What is wrong with a file and where: `row` counts from 1, the header; None where the whole is meant."""

    def __init__(self, reason: str, row: int | None = None, column: str | None = None) -> None:
        place = ", ".join(
            [*([f"row {row}"] if row is not None else []), *([f"column {column}"] if column else [])]
        )
        super().__init__(f"{place}: {reason}" if place else reason)
        self.row, self.column, self.reason = row, column, reason


@dataclass(frozen=True, slots=True)
class Scores:
    """What a file says: sheets that count, every entry's category, and the sheets that do not count, by category."""

    sheets: tuple[Sheet, ...]
    category_of: Mapping[str, str | None]
    signs: Mapping[str | None, Sequence[Sign]] = field(default_factory=dict)
    abstentions: int = 0
    """Rows whose score is empty."""


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    entry: str
    judge: str
    score: Fraction | None
    criterion: str | None
    category: str | None


def read_scores(content: bytes, weights: Mapping[str, Fraction] | None = None) -> Scores:
    """The scores of a UTF-8 file; with a column `criterion`, each sheet's total is weighted by `weights`.

    Raises BadFile at the first row that cannot be counted: none is left out in silence.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile("this is no UTF-8 text", content.count(b"\n", 0, error.start) + 1) from error
    category_of: dict[str, str | None] = {}
    points: dict[tuple[str, str], dict[str | None, Fraction | None]] = {}
    begins: dict[tuple[str, str], int] = {}
    for row in _rows(text, weights):
        if category_of.setdefault(row.entry, row.category) != row.category:
            other = category_of[row.entry]
            raise BadFile(f"{row.entry} was under {other!r} before", row.number, "category")
        given = points.setdefault((row.entry, row.judge), {})
        if row.criterion in given:
            on = f" on {row.criterion}" if row.criterion else ""
            raise BadFile(f"{row.judge} scored {row.entry}{on} before", row.number, "judge")
        given[row.criterion] = row.score
        begins.setdefault((row.entry, row.judge), row.number)
    if not category_of:
        raise BadFile("there is no score in it")
    abstentions = sum(score is None for given in points.values() for score in given.values())
    if weights is None:
        totals = ((*key, given[None]) for key, given in points.items())
        sheets = tuple(Sheet(entry, judge, total) for entry, judge, total in totals if total is not None)
        return Scores(sheets, category_of, abstentions=abstentions)
    _every_criterion(points, category_of, begins)
    sheets, signs = _weighted(points, category_of, weights)
    return Scores(sheets, category_of, signs, abstentions)


def _every_criterion(
    points: Mapping[tuple[str, str], Mapping[str | None, Fraction | None]],
    category_of: Mapping[str, str | None],
    begins: Mapping[tuple[str, str], int],
) -> None:
    """Raises BadFile for the first sheet without a row for a criterion that others of its category have.

    Its total would rise or fall by what is not there, and nobody would know; who abstains leaves the score empty.
    """
    asked: dict[str | None, dict[str | None, None]] = {}
    for (entry, _), given in points.items():
        asked.setdefault(category_of[entry], {}).update(dict.fromkeys(given))
    for (entry, judge), given in points.items():
        for criterion in asked[category_of[entry]]:
            if criterion not in given:
                raise BadFile(
                    f"{judge} has no row on {entry} for {criterion}, which other sheets have;"
                    " an empty score is an abstention",
                    begins[entry, judge],
                    "criterion",
                )


def _weighted(
    points: Mapping[tuple[str, str], Mapping[str | None, Fraction | None]],
    category_of: Mapping[str, str | None],
    weights: Mapping[str, Fraction],
) -> tuple[tuple[Sheet, ...], dict[str | None, list[Sign]]]:
    """Totals over the criteria that were scored; a sheet with less than half of the weight does not count."""
    sheets: list[Sheet] = []
    signs: dict[str | None, list[Sign]] = {}
    for (entry, judge), given in points.items():
        scored = {criterion: value for criterion, value in given.items() if criterion and value is not None}
        total = weighted_total(scored, weights)
        if total is None:
            continue
        if enough_scored(scored, weights):
            sheets.append(Sheet(entry, judge, total))
        else:
            sign = Sign(SignKind.THIN_SHEET, entry, judge, float(share_scored(scored, weights)))
            signs.setdefault(category_of[entry], []).append(sign)
    for found in signs.values():
        found.sort(key=lambda sign: (sign.entry or "", sign.judge or ""))
    return tuple(sheets), signs


def _rows(text: str, weights: Mapping[str, Fraction] | None) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        number, place = 1, _places(header, weights)
        for number, cells in enumerate(reader, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise BadFile(f"{len(cells)} cells under {len(header)} columns", number)
            yield _row(number, {name: cells[at].strip() for name, at in place.items()}, weights)
    except csv.Error as error:
        raise BadFile(f"this is no CSV: {error}", number + 1) from error


def _places(header: Sequence[str], weights: Mapping[str, Fraction] | None) -> dict[str, int]:
    if not any(header):
        raise BadFile("there is nothing in it")
    if len(header) == 1 and (other := re.search(r"[;\t|]", header[0])):
        raise BadFile(f"cells are parted by commas, and here by {other[0]!r}", 1)
    for name in _NEEDED:
        if name not in header:
            raise BadFile(f"this column is missing; {_expected(by_criterion=weights is not None)}", 1, name)
    for name in sorted(_KNOWN):
        if header.count(name) > 1:
            raise BadFile("this column is there twice", 1, name)
    if "criterion" in header and weights is None:
        raise BadFile("points by criterion need --weights", 1, "criterion")
    if weights is not None and "criterion" not in header:
        raise BadFile(f"this column is missing; with weights {_expected(by_criterion=True)}", 1, "criterion")
    return {name: header.index(name) for name in _KNOWN if name in header}


def _expected(*, by_criterion: bool) -> str:
    columns = "entry,judge,criterion,score" if by_criterion else "entry,judge,score"
    return f"the columns are {columns}, one score on each row, and category if there are several"


def _row(number: int, cells: Mapping[str, str], weights: Mapping[str, Fraction] | None) -> _Row:
    for name in ("entry", "judge", "criterion", "category"):
        if name in cells and not cells[name]:
            raise BadFile("this is empty", number, name)
    criterion = cells.get("criterion")
    if weights is not None and criterion not in weights:
        raise BadFile(f"{criterion!r} has no weight", number, "criterion")
    score = cells["score"]
    if score and not _SCORE.fullmatch(score):
        raise BadFile(
            f"{score!r} is no score: a decimal of at most 12 digits on either side of the point",
            number,
            "score",
        )
    return _Row(
        number,
        cells["entry"],
        cells["judge"],
        Fraction(score) if score else None,
        criterion,
        cells.get("category"),
    )


def read_weights(content: bytes) -> dict[str, Fraction]:
    """`{"criterion": weight}` of a JSON file, exact; each above 0. Raises BadFile."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        for name in names:
            if names.count(name) > 1:
                raise BadFile(f"{name!r} has two weights")
        return dict(pairs)

    try:
        found = json.loads(content.decode("utf-8-sig"), parse_float=Decimal, object_pairs_hook=once)
    except BadFile:
        raise
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise BadFile(f"this is no JSON: {error}") from error
    if not isinstance(found, dict) or not found:
        raise BadFile('this is not {"criterion": weight, …}')
    weights: dict[str, Fraction] = {}
    for name, value in found.items():
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not _LEAST < value < _MOST:
            raise BadFile(f"{name!r} needs a weight above 0, as a number")
        weights[name] = Fraction(value)
    return weights
