"""Entries, for the people who write them and the organisers who watch."""

from litestar import Router

from awards.entries import (
    routes_entrant,
    routes_file_answers,
    routes_files,
    routes_oversight,
    routes_presence,
    routes_services,
    routes_submission,
    routes_writing,
)
from awards.entries.partnership import routes as partnership
from awards.entries.revisions import routes as revisions
from awards.entries.revisions import routes_eligibility, routes_retiring
from awards.entries.translations import routes as translations

router = Router(
    "/",
    route_handlers=[
        *routes_entrant.handlers,
        *routes_writing.handlers,
        *routes_files.handlers,
        *routes_file_answers.handlers,
        *routes_presence.handlers,
        *routes_services.handlers,
        *partnership.handlers,
        *routes_submission.handlers,
        *routes_oversight.handlers,
        *revisions.handlers,
        *routes_eligibility.handlers,
        *routes_retiring.handlers,
        *translations.handlers,
    ],
)
