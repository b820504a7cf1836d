"""Publication, and the versions of the results before it."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.kit.forms import read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from judging.deliberations import operations
from judging.deliberations.board import board
from judging.deliberations.forms import ReasonForm
from judging.deliberations.permissions import may_decide
from judging.deliberations.places import lacks, why
from judging.deliberations.queries import decided_places, publication_of, tally_versions
from judging.tally.queries import document_of, opened


@get(
    "/cycles/{number:int}/publication",
    name="deliberations.publication",
    guards=[overseers],
    sync_to_thread=True,
)
def publication_page(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str]:
    with db.read() as session:
        head = opened(session, number)
        categories = document_of(session, head).categories
        decided = decided_places(session, head.cycle_id)
        publication = publication_of(session, head.cycle_id)
    blockers = [
        why(lack, category, place) for category, place, lack in lacks(categories, decided, head.tally_id)
    ]
    embargoed = clock() < head.publishes_at
    return page(
        request,
        "judging/deliberations/publication.html",
        cycle=head,
        views=board(categories, decided, head.tally_id),
        blockers=blockers if publication is None else [],
        embargoed=embargoed,
        now=clock(),
        publication=publication,
        may_publish=may_decide(viewer) and publication is None and not blockers and not embargoed,
    )


@post(
    "/cycles/{number:int}/publication", name="deliberations.publish", guards=[organisers], sync_to_thread=True
)
def publish(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    with db.write() as session:
        operations.publish(session, opened(session, number).cycle_id, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/publication", notice=msg("The results are published."))


@get("/cycles/{number:int}/tallies", name="deliberations.tallies", guards=[overseers], sync_to_thread=True)
def tallies(
    request: Request[Any, Any, Any], number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """The versions of the results, each with the reason for which it replaced the one before."""
    with db.read() as session:
        return _tallies_page(request, session, number, may=may_decide(viewer))


def _tallies_page(
    request: Request[Any, Any, Any],
    session: Session,
    number: int,
    *,
    may: bool,
    typed: dict[str, Any] | None = None,
    errors: dict[str, Message] | None = None,
) -> Response[str]:
    head = opened(session, number)
    return page(
        request,
        "judging/deliberations/tallies.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        cycle=head,
        versions=tally_versions(session, head.round_id),
        may_correct=may and publication_of(session, head.cycle_id) is None,
        typed=typed or {},
        errors=errors or {},
    )


@post("/cycles/{number:int}/tallies", name="deliberations.correct", guards=[organisers], sync_to_thread=True)
def correct(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    filled = read(ReasonForm, form)
    if filled.values is None:
        with db.read() as session:
            return _tallies_page(
                request, session, number, may=may_decide(viewer), typed=filled.typed, errors=filled.errors
            )
    with db.write() as session:
        head = opened(session, number)
        operations.correct_tally(
            session, head.cycle_id, filled.values.reason, by=viewer.person_id, at=clock()
        )
    return see(f"/cycles/{number}/results", notice=msg("The results were counted again."))


handlers = (publication_page, publish, tallies, correct)
