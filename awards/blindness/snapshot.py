"""A copy of the data in which judging is open and judges can be signed in, made to be thrown away.

What a page would write when it is read (a sign-in, a refusal in the audit log) is written there and nowhere else.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.blindness.lending import lend
from awards.cycles.models import Cycle
from awards.kit.db import Database
from awards.people import sessions
from awards.people.models import Role
from awards.tables import metadata
from judging.panels.models import Judge
from judging.rounds.queries import last_round

LEFT_OUT = frozenset(
    {
        *("audit_event", "failed_sign_in", "sign_in_session", "job", "job_item", "mail_attempt"),
        *("table_import", "imported_entry", "password_reset", "email_change", "registration"),
    }
)
"""Tables that no page of a judge is made of."""
_AT_ONCE = 1000
_HOURS = 24


def snapshot(db: Database, folder: Path) -> Database:
    """All rows as they are now, in an SQLite of its own in `folder`."""
    copy = Database(f"sqlite:///{folder / 'snapshot.sqlite3'}")
    metadata.create_all(copy.engine)
    with db.rows() as source, copy.engine.begin() as target:
        target.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in metadata.sorted_tables:
            if table.name in LEFT_OUT:
                continue
            rows = source.execute(sa.select(table)).mappings()
            while some := rows.fetchmany(_AT_ONCE):
                target.execute(sa.insert(table), [dict(row) for row in some])
    return copy


@dataclass(frozen=True, slots=True)
class Opened:
    """The time at which judges read in the copy, and by address the one judge who reads what was lent there."""

    at: datetime
    lent: Mapping[str, uuid.UUID]


def open_in_copy(copy: Database, cycle_id: uuid.UUID, at: datetime) -> Opened:
    """Have every judge's pledge signed and the last round open; before the first, lend what nobody can read yet."""
    with copy.write() as session:
        cycle = session.get_one(Cycle, cycle_id)
        at = max(at, cycle.judging_opens_at + timedelta(seconds=1))
        at = min(at, cycle.judging_closes_at - timedelta(seconds=1))
        unsigned = sa.update(Judge).where(col(Judge.cycle_id) == cycle_id, col(Judge.pledged_at).is_(None))
        session.connection().execute(unsigned.values(pledged_at=at))
        round_ = last_round(session, cycle_id)
        lent: Mapping[str, uuid.UUID] = {}
        if round_ is not None and round_.opened_at is None:
            lent = lend(session, round_, at) if not round_.chosen else {}
            round_.opened_at = at
            session.add(round_)
    return Opened(at, lent)


def signed_in(
    copy: Database, judges: Sequence[uuid.UUID], at: datetime
) -> dict[uuid.UUID, tuple[uuid.UUID, str]]:
    """By judge, the person and the token of a session in the copy."""
    with copy.write() as session:
        people = _people(session, judges)
        return {
            judge: (person, sessions.begin(session, person, Role.JUDGE, at=at, hours=_HOURS))
            for judge, person in people
        }


def _people(session: Session, judges: Sequence[uuid.UUID]) -> list[tuple[uuid.UUID, uuid.UUID]]:
    return list(session.exec(select(Judge.id, Judge.person_id).where(col(Judge.id).in_(judges))))
