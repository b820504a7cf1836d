"""Asking the office, answering, taking and handing over, closing."""

import uuid
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, select

from awards.helpdesk.hours import due
from awards.helpdesk.letters import ASKED, ASKED_BACK, HANDED_OVER, RECEIVED, REPLIED, WRITTEN
from awards.helpdesk.models import Ticket, TicketMessage, TicketState
from awards.helpdesk.queries import organisers
from awards.helpdesk.rules import is_relayed, may_write_more
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken, Stale
from awards.kit.i18n import Lang, as_lang, msg
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person, Role


def ask(
    session: Session,
    *,
    asked_as: Role,
    subject: str,
    text: str,
    lang: Lang,
    days: int,
    by: uuid.UUID,
    at: datetime,
    category_id: uuid.UUID | None = None,
    entry_id: uuid.UUID | None = None,
    code: str = "",
) -> Ticket:
    """Put a question to the office; whether its asker may ask about that entry, the caller has looked."""
    highest = session.scalar(select(sa.func.max(Ticket.number))) or 0
    ticket = Ticket(
        number=highest + 1,
        asked_by_id=by,
        asked_as=asked_as,
        category_id=category_id,
        entry_id=entry_id,
        code=code,
        subject=subject,
        lang=lang,
        asked_at=at,
        due_at=due(at, days),
        written_at=at,
    )
    session.add(ticket)
    session.flush()
    _say(session, ticket, text, by_office=False, by=by, at=at)
    audit.record(session, "ticket.asked", ticket.id, by=by, at=at, detail={"number": ticket.number})
    _write(session, ticket, RECEIVED, [session.get_one(Person, by)], at=at, days=days)
    _write(session, ticket, ASKED, organisers(session), at=at)
    return ticket


def write_more(session: Session, number: int, text: str, *, days: int, by: uuid.UUID, at: datetime) -> None:
    """The asker goes on: the office has the next word again. Raises NotFound for anybody else."""
    ticket = ticket_numbered(session, number)
    if ticket.asked_by_id != by:
        raise NotFound
    relayed = is_relayed(ticket.asked_as, about_entry=ticket.entry_id is not None)
    if not may_write_more(ticket.state, relayed=relayed):
        raise RuleBroken(msg("Nothing can be added to this question now."))
    if ticket.state is not TicketState.OPEN:
        ticket.state, ticket.due_at = TicketState.OPEN, due(at, days)
    _say(session, ticket, text, by_office=False, by=by, at=at)
    audit.record(session, "ticket.written", ticket.id, by=by, at=at, detail={"number": number})
    owner = session.get(Person, ticket.owner_id) if ticket.owner_id else None
    _write(session, ticket, WRITTEN, [owner] if owner else organisers(session), at=at)


def reply(
    session: Session, number: int, text: str, then: TicketState, *, seen: int, by: uuid.UUID, at: datetime
) -> None:
    """Answer, or ask back. Raises Stale if more was written than the `seen` messages."""
    ticket = ticket_numbered(session, number)
    if is_relayed(ticket.asked_as, about_entry=ticket.entry_id is not None):
        raise RuleBroken(
            msg("Answer a judge's question about an entry on the page where names are searched for.")
        )
    if messages_of(session, ticket) != seen:
        raise Stale(msg("Somebody has written in the meantime. Read it, and send your answer again."))
    answer(session, ticket, text, then, by=by, at=at)


def answer(
    session: Session, ticket: Ticket, text: str, then: TicketState, *, by: uuid.UUID, at: datetime
) -> None:
    """The office's word to the asker; whoever says it owns the question if nobody did."""
    if ticket.state is TicketState.CLOSED:
        raise RuleBroken(msg("This question is closed."))
    ticket.state, ticket.owner_id = then, ticket.owner_id or by
    _say(session, ticket, text, by_office=True, by=by, at=at)
    audit.record(
        session,
        "ticket.answered",
        ticket.id,
        by=by,
        at=at,
        detail={"number": ticket.number, "state": then.value},
    )
    tell_asker(session, ticket, ASKED_BACK if then is TicketState.WAITING_ASKER else REPLIED, at=at)


def tell_asker(session: Session, ticket: Ticket, kind: str, *, at: datetime) -> None:
    """Write to whoever asked."""
    _write(session, ticket, kind, [session.get_one(Person, ticket.asked_by_id)], at=at)


def hand_over(session: Session, number: int, owner_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Take a question, or give it to another organiser, who is told. Raises NotFound for anybody else."""
    ticket = ticket_numbered(session, number)
    owner = next((person for person in organisers(session) if person.id == owner_id), None)
    if owner is None:
        raise NotFound
    if ticket.owner_id == owner_id:
        return
    ticket.owner_id = owner_id
    session.add(ticket)
    audit.record(
        session,
        "ticket.handed_over",
        ticket.id,
        by=by,
        at=at,
        detail={"number": number, "person": str(owner_id)},
    )
    if owner_id != by:
        _write(session, ticket, HANDED_OVER, [owner], at=at)


def close(session: Session, number: int, *, by: uuid.UUID, organises: bool, at: datetime) -> None:
    """The asker or an organiser is done with it. Raises NotFound for anybody else."""
    ticket = ticket_numbered(session, number)
    if not organises and ticket.asked_by_id != by:
        raise NotFound
    if ticket.state is TicketState.CLOSED:
        return
    if ticket.state is TicketState.WAITING_ENTRANT:
        raise RuleBroken(msg("This question lies with the entrant: it cannot be closed now."))
    ticket.state = TicketState.CLOSED
    session.add(ticket)
    audit.record(session, "ticket.closed", ticket.id, by=by, at=at, detail={"number": number})


def ticket_numbered(session: Session, number: int) -> Ticket:
    """Raises NotFound."""
    ticket = session.exec(select(Ticket).where(Ticket.number == number)).first()
    if ticket is None:
        raise NotFound
    return ticket


def messages_of(session: Session, ticket: Ticket) -> int:
    """How many messages the question has."""
    said = select(sa.func.count()).select_from(TicketMessage).where(TicketMessage.ticket_id == ticket.id)
    return session.scalar(said) or 0


def _say(
    session: Session, ticket: Ticket, text: str, *, by_office: bool, by: uuid.UUID, at: datetime
) -> None:
    ticket.written_at = at
    message = TicketMessage(
        ticket_id=ticket.id,
        position=messages_of(session, ticket) + 1,
        author_id=by,
        by_office=by_office,
        text=text,
        at=at,
    )
    session.add_all((ticket, message))
    session.flush()


def _write(
    session: Session, ticket: Ticket, kind: str, to: Iterable[Person], *, at: datetime, **given: int
) -> None:
    for person in to:
        if person.disabled_at is None:
            queue_mail(
                session,
                kind,
                {"number": ticket.number, **given},
                to=person.email,
                about=ticket.id,
                person=person.id,
                lang=as_lang(person.lang),
                at=at,
            )
