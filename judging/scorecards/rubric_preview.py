"""`/cycles/{number}/categories/{code}/preview`: a category before it is announced, as an entrant and as a judge meet it."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from awards.cycles import conditions
from awards.cycles.queries import category_by_code, cycle_by_number, eligibility_of, questions_of
from awards.entries.boxes import grouped
from awards.entries.eligibility_answers import asked_in
from awards.entries.sheet import unanswered
from awards.kit.pages import language_of, page
from awards.people.given import GivenDb
from awards.people.guards import overseers
from judging.rubrics.queries import newest_rubric, rubric_sheet
from judging.scorecards.fragments import criterion_parts
from judging.scorecards.sheet import SheetInput


@get(
    "/cycles/{number:int}/categories/{code:str}/preview",
    name="rubrics.preview",
    guards=[overseers],
    sync_to_thread=True,
)
def rubric_preview(
    request: Request[Any, Any, Any], number: FromPath[int], code: FromPath[str], db: GivenDb
) -> Response[str]:
    """What is asked before, the form as entrants meet it, what of it judges read, and the criteria as they stand on a judge's sheet."""
    lang = language_of(request)
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        category = category_by_code(session, cycle.id, code)
        asked = [unanswered(question) for question in questions_of(session, category.id)]
        before = asked_in(eligibility_of(session, cycle.id), category.id)
        newest = newest_rubric(session.connection(), category.id)
        rubric = rubric_sheet(session.connection(), newest.id) if newest else None
    return page(
        request,
        "judging/rubrics/preview.html",
        cycle=cycle,
        category=category,
        before=before,
        groups=grouped(asked),
        conditions=conditions.in_words(asked),
        shown=[each for each in asked if not each.identifying],
        optional=[c for c in rubric.criteria if c.may_not_apply] if rubric else [],
        criteria=criterion_parts(rubric, SheetInput(), lang, {}) if rubric else [],
        languages=[lang],
    )
