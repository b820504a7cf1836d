"""`/cycles/{number}/rounds`: the rounds of a cycle, its final panel as long as it can be planned, its finalists."""

from http import HTTPStatus
from itertools import groupby
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import cycle_by_number
from awards.kit.clock import zone_named
from awards.kit.db import Database
from awards.kit.errors import NotFound, Refusal
from awards.kit.forms import errors_of, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer
from judging.rounds.final_forms import FinalForm, suggested
from judging.rounds.final_operations import drop_final, plan_final
from judging.rounds.finalists import finalists_of
from judging.rounds.queries import early_closing_of, final_plan, last_round, scoring_round

AnyRequest = Request[Any, Any, Any]


@get("/cycles/{number:int}/rounds", name="rounds.rounds", guards=[overseers], sync_to_thread=True)
def rounds_page(
    request: AnyRequest, number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """What each round asks for, and who moved on to the final panel."""
    return _page(request, db, viewer, number)


@post("/cycles/{number:int}/rounds/final", name="rounds.plan_final", guards=[organisers], sync_to_thread=True)
def plan(
    request: AnyRequest,
    number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """Give the cycle a final panel, or another one than it had."""
    filled = read(FinalForm, form)
    errors, status = filled.errors, int(HTTPStatus.UNPROCESSABLE_ENTITY)
    if filled.values:
        try:
            limits = filled.values.limits()
            with db.write() as session:
                cycle = cycle_by_number(session, number)
                plan_final(
                    session,
                    cycle.id,
                    limits,
                    scoring_ends=filled.values.scoring_ends,
                    by=viewer.person_id,
                    at=clock(),
                )
        except Refusal as refusal:
            errors, status = errors_of(refusal), refusal.status
        else:
            return see(f"/cycles/{number}/rounds", notice=msg("The final panel is kept."))
    return _page(request, db, viewer, number, typed=filled.typed, errors=errors, status=status)


@post(
    "/cycles/{number:int}/rounds/final/removal",
    name="rounds.drop_final",
    guards=[organisers],
    sync_to_thread=True,
)
def drop(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    """The cycle has one round after all."""
    with db.write() as session:
        drop_final(session, cycle_by_number(session, number).id, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/rounds", notice=msg("The cycle has no final panel any more."))


def _page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    number: int,
    *,
    typed: dict[str, Any] | None = None,
    errors: dict[str, Message] | None = None,
    status: int = HTTPStatus.OK,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        scoring, last = scoring_round(session, cycle.id), last_round(session, cycle.id)
        plan = final_plan(session, cycle.id)
        final = last if last and scoring and last.position > scoring.position else None
        finalists = finalists_of(session, final.id) if final else []
        closing = early_closing_of(session, scoring.id if scoring else None)
    if scoring is None:
        raise NotFound
    return page(
        request,
        "judging/rounds/rounds.html",
        status=status,
        cycle=cycle,
        zone=zone_named(cycle.zone),
        scoring=scoring,
        closing=closing,
        plan=plan,
        final=final,
        finalists=[(code, list(lines)) for code, lines in groupby(finalists, key=lambda line: line.code)],
        may_plan=viewer.organises and scoring.opened_at is None,
        typed=suggested(cycle, scoring, plan) if typed is None else typed,
        errors=errors or {},
    )


handlers = [rounds_page, plan, drop]
