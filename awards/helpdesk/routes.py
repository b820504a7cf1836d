"""`/helpdesk`: what everybody may read, and an asker's own questions."""

import uuid
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, Router, get, post, route
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.cycles.queries import categories_of, public_cycle
from awards.entries.desk import all_cycles, my_entries
from awards.helpdesk import operations, routes_kept, routes_office
from awards.helpdesk.forms import AskForm, MoreForm
from awards.helpdesk.office_pages import office_page
from awards.helpdesk.queries import faq, my_ticket, my_tickets, said_about
from awards.helpdesk.rules import may_write_more
from awards.helpdesk.wording import STATES
from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.kit.errors import Invalid
from awards.kit.forms import Filled, read
from awards.kit.i18n import local, msg
from awards.kit.pages import READ, language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import acting_as, signed_in
from awards.people.models import Role
from awards.people.viewer import Viewer

HOME = "/helpdesk"
QUESTIONS = f"{HOME}/questions"
AWARD = "award"
AnyRequest = Request[Any, Any, Any]
askers = acting_as(Role.ENTRANT, Role.JUDGE)


@route(HOME, http_method=READ, name="helpdesk.home", sync_to_thread=True)
def home(request: AnyRequest, db: GivenDb) -> Response[str]:
    """What is asked often, and the ways to more help."""
    with db.read() as session:
        items = faq(session, published=True)
    return page(request, "awards/helpdesk/home.html", items=items)


@get(QUESTIONS, name="helpdesk.questions", guards=[askers], sync_to_thread=True)
def questions(request: AnyRequest, viewer: GivenViewer, db: GivenDb) -> Response[str]:
    with db.read() as session:
        mine = my_tickets(session, viewer)
    return page(request, "awards/helpdesk/mine.html", mine=mine, states=STATES)


@get(f"{QUESTIONS}/new", name="helpdesk.new", guards=[askers], sync_to_thread=True)
def new(request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Response[str]:
    about = request.query_params.get("about", AWARD)
    return _new_page(request, db, viewer, clock, Filled(typed={"about": about}))


def _new_page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    clock: Clock,
    filled: Filled[Any],
) -> Response[str]:
    with db.read() as session:
        options = _options(session, request, viewer, clock)
    return page(
        request,
        "awards/helpdesk/new.html",
        filled=filled,
        form_at=f"{QUESTIONS}/new?about={quote(str(filled.typed.get('about', AWARD)))}",
        options=options,
    )


def _options(session: Session, request: AnyRequest, viewer: Viewer, clock: Clock) -> dict[str, str]:
    """What this person may ask about, as the form names it: a judge asks about an entry from its sheet."""
    lang = language_of(request)
    cycle = public_cycle(session, clock())
    found = {AWARD: ""}
    for category in categories_of(session, cycle.id) if cycle else []:
        found[f"category:{category.id}"] = local(category, "name", lang)
    if viewer.role is Role.ENTRANT:
        cycles = {one.id: local(one, "name", lang) for one in all_cycles(session)}
        for entry in my_entries(session, viewer.person_id):
            of = cycles[entry.cycle_id]
            found[f"entry:{entry.id}"] = f"{of} · {entry.number} · {local(entry, 'title', lang)}"
    return found


@post(QUESTIONS, name="helpdesk.ask", guards=[askers], sync_to_thread=True)
def ask(
    request: AnyRequest,
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str] | Redirect:
    filled = read(AskForm, form)
    if asked := filled.values:
        kind, _, id_ = asked.about.partition(":")
        with filled.catching_refusal(Invalid):
            with db.write() as session:
                if asked.about not in _options(session, request, viewer, clock):
                    raise Invalid({"about": msg("Choose one of the options.")})
                about = uuid.UUID(id_) if id_ else None
                ticket = operations.ask(
                    session,
                    asked_as=viewer.role,
                    subject=asked.subject,
                    text=asked.text,
                    category_id=about if kind == "category" else None,
                    entry_id=about if kind == "entry" else None,
                    lang=language_of(request),
                    days=settings.answer_days,
                    by=viewer.person_id,
                    at=clock(),
                )
            return see(f"{QUESTIONS}/{ticket.number}", notice=msg("Your question is with the award office."))
    return _new_page(request, db, viewer, clock, filled)


@get(f"{QUESTIONS}/{{number:int}}", name="helpdesk.question", guards=[signed_in], sync_to_thread=True)
def question(
    request: AnyRequest, number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    """The thread, for whoever asked and for the office. 404 for anybody else."""
    if viewer.oversees:
        return office_page(request, db, viewer, number, at=clock())
    return _thread(request, db, viewer, number, Filled())


def _thread(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    number: int,
    filled: Filled[Any],
) -> Response[str]:
    with db.read() as session:
        mine = my_ticket(session, viewer, number)
        thread = said_about(session, number)
    return page(
        request,
        "awards/helpdesk/thread.html",
        filled=filled,
        one=mine,
        thread=thread,
        states=STATES,
        open=may_write_more(mine.state, relayed=bool(mine.code)),
    )


@post(f"{QUESTIONS}/{{number:int}}/messages", name="helpdesk.write", guards=[askers], sync_to_thread=True)
def write(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str] | Redirect:
    """The asker goes on with the question."""
    filled = read(MoreForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                operations.write_more(
                    session,
                    number,
                    filled.values.text,
                    days=settings.answer_days,
                    by=viewer.person_id,
                    at=clock(),
                )
            return see(f"{QUESTIONS}/{number}", notice=msg("What you wrote is with the award office."))
    return _thread(request, db, viewer, number, filled)


@post(
    f"{QUESTIONS}/{{number:int}}/closing",
    name="helpdesk.close",
    guards=[acting_as(Role.ENTRANT, Role.JUDGE, Role.ORGANISER)],
    sync_to_thread=True,
)
def close(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    with db.write() as session:
        operations.close(session, number, by=viewer.person_id, organises=viewer.organises, at=clock())
    return see(f"{QUESTIONS}/{number}", notice=msg("The question is closed."))


router = Router(
    "/",
    route_handlers=[
        home,
        questions,
        new,
        ask,
        question,
        write,
        close,
        *routes_office.handlers,
        *routes_kept.handlers,
    ],
)
