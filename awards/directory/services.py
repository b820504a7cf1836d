"""The services of agencies: what they are called, since when they run, and where."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from awards.directory.models import Agency, Service
from awards.kit import audit


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service of an agency, known by the agency and its code."""

    agency_id: uuid.UUID
    code: str
    name_ar: str
    name_en: str
    aliases: tuple[str, ...] = ()
    operating_since: date | None = None
    address: str = ""
    active: bool = True


def all_services(session: Session) -> list[tuple[Service, str]]:
    """Every service with its agency's code, in the order of the directory."""
    found = select(Service, Agency.code).join(Agency, col(Agency.id) == col(Service.agency_id))
    order = (col(Agency.sort_key), col(Agency.code), col(Service.code))
    return [(service, code) for service, code in session.exec(found.order_by(*order))]


def write_services(session: Session, rows: Sequence[ServiceRow], *, by: uuid.UUID, at: datetime) -> None:
    """Add services, or bring those with the same agency and code up to date; no other one changes."""
    agencies = {row.agency_id for row in rows}
    there = select(Service).where(col(Service.agency_id).in_(agencies))
    known = {(service.agency_id, service.code): service for service in session.exec(there)}
    added: dict[uuid.UUID, list[str]] = {agency_id: [] for agency_id in agencies}
    changed: dict[uuid.UUID, list[str]] = {agency_id: [] for agency_id in agencies}
    for row in rows:
        service = known.get((row.agency_id, row.code))
        (changed if service else added)[row.agency_id].append(row.code)
        service = service or Service(agency_id=row.agency_id, code=row.code, name_ar="", name_en="")
        service.name_ar, service.name_en, service.aliases = row.name_ar, row.name_en, list(row.aliases)
        service.operating_since, service.address, service.active = (
            row.operating_since,
            row.address,
            row.active,
        )
        session.add(service)
    session.flush()
    for agency_id in sorted(agencies):
        detail = {"added": sorted(added[agency_id]), "changed": sorted(changed[agency_id])}
        audit.record(session, "agency.services_changed", agency_id, by=by, at=at, detail=detail)
