"""Whom moved dates concern, and telling them. Judges are told no reason: it may name an agency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.letters import MOVED
from awards.cycles.models import Cycle
from awards.cycles.timetable import Timetable
from awards.entries.extensions.queries import Recipient, everybody_who_may_enter, recipients
from awards.kit.mail.many import Addressed, queue_mails
from awards.people.models import Person
from judging.panels.models import Judge

_judge = Judge.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]

FOR_ENTRANTS = ("opens", "closes")
FOR_JUDGES = ("judging_opens", "judging_closes")


@dataclass(frozen=True, slots=True)
class Readers:
    """Who is written to if a date of theirs is moved."""

    entrants: Sequence[Recipient]
    judges: Sequence[Recipient]


def readers_of(session: Session, cycle: Cycle, *, announced: bool) -> Readers:
    """Nobody before the announcement: they know no date yet."""
    if not announced:
        return Readers((), ())
    seated = sa.select(_judge.c.person_id).where(
        _judge.c.cycle_id == cycle.id, _judge.c.dropped_out_at.is_(None)
    )
    return Readers(everybody_who_may_enter(session, cycle), recipients(session, _person.c.id.in_(seated)))


def tell_of_moved_dates(
    session: Session,
    cycle: Cycle,
    old: Timetable,
    new: Timetable,
    readers: Readers,
    reason: str,
    *,
    by: UUID,
    at: datetime,
) -> int:
    """Queue a letter to everybody one of whose dates has moved; how many."""
    told = 0
    for names, to, path, why in (
        (FOR_ENTRANTS, readers.entrants, "/entries", reason.strip()),
        (FOR_JUDGES, readers.judges, "/scorecards", ""),
    ):
        changed = [name for name in names if getattr(old, name) != getattr(new, name)]
        if not changed:
            continue
        params: dict[str, Any] = {
            "cycle": {"ar": cycle.name_ar, "en": cycle.name_en},
            "moved": [
                {
                    "name": name,
                    "old": getattr(old, name).isoformat(),
                    "new": getattr(new, name).isoformat(),
                }
                for name in changed
            ],
            "zone": new.zone,
            "reason": why,
            "path": path,
        }
        letters = (Addressed(one.id, one.email, one.lang, params) for one in to)
        told += queue_mails(session, MOVED, letters, about=cycle.id, at=at, by=by)
    return told
