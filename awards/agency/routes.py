"""`/agency`: the people of the agency for which an entrant acts, and acting for another one."""

import uuid
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.agency import operations, routes_sure
from awards.directory.forms import PartForm
from awards.directory.membership import is_owner
from awards.directory.models import MembershipKind
from awards.directory.queries import members_of, people_of
from awards.directory.telling import left_lately
from awards.invitations.operations import Guest
from awards.invitations.queries import pending_of_agency
from awards.invitations.wording import KINDS, MAY
from awards.invitations.wording import STATES as INVITATION_STATES
from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.kit.errors import Invalid, NotFound
from awards.kit.forms import Filled, Form, read
from awards.kit.i18n import msg, translate
from awards.kit.pages import language_of, page, see
from awards.people import operations as people
from awards.people.forms import PersonForm
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import entrants
from awards.people.viewer import ForAgency, Viewer
from awards.registrations.queries import waiting_of_agency

HOME = "/agency/people"
AnyRequest = Request[Any, Any, Any]


class ColleagueForm(PersonForm, PartForm):
    """Somebody who is to enter for the agency too."""


class AgencyForm(Form):
    """Which of one's agencies."""

    agency: uuid.UUID


def _agency(viewer: Viewer) -> ForAgency:
    """The one for which the viewer acts. Raises NotFound for an individual."""
    if viewer.agency is None:
        raise NotFound
    return viewer.agency


@post("/agency", name="agency.switch", guards=[entrants], sync_to_thread=True)
def switch(viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock) -> Redirect:
    """Act for another of one's agencies in this browser."""
    filled = read(AgencyForm, form)
    wanted = filled.values.agency if filled.values else None
    if wanted not in {agency.id for agency in viewer.agencies} or wanted is None:
        raise NotFound
    people.act_for(db, viewer.token_digest, wanted, by=viewer.person_id, at=clock())
    return see("/desk")


@get(HOME, name="agency.people", guards=[entrants], sync_to_thread=True)
def show(
    request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str] | Redirect:
    """Whoever was taken out of their only agency is led to their entries, where it is said."""
    if viewer.agency is None:
        with db.read() as session:
            if left_lately(session, viewer.person_id, viewer.agencies, clock()):
                return see("/entries")
    return _page(request, db, viewer, clock, Filled(typed={"kind": MembershipKind.EDITOR.value}))


def _page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    clock: Clock,
    filled: Filled[Any],
) -> Response[str]:
    """Editors see who their colleagues are; owners also who is invited or waits, and may change it."""
    agency = _agency(viewer)
    with db.read() as session:
        members = members_of(session, agency.id)
        owns = is_owner(people_of(session, agency.id), viewer.person_id)
        invited = pending_of_agency(session, agency.id, clock()) if owns else []
        waiting = waiting_of_agency(session, agency.id, clock()) if owns else []
    lang = language_of(request)
    return page(
        request,
        "awards/agency/people.html",
        filled=filled,
        agency=agency,
        members=members,
        owns=owns,
        invited=invited,
        waiting=waiting,
        kinds=KINDS,
        kind_options=[(kind.value, translate(words, lang)) for kind, words in MAY.items()],
        states=INVITATION_STATES,
    )


@post(f"{HOME}/invitations", name="agency.invite", guards=[entrants], sync_to_thread=True)
def invite(
    request: AnyRequest, viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Response[str] | Redirect:
    filled = read(ColleagueForm, form)
    if filled.values:
        wanted = filled.values
        guest = Guest(wanted.email, wanted.name_ar, wanted.name_en)
        by, lang = viewer.person_id, language_of(request)
        with filled.catching_refusal(Invalid):
            with db.write() as session:
                operations.invite(
                    session, _agency(viewer).id, guest, wanted.kind, lang=lang, by=by, at=clock()
                )
            return see(HOME, notice=msg("An invitation goes to %(address)s.", address=guest.email))
    return _page(request, db, viewer, clock, filled)


@post(
    f"{HOME}/invitations/{{invitation_id:uuid}}/resending",
    name="agency.resend",
    guards=[entrants],
    sync_to_thread=True,
)
def resend(
    invitation_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Redirect:
    with db.write() as session:
        operations.resend(session, _agency(viewer).id, invitation_id, by=viewer.person_id, at=clock())
    return see(HOME, notice=msg("The invitation is sent once more."))


@post(
    f"{HOME}/invitations/{{invitation_id:uuid}}/withdrawal",
    name="agency.withdraw",
    guards=[entrants],
    sync_to_thread=True,
)
def withdraw(
    invitation_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Redirect:
    with db.write() as session:
        operations.withdraw(session, _agency(viewer).id, invitation_id, by=viewer.person_id, at=clock())
    return see(HOME, notice=msg("The invitation is withdrawn: its link opens nothing any more."))


@post(f"{HOME}/{{person_id:uuid}}/removal", name="agency.remove", guards=[entrants], sync_to_thread=True)
def remove(person_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    """Whoever removes themselves sees their other entries then."""
    with db.write() as session:
        operations.remove(session, _agency(viewer).id, person_id, by=viewer.person_id, at=clock())
    where = "/entries" if person_id == viewer.person_id else HOME
    return see(where, notice=msg("The person no longer enters for this agency."))


@post(f"{HOME}/{{person_id:uuid}}/part", name="agency.change_part", guards=[entrants], sync_to_thread=True)
def change_part(
    person_id: FromPath[uuid.UUID], viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Redirect:
    filled = read(PartForm, form)
    if filled.values is None:
        raise NotFound
    kind, by = filled.values.kind, viewer.person_id
    with db.write() as session:
        operations.change_part(session, _agency(viewer).id, person_id, kind, by=by, at=clock())
    return see(HOME, notice=msg("The person's part in the agency is changed."))


@post(
    f"{HOME}/{{person_id:uuid}}/handing-over",
    name="agency.hand_over",
    guards=[entrants],
    sync_to_thread=True,
)
def hand_over(
    person_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Redirect:
    with db.write() as session:
        operations.hand_over(session, _agency(viewer).id, person_id, by=viewer.person_id, at=clock())
    return see(HOME, notice=msg("The agency is handed over. You write its entries as an editor from now on."))


router = Router(
    "/",
    route_handlers=[
        switch,
        show,
        *routes_sure.handlers,
        invite,
        resend,
        withdraw,
        remove,
        change_part,
        hand_over,
    ],
)
