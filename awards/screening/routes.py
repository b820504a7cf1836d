"""Screening, for the organisers who decide what is judged."""

from litestar import Router

from awards.screening import (
    routes_admitting,
    routes_clarifications,
    routes_disqualification,
    routes_duplicates,
    routes_list,
    routes_moving,
    routes_queue,
)
from awards.screening.replies import routes as replies

router = Router(
    "/",
    route_handlers=[
        *routes_queue.handlers,
        *routes_admitting.handlers,
        *routes_duplicates.handlers,
        *routes_list.handlers,
        *routes_clarifications.handlers,
        *routes_disqualification.handlers,
        *routes_moving.handlers,
        *replies.handlers,
    ],
)
