"""What the judges wrote, for the people of an entry."""

import uuid
from typing import Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath

from awards.entries.queries import my_head, results_published
from awards.kit.pages import page
from awards.people.given import GivenClock, GivenDb, GivenViewer
from awards.people.guards import entrants
from judging.appeals.own import own_result
from judging.appeals.queries import appeal_on, window_of
from reports.feedback.queries import feedback_on


@get("/entries/{entry_id:uuid}/feedback", name="feedback.show", guards=[entrants], sync_to_thread=True)
def show(
    request: Request[Any, Any, Any],
    entry_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str]:
    """Strengths and improvements, without who wrote them; and the entry's own totals where its people were told.

    404 before publication and that telling, and for anybody else's entry.
    """
    with db.read() as session:
        entry = my_head(session, viewer.person_id, entry_id)
        feedback = feedback_on(session, entry)
        own = own_result(session, entry)
        appeal = appeal_on(session, entry.id) if own else None
        published = results_published(session, entry.cycle_id)
    return page(
        request,
        "reports/feedback/feedback.html",
        entry=entry,
        feedback=feedback,
        own=own,
        appeal=appeal,
        published=published,
        time=window_of(own.notice).at(clock()) if own else None,
    )


router = Router("/", route_handlers=[show])
