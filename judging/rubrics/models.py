"""Rubrics: the criteria of a category, in versions."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, time_field
from judging.rubrics.comments import CommentWhen
from judging.rubrics.kinds import RoundKind
from judging.rubrics.scale import TEN


class Rubric(SQLModel, table=True):
    """One version of what a category is judged by. Another wording is another version, with criteria of its own."""

    __table_args__ = (sa.UniqueConstraint("category_id", "version"),)

    id: uuid.UUID = id_field()
    category_id: uuid.UUID = ref("category.id", index=False)
    version: int = 1
    """Counted through all rubrics of the category."""
    kind: RoundKind = enum_field(RoundKind, default=RoundKind.SCORING)
    """The round that judges by it. Those of scoring hold for every round without one of its own too."""
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
    lowest: str = TEN.lowest
    """The scale, as in `judging.rubrics.scale.Scale`."""
    highest: str = TEN.highest
    step: str = TEN.step
    bands: list[dict[str, str]] = Field(default_factory=list, sa_type=sa.JSON)
    """`points`, `name_ar` and `name_en` of each level, the lowest first; none for a scale of numbers."""
    comment_when: str = CommentWhen.OPTIONAL.value
    comment_points: str = ""
    """Decimal text, for a comment that is required below or above a number."""
    may_not_apply: bool = False
    """Whether organisers may grant that it does not apply to an entry."""


class Anchor(SQLModel, table=True):
    """What a whole number of points means, in words."""

    __table_args__ = (sa.CheckConstraint("points >= 0", name="points_not_negative"),)

    criterion_id: uuid.UUID = Field(foreign_key="criterion.id", primary_key=True)
    points: int = Field(primary_key=True)
    text_ar: str
    text_en: str
