"""What people have done with each cycle, so that its phase is told after the facts and not after its dates alone."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Announcement, Cycle
from awards.cycles.timetable import Happened
from judging.deliberations.models import Publication
from judging.rounds.contest import is_current
from judging.rounds.models import Round
from judging.rubrics.kinds import RoundKind

_cycles = Cycle.__table__  # type: ignore[attr-defined]
_announcements = Announcement.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_publications = Publication.__table__  # type: ignore[attr-defined]

_is_last_round = is_current(_rounds, _cycles)
_HAPPENED = (
    sa.select(
        _cycles.c.id,
        _announcements.c.announced_at.is_not(None).label("announced"),
        sa.or_(_rounds.c.opened_at.is_not(None), _rounds.c.chosen).label("round_opened"),
        sa.and_(_rounds.c.closed_at.is_not(None), _rounds.c.kind != RoundKind.FIRST_READING).label(
            "round_closed"
        ),
        sa.and_(
            _publications.c.published_at.is_not(None), _cycles.c.publishes_at <= sa.bindparam("now")
        ).label("published"),
    )
    .outerjoin(_announcements, _announcements.c.cycle_id == _cycles.c.id)
    .outerjoin(_rounds, sa.and_(_rounds.c.cycle_id == _cycles.c.id, _is_last_round))
    .outerjoin(_publications, _publications.c.cycle_id == _cycles.c.id)
)


def happened(session: Session, now: datetime) -> dict[uuid.UUID, Happened]:
    """For every cycle, by its id: one statement."""
    rows = session.connection().execute(_HAPPENED, {"now": now})
    return {cycle_id: Happened(*map(bool, facts)) for cycle_id, *facts in rows}
