"""Asking the agencies that an entry names as its partners, and their answers."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.directory.models import Membership
from awards.entries import queries
from awards.entries.addressees import write_to_people
from awards.entries.answers import written
from awards.entries.models import EntryPartner, PartnerState
from awards.entries.partnership.letters import ANSWERED, NAMED
from awards.entries.partnership.queries import Named, my_partnership, partners_of
from awards.entries.partnership.rules import answers_end, may_answer
from awards.entries.sheet import Head
from awards.kit import audit
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.i18n import as_lang, msg
from awards.kit.mail.many import Addressed, queue_mails
from awards.people.models import Person

_partner = EntryPartner.__table__  # type: ignore[attr-defined]

_ANSWER = sa.update(_partner).where(
    _partner.c.entry_id == sa.bindparam("of"), _partner.c.agency_id == sa.bindparam("agency")
)


def ask_partners(session: Session, head: Head, *, by: uuid.UUID, at: datetime) -> int:
    """Write to the people of every partner that has not answered yet, in the transaction of a submission.

    Each is written to once, however often the entry is submitted, unless it is named anew; how many letters are new.
    """
    waiting = [one for one in partners_of(session, head.id) if one.state is PartnerState.WAITING]
    if not waiting:
        return 0
    letters = list(_asked(session, head, waiting))
    return queue_mails(session, NAMED, letters, about=head.id, at=at, by=by)


def _asked(session: Session, head: Head, waiting: Sequence[Named]) -> Iterator[Addressed]:
    by_agency = {one.agency_id: one for one in waiting}
    people = session.exec(
        select(Membership.agency_id, Person)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Membership.agency_id).in_(by_agency), col(Person.disabled_at).is_(None))
        .order_by(col(Person.email))
    )
    for agency_id, person in people:
        named = by_agency[agency_id]
        params = {
            **_about(head),
            "agency": str(agency_id),
            "entrant": {"ar": head.entrant_ar, "en": head.entrant_en},
            "partner": {"ar": named.name_ar, "en": named.name_en},
            "zone": head.zone,
            "until": answers_end(head.timetable).isoformat(),
        }
        since = named.named_at.isoformat() if named.named_at else ""
        once = f"{NAMED}:{head.id}:{agency_id}:{since}:{person.id}"
        yield Addressed(person.id, person.email, as_lang(person.lang), params, once)


def _about(head: Head) -> dict[str, Any]:
    return {
        "entry": str(head.id),
        "number": head.number,
        "title_ar": head.title_ar,
        "title_en": head.title_en,
        "cycle": {"ar": head.cycle_ar, "en": head.cycle_en},
    }


def answer_as_partner(
    session: Session,
    entry_id: uuid.UUID,
    agency_id: uuid.UUID,
    *,
    confirmed: bool,
    reason: str = "",
    by: uuid.UUID,
    at: datetime,
) -> None:
    """An agency of the person says whether it is a partner of the entry; the last answer counts.

    Raises NotFound unless the entry names it and the person enters for it, RuleBroken once screening ends or the
    entry is out, Invalid for a refusal without a reason.
    """
    before = my_partnership(session, by, entry_id, agency_id)
    head = queries.head_of(session, entry_id)
    if not may_answer(head.state, head.timetable, at):
        raise RuleBroken(
            msg("Partners can no longer confirm or decline: screening has ended, or the entry is out.")
        )
    reason = "" if confirmed else written(reason)
    if not confirmed and not reason:
        raise Invalid({"reason": msg("Give the reason; the agency that leads reads it.")})
    state = PartnerState.CONFIRMED if confirmed else PartnerState.DECLINED
    if (before.state, before.reason) == (state, reason):
        return
    values = {"state": state, "answered_at": at, "answered_by_id": by, "reason": reason}
    session.connection().execute(_ANSWER, {"of": entry_id, "agency": agency_id, **values})
    params = {
        **_about(head),
        "partner": {"ar": before.name_ar, "en": before.name_en},
        "confirmed": confirmed,
        "reason": reason,
    }
    write_to_people(session, ANSWERED, params, entry_id, by=by, at=at)
    detail = {"agency": before.name_ar, **({"reason": reason} if reason else {})}
    audit.record(session, f"entry.partner_{state.value}", entry_id, by=by, at=at, detail=detail)
