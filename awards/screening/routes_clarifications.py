"""Asking about an entry, and answering."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.entries import queries as entries
from awards.kit.db import Database
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import entrants, organisers
from awards.screening import clarifications
from awards.screening.forms import AnswerForm, QuestionForm
from awards.screening.pages import entry_page

_MINE = "/entries/{entry_id:uuid}/clarifications"


@post(
    "/cycles/{number:int}/screening/{entry:int}/questions",
    name="screening.ask",
    guards=[organisers],
    sync_to_thread=True,
)
def ask(
    request: Request[Any, Any, Any],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    number: FromPath[int],
    entry: FromPath[int],
) -> Response[str] | Redirect:
    """Ask the entry's people; they are told by letter."""
    filled = read(QuestionForm, form)
    if filled.values is None:
        return entry_page(request, db, viewer, number, entry, filled)
    with db.write() as session:
        head = entries.any_head(session, number, entry)
        clarifications.ask(session, head.id, filled.values.question, by=viewer.person_id, at=clock())
    return see(
        f"/cycles/{number}/screening/{entry}#questions-title",
        notice=msg("The question is on its way to the people of the entry."),
    )


@get(_MINE, name="screening.questions", guards=[entrants], sync_to_thread=True)
def mine(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Response[str]:
    return _mine(request, db, viewer.person_id, clock, entry_id)


@post(
    _MINE + "/{question_id:uuid}",
    name="screening.answer",
    guards=[entrants],
    sync_to_thread=True,
)
def answer(
    request: Request[Any, Any, Any],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
    question_id: FromPath[uuid.UUID],
) -> Response[str] | Redirect:
    """Answer once; nothing that was typed is lost if it is refused."""
    filled = read(AnswerForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                clarifications.answer(
                    session, entry_id, question_id, filled.values.answer, by=viewer.person_id, at=clock()
                )
            return see(f"/entries/{entry_id}/clarifications", notice=msg("The organisers have your answer."))
    filled = filled.renamed("answer", f"answer-{question_id}")
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
        asked = clarifications.questions_of(session, entry_id)
    return page(
        request,
        "awards/screening/clarifications.html",
        filled=filled,
        entry=head,
        asked=asked,
        now=clock(),
    )


handlers = [ask, mine, answer]
