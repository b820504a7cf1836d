"""Reads of exchanges: what a judge sees beside an entry, what an entrant is asked, what the office works on."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session, col, select

from awards.entries.models import Entry
from awards.entries.queries import MINE
from awards.helpdesk.models import Ticket, TicketMessage, TicketState
from awards.kit.errors import NotFound
from judging.assignments.models import Assignment
from judging.enquiries.exchange import JudgeExchange
from judging.enquiries.models import Enquiry

_enquiries = Enquiry.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]

_APPROVED = (
    sa.select(_enquiries.c.question, _enquiries.c.approved, _enquiries.c.approved_at)
    .join(_assignments, _assignments.c.entry_id == _enquiries.c.entry_id)
    .where(_assignments.c.id == sa.bindparam("assignment"), _enquiries.c.approved_at.is_not(None))
    .order_by(_enquiries.c.approved_at)
)
_MINE = (
    sa.select(
        _enquiries.c.id,
        _entries.c.id.label("entry_id"),
        _entries.c.number,
        _entries.c.title_ar,
        _entries.c.title_en,
        _enquiries.c.question,
        _enquiries.c.released_at,
        _enquiries.c.answer,
        _enquiries.c.answered_at,
        _enquiries.c.approved,
        _enquiries.c.approved_at,
    )
    .join(_entries, _entries.c.id == _enquiries.c.entry_id)
    .where(MINE, _enquiries.c.released_at.is_not(None))
    .order_by(_enquiries.c.answered_at.is_not(None), _enquiries.c.released_at.desc())
)


class Asked(NamedTuple):
    """A judge's question as the entrant sees it: nothing in it says which judge asks."""

    id: uuid.UUID
    entry_id: uuid.UUID
    number: int
    """Of the entry."""
    title_ar: str
    title_en: str
    question: str
    released_at: datetime
    answer: str
    answered_at: datetime | None
    approved: str
    approved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """All of it, for the office."""

    number: int
    state: TicketState
    enquiry: Enquiry
    entry: Entry
    asked: str
    """What the judge wrote."""


def exchanges_of(connection: Connection, assignment_id: uuid.UUID) -> tuple[JudgeExchange, ...]:
    """What every judge of the entry may read, the first answer first; one statement."""
    rows = connection.execute(_APPROVED, {"assignment": assignment_id})
    return tuple(JudgeExchange(row.question, row.approved, row.approved_at) for row in rows)


def asked_of(session: Session, viewer: uuid.UUID) -> list[Asked]:
    """What judges asked about the viewer's entries; what waits for an answer first."""
    return list(map(Asked._make, session.connection().execute(_MINE, {"viewer": viewer})))


def one_asked(session: Session, viewer: uuid.UUID, enquiry_id: uuid.UUID) -> Asked:
    """Raises NotFound unless it is about an entry of the viewer's and was passed on."""
    row = session.connection().execute(_MINE.where(_enquiries.c.id == enquiry_id), {"viewer": viewer}).first()
    if row is None:
        raise NotFound
    return Asked._make(row)


def exchange(session: Session, number: int) -> Exchange:
    """Raises NotFound."""
    row = session.exec(
        select(Ticket, Enquiry, Entry)
        .join(Enquiry, col(Enquiry.ticket_id) == col(Ticket.id))
        .join(Entry, col(Entry.id) == col(Enquiry.entry_id))
        .where(Ticket.number == number)
    ).first()
    if row is None:
        raise NotFound
    ticket, enquiry, entry = row
    said = session.exec(
        select(TicketMessage.text)
        .where(TicketMessage.ticket_id == ticket.id, ~col(TicketMessage.by_office))
        .order_by(col(TicketMessage.position))
    )
    return Exchange(number, ticket.state, enquiry, entry, "\n\n".join(said))
