"""Events, and who takes part in them."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import id_field, ref, text_field, time_field


class Event(SQLModel, table=True):
    """Something that people come to or join, such as an orientation workshop."""

    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint("capacity IS NULL OR capacity >= 1", name="capacity"),
    )

    id: uuid.UUID = id_field()
    """Also in calendars, where it never changes."""
    title_ar: str
    title_en: str
    about_ar: str = text_field()
    about_en: str = text_field()
    place_ar: str = ""
    place_en: str = ""
    link: str = ""
    """Where to join; shown to those who have a seat, and to organisers and auditors."""
    starts_at: datetime = time_field()
    ends_at: datetime = time_field()
    capacity: int | None = None
    """How many have a seat; none means no limit."""
    sequence: int = 0
    """Raised by every change, so that a calendar knows the newer file."""
    changed_at: datetime = time_field()
    changed_by_id: uuid.UUID = ref("person.id", index=False)
    cancelled_at: datetime | None = time_field(nullable=True)


class EventRegistration(SQLModel, table=True):
    """Somebody wants to take part. Who has a seat and who waits follows from the order (`awards.events.seats`)."""

    __tablename__ = "event_registration"
    __table_args__ = (sa.UniqueConstraint("event_id", "person_id"),)

    id: uuid.UUID = id_field()
    event_id: uuid.UUID = ref("event.id", index=False)
    person_id: uuid.UUID = ref("person.id")
    position: int = Field(ge=1)
    """The order in which they came; whoever leaves and comes again is last."""
    registered_at: datetime = time_field()
    left_at: datetime | None = time_field(nullable=True)
    reminded_at: datetime | None = time_field(nullable=True)
    """Of the time at which the event starts now; one reminder for each."""
    attended: bool | None = None
    """None until an organiser has marked it."""
