"""A category as organisers see it: what it asks, and by what it is judged."""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath

from awards.cycles.queries import category_by_code, cycle_by_number, questions_of
from awards.cycles.wording import QUESTION_KINDS
from awards.kit.pages import page
from awards.people.given import GivenDb
from awards.people.guards import overseers
from judging.rubrics.queries import newest_rubric, rubric_sheet


@get(
    "/cycles/{number:int}/categories/{code:str}",
    name="rubrics.category",
    guards=[overseers],
    sync_to_thread=True,
)
def category_page(
    request: Request[Any, Any, Any], number: FromPath[int], code: FromPath[str], db: GivenDb
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        category = category_by_code(session, cycle.id, code)
        questions = questions_of(session, category.id)
        newest = newest_rubric(session.connection(), category.id)
        rubric = rubric_sheet(session.connection(), newest.id) if newest else None
    return page(
        request,
        "judging/rubrics/category.html",
        cycle=cycle,
        category=category,
        questions=questions,
        kinds=QUESTION_KINDS,
        rubric=rubric,
        frozen_at=newest.frozen_at if newest else None,
    )


router = Router("/", route_handlers=[category_page])
