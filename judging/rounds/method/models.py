"""How a round's results are worked out, as it was chosen: by version, never edited."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import SQLModel

from awards.kit.db import enum_field, id_field, ref, text_field, time_field
from judging.rounds.method.rules import Ladder, Method


class RoundMethod(SQLModel, table=True):
    """One version of a scoring round's `Rules`; the highest stands, and a final panel is counted by it too."""

    __tablename__ = "round_method"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "version"),
        sa.CheckConstraint('0 < "leading" AND "leading" < clear AND clear <= 100', name="labels"),
    )

    id: uuid.UUID = id_field()
    round_id: uuid.UUID = ref("round.id", index=False)
    version: int
    method: Method = enum_field(Method, name="method")
    ladder: Ladder = enum_field(Ladder, name="ladder")
    clear: int
    leading: int
    far: str
    """Decimal text."""
    draws: int
    seed: int
    reason: str = text_field()
    """Why this version replaces the one before; empty for the first."""
    set_at: datetime = time_field()
    set_by_id: uuid.UUID = ref("person.id", index=False)
