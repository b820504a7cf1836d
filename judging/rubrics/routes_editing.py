"""`/cycles/{number}/categories/{code}/rubric`: writing the criteria of a category before its cycle is announced."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.drafting import Announced
from awards.cycles.queries import announcement_of, category_at, category_by_code, cycle_by_number
from awards.kit.db import Database
from awards.kit.errors import Invalid
from awards.kit.forms import Filled, typed_values
from awards.kit.i18n import msg
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from judging.rubrics.criteria_form import boxes_of, criteria_in, typed_criteria
from judging.rubrics.operations import create_rubric, drafts_of
from judging.rubrics.queries import newest_rubric, rubric_sheet

_RUBRIC = "/cycles/{number:int}/categories/{code:str}/rubric"


@get(_RUBRIC, name="rubrics.edit", guards=[organisers], sync_to_thread=True)
def edit(
    request: Request[Any, Any, Any], number: FromPath[int], code: FromPath[str], db: GivenDb
) -> Response[str]:
    return _page(request, db, number, code)


@post(_RUBRIC, name="rubrics.write", guards=[organisers], sync_to_thread=True)
def write(
    request: Request[Any, Any, Any],
    *,
    number: FromPath[int],
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Write a new version of the rubric; the earlier ones stay. Or show other boxes, and keep nothing."""
    typed = typed_values(form)
    if opened := str(typed.pop("boxes", "")):
        return _page(request, db, number, code, Filled(typed=typed), boxes=opened)
    filled: Filled[Any] = Filled(typed=typed)
    with filled.catching_refusal():
        criteria, errors = criteria_in(typed)
        if errors:
            raise Invalid(errors)
        with db.write() as session:
            cycle = cycle_by_number(session, number)
            if announcement_of(session, cycle.id) is not None:
                raise Announced
            category = category_by_code(session, cycle.id, code)
            create_rubric(session, category.id, criteria, by=viewer.person_id, at=clock())
        return see(f"/cycles/{number}/categories/{code}", notice=msg("The rubric is saved."))
    return _page(request, db, number, code, filled)


def _page(
    request: Request[Any, Any, Any],
    db: Database,
    number: int,
    code: str,
    filled: Filled[Any] | None = None,
    *,
    boxes: str = "",
) -> Response[str]:
    with db.read() as session:
        cycle, category = category_at(session, number, code)
        announced = announcement_of(session, cycle.id) is not None
        newest = newest_rubric(session.connection(), category.id)
        rubric = rubric_sheet(session.connection(), newest.id) if newest else None
    filled = filled or Filled(typed=typed_criteria(drafts_of(rubric)) if rubric else {})
    return page(
        request,
        "judging/rubrics/edit.html",
        filled=filled,
        cycle=cycle,
        category=category,
        announced=announced,
        **boxes_of(filled.typed, language_of(request)),
        opened=boxes,
        every_entry=False,
    )


handlers = (edit, write)
