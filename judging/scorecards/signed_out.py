"""A sheet that is sent after the session has ended: nothing is saved, and nothing that was written is lost."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import FormMultiDict
from litestar.exceptions import NotAuthorizedException
from litestar.handlers.base import BaseRouteHandler

from awards.kit.i18n import msg, translate
from awards.kit.pages import language_of, page
from awards.people.guards import judges
from judging.scorecards.sheet import REMARKS

_SIGNED_OUT = msg("You have been signed out.")


class SignedOut(NotAuthorizedException):
    """Nobody is signed in who could have written `form`."""

    def __init__(self, form: FormMultiDict) -> None:
        super().__init__()
        self.form = form


async def judges_with_text(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The guard `judges`, which gives back what was sent where nobody is signed in."""
    if connection.scope.get("user") is None and isinstance(connection, Request):
        raise SignedOut(await connection.form())
    await judges(connection, handler)


def by_script(request: Request[Any, Any, Any]) -> bool:
    """Whether the page's own script asks, which saves while one types."""
    return request.headers.get("accept", "").startswith("application/json")


def signed_out(request: Request[Any, Any, Any], refusal: SignedOut) -> Response[Any]:
    """403 with what was written, ready to be sent again; only who sent it is shown it."""
    if by_script(request):
        error = translate(_SIGNED_OUT, language_of(request))
        return Response({"error": error}, status_code=HTTPStatus.FORBIDDEN)
    fields = [
        (name, value)
        for name, value in refusal.form.multi_items()
        if isinstance(value, str) and name != "_csrf_token"
    ]
    return page(
        request,
        "judging/scorecards/signed_out.html",
        status=HTTPStatus.FORBIDDEN,
        title=_SIGNED_OUT,
        here=request.scope["path"],
        sign_in=f"/sign-in?next={quote(request.scope['path'])}",
        fields=fields,
        remarks=[(name, value) for name, value in fields if name in REMARKS and value.strip()],
        comments=[value for name, value in fields if name.startswith("comment.") and value.strip()],
    )
