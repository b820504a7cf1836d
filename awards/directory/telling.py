"""Telling those whom it concerns that somebody left an agency, has another part in it, or took it over."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from awards.directory.letters import REMOVED
from awards.directory.models import Agency
from awards.directory.queries import people_of
from awards.kit.i18n import as_lang
from awards.kit.mail.many import Addressed, queue_mails
from awards.kit.mail.outbox import Mail
from awards.people.models import Person
from awards.people.viewer import ForAgency

SAID_FOR = timedelta(days=30)
"""How long a person's first page says that they no longer belong to an agency."""


def tell(
    session: Session,
    kind: str,
    agency_id: uuid.UUID,
    person_id: uuid.UUID,
    *,
    by: uuid.UUID | None,
    at: datetime,
    also: Iterable[uuid.UUID] = (),
    gone: bool = False,
    **more: Any,
) -> int:
    """Write to the person, to the owners as they are now and to `also`; to how many.

    With `gone` the person is told as one who is not there any more.
    """
    agency = session.get_one(Agency, agency_id)
    owners = {part.person_id for part in people_of(session, agency_id) if part.answers}
    concerned = owners | {person_id, *also}
    wanted = concerned | ({by} if by else set())
    people = {one.id: one for one in session.exec(select(Person).where(col(Person.id).in_(wanted)))}
    said = {
        "agency": _named(agency),
        "person": _named(people[person_id]),
        "by": _named(people[by]) if by in people else None,
        "at": at.isoformat(),
        **more,
    }
    letters = [
        Addressed(one.id, one.email, as_lang(one.lang), said | {"gone": gone and one.id == person_id})
        for one in sorted(people.values(), key=lambda one: one.email)
        if one.id in concerned and one.disabled_at is None
    ]
    return queue_mails(session, kind, letters, about=agency_id, at=at, by=by)


def _named(thing: Agency | Person) -> dict[str, str]:
    return {"ar": thing.name_ar, "en": thing.name_en}


@dataclass(frozen=True, slots=True)
class Left:
    """An agency for which somebody no longer enters."""

    name_ar: str
    name_en: str
    at: datetime


def left_lately(
    session: Session, person_id: uuid.UUID, agencies: Iterable[ForAgency], now: datetime
) -> list[Left]:
    """The agencies that a person was taken out of in the last weeks, the latest first; none that they are in again.

    Read from the letters that told them.
    """
    theirs = {str(agency.id) for agency in agencies}
    mine = select(Mail).where(
        Mail.person_id == person_id, Mail.kind == REMOVED, col(Mail.queued_at) > now - SAID_FOR
    )
    found: dict[str, Left] = {}
    for mail in session.exec(mine.order_by(col(Mail.queued_at).desc())):
        if mail.params["gone"] and mail.about not in theirs:
            named = mail.params["agency"]
            found.setdefault(mail.about, Left(named["ar"], named["en"], mail.queued_at))
    return list(found.values())
