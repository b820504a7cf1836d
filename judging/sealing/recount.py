"""Results counted again from sealed sheets, by the rules of the tally itself. Pure.

Whatever has not the shape of what was sealed raises the usual errors of reading it: `holding` says which member it was.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any
from uuid import UUID

import msgspec

from judging.rounds.method.rules import Method
from judging.rubrics.scale import Scale
from judging.rubrics.weights import parse_weights
from judging.scorecards.receipt import verify
from judging.sealing.archive import DoesNotHold
from judging.tally.counted import count_contests, formula_for
from judging.tally.document import (
    CategoryTally,
    CriterionLine,
    Document,
    EntryLine,
    ScoreLine,
    SheetLine,
    from_json,
)
from judging.tally.results import Contender, Contest, Least, Sheet, count
from judging.tally.trying import rules_in

NO_NAMES = {"title_ar": "", "title_en": "", "entrant_ar": "", "entrant_en": "", "partners": []}
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
_MILLIONTH = Fraction(1, 1_000_000)
LEFT_OUT = frozenset(
    {"replaced", "entry_out", "assignment_ended", "reopened", "first_reading", "other_round"}
)


@dataclass(frozen=True, slots=True)
class Rubric:
    """One version of a category's criteria."""

    id: str
    category: str
    version: int
    criteria: tuple[CriterionLine, ...]


@dataclass(frozen=True, slots=True)
class Lodged:
    """One receipt, with the sheet that it was given for."""

    round: int
    entry: int
    judge: str
    receipt: str
    salt: str
    sheet: Mapping[str, Any]
    left_out: str | None
    """Why it does not count."""

    @property
    def name(self) -> str:
        return f"{self.entry}-{self.judge}"


def rubrics_of(plain: Sequence[Mapping[str, Any]]) -> dict[str, Rubric]:
    """By id. Raises WeightsRefused where weights do not sum to 100."""
    rubrics = {}
    for one in plain:
        criteria = tuple(msgspec.convert(criterion, CriterionLine) for criterion in one["criteria"])
        parse_weights({criterion.key: criterion.weight for criterion in criteria})
        rubrics[one["id"]] = Rubric(one["id"], one["category"], one["version"], criteria)
    return rubrics


def sheets_of(plain: Sequence[Mapping[str, Any]], rubrics: Mapping[str, Rubric]) -> list[Lodged]:
    """Every sheet, each the one that its receipt was given for, on a rubric that is sealed too. Raises DoesNotHold."""
    sheets = [msgspec.convert(line, Lodged) for line in plain]
    last = {sheet.sheet["scorecard"]: sheet for sheet in sheets if sheet.left_out != "replaced"}
    for sheet in sheets:
        if not verify(sheet.sheet, bytes.fromhex(sheet.salt), sheet.receipt):
            raise DoesNotHold(
                f"receipts: sheet {sheet.name} is not the one that {sheet.receipt} was given for"
            )
        if sheet.left_out is not None and sheet.left_out not in LEFT_OUT:
            raise DoesNotHold(f"receipts: sheet {sheet.name} is left out without a reason")
        if sheet.left_out == "replaced" and sheet.sheet["scorecard"] not in last:
            raise DoesNotHold(f"receipts: sheet {sheet.name} is said to be replaced, and is not")
        rubric = rubrics.get(sheet.sheet["rubric"]["id"])
        if rubric is None or rubric.version != sheet.sheet["rubric"]["version"]:
            raise DoesNotHold(f"rubrics: that of sheet {sheet.name} is missing")
        said = [(mark["criterion"], Fraction(mark["weight"])) for mark in sheet.sheet["marks"]]
        if said != [(criterion.key, Fraction(criterion.weight)) for criterion in rubric.criteria]:
            raise DoesNotHold(f"rubrics: sheet {sheet.name} was lodged with other weights")
    cards = [sheet.sheet["scorecard"] for sheet in sheets if sheet.left_out is None]
    if len(cards) != len(set(cards)) or len({sheet.receipt for sheet in sheets}) != len(sheets):
        raise DoesNotHold("receipts: a sheet is there twice")
    return sheets


