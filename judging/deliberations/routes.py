"""The board of decisions, and everything that hangs on it."""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath

from awards.kit.pages import page
from awards.people.given import GivenDb, GivenViewer
from awards.people.guards import overseers
from judging.deliberations import routes_approvals, routes_places, routes_publication, routes_results
from judging.deliberations.board import board, may_all_be_approved
from judging.deliberations.permissions import may_approve
from judging.deliberations.queries import decided_places, publication_of
from judging.deliberations.room import routes_judge, routes_office
from judging.deliberations.room.queries import rooms_of
from judging.tally.queries import document_of, head_of
from judging.tally.sealed import sealed_page


@get("/cycles/{number:int}/decisions", name="deliberations.board", guards=[overseers], sync_to_thread=True)
def decisions(
    request: Request[Any, Any, Any], number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """Every place of every category. Before the results are opened, a page that shows no score."""
    with db.read() as session:
        head = head_of(session, number)
        if not head.results_open:
            return sealed_page(request, session, head, tab="decisions")
        categories = document_of(session, head).categories
        decided = decided_places(session, head.cycle_id)
        publication = publication_of(session, head.cycle_id)
        rooms = rooms_of(session, head.cycle_id)
    views = board(categories, decided, head.tally_id)
    approvable = {key for key, place in decided.items() if may_approve(viewer, place)}
    return page(
        request,
        "judging/deliberations/decisions.html",
        cycle=head,
        views=views,
        rooms=rooms,
        publication=publication,
        may_decide=viewer.organises and publication is None,
        may_approve=approvable,
        withheld=len(may_all_be_approved(views, approvable)),
    )


router = Router(
    "/",
    route_handlers=[
        decisions,
        *routes_results.handlers,
        *routes_places.handlers,
        *routes_approvals.handlers,
        *routes_publication.handlers,
        *routes_office.handlers,
        *routes_judge.handlers,
    ],
)
