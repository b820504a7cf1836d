"""Who moved on to the final panel, as organisers and auditors may know it: by number, and nothing of how they did."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category
from awards.entries.models import Entry, EntryState
from awards.kit.db import by_name
from judging.rounds.models import Finalist

_finalists = Finalist.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]

_FINALISTS = (
    sa.select(
        _entries.c.number,
        _entries.c.title_ar,
        _entries.c.title_en,
        (_entries.c.state != EntryState.SUBMITTED).label("out"),
        _categories.c.code,
        _categories.c.name_ar,
        _categories.c.name_en,
    )
    .join(_entries, _entries.c.id == _finalists.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .where(_finalists.c.round_id == sa.bindparam("round"))
    .order_by(_categories.c.position, _entries.c.number)
)


@dataclass(frozen=True, slots=True)
class FinalistLine:
    """An entry that moved on, with the name of its category."""

    number: int
    title_ar: str
    title_en: str
    out: bool
    """It was withdrawn or disqualified since."""
    code: str
    name_ar: str
    name_en: str


def finalists_of(session: Session, round_id: uuid.UUID) -> list[FinalistLine]:
    """By category, and by number within it: the order tells nothing."""
    rows = session.connection().execute(_FINALISTS, {"round": round_id})
    return [by_name(FinalistLine, row) for row in rows]
