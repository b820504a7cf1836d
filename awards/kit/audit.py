"""The audit log: every change is an event, written in the transaction of what it records.

Events form a chain: each digest covers the event and its predecessor's digest, so a changed or removed
row is found by reading the chain from the start.
"""

import uuid
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel

from awards.kit.chain import GENESIS, event_digest
from awards.kit.db import UtcDateTime


class AuditEvent(SQLModel, table=True):
    """One link of the chain: `digest` is over its content and the `previous` one (`awards.kit.chain`)."""

    __tablename__ = "audit_event"

    sequence: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    actor_id: uuid.UUID | None = Field(default=None, index=True)
    """Who did it; none for the system itself. Opaque here: persons are a layer above."""
    action: str = Field(index=True)
    """`subject.verb`, e.g. `entry.submitted`."""
    subject_id: str = Field(index=True)
    detail: dict[str, Any] = Field(sa_type=sa.JSON)
    previous: str
    digest: str = Field(unique=True)


_events = AuditEvent.__table__  # type: ignore[attr-defined]
_HEAD = sa.select(_events.c.digest).order_by(_events.c.sequence.desc()).limit(1)
_INSERT = sa.insert(_events)


def body_of(
    at: datetime, actor_id: uuid.UUID | None, action: str, subject_id: str, detail: dict[str, Any]
) -> dict[str, Any]:
    """What a digest covers, in the form in which it is hashed."""
    return {
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": str(actor_id) if actor_id else None,
        "action": action,
        "subject": subject_id,
        "detail": detail,
    }


def record(
    session: Session,
    action: str,
    subject: uuid.UUID | str | int,
    *,
    by: uuid.UUID | None,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Append an event to the chain, in the caller's transaction. `detail` is plain JSON.

    Writers take turns (`Database.write`), so nobody else appends between the reading of the head and the commit.
    """
    connection = session.connection()
    previous = connection.scalar(_HEAD) or GENESIS
    detail = detail or {}
    body = body_of(at, by, action, str(subject), detail)
    connection.execute(
        _INSERT,
        {
            "at": at,
            "actor_id": by,
            "action": action,
            "subject_id": str(subject),
            "detail": detail,
            "previous": previous,
            "digest": event_digest(previous, body),
        },
    )
