"""The judge's list: their entries with the state of each sheet, filtered, and what to do next."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from judging.blinding.judge_view import JudgeView
from judging.scorecards.queries import MyAssignment
from judging.scorecards.sheet import SheetState, sheet_state, shown_total


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the list."""

    number: int
    """In the judge's own order, from 1."""
    entry: JudgeView
    state: SheetState
    exact: str | None
    """The weighted total out of 100 as an exact fraction."""

    @property
    def total(self) -> str:
        return shown_total(self.exact)


@dataclass(frozen=True, slots=True)
class Listing:
    lines: tuple[Line, ...]
    """What the filter lets through."""
    counts: Mapping[SheetState, int]
    """Of all entries, by state."""
    categories: tuple[JudgeView, ...]
    """One entry of each category, for its names; in the order of their codes."""
    entries: int
    waiting: int
    """Entries whose blind copy is not ready: nobody can read them yet."""
    following: Line | None
    """The next entry to score; once all are scored, the next to lodge."""

    @property
    def lodged(self) -> int:
        return self.counts[SheetState.LODGED]


_ORDER = (SheetState.DRAFT, SheetState.NOT_BEGUN, SheetState.COMPLETE)


def listing(
    mine: Sequence[MyAssignment],
    views: Sequence[JudgeView],
    criteria: Mapping[uuid.UUID, int],
    *,
    state: str = "",
    category: str = "",
) -> Listing:
    """`views` are in the judge's order; `criteria` counts the criteria of each rubric a sheet was begun on."""
    sheets = {sheet.assignment_id: sheet for sheet in mine}
    lines = [
        Line(number, view, _state(sheet, criteria), sheet.total)
        for number, view in enumerate(views, start=1)
        if (sheet := sheets.get(view.assignment_id))
    ]
    counts = Counter(line.state for line in lines)
    by_category = {line.entry.category_code: line.entry for line in lines}
    return Listing(
        lines=tuple(
            line
            for line in lines
            if state in ("", line.state) and category in ("", line.entry.category_code)
        ),
        counts=counts,
        categories=tuple(by_category[code] for code in sorted(by_category)),
        entries=len(mine),
        waiting=len(mine) - len(lines),
        following=next((line for wanted in _ORDER for line in lines if line.state is wanted), None),
    )


def _state(sheet: MyAssignment, criteria: Mapping[uuid.UUID, int]) -> SheetState:
    return sheet_state(
        begun=sheet.card_id is not None,
        scored=sheet.scored or 0,
        criteria=criteria.get(sheet.rubric_id, 0) if sheet.rubric_id else 0,
        lodged=sheet.lodged_at is not None,
    )
