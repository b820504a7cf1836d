"""Saving a sheet: what was posted, and what became of it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.db import Database
from awards.kit.errors import NotFound, Refusal
from awards.kit.i18n import Message, msg, translate
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.viewer import Viewer
from judging.scorecards import operations
from judging.scorecards.drafts import DraftKey, draft_key
from judging.scorecards.fields import Fields, as_fields, sheet_of
from judging.scorecards.forms import FilledSheet, read_sheet
from judging.scorecards.given import differences
from judging.scorecards.merging import merged, read_seen, seen_text
from judging.scorecards.permissions import may_change
from judging.scorecards.queries import my_sheet
from judging.scorecards.reading import heading
from judging.scorecards.sheet import off_scale, shown_total
from judging.scorecards.sheet_pages import Answer, Opened, form_page, opened
from judging.scorecards.signed_out import SignedOut, by_script, judges_with_text, signed_out
from judging.scorecards.wording import named_errors, off_scale_words, saved_words

_SAVED = msg("Your sheet is saved.")
_SAVED_WITH_OTHERS = msg("Your sheet is saved, together with what you had saved elsewhere.")
_TURNS = 3
"""How often a sheet that is being saved elsewhere at the same moment is merged anew."""


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
    at = clock()
    filled = read_sheet(form)
    draft = draft_key(settings.secret, viewer.person_id)
    try:
        saved = None if filled.errors else _saved(db, viewer, code, filled, at)
        outcome = None if saved else _settled(db, viewer, code, filled, at)
    except NotFound:
        raise
    except Refusal as refusal:
        return _refused(request, opened(db, viewer, code, at), filled, refusal, at=at, draft=draft)
    if outcome:
        return _answered(request, db, viewer, outcome, filled, at=at, draft=draft)
    if saved and by_script(request):
        return Response(_told(request, saved.version, saved.total, saved.scored, at, saved.zone, now=at))
    return _onward(db, viewer, code, filled.then, at=at)


def _saved(
    db: Database, viewer: Viewer, code: str, filled: FilledSheet, at: datetime
) -> operations.SavedSheet | None:
    """None where the sheet was saved since the page was loaded, or not all points lie on their scales."""
    try:
        with db.write() as session:
            return operations.save_by_code(
                session, code, filled.sheet, version=filled.version, by=viewer.person_id, at=at
            )
    except (operations.StaleSheet, operations.PointsOffScale):
        return None


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a sheet that could not be saved as it was posted."""

    one: Opened
    typed: dict[str, str]
    saved: dict[str, str]
    """What is saved now, by field of the rubric."""
    errors: dict[str, Message]
    """What is wrong, by field: these are not saved."""
    contested: frozenset[str]
    """The fields that are not saved, because they were changed elsewhere too."""
    fresh: bool
    """Whether anything was left to be saved."""


def _settled(db: Database, viewer: Viewer, code: str, filled: FilledSheet, at: datetime) -> Settled:
    """Save what can be: all but the fields that are wrong or contested. Raises Refusal."""
    for _ in range(_TURNS):
        one = opened(db, viewer, code, at)
        saved = _fields_of(one)
        typed = as_fields(filled.sheet)
        errors = {
            f"points.{key}": off_scale_words(one.rubric.by_key[key].scale)
            for key in off_scale(filled.sheet.marks, one.rubric)
        } | filled.errors
        seen = [saved] if filled.version == one.sheet.version else read_seen(filled.seen)
        together, contested = merged(typed, saved, seen)
        # What was written on a criterion that is scored no longer has no place: it is shown, to be copied.
        contested = frozenset(
            name for name in typed if (name in contested if name in saved else bool(typed[name]))
        )
        wanted = {name: saved[name] if name in errors else together[name] for name in saved}
        if wanted == saved and _changeable(one):
            return Settled(one, typed, saved, errors, contested, fresh=False)
        whole = FilledSheet(sheet_of(wanted), one.sheet.version, filled.then)
        if _saved(db, viewer, code, whole, at):
            return Settled(opened(db, viewer, code, at), typed, wanted, errors, contested, fresh=True)
    raise operations.stale()


def _fields_of(one: Opened) -> dict[str, str]:
    """What is saved: every field of the rubric, and no other."""
    content = one.sheet.content
    return as_fields(replace(content, marks={c.key: content.mark(c.key) for c in one.rubric.criteria}))


def _changeable(one: Opened) -> bool:
    return may_change(one.sheet.window, lodged=one.sheet.lodged_at is not None)


