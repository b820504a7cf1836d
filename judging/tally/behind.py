"""The sheets and entries behind the figures of the progress page: which they are, never what they say."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category
from awards.entries.models import Entry, EntryState
from awards.kit.db import by_name
from awards.people.models import Person
from judging.assignments.models import Assignment
from judging.panels.models import Judge
from judging.rounds.contest import counting_rounds, read_in
from judging.rounds.models import Round
from judging.scorecards.models import Scorecard

_categories = Category.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]


class SheetState(StrEnum):
    """How far a sheet is, as organisers may know it: a finished draft looks like any other."""

    LODGED = "lodged"
    DRAFT = "draft"
    NOT_BEGUN = "not_begun"


_STATE = sa.case(
    (_cards.c.lodged_at.is_not(None), SheetState.LODGED.value),
    (_cards.c.id.is_not(None), SheetState.DRAFT.value),
    else_=SheetState.NOT_BEGUN.value,
)
_SHEETS = (
    sa.select(
        _entries.c.number,
        _entries.c.title_ar,
        _entries.c.title_en,
        _categories.c.code,
        _categories.c.name_ar.label("category_ar"),
        _categories.c.name_en.label("category_en"),
        _assignments.c.judge_id,
        _people.c.name_ar.label("judge_ar"),
        _people.c.name_en.label("judge_en"),
        _STATE.label("state"),
        sa.func.coalesce(_cards.c.lodged_at, _cards.c.updated_at).label("at"),
    )
    .select_from(_assignments)
    .join(_entries, _entries.c.id == _assignments.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .join(_judges, _judges.c.id == _assignments.c.judge_id)
    .join(_people, _people.c.id == _judges.c.person_id)
    .outerjoin(_cards, _cards.c.assignment_id == _assignments.c.id)
    .where(
        _assignments.c.round_id == sa.bindparam("round_id"),
        _assignments.c.ended_at.is_(None),
        _entries.c.state == EntryState.SUBMITTED,
    )
    .order_by(_entries.c.number, _people.c.name_ar, _assignments.c.judge_id)
)
_ENTRIES = (
    sa.select(
        _entries.c.number,
        _entries.c.title_ar,
        _entries.c.title_en,
        _categories.c.code,
        _categories.c.name_ar.label("category_ar"),
        _categories.c.name_en.label("category_en"),
        sa.func.count(_assignments.c.id).label("expected"),
        sa.func.count(_cards.c.lodged_at).label("lodged"),
    )
    .select_from(_entries)
    .join(_rounds, _rounds.c.id == sa.bindparam("round_id"))
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .outerjoin(
        _assignments,
        sa.and_(
            _assignments.c.entry_id == _entries.c.id,
            _assignments.c.round_id.in_(sa.bindparam("counting", expanding=True)),
            _assignments.c.ended_at.is_(None),
        ),
    )
    .outerjoin(_cards, _cards.c.assignment_id == _assignments.c.id)
    .where(
        _entries.c.cycle_id == sa.bindparam("cycle_id"),
        _entries.c.state == EntryState.SUBMITTED,
        read_in(_rounds, _entries),
    )
    .group_by(_entries.c.id, _categories.c.id)
    .order_by(sa.func.count(_cards.c.lodged_at), _entries.c.number)
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sheets; none of a kind means all."""

    judge: uuid.UUID | None = None
    category: str = ""
    state: SheetState | None = None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One assignment, by the entry's number and the judge's code for it."""

    number: int
    title_ar: str
    title_en: str
    code: str
    category_ar: str
    category_en: str
    judge_id: uuid.UUID
    judge_ar: str
    judge_en: str
    state: SheetState
    at: datetime | None
    """When it was saved last, or lodged."""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in the contest and how many of its sheets are there."""

    number: int
    title_ar: str
    title_en: str
    code: str
    category_ar: str
    category_en: str
    expected: int
    lodged: int


def sheets_behind(session: Session, round_id: uuid.UUID, wanted: Wanted) -> list[SheetLine]:
    """By entry, then by judge."""
    statement = _SHEETS
    if wanted.judge:
        statement = statement.where(_assignments.c.judge_id == wanted.judge)
    if wanted.category:
        statement = statement.where(_categories.c.code == wanted.category)
    if wanted.state:
        statement = statement.where(_STATE.in_([wanted.state.value]))
    rows = session.connection().execute(statement, {"round_id": round_id})
    return [by_name(SheetLine, row, state=SheetState(row.state)) for row in rows]


def entries_behind(
    session: Session, cycle_id: uuid.UUID, round_id: uuid.UUID, *, below: int | None = None
) -> list[EntryLine]:
    """Those with the fewest lodged sheets that count first; with `below` only those that have fewer."""
    statement = _ENTRIES
    if below is not None:
        statement = statement.having(sa.func.count(_cards.c.lodged_at) < below)
    given = {"cycle_id": cycle_id, "round_id": round_id, "counting": counting_rounds(session, round_id)}
    rows = session.connection().execute(statement, given)
    return [by_name(EntryLine, row) for row in rows]
