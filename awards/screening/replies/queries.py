"""Disqualifications with the answers to them."""

import uuid
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from awards.entries.models import Entry, EntryState
from awards.people.models import Person
from awards.screening.models import Disqualification, Ground
from awards.screening.replies.models import DisqualificationReply, ReplyDecision
from awards.screening.replies.state import Standing

_entry = Entry.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]
_out = Disqualification.__table__  # type: ignore[attr-defined]
_reply = DisqualificationReply.__table__  # type: ignore[attr-defined]
_decision = ReplyDecision.__table__  # type: ignore[attr-defined]
_writer = _person.alias("writer")
_proposer = _person.alias("proposer")
_decider = _person.alias("decider")
_first, _second = _person.alias("first"), _person.alias("second")

# Judging is a layer above: here only whether it has begun is asked, by the names of its table.
_round = sa.table("round", sa.column("cycle_id", sa.Uuid), sa.column("opened_at", sa.DateTime))
_opened = (
    sa.exists()
    .where(_round.c.cycle_id == _entry.c.cycle_id, _round.c.opened_at.is_not(None))
    .correlate(_entry)
)
_LAST = (
    sa.select(
        _out.c.id,
        _out.c.ground,
        _out.c.reason,
        _out.c.decided_at.label("at"),
        _reply.c.text,
        _reply.c.at.label("answered_at"),
        _reply.c.by_id.label("answered_by_id"),
        _writer.c.name_ar.label("answered_by_ar"),
        _writer.c.name_en.label("answered_by_en"),
        _decision.c.id.label("decision_id"),
        _decision.c.lifts,
        _decision.c.reason.label("decision_reason"),
        _decision.c.proposed_at,
        _decision.c.proposed_by_id,
        _proposer.c.name_ar.label("proposed_by_ar"),
        _proposer.c.name_en.label("proposed_by_en"),
        _decision.c.decided_at,
        _decider.c.name_ar.label("decided_by_ar"),
        _decider.c.name_en.label("decided_by_en"),
        _opened,
        _out.c.proposed_at.label("out_at"),
        _first.c.name_ar.label("out_by_ar"),
        _first.c.name_en.label("out_by_en"),
        _second.c.name_ar.label("out_confirmed_by_ar"),
        _second.c.name_en.label("out_confirmed_by_en"),
    )
    .join(_entry, _entry.c.id == _out.c.entry_id)
    .join(_first, _first.c.id == _out.c.proposed_by_id)
    .join(_second, _second.c.id == _out.c.decided_by_id)
    .join(_reply, _reply.c.disqualification_id == _out.c.id, isouter=True)
    .join(_writer, _writer.c.id == _reply.c.by_id, isouter=True)
    .join(
        _decision,
        sa.and_(
            _decision.c.disqualification_id == _out.c.id,
            sa.or_(_decision.c.confirmed.is_(None), _decision.c.confirmed),
        ),
        isouter=True,
    )
    .join(_proposer, _proposer.c.id == _decision.c.proposed_by_id, isouter=True)
    .join(_decider, _decider.c.id == _decision.c.decided_by_id, isouter=True)
    .where(_out.c.entry_id == sa.bindparam("entry"), _out.c.confirmed)
    .order_by(_out.c.decided_at.desc(), _out.c.id)
    .limit(1)
)
ANSWER_WAITS = sa.and_(
    _entry.c.state == EntryState.DISQUALIFIED,
    sa.exists()
    .where(
        _reply.c.entry_id == _entry.c.id,
        ~sa.exists()
        .where(_decision.c.disqualification_id == _reply.c.disqualification_id, _decision.c.confirmed)
        .correlate(_reply),
    )
    .correlate(_entry),
)
"""An entry that is out, whose people have answered, and on whose answer nothing is decided."""


class Hearing(NamedTuple):
    """The last disqualification of an entry, the answer to it, and what is proposed or decided on that."""

    id: uuid.UUID
    ground: Ground
    reason: str
    at: datetime
    text: str | None
    answered_at: datetime | None
    answered_by_id: uuid.UUID | None
    answered_by_ar: str | None
    answered_by_en: str | None
    decision_id: uuid.UUID | None
    """Of what waits for a second organiser, or was decided."""
    lifts: bool | None
    decision_reason: str | None
    proposed_at: datetime | None
    proposed_by_id: uuid.UUID | None
    proposed_by_ar: str | None
    proposed_by_en: str | None
    decided_at: datetime | None
    decided_by_ar: str | None
    decided_by_en: str | None
    judging: bool
    """The round of judging has opened: from then on no entry comes back among those that are judged."""
    out_at: datetime
    """When it was proposed; `at` is when it was confirmed."""
    out_by_ar: str
    out_by_en: str
    out_confirmed_by_ar: str
    out_confirmed_by_en: str
    """Officials are named to organisers and auditors, never to the entrant."""

    @property
    def standing(self) -> Standing:
        """The same in the terms of what may be done next."""
        decided = self.decided_at is not None
        return Standing(
            answered_by=self.answered_by_id,
            proposed_by=None if decided else self.proposed_by_id,
            lifts=bool(self.lifts),
            decided=decided,
            may_lift=not self.judging,
        )


def hearing_of(session: Session, entry_id: uuid.UUID) -> Hearing | None:
    """None for an entry that two organisers have never disqualified."""
    row = session.connection().execute(_LAST, {"entry": entry_id}).first()
    return Hearing._make(row) if row else None
