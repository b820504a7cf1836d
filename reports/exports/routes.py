"""Exports of sheets and results."""

from litestar import Router

router = Router("/", route_handlers=[])
