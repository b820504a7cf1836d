"""Entries: what an entrant writes, attaches and submits."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, text_field, time_field


class EntryState(StrEnum):
    """Only `submitted` entries are judged. A submitted one may be changed and submitted again until the deadline."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"


class EntryLanguage(StrEnum):
    """In what the entry is written: this decides which texts are needed, and which judges can read it."""

    ARABIC = "ar"
    ENGLISH = "en"
    BOTH = "both"


class Entry(SQLModel, table=True):
    """The entry as it is being written. What is judged is not this, but the last `Submission`."""

    __table_args__ = (
        sa.UniqueConstraint("cycle_id", "number"),
        sa.Index("ix_entry_cycle_state", "cycle_id", "state"),
    )

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = ref("cycle.id", index=False)
    category_id: uuid.UUID = ref("category.id")
    number: int
    """Within the cycle, given when the draft is started; never shown to judges."""
    agency_id: uuid.UUID | None = ref("agency.id", nullable=True)
    """None: an individual's entry, whose entrant is `started_by_id`."""
    started_by_id: uuid.UUID = ref("person.id")
    state: EntryState = enum_field(EntryState, default=EntryState.DRAFT)
    language: EntryLanguage = enum_field(EntryLanguage, default=EntryLanguage.ARABIC)
    title_ar: str = ""
    title_en: str = ""
    summary_ar: str = text_field()
    summary_en: str = text_field()
    version: int = 1
    """Raised by every change of what the entry says or has attached."""
    translation_version: int = 0
    """Raised by every change of the translation of what was submitted last."""
    eligibility: list[dict[str, str]] = Field(default_factory=list, sa_type=sa.JSON)
    """What was asked and answered when it was started: `[{"question", "label_ar", "label_en", "answer", "answer_ar",
    "answer_en"}]`."""
    started_at: datetime = time_field()
    updated_at: datetime = time_field()


class PartnerState(StrEnum):
    """What a partner says to being named. Only who has confirmed is a partner in results."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class EntryPartner(SQLModel, table=True):
    """Another agency with which the entry is joint, as the entrant says, and what that agency says to it."""

    __tablename__ = "entry_partner"

    entry_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)
    agency_id: uuid.UUID = Field(foreign_key="agency.id", primary_key=True)
    named_at: datetime | None = time_field(nullable=True)
    """None where it was named before partners were asked."""
    state: PartnerState = enum_field(PartnerState, default=PartnerState.WAITING)
    answered_at: datetime | None = time_field(nullable=True)
    answered_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    reason: str = text_field()
    """Why the agency declined."""


class EntryService(SQLModel, table=True):
    """A service of the entrant's agency that the entry is about; where it bundles several, one is the main one."""

    __tablename__ = "entry_service"

    entry_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)
    service_id: uuid.UUID = Field(foreign_key="service.id", primary_key=True)
    position: int
    """From 1, which is the main one."""


class Answer(SQLModel, table=True):
    """The answer to one question: text in either language, or a value (number, date, option keys, link)."""

    entry_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)
    question_id: uuid.UUID = Field(foreign_key="question.id", primary_key=True)
    text_ar: str = text_field()
    text_en: str = text_field()
    value: str = text_field()
    """Number in digits, date as YYYY-MM-DD, link, option key, or option keys joined by a comma; cells of a table as
    canonical JSON; the id of an attachment.
    """


class Attachment(SQLModel, table=True):
    """A file of an entry: the original for organisers, a clean copy without metadata for judges."""

    id: uuid.UUID = id_field()
    entry_id: uuid.UUID = ref("entry.id")
    position: int
    name: str
    """As the entrant's computer called it: never shown to judges."""
    media_type: str
    size: int
    """Bytes of the original."""
    original_digest: str
    clean_digest: str
    clean_size: int
    uploaded_at: datetime = time_field()
    uploaded_by_id: uuid.UUID = ref("person.id", index=False)
    removed_at: datetime | None = time_field(nullable=True)


class Submission(SQLModel, table=True):
    """A frozen copy of an entry as it was submitted; the last one counts."""

    __table_args__ = (sa.UniqueConstraint("entry_id", "sequence"),)

    id: uuid.UUID = id_field()
    entry_id: uuid.UUID = ref("entry.id", index=False)
    sequence: int
    receipt: str = Field(unique=True)
    """The receipt's number, e.g. `3-0042-1`."""
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    content_hash: str
    """SHA-256 of the canonical JSON of `content`."""
    version: int
    """The entry's, as it was submitted: a later one of the entry has changes that do not count."""
    terms_version: int
    submitted_at: datetime = time_field()
    submitted_by_id: uuid.UUID = ref("person.id", index=False)


class Place(StrEnum):
    """Where in an entry somebody is: a page of it."""

    SUMMARY = "summary"
    ANSWERS = "answers"
    ATTACHMENTS = "attachments"
    SERVICES = "services"
    CHECK = "check"


class EntryPresence(SQLModel, table=True):
    """That a person has a page of an entry open. It says nothing once it is old, and is no part of the record."""

    __tablename__ = "entry_presence"

    entry_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True)
    place: Place = enum_field(Place, primary_key=True)
    seen_at: datetime = time_field()
    unsaved: bool = False
    """They had typed something there that was not saved yet."""


class EntryEnding(SQLModel, table=True):
    """Why an entry is out: withdrawn by its entrant or disqualified by an organiser."""

    __tablename__ = "entry_ending"

    entry_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)
    kind: EntryState = enum_field(EntryState)
    reason: str = text_field()
    at: datetime = time_field()
    by_id: uuid.UUID = ref("person.id", index=False)


class PastWin(SQLModel, table=True):
    """A place won in a published cycle: what the bar on recent winners looks at.

    Written when results are published; one row for the entrant and for each partner of a joint entry.
    """

    __tablename__ = "past_win"

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = ref("cycle.id")
    category_code: str
    place: int
    entry_id: uuid.UUID = ref("entry.id", index=False)
    agency_id: uuid.UUID | None = ref("agency.id", nullable=True)
    person_id: uuid.UUID | None = ref("person.id", nullable=True)
