"""The first pages of organisers and auditors: what to do next, by when, and what blocks it."""

from litestar import Router

router = Router("/", route_handlers=[])
