"""Taking an entry out of the contest: proposed by one organiser, confirmed by another one."""

import uuid
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.queries import cycle_by_id
from awards.entries import queries as entries
from awards.entries.addressees import write_to_people
from awards.entries.models import Entry, EntryState
from awards.entries.operations import disqualify_entry
from awards.kit import audit
from awards.kit.errors import RuleBroken, Stale
from awards.kit.i18n import msg
from awards.people.models import Person
from awards.screening.letters import DISQUALIFIED
from awards.screening.models import Disqualification, Ground
from awards.screening.operations import refuse_if_published, take_back_admission

_entry = Entry.__table__  # type: ignore[attr-defined]
_disqualification = Disqualification.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]

_OPEN = (
    sa.select(
        _disqualification.c.id,
        _disqualification.c.ground,
        _disqualification.c.reason,
        _disqualification.c.proposed_at,
        _disqualification.c.proposed_by_id,
        _person.c.name_ar.label("by_ar"),
        _person.c.name_en.label("by_en"),
    )
    .join(_person, _person.c.id == _disqualification.c.proposed_by_id)
    .where(
        _disqualification.c.entry_id == sa.bindparam("entry"),
        _disqualification.c.decided_at.is_(None),
    )
)

AWAITS_CONFIRMATION = sa.and_(
    _entry.c.state == EntryState.SUBMITTED,
    sa.exists()
    .where(_disqualification.c.entry_id == _entry.c.id, _disqualification.c.decided_at.is_(None))
    .correlate(_entry),
)
"""An entry that one organiser wants out."""


class Proposal(NamedTuple):
    """A disqualification that waits for a second organiser."""

    id: uuid.UUID
    ground: Ground
    reason: str
    proposed_at: datetime
    proposed_by_id: uuid.UUID
    by_ar: str
    by_en: str


def proposal_of(session: Session, entry_id: uuid.UUID) -> Proposal | None:
    """The one that waits, if there is one."""
    row = session.connection().execute(_OPEN, {"entry": entry_id}).first()
    return Proposal._make(row) if row else None


def propose(
    session: Session, entry_id: uuid.UUID, ground: Ground, reason: str, *, by: uuid.UUID, at: datetime
) -> uuid.UUID:
    """One organiser's wish to disqualify a submitted entry. It is no longer admitted, and still judged if it is.

    Raises RuleBroken for an entry that is not submitted, where a wish waits already, or once results are published.
    """
    head = entries.head_of(session, entry_id)
    refuse_if_published(session, cycle_by_id(session, head.cycle_id))
    if head.state is not EntryState.SUBMITTED:
        raise RuleBroken(msg("Only a submitted entry is disqualified."))
    if proposal_of(session, entry_id) is not None:
        raise RuleBroken(msg("A disqualification of this entry waits already. Read it first."))
    wish = Disqualification(
        entry_id=entry_id, ground=ground, reason=reason, proposed_at=at, proposed_by_id=by
    )
    session.add(wish)
    session.flush()
    take_back_admission(session, entry_id)
    detail = {"ground": ground.value, "reason": reason}
    audit.record(session, "entry.disqualification_proposed", entry_id, by=by, at=at, detail=detail)
    return wish.id


def confirm(
    session: Session, entry_id: uuid.UUID, proposal_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """A second organiser confirms: the entry is out, and its people are told the ground and the reason.

    Raises Stale if the wish was replaced or dropped since, RuleBroken if it is one's own or results are published.
    """
    head = entries.head_of(session, entry_id)
    wish = _standing(session, entry_id, proposal_id)
    if wish.proposed_by_id == by:
        raise RuleBroken(msg("You proposed this. Another organiser must confirm it."))
    disqualify_entry(session, entry_id, wish.reason, by=by, at=at)
    _decide(session, wish, confirmed=True, by=by, at=at)
    params = {
        "entry": str(entry_id),
        "title": {"ar": head.title_ar, "en": head.title_en},
        "ground": wish.ground.value,
        "reason": wish.reason,
    }
    write_to_people(session, DISQUALIFIED, params, entry_id, by=by, at=at)


def drop(
    session: Session, entry_id: uuid.UUID, proposal_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """Whoever proposed it, or another organiser, lets it be; the entry waits for screening again.

    Raises Stale if the wish was decided on since.
    """
    wish = _standing(session, entry_id, proposal_id)
    _decide(session, wish, confirmed=False, by=by, at=at)
    audit.record(session, "entry.disqualification_dropped", entry_id, by=by, at=at)


def _standing(session: Session, entry_id: uuid.UUID, proposal_id: uuid.UUID) -> Disqualification:
    wish = session.get(Disqualification, proposal_id)
    if wish is None or wish.entry_id != entry_id or wish.decided_at is not None:
        raise Stale(msg("What was proposed has changed since you opened the page. Read it again."))
    return wish


def _decide(
    session: Session, wish: Disqualification, *, confirmed: bool, by: uuid.UUID, at: datetime
) -> None:
    wish.decided_at, wish.decided_by_id, wish.confirmed = at, by, confirmed
    session.add(wish)
    session.flush()
