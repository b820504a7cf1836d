"""Reads of the help desk: an asker's own questions, the organisers' queue, what everybody may read."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from awards.cycles.models import Category, Cycle
from awards.entries.models import Entry
from awards.helpdesk.forms import Which
from awards.helpdesk.models import CannedAnswer, FaqItem, Ticket, TicketMessage, TicketState
from awards.helpdesk.rules import is_late, is_relayed
from awards.kit.errors import NotFound
from awards.people.models import Person, Role, RoleGrant
from awards.people.viewer import Viewer

PAGE = 50
_owner = aliased(Person)
_IS_OPEN = col(Ticket.state) == TicketState.OPEN
_UNDONE = col(Ticket.state).in_((TicketState.OPEN, TicketState.WAITING_ASKER, TicketState.WAITING_ENTRANT))
_LISTED: Any = (
    sa.select(Ticket, Person, _owner, Category, Entry, Cycle)
    .join(Person, col(Person.id) == col(Ticket.asked_by_id))
    .join(_owner, col(_owner.id) == col(Ticket.owner_id), isouter=True)
    .join(Category, col(Category.id) == col(Ticket.category_id), isouter=True)
    .join(Entry, col(Entry.id) == col(Ticket.entry_id), isouter=True)
    .join(Cycle, col(Cycle.id) == col(Entry.cycle_id), isouter=True)
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One question as the office sees it."""

    ticket: Ticket
    asker: Person
    owner: Person | None
    category: Category | None
    entry: Entry | None
    cycle: Cycle | None
    """That of the entry."""
    late: bool

    @property
    def relayed(self) -> bool:
        return is_relayed(self.ticket.asked_as, about_entry=self.entry is not None)


@dataclass(frozen=True, slots=True)
class Said:
    """One message; `mine` is the reader's own, and only the office sees who of it wrote."""

    text: str
    at: datetime
    by_office: bool
    author_ar: str
    author_en: str


@dataclass(frozen=True, slots=True)
class Mine:
    """A question as its asker sees it: of the entry, a judge sees the code alone."""

    number: int
    subject: str
    state: TicketState
    code: str
    about_ar: str
    about_en: str
    asked_at: datetime
    written_at: datetime
    due_at: datetime


def my_tickets(session: Session, viewer: Viewer) -> list[Mine]:
    """The viewer's own questions, asked in the role that they act in; the latest word first."""
    own = sa.and_(col(Ticket.asked_by_id) == viewer.person_id, col(Ticket.asked_as) == viewer.role)
    rows = session.exec(_LISTED.where(own).order_by(col(Ticket.written_at).desc(), col(Ticket.number).desc()))
    return [_mine(row[0], row[3], row[4]) for row in rows]


def my_ticket(session: Session, viewer: Viewer, number: int) -> Mine:
    """Raises NotFound unless it is the viewer's own."""
    own = sa.and_(col(Ticket.asked_by_id) == viewer.person_id, col(Ticket.asked_as) == viewer.role)
    row = session.exec(_LISTED.where(own, Ticket.number == number)).first()
    if row is None:
        raise NotFound
    return _mine(row[0], row[3], row[4])


def _mine(ticket: Ticket, category: Category | None, entry: Entry | None) -> Mine:
    ar = en = ""
    if ticket.asked_as is Role.ENTRANT and entry is not None:
        ar, en = entry.title_ar or entry.title_en, entry.title_en or entry.title_ar
    elif category is not None:
        ar, en = category.name_ar, category.name_en
    return Mine(
        ticket.number,
        ticket.subject,
        ticket.state,
        ticket.code,
        ar,
        en,
        ticket.asked_at,
        ticket.written_at,
        ticket.due_at,
    )


def said_about(session: Session, number: int) -> list[Said]:
    """The thread, the first word first."""
    rows = session.exec(
        select(TicketMessage, Person)
        .join(Ticket, col(Ticket.id) == col(TicketMessage.ticket_id))
        .join(Person, col(Person.id) == col(TicketMessage.author_id))
        .where(Ticket.number == number)
        .order_by(col(TicketMessage.position))
    )
    return [Said(m.text, m.at, m.by_office, person.name_ar, person.name_en) for m, person in rows]


