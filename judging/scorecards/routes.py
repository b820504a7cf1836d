"""The judge's pages."""

from litestar import Router

router = Router("/", route_handlers=[])
