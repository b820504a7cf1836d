"""The page on which an entry names the services that it is about."""

import uuid
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.entries import queries, services
from awards.entries.permissions import may_write
from awards.entries.presence import who_is_in
from awards.kit.db import Database
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.forms import Form, errors_of, read, read_filter
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import entrants
from awards.people.viewer import Viewer

_DONE = {
    services.Doing.ADD: msg("The service is named in the entry."),
    services.Doing.REMOVE: msg("The entry names the service no more."),
    services.Doing.MAIN: msg("This is the entry's main service now."),
}


class SearchForm(Form):
    """Which of the agency's services to show."""

    q: str = ""


class ServiceForm(Form):
    """One service, and what to do with it; `q` is what was searched for, so that the page stays."""

    service: uuid.UUID
    do: services.Doing
    q: str = ""


@get("/entries/{entry_id:uuid}/services", name="entries.services", guards=[entrants], sync_to_thread=True)
def show(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Response[str] | Redirect:
    """The services named, and those of the agency that answer to `q`."""
    wanted = read_filter(SearchForm, request).values or SearchForm()
    return _page(request, db, viewer, clock(), entry_id, wanted.q)


@post(
    "/entries/{entry_id:uuid}/services", name="entries.change_service", guards=[entrants], sync_to_thread=True
)
def change(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
) -> Response[str] | Redirect:
    """Name a service, name it no more, or make it the main one."""
    values = read(ServiceForm, form).values
    if values is None:
        raise NotFound
    now = clock()
    try:
        with db.write() as session:
            services.change_service(session, entry_id, values.service, values.do, by=viewer.person_id, at=now)
    except RuleBroken as refusal:
        return _page(request, db, viewer, now, entry_id, values.q, refusal=refusal)
    query = f"?q={quote(values.q)}" if values.q else ""
    return see(f"/entries/{entry_id}/services{query}", notice=_DONE[values.do])


def _page(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    now: datetime,
    entry_id: uuid.UUID,
    typed: str,
    *,
    refusal: RuleBroken | None = None,
) -> Response[str] | Redirect:
    with db.read() as session:
        head = queries.my_head(session, viewer.person_id, entry_id)
        named = queries.services_of(session, entry_id)
        here = who_is_in(session, viewer.person_id, entry_id, now)
        every = services.offered(session, head.agency_id) if head.agency_id else []
    if refusal is None and (head.agency_id is None or not may_write(head.state, head.timetable, now)):
        return see(f"/entries/{entry_id}/check")
    chosen = {one.id for one in named}
    rest = [service for service in every if service.id not in chosen]
    found = services.answering(rest, typed)
    already = services.answering([one for one in every if one.id in chosen], typed) if typed else []
    return page(
        request,
        "awards/entries/services.html",
        status=refusal.status if refusal else HTTPStatus.OK,
        now=now,
        entry=head,
        here=here,
        named=named,
        offered=len(every),
        rest=len(rest),
        already=already,
        found=found[: services.SHOWN],
        more=max(len(found) - services.SHOWN, 0),
        typed=typed,
        full=len(named) >= services.MOST,
        most=services.MOST,
        errors=errors_of(refusal) if refusal else {},
    )


handlers = [show, change]
