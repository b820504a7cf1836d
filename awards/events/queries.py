"""Reads of events: what is coming, who takes part."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.events.models import Event, EventRegistration
from awards.events.seats import seats
from awards.kit.errors import NotFound
from awards.people.models import Person

LISTED_AFTER = timedelta(days=60)
"""For so long a past event stays on the list."""
_STANDS = col(EventRegistration.left_at).is_(None)


@dataclass(frozen=True, slots=True)
class Taken:
    """How full an event is, and what the viewer has of it."""

    people: int
    free: int | None
    """Seats; None without a limit."""
    seated: bool = False
    waits: int = 0
    """The viewer's place on the waiting list, from 1; 0 for whoever does not wait."""


def events(session: Session, at: datetime) -> list[Event]:
    """What is coming, the next first, then what is over, the last first."""
    found = session.exec(
        select(Event).where(col(Event.ends_at) > at - LISTED_AFTER).order_by(col(Event.starts_at))
    ).all()
    coming = [event for event in found if event.ends_at > at]
    return [*coming, *reversed([event for event in found if event.ends_at <= at])]


def one_event(session: Session, event_id: uuid.UUID) -> Event:
    """Raises NotFound."""
    event = session.get(Event, event_id)
    if event is None:
        raise NotFound
    return event


def came(session: Session, event_id: uuid.UUID) -> list[EventRegistration]:
    """Who is registered, in the order in which they came."""
    mine = select(EventRegistration).where(EventRegistration.event_id == event_id, _STANDS)
    return list(session.exec(mine.order_by(col(EventRegistration.position))))


def taken(session: Session, found: Sequence[Event], viewer: uuid.UUID | None) -> dict[uuid.UUID, Taken]:
    """How full each event is; one statement for all."""
    ids = [event.id for event in found]
    rows = session.exec(
        select(EventRegistration.event_id, EventRegistration.person_id)
        .where(col(EventRegistration.event_id).in_(ids), _STANDS)
        .order_by(col(EventRegistration.position))
    ).all()
    people: dict[uuid.UUID, list[uuid.UUID]] = {event_id: [] for event_id in ids}
    for event_id, person_id in rows:
        people[event_id].append(person_id)
    return {event.id: _taken(people[event.id], event.capacity, viewer) for event in found}


def _taken(people: list[uuid.UUID], capacity: int | None, viewer: uuid.UUID | None) -> Taken:
    seated, waiting = seats(people, capacity)
    free = None if capacity is None else max(0, capacity - len(people))
    waits = waiting.index(viewer) + 1 if viewer is not None and viewer in waiting else 0
    return Taken(len(people), free, viewer in seated, waits)


def attendance(session: Session, event: Event) -> tuple[list[tuple[EventRegistration, Person]], int]:
    """Everybody who is registered with their names, in the order in which they came; and how many have a seat."""
    rows = session.exec(
        select(EventRegistration, Person)
        .join(Person, col(Person.id) == col(EventRegistration.person_id))
        .where(EventRegistration.event_id == event.id, _STANDS)
        .order_by(col(EventRegistration.position))
    ).all()
    return [(row, person) for row, person in rows], len(seats(rows, event.capacity)[0])


def starting_soon(session: Session, *, after: datetime, until: datetime) -> list[Event]:
    """Events that start in between, take place, and have somebody who is not reminded yet."""
    unreminded = sa.exists().where(
        col(EventRegistration.event_id) == col(Event.id),
        _STANDS,
        col(EventRegistration.reminded_at).is_(None),
    )
    found = select(Event).where(
        col(Event.starts_at) > after,
        col(Event.starts_at) <= until,
        col(Event.cancelled_at).is_(None),
        unreminded,
    )
    return list(session.exec(found))
