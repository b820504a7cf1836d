"""`/imports`: lists that organisers bring in, each shown first and carried out on a second word."""

import uuid
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import Field
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.cycles.queries import cycle_by_id, cycle_by_number
from awards.imports import operations, routes_agency, routes_export, routes_together
from awards.imports.kinds import KINDS
from awards.imports.models import TableImport, TableKind
from awards.imports.operations import Upload
from awards.imports.plans import Setting
from awards.imports.previews import MOST_SHOWN, column_names, shown
from awards.imports.raw import MOST_BYTES, TableRefused
from awards.kit import i18n
from awards.kit.db import Database
from awards.kit.errors import NotFound, Refusal, Stale
from awards.kit.forms import Form, errors_of, read, read_filter
from awards.kit.i18n import msg
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from awards.people.viewer import Viewer

AnyRequest = Request[Any, Any, Any]
BODY_LIMIT = 2 * MOST_BYTES
"""What the server reads of an upload at all; of it, `MOST_BYTES` are taken."""


class UploadForm(Form):
    """What goes with a file: the sheet of a workbook, and the cycle into which entries come."""

    sheet: str = Field("", max_length=100)
    cycle: int | None = Field(None, ge=0, lt=2**31)


class ConfirmForm(Form):
    """`seen` is the digest of the plan that was shown."""

    seen: str = Field(max_length=64)


@get("/imports/{kind:str}", name="imports.new", guards=[organisers], sync_to_thread=True)
def new(
    request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock, kind: FromPath[str]
) -> Response[str]:
    """Which columns the list has, and where its file goes; entries name their cycle in the address."""
    asked = read_filter(UploadForm, request).values or UploadForm()
    setting = Setting(viewer.person_id, clock(), language_of(request))
    return _upload_page(request, db, _kind(kind), asked.cycle, setting)


@post(
    "/imports/{kind:str}",
    name="imports.show",
    guards=[organisers],
    sync_to_thread=True,
    request_max_body_size=BODY_LIMIT,
)
def show(
    request: AnyRequest,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    kind: FromPath[str],
) -> Response[str] | Redirect:
    """Read the file and keep what it would change. It is parsed outside any transaction."""
    filled = read(UploadForm, form)
    wanted = filled.values or UploadForm()
    table_kind = _kind(kind)
    with db.read() as session:
        cycle = _cycle(session, table_kind, wanted.cycle)
    setting = Setting(viewer.person_id, clock(), language_of(request), cycle.id if cycle else None)
    try:
        name, data = _uploaded(form)
        found = operations.show(db, table_kind, Upload(name, data, wanted.sheet), setting)
    except TableRefused as refusal:
        return _upload_page(
            request, db, table_kind, wanted.cycle, setting, typed=filled.typed, refusal=refusal
        )
    return see(f"/imports/files/{found.id}")


@get("/imports/files/{import_id:uuid}", name="imports.preview", guards=[organisers], sync_to_thread=True)
def preview(
    request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock, import_id: FromPath[uuid.UUID]
) -> Response[str] | Redirect:
    """What the file would change, row by row, or all that is wrong in it."""
    with db.read() as session:
        found = operations.import_of(session, import_id)
        cycle = cycle_by_id(session, found.cycle_id) if found.cycle_id else None
    if found.content is None or found.expires_at <= clock():
        done = found.done_at is not None
        notice = (
            msg("This file has been brought in already.")
            if done
            else msg("This file is no longer kept. Upload it again.")
        )
        return see(_upload_address(found.kind, cycle), notice=notice)
    return _preview_page(request, db, viewer, found, at=clock())


@post(
    "/imports/files/{import_id:uuid}/confirmation",
    name="imports.confirm",
    guards=[organisers],
    sync_to_thread=True,
)
def confirm(
    request: AnyRequest,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    import_id: FromPath[uuid.UUID],
) -> Response[str] | Redirect:
    """All of it, or nothing and the preview anew."""
    filled = read(ConfirmForm, form)
    if filled.values is None:
        raise NotFound
    setting = Setting(viewer.person_id, clock(), language_of(request))
    try:
        operations.confirm(db, import_id, filled.values.seen, setting)
    except Stale as stale:
        with db.read() as session:
            found = operations.import_of(session, import_id)
        return _preview_page(request, db, viewer, found, at=setting.at, refusal=stale)
    with db.read() as session:
        found = operations.import_of(session, import_id)
        cycle = cycle_by_id(session, found.cycle_id) if found.cycle_id else None
    return see(_list_address(cycle), notice=msg("The list is brought in."))


def _preview_page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    found: TableImport,
    *,
    at: Any,
    refusal: Refusal | None = None,
) -> Response[str]:
    kind = KINDS[found.kind]
    with db.read() as session:
        cycle = cycle_by_id(session, found.cycle_id) if found.cycle_id else None
        columns = kind.columns(session, Setting(viewer.person_id, at, language_of(request), found.cycle_id))
    return page(
        request,
        "awards/imports/preview.html",
        status=refusal.status if refusal else HTTPStatus.OK,
        found=found,
        kind=kind,
        cycle=cycle,
        upload=_upload_address(found.kind, cycle),
        preview=shown(found.preview),
        columns=column_names(columns),
        most=MOST_SHOWN,
        errors=errors_of(refusal) if refusal else {},
    )


def _upload_page(
    request: AnyRequest,
    db: Database,
    kind: TableKind,
    number: int | None,
    setting: Setting,
    *,
    typed: dict[str, Any] | None = None,
    refusal: Refusal | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = _cycle(session, kind, number)
        asked = Setting(setting.by, setting.at, setting.lang, cycle.id if cycle else None)
        columns = KINDS[kind].columns(session, asked)
    return page(
        request,
        "awards/imports/upload.html",
        status=refusal.status if refusal else HTTPStatus.OK,
        key=kind,
        kind=KINDS[kind],
        cycle=cycle,
        back=_list_address(cycle),
        columns=columns,
        megabytes=MOST_BYTES // 1024**2,
        most=i18n.number(KINDS[kind].most),
        typed=typed or {},
        errors=errors_of(refusal) if refusal else {},
    )


def _kind(name: str) -> TableKind:
    """Raises NotFound."""
    if name not in set(KINDS):
        raise NotFound
    return TableKind(name)


def _cycle(session: Session, kind: TableKind, number: int | None) -> Cycle | None:
    """The cycle into which entries come; other tables have none. Raises NotFound."""
    if kind is not TableKind.ENTRIES:
        return None
    if number is None:
        raise NotFound
    return cycle_by_number(session, number)


def _upload_address(kind: TableKind, cycle: Cycle | None) -> str:
    return f"/imports/{kind}?cycle={cycle.number}" if cycle else f"/imports/{kind}"


def _list_address(cycle: Cycle | None) -> str:
    """Where the things are that the list is about."""
    return f"/cycles/{cycle.number}/entries" if cycle else "/agencies"


def _uploaded(form: FormMultiDict) -> tuple[str, bytes]:
    """The name and bytes of the file that came with the form. Raises TableRefused."""
    sent = next((value for value in form.getall("file", []) if isinstance(value, UploadFile)), None)
    if sent is None or not sent.filename:
        raise TableRefused(msg("Choose a file first."))
    return sent.filename, sent.file.read(MOST_BYTES + 1)


router = Router(
    "/",
    route_handlers=[
        *(new, show, preview, confirm),
        *routes_export.handlers,
        *routes_agency.handlers,
        *routes_together.handlers,
    ],
)
