"""Admitting many entries with a tick for each, and taking an admission back."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import cycle_by_number
from awards.kit.errors import Invalid
from awards.kit.forms import read, read_filter
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from awards.screening import queries
from awards.screening.admitting import candidates, unresolved, withdraw_admission
from awards.screening.forms import QueueForm, TakeBackForm
from awards.screening.pages import entry_page
from awards.screening.wording import STATES


@get(
    "/cycles/{number:int}/screening/admissions",
    name="screening.choose",
    guards=[organisers],
    sync_to_thread=True,
)
def choose(request: Request[Any, Any, Any], db: GivenDb, number: FromPath[int]) -> Response[str]:
    """The entries that may be admitted, as the queue was narrowed; ticked is what nothing speaks against."""
    filled = read_filter(QueueForm, request)
    wanted = filled.values or QueueForm()
    with db.read() as session:
        cycle, found = queries.cycle_and_queue(session, number)
        alike = unresolved(session, number)
    shown = queries.filtered(
        found, category=wanted.category, state=wanted.state, against=wanted.against, search=wanted.q
    )
    narrowed = urlencode({k: v for k, v in filled.typed.items() if v})
    return page(
        request,
        "awards/screening/admitting.html",
        cycle=cycle,
        candidates=candidates(shown, alike),
        states=STATES,
        back=f"/cycles/{number}/screening" + (f"?{narrowed}" if narrowed else ""),
    )


@post(
    "/cycles/{number:int}/screening/{entry:int}/admission/taking-back",
    name="screening.take_back_admission",
    guards=[organisers],
    sync_to_thread=True,
)
def take_back(
    request: Request[Any, Any, Any],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    number: FromPath[int],
    entry: FromPath[int],
) -> Response[str] | Redirect:
    """It waits again; why stands in the audit log."""
    filled = read(TakeBackForm, form)
    if filled.values is not None:
        reason = filled.values.admission_reason
        with filled.catching_refusal(Invalid):
            with db.write() as session:
                cycle = cycle_by_number(session, number)
                withdraw_admission(session, cycle, entry, reason, by=viewer.person_id, at=clock())
            return see(
                f"/cycles/{number}/screening/{entry}",
                notice=msg("The admission is taken back: the entry waits again."),
            )
    return entry_page(request, db, viewer, number, entry, filled)


handlers = [choose, take_back]
