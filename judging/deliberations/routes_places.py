"""One place: the form that decides it, and the second person's approval."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.entries.places import MENTION
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.forms import Filled, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.kit.reasons import IN_BOTH, missing_half
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from judging.deliberations import operations
from judging.deliberations.board import PlaceView, held_elsewhere, place_view, proposal
from judging.deliberations.departures import passed_over, takes_a_reason
from judging.deliberations.forms import ApprovalForm, PlaceForm
from judging.deliberations.models import Decision, Outcome
from judging.deliberations.operations import DecidedMeanwhile, ReasonNeeded
from judging.deliberations.places import (
    Decided,
    Lack,
    PlaceKey,
    given_places,
    is_place,
    may_hold_a_place,
    outcomes,
)
from judging.deliberations.queries import decided_places, no_longer_in, publication_of
from judging.deliberations.room.queries import rooms_of
from judging.deliberations.votes.counting import Put, is_voted_on, proposals, proposed_stands
from judging.deliberations.votes.queries import motions_of
from judging.tally.document import CategoryTally
from judging.tally.queries import category_of, opened

TEXTS = ("citation_ar", "citation_en", "reason", "reason_en")


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
    filled: Filled[Any] | None = None,
) -> Response[str]:
    head = opened(session, number)
    category = category_of(session, head, code)
    if not is_place(category, place):
        raise NotFound
    decided = decided_places(session, head.cycle_id)
    view = place_view(category, place, decided, head.tally_id)
    counted = {key: one for key, one in decided.items() if one.tally_id == head.tally_id}
    elsewhere = held_elsewhere(category, place, counted)
    gone = no_longer_in(session, category.id)
    ranked = [entry for entry in category.entries if may_hold_a_place(entry) and entry.entry_id not in gone]
    deliberated = category.id in rooms_of(session, head.cycle_id)
    motions = motions_of(session, category.id) if deliberated else []
    proposed = proposals(motions).get((category.id, place))
    if filled is None:
        moved = _moved(category, view, elsewhere, decided)
        filled = Filled(typed=_as_it_stands(category, moved, elsewhere, proposed))
    return page(
        request,
        "judging/deliberations/place.html",
        filled=filled,
        cycle=head,
        category=category,
        place=place,
        mention=place == MENTION,
        view=view,
        ranked=ranked,
        unranked=sum(not may_hold_a_place(entry) for entry in category.entries),
        gone=[entry for entry in category.entries if entry.entry_id in gone],
        outcomes=outcomes(sum(entry.entry_id not in elsewhere for entry in ranked)),
        elsewhere=elsewhere,
        publication=publication_of(session, head.cycle_id),
        deliberated=deliberated,
        proposed=proposed,
        voting=is_voted_on(motions, place),
        before=[one for one in motions if one.place == place and one.carried and one is not proposed],
        stale=isinstance(filled.refusal, DecidedMeanwhile),
    )


def _moved(
    category: CategoryTally,
    view: PlaceView,
    elsewhere: Mapping[uuid.UUID, int],
    decided: Mapping[PlaceKey, Decided],
) -> PlaceView:
    """The place with whom another count gives it to, and what was written of them; as it is where it gave reasons."""
    now = view.decided
    if view.lack is not Lack.OUTDATED or now is None or now.reason:
        return view
    outcome, entry_ids = proposal(category, view.place, elsewhere)
    if not entry_ids or set(entry_ids) == set(now.entry_ids):
        return view
    cited = next((one for one in decided.values() if set(one.entry_ids) == set(entry_ids)), None)
    texts = (cited.citation_ar, cited.citation_en) if cited else ("", "")
    moved = replace(now, outcome=outcome, entry_ids=entry_ids, citation_ar=texts[0], citation_en=texts[1])
    return replace(view, decided=moved)


def _as_it_stands(
    category: CategoryTally, view: PlaceView, elsewhere: Mapping[uuid.UUID, int], proposed: Put | None
) -> dict[str, Any]:
    """What was decided, else what the panel proposes, else what the ranking says, as the form's fields.

    Where somebody stands before this place without one, every choice departs from the ranking: none is proposed. What
    the panel proposed counts as long as it can still be: its entries are ranked, and have no other place.
    """
    now = view.decided
    if now is None and proposed and proposed_stands(category, proposed, elsewhere):
        return {
            "outcome": proposed.outcome.value,
            "entries": [str(entry_id) for entry_id in proposed.entries],
            **{name: getattr(proposed, name) for name in TEXTS},
        }
    outcome, entry_ids = (now.outcome, now.entry_ids) if now else proposal(category, view.place, elsewhere)
    if now is None and view.left_before:
        entry_ids = ()
    return {
        "outcome": outcome.value,
        "entries": [str(entry_id) for entry_id in entry_ids],
        **{name: getattr(now, name, "") for name in TEXTS},
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
    with filled.catching_refusal():
        errors = {**missing_half(filled.typed), **filled.errors}
        if filled.values is None or errors:
            raise Invalid(errors)
        with db.write() as session:
            made = _decide(session, number, code, place, filled.values, by=viewer.person_id, clock=clock)
        notice = (
            msg("The place is decided. Another organiser must approve it.")
            if made and made[0].reason
            else msg("The place is decided.")
        )
        return see(f"/cycles/{number}/decisions#{code}", notice=notice)
    with db.read() as session:
        filled.errors |= _reason_too(session, number, code, place, filled.typed, filled.errors)
        filled.errors = _in_order(filled.errors)
        return _place_page(request, session, number, code, place, filled)


_FIELDS = ("form", *PlaceForm.model_fields)


def _in_order(errors: dict[str, Message]) -> dict[str, Message]:
    """As the fields stand on the page."""
    return {name: errors[name] for name in sorted(errors, key=_FIELDS.index)}


def _reason_too(
    session: Session, number: int, code: str, place: int, typed: dict[str, Any], errors: dict[str, Message]
) -> dict[str, Message]:
    """That a reason is missing as well, where something else is: so that the form says all of it at once."""
    if not errors or errors.keys() & {"form", "outcome", "entries", "reason_en"}:
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
    over = passed_over(category, place, given)
    needed = ReasonNeeded(outcome, over, comparable=category.comparable).errors
    return needed if str(typed.get("reason_en", "")).strip() else {**needed, "reason_en": IN_BOTH}


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
    category = category_of(session, head, code)
    if not values.unheard and is_voted_on(motions_of(session, category.id), place):
        raise Invalid(
            {"unheard": msg("The panel is voting on this place now. Tick here to decide without it.")}
        )
    return operations.decide_place(
        session,
        category_id=category.id,
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


def shown(session: Session, number: int, code: str, place: int, values: ApprovalForm | None) -> Decision:
    """The decision that the form names, if it still stands at this place."""
    category = category_of(session, opened(session, number), code)
    decision = session.get(Decision, values.decision) if values else None
    if decision is None or (decision.category_id, decision.place) != (category.id, place):
        raise RuleBroken(msg("This decision was changed since you opened the page. Look at it again."))
    return decision


handlers = (place_page, decide)
