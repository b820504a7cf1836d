"""`/reopenings`: lodged sheets that are to be changed once more."""

from litestar import Router

from judging.reopenings import routes_judge, routes_organiser

router = Router("/", route_handlers=[*routes_judge.handlers, *routes_organiser.handlers])
