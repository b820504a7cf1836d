"""`/cycles/new`: one form that sets up a whole cycle."""

import uuid
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.response import Redirect

from awards.cycles.models import Cycle
from awards.cycles.plans import CyclePlan, plan_from_cycle, plan_from_fixtures
from awards.cycles.queries import cycles, newest_cycle
from awards.cycles.timetable import Timetable
from awards.kit.db import Database
from awards.kit.errors import Refusal
from awards.kit.forms import Invalid, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from judging.rounds.limits import RoundLimits
from judging.rounds.queries import last_round
from judging.rounds.setup import RubricSource, set_up_cycle
from judging.rounds.setup_forms import SetUpForm, suggested


@get("/cycles/new", name="rounds.set_up_page", guards=[organisers], sync_to_thread=True)
def set_up_page(request: Request[Any, Any, Any], db: GivenDb) -> Response[str]:
    with db.read() as session:
        last = newest_cycle(session)
        round_ = last_round(session, last.id) if last else None
    limits = (
        RoundLimits(round_.sheets_per_entry, round_.max_load, round_.min_sheets) if round_ else RoundLimits()
    )
    return page(request, "judging/rounds/set_up.html", last=last, typed=suggested(last, limits), errors={})


@post("/cycles/new", name="rounds.set_up", guards=[organisers], sync_to_thread=True)
def set_up(
    request: Request[Any, Any, Any], viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Response[str] | Redirect:
    filled = read(SetUpForm, form)
    errors, status = filled.errors, int(HTTPStatus.UNPROCESSABLE_ENTITY)
    if filled.values:
        try:
            cycle = _set_up(db, filled.values, viewer.person_id, clock)
        except Invalid as invalid:
            errors = invalid.errors
        except Refusal as refusal:
            errors, status = {"form": refusal.message}, refusal.status
        else:
            return see(
                f"/cycles/{cycle.number}",
                notice=msg("The cycle is set up. Nobody outside sees it before you announce it."),
            )
    with db.read() as session:
        last = newest_cycle(session)
    return page(
        request, "judging/rounds/set_up.html", status=status, last=last, typed=filled.typed, errors=errors
    )


def _set_up(db: Database, form: SetUpForm, by: uuid.UUID, clock: GivenClock) -> Cycle:
    errors: dict[str, Message] = {}
    for check in (form.timetable, form.limits):
        try:
            check()
        except Invalid as invalid:
            errors |= invalid.errors
    if errors:
        raise Invalid(errors)
    plan, source = _plan(db, form, form.timetable())
    with db.write() as session:
        return set_up_cycle(
            session, form.with_rules(plan), rubrics_from=source, limits=form.limits(), by=by, at=clock()
        )


def _plan(db: Database, form: SetUpForm, timetable: Timetable) -> tuple[CyclePlan, RubricSource]:
    """The plan, and where its rubrics come from. Raises Invalid beside the field that is wrong."""
    with db.read() as session:
        known = cycles(session)
        if any(cycle.number == form.number for cycle in known):
            raise Invalid({"number": msg("There is already a cycle with the number %(n)s.", n=form.number)})
        if form.source == "fixtures":
            plan = plan_from_fixtures(form.number, timetable, name_ar=form.name_ar, name_en=form.name_en)
            return plan, "fixtures"
        if not known:
            raise Invalid({"source": _NOTHING_TO_COPY})
        last = known[0].id
        plan = plan_from_cycle(
            session, last, form.number, timetable, name_ar=form.name_ar, name_en=form.name_en
        )
        return plan, last


_NOTHING_TO_COPY: Message = msg("There is no earlier cycle to copy.")

router = Router("/", route_handlers=[set_up_page, set_up])
