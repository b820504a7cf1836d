"""The public home, each role's first page, health."""

from litestar import MediaType, Response, Router, get, route
from litestar.response import Redirect

from awards.entries.scanning import answers
from awards.kit.pages import READ, see
from awards.people.given import GivenDb, GivenSettings, GivenViewer
from awards.people.guards import signed_in
from awards.people.models import Role
from awards.site.jobs import handlers as job_handlers
from awards.site.public import home

FIRST_PAGE = {
    Role.ENTRANT: "/entries",
    Role.JUDGE: "/scorecards",
    Role.ORGANISER: "/desk/organiser",
    Role.AUDITOR: "/desk/auditor",
}


@get("/desk", name="site.desk", guards=[signed_in], sync_to_thread=False)
def desk(viewer: GivenViewer) -> Redirect:
    """The first page of the role that the person acts in."""
    return see(FIRST_PAGE[viewer.role])


@route("/healthz", http_method=READ, name="site.health", media_type=MediaType.TEXT, sync_to_thread=False)
def health() -> str:
    """The process answers."""
    return "ok"


@route("/readyz", http_method=READ, name="site.ready", media_type=MediaType.TEXT, sync_to_thread=True)
def ready(db: GivenDb, settings: GivenSettings) -> Response[str]:
    """The database answers and has the shape that this code expects.

    It is named if the virus scanner does not answer: no file is taken then, and all else works.
    """
    from awards.schema import is_current

    if not is_current(db):
        return Response("the database needs `tahkim migrate`", status_code=503)
    if not settings.clamd:
        return Response("ready")
    scanner = "answers" if answers(settings.clamd) else "does not answer, so no file is taken"
    return Response(f"ready; the virus scanner {scanner}")


router = Router("/", route_handlers=[home, desk, *job_handlers, health, ready])
