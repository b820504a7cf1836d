"""Who approved a blind copy, as the audit log has it: each time, for what it says may be approved anew."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.entries.models import Entry
from awards.kit.audit import AuditEvent
from awards.people.models import Person
from judging.blinding.models import BlindCopy

_events = AuditEvent.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]

_ALONE, _TOGETHER = "blind_copy.approved", "blind_copies.approved_together"
_APPROVALS = (
    sa.select(_events.c.action, _events.c.at, _events.c.detail, _people.c.name_ar, _people.c.name_en)
    .join(_people, _people.c.id == _events.c.actor_id)
    .where(
        sa.or_(
            sa.and_(_events.c.action == _ALONE, _events.c.subject_id == sa.bindparam("copy")),
            sa.and_(_events.c.action == _TOGETHER, _events.c.subject_id == sa.bindparam("cycle")),
        ),
        # Before that there was another copy of the entry, of an earlier submission.
        _events.c.at >= sa.bindparam("prepared_at", type_=BlindCopy.__table__.c.prepared_at.type),  # type: ignore[attr-defined]
    )
    .order_by(_events.c.sequence.desc())
)


@dataclass(frozen=True, slots=True)
class Approval:
    """That a copy was approved: by whom, and what they knew of it."""

    name_ar: str
    name_en: str
    at: datetime
    reason: str
    """Why it was approved anew under begun sheets; empty otherwise."""
    names_left: int
    """Names that the approver saw and let stand."""
    together: bool
    """With others in which nothing was found, unread."""


def approvals_of(session: Session, entry: Entry, copy: BlindCopy) -> list[Approval]:
    """The last one, whose wording judges read, first; one statement."""
    rows = session.connection().execute(
        _APPROVALS,
        {"copy": str(copy.id), "cycle": str(entry.cycle_id), "prepared_at": copy.prepared_at},
    )
    return [
        Approval(
            row.name_ar,
            row.name_en,
            row.at,
            row.detail.get("reason", ""),
            row.detail.get("names_left", 0),
            row.action == _TOGETHER,
        )
        for row in rows
        if row.action == _ALONE or entry.number in row.detail["entries"]
    ]
