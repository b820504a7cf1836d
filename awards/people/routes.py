"""Signing in and out, the role one acts in, the language one reads."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.errors import Refusal
from awards.kit.forms import read, typed_values
from awards.kit.pages import LANGUAGE_COOKIE, is_language, local_path, page, see
from awards.people import operations
from awards.people.forms import RoleForm, SignInForm
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import signed_in
from awards.settings import Settings


def session_cookie(settings: Settings) -> str:
    return "__Host-session" if settings.https else "session"


@get("/sign-in", name="people.sign_in_page", sync_to_thread=True)
def sign_in_page(request: Request[Any, Any, Any]) -> Response[str] | Redirect:
    if request.scope.get("user") is not None:
        return see("/desk")
    return page(
        request,
        "awards/people/sign_in.html",
        typed={"next": request.query_params.get("next", "/")},
        errors={},
    )


@post("/sign-in", name="people.sign_in", sync_to_thread=True)
def sign_in(
    request: Request[Any, Any, Any], form: GivenForm, db: GivenDb, clock: GivenClock, settings: GivenSettings
) -> Response[str] | Redirect:
    filled = read(SignInForm, form)
    errors = dict(filled.errors)
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    if filled.values:
        address = request.client.host if request.client else ""
        try:
            token, _ = operations.sign_in(
                db,
                email=filled.values.email,
                password=filled.values.password,
                address=address,
                at=clock(),
                hours=settings.session_hours,
            )
        except Refusal as refusal:
            errors, status = {"form": refusal.message}, refusal.status
        else:
            answer = see(local_path(filled.values.next))
            answer.set_cookie(_cookie(settings, token, settings.session_hours * 3600))
            return answer
    typed = typed_values(form)
    typed.pop("password", None)
    return page(request, "awards/people/sign_in.html", status=status, typed=typed, errors=errors)


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


@post("/sign-out", name="people.sign_out", guards=[signed_in], sync_to_thread=True)
def sign_out(viewer: GivenViewer, db: GivenDb, clock: GivenClock, settings: GivenSettings) -> Redirect:
    operations.sign_out(db, viewer.token_digest, by=viewer.person_id, at=clock())
    answer = see("/")
    answer.set_cookie(_cookie(settings, "", 0))
    return answer


@post("/role", name="people.switch_role", guards=[signed_in], sync_to_thread=True)
def switch_role(viewer: GivenViewer, form: GivenForm, db: GivenDb) -> Redirect:
    filled = read(RoleForm, form)
    if filled.values:
        operations.switch_role(db, viewer.token_digest, filled.values.role, viewer.roles)
    return see("/")


@get("/language/{lang:str}", name="people.language", sync_to_thread=False)
def language(request: Request[Any, Any, Any], lang: FromPath[str]) -> Redirect:
    """Remember the reader's language and go back to the page they were on."""
    answer = see(local_path(request.query_params.get("next")))
    if is_language(lang):
        answer.set_cookie(
            Cookie(LANGUAGE_COOKIE, value=lang, path="/", samesite="lax", max_age=365 * 24 * 3600)
        )
    return answer


router = Router("/", route_handlers=[sign_in_page, sign_in, sign_out, switch_role, language])
