"""For organisers: the pages of one file of a blind copy, and another file in its place."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.models import Cycle
from awards.cycles.queries import cycle_by_number
from awards.entries import attachments
from awards.entries.routes_files import BODY_LIMIT, uploaded
from awards.kit.db import Database
from awards.kit.errors import NotFound, Refusal
from awards.kit.forms import errors_of, typed_values
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenFiles, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import organisers, overseers
from judging.blinding.desk import Desk, desk_with_names, page_picture
from judging.blinding.pages import operations
from judging.blinding.pages.review import FileReview, reviews
from judging.blinding.review import LIKENESS
from judging.blinding.serving import picture_response


@get(
    "/cycles/{number:int}/blinding/{entry:int}/files/{file:int}/pages",
    name="blinding.file_pages",
    guards=[overseers],
    sync_to_thread=True,
)
def pages_of_file(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    entry: FromPath[int],
    file: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    settings: GivenSettings,
) -> Response[str]:
    """Every page as judges see it, with what was found on it."""
    cycle, found, review = _file(db, number, entry, file)
    return _page(request, cycle, found, review, settings.upload_limit, may=viewer.organises)


@get(
    "/cycles/{number:int}/blinding/{entry:int}/files/{file:int}/pages/{page_number:int}",
    name="blinding.file_page",
    guards=[overseers],
    sync_to_thread=True,
)
def picture_of_page(
    number: FromPath[int],
    entry: FromPath[int],
    file: FromPath[int],
    page_number: FromPath[int],
    db: GivenDb,
    files: GivenFiles,
) -> Response[bytes]:
    """One page as a picture."""
    with db.read() as session:
        digest = page_picture(session, cycle_by_number(session, number), entry, file, page_number)
    return picture_response(files.get(digest))


@post(
    "/cycles/{number:int}/blinding/{entry:int}/files/{file:int}",
    name="blinding.replace_file",
    guards=[organisers],
    sync_to_thread=True,
    request_max_body_size=BODY_LIMIT,
)
def replace(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    entry: FromPath[int],
    file: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    files: GivenFiles,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str] | Redirect:
    """Another file for judges: it is checked, cleaned and read as the entrant's was."""
    cycle, found, review = _file(db, number, entry, file)
    if found.copy is None:
        raise NotFound
    version = str(typed_values(form).get("version", ""))
    try:
        upload = attachments.check_file(*uploaded(form, settings))
        attachments.store(files, upload)
        operations.read_files(db, files, [upload.clean_digest], at=clock())
        with db.write() as session:
            operations.replace_file(
                session,
                files,
                found.copy.id,
                review.file.attachment,
                upload,
                version=int(version) if version.isascii() and version.isdigit() else 0,
                by=viewer.person_id,
                at=clock(),
            )
    except Refusal as refusal:
        return _page(request, cycle, found, review, settings.upload_limit, may=True, refusal=refusal)
    return see(
        f"/cycles/{number}/blinding/{entry}/files/{file}/pages",
        notice=msg("Judges get this file instead. Look at its pages, then approve the copy."),
    )


def _file(db: Database, number: int, entry: int, file: int) -> tuple[Cycle, Desk, FileReview]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        found, directory = desk_with_names(session, cycle, entry)
    every = reviews(found.content, found.readings, found.submitted, directory) if found.content else []
    if not 1 <= file <= len(every):
        raise NotFound
    return cycle, found, every[file - 1]


def _page(
    request: Request[Any, Any, Any],
    cycle: Cycle,
    found: Desk,
    review: FileReview,
    limit: int,
    *,
    may: bool,
    refusal: Refusal | None = None,
) -> Response[str]:
    names = {str(file["id"]): file["name"] for file in found.submitted.content["attachments"]}
    return page(
        request,
        "judging/blinding/file.html",
        status=refusal.status if refusal else HTTPStatus.OK,
        cycle=cycle,
        desk=found,
        file=review,
        likeness=LIKENESS,
        name="" if review.file.replaced else names.get(review.file.attachment, ""),
        errors=errors_of(refusal) if refusal else {},
        megabytes=limit // (1024 * 1024),
        may_replace=may and not found.closed and not found.sheets,
    )


handlers = [pages_of_file, picture_of_page, replace]
