"""What is in a round, in SQL: which entries are read in it, whose sheets count, until when.

A first round reads every submitted entry of its cycle, and a later one those that moved on to it. So statements about
a round that must not grow an argument each time say `read_in(rounds, entries)`.
"""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.sql import FromClause
from sqlmodel import Session

from awards.cycles.models import Cycle
from judging.rounds.models import Finalist, Round
from judging.rubrics.kinds import RoundKind

_rounds = Round.__table__  # type: ignore[attr-defined]
_cycles = Cycle.__table__  # type: ignore[attr-defined]
_finalists = Finalist.__table__  # type: ignore[attr-defined]
_last = _rounds.alias("last")

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
    return sa.or_(rounds.c.chosen.is_(False), moved_on)


def begun(rounds: FromClause) -> sa.ColumnElement[bool]:
    """Whether the cycle has come to the round: scoring waits until entries have moved on to it from a first reading."""
    moved_on = sa.exists().where(_finalists.c.round_id == rounds.c.id).correlate(rounds)
    return sa.or_(rounds.c.chosen.is_(False), moved_on)


def is_current(rounds: FromClause, cycles: FromClause) -> sa.ColumnElement[bool]:
    """Whether the round is the one in which its cycle is, and that decides: the last that has begun."""
    last = sa.select(sa.func.max(_last.c.position)).where(_last.c.cycle_id == cycles.c.id, begun(_last))
    return rounds.c.position == last.correlate(cycles).scalar_subquery()


def counting_rounds(session: Session, round_id: uuid.UUID) -> list[uuid.UUID]:
    """The rounds whose sheets count for those that are read in this one: itself, and scoring before a panel that pools."""
    this = _rounds.alias("this")
    counted = (
        sa.select(_rounds.c.id)
        .join(this, this.c.cycle_id == _rounds.c.cycle_id)
        .where(
            this.c.id == round_id,
            sa.or_(
                _rounds.c.id == this.c.id,
                sa.and_(this.c.kind == RoundKind.FINAL, this.c.pools, _rounds.c.kind == RoundKind.SCORING),
            ),
        )
        .order_by(_rounds.c.position)
    )
    return list(session.connection().scalars(counted))


def closes_at(session: Session, round_id: uuid.UUID) -> datetime:
    """When judges of the round must have lodged."""
    found = sa.select(CLOSES_AT).join(_cycles, _cycles.c.id == _rounds.c.cycle_id)
    closes: datetime = session.connection().execute(found.where(_rounds.c.id == round_id)).scalar_one()
    return closes
