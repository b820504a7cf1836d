"""Reads of the directory."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.directory.models import Agency, AgencyAlias, AgencyDomain, Membership
from awards.kit.text import fold

_MINE = (
    select(Agency)
    .join(Membership, col(Membership.agency_id) == col(Agency.id))
    .where(Membership.person_id == sa.bindparam("person_id"))
    .order_by(col(Agency.sort_key))
)
_ALL = select(Agency).order_by(col(Agency.sort_key))
_ALIASES = select(AgencyAlias.agency_id, AgencyAlias.text).order_by(col(AgencyAlias.text))
_DOMAINS = select(AgencyDomain.agency_id, AgencyDomain.domain).order_by(col(AgencyDomain.domain))


def agencies_of(session: Session, person_id: uuid.UUID) -> list[Agency]:
    """The agencies that this person enters for."""
    return list(session.exec(_MINE, params={"person_id": person_id}))


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

    def answers_to(self, folded: str) -> bool:
        """Whether any of its names, its code or a domain holds this folded text."""
        words = (self.code, self.name_ar, self.name_en, self.acronym, *self.aliases, *self.domains)
        return any(folded in fold(word) for word in words)


def directory(session: Session) -> list[ListedAgency]:
    """Every agency with its other names and domains, in the order of the folded Arabic names: three statements."""
    agencies = all_agencies(session)
    aliases, domains = _grouped(session.exec(_ALIASES)), _grouped(session.exec(_DOMAINS))
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
        )
        for agency in agencies
    ]


def _grouped(pairs: Iterable[tuple[uuid.UUID, str]]) -> dict[uuid.UUID, list[str]]:
    grouped: dict[uuid.UUID, list[str]] = {}
    for agency_id, text in pairs:
        grouped.setdefault(agency_id, []).append(text)
    return grouped
