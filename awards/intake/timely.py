"""Reminders before the deadline: when one is due, of what it tells, and sending it once to each person.

The worker asks again and again. That a letter goes out once is held by the outbox: its name there is made of the cycle,
the closing, the reminder and the person, so that neither a killed worker nor a clock that steps back sends another one.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Cycle
from awards.cycles.queries import IS_ANNOUNCED
from awards.entries.addressees import Addressee, addressees_of
from awards.entries.completeness import gaps
from awards.entries.desk import last_submission
from awards.entries.extensions.models import Extension
from awards.entries.many import sheets_in
from awards.entries.models import Entry, EntryState, Submission
from awards.entries.queries import HEAD
from awards.entries.sheet import Head
from awards.intake.letters import DUE
from awards.kit import audit
from awards.kit.errors import Invalid
from awards.kit.i18n import msg
from awards.kit.mail.many import Addressed, queue_mails

CHOICES = (336, 168, 72, 48, 24, 6)
"""Hours before the closing at which a cycle may remind."""

_entry = Entry.__table__  # type: ignore[attr-defined]
_submission = Submission.__table__  # type: ignore[attr-defined]
_extension = Extension.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]

_CHANGED = (
    HEAD.join(_submission, last_submission(_entry.c.id))
    .where(
        _entry.c.cycle_id == sa.bindparam("cycle"),
        _entry.c.state == EntryState.SUBMITTED,
        _entry.c.version > _submission.c.version,
    )
    .order_by(_entry.c.number)
)
_OPEN = select(Cycle).where(IS_ANNOUNCED, col(Cycle.opens_at) <= sa.bindparam("now"))
_CLOSINGS = sa.select(_extension.c.closes_at, sa.func.max(_extension.c.given_at)).where(
    _extension.c.cycle_id == sa.bindparam("cycle"),
    sa.or_(_extension.c.entry_id.is_not(None), _extension.c.category_id.is_not(None)),
    _extension.c.closes_at > sa.bindparam("now"),
)


class Due(NamedTuple):
    """One reminder of one cycle: before this closing, for those whom it holds for, so many hours ahead."""

    cycle_id: uuid.UUID
    closes: datetime
    hours: int

    @property
    def since(self) -> datetime:
        return self.closes - timedelta(hours=self.hours)


def due_now(
    cycle_id: uuid.UUID, closings: Mapping[datetime, datetime | None], hours: Sequence[int], now: datetime
) -> Iterator[Due]:
    """The reminders whose time has come, one for each closing at most: the nearest to it.

    `closings` says when each was told last. Whoever was told it after the time of a reminder needs none.
    """
    for closes, told in sorted(closings.items()):
        begun = [n for n in hours if closes - timedelta(hours=n) <= now < closes]
        if begun:
            due = Due(cycle_id, closes, min(begun))
            if told is None or told <= due.since:
                yield due


@dataclass(frozen=True, slots=True)
class Unsubmitted:
    """An entry of which something would not count as it stands: a draft, or what was changed after submitting."""

    head: Head
    missing: int
    """Things that a draft lacks."""


def closings_of(session: Session, cycle: Cycle, now: datetime) -> dict[datetime, datetime | None]:
    """Each closing that holds for somebody and lies ahead, with the time at which it was told last."""
    found: dict[datetime, datetime | None] = {}
    if cycle.closes_at > now:
        found[cycle.closes_at] = cycle.closes_moved_at
    rows = session.connection().execute(
        _CLOSINGS.group_by(_extension.c.closes_at), {"cycle": cycle.id, "now": now}
    )
    return found | {closes: given for closes, given in rows if closes > cycle.closes_at}


def reminders_due(session: Session, now: datetime) -> list[Due]:
    """Of every cycle that is announced and open; the letters themselves are not worked out."""
    return [
        due
        for cycle in session.exec(_OPEN, params={"now": now}).all()
        if cycle.reminder_hours
        for due in due_now(cycle.id, closings_of(session, cycle, now), cycle.reminder_hours, now)
    ]


def unsubmitted(session: Session, cycle_id: uuid.UUID) -> list[Unsubmitted]:
    """All of the cycle, drafts first."""
    drafts = sheets_in(session, cycle_id, EntryState.DRAFT)
    changed = map(Head._make, session.connection().execute(_CHANGED, {"cycle": cycle_id}))
    return [
        *(Unsubmitted(sheet.head, len({gap.subject for gap in gaps(sheet)})) for sheet in drafts),
        *(Unsubmitted(head, 0) for head in changed),
    ]


def letters_of(
    session: Session, due: Due, found: Sequence[Unsubmitted]
) -> dict[Addressee, list[Unsubmitted]]:
    """Who is written to, and of which entries: of those that were there when the time of the reminder came."""
    mine = [
        one for one in found if one.head.timetable.closes == due.closes and one.head.started_at <= due.since
    ]
    people = addressees_of(session, [one.head.id for one in mine])
    letters: defaultdict[Addressee, list[Unsubmitted]] = defaultdict(list)
    for one in mine:
        for person in people.get(one.head.id, ()):
            letters[person].append(one)
    return dict(letters)


def params_of(due: Due, entries: Sequence[Unsubmitted]) -> dict[str, Any]:
    """What the letter is written from."""
    head = entries[0].head
    return {
        "cycle": {"ar": head.cycle_ar, "en": head.cycle_en},
        "closes": due.closes.isoformat(),
        "zone": head.zone,
        "entries": [
            {
                "number": one.head.number,
                "ar": one.head.title_ar,
                "en": one.head.title_en,
                "draft": one.head.state is EntryState.DRAFT,
                "missing": one.missing,
            }
            for one in entries
        ],
    }


def send_reminder(
    session: Session, due: Due, letters: Mapping[Addressee, Sequence[Unsubmitted]], *, at: datetime
) -> int:
    """Queue what was not queued before, and say so in the audit log; how many letters are new."""
    addressed = (
        Addressed(
            to.person_id,
            to.email,
            to.lang,
            params_of(due, entries),
            once=f"{DUE}:{due.cycle_id}:{due.closes.isoformat()}:{due.hours}:{to.person_id}",
        )
        for to, entries in letters.items()
    )
    new = queue_mails(session, DUE, addressed, about=due.cycle_id, at=at)
    if new:
        detail = {"hours": due.hours, "closes": due.closes.isoformat(), "told": new}
        audit.record(session, "reminder.sent", due.cycle_id, by=None, at=at, detail=detail)
    return new


def set_reminders(
    session: Session, cycle: Cycle, hours: Sequence[int], *, by: uuid.UUID, at: datetime
) -> None:
    """Say when the cycle reminds; none switches it off. Raises Invalid for a span that is not offered."""
    if set(hours) - set(CHOICES):
        raise Invalid({"hours": msg("Choose one of the options.")})
    old = cycle.reminder_hours
    cycle.reminder_hours = sorted(set(hours), reverse=True)
    if cycle.reminder_hours == old:
        return
    session.add(cycle)
    session.flush()
    detail = {"old": {"hours": old}, "new": {"hours": cycle.reminder_hours}}
    audit.record(session, "cycle.reminders_set", cycle.id, by=by, at=at, detail=detail)
