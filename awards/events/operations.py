"""Setting events up, changing and cancelling them; registering for one, and leaving it."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.events.forms import EventForm
from awards.events.letters import CANCELLED, CHANGED, MOVED_UP, REGISTERED, WAITING
from awards.events.models import Event, EventRegistration
from awards.events.queries import came, one_event
from awards.events.reminders import AHEAD, letter_of
from awards.events.seats import moved_up, seats
from awards.kit import audit
from awards.kit.errors import Invalid, RuleBroken, Stale
from awards.kit.i18n import as_lang, msg
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person

_TOLD = ("title_ar", "title_en", "place_ar", "place_en", "link", "starts_at", "ends_at")
"""What people are written to about when it changes."""


def set_up(session: Session, form: EventForm, *, by: uuid.UUID, at: datetime) -> Event:
    """An event that everybody sees from now on. Raises Invalid."""
    words = form.checked().model_dump(include=set(EventForm.model_fields))
    event = Event(**words, changed_at=at, changed_by_id=by)
    session.add(event)
    session.flush()
    audit.record(session, "event.set_up", event.id, by=by, at=at)
    return event


def change(
    session: Session, event_id: uuid.UUID, form: EventForm, *, sequence: int, by: uuid.UUID, at: datetime
) -> None:
    """Change an event; whoever is registered is told of another time or place, and who gets a seat of that.

    Raises Invalid, RuleBroken once it is over or cancelled, Stale if somebody changed it meanwhile.
    """
    event = _coming(session, event_id, at)
    if event.sequence != sequence:
        raise Stale(msg("Somebody has saved another version in the meantime. Open the page anew."))
    words = form.checked().model_dump(include=set(EventForm.model_fields))
    people = came(session, event_id)
    seated, _ = seats(people, event.capacity)
    if form.capacity is not None and form.capacity < len(seated):
        raise Invalid({"capacity": msg("%(n)s people have a seat already.", n=len(seated))})
    is_news = any(getattr(event, name) != words[name] for name in _TOLD)
    up = moved_up([p.person_id for p in people], [p.person_id for p in people], event.capacity, form.capacity)
    if event.starts_at != form.starts_at:
        for registration in people:
            registration.reminded_at = None
    event.sqlmodel_update({**words, "sequence": event.sequence + 1, "changed_at": at, "changed_by_id": by})
    session.add_all((event, *people))
    session.flush()
    audit.record(session, "event.changed", event.id, by=by, at=at, detail={"version": event.sequence})
    everybody = {p.person_id for p in people}
    _write(session, event, MOVED_UP, up, at=at)
    if is_news:
        _write(session, event, CHANGED, everybody - set(up), at=at)


def cancel(session: Session, event_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """The event does not take place, and whoever is registered is told."""
    event = _coming(session, event_id, at)
    event.cancelled_at, event.changed_at, event.changed_by_id = at, at, by
    event.sequence += 1
    session.add(event)
    audit.record(session, "event.cancelled", event.id, by=by, at=at)
    _write(session, event, CANCELLED, [p.person_id for p in came(session, event_id)], at=at)


def register(session: Session, event_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> bool:
    """Take a seat, or a place on the waiting list; whether it is a seat. Once is enough."""
    event = _coming(session, event_id, at)
    if event.starts_at <= at:
        raise RuleBroken(msg("This event has begun."))
    of_person = select(EventRegistration).where(
        EventRegistration.event_id == event_id, EventRegistration.person_id == by
    )
    mine = session.exec(of_person).first()
    if mine is None or mine.left_at is not None:
        highest = select(sa.func.max(EventRegistration.position)).where(
            EventRegistration.event_id == event_id
        )
        position = (session.scalar(highest) or 0) + 1
        if mine is None:
            mine = EventRegistration(event_id=event_id, person_id=by, position=position, registered_at=at)
        # Who registers on the last day is told now, and needs no reminder.
        reminded = at if event.starts_at <= at + AHEAD else None
        mine.sqlmodel_update(
            {
                "position": position,
                "registered_at": at,
                "left_at": None,
                "attended": None,
                "reminded_at": reminded,
            }
        )
        session.add(mine)
        session.flush()
        audit.record(session, "event.registered", event.id, by=by, at=at)
        has_seat = _has_seat(session, event, by)
        _write(session, event, REGISTERED if has_seat else WAITING, [by], at=at)
    return _has_seat(session, event, by)


def leave(session: Session, event_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Give the seat back: the first who waits gets it, and is told."""
    event = _coming(session, event_id, at)
    before = came(session, event_id)
    mine = next((each for each in before if each.person_id == by), None)
    if mine is None:
        return
    mine.left_at = at
    session.add(mine)
    session.flush()
    audit.record(session, "event.left", event.id, by=by, at=at)
    after = [each.person_id for each in before if each.person_id != by]
    up = moved_up([each.person_id for each in before], after, event.capacity, event.capacity)
    _write(session, event, MOVED_UP, up, at=at)


def mark_attendance(
    session: Session, event_id: uuid.UUID, present: Collection[uuid.UUID], *, by: uuid.UUID, at: datetime
) -> None:
    """Who was there, by registration; all others were not. Raises RuleBroken before it begins."""
    event = one_event(session, event_id)
    if event.cancelled_at is not None or event.starts_at > at + AHEAD:
        raise RuleBroken(msg("Attendance is marked from the day of the event on."))
    people = came(session, event_id)
    for registration in people:
        registration.attended = registration.id in present
    session.add_all(people)
    there = sum(registration.attended is True for registration in people)
    audit.record(session, "event.attendance_marked", event.id, by=by, at=at, detail={"present": there})


def _coming(session: Session, event_id: uuid.UUID, at: datetime) -> Event:
    event = one_event(session, event_id)
    if event.cancelled_at is not None:
        raise RuleBroken(msg("This event was cancelled."))
    if event.ends_at <= at:
        raise RuleBroken(msg("This event is over."))
    return event


def _has_seat(session: Session, event: Event, person_id: uuid.UUID) -> bool:
    return person_id in seats([each.person_id for each in came(session, event.id)], event.capacity)[0]


def _write(session: Session, event: Event, kind: str, to: Collection[uuid.UUID], *, at: datetime) -> None:
    people = session.exec(select(Person).where(col(Person.id).in_(to), col(Person.disabled_at).is_(None)))
    given: Mapping[str, object] = letter_of(event)
    for person in people:
        queue_mail(
            session,
            kind,
            given,
            to=person.email,
            about=event.id,
            person=person.id,
            lang=as_lang(person.lang),
            at=at,
        )
