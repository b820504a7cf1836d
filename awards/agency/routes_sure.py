"""What an owner reads before somebody leaves the agency, has another part in it, or takes it over."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from awards.directory.membership import OwnersOnly, is_owner
from awards.directory.models import MembershipKind
from awards.directory.queries import Member, agencies_for_address, members_of, people_of
from awards.invitations.wording import KINDS
from awards.kit.errors import NotFound
from awards.kit.i18n import Message, msg
from awards.kit.pages import page
from awards.people.given import GivenClock, GivenDb, GivenViewer
from awards.people.guards import entrants
from awards.people.viewer import Viewer

AnyRequest = Request[Any, Any, Any]
NEW_FOR = timedelta(days=1)
_ONE = "/agency/people/{person_id:uuid}"
_LETTER = msg("This person and the owners of the agency get a letter that says so.")


@dataclass(frozen=True, slots=True)
class Step:
    """Something that an owner does with one of the people, and what follows from it."""

    address: str
    """The end of the address that does it."""
    title: Message
    button: Message
    follows: tuple[Message, ...]
    kind: MembershipKind | None = None
    """The part from then on, where that is what changes."""


REMOVAL = Step(
    "removal",
    msg("Remove this person from the agency?"),
    msg("Remove from the agency"),
    (
        msg("They no longer see the agency's entries, nor write them."),
        msg("The agency's entries and drafts stay with the agency."),
        msg("Their account stays: an owner can invite them again."),
        _LETTER,
    ),
)
HANDING_OVER = Step(
    "handing-over",
    msg("Hand the agency over to this person?"),
    msg("Hand over"),
    (
        msg(
            "From now on this person decides who works for the agency here, and may remove anybody: you too."
        ),
        msg("You stay as an editor: you write and submit entries. You cannot take this back yourself."),
        _LETTER,
    ),
)
TO_OWNER = Step(
    "part",
    msg("Make this person an owner?"),
    msg("Make an owner"),
    (
        msg("They too decide who works for the agency here, and may remove anybody: you too."),
        _LETTER,
    ),
    MembershipKind.OWNER,
)
TO_EDITOR = Step(
    "part",
    msg("Make this person an editor?"),
    msg("Make an editor"),
    (
        msg("They write and submit entries as before, and no longer decide who works for the agency here."),
        _LETTER,
    ),
    MembershipKind.EDITOR,
)


def is_new(member: Member, now: datetime) -> bool:
    """Whether somebody entered for the agency only within the last day."""
    return now - member.since < NEW_FOR


@get(f"{_ONE}/removal", name="agency.removal", guards=[entrants], sync_to_thread=True)
def removal(
    request: AnyRequest, person_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    agency_id, member, _ = _of(db, viewer, person_id)
    return _page(request, db, agency_id, member, REMOVAL, clock())


@get(f"{_ONE}/handing-over", name="agency.handing_over", guards=[entrants], sync_to_thread=True)
def handing_over(
    request: AnyRequest, person_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    """404 for whoever cannot take over: oneself, and somebody whose account is disabled."""
    agency_id, member, own = _of(db, viewer, person_id)
    if own or member.disabled_at is not None:
        raise NotFound
    return _page(request, db, agency_id, member, HANDING_OVER, clock())


@get(f"{_ONE}/part", name="agency.part", guards=[entrants], sync_to_thread=True)
def part(
    request: AnyRequest, person_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    agency_id, member, _ = _of(db, viewer, person_id)
    step = TO_EDITOR if member.kind is MembershipKind.OWNER else TO_OWNER
    return _page(request, db, agency_id, member, step, clock())


def _of(db: GivenDb, viewer: Viewer, person_id: uuid.UUID) -> tuple[uuid.UUID, Member, bool]:
    """The agency, one of its people, and whether it is the viewer. Raises OwnersOnly, NotFound."""
    if viewer.agency is None:
        raise NotFound
    agency_id = viewer.agency.id
    with db.read() as session:
        if not is_owner(people_of(session, agency_id), viewer.person_id):
            raise OwnersOnly
        member = next((one for one in members_of(session, agency_id) if one.id == person_id), None)
    if member is None:
        raise NotFound
    return agency_id, member, person_id == viewer.person_id


def _page(
    request: AnyRequest, db: GivenDb, agency_id: uuid.UUID, member: Member, step: Step, now: datetime
) -> Response[str]:
    with db.read() as session:
        within = any(agency.id == agency_id for agency in agencies_for_address(session, member.email))
    return page(
        request,
        "awards/agency/sure.html",
        member=member,
        step=step,
        kinds=KINDS,
        stranger=not within,
        newcomer=is_new(member, now),
    )


handlers = (removal, handing_over, part)
