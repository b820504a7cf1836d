"""For organisers: answers kept ready, and the questions that everybody may read."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from litestar.response import Redirect

from awards.helpdesk import kept
from awards.helpdesk.forms import CannedForm, FaqForm
from awards.helpdesk.operations import ticket_numbered
from awards.helpdesk.queries import canned_answers, faq, said_about
from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer

CANNED, FAQ = "/helpdesk/canned", "/helpdesk/faq"
AnyRequest = Request[Any, Any, Any]
Answer = Response[str] | Redirect


@get(CANNED, name="helpdesk.canned", guards=[overseers], sync_to_thread=True)
def canned(request: AnyRequest, db: GivenDb) -> Response[str]:
    with db.read() as session:
        found = canned_answers(session)
    return page(request, "awards/helpdesk/canned.html", found=found)


@get(f"{CANNED}/new", name="helpdesk.new_canned", guards=[organisers], sync_to_thread=True)
def new_canned(request: AnyRequest) -> Response[str]:
    return _canned_page(request, None, Filled())


@get(f"{CANNED}/{{answer_id:uuid}}", name="helpdesk.one_canned", guards=[organisers], sync_to_thread=True)
def one_canned(request: AnyRequest, answer_id: FromPath[uuid.UUID], db: GivenDb) -> Response[str]:
    with db.read() as session:
        answer = kept.canned_answer(session, answer_id)
    return _canned_page(request, answer_id, Filled(typed=answer.model_dump()))


def _canned_page(request: AnyRequest, answer_id: uuid.UUID | None, filled: Filled[Any]) -> Response[str]:
    return page(request, "awards/helpdesk/canned_form.html", filled=filled, answer_id=answer_id)


@post(CANNED, name="helpdesk.add_canned", guards=[organisers], sync_to_thread=True)
def add_canned(
    request: AnyRequest, viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Answer:
    return _save_canned(request, viewer, form, db, clock, None)


@post(f"{CANNED}/{{answer_id:uuid}}", name="helpdesk.change_canned", guards=[organisers], sync_to_thread=True)
def change_canned(
    request: AnyRequest,
    *,
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    answer_id: FromPath[uuid.UUID],
) -> Answer:
    return _save_canned(request, viewer, form, db, clock, answer_id)


def _save_canned(
    request: AnyRequest,
    viewer: Viewer,
    form: FormMultiDict,
    db: Database,
    clock: Clock,
    answer_id: uuid.UUID | None,
) -> Answer:
    filled = read(CannedForm, form)
    if filled.values is None:
        return _canned_page(request, answer_id, filled)
    with db.write() as session:
        kept.save_canned(session, answer_id, filled.values, by=viewer.person_id, at=clock())
    return see(CANNED, notice=msg("The answer is saved."))


@post(
    f"{CANNED}/{{answer_id:uuid}}/removal",
    name="helpdesk.remove_canned",
    guards=[organisers],
    sync_to_thread=True,
)
def remove_canned(
    answer_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Redirect:
    with db.write() as session:
        kept.remove_canned(session, answer_id, by=viewer.person_id, at=clock())
    return see(CANNED, notice=msg("The answer is removed."))


@get(FAQ, name="helpdesk.faq", guards=[overseers], sync_to_thread=True)
def faq_list(request: AnyRequest, db: GivenDb) -> Response[str]:
    with db.read() as session:
        items = faq(session, published=False)
    return page(request, "awards/helpdesk/faq.html", items=items)


@get(f"{FAQ}/new", name="helpdesk.new_faq", guards=[organisers], sync_to_thread=True)
def new_faq(request: AnyRequest, db: GivenDb) -> Response[str]:
    """`?question=12` begins with what was asked there, and with the office's last answer."""
    asked = request.query_params.get("question", "")
    typed: dict[str, Any] = {}
    if asked.isdecimal() and len(asked) < 10:
        with db.read() as session:
            ticket = ticket_numbered(session, int(asked))
            answers = [said.text for said in said_about(session, ticket.number) if said.by_office]
        typed = {
            f"question_{ticket.lang}": ticket.subject,
            f"answer_{ticket.lang}": answers[-1] if answers else "",
        }
    return _faq_page(request, None, Filled(typed=typed), asked=asked)


@get(f"{FAQ}/{{item_id:uuid}}", name="helpdesk.one_faq", guards=[organisers], sync_to_thread=True)
def one_faq(request: AnyRequest, item_id: FromPath[uuid.UUID], db: GivenDb) -> Response[str]:
    with db.read() as session:
        item = kept.faq_item(session, item_id)
    typed = {**item.model_dump(), "published": "yes" if item.published_at else ""}
    return _faq_page(request, item_id, Filled(typed=typed))


def _faq_page(
    request: AnyRequest, item_id: uuid.UUID | None, filled: Filled[Any], *, asked: str = ""
) -> Response[str]:
    return page(request, "awards/helpdesk/faq_form.html", filled=filled, item_id=item_id, asked=asked)


@post(FAQ, name="helpdesk.add_faq", guards=[organisers], sync_to_thread=True)
def add_faq(
    request: AnyRequest, viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Answer:
    return _save_faq(request, viewer, form, db, clock, None)


@post(f"{FAQ}/{{item_id:uuid}}", name="helpdesk.change_faq", guards=[organisers], sync_to_thread=True)
def change_faq(
    request: AnyRequest,
    *,
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    item_id: FromPath[uuid.UUID],
) -> Answer:
    return _save_faq(request, viewer, form, db, clock, item_id)


def _save_faq(
    request: AnyRequest,
    viewer: Viewer,
    form: FormMultiDict,
    db: Database,
    clock: Clock,
    item_id: uuid.UUID | None,
) -> Answer:
    filled = read(FaqForm, form)
    asked = str(form.get("question") or "")
    if filled.values is None:
        return _faq_page(request, item_id, filled, asked=asked)
    with db.write() as session:
        ticket = ticket_numbered(session, int(asked)) if asked.isdecimal() and len(asked) < 10 else None
        kept.save_faq(
            session,
            item_id,
            filled.values,
            ticket_id=ticket.id if ticket else None,
            by=viewer.person_id,
            at=clock(),
        )
    notice = (
        msg("It is on the page of frequent questions.")
        if filled.values.published
        else msg("It is saved, and not on the page.")
    )
    return see(FAQ, notice=notice)


handlers = [
    canned,
    new_canned,
    one_canned,
    add_canned,
    change_canned,
    remove_canned,
    faq_list,
    new_faq,
    one_faq,
    add_faq,
    change_faq,
]
