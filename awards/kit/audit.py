"""The audit log: every change is an event, written in the transaction of what it records.

Events form a chain: each digest covers the event and its predecessor's digest, so a changed or removed
row is found by reading the chain from the start.
"""

import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel

from awards.kit.chain import GENESIS, event_digest
from awards.kit.db import UtcDateTime
from awards.kit.origins import SALT_BYTES, Origin, came_from, origin_digest


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
    address: str | None = None
    """Network address of whoever did it; none for what was not done over the web, or once it is erased."""
    device: str | None = None
    salt: str | None = None
    origin: str | None = None
    """What the chain covers of `address` and `device`, and keeps of them (`awards.kit.origins`)."""


_events = AuditEvent.__table__  # type: ignore[attr-defined]
_HEAD = sa.select(_events.c.digest).order_by(_events.c.sequence.desc()).limit(1)
_INSERT = sa.insert(_events)


def body_of(
    at: datetime,
    actor_id: uuid.UUID | None,
    action: str,
    subject_id: str,
    detail: dict[str, Any],
    origin: str | None = None,
) -> dict[str, Any]:
    """What a digest covers, in the form in which it is hashed. Without an `origin` nothing is said of one."""
    body = {
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": str(actor_id) if actor_id else None,
        "action": action,
        "subject": subject_id,
        "detail": detail,
    }
    return body if origin is None else {**body, "origin": origin}


def kept_origin(row: Any) -> str | None:
    """What the digest of an event must cover of where it came from: worked out again while address and device are kept."""
    if row.address is None or row.salt is None:
        return row.origin  # type: ignore[no-any-return]
    return origin_digest(row.salt, Origin(row.address, row.device or ""))


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
    came = came_from.get()
    salt = secrets.token_hex(SALT_BYTES) if came else None
    origin = origin_digest(salt, came) if came and salt else None
    body = body_of(at, by, action, str(subject), detail, origin)
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
            "address": came.address if came else None,
            "device": came.device if came else None,
            "salt": salt,
            "origin": origin,
        },
    )
