"""The result report."""

from litestar import Router

router = Router("/", route_handlers=[])
