"""Whole entries of a cycle at once, in as many statements as one entry takes."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Question
from awards.directory.models import Agency
from awards.entries.models import Answer, Attachment, Entry, EntryPartner, EntryState
from awards.entries.queries import ASKED, HEAD
from awards.entries.sheet import Asked, AttachedFile, EntrySheet, Head, Partner, parted

_entry = Entry.__table__  # type: ignore[attr-defined]
_question = Question.__table__  # type: ignore[attr-defined]
_answer = Answer.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_partner = EntryPartner.__table__  # type: ignore[attr-defined]
_file = Attachment.__table__  # type: ignore[attr-defined]

_IN = sa.and_(_entry.c.cycle_id == sa.bindparam("cycle"), _entry.c.state == sa.bindparam("state"))
_HEADS = HEAD.where(_IN).order_by(_entry.c.number)
_PARTNERS = (
    sa.select(_entry.c.id, *(_agency.c[name] for name in Partner._fields))
    .join(_partner, _partner.c.entry_id == _entry.c.id)
    .join(_agency, _agency.c.id == _partner.c.agency_id)
    .where(_IN)
    .order_by(_agency.c.sort_key)
)
_ASKED = (
    sa.select(_entry.c.id, *ASKED)
    .select_from(_entry)
    .join(_question, _question.c.category_id == _entry.c.category_id)
    .join(
        _answer,
        sa.and_(_answer.c.question_id == _question.c.id, _answer.c.entry_id == _entry.c.id),
        isouter=True,
    )
    .where(_IN)
    .order_by(_question.c.position)
)
_FILES = (
    sa.select(_entry.c.id, *(_file.c[name] for name in AttachedFile._fields))
    .join(_file, _file.c.entry_id == _entry.c.id)
    .where(_IN, _file.c.removed_at.is_(None))
    .order_by(_file.c.position)
)


def sheets_in(session: Session, cycle_id: uuid.UUID, state: EntryState) -> list[EntrySheet]:
    """The entries of the cycle that are in that state, by number, each as it is being written: four statements."""
    of = {"cycle": cycle_id, "state": state}
    connection = session.connection()
    partners = _by_entry(connection.execute(_PARTNERS, of))
    asked = _by_entry(connection.execute(_ASKED, of))
    files = _by_entry(connection.execute(_FILES, of))
    found = []
    for head in map(Head._make, connection.execute(_HEADS, of)):
        now, retired = parted(map(Asked._make, asked[head.id]))
        found.append(
            EntrySheet(
                head,
                tuple(map(Partner._make, partners[head.id])) if head.agency_id else (),
                now,
                tuple(map(AttachedFile._make, files[head.id])),
                retired=retired,
            )
        )
    return found


def _by_entry(rows: Iterable[Any]) -> defaultdict[uuid.UUID, list[Any]]:
    """Rows that begin with an entry's id, without it."""
    found: defaultdict[uuid.UUID, list[Any]] = defaultdict(list)
    for entry_id, *rest in rows:
        found[entry_id].append(rest)
    return found
