"""Rankings and their reasons."""

from litestar import Router

router = Router("/", route_handlers=[])
