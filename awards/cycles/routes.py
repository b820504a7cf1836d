"""Cycles for organisers: the list, one cycle at a glance, its dates."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles import queries
from awards.cycles.forms import TimetableForm, typed_timetable
from awards.cycles.operations import move_dates
from awards.cycles.permissions import may_manage_cycles, may_move_dates
from awards.cycles.wording import PHASES, TONES, milestones
from awards.kit.errors import Refusal
from awards.kit.forms import Invalid, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers


@get("/cycles", name="cycles.list", guards=[overseers], sync_to_thread=True)
def list_cycles(
    request: Request[Any, Any, Any], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    now = clock()
    with db.read() as session:
        cycles = queries.cycles(session)
    timetables = [queries.timetable_of(cycle) for cycle in cycles]
    return page(
        request,
        "awards/cycles/list.html",
        cycles=[
            (cycle, timetable.phase(now), milestones(timetable, now))
            for cycle, timetable in zip(cycles, timetables, strict=True)
        ],
        phases=PHASES,
        tones=TONES,
        may_manage=may_manage_cycles(viewer),
    )


@get("/cycles/{number:int}", name="cycles.overview", guards=[overseers], sync_to_thread=True)
def overview(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str]:
    now = clock()
    with db.read() as session:
        cycle = queries.cycle_by_number(session, number)
        categories = queries.categories_of(session, cycle.id)
        questions = queries.question_counts(session, cycle.id)
        organiser = queries.organiser_of(session, cycle)
    timetable = queries.timetable_of(cycle)
    return page(
        request,
        "awards/cycles/overview.html",
        cycle=cycle,
        categories=categories,
        questions=questions,
        organiser=organiser,
        phase=timetable.phase(now),
        phases=PHASES,
        tones=TONES,
        milestones=milestones(timetable, now),
        may_manage=may_manage_cycles(viewer),
        may_move=may_move_dates(timetable, now),
    )


@get("/cycles/{number:int}/timetable", name="cycles.timetable", guards=[organisers], sync_to_thread=True)
def timetable_page(request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb) -> Response[str]:
    with db.read() as session:
        cycle = queries.cycle_by_number(session, number)
    timetable = queries.timetable_of(cycle)
    return page(
        request,
        "awards/cycles/timetable.html",
        cycle=cycle,
        timetable=timetable,
        typed=typed_timetable(timetable),
        errors={},
    )


@post("/cycles/{number:int}/timetable", name="cycles.move_dates", guards=[organisers], sync_to_thread=True)
def move(
    request: Request[Any, Any, Any],
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    with db.read() as session:
        cycle = queries.cycle_by_number(session, number)
    filled = read(TimetableForm, form)
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    errors = filled.errors
    if filled.values:
        try:
            timetable = filled.values.timetable()
            with db.write() as session:
                move_dates(session, cycle.id, timetable, by=viewer.person_id, at=clock())
        except Invalid as invalid:
            errors = invalid.errors
        except Refusal as refusal:
            errors, status = {"form": refusal.message}, refusal.status
        else:
            return see(f"/cycles/{number}", notice=msg("The dates are saved."))
    return page(
        request,
        "awards/cycles/timetable.html",
        status=status,
        cycle=cycle,
        timetable=queries.timetable_of(cycle),
        typed=filled.typed,
        errors=errors,
    )


router = Router("/", route_handlers=[list_cycles, overview, timetable_page, move])
