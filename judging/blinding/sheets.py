"""The sheets that judges have begun on an entry, as an approver must know them: whose, and whether lodged."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from awards.people.models import Person
from judging.panels.models import Judge

_judges = Judge.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
# Assignments and sheets are layers above: here only whose they are is asked, by the names of their tables.
_assignments = sa.table(
    "assignment",
    sa.column("id", sa.Uuid),
    sa.column("entry_id", sa.Uuid),
    sa.column("judge_id", sa.Uuid),
    sa.column("ended_at"),
)
SHEETS = sa.table(
    "scorecard", sa.column("id", sa.Uuid), sa.column("assignment_id", sa.Uuid), sa.column("lodged_at")
)
"""Scorecards, as far as the layers below them may know of them: whose assignment, and whether lodged."""
_receipts = sa.table("lodgement_receipt", sa.column("scorecard_id", sa.Uuid))
HOLDS = sa.or_(
    SHEETS.c.lodged_at.is_not(None),
    sa.exists().where(_receipts.c.scorecard_id == SHEETS.c.id).correlate(SHEETS),
)
"""Of a sheet: it is lodged, or reopened, and then stands as it was lodged last when its round closes."""

_ON_ENTRY = (
    sa.select(_people.c.name_ar, _people.c.name_en, SHEETS.c.lodged_at.is_not(None).label("lodged"))
    .select_from(SHEETS)
    .join(_assignments, _assignments.c.id == SHEETS.c.assignment_id)
    .join(_judges, _judges.c.id == _assignments.c.judge_id)
    .join(_people, _people.c.id == _judges.c.person_id)
    .where(_assignments.c.entry_id == sa.bindparam("entry"), _assignments.c.ended_at.is_(None))
    .order_by(_people.c.name_ar, _judges.c.id)
)


@dataclass(frozen=True, slots=True)
class SheetBegun:
    """That a sheet exists; never what is on it."""

    name_ar: str
    name_en: str
    """The judge's."""
    lodged: bool


def sheets_begun(session: Session, entry_id: uuid.UUID) -> list[SheetBegun]:
    """Those that stand, in drafts too."""
    rows = session.connection().execute(_ON_ENTRY, {"entry": entry_id})
    return [SheetBegun(row.name_ar, row.name_en, bool(row.lodged)) for row in rows]
