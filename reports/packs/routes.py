"""`/packs`: a judge's own entries as one PDF, and those of a whole jury for whoever prints them."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Stream

from awards.cycles.queries import cycle_by_number
from awards.kit.errors import NotFound
from awards.kit.i18n import msg
from awards.kit.jobs import OPEN, RESUMABLE, JobState, last_job, work_before
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenSettings, GivenViewer
from awards.people.guards import judges, organisers
from reports.answers import PDF
from reports.certificates.archive import zipped
from reports.packs.jobs import KEPT_DAYS, MAKE, ask_for_packs, discard_packs, packs_kept, packs_made
from reports.packs.own import MAKE_OWN, ask_for_own_pack, own_pack_made
from reports.packs.queries import my_pack, seats_of


@get("/packs/mine", name="packs.mine", guards=[judges], sync_to_thread=True)
def mine(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str]:
    """Whether the signed-in judge's pack is ready, how far it is, and the way to have it made.

    404 where there is nothing that they may read.
    """
    with db.rows() as connection:
        pack = my_pack(connection, viewer, at=clock())
    with db.read() as session:
        job = last_job(session, MAKE_OWN, pack.judge.judge_id)
        # One of them waits behind the work of others.
        before = len(work_before(session, job)) if job and job.state is JobState.QUEUED else 0
    return page(
        request,
        "reports/packs/mine.html",
        entries=len(pack.entries),
        job=job,
        before=before,
        under_way=job is not None and job.state in OPEN,
        ready=own_pack_made(settings, pack, language_of(request)) is not None,
        failed=job is not None and job.state in RESUMABLE,
        days=KEPT_DAYS,
    )


@post("/packs/mine", name="packs.make_mine", guards=[judges], sync_to_thread=True)
def make_mine(
    request: Request[Any, Any, Any], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Redirect:
    """Have it made in the language of the page."""
    at = clock()
    with db.rows() as connection:
        judge = my_pack(connection, viewer, at=at).judge
    with db.write() as session:
        ask_for_own_pack(session, judge.judge_id, language_of(request), by=viewer.person_id, at=at)
    return see("/packs/mine")


@get("/packs/mine.pdf", name="packs.download_mine", guards=[judges], sync_to_thread=True)
def download_mine(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[bytes]:
    """All entries of the signed-in judge as they are now. 404 where that was not made."""
    with db.rows() as connection:
        pack = my_pack(connection, viewer, at=clock())
    lang = language_of(request)
    path = own_pack_made(settings, pack, lang)
    if path is None:
        raise NotFound
    # A neutral name: it lies in a folder of downloads for years.
    headers = {"content-disposition": f'attachment; filename="pack-{pack.cycle.number}-{lang}.pdf"'}
    return Response(path.read_bytes(), media_type=PDF, headers=headers)


@get("/cycles/{number:int}/packs", name="packs.overview", guards=[organisers], sync_to_thread=True)
def overview(
    request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb, settings: GivenSettings
) -> Response[str]:
    """What was made last, and the way to make it."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        job = last_job(session, MAKE, cycle.id)
        seats = seats_of(session.connection(), cycle.id)
        packs = packs_made(session, settings, cycle.id)
    return page(
        request,
        "reports/packs/packs.html",
        cycle=cycle,
        job=job,
        under_way=job is not None and job.state in OPEN,
        judges=len(seats),
        packs=len(packs),
        kept=packs_kept(settings, cycle.id),
        days=KEPT_DAYS,
    )


@post("/cycles/{number:int}/packs", name="packs.make", guards=[organisers], sync_to_thread=True)
def make(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    """Ask for the packs of all judges, and lead to the job that makes them."""
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        job = ask_for_packs(session, cycle.id, by=viewer.person_id, at=clock())
    return see(f"/jobs/{job.id}")


@get("/cycles/{number:int}/packs.zip", name="packs.archive", guards=[organisers], sync_to_thread=True)
def archive(number: FromPath[int], db: GivenDb, settings: GivenSettings) -> Stream:
    """All packs of the last job; the audit log keeps who took them. 404 where there are none, or no longer."""
    with db.read() as session:
        packs = packs_made(session, settings, cycle_by_number(session, number).id)
    if not packs:
        raise NotFound
    return Stream(
        zipped([(pack.name, pack.read_bytes) for pack in packs]),
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="packs-{number}.zip"'},
    )


@post("/cycles/{number:int}/packs/deletion", name="packs.discard", guards=[organisers], sync_to_thread=True)
def discard(
    number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock, settings: GivenSettings
) -> Redirect:
    """Delete what was made, once it is printed."""
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        discard_packs(session, settings, cycle.id, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/packs", notice=msg("The packs are deleted."))


router = Router("/", route_handlers=[mine, make_mine, download_mine, overview, make, archive, discard])
