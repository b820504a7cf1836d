"""`/guidance`: the library, for everybody, for those signed in, and for those who write it."""

import uuid
from typing import Any

from litestar import Request, Response, Router, get, post, route
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.cycles.models import Category, Cycle
from awards.cycles.queries import categories_of, cycle_by_id, cycle_by_number, public_cycles
from awards.guidance import operations
from awards.guidance.blocks import blocks
from awards.guidance.forms import ChangedGuideForm, NewGuideForm
from awards.guidance.models import GuideKind, Readers
from awards.guidance.queries import library, one_guide, versions_of
from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import Filled, read
from awards.kit.i18n import local, msg
from awards.kit.pages import READ, language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer

HOME = "/guidance"
AnyRequest = Request[Any, Any, Any]
READERS = {
    Readers.EVERYBODY: msg("Everybody"),
    Readers.MEMBERS: msg("Whoever is signed in"),
    Readers.OFFICE: msg("Organisers and auditors: a draft"),
}
KINDS = {GuideKind.GUIDE: msg("Guide"), GuideKind.MODEL_ANSWER: msg("Model answer")}


@route(HOME, http_method=READ, name="guidance.home", sync_to_thread=True)
def home(request: AnyRequest, db: GivenDb, clock: GivenClock) -> Response[str]:
    """What helps with the cycle that takes entries, the newest of several; `?cycle=4` is another one that is announced,
    and for organisers and auditors any one.
    """
    viewer: Viewer | None = request.scope.get("user")
    with db.read() as session:
        cycle = _cycle(session, request, clock)
        categories = categories_of(session, cycle.id) if cycle else []
        guides = library(session, cycle.id, viewer) if cycle else []
        also_open = [one for one in public_cycles(session, clock()).open if one is not cycle]
    return page(
        request,
        "awards/guidance/home.html",
        cycle=cycle,
        also_open_cycles=also_open,
        parts=[
            (part, [g for g in guides if g.category_id == (part.id if part else None)])
            for part in (None, *categories)
        ],
        readers=READERS,
    )


def _cycle(session: Session, request: AnyRequest, clock: Clock) -> Cycle | None:
    viewer = request.scope.get("user")
    wanted = request.query_params.get("cycle", "")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else None
    if number is not None and viewer and viewer.oversees:
        return cycle_by_number(session, number)
    announced = public_cycles(session, clock())
    if number is None and announced.open:
        return announced.open[-1]
    return announced.numbered(number)


@route(f"{HOME}/{{guide_id:uuid}}", http_method=READ, name="guidance.show", sync_to_thread=True)
def show(request: AnyRequest, guide_id: FromPath[uuid.UUID], db: GivenDb) -> Response[str]:
    """404 unless the viewer may read it."""
    with db.read() as session:
        guide = one_guide(session, guide_id, request.scope.get("user"))
        cycle = cycle_by_id(session, guide.cycle_id)
        category = session.get(Category, guide.category_id) if guide.category_id else None
    return page(
        request,
        "awards/guidance/guide.html",
        guide=guide,
        cycle=cycle,
        category=category,
        blocks=blocks(local(guide, "text", language_of(request))),
        readers=READERS,
    )


@get(f"{HOME}/{{guide_id:uuid}}/versions", name="guidance.versions", guards=[overseers], sync_to_thread=True)
def versions(
    request: AnyRequest, guide_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    with db.read() as session:
        guide = one_guide(session, guide_id, viewer)
        found = versions_of(session, guide_id)
    return page(request, "awards/guidance/versions.html", guide=guide, found=found, readers=READERS)


@get(f"{HOME}/new", name="guidance.new", guards=[organisers], sync_to_thread=True)
def new(request: AnyRequest, db: GivenDb, clock: GivenClock) -> Response[str]:
    typed = {"kind": GuideKind.GUIDE.value, "readers": Readers.OFFICE.value}
    return _form_page(request, db, clock, Filled(typed=typed), guide_id=None)


def _form_page(
    request: AnyRequest,
    db: Database,
    clock: Clock,
    filled: Filled[Any],
    *,
    guide_id: uuid.UUID | None,
) -> Response[str]:
    lang = language_of(request)
    with db.read() as session:
        cycle = _cycle(session, request, clock)
        categories = categories_of(session, cycle.id) if cycle else []
    if cycle is None:
        raise NotFound
    return page(
        request,
        "awards/guidance/form.html",
        filled=filled,
        guide_id=guide_id,
        cycle=cycle,
        categories=[(category.id, local(category, "name", lang)) for category in categories],
        readers=READERS,
        kinds=KINDS,
    )


@post(HOME, name="guidance.add", guards=[organisers], sync_to_thread=True)
def add(
    request: AnyRequest, viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Response[str] | Redirect:
    filled = read(NewGuideForm, form)
    if filled.values is not None:
        asked = filled.values
        with filled.catching_refusal():
            with db.write() as session:
                cycle = _cycle(session, request, clock)
                if cycle is None:
                    raise NotFound
                guide = operations.add_guide(
                    session,
                    asked,
                    cycle_id=cycle.id,
                    kind=asked.kind,
                    category_id=asked.category,
                    by=viewer.person_id,
                    at=clock(),
                )
            return see(f"{HOME}/{guide.id}", notice=msg("The guide is saved."))
    return _form_page(
        request,
        db,
        clock,
        filled,
        guide_id=None,
    )


@get(f"{HOME}/{{guide_id:uuid}}/editing", name="guidance.editing", guards=[organisers], sync_to_thread=True)
def editing(
    request: AnyRequest,
    guide_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str]:
    with db.read() as session:
        guide = one_guide(session, guide_id, viewer)
    words = ("title_ar", "title_en", "text_ar", "text_en", "readers", "version")
    typed = {name: getattr(guide, name) for name in words}
    return _form_page(request, db, clock, Filled(typed=typed), guide_id=guide_id)


@post(f"{HOME}/{{guide_id:uuid}}/editing", name="guidance.change", guards=[organisers], sync_to_thread=True)
def change(
    request: AnyRequest,
    *,
    guide_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(ChangedGuideForm, form)
    if filled.values is not None:
        said = filled.values
        with filled.catching_refusal():
            with db.write() as session:
                operations.change_guide(
                    session, guide_id, said, version=said.version, by=viewer.person_id, at=clock()
                )
            return see(f"{HOME}/{guide_id}", notice=msg("The guide is saved."))
    return _form_page(
        request,
        db,
        clock,
        filled,
        guide_id=guide_id,
    )


router = Router("/", route_handlers=[home, show, versions, new, add, editing, change])
