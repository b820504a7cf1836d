"""The first pages of organisers and auditors: what to do next, by when, and what blocks it."""

from typing import Any

from litestar import Request, Response, Router, get

from awards.cycles.wording import PHASES, TONES
from awards.kit.pages import page
from awards.people.given import GivenClock, GivenDb, GivenViewer
from awards.people.guards import auditors, organisers
from awards.site.agenda import agenda
from awards.site.chain_state import chain_state
from awards.site.cycle_states import overviews
from awards.site.next_steps import next_steps


@get("/desk/organiser", name="desk.organiser", guards=[organisers], sync_to_thread=True)
def organiser(
    request: Request[Any, Any, Any], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    with db.read() as session:
        found = overviews(session, viewer.person_id, clock())
    return page(
        request,
        "awards/site/organiser.html",
        agenda=agenda([(o, next_steps(o.state)) for o in found]),
        phases=PHASES,
        tones=TONES,
        now=clock(),
    )


@get("/desk/auditor", name="desk.auditor", guards=[auditors], sync_to_thread=True)
def auditor(
    request: Request[Any, Any, Any], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    """The same state, to read; and whether the audit log is whole (`?anew=1` reads all of it now)."""
    with db.read() as session:
        found = overviews(session, viewer.person_id, clock())
        chain = chain_state(session, clock(), anew="anew" in request.query_params)
    return page(
        request,
        "awards/site/auditor.html",
        current=[(o, next_steps(o.state)) for o in found if not o.state.published],
        past=[(o, next_steps(o.state)) for o in found if o.state.published],
        chain=chain,
        phases=PHASES,
        tones=TONES,
        now=clock(),
    )


router = Router("/", route_handlers=[organiser, auditor])
