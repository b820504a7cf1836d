"""Taking back that an entry is disqualified."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.entries.models import Entry, EntryEnding, EntryState
from awards.entries.queries import head_of
from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg

_entry = Entry.__table__  # type: ignore[attr-defined]
_ending = EntryEnding.__table__  # type: ignore[attr-defined]


def reinstate_entry(
    session: Session, entry_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime
) -> None:
    """A disqualified entry is submitted again as it was last; the audit log alone keeps that it was out.

    The caller has asked whether it may still be judged. Raises RuleBroken for an entry that is not disqualified.
    """
    head = head_of(session, entry_id)
    if head.state is not EntryState.DISQUALIFIED:
        raise RuleBroken(msg("This entry is not disqualified."))
    connection = session.connection()
    connection.execute(sa.delete(_ending).where(_ending.c.entry_id == entry_id))
    connection.execute(sa.update(_entry).where(_entry.c.id == entry_id).values(state=EntryState.SUBMITTED))
    audit.record(session, "entry.reinstated", entry_id, by=by, at=at, detail={"reason": reason})
