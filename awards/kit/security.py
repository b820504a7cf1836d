"""What every answer carries and what every posted request must show."""

from urllib.parse import urlsplit

from litestar.datastructures import MutableScopeHeaders
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
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
)
_SAFE = {"GET", "HEAD", "OPTIONS"}


async def add_headers(message: Message, scope: Scope) -> None:
    """`before_send` hook: runs for every answer, those of no route included."""
    if message["type"] != "http.response.start":
        return
    message.setdefault("headers", [])
    headers = MutableScopeHeaders.from_message(message)
    for name, value in _ALWAYS:
        headers.setdefault(name, value)
    if request_id := scope.get("state", {}).get("request_id"):
        headers["x-request-id"] = request_id
    if scope["scheme"] == "https":
        headers["strict-transport-security"] = "max-age=63072000"
    if not scope["path"].startswith("/static/"):
        headers.setdefault("cache-control", "no-store")
        if scope.get("user") is not None:
            headers["x-robots-tag"] = "noindex"


class SameOrigin(ASGIMiddleware):
    """Refuse a changing request that a browser says comes from another site.

    A second line behind the form token, for browsers that send Sec-Fetch-Site or Origin.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, base_url: str) -> None:
        self._host = urlsplit(base_url).netloc.encode()

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope["method"] not in _SAFE:
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
