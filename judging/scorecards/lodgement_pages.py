"""Lodging a sheet: what would be lodged, what is missing for it, and the deed."""

from http import HTTPStatus
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath

from awards.kit.errors import Refusal, RuleBroken
from awards.kit.forms import errors_of
from awards.kit.i18n import msg
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import judges
from judging.scorecards import operations
from judging.scorecards.forms import read_sheet
from judging.scorecards.given import given_rows
from judging.scorecards.permissions import may_change
from judging.scorecards.reading import heading
from judging.scorecards.sheet import points_of, scored_percent, shown_total, unexplained
from judging.scorecards.sheet_pages import Answer, Opened, opened
from judging.scorecards.totals import enough_scored


@get("/scorecards/{code:str}/lodgement", name="scorecards.lodgement", guards=[judges], sync_to_thread=True)
def lodgement_page(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    code: FromPath[str],
) -> Answer:
    """The sheet as it would be lodged. One that is lodged, or can no longer be, leads back to its page."""
    return _confirmation(request, opened(db, viewer, code, clock()))


def _confirmation(request: Request[Any, Any, Any], one: Opened, refusal: Refusal | None = None) -> Answer:
    sheet, rubric, lang = one.sheet, one.rubric, language_of(request)
    if not may_change(sheet.window, lodged=sheet.lodged_at is not None):
        return see(f"/scorecards/{sheet.entry.code}")
    points = points_of(sheet.content.marks, rubric)
    criteria = given_rows(rubric, sheet.content, lang)
    missing = [row for row in criteria if not row.mark.answered]
    silent = unexplained(sheet.content, rubric)
    enough = enough_scored(points, rubric.weights)
    return page(
        request,
        "judging/scorecards/lodgement.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK,
        view=sheet.entry,
        heading=heading(sheet.entry, lang),
        sheet=sheet,
        criteria=criteria,
        missing=missing,
        unexplained=[row for row in criteria if row.key in silent],
        enough=enough,
        lodgeable=enough and not missing and not silent,
        share=scored_percent(points, rubric.weights),
        total=shown_total(None if missing else sheet.total),
        errors=errors_of(refusal) if refusal else {},
    )


@post(
    "/scorecards/{code:str}/lodgement",
    name="scorecards.lodge",
    guards=[judges],
    status_code=HTTPStatus.OK,
    sync_to_thread=True,
)
def lodge(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    *,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    code: FromPath[str],
) -> Answer:
    """Lodge the version that was read on the page before; a newer one is shown to be read first."""
    at = clock()
    confirmed = read_sheet(FormMultiDict([("version", form.get("version", ""))])).version
    one = opened(db, viewer, code, at)
    if one.sheet.card_id is None:
        return _confirmation(request, one, operations.SheetIncomplete([]))
    try:
        with db.write() as session:
            operations.lodge_scorecard(
                session, one.sheet.card_id, version=confirmed, by=viewer.person_id, at=at
            )
    except (operations.StaleSheet, RuleBroken) as refusal:
        # Read again: what was pressed twice is lodged by now, and leads to its receipt.
        return _confirmation(request, opened(db, viewer, code, at), refusal)
    return see(f"/scorecards/{code}", notice=msg("The sheet is lodged. Keep its receipt."))
