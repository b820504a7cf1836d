"""When a request arrived: the time that counts for it.

It is taken before the body is read and before any lock is waited for, so that whoever sends in time is in time, however
slow the line or long the queue.
"""

from datetime import datetime
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from awards.kit.clock import Clock

_ARRIVED = "arrived_at"


class Arrival(ASGIMiddleware):
    """Look at the clock before anything else is done with a request; the outermost middleware."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        scope["state"][_ARRIVED] = self._clock()
        await next_app(scope, receive, send)


def clock_of(request: Request[Any, Any, Any]) -> Clock:
    """A clock that stands at the time at which the request arrived: all that it does happens then."""
    arrived: datetime = request.scope["state"][_ARRIVED]
    return lambda: arrived
