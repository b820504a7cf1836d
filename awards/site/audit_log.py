"""The audit log, for auditors and organisers."""

from litestar import Router

router = Router("/", route_handlers=[])
