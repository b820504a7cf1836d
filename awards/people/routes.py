"""Signing in and out, the role one acts in, the language one reads."""

from typing import Any

from litestar import Request, Response, Router, get, post, route
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.errors import Invalid
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import LANGUAGE_COOKIE, READ, is_language, language_of, local_path, page, see
from awards.people import operations, routes_account, routes_mailed
from awards.people.forms import PasswordForm, RoleForm, SignInForm
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import signed_in
from awards.people.routes_account import device_of
from awards.people.viewer import Viewer
from awards.settings import Settings

DESK = "/desk"
"""Leads on to the first page of the role that one acts in."""


def session_cookie(settings: Settings) -> str:
    """Its name. Under `__Host-` browsers take it over HTTPS only, and from no other host."""
    return "__Host-session" if settings.https else "session"


@route("/sign-in", http_method=READ, name="people.sign_in_page", sync_to_thread=True)
def sign_in_page(request: Request[Any, Any, Any]) -> Response[str] | Redirect:
    wanted = request.query_params.get("next", "")
    if request.scope.get("user") is not None:
        return see(local_path(wanted, other=DESK))
    return page(request, "awards/people/sign_in.html", filled=Filled(typed={"next": wanted}))


@post("/sign-in", name="people.sign_in", sync_to_thread=True)
def sign_in(
    request: Request[Any, Any, Any], form: GivenForm, db: GivenDb, clock: GivenClock, settings: GivenSettings
) -> Response[str] | Redirect:
    """Whoever signs in is led to where they wanted to go. The password is never shown again."""
    filled = read(SignInForm, form)
    if filled.values:
        with filled.catching_refusal():
            token, _ = operations.sign_in(
                db,
                email=filled.values.email,
                password=filled.values.password,
                device=device_of(request),
                lang=language_of(request),
                at=clock(),
                hours=settings.session_hours,
                waiting=request.app.state.waiting_password,  # of registrations, a layer above
            )
            wanted = filled.values.next
            answer = see(local_path("" if wanted == "/" else wanted, other=DESK))
            answer.set_cookie(_cookie(settings, token, settings.session_hours * 3600))
            return answer
    return page(request, "awards/people/sign_in.html", filled=filled)


def _cookie(settings: Settings, token: str, seconds: int) -> Cookie:
    return Cookie(
        session_cookie(settings),
        value=token,
        path="/",
        httponly=True,
        secure=settings.https,
        samesite="lax",
        max_age=seconds,
    )


@post("/sign-out", name="people.sign_out", sync_to_thread=True)
def sign_out(
    request: Request[Any, Any, Any], db: GivenDb, clock: GivenClock, settings: GivenSettings
) -> Redirect:
    """Whoever is signed out already is just led to the front page."""
    viewer = request.scope.get("user")
    if isinstance(viewer, Viewer):
        operations.sign_out(db, viewer.token_digest, by=viewer.person_id, at=clock())
    answer = see("/")
    answer.set_cookie(_cookie(settings, "", 0))
    return answer


@post("/role", name="people.switch_role", guards=[signed_in], sync_to_thread=True)
def switch_role(viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock) -> Redirect:
    filled = read(RoleForm, form)
    if filled.values:
        role, by = filled.values.role, viewer.person_id
        operations.switch_role(db, viewer.token_digest, role, viewer.roles, by=by, at=clock())
    return see(DESK)


@get("/password", name="people.password_page", guards=[signed_in], sync_to_thread=True)
def password_page(request: Request[Any, Any, Any]) -> Response[str]:
    return page(request, "awards/people/password.html", filled=Filled())


@post("/password", name="people.change_password", guards=[signed_in], sync_to_thread=True)
def change_password(
    request: Request[Any, Any, Any], viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Response[str] | Redirect:
    """Every other session of the person ends."""
    filled = read(PasswordForm, form)
    if filled.values:
        with filled.catching_refusal():
            if filled.values.new_password != filled.values.repeated_password:
                raise Invalid({"repeated_password": msg("The two new passwords differ.")})
            operations.change_password(
                db,
                viewer.token_digest,
                old=filled.values.old_password,
                new=filled.values.new_password,
                address=device_of(request).address,
                by=viewer.person_id,
                at=clock(),
            )
            return see(
                DESK,
                notice=msg("Your password is changed. You have been signed out everywhere else."),
            )
    return page(request, "awards/people/password.html", filled=filled)


@route("/language/{lang:str}", http_method=READ, name="people.language", sync_to_thread=False)
def language(request: Request[Any, Any, Any], lang: FromPath[str]) -> Redirect:
    """Remember the reader's language and go back to the page they were on."""
    answer = see(local_path(request.query_params.get("next")))
    if is_language(lang):
        answer.set_cookie(
            Cookie(LANGUAGE_COOKIE, value=lang, path="/", samesite="lax", max_age=365 * 24 * 3600)
        )
    return answer


router = Router(
    "/",
    route_handlers=[
        sign_in_page,
        sign_in,
        sign_out,
        switch_role,
        password_page,
        change_password,
        language,
        *routes_account.handlers,
        *routes_mailed.handlers,
    ],
)
