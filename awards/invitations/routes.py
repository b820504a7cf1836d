"""`/invitations`: who was invited, and inviting others."""

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.directory.models import MembershipKind
from awards.directory.queries import all_agencies
from awards.invitations import operations, routes_accepting
from awards.invitations.forms import FilterForm, InviteForm, InviteSeveralForm
from awards.invitations.operations import LinesRefused
from awards.invitations.queries import PAGE, domains_for, invitations
from awards.invitations.rules import MOST_AT_ONCE, Line, lines_of
from awards.invitations.wording import KINDS, MAY, ROLES, STATES, called
from awards.kit.db import Database
from awards.kit.forms import Filled, read, read_filter
from awards.kit.i18n import local, msg, nmsg, translate
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers

HOME = "/invitations"
AnyRequest = Request[Any, Any, Any]


@get(HOME, name="invitations.list", guards=[overseers], sync_to_thread=True)
def list_invitations(
    request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    """The latest first; a filter that cannot be read leaves nothing."""
    filled = read_filter(FilterForm, request)
    asked = filled.values
    with db.read() as session:
        found, total = (
            invitations(session, state=asked.state, role=asked.role, page=asked.page, at=clock())
            if asked
            else ([], 0)
        )
    last = max(1, -(-total // PAGE))
    narrowed = {name: filled.typed[name] for name in ("state", "role") if filled.typed.get(name)}
    return page(
        request,
        "awards/invitations/list.html",
        found=found,
        total=total,
        number=min(asked.page, last) if asked else 1,
        last=last,
        states=STATES,
        roles=ROLES,
        kinds=KINDS,
        called=called,
        narrowed=urlencode(narrowed),
        may_change=viewer.organises,
        typed=filled.typed,
        errors=filled.errors,
    )


@get(f"{HOME}/new", name="invitations.new", guards=[organisers], sync_to_thread=True)
def new(request: AnyRequest, db: GivenDb) -> Response[str]:
    """The form for one person; `?several=1` is the one for several, `agency` in the address is chosen already."""
    typed = {"kind": MembershipKind.OWNER.value, "lang": language_of(request)}
    code = request.query_params.get("agency")
    return _form(
        request, db, several="several" in request.query_params, code=code, filled=Filled(typed=typed)
    )


def _form(
    request: AnyRequest,
    db: Database,
    *,
    several: bool,
    filled: Filled[Any],
    code: str | None = None,
    lines: Sequence[Line] = (),
) -> Response[str]:
    with db.read() as session:
        agencies = all_agencies(session)
    for agency in agencies:
        if agency.code == code:
            filled.typed |= {"role": "entrant", "agency": str(agency.id)}
    lang = language_of(request)
    return page(
        request,
        "awards/invitations/new.html",
        filled=filled,
        several=several,
        role_options=[(role.value, translate(words, lang)) for role, words in ROLES.items()],
        agency_options=[(agency.id, local(agency, "name", lang)) for agency in agencies],
        kind_options=[(kind.value, translate(words, lang)) for kind, words in MAY.items()],
        most=MOST_AT_ONCE,
        lines=lines,
    )


@post(HOME, name="invitations.invite", guards=[organisers], sync_to_thread=True)
def invite(
    request: AnyRequest, viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Response[str] | Redirect:
    filled = read(InviteForm, form)
    if filled.values:
        guest = filled.values.guest()
        with filled.catching_refusal():
            wanted = filled.values.post()
            with db.write() as session:
                if wanted.agency_id:
                    filled.values.refuse_outside([guest.email], domains_for(session, wanted.agency_id))
                operations.invite(
                    session, guest, wanted, lang=filled.values.lang, by=viewer.person_id, at=clock()
                )
            return see(HOME, notice=msg("An invitation goes to %(address)s.", address=guest.email))
    return _form(request, db, several=False, filled=filled)


@post(f"{HOME}/several", name="invitations.invite_several", guards=[organisers], sync_to_thread=True)
def invite_several(
    request: AnyRequest, viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Response[str] | Redirect:
    """All or nobody: the lines that cannot be invited are named, each with the reason."""
    filled = read(InviteSeveralForm, form)
    if wanted := filled.values:
        with filled.catching_refusal():
            with db.write() as session:
                if (agency_id := wanted.post().agency_id) is not None:
                    typed_lines = [line.address for line in lines_of(wanted.addresses) if line.address]
                    wanted.refuse_outside(typed_lines, domains_for(session, agency_id))
                sent = operations.invite_several(
                    session,
                    wanted.addresses,
                    wanted.post(),
                    lang=wanted.lang,
                    by=viewer.person_id,
                    at=clock(),
                )
            return see(HOME, notice=nmsg("%(n)s invitation goes out.", "%(n)s invitations go out.", sent))
    lines = filled.refusal.lines if isinstance(filled.refusal, LinesRefused) else ()
    return _form(request, db, several=True, filled=filled, lines=lines)


@post(
    f"{HOME}/{{invitation_id:uuid}}/resending",
    name="invitations.resend",
    guards=[organisers],
    sync_to_thread=True,
)
def resend(
    invitation_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Redirect:
    with db.write() as session:
        sent = operations.resend(session, invitation_id, by=viewer.person_id, at=clock())
    return see(HOME, notice=msg("The invitation goes to %(address)s once more.", address=sent.email))


@post(
    f"{HOME}/{{invitation_id:uuid}}/withdrawal",
    name="invitations.withdraw",
    guards=[organisers],
    sync_to_thread=True,
)
def withdraw(
    invitation_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Redirect:
    with db.write() as session:
        operations.withdraw(session, invitation_id, by=viewer.person_id, at=clock())
    return see(HOME, notice=msg("The invitation is withdrawn: its link opens nothing any more."))


router = Router(
    "/",
    route_handlers=[
        list_invitations,
        new,
        invite,
        invite_several,
        resend,
        withdraw,
        *routes_accepting.handlers,
    ],
)
