"""What is done with recusals: declare one."""

import uuid
from datetime import datetime

from sqlmodel import Session, select

from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg
from judging.recusals.models import Recusal


def declare_recusal(
    session: Session, judge_id: uuid.UUID, entry_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime
) -> Recusal:
    """The judge stands back from the entry, for good. Raises RuleBroken if they already have."""
    known = select(Recusal.id).where(Recusal.judge_id == judge_id, Recusal.entry_id == entry_id)
    if session.exec(known).first():
        raise RuleBroken(msg("This judge has already stepped aside from this entry."))
    recusal = Recusal(judge_id=judge_id, entry_id=entry_id, reason=reason, declared_at=at, declared_by_id=by)
    session.add(recusal)
    session.flush()
    detail = {"judge": str(judge_id), "entry": str(entry_id), "reason": reason}
    audit.record(session, "recusal.declared", recusal.id, by=by, at=at, detail=detail)
    return recusal
