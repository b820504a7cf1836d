"""`/entries/{id}/answers/{key}/file`: the file that answers a question."""

import uuid
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.entries import attachments, queries
from awards.entries.completeness import field_of
from awards.entries.file_answers import answer_with_file, file_question
from awards.entries.permissions import may_write
from awards.entries.routes_files import BODY_LIMIT, uploaded
from awards.entries.sheet import Asked, EntrySheet
from awards.kit.errors import Refusal
from awards.kit.forms import errors_of
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenFiles, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import entrants
from awards.settings import Settings

_PATH = "/entries/{entry_id:uuid}/answers/{key:str}/file"


@get(_PATH, name="entries.file_answer", guards=[entrants], sync_to_thread=True)
def opened(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
    entry_id: FromPath[uuid.UUID],
    key: FromPath[str],
) -> Response[str] | Redirect:
    now = clock()
    with db.read() as session:
        sheet = queries.my_sheet(session, viewer.person_id, entry_id)
    asked = file_question(sheet, key)
    if not may_write(sheet.head.state, sheet.head.timetable, now):
        return see(f"/entries/{entry_id}/check")
    return _page(request, sheet, asked, settings, now)


@post(
    _PATH,
    name="entries.answer_with_file",
    guards=[entrants],
    sync_to_thread=True,
    request_max_body_size=BODY_LIMIT,
)
def answer(
    request: Request[Any, Any, Any],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
    files: GivenFiles,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
    key: FromPath[str],
) -> Response[str] | Redirect:
    """The upload is checked and cleaned before the writer's lock is taken."""
    now = clock()
    with db.read() as session:
        sheet = queries.my_sheet(session, viewer.person_id, entry_id)
    asked = file_question(sheet, key)
    try:
        upload = attachments.check_file(*uploaded(form, settings))
        attachments.store(files, upload)
        with db.write() as session:
            answer_with_file(session, files, entry_id, key, upload, by=viewer.person_id, at=now)
    except Refusal as refusal:
        return _page(request, sheet, asked, settings, now, refusal)
    return see(f"/entries/{entry_id}/answers#{field_of(asked)}", notice=msg("The file is attached."))


def _page(
    request: Request[Any, Any, Any],
    sheet: EntrySheet,
    asked: Asked,
    settings: Settings,
    now: datetime,
    refusal: Refusal | None = None,
) -> Response[str]:
    return page(
        request,
        "awards/entries/file_answer.html",
        status=refusal.status if refusal else HTTPStatus.OK,
        now=now,
        entry=sheet.head,
        asked=asked,
        attached=sheet.file_of(asked),
        megabytes=settings.upload_limit // (1024 * 1024),
        errors=errors_of(refusal) if refusal else {},
    )


handlers = [opened, answer]
