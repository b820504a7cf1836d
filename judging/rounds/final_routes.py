"""`/cycles/{number}/rounds`: the rounds of a cycle, what is planned around scoring, its finalists."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import cycle_by_number
from awards.kit.forms import read
from awards.kit.i18n import msg
from awards.kit.pages import see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from judging.rounds.final_forms import FinalForm
from judging.rounds.final_operations import drop_final, plan_final
from judging.rounds.rounds_page import rounds_view

AnyRequest = Request[Any, Any, Any]


@get("/cycles/{number:int}/rounds", name="rounds.rounds", guards=[overseers], sync_to_thread=True)
def rounds_page(
    request: AnyRequest, number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """What each round asks for, and who moved on to the final panel."""
    return rounds_view(request, db, viewer, number)


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
    if filled.values:
        with filled.catching_refusal():
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
            return see(f"/cycles/{number}/rounds", notice=msg("The final panel is kept."))
    # A box without a tick is not sent.
    filled.typed = {"shows_scoring": "", **filled.typed}
    return rounds_view(request, db, viewer, number, sent="final", filled=filled)


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


handlers = [rounds_page, plan, drop]
