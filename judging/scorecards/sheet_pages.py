"""One sheet: to write on, to read once it is lodged, and both versions where two pages wrote on it."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.db import Database
from awards.kit.errors import NotFound, Refusal
from awards.kit.i18n import msg, translate
from awards.kit.pages import language_of, page, see
from awards.kit.reading import reading
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import judges
from awards.people.viewer import Viewer
from judging.rubrics.queries import RubricSheet, rubric_sheet
from judging.rubrics.scale import SCALE
from judging.scorecards import operations
from judging.scorecards.drafts import DraftKey, draft_key
from judging.scorecards.forms import LONGEST_REMARK, FilledSheet, read_sheet, savable
from judging.scorecards.fragments import criterion_parts, entry_part
from judging.scorecards.given import as_fields, given_rows
from judging.scorecards.permissions import may_change
from judging.scorecards.queries import MySheet, Receipt, my_sheet, receipt_of
from judging.scorecards.reading import heading
from judging.scorecards.sheet import points_of, same_content, scored_percent, shown_total
from judging.scorecards.signed_out import SignedOut, by_script, judges_with_text, signed_out
from judging.scorecards.window import Window
from judging.scorecards.wording import named_errors, saved_words

Answer = Response[Any] | Redirect
_SAVED = msg("Your sheet is saved.")


@dataclass(frozen=True, slots=True)
class Opened:
    """A sheet and what is needed to show it."""

    sheet: MySheet
    rubric: RubricSheet
    receipt: Receipt | None


def opened(db: Database, viewer: Viewer, code: str, at: datetime) -> Opened:
    """Raises NotFound, and NotScoringNow before the announced hour."""
    with db.rows() as connection:
        sheet = my_sheet(connection, viewer.person_id, code, at=at)
        if sheet.window is Window.NOT_YET:
            raise operations.NotScoringNow(msg("Scoring has not begun yet."))
        rubric = rubric_sheet(connection, sheet.rubric_id)
        receipt = receipt_of(connection, sheet.card_id) if sheet.card_id and sheet.lodged_at else None
    return Opened(sheet, rubric, receipt)


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
            return _form_page(request, one, at=at, draft=draft_key(settings.secret, viewer.person_id))
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
        criteria=given_rows(one.rubric, one.sheet.content, lang),
        receipt=one.receipt,
        total=shown_total(one.sheet.total if one.receipt else None),
    )


def _form_page(
    request: Request[Any, Any, Any],
    one: Opened,
    *,
    at: datetime,
    draft: DraftKey,
    filled: FilledSheet | None = None,
) -> Answer:
    """The sheet to write on; with `filled`, what was typed and what is wrong with it."""
    lang = language_of(request)
    content = filled.sheet if filled else one.sheet.content
    saved_at = one.sheet.updated_at
    return page(
        request,
        "judging/scorecards/sheet.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if filled else HTTPStatus.OK,
        now=at,
        view=one.sheet.entry,
        heading=heading(one.sheet.entry, lang),
        entry=entry_part(one.sheet, lang),
        sheet=one.sheet,
        content=content,
        criteria=criterion_parts(one.rubric, content, lang, filled.errors if filled else {}),
        errors=filled.errors if filled else {},
        named_errors=named_errors(filled.errors, one.rubric) if filled else {},
        total=shown_total(one.sheet.total),
        share=scored_percent(points_of(one.sheet.content.marks), one.rubric.weights),
        remaining=len(one.rubric.criteria) - one.sheet.scored,
        saved=saved_words(saved_at, at, lang) if saved_at else None,
        draft=draft,
        longest_remark=LONGEST_REMARK,
    )


@post(
    "/scorecards/{code:str}",
    name="scorecards.save",
    guards=[judges_with_text],
    exception_handlers={SignedOut: signed_out},
    status_code=HTTPStatus.OK,
    sync_to_thread=True,
)
def save(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    *,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
    form: GivenForm,
    code: FromPath[str],
) -> Answer:
    """Save what can be saved: a wrong field keeps what was there, and is shown with 422.

    A save on an older version answers 409 with both texts. A script is answered in JSON.
    """
    at = clock()
    filled = read_sheet(form)
    draft = draft_key(settings.secret, viewer.person_id)
    sheet = filled.sheet
    if filled.errors:
        sheet = savable(filled, opened(db, viewer, code, at).sheet.content)
    try:
        with db.write() as session:
            saved = operations.save_by_code(
                session, code, sheet, version=filled.version, by=viewer.person_id, at=at
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return _refused(
            request, opened(db, viewer, code, at), filled, refusal, db=db, viewer=viewer, at=at, draft=draft
        )
    if filled.errors:
        return _wrong(request, opened(db, viewer, code, at), filled, at=at, draft=draft)
    if by_script(request):
        return _saved(request, saved.version, saved.total, saved.scored, at)
    return _onward(db, viewer, code, filled.then, at=at)


def _saved(
    request: Request[Any, Any, Any],
    version: int,
    total: str | None,
    scored: int,
    at: datetime,
    *,
    fresh: bool = True,
) -> Response[Any]:
    """`fresh` unless all of it was saved before."""
    return Response(
        {
            "version": version,
            "total": shown_total(total),
            "scored": scored,
            "saved_at": at.isoformat(timespec="seconds"),
            "words": saved_words(at, at, language_of(request)),
            "fresh": fresh,
        }
    )


def _onward(db: Database, viewer: Viewer, code: str, then: str, *, at: datetime) -> Redirect:
    """To the page that the pressed button names."""
    if then == "lodge":
        return see(f"/scorecards/{code}/lodgement")
    if then in ("previous", "next"):
        with db.rows() as connection:
            place = my_sheet(connection, viewer.person_id, code, at=at).place
        beside = place.before if then == "previous" else place.after
        return see(f"/scorecards/{beside}" if beside else "/scorecards", notice=_SAVED)
    return see(f"/scorecards/{code}", notice=_SAVED)


def _wrong(
    request: Request[Any, Any, Any], one: Opened, filled: FilledSheet, *, at: datetime, draft: DraftKey
) -> Answer:
    """422: the same page, with what was typed; all but the wrong fields is saved."""
    if not by_script(request):
        return _form_page(request, one, at=at, draft=draft, filled=filled)
    lang = language_of(request)
    named = named_errors(filled.errors, one.rubric)
    errors = {name: translate(message, lang) for name, message in named.items()}
    answer = {"errors": errors, "version": one.sheet.version}
    return Response(answer, status_code=HTTPStatus.UNPROCESSABLE_ENTITY)


def _refused(
    request: Request[Any, Any, Any],
    one: Opened,
    filled: FilledSheet,
    refusal: Refusal,
    *,
    db: Database,
    viewer: Viewer,
    at: datetime,
    draft: DraftKey,
) -> Answer:
    """409 with both texts. A page that says what is saved already is no conflict: an answer to it was lost."""
    sheet, lang = one.sheet, language_of(request)
    stale = isinstance(refusal, operations.StaleSheet)
    if stale and sheet.version and same_content(sheet.content, filled.sheet):
        if by_script(request):
            known = sheet.updated_at or at
            return _saved(request, sheet.version, sheet.total, sheet.scored, known, fresh=False)
        return _onward(db, viewer, sheet.entry.code, filled.then, at=at)
    if by_script(request):
        answer = {
            "error": translate(refusal.message, lang),
            "stale": stale,
            "version": sheet.version,
            "saved": as_fields(sheet.content, one.rubric),
        }
        return Response(answer, status_code=refusal.status)
    return page(
        request,
        "judging/scorecards/conflict.html",
        status=refusal.status,
        view=sheet.entry,
        heading=heading(sheet.entry, lang),
        sheet=sheet,
        saved=saved_words(sheet.updated_at, at, lang) if sheet.updated_at else None,
        criteria=given_rows(one.rubric, sheet.content, lang, filled.sheet),
        typed=filled.sheet,
        draft=draft,
        refusal=refusal.message,
        writable=stale,
        scale=SCALE,
    )
