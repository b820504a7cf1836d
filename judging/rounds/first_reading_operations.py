"""What is done with a first reading: plan it, drop it, let entries move on from it to scoring."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.queries import categories_of, cycle_by_id
from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg
from judging.rounds.final_operations import not_begun
from judging.rounds.first_readings import Outcome, ReadingLimits
from judging.rounds.models import Finalist, Round
from judging.rounds.own_rubrics import forget_all
from judging.rounds.queries import final_plan, first_reading, scoring_round
from judging.rubrics.kinds import RoundKind

_moved_on = Finalist.__table__  # type: ignore[attr-defined]
# Assignments are a layer above: here only whether a round has any is asked, by the name of its column.
_assignments = sa.table("assignment", sa.column("round_id", sa.Uuid))


def plan_first_reading(
    session: Session,
    cycle_id: uuid.UUID,
    limits: ReadingLimits,
    *,
    ends: datetime,
    by: uuid.UUID,
    at: datetime,
) -> Round:
    """The cycle has a first reading, under these limits, until `ends`; scoring follows, of the entries that pass.

    Raises RuleBroken once judging has begun or judges were assigned entries for scoring, and if it would not end
    before scoring does; Invalid if too few could move on.
    """
    cycle = cycle_by_id(session, cycle_id)
    scoring = not_begun(session, cycle_id)
    if not cycle.judging_opens_at < ends < (scoring.closes_at or cycle.judging_closes_at):
        raise RuleBroken(msg("The first reading ends between the opening of judging and the end of scoring."))
    plan = final_plan(session, cycle_id)
    places = [category.places for category in categories_of(session, cycle_id)]
    limits.fits(least=max([*places, plan.finalists if plan else 1]))
    round_ = first_reading(session, cycle_id)
    if round_ is None:
        _refuse_if_assigned(session, scoring)
        position = RoundKind.FIRST_READING.position
        round_ = Round(cycle_id=cycle_id, kind=RoundKind.FIRST_READING, position=position)
    round_.sheets_per_entry, round_.min_sheets = limits.sheets_per_entry, limits.min_sheets
    round_.max_load, round_.closes_at = limits.max_load, ends
    round_.pass_mark = None if limits.mark is None else str(limits.mark)
    round_.pass_best = limits.best
    scoring.chosen, scoring.shows_before = True, limits.shows_before
    session.add_all([round_, scoring])
    session.flush()
    detail = {
        "pass_mark": round_.pass_mark,
        "pass_best": round_.pass_best,
        "sheets_per_entry": limits.sheets_per_entry,
        "min_sheets": limits.min_sheets,
        "max_load": limits.max_load,
        "shows_before": limits.shows_before,
        "reading_ends": ends.isoformat(),
    }
    audit.record(session, "first_reading.planned", cycle_id, by=by, at=at, detail=detail)
    return round_


def drop_first_reading(session: Session, cycle_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Judging begins with scoring after all. Raises RuleBroken as planning does, and without a first reading."""
    scoring = not_begun(session, cycle_id)
    round_ = first_reading(session, cycle_id)
    if round_ is None:
        raise RuleBroken(msg("This cycle has no first reading."))
    _refuse_if_assigned(session, round_)
    forget_all(session, cycle_id, kind=RoundKind.FIRST_READING, by=by, at=at)
    scoring.chosen = scoring.shows_before = False
    session.add(scoring)
    session.delete(round_)
    session.flush()
    audit.record(session, "first_reading.dropped", cycle_id, by=by, at=at)


def begin_scoring(
    session: Session,
    reading: Round,
    outcomes: Mapping[str, Sequence[tuple[int, uuid.UUID, Outcome]]],
    *,
    by: uuid.UUID,
    at: datetime,
) -> Round:
    """The scoring round, not open yet, with the entries that moved on: category code → number, entry, outcome.

    The log tells of every entry by its number whether it moved on, and if not, why. Raises RuleBroken if nobody does.
    """
    scoring = scoring_round(session, reading.cycle_id)
    rows = [
        {"round_id": scoring.id, "entry_id": entry_id}
        for lines in outcomes.values()
        for _, entry_id, outcome in sorted(lines)
        if scoring and outcome.moves_on
    ]
    if scoring is None or not rows:
        raise RuleBroken(msg("No entry moves on from the first reading."))
    session.connection().execute(sa.insert(_moved_on), rows)
    told = {
        "moved_on": (Outcome.PASSES, Outcome.ON_THE_LINE),
        **{outcome.value: (outcome,) for outcome in (Outcome.BELOW, Outcome.BEHIND, Outcome.TOO_FEW)},
    }
    detail: dict[str, object] = {
        name: found
        for name, which in told.items()
        if (
            found := {
                code: numbers
                for code, lines in outcomes.items()
                if (numbers := sorted(number for number, _, outcome in lines if outcome in which))
            }
        )
    }
    audit.record(session, "first_reading.moved_on", reading.id, by=by, at=at, detail=detail)
    return scoring


def _refuse_if_assigned(session: Session, round_: Round) -> None:
    made = sa.select(_assignments.c.round_id).where(_assignments.c.round_id == round_.id).limit(1)
    if session.connection().execute(made).first():
        raise RuleBroken(
            msg("Judges have been assigned entries already: with which round judging begins stands.")
        )
