"""`/cycles/new`: one form that sets up a whole cycle, read once more before it is created."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.response import Redirect
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.cycles.plans import CyclePlan, plan_from_cycle, plan_from_fixtures, plan_from_nothing
from awards.cycles.queries import cycles
from awards.cycles.wording import CALENDAR
from awards.kit.clock import zone_named
from awards.kit.errors import Refusal
from awards.kit.forms import errors_of
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from judging.rounds import final_routes, first_reading_routes, own_rubric_routes
from judging.rounds.limits import RoundLimits
from judging.rounds.method import routes as method_routes
from judging.rounds.queries import scoring_round
from judging.rounds.setup import RubricSource, set_up_cycle
from judging.rounds.setup_forms import NOTHING, SetUpForm, remarks, suggested, wrong

AnyRequest = Request[Any, Any, Any]


@get("/cycles/new", name="rounds.set_up_page", guards=[organisers], sync_to_thread=True)
def set_up_page(request: AnyRequest, db: GivenDb, clock: GivenClock) -> Response[str]:
    """The form, filled a year after the last cycle, or after that of `?from=`, and with the limits of its round."""
    with db.read() as session:
        known = cycles(session)
        model = _numbered(known, request.query_params.get("from", "")) or next(iter(known), None)
        round_ = scoring_round(session, model.id) if model else None
    limits = (
        RoundLimits(round_.sheets_per_entry, round_.max_load, round_.min_sheets) if round_ else RoundLimits()
    )
    number = known[0].number + 1 if known else 1
    return _form_page(request, known, suggested(model, number, limits, clock()), {})


@post("/cycles/new", name="rounds.set_up", guards=[organisers], sync_to_thread=True)
def set_up(
    request: AnyRequest, viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Response[str] | Redirect:
    """`step` says what to do with what is not wrong: show it to be read (if not said), change it, create it."""
    with db.read() as session:
        known = cycles(session)
    numbers = {cycle.number for cycle in known}
    filled, errors = wrong(form, numbers, clock())
    values, typed = filled.values, filled.typed
    step = typed.pop("step", "check")
    if errors or values is None:
        return _form_page(request, known, typed, errors, HTTPStatus.UNPROCESSABLE_ENTITY)
    model = _numbered(known, values.source)
    if step == "change":
        return _form_page(request, known, typed, {})
    if step == "create":
        try:
            with db.write() as session:
                plan, source = _plan(session, values, model)
                cycle = set_up_cycle(
                    session,
                    values.with_rules(plan),
                    rubrics_from=source,
                    limits=values.limits(),
                    by=viewer.person_id,
                    at=clock(),
                )
        except Refusal as refusal:
            return _form_page(request, known, typed, errors_of(refusal), refusal.status)
        return see(
            f"/cycles/{cycle.number}",
            notice=msg("The cycle is set up. Nobody outside sees it before you announce it."),
        )
    named = model or next(iter(known), None)
    return page(
        request,
        "judging/rounds/review.html",
        model=model,
        values=values,
        moments=CALENDAR,
        zone=zone_named(values.zone),
        remarks=remarks(values, numbers, (named.award_ar, named.award_en) if named else ()),
        typed=typed,
    )


def _numbered(known: Sequence[Cycle], number: str) -> Cycle | None:
    return next((cycle for cycle in known if str(cycle.number) == number), None)


def _form_page(
    request: AnyRequest,
    known: Sequence[Cycle],
    typed: dict[str, Any],
    errors: dict[str, Message],
    status: int = HTTPStatus.OK,
) -> Response[str]:
    return page(request, "judging/rounds/set_up.html", status=status, known=known, typed=typed, errors=errors)


def _plan(session: Session, form: SetUpForm, model: Cycle | None) -> tuple[CyclePlan, RubricSource]:
    """The plan, and where its rubrics come from."""
    number, dates, ar, en = form.number, form.timetable(), form.name_ar, form.name_en
    if form.source == NOTHING:
        return plan_from_nothing(number, dates, name_ar=ar, name_en=en), "fixtures"
    if model is None:
        return plan_from_fixtures(number, dates, name_ar=ar, name_en=en), "fixtures"
    return plan_from_cycle(session, model.id, number, dates, name_ar=ar, name_en=en), model.id


router = Router(
    "/",
    route_handlers=[
        set_up_page,
        set_up,
        *final_routes.handlers,
        *first_reading_routes.handlers,
        *own_rubric_routes.handlers,
        *method_routes.handlers,
    ],
)
