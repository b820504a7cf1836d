"""The jury of a cycle."""

from litestar import Router

router = Router("/", route_handlers=[])
