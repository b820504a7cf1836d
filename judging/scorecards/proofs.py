"""Whether every lodged sheet is still the one that its receipt was given for."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.kit.audit import AuditEvent
from awards.kit.canonical import canonical_json
from judging.rubrics.models import Criterion
from judging.scorecards.models import LodgementReceipt, Score, Scorecard
from judging.scorecards.receipt import verify
from judging.scorecards.sheet import REMARKS

_cards = Scorecard.__table__  # type: ignore[attr-defined]
_receipts = LodgementReceipt.__table__  # type: ignore[attr-defined]
_scores = Score.__table__  # type: ignore[attr-defined]
_criteria = Criterion.__table__  # type: ignore[attr-defined]

_events = AuditEvent.__table__  # type: ignore[attr-defined]

_PIECE = 500
_RECORDED = sa.select(_events.c.detail, _events.c.subject_id, _events.c.at, _events.c.actor_id).where(
    _events.c.action == "scorecard.lodged"
)
_RECEIPTS = sa.select(
    _receipts.c.scorecard_id, _receipts.c.salt, _receipts.c.digest, _receipts.c.sheet
).order_by(_receipts.c.at, _receipts.c.id)
_LODGED = sa.select(
    _cards.c.id,
    _cards.c.total,
    _cards.c.lodged_at,
    _cards.c.lodged_by_id,
    *(_cards.c[name] for name in REMARKS),
).where(_cards.c.lodged_at.is_not(None))
_MARKS = sa.select(
    _scores.c.scorecard_id, _criteria.c.key, _scores.c.points, _scores.c.not_scored, _scores.c.comment
).join(_criteria, _criteria.c.id == _scores.c.criterion_id)


@dataclass(frozen=True, slots=True)
class Proofs:
    """What comparing all receipts has shown."""

    receipts: int
    sheets: int
    """Lodged now; a reopened sheet has its receipts, and is none of these until it is lodged again."""
    broken: tuple[str, ...]
    """In words, each receipt or sheet that does not hold."""


def proofs(session: Session) -> Proofs:
    """Reads every receipt and every lodged sheet, in pieces; the audit log must be whole, for it says which were given."""
    broken: list[str] = []
    recorded: set[str] = set()
    lodgings: set[tuple[uuid.UUID, datetime, uuid.UUID]] = set()
    for event in session.connection().execute(_RECORDED.execution_options(yield_per=_PIECE)):
        recorded.add(event.detail.get("receipt", ""))
        lodgings.add((uuid.UUID(event.subject_id), event.at, event.actor_id))
    lodged_as: dict[uuid.UUID, tuple[str, bytes]] = {}
    count = 0
    connection = session.connection()
    for row in connection.execute(_RECEIPTS.execution_options(yield_per=_PIECE)):
        count += 1
        if not _genuine(row):
            broken.append(f"the receipt {row.digest} is not that of the sheet kept with it")
        if row.digest not in recorded:
            broken.append(f"the receipt {row.digest} was never given: the audit log does not have it")
        recorded.discard(row.digest)
        lodged_as[row.scorecard_id] = row.digest, _said(row.sheet)
    broken += [
        f"the receipt {digest} was given, and is not there any more" for digest in sorted(recorded - {""})
    ]
    sheets = list(_lodged(session))
    for scorecard, lodging, sheet in sheets:
        digest, kept = lodged_as.get(scorecard, (None, b""))
        if digest is None:
            broken.append(f"the lodged sheet {scorecard} has no receipt")
        elif sheet != kept:
            broken.append(f"the sheet {scorecard} is not what the receipt {digest} was given for")
        if (scorecard, *lodging) not in lodgings:
            broken.append(
                f"the audit log does not have that the sheet {scorecard} was lodged then, or by them"
            )
    return Proofs(count, len(sheets), tuple(broken))


def _genuine(row: Any) -> bool:
    try:
        return verify(row.sheet, bytes.fromhex(row.salt), row.digest)
    except (TypeError, ValueError):
        return False


def _lodged(session: Session) -> Iterator[tuple[uuid.UUID, tuple[datetime, uuid.UUID], bytes]]:
    """Each sheet with when and by whom it was lodged, and what is on it."""
    connection = session.connection()
    marks: dict[uuid.UUID, dict[str, dict[str, str | None]]] = {}
    for row in connection.execute(_MARKS.execution_options(yield_per=_PIECE)):
        marks.setdefault(row.scorecard_id, {})[row.key] = {
            "points": row.points,
            "not_scored": row.not_scored,
            "comment": row.comment,
        }
    for row in connection.execute(_LODGED):
        remarks = {name: getattr(row, name) for name in REMARKS}
        lodging = row.lodged_at, row.lodged_by_id
        yield row.id, lodging, _plain(marks.get(row.id, {}), remarks, row.total)


def _said(sheet: dict[str, Any]) -> bytes:
    """What a kept sheet says, in the form in which a stored one is compared with it."""
    marks = {
        mark["criterion"]: {name: mark[name] for name in ("points", "not_scored", "comment")}
        for mark in sheet.get("marks", ())
    }
    return _plain(marks, {name: sheet.get(name) for name in REMARKS}, sheet.get("total"))


def _plain(marks: dict[str, dict[str, str | None]], remarks: dict[str, Any], total: str | None) -> bytes:
    """A criterion without an answer and one that was never touched say the same."""
    given = {key: mark for key, mark in marks.items() if any(mark.values())}
    return canonical_json({"marks": given, "remarks": remarks, "total": total})
