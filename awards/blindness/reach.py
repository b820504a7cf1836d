"""Which addresses a judge can reach, from the table of routes itself: a new one cannot be forgotten."""

import asyncio
import uuid
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

from litestar import Litestar
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler
from litestar.routes import HTTPRoute

from awards.people.models import Role
from awards.people.viewer import Viewer

_JUDGE = Viewer(uuid.UUID(int=0), "", "", Role.JUDGE, frozenset({Role.JUDGE}), "")


def plain_addresses(app: Litestar) -> list[str]:
    """Those that are asked for without a parameter, whoever may come there."""
    return sorted(route.path for route, _ in _read(app) if not route.path_parameters)


def parametrised(app: Litestar) -> list[tuple[str, str, bool]]:
    """(pattern such as `/rooms/{room_id}`, route's name, whether anybody may come) of what a judge may ask for."""
    found = [
        (_pattern(route), str(handler.name), not handler.resolve_guards())
        for route, handler in _read(app)
        if route.path_parameters and lets_in(handler)
    ]
    return sorted(found)


def lets_in(handler: BaseRouteHandler, viewer: Viewer | None = _JUDGE) -> bool:
    """Whether the guards of a route let somebody pass, by default a judge: they are asked, not read."""
    return asyncio.run(_passes(handler, viewer))


async def _passes(handler: BaseRouteHandler, viewer: Viewer | None) -> bool:
    connection = cast(Any, SimpleNamespace(scope={"user": viewer}, user=viewer))
    try:
        for guard in handler.resolve_guards():
            await cast(Any, guard)(connection, handler)
    except (NotAuthorizedException, PermissionDeniedException):
        return False
    return True


def _read(app: Litestar) -> Iterator[tuple[HTTPRoute, BaseRouteHandler]]:
    for route in app.routes:
        if (
            isinstance(route, HTTPRoute)
            and "GET" in route.route_handler_map
            and not route.path.startswith("/static")
        ):
            yield route, route.route_handler_map["GET"][0]


def _pattern(route: HTTPRoute) -> str:
    return "/" + "/".join(
        part if isinstance(part, str) else f"{{{part.name}}}" for part in route.path_components
    )
