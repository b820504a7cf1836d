"""`/cycles/{number}/categories/{code}/rubric/{final, first-reading}`: by what that round alone judges a category."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import category_at
from awards.kit.db import Database
from awards.kit.errors import Invalid, NotFound
from awards.kit.forms import Filled, typed_values
from awards.kit.i18n import msg
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from judging.rounds.own_rubrics import drop_own_rubric, why_no_own_rubric, write_own_rubric
from judging.rubrics.criteria_form import boxes_of, criteria_in, typed_criteria
from judging.rubrics.kinds import RoundKind
from judging.rubrics.operations import drafts_of
from judging.rubrics.queries import newest_rubric, rubric_sheet

_RUBRIC = "/cycles/{number:int}/categories/{code:str}/rubric/{round_:str}"
_SAVED = {
    RoundKind.FIRST_READING: msg("The rubric of the first reading is saved."),
    RoundKind.FINAL: msg("The rubric of the final panel is saved."),
}
_DROPPED = {
    RoundKind.FIRST_READING: msg("The first reading judges by the rubric of scoring."),
    RoundKind.FINAL: msg("The final panel judges by the rubric of scoring."),
}
KINDS = {"first-reading": RoundKind.FIRST_READING, "final": RoundKind.FINAL}
"""By the last part of the address."""


@get(_RUBRIC, name="rounds.own_rubric", guards=[overseers], sync_to_thread=True)
def show(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    code: FromPath[str],
    round_: FromPath[str],
    db: GivenDb,
) -> Response[str]:
    """The rubric of that round; where it has none, that of scoring to begin with."""
    return _page(request, db, number, code, _kind(round_))


@post(_RUBRIC, name="rounds.write_own_rubric", guards=[organisers], sync_to_thread=True)
def write(
    request: Request[Any, Any, Any],
    *,
    number: FromPath[int],
    code: FromPath[str],
    round_: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Write a version of it; or show other boxes, and keep nothing."""
    kind = _kind(round_)
    typed = typed_values(form)
    if opened := str(typed.pop("boxes", "")):
        return _page(request, db, number, code, kind, Filled(typed=typed), boxes=opened)
    filled: Filled[Any] = Filled(typed=typed)
    with filled.catching_refusal():
        criteria, errors = criteria_in(typed)
        if errors:
            raise Invalid(errors)
        with db.write() as session:
            _, category = category_at(session, number, code)
            write_own_rubric(session, category.id, criteria, kind=kind, by=viewer.person_id, at=clock())
        return see(f"/cycles/{number}/rounds", notice=_SAVED[kind])
    return _page(request, db, number, code, kind, filled)


@post(_RUBRIC + "/removal", name="rounds.drop_own_rubric", guards=[organisers], sync_to_thread=True)
def drop(
    number: FromPath[int],
    code: FromPath[str],
    round_: FromPath[str],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Redirect:
    """That round judges this category by the rubric of scoring."""
    kind = _kind(round_)
    with db.write() as session:
        _, category = category_at(session, number, code)
        drop_own_rubric(session, category.id, kind=kind, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/rounds", notice=_DROPPED[kind])


def _kind(part: str) -> RoundKind:
    """Raises NotFound."""
    kind = KINDS.get(part)
    if kind is None:
        raise NotFound
    return kind


def _page(
    request: Request[Any, Any, Any],
    db: Database,
    number: int,
    code: str,
    kind: RoundKind,
    filled: Filled[Any] | None = None,
    *,
    boxes: str = "",
) -> Response[str]:
    with db.read() as session:
        cycle, category = category_at(session, number, code)
        connection = session.connection()
        own = newest_rubric(connection, category.id, kind=kind)
        newest = own or newest_rubric(connection, category.id)
        rubric = rubric_sheet(connection, newest.id) if newest else None
        refused = why_no_own_rubric(session, cycle.id, kind)
    filled = filled or Filled(typed=typed_criteria(drafts_of(rubric)) if rubric else {})
    return page(
        request,
        "judging/rounds/own_rubric.html",
        filled=filled,
        cycle=cycle,
        category=category,
        round=next(part for part, one in KINDS.items() if one is kind),
        own=own is not None,
        refused=refused,
        announced=refused is not None,
        **boxes_of(filled.typed, language_of(request)),
        opened=boxes,
    )


handlers = [show, write, drop]
