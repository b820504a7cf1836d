"""One place: the form that decides it, and the second person's approval or objection."""

import uuid
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.kit.errors import Invalid, NotFound, Refusal, RuleBroken
from awards.kit.forms import errors_of, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.kit.reasons import missing_half
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from judging.deliberations import operations
from judging.deliberations.board import PlaceView, held_elsewhere, place_view, proposal
from judging.deliberations.departures import passed_over, takes_a_reason
from judging.deliberations.forms import ApprovalForm, PlaceForm, ReturnForm
from judging.deliberations.models import Decision, Outcome
from judging.deliberations.operations import DecidedMeanwhile, ReasonNeeded
from judging.deliberations.places import given_places, may_hold_a_place, outcomes
from judging.deliberations.queries import decided_places, publication_of
from judging.deliberations.room.queries import rooms_of
from judging.tally.document import CategoryTally
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
    """The form of one place, filled with what was decided, else with what the ranking says."""
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
    stale: bool = False,
) -> Response[str]:
    head = opened(session, number)
    category = category_of(session, head, code)
    if not 1 <= place <= category.places:
        raise NotFound
    decided = decided_places(session, head.cycle_id)
    view = place_view(category, place, decided, head.tally_id)
    elsewhere = held_elsewhere(category, place, decided)
    ranked = [entry for entry in category.entries if may_hold_a_place(entry)]
    return page(
        request,
        "judging/deliberations/place.html",
        status=status,
        cycle=head,
        category=category,
        place=place,
        view=view,
        ranked=ranked,
        unranked=len(category.entries) - len(ranked),
        outcomes=outcomes(sum(entry.entry_id not in elsewhere for entry in ranked)),
        elsewhere=elsewhere,
        publication=publication_of(session, head.cycle_id),
        deliberated=category.id in rooms_of(session, head.cycle_id),
        typed=_as_it_stands(category, view, elsewhere) if typed is None else typed,
        errors=errors or {},
        stale=stale,
    )


def _as_it_stands(
    category: CategoryTally, view: PlaceView, elsewhere: dict[uuid.UUID, int]
) -> dict[str, Any]:
    """What was decided, else what the ranking proposes, as the form's fields.

    Where somebody stands before this place without one, every choice departs from the ranking: none is proposed.
    """
    now = view.decided
    outcome, entry_ids = (now.outcome, now.entry_ids) if now else proposal(category, view.place, elsewhere)
    if now is None and view.left_before:
        entry_ids = ()
    return {
        "outcome": outcome.value,
        "entries": [str(entry_id) for entry_id in entry_ids],
        "citation_ar": now.citation_ar if now else "",
        "citation_en": now.citation_en if now else "",
        "reason": now.reason if now else "",
        "reason_en": now.reason_en if now else "",
    }


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
    """Decide a place, or decide it anew.

    Refused where the results were counted again or the place was decided since the page was loaded.
    """
    filled = read(PlaceForm, form)
    errors = {**missing_half(filled.typed), **filled.errors}
    status, stale = int(HTTPStatus.UNPROCESSABLE_ENTITY), False
    if filled.values and not errors:
        try:
            with db.write() as session:
                made = _decide(session, number, code, place, filled.values, by=viewer.person_id, clock=clock)
        except Refusal as refusal:
            errors, status = errors_of(refusal), refusal.status
            stale = isinstance(refusal, DecidedMeanwhile)
        else:
            notice = (
                msg("The place is decided. Another organiser must approve it.")
                if made[0].reason
                else msg("The place is decided.")
            )
            return see(f"/cycles/{number}/decisions#{code}", notice=notice)
    with db.read() as session:
        return _place_page(
            request,
            session,
            number,
            code,
            place,
            typed=filled.typed,
            errors=_in_order(errors | _reason_too(session, number, code, place, filled.typed, errors)),
            status=status,
            stale=stale,
        )


_FIELDS = ("form", *PlaceForm.model_fields)


def _in_order(errors: dict[str, Message]) -> dict[str, Message]:
    """As the fields stand on the page."""
    return {name: errors[name] for name in sorted(errors, key=_FIELDS.index)}


def _reason_too(
    session: Session, number: int, code: str, place: int, typed: dict[str, Any], errors: dict[str, Message]
) -> dict[str, Message]:
    """That a reason is missing as well, where something else is: so that the form says all of it at once."""
    if not errors or errors.keys() & {"form", "outcome", "entries", "reason", "reason_en"}:
        return {}
    if str(typed.get("reason", "")).strip():
        return {}
    head = opened(session, number)
    category = category_of(session, head, code)
    outcome = Outcome(typed["outcome"])
    chosen = [] if outcome is Outcome.WITHHELD else [uuid.UUID(entry) for entry in typed["entries"]]
    given = {**given_places(decided_places(session, head.cycle_id), category.id), place: chosen}
    if not takes_a_reason(category, place, given):
        return {}
    return ReasonNeeded(outcome, passed_over(category, place, given)).errors


def _decide(
    session: Session,
    number: int,
    code: str,
    place: int,
    values: PlaceForm,
    *,
    by: uuid.UUID,
    clock: GivenClock,
) -> list[Decision]:
    head = opened(session, number)
    if values.tally != head.tally_id:
        raise RuleBroken(
            msg("The results were counted again since you opened this page. Look at the ranking anew.")
        )
    return operations.decide_place(
        session,
        category_id=category_of(session, head, code).id,
        place=place,
        outcome=values.outcome,
        entry_ids=values.entries,
        citation_ar=values.citation_ar,
        citation_en=values.citation_en,
        reason=values.reason,
        reason_en=values.reason_en,
        replaces=values.decision,
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
        decision = _shown(session, number, code, place, values)
        operations.approve_decision(session, decision.id, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/decisions#{code}", notice=msg("The decision is approved."))


@post(
    "/cycles/{number:int}/decisions/{code:str}/{place:int}/return",
    name="deliberations.return",
    guards=[organisers],
    sync_to_thread=True,
)
def return_(
    number: FromPath[int],
    code: FromPath[str],
    place: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Redirect:
    """What the second person holds against the decision that they were looking at."""
    filled = read(ReturnForm, form)
    if "reason" in filled.errors:
        wrong = filled.errors["reason"] if filled.typed.get("reason", "").strip() else None
        raise Invalid({"reason": wrong or msg("Write what you hold against the decision.")})
    with db.write() as session:
        decision = _shown(session, number, code, place, filled.values)
        reason = filled.values.reason if filled.values else ""
        operations.return_decision(session, decision.id, reason, by=viewer.person_id, at=clock())
    return see(
        f"/cycles/{number}/decisions#{code}", notice=msg("The decision is returned: it must be made anew.")
    )


def _shown(session: Session, number: int, code: str, place: int, values: ApprovalForm | None) -> Decision:
    """The decision that the form names, if it still stands at this place."""
    category = category_of(session, opened(session, number), code)
    decision = session.get(Decision, values.decision) if values else None
    if decision is None or (decision.category_id, decision.place) != (category.id, place):
        raise RuleBroken(msg("This decision was changed since you opened the page. Look at it again."))
    return decision


handlers = (place_page, decide, approve, return_)
