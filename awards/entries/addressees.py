"""To whom letters about an entry go: the agency's people, or the individual whose entry it is."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from awards.directory.models import Membership
from awards.entries.models import Entry
from awards.kit.i18n import Lang, as_lang
from awards.kit.mail.many import Addressed, queue_mails
from awards.people.models import Person

_entry = Entry.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]

_PEOPLE = (
    sa.select(
        _entry.c.id.label("entry_id"),
        _person.c.id,
        _person.c.email,
        _person.c.name_ar,
        _person.c.name_en,
        _person.c.lang,
    )
    .select_from(_entry)
    .join(_member, _member.c.agency_id == _entry.c.agency_id, isouter=True)
    .join(
        _person,
        _person.c.id
        == sa.case((_entry.c.agency_id.is_(None), _entry.c.started_by_id), else_=_member.c.person_id),
    )
    .where(_entry.c.id.in_(sa.bindparam("entries", expanding=True)), _person.c.disabled_at.is_(None))
    .order_by(_person.c.name_ar, _person.c.email)
)


class Addressee(NamedTuple):
    """Somebody who is written to about an entry."""

    person_id: uuid.UUID
    email: str
    name_ar: str
    name_en: str
    lang: Lang


def addressees_of(session: Session, entries: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Addressee]]:
    """By entry, in one statement; none for an entry whose people have all gone."""
    found: defaultdict[uuid.UUID, list[Addressee]] = defaultdict(list)
    for row in session.connection().execute(_PEOPLE, {"entries": list(entries)}):
        found[row.entry_id].append(Addressee(row.id, row.email, row.name_ar, row.name_en, as_lang(row.lang)))
    return dict(found)


def write_to_people(
    session: Session,
    kind: str,
    params: Mapping[str, Any],
    entry_id: uuid.UUID,
    *,
    by: uuid.UUID,
    at: datetime,
) -> int:
    """The same letter to each of an entry's people, in the caller's transaction; to how many."""
    people = addressees_of(session, [entry_id]).get(entry_id, [])
    letters = [Addressed(one.person_id, one.email, one.lang, params) for one in people]
    return queue_mails(session, kind, letters, about=entry_id, at=at, by=by)
