"""`/cycles/{number}/announcement/letter`: telling the owners of every agency that a cycle is announced."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session, col, select

from awards.cycles.letters import ANNOUNCED
from awards.cycles.models import Cycle
from awards.cycles.queries import announcement_of, cycle_by_number
from awards.directory.models import Membership, MembershipKind
from awards.entries.extensions.queries import Recipient, recipients
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import msg, nmsg
from awards.kit.links import Links
from awards.kit.mail.letters import kind_named, parts
from awards.kit.mail.many import Addressed, queue_mails
from awards.kit.mail.outbox import Mail
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenSettings, GivenViewer
from awards.people.guards import organisers
from awards.people.models import Person

_AT = "/cycles/{number:int}/announcement/letter"
_SENT = select(sa.func.count()).select_from(Mail).where(Mail.kind == ANNOUNCED)


@get(_AT, name="cycles.letter", guards=[organisers], sync_to_thread=True)
def preview(
    request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb, settings: GivenSettings
) -> Response[str]:
    """The letter and how many read it, before it goes out."""
    with db.read() as session:
        cycle = _announced(session, number)
        owners, sent = _owners(session, cycle), _sent(session, cycle)
    kind = kind_named(ANNOUNCED)
    assert kind is not None
    links = Links(settings.base_url, None)
    return page(
        request,
        "awards/cycles/letter.html",
        cycle=cycle,
        recipients=len(owners),
        sent=sent,
        said=parts(kind.write(_params(cycle), links), language_of(request))[0],
    )


@post(_AT, name="cycles.send_letter", guards=[organisers], sync_to_thread=True)
def send(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    with db.write() as session:
        cycle = _announced(session, number)
        told = tell_owners(session, cycle, by=viewer.person_id, at=clock())
    return see(
        f"/cycles/{number}",
        notice=nmsg("The letter goes to %(n)s person.", "The letter goes to %(n)s persons.", told),
    )


def tell_owners(session: Session, cycle: Cycle, *, by: uuid.UUID, at: datetime) -> int:
    """Write to the owners of every agency but the one that holds the award, once; how many.

    Raises RuleBroken if they have been written to.
    """
    if _sent(session, cycle):
        raise RuleBroken(msg("This letter has gone out already."))
    params = _params(cycle)
    letters = (Addressed(one.id, one.email, one.lang, params) for one in _owners(session, cycle))
    told = queue_mails(session, ANNOUNCED, letters, about=cycle.id, at=at, by=by)
    audit.record(session, "cycle.owners_told", cycle.id, by=by, at=at, detail={"recipients": told})
    return told


def _announced(session: Session, number: int) -> Cycle:
    cycle = cycle_by_number(session, number)
    if announcement_of(session, cycle.id) is None:
        raise NotFound
    return cycle


def _owners(session: Session, cycle: Cycle) -> list[Recipient]:
    owners = sa.select(col(Membership.person_id)).where(col(Membership.kind) == MembershipKind.OWNER)
    if cycle.organiser_agency_id:
        owners = owners.where(col(Membership.agency_id) != cycle.organiser_agency_id)
    return recipients(session, col(Person.id).in_(owners))


def _sent(session: Session, cycle: Cycle) -> int:
    return session.exec(_SENT.where(Mail.about == str(cycle.id))).one()


def _params(cycle: Cycle) -> dict[str, Any]:
    return {
        "cycle": {"ar": cycle.name_ar, "en": cycle.name_en},
        "award": {"ar": cycle.award_ar, "en": cycle.award_en},
        "number": cycle.number,
        "opens": cycle.opens_at.isoformat(),
        "closes": cycle.closes_at.isoformat(),
    }


router = Router("/", route_handlers=[preview, send])
