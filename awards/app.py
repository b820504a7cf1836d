"""The web application: the only place that plugs the packages together."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from litestar import Litestar, Request, Router
from litestar.concurrency import get_asyncio_executor, set_asyncio_executor
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import FormMultiDict, State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.static_files import create_static_files_router

from awards.agency import routes as agency
from awards.cycles import routes as cycle_rules
from awards.directory import routes as directory
from awards.directory.queries import acts_for
from awards.entries import routes as entries
from awards.events import routes as events
from awards.guidance import routes as guidance
from awards.helpdesk import routes as helpdesk
from awards.imports import routes as imports
from awards.intake import routes as intake
from awards.invitations import routes as invitations
from awards.kit import clock as clocks
from awards.kit import pages, templates
from awards.kit.addresses import PageAddresses
from awards.kit.arrival import Arrival, clock_of
from awards.kit.clock import Clock
from awards.kit.db import POOL_SIZE, Database
from awards.kit.errors import Refusal
from awards.kit.files import FileStore
from awards.kit.i18n import LANGUAGES
from awards.kit.request_log import RequestLog
from awards.kit.security import SameOrigin, add_headers
from awards.people import routes as people
from awards.people.coming_from import ComingFrom
from awards.people.given import GivenClock, GivenDb, GivenFiles, GivenSettings
from awards.people.recognition import Recognition
from awards.people.viewer import Viewer
from awards.registrations import routes as registrations
from awards.registrations.queries import waiting_password
from awards.screening import routes as screening
from awards.settings import Settings
from awards.site import announcement_letter, audit_log, cycles, extensions, outbox, refusals
from awards.site import desk as desks
from awards.site import public as public_pages
from awards.site import routes as site_routes
from awards.site.audit_access import AccessLog
from awards.site.award import KnownAward
from awards.site.entrant_steps import asked_to_move, told_of, waiting_for
from awards.site.unsent_names import names_of_boxes
from judging.appeals import routes as appeals
from judging.applicability import routes as applicability
from judging.assignments import routes as assignments
from judging.blinding import routes as blinding
from judging.calibration import routes as calibration
from judging.corrections import routes as corrections
from judging.deliberations import routes as deliberations
from judging.enquiries import routes as enquiries
from judging.panels import routes as panels
from judging.recognition import routes as recognition
from judging.reconciliation import routes as reconciliation
from judging.reopenings import routes as reopenings
from judging.rounds import setup_routes as cycle_setup
from judging.rubrics import routes as rubrics
from judging.scorecards import routes as scorecards
from judging.scorecards.preview_pages import texts_that_name
from judging.sealing import routes as sealing
from judging.tally import routes as tally
from reports.booklets import routes as booklets
from reports.certificates import routes as certificates
from reports.exports import routes as exports
from reports.feedback import routes as feedback
from reports.packs import routes as packs
from reports.receipts import routes as receipts
from reports.results import routes as results

ROUTERS: Sequence[Router] = (
    site_routes.router,
    public_pages.router,
    desks.router,
    audit_log.router,
    outbox.router,
    people.router,
    directory.router,
    invitations.router,
    registrations.router,
    agency.router,
    cycle_rules.router,
    cycles.router,
    announcement_letter.router,
    extensions.router,
    entries.router,
    intake.router,
    screening.router,
    helpdesk.router,
    guidance.router,
    events.router,
    imports.router,
    rubrics.router,
    panels.router,
    cycle_setup.router,
    blinding.router,
    assignments.router,
    enquiries.router,
    recognition.router,
    reconciliation.router,
    corrections.router,
    reopenings.router,
    applicability.router,
    calibration.router,
    scorecards.router,
    tally.router,
    deliberations.router,
    sealing.router,
    appeals.router,
    certificates.router,
    results.router,
    exports.router,
    feedback.router,
    booklets.router,
    receipts.router,
    packs.router,
)


def _dependencies() -> dict[str, Provide]:
    """What handlers may ask for; see `awards/people/given.py`.

    Each asks for the one before it: those that are independent of each other would be gathered in a group of
    tasks, which costs more than all of them together.
    """

    def the_db(request: Request[Any, Any, Any]) -> Database:
        db: Database = request.app.state["db"]
        return db

    def the_clock(request: Request[Any, Any, Any], db: GivenDb) -> Clock:  # noqa: ARG001
        return clock_of(request)

    def the_settings(request: Request[Any, Any, Any], clock: GivenClock) -> Settings:  # noqa: ARG001
        settings: Settings = request.app.state["settings"]
        return settings

    def the_files(settings: GivenSettings) -> FileStore:
        return FileStore(settings.files_dir)

    def the_viewer(request: Request[Any, Any, Any], files: GivenFiles) -> Viewer | None:  # noqa: ARG001
        viewer: Viewer | None = request.scope.get("user")
        return viewer

    async def the_form(
        request: Request[Any, Any, Any],
        viewer: NamedDependency[Viewer | None],  # noqa: ARG001
    ) -> FormMultiDict:
        return await request.form()

    return {
        "db": Provide(the_db, sync_to_thread=False),
        "clock": Provide(the_clock, sync_to_thread=False),
        "settings": Provide(the_settings, sync_to_thread=False),
        "files": Provide(the_files, sync_to_thread=False),
        "viewer": Provide(the_viewer, sync_to_thread=False),
        "form": Provide(the_form),
    }


def create_app(settings: Settings, db: Database, *, clock: Clock = clocks.now) -> Litestar:
    """The application over one database. The database must have the current shape (`tahkim migrate`)."""
    if get_asyncio_executor() is None:
        set_asyncio_executor(ThreadPoolExecutor(POOL_SIZE, thread_name_prefix="web"))
    award = KnownAward(db, clock, contact=settings.contact)
    recognition = Recognition(db, clock, people.session_cookie(settings), acts_for)

    async def start(app: Litestar) -> None:
        app.state.award()
        for lang in LANGUAGES:
            templates.environment(lang)

    app = Litestar(
        route_handlers=[
            *ROUTERS,
            create_static_files_router(
                "/static",
                [templates.STATIC],
                name="static",
                include_in_schema=False,
                cache_control=pages.STATIC_CACHE,
            ),
        ],
        dependencies=_dependencies(),
        middleware=[
            Arrival(clock),
            RequestLog(),
            ComingFrom(),
            SameOrigin(settings.base_url),
            recognition,
        ],
        csrf_config=CSRFConfig(
            secret=settings.secret,
            cookie_name="__Host-form" if settings.https else "form",
            cookie_secure=settings.https,
            cookie_httponly=True,
        ),
        exception_handlers={
            Refusal: refusals.refused,
            HTTPException: refusals.http_error,
            500: refusals.unexpected,
        },
        before_send=[AccessLog(db, clock).note, add_headers],
        state=State(
            {
                "settings": settings,
                "db": db,
                "award": award,
                "recognise": recognition.viewer,
                "names_of_boxes": partial(names_of_boxes, db),
                "texts_that_name": texts_that_name,
                "waiting_for": waiting_for,
                "told_of": told_of,
                "asked_to_move": asked_to_move,
                "waiting_password": waiting_password,
            }
        ),
        request_max_body_size=2 * 1024 * 1024,
        openapi_config=None,
        on_startup=[start],
        signature_namespace={"Viewer": Viewer},
    )
    app.state.page_addresses = PageAddresses(app.routes)
    return app
