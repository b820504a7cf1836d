"""Reasons, decisions and publication."""

import uuid
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.kit.errors import NotFound, RuleBroken
from awards.kit.forms import read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from judging.deliberations import operations
from judging.deliberations.board import board, held_elsewhere, place_view, proposal
from judging.deliberations.forms import ApprovalForm, PlaceForm, ReasonForm
from judging.deliberations.models import Decision
from judging.deliberations.operations import CitationNeeded, ReasonNeeded
from judging.deliberations.permissions import may_approve, may_decide
from judging.deliberations.places import lacks, why
from judging.deliberations.queries import (
    decided_places,
    place_of_entry,
    publication_of,
    tally_versions,
    written_on,
)
from judging.tally.document import CategoryTally
from judging.tally.queries import Head, document_of, opened
from judging.tally.written import entry_sum, sheet_sum, shown_mean


def _category(session: Session, head: Head, code: str) -> CategoryTally:
    category = document_of(session, head).category(code)
    if category is None:
        raise NotFound
    return category


@get(
    "/cycles/{number:int}/results/{code:str}/{entry_number:int}",
    name="deliberations.reasons",
    guards=[overseers],
    sync_to_thread=True,
)
def reasons(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    code: FromPath[str],
    entry_number: FromPath[int],
    db: GivenDb,
) -> Response[str]:
    """Why an entry stands where it does: every sheet, the computation, the tie-break, the decision."""
    with db.read() as session:
        head = opened(session, number)
        category = _category(session, head, code)
        entry = category.entry(entry_number)
        if entry is None:
            raise NotFound
        written = written_on(session, entry)
        decided = place_of_entry(decided_places(session, head.cycle_id), entry.entry_id)
    tied = category.same_total(entry)
    return page(
        request,
        "judging/deliberations/reasons.html",
        cycle=head,
        category=category,
        entry=entry,
        names={criterion.key: criterion for criterion in category.criteria},
        scores={sheet.sheet: {s.criterion: s for s in sheet.scores} for sheet in entry.sheets},
        sums={sheet.sheet: sheet_sum(category, sheet) for sheet in entry.sheets},
        total_sum=entry_sum(entry),
        means={key: shown_mean(mean) for key, mean in entry.means.items()},
        tied=[(e, [shown_mean(e.means.get(key)) for key in category.ladder]) for e in tied]
        if len(tied) > 1
        else [],
        written=written,
        decided=decided,
        view=place_view(category, decided.place, decided, head.tally_id) if decided else None,
    )


@get("/cycles/{number:int}/decisions", name="deliberations.board", guards=[overseers], sync_to_thread=True)
def decisions(
    request: Request[Any, Any, Any], number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    with db.read() as session:
        head = opened(session, number)
        categories = document_of(session, head).categories
        decided = decided_places(session, head.cycle_id)
        publication = publication_of(session, head.cycle_id)
    return page(
        request,
        "judging/deliberations/decisions.html",
        cycle=head,
        views=board(categories, decided, head.tally_id),
        publication=publication,
        may_decide=may_decide(viewer) and publication is None,
        may_approve={key for key, place in decided.items() if may_approve(viewer, place)},
    )


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
    category = _category(session, head, code)
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
        category_id=_category(session, head, code).id,
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
        category = _category(session, opened(session, number), code)
        decision = session.get(Decision, values.decision) if values else None
        if decision is None or (decision.category_id, decision.place) != (category.id, place):
            raise RuleBroken(msg("This decision was changed since you opened the page. Look at it again."))
        operations.approve_decision(session, decision.id, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/decisions#{code}", notice=msg("The decision is approved."))


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


router = Router(
    "/",
    route_handlers=[
        reasons,
        decisions,
        place_page,
        decide,
        approve,
        publication_page,
        publish,
        tallies,
        correct,
    ],
)
