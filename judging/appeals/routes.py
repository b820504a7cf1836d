"""Everything that hangs on appeals."""

from litestar import Router

from judging.appeals import routes_amending, routes_entrant, routes_office, routes_ruling

router = Router(
    "/",
    route_handlers=[
        *routes_entrant.handlers,
        *routes_office.handlers,
        *routes_ruling.handlers,
        *routes_amending.handlers,
    ],
)
