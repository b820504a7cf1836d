"""The withheld places that wait for a second person: read on one page, ticked each, approved at once."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.kit.errors import RuleBroken
from awards.kit.forms import read
from awards.kit.i18n import Message, msg, nmsg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from awards.people.viewer import Viewer
from judging.deliberations import operations
from judging.deliberations.board import PlaceView, board, may_all_be_approved
from judging.deliberations.forms import ApprovalsForm
from judging.deliberations.permissions import may_approve
from judging.deliberations.queries import decided_places
from judging.tally.document import CategoryTally
from judging.tally.queries import document_of, opened


@get(
    "/cycles/{number:int}/decisions/approvals",
    name="deliberations.approvals",
    guards=[organisers],
    sync_to_thread=True,
)
def approvals(
    request: Request[Any, Any, Any], number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str] | Redirect:
    with db.read() as session:
        return _approvals_page(request, session, number, viewer, errors={})


@post(
    "/cycles/{number:int}/decisions/approvals",
    name="deliberations.approve_several",
    guards=[organisers],
    sync_to_thread=True,
)
def approve_several(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """All that are ticked or none: one that was decided anew meanwhile keeps the others from being approved unread."""
    values = read(ApprovalsForm, form).values
    if values is None or not values.decisions:
        errors = {"decisions": msg("Tick the places that you approve.")}
        with db.read() as session:
            return _approvals_page(request, session, number, viewer, errors=errors)
    with db.write() as session:
        offered = {row.decided.ids[0] for _, row in _offered(session, number, viewer) if row.decided}
        if not offered.issuperset(values.decisions):
            raise RuleBroken(
                msg(
                    "A decision was changed since you opened the page, and nothing was approved. Read them again."
                )
            )
        operations.approve_decisions(session, values.decisions, by=viewer.person_id, at=clock())
    return see(
        f"/cycles/{number}/decisions",
        notice=nmsg("%(n)s decision is approved.", "%(n)s decisions are approved.", len(values.decisions)),
    )


def _offered(session: Session, number: int, viewer: Viewer) -> list[tuple[CategoryTally, PlaceView]]:
    head = opened(session, number)
    decided = decided_places(session, head.cycle_id)
    keys = {key for key, place in decided.items() if may_approve(viewer, place)}
    return may_all_be_approved(board(document_of(session, head).categories, decided, head.tally_id), keys)


def _approvals_page(
    request: Request[Any, Any, Any],
    session: Session,
    number: int,
    viewer: Viewer,
    *,
    errors: dict[str, Message],
) -> Response[str] | Redirect:
    """Back to the board where nothing waits for this person."""
    offered = _offered(session, number, viewer)
    if not offered:
        return see(f"/cycles/{number}/decisions")
    return page(
        request,
        "judging/deliberations/approvals.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        cycle=opened(session, number),
        offered=offered,
        errors=errors,
    )


handlers = (approvals, approve_several)
