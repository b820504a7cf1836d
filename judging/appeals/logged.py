"""Whether every ruling on an appeal is still the one that the audit log has."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.kit.audit import AuditEvent
from judging.appeals.models import Appeal, AppealRuling

_events = AuditEvent.__table__  # type: ignore[attr-defined]
_RULED, _AGREED = "appeal.ruled", "appeal.ruling_agreed"
_LOGGED = (
    sa.select(_events.c.action, _events.c.subject_id, _events.c.actor_id, _events.c.at, _events.c.detail)
    .where(_events.c.action.in_([_RULED, _AGREED]))
    .order_by(_events.c.sequence)
)
_By = tuple[uuid.UUID | None, datetime | None]


def rulings_otherwise(session: Session) -> tuple[int, tuple[str, ...]]:
    """How many rulings there are, and in words each that is not what the log has last; the log must be whole."""
    ruled: dict[tuple[str, int], Any] = {}
    agreed: dict[tuple[str, int], _By] = {}
    for event in session.connection().execute(_LOGGED):
        about = event.subject_id, event.detail["number"]
        if event.action == _RULED:
            ruled[about] = event
            agreed.pop(about, None)
        else:
            agreed[about] = event.actor_id, event.at
    rulings = session.exec(
        select(AppealRuling, Appeal)
        .join(Appeal, col(Appeal.id) == col(AppealRuling.appeal_id))
        .order_by(col(Appeal.number))
    ).all()
    otherwise = []
    for ruling, appeal in rulings:
        about = str(appeal.entry_id), appeal.number
        known = _as_logged(ruling, ruled.get(about))
        if not known or (ruling.agreed_by_id, ruling.agreed_at) != agreed.get(about, (None, None)):
            otherwise.append(f"the ruling on appeal {appeal.number} of entry {appeal.entry_id}")
    return len(rulings), tuple(otherwise)


def _as_logged(ruling: AppealRuling, event: Any) -> bool:
    if event is None:
        return False
    said = {
        "ruling": ruling.outcome.value,
        "reasons_ar": ruling.reasons_ar,
        "reasons_en": ruling.reasons_en,
        "sheets": len(ruling.set_aside),
        "changes_place": ruling.changes_place,
    }
    return (ruling.ruled_by_id, ruling.ruled_at) == (event.actor_id, event.at) and all(
        event.detail.get(name) == value for name, value in said.items()
    )
