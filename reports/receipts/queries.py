"""Reads of receipts: by number and code for anybody, by entry for its people and for organisers."""

import hmac
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.cycles.queries import cycle_by_id
from awards.entries import queries
from awards.entries.content import check_path
from awards.entries.models import Entry, EntryEnding, EntryState, Submission
from awards.entries.sheet import Head
from awards.kit.errors import NotFound

_submission = Submission.__table__  # type: ignore[attr-defined]
_entry = Entry.__table__  # type: ignore[attr-defined]
_ending = EntryEnding.__table__  # type: ignore[attr-defined]
_later = _submission.alias("later")
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_BY_NUMBER = (
    sa.select(
        _submission.c.id,
        _submission.c.receipt,
        _submission.c.content_hash,
        _submission.c.submitted_at,
        _cycle.c.zone,
        sa.select(sa.func.min(_later.c.submitted_at))
        .where(_later.c.entry_id == _submission.c.entry_id, _later.c.sequence > _submission.c.sequence)
        .correlate(_submission)
        .scalar_subquery()
        .label("replaced_at"),
        _ending.c.at.label("withdrawn_at"),
        (_entry.c.state == EntryState.DRAFT).label("taken_back"),
    )
    .join(_entry, _entry.c.id == _submission.c.entry_id)
    .join(_cycle, _cycle.c.id == _entry.c.cycle_id)
    .join(
        _ending,
        sa.and_(_ending.c.entry_id == _entry.c.id, _ending.c.kind == EntryState.WITHDRAWN),
        isouter=True,
    )
    .where(_submission.c.receipt == sa.bindparam("receipt"))
)


class Vouched(NamedTuple):
    """All that the public page says of a submission."""

    receipt: str
    content_hash: str
    submitted_at: datetime
    zone: str
    """By whose clocks the paper tells the time."""
    replaced_at: datetime | None
    """When the entry was submitted again."""
    withdrawn_at: datetime | None
    taken_back: bool
    """It was withdrawn, taken back, and not submitted since."""


class Receipt(NamedTuple):
    """What the paper is made of."""

    head: Head
    cycle: Cycle
    submission: Any
    """A row of `submissions_of`."""


def vouched(session: Session, number: str, code: str) -> Vouched | None:
    """None for a number that was not given and for a wrong code alike."""
    row = session.connection().execute(_BY_NUMBER, {"receipt": number}).first()
    right = check_path(row.id, row.receipt, row.content_hash) if row else check_path(uuid.UUID(int=0), "", "")
    same = hmac.compare_digest(right.encode(), f"/receipts/{number}/{code}".encode())
    if row is None or not same:
        return None
    return Vouched(
        row.receipt,
        row.content_hash,
        row.submitted_at,
        row.zone,
        row.replaced_at,
        row.withdrawn_at,
        row.taken_back,
    )


def my_receipt(session: Session, viewer: uuid.UUID, entry_id: uuid.UUID, sequence: int) -> Receipt:
    """Of the viewer's entry. Raises NotFound."""
    return _receipt(session, queries.my_head(session, viewer, entry_id), sequence)


def any_receipt(session: Session, cycle: int, number: int, sequence: int) -> Receipt:
    """Of any entry, for organisers and auditors. Raises NotFound."""
    return _receipt(session, queries.any_head(session, cycle, number), sequence)


def _receipt(session: Session, head: Head, sequence: int) -> Receipt:
    submissions: Sequence[Any] = queries.submissions_of(session, head.id)
    for submission in submissions:
        if submission.sequence == sequence:
            return Receipt(head, cycle_by_id(session, head.cycle_id), submission)
    raise NotFound
