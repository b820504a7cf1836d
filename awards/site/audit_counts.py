"""How many events of which kind there are, in all and since the reader last signed in before: for the auditor's desk.

A constant number of statements, whatever the log and the cycles hold.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from awards.kit.audit import AuditEvent
from awards.people.models import SignInSession
from awards.people.viewer import Viewer
from awards.site.audit_entries import cycles_of, under
from awards.site.audit_kinds import CYCLE, same

_events = AuditEvent.__table__  # type: ignore[attr-defined]
_sessions = SignInSession.__table__  # type: ignore[attr-defined]

REFUSED = "access.refused"
OF_CYCLES = {
    "assignments.made": "round",
    "blind_copy.approved": "copy",
    "certificate.revoked": "certificate",
    "cycle.dates_moved": "cycle",
    "entry.disqualified": "entry",
    "entry.withdrawn": "entry",
    "extension.given": "cycle",
    "judge.excused": "excusal",
    "judge.released": "judge",
    "judges.named": "round",
    "place.approved": "category",
    "place.decided": "category",
    "place.returned": "category",
    "publication.consented": "cycle",
    "question.hidden": "question",
    "recusal.declared": "recusal",
    "results.consented": "round",
    "round.early_closing_asked": "round",
    "tally.computed": "round",
}
"""What is counted for each cycle, with the kind of thing that it is about."""


class Count(NamedTuple):
    """How often something happened, ever and since the reader's last visit."""

    all: int = 0
    new: int = 0


class Visit(NamedTuple):
    """A sign-in: the sequence of its event, and when it was."""

    sequence: int
    at: datetime


def visit_before(session: Session, viewer: Viewer) -> Visit | None:
    """The reader's sign-in before the one in which they are now; none the first time."""
    here = sa.select(_sessions.c.started_at).where(_sessions.c.token_digest == viewer.token_digest)
    row = session.execute(
        sa.select(_events.c.sequence, _events.c.at)
        .where(
            _events.c.actor_id == viewer.person_id,
            _events.c.action == "person.signed_in",
            _events.c.at < here.scalar_subquery(),
        )
        .order_by(_events.c.sequence.desc())
        .limit(1)
    ).first()
    return Visit(row.sequence, row.at) if row else None


def counted(session: Session, since: Visit | None) -> dict[str, Count]:
    """Every event of the log, by action."""
    statement = sa.select(_events.c.action, sa.func.count(), _new(since)).group_by(_events.c.action)
    return {action: Count(every, new) for action, every, new in session.execute(statement)}


def refused_by_role(session: Session, but: uuid.UUID) -> dict[str, int]:
    """Refused requests by the role in which they were made, `but` for those of one person; the most first."""
    role = _events.c.detail["role"].as_string()
    many = sa.func.count()
    statement = (
        sa.select(role, many)
        .where(_events.c.action == REFUSED, _events.c.actor_id.is_distinct_from(but))
        .group_by(role)
        .order_by(many.desc(), role)
    )
    return {role: times for role, times in session.execute(statement) if role}


def counted_by_cycle(session: Session, since: Visit | None) -> Mapping[uuid.UUID, Mapping[str, Count]]:
    """By cycle: what `OF_CYCLES` names, and refused requests for the cycle's own pages."""
    of = cycles_of(OF_CYCLES.values())
    about = (
        sa.select(of.c.cycle_id, _events.c.action, sa.func.count(), _new(since))
        .join(of, of.c.subject == same(_events.c.subject_id))
        .where(_events.c.action.in_(OF_CYCLES))
        .group_by(of.c.cycle_id, _events.c.action)
    )
    pages = sa.literal("/cycles/").concat(sa.cast(CYCLE.c.number, sa.String))
    refused = (
        sa.select(CYCLE.c.id, _events.c.action, sa.func.count(), _new(since))
        .select_from(CYCLE)
        .join(_events, under(_events.c.subject_id, pages))
        .where(_events.c.action == REFUSED)
        .group_by(CYCLE.c.id, _events.c.action)
    )
    found: dict[uuid.UUID, dict[str, Count]] = defaultdict(dict)
    for cycle_id, action, every, new in session.execute(sa.union_all(about, refused)):
        found[cycle_id][action] = Count(every, new)
    return found


def _new(since: Visit | None) -> sa.ColumnElement[int]:
    if since is None:
        return sa.literal(0)
    return sa.func.count(sa.case((_events.c.sequence > since.sequence, 1)))
