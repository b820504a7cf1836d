"""One sheet: to write on, and to read once it is lodged."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.db import Database
from awards.kit.i18n import Message, msg
from awards.kit.pages import language_of, page
from awards.kit.reading import reading
from awards.people.given import GivenClock, GivenDb, GivenSettings, GivenViewer
from awards.people.guards import judges
from awards.people.viewer import Viewer
from judging.enquiries.exchange import JudgeExchange
from judging.enquiries.queries import exchanges_of
from judging.recognition.queries import answered
from judging.rubrics.queries import RubricSheet, rubric_sheet
from judging.scorecards import operations
from judging.scorecards.applying import not_applying, with_grants
from judging.scorecards.drafts import DraftKey, draft_key
from judging.scorecards.forms import LONGEST_REMARK
from judging.scorecards.fragments import criterion_parts, entry_part
from judging.scorecards.given import given_rows
from judging.scorecards.merging import seen_text
from judging.scorecards.permissions import may_change
from judging.scorecards.queries import MySheet, Receipt, my_sheet, receipt_of
from judging.scorecards.reading import heading
from judging.scorecards.sheet import (
    SheetInput,
    fitting,
    points_of,
    scored_percent,
    shown_total,
    unanswered,
)
from judging.scorecards.totals import enough_scored
from judging.scorecards.window import Window
from judging.scorecards.wording import named_errors, saved_words

Answer = Response[Any] | Redirect
_NO_ERRORS: Mapping[str, Message] = {}


@dataclass(frozen=True, slots=True)
class Opened:
    """A sheet and what is needed to show it."""

    sheet: MySheet
    rubric: RubricSheet
    receipt: Receipt | None
    exchanges: tuple[JudgeExchange, ...]
    ask_recognition: bool
    """Whether the judge is still to be asked if they could tell whose entry it is."""
    not_applying: frozenset[str] = frozenset()
    """Keys of the criteria that do not apply to the entry."""


def opened(db: Database, viewer: Viewer, code: str, at: datetime) -> Opened:
    """Raises NotFound, and NotScoringNow before the announced hour."""
    with db.rows() as connection:
        sheet = my_sheet(connection, viewer.person_id, code, at=at)
        if sheet.window is Window.NOT_YET:
            raise operations.NotScoringNow(msg("The round has not begun yet."))
        rubric = rubric_sheet(connection, sheet.rubric_id)
        grants = not_applying(sheet.not_applying, rubric)
        content = with_grants(fitting(sheet.content, rubric), grants)
        sheet = sheet if content is sheet.content else replace(sheet, content=content)
        receipt = receipt_of(connection, sheet.card_id) if sheet.card_id and sheet.lodged_at else None
        exchanges = exchanges_of(connection, sheet.entry.assignment_id)
        asks = (
            receipt is not None
            and sheet.window is Window.OPEN
            and answered(connection, sheet.entry.assignment_id) is None
        )
    return Opened(sheet, rubric, receipt, exchanges, asks, grants)


@get("/scorecards/{code:str}", name="scorecards.sheet", guards=[judges])
async def sheet_page(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
    code: FromPath[str],
) -> Answer:
    """The form while the sheet may be written on, else what is on it. 404 unless the entry is assigned."""

    def answer() -> Answer:
        at = clock()
        one = opened(db, viewer, code, at)
        if may_change(one.sheet.window, lodged=one.sheet.lodged_at is not None):
            return form_page(request, one, at=at, draft=draft_key(settings.secret, viewer.person_id))
        return _locked_page(request, one)

    return await reading(db, answer)


def _locked_page(request: Request[Any, Any, Any], one: Opened) -> Answer:
    """The sheet to read: lodged, or after the end of scoring."""
    lang = language_of(request)
    return page(
        request,
        "judging/scorecards/locked.html",
        view=one.sheet.entry,
        heading=heading(one.sheet.entry, lang),
        entry=entry_part(one.sheet, lang),
        sheet=one.sheet,
        exchanges=one.exchanges,
        criteria=given_rows(one.rubric, one.sheet.content, lang),
        receipt=one.receipt,
        ask_recognition=one.ask_recognition,
        total=shown_total(one.sheet.total if one.receipt else None),
    )


def form_page(
    request: Request[Any, Any, Any],
    one: Opened,
    *,
    at: datetime,
    draft: DraftKey,
    content: SheetInput | None = None,
    errors: Mapping[str, Message] = _NO_ERRORS,
) -> Response[str]:
    """The sheet to write on; with `errors`, what was typed and what is wrong with it: all the rest is saved."""
    lang = language_of(request)
    sheet, rubric = one.sheet, one.rubric
    content, points = (
        with_grants(content or sheet.content, one.not_applying),
        points_of(sheet.content.marks, rubric),
    )
    return page(
        request,
        "judging/scorecards/sheet.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        now=at,
        view=sheet.entry,
        heading=heading(sheet.entry, lang),
        entry=entry_part(sheet, lang),
        sheet=sheet,
        exchanges=one.exchanges,
        content=content,
        seen=seen_text(sheet.content),
        criteria=criterion_parts(rubric, content, lang, errors),
        boxes=rubric.has_boxes,
        errors=errors,
        named_errors=named_errors(errors, rubric),
        total=shown_total(sheet.total),
        share=scored_percent(points, rubric.weights),
        enough=enough_scored(points, rubric.weights),
        remaining=len(unanswered(sheet.content, rubric)),
        saved=saved_words(sheet.updated_at, at, lang, sheet.zone) if sheet.updated_at else None,
        draft=draft,
        longest_remark=LONGEST_REMARK,
    )
