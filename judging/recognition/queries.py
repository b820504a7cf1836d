"""Reads of what judges said: their own answer, and for organisers the figures, never who said what."""

import uuid

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session

from awards.cycles.models import Category
from awards.entries.models import Entry, EntryState
from judging.assignments.models import Assignment
from judging.blinding.sheets import SHEETS
from judging.recognition.models import Recognised, Recognition
from judging.recognition.rates import Figures, figures_of, rates_of

_said = Recognition.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]

_ANSWER = sa.select(_said.c.answer).where(_said.c.assignment_id == sa.bindparam("assignment"))
_RATES = (
    sa.select(
        _categories.c.code,
        _categories.c.name_ar,
        _categories.c.name_en,
        _said.c.answer,
        sa.func.count().label("sheets"),
    )
    .select_from(_assignments)
    .join(SHEETS, SHEETS.c.assignment_id == _assignments.c.id)
    .join(_entries, _entries.c.id == _assignments.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .outerjoin(_said, _said.c.assignment_id == _assignments.c.id)
    .where(
        _assignments.c.round_id == sa.bindparam("round"),
        _assignments.c.ended_at.is_(None),
        _entries.c.state == EntryState.SUBMITTED,
        SHEETS.c.lodged_at.is_not(None),
    )
    .group_by(_categories.c.id, _said.c.answer)
    .order_by(_categories.c.position)
)


def answered(connection: Connection, assignment_id: uuid.UUID) -> Recognised | None:
    """What the judge of an assignment said; none while they were not asked."""
    found = connection.scalars(_ANSWER, {"assignment": assignment_id}).first()
    return Recognised(found) if found else None


def figures(session: Session, round_id: uuid.UUID) -> Figures:
    """By category, over the lodged sheets of a round that count; withheld where too few answered. Only for closed rounds."""
    rows = session.connection().execute(_RATES, {"round": round_id})
    return figures_of(rates_of(tuple(row) for row in rows))
