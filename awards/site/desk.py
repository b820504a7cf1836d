"""The first pages of organisers and auditors: what to do next, by when, and what blocks it."""

from typing import Any, NamedTuple

from litestar import Request, Response, Router, get

from awards.cycles.wording import PHASES, TONES
from awards.helpdesk.queries import pressing
from awards.kit.chain_state import chain_state
from awards.kit.pages import page
from awards.people.given import GivenClock, GivenDb, GivenViewer
from awards.people.guards import auditors, organisers
from awards.registrations.queries import waiting_for_organisers
from awards.site.agenda import agenda
from awards.site.audit_counts import counted, counted_by_cycle, refused_by_role, visit_before
from awards.site.cycle_states import Overview, overviews
from awards.site.next_steps import Step, next_steps
from awards.site.to_check import Check, of_cycle, over_all


@get("/desk/organiser", name="desk.organiser", guards=[organisers], sync_to_thread=True)
def organiser(
    request: Request[Any, Any, Any], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    with db.read() as session:
        found = overviews(session, viewer.person_id, clock())
        registered = waiting_for_organisers(session)
        questions = pressing(session, clock())
    return page(
        request,
        "awards/site/organiser.html",
        registered=registered,
        questions=questions,
        agenda=agenda([(o, next_steps(o.state)) for o in found]),
        phases=PHASES,
        tones=TONES,
        now=clock(),
    )


@get("/desk/auditor", name="desk.auditor", guards=[auditors], sync_to_thread=True)
def auditor(
    request: Request[Any, Any, Any], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    """What there is to look at, by cycle; and whether the audit log is whole (`?anew=1` reads all of it now)."""
    now = clock()
    with db.read() as session:
        found = overviews(session, viewer.person_id, now)
        chain = chain_state(session, now, anew="anew" in request.query_params)
        visit = visit_before(session, viewer)
        counts = counted(session, visit)
        by_cycle = counted_by_cycle(session, visit)
        refused = refused_by_role(session, viewer.person_id)
    return page(
        request,
        "awards/site/auditor.html",
        boards=[
            Board(o, of_cycle(o.state, by_cycle.get(o.cycle.id, {})), next_steps(o.state)) for o in found
        ],
        chain=chain,
        visit=visit,
        new=sum(count.new for count in counts.values()),
        doors=over_all(counts),
        refused=refused,
        phases=PHASES,
        tones=TONES,
        now=now,
    )


class Board(NamedTuple):
    """One cycle on the auditor's desk."""

    overview: Overview
    checks: list[Check]
    steps: list[Step]
    """What the organisers do next."""


router = Router("/", route_handlers=[organiser, auditor])
