"""The second person's approval of published places that an appeal corrects: pages and certificates follow at once."""

from contextlib import suppress
from typing import Any

from litestar import Request, Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.errors import Refusal
from awards.kit.forms import Filled, Form, read
from awards.kit.i18n import msg, nmsg
from awards.kit.pages import see
from awards.kit.signing import signer
from awards.people.given import (
    GivenClock,
    GivenDb,
    GivenFiles,
    GivenForm,
    GivenSettings,
    GivenViewer,
)
from awards.people.guards import organisers
from judging.appeals import amending
from judging.appeals.correcting import in_record
from judging.appeals.queries import appeal_numbered
from judging.appeals.routes_amending import places_page
from judging.sealing.operations import last_seal, seal_results
from reports.certificates.operations import revoke_fallen


class SeenForm(Form):
    """The correction that the person was looking at."""

    seen: str = ""


@post(
    "/cycles/{number:int}/appeals/{appeal:int}/places/approval",
    name="certificates.approve_places",
    guards=[organisers],
    sync_to_thread=True,
)
def approve(
    request: Request[Any, Any, Any],
    *,
    number: FromPath[int],
    appeal: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    files: GivenFiles,
    settings: GivenSettings,
    form: GivenForm,
) -> Response[str] | Redirect:
    """The places are others from now on, and the certificates of who no longer has one are void: one transaction.

    Results that were sealed are sealed again after it.
    """
    values = read(SeenForm, form).values or SeenForm()
    filled: Filled[Any] = Filled()
    with filled.catching_refusal(), db.write() as session:
        found = appeal_numbered(session, number, appeal)
        amending.approve(session, found.id, values.seen, by=viewer.person_id, at=clock())
        codes = revoke_fallen(
            session, found.cycle_id, in_record(found.number), by=viewer.person_id, at=clock()
        )
        sealed = last_seal(session, found.cycle_id) is not None
    if filled.refusal:
        return places_page(request, db, viewer, number, appeal, filled)
    if sealed:
        with suppress(
            Refusal
        ):  # a place of another category waits: its page says that the seal no longer holds
            seal_results(db, files, signer(settings.data_dir), number, by=viewer.person_id, at=clock())
    notice = (
        nmsg(
            "The places are corrected, and %(n)s certificate is void. Issue the new ones under Reports.",
            "The places are corrected, and %(n)s certificates are void. Issue the new ones under Reports.",
            len(codes),
        )
        if codes
        else msg("The places are corrected.")
    )
    return see(f"/cycles/{number}/appeals/{appeal}/places", notice=notice)


handlers = [approve]
