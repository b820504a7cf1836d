"""Answering a disqualification, and deciding on the answer."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.entries import queries as entries
from awards.entries.models import EntryState
from awards.kit.db import Database
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import entrants, organisers
from awards.screening.forms import proposal_shown
from awards.screening.pages import entry_page
from awards.screening.replies import operations
from awards.screening.replies.forms import DecisionForm, ReplyForm
from awards.screening.replies.queries import hearing_of
from awards.screening.wording import GROUNDS

_MINE = "/entries/{entry_id:uuid}/disqualification"
_AT = "/cycles/{number:int}/screening/{entry:int}/reply"


@get(_MINE, name="screening.disqualification", guards=[entrants], sync_to_thread=True)
def mine(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Response[str]:
    """Why the entry is out, and where its people answer."""
    return _mine(request, db, viewer.person_id, clock, entry_id)


@post(_MINE, name="screening.reply", guards=[entrants], sync_to_thread=True)
def reply(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
) -> Response[str] | Redirect:
    """Answer once; nothing that was typed is lost if it is refused."""
    filled = read(ReplyForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                operations.reply(session, entry_id, filled.values.reply, by=viewer.person_id, at=clock())
            return see(
                f"/entries/{entry_id}/disqualification", notice=msg("The organisers have your answer.")
            )
    return _mine(request, db, viewer.person_id, clock, entry_id, filled)


def _mine(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: uuid.UUID,
    clock: GivenClock,
    entry_id: uuid.UUID,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        head = entries.my_head(session, viewer, entry_id)
        hearing = hearing_of(session, entry_id)
        published = entries.results_published(session, head.cycle_id)
    return page(
        request,
        "awards/screening/replies/mine.html",
        filled=filled,
        entry=head,
        hearing=hearing,
        grounds=GROUNDS,
        may_reply=hearing is not None
        and hearing.answered_at is None
        and head.state is EntryState.DISQUALIFIED
        and not published,
        now=clock(),
    )


@post(_AT, name="screening.reconsider", guards=[organisers], sync_to_thread=True)
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
    filled = read(DecisionForm, form)
    if filled.values is None:
        return entry_page(request, db, viewer, number, entry, filled)
    wish = filled.values
    with db.write() as session:
        operations.propose(
            session,
            entries.any_head(session, number, entry).id,
            wish.reason,
            lifts=wish.decision == "lift",
            by=viewer.person_id,
            at=clock(),
        )
    return see(
        f"/cycles/{number}/screening/{entry}",
        notice=msg("Proposed. It holds once another organiser confirms."),
    )


@post(f"{_AT}/confirmation", name="screening.confirm_reply", guards=[organisers], sync_to_thread=True)
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
        lifted = operations.confirm(session, entry_id, proposal_shown(form), by=viewer.person_id, at=clock())
    return see(
        f"/cycles/{number}/screening/{entry}",
        notice=msg("The disqualification is lifted; the entry waits for screening.")
        if lifted
        else msg("The disqualification stands."),
    )


@post(f"{_AT}/dropping", name="screening.drop_reply", guards=[organisers], sync_to_thread=True)
def drop(
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    number: FromPath[int],
    entry: FromPath[int],
) -> Redirect:
    """The answer waits for a decision again."""
    with db.write() as session:
        entry_id = entries.any_head(session, number, entry).id
        operations.drop(session, entry_id, proposal_shown(form), by=viewer.person_id, at=clock())
    return see(
        f"/cycles/{number}/screening/{entry}", notice=msg("Dropped. The answer waits for a decision again.")
    )


handlers = [mine, reply, propose, confirm, drop]
