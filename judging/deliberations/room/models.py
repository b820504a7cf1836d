"""Rooms of panels: the agenda, and the minutes and presence on each of its items."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import id_field, ref, text_field, time_field


class DeliberationRoom(SQLModel, table=True):
    """The panel of a category meets over its first entries; opened by an organiser, over once its places stand."""

    __tablename__ = "deliberation_room"

    id: uuid.UUID = id_field()
    category_id: uuid.UUID = Field(foreign_key="category.id", unique=True)
    open_to_all: bool = False
    """Whether members see the sheets of every item, or of those on which they lodged one; alike in a whole cycle."""
    opened_at: datetime = time_field()
    opened_by_id: uuid.UUID = ref("person.id", index=False)


class RoomItem(SQLModel, table=True):
    """An entry on the agenda, under the code by which the whole panel calls it."""

    __tablename__ = "room_item"
    __table_args__ = (sa.UniqueConstraint("room_id", "entry_id"), sa.UniqueConstraint("room_id", "code"))

    id: uuid.UUID = id_field()
    room_id: uuid.UUID = ref("deliberation_room.id", index=False)
    entry_id: uuid.UUID = ref("entry.id", index=False)
    code: str
    minutes: str = text_field()
    """What the chair notes of the deliberation, for the award office."""
    version: int = 0
    """Raised by every change of the minutes or of who was present."""
    minuted_at: datetime | None = time_field(nullable=True)
    minuted_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)


class RoomPresence(SQLModel, table=True):
    """A member who was in the room for an item, as its chair ticked."""

    __tablename__ = "room_presence"

    item_id: uuid.UUID = Field(foreign_key="room_item.id", primary_key=True)
    judge_id: uuid.UUID = Field(foreign_key="judge.id", primary_key=True)
