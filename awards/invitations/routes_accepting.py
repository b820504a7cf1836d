"""The page that the link of an invitation leads to. Opening it changes nothing, for mail programs open links too."""

import uuid
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, post, route
from litestar.params import FromPath
from litestar.response import Redirect

from awards.invitations.accepting import Offer, accept, accept_newly, works
from awards.invitations.models import Invitation
from awards.invitations.wording import called, invites, panel_of
from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import Filled, read
from awards.kit.i18n import Bilingual, msg
from awards.kit.pages import READ, language_of, page, see
from awards.people import operations as people
from awards.people.forms import NewAccountForm
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings
from awards.people.viewer import Viewer

PATH = "/invitations/{invitation_id:uuid}/accepting/{token:str}"
AnyRequest = Request[Any, Any, Any]


@route(PATH, http_method=READ, name="invitations.accept_page", sync_to_thread=True)
def accept_page(
    request: AnyRequest,
    *,
    invitation_id: FromPath[uuid.UUID],
    token: FromPath[str],
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str]:
    try:
        with db.read() as session:
            offer = works(session, invitation_id, token, settings.secret, at=clock())
    except NotFound:
        return _no_longer(request)
    named = offer.person or offer.invitation
    return _page(request, offer, Filled(typed={"name_ar": named.name_ar, "name_en": named.name_en}))


def _page(request: AnyRequest, offer: Offer, filled: Filled[Any]) -> Response[str]:
    invitation, agency = offer.invitation, offer.agency
    return page(
        request,
        "awards/invitations/accept.html",
        filled=filled,
        offer=offer,
        said=invites(
            invitation.role,
            invitation.kind,
            by=Bilingual(offer.inviter.name_ar, offer.inviter.name_en),
            agency=Bilingual(agency.name_ar, agency.name_en) if agency else None,
            panel=panel_of(invitation),
        ),
        role=called(invitation),
    )


@post(PATH, name="invitations.accept", sync_to_thread=True)
def accept_invitation(
    request: AnyRequest,
    *,
    invitation_id: FromPath[uuid.UUID],
    token: FromPath[str],
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str] | Redirect:
    """With the account that one is signed in with; whoever has none gives names and a password."""
    link = invitation_id, token, settings.secret
    try:
        with db.read() as session:
            offer = works(session, *link, at=clock())
        viewer = request.scope.get("user")
        if offer.has_account and not isinstance(viewer, Viewer):
            return see(f"/sign-in?next={request.scope['path']}")
        if isinstance(viewer, Viewer):
            with db.write() as session:
                accepted = accept(session, *link, by=viewer.person_id, at=clock())
            _act_in(db, viewer, accepted, clock)
            return see("/desk", notice=msg("You have accepted the invitation."))
    except NotFound:
        return _no_longer(request)
    filled = read(NewAccountForm, form)
    if filled.values:
        try:
            with filled.catching_refusal():
                accept_newly(db, *link, filled.values, lang=language_of(request), at=clock())
                address = offer.invitation.email
                return see(
                    "/sign-in",
                    notice=msg("Your account is ready. Sign in with %(address)s.", address=address),
                )
        except NotFound:
            return _no_longer(request)
    return _page(request, offer, filled)


def _act_in(db: Database, viewer: Viewer, accepted: Invitation, clock: Clock) -> None:
    """The next page is that of the new role, and of the new agency."""
    by, role = viewer.person_id, accepted.role
    if viewer.role is not role:
        people.switch_role(db, viewer.token_digest, role, viewer.roles | {role}, by=by, at=clock())
    if accepted.agency_id is not None:
        people.act_for(db, viewer.token_digest, accepted.agency_id, by=by, at=clock())


def _no_longer(request: AnyRequest) -> Response[str]:
    """Unknown, used, withdrawn or out of time: all answer alike."""
    return page(request, "awards/people/no_longer.html", status=HTTPStatus.GONE, again="invitation")


handlers = (accept_page, accept_invitation)
