"""The board of decisions, and everything that hangs on it."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.db import Database
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer
from judging.deliberations import (
    operations,
    routes_approvals,
    routes_places,
    routes_publication,
    routes_results,
)
from judging.deliberations.board import board, may_all_be_approved
from judging.deliberations.forms import ApprovalForm, ReturnForm
from judging.deliberations.permissions import may_approve
from judging.deliberations.queries import decided_places, publication_of
from judging.deliberations.room import routes_judge, routes_office, routes_recusal
from judging.deliberations.room.queries import rooms_of
from judging.deliberations.routes_places import shown
from judging.deliberations.votes import routes_judge as routes_votes
from judging.deliberations.votes.counting import as_proposed
from judging.deliberations.votes.queries import proposed_in
from judging.tally.queries import document_of, head_of
from judging.tally.sealed import sealed_page


@get("/cycles/{number:int}/decisions", name="deliberations.board", guards=[overseers], sync_to_thread=True)
def decisions(
    request: Request[Any, Any, Any], number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """Every place of every category. Before the results are opened, a page that shows no score."""
    return _board(request, db, viewer, number)


@post(
    "/cycles/{number:int}/decisions/{code:str}/{place:int}/return",
    name="deliberations.return",
    guards=[organisers],
    sync_to_thread=True,
)
def return_(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    code: FromPath[str],
    place: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """What the second person holds against the decision that they were looking at.

    If another stands there by now, the board shows it with what was written against the former one.
    """
    filled, key = read(ReturnForm, form), f"return-{code}-{place}"
    if "reason" in filled.errors:
        blank = not filled.typed.get("reason", "").strip()
        wrong = msg("Write what you hold against the decision.") if blank else filled.errors["reason"]
        filled.errors = {key: wrong}
        return _board(request, db, viewer, number, filled)
    with filled.catching_refusal():
        with db.write() as session:
            decision = shown(session, number, code, place, filled.values)
            reason = filled.values.reason if filled.values else ""
            operations.return_decision(session, decision.id, reason, by=viewer.person_id, at=clock())
        return see(
            f"/cycles/{number}/decisions#{code}",
            notice=msg("The decision is returned: it must be made anew."),
        )
    return _board(request, db, viewer, number, filled.renamed("form", key))


@post(
    "/cycles/{number:int}/decisions/{code:str}/{place:int}/approval",
    name="deliberations.approve",
    guards=[organisers],
    sync_to_thread=True,
)
def approve(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    code: FromPath[str],
    place: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """The second person's approval of the decision that they were looking at; of one made since the board says so."""
    filled = read(ApprovalForm, form)
    with filled.catching_refusal():
        with db.write() as session:
            decision = shown(session, number, code, place, filled.values)
            operations.approve_decision(session, decision.id, by=viewer.person_id, at=clock())
        return see(f"/cycles/{number}/decisions#{code}", notice=msg("The decision is approved."))
    return _board(request, db, viewer, number, filled)


def _board(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    number: int,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        head = head_of(session, number)
        if not head.results_open:
            return sealed_page(request, session, head, tab="decisions")
        categories = document_of(session, head).categories
        decided = decided_places(session, head.cycle_id)
        publication = publication_of(session, head.cycle_id)
        rooms = rooms_of(session, head.cycle_id)
        proposed = proposed_in(session, *rooms)
    views = board(categories, decided, head.tally_id)
    approvable = {key for key, place in decided.items() if may_approve(viewer, place)}
    return page(
        request,
        "judging/deliberations/decisions.html",
        filled=filled,
        form_at=f"/cycles/{number}/decisions",
        cycle=head,
        views=views,
        rooms=rooms,
        proposed=proposed,
        followed={key for key, put in proposed.items() if key in decided and as_proposed(decided[key], put)},
        publication=publication,
        may_decide=viewer.organises and publication is None,
        may_approve=approvable,
        withheld=len(may_all_be_approved(views, approvable)),
    )


router = Router(
    "/",
    route_handlers=[
        decisions,
        return_,
        approve,
        *routes_results.handlers,
        *routes_places.handlers,
        *routes_approvals.handlers,
        *routes_publication.handlers,
        *routes_office.handlers,
        *routes_judge.handlers,
        *routes_votes.handlers,
        *routes_recusal.handlers,
    ],
)
