"""What the people of a disqualified entry answer, and what organisers decide on it."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import id_field, ref, text_field, time_field


class DisqualificationReply(SQLModel, table=True):
    """What the people of an entry say to its disqualification, once. No judge reads it."""

    __tablename__ = "disqualification_reply"

    disqualification_id: uuid.UUID = Field(foreign_key="disqualification.id", primary_key=True)
    """The key: there can be no second one."""
    entry_id: uuid.UUID = ref("entry.id")
    text: str = text_field()
    at: datetime = time_field()
    by_id: uuid.UUID = ref("person.id", index=False)


class ReplyDecision(SQLModel, table=True):
    """One organiser's wish to keep or to lift a disqualification that was answered, until another one confirms it."""

    __tablename__ = "reply_decision"
    __table_args__ = (
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL) AND (decided_at IS NULL) = (confirmed IS NULL)",
            name="decided_whole",
        ),
        sa.CheckConstraint(
            "confirmed IS NULL OR NOT confirmed OR decided_by_id <> proposed_by_id", name="two_people"
        ),
    )

    id: uuid.UUID = id_field()
    disqualification_id: uuid.UUID = ref("disqualification_reply.disqualification_id")
    lifts: bool
    """The entry comes back; else the disqualification stands."""
    reason: str = text_field()
    """The entrant reads it once it is confirmed."""
    proposed_at: datetime = time_field()
    proposed_by_id: uuid.UUID = ref("person.id", index=False)
    decided_at: datetime | None = time_field(nullable=True)
    decided_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    confirmed: bool | None = None
    """False: it was dropped."""
