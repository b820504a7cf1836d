"""Publication, and the versions of the results before it."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.kit.forms import Filled, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer
from judging.deliberations import operations
from judging.deliberations.board import board
from judging.deliberations.forms import PublicationForm, ReasonForm
from judging.deliberations.held_back import appeals_in_the_way
from judging.deliberations.permissions import may_consent
from judging.deliberations.places import fingerprint, lacks, why
from judging.deliberations.queries import (
    consents_to,
    decided_places,
    moves_of_publication,
    publication_of,
    tally_versions,
    who_answers,
)
from judging.rounds.state import CONSENTS
from judging.tally.queries import closing_of, document_of, head_of, opened
from judging.tally.sealed import sealed_page


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
    """Every place with what it rests on, and what still keeps the results from being published."""
    with db.read() as session:
        head = head_of(session, number)
        if not head.results_open:
            return sealed_page(request, session, head, tab="decisions")
        categories = document_of(session, head).categories
        decided = decided_places(session, head.cycle_id)
        publication = publication_of(session, head.cycle_id)
        consents = consents_to(session, head.cycle_id, fingerprint(decided.values()))
        closing = closing_of(session, head)
        moves = moves_of_publication(session, head.cycle_id, head.opened_at)
        answerable = who_answers(session, head)
        waits = appeals_in_the_way(session, head.cycle_id, clock())
    blockers = [
        (why(lack, category, place), f"/cycles/{number}/decisions#{category.code}")
        for category, place, lack in lacks(categories, decided, head.tally_id)
    ]
    embargoed = clock() < head.publishes_at
    return page(
        request,
        "judging/deliberations/publication.html",
        cycle=head,
        closing=closing,
        moves=moves,
        views=board(categories, decided, head.tally_id),
        blockers=blockers if publication is None else [],
        waits=waits,
        embargoed=embargoed,
        now=clock(),
        publication=publication,
        answerable=answerable,
        consents=consents,
        consents_needed=CONSENTS,
        may_publish=may_consent(viewer, consents) and not (publication or blockers or embargoed or waits),
    )


@get(
    "/cycles/{number:int}/publication/consent",
    name="deliberations.publication_consent",
    guards=[organisers],
    sync_to_thread=True,
)
def consent_page(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """The last look before the results go out."""
    with db.read() as session:
        return _consent_page(request, session, number, viewer, clock, errors={})


@post(
    "/cycles/{number:int}/publication/consent",
    name="deliberations.publish",
    guards=[organisers],
    sync_to_thread=True,
)
def publish(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """One organiser's consent to the decisions that they were looking at; the second one's publishes."""
    values = read(PublicationForm, form).values
    if values is None or not values.confirmed:
        errors = {"confirmed": msg("Confirm that you have read what becomes public.")}
        with db.read() as session:
            return _consent_page(request, session, number, viewer, clock, errors=errors)
    with db.write() as session:
        cycle_id = opened(session, number).cycle_id
        published = operations.publish(session, cycle_id, seen=values.seen, by=viewer.person_id, at=clock())
    notice = (
        msg("The results are published.")
        if published
        else msg("Your consent is recorded. The results go out when a second organiser consents.")
    )
    return see(f"/cycles/{number}/publication", notice=notice)


def _consent_page(
    request: Request[Any, Any, Any],
    session: Session,
    number: int,
    viewer: Viewer,
    clock: GivenClock,
    *,
    errors: dict[str, Message],
) -> Response[str] | Redirect:
    """Back to the page of the publication where there is nothing to consent to."""
    head = opened(session, number)
    categories = document_of(session, head).categories
    decided = decided_places(session, head.cycle_id)
    seen = fingerprint(decided.values())
    consents = consents_to(session, head.cycle_id, seen)
    ready = clock() >= head.publishes_at and not any(lacks(categories, decided, head.tally_id))
    waits = appeals_in_the_way(session, head.cycle_id, clock())
    if not ready or waits or not may_consent(viewer, consents) or publication_of(session, head.cycle_id):
        return see(f"/cycles/{number}/publication")
    return page(
        request,
        "judging/deliberations/consent.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        cycle=head,
        closing=closing_of(session, head),
        moves=moves_of_publication(session, head.cycle_id, head.opened_at),
        views=board(categories, decided, head.tally_id),
        seen=seen,
        consents=consents,
        consents_needed=CONSENTS,
        errors=errors,
    )


@get("/cycles/{number:int}/tallies", name="deliberations.tallies", guards=[overseers], sync_to_thread=True)
def tallies(
    request: Request[Any, Any, Any], number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """The versions of the results, each with the reason for which it replaced the one before."""
    with db.read() as session:
        return _tallies_page(request, session, number, may=viewer.organises)


def _tallies_page(
    request: Request[Any, Any, Any],
    session: Session,
    number: int,
    *,
    may: bool,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    head = head_of(session, number)
    if not head.results_open:
        return sealed_page(request, session, head, tab="results")
    return page(
        request,
        "judging/deliberations/tallies.html",
        filled=filled,
        cycle=head,
        versions=tally_versions(session, head.round_id),
        may_correct=may and publication_of(session, head.cycle_id) is None,
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
    """Count again, with a reason: a new version of the tally, after which every place must be decided anew."""
    filled = read(ReasonForm, form)
    if filled.values is None:
        with db.read() as session:
            return _tallies_page(request, session, number, may=viewer.organises, filled=filled)
    with db.write() as session:
        head = opened(session, number)
        operations.correct_tally(
            session, head.cycle_id, filled.values.reason, by=viewer.person_id, at=clock()
        )
    return see(f"/cycles/{number}/results", notice=msg("The results were counted again."))


handlers = (publication_page, consent_page, publish, tallies, correct)
