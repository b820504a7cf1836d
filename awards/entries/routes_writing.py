"""The pages on which an entry is written: its task list, title and summary, answers."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from litestar.response import Redirect

from awards.directory.models import Agency
from awards.directory.queries import all_agencies
from awards.entries import boxes, operations, queries
from awards.entries.changes import EntryChanges
from awards.entries.completeness import SUMMARY_WORDS, TITLE_LENGTH, Part, faults
from awards.entries.models import EntryState
from awards.entries.permissions import ALIVE, may_withdraw, may_write
from awards.entries.sheet import EntrySheet
from awards.entries.standing import all_gaps
from awards.kit.db import Database
from awards.kit.errors import RuleBroken, Stale
from awards.kit.i18n import Message, clock_time, msg, translate
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import entrants
from awards.people.viewer import Viewer

Answer = Response[Any] | Redirect


@get("/entries/{entry_id:uuid}", name="entries.show", guards=[entrants], sync_to_thread=True)
def show(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Response[str]:
    """The task list of an entry."""
    now = clock()
    with db.read() as session:
        sheet = queries.my_sheet(session, viewer.person_id, entry_id)
        head = sheet.head
        found = all_gaps(session, sheet, now) if may_write(head.state, head.timetable, now) else []
        submissions = queries.submissions_of(session, entry_id)
        ending = None if head.state in ALIVE else queries.ending_of(session, entry_id)
    return page(
        request,
        "awards/entries/entry.html",
        now=now,
        sheet=sheet,
        entry=head,
        writable=may_write(head.state, head.timetable, now),
        withdrawable=may_withdraw(head.state, head.timetable, now),
        left={part: sum(gap.part is part for gap in found) for part in Part},
        obstacles=[gap.message for gap in found if gap.part is Part.RULES],
        last=submissions[0] if submissions else None,
        has_new_changes=bool(submissions) and head.updated_at > submissions[0].submitted_at,
        ending=ending,
        never_submitted=head.state is EntryState.DRAFT and not head.timetable.accepts_submissions(now),
    )


@get("/entries/{entry_id:uuid}/summary", name="entries.summary", guards=[entrants], sync_to_thread=True)
def summary(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Answer:
    return _open(request, db, viewer, clock(), entry_id, Part.SUMMARY)


@post("/entries/{entry_id:uuid}/summary", name="entries.save_summary", guards=[entrants], sync_to_thread=True)
def save_summary(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
) -> Answer:
    return _save(request, db, viewer, clock(), form, entry_id, Part.SUMMARY)


@get("/entries/{entry_id:uuid}/answers", name="entries.answers", guards=[entrants], sync_to_thread=True)
def answers(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
) -> Answer:
    return _open(request, db, viewer, clock(), entry_id, Part.ANSWERS)


@post("/entries/{entry_id:uuid}/answers", name="entries.save_answers", guards=[entrants], sync_to_thread=True)
def save_answers(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
) -> Answer:
    return _save(request, db, viewer, clock(), form, entry_id, Part.ANSWERS)


_CHANGES: Mapping[Part, Callable[[FormMultiDict], EntryChanges]] = {
    Part.SUMMARY: boxes.summary_changes,
    Part.ANSWERS: boxes.answer_changes,
}
_BOXES: Mapping[Part, Callable[[EntrySheet], dict[str, Any]]] = {
    Part.SUMMARY: boxes.summary_boxes,
    Part.ANSWERS: boxes.answer_boxes,
}

_BOTH_TEXTS = msg(
    "Somebody saved this entry after you opened it. Your text is in the boxes, theirs stands below; "
    "what is in the boxes when you save now is kept."
)


def _open(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    now: datetime,
    entry_id: uuid.UUID,
    part: Part,
) -> Answer:
    with db.read() as session:
        sheet = queries.my_sheet(session, viewer.person_id, entry_id)
        agencies = all_agencies(session) if part is Part.SUMMARY else []
    if not may_write(sheet.head.state, sheet.head.timetable, now):
        return see(f"/entries/{entry_id}/check")
    return _form_page(
        request, part, sheet, now, agencies=agencies, typed=_BOXES[part](sheet), errors=_faults(sheet, part)
    )


def _save(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    now: datetime,
    form: FormMultiDict,
    entry_id: uuid.UUID,
    part: Part,
) -> Answer:
    """Keep what was typed. A page that asks for JSON saves by itself; it gets the new version and the state in words."""
    wants_json = request.headers.get("accept", "").startswith("application/json")
    version = boxes.typed_version(form)
    refusal: Stale | RuleBroken | None = None
    try:
        with db.write() as session:
            version = operations.save_entry(
                session, entry_id, _CHANGES[part](form), version=version, by=viewer.person_id, at=now
            )
    except (Stale, RuleBroken) as refused:
        if wants_json:
            raise
        refusal = refused
    if wants_json:
        lang = language_of(request)
        state = translate(msg("Saved at %(time)s", time=clock_time(now, lang)), lang)
        return Response(
            {"version": version, "saved_at": now.isoformat(), "state": state}, status_code=HTTPStatus.OK
        )
    with db.read() as session:
        sheet = queries.my_sheet(session, viewer.person_id, entry_id)
        agencies = all_agencies(session) if part is Part.SUMMARY else []
    errors = _faults(sheet, part)
    if refusal is None and not errors:
        return see(f"/entries/{entry_id}", notice=msg("Your draft is saved."))
    saved = _BOXES[part](sheet)
    typed = boxes.typed_boxes(form, saved)
    return _form_page(
        request,
        part,
        sheet,
        now,
        agencies=agencies,
        typed=typed,
        errors={"form": _BOTH_TEXTS if isinstance(refusal, Stale) else refusal.message}
        if refusal
        else errors,
        saved={name: text for name, text in saved.items() if text != typed[name]}
        if isinstance(refusal, Stale)
        else {},
        status=refusal.status if refusal else HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def _faults(sheet: EntrySheet, part: Part) -> dict[str, Message]:
    return {gap.field: gap.message for gap in faults(sheet) if gap.part is part}


def _form_page(
    request: Request[Any, Any, Any],
    part: Part,
    sheet: EntrySheet,
    now: datetime,
    *,
    agencies: list[Agency],
    typed: Mapping[str, Any],
    errors: Mapping[str, Message],
    saved: Mapping[str, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> Response[str]:
    """`saved` is what somebody else saved meanwhile, by box, where it differs from what was typed."""
    return page(
        request,
        f"awards/entries/{part.value}.html",
        status=status,
        now=now,
        entry=sheet.head,
        groups=boxes.grouped(sheet),
        agencies=agencies,
        typed=typed,
        errors=errors,
        saved=saved or {},
        title_length=TITLE_LENGTH,
        summary_words=SUMMARY_WORDS,
    )


handlers = [show, summary, save_summary, answers, save_answers]
