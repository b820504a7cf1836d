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
from awards.kit.i18n import Lang
from awards.kit.links import Links
from awards.kit.mail.letters import Part, kind_named, parts
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


def letters_of(
    cycle: Cycle, old: Timetable, new: Timetable, readers: Readers, reason: str
) -> list[tuple[dict[str, Any], Sequence[Recipient]]]:
    """What each letter is written from, and to whom it goes; none where no date of theirs has moved. Pure."""
    letters: list[tuple[dict[str, Any], Sequence[Recipient]]] = []
    for names, to, path, why in (
        (FOR_ENTRANTS, readers.entrants, "/entries", reason.strip()),
        (FOR_JUDGES, readers.judges, "/scorecards", ""),
    ):
        changed = [name for name in names if getattr(old, name) != getattr(new, name)]
        moved = [
            {"name": name, "old": getattr(old, name).isoformat(), "new": getattr(new, name).isoformat()}
            for name in changed
        ]
        if changed and to:
            named = {"ar": cycle.name_ar, "en": cycle.name_en}
            letters.append(
                ({"cycle": named, "moved": moved, "zone": new.zone, "reason": why, "path": path}, to)
            )
    return letters


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
    for params, to in letters_of(cycle, old, new, readers, reason):
        letters = [Addressed(one.id, one.email, one.lang, params) for one in to]
        told += queue_mails(session, MOVED, letters, about=cycle.id, at=at, by=by)
    return told


def previews(
    cycle: Cycle, old: Timetable, new: Timetable, readers: Readers, reason: str, *, base_url: str, lang: Lang
) -> list[tuple[Part, int]]:
    """Each letter as its readers of `lang` would read it, and how many they are; nothing is written. Pure."""
    kind = kind_named(MOVED)
    assert kind is not None
    return [
        (parts(kind.write(params, Links(base_url, None)), lang)[0], len(to))
        for params, to in letters_of(cycle, old, new, readers, reason)
    ]
