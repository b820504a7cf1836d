"""Reserves of a category's panel: judges who step in where somebody leaves an entry."""

import uuid
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category
from awards.entries.queries import results_published
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.i18n import Message, msg
from judging.panels.chairs import Officers
from judging.panels.models import Judge, PanelReserve
from judging.panels.naming import officers_of

_reserves = PanelReserve.__table__  # type: ignore[attr-defined]


def why_not_reserves(
    wanted: Collection[uuid.UUID], officers: Officers, serving: Collection[uuid.UUID]
) -> Message | None:
    """What stands against these reserves of a panel; nothing if they can be named. Pure."""
    if not set(wanted) <= set(serving):
        return msg("Choose judges who serve on this jury.")
    if {officers.chair, officers.deputy} & set(wanted):
        return msg("The chair and the deputy read for their panel from the beginning: they are no reserves.")
    return None


def reserves_of(session: Session, cycle_id: uuid.UUID) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    """Category → its reserves, by their seats; those who left the jury are none any more."""
    found = (
        select(PanelReserve.category_id, PanelReserve.judge_id)
        .join(Judge, col(Judge.id) == col(PanelReserve.judge_id))
        .where(Judge.cycle_id == cycle_id, col(Judge.dropped_out_at).is_(None))
    )
    named: dict[uuid.UUID, set[uuid.UUID]] = {}
    for category_id, judge_id in session.exec(found):
        named.setdefault(category_id, set()).add(judge_id)
    return {category_id: frozenset(judges) for category_id, judges in named.items()}


def name_reserves(
    session: Session, category_id: uuid.UUID, wanted: Collection[uuid.UUID], *, by: uuid.UUID, at: datetime
) -> None:
    """Give a panel these reserves and no others; what somebody reads already stays theirs.

    Raises NotFound, Invalid at `reserves`, RuleBroken once the results are published.
    """
    category = session.get(Category, category_id)
    if category is None:
        raise NotFound
    before = reserves_of(session, category.cycle_id).get(category_id, frozenset())
    if set(wanted) == before:
        return
    if results_published(session, category.cycle_id):
        raise RuleBroken(msg("The results of this cycle are published: nobody judges in it any more."))
    serving = session.exec(
        select(Judge.id).where(Judge.cycle_id == category.cycle_id, col(Judge.dropped_out_at).is_(None))
    ).all()
    officers = officers_of(session, category.cycle_id).get(category_id, Officers())
    if wrong := why_not_reserves(wanted, officers, serving):
        raise Invalid({"reserves": wrong})
    session.connection().execute(sa.delete(_reserves).where(_reserves.c.category_id == category_id))
    session.add_all(
        PanelReserve(category_id=category_id, judge_id=judge, since=at, named_by_id=by)
        for judge in sorted(set(wanted), key=str)
    )
    session.flush()
    detail = {
        "reserves": sorted(map(str, set(wanted))),
        "reserves_before": sorted(map(str, before)),
    }
    audit.record(session, "panel.reserves_named", category_id, by=by, at=at, detail=detail)
