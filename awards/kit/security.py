"""What every answer carries and what every posted request must show."""

from urllib.parse import urlsplit

from litestar.enums import ScopeType
from litestar.exceptions import PermissionDeniedException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'; "
    "object-src 'none'; manifest-src 'self'"
)
_ALWAYS = (
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
)
_SAFE = {"GET", "HEAD", "OPTIONS"}


async def add_headers(message: Message, scope: Scope) -> None:
    """`before_send` hook: runs for every answer, those of no route included. An answer's own headers stand."""
    if message["type"] != "http.response.start":
        return
    headers = list(message.get("headers", ()))
    there = {name.lower() for name, _ in headers}
    headers += [pair for pair in _ALWAYS if pair[0] not in there]
    if request_id := scope.get("state", {}).get("request_id"):
        headers.append((b"x-request-id", request_id.encode()))
    if scope["scheme"] == "https":
        headers.append((b"strict-transport-security", b"max-age=63072000"))
    if not scope["path"].startswith("/static/"):
        if b"cache-control" not in there:
            headers.append((b"cache-control", b"no-store"))
        if scope.get("user") is not None:
            headers.append((b"x-robots-tag", b"noindex"))
    message["headers"] = headers


class SameOrigin(ASGIMiddleware):
    """Refuse a changing request that a browser says comes from another site.

    A second line behind the form token, for browsers that send Sec-Fetch-Site or Origin.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, base_url: str) -> None:
        self._host = urlsplit(base_url).netloc.encode()

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope.get("method") not in _SAFE:
            headers = dict(scope["headers"])
            site = headers.get(b"sec-fetch-site")
            origin = headers.get(b"origin")
            if site not in (None, b"same-origin", b"none"):
                raise PermissionDeniedException("request from another site")
            if site is None and origin is not None:
                host = urlsplit(origin).netloc
                if host not in (self._host, headers.get(b"host")):
                    raise PermissionDeniedException("request from another origin")
        await next_app(scope, receive, send)
