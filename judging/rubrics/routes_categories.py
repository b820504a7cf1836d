"""`/cycles/{number}/new-category`, `…/categories/{code}/removal`: which categories a cycle has."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import Field

from awards.cycles.draft_forms import CategoryForm
from awards.cycles.drafting import CategoryText
from awards.cycles.queries import (
    announcement_of,
    categories_of,
    category_by_code,
    cycle_by_number,
    questions_of,
)
from awards.kit.db import Database
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from judging.rubrics.categories import add_category, remove_category

AnyRequest = Request[Any, Any, Any]
_NEW = "/cycles/{number:int}/new-category"
_REMOVAL = "/cycles/{number:int}/categories/{code:str}/removal"


class NewCategoryForm(CategoryForm):
    """A new category; `like` is the code of one whose questions and rubric it begins with."""

    code: str = Field(min_length=1, max_length=20)
    entrants: str = "agencies"
    like: str = ""

    def text(self) -> CategoryText:
        """As the operation takes it."""
        given = self.model_dump()
        return CategoryText(
            **{name: text for name, text in given.items() if name not in {"code", "entrants", "like"}}
        )


@get(_NEW, name="rubrics.new_category", guards=[organisers], sync_to_thread=True)
def new(request: AnyRequest, number: FromPath[int], db: GivenDb) -> Response[str]:
    return _page(request, db, number, Filled(typed={"places": 3, "entrants": "agencies"}))


@post(_NEW, name="rubrics.add_category", guards=[organisers], sync_to_thread=True)
def add(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(NewCategoryForm, form)
    if wanted := filled.values:
        code = wanted.code.upper()
        with filled.catching_refusal():
            with db.write() as session:
                add_category(
                    session,
                    cycle_by_number(session, number),
                    code,
                    wanted.text(),
                    for_individuals=wanted.entrants == "individuals",
                    like=wanted.like,
                    by=viewer.person_id,
                    at=clock(),
                )
            return see(f"/cycles/{number}/categories/{code}", notice=msg("The category is added."))
    return _page(request, db, number, filled)


def _page(
    request: AnyRequest,
    db: Database,
    number: int,
    filled: Filled[Any],
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        categories = categories_of(session, cycle.id)
        announced = announcement_of(session, cycle.id) is not None
    return page(
        request,
        "judging/rubrics/new_category.html",
        filled=filled,
        cycle=cycle,
        categories=categories,
        announced=announced,
    )


@get(_REMOVAL, name="rubrics.category_removal", guards=[organisers], sync_to_thread=True)
def removal(
    request: AnyRequest, number: FromPath[int], code: FromPath[str], db: GivenDb
) -> Response[str] | Redirect:
    """Ask first, and say what goes with it."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        category = category_by_code(session, cycle.id, code)
        questions = questions_of(session, category.id)
        announced = announcement_of(session, cycle.id) is not None
    if announced:
        return see(f"/cycles/{number}/categories/{code}")
    return page(
        request,
        "judging/rubrics/category_removal.html",
        cycle=cycle,
        category=category,
        questions=questions,
    )


@post(_REMOVAL, name="rubrics.remove_category", guards=[organisers], sync_to_thread=True)
def remove(
    number: FromPath[int], code: FromPath[str], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Redirect:
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        category = category_by_code(session, cycle.id, code)
        remove_category(session, category, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}", notice=msg("The category is removed."))


handlers = (new, add, removal, remove)
