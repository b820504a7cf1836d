"""Assignments: who reads what, under which code."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import SQLModel

from awards.kit.db import id_field, ref, time_field

RECUSAL, DROPPED_OUT, HANDED_OVER = "recusal", "dropped_out", "handed_over"
"""Why an assignment ended: its judge was recused or excused from the entry, excused from the jury, or the entry given
to another judge in their stead."""


class Assignment(SQLModel, table=True):
    """One judge reads one entry in one round."""

    __table_args__ = (
        sa.UniqueConstraint("round_id", "judge_id", "entry_id"),
        sa.UniqueConstraint("judge_id", "code"),
    )

    id: uuid.UUID = id_field()
    round_id: uuid.UUID = ref("round.id", index=False)
    entry_id: uuid.UUID = ref("entry.id")
    judge_id: uuid.UUID = ref("judge.id", index=False)
    code: str
    """What this judge calls the entry; every judge has another code for it."""
    position: int
    """In this judge's own random order, from 1."""
    made_at: datetime = time_field()
    made_by_id: uuid.UUID = ref("person.id", index=False)
    ended_at: datetime | None = time_field(nullable=True)
    """Set where the judge is recused or excused; its sheet does not count."""
    ended_reason: str = ""
    """RECUSAL, DROPPED_OUT, HANDED_OVER, or empty while it stands."""
