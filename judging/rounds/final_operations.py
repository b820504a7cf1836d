"""What is done with a final panel: plan it, drop it, begin it."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.queries import categories_of, cycle_by_id
from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg
from judging.rounds.finals import FinalLimits
from judging.rounds.models import Finalist, FinalPlan, Round
from judging.rounds.queries import final_plan, scoring_round

_finalists = Finalist.__table__  # type: ignore[attr-defined]


def plan_final(
    session: Session,
    cycle_id: uuid.UUID,
    limits: FinalLimits,
    *,
    scoring_ends: datetime,
    by: uuid.UUID,
    at: datetime,
) -> FinalPlan:
    """The cycle has a final panel, under these limits; scoring ends at `scoring_ends`, judging as the cycle says.

    Raises RuleBroken once the scoring round is opened, if scoring would not end within the cycle's judging, and for
    limits that the scoring round or the cycle's places contradict.
    """
    cycle = cycle_by_id(session, cycle_id)
    scoring = _not_begun(session, cycle_id)
    if not cycle.judging_opens_at < scoring_ends < cycle.judging_closes_at:
        raise RuleBroken(msg("Scoring ends between the opening and the end of judging."))
    places = max((category.places for category in categories_of(session, cycle_id)), default=1)
    limits.fits(scoring_sheets=scoring.sheets_per_entry, places=places)
    plan = session.get(FinalPlan, cycle_id) or FinalPlan(
        cycle_id=cycle_id, **asdict(limits), set_at=at, set_by_id=by
    )
    for name, value in asdict(limits).items():
        setattr(plan, name, value)
    plan.set_at, plan.set_by_id = at, by
    scoring.closes_at = scoring_ends
    session.add_all([plan, scoring])
    session.flush()
    detail = {**asdict(limits), "scoring_ends": scoring_ends.isoformat()}
    audit.record(session, "final.planned", cycle_id, by=by, at=at, detail=detail)
    return plan


def drop_final(session: Session, cycle_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """The cycle has one round after all. Raises RuleBroken once the scoring round is opened, or without a plan."""
    scoring = _not_begun(session, cycle_id)
    plan = final_plan(session, cycle_id)
    if plan is None:
        raise RuleBroken(msg("This cycle has no final panel."))
    scoring.closes_at = None
    session.add(scoring)
    session.delete(plan)
    session.flush()
    audit.record(session, "final.dropped", cycle_id, by=by, at=at)


def begin_final(
    session: Session,
    plan: FinalPlan,
    finalists: Mapping[str, Mapping[int, uuid.UUID]],
    *,
    by: uuid.UUID,
    at: datetime,
) -> Round:
    """The final panel's round, not open yet, with its finalists: category code → number → entry.

    The log tells who moved on by their numbers in order, which say nothing of how they did.
    """
    round_ = Round(
        cycle_id=plan.cycle_id,
        position=2,
        sheets_per_entry=plan.sheets_per_entry,
        max_load=plan.max_load,
        min_sheets=plan.min_sheets,
        pools=plan.pools,
        shows_scoring=plan.shows_scoring,
    )
    session.add(round_)
    session.flush()
    rows = [
        {"round_id": round_.id, "entry_id": entry_id}
        for by_number in finalists.values()
        for _, entry_id in sorted(by_number.items())
    ]
    session.connection().execute(sa.insert(_finalists), rows)
    detail: dict[str, object] = {
        "position": round_.position,
        "finalists": {code: sorted(by_number) for code, by_number in finalists.items()},
    }
    audit.record(session, "final.begun", round_.id, by=by, at=at, detail=detail)
    return round_


def _not_begun(session: Session, cycle_id: uuid.UUID) -> Round:
    scoring = scoring_round(session, cycle_id)
    if scoring is None:
        raise RuleBroken(msg("This cycle has no round of judging yet."))
    if scoring.opened_at is not None:
        raise RuleBroken(msg("The rounds of judging cannot be changed once scoring has begun."))
    return scoring
