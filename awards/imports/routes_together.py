"""`/imports`: the lists of a whole award in one go, shown first and carried out on a second word."""

import uuid
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import Field

from awards.cycles.queries import cycle_by_id, cycles
from awards.imports import together
from awards.imports.kinds import KINDS
from awards.imports.models import TableImport, TableKind
from awards.imports.operations import Upload, content_of
from awards.imports.plans import Setting
from awards.imports.previews import MOST_SHOWN, column_names, shown
from awards.imports.raw import MOST_BYTES
from awards.kit import i18n
from awards.kit.db import Database
from awards.kit.errors import Invalid, NotFound, Refusal, Stale
from awards.kit.forms import Form, errors_of, read, read_filter
from awards.kit.i18n import msg
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers

AnyRequest = Request[Any, Any, Any]
BODY_LIMIT = (len(KINDS) + 1) * MOST_BYTES


class CycleForm(Form):
    """Into which cycle entries come."""

    cycle: int | None = Field(None, ge=0, lt=2**31)


class ConfirmForm(Form):
    """`seen` is the digest of all that was shown."""

    seen: str = Field(max_length=64)


@get("/imports", name="imports.together", guards=[organisers], sync_to_thread=True)
def new(request: AnyRequest, db: GivenDb) -> Response[str]:
    """A box for each list; `cycle` in the address is chosen already."""
    asked = read_filter(CycleForm, request).values or CycleForm()
    return _upload_page(request, db, {"cycle": asked.cycle})


@post(
    "/imports",
    name="imports.show_together",
    guards=[organisers],
    sync_to_thread=True,
    request_max_body_size=BODY_LIMIT,
)
def show(
    request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock, form: GivenForm
) -> Response[str] | Redirect:
    """Read the files and keep what they would change."""
    filled = read(CycleForm, form)
    number = filled.values.cycle if filled.values else None
    with db.read() as session:
        cycle = next((one for one in cycles(session) if one.number == number), None)
    setting = Setting(viewer.person_id, clock(), language_of(request), cycle.id if cycle else None)
    uploads = _uploads(form)
    try:
        if TableKind.ENTRIES in uploads and cycle is None:
            raise Invalid({"cycle": msg("Choose the cycle into which the entries come.")})
        set_id = together.show_together(db, uploads, setting)
    except Refusal as refusal:
        return _upload_page(request, db, filled.typed, refusal)
    return see(f"/imports/together/{set_id}")


@get(
    "/imports/together/{set_id:uuid}",
    name="imports.preview_together",
    guards=[organisers],
    sync_to_thread=True,
)
def preview(
    request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock, set_id: FromPath[uuid.UUID]
) -> Response[str] | Redirect:
    """What each of the lists would change, or all that is wrong in them."""
    with db.read() as session:
        files = together.set_of(session, set_id)
    try:
        for found in files:
            content_of(found, clock())
    except Refusal as refusal:
        return see("/imports", notice=refusal.message)
    return _preview_page(
        request, db, files, Setting(viewer.person_id, clock(), language_of(request)), set_id=set_id
    )


@post(
    "/imports/together/{set_id:uuid}/confirmation",
    name="imports.confirm_together",
    guards=[organisers],
    sync_to_thread=True,
)
def confirm(
    request: AnyRequest,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    set_id: FromPath[uuid.UUID],
) -> Response[str] | Redirect:
    """All of them, or nothing and the preview anew."""
    filled = read(ConfirmForm, form)
    if filled.values is None:
        raise NotFound
    setting = Setting(viewer.person_id, clock(), language_of(request))
    try:
        done = together.confirm_together(db, set_id, filled.values.seen, setting)
    except Stale as stale:
        with db.read() as session:
            files = together.set_of(session, set_id)
        return _preview_page(request, db, files, setting, set_id=set_id, refusal=stale)
    cycle_id = next((found.cycle_id for found in done if found.cycle_id), None)
    with db.read() as session:
        cycle = cycle_by_id(session, cycle_id) if cycle_id else None
    where = f"/cycles/{cycle.number}/entries" if cycle else "/agencies"
    return see(where, notice=msg("The lists are brought in."))


def _upload_page(
    request: AnyRequest, db: Database, typed: dict[str, Any], refusal: Refusal | None = None
) -> Response[str]:
    with db.read() as session:
        there = cycles(session)
    return page(
        request,
        "awards/imports/together.html",
        status=refusal.status if refusal else HTTPStatus.OK,
        kinds=[(kind, KINDS[kind]) for kind in together.ORDER],
        cycles=there,
        megabytes=MOST_BYTES // 1024**2,
        most={kind.value: i18n.number(KINDS[kind].most) for kind in together.ORDER},
        typed=typed,
        errors=errors_of(refusal) if refusal else {},
    )


def _preview_page(
    request: AnyRequest,
    db: Database,
    files: list[TableImport],
    setting: Setting,
    *,
    set_id: uuid.UUID,
    refusal: Refusal | None = None,
) -> Response[str]:
    cycle_id = next((found.cycle_id for found in files if found.cycle_id), None)
    with db.read() as session:
        cycle = cycle_by_id(session, cycle_id) if cycle_id else None
        columns = {
            found.kind.value: column_names(
                KINDS[found.kind].columns(session, replace(setting, cycle_id=found.cycle_id))
            )
            for found in files
        }
    lists = [(found, KINDS[found.kind], shown(found.preview)) for found in files]
    return page(
        request,
        "awards/imports/together_preview.html",
        status=refusal.status if refusal else HTTPStatus.OK,
        set_id=set_id,
        lists=lists,
        cycle=cycle,
        columns=columns,
        seen=together.digest_of(files),
        problems=sum(preview.problem_count for _, _, preview in lists),
        to_do=sum(preview.to_do for _, _, preview in lists),
        most=MOST_SHOWN,
        errors=errors_of(refusal) if refusal else {},
    )


def _uploads(form: FormMultiDict) -> dict[TableKind, Upload]:
    """The files that came, by the kind of list whose box they were put into."""
    found = {}
    for kind in together.ORDER:
        for sent in form.getall(kind.value, []):
            if isinstance(sent, UploadFile) and sent.filename:
                found[kind] = Upload(sent.filename, sent.file.read(MOST_BYTES + 1))
    return found


handlers = [new, show, preview, confirm]
