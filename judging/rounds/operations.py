"""What is done with a round of judging: create it, open and close it, open its results."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg
from judging.rounds.models import Round


def create_round(
    session: Session,
    cycle_id: uuid.UUID,
    *,
    sheets_per_entry: int = 4,
    max_load: int = 36,
    min_sheets: int = 3,
    by: uuid.UUID | None,
    at: datetime,
) -> Round:
    """The next round of a cycle, not open yet.

    Raises RuleBroken for limits that cannot be kept together: an entry is ranked from `min_sheets` lodged sheets
    on, so it must be given at least as many.
    """
    if min_sheets < 1 or max_load < 1:
        raise RuleBroken(msg("A round needs at least one sheet for each entry and one entry for each judge."))
    if sheets_per_entry < min_sheets:
        raise RuleBroken(
            msg(
                "An entry is ranked from %(least)s sheets on, so each entry must be given at least as many judges.",
                least=min_sheets,
            )
        )
    last = session.exec(select(sa.func.max(col(Round.position))).where(Round.cycle_id == cycle_id)).one()
    round_ = Round(
        cycle_id=cycle_id,
        position=(last or 0) + 1,
        sheets_per_entry=sheets_per_entry,
        max_load=max_load,
        min_sheets=min_sheets,
    )
    session.add(round_)
    session.flush()
    detail = {
        "cycle": str(cycle_id),
        "position": round_.position,
        "sheets_per_entry": sheets_per_entry,
        "max_load": max_load,
        "min_sheets": min_sheets,
    }
    audit.record(session, "round.created", round_.id, by=by, at=at, detail=detail)
    return round_
