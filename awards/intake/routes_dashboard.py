"""The intake of a cycle at a glance, for organisers and auditors."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from awards.cycles.queries import categories_of, cycle_by_number, timetable_of
from awards.directory.sectors import SECTORS, sector_name
from awards.intake.dashboard import dashboard
from awards.intake.forms import FilterForm
from awards.intake.queries import agencies, courses_of, cycle_before
from awards.kit.forms import read_filter
from awards.kit.pages import page
from awards.people.given import GivenClock, GivenDb, GivenViewer
from awards.people.guards import overseers


@get("/cycles/{number:int}/intake", name="intake.dashboard", guards=[overseers], sync_to_thread=True)
def of_cycle(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    number: FromPath[int],
) -> Response[str]:
    """How much has come in, against the last cycle; day by day; and which agencies have begun nothing."""
    now = clock()
    filled = read_filter(FilterForm, request)
    wanted = filled.values or FilterForm()
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        last = cycle_before(session, number, now)
        categories = categories_of(session, cycle.id)
        last_categories = categories_of(session, last.id) if last else []
        courses = courses_of(session, cycle.id, *([last.id] if last else []))
        everyone = agencies(session)
    timetable = timetable_of(cycle)
    return page(
        request,
        "awards/intake/dashboard.html",
        cycle=cycle,
        last=last,
        categories=categories,
        names={category.code: category for category in categories},
        sectors=SECTORS,
        sector_name=sector_name,
        board=dashboard(
            courses,
            everyone,
            codes=[category.code for category in categories],
            last_codes=[category.code for category in last_categories],
            cycle_id=cycle.id,
            timetable=timetable,
            last=timetable_of(last) if last else None,
            organiser_id=cycle.organiser_agency_id,
            wanted=wanted,
            now=now,
        ),
        takes_entries=timetable.accepts_submissions(now),
        may_manage=viewer.organises,
        typed=filled.typed,
        now=now,
    )


handlers = [of_cycle]
