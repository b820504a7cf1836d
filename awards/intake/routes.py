"""The intake while it comes in, for the organisers who watch it."""

from litestar import Router

from awards.intake import routes_dashboard, routes_drafts, routes_timely

router = Router(
    "/", route_handlers=[*routes_dashboard.handlers, *routes_drafts.handlers, *routes_timely.handlers]
)
