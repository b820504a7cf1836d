"""Reads of rounds."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.kit.db import by_name
from awards.people.models import Person
from judging.rounds.contest import begun
from judging.rounds.models import EarlyClosing, FinalPlan, ResultsOpening, Round
from judging.rounds.state import RoundState, state_of
from judging.rubrics.kinds import RoundKind

_openings = ResultsOpening.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_closings = EarlyClosing.__table__  # type: ignore[attr-defined]
_others = Person.__table__.alias("other")  # type: ignore[attr-defined]

_LAST = (
    select(Round)
    .where(Round.cycle_id == sa.bindparam("cycle_id"), begun(Round.__table__))  # type: ignore[attr-defined]
    .order_by(col(Round.position).desc())
    .limit(1)
)
_CONSENTS = (
    sa.select(_openings.c.person_id, _people.c.name_ar, _people.c.name_en, _openings.c.at)
    .join(_people, _people.c.id == _openings.c.person_id)
    .where(_openings.c.round_id == sa.bindparam("round_id"))
    .order_by(_openings.c.at)
)
_CLOSING = (
    sa.select(
        _closings.c.id,
        _closings.c.reason,
        _closings.c.reason_en,
        _closings.c.missing,
        _closings.c.unranked,
        _closings.c.asked_at,
        _closings.c.asked_by_id,
        _people.c.name_ar.label("asked_by_ar"),
        _people.c.name_en.label("asked_by_en"),
        _closings.c.agreed_at,
        _others.c.name_ar.label("agreed_by_ar"),
        _others.c.name_en.label("agreed_by_en"),
    )
    .join(_people, _people.c.id == _closings.c.asked_by_id)
    .outerjoin(_others, _others.c.id == _closings.c.agreed_by_id)
    .where(_closings.c.round_id == sa.bindparam("round_id"))
)


@dataclass(frozen=True, slots=True)
class Closing:
    """A wish to close a round before its time; `agreed_at` once a second person has closed it."""

    id: uuid.UUID
    reason: str
    reason_en: str
    missing: int
    unranked: int
    asked_at: datetime
    asked_by_id: uuid.UUID
    asked_by_ar: str
    asked_by_en: str
    agreed_at: datetime | None
    agreed_by_ar: str | None
    agreed_by_en: str | None


@dataclass(frozen=True, slots=True)
class Consent:
    """One organiser's consent to open the results."""

    person_id: uuid.UUID
    name_ar: str
    name_en: str
    at: datetime


def last_round(session: Session, cycle_id: uuid.UUID) -> Round | None:
    """The round in which the cycle is, and that decides: the last that has begun. A final panel's is made when scoring ends."""
    return session.exec(_LAST, params={"cycle_id": cycle_id}).first()


def scoring_round(session: Session, cycle_id: uuid.UUID) -> Round | None:
    """The round that every cycle has: in it every submitted entry is read, or those that a first reading let pass."""
    return _of_kind(session, cycle_id, RoundKind.SCORING)


def first_reading(session: Session, cycle_id: uuid.UUID) -> Round | None:
    """The round before scoring, if the cycle has one: planned, under way or over."""
    return _of_kind(session, cycle_id, RoundKind.FIRST_READING)


def _of_kind(session: Session, cycle_id: uuid.UUID, kind: RoundKind) -> Round | None:
    return session.exec(select(Round).where(Round.cycle_id == cycle_id, Round.kind == kind)).first()


def opening_round(session: Session, cycle_id: uuid.UUID) -> Round | None:
    """The round with which judging begins: once it is opened, nothing of the cycle's rounds can be changed."""
    return session.exec(
        select(Round).where(Round.cycle_id == cycle_id).order_by(col(Round.position)).limit(1)
    ).first()


def has_begun(opening: Round | None) -> bool:
    """Whether judges have begun to score, in the round with which judging begins."""
    return opening is not None and opening.opened_at is not None


def rounds_up_to(session: Session, last: Round) -> list[Round]:
    """The rounds that a cycle has gone through, in their order, `last` included."""
    return list(
        session.exec(
            select(Round)
            .where(Round.cycle_id == last.cycle_id, Round.position <= last.position)
            .order_by(col(Round.position))
        )
    )


def final_plan(session: Session, cycle_id: uuid.UUID) -> FinalPlan | None:
    """What the cycle asks of its final panel, if it has one."""
    return session.get(FinalPlan, cycle_id)


def is_followed(session: Session, round_: Round) -> bool:
    """Whether the cycle has come to a later round."""
    later = select(Round.id).where(
        Round.cycle_id == round_.cycle_id,
        Round.position > round_.position,
        begun(Round.__table__),  # type: ignore[attr-defined]
    )
    return session.exec(later).first() is not None


def consents_of(session: Session, round_id: uuid.UUID) -> list[Consent]:
    """Who has consented to open the results, the first one first."""
    rows = session.connection().execute(_CONSENTS, {"round_id": round_id})
    return [by_name(Consent, row) for row in rows]


def early_closing_of(session: Session, round_id: uuid.UUID | None) -> Closing | None:
    """What was asked, and agreed, about closing this round before its time."""
    row = session.connection().execute(_CLOSING, {"round_id": round_id}).first()
    return by_name(Closing, row) if row else None


def round_state(round_: Round | None, consents: Sequence[object]) -> RoundState:
    """A cycle without a round is being prepared."""
    if round_ is None:
        return RoundState.PREPARING
    return state_of(opened_at=round_.opened_at, closed_at=round_.closed_at, consents=len(consents))
