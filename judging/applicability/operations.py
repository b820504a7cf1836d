"""What is done about criteria that do not apply to an entry: grant it, take it back."""

import uuid
from datetime import datetime

from sqlmodel import Session

from awards.entries.models import EntryState
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import msg
from judging.applicability.queries import Applicability, applicability_of, may_be_granted
from judging.scorecards.models import NotApplicable


def grant(
    session: Session,
    cycle: int,
    entry: int,
    criterion_id: uuid.UUID,
    reason_ar: str,
    reason_en: str,
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """The criterion is out of every sheet of the entry, for the reason that its entrant gives.

    Raises NotFound for a criterion that the entry's rubric does not have; RuleBroken unless the entry is submitted, the
    rubric allows it, half of the weight is left, and no judge has begun on the entry: so nobody's points are dropped.
    """
    found = _changeable(session, cycle, entry)
    criterion = (
        next((c for c in found.rubric.criteria if c.id == criterion_id), None) if found.rubric else None
    )
    if found.rubric is None or criterion is None:
        raise NotFound
    if criterion.key in found.out:
        raise RuleBroken(msg("This was granted already."))
    if not criterion.may_not_apply:
        raise RuleBroken(msg("By its rubric this criterion applies to every entry."))
    if not may_be_granted(found.rubric, found.out, criterion):
        raise RuleBroken(msg("Criteria with at least half of the weights must apply to an entry."))
    reasons = {"reason_ar": reason_ar.strip(), "reason_en": reason_en.strip()}
    if not all(reasons.values()):
        raise RuleBroken(msg("Write the reason in both languages."))
    row = NotApplicable(
        entry_id=found.entry.id, criterion_id=criterion_id, granted_at=at, granted_by_id=by, **reasons
    )
    session.add(row)
    session.flush()
    detail = {"criterion": criterion.key, **reasons}
    audit.record(session, "entry.criterion_taken_out", found.entry.id, by=by, at=at, detail=detail)


def take_back(
    session: Session, cycle: int, entry: int, criterion_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """The criterion applies again. Raises NotFound unless it was granted, RuleBroken once a judge has begun."""
    found = _changeable(session, cycle, entry)
    granted = next((one for one in found.grants if one.criterion.id == criterion_id), None)
    if granted is None:
        raise NotFound
    session.delete(session.get_one(NotApplicable, (found.entry.id, criterion_id)))
    session.flush()
    detail = {"criterion": granted.criterion.key}
    audit.record(session, "entry.criterion_put_back", found.entry.id, by=by, at=at, detail=detail)


def _changeable(session: Session, cycle: int, entry: int) -> Applicability:
    found = applicability_of(session, cycle, entry)
    if found.entry.state is not EntryState.SUBMITTED:
        raise RuleBroken(msg("Only of a submitted entry can be said what applies to it."))
    if found.begun:
        raise RuleBroken(msg("A judge has begun on this entry: what applies to it stands."))
    return found
