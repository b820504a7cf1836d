"""Closing a round: what it comes to, by one organiser when it is time and by two when it is not."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.kit.db import Database
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.forms import errors_of, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.kit.reasons import missing_half
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from awards.people.viewer import Viewer
from judging.reopenings.queries import in_progress
from judging.rounds.operations import take_back_early_closing
from judging.rounds.queries import early_closing_of
from judging.rounds.state import RoundState
from judging.tally.finalists import begin_final_panel
from judging.tally.forms import AgreementForm, ClosingForm, WishForm
from judging.tally.operations import agree_to_close, close_judging
from judging.tally.outlook import closing_takes_two, outlook_of
from judging.tally.progress import progress_of
from judging.tally.queries import head_of, round_of

_CHANGED = msg("What was asked for has changed since you opened the page. Read it again.")


@get("/cycles/{number:int}/round/closing", name="tally.closing", guards=[organisers], sync_to_thread=True)
def closing(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str]:
    """What closing now would come to, category by category, and who has not lodged everything."""
    with db.read() as session:
        return _closing_page(request, session, number, viewer, clock)


@post(
    "/cycles/{number:int}/round/closing", name="tally.close_round", guards=[organisers], sync_to_thread=True
)
def close_the_round(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """Missing sheets are counted in the same transaction, so that none is lost without having been shown."""
    filled = read(ClosingForm, form)
    errors, closed = {**missing_half(filled.typed), **filled.errors}, False
    if filled.values and not errors:
        try:
            with db.write() as session:
                round_id = round_of(head_of(session, number))
                if outlook_of(session, round_id).missing:
                    filled.values.confirm()
                closed = close_judging(
                    session,
                    round_id,
                    reason=filled.values.reason,
                    reason_en=filled.values.reason_en,
                    by=viewer.person_id,
                    at=clock(),
                )
        except Invalid as invalid:
            errors = errors_of(invalid)
    if errors:
        with db.read() as session:
            return _closing_page(request, session, number, viewer, clock, typed=filled.typed, errors=errors)
    if not closed:
        return see(
            f"/cycles/{number}/round/closing",
            notice=msg("Your wish is recorded. The round closes when a second organiser agrees."),
        )
    return _closed(db, number)


@post(
    "/cycles/{number:int}/round/closing/agreement",
    name="tally.agree_to_close",
    guards=[organisers],
    sync_to_thread=True,
)
def agree(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """The second organiser's agreement to what they were looking at, not to what was asked since."""
    values = read(AgreementForm, form).values
    if values is None:
        raise RuleBroken(_CHANGED)
    if not values.confirmed:
        errors = {"confirmed": msg("Confirm that you have read what follows from closing the round.")}
        with db.read() as session:
            return _closing_page(request, session, number, viewer, clock, errors=errors)
    with db.write() as session:
        round_id = round_of(head_of(session, number))
        agree_to_close(session, round_id, values.wish, by=viewer.person_id, at=clock())
    return _closed(db, number)


@post(
    "/cycles/{number:int}/round/closing/withdrawal",
    name="tally.take_back_closing",
    guards=[organisers],
    sync_to_thread=True,
)
def take_back(
    number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock, form: GivenForm
) -> Redirect:
    """The asker no longer asks: the round stays open."""
    values = read(WishForm, form).values
    if values is None:
        raise RuleBroken(_CHANGED)
    with db.write() as session:
        round_id = round_of(head_of(session, number))
        take_back_early_closing(session, round_id, values.wish, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/progress", notice=msg("Your request is taken back. The round stays open."))


@post(
    "/cycles/{number:int}/rounds/final/beginning",
    name="tally.begin_final",
    guards=[organisers],
    sync_to_thread=True,
)
def begin_the_final(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    """Who moves on is computed now that no sheet of scoring is reconciled any more."""
    with db.write() as session:
        begin_final_panel(session, round_of(head_of(session, number)), by=viewer.person_id, at=clock())
    return _closed(db, number)


def _closed(db: Database, number: int) -> Redirect:
    with db.read() as session:
        head = head_of(session, number)
    if head.is_first_reading:
        return see(
            f"/cycles/{number}/rounds/moving-on",
            notice=msg("The first reading is closed. Read who moves on to scoring, and confirm it."),
        )
    if head.is_final and head.state is RoundState.PREPARING:
        return see(
            f"/cycles/{number}/rounds",
            notice=msg("Scoring is closed. The finalists are known: give them their judges."),
        )
    return see(
        f"/cycles/{number}/progress",
        notice=msg("The round is closed. Two organisers open its results."),
    )


def _closing_page(
    request: Request[Any, Any, Any],
    session: Session,
    number: int,
    viewer: Viewer,
    clock: GivenClock,
    *,
    typed: dict[str, Any] | None = None,
    errors: dict[str, Message] | None = None,
) -> Response[str]:
    head = head_of(session, number)
    round_id = round_of(head)
    outlook, wish = outlook_of(session, round_id), early_closing_of(session, round_id)
    return page(
        request,
        "judging/tally/closing.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        cycle=head,
        outlook=outlook,
        progress=progress_of(session, round_id),
        reopenings=in_progress(session, head.cycle_id, round_id, at=clock()),
        early=clock() < head.judging_closes_at,
        takes_two=closing_takes_two(outlook.categories, now=clock(), announced=head.judging_closes_at),
        wish=wish,
        may_agree=wish is not None and wish.asked_by_id != viewer.person_id,
        typed=typed
        if typed is not None
        else {"reason": wish.reason if wish else "", "reason_en": wish.reason_en if wish else ""},
        errors=errors or {},
    )


handlers = (closing, close_the_round, agree, take_back, begin_the_final)