def document_in(plain: Mapping[str, Any]) -> Document:
    """The sealed tally, without whose entries they are."""
    categories = [
        {**category, "entries": [{**entry, **NO_NAMES} for entry in category["entries"]]}
        for category in plain["categories"]
    ]
    return from_json({**plain, "categories": categories})


def recounted(document: Document, rubrics: Mapping[str, Rubric], sheets: Sequence[Lodged]) -> list[str]:
    """A line for each thing that comes out the same. Raises DoesNotHold at the first that does not."""
    counting: defaultdict[int, list[Lodged]] = defaultdict(list)
    for sheet in sheets:
        if sheet.left_out is None:
            counting[sheet.entry].append(sheet)
    known = {entry.number for category in document.categories for entry in category.entries}
    if strange := set(counting) - known:
        raise DoesNotHold(f"totals: entry {min(strange)} has sheets that count, and no result")
    contests = [_contest(category, rubrics, counting) for category in document.categories]
    again = _again(document, contests)
    if document.formula != again.formula:
        raise DoesNotHold("method: the formula is not that by which this method counts")
    for said, counted in zip(document.categories, again.categories, strict=True):
        _compare(said, counted)
    if not _alike(msgspec.to_builtins(document.model), msgspec.to_builtins(again.model)):
        raise DoesNotHold("figures: the model of the round does not come out as it was sealed")
    return _told(document, sum(len(found) for found in counting.values()))


def _again(document: Document, contests: Sequence[Contest]) -> Document:
    """The document as it is counted from these contests, by its own method and rules."""
    least = Least(document.min_sheets, None if document.final is None else document.final.scoring_min_sheets)
    if document.rules is None:  # from before there was a choice
        categories = tuple(
            count(contest, min_sheets=least.sheets, scoring_min_sheets=least.in_scoring)
            for contest in contests
        )
        formula = formula_for(contests, Method.MEAN, document.final)
        return replace(document, categories=categories, formula=formula, model=None)
    rules = rules_in(document)
    counted = count_contests(contests, rules, least=least)
    formula = formula_for(contests, rules.method, document.final)
    return replace(document, categories=counted.categories, formula=formula, model=counted.model)


def _told(document: Document, sheets: int) -> list[str]:
    entries = [entry for category in document.categories for entry in category.entries]
    parted = sum(entry.broken_by is not None for entry in entries)
    shared = sum(bool(entry.tied_with) for entry in entries)
    unranked = sum(entry.rank is None for entry in entries)
    version = f", version {document.rules.version}" if document.rules else ""
    ranked = (
        f"ranking: {len(document.categories)} categories are ranked as sealed by the method “{document.method}”{version}; "
        f"{parted} entries were parted by a tie-break, {shared} share a rank, {unranked} are not ranked"
    )
    return [
        f"totals: {sheets} sheets and {len(entries)} entries come to exactly the sealed totals",
        ranked,
    ]


def _contest(
    category: CategoryTally, rubrics: Mapping[str, Rubric], counting: Mapping[int, Sequence[Lodged]]
) -> Contest:
    for entry in category.entries:
        for sheet in counting.get(entry.number, ()):
            rubric = rubrics[sheet.sheet["rubric"]["id"]]
            if rubric.category != category.code or _said(rubric.criteria) != _said(
                category.criteria_of(entry)
            ):
                raise DoesNotHold(f"rubrics: category {category.code} was counted by other criteria")
    return Contest(
        id=category.id,
        code=category.code,
        name_ar=category.name_ar,
        name_en=category.name_en,
        places=category.places,
        criteria=category.criteria,
        contenders=[_contender(entry, counting.get(entry.number, ())) for entry in category.entries],
        final_criteria=category.final_criteria,
    )


def _said(criteria: Iterable[CriterionLine]) -> list[tuple[str, str, Scale]]:
    return [(criterion.key, criterion.weight, criterion.scale) for criterion in criteria]


