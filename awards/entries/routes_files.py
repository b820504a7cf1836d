"""Attaching files to an entry, and fetching them."""

import uuid
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.params import FromPath
from litestar.response import Redirect

from awards.entries import attachments, queries
from awards.entries.models import EntryState
from awards.entries.oversight import original_of
from awards.entries.permissions import may_write
from awards.entries.scanning import Verdict, scanned
from awards.entries.sheet import AttachedFile, EntrySheet
from awards.kit.errors import NotFound, Refusal
from awards.kit.files import FileStore
from awards.kit.forms import errors_of
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenFiles, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import entrants
from awards.settings import Settings

BODY_LIMIT = 64 * 1024 * 1024
"""What the server reads of an upload at all; `settings.upload_limit` is what it takes."""

NOT_CLEAN = {
    Verdict.INFECTED: msg("The virus scanner found something harmful in this file. Nothing of it was kept."),
    Verdict.UNKNOWN: msg(
        "Files cannot be checked for viruses at the moment, so none is taken. Nothing was kept; send the file again later."
    ),
}


@get(
    "/entries/{entry_id:uuid}/attachments", name="entries.attachments", guards=[entrants], sync_to_thread=True
)
def listed(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
    entry_id: FromPath[uuid.UUID],
) -> Response[str] | Redirect:
    """The files, while they may still be changed; after that the page of the check has them."""
    now = clock()
    with db.read() as session:
        sheet = queries.my_sheet(session, viewer.person_id, entry_id)
    if not may_write(sheet.head.state, sheet.head.timetable, now):
        return see(f"/entries/{entry_id}/check")
    return _files_page(request, sheet, settings, now=now)


@post(
    "/entries/{entry_id:uuid}/attachments",
    name="entries.attach",
    guards=[entrants],
    sync_to_thread=True,
    request_max_body_size=BODY_LIMIT,
)
def attach(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
    files: GivenFiles,
    form: GivenForm,
    entry_id: FromPath[uuid.UUID],
) -> Response[str] | Redirect:
    """The upload is checked and cleaned before the writer's lock is taken. A file that is there already stays there once."""
    now = clock()
    with db.read() as session:  # nobody else's upload is worth the work of checking it
        sheet = queries.my_sheet(session, viewer.person_id, entry_id)
    try:
        upload = attachments.check_file(*uploaded(form, settings))
        attachments.store(files, upload)
        with db.write() as session:
            attachments.attach_file(session, files, entry_id, upload, by=viewer.person_id, at=now)
    except Refusal as refusal:
        return _files_page(request, sheet, settings, now=now, refusal=refusal)
    again = any(file.original_digest == upload.original_digest for file in sheet.files)
    notice = (
        msg("This file was attached already; it is there once.") if again else msg("The file is attached.")
    )
    return see(f"/entries/{entry_id}/attachments", notice=notice)


@get(
    "/entries/{entry_id:uuid}/attachments/{attachment_id:uuid}/removal",
    name="entries.removal",
    guards=[entrants],
    sync_to_thread=True,
)
def removal(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
    attachment_id: FromPath[uuid.UUID],
) -> Response[str] | Redirect:
    """Ask first."""
    now = clock()
    with db.read() as session:
        sheet = queries.my_sheet(session, viewer.person_id, entry_id)
    if not may_write(sheet.head.state, sheet.head.timetable, now):
        return see(f"/entries/{entry_id}/check")
    return page(
        request,
        "awards/entries/removal.html",
        now=now,
        entry=sheet.head,
        file=_attached(sheet, attachment_id),
        submitted=sheet.head.state is EntryState.SUBMITTED,
    )


@post(
    "/entries/{entry_id:uuid}/attachments/{attachment_id:uuid}/removal",
    name="entries.remove_attachment",
    guards=[entrants],
    sync_to_thread=True,
)
def remove(
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    entry_id: FromPath[uuid.UUID],
    attachment_id: FromPath[uuid.UUID],
) -> Redirect:
    now = clock()
    with db.write() as session:
        attachments.remove_attachment(session, attachment_id, by=viewer.person_id, at=now)
    return see(f"/entries/{entry_id}/attachments", notice=msg("The file is removed."))


@get(
    "/entries/{entry_id:uuid}/attachments/{attachment_id:uuid}",
    name="entries.download",
    guards=[entrants],
    sync_to_thread=True,
)
def download(
    viewer: GivenViewer,
    db: GivenDb,
    files: GivenFiles,
    entry_id: FromPath[uuid.UUID],
    attachment_id: FromPath[uuid.UUID],
) -> Response[bytes]:
    """A file that is attached, or was when the entry was submitted."""
    with db.read() as session:
        sheet = queries.my_sheet(session, viewer.person_id, entry_id)
        frozen = [
            file["id"]
            for submission in queries.submissions_of(session, entry_id)
            for file in submission.content["attachments"]
        ]
        found = original_of(session, entry_id, attachment_id)
    if found is None or str(attachment_id) not in (*frozen, *(str(file.id) for file in sheet.files)):
        raise NotFound
    return original(files, *found)


def original(files: FileStore, digest: str, name: str, media_type: str) -> Response[bytes]:
    """A file as its entrant sent it: saved to disk, never shown inside the site."""
    try:
        data = files.get(digest)
    except FileNotFoundError as missing:
        raise NotFound from missing
    return Response(
        data,
        media_type=media_type,
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "content-security-policy": "sandbox; default-src 'none'",
        },
    )


def _attached(sheet: EntrySheet, attachment_id: uuid.UUID) -> AttachedFile:
    file = next((file for file in sheet.files if file.id == attachment_id), None)
    if file is None:
        raise NotFound
    return file


def uploaded(form: FormMultiDict, settings: Settings) -> tuple[str, bytes]:
    """The name and bytes of the file that came with the form; the door that every upload of an entry comes through,
    so the virus scanner stands here. Raises FileRefused.
    """
    sent = next((value for value in form.getall("file", []) if isinstance(value, UploadFile)), None)
    if sent is None or not sent.filename:
        raise attachments.FileRefused(msg("Choose a file first."))
    data = sent.file.read(settings.upload_limit + 1)
    if len(data) > settings.upload_limit:
        limit = settings.upload_limit // (1024 * 1024)
        raise attachments.FileRefused(msg("The file is larger than %(n)s MB.", n=limit))
    if settings.clamd and (refused := NOT_CLEAN.get(scanned(data, settings.clamd))):
        raise attachments.FileRefused(refused)
    return sent.filename, data


def _files_page(
    request: Request[Any, Any, Any],
    sheet: EntrySheet,
    settings: Settings,
    *,
    now: Any,
    refusal: Refusal | None = None,
) -> Response[str]:
    return page(
        request,
        "awards/entries/attachments.html",
        status=refusal.status if refusal else HTTPStatus.OK,
        now=now,
        entry=sheet.head,
        attached=sheet.files,
        unasked={asked.value for asked in sheet.retired} - {asked.value for asked in sheet.applying},
        most=attachments.MAX_FILES,
        together=attachments.MAX_TOTAL // (1024 * 1024),
        megabytes=settings.upload_limit // (1024 * 1024),
        errors=errors_of(refusal) if refusal else {},
    )


handlers = [listed, attach, removal, remove, download]
