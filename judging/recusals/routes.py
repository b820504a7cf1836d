"""Standing back from an entry."""

from litestar import Router

router = Router("/", route_handlers=[])
