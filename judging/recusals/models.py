"""Judges who were recused or excused from an entry."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import SQLModel

from awards.kit.db import id_field, ref, text_field, time_field


class Recusal(SQLModel, table=True):
    """A judge takes no part in judging an entry, for good; their sheet of it is kept and never counts.

    On the judge's own word they are recused; on an organiser's, because of a conflict, they are excused.
    """

    __table_args__ = (sa.UniqueConstraint("judge_id", "entry_id"),)

    id: uuid.UUID = id_field()
    judge_id: uuid.UUID = ref("judge.id", index=False)
    entry_id: uuid.UUID = ref("entry.id")
    reason: str = text_field()
    """What the judge wrote; of one who is excused the value of the `ConflictKind`."""
    declared_at: datetime = time_field()
    declared_by_id: uuid.UUID = ref("person.id", index=False)
