"""`/agencies/{code}/people`: who enters for an agency. Others are invited (`/invitations`). And its services."""

import uuid
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.directory import operations
from awards.directory.forms import PartForm
from awards.directory.models import Agency
from awards.directory.queries import agency_by_code, member_of, members_of, services_of_agency
from awards.kit.errors import NotFound
from awards.kit.forms import read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.operations import disable_person, enable_person

AnyRequest = Request[Any, Any, Any]


@get("/agencies/{code:str}/people", name="directory.people", guards=[overseers], sync_to_thread=True)
def people(request: AnyRequest, code: FromPath[str], db: GivenDb) -> Response[str]:
    with db.read() as session:
        agency = agency_by_code(session, code)
        members = members_of(session, agency.id)
    return page(
        request,
        "awards/directory/people.html",
        agency=agency,
        members=members,
        may_change=request.scope["user"].organises,
    )


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
        operations.remove_member(
            session, agency.id, person_id, by=viewer.person_id, at=clock(), may_empty=True
        )
    return _see(code, msg("The person no longer enters for this agency."))


@post(
    "/agencies/{code:str}/people/{person_id:uuid}/part",
    name="directory.change_part",
    guards=[organisers],
    sync_to_thread=True,
)
def change_part(
    *,
    code: FromPath[str],
    person_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Redirect:
    """Make them an owner or an editor."""
    filled = read(PartForm, form)
    if filled.values is None:
        raise NotFound
    kind = filled.values.kind
    with db.write() as session:
        agency = agency_by_code(session, code)
        operations.change_part(
            session, agency.id, person_id, kind, by=viewer.person_id, at=clock(), telling=True
        )
    return _see(code, msg("The person's part in the agency is changed."))


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


@get("/agencies/{code:str}/services", name="directory.services", guards=[overseers], sync_to_thread=True)
def services(request: AnyRequest, code: FromPath[str], db: GivenDb) -> Response[str]:
    """What the agency offers, and what it offered once."""
    with db.read() as session:
        agency = agency_by_code(session, code)
        found = services_of_agency(session, agency.id)
    return page(request, "awards/directory/services.html", agency=agency, services=found)


handlers = (services, people, remove, change_part, disable, enable)
