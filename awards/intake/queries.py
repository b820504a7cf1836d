"""What the intake's page reads: the course of every entry, and agencies that have begun none."""

import uuid
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category, Cycle
from awards.cycles.queries import IS_ANNOUNCED
from awards.directory.models import Agency, Membership
from awards.entries.models import Entry, EntryEnding, Submission
from awards.intake.figures import Course

_entry = Entry.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]
_submission = Submission.__table__  # type: ignore[attr-defined]
_ending = EntryEnding.__table__  # type: ignore[attr-defined]

_first = (
    sa.select(_submission.c.entry_id, sa.func.min(_submission.c.submitted_at).label("submitted_at"))
    .join(_entry, _entry.c.id == _submission.c.entry_id)
    .where(_entry.c.cycle_id.in_(sa.bindparam("cycles", expanding=True)))
    .group_by(_submission.c.entry_id)
    .subquery()
)
_COURSES = (
    sa.select(
        _entry.c.cycle_id,
        _category.c.code.label("category_code"),
        _entry.c.agency_id,
        _agency.c.sector,
        _entry.c.state,
        _entry.c.started_at,
        sa.type_coerce(_first.c.submitted_at, _submission.c.submitted_at.type).label("submitted_at"),
        _ending.c.at.label("ended_at"),
    )
    .join(_category, _category.c.id == _entry.c.category_id)
    .join(_agency, _agency.c.id == _entry.c.agency_id, isouter=True)
    .join(_first, _first.c.entry_id == _entry.c.id, isouter=True)
    .join(_ending, _ending.c.entry_id == _entry.c.id, isouter=True)
    .where(_entry.c.cycle_id.in_(sa.bindparam("cycles", expanding=True)))
    .order_by(_entry.c.number)
)
_PREVIOUS = (
    select(Cycle)
    .where(
        IS_ANNOUNCED,
        col(Cycle.number) < sa.bindparam("number"),
        col(Cycle.closes_at) <= sa.bindparam("now"),
    )
    .order_by(col(Cycle.number).desc())
    .limit(1)
)
_people = (
    sa.select(sa.func.count())
    .select_from(_member)
    .where(_member.c.agency_id == _agency.c.id)
    .correlate(_agency)
    .scalar_subquery()
)
_AGENCIES = sa.select(
    _agency.c.id,
    _agency.c.code,
    _agency.c.name_ar,
    _agency.c.name_en,
    _agency.c.sector,
    _people.label("people"),
).order_by(_agency.c.sort_key, _agency.c.code)


class ListedAgency(NamedTuple):
    """An agency of the directory; `people` may write entries for it."""

    id: uuid.UUID
    code: str
    name_ar: str
    name_en: str
    sector: str
    people: int


def cycle_before(session: Session, number: int, now: datetime) -> Cycle | None:
    """The last announced cycle before this one whose entries are in: what still comes in is no measure."""
    return session.exec(_PREVIOUS, params={"number": number, "now": now}).first()


def courses_of(session: Session, *cycles: uuid.UUID) -> list[Course]:
    """The course of each entry of these cycles."""
    return list(map(Course._make, session.connection().execute(_COURSES, {"cycles": list(cycles)})))


def agencies(session: Session) -> list[ListedAgency]:
    """Every agency in the order of the directory."""
    return list(map(ListedAgency._make, session.connection().execute(_AGENCIES)))
