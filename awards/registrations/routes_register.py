"""`/register`: the public pages by which people join by themselves."""

import uuid
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, post, route
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.errors import NotFound
from awards.kit.forms import Filled, read
from awards.kit.i18n import local, msg
from awards.kit.pages import READ, language_of, page, see
from awards.people.forms import NewAccountForm
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings
from awards.people.routes_account import device_of
from awards.registrations import operations
from awards.registrations.forms import RegisterForm
from awards.registrations.operations import ChooseAgency, agency_for
from awards.registrations.queries import one_registration
from awards.registrations.rules import RegistrationState

HOME = "/register"
LINK = "/register/{registration_id:uuid}/{token:str}"
AnyRequest = Request[Any, Any, Any]


@route(HOME, http_method=READ, name="registrations.register_page", sync_to_thread=True)
def register_page(request: AnyRequest) -> Response[str]:
    return _page(request, Filled(typed={"entrant": "agency"}))


def _page(request: AnyRequest, filled: Filled[Any], *, sent: bool = False) -> Response[str]:
    lang = language_of(request)
    agencies = filled.refusal.agencies if isinstance(filled.refusal, ChooseAgency) else []
    return page(
        request,
        "awards/registrations/register.html",
        filled=filled,
        agency_options=[(agency.id, local(agency, "name", lang)) for agency in agencies],
        sent=sent,
    )


@post(HOME, name="registrations.register", sync_to_thread=True)
def register(request: AnyRequest, form: GivenForm, db: GivenDb, clock: GivenClock) -> Response[str]:
    """Say that a mail is on its way, whether the address has an account or not."""
    filled = read(RegisterForm, form)
    if wanted := filled.values:
        with filled.catching_refusal():
            with db.read() as session:
                agency = (
                    agency_for(session, wanted.email, wanted.agency) if wanted.entrant == "agency" else None
                )
            with db.write() as session:
                operations.ask(
                    session,
                    wanted.applicant(),
                    agency.id if agency else None,
                    address=device_of(request).address,
                    lang=language_of(request),
                    at=clock(),
                )
            return _page(request, filled, sent=True)
    return _page(request, filled)


@route(LINK, http_method=READ, name="registrations.confirm_page", sync_to_thread=True)
def confirm_page(
    request: AnyRequest,
    *,
    registration_id: FromPath[uuid.UUID],
    token: FromPath[str],
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str]:
    try:
        with db.read() as session:
            waiting = operations.waits(session, registration_id, token, settings.secret, at=clock())
            if not waiting:
                operations.works(session, registration_id, token, settings.secret, at=clock())
            line = one_registration(session, registration_id, clock())
    except NotFound:
        return _no_longer(request)
    names = {"name_ar": line.registration.name_ar, "name_en": line.registration.name_en}
    return page(
        request, "awards/registrations/confirm.html", filled=Filled(typed=names), line=line, waiting=waiting
    )


@post(LINK, name="registrations.confirm", sync_to_thread=True)
def confirm(
    request: AnyRequest,
    *,
    registration_id: FromPath[uuid.UUID],
    token: FromPath[str],
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str] | Redirect:
    filled = read(NewAccountForm, form)
    state = None
    try:
        if filled.values:
            with filled.catching_refusal():
                state = operations.confirm(
                    db,
                    registration_id,
                    token,
                    settings.secret,
                    filled.values,
                    lang=language_of(request),
                    at=clock(),
                )
        with db.read() as session:
            if state is None:
                operations.works(session, registration_id, token, settings.secret, at=clock())
            line = one_registration(session, registration_id, clock())
    except NotFound:
        return _no_longer(request)
    if state is RegistrationState.APPROVED:
        address = line.registration.email
        return see(
            "/sign-in", notice=msg("Your account is ready. Sign in with %(address)s.", address=address)
        )
    return page(
        request,
        "awards/registrations/confirm.html",
        filled=filled,
        line=line,
        waiting=state is RegistrationState.WAITING,
    )


def _no_longer(request: AnyRequest) -> Response[str]:
    """Unknown, used, or out of time: all answer alike."""
    return page(request, "awards/people/no_longer.html", status=HTTPStatus.GONE, again=HOME)


handlers = (register_page, register, confirm_page, confirm)
