"""What is done about a room: open it for a panel, and keep the record of an item."""

import uuid
from collections.abc import Collection
from datetime import datetime
from random import Random
from secrets import SystemRandom

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category
from awards.cycles.queries import cycle_by_id
from awards.entries.queries import results_published
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken, Stale
from awards.kit.i18n import as_lang, msg
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person
from judging.assignments.models import Assignment
from judging.assignments.order import entry_codes
from judging.deliberations.letters import ROOM_OPENED
from judging.deliberations.room.agenda import agenda_of
from judging.deliberations.room.models import DeliberationRoom, RoomItem, RoomPresence
from judging.deliberations.room.queries import item_seen_by, opened_room, over_in, rooms_of
from judging.recusals.operations import declare_recusal
from judging.rounds.models import Round
from judging.tally.queries import document_of, opened


class MinutedMeanwhile(Stale):
    """Somebody else kept the record of this item since the page was loaded."""

    def __init__(self) -> None:
        super().__init__(
            msg("The record of this item was changed while you were writing. Both texts are below.")
        )


def open_room(
    session: Session,
    category_id: uuid.UUID,
    *,
    open_to_all: bool,
    by: uuid.UUID,
    at: datetime,
    source: Random | None = None,
) -> DeliberationRoom:
    """Open the room of a category for its panel; of one that is open, put on the agenda who is new in the ranking.

    The members are told by letter when it opens, and not again when the agenda grows.
    `open_to_all` counts for the first room of a cycle, and is the rule in all others. Raises NotFound, NotYetOpened,
    RuleBroken where the results are published, every place is approved, or there is nothing to put on the agenda.
    """
    category = session.get(Category, category_id)
    if category is None:
        raise NotFound
    head = opened(session, cycle_by_id(session, category.cycle_id).number)
    if results_published(session, category.cycle_id) or category_id in over_in(session, head.number):
        raise RuleBroken(msg("The places of this category are decided: there is nothing to deliberate."))
    document = document_of(session, head)
    counted = document.category(category.code)
    rooms = rooms_of(session, category.cycle_id)
    room = session.exec(select(DeliberationRoom).where(DeliberationRoom.category_id == category_id)).first()
    items = session.exec(select(RoomItem).where(RoomItem.room_id == room.id)).all() if room else []
    known = {item.entry_id for item in items}
    wanted = [
        entry for entry in (agenda_of(counted, document.final) if counted else []) if entry not in known
    ]
    if not wanted:
        raise RuleBroken(
            msg("Everything is on the agenda already.")
            if room
            else msg("No entry is ranked in this category.")
        )
    opens = room is None
    if room is None:
        rule = next((other.open_to_all for other in rooms.values()), open_to_all)
        room = DeliberationRoom(category_id=category_id, open_to_all=rule, opened_at=at, opened_by_id=by)
        session.add(room)
        session.flush()
    codes = entry_codes(wanted, source or SystemRandom(), taken=_codes_of(session, category.cycle_id))
    session.add_all(RoomItem(room_id=room.id, entry_id=entry, code=code) for entry, code in codes.items())
    session.flush()
    detail = {"items": len(wanted), "open_to_all": room.open_to_all}
    audit.record(session, "room.opened", category_id, by=by, at=at, detail=detail)
    if opens:
        members = [member.person_id for member in opened_room(session, room.id).bench.members.values()]
        named = {"ar": category.name_ar, "en": category.name_en}
        tell_members(session, members, ROOM_OPENED, named, about=room.id, at=at)
    return room


def tell_members(
    session: Session,
    people: Collection[uuid.UUID],
    kind: str,
    given: dict[str, str],
    *,
    about: uuid.UUID,
    at: datetime,
) -> None:
    """A letter to members of a panel; to nobody whose account is closed."""
    to = select(Person).where(col(Person.id).in_(people), col(Person.disabled_at).is_(None))
    for person in session.exec(to.order_by(col(Person.id))):
        queue_mail(
            session,
            kind,
            given,
            to=person.email,
            about=about,
            person=person.id,
            lang=as_lang(person.lang),
            at=at,
        )


def _codes_of(session: Session, cycle_id: uuid.UUID) -> set[str]:
    """Every code that a judge of the cycle may have met: the shared one is unlike all of them."""
    own = select(Assignment.code).join(Round, col(Round.id) == col(Assignment.round_id))
    shared = (
        select(RoomItem.code)
        .join(DeliberationRoom, col(DeliberationRoom.id) == col(RoomItem.room_id))
        .join(Category, col(Category.id) == col(DeliberationRoom.category_id))
    )
    return {
        *session.exec(own.where(Round.cycle_id == cycle_id)),
        *session.exec(shared.where(Category.cycle_id == cycle_id)),
    }


def keep_record(
    session: Session,
    room_id: uuid.UUID,
    code: str,
    *,
    minutes: str,
    present: Collection[uuid.UUID],
    version: int,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """The chair notes the deliberation on an item, and which members (`present`, seats) were in the room.

    Raises NotFound for anybody but who chairs this item, MinutedMeanwhile if the record is no longer that of
    `version`, RuleBroken where somebody is ticked who is not of the panel, or has to leave the room, Invalid if it
    says nothing at all.
    """
    room = opened_room(session, room_id)
    seat = room.bench.seat_of(by)
    item = next((one for one in room.items if one.code == code), None)
    if seat is None or item is None or not room.bench.chairs(seat.judge_id, item.entry_id):
        raise NotFound
    if item.version != version:
        raise MinutedMeanwhile
    allowed = {member.judge_id for member in room.bench.may_be_present(item.entry_id)}
    if not allowed.issuperset(present):
        raise RuleBroken(msg("Tick members of the panel who may be in the room for this item."))
    if not minutes.strip() and not present:
        raise Invalid({"minutes": msg("Write the minutes, or tick who was present.")})
    row = session.get_one(RoomItem, item.id)
    row.minutes, row.version, row.minuted_at, row.minuted_by_id = minutes.strip(), version + 1, at, by
    session.add(row)
    session.exec(sa.delete(RoomPresence).where(col(RoomPresence.item_id) == item.id))
    session.add_all(RoomPresence(item_id=item.id, judge_id=judge) for judge in set(present))
    session.flush()
    detail: dict[str, object] = {"present": len(set(present))}
    if row.minutes:
        detail["minutes"] = row.minutes
    audit.record(session, "room.minuted", item.entry_id, by=by, at=at, detail=detail)


def leave_for_item(
    session: Session, room_id: uuid.UUID, code: str, reason: str, *, by: uuid.UUID, at: datetime
) -> None:
    """A member recuses themselves from an item: it is not there for them any more. Raises NotFound.

    Their sheet counts as it was counted: a round that is closed is not changed.
    """
    _, seat, item = item_seen_by(session, by, room_id, code)
    declare_recusal(session, seat.judge_id, item.entry_id, reason, by=by, at=at)
