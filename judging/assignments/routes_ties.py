"""The agencies of a judge, corrected; what is assigned already and now in conflict is told at once."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.cycles.queries import cycle_by_number
from awards.directory.queries import all_agencies
from awards.entries.queries import results_published
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import Filled, read
from awards.kit.i18n import local, msg, nmsg
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from judging.assignments.gather import gather
from judging.assignments.state import state_of
from judging.panels.forms import AFFILIATIONS, CorrectionForm, typed_ties
from judging.panels.operations import correct_ties
from judging.panels.queries import SeatedJudge, jury_of
from judging.panels.ties import ties_of
from judging.rounds.queries import last_round


@get(
    "/cycles/{number:int}/jury/{judge:uuid}/ties",
    name="assignments.ties_page",
    guards=[organisers],
    sync_to_thread=True,
)
def ties_page(
    request: Request[Any, Any, Any], number: FromPath[int], judge: FromPath[uuid.UUID], db: GivenDb
) -> Response[str] | Redirect:
    with db.read() as session:
        cycle, _ = _seat(session, number, judge)
        if results_published(session, cycle.id):
            return see(f"/cycles/{number}/jury")
        known = ties_of(session, [judge])[judge]
    typed = typed_ties(known) if known else {"no_ties": []}
    return _page(request, db, number, judge, Filled(typed=typed))


@post(
    "/cycles/{number:int}/jury/{judge:uuid}/ties",
    name="assignments.correct_ties",
    guards=[organisers],
    sync_to_thread=True,
)
def correct(
    request: Request[Any, Any, Any],
    *,
    number: FromPath[int],
    judge: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """What conflicts is counted in the same transaction, so that none is left unsaid."""
    filled = read(CorrectionForm, form)
    if filled.values:
        with filled.catching_refusal():
            ties = filled.values.ties()
            with db.write() as session:
                cycle, _ = _seat(session, number, judge)
                correct_ties(session, judge, ties, filled.values.reason, by=viewer.person_id, at=clock())
                conflicts, closed = _conflicts(session, cycle, judge)
            return _saved(number, conflicts, closed=closed)
    return _page(request, db, number, judge, filled)


def _saved(number: int, conflicts: int, *, closed: bool) -> Redirect:
    if not conflicts:
        return see(f"/cycles/{number}/jury", notice=msg("The agencies of the judge are corrected."))
    if closed:
        return see(
            f"/cycles/{number}/assignments",
            notice=nmsg(
                "The agencies are corrected. %(n)s entry that this judge has read is in conflict with them; the "
                "round is closed, so the sheet stands, and the decisions must take account of it.",
                "The agencies are corrected. %(n)s entries that this judge has read are in conflict with them; the "
                "round is closed, so the sheets stand, and the decisions must take account of it.",
                conflicts,
            ),
        )
    return see(
        f"/cycles/{number}/assignments#late-title",
        notice=nmsg(
            "The agencies are corrected. %(n)s entry that this judge has is in conflict with them: end its "
            "assignment here.",
            "The agencies are corrected. %(n)s entries that this judge has are in conflict with them: end their "
            "assignments here.",
            conflicts,
        ),
    )


def _conflicts(session: Session, cycle: Cycle, judge: uuid.UUID) -> tuple[int, bool]:
    """How many entries that the judge has conflict with their agencies, and whether the round is closed."""
    round_ = last_round(session, cycle.id)
    if round_ is None:
        return 0, False
    late = state_of(gather(session, round_.id)).conflicts
    return sum(found.judge.id == judge for found in late), round_.closed_at is not None


def _seat(session: Session, number: int, judge_id: uuid.UUID) -> tuple[Cycle, SeatedJudge]:
    """Raises NotFound."""
    cycle = cycle_by_number(session, number)
    judge = next((seated for seated in jury_of(session, cycle.id) if seated.id == judge_id), None)
    if judge is None:
        raise NotFound
    return cycle, judge


def _page(
    request: Request[Any, Any, Any],
    db: Database,
    number: int,
    judge_id: uuid.UUID,
    filled: Filled[Any],
) -> Response[str]:
    with db.read() as session:
        cycle, judge = _seat(session, number, judge_id)
        agencies = all_agencies(session)
    lang = language_of(request)
    return page(
        request,
        "judging/assignments/ties.html",
        filled=filled,
        cycle=cycle,
        judge=judge,
        agency_options=[(agency.id, local(agency, "name", lang)) for agency in agencies],
        affiliations=AFFILIATIONS,
    )


handlers = [ties_page, correct]
