"""Guards: who may come to a route at all. Every route has one or stands on the public list.

They are coroutines, though they wait for nothing: the framework calls a plain function in another thread.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler

from awards.people.models import OVERSEERS, Role
from awards.people.viewer import Viewer

Guard = Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], Awaitable[None]]


async def signed_in(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Whoever it is. A page leads to the sign-in and back; what was posted is shown and kept."""
    if connection.scope.get("user") is None:
        raise NotAuthorizedException


def acting_as(*roles: Role) -> Guard:
    """Let pass who acts in one of `roles` now."""

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        viewer = connection.scope.get("user")
        if not isinstance(viewer, Viewer):
            raise NotAuthorizedException
        if viewer.role not in roles:
            raise PermissionDeniedException

    return guard


entrants = acting_as(Role.ENTRANT)
judges = acting_as(Role.JUDGE)
organisers = acting_as(Role.ORGANISER)
overseers = acting_as(*OVERSEERS)
auditors = acting_as(Role.AUDITOR)
