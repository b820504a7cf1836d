"""The judge's list: their entries with the state of each sheet, filtered, and what to do next."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from awards.kit.i18n import Lang
from judging.blinding.judge_view import JudgeView
from judging.scorecards.queries import MyEntry, ViewKey
from judging.scorecards.reading import Said, said
from judging.scorecards.sheet import SheetState, sheet_state, shown_total


class Line(NamedTuple):
    """One entry of the list."""

    number: int
    """In the judge's own order, from 1."""
    key: ViewKey
    entry: JudgeView
    title: Said
    category: Said
    state: SheetState
    exact: str | None
    """The weighted total out of 100 as an exact fraction."""
    total: str
    """The same with two decimals, or a dash."""

    @property
    def code(self) -> str:
        return self.entry.code


@dataclass(frozen=True, slots=True)
class Listing:
    lines: tuple[Line, ...]
    """What the filter lets through."""
    counts: Mapping[SheetState, int]
    """Of all entries, by state."""
    categories: tuple[tuple[str, Said], ...]
    """Code and name of each category in which there is an entry."""
    waiting: int
    """Entries whose blind copy is not ready: nobody can read them yet."""
    following: Line | None
    """The next entry to score; once all are scored, the next to lodge."""

    @property
    def read(self) -> int:
        """How many entries the judge can read."""
        return sum(self.counts.values())

    @property
    def lodged(self) -> int:
        return self.counts[SheetState.LODGED]


_ORDER = (SheetState.DRAFT, SheetState.NOT_BEGUN, SheetState.COMPLETE)


def listing(
    mine: Sequence[MyEntry],
    criteria: Mapping[uuid.UUID, int],
    lang: Lang,
    *,
    entries: int,
    state: str = "",
    category: str = "",
) -> Listing:
    """The list of a judge who is to read `entries`, those included that cannot be read yet.

    `mine` is in the judge's order; `criteria` counts the criteria of each rubric on which there is a draft.
    """
    names = {
        sheet.entry.category_code: said(sheet.entry.category_ar, sheet.entry.category_en, lang)
        for sheet in mine
    }
    lines = [
        Line(
            number,
            sheet.key,
            sheet.entry,
            said(sheet.entry.title_ar, sheet.entry.title_en, lang),
            names[sheet.entry.category_code],
            _state(sheet, criteria),
            sheet.total,
            shown_total(sheet.total),
        )
        for number, sheet in enumerate(mine, start=1)
    ]
    return Listing(
        lines=tuple(
            line for line in lines if state in ("", line.state) and category in ("", line.entry.category_code)
        ),
        counts=Counter(line.state for line in lines),
        categories=tuple(sorted(names.items(), key=lambda item: item[0])),
        waiting=entries - len(lines),
        following=next((line for wanted in _ORDER for line in lines if line.state is wanted), None),
    )


def _state(sheet: MyEntry, criteria: Mapping[uuid.UUID, int]) -> SheetState:
    return sheet_state(
        begun=sheet.scored is not None,
        scored=sheet.scored or 0,
        criteria=criteria[sheet.rubric_id] if sheet.rubric_id else 0,
        lodged=sheet.lodged,
    )
