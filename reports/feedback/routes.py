"""What the judges wrote, for the people of an entry."""

import uuid
from typing import Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath

from awards.entries.queries import my_head
from awards.kit.pages import page
from awards.people.given import GivenDb, GivenViewer
from awards.people.guards import entrants
from reports.feedback.queries import feedback_on


@get("/entries/{entry_id:uuid}/feedback", name="feedback.show", guards=[entrants], sync_to_thread=True)
def show(
    request: Request[Any, Any, Any], entry_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """Strengths and improvements, without who wrote them. 404 before publication, and for anybody else's entry."""
    with db.read() as session:
        entry = my_head(session, viewer.person_id, entry_id)
        feedback = feedback_on(session, entry)
    return page(request, "reports/feedback/feedback.html", entry=entry, feedback=feedback)


router = Router("/", route_handlers=[show])
