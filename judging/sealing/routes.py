"""Sealed results of a cycle: what was sealed, and sealing."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import select

from awards.kit.errors import NotFound
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.kit.signing import fingerprint, signer
from awards.people.given import GivenClock, GivenDb, GivenFiles, GivenSettings, GivenViewer
from awards.people.guards import organisers, overseers
from judging.sealing.gather import what_is_said
from judging.sealing.models import Seal
from judging.sealing.operations import digest_of, seal_results, seals_of, what_lacks
from judging.tally.queries import head_of, opened
from judging.tally.sealed import sealed_page


@get("/cycles/{number:int}/seals", name="sealing.seals", guards=[overseers], sync_to_thread=True)
def seals(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    settings: GivenSettings,
) -> Response[str]:
    """Every sealing, the newest first, and whether the results are still what it says."""
    with db.read() as session:
        head = head_of(session, number)
        if not head.results_open:
            return sealed_page(request, session, head, tab="decisions")
        found = seals_of(session, head.cycle_id)
        lacking = what_lacks(session, head)
        stands = bool(found) and found[0][0].says == digest_of(what_is_said(session, head))
    return page(
        request,
        "judging/sealing/seals.html",
        cycle=head,
        seals=found,
        lacking=lacking,
        stands=stands,
        may_seal=viewer.organises and not lacking and not stands,
        key=fingerprint(signer(settings.data_dir).public),
    )


@post("/cycles/{number:int}/seals", name="sealing.seal", guards=[organisers], sync_to_thread=True)
def seal(
    number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    files: GivenFiles,
    settings: GivenSettings,
    clock: GivenClock,
) -> Redirect:
    """Seal what is decided now. One person is enough: whatever it says took two already, and sealing changes none of it."""
    made = seal_results(db, files, signer(settings.data_dir), number, by=viewer.person_id, at=clock())
    return see(
        f"/cycles/{number}/seals",
        notice=msg("The results are sealed as version %(version)s.", version=made.version),
    )


@get(
    "/cycles/{number:int}/seals/{version:int}/sealed.zip",
    name="sealing.file",
    guards=[overseers],
    sync_to_thread=True,
)
def file(number: FromPath[int], version: FromPath[int], db: GivenDb, files: GivenFiles) -> Response[bytes]:
    """The file of one sealing, byte for byte. Raises NotYetOpened, NotFound."""
    with db.read() as session:
        head = opened(session, number)
        found = session.exec(
            select(Seal).where(Seal.cycle_id == head.cycle_id, Seal.version == version)
        ).first()
    if found is None:
        raise NotFound
    name = f'attachment; filename="sealed-{number}-v{version}.zip"'
    return Response(
        files.get(found.file), media_type="application/zip", headers={"content-disposition": name}
    )


router = Router("/", route_handlers=[seals, seal, file])
