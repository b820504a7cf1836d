"""What panels left on record, for the report of a cycle: votes under pseudonyms, minutes, how many were present."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from judging.deliberations.room.models import DeliberationRoom, RoomItem, RoomPresence
from judging.deliberations.room.queries import rooms_of
from judging.deliberations.votes.counting import Put, proposals
from judging.deliberations.votes.queries import motions_of
from judging.tally.queries import Head

_rooms = DeliberationRoom.__table__  # type: ignore[attr-defined]
_items = RoomItem.__table__  # type: ignore[attr-defined]
_presence = RoomPresence.__table__  # type: ignore[attr-defined]

_ITEMS = (
    sa.select(
        _rooms.c.category_id,
        _items.c.entry_id,
        _items.c.code,
        _items.c.minutes,
        sa.select(sa.func.count())
        .where(_presence.c.item_id == _items.c.id)
        .scalar_subquery()
        .label("present"),
    )
    .join(_rooms, _rooms.c.id == _items.c.room_id)
    .where(_rooms.c.category_id.in_(sa.bindparam("categories", expanding=True)), _items.c.version > 0)
    .order_by(_items.c.code)
)


@dataclass(frozen=True, slots=True)
class Minuted:
    """The record of one item."""

    code: str
    minutes: str
    present: int


@dataclass(frozen=True, slots=True)
class Deliberation:
    """What the panel of one category did in its room."""

    minuted: Mapping[uuid.UUID, Minuted]
    """By entry; only items of which a record is kept."""
    votes: tuple[Put, ...]
    """Every motion whose vote was closed with a count, by place; who voted how stays with the office."""
    proposed: Mapping[int, Put]
    """What the panel proposes, by place."""

    @property
    def anything(self) -> bool:
        return bool(self.minuted or self.votes)


NONE = Deliberation({}, (), {})


def deliberations_of(session: Session, head: Head) -> dict[uuid.UUID, Deliberation]:
    """By category, for those whose panel has a room; the number of statements does not grow with them."""
    rooms = rooms_of(session, head.cycle_id)
    if not rooms:
        return {}
    minuted: dict[uuid.UUID, dict[uuid.UUID, Minuted]] = defaultdict(dict)
    for row in session.connection().execute(_ITEMS, {"categories": list(rooms)}):
        minuted[row.category_id][row.entry_id] = Minuted(row.code, row.minutes, row.present)
    motions = motions_of(session, *rooms)
    proposed = proposals(motions)
    return {
        category: Deliberation(
            minuted[category],
            tuple(
                one
                for one in motions
                if one.category_id == category and not one.is_open and not one.taken_back
            ),
            {place: put for (of, place), put in proposed.items() if of == category},
        )
        for category in rooms
    }
