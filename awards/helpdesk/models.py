"""Questions to the office, what was written about each, answers kept ready, and those that everybody may read."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, text_field, time_field
from awards.people.models import Role


class TicketState(StrEnum):
    """Whose turn it is. Only an open one waits for the office and can be late."""

    OPEN = "open"
    WAITING_ASKER = "waiting_asker"
    """The office has asked back."""
    WAITING_ENTRANT = "waiting_entrant"
    """A judge's question lies with the entrant (`judging.enquiries`)."""
    ANSWERED = "answered"
    CLOSED = "closed"


class Ticket(SQLModel, table=True):
    """One question to the office: about the award, a category or an entry."""

    __table_args__ = (sa.Index("ix_ticket_state_due_at", "state", "due_at"),)

    id: uuid.UUID = id_field()
    number: int = Field(unique=True)
    """From 1, over all cycles: /helpdesk/questions/12."""
    asked_by_id: uuid.UUID = ref("person.id")
    asked_as: Role = enum_field(Role, name="asked_as")
    """ENTRANT or JUDGE: whoever holds both reads each question in the role it was asked in."""
    category_id: uuid.UUID | None = ref("category.id", nullable=True, index=False)
    entry_id: uuid.UUID | None = ref("entry.id", nullable=True)
    """Never shown to a judge who asked: they know the entry by `code`."""
    code: str = ""
    """What the judge who asked calls the entry."""
    subject: str
    lang: str = "ar"
    state: TicketState = enum_field(TicketState, default=TicketState.OPEN)
    owner_id: uuid.UUID | None = ref("person.id", nullable=True)
    """The organiser who answers."""
    asked_at: datetime = time_field()
    due_at: datetime = time_field()
    """Until when the office owes its next word."""
    written_at: datetime = time_field()
    """When somebody wrote last."""


class TicketMessage(SQLModel, table=True):
    """One thing that was said about a question: by the asker or by the office."""

    __tablename__ = "ticket_message"
    __table_args__ = (sa.UniqueConstraint("ticket_id", "position"),)

    id: uuid.UUID = id_field()
    ticket_id: uuid.UUID = ref("ticket.id", index=False)
    position: int
    """Within the question, from 1."""
    author_id: uuid.UUID = ref("person.id", index=False)
    by_office: bool
    text: str = text_field()
    at: datetime = time_field()


class CannedAnswer(SQLModel, table=True):
    """An answer that organisers keep ready, in both languages."""

    __tablename__ = "canned_answer"

    id: uuid.UUID = id_field()
    name_ar: str
    name_en: str
    text_ar: str = text_field()
    text_en: str = text_field()
    changed_at: datetime = time_field()
    changed_by_id: uuid.UUID = ref("person.id", index=False)


class FaqItem(SQLModel, table=True):
    """A question and its answer as everybody may read them, written anew so that they name nobody."""

    __tablename__ = "faq_item"

    id: uuid.UUID = id_field()
    ticket_id: uuid.UUID | None = ref("ticket.id", nullable=True, index=False)
    """The question that it was made of; only organisers see which."""
    question_ar: str
    question_en: str
    answer_ar: str = text_field()
    answer_en: str = text_field()
    published_at: datetime | None = time_field(nullable=True)
    """None while it is a draft, or was taken off the page."""
    changed_at: datetime = time_field()
    changed_by_id: uuid.UUID = ref("person.id", index=False)
