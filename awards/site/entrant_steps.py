"""What waits for an entrant beside their drafts: questions to answer, and people who want to join their agency."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.directory.models import Agency, Membership, MembershipKind
from awards.entries.desk import Step, title_in_words
from awards.entries.models import Entry, EntryState
from awards.entries.queries import MINE
from awards.kit.db import Database
from awards.kit.i18n import Bilingual, msg
from awards.registrations.models import Registration
from awards.screening.models import Clarification
from awards.screening.moving_queries import moves_of
from judging.appeals.lines import Told, told_entries
from judging.enquiries.queries import asked_of

_entry = Entry.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]
_asked = Clarification.__table__  # type: ignore[attr-defined]
_registration = Registration.__table__  # type: ignore[attr-defined]

_QUESTIONED = (
    sa.select(_entry.c.id, _entry.c.number, _entry.c.title_ar, _entry.c.title_en)
    .where(
        MINE,
        _entry.c.state == EntryState.SUBMITTED,
        sa.exists().where(
            _asked.c.entry_id == _entry.c.id, _asked.c.answered_at.is_(None), _asked.c.closed_at.is_(None)
        ),
    )
    .order_by(_entry.c.number)
)
_JOINING = (
    sa.select(
        _registration.c.id,
        _registration.c.name_ar,
        _registration.c.name_en,
        _agency.c.name_ar.label("agency_ar"),
        _agency.c.name_en.label("agency_en"),
    )
    .join(_agency, _agency.c.id == _registration.c.agency_id)
    .join(_member, _member.c.agency_id == _agency.c.id)
    .where(
        _member.c.person_id == sa.bindparam("viewer"),
        _member.c.kind == MembershipKind.OWNER,
        _registration.c.confirmed_at.is_not(None),
        _registration.c.outcome.is_(None),
    )
    .order_by(_registration.c.confirmed_at)
)


def asked_to_move(db: Database, entry_id: uuid.UUID) -> bool:
    """Whether organisers have ever proposed to move the entry to another category."""
    with db.read() as session:
        return bool(moves_of(session, entry_id))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the entrant's first page has from layers above entries."""

    steps: list[Step]
    told: dict[uuid.UUID, Told]
    """Each entry whose people were told how it did."""


def waiting_for(session: Session, viewer: uuid.UUID, now: datetime) -> Waiting:
    """Each step with the page where it is done; the number of statements does not grow with the entries."""
    connection = session.connection()
    told = told_entries(session, viewer)
    steps = [
        *(_questioned(row) for row in connection.execute(_QUESTIONED, {"viewer": viewer})),
        *(step for one in told if (step := _told(one, now))),
        *(
            Step(
                msg(
                    "Answer a judge's question about “%(title)s”",
                    title=title_in_words(one.number, one.title_ar, one.title_en),
                ),
                "/enquiries",
            )
            for one in asked_of(session, viewer)
            if one.answered_at is None
        ),
        *(
            Step(
                msg(
                    "Decide whether %(person)s may enter for %(agency)s",
                    person=Bilingual(row.name_ar, row.name_en),
                    agency=Bilingual(row.agency_ar, row.agency_en),
                ),
                f"/registrations/{row.id}",
            )
            for row in connection.execute(_JOINING, {"viewer": viewer})
        ),
    ]
    return Waiting(steps, {one.entry_id: one for one in told})


def told_of(session: Session, viewer: uuid.UUID, entry_id: uuid.UUID) -> Told | None:
    """How far the viewer's entry is with an appeal; nothing before its people were told how it did."""
    return next(iter(told_entries(session, viewer, entry_id)), None)


def _questioned(row: Any) -> Step:
    title = title_in_words(row.number, row.title_ar, row.title_en)
    return Step(
        msg("Answer the organisers' question about “%(title)s”", title=title),
        f"/entries/{row.id}/clarifications",
    )


def _told(one: Told, now: datetime) -> Step | None:
    """A ruling to read, an appeal that may be filed, or how the entry did as long as nothing is published."""
    title = title_in_words(one.number, one.title_ar, one.title_en)
    if one.ruled_lately(now):
        return Step(msg("Read the ruling on the appeal about “%(title)s”", title=title), f"{one.href}/appeal")
    if one.may_appeal(now):
        return Step(
            msg("Read how “%(title)s” did, and appeal if you see a ground", title=title),
            f"{one.href}/feedback",
            one.window.ends,
        )
    if not one.published:
        return Step(msg("Read how “%(title)s” did", title=title), f"{one.href}/feedback")
    return None
