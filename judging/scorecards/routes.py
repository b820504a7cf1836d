"""The judge's pages: their list, one sheet, its lodgement, the comparison of their own scores."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.db import Database
from awards.kit.errors import NotFound, Refusal
from awards.kit.i18n import Message, clock_time, msg, translate
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import judges
from awards.people.viewer import Viewer
from judging.assignments.queries import judge_view_by_code, judge_views
from judging.blinding.judge_view import JudgeView
from judging.rubrics.queries import RubricSheet, rubric_of, rubric_sheet
from judging.scorecards import operations
from judging.scorecards.comparison import grids
from judging.scorecards.forms import FilledSheet, read_sheet
from judging.scorecards.listing import Listing, listing
from judging.scorecards.permissions import may_change
from judging.scorecards.queries import Desk, MySheet, desk_of, my_assignments, my_marks, my_sheet, receipt_of
from judging.scorecards.sheet import (
    REMARKS,
    SCALE,
    SheetInput,
    SheetState,
    points_of,
    same_content,
    shown_total,
    shown_weight,
    unanswered,
)
from judging.scorecards.totals import enough_scored, round_half_up, share_scored
from judging.scorecards.window import Window

Answer = Response[Any] | Redirect
_BEGINNING = datetime.min.replace(tzinfo=UTC)


@get("/scorecards", name="scorecards.list", guards=[judges], sync_to_thread=True)
def list_page(request: Request[Any, Any, Any], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Answer:
    state, category = request.query_params.get("state", ""), request.query_params.get("category", "")
    at = clock()
    desk, found = _listing(db, viewer, at, state=state, category=category)
    return page(
        request,
        "judging/scorecards/list.html",
        now=at,
        desk=desk,
        window=desk.window(at) if desk else Window.NOT_YET,
        listing=found,
        states=SheetState,
        chosen_state=state,
        chosen_category=category,
    )


def _listing(
    db: Database, viewer: Viewer, at: datetime, *, state: str = "", category: str = ""
) -> tuple[Desk | None, Listing]:
    """Before scoring begins, the list is counted and not shown."""
    with db.read() as session:
        desk = desk_of(session, viewer.person_id)
        if desk is None:
            return None, listing([], [], {})
        mine = my_assignments(session, viewer.person_id, desk.round_id)
        if desk.window(at) is Window.NOT_YET:
            return desk, listing(mine, [], {})
        views = judge_views(session, viewer.person_id, desk.round_id)
        begun = {sheet.rubric_id for sheet in mine if sheet.rubric_id}
        criteria = {rubric_id: len(rubric_sheet(session, rubric_id).criteria) for rubric_id in begun}
    return desk, listing(mine, views, criteria, state=state, category=category)


@get("/scorecards/comparison", name="scorecards.comparison", guards=[judges], sync_to_thread=True)
def comparison_page(
    request: Request[Any, Any, Any], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Answer:
    sort, order = request.query_params.get("sort", ""), request.query_params.get("order", "")
    desk, found = _listing(db, viewer, clock())
    rubrics, marks = {}, {}
    if desk is not None and found.lines:
        with db.read() as session:
            marks = my_marks(session, viewer.person_id, desk.round_id)
            rubrics = {
                entry.category_id: rubric_of(session, entry.category_id) for entry in found.categories
            }
    return page(
        request,
        "judging/scorecards/comparison.html",
        grids=grids(found.lines, rubrics, marks, sort=sort, descending=order == "descending"),
        sort=sort,
        order="descending" if order == "descending" else "ascending",
        shown_weight=shown_weight,
    )


@get("/scorecards/{code:str}", name="scorecards.sheet", guards=[judges], sync_to_thread=True)
def sheet_page(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    code: FromPath[str],
) -> Answer:
    at = clock()
    with db.read() as session:
        view = judge_view_by_code(session, viewer.person_id, code)
        sheet = my_sheet(session, viewer.person_id, code, at=at)
        rubric = rubric_sheet(session, sheet.rubric_id)
        receipt = receipt_of(session, sheet.card_id) if sheet.card_id and sheet.lodged_at else None
    if sheet.window is Window.NOT_YET:
        raise operations.NotScoringNow(msg("Scoring has not begun yet."))
    if may_change(sheet.window, lodged=sheet.lodged_at is not None):
        return _entry_form(request, view, sheet, rubric, at=at)
    return page(
        request,
        "judging/scorecards/locked.html",
        view=view,
        sheet=sheet,
        rubric=rubric,
        receipt=receipt,
        total=shown_total(sheet.total),
        shown_weight=shown_weight,
    )


def _entry_form(
    request: Request[Any, Any, Any],
    view: JudgeView,
    sheet: MySheet,
    rubric: RubricSheet,
    *,
    at: datetime,
    filled: FilledSheet | None = None,
) -> Answer:
    return page(
        request,
        "judging/scorecards/sheet.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if filled else HTTPStatus.OK,
        now=at,
        view=view,
        sheet=sheet,
        rubric=rubric,
        content=filled.sheet if filled else sheet.content,
        errors=filled.errors if filled else {},
        total=shown_total(sheet.total),
        remaining=len(rubric.criteria) - sheet.scored,
        scale=SCALE,
        shown_weight=shown_weight,
    )


@post("/scorecards/{code:str}", name="scorecards.save", guards=[judges], status_code=HTTPStatus.OK, sync_to_thread=True)
def save(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    code: FromPath[str],
) -> Answer:
    at = clock()
    filled = read_sheet(form)
    by_script = request.headers.get("accept", "").startswith("application/json")
    if filled.errors:
        return _wrong(request, viewer, db, code, filled, at=at, by_script=by_script)
    try:
        with db.write() as session:
            saved = operations.save_by_code(
                session, code, filled.sheet, version=filled.version, by=viewer.person_id, at=at
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return _refused(request, viewer, db, code, filled, refusal, at=at, by_script=by_script)
    if by_script:
        return _saved(request, saved.version, saved.total, saved.scored, at)
    return _onward(db, viewer, code, filled.then, at=at)


def _saved(
    request: Request[Any, Any, Any], version: int, total: str | None, scored: int, at: datetime
) -> Response[Any]:
    lang = language_of(request)
    return Response(
        {
            "version": version,
            "total": shown_total(total),
            "scored": scored,
            "saved_at": at.isoformat(timespec="seconds"),
            "words": translate(msg("Saved at %(time)s", time=clock_time(at, lang)), lang),
        }
    )


def _onward(db: Database, viewer: Viewer, code: str, then: str, *, at: datetime) -> Redirect:
    if then == "lodge":
        return see(f"/scorecards/{code}/lodgement")
    if then in ("previous", "next"):
        with db.read() as session:
            sheet = my_sheet(session, viewer.person_id, code, at=at)
        other = sheet.before if then == "previous" else sheet.after
        return see(f"/scorecards/{other}" if other else "/scorecards", notice=_SAVED)
    return see(f"/scorecards/{code}", notice=_SAVED)


_SAVED = msg("Your sheet is saved.")


def _wrong(
    request: Request[Any, Any, Any],
    viewer: Viewer,
    db: Database,
    code: str,
    filled: FilledSheet,
    *,
    at: datetime,
    by_script: bool,
) -> Answer:
    """422: the same page, with what was typed."""
    if by_script:
        lang = language_of(request)
        errors = {name: translate(message, lang) for name, message in filled.errors.items()}
        return Response({"errors": errors}, status_code=HTTPStatus.UNPROCESSABLE_ENTITY)
    with db.read() as session:
        view = judge_view_by_code(session, viewer.person_id, code)
        sheet = my_sheet(session, viewer.person_id, code, at=at)
        rubric = rubric_sheet(session, sheet.rubric_id)
    return _entry_form(request, view, sheet, rubric, at=at, filled=filled)


def _refused(
    request: Request[Any, Any, Any],
    viewer: Viewer,
    db: Database,
    code: str,
    filled: FilledSheet,
    refusal: Refusal,
    *,
    at: datetime,
    by_script: bool,
) -> Answer:
    """409 with both texts. A page that says what is saved already is no conflict: its answer was lost on the way."""
    with db.read() as session:
        view = judge_view_by_code(session, viewer.person_id, code)
        sheet = my_sheet(session, viewer.person_id, code, at=at)
        rubric = rubric_sheet(session, sheet.rubric_id)
    if sheet.version and same_content(sheet.content, filled.sheet):
        if by_script:
            return _saved(request, sheet.version, sheet.total, sheet.scored, sheet.updated_at or at)
        return _onward(db, viewer, code, filled.then, at=at)
    if by_script:
        lang = language_of(request)
        answer = {
            "error": translate(refusal.message, lang),
            "stale": isinstance(refusal, operations.StaleSheet),
            "version": sheet.version,
            "saved": _fields(sheet.content, rubric),
        }
        return Response(answer, status_code=refusal.status)
    return page(
        request,
        "judging/scorecards/conflict.html",
        status=refusal.status,
        view=view,
        sheet=sheet,
        rubric=rubric,
        typed=filled.sheet,
        refusal=refusal.message,
        writable=isinstance(refusal, operations.StaleSheet),
        remarks=REMARKS,
        scale=SCALE,
    )


def _fields(content: SheetInput, rubric: RubricSheet) -> dict[str, str]:
    """A sheet as its form would post it."""
    fields = {name: getattr(content, name) for name in REMARKS}
    for criterion in rubric.criteria:
        mark = content.mark(criterion.key)
        fields[f"points.{criterion.key}"] = mark.chosen
        fields[f"comment.{criterion.key}"] = mark.comment
    return fields


@get("/scorecards/{code:str}/lodgement", name="scorecards.lodgement", guards=[judges], sync_to_thread=True)
def lodgement_page(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    code: FromPath[str],
) -> Answer:
    return _lodgement(request, viewer, db, code, at=clock())


def _lodgement(
    request: Request[Any, Any, Any],
    viewer: Viewer,
    db: Database,
    code: str,
    *,
    at: datetime,
    refusal: Message | None = None,
) -> Answer:
    """What would be lodged, and what is missing for it."""
    with db.read() as session:
        view = judge_view_by_code(session, viewer.person_id, code)
        sheet = my_sheet(session, viewer.person_id, code, at=at)
        rubric = rubric_sheet(session, sheet.rubric_id)
    if not may_change(sheet.window, lodged=sheet.lodged_at is not None):
        return see(f"/scorecards/{code}")
    points = points_of(sheet.content.marks)
    missing = unanswered(sheet.content, rubric)
    return page(
        request,
        "judging/scorecards/lodgement.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK,
        view=view,
        sheet=sheet,
        rubric=rubric,
        missing=[rubric.by_key[key] for key in missing],
        enough=enough_scored(points, rubric.weights),
        share=round_half_up(100 * share_scored(points, rubric.weights), 0),
        total=shown_total(sheet.total),
        errors={"form": refusal} if refusal else {},
        shown_weight=shown_weight,
    )


@post("/scorecards/{code:str}/lodgement", name="scorecards.lodge", guards=[judges], sync_to_thread=True)
def lodge(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    code: FromPath[str],
) -> Answer:
    at = clock()
    confirmed = read_sheet(FormMultiDict([("version", form.get("version", ""))])).version
    try:
        with db.write() as session:
            sheet = my_sheet(session, viewer.person_id, code, at=at)
            if sheet.card_id is None:
                raise operations.SheetIncomplete([])
            operations.lodge_scorecard(session, sheet.card_id, version=confirmed, by=viewer.person_id, at=at)
    except (operations.SheetIncomplete, operations.TooLittleScored, operations.StaleSheet) as refusal:
        return _lodgement(request, viewer, db, code, at=at, refusal=refusal.message)
    return see(f"/scorecards/{code}", notice=msg("The sheet is lodged. Keep its receipt."))


router = Router(
    "/", route_handlers=[list_page, comparison_page, sheet_page, save, lodgement_page, lodge]
)
