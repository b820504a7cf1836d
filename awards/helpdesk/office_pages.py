"""One question as the office sees it."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response

from awards.helpdesk.models import TicketState
from awards.helpdesk.queries import canned_answers, one_ticket, organisers, said_about
from awards.helpdesk.wording import STATES
from awards.kit.db import Database
from awards.kit.i18n import local
from awards.kit.pages import page
from awards.people.viewer import Viewer


def office_page(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    number: int,
    *,
    at: datetime,
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, Any] | None = None,
    insert: str = "",
    status: int = HTTPStatus.OK,
) -> Response[str]:
    """The thread with the ways to answer; `insert` adds an answer that is kept ready to what was typed."""
    with db.read() as session:
        one = one_ticket(session, number, at)
        thread = said_about(session, number)
        ready = canned_answers(session) if viewer.organises else []
        owners = organisers(session) if viewer.organises else []
    typed = dict(typed or {"text": "", "then": TicketState.ANSWERED.value})
    for each in ready:
        if str(each.id) == insert:
            added = local(each, "text", "en" if one.ticket.lang == "en" else "ar")
            typed["text"] = "\n\n".join(part for part in (str(typed.get("text", "")).rstrip(), added) if part)
    return page(
        request,
        "awards/helpdesk/office.html",
        status=status,
        one=one,
        thread=thread,
        ready=ready,
        owners=owners,
        states=STATES,
        may_answer=viewer.organises and not one.relayed and one.ticket.state is not TicketState.CLOSED,
        typed=typed,
        errors=errors or {},
        now=at,
    )
