"""For organisers: handing one entry of a judge over to another judge."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import Field
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.cycles.queries import cycle_by_number
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import Filled, Form, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from judging.assignments.gather import gather
from judging.assignments.handover import hand_over, is_lodged, standing_assignment
from judging.assignments.models import Assignment
from judging.assignments.single import choices
from judging.rounds.queries import last_round

AnyRequest = Request[Any, Any, Any]
PATH = "/cycles/{number:int}/assignments/{entry:int}/{judge:uuid}/handover"


class HandoverForm(Form):
    """To whom, and why."""

    to: uuid.UUID
    reason: str = Field(min_length=3, max_length=2000)


@get(PATH, name="assignments.handover_page", guards=[organisers], sync_to_thread=True)
def handover_page(
    request: AnyRequest,
    number: FromPath[int],
    entry: FromPath[int],
    judge: FromPath[uuid.UUID],
    db: GivenDb,
) -> Response[str]:
    """Whoever may be given the entry, who knows the category first, with their loads. 404 unless the judge has it."""
    return _page(request, db, number, entry, judge)


def _standing(session: Session, number: int, entry: int, judge: uuid.UUID) -> tuple[Cycle, Assignment]:
    cycle = cycle_by_number(session, number)
    round_ = last_round(session, cycle.id)
    if round_ is None:
        raise NotFound
    return cycle, standing_assignment(session, round_.id, entry, judge)


def _page(
    request: AnyRequest,
    db: Database,
    number: int,
    entry: int,
    judge: uuid.UUID,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle, assignment = _standing(session, number, entry, judge)
        facts = gather(session, assignment.round_id)
        lodged = is_lodged(session, assignment.id)
    if assignment.entry_id not in facts.entries:
        raise NotFound
    return page(
        request,
        "judging/assignments/handover.html",
        filled=filled,
        cycle=cycle,
        entry=facts.entries[assignment.entry_id],
        judge=facts.judges[judge],
        possible=not lodged and facts.round.closed_at is None,
        choices=choices(facts, assignment.entry_id),
    )


@post(PATH, name="assignments.hand_over", guards=[organisers], sync_to_thread=True)
def handover(
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
    filled = read(HandoverForm, form)
    if filled.values is not None:
        said = filled.values
        with filled.catching_refusal():
            with db.write() as session:
                _, assignment = _standing(session, number, entry, judge)
                hand_over(session, assignment.id, said.to, said.reason, by=viewer.person_id, at=clock())
            return see(
                f"/cycles/{number}/progress/sheets?judge={judge}",
                notice=msg("The entry is handed over, and both judges were written to."),
            )
    return _page(request, db, number, entry, judge, filled)


handlers = [handover_page, handover]
