"""How far judging has come, opening the round, opening its results."""

from collections.abc import Hashable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.kit.errors import Invalid
from awards.kit.forms import errors_of, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from judging.blinding.certificate.queries import certificate_lacks
from judging.reconciliation.queries import pending_in
from judging.rounds.queries import consents_of, early_closing_of
from judging.rounds.state import CONSENTS, RoundState
from judging.tally import (
    routes_closing,
    routes_figures,
    routes_named,
    routes_reading,
    routes_reminding,
    routes_trying,
)
from judging.tally.finalists import waits_for_final
from judging.tally.forms import ConfirmForm
from judging.tally.operations import consent_to_results, obstacle_to_opening, open_judging
from judging.tally.pace import expected_finish, is_behind, last_of, share_gone
from judging.tally.permissions import may_consent
from judging.tally.progress import Line, Progress, progress_of
from judging.tally.queries import Head, head_of, round_of
from judging.tally.reading import waits_to_move_on
from judging.tally.routes_behind import handlers as behind


@get("/cycles/{number:int}/progress", name="tally.progress", guards=[overseers], sync_to_thread=True)
def progress(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str]:
    """Completion only: no page says anything of scores before the results are open."""
    with db.read() as session:
        head = head_of(session, number)
        consents = consents_of(session, head.round_id) if head.round_id else []
        sheets = progress_of(session, head.round_id) if head.round_id else None
        wish = early_closing_of(session, head.round_id)
        closed = head.round_id is not None and head.state is RoundState.CLOSED
        pending = pending_in(session, round_of(head)) if closed else 0
        waits = closed and head.leads_to_final and waits_for_final(session, round_of(head))
        moving = closed and head.is_first_reading and waits_to_move_on(session, round_of(head))
    return page(
        request,
        "judging/tally/progress.html",
        cycle=head,
        now=clock(),
        progress=sheets,
        behind=_behind(head, sheets, clock()),
        finishes=_finishes(head, sheets, clock()),
        wish=wish,
        pending=pending,
        waits=waits,
        moving=moving,
        consents=consents,
        consents_needed=CONSENTS,
        may_move=viewer.organises,
        may_consent=may_consent(viewer, head.state, consents),
    )


def _behind(head: Head, sheets: Progress | None, now: datetime) -> list[Line]:
    """The judges who are behind in a round that is open."""
    if sheets is None or head.state is not RoundState.OPEN or head.opened_at is None:
        return []
    gone = share_gone(head.opened_at, head.judging_closes_at, now)
    return [line for line in sheets.judges if is_behind(line.lodged, line.expected, gone)]


def _finishes(head: Head, sheets: Progress | None, now: datetime) -> dict[Hashable, datetime]:
    """Judge or category → when it is expected to be done, while the round is open; those that can be told.

    A category is done with the last of the judges whose sheets it lacks: they read one category after another, so that
    its own pace tells nothing.
    """
    if sheets is None or head.state is not RoundState.OPEN or head.opened_at is None:
        return {}
    begun = max(head.opened_at, head.judging_opens_at)
    judges = {line.key: expected_finish(line.lodged, line.expected, begun, now) for line in sheets.judges}
    found = judges | {
        category: last_of(map(judges.get, lacking)) for category, lacking in sheets.lacking_in.items()
    }
    return {key: finish for key, finish in found.items() if finish}


@get("/cycles/{number:int}/round/opening", name="tally.opening", guards=[organisers], sync_to_thread=True)
def opening(
    request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb, clock: GivenClock
) -> Response[str]:
    """What is missing before judges begin, and what stands in the way."""
    with db.read() as session:
        return _opening_page(request, session, number, clock)


@post("/cycles/{number:int}/round/opening", name="tally.open_round", guards=[organisers], sync_to_thread=True)
def open_the_round(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """Let judges score. Where entries lack readers, only after that was read; counted in the same transaction."""
    said = read(ConfirmForm, form).values or ConfirmForm()
    try:
        with db.write() as session:
            head = head_of(session, number)
            sheets = progress_of(session, round_of(head))
            if sheets.lacking_judges:
                said.confirm()
            open_judging(session, round_of(head), by=viewer.person_id, at=clock())
    except Invalid as invalid:
        with db.read() as session:
            return _opening_page(request, session, number, clock, errors_of(invalid))
    return see(f"/cycles/{number}/progress", notice=msg("The round is open: judges may score now."))


def _opening_page(
    request: Request[Any, Any, Any],
    session: Session,
    number: int,
    clock: GivenClock,
    errors: dict[str, Message] | None = None,
) -> Response[str]:
    head = head_of(session, number)
    obstacle = obstacle_to_opening(session, round_of(head), at=clock())
    return page(
        request,
        "judging/tally/opening.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        cycle=head,
        progress=progress_of(session, round_of(head)),
        obstacle=obstacle,
        uncertified=obstacle is not None and obstacle == certificate_lacks(session, head.cycle_id),
        errors=errors or {},
    )


@post(
    "/cycles/{number:int}/results/openings",
    name="tally.open_results",
    guards=[organisers],
    sync_to_thread=True,
)
def open_the_results(
    number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock, form: GivenForm
) -> Redirect:
    """One organiser's consent; with the second one's the results are counted and open."""
    with db.write() as session:
        tally = consent_to_results(
            session,
            round_of(head_of(session, number)),
            reason=str(form.get("reason", "")),
            by=viewer.person_id,
            at=clock(),
        )
    if tally is None:
        return see(
            f"/cycles/{number}/progress",
            notice=msg("Your consent is recorded. The results open when a second organiser consents."),
        )
    return see(f"/cycles/{number}/results", notice=msg("The results are open."))


router = Router(
    "/",
    route_handlers=[
        progress,
        opening,
        open_the_round,
        *routes_closing.handlers,
        *routes_figures.handlers,
        *routes_named.handlers,
        *routes_reading.handlers,
        *routes_trying.handlers,
        *routes_reminding.handlers,
        open_the_results,
        *behind,
    ],
)
