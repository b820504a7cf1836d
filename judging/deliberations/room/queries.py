"""Reads of rooms: for whom one is open, who sits in it, and what lies on the table."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category, Cycle
from awards.entries.models import Entry, EntryState
from awards.kit.db import by_name
from awards.kit.errors import NotFound
from awards.kit.i18n import Bilingual
from awards.people.models import Person
from judging.assignments.gather import gather
from judging.assignments.models import Assignment
from judging.assignments.queries import copies_of, view_of
from judging.blinding.judge_view import JudgeView
from judging.blinding.models import BlindCopy
from judging.blinding.queries import LAST_SUBMISSION, SAME_TRANSLATION
from judging.deliberations.models import Publication
from judging.deliberations.places import lacks
from judging.deliberations.queries import decided_places
from judging.deliberations.room.models import DeliberationRoom, RoomItem, RoomPresence
from judging.deliberations.room.panel import Bench, Member
from judging.panels.chairs import Officers
from judging.panels.models import Judge, PanelOfficer
from judging.panels.naming import officers_of
from judging.panels.pledge import SIGNED
from judging.scorecards.models import Scorecard
from judging.tally.document import CategoryTally
from judging.tally.queries import Head, document_of, head_of, round_of

_rooms = DeliberationRoom.__table__  # type: ignore[attr-defined]
_items = RoomItem.__table__  # type: ignore[attr-defined]
_presence = RoomPresence.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_cycles = Cycle.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_copies = BlindCopy.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]
_officers = PanelOfficer.__table__  # type: ignore[attr-defined]
_publications = Publication.__table__  # type: ignore[attr-defined]

_ROOMS = (
    sa.select(
        _rooms.c.id,
        _rooms.c.category_id,
        _rooms.c.open_to_all,
        _rooms.c.opened_at,
        _categories.c.code,
        _categories.c.name_ar,
        _categories.c.name_en,
        _cycles.c.id.label("cycle_id"),
        _cycles.c.number,
    )
    .join(_categories, _categories.c.id == _rooms.c.category_id)
    .join(_cycles, _cycles.c.id == _categories.c.cycle_id)
    .order_by(_cycles.c.number, _categories.c.position)
)
_LODGED = (
    sa.select(
        _assignments.c.judge_id,
        _assignments.c.entry_id,
        _assignments.c.code,
        _cards.c.id.label("card_id"),
        _entries.c.category_id,
    )
    .join(_cards, _cards.c.assignment_id == _assignments.c.id)
    .join(_entries, _entries.c.id == _assignments.c.entry_id)
    .where(_assignments.c.ended_at.is_(None), _cards.c.lodged_at.is_not(None))
    .order_by(_assignments.c.made_at)
)
_SEATED = (
    sa.select(_judges.c.id, _judges.c.person_id, _people.c.name_ar, _people.c.name_en)
    .join(_people, _people.c.id == _judges.c.person_id)
    .where(_judges.c.dropped_out_at.is_(None), SIGNED)
    .order_by(_people.c.name_ar, _judges.c.id)
)
_ON_TABLE = (
    sa.select(
        _items.c.id,
        _items.c.code,
        _items.c.entry_id,
        _items.c.minutes,
        _items.c.version.label("record_version"),
        _copies.c.id.label("copy_id"),
        _copies.c.version,
        _categories.c.id.label("category_id"),
        _categories.c.code.label("category_code"),
        _categories.c.questions_version,
        _categories.c.name_ar,
        _categories.c.name_en,
    )
    .join(_entries, _entries.c.id == _items.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .join(_copies, _copies.c.submission_id == LAST_SUBMISSION)
    .where(
        _items.c.room_id == sa.bindparam("room"),
        _entries.c.state == EntryState.SUBMITTED,
        _copies.c.approved_at.is_not(None),
        SAME_TRANSLATION,
    )
    # By code, which is random: neither rank nor total shows in the order.
    .order_by(_items.c.code)
)


@dataclass(frozen=True, slots=True)
class RoomHead:
    """A room with its category and cycle."""

    id: uuid.UUID
    category_id: uuid.UUID
    open_to_all: bool
    opened_at: datetime
    code: str
    """The category's."""
    name_ar: str
    name_en: str
    cycle_id: uuid.UUID
    number: int
    """The cycle's."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry on the table, as a blind copy under its shared code."""

    id: uuid.UUID
    entry_id: uuid.UUID
    code: str
    view: JudgeView
    minutes: str
    version: int
    present: frozenset[uuid.UUID]
    """Seats of those who were in the room."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A room while it is open."""

    head: RoomHead
    category: CategoryTally
    """As the results that count now have it. Names entrants: never for a judge's page."""
    bench: Bench
    items: tuple[Item, ...]


