"""Proposals to move an entry, with what became of them."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category
from awards.people.models import Person
from awards.screening.moving_models import EntryMove, MoveOutcome

_move = EntryMove.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]
_decider = _person.alias("decider")
_category = Category.__table__  # type: ignore[attr-defined]
_to = _category.alias("target")

_OF_ENTRY = (
    sa.select(
        _move.c.id,
        _move.c.reason,
        _move.c.proposed_at,
        _person.c.name_ar.label("by_ar"),
        _person.c.name_en.label("by_en"),
        _move.c.from_id,
        _category.c.name_ar.label("from_ar"),
        _category.c.name_en.label("from_en"),
        _move.c.to_id,
        _to.c.name_ar.label("to_ar"),
        _to.c.name_en.label("to_en"),
        _move.c.outcome,
        _move.c.word,
        _move.c.decided_at,
        _decider.c.name_ar.label("decided_by_ar"),
        _decider.c.name_en.label("decided_by_en"),
    )
    .join(_person, _person.c.id == _move.c.proposed_by_id)
    .join(_category, _category.c.id == _move.c.from_id)
    .join(_to, _to.c.id == _move.c.to_id)
    .join(_decider, _decider.c.id == _move.c.decided_by_id, isouter=True)
    .where(_move.c.entry_id == sa.bindparam("entry"))
    .order_by(_move.c.proposed_at, _move.c.id)
)


class Move(NamedTuple):
    """A proposal, with what became of it."""

    id: uuid.UUID
    reason: str
    proposed_at: datetime
    by_ar: str
    by_en: str
    from_id: uuid.UUID
    from_ar: str
    from_en: str
    to_id: uuid.UUID
    to_ar: str
    to_en: str
    outcome: MoveOutcome | None
    word: str
    decided_at: datetime | None
    decided_by_ar: str | None
    decided_by_en: str | None


def moves_of(session: Session, entry_id: uuid.UUID) -> list[Move]:
    """Every proposal about the entry, the oldest first; only the last one can be open."""
    return [Move._make(row) for row in session.connection().execute(_OF_ENTRY, {"entry": entry_id})]


def open_move(moves: Sequence[Move]) -> Move | None:
    """The one that waits for an answer."""
    return next((move for move in moves if move.outcome is None), None)
