"""`/account`: one's own e-mail address, and where one is signed in."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.db import Database
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people import email_changes, operations
from awards.people.forms import EmailForm
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import signed_in
from awards.people.models import Person
from awards.people.sessions import Device, browser_named, open_sessions
from awards.people.viewer import Viewer

ACCOUNT = "/account"
AnyRequest = Request[Any, Any, Any]


def device_of(request: Request[Any, Any, Any]) -> Device:
    """Where a request comes from: the address of the connection, not of a header that anybody can write."""
    browser = browser_named(request.headers.get("user-agent", ""))
    return Device(request.client.host if request.client else "", browser)


@get("/account", name="people.account", guards=[signed_in], sync_to_thread=True)
def account(request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Response[str]:
    return _account_page(request, db, viewer, clock(), Filled())


def _account_page(
    request: AnyRequest, db: Database, viewer: Viewer, at: Any, filled: Filled[Any]
) -> Response[str]:
    with db.read() as session:
        person = session.get_one(Person, viewer.person_id)
        change = email_changes.open_change(session, viewer.person_id, at)
        sessions = open_sessions(session, viewer.person_id, at)
    return page(
        request,
        "awards/people/account.html",
        filled=filled,
        person=person,
        change=change,
        sessions=sessions,
        here=viewer.token_digest,
    )


@post("/account/email", name="people.change_email", guards=[signed_in], sync_to_thread=True)
def change_email(
    request: AnyRequest, viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Response[str] | Redirect:
    filled = read(EmailForm, form)
    if filled.values:
        with filled.catching_refusal():
            email_changes.ask(
                db,
                viewer.person_id,
                filled.values.email,
                password=filled.values.password,
                address=device_of(request).address,
                at=clock(),
            )
            return see(ACCOUNT, notice=msg("We have written to both addresses. Confirm in each mailbox."))
    return _account_page(request, db, viewer, clock(), filled)


@post("/account/email/taking-back", name="people.keep_email", guards=[signed_in], sync_to_thread=True)
def keep_email(viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    with db.write() as session:
        email_changes.take_back(session, viewer.person_id, at=clock())
    return see(ACCOUNT, notice=msg("Your e-mail address stays as it is."))


@post("/sessions/ending", name="people.end_other_sessions", guards=[signed_in], sync_to_thread=True)
def end_others(viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    operations.end_other_sessions(db, viewer.token_digest, by=viewer.person_id, at=clock())
    return see(ACCOUNT, notice=msg("You are signed out everywhere else."))


@post("/sessions/{digest:str}/ending", name="people.end_session", guards=[signed_in], sync_to_thread=True)
def end_one(digest: FromPath[str], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    operations.end_session(db, digest, by=viewer.person_id, at=clock())
    return see(ACCOUNT, notice=msg("That browser is signed out."))


handlers = (account, change_email, keep_email, end_others, end_one)
