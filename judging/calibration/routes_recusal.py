"""`/calibration/{code}/recusal`: a judge who meets a tie in an anchor steps aside from it there."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.db import Database
from awards.kit.i18n import msg
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import judges
from judging.calibration.operations import step_aside
from judging.calibration.queries import my_anchor, shown_view
from judging.recusals.pages import Aside, ask_reason, take_reason

HOME = "/calibration"
FOLLOWS = (
    msg("The entry leaves your calibration at once, and you will not be given it to score."),
    msg("If it is on your list already, it leaves that too, and what you have scored of it never counts."),
)


@get("/calibration/{code:str}/recusal", name="calibration.recusal", guards=[judges], sync_to_thread=True)
def reason_page(
    request: Request[Any, Any, Any], code: FromPath[str], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """The reason is asked for first. 404 for whoever has no part in the anchor."""
    return ask_reason(request, _aside(db, viewer.person_id, code))


@post("/calibration/{code:str}/recusal", name="calibration.step_aside", guards=[judges], sync_to_thread=True)
def declare(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Once confirmed, the anchor is gone for this judge."""

    def recuse(reason: str) -> None:
        with db.write() as session:
            step_aside(session, code, reason, by=viewer.person_id, at=clock())

    return take_reason(request, _aside(db, viewer.person_id, code), form, recuse)


def _aside(db: Database, person_id: uuid.UUID, code: str) -> Aside:
    with db.read() as session:
        _, anchor = my_anchor(session, person_id, code)
        view = shown_view(session, anchor)
    crumbs = ((msg("My entries to judge"), "/scorecards"), (msg("Calibration"), HOME))
    return Aside(view, f"{HOME}/{code}", crumbs, FOLLOWS, HOME)


handlers = [reason_page, declare]
