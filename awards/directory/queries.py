"""Reads of the directory."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session, col, select

from awards.directory.domains import Placed, agencies_of_address, domains_above
from awards.directory.membership import Part
from awards.directory.models import Agency, AgencyAlias, AgencyDomain, Membership, MembershipKind, Service
from awards.directory.rows import AgencyRow
from awards.kit.db import by_name
from awards.kit.errors import NotFound
from awards.kit.text import fold
from awards.people.models import Person, Role, RoleGrant
from awards.people.viewer import ForAgency

_memberships = Membership.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_grants = RoleGrant.__table__  # type: ignore[attr-defined]
_ALL = select(Agency).order_by(col(Agency.sort_key))
_ALIASES = select(AgencyAlias.agency_id, AgencyAlias.text).order_by(col(AgencyAlias.text))
_DOMAINS = select(AgencyDomain.agency_id, AgencyDomain.domain).order_by(col(AgencyDomain.domain))
_COUNTS = select(Membership.agency_id, sa.func.count()).group_by(col(Membership.agency_id))
_SERVICE_COUNTS = (
    select(Service.agency_id, sa.func.count()).where(col(Service.active)).group_by(col(Service.agency_id))
)
_MEMBERS = (
    sa.select(
        _people.c.id,
        _people.c.name_ar,
        _people.c.name_en,
        _people.c.email,
        _people.c.disabled_at,
        _memberships.c.kind,
        _memberships.c.since,
        sa.exists()
        .where(_grants.c.person_id == _people.c.id, _grants.c.role != Role.ENTRANT)
        .label("does_more"),
    )
    .join(_people, _people.c.id == _memberships.c.person_id)
    .where(_memberships.c.agency_id == sa.bindparam("agency_id"))
    .order_by(_people.c.name_ar, _people.c.email)
)
_agencies = Agency.__table__  # type: ignore[attr-defined]
_MY_AGENCIES = (
    sa.select(_agencies.c.id, _agencies.c.name_ar, _agencies.c.name_en)
    .join(_memberships, _memberships.c.agency_id == _agencies.c.id)
    .where(_memberships.c.person_id == sa.bindparam("person_id"))
    .order_by(_agencies.c.sort_key, _agencies.c.id)
)


def all_agencies(session: Session) -> list[Agency]:
    """Every agency, in the order of the folded Arabic names."""
    return list(session.exec(_ALL))


@dataclass(frozen=True, slots=True)
class ListedAgency:
    """One line of the directory."""

    code: str
    name_ar: str
    name_en: str
    acronym: str
    sector: str
    parent: Agency | None
    aliases: tuple[str, ...]
    domains: tuple[str, ...]
    people: int
    """How many enter for it."""
    services: int = 0
    """How many it offers."""

    def answers_to(self, folded: str) -> bool:
        """Whether any of its names, its code or a domain holds this folded text."""
        words = (self.code, self.name_ar, self.name_en, self.acronym, *self.aliases, *self.domains)
        return any(folded in fold(word) for word in words)


def directory(session: Session) -> list[ListedAgency]:
    """Every agency with its other names and domains, in the order of the folded Arabic names: five statements."""
    agencies = all_agencies(session)
    aliases, domains = _grouped(session.exec(_ALIASES)), _grouped(session.exec(_DOMAINS))
    people = dict(session.exec(_COUNTS).all())
    services = dict(session.exec(_SERVICE_COUNTS).all())
    by_id = {agency.id: agency for agency in agencies}
    return [
        ListedAgency(
            code=agency.code,
            name_ar=agency.name_ar,
            name_en=agency.name_en,
            acronym=agency.acronym,
            sector=agency.sector,
            parent=by_id.get(agency.parent_id) if agency.parent_id else None,
            aliases=tuple(aliases.get(agency.id, ())),
            domains=tuple(domains.get(agency.id, ())),
            people=people.get(agency.id, 0),
            services=services.get(agency.id, 0),
        )
        for agency in agencies
    ]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who enters for an agency."""

    id: uuid.UUID
    """Of the person."""
    name_ar: str
    name_en: str
    email: str
    disabled_at: datetime | None
    kind: MembershipKind
    since: datetime
    does_more: bool
    """Holds another role than that of an entrant."""


def agency_by_code(session: Session, code: str) -> Agency:
    """Raises NotFound."""
    agency = session.exec(select(Agency).where(Agency.code == code)).first()
    if agency is None:
        raise NotFound
    return agency


def services_of_agency(session: Session, agency_id: uuid.UUID) -> list[Service]:
    """All of them, those that are offered first."""
    mine = select(Service).where(Service.agency_id == agency_id)
    return list(session.exec(mine.order_by(col(Service.active).desc(), col(Service.code))))


def members_of(session: Session, agency_id: uuid.UUID) -> list[Member]:
    """Who enters for the agency, those among them whose account is disabled."""
    rows = session.connection().execute(_MEMBERS, {"agency_id": agency_id})
    return [by_name(Member, row) for row in rows]


def people_of(session: Session, agency_id: uuid.UUID) -> list[Part]:
    """The parts that persons have in the agency."""
    return people_of_all(session, [agency_id]).get(agency_id, [])


def people_of_all(session: Session, agencies: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Part]]:
    """The same of several agencies, in one statement; those without people are left out."""
    rows = session.exec(
        select(Membership.agency_id, Membership.person_id, Membership.kind, Person.disabled_at)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Membership.agency_id).in_(agencies))
    )
    parts: dict[uuid.UUID, list[Part]] = {}
    for agency_id, person_id, kind, disabled_at in rows:
        part = Part(person_id, MembershipKind(kind), disabled_at is None)
        parts.setdefault(agency_id, []).append(part)
    return parts


def agencies_for_address(session: Session, email: str) -> list[Agency]:
    """The agencies for which somebody with this address may register, in the order of the directory."""
    within = select(AgencyDomain.agency_id, AgencyDomain.domain).where(
        col(AgencyDomain.domain).in_(domains_above(email))
    )
    domains = session.exec(within).all()
    if not domains:
        return []
    everything = all_agencies(session)
    own = set(session.exec(select(AgencyDomain.agency_id)))
    without = [Placed(agency.id, agency.parent_id) for agency in everything if agency.id not in own]
    found = agencies_of_address(email, domains, without)
    return [agency for agency in everything if agency.id in found]


def acts_for(connection: Connection, person_id: uuid.UUID) -> tuple[ForAgency, ...]:
    """The agencies for which a person enters, in the order of the directory."""
    rows = connection.execute(_MY_AGENCIES, {"person_id": person_id})
    return tuple(by_name(ForAgency, row) for row in rows)


def member_of(session: Session, agency_id: uuid.UUID, person_id: uuid.UUID) -> Membership:
    """Raises NotFound."""
    mine = select(Membership).where(Membership.agency_id == agency_id, Membership.person_id == person_id)
    member = session.exec(mine).first()
    if member is None:
        raise NotFound
    return member


def _grouped(pairs: Iterable[tuple[uuid.UUID, str]]) -> dict[uuid.UUID, list[str]]:
    grouped: dict[uuid.UUID, list[str]] = {}
    for agency_id, text in pairs:
        grouped.setdefault(agency_id, []).append(text)
    return grouped


def row_of(agency: ListedAgency) -> AgencyRow:
    """An agency of the directory as a list would name it."""
    return AgencyRow(
        agency.code,
        agency.name_ar,
        agency.name_en,
        agency.acronym,
        agency.aliases,
        agency.domains,
        agency.sector,
        agency.parent.code if agency.parent else "",
    )
