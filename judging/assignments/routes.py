"""Assigning entries to judges; a judge's agencies, files, and standing back from an entry."""

from litestar import Router

from judging.assignments import (
    routes_by_hand,
    routes_handover,
    routes_judge,
    routes_organiser,
    routes_recusals,
    routes_ties,
)

router = Router(
    "/",
    route_handlers=[
        *routes_organiser.handlers,
        *routes_by_hand.handlers,
        *routes_recusals.handlers,
        *routes_judge.handlers,
        *routes_ties.handlers,
        *routes_handover.handlers,
    ],
)
