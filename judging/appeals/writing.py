"""Who is written to about an appeal: the entry's people, and whoever is to rule."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from awards.entries.addressees import write_to_people
from awards.kit.i18n import as_lang
from awards.kit.mail.many import Addressed, queue_mails
from awards.people.models import Person
from judging.appeals.queries import Filed

_NOTHING: Mapping[str, Any] = {}


def about(appeal: Filed) -> dict[str, Any]:
    """What every letter about an appeal says of it."""
    return {
        "number": appeal.number,
        "cycle_number": appeal.cycle_number,
        "entry": str(appeal.entry_id),
        "entry_number": appeal.entry_number,
        "title": {"ar": appeal.title_ar, "en": appeal.title_en},
        "zone": appeal.zone,
    }


def write_to_entrant(
    session: Session,
    kind: str,
    appeal: Filed,
    more: Mapping[str, Any] = _NOTHING,
    *,
    by: uuid.UUID,
    at: datetime,
) -> int:
    """To all people of the entry, with what else the letter says; to how many."""
    return write_to_people(session, kind, {**about(appeal), **more}, appeal.entry_id, by=by, at=at)


def write_to(
    session: Session, kind: str, appeal: Filed, people: Iterable[uuid.UUID], *, by: uuid.UUID, at: datetime
) -> int:
    """To these persons, unless their accounts are disabled; to how many."""
    here = select(Person).where(col(Person.id).in_(list(people)), col(Person.disabled_at).is_(None))
    letters = [
        Addressed(person.id, person.email, as_lang(person.lang), about(appeal))
        for person in session.exec(here)
    ]
    return queue_mails(session, kind, letters, about=appeal.id, at=at, by=by)
