"""The directory of agencies, for organisers."""

from litestar import Router

router = Router("/", route_handlers=[])
