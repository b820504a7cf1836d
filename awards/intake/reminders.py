"""Reminding the people of drafts: once an entry and day."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Cycle
from awards.entries.addressees import Addressee, addressees_of
from awards.entries.completeness import gaps
from awards.entries.many import sheets_in
from awards.entries.models import EntryState
from awards.intake.figures import day_of
from awards.intake.letters import REMINDED
from awards.intake.risk import DraftAtRisk, Risk, examine
from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg
from awards.kit.mail.outbox import Mail, queue_mail

_LAST = (
    select(Mail.about, sa.func.max(col(Mail.queued_at)))
    .where(Mail.kind == REMINDED, col(Mail.about).in_(sa.bindparam("entries", expanding=True)))
    .group_by(col(Mail.about))
)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A draft that was chosen, and to whom the letter goes: to nobody if it was reminded of today already."""

    draft: DraftAtRisk
    to: Sequence[Addressee]
    was_today: bool


def drafts_at_risk(session: Session, cycle: Cycle, now: datetime) -> list[DraftAtRisk]:
    """Every draft of the cycle; the one at the greatest risk first, then the one that was left the longest."""
    sheets = sheets_in(session, cycle.id, EntryState.DRAFT)
    last = _last_reminded(session, [sheet.head.id for sheet in sheets])
    found = [examine(sheet, gaps(sheet), now, last.get(sheet.head.id)) for sheet in sheets]
    return sorted(found, key=lambda draft: (-draft.risk, -draft.untouched, draft.sheet.head.number))


def _last_reminded(session: Session, entries: Sequence[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    rows = session.exec(_LAST, params={"entries": list(map(str, entries))})
    return {uuid.UUID(about): at for about, at in rows}


def plan(session: Session, cycle: Cycle, numbers: Collection[int], now: datetime) -> list[Reminder]:
    """The reminders of these drafts by number; what is no draft any more is left out. Sends nothing."""
    drafts = [d for d in drafts_at_risk(session, cycle, now) if d.sheet.head.number in numbers]
    people = addressees_of(session, [draft.sheet.head.id for draft in drafts])
    found = []
    for draft in sorted(drafts, key=lambda draft: draft.sheet.head.number):
        today = draft.reminded_at is not None and day_of(draft.reminded_at) == day_of(now)
        may_be_told = draft.writable and not today
        found.append(Reminder(draft, people.get(draft.sheet.head.id, []) if may_be_told else [], today))
    return found


def params_of(draft: DraftAtRisk) -> dict[str, Any]:
    """What the letter is written from."""
    head = draft.sheet.head
    return {
        "entry": str(head.id),
        "title": {"ar": head.title_ar, "en": head.title_en},
        "entrant": {"ar": head.entrant_ar, "en": head.entrant_en},
        "category": {"ar": head.category_ar, "en": head.category_en},
        "missing": draft.missing,
        "closes": head.timetable.closes.isoformat(),
        "zone": head.zone,
    }


def remind(
    session: Session, cycle: Cycle, numbers: Collection[int], *, by: uuid.UUID, at: datetime
) -> tuple[int, int]:
    """Write to the people of these drafts; how many entries and letters it were.

    Raises RuleBroken once nothing can be submitted any more, or if there is nobody to write to.
    """
    planned = plan(session, cycle, numbers, at)
    if not any(reminder.draft.writable for reminder in planned):
        raise RuleBroken(msg("Nothing can be submitted now: there is nothing to remind of."))
    chosen = [reminder for reminder in planned if reminder.to]
    if not chosen:
        raise RuleBroken(msg("There is nobody to write to: choose drafts that were not reminded of today."))
    for reminder in chosen:
        head = reminder.draft.sheet.head
        for person in reminder.to:
            queue_mail(
                session,
                REMINDED,
                params_of(reminder.draft),
                to=person.email,
                about=head.id,
                at=at,
                person=person.person_id,
                lang=person.lang,
                by=by,
                once=f"{REMINDED}:{head.id}:{person.person_id}:{day_of(at)}",
            )
        detail = {"recipients": len(reminder.to), "lacking": reminder.draft.missing}
        audit.record(session, "entry.reminded", head.id, by=by, at=at, detail=detail)
    return len(chosen), sum(len(reminder.to) for reminder in chosen)


def filtered(
    drafts: Sequence[DraftAtRisk], *, category: str = "", risk: Risk | None = None
) -> list[DraftAtRisk]:
    """Those of a category that are at exactly this risk."""
    return [
        draft
        for draft in drafts
        if category in ("", draft.sheet.head.category_code) and risk in (None, draft.risk)
    ]
