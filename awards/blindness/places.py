"""What a judge finds behind the addresses that hold a code or a number: the samples that the crawl puts in."""

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from awards.events.models import Event
from awards.guidance.models import Guide
from awards.helpdesk.models import Ticket
from awards.people.models import Role
from judging.assignments.models import Assignment
from judging.calibration.queries import mine
from judging.deliberations.room.queries import open_rooms_for, opened_room
from judging.reconciliation.determining import may_determine
from judging.reconciliation.queries import items_for_person

COUNTED = frozenset({"number", "page_number"})
"""Parameters behind a sample that are counted up from 1 until nothing is there: files, and pages of one."""
ANYBODYS: Mapping[str, str] = {
    "/booklets/{number}/{code}/{lang}": "the published criteria",
    "/categories/{code}": "the published categories",
    "/certificates/{name}": "certificates of published results",
    "/cycles/{number}/terms": "the published terms",
    "/email-change/{change_id}/{side}/{token}": "their own account, by a letter",
    "/invitations/{invitation_id}/accepting/{token}": "their own invitation, by a letter",
    "/language/{lang}": "a switch",
    "/password-reset/{reset_id}/{token}": "their own account, by a letter",
    "/receipts/{number}/{code}": "whoever holds a receipt",
    "/register/{registration_id}/{token}": "their own account, by a letter",
    "/verify/{code}": "certificates of published results",
    "/winners/{number}": "published results",
}
"""Public addresses that show a judge what they show anybody, and what that is: they are not read."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A judge of the cycle, and who sits there."""

    judge_id: uuid.UUID
    person_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Place:
    """An address that this judge can ask for; what is said there is about `entry_id`, or about none."""

    path: str
    entry_id: uuid.UUID | None = None


def _scorecards(session: Session, seat: Seat) -> Iterator[Place]:
    standing = select(Assignment.code, Assignment.entry_id).where(
        Assignment.judge_id == seat.judge_id, col(Assignment.ended_at).is_(None)
    )
    for code, entry_id in session.exec(standing.order_by(col(Assignment.position))):
        yield Place(f"/scorecards/{code}", entry_id)


def _calibration(session: Session, seat: Seat) -> Iterator[Place]:
    _, anchors = mine(session, seat.person_id) or (None, ())
    for anchor in anchors:
        yield Place(f"/calibration/{anchor.row.code}", anchor.row.entry_id)


def _rooms(session: Session, seat: Seat) -> Iterator[Place]:
    for room in open_rooms_for(session, seat.person_id):
        yield Place(f"/rooms/{room.id}")


def _items(session: Session, seat: Seat) -> Iterator[Place]:
    for head in open_rooms_for(session, seat.person_id):
        for item in opened_room(session, head.id).items:
            yield Place(f"/rooms/{head.id}/{item.code}", item.entry_id)


def _determinations(session: Session, seat: Seat) -> Iterator[Place]:
    for item in items_for_person(session, seat.person_id):
        if may_determine(item, seat.person_id):
            yield Place(f"/reconciliations/{item.id}", item.entry_id)


def _questions(session: Session, seat: Seat) -> Iterator[Place]:
    own = select(Ticket.number, Ticket.entry_id).where(
        Ticket.asked_by_id == seat.person_id, Ticket.asked_as == Role.JUDGE
    )
    for number, entry_id in session.exec(own.order_by(col(Ticket.number))):
        yield Place(f"/helpdesk/questions/{number}", entry_id)


def _events(session: Session, _: Seat) -> Iterator[Place]:
    for event_id in session.exec(select(Event.id).order_by(col(Event.id))):
        yield Place(f"/events/{event_id}")


def _guides(session: Session, _: Seat) -> Iterator[Place]:
    for guide_id in session.exec(select(Guide.id).order_by(col(Guide.id))):
        yield Place(f"/guidance/{guide_id}")


PLACES: Mapping[str, Callable[[Session, Seat], Iterable[Place]]] = {
    "/scorecards/{code}": _scorecards,
    "/calibration/{code}": _calibration,
    "/rooms/{room_id}": _rooms,
    "/rooms/{room_id}/{item}": _items,
    "/reconciliations/{reconciliation_id}": _determinations,
    "/helpdesk/questions/{number}": _questions,
    "/events/{event_id}": _events,
    "/guidance/{guide_id}": _guides,
}
"""By how an address begins. What a pattern has behind it must be words, or `COUNTED`."""


def place_of(pattern: str) -> tuple[str, str] | None:
    """The longest beginning of a pattern that has samples, and the rest of it; None for a route without a sample."""
    fits = [start for start in PLACES if pattern == start or pattern.startswith(f"{start}/")]
    if not fits:
        return None
    start = max(fits, key=len)
    rest = pattern.removeprefix(start)
    return (start, rest) if names_in(rest) <= COUNTED else None


def names_in(pattern: str) -> set[str]:
    """The parameters of a pattern."""
    return set(re.findall(r"{(\w+)}", pattern))


def places_of(session: Session, seat: Seat) -> dict[str, list[Place]]:
    """By how the addresses begin, all that this judge can ask for now."""
    return {start: list(found(session, seat)) for start, found in PLACES.items()}
