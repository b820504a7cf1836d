"""For the office: passing a judge's question on to the entrant, and the answer to the judges."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.entries.models import EntryState
from awards.helpdesk.models import TicketState
from awards.helpdesk.queries import said_about
from awards.helpdesk.wording import STATES
from awards.kit.db import Database
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import organisers, overseers
from judging.blinding.identities import redacted
from judging.blinding.scanner import redact
from judging.enquiries import operations, routes_entrant, routes_judge
from judging.enquiries.forms import PassOnForm, ReplyForm
from judging.enquiries.names import telling_of_entrant, telling_of_judge
from judging.enquiries.queries import Exchange, exchange
from judging.enquiries.texts import Checked, checked

PATH = "/helpdesk/questions/{number:int}/enquiry"
AnyRequest = Request[Any, Any, Any]


def _where(number: int) -> str:
    return f"/helpdesk/questions/{number}/enquiry"


@get(PATH, name="enquiries.office", guards=[overseers], sync_to_thread=True)
def office(request: AnyRequest, number: FromPath[int], db: GivenDb) -> Response[str]:
    return _page(request, db, number, part="", filled=Filled())


def _page(
    request: AnyRequest,
    db: Database,
    number: int,
    *,
    part: str,
    filled: Filled[Any],
) -> Response[str]:
    """`filled` is the form called `part`: question, answer or reply."""
    with db.read() as session:
        one = exchange(session, number)
        thread = said_about(session, number)
        alive = one.entry.state is EntryState.SUBMITTED and one.state is not TicketState.CLOSED
        forms = _forms(session, one, part, str(filled.typed.get("text", ""))) if alive else {}
    return page(
        request,
        "judging/enquiries/office.html",
        filled=filled.renamed("text", f"{part}-text"),
        one=one,
        thread=thread,
        forms=forms,
        alive=alive,
        part=part,
        states=STATES,
    )


def _forms(session: Session, one: Exchange, part: str, text: str) -> dict[str, Checked]:
    """The texts that the office may pass on now, each with what was found in it."""
    forms = {}
    if one.enquiry.released_at is None and one.state is TicketState.OPEN:
        found = telling_of_judge(session, one.entry, one.asked)
        begun = text if part == "question" else redact(one.asked, found)
        forms["question"] = checked(begun, telling_of_judge(session, one.entry, begun))
        begun = text if part == "reply" else ""
        forms["reply"] = checked(begun, telling_of_entrant(session, one.entry, begun))
    elif one.enquiry.answered_at is not None and one.enquiry.approved_at is None:
        proposed = telling_of_entrant(session, one.entry, one.enquiry.answer)
        begun = text if part == "answer" else redacted(one.enquiry.answer, proposed)
        forms["original"] = checked(one.enquiry.answer, proposed)
        forms["answer"] = checked(begun, telling_of_entrant(session, one.entry, begun))
    return forms


@post(f"{PATH}/release", name="enquiries.release", guards=[organisers], sync_to_thread=True)
def release(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str] | Redirect:
    filled = read(PassOnForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                operations.release(
                    session,
                    number,
                    filled.values.text,
                    confirmed=filled.values.confirmed,
                    days=settings.answer_days,
                    by=viewer.person_id,
                    at=clock(),
                )
            return see(_where(number), notice=msg("The question is with the entrant."))
    return _page(request, db, number, part="question", filled=filled)


@post(f"{PATH}/approval", name="enquiries.approve", guards=[organisers], sync_to_thread=True)
def approve(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(PassOnForm, form)
    if filled.values is not None:
        said = filled.values
        with filled.catching_refusal():
            with db.write() as session:
                operations.approve(
                    session, number, said.text, confirmed=said.confirmed, by=viewer.person_id, at=clock()
                )
            return see(_where(number), notice=msg("Every judge of the entry reads the answer now."))
    return _page(request, db, number, part="answer", filled=filled)


@post(f"{PATH}/reply", name="enquiries.reply", guards=[organisers], sync_to_thread=True)
def reply(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """To the judge who asked, where the office can answer by itself."""
    filled = read(ReplyForm, form)
    if filled.values is not None:
        said = filled.values
        with filled.catching_refusal():
            with db.write() as session:
                operations.reply(
                    session,
                    number,
                    said.text,
                    said.then,
                    confirmed=said.confirmed,
                    by=viewer.person_id,
                    at=clock(),
                )
            return see(_where(number), notice=msg("The answer is sent."))
    return _page(request, db, number, part="reply", filled=filled)


router = Router(
    "/",
    route_handlers=[office, release, approve, reply, *routes_judge.handlers, *routes_entrant.handlers],
)
