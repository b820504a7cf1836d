"""`/reconciliations`: entries whose sheets lie far apart."""

from litestar import Router

from judging.reconciliation import routes_judge, routes_office

router = Router("/", route_handlers=[*routes_judge.handlers, *routes_office.handlers])
