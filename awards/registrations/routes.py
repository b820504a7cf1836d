"""`/registrations`: who registered, and deciding on those who wait."""

import uuid
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.directory.queries import people_of
from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import Filled, read, read_filter
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import acting_as, overseers
from awards.people.models import OVERSEERS, Role
from awards.people.viewer import Viewer
from awards.registrations import deciding, routes_register
from awards.registrations.forms import FilterForm, RefusalForm
from awards.registrations.queries import PAGE, one_registration, registrations
from awards.registrations.rules import RegistrationState, may_decide
from awards.registrations.wording import STATES

HOME = "/registrations"
AnyRequest = Request[Any, Any, Any]
readers = acting_as(Role.ENTRANT, *OVERSEERS)
deciders = acting_as(Role.ENTRANT, Role.ORGANISER)


@get(HOME, name="registrations.list", guards=[overseers], sync_to_thread=True)
def list_registrations(request: AnyRequest, db: GivenDb, clock: GivenClock) -> Response[str]:
    """Those that wait first; a filter that cannot be read leaves nothing."""
    filled = read_filter(FilterForm, request)
    asked = filled.values
    with db.read() as session:
        found, total = (
            registrations(session, state=asked.state, page=asked.page, at=clock()) if asked else ([], 0)
        )
    last = max(1, -(-total // PAGE))
    narrowed = {"state": filled.typed["state"]} if filled.typed.get("state") else {}
    return page(
        request,
        "awards/registrations/list.html",
        found=found,
        total=total,
        number=min(asked.page, last) if asked else 1,
        last=last,
        states=STATES,
        narrowed=urlencode(narrowed),
        typed=filled.typed,
        errors=filled.errors,
    )


@get(f"{HOME}/{{registration_id:uuid}}", name="registrations.show", guards=[readers], sync_to_thread=True)
def show(
    request: AnyRequest,
    registration_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str]:
    return _page(request, db, viewer, clock, registration_id, Filled())


def _page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    clock: Clock,
    registration_id: uuid.UUID,
    filled: Filled[Any],
) -> Response[str]:
    """Entrants see those of their own agencies alone."""
    with db.read() as session:
        found = one_registration(session, registration_id, clock())
        people = people_of(session, found.agency.id) if found.agency else []
    if not viewer.oversees and not any(part.person_id == viewer.person_id for part in people):
        raise NotFound
    may = may_decide(people, viewer.person_id, organises=viewer.organises) and viewer.role is not Role.AUDITOR
    return page(
        request,
        "awards/registrations/one.html",
        filled=filled,
        line=found,
        states=STATES,
        home=_home(viewer),
        may_decide=may and found.state is RegistrationState.WAITING,
    )


def _home(viewer: Viewer) -> str:
    return HOME if viewer.oversees else "/agency/people"


@post(
    f"{HOME}/{{registration_id:uuid}}/approval",
    name="registrations.approve",
    guards=[deciders],
    sync_to_thread=True,
)
def approve(
    registration_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Redirect:
    with db.write() as session:
        deciding.approve(
            session, registration_id, by=viewer.person_id, organises=viewer.organises, at=clock()
        )
    return see(
        _home(viewer), notice=msg("The person enters for the agency from now on, and is told by mail.")
    )


@post(
    f"{HOME}/{{registration_id:uuid}}/refusal",
    name="registrations.refuse",
    guards=[deciders],
    sync_to_thread=True,
)
def refuse(
    request: AnyRequest,
    *,
    registration_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(RefusalForm, form)
    if filled.values is None:
        return _page(request, db, viewer, clock, registration_id, filled)
    with db.write() as session:
        deciding.refuse(
            session,
            registration_id,
            reason=filled.values.reason,
            by=viewer.person_id,
            organises=viewer.organises,
            at=clock(),
        )
    return see(_home(viewer), notice=msg("The registration is refused, and the person is told why by mail."))


router = Router("/", route_handlers=[list_registrations, show, approve, refuse, *routes_register.handlers])
