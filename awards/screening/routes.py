"""Screening, for the organisers who decide what is judged."""

from litestar import Router

from awards.screening import routes_duplicates, routes_queue

router = Router("/", route_handlers=[*routes_queue.handlers, *routes_duplicates.handlers])