def _contender(entry: EntryLine, sheets: Sequence[Lodged]) -> Contender:
    return Contender(
        entry_id=entry.entry_id,
        number=entry.number,
        title_ar="",
        title_en="",
        entrant_ar="",
        entrant_en="",
        sheets=[
            Sheet(UUID(one.sheet["scorecard"]), one.judge, _scores(one.sheet["marks"]), one.round)
            for one in sheets
        ],
        finalist=entry.finalist,
    )


def _scores(marks: Sequence[Mapping[str, Any]]) -> list[ScoreLine]:
    return [ScoreLine(mark["criterion"], mark["points"], mark["not_scored"]) for mark in marks]


def _compare(said: CategoryTally, again: CategoryTally) -> None:
    """Sheet by sheet, entry by entry, then the whole."""
    counted = {entry.number: entry for entry in again.entries}
    for entry in said.entries:
        other = counted[entry.number]
        for sheet, sheet_again in _pairs(entry, other):
            if sheet != sheet_again:
                raise DoesNotHold(
                    f"totals: sheet {sheet.sheet} of {said.code} comes to {sheet_again.total_exact}, not {sheet.total_exact}"
                )
        if entry.total_exact != other.total_exact:
            raise DoesNotHold(
                f"totals: entry {entry.number} of {said.code} comes to {other.total_exact}, not {entry.total_exact}"
            )
        if not _alike(entry.compared, other.compared):
            raise DoesNotHold(
                f"ranking: entry {entry.number} of {said.code} has the score {other.compared}, not {entry.compared}"
            )
        if (entry.rank, entry.tied_with, entry.broken_by) != (other.rank, other.tied_with, other.broken_by):
            raise DoesNotHold(
                f"ranking: entry {entry.number} of {said.code} has rank {other.rank}, not {entry.rank}"
            )
    if _without_figures(said) != _without_figures(again):
        raise DoesNotHold(f"ranking: category {said.code} does not come out as it was sealed")
    figures = [
        [msgspec.to_builtins(one) for one in (c.figures, *(entry.figures for entry in c.entries))]
        for c in (said, again)
    ]
    if not _alike(*figures):
        raise DoesNotHold(f"figures: those of {said.code} do not come out as they were sealed")


def _without_figures(category: CategoryTally) -> CategoryTally:
    entries = tuple(replace(entry, compared=None, figures=None) for entry in category.entries)
    return replace(category, entries=entries, figures=None)


def _alike(said: Any, again: Any) -> bool:
    """The same, but for what another machine's arithmetic may do to floats and to the decimal text made of them.

    A chance is counted in draws, one of which may fall to the other side; an adjusted score is known to a millionth.
    """
    if isinstance(said, float) and isinstance(again, float):
        return math.isclose(said, again, rel_tol=1e-6, abs_tol=1e-3)
    if (
        isinstance(said, str)
        and isinstance(again, str)
        and _DECIMAL.fullmatch(said)
        and _DECIMAL.fullmatch(again)
    ):
        return abs(Fraction(said) - Fraction(again)) <= _MILLIONTH
    if isinstance(said, dict) and isinstance(again, dict):
        return said.keys() == again.keys() and all(_alike(said[name], again[name]) for name in said)
    if isinstance(said, list | tuple) and isinstance(again, list | tuple):
        return len(said) == len(again) and all(map(_alike, said, again))
    return type(said) is type(again) and bool(said == again)


def _pairs(entry: EntryLine, other: EntryLine) -> Iterable[tuple[SheetLine, SheetLine]]:
    names = [sheet.sheet for sheet in entry.sheets]
    if names != [sheet.sheet for sheet in other.sheets]:
        raise DoesNotHold(f"totals: entry {entry.number} does not have the sheets that it was counted from")
    return zip(entry.sheets, other.sheets, strict=True)


def of_receipt(sheets: Sequence[Lodged], receipt: str) -> str:
    """A line on the sheet of a receipt. Raises DoesNotHold where no sheet has it."""
    for sheet in sheets:
        if sheet.receipt == receipt.strip().lower():
            fate = "it counts" if sheet.left_out is None else f"it does not count: {sheet.left_out}"
            return f"your receipt: sheet {sheet.name}, total {sheet.sheet['total']} of 100; {fate}"
    raise DoesNotHold(f"your receipt: no sealed sheet has {receipt}")
