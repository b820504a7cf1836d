"""`/cycles/{number}/assignments/by-hand`: an organiser gives one entry one more reader."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import cycle_by_number
from awards.kit.db import Database
from awards.kit.errors import Refusal, RuleBroken
from awards.kit.forms import Form, errors_of, read
from awards.kit.i18n import Message, local, msg
from awards.kit.pages import language_of, page, see
from awards.kit.text import fold
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from judging.assignments.gather import gather
from judging.assignments.planning import loads
from judging.assignments.routes_organiser import round_of_cycle
from judging.assignments.single import assign_by_hand

PATH = "/cycles/{number:int}/assignments/by-hand"


class HandForm(Form):
    """Which entry, and which judge's seat."""

    entry: UUID
    judge: UUID


@get(PATH, name="assignments.by_hand_page", guards=[organisers], sync_to_thread=True)
def by_hand_page(request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb) -> Response[str]:
    """The entries of the round and the judges who serve, with what they have."""
    return _page(request, db, number, {"entry": request.query_params.get("entry", "")}, {})


@post(PATH, name="assignments.by_hand", guards=[organisers], sync_to_thread=True)
def by_hand(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """Give the entry to the judge, or say what stands against it."""
    filled = read(HandForm, form)
    errors, status = filled.errors, int(HTTPStatus.UNPROCESSABLE_ENTITY)
    if filled.values:
        pair = (filled.values.judge, filled.values.entry)
        try:
            with db.write() as session:
                _, round_ = round_of_cycle(session, number)
                assign_by_hand(session, round_.id, pair, by=viewer.person_id, at=clock())
        except Refusal as refusal:
            errors, status = errors_of(refusal), refusal.status
        else:
            return see(f"/cycles/{number}/assignments", notice=msg("The entry is given to the judge."))
    return _page(request, db, number, filled.typed, errors, status)


def _page(
    request: Request[Any, Any, Any],
    db: Database,
    number: int,
    typed: dict[str, Any],
    errors: dict[str, Message],
    status: int = HTTPStatus.OK,
) -> Response[str]:
    lang = language_of(request)
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        _, round_ = round_of_cycle(session, number)
        facts = gather(session, round_.id)
    if facts.round.closed_at is not None:
        raise RuleBroken(msg("The round is closed."))
    held = loads(facts)
    serving = [judge for judge in facts.judges.values() if judge.dropped_out_at is None]
    return page(
        request,
        "judging/assignments/by_hand.html",
        status=status,
        cycle=cycle,
        entries=facts.ready,
        judges=sorted(serving, key=lambda judge: fold(local(judge, "name", lang))),
        held=held,
        typed=typed,
        errors=errors,
    )


handlers = [by_hand_page, by_hand]