def rooms_of(session: Session, cycle_id: uuid.UUID) -> dict[uuid.UUID, RoomHead]:
    """The rooms of a cycle, by category."""
    rows = session.connection().execute(_ROOMS.where(_cycles.c.id == cycle_id))
    return {row.category_id: by_name(RoomHead, row) for row in rows}


def agendas_of(session: Session, rooms: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, bool]]:
    """Room → the entries on its agenda, each with whether its record is kept; one statement for all rooms."""
    found: dict[uuid.UUID, dict[uuid.UUID, bool]] = {room: {} for room in rooms}
    items = select(RoomItem.room_id, RoomItem.entry_id, RoomItem.version).where(
        col(RoomItem.room_id).in_(rooms)
    )
    for room_id, entry_id, version in session.exec(items) if rooms else ():
        found[room_id][entry_id] = version > 0
    return found


def room_by_id(session: Session, room_id: uuid.UUID) -> RoomHead:
    """Raises NotFound."""
    row = session.connection().execute(_ROOMS.where(_rooms.c.id == room_id)).first()
    if row is None:
        raise NotFound
    return by_name(RoomHead, row)


def open_rooms_for(session: Session, person_id: uuid.UUID) -> list[RoomHead]:
    """The rooms in which this person sits now."""
    rows = session.connection().execute(
        _ROOMS.where(_sits_in(person_id), ~sa.exists().where(_publications.c.cycle_id == _cycles.c.id))
    )
    rooms = [by_name(RoomHead, row) for row in rows]
    # A person judges in one cycle at a time, or two: never in many whose results are open and unpublished.
    over = {room_id for number in {room.number for room in rooms} for room_id in over_in(session, number)}
    return [room for room in rooms if room.category_id not in over]


def _sits_in(person_id: uuid.UUID) -> sa.ColumnElement[bool]:
    seat = sa.select(_judges.c.id).where(
        _judges.c.person_id == person_id, _judges.c.dropped_out_at.is_(None), SIGNED
    )
    chaired = sa.select(_officers.c.category_id).where(_officers.c.judge_id.in_(seat))
    lodged = _LODGED.where(_assignments.c.judge_id.in_(seat)).subquery()
    return sa.or_(
        _rooms.c.category_id.in_(chaired), _rooms.c.category_id.in_(sa.select(lodged.c.category_id))
    )


def over_in(session: Session, number: int) -> set[uuid.UUID]:
    """The categories of a cycle whose places are all decided and approved, so that there is nothing to deliberate."""
    head = head_of(session, number)
    categories = document_of(session, head).categories
    wanting = {
        category.id
        for category, _, _ in lacks(categories, decided_places(session, head.cycle_id), head.tally_id)
    }
    return {category.id for category in categories} - wanting


def opened_room(session: Session, room_id: uuid.UUID) -> Opened:
    """A room in which the panel still deliberates. Raises NotFound once its places are approved, or results published."""
    room = room_by_id(session, room_id)
    head = head_of(session, room.number)
    published = session.get(Publication, room.cycle_id) is not None
    if published or not head.results_open or room.category_id in over_in(session, room.number):
        raise NotFound
    category = document_of(session, head).category(room.code)
    if category is None:
        raise NotFound
    return Opened(room, category, bench_of(session, room, head), tuple(items_of(session, room.id)))


def item_seen_by(
    session: Session, person_id: uuid.UUID, room_id: uuid.UUID, code: str
) -> tuple[Opened, Member, Item]:
    """An item of an open room with the seat of whoever asks. Raises NotFound where they have none, or do not see it."""
    room, seat = seated_in(session, person_id, room_id)
    item = next((one for one in room.items if one.code == code), None)
    if item is None or not room.bench.sees(seat.judge_id, item.entry_id):
        raise NotFound
    return room, seat, item


def seated_in(session: Session, person_id: uuid.UUID, room_id: uuid.UUID) -> tuple[Opened, Member]:
    """An open room with the seat of whoever asks. Raises NotFound alike where they have none and where there is none.

    Who sits there is asked first: another panel's room must cost as many statements as none.
    """
    sits = _ROOMS.where(_rooms.c.id == room_id, _sits_in(person_id))
    if session.connection().execute(sits).first() is None:
        raise NotFound
    room = opened_room(session, room_id)
    seat = room.bench.seat_of(person_id)
    if seat is None:
        raise NotFound
    return room, seat


