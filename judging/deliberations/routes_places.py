"""One place: the form that decides it, and the second person's approval."""

import uuid
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.kit.errors import NotFound, RuleBroken
from awards.kit.forms import read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from judging.deliberations import operations
from judging.deliberations.board import held_elsewhere, proposal
from judging.deliberations.forms import ApprovalForm, PlaceForm
from judging.deliberations.models import Decision
from judging.deliberations.operations import CitationNeeded, ReasonNeeded
from judging.deliberations.queries import decided_places
from judging.tally.queries import category_of, opened


@get(
    "/cycles/{number:int}/decisions/{code:str}/{place:int}",
    name="deliberations.place",
    guards=[organisers],
    sync_to_thread=True,
)
def place_page(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    code: FromPath[str],
    place: FromPath[int],
    db: GivenDb,
) -> Response[str]:
    with db.read() as session:
        return _place_page(request, session, number, code, place)


def _place_page(
    request: Request[Any, Any, Any],
    session: Session,
    number: int,
    code: str,
    place: int,
    *,
    typed: dict[str, Any] | None = None,
    errors: dict[str, Message] | None = None,
    status: int = HTTPStatus.OK,
) -> Response[str]:
    head = opened(session, number)
    category = category_of(session, head, code)
    if not 1 <= place <= category.places:
        raise NotFound
    decided = decided_places(session, head.cycle_id)
    now = decided.get((category.id, place))
    if typed is None:
        outcome, entry_ids = (now.outcome, now.entry_ids) if now else proposal(category, place)
        typed = {
            "outcome": outcome.value,
            "entries": [str(entry_id) for entry_id in entry_ids],
            "citation_ar": now.citation_ar if now else "",
            "citation_en": now.citation_en if now else "",
            "reason": now.reason if now else "",
        }
    return page(
        request,
        "judging/deliberations/place.html",
        status=status,
        cycle=head,
        category=category,
        place=place,
        decided=now,
        elsewhere=held_elsewhere(category, place, decided),
        typed=typed,
        errors=errors or {},
    )


@post(
    "/cycles/{number:int}/decisions/{code:str}/{place:int}",
    name="deliberations.decide",
    guards=[organisers],
    sync_to_thread=True,
)
def decide(
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
    filled = read(PlaceForm, form)
    errors, status = dict(filled.errors), int(HTTPStatus.UNPROCESSABLE_ENTITY)
    if filled.values:
        try:
            with db.write() as session:
                _decide(session, number, code, place, filled.values, by=viewer.person_id, clock=clock)
        except (ReasonNeeded, CitationNeeded) as missing:
            field = "reason" if isinstance(missing, ReasonNeeded) else "citation_ar"
            errors = {field: missing.message}
        except RuleBroken as broken:
            errors, status = {"form": broken.message}, broken.status
        else:
            return see(f"/cycles/{number}/decisions#{code}", notice=msg("The place is decided."))
    with db.read() as session:
        return _place_page(
            request, session, number, code, place, typed=filled.typed, errors=errors, status=status
        )


def _decide(
    session: Session,
    number: int,
    code: str,
    place: int,
    values: PlaceForm,
    *,
    by: uuid.UUID,
    clock: GivenClock,
) -> None:
    head = opened(session, number)
    if values.tally != head.tally_id:
        raise RuleBroken(
            msg("The results were counted again since you opened this page. Look at the ranking anew.")
        )
    operations.decide_place(
        session,
        category_id=category_of(session, head, code).id,
        place=place,
        outcome=values.outcome,
        entry_ids=values.entries,
        citation_ar=values.citation_ar,
        citation_en=values.citation_en,
        reason=values.reason,
        by=by,
        at=clock(),
    )


@post(
    "/cycles/{number:int}/decisions/{code:str}/{place:int}/approval",
    name="deliberations.approve",
    guards=[organisers],
    sync_to_thread=True,
)
def approve(
    number: FromPath[int],
    code: FromPath[str],
    place: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Redirect:
    """The second person's approval of the decision that they were looking at, not of one made since."""
    values = read(ApprovalForm, form).values
    with db.write() as session:
        category = category_of(session, opened(session, number), code)
        decision = session.get(Decision, values.decision) if values else None
        if decision is None or (decision.category_id, decision.place) != (category.id, place):
            raise RuleBroken(msg("This decision was changed since you opened the page. Look at it again."))
        operations.approve_decision(session, decision.id, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/decisions#{code}", notice=msg("The decision is approved."))


handlers = (place_page, decide, approve)
