"""What those who are given more time have in hand: each is told what that time means for them."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.directory.models import Membership
from awards.entries.models import Entry, EntryState
from awards.entries.permissions import ALIVE
from awards.kit.i18n import Message, msg

_entry = Entry.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]

NOTES: Mapping[str, Message] = {
    EntryState.DRAFT: msg(
        "You have a draft that is not submitted. Submit it by the new closing, or it is not judged."
    ),
    EntryState.SUBMITTED: msg(
        "What you have submitted counts as it is. You need not do anything unless you want to change it."
    ),
    EntryState.WITHDRAWN: msg(
        "Your entry is withdrawn. If it shall take part after all, take it back and submit it by the new closing."
    ),
    "none": msg("You have no entry yet. You may begin one and submit it by the new closing."),
}
"""By what a reader has, in the order in which they are told."""


def standings(
    session: Session, cycle: Cycle, *, category: uuid.UUID | None = None, entry: uuid.UUID | None = None
) -> dict[uuid.UUID, frozenset[EntryState]]:
    """Person → the states of their entries in the cycle, of those in the category, or of the one entry."""
    if entry:
        mine: sa.ColumnElement[bool] = _entry.c.id == entry
    else:
        within = _entry.c.category_id == category if category else _entry.c.cycle_id == cycle.id
        mine = sa.and_(within, sa.or_(*(_entry.c.state == state for state in sorted(ALIVE))))
    person = sa.func.coalesce(_member.c.person_id, _entry.c.started_by_id).label("person")
    rows = session.connection().execute(
        sa.select(person, _entry.c.state)
        .join(_member, _member.c.agency_id == _entry.c.agency_id, isouter=True)
        .where(mine)
        .distinct()
    )
    found: defaultdict[uuid.UUID, set[EntryState]] = defaultdict(set)
    for row in rows:
        found[row.person].add(EntryState(row.state))
    return {key: frozenset(states) for key, states in found.items()}


def told(states: Collection[str]) -> list[str]:
    """The keys of the notes for somebody whose entries are in these states."""
    return [key for key in NOTES if key in states] or ["none"]


def readers(each: Iterable[Collection[str]]) -> list[tuple[Message, int]]:
    """Each note with how many read it, as a preview shows them."""
    keys = [key for states in each for key in told(states)]
    return [(note, keys.count(key)) for key, note in NOTES.items() if key in keys]
