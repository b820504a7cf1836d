"""Reads of partners and what they answered."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.directory.models import Agency, Membership
from awards.entries.models import Entry, EntryPartner, PartnerState
from awards.kit.db import by_name
from awards.kit.errors import NotFound
from awards.people.models import Person

_entry = Entry.__table__  # type: ignore[attr-defined]
_partner = EntryPartner.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Named:
    """An agency that an entry names as its partner, with its answer."""

    agency_id: uuid.UUID
    code: str
    """The agency's."""
    name_ar: str
    name_en: str
    named_at: datetime | None
    state: PartnerState
    answered_at: datetime | None
    by_ar: str | None
    by_en: str | None
    reason: str


_NAMED = (
    sa.select(
        _partner.c.agency_id,
        _agency.c.code,
        _agency.c.name_ar,
        _agency.c.name_en,
        _partner.c.named_at,
        _partner.c.state,
        _partner.c.answered_at,
        _person.c.name_ar.label("by_ar"),
        _person.c.name_en.label("by_en"),
        _partner.c.reason,
    )
    .join(_agency, _agency.c.id == _partner.c.agency_id)
    .join(_person, _person.c.id == _partner.c.answered_by_id, isouter=True)
    .where(_partner.c.entry_id == sa.bindparam("entry"))
    .order_by(_agency.c.sort_key, _agency.c.code)
)
_MINE = _NAMED.join(_member, _member.c.agency_id == _partner.c.agency_id).where(
    _member.c.person_id == sa.bindparam("viewer"), _partner.c.agency_id == sa.bindparam("agency")
)


def partners_of(session: Session, entry_id: uuid.UUID) -> list[Named]:
    """Everybody whom the entry names, with what they answered."""
    return [by_name(Named, row) for row in session.connection().execute(_NAMED, {"entry": entry_id})]


def declined_of(session: Session, entry_id: uuid.UUID) -> set[str]:
    """The codes of the agencies that have declined to be partners of the entry."""
    return {one.code for one in partners_of(session, entry_id) if one.state is PartnerState.DECLINED}


def my_partnership(session: Session, viewer: uuid.UUID, entry_id: uuid.UUID, agency_id: uuid.UUID) -> Named:
    """What an agency of the viewer has answered to that entry. Raises NotFound."""
    asked = {"entry": entry_id, "viewer": viewer, "agency": agency_id}
    row = session.connection().execute(_MINE, asked).first()
    if row is None:
        raise NotFound
    return by_name(Named, row)
