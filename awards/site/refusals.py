"""Error pages: what was refused, why, and where to go from here, in the reader's language."""

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.response import Redirect

from awards.kit import pages
from awards.kit.errors import NotFound, Refusal
from awards.kit.form_tokens import ensure_form_token
from awards.kit.i18n import Message, translate
from awards.kit.logs import log
from awards.site.refusal_words import (
    NOT_UNDERSTOOD,
    OUTDATED,
    SENTENCES,
    SIGN_IN_AGAIN,
    SIGNED_OUT,
    TOKEN_REFUSED,
    WORDS,
)
from awards.site.unsent import unsent

AnyRequest = Request[Any, Any, Any]

_CYCLE = re.compile(r"/cycles/(\d{1,6})(?:/(\w+))?")
_TABS = {"round": "progress", "publication": "decisions", "certificates": "reports", "timetable": "overview"}
"""Tabs of the pages of a cycle that have none of their own name."""


def refused(request: AnyRequest, refusal: Refusal) -> Response[Any]:
    """A refusal that no page took: its sentence, with its status."""
    return _answer(request, refusal.status, refusal.message)


def http_error(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """What the framework refused. A page that wants a sign-in leads there; a form that does is kept."""
    if isinstance(error, NotAuthorizedException):
        return _signed_out(request, sendable=True)
    if error.status_code == HTTPStatus.FORBIDDEN and "CSRF" in str(error.detail):
        return _token_refused(request)
    return _answer(request, error.status_code, SENTENCES.get(error.status_code, SENTENCES[400]))


def unexpected(request: AnyRequest, error: Exception) -> Response[Any]:
    """A failure. It is logged whole; the reader is given a number by which it is found there."""
    log.exception("failed", path=request.scope["path"], exc_info=error)
    request.scope.setdefault("user", None)  # a database that is away is not asked again
    return _answer(request, 500, SENTENCES[500])


def _answer(request: AnyRequest, status: int, message: Message) -> Response[Any]:
    if _wants_json(request):
        return _json(request, status, message)
    viewer = _viewer(request)
    missing = status == NotFound.status
    # One template and the same work for every refusal; on a 404 nothing depends on the address, so that a hidden
    # thing and a missing one look alike.
    back = _page_to_go_back_to(request) if not missing and status != HTTPStatus.FORBIDDEN else None
    cycle = _CYCLE.match(request.scope["path"])
    inside = cycle and back and viewer is not None and viewer.oversees
    return _page(
        request,
        "errors/refused.html",
        status,
        words=WORDS.get(status, NOT_UNDERSTOOD),
        message=message,
        advise=status != HTTPStatus.CONFLICT or request.method not in ("GET", "HEAD"),
        wrong_role=status == HTTPStatus.FORBIDDEN,
        back=back,
        cycle={"number": int(cycle[1])} if inside and cycle else None,
        tab=_TABS.get(cycle[2] or "overview", cycle[2] or "overview") if inside and cycle else "",
        request_id=request.scope.get("state", {}).get("request_id") if status >= 500 else None,
        path=back or "/",
    )


def _signed_out(request: AnyRequest, *, sendable: bool) -> Response[Any]:
    """Nobody is signed in. A page is asked for again after signing in; what was posted is shown and kept.

    It may be sent again as it is only where its form token was good: then our own page had sent it.
    """
    here = request.scope["path"]
    query = request.scope.get("query_string", b"").decode("latin-1")
    asked = f"{here}?{query}" if query else here
    back = request.app.state.page_addresses.at_or_above(request.scope)
    if back == here:
        back = asked
    sign_in = f"/sign-in?next={quote(back)}"
    if _wants_json(request):
        return _json(request, HTTPStatus.FORBIDDEN, SIGNED_OUT, sign_in=sign_in)
    if request.method in ("GET", "HEAD"):
        return Redirect(sign_in, status_code=303)
    kept = unsent(request)
    return _page(
        request,
        "errors/signed_out.html",
        HTTPStatus.FORBIDDEN,
        message=SIGNED_OUT,
        sign_in=sign_in,
        kept=kept,
        names=request.app.state.names_of_boxes(here),
        action=asked if sendable and not kept.files else None,
        path=back,
    )


def _token_refused(request: AnyRequest) -> Response[Any]:
    """The form token is missing, of another browser session, or signed with a secret that was changed since."""
    if request.scope["path"] == "/sign-in":
        typed = dict(unsent(request).choices + unsent(request).texts)
        return _page(
            request,
            "awards/people/sign_in.html",
            HTTPStatus.FORBIDDEN,
            typed={"email": typed.get("email", ""), "next": typed.get("next", "/")},
            errors={"form": SIGN_IN_AGAIN},
        )
    if _viewer(request) is None:
        return _signed_out(request, sendable=False)
    if _wants_json(request):
        return _json(request, HTTPStatus.FORBIDDEN, TOKEN_REFUSED)
    back = _page_to_go_back_to(request)
    return _page(
        request,
        "errors/outdated.html",
        HTTPStatus.FORBIDDEN,
        words=OUTDATED,
        back=back,
        kept=unsent(request),
        names=request.app.state.names_of_boxes(request.scope["path"]),
        path=back,
    )


def _page_to_go_back_to(request: AnyRequest) -> str:
    """The page from which a form was sent; above a page that was refused."""
    addresses = request.app.state.page_addresses
    way = addresses.above if request.method in ("GET", "HEAD") else addresses.at_or_above
    return str(way(request.scope))


def _wants_json(request: AnyRequest) -> bool:
    return request.headers.get("accept", "").startswith("application/json")


def _json(request: AnyRequest, status: int, message: Message, **more: str) -> Response[Any]:
    words = translate(message, pages.language_of(request))
    return Response({"error": words, **more}, status_code=status, media_type=MediaType.JSON)


def _viewer(request: AnyRequest) -> Any:
    """Who is signed in, also at an address where no route is and so nobody has looked."""
    if "user" not in request.scope:
        request.scope["user"] = request.app.state.recognise(request.scope)
    return request.scope["user"]


def _page(request: AnyRequest, template: str, status: int, **context: Any) -> Response[Any]:
    """A page whose forms work: signing out, another role, signing in."""
    _viewer(request)
    cookie = ensure_form_token(request)
    answer = pages.page(request, template, status=status, **{"path": "/", "query": "", **context})
    if cookie is not None:
        answer.set_cookie(cookie)
    return answer
