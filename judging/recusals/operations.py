"""What is done with recusals: a judge declares one, an organiser excuses a judge."""

import uuid
from datetime import datetime

from sqlmodel import Session, select

from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg
from judging.recusals.conflicts import ConflictKind
from judging.recusals.models import Recusal


def declare_recusal(
    session: Session, judge_id: uuid.UUID, entry_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime
) -> Recusal:
    """The judge recuses themselves from the entry, for good.

    Raises RuleBroken if they were recused or excused before.
    """
    recusal = _kept(session, judge_id, entry_id, reason, by=by, at=at)
    detail = {"judge": str(judge_id), "entry": str(entry_id), "reason": reason}
    audit.record(session, "recusal.declared", recusal.id, by=by, at=at, detail=detail)
    return recusal


def excuse_judge(
    session: Session,
    judge_id: uuid.UUID,
    entry_id: uuid.UUID,
    conflict: ConflictKind,
    *,
    by: uuid.UUID,
    at: datetime,
) -> Recusal:
    """An organiser excuses the judge from the entry, for good, because of a conflict. Raises as a recusal does."""
    recusal = _kept(session, judge_id, entry_id, conflict.value, by=by, at=at)
    detail = {"judge": str(judge_id), "entry": str(entry_id), "conflict": conflict.value}
    audit.record(session, "judge.excused", recusal.id, by=by, at=at, detail=detail)
    return recusal


def _kept(
    session: Session, judge_id: uuid.UUID, entry_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime
) -> Recusal:
    known = select(Recusal.id).where(Recusal.judge_id == judge_id, Recusal.entry_id == entry_id)
    if session.exec(known).first():
        raise RuleBroken(msg("This judge has already been recused or excused from this entry."))
    recusal = Recusal(judge_id=judge_id, entry_id=entry_id, reason=reason, declared_at=at, declared_by_id=by)
    session.add(recusal)
    session.flush()
    return recusal
