"""Who is written to about an entry: whoever acted, and all who write it."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.directory.models import Membership
from awards.entries.content import check_path
from awards.entries.letters import SUBMITTED, TAKEN_BACK, WITHDRAWN
from awards.entries.models import Submission
from awards.entries.permissions import told_deadline
from awards.entries.sheet import Head
from awards.kit.i18n import as_lang
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person

_person = Person.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]
_MEMBERS = sa.select(_member.c.person_id).where(_member.c.agency_id == sa.bindparam("agency"))
_CONCERNED = (
    sa.select(_person.c.id, _person.c.email, _person.c.lang, _person.c.name_ar, _person.c.name_en)
    .where(
        sa.or_(
            _person.c.id == sa.bindparam("by"),
            _person.c.id.in_(_MEMBERS),
            sa.and_(sa.bindparam("alone"), _person.c.id == sa.bindparam("starter")),
        ),
        _person.c.disabled_at.is_(None),
    )
    .order_by(_person.c.email)
)


def tell_submitted(
    session: Session, head: Head, submission: Submission, *, by: uuid.UUID, at: datetime
) -> None:
    """The receipt's letter, in the transaction of the submission."""
    given = {
        "receipt": submission.receipt,
        "sequence": submission.sequence,
        "digest": submission.content_hash,
        "check": check_path(submission.id, submission.receipt, submission.content_hash),
    }
    tell(session, SUBMITTED, head, given, by=by, at=at)


def tell_withdrawn(session: Session, head: Head, reason: str, *, by: uuid.UUID, at: datetime) -> None:
    """That the entry is out by its own people's wish."""
    tell(session, WITHDRAWN, head, {"reason": reason}, by=by, at=at)


def tell_taken_back(session: Session, head: Head, *, by: uuid.UUID, at: datetime) -> None:
    """That a withdrawn entry is a draft again."""
    tell(session, TAKEN_BACK, head, {"until": told_deadline(head.timetable, at).isoformat()}, by=by, at=at)


def tell(
    session: Session, kind: str, head: Head, given: dict[str, Any], *, by: uuid.UUID, at: datetime
) -> None:
    """A letter to whoever acted and to all people of the entry's agency, or to the individual; `given` adds to what
    every letter about an entry says.
    """
    concerned = session.connection().execute(
        _CONCERNED,
        {"by": by, "agency": head.agency_id, "alone": head.agency_id is None, "starter": head.started_by_id},
    )
    people = {row.id: row for row in concerned}
    who = people.get(by)
    params = {
        "entry": str(head.id),
        "title": {"ar": head.title_ar, "en": head.title_en},
        "entrant": {"ar": head.entrant_ar, "en": head.entrant_en},
        "category": {"ar": head.category_ar, "en": head.category_en},
        "who": {"ar": who.name_ar, "en": who.name_en} if who else {"ar": "", "en": ""},
        "at": at.isoformat(),
        "zone": head.zone,
        **given,
    }
    for person in people.values():
        queue_mail(
            session,
            kind,
            params,
            to=person.email,
            about=head.id,
            person=person.id,
            lang=as_lang(person.lang),
            by=by,
            at=at,
        )
