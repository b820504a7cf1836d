"""Proposing to disqualify an entry, confirming it, dropping it."""

from typing import Any

from litestar import Request, Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.entries import queries as entries
from awards.kit.forms import read
from awards.kit.i18n import msg
from awards.kit.pages import see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from awards.screening import disqualifications
from awards.screening.forms import DisqualificationForm, proposal_shown
from awards.screening.pages import entry_page

_AT = "/cycles/{number:int}/screening/{entry:int}/disqualification"


@post(_AT, name="screening.disqualify", guards=[organisers], sync_to_thread=True)
def propose(
    request: Request[Any, Any, Any],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    number: FromPath[int],
    entry: FromPath[int],
) -> Response[str] | Redirect:
    """One organiser's wish; nothing happens to the entry before another one confirms."""
    filled = read(DisqualificationForm, form)
    if filled.values is None:
        return entry_page(request, db, viewer, number, entry, filled)
    wish = filled.values
    with db.write() as session:
        disqualifications.propose(
            session,
            entries.any_head(session, number, entry).id,
            wish.ground,
            wish.reason,
            by=viewer.person_id,
            at=clock(),
        )
    return see(
        f"/cycles/{number}/screening/{entry}",
        notice=msg("Proposed. The entry is out once another organiser confirms."),
    )


@post(f"{_AT}/confirmation", name="screening.confirm", guards=[organisers], sync_to_thread=True)
def confirm(
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    number: FromPath[int],
    entry: FromPath[int],
) -> Redirect:
    """The second organiser confirms what they were looking at."""
    with db.write() as session:
        entry_id = entries.any_head(session, number, entry).id
        disqualifications.confirm(session, entry_id, proposal_shown(form), by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/screening/{entry}", notice=msg("The entry is disqualified."))


@post(f"{_AT}/dropping", name="screening.drop", guards=[organisers], sync_to_thread=True)
def drop(
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    number: FromPath[int],
    entry: FromPath[int],
) -> Redirect:
    """The entry stays; it waits for screening again."""
    with db.write() as session:
        entry_id = entries.any_head(session, number, entry).id
        disqualifications.drop(session, entry_id, proposal_shown(form), by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/screening/{entry}", notice=msg("The disqualification is dropped."))


handlers = [propose, confirm, drop]