def _told(
    request: Request[Any, Any, Any],
    version: int,
    total: str | None,
    scored: int,
    saved_at: datetime,
    zone: str,
    *,
    now: datetime,
) -> dict[str, Any]:
    """What the script shows of a sheet that is saved."""
    return {
        "version": version,
        "total": shown_total(total),
        "scored": scored,
        "saved_at": saved_at.isoformat(timespec="seconds"),
        "words": saved_words(saved_at, now, language_of(request), zone),
        "fresh": True,
    }


def _onward(
    db: Database, viewer: Viewer, code: str, then: str, *, at: datetime, notice: Message = _SAVED
) -> Redirect:
    """To the page that the pressed button names."""
    if then == "lodge":
        return see(f"/scorecards/{code}/lodgement")
    if then in ("previous", "next"):
        with db.rows() as connection:
            place = my_sheet(connection, viewer.person_id, code, at=at).place
        beside = place.before if then == "previous" else place.after
        return see(f"/scorecards/{beside}" if beside else "/scorecards", notice=notice)
    return see(f"/scorecards/{code}", notice=notice)


def _answered(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    outcome: Settled,
    filled: FilledSheet,
    *,
    at: datetime,
    draft: DraftKey,
) -> Answer:
    """409 where both sides changed a field, 422 where one is wrong; all the rest is saved either way."""
    sheet, typed, saved, errors = outcome.one.sheet, outcome.typed, outcome.saved, outcome.errors
    held = outcome.contested | errors.keys()
    if by_script(request):
        lang = language_of(request)
        named = named_errors(errors, outcome.one.rubric)
        saved_at = sheet.updated_at or at
        told = _told(request, sheet.version, sheet.total, sheet.scored, saved_at, sheet.zone, now=at)
        told |= {
            "fresh": outcome.fresh,
            "saved": saved,
            "contested": sorted(outcome.contested),
            "errors": {name: translate(message, lang) for name, message in named.items()},
        }
        return Response(told, status_code=_status(outcome))
    if outcome.contested:
        # A field that is wrong goes along as it was typed: it is named again when the choice is sent.
        kept = saved | {name: typed.get(name, "") for name in errors}
        return _both(request, outcome.one, outcome.contested, typed, kept, at=at, draft=draft)
    if errors:
        content = sheet_of(saved | {name: typed.get(name, "") for name in errors})
        return form_page(request, outcome.one, at=at, draft=draft, content=content, errors=errors)
    joined = any(value != typed.get(name, "") for name, value in saved.items() if name not in held)
    return _onward(
        db, viewer, sheet.entry.code, filled.then, at=at, notice=_SAVED_WITH_OTHERS if joined else _SAVED
    )


def _status(outcome: Settled) -> HTTPStatus:
    if outcome.contested:
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if outcome.errors else HTTPStatus.OK


def _both(
    request: Request[Any, Any, Any],
    one: Opened,
    fields: Collection[str],
    typed: Fields,
    kept: Fields,
    *,
    at: datetime,
    draft: DraftKey,
    refusal: Message | None = None,
) -> Response[str]:
    """409: what was typed beside what is saved, to choose from; with a `refusal`, to copy from."""
    sheet, lang = one.sheet, language_of(request)
    return page(
        request,
        "judging/scorecards/conflict.html",
        status=HTTPStatus.CONFLICT,
        view=sheet.entry,
        heading=heading(sheet.entry, lang),
        sheet=sheet,
        saved=saved_words(sheet.updated_at, at, lang, sheet.zone) if sheet.updated_at else None,
        rows=differences(fields, typed, kept, one.rubric, lang),
        kept={name: value for name, value in kept.items() if value and name not in fields},
        seen=seen_text(sheet.content),
        draft=draft,
        refusal=refusal,
    )


def _refused(
    request: Request[Any, Any, Any],
    one: Opened,
    filled: FilledSheet,
    refusal: Refusal,
    *,
    at: datetime,
    draft: DraftKey,
) -> Answer:
    """The sheet takes nothing more, or was being saved elsewhere all the time: nothing of it is saved."""
    if by_script(request):
        # What is saved elsewhere all the time is no refusal for good: the page tries again.
        again = isinstance(refusal, operations.StaleSheet)
        status = HTTPStatus.SERVICE_UNAVAILABLE if again else refusal.status
        return Response({"error": translate(refusal.message, language_of(request))}, status_code=status)
    typed, saved = as_fields(filled.sheet), _fields_of(one)
    changed = [name for name in merged(typed, saved, ()).contested if typed.get(name)]
    return _both(request, one, changed, typed, saved, at=at, draft=draft, refusal=refusal.message)
