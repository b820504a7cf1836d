"""One question as the office sees it."""

from datetime import datetime
from typing import Any

from litestar import Request, Response

from awards.helpdesk.models import TicketState
from awards.helpdesk.queries import canned_answers, one_ticket, organisers, said_about
from awards.helpdesk.wording import STATES
from awards.kit.db import Database
from awards.kit.forms import Filled
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
    filled: Filled[Any] | None = None,
    insert: str = "",
) -> Response[str]:
    """The thread with the ways to answer; `insert` adds an answer that is kept ready to what was typed."""
    with db.read() as session:
        one = one_ticket(session, number, at)
        thread = said_about(session, number)
        ready = canned_answers(session) if viewer.organises else []
        owners = organisers(session) if viewer.organises else []
    filled = filled or Filled(typed={"text": "", "then": TicketState.ANSWERED.value})
    for each in ready:
        if str(each.id) == insert:
            added = local(each, "text", "en" if one.ticket.lang == "en" else "ar")
            text = str(filled.typed.get("text", "")).rstrip()
            filled.typed["text"] = f"{text}\n\n{added}" if text else added
    return page(
        request,
        "awards/helpdesk/office.html",
        filled=filled,
        one=one,
        thread=thread,
        ready=ready,
        owners=owners,
        states=STATES,
        may_answer=viewer.organises and not one.relayed and one.ticket.state is not TicketState.CLOSED,
        now=at,
    )
