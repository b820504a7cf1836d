"""Certificates: issue, download, verify."""

from litestar import Router

router = Router("/", route_handlers=[])
