"""All addresses of a calibration."""

from litestar import Router

from judging.calibration import routes_judge, routes_office, routes_recusal

router = Router(
    "/", route_handlers=[*routes_office.handlers, *routes_judge.handlers, *routes_recusal.handlers]
)
