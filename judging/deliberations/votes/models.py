"""Motions that a chair puts to the panel, and how its members voted."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, text_field, time_field
from judging.deliberations.models import Outcome


class Choice(StrEnum):
    """How a member votes."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"


class Motion(SQLModel, table=True):
    """What should become of a place. Never changed once its vote is closed."""

    __tablename__ = "room_motion"

    id: uuid.UUID = id_field()
    room_id: uuid.UUID = ref("deliberation_room.id")
    place: int
    outcome: Outcome = enum_field(Outcome)
    citation_ar: str = text_field()
    citation_en: str = text_field()
    reason: str = text_field()
    """Why the place should depart from the ranking, or be withheld, in Arabic."""
    reason_en: str = text_field()
    put_at: datetime = time_field()
    put_by_id: uuid.UUID = ref("person.id", index=False)
    closed_at: datetime | None = time_field(nullable=True)
    closed_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    taken_back: bool = False
    """Closed without a count."""
    aside: int = 0
    """How many members stood aside from it when it was closed."""


class MotionItem(SQLModel, table=True):
    """An item of the agenda that a motion gives the place to."""

    __tablename__ = "room_motion_item"

    motion_id: uuid.UUID = Field(foreign_key="room_motion.id", primary_key=True)
    item_id: uuid.UUID = Field(foreign_key="room_item.id", primary_key=True)


class Vote(SQLModel, table=True):
    """A member who was present when a motion was put, and how they voted, if they did."""

    __tablename__ = "room_vote"

    motion_id: uuid.UUID = Field(foreign_key="room_motion.id", primary_key=True)
    judge_id: uuid.UUID = Field(foreign_key="judge.id", primary_key=True)
    choice: Choice | None = enum_field(Choice, nullable=True)
    cast_at: datetime | None = time_field(nullable=True)
