"""What whoever determines reads: the entry as a `JudgeView`, under a code that neither its judges nor its room know."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category
from awards.entries.models import Entry, EntryState
from awards.kit.errors import NotFound
from judging.assignments.queries import copies_of, view_of
from judging.blinding.judge_view import JudgeView, ReadCopy
from judging.blinding.models import BlindCopy
from judging.blinding.queries import LAST_SUBMISSION, SAME_TRANSLATION
from judging.reconciliation.differing import Next
from judging.reconciliation.queries import Item, item_by_id

_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_copies = BlindCopy.__table__  # type: ignore[attr-defined]

_COPY = (
    sa.select(
        sa.bindparam("id", type_=sa.Uuid()).label("id"),
        sa.bindparam("code", type_=sa.String()).label("code"),
        _copies.c.id.label("copy_id"),
        _copies.c.version,
        _categories.c.id.label("category_id"),
        _categories.c.code.label("category_code"),
        _categories.c.questions_version,
        _categories.c.name_ar,
        _categories.c.name_en,
    )
    .select_from(_entries)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .join(_copies, _copies.c.submission_id == LAST_SUBMISSION)
    .where(
        _entries.c.id == sa.bindparam("entry"),
        _entries.c.state == EntryState.SUBMITTED,
        _copies.c.approved_at.is_not(None),
        SAME_TRANSLATION,
    )
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry on which somebody may determine now."""

    item: Item
    view: JudgeView
    copy: ReadCopy


def code_of(reconciliation_id: uuid.UUID) -> str:
    """What the entry is called while its sheets are reconciled: four signs of a random number."""
    return f"R-{reconciliation_id.hex[-4:].upper()}"


def waiting_for(session: Session, reconciliation_id: uuid.UUID, person_id: uuid.UUID) -> Waiting:
    """Raises NotFound alike for what is not there, is not this person's to determine, or does not wait for them now."""
    item = item_by_id(session, reconciliation_id, officer=person_id)
    if item is None or not may_determine(item, person_id):
        raise NotFound
    connection = session.connection()
    named = {"id": item.id, "code": code_of(item.id), "entry": item.entry_id}
    row = connection.execute(_COPY, named).first()
    if row is None:
        raise NotFound
    copy = copies_of(connection, [row])[row.copy_id]
    return Waiting(item, view_of(row, copy), copy)


def may_determine(item: Item, person_id: uuid.UUID) -> bool:
    """Whether it waits for this person, who acts as chair for it. Pure."""
    return item.chair == person_id and item.settled_at is None and item.next is Next.CHAIR_OR_JUDGE
