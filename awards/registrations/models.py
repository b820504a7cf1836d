"""Registrations, whatever became of them."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, text_field, time_field


class Outcome(StrEnum):
    """What was decided of a registration."""

    APPROVED = "approved"
    REFUSED = "refused"


class Registration(SQLModel, table=True):
    """Somebody wants to enter for an agency, or as an individual. Its link is derived from the id."""

    __table_args__ = (sa.Index("ix_registration_address_asked_at", "address", "asked_at"),)

    id: uuid.UUID = id_field()
    email: str = Field(index=True)
    """Lower case."""
    name_ar: str
    name_en: str
    agency_id: uuid.UUID | None = ref("agency.id", nullable=True)
    """None for an individual."""
    lang: str = "ar"
    address: str
    """The network address that asked."""
    asked_at: datetime = time_field()
    expires_at: datetime = time_field()
    """Of the link that confirms the address."""
    confirmed_at: datetime | None = time_field(nullable=True)
    password_hash: str | None = None
    """Kept from the confirmation until somebody decides: before that there is no account."""
    decided_at: datetime | None = time_field(nullable=True)
    decided_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    """None where nobody had to decide."""
    outcome: Outcome | None = enum_field(Outcome, name="outcome", nullable=True)
    reason: str = text_field()
    """Why it was refused."""
    person_id: uuid.UUID | None = ref("person.id", nullable=True)
    """Whose account it became; before the confirmation, who has the address already: then nothing comes of it."""
