"""Proposing to disqualify an entry, confirming it, dropping it."""

import uuid
from typing import Any

from litestar import Request, Response, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.entries import queries as entries
from awards.kit.errors import RuleBroken
from awards.kit.forms import read
from awards.kit.i18n import msg
from awards.kit.pages import see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from awards.screening import disqualifications
from awards.screening.forms import DisqualificationForm, ProposalForm
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
        return entry_page(request, db, viewer, number, entry, typed=filled.typed, errors=filled.errors)
    wish = filled.values
    with db.write() as session:
        disqualifications.propose(
            session, _id(session, number, entry), wish.ground, wish.reason, by=viewer.person_id, at=clock()
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
        entry_id = _id(session, number, entry)
        disqualifications.confirm(session, entry_id, _shown(form), by=viewer.person_id, at=clock())
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
        entry_id = _id(session, number, entry)
        disqualifications.drop(session, entry_id, _shown(form), by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/screening/{entry}", notice=msg("The disqualification is dropped."))


def _id(session: Session, number: int, entry: int) -> uuid.UUID:
    return entries.any_head(session, number, entry).id


def _shown(form: FormMultiDict) -> uuid.UUID:
    values = read(ProposalForm, form).values
    if values is None:
        raise RuleBroken(msg("What was proposed has changed since you opened the page. Read it again."))
    return values.proposal


handlers = [propose, confirm, drop]
