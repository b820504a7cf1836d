"""The pages that links in mails lead to: a new password, a confirmed e-mail address. Nobody needs to be signed in.

Opening a link changes nothing, for mail programs open links too; a button does.
"""

import uuid
from http import HTTPStatus
from typing import Any, get_args

from litestar import Request, Response, post, route
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.errors import Invalid, NotFound
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import READ, page, see
from awards.people import email_changes, password_resets
from awards.people.email_changes import Side
from awards.people.forms import ForgottenForm, NewPasswordForm
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings
from awards.people.routes_account import device_of

AnyRequest = Request[Any, Any, Any]


@route("/password-reset", http_method=READ, name="people.forgotten_page", sync_to_thread=True)
def forgotten_page(request: AnyRequest) -> Response[str]:
    return page(request, "awards/people/forgotten.html", filled=Filled(), sent=False)


@post("/password-reset", name="people.forgotten", sync_to_thread=True)
def forgotten(request: AnyRequest, form: GivenForm, db: GivenDb, clock: GivenClock) -> Response[str]:
    """Say that a link is on its way, whoever the address belongs to."""
    filled = read(ForgottenForm, form)
    if filled.values:
        with filled.catching_refusal(), db.write() as session:
            password_resets.ask(session, filled.values.email, address=device_of(request).address, at=clock())
    return page(request, "awards/people/forgotten.html", filled=filled, sent=not filled.errors)


@route(
    "/password-reset/{reset_id:uuid}/{token:str}",
    http_method=READ,
    name="people.new_password_page",
    sync_to_thread=True,
)
def new_password_page(
    request: AnyRequest,
    *,
    reset_id: FromPath[uuid.UUID],
    token: FromPath[str],
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str]:
    try:
        with db.read() as session:
            password_resets.works(session, reset_id, token, settings.secret, at=clock())
    except NotFound:
        return _no_longer(request, "/password-reset")
    return page(request, "awards/people/new_password.html", filled=Filled())


@post("/password-reset/{reset_id:uuid}/{token:str}", name="people.new_password", sync_to_thread=True)
def new_password(
    request: AnyRequest,
    *,
    reset_id: FromPath[uuid.UUID],
    token: FromPath[str],
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str] | Redirect:
    filled = read(NewPasswordForm, form)
    if filled.values:
        try:
            with filled.catching_refusal(Invalid):
                password_resets.use(
                    db,
                    reset_id,
                    token,
                    settings.secret,
                    new=filled.values.new_password,
                    repeated=filled.values.repeated_password,
                    at=clock(),
                )
                return see("/sign-in", notice=msg("Your new password is set. Sign in with it."))
        except NotFound:
            return _no_longer(request, "/password-reset")
    return page(request, "awards/people/new_password.html", filled=filled)


@route(
    "/email-change/{change_id:uuid}/{side:str}/{token:str}",
    http_method=READ,
    name="people.confirm_email_page",
    sync_to_thread=True,
)
def confirm_email_page(
    request: AnyRequest,
    *,
    change_id: FromPath[uuid.UUID],
    side: FromPath[str],
    token: FromPath[str],
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str]:
    try:
        with db.read() as session:
            change = email_changes.works(session, change_id, _side(side), token, settings.secret, at=clock())
    except NotFound:
        return _no_longer(request, "/account")
    return page(request, "awards/people/confirm_email.html", change=change, side=side)


@post(
    "/email-change/{change_id:uuid}/{side:str}/{token:str}", name="people.confirm_email", sync_to_thread=True
)
def confirm_email(
    request: AnyRequest,
    *,
    change_id: FromPath[uuid.UUID],
    side: FromPath[str],
    token: FromPath[str],
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str] | Redirect:
    try:
        with db.write() as session:
            done = email_changes.confirm(session, change_id, _side(side), token, settings.secret, at=clock())
    except NotFound:
        return _no_longer(request, "/account")
    if done:
        said = msg("Both addresses have confirmed: from now on you sign in with the new one.")
    else:
        said = msg("Confirmed. The address changes once the other mailbox has confirmed too.")
    return see("/account" if request.scope.get("user") else "/sign-in", notice=said)


def _side(text: str) -> Side:
    for side in get_args(Side):
        if text == side:
            return side  # type: ignore[no-any-return]
    raise NotFound


def _no_longer(request: AnyRequest, again: str) -> Response[str]:
    """Unknown, used, or out of time: all answer alike."""
    return page(request, "awards/people/no_longer.html", status=HTTPStatus.GONE, again=again)


handlers = (
    forgotten_page,
    forgotten,
    new_password_page,
    new_password,
    confirm_email_page,
    confirm_email,
)
