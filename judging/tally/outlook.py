"""What a round would come to if it were closed now: how many entries are ranked, and how many fall out."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category
from awards.entries.models import Entry, EntryState
from awards.kit.db import by_name
from judging.assignments.models import Assignment
from judging.reopenings.queries import STANDS_AGAIN
from judging.rounds.contest import counting_rounds, read_in
from judging.rounds.models import Round
from judging.scorecards.models import Scorecard

_rounds = Round.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]

_round: sa.BindParameter[uuid.UUID] = sa.bindparam("round_id")
# A reopened sheet counts: if it is not lodged again, closing restores it.
_will_stand = sa.func.count(sa.case((_cards.c.lodged_at.is_not(None), 1), (STANDS_AGAIN, 1)))
_sheets = (
    sa.select(
        _assignments.c.entry_id,
        sa.func.count().label("expected"),
        _will_stand.label("lodged"),
    )
    .outerjoin(_cards, _cards.c.assignment_id == _assignments.c.id)
    .where(_assignments.c.round_id == _round, _assignments.c.ended_at.is_(None))
    .group_by(_assignments.c.entry_id)
    .subquery()
)
_counting = (
    sa.select(_assignments.c.entry_id, _will_stand.label("lodged"))
    .join(_cards, _cards.c.assignment_id == _assignments.c.id)
    .where(
        _assignments.c.round_id.in_(sa.bindparam("counting", expanding=True)),
        _assignments.c.ended_at.is_(None),
    )
    .group_by(_assignments.c.entry_id)
    .subquery()
)


def _whole(total: sa.ColumnElement[Any]) -> sa.Cast[int]:
    """A sum as a whole number on every database; 0 over nothing."""
    return sa.cast(sa.func.coalesce(total, 0), sa.Integer)


_lodged = sa.func.coalesce(_counting.c.lodged, 0)
_OUTLOOK = (
    sa.select(
        _categories.c.code,
        _categories.c.name_ar,
        _categories.c.name_en,
        _categories.c.places,
        sa.func.count(_entries.c.id).label("submitted"),
        sa.func.count(_entries.c.id).filter(_lodged >= _rounds.c.min_sheets).label("ranked"),
        _whole(sa.func.sum(_sheets.c.expected)).label("expected"),
        _whole(sa.func.sum(_sheets.c.lodged)).label("lodged"),
    )
    .select_from(_rounds)
    .join(_categories, _categories.c.cycle_id == _rounds.c.cycle_id)
    .outerjoin(
        _entries,
        sa.and_(
            _entries.c.category_id == _categories.c.id,
            _entries.c.state == EntryState.SUBMITTED,
            read_in(_rounds, _entries),
        ),
    )
    .outerjoin(_sheets, _sheets.c.entry_id == _entries.c.id)
    .outerjoin(_counting, _counting.c.entry_id == _entries.c.id)
    .where(_rounds.c.id == _round)
    .group_by(_categories.c.id)
    .order_by(_categories.c.position)
)


@dataclass(frozen=True, slots=True)
class CategoryOutlook:
    """A category if the round were closed now."""

    code: str
    name_ar: str
    name_en: str
    places: int
    submitted: int
    ranked: int
    """Entries with enough lodged sheets that count."""
    expected: int
    """Sheets."""
    lodged: int
    """Sheets that stand then: lodged, or reopened and restored by closing."""

    @property
    def missing(self) -> int:
        return self.expected - self.lodged

    @property
    def falling_out(self) -> int:
        return self.submitted - self.ranked

    @property
    def emptied(self) -> bool:
        """There are entries, and nobody would be ranked: no place could be given."""
        return bool(self.submitted) and not self.ranked


@dataclass(frozen=True, slots=True)
class Outlook:
    """The round if it were closed now: sums over its categories."""

    categories: tuple[CategoryOutlook, ...]

    @property
    def submitted(self) -> int:
        return sum(category.submitted for category in self.categories)

    @property
    def ranked(self) -> int:
        return sum(category.ranked for category in self.categories)

    @property
    def falling_out(self) -> int:
        return sum(category.falling_out for category in self.categories)

    @property
    def expected(self) -> int:
        return sum(category.expected for category in self.categories)

    @property
    def missing(self) -> int:
        return sum(category.missing for category in self.categories)

    def missing_in(self, code: str) -> int:
        """Sheets of one category that are not lodged."""
        return sum(category.missing for category in self.categories if category.code == code)

    @property
    def emptied(self) -> int:
        return sum(category.emptied for category in self.categories)


def outlook_of(session: Session, round_id: uuid.UUID) -> Outlook:
    """Over the assignments that have not ended, of entries that are still submitted and read in the round; every category."""
    counting = counting_rounds(session, round_id)
    rows = session.connection().execute(_OUTLOOK, {"round_id": round_id, "counting": counting})
    return Outlook(tuple(by_name(CategoryOutlook, row) for row in rows))


def closing_takes_two(categories: Sequence[CategoryOutlook], *, now: datetime, announced: datetime) -> bool:
    """Whether a reason and a second organiser are needed: it is early, or an entry would stay unranked."""
    return now < announced or any(category.falling_out for category in categories)
