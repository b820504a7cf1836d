"""One line of the log for each request, with an id that the answer carries too."""

import secrets
import time

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from awards.kit.links import without_secret
from awards.kit.logs import log


class RequestLog(ASGIMiddleware):
    """Give each request an id and log how it was answered. Static files are not logged."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request_id = secrets.token_hex(8)
        scope["state"]["request_id"] = request_id
        structlog.contextvars.bind_contextvars(request=request_id)
        start = time.perf_counter()
        status = 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await next_app(scope, receive, watch)
        finally:
            if not scope["path"].startswith("/static/"):
                log.info(
                    "answered",
                    method=scope.get("method"),
                    path=without_secret(scope["path"]),
                    status=status,
                    ms=round((time.perf_counter() - start) * 1000, 1),
                )
            structlog.contextvars.clear_contextvars()
