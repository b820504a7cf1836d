"""Blind copies: what judges may read of an entry, approved by a person."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import id_field, ref, time_field


class BlindCopy(SQLModel, table=True):
    """The redacted text and clean files of one submission.

    `content` is a `BlindContent`: `{"language", "title_ar", "title_en", "summary_ar", "summary_en", "answers":
    [{"question", "text_ar", "text_en", "value"}], "files": [{"attachment", "digest", "media_type", "size",
    "shown"}], "translation", "translated_by"}`; only answers to questions marked as not identifying are in it. A copy of an older submission is
    superseded: judges read that of the last one, once it is approved.
    """

    __tablename__ = "blind_copy"

    id: uuid.UUID = id_field()
    entry_id: uuid.UUID = ref("entry.id")
    submission_id: uuid.UUID = Field(foreign_key="submission.id", unique=True)
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    """What the scanner proposed to redact in the submission's texts: `[{"field", "start", "end", "found", "name",
    "kind", "whose", "how"}]`, by field and position; `how` is a `Likeness`, not there in older copies."""
    version: int = 1
    """Raised by every approval; one that names an older version is refused."""
    translation_version: int = 0
    """The entry's, as it was prepared: a copy whose translation was changed since has to be prepared anew."""
    prepared_at: datetime = time_field()
    approved_at: datetime | None = time_field(nullable=True)
    approved_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
