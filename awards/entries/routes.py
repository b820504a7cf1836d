"""Entries, for the people who write them and the organisers who watch."""

from litestar import Router

router = Router("/", route_handlers=[])
