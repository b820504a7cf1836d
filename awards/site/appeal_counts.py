"""Appeals in the figures of a cycle: columns for the statement that reads all cycles."""

from typing import Any

import sqlalchemy as sa

from awards.cycles.models import Cycle
from judging.appeals.models import Appeal, AppealNotice, AppealRule, AppealRuling

_cycles = Cycle.__table__  # type: ignore[attr-defined]
_appeals = Appeal.__table__  # type: ignore[attr-defined]
_notices = AppealNotice.__table__  # type: ignore[attr-defined]
_rules = AppealRule.__table__  # type: ignore[attr-defined]
_rulings = AppealRuling.__table__  # type: ignore[attr-defined]

_open = (
    sa.select(sa.func.count())
    .select_from(_appeals)
    .where(_appeals.c.cycle_id == _cycles.c.id, _appeals.c.closed_at.is_(None))
)
_unruled = ~sa.exists().where(_rulings.c.appeal_id == _appeals.c.id)

APPEALS = (
    sa.exists()
    .where(_rules.c.cycle_id == _cycles.c.id, _rules.c.waits)
    .correlate(_cycles)
    .label("waits_for_appeals"),
    sa.select(_notices.c.ends_at)
    .where(_notices.c.cycle_id == _cycles.c.id, _notices.c.told_at.is_not(None))
    .correlate(_cycles)
    .scalar_subquery()
    .label("appeals_until"),
    _open.correlate(_cycles).scalar_subquery().label("open_appeals"),
    _open.where(_appeals.c.ruler_id == sa.bindparam("person_id"), _unruled)
    .correlate(_cycles)
    .scalar_subquery()
    .label("my_appeals"),
)
"""For a read of cycles on behalf of `person_id`; the names are those of `CycleState`."""


def appeals_in(row: Any) -> dict[str, Any]:
    """These columns of a row, as the fields of `CycleState`."""
    return {
        "waits_for_appeals": bool(row.waits_for_appeals),
        "appeals_until": row.appeals_until,
        "open_appeals": row.open_appeals,
        "my_appeals": row.my_appeals,
    }
