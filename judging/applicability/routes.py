"""`/cycles/{number}/entries/{entry}/criteria`: what of its rubric does not apply to an entry."""

import uuid
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import cycle_by_number
from awards.entries.models import EntryState
from awards.kit.db import Database
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer
from judging.applicability import operations
from judging.applicability.forms import GrantForm
from judging.applicability.queries import applicability_of

AnyRequest = Request[Any, Any, Any]
_PATH = "/cycles/{number:int}/entries/{entry:int}/criteria"


@get(_PATH, name="applicability.entry", guards=[overseers], sync_to_thread=True)
def entry_page(
    request: AnyRequest, number: FromPath[int], entry: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """The criteria of one entry: which are out, why, and a form to take one out."""
    return _page(request, db, viewer, number, entry)


@post(_PATH, name="applicability.grant", guards=[organisers], sync_to_thread=True)
def grant(
    request: AnyRequest,
    *,
    number: FromPath[int],
    entry: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Grant that a criterion does not apply."""
    filled = read(GrantForm, form)
    if filled.values is not None:
        said = filled.values
        with filled.catching_refusal():
            with db.write() as session:
                operations.grant(
                    session,
                    number,
                    entry,
                    said.criterion,
                    said.reason_ar,
                    said.reason_en,
                    by=viewer.person_id,
                    at=clock(),
                )
            notice = msg("Granted: no judge is asked for this criterion on this entry.")
            return see(f"/cycles/{number}/entries/{entry}/criteria", notice=notice)
    return _page(request, db, viewer, number, entry, filled)


@post(
    _PATH + "/{criterion:uuid}/return",
    name="applicability.take_back",
    guards=[organisers],
    sync_to_thread=True,
)
def take_back(
    request: AnyRequest,
    *,
    number: FromPath[int],
    entry: FromPath[int],
    criterion: FromPath[uuid.UUID],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Let a criterion apply again."""
    filled: Filled[Any] = Filled()
    with filled.catching_refusal():
        with db.write() as session:
            operations.take_back(session, number, entry, criterion, by=viewer.person_id, at=clock())
        notice = msg("The criterion applies to this entry again.")
        return see(f"/cycles/{number}/entries/{entry}/criteria", notice=notice)
    return _page(request, db, viewer, number, entry, filled)


def _page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    number: int,
    entry: int,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        found = applicability_of(session, number, entry)
    arabic = language_of(request) == "ar"
    return page(
        request,
        "judging/applicability/entry.html",
        filled=filled,
        cycle=cycle,
        found=found,
        entry=found.entry,
        options=[(str(c.id), c.name_ar if arabic else c.name_en) for c in found.grantable],
        may_change=viewer.organises and not found.begun and found.entry.state is EntryState.SUBMITTED,
    )


router = Router("/", route_handlers=[entry_page, grant, take_back])
