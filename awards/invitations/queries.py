"""Reads of invitations."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.directory.models import Agency, AgencyDomain, Membership
from awards.invitations.models import Invitation
from awards.invitations.rules import InvitationState, Known, state_of
from awards.people.models import Person, Role, RoleGrant

PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list of invitations."""

    invitation: Invitation
    state: InvitationState
    inviter: Person
    agency: Agency | None
    who: Person | None
    """Whose account it became, or is for."""


_LISTED = (
    select(Invitation, Person, Agency)
    .join(Person, col(Person.id) == col(Invitation.invited_by_id))
    .join(Agency, col(Agency.id) == col(Invitation.agency_id), isouter=True)
    .order_by(col(Invitation.invited_at).desc(), col(Invitation.email))
)


_agencies = Agency.__table__  # type: ignore[attr-defined]
# Cycles are a layer above: here only what the award is called and who holds it is asked, by the names of their table.
_cycle = sa.table(
    "cycle",
    sa.column("number"),
    sa.column("award_ar"),
    sa.column("award_en"),
    sa.column("organiser_agency_id", sa.Uuid),
)
_AWARD = (
    sa.select(
        _cycle.c.award_ar,
        _cycle.c.award_en,
        _agencies.c.name_ar.label("office_ar"),
        _agencies.c.name_en.label("office_en"),
    )
    .select_from(_cycle)
    .join(_agencies, _agencies.c.id == _cycle.c.organiser_agency_id, isouter=True)
    .order_by(_cycle.c.number.desc())
    .limit(1)
)


def _pending(at: datetime) -> dict[InvitationState, sa.ColumnElement[bool]]:
    """What `state_of` says, asked of the database."""
    accepted, withdrawn = col(Invitation.accepted_at).is_not(None), col(Invitation.withdrawn_at).is_not(None)
    neither, over = sa.and_(~accepted, ~withdrawn), col(Invitation.expires_at) <= at
    return {
        InvitationState.ACCEPTED: accepted,
        InvitationState.WITHDRAWN: sa.and_(withdrawn, ~accepted),
        InvitationState.EXPIRED: sa.and_(neither, over),
        InvitationState.OPEN: sa.and_(neither, ~over),
    }


def invitations(
    session: Session, *, state: InvitationState | None, role: Role | None, page: int, at: datetime
) -> tuple[list[Listed], int]:
    """One page of the invitations, the latest first, and how many there are in all."""
    wanted = [
        *([_pending(at)[state]] if state else []),
        *([col(Invitation.role) == role] if role else []),
    ]
    total = session.scalar(select(sa.func.count()).select_from(Invitation).where(*wanted)) or 0
    number = min(page, max(1, -(-total // PAGE)))
    return _listed(session, _LISTED.where(*wanted).offset((number - 1) * PAGE).limit(PAGE), at), total


def pending_of_agency(session: Session, agency_id: uuid.UUID, at: datetime) -> list[Listed]:
    """The agency's invitations that nobody accepted or took back, expired ones too."""
    states = _pending(at)
    pending = sa.or_(states[InvitationState.OPEN], states[InvitationState.EXPIRED])
    return _listed(session, _LISTED.where(Invitation.agency_id == agency_id, pending), at)


def _listed(session: Session, found: Any, at: datetime) -> list[Listed]:
    rows = session.exec(found).all()
    ids = {invitation.person_id for invitation, _, _ in rows if invitation.person_id}
    people = {p.id: p for p in session.exec(select(Person).where(col(Person.id).in_(ids)))}
    return [
        Listed(
            invitation,
            state_of(invitation, at),
            inviter,
            agency,
            people.get(invitation.person_id) if invitation.person_id else None,
        )
        for invitation, inviter, agency in rows
    ]


def domains_for(session: Session, agency_id: uuid.UUID) -> list[str]:
    """The e-mail domains of an agency: its own, or where it has none those of the one above it."""
    of = select(AgencyDomain.domain).order_by(col(AgencyDomain.domain))
    own = session.exec(of.where(AgencyDomain.agency_id == agency_id)).all()
    parent = select(Agency.parent_id).where(Agency.id == agency_id).scalar_subquery()
    return list(own or session.exec(of.where(col(AgencyDomain.agency_id) == parent)).all())


def award_and_office(session: Session) -> tuple[Any, Any]:
    """The name of the award and of the agency which holds it, by the newest cycle.

    None for what is not known.
    """
    row = session.connection().execute(_AWARD).first()
    if row is None:
        return None, None
    office = {"ar": row.office_ar, "en": row.office_en} if row.office_ar else None
    return {"ar": row.award_ar, "en": row.award_en}, office


def known_addresses(session: Session, addresses: Collection[str], at: datetime) -> dict[str, Known]:
    """What is known of each address, for those of which anything is: four statements."""
    people = session.exec(select(Person).where(col(Person.email).in_(addresses))).all()
    ids = [person.id for person in people]
    roles: dict[uuid.UUID, set[Role]] = defaultdict(set)
    for person_id, role in session.exec(
        select(RoleGrant.person_id, RoleGrant.role).where(col(RoleGrant.person_id).in_(ids))
    ):
        roles[person_id].add(Role(role))
    agencies: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for person_id, agency_id in session.exec(
        select(Membership.person_id, Membership.agency_id).where(col(Membership.person_id).in_(ids))
    ):
        agencies[person_id].add(agency_id)
    places: dict[str, set[tuple[Role, uuid.UUID | None]]] = defaultdict(set)
    for email, role, of in session.exec(
        select(Invitation.email, Invitation.role, Invitation.agency_id).where(
            col(Invitation.email).in_(addresses), _pending(at)[InvitationState.OPEN]
        )
    ):
        places[email].add((Role(role), of))
    by_email = {person.email: person for person in people}
    return {
        email: Known(
            frozenset(roles[person.id]) if person else frozenset(),
            person is not None and person.disabled_at is not None,
            frozenset(agencies[person.id]) if person else frozenset(),
            frozenset(places[email]),
        )
        for email in {*by_email, *places}
        for person in [by_email.get(email)]
    }
