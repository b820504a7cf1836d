"""The judge's list: their entries with the state of each sheet, filtered, and what to do next."""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from awards.kit.i18n import Lang
from judging.blinding.judge_view import JudgeView
from judging.scorecards.queries import MyEntry, ViewKey
from judging.scorecards.reading import Said, said
from judging.scorecards.sheet import FINISHED, WORK_ORDER, SheetState, sheet_state, shown_total


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
    """The weighted total out of 100 as an exact fraction; none while a criterion is unanswered."""
    total: str
    """The same with two decimals, or a dash."""
    answered: tuple[int, int] | None
    """Of a draft, how many of how many criteria."""

    @property
    def code(self) -> str:
        return self.entry.code


@dataclass(frozen=True, slots=True)
class Listing:
    """The list and the figures above it."""

    lines: tuple[Line, ...]
    """What the filter lets through."""
    counts: Mapping[SheetState, int]
    """By state, of the category that is looked at."""
    lodged: int
    """Of all entries."""
    categories: tuple[tuple[str, Said], ...]
    """Code and name of each category in which there is an entry."""
    waiting: int
    """Entries whose blind copy is not ready: nobody can read them yet."""
    following: Line | None
    """The next entry to score; once all are scored, the next to lodge. In the category looked at while it has one."""

    @property
    def read(self) -> int:
        """How many entries the judge can read in the category looked at."""
        return sum(self.counts.values())


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
            how_far,
            total,
            shown_total(total),
            (sheet.scored or 0, criteria[sheet.rubric_id])
            if how_far is SheetState.DRAFT and sheet.rubric_id
            else None,
        )
        for number, (sheet, how_far) in enumerate(_with_states(mine, criteria), start=1)
        for total in [sheet.total if how_far in FINISHED else None]
    ]
    own = [line for line in lines if category in ("", line.entry.category_code)]
    return Listing(
        lines=tuple(line for line in own if state in ("", line.state)),
        counts=Counter(line.state for line in own),
        lodged=sum(line.state is SheetState.LODGED for line in lines),
        categories=tuple(sorted(names.items(), key=lambda item: item[0])),
        waiting=entries - len(lines),
        following=_following(own) or _following(lines),
    )


def _following(lines: Sequence[Line]) -> Line | None:
    return next((line for wanted in WORK_ORDER for line in lines if line.state is wanted), None)


def _with_states(
    mine: Sequence[MyEntry], criteria: Mapping[uuid.UUID, int]
) -> Iterator[tuple[MyEntry, SheetState]]:
    for sheet in mine:
        state = sheet_state(
            begun=sheet.scored is not None,
            scored=sheet.scored or 0,
            criteria=criteria[sheet.rubric_id] if sheet.rubric_id else 0,
            lodged=sheet.lodged,
        )
        yield sheet, state
