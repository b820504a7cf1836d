"""The jury of a cycle: who sits on it, and a seat for another judge."""

import uuid
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.cycles.queries import categories_of, cycle_by_number
from awards.directory.queries import all_agencies
from awards.entries.queries import results_published
from awards.kit.db import Database
from awards.kit.errors import Refusal
from awards.kit.forms import errors_of, read
from awards.kit.i18n import Bilingual, Message, local, msg, translate
from awards.kit.pages import language_of, page, see
from awards.kit.text import fold
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.queries import person_with_address
from judging.panels import routes_correcting, routes_panels
from judging.panels.countries import country_names
from judging.panels.forms import AFFILIATIONS, ORIGINS, SeatForm, typed_ties
from judging.panels.naming import offices_by_judge
from judging.panels.operations import seat_by_address
from judging.panels.queries import jury_of
from judging.panels.routes_again import again_page, jury_to_offer, seat_them_again
from judging.panels.ties import EarlierSeat, Ties, earlier_seat, entrants_of

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
        may_seat = viewer.organises and not published
        offered = jury_to_offer(session, cycle) if may_seat else None
        offices = offices_by_judge(session, cycle.id)
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
        may_seat=may_seat,
        offered=offered,
        offices=offices,
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


class _Look(Exception):
    """Something about the person must be read before they are seated."""

    def __init__(self, earlier: EarlierSeat | None, *, enters: bool) -> None:
        super().__init__()
        self.earlier = earlier
        self.enters = enters


def _look_first(session: Session, cycle_id: uuid.UUID, person_id: uuid.UUID, form: SeatForm) -> None:
    """Raises _Look unless the form shows that its sender has read the person's earlier ties, and that they enter."""
    earlier = earlier_seat(session, cycle_id, person_id)
    enters = person_id in entrants_of(session, cycle_id)
    unread = earlier is not None and earlier.ties and form.ties_read != str(earlier.judge_id)
    if unread or (enters and not form.entrant_read):
        raise _Look(earlier if unread else None, enters=enters)


def _looked(look: _Look, form: SeatForm, typed: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Message]]:
    """The form with the earlier ties in it, and what is to be read."""
    errors: dict[str, Message] = {}
    if look.enters and not form.entrant_read:
        errors["entrant_read"] = msg(
            "This person enters in this cycle, or belongs to an agency that does: confirm that they may judge."
        )
    if (earlier := look.earlier) is None:
        return typed, errors
    named = Ties.of(
        (agency, getattr(form, f"former_{n}"))
        for n in range(1, AFFILIATIONS + 1)
        if (agency := getattr(form, f"agency_{n}"))
    )
    errors["ties"] = msg(
        "This judge sat on the jury of “%(cycle)s”. The agencies that were known then stand below: ask whether "
        "they still hold, then seat the judge.",
        cycle=Bilingual(earlier.cycle_ar, earlier.cycle_en),
    )
    kept = {
        name: value for name, value in typed.items() if not name.startswith(("agency_", "former_", "no_ties"))
    }
    filled = {name: kept.get(name) or getattr(earlier, name) for name in ("title_ar", "title_en", "country")}
    return {
        **kept,
        **filled,
        **typed_ties(named.beside(earlier.ties)),
        "ties_read": str(earlier.judge_id),
    }, errors


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
    errors, typed, status = filled.errors, filled.typed, int(HTTPStatus.UNPROCESSABLE_ENTITY)
    if filled.values:
        wanted = filled.values
        try:
            with db.write() as session:
                cycle = cycle_by_number(session, number)
                if person := person_with_address(session, wanted.email):
                    _look_first(session, cycle.id, person.id, wanted)
                invited = seat_by_address(
                    session,
                    cycle.id,
                    wanted.guest(),
                    wanted.seat(),
                    lang=language_of(request),
                    chairs=wanted.chairs,
                    by=viewer.person_id,
                    at=clock(),
                )
        except _Look as look:
            typed, errors = _looked(look, wanted, typed)
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
    return _seat_form(request, db, number, typed=typed, errors=errors, status=status)


router = Router(
    "/",
    route_handlers=[
        jury_page,
        seat_page,
        seat,
        again_page,
        seat_them_again,
        *routes_panels.handlers,
        *routes_correcting.handlers,
    ],
)
"""`/cycles/{number}/jury` and the form below it."""
