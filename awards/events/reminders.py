"""Reminders, one day ahead: once for each person and time, whatever dies in between."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from awards.events.letters import REMINDER
from awards.events.models import Event
from awards.events.queries import came, starting_soon
from awards.events.seats import seats
from awards.kit.db import Database
from awards.kit.i18n import as_lang
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person

AHEAD = timedelta(days=1)


def letter_of(event: Event) -> dict[str, Any]:
    """What a letter about an event is made of."""
    return {
        "id": str(event.id),
        "title": {"ar": event.title_ar, "en": event.title_en},
        "starts_at": event.starts_at.isoformat(),
    }


def remind(db: Database, *, at: datetime) -> int:
    """Write to everybody with a seat at what starts within a day; how many. Whoever waits gets none, and is not asked for again.

    The mark that somebody was reminded and the mail are one transaction, and the mail has a name that only one may have.
    """
    with db.read() as session:  # no lock is taken to find that there is nothing to do
        if not starting_soon(session, after=at, until=at + AHEAD):
            return 0
    with db.write() as session:
        return sum(
            _remind_of(session, event, at) for event in starting_soon(session, after=at, until=at + AHEAD)
        )


def _remind_of(session: Session, event: Event, at: datetime) -> int:
    people = came(session, event.id)
    due = [each for each in seats(people, event.capacity)[0] if each.reminded_at is None]
    wanted = {each.person_id for each in due}
    active = select(Person).where(col(Person.id).in_(wanted), col(Person.disabled_at).is_(None))
    for person in session.exec(active).all():
        queue_mail(
            session,
            REMINDER,
            letter_of(event),
            to=person.email,
            about=event.id,
            person=person.id,
            lang=as_lang(person.lang),
            once=f"events.reminder {event.id} {person.id} {event.starts_at.isoformat()}",
            at=at,
        )
    for each in people:
        each.reminded_at = each.reminded_at or at
    session.add_all(people)
    return len(due)
