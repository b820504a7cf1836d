"""The queue of entries to be screened, and one of them at a time."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import categories_of, cycle_by_number, timetable_of
from awards.kit.errors import RuleBroken
from awards.kit.forms import read, read_filter
from awards.kit.i18n import msg, nmsg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.screening import operations, queries
from awards.screening.admitting import candidates, unresolved
from awards.screening.forms import AdmissionForm, QueueForm
from awards.screening.pages import entry_page
from awards.screening.wording import STATES


@get("/cycles/{number:int}/screening", name="screening.queue", guards=[overseers], sync_to_thread=True)
def queue(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    number: FromPath[int],
) -> Response[str]:
    """Every submitted entry with what the rules say of it, and what was decided on it."""
    filled = read_filter(QueueForm, request)
    wanted = filled.values or QueueForm()
    with db.read() as session:
        cycle, found = queries.cycle_and_queue(session, number)
        categories = categories_of(session, cycle.id)
        alike = unresolved(session, number)
    shown = queries.filtered(
        found, category=wanted.category, state=wanted.state, against=wanted.against, search=wanted.q
    )
    return page(
        request,
        "awards/screening/queue.html",
        cycle=cycle,
        categories=categories,
        entries=shown,
        total=len(found),
        settled=queries.settled(found),
        against=sum(bool(one.findings.obstacles) for one in found),
        counts=[(state, sum(one.state is state for one in found)) for state in STATES],
        states=STATES,
        first=queries.next_after(shown, 0),
        alike=alike,
        waiting=len(candidates(shown, alike)),
        may_screen=viewer.organises,
        takes_entries=timetable_of(cycle).accepts_submissions(clock()),
        narrowed=urlencode({k: v for k, v in filled.typed.items() if v}),
        typed=filled.typed,
    )


@get(
    "/cycles/{number:int}/screening/{entry:int}",
    name="screening.entry",
    guards=[overseers],
    sync_to_thread=True,
)
def one(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    number: FromPath[int],
    entry: FromPath[int],
) -> Response[str]:
    return entry_page(request, db, viewer, number, entry)


@post(
    "/cycles/{number:int}/screening/admissions",
    name="screening.admit",
    guards=[organisers],
    sync_to_thread=True,
)
def admit(
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    number: FromPath[int],
) -> Redirect:
    """One entry, and on to the next; or all that were shown."""
    values = read(AdmissionForm, form).values
    if values is None:
        raise RuleBroken(msg("No entry was chosen."))
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        admitted = operations.admit(session, cycle, values.receipt, by=viewer.person_id, at=clock())
        following = (
            queries.next_after(queries.queue_of(session, cycle), admitted[0]) if len(admitted) == 1 else None
        )
    notice = nmsg("%(n)s entry is admitted.", "%(n)s entries are admitted.", len(admitted))
    onward = f"/{following.row.number}" if following and len(values.receipt) == 1 else ""
    return see(f"/cycles/{number}/screening{onward}", notice=notice)


handlers = [queue, one, admit]
