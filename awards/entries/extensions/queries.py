"""Reads of extensions: who was given more time, whom it concerns, and when the last entry closes."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category, Cycle
from awards.cycles.queries import timetable_of
from awards.directory.models import Membership
from awards.entries.extensions.closing import CATEGORY_EXTENDED_TO, CYCLE_EXTENDED_TO
from awards.entries.extensions.models import Extension
from awards.entries.models import Entry
from awards.entries.permissions import ALIVE
from awards.kit.i18n import Lang, as_lang
from awards.people.models import Person, Role, RoleGrant

_extension = Extension.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_entry = Entry.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]
_grant = RoleGrant.__table__  # type: ignore[attr-defined]

_EXTENDED_TO = sa.select(CYCLE_EXTENDED_TO.label("to")).select_from(_cycle)
_CATEGORY_EXTENDED_TO = sa.select(CATEGORY_EXTENDED_TO.label("to")).select_from(_category)
_GIVEN = (
    sa.select(
        _extension.c.closed_at,
        _extension.c.closes_at,
        _extension.c.reason,
        _extension.c.told,
        _extension.c.given_at,
        _person.c.name_ar.label("by_ar"),
        _person.c.name_en.label("by_en"),
        _category.c.code.label("category_code"),
        _category.c.name_ar.label("category_ar"),
        _category.c.name_en.label("category_en"),
        _entry.c.number,
        _entry.c.title_ar,
        _entry.c.title_en,
    )
    .join(_person, _person.c.id == _extension.c.given_by_id)
    .outerjoin(_category, _category.c.id == _extension.c.category_id)
    .outerjoin(_entry, _entry.c.id == _extension.c.entry_id)
    .where(_extension.c.cycle_id == sa.bindparam("cycle"))
    .order_by(_extension.c.given_at.desc(), _extension.c.id)
)


class Recipient(NamedTuple):
    """Somebody who is written to, in their language first."""

    id: uuid.UUID
    email: str
    lang: Lang


def extended_to(session: Session, cycle_id: uuid.UUID) -> datetime | None:
    """The latest closing that was given to a category or an entry of the cycle; none without one."""
    row = session.connection().execute(_EXTENDED_TO.where(_cycle.c.id == cycle_id)).first()
    return row.to if row else None


def category_extended_to(session: Session, category_id: uuid.UUID) -> datetime | None:
    """The latest closing that was given to a category; none without one."""
    row = session.connection().execute(_CATEGORY_EXTENDED_TO.where(_category.c.id == category_id)).first()
    return row.to if row else None


def intake_ends(session: Session, cycle: Cycle) -> datetime:
    """From here on nothing is taken in any more, from anybody: judging may begin."""
    return timetable_of(cycle).extended(extended_to(session, cycle.id)).entries_end


def extensions_of(session: Session, cycle_id: uuid.UUID) -> Sequence[Any]:
    """What was given, the newest first, with the names of the category or the entry and of who gave it."""
    return session.connection().execute(_GIVEN, {"cycle": cycle_id}).all()


_alive = sa.or_(*(_entry.c.state == state for state in sorted(ALIVE)))
_able = sa.and_(_person.c.disabled_at.is_(None), _person.c.password_hash.is_not(None))
_people = sa.select(_person.c.id, _person.c.email, _person.c.lang).where(_able).order_by(_person.c.email)


_individuals = sa.select(_grant.c.person_id).where(
    _grant.c.role == Role.ENTRANT,
    _grant.c.person_id.not_in(sa.select(_member.c.person_id)),
    _grant.c.person_id.not_in(sa.select(_grant.c.person_id).where(_grant.c.role == Role.ORGANISER)),
)
"""Who enters for no agency: an account that can only be meant for the categories of individuals. Organisers may not enter."""


def writers_of(session: Session, *, of_entry: uuid.UUID) -> list[Recipient]:
    """The people of the agency whose entry it is, or the individual."""
    mine = _entry.c.id == of_entry
    members = sa.select(_member.c.person_id).join(_entry, _entry.c.agency_id == _member.c.agency_id)
    alone = sa.select(_entry.c.started_by_id).where(_entry.c.agency_id.is_(None), mine)
    return recipients(session, sa.or_(_person.c.id.in_(members.where(mine)), _person.c.id.in_(alone)))


def everybody_who_may_enter(session: Session, cycle: Cycle) -> list[Recipient]:
    """The people of every agency but the one that organises the award; individuals who have an entry, and where the cycle
    has a category for them, those who have only an account yet.
    """
    members = sa.select(_member.c.person_id)
    if cycle.organiser_agency_id:
        members = members.where(_member.c.agency_id != cycle.organiser_agency_id)
    alone = sa.select(_entry.c.started_by_id).where(
        _entry.c.agency_id.is_(None), _entry.c.cycle_id == cycle.id, _alive
    )
    theirs = sa.exists().where(_category.c.cycle_id == cycle.id, _category.c.for_individuals)
    return recipients(
        session,
        sa.or_(
            _person.c.id.in_(members),
            _person.c.id.in_(alone),
            sa.and_(theirs, _person.c.id.in_(_individuals)),
        ),
    )


def whoever_may_enter(session: Session, cycle: Cycle, category: Category) -> list[Recipient]:
    """Whom the closing of one category concerns: those who may still begin an entry in it, and those who have one."""
    if category.for_individuals:
        begun = sa.select(_entry.c.started_by_id).where(_alive, _entry.c.category_id == category.id)
        return recipients(session, sa.or_(_person.c.id.in_(begun), _person.c.id.in_(_individuals)))
    return everybody_who_may_enter(session, cycle)


def recipients(session: Session, whom: sa.ColumnElement[bool]) -> list[Recipient]:
    """The persons of whom this holds and who can sign in."""
    rows = session.connection().execute(_people.where(whom))
    return [Recipient(row.id, row.email, as_lang(row.lang)) for row in rows]
