"""What is done with a final panel: plan it, drop it, begin it."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.queries import categories_of, cycle_by_id
from awards.kit import audit
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.i18n import msg
from judging.rounds.finals import FinalLimits
from judging.rounds.models import Finalist, FinalPlan, Round
from judging.rounds.own_rubrics import BEGUN, forget_all
from judging.rounds.queries import final_plan, first_reading, has_begun, opening_round, scoring_round
from judging.rubrics.kinds import RoundKind
from judging.rubrics.queries import with_rubric

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

    Raises RuleBroken once judging has begun, if scoring would not end within the cycle's judging, and for
    limits that the scoring round or the cycle's places contradict; Invalid for pooling sheets of two rubrics.
    """
    cycle = cycle_by_id(session, cycle_id)
    scoring = not_begun(session, cycle_id)
    if not cycle.judging_opens_at < scoring_ends < cycle.judging_closes_at:
        raise RuleBroken(msg("Scoring ends between the opening and the end of judging."))
    reading = first_reading(session, cycle_id)
    if reading and reading.closes_at and scoring_ends <= reading.closes_at:
        raise RuleBroken(msg("Scoring ends after the first reading."))
    if limits.pools and with_rubric(session.connection(), cycle_id, kind=RoundKind.FINAL):
        raise Invalid(
            {
                "counting": msg(
                    "The final panel has a rubric of its own: sheets of two rubrics have no common total."
                )
            }
        )
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
    """The cycle has one round after all, and no rubric of a second one. Raises RuleBroken once judging has begun, or without a plan."""
    scoring = not_begun(session, cycle_id)
    plan = final_plan(session, cycle_id)
    if plan is None:
        raise RuleBroken(msg("This cycle has no final panel."))
    forget_all(session, cycle_id, kind=RoundKind.FINAL, by=by, at=at)
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
        kind=RoundKind.FINAL,
        position=RoundKind.FINAL.position,
        chosen=True,
        sheets_per_entry=plan.sheets_per_entry,
        max_load=plan.max_load,
        min_sheets=plan.min_sheets,
        pools=plan.pools,
        shows_before=plan.shows_scoring,
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


def not_begun(session: Session, cycle_id: uuid.UUID) -> Round:
    """The scoring round of a cycle in which nobody judges yet. Raises RuleBroken."""
    scoring = scoring_round(session, cycle_id)
    if scoring is None:
        raise RuleBroken(msg("This cycle has no round of judging yet."))
    if has_begun(opening_round(session, cycle_id)):
        raise RuleBroken(BEGUN)
    return scoring
