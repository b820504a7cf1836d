"""For organisers: where the assignments stand, a plan for what is missing, drop-outs."""

import uuid
from http import HTTPStatus
from secrets import randbelow
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.cycles.queries import cycle_by_number
from awards.entries.extensions.queries import intake_ends
from awards.kit.db import Database
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.forms import read
from awards.kit.i18n import Message, msg, nmsg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer
from judging.assignments import costs, operations
from judging.assignments.facts import Facts
from judging.assignments.forms import PlanForm, ReasonForm
from judging.assignments.gather import gather
from judging.assignments.permissions import may_assign
from judging.assignments.plan import Plan
from judging.assignments.planning import origins_asked, plan_of
from judging.assignments.state import new_readers, state_of
from judging.assignments.wording import CONSTRAINTS, cause_in_words, lack_in_words
from judging.panels.forms import ORIGINS
from judging.recusals.wording import conflict_in_words
from judging.rounds.models import Round
from judging.rounds.queries import last_round

_SEEDS = 1_000_000


@get("/cycles/{number:int}/assignments", name="assignments.overview", guards=[overseers], sync_to_thread=True)
def overview(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str]:
    """Who reads what, what is short, and a plan for it, which is shown and not yet kept."""
    return _overview(request, db, viewer, number, still_open_at=clock())


@post("/cycles/{number:int}/assignments", name="assignments.make", guards=[organisers], sync_to_thread=True)
def make(
    number: FromPath[int], viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Redirect:
    """Keep the plan that was shown. It is made again from its seed, outside of the writer's lock, and checked inside."""
    filled = read(PlanForm, form)
    if filled.values is None:
        raise RuleBroken(msg("The plan could not be read. Go back, reload the page and try again."))
    with db.read() as session:
        _, round_ = round_of_cycle(session, number)
        asked = filled.values
        plan = operations.plan_assignments(
            session, round_.id, seed=asked.seed, mix=asked.mix, waive=asked.waive
        )
    if not isinstance(plan, Plan):
        raise RuleBroken(msg("Some entries lack readers now. Look at the page again; nothing was assigned."))
    with db.write() as session:
        made = operations.make_assignments(
            session, round_.id, plan, seed=filled.values.seed, by=viewer.person_id, at=clock()
        )
    return see(
        f"/cycles/{number}/assignments",
        notice=nmsg("%(n)s sheet is assigned.", "%(n)s sheets are assigned.", made)
        if made
        else msg("Nothing was left to assign: another organiser has assigned it already."),
    )


@post(
    "/cycles/{number:int}/assignments/judges/{judge:uuid}/release",
    name="assignments.release",
    guards=[organisers],
    sync_to_thread=True,
)
def release(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    judge: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """A judge drops out: what they have not lodged goes to others, and lodged sheets still count."""
    filled = read(ReasonForm, form)
    if filled.values is None:
        errors = {f"reason-{judge}": filled.errors["reason"]}
        return _overview(
            request,
            db,
            viewer,
            number,
            still_open_at=clock(),
            errors=errors,
            typed={str(judge): filled.typed},
        )
    with db.write() as session:
        _, round_ = round_of_cycle(session, number)
        if judge not in gather(session, round_.id).judges:
            raise NotFound
        ended = operations.release_judge(
            session, judge, filled.values.reason, by=viewer.person_id, at=clock()
        )
    return see(
        f"/cycles/{number}/assignments",
        notice=nmsg(
            "The judge is excused; %(n)s sheet must be given to somebody else.",
            "The judge is excused; %(n)s sheets must be given to somebody else.",
            ended,
        ),
    )


@post(
    "/cycles/{number:int}/assignments/{assignment:uuid}/recusal",
    name="assignments.excuse",
    guards=[organisers],
    sync_to_thread=True,
)
def excuse(
    number: FromPath[int],
    assignment: FromPath[uuid.UUID],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Redirect:
    """Excuse a judge from an entry for the conflict that the page shows."""
    with db.write() as session:
        _, round_ = round_of_cycle(session, number)
        found = [
            late
            for late in state_of(gather(session, round_.id)).conflicts
            if late.assignment_id == assignment
        ]
        if not found:
            raise NotFound
        operations.excuse_from_entry(session, assignment, found[0].kind, by=viewer.person_id, at=clock())
    return see(
        f"/cycles/{number}/assignments",
        notice=msg("The judge is excused from the entry, which needs another judge."),
    )


def round_of_cycle(session: Session, number: int) -> tuple[Cycle, Round]:
    """The cycle with the round in which it is. Raises NotFound, RuleBroken without one."""
    cycle = cycle_by_number(session, number)
    round_ = last_round(session, cycle.id)
    if round_ is None:
        raise RuleBroken(msg("This cycle has no round of judging yet."))
    return cycle, round_


def _overview(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    number: int,
    *,
    still_open_at: Any,
    errors: dict[str, Message] | None = None,
    typed: dict[str, Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        round_ = last_round(session, cycle.id)
        facts = gather(session, round_.id) if round_ else None
        ends = intake_ends(session, cycle)
    if facts is None:
        return page(request, "judging/assignments/no_round.html", cycle=cycle)
    state = state_of(facts)
    return page(
        request,
        "judging/assignments/overview.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        cycle=cycle,
        round=facts.round,
        state=state,
        proposal=_proposal(request, facts) if state.missing else None,
        origins=ORIGINS,
        constraints=CONSTRAINTS,
        asked_origins=origins_asked(facts),
        acquainted=bool(facts.acquainted),
        conflict_in_words=conflict_in_words,
        still_open=still_open_at < ends,
        not_open_yet=still_open_at < cycle.opens_at,
        may_assign=may_assign(viewer, facts.round),
        errors=errors or {},
        typed=typed or {},
    )


def _proposal(request: Request[Any, Any, Any], facts: Facts) -> dict[str, Any]:
    """A plan for what is missing, or what stands in its way."""
    asked = request.query_params.get("seed", "")
    seed = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else randbelow(_SEEDS)
    mix = request.query_params.get("mix", "1") != "0"
    plan = plan_of(facts, seed=seed, mix=mix)
    lacking = [] if isinstance(plan, Plan) else plan
    waive = any(short.origin for short in lacking)
    if waive:
        # What only the wish for every origin stands in the way of can be assigned all the same.
        plan = plan_of(facts, seed=seed, mix=mix, waive=True)
        lacking = lacking if isinstance(plan, Plan) else plan
    weighed = costs.cheap(facts) or request.query_params.get("costs") == "1"
    return {
        "seed": seed,
        "mix": mix,
        "origins": origins_asked(facts),
        "plan": plan if isinstance(plan, Plan) else None,
        "new": new_readers(facts, plan.added) if isinstance(plan, Plan) else [],
        "lacking": [(facts.entries[s.entry], lack_in_words(s), cause_in_words(s)) for s in lacking],
        "held": costs.outcome_of(plan),
        "costs": costs.costs_of(facts, plan, seed=seed, mix=mix, waive=waive) if weighed else None,
    }


handlers = [overview, make, release, excuse]
