"""Opening and closing a round, opening its results."""

from litestar import Router

router = Router("/", route_handlers=[])
