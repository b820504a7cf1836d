"""Reads of the audit log, with the names of who did what."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.kit.audit import AuditEvent
from awards.kit.db import by_name
from awards.people.models import Person, Role, RoleGrant
from awards.site.audit_kinds import CATEGORY, CYCLE
from awards.site.audit_narrowing import Filter, conditions

_events = AuditEvent.__table__  # type: ignore[attr-defined]
_grants = RoleGrant.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]

PAGE = 50
_PIECE = 1000
_EVENTS = sa.select(
    _events.c.sequence,
    _events.c.at,
    _events.c.actor_id,
    _people.c.name_ar,
    _people.c.name_en,
    _events.c.action,
    _events.c.subject_id,
    _events.c.detail,
    _events.c.previous,
    _events.c.digest,
    _events.c.address,
    _events.c.device,
    _events.c.salt,
    _events.c.origin,
).outerjoin(_people, _people.c.id == _events.c.actor_id)
_ACTIONS = sa.select(_events.c.action).distinct().order_by(_events.c.action)
_ACTORS = (
    sa.select(_grants.c.role, _people.c.id, _people.c.email, _people.c.name_ar, _people.c.name_en)
    .join(_grants, _grants.c.person_id == _people.c.id)
    .where(_people.c.id.in_(sa.select(_events.c.actor_id).distinct()))
    .order_by(_people.c.name_ar, _people.c.email)
)
_CATEGORIES = (
    sa.select(CATEGORY.c.code, CATEGORY.c.name_ar, CATEGORY.c.name_en, CATEGORY.c.cycle_id)
    .join(CYCLE, CYCLE.c.id == CATEGORY.c.cycle_id)
    .order_by(CYCLE.c.number.desc(), CATEGORY.c.position)
)


@dataclass(frozen=True, slots=True)
class Event:
    """An event with the name of whoever did it; the names are None for the system."""

    sequence: int
    at: datetime
    actor_id: uuid.UUID | None
    name_ar: str | None
    name_en: str | None
    action: str
    subject_id: str
    detail: dict[str, Any]
    previous: str
    digest: str
    address: str | None
    """From where it was done; None for what was not done over the web."""
    device: str | None
    salt: str | None
    origin: str | None


def events(session: Session, wanted: Filter, *, page: int) -> tuple[list[Event], int]:
    """One page of events, the newest first, and how many there are in all."""
    connection, left = session.connection(), conditions(session, wanted)
    total = connection.scalar(sa.select(sa.func.count()).select_from(_events).where(*left)) or 0
    rows = connection.execute(
        _EVENTS.where(*left).order_by(_events.c.sequence.desc()).limit(PAGE).offset((page - 1) * PAGE)
    )
    return [by_name(Event, row) for row in rows], total


def all_events(session: Session, wanted: Filter) -> Iterator[Event]:
    """Every event, the oldest first, read in pieces."""
    statement = _EVENTS.where(*conditions(session, wanted)).order_by(_events.c.sequence)
    for row in session.connection().execute(statement.execution_options(yield_per=_PIECE)):
        yield by_name(Event, row)


def known_actions(session: Session) -> list[str]:
    return list(session.connection().scalars(_ACTIONS))


def known_actors(session: Session) -> dict[Role, list[Any]]:
    """Everybody who did something, under each role that they hold: rows of id, email, name_ar, name_en."""
    found: dict[Role, list[Any]] = {role: [] for role in Role}
    for row in session.connection().execute(_ACTORS):
        found[Role(row.role)].append(row)
    return {role: people for role, people in found.items() if people}


def known_categories(session: Session, cycle_id: uuid.UUID | None) -> dict[str, Any]:
    """By code: rows of code, name_ar, name_en, as the cycle calls them, or the last one that has them."""
    found: dict[str, Any] = {}
    for row in session.connection().execute(_CATEGORIES):
        if cycle_id in (None, row.cycle_id):
            found.setdefault(row.code, row)
    return found
