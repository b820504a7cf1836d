"""For organisers: requests to reopen sheets, and starting one."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.cycles.queries import cycle_by_number
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import Filled, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer
from judging.reopenings import operations
from judging.reopenings.consents import State, side_for
from judging.reopenings.forms import ReasonForm
from judging.reopenings.queries import Sheet, request_by_id, requests_of_cycle, sheet_of_judge
from judging.reopenings.routes_judge import REFUSED, agreed_words

AnyRequest = Request[Any, Any, Any]
STATES: dict[State, tuple[Message, str]] = {
    State.ASKED: (msg("Waits for agreement"), "wait"),
    State.OPEN: (msg("Open now"), "info"),
    State.LODGED_AGAIN: (msg("Lodged again"), "good"),
    State.RESTORED: (msg("Stands as lodged before"), "good"),
    State.DECLINED: (msg("Not reopened"), ""),
    State.LAPSED: (msg("Lapsed: scoring is over"), ""),
}
"""What a state is called, and the tone of its badge."""


@get("/cycles/{number:int}/reopenings", name="reopenings.office", guards=[overseers], sync_to_thread=True)
def office(
    request: AnyRequest, number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    """Every request of the cycle: whose sheet of which entry, and why; nothing of what is on it."""
    return _office(request, db, viewer, number, clock)


def _office(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    number: int,
    clock: GivenClock,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        found = requests_of_cycle(session, cycle.id, at=clock())
    return page(
        request,
        "judging/reopenings/office.html",
        filled=filled,
        cycle=cycle,
        found=found,
        states=STATES,
        mine={
            one.id
            for one in found
            if viewer.organises
            and one.state is State.ASKED
            and side_for(one.ask, viewer.person_id, organises=True)
        },
        organises=viewer.organises,
    )


@get(
    "/cycles/{number:int}/reopenings/{entry:int}/{judge:uuid}",
    name="reopenings.start_page",
    guards=[organisers],
    sync_to_thread=True,
)
def start_page(
    request: AnyRequest, number: FromPath[int], entry: FromPath[int], judge: FromPath[uuid.UUID], db: GivenDb,
    clock: GivenClock,
) -> Response[str]:  # fmt: skip
    with db.read() as session:
        sheet = _sheet(session, number, entry, judge, clock)
        cycle = cycle_by_number(session, number)
    return page(request, "judging/reopenings/start.html", cycle=cycle, sheet=sheet, judge=judge)


def _sheet(session: Session, number: int, entry: int, judge: uuid.UUID, clock: GivenClock) -> Sheet:
    sheet = sheet_of_judge(session, cycle_by_number(session, number).id, entry, judge, at=clock())
    if sheet is None:
        raise NotFound
    return sheet


@post(
    "/cycles/{number:int}/reopenings/{entry:int}/{judge:uuid}",
    name="reopenings.start",
    guards=[organisers],
    sync_to_thread=True,
)
def start(
    request: AnyRequest,
    *,
    number: FromPath[int],
    entry: FromPath[int],
    judge: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """An organiser asks in the judge's stead, which is the office's agreement."""
    with db.read() as session:
        sheet = _sheet(session, number, entry, judge, clock)
        cycle = cycle_by_number(session, number)
    filled = read(ReasonForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                operations.ask_to_reopen(
                    session,
                    sheet.card_id,
                    filled.values.reason,
                    by=viewer.person_id,
                    organises=True,
                    at=clock(),
                )
            return see(f"/cycles/{number}/reopenings", notice=agreed_words(opened=False))
    return page(
        request, "judging/reopenings/start.html", filled=filled, cycle=cycle, sheet=sheet, judge=judge
    )


@post(
    "/cycles/{number:int}/reopenings/{request_id:uuid}/agreement",
    name="reopenings.office_agrees",
    guards=[organisers],
    sync_to_thread=True,
)
def office_agrees(
    number: FromPath[int],
    request_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Redirect:
    with db.write() as session:
        _of_cycle(session, number, request_id, clock)
        opened = operations.agree_to_reopen(
            session, request_id, by=viewer.person_id, organises=True, at=clock()
        )
    return see(f"/cycles/{number}/reopenings", notice=agreed_words(opened=opened))


@post(
    "/cycles/{number:int}/reopenings/{request_id:uuid}/refusal",
    name="reopenings.office_refuses",
    guards=[organisers],
    sync_to_thread=True,
)
def office_refuses(
    request: AnyRequest,
    *,
    number: FromPath[int],
    request_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(ReasonForm, form)
    if filled.values is None:
        filled = filled.renamed("reason", f"reason-{request_id}")
        return _office(request, db, viewer, number, clock, filled)
    with db.write() as session:
        _of_cycle(session, number, request_id, clock)
        operations.refuse_to_reopen(
            session, request_id, filled.values.reason, by=viewer.person_id, organises=True, at=clock()
        )
    return see(f"/cycles/{number}/reopenings", notice=REFUSED)


def _of_cycle(session: Session, number: int, request_id: uuid.UUID, clock: GivenClock) -> None:
    found = request_by_id(session, request_id, at=clock())
    if found is None or found.sheet.cycle_id != cycle_by_number(session, number).id:
        raise NotFound


handlers = [office, start_page, start, office_agrees, office_refuses]
