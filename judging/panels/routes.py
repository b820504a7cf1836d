"""The jury of a cycle: who sits on it, and a seat for another judge."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import categories_of, cycle_by_number
from awards.directory.queries import all_agencies
from awards.entries.queries import results_published
from awards.kit.db import Database
from awards.kit.errors import Refusal
from awards.kit.forms import errors_of, read
from awards.kit.i18n import local, msg, translate
from awards.kit.pages import language_of, page, see
from awards.kit.text import fold
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from judging.panels.countries import country_names
from judging.panels.forms import AFFILIATIONS, ORIGINS, SeatForm
from judging.panels.operations import seat_by_address
from judging.panels.queries import jury_of

USUAL_CAPACITY = 36


@get("/cycles/{number:int}/jury", name="panels.jury", guards=[overseers], sync_to_thread=True)
def jury_page(
    request: Request[Any, Any, Any], number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """The jury by name, and what it can take. No seat is given once the results are published."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        jury = jury_of(session, cycle.id)
        published = results_published(session, cycle.id)
    lang = language_of(request)
    jury.sort(key=lambda judge: fold(local(judge, "name", lang)))
    serving = [judge for judge in jury if judge.dropped_out_at is None]
    return page(
        request,
        "judging/panels/jury.html",
        cycle=cycle,
        jury=jury,
        serving=len(serving),
        capacity=sum(judge.capacity for judge in serving),
        by_origin=[(name, sum(j.origin == origin for j in serving)) for origin, name in ORIGINS.items()],
        origins=ORIGINS,
        countries=country_names(lang),
        may_seat=viewer.organises and not published,
    )


@get("/cycles/{number:int}/jury/new", name="panels.seat_page", guards=[organisers], sync_to_thread=True)
def seat_page(
    request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb
) -> Response[str] | Redirect:
    """An empty form; a published cycle leads back to its jury."""
    with db.read() as session:
        if results_published(session, cycle_by_number(session, number).id):
            return see(f"/cycles/{number}/jury")
    typed = {"reads": [], "expertise": [], "capacity": str(USUAL_CAPACITY)}
    return _seat_form(request, db, number, typed=typed, errors={}, status=HTTPStatus.OK)


def _seat_form(
    request: Request[Any, Any, Any], db: Database, number: int, *, typed: Any, errors: Any, status: int
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        categories = categories_of(session, cycle.id)
        agencies = all_agencies(session)
    lang = language_of(request)
    return page(
        request,
        "judging/panels/seat.html",
        status=status,
        cycle=cycle,
        origin_options=[(origin.value, translate(name, lang)) for origin, name in ORIGINS.items()],
        expertise_options=[(category.code, local(category, "name", lang)) for category in categories],
        agency_options=[(agency.id, local(agency, "name", lang)) for agency in agencies],
        country_options=country_names(lang).items(),
        affiliations=AFFILIATIONS,
        typed=typed,
        errors=errors,
    )


@post("/cycles/{number:int}/jury", name="panels.seat", guards=[organisers], sync_to_thread=True)
def seat(
    request: Request[Any, Any, Any],
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Seat the person with this e-mail address; whoever cannot sign in yet is invited by mail with it."""
    filled = read(SeatForm, form)
    errors, status = filled.errors, int(HTTPStatus.UNPROCESSABLE_ENTITY)
    if filled.values:
        wanted = filled.values
        try:
            with db.write() as session:
                invited = seat_by_address(
                    session,
                    cycle_by_number(session, number).id,
                    wanted.guest(),
                    wanted.seat(),
                    lang=language_of(request),
                    by=viewer.person_id,
                    at=clock(),
                )
        except Refusal as refusal:
            errors, status = errors_of(refusal), refusal.status
        else:
            seated = msg("The judge has a seat on the jury.")
            if invited:
                seated = msg(
                    "The judge has a seat on the jury. An invitation goes to %(address)s.",
                    address=wanted.email,
                )
            return see(f"/cycles/{number}/jury", notice=seated)
    return _seat_form(request, db, number, typed=filled.typed, errors=errors, status=status)


router = Router("/", route_handlers=[jury_page, seat_page, seat])
"""`/cycles/{number}/jury` and the form below it."""
