"""`…/questions/{key}/retirement`, `…/categories/{code}/entrants`: what else of a category changes after the announcement."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.drafting import question_named
from awards.cycles.queries import category_by_code, cycle_by_number
from awards.entries.revisions import retiring
from awards.entries.revisions.entrants import change_entrants
from awards.entries.revisions.queries import ever_entered
from awards.kit.db import Database
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers

AnyRequest = Request[Any, Any, Any]
_CATEGORY = "/cycles/{number:int}/categories/{code:str}"
_RETIREMENT = _CATEGORY + "/questions/{key:str}/retirement"
_ENTRANTS = _CATEGORY + "/entrants"


@get(_RETIREMENT, name="revisions.look_at_loss", guards=[organisers], sync_to_thread=True)
def look(
    request: AnyRequest,
    number: FromPath[int],
    code: FromPath[str],
    key: FromPath[str],
    db: GivenDb,
    clock: GivenClock,
) -> Response[str]:
    """What it means that a question is asked no more, or why it has to be."""
    return _retirement(request, db, number, code, key, clock, {}, {})


@post(_RETIREMENT, name="revisions.retire", guards=[organisers], sync_to_thread=True)
def retire(
    request: AnyRequest,
    *,
    number: FromPath[int],
    code: FromPath[str],
    key: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    reason, version = str(form.get("reason") or ""), str(form.get("version") or "")
    try:
        with db.write() as session:
            cycle = cycle_by_number(session, number)
            retiring.retire_question(
                session,
                cycle,
                category_by_code(session, cycle.id, code),
                key,
                reason,
                version=int(version) if version.isdecimal() and len(version) < 7 else 0,
                by=viewer.person_id,
                at=clock(),
            )
    except Invalid as refusal:
        return _retirement(
            request, db, number, code, key, clock, {"reason": reason}, dict(refusal.errors), refusal.status
        )
    notice = msg("The question is asked no more, and those whom it concerns are written to.")
    return see(f"/cycles/{number}/categories/{code}", notice=notice)


def _retirement(
    request: AnyRequest,
    db: Database,
    number: int,
    code: str,
    key: str,
    clock: GivenClock,
    typed: dict[str, str],
    errors: dict[str, Message],
    status: int = HTTPStatus.OK,
) -> Response[str]:
    obstacle: Message | None = None
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        category = category_by_code(session, cycle.id, code)
        question = question_named(session, category.id, key)
        try:
            loss = retiring.look_at_loss(session, cycle, category, key, at=clock())
        except RuleBroken as refusal:
            loss, obstacle = None, refusal.message
    return page(
        request,
        "awards/entries/revisions/retirement.html",
        status=status,
        cycle=cycle,
        category=category,
        question=question,
        said=retiring.in_words(loss) if loss else [],
        concerned=loss.begun if loss else 0,
        obstacle=obstacle,
        typed=typed,
        errors=errors,
    )


@get(_ENTRANTS, name="revisions.entrants_page", guards=[organisers], sync_to_thread=True)
def entrants_page(
    request: AnyRequest, number: FromPath[int], code: FromPath[str], db: GivenDb
) -> Response[str]:
    """Who enters a category: agencies or individuals."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        category = category_by_code(session, cycle.id, code)
        entered = ever_entered(session, category.id)
    return page(
        request,
        "awards/entries/revisions/entrants.html",
        cycle=cycle,
        category=category,
        entered=entered,
        typed={"entrants": "individuals" if category.for_individuals else "agencies"},
    )


@post(_ENTRANTS, name="revisions.change_entrants", guards=[organisers], sync_to_thread=True)
def save_entrants(
    *,
    number: FromPath[int],
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Redirect:
    """`entrants` is `agencies` or `individuals`."""
    with db.write() as session:
        category = category_by_code(session, cycle_by_number(session, number).id, code)
        individuals = form.get("entrants") == "individuals"
        change_entrants(session, category, for_individuals=individuals, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/categories/{code}", notice=msg("The category is saved."))


handlers = [look, retire, entrants_page, save_entrants]
