"""The page on which an agency answers whether it is a partner of an entry."""

import uuid
from typing import Any, Literal

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import Field
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.entries.models import Entry, PartnerState
from awards.entries.partnership.operations import answer_as_partner
from awards.entries.partnership.queries import my_partnership
from awards.entries.partnership.rules import answers_end, may_answer
from awards.entries.queries import any_head, services_of
from awards.entries.sheet import Head
from awards.kit.forms import Filled, Form, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import entrants

_PATH = "/entries/{entry_id:uuid}/partners/{agency_id:uuid}"
_TOLD = {
    "confirm": msg("Your agency is confirmed as a partner of this entry."),
    "decline": msg("Your agency has declined; the agency that leads is told."),
}


class AnswerForm(Form):
    """The reason is needed to decline, and the agency that leads reads it."""

    answer: Literal["confirm", "decline"]
    reason: str = Field(default="", max_length=2000)


@get(_PATH, name="entries.partnership", guards=[entrants], sync_to_thread=True)
def show(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
    agency_id: FromPath[uuid.UUID],
) -> Response[str]:
    """Who names the agency in which entry, and what it has answered."""
    with db.read() as session:
        return _page(request, session, viewer.person_id, entry_id, agency_id, clock(), Filled())


@post(_PATH, name="entries.answer_partnership", guards=[entrants], sync_to_thread=True)
def answer(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
    agency_id: FromPath[uuid.UUID],
) -> Response[str] | Redirect:
    """Confirm, or decline with a reason."""
    now = clock()
    filled = read(AnswerForm, form)
    if said := filled.values:
        with filled.catching_refusal():
            with db.write() as session:
                answer_as_partner(
                    session,
                    entry_id,
                    agency_id,
                    confirmed=said.answer == "confirm",
                    reason=said.reason,
                    by=viewer.person_id,
                    at=now,
                )
            return see(f"/entries/{entry_id}/partners/{agency_id}", notice=_TOLD[said.answer])
    with db.read() as session:
        return _page(request, session, viewer.person_id, entry_id, agency_id, now, filled)


def _page(
    request: Request[Any, Any, Any],
    session: Session,
    viewer: uuid.UUID,
    entry_id: uuid.UUID,
    agency_id: uuid.UUID,
    now: Any,
    filled: Filled[Any],
) -> Response[str]:
    named = my_partnership(session, viewer, entry_id, agency_id)
    head = _head(session, entry_id)
    open_now = may_answer(head.state, head.timetable, now)
    # Whoever is asked sees what they are asked about; nobody who has declined, and nothing once judging may begin.
    told = open_now and named.state is not PartnerState.DECLINED
    filled.typed = filled.typed or {"reason": named.reason}
    return page(
        request,
        "awards/entries/partnership.html",
        filled=filled,
        now=now,
        entry=head,
        named=named,
        open=open_now,
        told=told,
        services=services_of(session, entry_id) if told else (),
        until=answers_end(head.timetable),
    )


def _head(session: Session, entry_id: uuid.UUID) -> Head:
    entry = session.get_one(Entry, entry_id)
    return any_head(session, session.get_one(Cycle, entry.cycle_id).number, entry.number)


handlers = [show, answer]
