"""Notes where each request comes from, for the events that it leaves in the audit log."""

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from awards.kit.origins import Origin, came_from
from awards.people.sessions import browser_named


class ComingFrom(ASGIMiddleware):
    """Threads that answer a request inherit what is noted here."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        client = scope.get("client")
        browser = next((value for name, value in scope["headers"] if name == b"user-agent"), b"")
        noted = came_from.set(Origin(client[0] if client else "", browser_named(browser.decode("latin-1"))))
        try:
            await next_app(scope, receive, send)
        finally:
            came_from.reset(noted)
