"""The judge's pledge, which is signed before the first entry of a cycle is read."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import judges
from awards.people.viewer import Viewer
from judging.panels.pledge import CONDUCT, CONFIDENTIALITY, sign_pledge
from judging.scorecards.desk import Desk, desk_of

AnyRequest = Request[Any, Any, Any]


@get("/scorecards/pledge", name="scorecards.pledge", guards=[judges], sync_to_thread=True)
def pledge_page(request: AnyRequest, viewer: GivenViewer, db: GivenDb) -> Response[str]:
    """The text, and whether the judge has signed it."""
    return _page(request, _desk(db, viewer), {})


@post("/scorecards/pledge", name="scorecards.sign_pledge", guards=[judges], sync_to_thread=True)
def sign(
    request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock, form: GivenForm
) -> Response[str] | Redirect:
    """Sign it, with the box ticked; a second time changes nothing."""
    desk = _desk(db, viewer)
    if desk.signed:
        return see("/scorecards")
    if form.get("confirmed") != "true":
        errors = {"confirmed": msg("Tick the box to sign: nothing can be read before.")}
        return _page(request, desk, errors, HTTPStatus.UNPROCESSABLE_ENTITY)
    with db.write() as session:
        sign_pledge(session, desk.judge_id, by=viewer.person_id, at=clock())
    return see("/scorecards", notice=msg("Your pledge is signed. Thank you."))


def _desk(db: Database, viewer: Viewer) -> Desk:
    with db.rows() as connection:
        desk = desk_of(connection, viewer.person_id)
    if desk is None:
        raise NotFound
    return desk


def _page(
    request: AnyRequest, desk: Desk, errors: dict[str, Message], status: int = HTTPStatus.OK
) -> Response[str]:
    return page(
        request,
        "judging/scorecards/pledge.html",
        status=status,
        desk=desk,
        conduct=CONDUCT,
        confidentiality=CONFIDENTIALITY,
        errors=errors,
    )
