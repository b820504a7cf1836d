"""What waits for an entrant beside their drafts: questions to answer, and people who want to join their agency."""

import uuid

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
from judging.enquiries.queries import asked_of

_entry = Entry.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]
_asked = Clarification.__table__  # type: ignore[attr-defined]
_registration = Registration.__table__  # type: ignore[attr-defined]

_QUESTIONS = (
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


def waiting_steps(session: Session, viewer: uuid.UUID) -> list[Step]:
    """Each with the page where it is done: three statements, however many entries there are."""
    connection = session.connection()
    return [
        *(
            Step(
                msg(
                    "Answer the organisers' question about “%(title)s”",
                    title=title_in_words(row.number, row.title_ar, row.title_en),
                ),
                f"/entries/{row.id}/clarifications",
            )
            for row in connection.execute(_QUESTIONS, {"viewer": viewer})
        ),
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
