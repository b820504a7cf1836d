"""`/agencies/{code}/people`: who enters for an agency."""

import uuid
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.directory.models import Agency, MembershipKind
from awards.directory.operations import add_member, remove_member
from awards.directory.queries import agency_by_code, member_of, members_of
from awards.kit.db import Database
from awards.kit.errors import Refusal
from awards.kit.forms import errors_of, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.forms import PersonForm
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.models import Role
from awards.people.newcomers import find_named, known_or_added
from awards.people.operations import disable_person, enable_person

AnyRequest = Request[Any, Any, Any]


@get("/agencies/{code:str}/people", name="directory.people", guards=[overseers], sync_to_thread=True)
def people(request: AnyRequest, code: FromPath[str], db: GivenDb) -> Response[str]:
    return _people_page(request, db, code, typed={}, errors={})


@post("/agencies/{code:str}/people", name="directory.add_member", guards=[organisers], sync_to_thread=True)
def add(
    request: AnyRequest,
    *,
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Let the person with this address enter for the agency; somebody new gets a password, shown once."""
    filled = read(PersonForm, form)
    errors, status = filled.errors, int(HTTPStatus.UNPROCESSABLE_ENTITY)
    if filled.values:
        try:
            named = find_named(db, filled.values)
            with db.write() as session:
                agency = agency_by_code(session, code)
                by, at = viewer.person_id, clock()
                person_id = known_or_added(session, filled.values, named, Role.ENTRANT, by=by, at=at)
                add_member(session, agency.id, person_id, MembershipKind.OWNER, by=by, at=at)
        except Refusal as refusal:
            errors, status = errors_of(refusal), refusal.status
        else:
            if named.password is None:
                return _see(code, msg("The person now enters for this agency."))
            return page(
                request,
                "awards/directory/person_added.html",
                agency=agency,
                added=filled.values,
                password=named.password,
            )
    return _people_page(request, db, code, typed=filled.typed, errors=errors, status=status)


@post(
    "/agencies/{code:str}/people/{person_id:uuid}/removal",
    name="directory.remove_member",
    guards=[organisers],
    sync_to_thread=True,
)
def remove(
    code: FromPath[str], person_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Redirect:
    """Their drafts and entries stay the agency's. 404 for somebody who does not enter for it."""
    with db.write() as session:
        agency = _with_member(session, code, person_id)
        remove_member(session, agency.id, person_id, by=viewer.person_id, at=clock())
    return _see(code, msg("The person no longer enters for this agency."))


@post(
    "/agencies/{code:str}/people/{person_id:uuid}/disabling",
    name="directory.disable_member",
    guards=[organisers],
    sync_to_thread=True,
)
def disable(
    code: FromPath[str], person_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Redirect:
    """They are signed out everywhere, and stay a member: enabling brings everything back."""
    with db.write() as session:
        _with_member(session, code, person_id)
        disable_person(session, person_id, by=viewer.person_id, at=clock())
    return _see(code, msg("The account is disabled: the person can no longer sign in."))


@post(
    "/agencies/{code:str}/people/{person_id:uuid}/enabling",
    name="directory.enable_member",
    guards=[organisers],
    sync_to_thread=True,
)
def enable(
    code: FromPath[str], person_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Redirect:
    with db.write() as session:
        _with_member(session, code, person_id)
        enable_person(session, person_id, by=viewer.person_id, at=clock())
    return _see(code, msg("The account is enabled again."))


def _with_member(session: Session, code: str, person_id: uuid.UUID) -> Agency:
    """Raises NotFound unless the person enters for the agency."""
    agency = agency_by_code(session, code)
    member_of(session, agency.id, person_id)
    return agency


def _see(code: str, notice: Message) -> Redirect:
    return see(f"/agencies/{quote(code)}/people", notice=notice)


def _people_page(
    request: AnyRequest,
    db: Database,
    code: str,
    *,
    typed: dict[str, Any],
    errors: dict[str, Message],
    status: int = HTTPStatus.OK,
) -> Response[str]:
    with db.read() as session:
        agency = agency_by_code(session, code)
        members = members_of(session, agency.id)
    return page(
        request,
        "awards/directory/people.html",
        status=status,
        agency=agency,
        members=members,
        may_change=request.scope["user"].organises,
        typed=typed,
        errors=errors,
    )


handlers = (people, add, remove, disable, enable)
