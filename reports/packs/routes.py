"""`/packs`: a judge's own entries as one PDF, and those of a whole jury for whoever prints them."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Stream

from awards.cycles.queries import cycle_by_number
from awards.kit.errors import NotFound
from awards.kit.i18n import msg
from awards.kit.jobs import OPEN, last_job
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenFiles, GivenSettings, GivenViewer
from awards.people.guards import judges, organisers
from reports.answers import PDF
from reports.certificates.archive import zipped
from reports.packs.jobs import KEPT_DAYS, MAKE, ask_for_packs, discard_packs, packs_kept, packs_made
from reports.packs.queries import my_pack, seats_of
from reports.packs.render import pack_pdf


@get("/packs/mine", name="packs.mine", guards=[judges], sync_to_thread=True)
def mine(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    files: GivenFiles,
) -> Response[bytes]:
    """All entries of the signed-in judge, in their language. 404 where there is nothing that they may read."""
    at = clock()
    with db.rows() as connection:
        pack = my_pack(connection, viewer, at=at)
    lang = language_of(request)
    # A neutral name: it lies in a folder of downloads for years.
    headers = {"content-disposition": f'attachment; filename="pack-{pack.cycle.number}-{lang}.pdf"'}
    return Response(pack_pdf(pack, files, lang, at=at), media_type=PDF, headers=headers)


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


router = Router("/", route_handlers=[mine, overview, make, archive, discard])
