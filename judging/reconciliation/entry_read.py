"""The entry as whoever determines reads it: its blind copy, for as long as it waits for them."""

import uuid

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category
from awards.entries.models import Entry
from awards.kit.errors import NotFound
from judging.assignments.queries import copies_of, view_of
from judging.blinding.judge_view import JudgeView, ReadCopy
from judging.blinding.models import BlindCopy
from judging.blinding.queries import LAST_SUBMISSION, SAME_TRANSLATION
from judging.panels.models import Judge
from judging.panels.pledge import SIGNED
from judging.reconciliation.differing import Next
from judging.reconciliation.models import Reconciliation
from judging.reconciliation.operations import is_pending
from judging.reconciliation.queries import Item, item_by_id

_found = Reconciliation.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_copies = BlindCopy.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]

_COPY = (
    sa.select(
        _found.c.id,
        sa.literal("").label("code"),
        _copies.c.id.label("copy_id"),
        _copies.c.version,
        _categories.c.id.label("category_id"),
        _categories.c.code.label("category_code"),
        _categories.c.questions_version,
        _categories.c.name_ar,
        _categories.c.name_en,
    )
    .join(_entries, _entries.c.id == _found.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .join(_copies, _copies.c.submission_id == LAST_SUBMISSION)
    .join(_judges, _judges.c.cycle_id == _entries.c.cycle_id)
    .where(
        _found.c.id == sa.bindparam("found"),
        _judges.c.person_id == sa.bindparam("person"),
        _judges.c.dropped_out_at.is_(None),
        SIGNED,
        _copies.c.approved_at.is_not(None),
        SAME_TRANSLATION,
    )
)
"""Whoever determines has no code of their own for the entry: they do not judge it."""


def entry_to_determine(
    session: Session, person_id: uuid.UUID, id_: uuid.UUID
) -> tuple[Item, JudgeView, ReadCopy]:
    """With the files in the order of `JudgeView.files`.

    Raises NotFound for anybody but who acts as chair for it, so for whoever is recused from it or has a conflict too; where
    it does not wait for them; and where no blind copy is approved.
    """
    item = item_by_id(session, id_, officer=person_id)
    if item is None or item.chair != person_id:
        raise NotFound
    if item.next is not Next.CHAIR_OR_JUDGE or not is_pending(session, item):
        raise NotFound
    connection = session.connection()
    row = connection.execute(_COPY, {"found": id_, "person": person_id}).first()
    if row is None:
        raise NotFound
    copy = copies_of(connection, [row])[row.copy_id]
    return item, view_of(row, copy), copy
