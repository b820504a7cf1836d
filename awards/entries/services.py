"""The services that an entry is about: some of its own agency's, the main one first."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.directory.models import Service
from awards.entries import queries
from awards.entries.models import Entry, EntryService
from awards.entries.refusals import refuse_unless_writable
from awards.entries.sheet import Head
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import msg
from awards.kit.text import fold

MOST = 10
"""Services of one entry."""
SHOWN = 12
"""Services that a search shows at once."""

_entry = Entry.__table__  # type: ignore[attr-defined]
_named = EntryService.__table__  # type: ignore[attr-defined]

_RAISE = (
    sa.update(_entry)
    .where(_entry.c.id == sa.bindparam("of"))
    .values(version=_entry.c.version + 1, updated_at=sa.bindparam("at"))
)
_FORGET = sa.delete(_named).where(_named.c.entry_id == sa.bindparam("of"))
_NAME = sa.insert(_named)


class Doing(StrEnum):
    """What is done with one service of an entry."""

    ADD = "add"
    REMOVE = "remove"
    MAIN = "main"


def changed(named: Sequence[uuid.UUID], service: uuid.UUID, doing: Doing) -> list[uuid.UUID]:
    """The services afterwards, the main one first. Pure; naming one twice changes nothing."""
    rest = [one for one in named if one != service]
    match doing:
        case Doing.ADD:
            return list(named) if service in named else [*named, service]
        case Doing.REMOVE:
            return rest
        case Doing.MAIN:
            return [service, *rest] if service in named else list(named)


def change_service(
    session: Session, entry_id: uuid.UUID, service_id: uuid.UUID, doing: Doing, *, by: uuid.UUID, at: datetime
) -> None:
    """Name a service of the entry's agency, name it no more, or make it the main one.

    Raises NotFound for one of another agency, RuleBroken after the deadline, once the entry is out, for an
    individual's entry, for a service that is no longer offered, or for more than `MOST`.
    """
    head = queries.my_head(session, by, entry_id, to_change=True)
    refuse_unless_writable(head, at)
    before = [one.id for one in queries.services_of(session, entry_id)]
    _keep(session, head, before, changed(before, service_id, doing), by=by, at=at)


def name_services(
    session: Session,
    entry_id: uuid.UUID,
    services: Sequence[uuid.UUID],
    *,
    by: uuid.UUID,
    at: datetime,
    hand: uuid.UUID | None = None,
) -> None:
    """The entry is about these services and no others, the main one first. Raises as `change_service` does.

    `hand` is an organiser who does it in the person's name.
    """
    head = queries.my_head(session, by, entry_id, to_change=True)
    refuse_unless_writable(head, at)
    before = [one.id for one in queries.services_of(session, entry_id)]
    _keep(session, head, before, services, by=by, at=at, hand=hand)


def _keep(
    session: Session,
    head: Head,
    before: Sequence[uuid.UUID],
    after: Sequence[uuid.UUID],
    *,
    by: uuid.UUID,
    at: datetime,
    hand: uuid.UUID | None = None,
) -> None:
    if list(after) == list(before):
        return
    if new := set(after) - set(before):
        _refuse_unless_fit(session, head, new, len(after))
    entry_id, connection = head.id, session.connection()
    connection.execute(_FORGET, {"of": entry_id})
    if after:
        rows = [{"entry_id": entry_id, "service_id": id_, "position": n} for n, id_ in enumerate(after, 1)]
        connection.execute(_NAME, rows)
    connection.execute(_RAISE, {"of": entry_id, "at": at})
    whose = {"for": str(by)} if hand else {}
    detail = {"version": head.version + 1, "boxes": ["service"], **whose}
    audit.record(session, "entry.saved", entry_id, by=hand or by, at=at, detail=detail)


def _refuse_unless_fit(session: Session, head: Head, new: Collection[uuid.UUID], number: int) -> None:
    if head.agency_id is None:
        raise RuleBroken(msg("An individual's entry names no services of an agency."))
    found = session.exec(select(Service).where(col(Service.id).in_(new))).all()
    if {service.id for service in found if service.agency_id == head.agency_id} != set(new):
        raise NotFound
    if not all(service.active for service in found):
        raise RuleBroken(msg("This service is no longer offered; an entry cannot name it."))
    if number > MOST:
        raise RuleBroken(msg("An entry names at most %(n)s services.", n=MOST))


def offered(session: Session, agency_id: uuid.UUID) -> list[Service]:
    """The services that the agency offers, by their folded Arabic names."""
    mine = select(Service).where(Service.agency_id == agency_id, col(Service.active))
    return sorted(session.exec(mine), key=lambda service: (fold(service.name_ar), service.code))


def answering(services: Sequence[Service], typed: str) -> list[Service]:
    """Those of which every word that was typed stands in a name, another name or the code, however it is spelled."""
    words = fold(typed).split()
    return [
        service
        for service in services
        if all(
            any(
                word in fold(text)
                for text in (service.name_ar, service.name_en, service.code, *service.aliases)
            )
            for word in words
        )
    ]
