"""`/cycles/{number}/extensions`: who was given more time to enter, and giving it."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.cycles.cautions import of_extension
from awards.cycles.models import Cycle
from awards.cycles.queries import categories_of, category_by_code, cycle_by_number, timetable_of
from awards.entries.extensions.letters import EXTENDED
from awards.entries.extensions.operations import Prepared, Scope, extend_deadline, prepare_extension
from awards.entries.extensions.queries import extensions_of
from awards.entries.extensions.rules import in_the_way
from awards.entries.extensions.standing import readers
from awards.entries.queries import any_head
from awards.kit.clock import zone_named
from awards.kit.db import Database
from awards.kit.errors import Invalid, NotFound, Refusal
from awards.kit.forms import errors_of, read
from awards.kit.i18n import Lang, Message, msg, nmsg
from awards.kit.links import Links
from awards.kit.mail.letters import Part, kind_named, parts
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import organisers, overseers
from awards.settings import Settings
from awards.site.extension_forms import ExtensionForm
from awards.site.happened import happened

AnyRequest = Request[Any, Any, Any]


@get("/cycles/{number:int}/extensions", name="extensions.list", guards=[overseers], sync_to_thread=True)
def extensions(
    request: AnyRequest, number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    """Who was given what, when, why and by whom; nobody but organisers and auditors reads it."""
    return _list(request, db, number, clock(), may_extend=viewer.organises)


@post(
    "/cycles/{number:int}/extensions/preview",
    name="extensions.preview",
    guards=[organisers],
    sync_to_thread=True,
)
def preview(
    request: AnyRequest,
    *,
    number: FromPath[int],
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str]:
    """What giving it would do, before it is done: the letter, and how many read it."""
    now = clock()
    filled = read(ExtensionForm, form)
    if filled.values is None:
        return _list(request, db, number, now, typed=filled.typed, errors=filled.errors)
    try:
        with db.read() as session:
            cycle = cycle_by_number(session, number)
            scope = _scope(session, cycle, filled.values)
            ready = prepare_extension(
                session,
                cycle,
                scope,
                closes=filled.values.closes,
                reason=filled.values.reason,
                happened=happened(session, now)[cycle.id],
                at=now,
            )
    except Refusal as refusal:
        return _list(request, db, number, now, typed=filled.typed, errors=errors_of(refusal))
    return page(
        request,
        "awards/extensions/preview.html",
        cycle=cycle,
        scope=scope,
        held=ready.held,
        closes=filled.values.closes,
        cautions=of_extension(ready.held, filled.values.closes),
        passed=ready.held.entries_end <= now,
        recipients=len(ready.recipients),
        notes=readers([ready.standing.get(to.id, ()) for to in ready.recipients]),
        said=_letter(ready, settings, language_of(request)),
        typed={name: filled.typed.get(name, "") for name in ExtensionForm.model_fields},
    )


@post("/cycles/{number:int}/extensions", name="extensions.give", guards=[organisers], sync_to_thread=True)
def give(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    now = clock()
    filled = read(ExtensionForm, form)
    if filled.values:
        with filled.catching_refusal():
            with db.write() as session:
                cycle = cycle_by_number(session, number)
                given = extend_deadline(
                    session,
                    cycle.id,
                    _scope(session, cycle, filled.values),
                    closes=filled.values.closes,
                    reason=filled.values.reason,
                    happened=happened(session, now)[cycle.id],
                    by=viewer.person_id,
                    at=now,
                )
            return see(
                f"/cycles/{number}/extensions",
                notice=nmsg(
                    "The extension holds now. A letter goes to %(n)s person.",
                    "The extension holds now. A letter goes to %(n)s persons.",
                    given.told,
                ),
            )
    return _list(request, db, number, now, typed=filled.typed, errors=filled.errors)


def _scope(session: Session, cycle: Cycle, form: ExtensionForm) -> Scope:
    """Raises Invalid for a category or entry that is not there."""
    if form.whom == "all":
        return Scope()
    if form.whom == "category":
        try:
            return Scope(category=category_by_code(session, cycle.id, form.category))
        except NotFound as missing:
            raise Invalid({"category": msg("Choose the category.")}) from missing
    try:
        return Scope(entry=any_head(session, cycle.number, form.entry or 0))
    except NotFound as missing:
        raise Invalid({"entry": msg("No entry of this cycle has this number.")}) from missing


def _letter(ready: Prepared, settings: Settings, lang: Lang) -> Part:
    kind = kind_named(EXTENDED)
    assert kind is not None
    # The last sentence differs from reader to reader: the page lists each with its readers.
    return parts(kind.write({**ready.params, "standing": []}, Links(settings.base_url, None)), lang)[0]


def _list(
    request: AnyRequest,
    db: Database,
    number: int,
    now: datetime,
    *,
    may_extend: bool = True,
    typed: dict[str, Any] | None = None,
    errors: dict[str, Message] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        categories = categories_of(session, cycle.id)
        given = extensions_of(session, cycle.id)
        obstacle = in_the_way(happened(session, now)[cycle.id])
    wanted = {name: request.query_params.get(name, "") for name in ("whom", "category", "entry")}
    return page(
        request,
        "awards/extensions/list.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        cycle=cycle,
        times=timetable_of(cycle),
        zone=zone_named(cycle.zone),
        categories=categories,
        given=given,
        now=now,
        obstacle=obstacle,
        may_extend=may_extend,
        typed=wanted if typed is None else typed,
        errors=errors or {},
    )


router = Router("/", route_handlers=[extensions, preview, give])
