"""Proposing to move an entry to another category, taking that back, and the answer of the entry's people."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import category_by_code, eligibility_of
from awards.entries import queries as entries
from awards.entries.content import content_hash
from awards.entries.eligibility_answers import given_in
from awards.entries.models import EntryState
from awards.kit.db import Database
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import entrants, organisers
from awards.screening import moving
from awards.screening.moving_aside import aside_after
from awards.screening.moving_eligibility import still_asked
from awards.screening.moving_forms import MoveAnswer, MoveAnswerForm, MoveForm, MoveShownForm
from awards.screening.moving_queries import moves_of, open_move
from awards.screening.pages import entry_page

_AT = "/cycles/{number:int}/screening/{entry:int}/move"
_MINE = "/entries/{entry_id:uuid}/move"


@post(_AT, name="screening.move", guards=[organisers], sync_to_thread=True)
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
    """Ask the entry's people; nothing moves before they consent."""
    filled = read(MoveForm, form)
    if filled.values is not None:
        with filled.catching_refusal(Invalid):
            with db.write() as session:
                head = entries.any_head(session, number, entry)
                to = category_by_code(session, head.cycle_id, filled.values.to)
                reason = filled.values.move_reason
                moving.propose_move(session, head.id, to.id, reason, by=viewer.person_id, at=clock())
            return see(
                f"/cycles/{number}/screening/{entry}#move-title",
                notice=msg("The proposal is on its way to the people of the entry."),
            )
    return entry_page(request, db, viewer, number, entry, filled)


@post(f"{_AT}/taking-back", name="screening.move_taken_back", guards=[organisers], sync_to_thread=True)
def take_back(
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    number: FromPath[int],
    entry: FromPath[int],
) -> Redirect:
    """The entry stays; its people are told."""
    values = read(MoveShownForm, form).values
    if values is None:
        raise RuleBroken(msg("What was proposed has changed since you opened the page. Read it again."))
    with db.write() as session:
        head = entries.any_head(session, number, entry)
        moving.take_back_move(session, head.id, values.move, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/screening/{entry}", notice=msg("The proposal is taken back."))


@get(_MINE, name="screening.my_move", guards=[entrants], sync_to_thread=True)
def mine(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Response[str]:
    return _mine(request, db, viewer.person_id, clock, entry_id)


@post(_MINE, name="screening.answer_move", guards=[entrants], sync_to_thread=True)
def answer(
    request: Request[Any, Any, Any],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
) -> Response[str] | Redirect:
    """Consent or decline, for all of the entry's people."""
    filled = read(MoveAnswerForm, form)
    by, now = viewer.person_id, clock()
    if said := filled.values:
        with filled.catching_refusal(Invalid):
            with db.write() as session:
                if said.answer is MoveAnswer.CONSENT:
                    moving.consent_to_move(
                        session,
                        entry_id,
                        said.move,
                        said.word,
                        checked=said.checked,
                        eligibility=given_in(filled.typed),
                        by=by,
                        at=now,
                    )
                else:
                    moving.decline_move(session, entry_id, said.move, said.word, by=by, at=now)
            if said.answer is MoveAnswer.CONSENT:
                notice = msg("The entry has moved. This is its receipt.")
                return see(f"/entries/{entry_id}/receipt", notice=notice)
            return see(f"/entries/{entry_id}/move", notice=msg("You declined. The entry stays where it is."))
    return _mine(request, db, by, clock, entry_id, filled)


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
        moves = moves_of(session, entry_id)
        waits = open_move(moves) if head.state is EntryState.SUBMITTED else None
        plan = moving.plan_of(session, head, waits.to_id) if waits else None
        aside = aside_after(session, entry_id) if moves else ()
        questions = eligibility_of(session, head.cycle_id) if waits else []
    return page(
        request,
        "awards/screening/move.html",
        filled=filled,
        entry=head,
        moves=moves,
        waits=waits,
        plan=plan,
        aside=aside,
        eligibility=still_asked(questions, waits.to_id, head.eligibility) if waits else [],
        checked=content_hash(plan.content) if plan else "",
        now=clock(),
    )


handlers = [propose, take_back, mine, answer]
