"""What passes between the judges of an entry and its entrant, by way of the office."""

import uuid
from datetime import datetime

from sqlmodel import Field, SQLModel

from awards.kit.db import id_field, ref, text_field, time_field


class Enquiry(SQLModel, table=True):
    """A judge's question about an entry. What the judge wrote themselves is in the ticket.

    Each text is kept as it was written and as it was passed on; only what is approved is ever read by judges.
    """

    id: uuid.UUID = id_field()
    """In addresses that the entrant opens: the ticket's number is for the judge and the office."""
    ticket_id: uuid.UUID = Field(foreign_key="ticket.id", unique=True)
    assignment_id: uuid.UUID = ref("assignment.id")
    """Of the judge who asks."""
    entry_id: uuid.UUID = ref("entry.id")
    question: str = text_field()
    """As the office passed it on to the entrant."""
    released_at: datetime | None = time_field(nullable=True)
    released_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    answer: str = text_field()
    """As the entrant wrote it."""
    answered_at: datetime | None = time_field(nullable=True)
    answered_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    approved: str = text_field()
    """The answer as every judge of the entry reads it."""
    approved_at: datetime | None = time_field(nullable=True)
    approved_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
