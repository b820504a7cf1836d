"""Reads of motions and votes."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session

from awards.entries.models import Entry, EntryState
from awards.kit.i18n import Bilingual
from awards.people.models import Person
from judging.deliberations.models import Outcome
from judging.deliberations.room.models import DeliberationRoom, RoomItem
from judging.deliberations.room.queries import RoomHead, bench_of
from judging.deliberations.votes.counting import Put, proposals, waits_for
from judging.deliberations.votes.models import Choice, Motion, MotionItem, Vote
from judging.panels.models import Judge
from judging.tally.queries import head_of

_rooms = DeliberationRoom.__table__  # type: ignore[attr-defined]
_items = RoomItem.__table__  # type: ignore[attr-defined]
_motions = Motion.__table__  # type: ignore[attr-defined]
_motion_items = MotionItem.__table__  # type: ignore[attr-defined]
_votes = Vote.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]

_of_categories = _rooms.c.category_id.in_(sa.bindparam("categories", expanding=True))
_MOTIONS = (
    sa.select(
        _motions,
        _rooms.c.category_id,
        _people.c.name_ar.label("put_by_ar"),
        _people.c.name_en.label("put_by_en"),
    )
    .join(_rooms, _rooms.c.id == _motions.c.room_id)
    .join(_people, _people.c.id == _motions.c.put_by_id)
    .where(_of_categories)
    .order_by(_motions.c.place, _motions.c.put_at, _motions.c.id)
)
_ENTRIES = (
    sa.select(_motion_items.c.motion_id, _items.c.entry_id, _items.c.code, _entries.c.state)
    .join(_items, _items.c.id == _motion_items.c.item_id)
    .join(_rooms, _rooms.c.id == _items.c.room_id)
    .join(_entries, _entries.c.id == _items.c.entry_id)
    .where(_of_categories)
    .order_by(_items.c.code)
)
_VOTES = (
    sa.select(_votes.c.motion_id, _votes.c.judge_id, _votes.c.choice)
    .join(_motions, _motions.c.id == _votes.c.motion_id)
    .join(_rooms, _rooms.c.id == _motions.c.room_id)
    .where(_of_categories)
)


def motions_of(session: Session, *categories: uuid.UUID) -> list[Put]:
    """Every motion in the rooms of these categories, by place and by time: three statements."""
    connection, given = session.connection(), {"categories": categories}
    entries: dict[uuid.UUID, dict[uuid.UUID, str]] = defaultdict(dict)
    out: dict[uuid.UUID, int] = defaultdict(int)
    for row in connection.execute(_ENTRIES, given):
        entries[row.motion_id][row.entry_id] = row.code
        out[row.motion_id] += row.state != EntryState.SUBMITTED
    rolls: dict[uuid.UUID, dict[uuid.UUID, Choice | None]] = defaultdict(dict)
    for row in connection.execute(_VOTES, given):
        rolls[row.motion_id][row.judge_id] = Choice(row.choice) if row.choice else None
    return [
        Put(
            id=row.id,
            category_id=row.category_id,
            place=row.place,
            outcome=Outcome(row.outcome),
            entries=entries[row.id],
            entries_out=out[row.id],
            citation_ar=row.citation_ar,
            citation_en=row.citation_en,
            reason=row.reason,
            reason_en=row.reason_en,
            put_at=row.put_at,
            put_by_ar=row.put_by_ar,
            put_by_en=row.put_by_en,
            closed_at=row.closed_at,
            taken_back=row.taken_back,
            aside=row.aside,
            roll=rolls[row.id],
        )
        for row in connection.execute(_MOTIONS, given)
    ]


def proposed_in(session: Session, *categories: uuid.UUID) -> dict[tuple[uuid.UUID, int], Put]:
    """Category and place → what its panel proposes; nothing is read where there are no categories with a room."""
    return proposals(motions_of(session, *categories)) if categories else {}


def votes_waiting(session: Session, person_id: uuid.UUID, rooms: Iterable[RoomHead]) -> dict[uuid.UUID, int]:
    """Room → how many of its votes wait for this member, of those that they may know of.

    Who sits there is asked of every room, with a vote or without: a vote that is hidden costs what none costs.
    """
    rooms = list(rooms)
    motions = motions_of(session, *(room.category_id for room in rooms)) if rooms else []
    waiting = {}
    for room in rooms:
        bench = bench_of(session, room, head_of(session, room.number))
        seat = bench.seat_of(person_id)
        waiting[room.id] = sum(
            seat is not None and one.category_id == room.category_id and waits_for(bench, seat.judge_id, one)
            for one in motions
        )
    return waiting


_SEATED = (
    sa.select(_judges.c.id, _people.c.name_ar, _people.c.name_en)
    .join(_people, _people.c.id == _judges.c.person_id)
    .where(_judges.c.id.in_(sa.bindparam("judges", expanding=True)))
)


def voters_in(
    session: Session, motions: Iterable[Put]
) -> dict[uuid.UUID, list[tuple[Bilingual, Choice | None]]]:
    """Motion → who was on its roll, by name, with how they voted; for the office, which knows who sat there.

    A name beside a vote says nothing of sheets. A pseudonym would: whoever knows who stood aside sees which one is
    missing.
    """
    motions = list(motions)
    judges = {judge for one in motions for judge in one.roll}
    rows = session.connection().execute(_SEATED, {"judges": list(judges)}) if judges else ()
    names = {row.id: Bilingual(row.name_ar, row.name_en) for row in rows}
    return {
        one.id: sorted(
            ((names[judge], choice) for judge, choice in one.roll.items()), key=lambda pair: pair[0].ar
        )
        for one in motions
    }
