"""Cycles and their categories, for organisers."""

from litestar import Router

router = Router("/", route_handlers=[])
