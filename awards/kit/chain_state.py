"""Whether the audit log still is what was written."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.kit.audit import AuditEvent, body_of, kept_origin
from awards.kit.chain import GENESIS, first_broken
from awards.kit.checkpoints import Checkpoint, checkpoint_of
from awards.kit.signing import Signer

_events = AuditEvent.__table__  # type: ignore[attr-defined]
_CHAIN = sa.select(
    _events.c.sequence,
    _events.c.at,
    _events.c.actor_id,
    _events.c.action,
    _events.c.subject_id,
    _events.c.detail,
    _events.c.digest,
    _events.c.address,
    _events.c.device,
    _events.c.salt,
    _events.c.origin,
).order_by(_events.c.sequence)
_HEAD = sa.select(_events.c.sequence, _events.c.digest).order_by(_events.c.sequence.desc()).limit(1)

FRESH = timedelta(minutes=5)
"""So long a reading of the whole chain is good for a page that shows it."""
_PIECE = 1000
_last: dict[str, "ChainState"] = {}


@dataclass(frozen=True, slots=True)
class ChainState:
    """What reading the chain from its start has shown."""

    events: int
    head: str
    """The digest of the last event: the value to compare with one noted elsewhere."""
    broken_at: int | None
    """Sequence of the first event that does not follow from the one before."""
    verified_at: datetime

    @property
    def whole(self) -> bool:
        return self.broken_at is None


def chain_state(session: Session, now: datetime, *, anew: bool = False) -> ChainState:
    """The state of the chain: read within the last five minutes and not grown since, or read now."""
    head = session.connection().execute(_HEAD).first()
    digest = head.digest if head else GENESIS
    known = _last.get(digest)
    if known is None or anew or not now - FRESH < known.verified_at <= now:
        known = verify_chain(session, now)
        _last.clear()
        _last[digest] = known
    return known


def verify_chain(session: Session, now: datetime) -> ChainState:
    """Read every event and work its digest out again, in pieces that do not fill the memory."""
    state = ChainState(0, GENESIS, None, now)
    with closing(session.connection().execute(_CHAIN.execution_options(yield_per=_PIECE))) as rows:
        for piece in rows.partitions(_PIECE):
            broken = first_broken(_bodies(piece), state.head)
            if broken is not None:
                return replace(state, events=state.events + broken, broken_at=piece[broken].sequence)
            state = replace(state, events=state.events + len(piece), head=piece[-1].digest)
    return state


def _bodies(rows: Any) -> Iterator[tuple[dict[str, Any], str]]:
    for row in rows:
        origin = kept_origin(row)
        yield body_of(row.at, row.actor_id, row.action, row.subject_id, row.detail, origin), row.digest


def checkpoint_now(session: Session, signer: Signer, at: datetime) -> Checkpoint:
    """What the log comes to, signed. It is read, not verified."""
    head = session.connection().execute(_HEAD).first()
    return checkpoint_of(
        signer, sequence=head.sequence if head else 0, head=head.digest if head else GENESIS, at=at
    )


def still_holds(session: Session, checkpoint: Checkpoint) -> bool:
    """Whether the log still has the event of an earlier checkpoint, with the digest that it had then."""
    if not checkpoint.sequence:
        return checkpoint.head == GENESIS
    digest = session.connection().scalar(
        sa.select(_events.c.digest).where(_events.c.sequence == checkpoint.sequence)
    )
    return digest == checkpoint.head
