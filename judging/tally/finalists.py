"""Who moves on from scoring to the final panel: computed when scoring closes, told without totals or ranks."""

import uuid
from datetime import datetime

from sqlmodel import Session

from awards.kit.errors import NotFound
from judging.rounds.final_operations import begin_final
from judging.rounds.finals import moving_on
from judging.rounds.models import Round
from judging.rounds.queries import final_plan
from judging.tally.results import count
from judging.tally.sheets import contests_of


def move_on(session: Session, round_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> Round | None:
    """The final panel's round with its finalists, once scoring is closed; none if the cycle asks for no such round.

    Nor is there one where nobody is ranked: the results are then those of scoring. Raises NotFound, and RuleBroken
    as `contests_of`.
    """
    scoring = session.get(Round, round_id)
    if scoring is None:
        raise NotFound
    plan = final_plan(session, scoring.cycle_id)
    if plan is None or scoring.position > 1:
        return None
    found = {
        contest.code: moving_on(count(contest, min_sheets=scoring.min_sheets).entries, plan.finalists)
        for contest in contests_of(session, scoring.cycle_id, round_id)
    }
    chosen = {code: {line.number: line.entry_id for line in lines} for code, lines in found.items() if lines}
    return begin_final(session, plan, chosen, by=by, at=at) if chosen else None
