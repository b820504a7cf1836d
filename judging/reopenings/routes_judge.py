"""For judges: asking that a lodged sheet of one's own be reopened, and deciding on it as a chair."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import Filled, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import judges
from awards.people.viewer import Viewer
from judging.assignments.queries import judge_view_by_code
from judging.blinding.judge_view import JudgeView
from judging.reopenings import operations
from judging.reopenings.consents import State
from judging.reopenings.forms import ReasonForm
from judging.reopenings.queries import (
    Sheet,
    receipts_of,
    requests_for_chair,
    requests_on,
    sheet_by_assignment,
)
from judging.scorecards.window import Window

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any] | Redirect


@get("/scorecards/{code:str}/reopening", name="reopenings.mine", guards=[judges], sync_to_thread=True)
def mine(
    request: AnyRequest, code: FromPath[str], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Answer:
    """How a request stands, or the form for one. 404 unless the entry is assigned; a sheet never lodged leads back."""
    return _mine(request, db, viewer, code, clock)


def _mine(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    code: str,
    clock: GivenClock,
    filled: Filled[Any] | None = None,
) -> Answer:
    view, sheet = _sheet(db, viewer, code, clock)
    if sheet is None:
        return see(f"/scorecards/{code}")
    with db.read() as session:
        found = requests_on(session, sheet.card_id, at=clock())
        receipts = receipts_of(session.connection(), sheet.card_id)
    if sheet.lodged_at is None and not found:
        return see(f"/scorecards/{code}")
    newest = found[0] if found else None
    standing = newest if newest and newest.state in (State.ASKED, State.OPEN) else None
    return page(
        request,
        "judging/reopenings/mine.html",
        filled=filled,
        view=view,
        sheet=sheet,
        standing=standing,
        own=standing is not None and standing.asked_by_id == viewer.person_id,
        earlier=[one for one in found if one is not standing],
        receipts=receipts,
        may_ask=standing is None and sheet.lodged_at is not None and sheet.window is Window.OPEN,
        may_change=sheet.window is Window.OPEN,
    )


def _sheet(db: Database, viewer: Viewer, code: str, clock: GivenClock) -> tuple[JudgeView, Sheet | None]:
    with db.rows() as connection:
        view = judge_view_by_code(connection, viewer.person_id, code)
    with db.read() as session:
        return view, sheet_by_assignment(session, view.assignment_id, at=clock())


@post("/scorecards/{code:str}/reopening", name="reopenings.ask", guards=[judges], sync_to_thread=True)
def ask(
    request: AnyRequest,
    *,
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Answer:
    _, sheet = _sheet(db, viewer, code, clock)
    if sheet is None:
        raise NotFound
    filled = read(ReasonForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                operations.ask_to_reopen(
                    session, sheet.card_id, filled.values.reason, by=viewer.person_id, at=clock()
                )
            return see(
                f"/scorecards/{code}/reopening",
                notice=msg("Your request is with the chair of the panel and the award office."),
            )
    return _mine(request, db, viewer, code, clock, filled)


@post(
    "/scorecards/{code:str}/reopening/withdrawal",
    name="reopenings.take_back",
    guards=[judges],
    sync_to_thread=True,
)
def take_back(code: FromPath[str], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    _, sheet = _sheet(db, viewer, code, clock)
    if sheet is None:
        raise NotFound
    with db.write() as session:
        operations.take_back_request(session, sheet.card_id, by=viewer.person_id, at=clock())
    return see(f"/scorecards/{code}", notice=msg("Your request is taken back. The sheet stays lodged."))


@post(
    "/scorecards/{code:str}/reopening/restoration",
    name="reopenings.keep",
    guards=[judges],
    sync_to_thread=True,
)
def keep(code: FromPath[str], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    """What was changed since the sheet was reopened is given up."""
    _, sheet = _sheet(db, viewer, code, clock)
    if sheet is None:
        raise NotFound
    with db.write() as session:
        operations.keep_as_lodged(session, sheet.card_id, by=viewer.person_id, at=clock())
    return see(f"/scorecards/{code}", notice=msg("The sheet stands as you had lodged it."))


@get("/reopenings", name="reopenings.chair", guards=[judges], sync_to_thread=True)
def for_chair(request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Response[str]:
    """What waits for this judge as a chair: panel, time and reason; neither the judge nor the entry."""
    return _for_chair(request, db, viewer, clock)


def _for_chair(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    clock: GivenClock,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        waiting = requests_for_chair(session, viewer.person_id, at=clock())
    return page(request, "judging/reopenings/chair.html", filled=filled, waiting=waiting)


@post(
    "/reopenings/{request_id:uuid}/agreement",
    name="reopenings.chair_agrees",
    guards=[judges],
    sync_to_thread=True,
)
def chair_agrees(
    request_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Redirect:
    with db.write() as session:
        opened = operations.agree_to_reopen(session, request_id, by=viewer.person_id, at=clock())
    return see("/reopenings", notice=agreed_words(opened=opened))


@post(
    "/reopenings/{request_id:uuid}/refusal",
    name="reopenings.chair_refuses",
    guards=[judges],
    sync_to_thread=True,
)
def chair_refuses(
    request: AnyRequest,
    *,
    request_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(ReasonForm, form)
    if filled.values is None:
        return _for_chair(request, db, viewer, clock, filled.renamed("reason", f"reason-{request_id}"))
    with db.write() as session:
        operations.refuse_to_reopen(
            session, request_id, filled.values.reason, by=viewer.person_id, at=clock()
        )
    return see("/reopenings", notice=REFUSED)


REFUSED = msg("The request is refused. The judge reads your reason.")


def agreed_words(*, opened: bool) -> Message:
    """What an agreement came to."""
    if opened:
        return msg("The sheet is open again, and its judge has been told.")
    return msg("Your agreement is recorded. The sheet opens with the second one.")


handlers = [mine, ask, take_back, keep, for_chair, chair_agrees, chair_refuses]
