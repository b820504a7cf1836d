"""Assigning entries to judges."""

from litestar import Router

router = Router("/", route_handlers=[])
