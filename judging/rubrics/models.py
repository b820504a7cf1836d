"""Rubrics: the criteria of a category, in versions."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import id_field, ref, time_field
from judging.rubrics.scale import BETWEEN_ENDS


class Rubric(SQLModel, table=True):
    """One version of what a category is judged by. Another wording is another version, with criteria of its own."""

    __table_args__ = (sa.UniqueConstraint("category_id", "version"),)

    id: uuid.UUID = id_field()
    category_id: uuid.UUID = ref("category.id", index=False)
    version: int = 1
    created_at: datetime = time_field()
    frozen_at: datetime | None = time_field(nullable=True)
    """Set when the first sheet is lodged: weights and wording stand from then on."""


class Criterion(SQLModel, table=True):
    """One question of a rubric, with its weight. It is inserted and never changed."""

    __table_args__ = (sa.UniqueConstraint("rubric_id", "key"),)

    id: uuid.UUID = id_field()
    rubric_id: uuid.UUID = ref("rubric.id")
    key: str
    position: int
    name_ar: str
    name_en: str
    guidance_ar: str = ""
    guidance_en: str = ""
    weight: str
    """Decimal text; the weights of a rubric sum to exactly 100."""


class Anchor(SQLModel, table=True):
    """What a number of points means, in words."""

    __table_args__ = (sa.CheckConstraint(BETWEEN_ENDS, name="points_on_scale"),)

    criterion_id: uuid.UUID = Field(foreign_key="criterion.id", primary_key=True)
    points: int = Field(primary_key=True)
    text_ar: str
    text_en: str
