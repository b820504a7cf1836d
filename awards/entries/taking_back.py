"""A withdrawn entry is taken back: it is a draft again."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.entries import queries
from awards.entries.models import Entry, EntryEnding, EntryState
from awards.entries.notices import tell_taken_back
from awards.entries.permissions import may_take_back
from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg

_entry = Entry.__table__  # type: ignore[attr-defined]
_ending = EntryEnding.__table__  # type: ignore[attr-defined]
_DRAFT = sa.update(_entry).where(_entry.c.id == sa.bindparam("of")).values(state=EntryState.DRAFT)
_FORGET = sa.delete(_ending).where(_ending.c.entry_id == sa.bindparam("of"))


def take_back_entry(session: Session, entry_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Also what was submitted before the withdrawal counts only once it is submitted again: a limit of entries may have
    been used up by another one, and the terms may have changed.

    That it was withdrawn, and why, stays in the audit log. Raises RuleBroken for an entry that is not withdrawn, and
    once entries have ended.
    """
    head = queries.my_head(session, by, entry_id, to_change=True)
    if not may_take_back(head.state, head.timetable, at):
        raise RuleBroken(
            msg("Only a withdrawn entry can be taken back, and only as long as entries are taken.")
        )
    connection = session.connection()
    connection.execute(_FORGET, {"of": entry_id})
    connection.execute(_DRAFT, {"of": entry_id})
    audit.record(session, "entry.taken_back", entry_id, by=by, at=at, detail={"from": head.state.value})
    tell_taken_back(session, head, by=by, at=at)
