"""Guides and the versions of what they say."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import SQLModel

from awards.kit.db import enum_field, id_field, ref, text_field, time_field


class GuideKind(StrEnum):
    """A model answer is always marked as invented."""

    GUIDE = "guide"
    MODEL_ANSWER = "model_answer"


class Readers(StrEnum):
    """Who may read a guide."""

    EVERYBODY = "everybody"
    MEMBERS = "members"
    """Whoever is signed in."""
    OFFICE = "office"
    """A draft, or one that was taken away."""


class Guide(SQLModel, table=True):
    """One text of the library. What it says is in its versions, the last of which counts."""

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = ref("cycle.id")
    category_id: uuid.UUID | None = ref("category.id", nullable=True, index=False)
    """None: for the whole cycle."""
    kind: GuideKind = enum_field(GuideKind)
    version: int = 1
    """The one that counts."""


class GuideVersion(SQLModel, table=True):
    """What a guide said since `at`; it is never changed."""

    __tablename__ = "guide_version"
    __table_args__ = (sa.UniqueConstraint("guide_id", "version"),)

    id: uuid.UUID = id_field()
    guide_id: uuid.UUID = ref("guide.id", index=False)
    version: int
    readers: Readers = enum_field(Readers)
    title_ar: str
    title_en: str
    text_ar: str = text_field()
    """Plain text: an empty line between paragraphs, `# ` before a heading, `- ` before each item of a list."""
    text_en: str = text_field()
    at: datetime = time_field()
    by_id: uuid.UUID = ref("person.id", index=False)