def bench_of(session: Session, room: RoomHead, head: Head) -> Bench:
    """Who sits in the room, and who stands aside from which of the cycle's entries, as it is now."""
    connection = session.connection()
    officers = officers_of(session, room.cycle_id).get(room.category_id, Officers())
    codes: dict[uuid.UUID, dict[uuid.UUID, str]] = defaultdict(dict)
    cards: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for row in connection.execute(_LODGED.where(_entries.c.category_id == room.category_id)):
        codes[row.judge_id][row.entry_id] = row.code
        cards[row.judge_id].add(row.card_id)
    seats = {*codes, *(seat for seat in (officers.chair, officers.deputy) if seat)}
    return Bench(
        members={
            row.id: Member(
                row.id, row.person_id, row.name_ar, row.name_en, codes[row.id], frozenset(cards[row.id])
            )
            for row in connection.execute(_SEATED.where(_judges.c.id.in_(seats)))
        },
        officers=officers,
        aside=frozenset(gather(session, round_of(head)).conflicts),
        open_to_all=room.open_to_all,
    )


def items_of(session: Session, room_id: uuid.UUID) -> list[Item]:
    """What lies on the table now: an entry that left the contest does not."""
    connection = session.connection()
    rows = connection.execute(_ON_TABLE, {"room": room_id}).all()
    present = presence_of(session, room_id)
    copies = copies_of(connection, rows)
    return [
        Item(
            row.id,
            row.entry_id,
            row.code,
            view_of(row, copies[row.copy_id]),
            row.minutes,
            row.record_version,
            frozenset(present.get(row.id, ())),
        )
        for row in rows
    ]


def presence_of(session: Session, room_id: uuid.UUID) -> Mapping[uuid.UUID, set[uuid.UUID]]:
    """Item → the seats of those who were present."""
    present: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    found = (
        sa.select(_presence.c.item_id, _presence.c.judge_id)
        .join(_items, _items.c.id == _presence.c.item_id)
        .where(_items.c.room_id == room_id)
    )
    for item_id, judge_id in session.connection().execute(found):
        present[item_id].add(judge_id)
    return present


@dataclass(frozen=True, slots=True)
class Record:
    """What an item left behind, as organisers and auditors read it."""

    entry_id: uuid.UUID
    number: int
    title_ar: str
    title_en: str
    out: bool
    """It left the contest since."""
    code: str
    minutes: str
    minuted_at: datetime | None
    minuted_by_ar: str | None
    minuted_by_en: str | None
    present: tuple[Bilingual, ...]
    seats: frozenset[uuid.UUID]
    """Theirs."""


_RECORDS = (
    sa.select(
        _items.c.id,
        _items.c.entry_id,
        _entries.c.number,
        _entries.c.title_ar,
        _entries.c.title_en,
        (_entries.c.state != EntryState.SUBMITTED).label("out"),
        _items.c.code,
        _items.c.minutes,
        _items.c.minuted_at,
        _people.c.name_ar.label("minuted_by_ar"),
        _people.c.name_en.label("minuted_by_en"),
    )
    .join(_entries, _entries.c.id == _items.c.entry_id)
    .outerjoin(_people, _people.c.id == _items.c.minuted_by_id)
    .where(_items.c.room_id == sa.bindparam("room"))
    .order_by(_entries.c.number)
)
_PRESENT = (
    sa.select(_presence.c.item_id, _presence.c.judge_id, _people.c.name_ar, _people.c.name_en)
    .join(_items, _items.c.id == _presence.c.item_id)
    .join(_judges, _judges.c.id == _presence.c.judge_id)
    .join(_people, _people.c.id == _judges.c.person_id)
    .where(_items.c.room_id == sa.bindparam("room"))
    .order_by(_people.c.name_ar)
)


def records_of(session: Session, room_id: uuid.UUID) -> list[Record]:
    """By the entries' numbers: two statements."""
    connection, room = session.connection(), {"room": room_id}
    present: dict[uuid.UUID, list[Bilingual]] = defaultdict(list)
    seats: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for row in connection.execute(_PRESENT, room):
        present[row.item_id].append(Bilingual(row.name_ar, row.name_en))
        seats[row.item_id].add(row.judge_id)
    return [
        Record(
            row.entry_id,
            row.number,
            row.title_ar,
            row.title_en,
            bool(row.out),
            row.code,
            row.minutes,
            row.minuted_at,
            row.minuted_by_ar,
            row.minuted_by_en,
            tuple(present[row.id]),
            frozenset(seats[row.id]),
        )
        for row in connection.execute(_RECORDS, room)
    ]
