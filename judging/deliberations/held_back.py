"""What keeps results from being published beside their places: appeals, in a cycle that says that publication waits.

Appeals are a layer above: here only whether one is open is asked, by the names of their tables.
"""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.kit.db import UtcDateTime
from awards.kit.i18n import Message, msg

_rules = sa.table("appeal_rule", sa.column("cycle_id", sa.Uuid), sa.column("waits", sa.Boolean))
_notices = sa.table(
    "appeal_notice",
    sa.column("cycle_id", sa.Uuid),
    sa.column("ends_at", UtcDateTime),
    sa.column("told_at", UtcDateTime),
)
_appeals = sa.table(
    "appeal",
    sa.column("cycle_id", sa.Uuid),
    sa.column("number", sa.Integer),
    sa.column("closed_at", UtcDateTime),
)
_first_open = (
    sa.select(sa.func.min(_appeals.c.number))
    .where(_appeals.c.cycle_id == _rules.c.cycle_id, _appeals.c.closed_at.is_(None))
    .correlate(_rules)
    .scalar_subquery()
)
_WAITING = (
    sa.select(_notices.c.ends_at, _first_open.label("appeal"))
    .select_from(
        _rules.outerjoin(
            _notices, sa.and_(_notices.c.cycle_id == _rules.c.cycle_id, _notices.c.told_at.is_not(None))
        )
    )
    .where(_rules.c.cycle_id == sa.bindparam("cycle"), _rules.c.waits)
)


def appeals_in_the_way(session: Session, cycle_id: uuid.UUID, at: datetime) -> Message | None:
    """Why publication waits for appeals now; nothing where it does not, or the cycle says that it never does."""
    row = session.connection().execute(_WAITING, {"cycle": cycle_id}).first()
    if row is None:
        return None
    if row.ends_at is None:
        return msg("Publication waits for appeals: tell entrants how their entries did.")
    if at < row.ends_at:
        return msg("Publication waits for appeals, which are taken until %(when)s.", when=row.ends_at)
    if row.appeal is not None:
        return msg("Publication waits for appeals: no. %(number)s is open.", number=row.appeal)
    return None
