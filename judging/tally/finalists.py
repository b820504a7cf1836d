"""Who moves on from scoring to the final panel: computed when scoring closes, told without totals or ranks."""

import uuid
from datetime import datetime

from sqlmodel import Session

from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import msg
from judging.reconciliation.queries import pending_in
from judging.rounds.final_operations import begin_final
from judging.rounds.finals import moving_on
from judging.rounds.method.queries import rules_of
from judging.rounds.models import FinalPlan, Round
from judging.rounds.queries import final_plan, last_round
from judging.rubrics.kinds import RoundKind
from judging.tally.counted import count_contests
from judging.tally.results import Least
from judging.tally.sheets import contests_of


def move_on(session: Session, round_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> Round | None:
    """The final panel's round with its finalists, once scoring is closed; none if the cycle asks for no such round.

    Nor is there one where nobody is ranked: the results are then those of scoring. While sheets are reconciled nobody
    moves on yet: what a judge changes there may change who does. Raises NotFound, and RuleBroken as `contests_of`.
    """
    plan, chosen = _chosen(session, round_id)
    if plan is None or not chosen or pending_in(session, round_id):
        return None
    return begin_final(session, plan, chosen, by=by, at=at)


def waits_for_final(session: Session, round_id: uuid.UUID) -> bool:
    """Whether this is a closed round of scoring whose best are to move on, and have not."""
    round_ = session.get(Round, round_id)
    if round_ is None or round_.closed_at is None or last_round(session, round_.cycle_id) != round_:
        return False
    return bool(_chosen(session, round_id)[1])


def begin_final_panel(session: Session, round_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> Round:
    """The final panel of a round of scoring that was closed while sheets differed, once all of that is settled.

    Raises RuleBroken while something is not, and where there is nobody or no panel to move on to.
    """
    if not waits_for_final(session, round_id):
        raise RuleBroken(msg("No final panel waits to begin."))
    begun = move_on(session, round_id, by=by, at=at)
    if begun is None:
        raise RuleBroken(
            msg("Sheets are still being reconciled: who moves on is known once all of that is settled.")
        )
    return begun


def _chosen(
    session: Session, round_id: uuid.UUID
) -> tuple[FinalPlan | None, dict[str, dict[int, uuid.UUID]]]:
    """The plan, and who moves on by it: category code → number → entry. Raises NotFound."""
    scoring = session.get(Round, round_id)
    if scoring is None:
        raise NotFound
    plan = final_plan(session, scoring.cycle_id) if scoring.kind is RoundKind.SCORING else None
    if plan is None:
        return None, {}
    contests = contests_of(session, scoring.cycle_id, round_id)
    _, rules = rules_of(session, round_id)
    counted = count_contests(contests, rules, least=Least(scoring.min_sheets), chances=False)
    found = {category.code: moving_on(category.entries, plan.finalists) for category in counted.categories}
    return plan, {
        code: {line.number: line.entry_id for line in lines} for code, lines in found.items() if lines
    }
