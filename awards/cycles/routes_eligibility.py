"""`/cycles/{number}/eligibility`: what is asked before an entry is started."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles import eligibility_drafting as drafting
from awards.cycles.queries import (
    announcement_of,
    categories_of,
    cycle_by_number,
    eligibility_of,
    timetable_of,
)
from awards.kit.db import Database
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers

AnyRequest = Request[Any, Any, Any]
_ALL = "/cycles/{number:int}/eligibility"
_NEW = "/cycles/{number:int}/new-eligibility-question"
_ONE = _ALL + "/{key:str}"
_YES_NO = {"allowed_ar": "نعم", "allowed_en": "Yes", "barred_ar": "لا", "barred_en": "No"}


@get(_ALL, name="cycles.eligibility", guards=[overseers], sync_to_thread=True)
def listed(
    request: AnyRequest, viewer: GivenViewer, number: FromPath[int], db: GivenDb, clock: GivenClock
) -> Response[str]:
    """Every question with the answers that bar."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        questions = eligibility_of(session, cycle.id)
        categories = {category.id: category for category in categories_of(session, cycle.id)}
        announced = announcement_of(session, cycle.id) is not None
    open_still = announced and clock() < timetable_of(cycle).entries_end
    return page(
        request,
        "awards/cycles/eligibility.html",
        cycle=cycle,
        questions=questions,
        categories=categories,
        may_edit=viewer.organises and not announced,
        may_revise=viewer.organises and open_still,
    )


@get(_NEW, name="cycles.new_eligibility", guards=[organisers], sync_to_thread=True)
def new(request: AnyRequest, number: FromPath[int], db: GivenDb) -> Response[str]:
    return _page(request, db, number, None, Filled(typed=dict(_YES_NO)))


@get(_ONE, name="cycles.eligibility_question", guards=[organisers], sync_to_thread=True)
def one(request: AnyRequest, number: FromPath[int], key: FromPath[str], db: GivenDb) -> Response[str]:
    return _page(request, db, number, key)


@post(_NEW, name="cycles.add_eligibility", guards=[organisers], sync_to_thread=True)
def add(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    return _save(request, db, form, number, None, viewer, clock)


@post(_ONE, name="cycles.change_eligibility", guards=[organisers], sync_to_thread=True)
def change(
    request: AnyRequest,
    *,
    number: FromPath[int],
    key: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    return _save(request, db, form, number, key, viewer, clock)


def _save(
    request: AnyRequest,
    db: Database,
    form: GivenForm,
    number: int,
    key: str | None,
    viewer: GivenViewer,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(drafting.EligibilityForm, form)
    if filled.values:
        with filled.catching_refusal():
            with db.write() as session:
                cycle = cycle_by_number(session, number)
                plan = filled.values.plan()
                drafting.save_eligibility(session, cycle.id, key, plan, by=viewer.person_id, at=clock())
            return see(f"/cycles/{number}/eligibility", notice=msg("The question is saved."))
    return _page(request, db, number, key, filled)


@post(_ONE + "/removal", name="cycles.remove_eligibility", guards=[organisers], sync_to_thread=True)
def remove(
    number: FromPath[int], key: FromPath[str], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Redirect:
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        drafting.remove_eligibility(session, cycle.id, key, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/eligibility", notice=msg("The question is asked no more."))


def _page(
    request: AnyRequest,
    db: Database,
    number: int,
    key: str | None,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        announced = announcement_of(session, cycle.id) is not None
        categories = categories_of(session, cycle.id)
        question = drafting.eligibility_named(session, cycle.id, key) if key else None
    if filled is None and question:
        code = next((each.code for each in categories if each.id == question.category_id), "")
        filled = Filled(typed=drafting.typed_eligibility(question, code))
    return page(
        request,
        "awards/cycles/eligibility_question.html",
        filled=filled,
        cycle=cycle,
        categories=categories,
        question=question,
        announced=announced,
    )


handlers = [listed, new, one, add, change, remove]
