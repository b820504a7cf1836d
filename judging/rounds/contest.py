"""What is in a round, in SQL: which entries are read in it, whose sheets count, until when.

A first round reads every submitted entry of its cycle, and a later one its finalists. So statements about a round
that must not grow an argument each time say `read_in(rounds, entries)`.
"""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.sql import FromClause
from sqlmodel import Session

from awards.cycles.models import Cycle
from judging.rounds.models import Finalist, Round

_rounds = Round.__table__  # type: ignore[attr-defined]
_cycles = Cycle.__table__  # type: ignore[attr-defined]
_finalists = Finalist.__table__  # type: ignore[attr-defined]

CLOSES_AT = sa.case(
    (
        sa.and_(
            _rounds.c.closes_at > _cycles.c.judging_opens_at,
            _rounds.c.closes_at < _cycles.c.judging_closes_at,
        ),
        _rounds.c.closes_at,
    ),
    else_=_cycles.c.judging_closes_at,
)
"""When judges of a round must have lodged: its own end, or that of the cycle's judging if its own lies outside of it,
as it may once the cycle's dates were moved."""


def read_in(rounds: FromClause, entries: FromClause) -> sa.ColumnElement[bool]:
    """Whether an entry of the round's cycle is read in the round."""
    moved_on = (
        sa.exists()
        .where(_finalists.c.round_id == rounds.c.id, _finalists.c.entry_id == entries.c.id)
        .correlate(rounds, entries)
    )
    return sa.or_(rounds.c.position == 1, moved_on)


def counting_rounds(session: Session, round_id: uuid.UUID) -> list[uuid.UUID]:
    """The rounds whose sheets count for those that are read in this one: itself, and those before if it pools."""
    this = _rounds.alias("this")
    counted = (
        sa.select(_rounds.c.id)
        .join(this, this.c.cycle_id == _rounds.c.cycle_id)
        .where(
            this.c.id == round_id,
            sa.or_(_rounds.c.id == this.c.id, sa.and_(this.c.pools, _rounds.c.position < this.c.position)),
        )
        .order_by(_rounds.c.position)
    )
    return list(session.connection().scalars(counted))


def closes_at(session: Session, round_id: uuid.UUID) -> datetime:
    """When judges of the round must have lodged."""
    found = sa.select(CLOSES_AT).join(_cycles, _cycles.c.id == _rounds.c.cycle_id)
    closes: datetime = session.connection().execute(found.where(_rounds.c.id == round_id)).scalar_one()
    return closes
