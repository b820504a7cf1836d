"""`/packs`: a judge's own entries as one PDF."""

from typing import Any

from litestar import Request, Response, Router, get

from awards.kit.pages import language_of
from awards.people.given import GivenClock, GivenDb, GivenFiles, GivenViewer
from awards.people.guards import judges
from reports.answers import PDF
from reports.packs.queries import my_pack
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


router = Router("/", route_handlers=[mine])
