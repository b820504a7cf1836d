"""Decisions: who gets which place, and why."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, text_field, time_field


class Outcome(StrEnum):
    """What becomes of a place. `shared` where several entries hold it; `withheld` where nobody does."""

    AWARDED = "awarded"
    SHARED = "shared"
    WITHHELD = "withheld"


class Decision(SQLModel, table=True):
    """One place of one category. A shared place has a row for each entry; a withheld one has no entry."""

    __table_args__ = (
        sa.UniqueConstraint("category_id", "place", "entry_id"),
        sa.CheckConstraint("(outcome = 'withheld') = (entry_id IS NULL)", name="withheld_has_no_entry"),
    )

    id: uuid.UUID = id_field()
    category_id: uuid.UUID = ref("category.id", index=False)
    tally_id: uuid.UUID = ref("tally.id", index=False)
    place: int
    outcome: Outcome = enum_field(Outcome)
    entry_id: uuid.UUID | None = ref("entry.id", nullable=True)
    citation_ar: str = text_field()
    citation_en: str = text_field()
    reason: str = text_field()
    """Why the place departs from the ranking, or is withheld, in Arabic; empty where it follows it."""
    reason_en: str = text_field()
    decided_at: datetime = time_field()
    decided_by_id: uuid.UUID = ref("person.id", index=False)
    approved_at: datetime | None = time_field(nullable=True)
    approved_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    """The second person, needed where there is a reason."""
    returned_at: datetime | None = time_field(nullable=True)
    returned_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    returned_reason: str = text_field()
    """What a second person holds against it: the place must then be decided anew."""


class PublicationConsent(SQLModel, table=True):
    """One person's consent to publish the decisions as they were then; two publish them."""

    __tablename__ = "publication_consent"

    cycle_id: uuid.UUID = Field(foreign_key="cycle.id", primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True)
    seen: str
    """Fingerprint of the decisions consented to: once one of them is made anew, the consent means nothing."""
    at: datetime = time_field()


class Publication(SQLModel, table=True):
    """The results of a cycle are public from `published_at` on."""

    cycle_id: uuid.UUID = Field(foreign_key="cycle.id", primary_key=True)
    published_at: datetime = time_field()
    published_by_id: uuid.UUID = ref("person.id", index=False)
