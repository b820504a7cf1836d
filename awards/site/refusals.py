"""Error pages: what was refused and why, in the reader's language."""

from typing import Any
from urllib.parse import quote

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException, PermissionDeniedException
from litestar.response import Redirect

from awards.kit import pages
from awards.kit.errors import NotFound, Refusal
from awards.kit.i18n import Message, msg, translate
from awards.kit.logs import log

_SENTENCES = {
    400: msg("The request could not be understood."),
    403: msg("You may not do this. If the page was open for a long time, go back, reload it and try again."),
    404: NotFound().message,
    405: msg("This address does not take this kind of request."),
    413: msg("What you sent is too large."),
    429: msg("Too many requests. Wait a little, then try again."),
    500: msg("Something went wrong on our side. Nothing was changed."),
    503: msg("The service is too busy at this moment. Try again in a minute."),
}


def _answer(request: Request[Any, Any, Any], status: int, message: Message) -> Response[Any]:
    if request.headers.get("accept", "").startswith("application/json"):
        lang = pages.language_of(request)
        return Response({"error": translate(message, lang)}, status_code=status)
    # The same template and the same work for every refusal: a hidden thing and a missing one look alike.
    html = pages.render(
        pages.language_of(request),
        "errors/refused.html",
        status=status,
        message=message,
        viewer=request.scope.get("user"),
        path="/",
        query="",
        csrf_token="",
        notice=None,
        site=request.app.state.site,
    )
    return Response(html, status_code=status, media_type=MediaType.HTML)


def refused(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    return _answer(request, refusal.status, refusal.message)


def http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    if isinstance(error, NotAuthorizedException):
        if request.method == "GET":
            query = request.scope.get("query_string", b"").decode("latin-1")
            here = request.scope["path"] + (f"?{query}" if query else "")
            return Redirect(f"/sign-in?next={quote(here)}", status_code=303)
        return _answer(
            request, 403, msg("You were signed out. Sign in in another tab, then send this page again.")
        )
    answer = _answer(request, error.status_code, _SENTENCES.get(error.status_code, _SENTENCES[400]))
    if isinstance(error, PermissionDeniedException) and "CSRF" in str(error.detail):
        answer.delete_cookie(request.app.state.csrf_cookie)  # a changed secret must not lock people out
    return answer


def unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    log.exception("failed", path=request.scope["path"], exc_info=error)
    return _answer(request, 500, _SENTENCES[500])
