"""A category as organisers see it: what it asks, what of it judges see, and by what it is judged."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles import conditions
from awards.cycles.category_cautions import of_categories
from awards.cycles.operations import hide_question
from awards.cycles.queries import announcement_of, category_by_code, cycle_by_number, ever_asked_in
from awards.cycles.wording import INDICATORS, QUESTION_KINDS
from awards.entries.revisions.operations import may_revise
from awards.entries.revisions.queries import ever_entered
from awards.kit.db import Database
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer
from judging.rubrics import routes_categories, routes_editing
from judging.rubrics.queries import newest_rubric, rubric_sheet

_PATH = "/cycles/{number:int}/categories/{code:str}"


@get(_PATH, name="rubrics.category", guards=[overseers], sync_to_thread=True)
def category_page(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    number: FromPath[int],
    code: FromPath[str],
    db: GivenDb,
    clock: GivenClock,
) -> Response[str]:
    """What a category asks and by what it is judged, in the wording that holds now."""
    return _page(request, db, viewer, number, code, clock())


@post(
    _PATH + "/questions/{key:str}/hiding",
    name="rubrics.hide_question",
    guards=[organisers],
    sync_to_thread=True,
)
def hide(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    number: FromPath[int],
    code: FromPath[str],
    key: FromPath[str],
) -> Response[str] | Redirect:
    """Judges stop seeing the answers to a question."""
    reason = str(form.get("reason") or "")
    try:
        with db.write() as session:
            category = category_by_code(session, cycle_by_number(session, number).id, code)
            question = next((q for q in ever_asked_in(session, category.id) if q.key == key), None)
            if question is None:
                raise NotFound
            hide_question(session, question.id, reason, by=viewer.person_id, at=clock())
    except RuleBroken as refusal:
        typed = {"key": key, "reason": reason, "error": refusal.message}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, db, viewer, number, code, clock(), typed=typed, status=status)
    return see(
        f"/cycles/{number}/categories/{code}",
        notice=msg("Judges no longer see the answers to that question."),
    )


def _page(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    number: int,
    code: str,
    now: datetime,
    *,
    typed: dict[str, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        category = category_by_code(session, cycle.id, code)
        every = ever_asked_in(session, category.id)
        entered = ever_entered(session, category.id)
        newest = newest_rubric(session.connection(), category.id)
        rubric = rubric_sheet(session.connection(), newest.id) if newest else None
        announcement = announcement_of(session, cycle.id)
        revisable = may_revise(session, cycle, now)
    announced = announcement is not None
    questions = [question for question in every if question.retired_at is None]
    return page(
        request,
        "judging/rubrics/category.html",
        status=status,
        cycle=cycle,
        category=category,
        questions=questions,
        kinds=QUESTION_KINDS,
        indicators=INDICATORS,
        conditions=conditions.in_words(questions),
        may_edit=viewer.organises and not announced,
        retired=[question for question in every if question.retired_at is not None],
        cautions=[]
        if announced
        else of_categories([category], {category.id: questions}, cycle.months_in_operation),
        may_choose_entrants=viewer.organises and not entered,
        may_hide=viewer.organises and announced,
        may_revise=viewer.organises and revisable,
        typed=typed or {},
        rubric=rubric,
        frozen_at=newest.frozen_at if newest else None,
        announced_at=announcement.announced_at if announcement else None,
        corrected_at=newest.corrected_since(announcement.announced_at) if newest and announcement else None,
        may_correct=viewer.organises and announced and newest is not None and newest.frozen_at is None,
    )


router = Router(
    "/", route_handlers=[category_page, hide, *routes_editing.handlers, *routes_categories.handlers]
)
