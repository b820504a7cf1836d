"""How many votes in deliberation rooms wait for a judge, for their first page.

Deliberating is a layer above, whose page has the exact number: here votes are counted in the statement of the desk, by
the names of tables and columns. A vote is there for nobody who is recused from one of its entries, or once an entry of
it left the contest, and waits for nobody once every place of its category is decided.
"""

import sqlalchemy as sa

from awards.cycles.models import Category
from awards.entries.models import Entry, EntryState
from judging.panels.models import Judge
from judging.recusals.models import Recusal

_judges = Judge.__table__  # type: ignore[attr-defined]
_recusals = Recusal.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]


_votes = sa.table(
    "room_vote", sa.column("motion_id", sa.Uuid), sa.column("judge_id", sa.Uuid), sa.column("choice")
)
_motions = sa.table(
    "room_motion", sa.column("id", sa.Uuid), sa.column("room_id", sa.Uuid), sa.column("closed_at")
)
_motion_items = sa.table("room_motion_item", sa.column("motion_id", sa.Uuid), sa.column("item_id", sa.Uuid))
_items = sa.table("room_item", sa.column("id", sa.Uuid), sa.column("entry_id", sa.Uuid))
_rooms = sa.table("deliberation_room", sa.column("id", sa.Uuid), sa.column("category_id", sa.Uuid))
_decisions = sa.table("decision", sa.column("category_id", sa.Uuid), sa.column("place", sa.Integer))

_not_for_them = (
    sa.exists()
    .select_from(
        _motion_items.join(_items, _items.c.id == _motion_items.c.item_id)
        .join(_entries, _entries.c.id == _items.c.entry_id)
        .outerjoin(
            _recusals,
            sa.and_(_recusals.c.entry_id == _entries.c.id, _recusals.c.judge_id == _votes.c.judge_id),
        )
    )
    .where(
        _motion_items.c.motion_id == _motions.c.id,
        sa.or_(_entries.c.state != EntryState.SUBMITTED, _recusals.c.judge_id.is_not(None)),
    )
    .correlate(_motions, _votes)
)
_decided = (
    sa.select(sa.func.count(sa.distinct(_decisions.c.place)))
    .where(_decisions.c.category_id == _categories.c.id, _decisions.c.place <= _categories.c.places)
    .correlate(_categories)
    .scalar_subquery()
)
VOTES_WAITING = (
    sa.select(sa.func.count())
    .select_from(
        _votes.join(_motions, _motions.c.id == _votes.c.motion_id)
        .join(_rooms, _rooms.c.id == _motions.c.room_id)
        .join(_categories, _categories.c.id == _rooms.c.category_id)
    )
    .where(
        _votes.c.judge_id == _judges.c.id,
        _judges.c.dropped_out_at.is_(None),
        _votes.c.choice.is_(None),
        _motions.c.closed_at.is_(None),
        _decided < _categories.c.places,
        ~_not_for_them,
    )
    .correlate(_judges)
    .scalar_subquery()
)
