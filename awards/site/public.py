"""The public pages: categories, winners, verification."""

from litestar import Router

router = Router("/", route_handlers=[])
