"""Recusals."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import SQLModel

from awards.kit.db import id_field, ref, text_field, time_field


class Recusal(SQLModel, table=True):
    """A judge stands back from an entry; their sheet of it is kept and never counts."""

    __table_args__ = (sa.UniqueConstraint("judge_id", "entry_id"),)

    id: uuid.UUID = id_field()
    judge_id: uuid.UUID = ref("judge.id", index=False)
    entry_id: uuid.UUID = ref("entry.id")
    reason: str = text_field()
    declared_at: datetime = time_field()
    declared_by_id: uuid.UUID = ref("person.id", index=False)
