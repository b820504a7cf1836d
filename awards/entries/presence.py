"""Who is where in an entry right now, and whether they have typed what is not saved yet.

A beat is no event of the record: it is written without an audit event, and nobody but the entry's own people reads it.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session

from awards.entries.models import Entry, EntryPresence, Place
from awards.entries.queries import MINE
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import Bilingual, Message, msg
from awards.people.models import Person

HERE_FOR = timedelta(seconds=45)
"""So long after its last beat a page counts as open: it beats every fifteen seconds, and two may be lost."""
FRESH_FOR = timedelta(seconds=10)
"""A beat that says nothing new so soon after the one before is not written."""

_entry = Entry.__table__  # type: ignore[attr-defined]
_presence = EntryPresence.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]

_IN_MINE = (
    sa.select(
        _presence.c.person_id,
        _presence.c.place,
        _presence.c.seen_at,
        _presence.c.unsaved,
        _person.c.name_ar,
        _person.c.name_en,
    )
    .select_from(_entry)
    .join(
        _presence,
        sa.and_(_presence.c.entry_id == _entry.c.id, _presence.c.seen_at > sa.bindparam("since")),
        isouter=True,
    )
    .join(_person, _person.c.id == _presence.c.person_id, isouter=True)
    .where(_entry.c.id == sa.bindparam("entry"), MINE)
    .order_by(_person.c.name_ar, _presence.c.person_id, _presence.c.place)
)
_OWN = sa.and_(
    _presence.c.entry_id == sa.bindparam("of"),
    _presence.c.person_id == sa.bindparam("by"),
    _presence.c.place == sa.bindparam("at_place"),
)
_SEEN = sa.update(_presence).where(_OWN)
_ARRIVE = sa.insert(_presence)
_LEAVE = sa.delete(_presence).where(_OWN)
_FORGET = sa.delete(_presence).where(
    _presence.c.entry_id == sa.bindparam("of"), _presence.c.seen_at <= sa.bindparam("since")
)


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has a page of the entry open."""

    person_id: uuid.UUID
    name_ar: str
    name_en: str
    place: Place
    seen_at: datetime
    unsaved: bool


def present_in(
    connection: Connection, viewer: uuid.UUID, entry_id: uuid.UUID, now: datetime
) -> list[Present]:
    """Who is in the viewer's entry, themselves among them, by name and page: one statement. Raises NotFound."""
    asked = {"entry": entry_id, "viewer": viewer, "since": now - HERE_FOR}
    rows = connection.execute(_IN_MINE, asked).all()
    if not rows:
        raise NotFound
    return [
        Present(row.person_id, row.name_ar, row.name_en, row.place, row.seen_at, row.unsaved)
        for row in rows
        if row.person_id is not None
    ]


def others(present: Sequence[Present], viewer: uuid.UUID) -> list[Present]:
    """Without the viewer's own windows."""
    return [one for one in present if one.person_id != viewer]


def who_is_in(session: Session, viewer: uuid.UUID, entry_id: uuid.UUID, now: datetime) -> list[Message]:
    """The others who are in the viewer's entry, in words. Raises NotFound."""
    present = present_in(session.connection(), viewer, entry_id, now)
    return [words_of(one) for one in others(present, viewer)]


def is_news(
    present: Sequence[Present], viewer: uuid.UUID, place: Place, now: datetime, *, unsaved: bool
) -> bool:
    """Whether a beat is worth a write: most are not, and saves need not wait for them."""
    own = next((one for one in present if (one.person_id, one.place) == (viewer, place)), None)
    return own is None or own.unsaved != unsaved or now - own.seen_at >= FRESH_FOR


def beat(
    session: Session, entry_id: uuid.UUID, place: Place, *, unsaved: bool, by: uuid.UUID, at: datetime
) -> None:
    """Note that a person is there; whose entry it is, the caller has asked."""
    connection = session.connection()
    own = {"of": entry_id, "by": by, "at_place": place}
    if connection.execute(_SEEN, {**own, "seen_at": at, "unsaved": unsaved}).rowcount:
        return
    connection.execute(_FORGET, {"of": entry_id, "since": at - HERE_FOR})
    connection.execute(
        _ARRIVE,
        {"entry_id": entry_id, "person_id": by, "place": place, "seen_at": at, "unsaved": unsaved},
    )


def leave(session: Session, entry_id: uuid.UUID, place: Place, *, by: uuid.UUID) -> None:
    """Note that they have closed that page."""
    session.connection().execute(_LEAVE, {"of": entry_id, "by": by, "at_place": place})


_PLACES = {
    Place.SUMMARY: msg("Title and summary"),
    Place.ANSWERS: msg("Answers"),
    Place.ATTACHMENTS: msg("Files"),
    Place.SERVICES: msg("Services"),
    Place.CHECK: msg("Check your answers and submit"),
}


class TextElsewhere(RuleBroken):
    """Somebody else has typed what is not saved yet, and it would not be part of what is submitted: `present`."""

    def __init__(self, present: Sequence[Present]) -> None:
        self.present = list(present)
        super().__init__(words_of(self.present[0]))


def refuse_while_others_write(session: Session, entry_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Raises TextElsewhere."""
    present = others(present_in(session.connection(), by, entry_id, at), by)
    if writing := [one for one in present if one.unsaved]:
        raise TextElsewhere(writing)


def words_of(one: Present) -> Message:
    """Where somebody is, in a sentence."""
    text = (
        msg("%(person)s is in “%(place)s” and has text there that is not saved yet.")
        if one.unsaved
        else msg("%(person)s is in “%(place)s”.")
    )
    return msg(text.text, person=Bilingual(one.name_ar, one.name_en), place=_PLACES[one.place])