def one_ticket(session: Session, number: int, at: datetime) -> Listed:
    """For the office. Raises NotFound."""
    row = session.exec(_LISTED.where(Ticket.number == number)).first()
    if row is None:
        raise NotFound
    return _listed(row, at)


def _listed(row: Any, at: datetime) -> Listed:
    ticket, asker, owner, category, entry, cycle = row
    late = is_late(ticket.state, ticket.due_at, at)
    return Listed(ticket, asker, owner, category, entry, cycle, late)


def queue(
    session: Session, which: Which, *, viewer: uuid.UUID, page: int, at: datetime
) -> tuple[list[Listed], int]:
    """One page of the office's questions, the nearest due time first, and how many there are in all."""
    wanted = _wanted(viewer, at)[which]
    total = session.scalar(select(sa.func.count()).select_from(Ticket).where(wanted)) or 0
    number = min(page, max(1, -(-total // PAGE)))
    found = _LISTED.where(wanted).order_by(
        sa.case((_IS_OPEN, 0), (_UNDONE, 1), else_=2), col(Ticket.due_at), col(Ticket.number)
    )
    rows = session.exec(found.offset((number - 1) * PAGE).limit(PAGE))
    return [_listed(row, at) for row in rows], total


def _wanted(viewer: uuid.UUID, at: datetime) -> dict[Which, sa.ColumnElement[bool]]:
    return {
        Which.OPEN: _UNDONE,
        Which.MINE: sa.and_(_UNDONE, col(Ticket.owner_id) == viewer),
        Which.LATE: sa.and_(_IS_OPEN, col(Ticket.due_at) < at),
        Which.UNOWNED: sa.and_(_UNDONE, col(Ticket.owner_id).is_(None)),
        Which.ALL: sa.true(),
    }


def counts(session: Session, *, viewer: uuid.UUID, at: datetime) -> dict[Which, int]:
    """How many questions each filter leaves; one statement."""
    wanted = _wanted(viewer, at)
    sums = [sa.func.coalesce(sa.func.sum(sa.case((each, 1), else_=0)), 0) for each in wanted.values()]
    row = session.connection().execute(sa.select(*sums).select_from(Ticket)).one()
    return {which: int(n) for which, n in zip(wanted, row, strict=True)}


def pressing(session: Session, at: datetime) -> int:
    """How many open questions are late or nobody's."""
    wanted = sa.and_(_IS_OPEN, sa.or_(col(Ticket.owner_id).is_(None), col(Ticket.due_at) < at))
    return session.scalar(select(sa.func.count()).select_from(Ticket).where(wanted)) or 0


def next_open(session: Session, *, viewer: uuid.UUID, after: int) -> int | None:
    """The number of the question to go on with: the viewer's own or nobody's, the nearest due time first."""
    free = sa.or_(col(Ticket.owner_id) == viewer, col(Ticket.owner_id).is_(None))
    found = select(Ticket.number).where(_IS_OPEN, free, Ticket.number != after)
    return session.exec(found.order_by(col(Ticket.due_at), col(Ticket.number))).first()


def organisers(session: Session) -> list[Person]:
    """Everybody who may own a question, by name."""
    granted = select(RoleGrant.person_id).where(RoleGrant.role == Role.ORGANISER)
    here = select(Person).where(col(Person.id).in_(granted), col(Person.disabled_at).is_(None))
    return list(session.exec(here.order_by(col(Person.name_ar), col(Person.id))))


def canned_answers(session: Session) -> list[CannedAnswer]:
    """By name."""
    return list(session.exec(select(CannedAnswer).order_by(col(CannedAnswer.name_ar), col(CannedAnswer.id))))


def faq(session: Session, *, published: bool) -> list[FaqItem]:
    """What everybody may read, or with the drafts, in the order of publication."""
    found = select(FaqItem).order_by(
        col(FaqItem.published_at).is_(None), col(FaqItem.published_at), col(FaqItem.changed_at)
    )
    return list(session.exec(found.where(col(FaqItem.published_at).is_not(None)) if published else found))
