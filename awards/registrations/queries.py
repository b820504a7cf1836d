"""Reads of registrations."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.directory.membership import Decider, who_decides
from awards.directory.models import Agency
from awards.directory.queries import people_of, people_of_all
from awards.kit.errors import NotFound
from awards.people.models import Person, Role, RoleGrant
from awards.registrations.models import Outcome, Registration
from awards.registrations.rules import RegistrationState, state_of

PAGE = 50
_WAITING = sa.and_(col(Registration.confirmed_at).is_not(None), col(Registration.outcome).is_(None))
_LISTED = (
    select(Registration, Agency, Person)
    .join(Agency, col(Agency.id) == col(Registration.agency_id), isouter=True)
    .join(Person, col(Person.id) == col(Registration.decided_by_id), isouter=True)
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list of registrations."""

    registration: Registration
    state: RegistrationState
    agency: Agency | None
    decided_by: Person | None
    decider: Decider
    """Who decides on it, while it waits."""


def _states(at: datetime) -> dict[RegistrationState, sa.ColumnElement[bool]]:
    """What `state_of` says, asked of the database."""
    unconfirmed = sa.and_(col(Registration.confirmed_at).is_(None), col(Registration.outcome).is_(None))
    over = sa.or_(col(Registration.expires_at) <= at, col(Registration.person_id).is_not(None))
    return {
        RegistrationState.WAITING: _WAITING,
        RegistrationState.APPROVED: col(Registration.outcome) == Outcome.APPROVED,
        RegistrationState.REFUSED: col(Registration.outcome) == Outcome.REFUSED,
        RegistrationState.ASKED: sa.and_(unconfirmed, ~over),
        RegistrationState.EXPIRED: sa.and_(unconfirmed, over),
    }


def registrations(
    session: Session, *, state: RegistrationState | None, page: int, at: datetime
) -> tuple[list[Listed], int]:
    """One page of the registrations, those that wait first, then the latest; and how many there are in all."""
    wanted = [_states(at)[state]] if state else []
    total = session.scalar(select(sa.func.count()).select_from(Registration).where(*wanted)) or 0
    number = min(page, max(1, -(-total // PAGE)))
    order = (sa.case((_WAITING, 0), else_=1), col(Registration.asked_at).desc(), col(Registration.id))
    found = _LISTED.where(*wanted).order_by(*order).offset((number - 1) * PAGE).limit(PAGE)
    return _listed(session, found, at), total


def waiting_of_agency(session: Session, agency_id: uuid.UUID, at: datetime) -> list[Listed]:
    """The agency's registrations on which somebody must decide, the longest waiting first."""
    found = _LISTED.where(Registration.agency_id == agency_id, _WAITING)
    return _listed(session, found.order_by(col(Registration.confirmed_at)), at)


def waiting_for_organisers(session: Session) -> int:
    """How many registrations wait for the organisers, because no owner can decide."""
    waiting = session.exec(select(Registration.agency_id).where(_WAITING)).all()
    deciders = _deciders(session, {agency_id for agency_id in waiting if agency_id})
    return sum(deciders.get(agency_id) is not Decider.OWNERS for agency_id in waiting if agency_id)


def one_registration(session: Session, registration_id: uuid.UUID, at: datetime) -> Listed:
    """Raises NotFound."""
    found = _listed(session, _LISTED.where(Registration.id == registration_id), at)
    if not found:
        raise NotFound
    return found[0]


def waiting_with_address(session: Session, email: str) -> Registration | None:
    """The registration with this address on which somebody must decide."""
    return session.exec(select(Registration).where(Registration.email == email, _WAITING)).first()


def waiting_password(session: Session, email: str) -> str | None:
    """The password's hash of a registration with this address on which nobody has decided."""
    found = waiting_with_address(session, email)
    return found.password_hash if found else None


def _listed(session: Session, found: Any, at: datetime) -> list[Listed]:
    rows = session.exec(found).all()
    deciders = _deciders(session, {agency.id for _, agency, _ in rows if agency})
    return [
        Listed(
            registration,
            state_of(registration, at),
            agency,
            decided_by,
            deciders.get(agency.id, Decider.NOBODY) if agency else Decider.NOBODY,
        )
        for registration, agency, decided_by in rows
    ]


def _deciders(session: Session, agencies: Collection[uuid.UUID]) -> dict[uuid.UUID, Decider]:
    return {agency: who_decides(parts) for agency, parts in people_of_all(session, agencies).items()}


def deciding_people(session: Session, agency_id: uuid.UUID) -> list[Person]:
    """Who is told of a registration that waits: the agency's owners, or every organiser where none can decide."""
    owners = [part.person_id for part in people_of(session, agency_id) if part.answers]
    of_award = select(RoleGrant.person_id).where(RoleGrant.role == Role.ORGANISER)
    ids = col(Person.id).in_(owners) if owners else col(Person.id).in_(of_award)
    return list(session.exec(select(Person).where(ids, col(Person.disabled_at).is_(None))))
