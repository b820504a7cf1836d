"""How far judging has come, opening and closing the round, and the ranking once the results are open."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.kit.errors import RuleBroken
from awards.kit.forms import read
from awards.kit.i18n import Message, msg
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from judging.rounds.operations import close_round, open_round
from judging.rounds.queries import consents_of
from judging.rounds.state import CONSENTS
from judging.tally.chart import bars
from judging.tally.forms import ConfirmForm
from judging.tally.operations import consent_to_results
from judging.tally.pages import all_rankings
from judging.tally.permissions import may_consent, may_move
from judging.tally.progress import Progress, progress_of
from judging.tally.queries import Head, category_of, document_of, head_of, opened
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
    return page(
        request,
        "judging/tally/progress.html",
        cycle=head,
        now=clock(),
        progress=sheets,
        consents=consents,
        consents_needed=CONSENTS,
        may_move=may_move(viewer),
        may_consent=may_consent(viewer, head.state, consents),
    )


@get("/cycles/{number:int}/round/opening", name="tally.opening", guards=[organisers], sync_to_thread=True)
def opening(request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb) -> Response[str]:
    with db.read() as session:
        head = head_of(session, number)
        sheets = _progress_of(head, session)
    return page(request, "judging/tally/opening.html", cycle=head, progress=sheets, errors={})


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
    confirmed = read(ConfirmForm, form).values
    with db.write() as session:
        head = head_of(session, number)
        sheets = _progress_of(head, session)
        ready = not sheets.lacking_judges or (confirmed is not None and confirmed.confirmed)
        if ready and head.round_id:
            open_round(session, head.round_id, by=viewer.person_id, at=clock())
    if not ready:
        return _unconfirmed(request, "judging/tally/opening.html", head, sheets)
    return see(f"/cycles/{number}/progress", notice=msg("The round is open: judges may score now."))


@get("/cycles/{number:int}/round/closing", name="tally.closing", guards=[organisers], sync_to_thread=True)
def closing(
    request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb, clock: GivenClock
) -> Response[str]:
    """Who has not lodged everything, before the round is closed."""
    with db.read() as session:
        head = head_of(session, number)
        sheets = _progress_of(head, session)
    return page(
        request,
        "judging/tally/closing.html",
        cycle=head,
        progress=sheets,
        errors={},
        early=_early(head, clock),
    )


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
    confirmed = read(ConfirmForm, form).values
    with db.write() as session:
        head = head_of(session, number)
        sheets = _progress_of(head, session)
        ready = not sheets.missing or (confirmed is not None and confirmed.confirmed)
        if ready and head.round_id:
            close_round(session, head.round_id, missing=sheets.missing, by=viewer.person_id, at=clock())
    if not ready:
        return _unconfirmed(request, "judging/tally/closing.html", head, sheets, early=_early(head, clock))
    return see(
        f"/cycles/{number}/progress",
        notice=msg("The round is closed. Two organisers open its results."),
    )


def _progress_of(head: Head, session: Session) -> Progress:
    if head.round_id is None:
        raise RuleBroken(msg("This cycle has no round of judging yet."))
    return progress_of(session, head.round_id)


def _early(head: Head, clock: GivenClock) -> bool:
    """Whether judges were promised more time than this."""
    return clock() < head.judging_closes_at


def _unconfirmed(
    request: Request[Any, Any, Any], template: str, head: Head, sheets: Progress, **more: Any
) -> Response[str]:
    errors: dict[str, Message] = {"confirmed": msg("Confirm that you have read what is missing.")}
    return page(
        request,
        template,
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        cycle=head,
        progress=sheets,
        errors=errors,
        **more,
    )


@post(
    "/cycles/{number:int}/results/openings",
    name="tally.open_results",
    guards=[organisers],
    sync_to_thread=True,
)
def open_the_results(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    """One organiser's consent; with the second one's the results are counted and open."""
    with db.write() as session:
        head = head_of(session, number)
        if head.round_id is None:
            raise RuleBroken(msg("This cycle has no round of judging yet."))
        tally = consent_to_results(session, head.round_id, by=viewer.person_id, at=clock())
    if tally is None:
        return see(
            f"/cycles/{number}/progress",
            notice=msg("Your consent is recorded. The results open when a second organiser consents."),
        )
    return see(f"/cycles/{number}/results", notice=msg("The results are open."))


@get("/cycles/{number:int}/results", name="tally.results", guards=[overseers], sync_to_thread=True)
def results(request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb) -> Response[str]:
    """The ranking of every category."""
    with db.read() as session:
        head = opened(session, number)
        document = document_of(session, head)
    return page(
        request,
        "judging/tally/results.html",
        cycle=head,
        categories=document.categories,
        rankings=all_rankings(head, document, language_of(request)),
    )


@get(
    "/cycles/{number:int}/results/{code:str}", name="tally.category", guards=[overseers], sync_to_thread=True
)
def category_results(
    request: Request[Any, Any, Any], number: FromPath[int], code: FromPath[str], db: GivenDb
) -> Response[str]:
    with db.read() as session:
        head = opened(session, number)
        category = category_of(session, head, code)
        document = document_of(session, head)
    return page(
        request,
        "judging/tally/category.html",
        cycle=head,
        category=category,
        categories=document.categories,
        min_sheets=document.min_sheets,
        names={criterion.key: criterion for criterion in category.criteria},
        bars=bars(category),
    )


router = Router(
    "/",
    route_handlers=[
        progress,
        opening,
        open_the_round,
        closing,
        close_the_round,
        open_the_results,
        results,
        category_results,
        *behind,
    ],
)
